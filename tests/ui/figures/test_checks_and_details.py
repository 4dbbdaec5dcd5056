"""Checks with reasons, and what a figure says about itself (issue 3 §3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.indicators import close_period, enter, unexplained
from danvan_desktop.indicators.reasons import reason_for
from danvan_desktop.storage.values import ListQuery
from tests.ui.figures.conftest import H1, explain_all
from ui.screens import figures_reason
from ui.screens.figures import FiguresScreen
from ui.screens.figures_checks import ChecksBox
from ui.screens.figures_reason import ReasonDialog
from ui.widgets.check_list import CheckList
from ui.widgets.check_rows import CheckLine

Show = Callable[[type], Any]
Wait = Callable[[], None]


def test_warning_takes_a_reason_and_gives_it_back(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F2 on a warning keeps the reason under it; the filter leaves those without one."""
    page = shown(FiguresScreen)
    number = len(unexplained(books, books.period(H1)))
    assert f"{number} chưa có lý do" in page.checks.warnings.text()
    first = page.checks.list.lines()[0].issue
    answers = iter(["do sáp nhập khối", ""])
    monkeypatch.setattr(figures_reason, "ask_reason", lambda *_a: next(answers))
    page.checks.list.setCurrentItem(page.checks.list.topLevelItem(0))
    qtbot.keyClick(page.checks.list, Qt.Key.Key_F2)
    settled()
    page.refresh()
    settled()
    reason = reason_for(books, books.period(H1), first)
    assert reason is not None
    assert reason.text == "do sáp nhập khối"
    line = next(one for one in page.checks.list.lines() if one.issue == first)
    assert line.reason.startswith("Lý do: do sáp nhập khối (Lê Văn C, ")
    page.checks.without.setChecked(True)
    assert first not in [one.issue for one in page.checks.list.lines()]
    assert len(page.checks.list.lines()) == number - 1
    page.ask_reason([first])
    settled()
    assert reason_for(books, books.period(H1), first) is None


def test_dialog_shows_who_gave_the_reason_and_takes_it_away(qtbot: QtBot) -> None:
    """An empty text is allowed only where there is a reason to take away."""
    issue = Issue("W1", "Tăng 5 (+500%).", "Ghi lý do.", severity=Severity.WARNING)
    from danvan_desktop.indicators import Reason

    bare = ReasonDialog([issue])
    qtbot.addWidget(bare)
    assert not bare.keep.isEnabled()
    bare.text.setPlainText("đợt cao điểm")
    assert (bare.keep.isEnabled(), bare.reason) == (True, "đợt cao điểm")
    known = Reason("1", "W1", "", "", "cũ", "Lê Văn C", "2020-07-10T07:05:12Z")
    again = ReasonDialog([issue], [known])
    qtbot.addWidget(again)
    again.text.setPlainText("")
    assert (again.keep.text(), again.keep.isEnabled()) == ("Bỏ lý do", True)


def test_dialog_of_many_lists_five_and_offers_used_reasons(qtbot: QtBot) -> None:
    """A click takes a used reason, Enter keeps it."""
    issues = [Issue("W1", f"Tăng {n}.", severity=Severity.WARNING) for n in range(9)]
    dialog = ReasonDialog(issues, used=["đã đối chiếu với đơn vị", "do giãn cách xã hội"])
    qtbot.addWidget(dialog)
    shown = [text.text() for text in dialog.findChildren(QLabel)]
    assert "Một lý do cho 9 lời nhắc" in shown
    assert sum(text.startswith("• ") for text in shown) == 5
    assert "và 4 lời nhắc khác" in shown
    dialog.show()
    dialog.offers[1].click()
    assert dialog.reason == "do giãn cách xã hội"
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.text, Qt.Key.Key_Return)


def test_ticks_and_ctrl_choose_without_going(qtbot: QtBot) -> None:
    """A tick of a group chooses its lines; the link of one chosen line asks for all of them."""
    issues = [
        Issue("W1", f"Tăng {n}.", "", Place(record=code, field=str(n)), Severity.WARNING)
        for code in ("doi_thoai_cuoc", "dvk_dang_ky")
        for n in range(3)
    ]
    box = ChecksBox()
    qtbot.addWidget(box)
    box.resize(700, 400)
    box.show_issues(issues, {})
    box.open_all(True)
    box.show()
    view, left = box.list, Qt.MouseButton.LeftButton
    group = view.topLevelItem(0)
    other = view.topLevelItem(1)
    assert group is not None
    assert other is not None
    last = other.child(2)
    assert last is not None
    with qtbot.assertNotEmitted(box.chosen):
        spot = view.visualItemRect(group).topLeft() + QPoint(12, 12)
        qtbot.mouseClick(view.viewport(), left, pos=spot)
        assert view.covered() == issues[:3]
        control = Qt.KeyboardModifier.ControlModifier
        spot = view.visualItemRect(last).center()
        qtbot.mouseClick(view.viewport(), left, control, spot)
    assert view.covered() == [*issues[:3], issues[5]]
    row = view.visualItemRect(last)
    with qtbot.waitSignal(box.reason_wanted) as wanted, qtbot.assertNotEmitted(box.chosen):
        spot = QPoint(row.right() - 20, row.top() + 12)
        qtbot.mouseClick(view.viewport(), left, pos=spot)
    assert wanted.args == [[*issues[:3], issues[5]]]


def test_folded_warnings_are_chosen_too_and_the_next_one_opens(qtbot: QtBot) -> None:
    """Of 34 warnings in folded groups all are chosen; a reason for one group leads to the next."""
    lines = [
        CheckLine(Issue("W1", f"Tăng {n}.", severity=Severity.WARNING), f"Nhóm {n // 9}", asks=True)
        for n in range(34)
    ]
    view = CheckList()
    qtbot.addWidget(view)
    view.show_lines(lines)
    view.choose_all()
    assert len(view.covered()) == 34
    group = view.topLevelItem(1)
    assert group is not None
    assert not group.isExpanded()
    view.setCurrentItem(group)
    assert view.covered() == [line.issue for line in lines[9:18]]
    view.show_lines(
        [replace(e, reason="do dịch") if 9 <= n < 18 else e for n, e in enumerate(lines)]
    )
    assert view.issue == lines[18].issue
    reached = view.topLevelItem(2)
    assert reached is not None
    assert reached.isExpanded()
    view.step(-1)
    view.choose_all()
    assert len(view.covered()) == 25


def test_sixty_issues_fold_by_indicator_and_scroll(qtbot: QtBot) -> None:
    """The box keeps its few lines; opened it has every one under its indicator."""
    issues = [
        Issue(
            f"E{n % 9 + 1}",
            f"Số {n} không khớp.",
            "Sửa.",
            Place(register="doi_thoai", record=code, field=str(n)),
        )
        for n, code in enumerate(["doi_thoai_cuoc", "doi_thoai_nguoi", "dvk_dang_ky"] * 20)
    ]
    box = ChecksBox()
    qtbot.addWidget(box)
    box.resize(900, 500)
    box.show_issues(issues, {})
    box.show()
    assert box.list.topLevelItemCount() == 3
    first = box.list.topLevelItem(0)
    assert first is not None
    assert not first.isExpanded()
    assert box.list.height() < 120
    box.open_all(True)
    with qtbot.assertNotEmitted(box.chosen):
        spot = box.list.visualItemRect(first).center()
        qtbot.mouseClick(box.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert first.isExpanded()
    with qtbot.waitSignal(box.chosen) as chosen:
        box.step(1)
    assert chosen.args[0] in issues
    assert len(box.list.lines()) == 60


def test_link_of_a_warning_asks_and_the_rest_of_the_row_goes(qtbot: QtBot) -> None:
    """A mouse reaches both: the reason by its link, the place by the sentence."""
    issue = Issue("W1", "Tăng 5.", "Ghi lý do.", severity=Severity.WARNING)
    box = ChecksBox()
    qtbot.addWidget(box)
    box.resize(700, 200)
    box.show_issues([issue], {})
    box.show()
    view = box.list
    line = view.topLevelItem(0)
    assert line is not None
    row = view.visualItemRect(line)
    left = Qt.MouseButton.LeftButton
    with qtbot.waitSignal(box.reason_wanted), qtbot.assertNotEmitted(box.chosen):
        spot = QPoint(row.right() - 20, row.top() + 12)
        qtbot.mouseClick(view.viewport(), left, pos=spot)
    with qtbot.waitSignal(box.chosen):
        qtbot.mouseClick(view.viewport(), left, pos=row.center())


def test_typed_figure_shows_word_source_difference_and_history(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot
) -> None:
    """trên 25 typed beside 19 records: the typed one counts, the difference and its past show."""
    period = books.period(H1)
    assert enter(books, period, "", {"doi_thoai_cuoc": 20}).saved
    assert enter(books, period, "", {"doi_thoai_cuoc": (25, "tren")}).saved
    page = shown(FiguresScreen)
    page.select("doi_thoai_cuoc")
    detail = page.detail
    assert detail.figure.text() == "trên 25 hội nghị"
    assert "riêng hồ sơ cho 19; lệch +6" in detail.source.text()
    detail.views.setCurrentIndex(1)
    said = " ".join(detail.formula.texts)
    assert "Đếm số hồ sơ của sổ Đối thoại" in said
    assert "từ 15/12/2019 đến hết 14/6/2020" in said
    assert "Nhiều kỳ: cộng các kỳ lại." in said
    detail.views.setCurrentIndex(2)
    settled()
    past = "\n".join(detail.past.texts)
    assert "Toàn địa bàn: trên 25" in past
    assert "20 → 25" in past
    assert enter(books, period, "", {"doi_thoai_cuoc": None}).saved
    page.refresh()
    settled()
    detail.views.setCurrentIndex(1)
    detail.views.setCurrentIndex(2)
    settled()
    past = "\n".join(detail.past.texts)
    assert "Toàn địa bàn: đã để trống, trước là trên 25" in past
    assert "Để trống (Lê Văn C" in past
    books.undo()
    page.refresh()
    settled()
    assert detail.open_button.text() == "Mở 19 hồ sơ"
    with qtbot.waitSignal(page.go) as opened:
        detail.open_button.click()
    assert books.count(opened.args[1]) == 19
    with qtbot.waitSignal(page.go) as opened:
        detail.typed_button.click()
    assert opened.args == ["figure_entry", "doi_thoai_cuoc"]


def test_every_indicator_tells_how_it_is_counted(shown: Show, settled: Wait) -> None:
    """No declaration lacks words for its formula, period and roll-up."""
    page = shown(FiguresScreen)
    page.detail.views.setCurrentIndex(1)
    for row in page.facts.rows:
        page.detail.show_row(page.facts, row)
        texts = page.detail.formula.texts
        assert texts[0] == "Cách tính"
        assert len(texts[1]) > 20, row.code


def test_closed_period_shows_its_lock_and_what_differs(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot
) -> None:
    """The badge says closed; a change with a reason is counted in the banner."""
    explain_all(books)
    close_period(books, books.period(H1))
    query = ListQuery(register="doi_thoai", first_day="2019-12-15", last_day="2020-06-14")
    page = shown(FiguresScreen)
    assert [badge.text() for badge in page.header_badges()] == ["Đã khóa"]
    assert not page.type_button.isEnabled()
    assert page.banner.isHidden()
    books.delete("doi_thoai", [books.page(query, 0, 1)[0].id], reason="ghi nhầm")
    page.refresh()
    settled()
    assert "nay khác lúc khóa kỳ" in page.banner.accessibleName()
