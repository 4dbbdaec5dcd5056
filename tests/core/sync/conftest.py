"""An office with records, its province, and the post between them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.context import Context, open_context
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.kit import PERIOD, SCAN, Post, dialogue
from tests.core.sync.province_kit import Office, enrol, make_office, make_province


@pytest.fixture
def province(empty_data_dir: Path, tmp_path: Path, office: Context) -> Iterator[Context]:
    """Open the province's empty database."""
    shutil.copytree(empty_data_dir, tmp_path / "province")
    context = open_context(tmp_path / "province", clock=office.clock)
    yield context
    context.close()


@pytest.fixture
def post(office: Context, tmp_path: Path) -> Post:
    """Return what exports the office's next bundle into a folder of its own."""
    sent: list[Path] = []

    def export(**decided: Any) -> Path:
        folder = tmp_path / f"post-{len(sent)}"
        folder.mkdir()
        choices = ExportChoices(**decided)
        period, key = office.period(PERIOD), office.office_key()
        sent.append(export_bundle(office, period, folder, key, choices=choices).path)
        return sent[-1]

    return export


@pytest.fixture
def trust(office: Context) -> TrustList:
    """Return the province's list of enrolled offices."""
    return TrustList((office.office_key().certificate,))


@pytest.fixture
def filled(office: Context, tmp_path: Path) -> Context:
    """Give the office two dialogues, one with a scan, and a deleted one."""
    first = office.save("doi_thoai", dialogue("2020-05-14")).record
    office.save("doi_thoai", dialogue("2020-06-01"))
    gone = office.save("doi_thoai", dialogue("2020-02-02")).record
    assert first is not None
    assert gone is not None
    office.delete("doi_thoai", [gone.id])
    scan = tmp_path / "bien-ban.pdf"
    scan.write_bytes(SCAN)
    office.attach("doi_thoai", first.id, scan)
    return office


@pytest.fixture
def receiver(empty_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open the province."""
    context = make_province(empty_data_dir, tmp_path / "province", clock)
    yield context
    context.close()


@pytest.fixture
def districts(
    empty_data_dir: Path, tmp_path: Path, clock: Any, receiver: Context
) -> Iterator[list[Office]]:
    """Open two enrolled districts, the first with two dialogues."""
    places = ("Gò Dầu", "Tân Biên")
    offices = [
        make_office(empty_data_dir, tmp_path / str(number), place, clock)
        for number, place in enumerate(places)
    ]
    enrol(receiver, *offices)
    offices[0].dialogue("2020-02-01")
    offices[0].dialogue("2020-03-01", unit=2)
    yield offices
    for one in offices:
        one.context.close()
