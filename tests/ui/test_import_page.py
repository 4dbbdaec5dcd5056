"""The import page on the workbooks that communes sent: check, repair, save, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.spreadsheets.blank_form import write_form
from danvan_desktop.storage.values import ListQuery
from ui import messages, tasks, theme
from ui.screens import import_outputs
from ui.screens.import_digest import ALL_FILES, Verdict
from ui.screens.import_events import row_at
from ui.screens.import_view import CHECK, CHOOSE, MAP, SAVED
from ui.screens.import_workbooks import ImportScreen
from ui.widgets.import_lines import FIXED
from ui.widgets.pair_dialog import PairAnswer
from ui.widgets.pair_view import LEFT

Wait = Callable[[], None]


@pytest.fixture
def settled(qtbot: QtBot) -> Wait:
    """Wait until no work is under way and everything was delivered."""

    def wait() -> None:
        for _again in range(3):
            qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=20_000)
            QApplication.processEvents()

    return wait


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, office: Context) -> ImportScreen:
    """Show the import page of the set-up office, in the first half of 2020."""
    theme.apply(qapp, mode="light")
    screen = ImportScreen(office)
    qtbot.addWidget(screen)
    screen.resize(1190, 630)
    screen.period_changed(office.period("H1/2020"))
    screen.show()
    return screen


@pytest.fixture
def three(year_2020: Path) -> list[Path]:
    """Return the three workbooks of the register Dân vận khéo."""
    return sorted((year_2020 / "incoming").iterdir())[:3]


def entry_of(page: ImportScreen, name: str) -> Any:
    """Choose the line of a file and return its key."""
    line = next(line for line in page.files.lines if line.name.startswith(name))
    row = page.files.lines.index(line)
    page.files.setCurrentRow(row)
    return line


def test_check_of_three_workbooks_counts_28_accepted_and_5_refused(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """The page says what the key to the data says, before anything is written."""
    page.activate(three)
    settled()
    assert page.step == CHECK
    assert page.save_button.text() == "Lưu 28 dòng vào sổ"
    assert page.errors_button.text() == "Gửi lại 5 dòng lỗi…"
    assert len(page.check.refused.lines) == 5
    assert page.context.count(ListQuery(register="dan_van_kheo")) == 0
    assert "Trang ẩn “Nhap” trong tệp 02" in page.hidden_note.text()
    assert [mark.text for mark in entry_of(page, "03").marks] == ["nhận 6", "từ chối 1"]


def test_typing_the_missing_name_accepts_the_row_and_undo_takes_the_import_back(
    page: ImportScreen, three: list[Path], settled: Wait, qtbot: QtBot
) -> None:
    """Repair in place, save, find the records, undo: the whole way of one import."""
    page.activate(three)
    settled()
    entry_of(page, "03")
    table = page.check.table
    assert table.first_wrong()
    index = table.currentIndex()
    assert table.check.fields[index.column() - FIXED].name == "ten"
    table.edit(index)
    editor = table.viewport().findChild(QLineEdit)
    assert editor is not None
    assert "dòng 7" in editor.accessibleName()
    qtbot.keyClicks(editor, "To tu quan duong hoa")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled()
    assert page.save_button.text() == "Lưu 29 dòng vào sổ"
    assert len(page.check.refused.lines) == 4
    page.save()
    settled()
    assert page.step == SAVED
    assert page.outcome.registers == {"dan_van_kheo": 29}
    assert page.outcome.outside == 2
    names = [r.values["ten"] for r in page.context.page(ListQuery(register="dan_van_kheo"), 0, 50)]
    assert len(names) == 29
    assert "To tu quan duong hoa" in names
    with qtbot.waitSignal(page.go) as opened:
        page.summary.buttons[0].click()
    assert opened.args[0] == "dan_van_kheo"
    assert len(opened.args[1].ids) == 29
    undone = page.context.undo()
    assert page.context.count(ListQuery(register="dan_van_kheo")) == 0
    assert undone is not None
    page.changed(undone)
    settled()
    assert page.step == CHECK
    assert page.save_button.text() == "Lưu 29 dòng vào sổ"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_choosing_the_missing_field_of_work_accepts_the_row(
    page: ImportScreen, three: list[Path], settled: Wait, qtbot: QtBot
) -> None:
    """A choice is repaired from its list: a click opens it, Enter takes the option."""
    page.activate(three[:1])
    settled()
    table = page.check.table
    assert table.select_cell(15, "linh_vuc")
    cell = table.visualRect(table.currentIndex()).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    qtbot.waitUntil(lambda: table.viewport().findChild(QComboBox) is not None)
    box = table.viewport().findChild(QComboBox)
    assert box is not None
    qtbot.waitUntil(lambda: box.view().isVisible())
    qtbot.keyClick(box.view(), Qt.Key.Key_Down)
    qtbot.keyClick(box.view(), Qt.Key.Key_Return)
    settled()
    assert page.save_button.text() == "Lưu 5 dòng vào sổ"


def test_the_same_files_again_say_that_nothing_is_new(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """A second import of a file adds nothing and says so."""
    page.activate(three)
    settled()
    page.save()
    settled()
    page.start_over()
    page.take_files(three)
    settled()
    assert page.save_button.text() == "Lưu 0 dòng vào sổ"
    assert not page.save_button.isEnabled()
    assert page.banner.accessibleName() == "Tệp này đã nhập trước đây, không có gì mới."


def test_unusable_files_have_one_sentence_each(
    page: ImportScreen, year_2020: Path, settled: Wait
) -> None:
    """A file that cannot be read says why and what to do, and blocks nothing."""
    page.take_files([year_2020 / "incoming-bad"])
    settled()
    sentences = {line.name: line.trouble for line in page.files.lines if line.key != ALL_FILES}
    assert sentences["Cha La.xlsx"] == "Tệp này rỗng (0 byte). Đề nghị đơn vị gửi lại tệp."
    assert all(sentences.values())
    locked = next(line for line in page.files.lines if line.name.startswith("Cau Khoi"))
    assert locked.icon == "lock"
    assert not page.save_button.isEnabled()


def test_taking_back_the_consent_leaves_old_fonts_alone_and_keeps_corrections(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """Without consent TCVN3 text stays as it is; what the clerk typed is not forgotten."""
    page.activate(three[2:])
    settled()
    assert not page.legacy_card.isHidden()
    page.correct(7, "ten", "Tổ tự quản")
    settled()
    page.legacy_card.consent.setChecked(False)
    settled()
    assert page.session is not None
    assert page.session.convert is False
    assert page.session.plan.sheets[0].register is None
    assert "phông cũ" in page.banner.accessibleName()
    page.legacy_card.consent.setChecked(True)
    settled()
    raw = {row.row: row.raw["ten"] for row in page.session.plan.sheets[0].rows}
    assert raw[7] == "Tổ tự quản"
    assert raw[11] == "Tiếng kẻng an ninh"


def test_the_clerk_chooses_which_double_row_counts(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """The chosen row is stored as the one that counts, the other as its duplicate."""
    page.activate(three)
    settled()
    entry_of(page, "03")
    buttons = page.check.doubles.groups[0].buttons()
    assert [b.text() for b in buttons] == ["Tệp 02, dòng 11", "Tệp 03, dòng 10"]
    buttons[1].click()
    settled()
    page.check.show_only(Verdict.DUPLICATE)
    page.save()
    settled()
    rows = page.context.page(ListQuery(register="dan_van_kheo"), 0, 50)
    origins = {r.origin["file"][:2] + f":{r.origin['row']}": r for r in rows if r.origin}
    assert origins["03:10"].duplicate_of is None
    assert origins["02:11"].duplicate_of == origins["03:10"].id


def test_error_workbook_holds_every_refused_row(
    page: ImportScreen,
    three: list[Path],
    settled: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The refused rows go back as a workbook that others can read."""
    target = tmp_path / "loi"
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: target)
    monkeypatch.setattr(import_outputs, "open_folder", lambda _folder: None)
    page.activate(three)
    settled()
    assert page.session is not None
    page.outputs.menu(page.session).actions()[1].trigger()
    settled()
    book = load_workbook(target.with_suffix(".xlsx"))
    told = [
        cell.value
        for sheet in book
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str) and cell.value.startswith("Dòng ")
    ]
    assert len(told) == 5


def test_a_column_left_out_is_missed_and_mapped_again(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """The step of columns changes the plan at once, and another register can be chosen."""
    page.activate(three[2:])
    settled()
    page.mapping_card.edit.click()
    assert page.step == MAP
    name = page.editor.combos[3]
    name.setCurrentIndex(0)
    settled()
    assert "Tên mô hình" in page.editor.missing.text()
    assert page.session is not None
    assert len(page.session.plan.new_rows) == 0
    name = page.editor.combos[3]
    name.setCurrentIndex(name.findText("Tên mô hình, điển hình"))
    settled()
    assert len(page.session.plan.new_rows) == 6
    page.editor.register.setCurrentIndex(0)
    settled()
    assert page.session.plan.sheets[0].register is None
    page.editor.register.setCurrentIndex(page.editor.register.findData("dan_van_kheo"))
    settled()
    assert len(page.session.plan.new_rows) == 6


def test_files_dropped_on_the_page_are_inspected(
    page: ImportScreen, year_2020: Path, settled: Wait
) -> None:
    """A folder of twenty workbooks can be dropped: a verdict each, a sum, nothing written."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(year_2020 / "incoming"))])
    event = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)
    settled()
    assert page.step == CHECK
    assert page.session is not None
    assert len(page.session.plan.files) == 20
    assert page.files.key == ALL_FILES
    table = page.check.overview.table.plain
    files = {row.key[0] for row in table.rows if row.key is not None}
    assert len(files) == 20
    total = [cell for cell in table.rows[-1].cells if isinstance(cell, str)]
    new = len(page.session.plan.new_rows)
    assert total[0] == "Tất cả"
    assert str(new) in total
    assert f"Nhận {new} dòng" in page.check.overview.words.text()
    assert page.check.overview.words.text().startswith("20 tệp có dòng mới để nhập")
    assert len(page.check.refused.lines) == len(page.session.plan.rejected)
    assert page.context.count(ListQuery(register="doi_thoai")) == 0
    page.check.overview.table.opened.emit(page.session.digest.entries[4].key)
    assert page.files.key == page.session.digest.entries[4].key
    page.save()
    settled()
    assert page.outcome.written.rows == new
    told = [button.text() for button in page.summary.buttons]
    assert told[2] == "Tất cả các sổ"
    assert len(told) == 5
    assert page.context.undo() is not None
    assert page.context.count(ListQuery(register="doi_thoai")) == 0


def test_f8_goes_to_the_next_refused_row_of_any_file(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """The refused rows of all files are one list for the keyboard."""
    page.activate(three[2:])
    settled()
    page.next_issue(-1)
    assert page.files.key[0].startswith("03")
    index = page.check.table.currentIndex()
    assert page.check.table.check.shown[index.row()].line.row == 7


def test_a_second_file_of_the_same_name_is_not_mixed_up_with_the_first(
    page: ImportScreen, three: list[Path], settled: Wait, tmp_path: Path
) -> None:
    """Rows and corrections are known by the file's name, so a namesake waits for its turn."""
    twin = tmp_path / three[2].name
    twin.write_bytes(three[2].read_bytes())
    page.activate([three[2], twin])
    settled()
    assert page.save_button.text() == "Lưu 6 dòng vào sổ"
    assert page.files.lines[2].trouble.startswith("Đã chọn một tệp khác cùng tên")


def test_delete_leaves_a_file_out_and_keeps_the_corrections_of_others(
    page: ImportScreen, three: list[Path], settled: Wait, qtbot: QtBot
) -> None:
    """A file that was chosen by mistake goes without starting over."""
    page.activate(three[1:])
    settled()
    entry_of(page, "03")
    page.correct(7, "ten", "Tổ tự quản")
    settled()
    entry_of(page, "02")
    qtbot.keyClick(page.files, Qt.Key.Key_Delete)
    settled()
    assert [line.name[:2] for line in page.files.lines] == ["03"]
    assert page.save_button.text() == "Lưu 7 dòng vào sổ"


def test_saving_waits_for_the_row_that_is_being_checked(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """Ctrl+S right after typing stores what was typed."""
    page.activate(three[2:])
    settled()
    page.correct(7, "ten", "Tổ tự quản")
    page.save()
    settled()
    assert page.step == SAVED
    assert page.outcome.registers == {"dan_van_kheo": 7}


def test_narrow_form_shows_one_column_at_a_time(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """Below a logical width of 1000 the three columns become tabs in reading order."""
    page.activate(three[2:])
    settled()
    page.set_narrow(True)
    assert page.middle.isVisible()
    assert not page.left.isVisible()
    assert not page.right.isVisible()
    page.set_narrow(False)
    assert page.left.isVisible()
    assert page.right.isVisible()


def test_forms_for_communes_are_asked_for_by_register(
    page: ImportScreen, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty register sends its key here, and what was made is told."""
    asked: list[str] = []

    def make(_context: Any, register: str, *_rest: Any) -> tuple[Path, ...]:
        asked.append(register)
        return (tmp_path / "Mẫu Dân vận khéo.xlsx",)

    monkeypatch.setattr("ui.screens.import_start.ask_forms", make)
    told: list[str] = []
    page.told.connect(lambda words, _undo: told.append(words))
    page.activate(("template", "dan_van_kheo"))
    assert asked == ["dan_van_kheo"]
    assert told == ["Đã tạo Mẫu Dân vận khéo.xlsx"]
    assert page.step == CHOOSE


def test_hidden_sheets_are_offered_and_read_on_demand(
    page: ImportScreen, three: list[Path], settled: Wait
) -> None:
    """What is hidden is named; one click reads it, another leaves it out again."""
    page.activate(three[1:2])
    settled()
    assert not page.hidden_link.isHidden()
    before = len(page.files.lines)
    page.hidden_link.click()
    settled()
    assert page.session is not None
    assert page.session.hidden
    assert "Nhap" in {s.name for s in page.session.plan.sheets if s.header is not None} or (
        len(page.files.lines) >= before
    )
    assert page.hidden_link.text() == "Bỏ các trang ẩn"
    page.hidden_link.click()
    settled()
    assert len(page.files.lines) == before


def test_rows_compared_side_by_side_can_be_two_things(
    page: ImportScreen, three: list[Path], settled: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clerk tells two rows apart; both are stored as counted, and may be asked about again."""
    shown: list[Any] = []

    def apart(_spec: Any, _names: Any, left: Any, right: Any, **_rest: Any) -> PairAnswer:
        shown.append((left, right))
        return PairAnswer("apart")

    monkeypatch.setattr("ui.screens.import_changes.ask_pair", apart)
    page.activate(three)
    settled()
    entry_of(page, "03")
    page.check.doubles.links[0].click()
    settled()
    assert [side.note for side in shown[0]] == ["Tệp 02, dòng 11", "Tệp 03, dòng 10"]
    assert page.check.doubles.links == []
    assert "Đã tách 1 cặp" in page.check.doubles._apart.text()
    page.check.doubles.again.click()
    settled()
    assert len(page.check.doubles.links) == 1
    page.check.doubles.links[0].click()
    settled()
    page.save()
    settled()
    rows = page.context.page(ListQuery(register="dan_van_kheo"), 0, 50)
    doubles = [r.origin["file"][:2] for r in rows if r.duplicate_of and r.origin]
    assert "03" not in doubles


def test_rows_merged_take_values_of_both(
    page: ImportScreen, three: list[Path], settled: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row that counts takes the values that were chosen from the other one."""
    merged = PairAnswer("same", LEFT, {"ten": "Thu gom bao gói thuốc bảo vệ thực vật"})
    monkeypatch.setattr("ui.screens.import_changes.ask_pair", lambda *_a, **_k: merged)
    page.activate(three)
    settled()
    entry_of(page, "03")
    page.check.doubles.links[0].click()
    settled()
    assert page.session is not None
    found = row_at(page.session.plan, page.session.plan.preferred[0])
    assert found is not None
    assert (found[0].file[:2], found[1].row) == ("02", 11)
    assert found[1].values["ten"].casefold().startswith("thu gom bao gói thuốc bảo vệ thực vật")
    page.save()
    settled()
    rows = page.context.page(ListQuery(register="dan_van_kheo"), 0, 50)
    origins = {r.origin["file"][:2] + f":{r.origin['row']}": r for r in rows if r.origin}
    assert origins["02:11"].duplicate_of is None
    assert origins["03:10"].duplicate_of == origins["02:11"].id


def test_period_of_a_sheet_without_days_can_be_chosen(
    page: ImportScreen, year_2020: Path, settled: Wait
) -> None:
    """Totals of a half-year get the period of the title, or the one that the clerk chooses."""
    paths = [p for p in (year_2020 / "incoming").iterdir() if p.name.startswith("20.")]
    page.activate(paths)
    settled()
    card = page.period_card
    assert not card.isHidden()
    assert card.combo.currentText() == "6 tháng đầu năm 2019"
    card.combo.setCurrentIndex(card.combo.findData("H1/2020"))
    card.combo.activated.emit(card.combo.currentIndex())
    settled()
    assert page.session is not None
    assert {row.values["ky"] for row in page.session.plan.sheets[0].rows} == {"H1/2020"}
    page.refresh()
    settled()
    assert page.session.plan.sheets[0].row_period == "H1/2020"


def test_widths_of_the_columns_are_remembered(
    page: ImportScreen, three: list[Path], settled: Wait, qtbot: QtBot
) -> None:
    """Who needs longer file names widens the list once."""
    page.activate(three[:1])
    settled()
    page.split.setSizes([320, 540, 278])
    page.split.splitterMoved.emit(320, 1)
    again = ImportScreen(page.context)
    qtbot.addWidget(again)
    assert abs(again._widths()[0] - 320) < 12


def test_marked_copies_go_into_a_folder(
    page: ImportScreen,
    three: list[Path],
    settled: Wait,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each file with refused rows has a copy whose wrong cells carry a note."""
    monkeypatch.setattr(messages, "choose_folder", lambda *_a, **_k: tmp_path)
    monkeypatch.setattr(import_outputs, "open_folder", lambda _folder: None)
    page.activate(three)
    settled()
    assert page.session is not None
    page.outputs.menu(page.session).actions()[0].trigger()
    settled()
    assert len(list(tmp_path.glob("*(cần sửa).xlsx"))) == 3


def test_form_taken_back_says_what_does_not_fit(
    page: ImportScreen, settled: Wait, tmp_path: Path
) -> None:
    """A form needs no mapping; another unit on top of it is said before anything is saved."""
    path = tmp_path / "mau.xlsx"
    period = page.context.period("H1/2020")
    write_form(path, page.context, "doi_thoai", unit="TN-DMC-02", period=period)
    book = load_workbook(path)
    book.worksheets[0]["A3"] = "Đơn vị: xã Suối Đá"
    row: tuple[Any, ...] = (date(2020, 5, 14), "Định kỳ", "Bí thư", 45, 3, 3, 0)
    for column, value in enumerate(row, start=2):
        book.worksheets[0].cell(7, column).value = value
    book.save(path)
    page.activate([path])
    settled()
    assert page.step == CHECK
    assert page.save_button.text() == "Lưu 1 dòng vào sổ"
    assert "phần đầu trang ghi xã Suối Đá" in page.banner.accessibleName()


def test_rows_that_only_look_alike_are_shown_and_judged(
    page: ImportScreen, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day off and a record stored by hand: the clerk says that they are one dialogue."""
    values = {
        "don_vi": "TN-DMC-02",
        "ngay": "2020-05-14",
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 45,
        "y_kien": 3,
        "tra_loi": 3,
        "chuyen": 0,
    }
    stored = page.context.save("doi_thoai", values).record
    assert stored is not None
    path = tmp_path / "mau.xlsx"
    write_form(path, page.context, "doi_thoai", unit="TN-DMC-02")
    book = load_workbook(path)
    head = next(n for n, row in enumerate(book.worksheets[0].values, 1) if row[0] == "TT")
    row: tuple[Any, ...] = (date(2020, 5, 15), "Định kỳ", "Bí thư", 47, 3, 3, 0)
    for column, value in enumerate(row, start=2):
        book.worksheets[0].cell(head + 1, column).value = value
    book.save(path)
    merged = PairAnswer("same", LEFT, {"so_nguoi": 47})
    monkeypatch.setattr("ui.screens.import_changes.ask_pair", lambda *_a, **_k: merged)
    page.activate([path])
    settled()
    (link,) = page.check.doubles.links
    link.click()
    settled()
    assert page.session is not None
    assert page.session.open_suspects == ()
    page.save()
    settled()
    by_day = {r.event_date: r for r in page.context.page(ListQuery(register="doi_thoai"), 0, 5)}
    assert by_day["2020-05-14"].values["so_nguoi"] == 47
    assert by_day["2020-05-15"].duplicate_of == stored.id


def test_vni_text_is_shown_before_and_after_and_left_alone_without_consent(
    page: ImportScreen, year_2020: Path, settled: Wait
) -> None:
    """VNI goes the way of TCVN3: samples, consent, and nothing converted when it is taken back."""
    path = next(p for p in (year_2020 / "incoming").iterdir() if p.name.startswith("11."))
    page.activate([path])
    settled()
    assert not page.legacy_card.isHidden()
    assert "VNI-Times" in page.legacy_card.consent.accessibleName()
    assert page.session is not None
    after = {s.before: s.after for s in page.session.plan.files[0].samples}
    assert "Phân loại rác thải tại nguồn" in after.values()
    rows = len(page.session.plan.new_rows)
    page.legacy_card.consent.setChecked(False)
    settled()
    assert len(page.session.plan.new_rows) < rows
    page.legacy_card.consent.setChecked(True)
    settled()
    assert len(page.session.plan.new_rows) == rows
