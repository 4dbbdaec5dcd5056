"""A paper turns green when the superior's receipt acknowledges the bundle that carried it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles.evidence import kept_file, received_papers
from danvan_desktop.bundles.export import export_bundle
from danvan_desktop.bundles.receipts import write_receipt
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.context import Context
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock
from tests.core.sync.pair import introduce
from tests.core.sync.province_kit import make_province
from ui import tasks
from ui.screens.report import ReportScreen
from ui.screens.reports import ReportsScreen
from ui.screens.sync import SyncScreen

H1 = "H1/2020"


@pytest.fixture
def province(empty_data_dir: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Context]:
    """Open the superior."""
    context = make_province(empty_data_dir, tmp_path / "province", clock)
    yield context
    context.close()


def test_receipt_turns_the_paper_that_it_carried_green(
    qtbot: QtBot,
    books: Context,
    issued: Record,
    province: Context,
    tmp_path: Path,
    settled: Callable[[], None],
) -> None:
    """Row and open page follow at once, with day and number; the issued paper is not touched."""
    introduce(books, province, tmp_path / "letters")
    introduce(province, books, tmp_path / "letters")
    books.paths.outbox.mkdir(exist_ok=True)
    made = export_bundle(books, books.period(H1), books.paths.outbox, books.office_key())
    page, papers, sync = ReportScreen(books), ReportsScreen(books), SyncScreen(books)
    for one in (page, papers, sync):
        qtbot.addWidget(one)
        one.show()
    page.activate(issued.id)
    papers.activate()
    settled()
    [row] = papers.table.plain.rows
    assert getattr(row.cells[-1], "text", "") == "Đã ban hành"
    received = receive(province, made.to_send, province.enrolled())
    answer = write_receipt(province, received, tmp_path, province.office_key())
    with qtbot.waitSignal(tasks.hub().changed) as told:
        sync.take_in(answer)
    for one in (page, papers):
        one.changed(told.args[0])  # as the window hands it on
    settled()
    [row] = papers.table.plain.rows
    mark = row.cells[-1]
    assert getattr(mark, "text", "") == "Cấp trên đã nhận 16/6/2020, số 1"
    assert getattr(mark, "tone", "") == "success"
    assert page.header.badge.text() == "Cấp trên đã nhận 16/6/2020, số 1"
    assert "theo biên nhận số 1" in page.panes.banner._text.text()
    [after] = [one for one in books.all_of("bao_cao") if one.id == issued.id]
    assert (after.rev, after.values) == (issued.rev, issued.values)
    assert kept_file(after.values) in received_papers(books)
