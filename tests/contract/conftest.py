"""One office with a full record of every register, for the questions asked of all registers."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.registers import clerk_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock
from tests.contract.samples import full_sample

PERIOD = "H1/2020"
USER = "Lê Văn C"


@pytest.fixture(scope="module")
def books(office_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """One office for all registers of this file."""
    folder = tmp_path_factory.mktemp("books") / "data"
    shutil.copytree(office_data_dir, folder)
    context = open_context(folder, clock=FixedClock(), user=USER)
    yield context
    context.close()


@pytest.fixture(scope="module")
def kept(books: Context) -> dict[str, Record]:
    """One full record of each register, dated in the period of the bundle."""
    return {spec.key: save(books, spec, 5) for spec in clerk_registers()}


def save(books: Context, spec: RegisterSpec, seed: int) -> Record:
    """Store a full record that counts in the period, told from others by the seed."""
    chance = random.Random(f"{spec.key} {seed}")
    values = full_sample(spec, chance, books)
    for field in spec.fields:
        if field.name == "ky":
            values["ky"] = PERIOD
    result = books.save(spec.key, values)
    assert result.record is not None, result.issues
    return result.record
