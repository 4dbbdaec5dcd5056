"""The office of Dương Minh Châu with its half-year, for pages that write figures and periods."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from danvan_desktop.indicators import give_reasons, unexplained
from ui.screens.base import Screen

H1 = "H1/2020"


@pytest.fixture
def books(filled_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of the filled office after the report was due."""
    shutil.copytree(filled_data_dir, tmp_path / "books")
    clock.day, clock.moment = "2020-07-10", "2020-07-10T07:05:12Z"
    context = open_context(tmp_path / "books", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def shown(
    qtbot: QtBot, books: Context, settled: Callable[[], None]
) -> Callable[[type[Screen]], Any]:
    """Give a function that shows a page of the first half of 2020."""

    def show(kind: type[Screen]) -> Screen:
        page = kind(books)
        qtbot.addWidget(page)
        page.resize(1190, 630)
        page.period_changed(books.period(H1))
        page.show()
        settled()
        return page

    return show


def explain_all(books: Context) -> None:
    """Give a reason for every warning of the half-year."""
    period = books.period(H1)
    bare = unexplained(books, period)
    if bare:
        give_reasons(books, period, bare, "đã đối chiếu")
