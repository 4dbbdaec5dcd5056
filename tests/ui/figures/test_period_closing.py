"""Closing a period in the window: obstacles, kept figures, drifts, late records, reopening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.indicators import close_period, compute
from danvan_desktop.storage.values import ListQuery
from tests.ui.figures.conftest import H1, explain_all
from ui import messages
from ui.screens import figures_reason
from ui.screens.period_closing import PeriodClosingScreen

Show = Callable[[type], Any]
Wait = Callable[[], None]
EARLY = {
    "don_vi": "TN-DMC-05",
    "ngay": "2020-03-02",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 40,
    "y_kien": 3,
    "tra_loi": 3,
    "chuyen": 0,
}
"""A dialogue of Chà Là that nobody reported in time."""


def again(page: PeriodClosingScreen, settled: Wait) -> None:
    """Read the page anew, as the window does after a write."""
    page.refresh()
    settled()


def test_obstacles_forbid_closing_and_lead_to_their_place(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot
) -> None:
    """Warnings without a reason stand in the list; Enter goes to what one speaks of."""
    page = shown(PeriodClosingScreen)
    page.activate(None)
    settled()
    assert page.focusWidget() is page.obstacles
    assert not page.close_button.isEnabled()
    assert "Không còn lỗi" in page.steps.texts()[0]
    assert "xã Chà Là" in page.steps.texts()[2]
    lines = page.obstacles.lines()
    assert all(line.asks for line in lines)
    with qtbot.waitSignal(page.go):
        page.next_issue(1)
        settled()
    with qtbot.waitSignal(page.go) as went:
        page.steps.sent.click()
    assert went.args[0] == "completeness"


def test_period_is_closed_shown_and_reopened_with_a_reason(
    shown: Show, books: Context, settled: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was closed is kept: the figures then, with a lock; a reason opens it again."""
    explain_all(books)
    page = shown(PeriodClosingScreen)
    assert page.ready.isVisible()
    monkeypatch.setattr(messages, "ask", lambda *_a, **_k: "close")
    page.close_button.click()
    settled()
    again(page, settled)
    assert books.period(H1).closed
    assert [badge.text() for badge in page.header_badges()] == ["Đã khóa"]
    rows = {row.key: row.cells for row in page.kept.plain.rows}
    assert rows["doi_thoai_cuoc"][2:] == ("19", "19")
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_k: "bổ sung xã Chà Là")
    page.reopen_button.click()
    settled()
    again(page, settled)
    assert not books.period(H1).closed
    assert "Đã mở lại vì: bổ sung xã Chà Là." in page.bar.findChild(type(page.late_told)).text()


def test_one_reason_for_all_warnings_makes_closing_possible(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+A also takes what is folded; the button then closes, and one undo gives all back."""
    page = shown(PeriodClosingScreen)
    number = len(page.obstacles.lines())
    assert number > 1
    qtbot.keyClick(page.obstacles, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.reason_bar.ask.text() == f"Ghi lý do cho {number} lời nhắc…"
    asked: list[int] = []

    def answer(issues: Any, *_rest: Any) -> str:
        asked.append(len(issues))
        return "đã đối chiếu với đơn vị"

    monkeypatch.setattr(figures_reason, "ask_reason", answer)
    page.reason_bar.ask.click()
    settled()
    again(page, settled)
    assert asked == [number]
    assert page.close_button.isEnabled()
    assert page.window().focusWidget() is page.close_button
    assert page.ready.isVisible()
    books.undo()
    again(page, settled)
    assert len(page.obstacles.lines()) == number


def test_reason_of_some_leads_to_the_next_warning(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Space ticks a line or a whole group; afterwards the next one without a reason is current."""
    page = shown(PeriodClosingScreen)
    view = page.obstacles
    order = [line.issue for line in view.lines()]
    monkeypatch.setattr(figures_reason, "ask_reason", lambda *_a: "đã đối chiếu")
    first = view.topLevelItem(0)
    assert first is not None
    view.setCurrentItem(first)
    view.clearSelection()
    assert view.covered() == []
    qtbot.keyClick(view, Qt.Key.Key_Space)
    some = view.covered()
    assert some == order[: max(1, first.childCount())]
    qtbot.keyClick(view, Qt.Key.Key_F2)
    settled()
    again(page, settled)
    assert [line.issue for line in view.lines()] == order[len(some) :]
    assert view.issue == order[len(some)]
    assert view.covered() == [view.issue]


def test_what_differs_since_closing_is_listed(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot
) -> None:
    """A record deleted with a reason: 19 then, 18 now, and the line leads to the figure."""
    explain_all(books)
    close_period(books, books.period(H1))
    query = ListQuery(register="doi_thoai", first_day="2019-12-15", last_day="2020-06-14")
    record = books.page(query, 0, 1)[0]
    books.delete("doi_thoai", [record.id], reason="ghi nhầm")
    page = shown(PeriodClosingScreen)
    rows = {row.key: row.cells for row in page.kept.plain.rows}
    assert rows["doi_thoai_cuoc"][2:] == ("19", "18")
    assert "dvk_dang_ky" not in rows
    page.kept.show_rows(page.kept.plain.rows, select="doi_thoai_cuoc")
    with qtbot.waitSignal(page.go) as went:
        qtbot.keyClick(page.kept, Qt.Key.Key_Return)
    assert went.args == ["figures", "doi_thoai_cuoc"]


def test_late_record_stays_in_the_next_period_or_reopens_its_own(
    shown: Show, books: Context, settled: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A dialogue of March written in July counts in H2 until its period is reopened."""
    explain_all(books)
    close_period(books, books.period(H1))
    assert books.save("doi_thoai", EARLY).saved
    page = shown(PeriodClosingScreen)
    [row] = page.late.plain.rows
    assert page.late_reopen.isHidden()  # the bar below has the button of the shown period
    page.period_changed(books.period("H2/2020"))
    settled()
    assert len(page.late.plain.rows) == 1
    assert row.cells[2:5] == ("02/3/2020", "6 tháng đầu 2020", "6 tháng cuối 2020")
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_k: "bổ sung xã Chà Là")
    page.late_reopen.click()
    settled()
    again(page, settled)
    assert page.late_card.isHidden()
    talks = compute(books, books.period(H1), ["doi_thoai_cuoc"])["doi_thoai_cuoc"]
    assert talks.value == 20
