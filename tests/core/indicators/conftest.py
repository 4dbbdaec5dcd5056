"""The office of Dương Minh Châu with every row of the answer key in its books."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.indicators.reasons import give_reasons, unexplained
from danvan_desktop.organisation.periods import Period


@pytest.fixture
def filled(filled_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of the filled office."""
    shutil.copytree(filled_data_dir, tmp_path / "filled")
    context = open_context(tmp_path / "filled", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def period(filled: Context) -> Period:
    """Return the first half of 2020."""
    return filled.period("H1/2020")


@pytest.fixture
def explain() -> Callable[[Context, Period], None]:
    """Give a function that gives a reason for every warning of a period."""

    def all_of(books: Context, period: Period) -> None:
        bare = unexplained(books, period)
        if bare:
            give_reasons(books, period, bare, "đã đối chiếu")

    return all_of
