"""The office of Dương Minh Châu with its books filled, and the pages of reports over it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from danvan_desktop.reports import service
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock
from ui import tasks, theme
from ui.screens.report import ReportScreen


@pytest.fixture(scope="session")
def books_dir(filled_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one data folder of the filled office in which no report was started."""
    folder = tmp_path_factory.mktemp("reports") / "data"
    shutil.copytree(filled_data_dir, folder)
    context = open_context(folder)
    # The tests start the report themselves, as the clerk does.
    if started := [report.id for report in context.all_of("bao_cao")]:
        context.delete("bao_cao", started)
    context.close()
    return folder


@pytest.fixture(scope="session")
def issued_dir(books_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one data folder in which the report of the half-year is issued."""
    folder = tmp_path_factory.mktemp("issued") / "data"
    shutil.copytree(books_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    service.freeze(context, service.start_report(context, "H1/2020").id)
    context.close()
    return folder


@pytest.fixture
def books(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Context]:
    """Open a copy of the filled office; with its report issued where the test asks for that."""
    source = "issued_dir" if "issued" in request.fixturenames else "books_dir"
    shutil.copytree(request.getfixturevalue(source), tmp_path / "books")
    context = open_context(tmp_path / "books", clock=clock, user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def issued(books: Context) -> Record:
    """Return the issued report of the half-year."""
    found = service.report_of(books, "H1/2020")
    assert found is not None
    return found


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[], None]:
    """Wait until no thread works for the page any more."""

    def wait() -> None:
        qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)

    return wait


@pytest.fixture
def own_page(qtbot: QtBot, books: Context) -> ReportScreen:
    """Open the editor on the report of the half-year, started as the clerk starts it."""
    screen = _open(books)
    qtbot.addWidget(screen)
    _wait(qtbot, screen)
    return screen


@pytest.fixture(scope="module")
def shared_books(books_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Open one copy of the filled office for the tests that only read and type."""
    folder = tmp_path_factory.mktemp("shared") / "books"
    shutil.copytree(books_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture(scope="module")
def shared_page(qapp: QApplication, shared_books: Context) -> Iterator[ReportScreen]:
    """Open one editor for the tests that save nothing."""
    screen = _open(shared_books)
    yield screen
    screen.close()
    screen.deleteLater()


@pytest.fixture
def page(qtbot: QtBot, shared_page: ReportScreen) -> ReportScreen:
    """Give the shared editor with its saved text."""
    _wait(qtbot, shared_page)
    if shared_page.dirty:
        shared_page.found = None
        shared_page.drafts.discard()
        _wait(qtbot, shared_page)
    shared_page.set_narrow(False)
    return shared_page


def _open(context: Context) -> ReportScreen:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, mode="light")
    screen = ReportScreen(context)
    screen.resize(1318, 630)
    screen.show()
    screen.activate("H1/2020")
    return screen


def _wait(qtbot: QtBot, screen: ReportScreen) -> None:
    qtbot.waitUntil(lambda: screen.found is not None, timeout=15_000)
    qtbot.waitUntil(lambda: screen.panes.preview.view.page_count > 0, timeout=15_000)
