"""Who has sent what: the table, its filter and file, the reminder letter (issue 3 §3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.indicators import enter
from tests.ui.figures.conftest import H1
from ui import messages, reminder_dialog
from ui.reminder_dialog import ReminderDialog
from ui.screens import completeness_facts as words
from ui.screens.completeness import CompletenessScreen
from ui.widgets.pdf_preview import PreviewDialog

Show = Callable[[type], Any]
Wait = Callable[[], None]
CHA_LA, BEN_CUI = "TN-DMC-05", "TN-DMC-03"


def cell_text(page: CompletenessScreen, unit: str, form: str) -> str:
    """Return the words of a cell."""
    row = next(row for row in page.table.plain.rows if row.key == unit)
    return row.cells[page.table.forms.index(form) + 1].text  # type: ignore[union-attr]


def test_cells_say_late_and_missing_and_lines_add_up(shown: Show) -> None:
    """Chà Là owes its dialogues; the last line says 10/11."""
    page = shown(CompletenessScreen)
    assert cell_text(page, CHA_LA, "doi_thoai") == "Thiếu"
    assert cell_text(page, BEN_CUI, "doi_thoai").startswith("Muộn ")
    totals = page.table.plain.rows[-1].cells
    assert totals[page.table.forms.index("doi_thoai") + 1] == "10/11"
    assert "xã Chà Là (đối thoại)" in page.told_.text()
    page.table.go_to(CHA_LA, "doi_thoai")
    assert page.pane.title.text() == "Xã Chà Là"
    assert page.pane.state.text() == "Chưa gửi, đã quá hạn 20/6/2020."
    assert page.pane.remind.isVisible()


def test_late_day_of_another_year_is_told_with_its_year(shown: Show) -> None:
    """5/7 of the period's year stands alone, 5/1/2021 with its year; k/n stands beside the unit."""
    page = shown(CompletenessScreen)
    form, cell = page.facts.matrix.forms[0], page.facts.matrix.cell(BEN_CUI, "doi_thoai")
    for day, told in (("2020-07-05", "Muộn 5/7"), ("2021-01-05", "Muộn 5/1/2021")):
        mark = words.mark_of(replace(cell, first=day), form, page.facts.period)
        assert mark.text == told
    header = page.table.horizontalHeader()
    assert header.visualIndex(page.table.model().columnCount() - 1) == 1


def test_owing_filter_keeps_who_owes(shown: Show) -> None:
    """The filter leaves the two communes that owe a required form."""
    page = shown(CompletenessScreen)
    page.owing.click()
    assert {row.key for row in page.table.plain.rows} == {CHA_LA, BEN_CUI, ""}


def test_cell_opens_records_or_typed_cells(
    shown: Show, books: Context, settled: Wait, qtbot: QtBot
) -> None:
    """Enter goes to the unit's records of the period, else to the sheet of typed figures."""
    assert enter(books, books.period(H1), CHA_LA, {"doi_thoai_cuoc": 2}).saved
    page = shown(CompletenessScreen)
    page.table.go_to(BEN_CUI, "doi_thoai")
    with qtbot.waitSignal(page.go) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    key, query = opened.args
    assert (key, books.count(query) > 0) == ("doi_thoai", True)
    assert "Muộn" in cell_text(page, CHA_LA, "doi_thoai")
    page.table.go_to(CHA_LA, "doi_thoai")
    with qtbot.waitSignal(page.go) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert opened.args == ["figure_entry", f"doi_thoai_cuoc@{CHA_LA}"]


def test_table_is_written_to_a_workbook(
    shown: Show, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the badges stand in the cells, the totals below."""
    page = shown(CompletenessScreen)
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: tmp_path / "gui.xlsx")
    page.export()
    settled()
    sheet = load_workbook(tmp_path / "gui.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = next(row for row in rows if row[0] == "Xã Chà Là")
    assert row[1] == "Thiếu"
    assert rows[-1][1] == "10/11"


def test_work_of_another_period_opens_its_letter(
    shown: Show, settled: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of work names period and units; the page shows that period and asks at once."""
    page = shown(CompletenessScreen)
    asked: list[tuple[str, ...]] = []

    def answer(owing: Any, letter: Any, parent: Any, **_look: Any) -> None:
        asked.append(tuple(one.unit for one in owing))

    monkeypatch.setattr(reminder_dialog, "ask_reminder", answer)
    page.activate(("H1/2019", (CHA_LA,)))
    settled()
    assert page.subtitle == "6 tháng đầu năm 2019"
    assert asked == [(CHA_LA,)]
    page.activate()
    settled()
    assert (page.subtitle, len(asked)) == ("", 1)


def test_letter_is_looked_at_and_begun(
    shown: Show, settled: Wait, books: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The pane's button asks; the real pages can be seen first; the draft opens on its page."""
    page = shown(CompletenessScreen)
    previews: list[PreviewDialog] = []
    gone: list[tuple[str, object]] = []

    def answer(owing: Any, letter: Any, parent: Any, *, look: Any) -> ReminderDialog:
        dialog = ReminderDialog(owing, letter, parent, look=look)
        qtbot.addWidget(dialog)
        assert not dialog.each.isEnabled()
        dialog.look_button.click()
        settled()
        return dialog

    def show(dialog: PreviewDialog) -> int:
        previews.append(dialog)
        return 0

    monkeypatch.setattr(reminder_dialog, "ask_reminder", answer)
    monkeypatch.setattr(PreviewDialog, "exec", show)
    page.go.connect(lambda name, paper: gone.append((name, paper)))
    page.table.go_to(CHA_LA, "doi_thoai")
    page.pane.remind.click()
    settled()
    [preview] = previews
    assert preview.preview.pdf.startswith(b"%PDF")
    assert preview.windowTitle() == "Công văn đôn đốc"
    [letter] = [one for one in books.all_of("bao_cao") if one.values["loai"] == "CV"]
    assert gone == [("report", letter.id)]
    assert letter.values["kinh_gui"] == "Đảng ủy xã Chà Là"
    assert letter.values["doi_tuong"] == f"don_vi:{CHA_LA}"


def test_letters_one_for_each_unit_are_begun(
    shown: Show, settled: Wait, books: Context, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Two communes owe something: two papers with numbers one after the other."""
    page = shown(CompletenessScreen)

    def answer(owing: Any, letter: Any, parent: Any, **_look: Any) -> ReminderDialog:
        dialog = ReminderDialog(owing, letter, parent)
        qtbot.addWidget(dialog)
        assert dialog.go.text() == "Soạn công văn"
        dialog.answer_by.setText("hôm sau")
        assert not dialog.go.isEnabled()
        dialog.answer_by.setText("15/7/2020")
        dialog.each.setChecked(True)
        assert dialog.go.text() == "Soạn 2 công văn"
        assert dialog.letter.answer_by == "2020-07-15"
        return dialog

    monkeypatch.setattr(reminder_dialog, "ask_reminder", answer)
    page.letter_button.click()
    settled()
    letters = [one.values for one in books.all_of("bao_cao") if one.values["loai"] == "CV"]
    letters.sort(key=lambda one: int(one["so"]))
    assert [one["kinh_gui"] for one in letters] == ["Đảng ủy xã Bến Củi", "Đảng ủy xã Chà Là"]
    assert letters[1]["so"] == letters[0]["so"] + 1
