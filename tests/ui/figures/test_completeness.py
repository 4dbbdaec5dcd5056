"""Who has sent what: the table, its filter and file, the reminder letter (issue 3 §3)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.indicators import enter
from tests.ui.figures.conftest import H1
from ui import messages, reminder_dialog
from ui.reminder_dialog import ReminderDialog
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

    def answer(owing: Any, letter: Any, parent: Any) -> None:
        asked.append(tuple(one.unit for one in owing))

    monkeypatch.setattr(reminder_dialog, "ask_reminder", answer)
    page.activate(("H1/2019", (CHA_LA,)))
    settled()
    assert page.subtitle == "6 tháng đầu năm 2019"
    assert asked == [(CHA_LA,)]
    page.activate()
    settled()
    assert (page.subtitle, len(asked)) == ("", 1)


def test_one_letter_is_shown_with_its_real_pages(
    shown: Show, settled: Wait, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The pane's button writes the letter to the chosen unit and previews the PDF itself."""
    page = shown(CompletenessScreen)
    previews: list[PreviewDialog] = []

    def answer(owing: Any, letter: Any, parent: Any) -> ReminderDialog:
        dialog = ReminderDialog(owing, letter, parent)
        qtbot.addWidget(dialog)
        assert not dialog.each.isEnabled()
        return dialog

    def show(dialog: PreviewDialog) -> int:
        previews.append(dialog)
        return 0

    monkeypatch.setattr(reminder_dialog, "ask_reminder", answer)
    monkeypatch.setattr(PreviewDialog, "exec", show)
    page.table.go_to(CHA_LA, "doi_thoai")
    page.pane.remind.click()
    settled()
    [preview] = previews
    assert preview.preview.pdf.startswith(b"%PDF")
    assert preview.windowTitle() == "Công văn đôn đốc"


def test_letters_one_for_each_unit_are_written(
    shown: Show, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Two communes owe something: two PDF files with plain names."""
    page = shown(CompletenessScreen)

    def answer(owing: Any, letter: Any, parent: Any) -> ReminderDialog:
        dialog = ReminderDialog(owing, letter, parent)
        qtbot.addWidget(dialog)
        assert dialog.go.text() == "Xem công văn"
        dialog.answer_by.setText("hôm sau")
        assert not dialog.go.isEnabled()
        dialog.answer_by.setText("15/7/2020")
        dialog.each.setChecked(True)
        assert dialog.go.text() == "Chọn thư mục lưu 2 tệp…"
        assert dialog.letter.answer_by == "2020-07-15"
        return dialog

    monkeypatch.setattr(reminder_dialog, "ask_reminder", answer)
    monkeypatch.setattr(messages, "choose_folder", lambda *_a, **_k: tmp_path)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    page.letter_button.click()
    settled()
    names = sorted(path.name for path in tmp_path.glob("*.pdf"))
    assert names == [
        "Cong van don doc H1-2020 Xa Ben Cui.pdf",
        "Cong van don doc H1-2020 Xa Cha La.pdf",
    ]
