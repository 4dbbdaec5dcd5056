"""Typing figures from paper: acceptance scenario 6 (the printed figures of Hà Nội and Trà Vinh)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.indicators import compute, enter, typed
from danvan_desktop.indicators.grid import TOTAL
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.to_chuc import CLOSED
from ui import messages, tasks
from ui.screens.figure_entry import ALL_PLACES, FigureEntryScreen

Wait = Callable[[], None]


@pytest.fixture
def period(office: Context) -> Period:
    """The first half of 2019, of which nothing is known yet."""
    return office.period("H1/2019")


@pytest.fixture
def page(
    qtbot: QtBot, office: Context, period: Period, settled: Wait
) -> Iterator[FigureEntryScreen]:
    """The page over an empty period; it hears of writes as it does in the window."""
    screen = FigureEntryScreen(office)
    tasks.hub().changed.connect(screen.changed)
    qtbot.addWidget(screen)
    screen.resize(1190, 630)
    screen.period_changed(period)
    screen.show()
    settled()
    yield screen
    tasks.hub().changed.disconnect(screen.changed)


def choose(page: FigureEntryScreen, family: str, place: str = ALL_PLACES) -> None:
    """Choose the group of indicators and the place."""
    page.family.setCurrentIndex(page.family.findData(family))
    page.place.setCurrentIndex(page.place.findData(place))


def at(page: FigureEntryScreen, row: str, column: str) -> QModelIndex:
    """Find a cell of the sheet."""
    index = page.model.place_of(row, column)
    assert index.isValid(), (row, column)
    return index


def type_in(page: FigureEntryScreen, row: str, column: str, text: str) -> None:
    """Type over a cell, as pasting one value does."""
    page.view.setCurrentIndex(at(page, row, column))
    QGuiApplication.clipboard().setText(text)
    page.view.paste()


def test_printed_figures_of_ha_noi_add_up(
    page: FigureEntryScreen, office: Context, period: Period, settled: Wait
) -> None:
    """434/2.054/6.109, 35/148/1.405, 764/2.852/6.315, 47 + 98, 594 + 370: all totals come out."""
    wanted = {
        "giam_sat": ("giam_sat_cuoc", ("434", "2.054", "6.109"), 8597),
        "phan_bien": ("phan_bien_cuoc", ("35", "148", "1.405"), 1588),
        "dan_van_kheo": ("dvk_dang_ky", ("764", "2.852", "6.315"), 9931),
    }
    for family, (code, numbers, total) in wanted.items():
        choose(page, family)
        settled()
        page.view.setCurrentIndex(at(page, "cap/T", code))
        QGuiApplication.clipboard().setText("\n".join(numbers))
        page.view.paste()
        settled()
        assert compute(office, period, [code])[code].value == total
        shown = at(page, TOTAL, code).data()
        assert shown.replace(".", "") == str(total)
        # Rounded to whole percent 2 + 9 + 88 = 99 and 8 + 29 + 64 = 101, which W6 notes.
        notes = [line.words for line in page.checks.list.lines() if line.issue.code == "W6"]
        rounded = {"phan_bien_cuoc": "99%", "dvk_dang_ky": "101%"}.get(code, "")
        assert rounded in " ".join(notes)
        assert not any("101%" in words for words in notes) or code == "dvk_dang_ky"
    for level, regular, adhoc, coverage in (
        ("H", "47", "98", "30/30"),
        ("X", "594", "370", "584/584"),
    ):
        choose(page, "doi_thoai", f"cap/{level}")
        settled()
        here = f"cap/{level}"
        type_in(page, "doi_thoai_cuoc/hinh_thuc/dinh_ky", here, regular)
        type_in(page, "doi_thoai_cuoc/hinh_thuc/dot_xuat", here, adhoc)
        type_in(page, "doi_thoai_nguoi", here, f"1.000 ({coverage})")
        settled()
    figure = compute(office, period, ["doi_thoai_cuoc"])["doi_thoai_cuoc"]
    assert (figure.value, dict(figure.by["cap"])) == (145 + 964, {"X": 964, "H": 145})
    kept = {one.place: one.entry for one in typed(office, period, codes=["doi_thoai_nguoi"])}
    assert (kept["cap/X"].reported, kept["cap/X"].expected) == (584, 584)


def test_wrong_digit_is_named_by_its_cell(
    page: FigureEntryScreen, office: Context, period: Period, settled: Wait
) -> None:
    """With the total typed, 6.109 → 6.108 raises E1, which leads back to the figure."""
    choose(page, "giam_sat")
    settled()
    page.view.setCurrentIndex(at(page, "", "giam_sat_cuoc"))
    QGuiApplication.clipboard().setText("8.597\n434\n2.054\n6.109")
    page.view.paste()
    settled()
    assert not [issue for issue in page.facts.issues if issue.code == "E1"]  # type: ignore[union-attr]
    type_in(page, "cap/X", "giam_sat_cuoc", "6.108")
    settled()
    issues = [issue for issue in page.facts.issues if issue.code == "E1"]  # type: ignore[union-attr]
    assert len(issues) == 1
    assert "6.108" in issues[0].message
    assert "8.597" in issues[0].message
    page.checks.chosen.emit(issues[0])
    settled()
    assert page.model.key(page.view.currentIndex()) is not None
    office.undo()
    page.refresh()
    settled()
    assert at(page, "cap/X", "giam_sat_cuoc").data() == "6.109"


def test_figures_with_words_warn_and_keep_their_words(
    page: FigureEntryScreen, office: Context, period: Period, settled: Wait
) -> None:
    """Trà Vinh: gần 2.500 + trên 4.200 + 861 + hơn 690 beside trên 8.270 is W5, no error."""
    choose(page, "dan_van_kheo", "")
    settled()
    for path, text in {
        "dvk_dang_ky": "trên 8.270",
        "dvk_dang_ky/linh_vuc/KT": "gần 2.500",
        "dvk_dang_ky/linh_vuc/VHXH": "trên 4.200",
        "dvk_dang_ky/linh_vuc/QPAN": "861",
        "dvk_dang_ky/linh_vuc/HTCT": "hơn 690",
    }.items():
        type_in(page, path, "", text)
        settled()
    codes = {issue.code for issue in page.facts.issues}  # type: ignore[union-attr]
    assert "W5" in codes
    assert not codes & {"E1", "E2", "E3", "E4"}
    w5 = next(issue for issue in page.facts.issues if issue.code == "W5")  # type: ignore[union-attr]
    assert "8.251" in w5.message
    assert compute(office, period, ["dvk_dang_ky"])["dvk_dang_ky"].shown() == "trên 8.270"
    assert at(page, "dvk_dang_ky/linh_vuc/KT", "").data() == "gần 2.500"


def test_sheet_is_used_by_keyboard(
    qtbot: QtBot, page: FigureEntryScreen, office: Context, period: Period, settled: Wait
) -> None:
    """Typing begins editing, Enter goes down, Delete empties; what cannot be read stays marked."""
    choose(page, "giam_sat")
    settled()
    page.view.setFocus()
    page.view.setCurrentIndex(at(page, "cap/T", "giam_sat_cuoc"))
    qtbot.keyClicks(page.view, "4")
    editor = page.view.findChild(QLineEdit)
    qtbot.keyClicks(editor, "34")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled()
    assert page.model.key(page.view.currentIndex()) == ("cap/H", "giam_sat_cuoc")
    assert [one.value for one in typed(office, period)] == [434]
    type_in(page, "cap/H", "giam_sat_cuoc", "1,234")
    settled()
    assert ("cap/H", "giam_sat_cuoc") in page.model.faults
    page.refresh()
    settled()
    assert at(page, "cap/H", "giam_sat_cuoc").data() == "1,234"
    assert [one.value for one in typed(office, period)] == [434]
    page.view.setCurrentIndex(at(page, "cap/T", "giam_sat_cuoc"))
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    settled()
    assert typed(office, period) == []


def test_last_values_are_carried_over_until_confirmed(
    page: FigureEntryScreen, office: Context, period: Period, settled: Wait
) -> None:
    """The values of the period before fill empty cells, in italics, until somebody confirms."""
    before = office.period("H1/2019")
    enter(office, before, "TN-DMC-10", {"giam_sat_cuoc": 3})
    page.period_changed(office.period("H2/2019"))
    choose(page, "giam_sat")
    settled()
    assert page.carry.isEnabled()
    page.carry.click()
    settled()
    index = at(page, "TN-DMC-10", "giam_sat_cuoc")
    assert index.data() == "3"
    assert index.data(Qt.ItemDataRole.FontRole).italic()
    assert page.confirm.isVisible()
    page.confirm.click()
    settled()
    page.refresh()
    settled()
    assert index.data(Qt.ItemDataRole.FontRole) is None


def test_refused_figure_is_not_shown_as_kept(
    page: FigureEntryScreen,
    office: Context,
    period: Period,
    settled: Wait,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A period that was closed elsewhere refuses; the cell shows again what is stored."""
    said: list[UserError] = []
    monkeypatch.setattr(messages, "show_error", said.append)
    choose(page, "giam_sat")
    settled()
    page.period = replace(period, state=CLOSED)
    type_in(page, "cap/T", "giam_sat_cuoc", "434")
    page.period = period
    settled()
    assert [error.code for error in said] == ["closed_period"]
    assert typed(office, period) == []
    assert at(page, "cap/T", "giam_sat_cuoc").data() == ""
