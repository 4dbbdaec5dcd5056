"""The form of a record: typing, checking on leaving, issues, saving, drafts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity
from danvan_desktop.organisation.pins import Pin
from danvan_desktop.storage.values import Draft
from tests.ui.registers.helpers import add, backspace, commit_text, model_values, type_text
from ui import messages
from ui.screens.record import RecordScreen
from ui.screens.record_opening import NewRecord
from ui.widgets.record_form import RecordForm

Settled = Callable[[], None]


@pytest.fixture
def open_form(
    office: Context, qtbot: QtBot, settled: Settled
) -> Iterator[Callable[..., RecordScreen]]:
    """Give a function that opens a form and waits until it shows what was asked for."""

    def open_it(register: str = "dan_van_kheo", argument: Any = None) -> RecordScreen:
        page = RecordScreen(office, register)
        qtbot.addWidget(page)
        page.resize(1190, 640)
        page.period_changed(office.current_period())
        page.show()
        with qtbot.waitSignal(page.opened, timeout=5000):
            page.activate(argument)
        settled()
        return page

    yield open_it
    settled()


def form_of(page: RecordScreen) -> RecordForm:
    """Give the form of an open page."""
    assert page.layout_ is not None
    return page.layout_.form


def put(page: RecordScreen, field: str, text: str) -> None:
    """Type a text into a field and leave it."""
    editor = form_of(page).rows[field].editor
    widget = editor.widget
    if isinstance(widget, QComboBox):
        widget.setEditText(text) if widget.isEditable() else widget.setCurrentText(text)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    else:
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    editor.edited.emit()
    editor.tidy()
    editor.left.emit()


def fill(page: RecordScreen, name: str = "Tổ phụ nữ phân loại rác") -> None:
    """Fill in what is required."""
    put(page, "ten", name)
    put(page, "don_vi", "suoi da")
    put(page, "linh_vuc", "Kinh tế")
    put(page, "doi_tuong", "Tập thể")
    put(page, "ngay_dang_ky", "9.3.20")


def test_fields_are_read_when_left_and_written_in_standard_form(
    open_form: Callable[..., RecordScreen],
) -> None:
    """A unit by any spelling, a date by any spelling, an amount with its decimal comma."""
    page = open_form()
    fill(page)
    put(page, "kinh_phi", "43,50")
    rows = form_of(page).rows
    assert rows["don_vi"].editor.widget.property("currentText") == "xã Suối Đá"
    assert rows["ngay_dang_ky"].editor.widget.property("text") == "09/3/2020"
    assert rows["kinh_phi"].editor.widget.property("text") == "43,5"
    assert form_of(page).values()["kinh_phi"] == 43_500_000
    assert form_of(page).values()["don_vi"] == "X2"


def test_typing_is_never_changed_or_checked_before_the_field_is_left(
    open_form: Callable[..., RecordScreen],
) -> None:
    """UniKey types letters, Backspace, letters again; no check, mask or completer interferes."""
    page = open_form()
    editor = form_of(page).rows["ngay_dang_ky"].editor
    editor.widget.setFocus()
    type_text(editor.widget, "duong")
    for _letter in "uong":
        backspace(editor.widget)
    backspace(editor.widget)
    type_text(editor.widget, "đường 32/13")
    assert editor.widget.property("text") == "đường 32/13"
    assert not editor.widget.property("issue")
    editor.left.emit()
    assert editor.widget.property("issue") == "error"
    assert editor.widget.property("text") == "đường 32/13"


def test_input_method_commits_whole_words(open_form: Callable[..., RecordScreen]) -> None:
    """An input method may commit a word at once, also in the unit box and long texts."""
    page = open_form()
    for field in ("ten", "don_vi", "noi_dung"):
        widget = form_of(page).rows[field].editor.widget
        commit_text(widget, "Đường quê")
    form = form_of(page)
    assert form.rows["ten"].editor.raw() == "Đường quê"
    assert form.rows["don_vi"].editor.raw() == "Đường quê"
    assert form.rows["noi_dung"].editor.raw() == "Đường quê"


def test_empty_form_is_not_full_of_errors(open_form: Callable[..., RecordScreen]) -> None:
    """A required field that nobody visited yet is not an error; after Save it is."""
    page = open_form()
    assert not [i for i in page.issues if i.severity is Severity.ERROR]
    page.save()
    assert {i.place.field for i in page.issues if i.severity is Severity.ERROR} == {
        "ten",
        "don_vi",
        "linh_vuc",
        "doi_tuong",
        "ngay_dang_ky",
    }


def test_save_writes_and_says_so_only_after_the_commit(
    open_form: Callable[..., RecordScreen], office: Context, settled: Settled
) -> None:
    """After Ctrl+S the register holds the record, the draft is gone, the bar says saved."""
    page = open_form()
    fill(page)
    settled()
    assert page.layout_ is not None
    assert "Đã lưu" not in page.layout_.bar._truth.text()
    page.save()
    settled()
    assert page.record is not None
    stored = office.record("dan_van_kheo", page.record.id)
    assert stored is not None
    assert stored.values["ten"] == "Tổ phụ nữ phân loại rác"
    assert office.drafts() == []
    assert page.layout_.bar._truth.text() == "Đã lưu lúc 14:05:12."
    assert page.title == "Tổ phụ nữ phân loại rác"


def test_save_and_new_begins_an_empty_form(
    open_form: Callable[..., RecordScreen], office: Context, qtbot: QtBot, settled: Settled
) -> None:
    """The next record begins empty, without the values of the one before."""
    page = open_form()
    fill(page)
    with qtbot.waitSignal(page.opened, timeout=5000):
        page.save_and_new()
    settled()
    assert page.record is None
    assert form_of(page).values()["ten"] is None


def test_wrong_decision_number_is_repaired_by_its_button(
    open_form: Callable[..., RecordScreen],
) -> None:
    """The classic slip: a sentence in the number's field moves down to the reason."""
    page = open_form()
    put(page, "so_qd_khen", "Có thành tích xuất sắc trong phong trào")
    row = form_of(page).rows["so_qd_khen"]
    assert row.editor.widget.property("issue") == "error"
    assert row.repair.isVisibleTo(row)
    assert row.repair.text() == "Chuyển xuống “Lý do khen”"
    row.repair.click()
    values = form_of(page).values()
    assert values["ly_do_khen"] == "Có thành tích xuất sắc trong phong trào"
    assert values["so_qd_khen"] is None
    assert not row.repair.isVisibleTo(row)


def test_issue_list_leads_to_the_field(
    open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """F8 goes from issue to issue; the field gets the focus."""
    page = open_form()
    page.save()
    assert page.layout_ is not None
    line = page.layout_.issues.lines[0]
    assert line.place == "Tên mô hình, điển hình"
    assert line.second == "Mục 1 · bắt buộc sửa"
    page.next_issue(1)
    first = page.layout_.issues.list.currentRow()
    page.next_issue(1)
    assert page.layout_.issues.list.currentRow() == first + 1
    page.next_issue(-1)
    assert page.layout_.issues.list.currentRow() == first


def test_rules_of_the_register_are_shown_beside_their_field(
    open_form: Callable[..., RecordScreen],
) -> None:
    """Recognition without appraisal is refused in words, at the tick."""
    page = open_form()
    fill(page)
    tick = form_of(page).rows["cong_nhan"]
    tick.set_value(True)
    tick.editor.edited.emit()
    tick.editor.left.emit()
    assert [i.message for i in tick.issues] == ["Chưa thẩm định thì chưa thể công nhận."]


def test_draft_is_kept_on_leaving_a_field(
    open_form: Callable[..., RecordScreen], office: Context, qtbot: QtBot
) -> None:
    """What cannot be read is kept as typed, and nothing is called saved."""
    page = open_form()
    with qtbot.waitSignal(page.draft_kept, timeout=5000):
        put(page, "ngay_dang_ky", "hôm qua")
    (draft,) = office.drafts()
    assert draft.record_id is None
    assert draft.values["ngay_dang_ky"] == "hôm qua"
    assert page.layout_ is not None
    words = page.layout_.bar._truth.text()
    assert words.startswith("Bản nháp đã giữ lúc 14:05:12.")
    assert "Đã lưu" not in words


def test_draft_is_kept_while_typing_without_leaving(
    open_form: Callable[..., RecordScreen], office: Context, qtbot: QtBot
) -> None:
    """Three seconds after a key the draft is kept, though the field still has the focus."""
    page = open_form()
    page._draft._timer.setInterval(20)
    widget = form_of(page).rows["ten"].editor.widget
    with qtbot.waitSignal(page.draft_kept, timeout=5000):
        type_text(widget, "Tổ tự quản")
    assert office.drafts()[0].values["ten"] == "Tổ tự quản"


def test_restored_draft_has_its_texts_and_its_focus(
    open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """After a crash the form stands as it was, unread texts included, on the same field."""
    values = model_values("Bếp ăn", kinh_phi="nhiều", don_vi="xã Không Có")
    draft = Draft("dan_van_kheo", None, values, "kinh_phi", "2020-06-16T07:00:00Z")
    page = open_form("dan_van_kheo", draft)
    form = form_of(page)
    assert form.rows["kinh_phi"].editor.raw() == "nhiều"
    assert {i.place.field for i in page.issues} >= {"kinh_phi", "don_vi"}
    page.activateWindow()
    qtbot.waitUntil(lambda: form.focused_field() == "kinh_phi")
    assert page.layout_ is not None
    assert "bản nháp" in page.layout_.banner.accessibleName()


def test_leaving_a_form_loses_nothing(
    open_form: Callable[..., RecordScreen], office: Context, qtbot: QtBot, settled: Settled
) -> None:
    """Going away keeps the draft, and coming back opens it."""
    page = open_form()
    with qtbot.waitSignal(page.draft_kept, timeout=5000):
        form_of(page).rows["ten"].set_value("Nửa chừng")
        form_of(page).rows["ten"].editor.edited.emit()
        assert page.may_leave()
    again = open_form()
    assert form_of(again).values()["ten"] == "Nửa chừng"


def test_discarded_changes_can_be_taken_back(
    open_form: Callable[..., RecordScreen], office: Context, settled: Settled
) -> None:
    """“Bỏ thay đổi” shows the stored record again; the same button takes it back."""
    record = add(office, "dan_van_kheo", **model_values("Đường hoa"))
    page = open_form("dan_van_kheo", record.id)
    put(page, "ten", "Đường hoa mới")
    page.discard()
    assert form_of(page).values()["ten"] == "Đường hoa"
    page.discard()
    assert form_of(page).values()["ten"] == "Đường hoa mới"


def test_continuing_model_is_saved_as_a_row_of_its_own(
    open_form: Callable[..., RecordScreen], office: Context, settled: Settled
) -> None:
    """The prefilled form saves a second record with the same code."""
    record = add(office, "dan_van_kheo", **model_values("Đường hoa"))
    carried = {**model_values("Đường hoa"), "ma": record.values["ma"], "tinh_chat": "duy_tri"}
    page = open_form("dan_van_kheo", NewRecord({**carried, "ngay_dang_ky": "2021"}))
    page.save()
    settled()
    assert page.record is not None
    assert page.record.id != record.id
    assert page.record.values["ma"] == record.values["ma"]
    assert page.record.values["nam"] == 2021


def test_locked_period_is_read_only_until_a_reason_is_given(
    open_form: Callable[..., RecordScreen],
    office: Context,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fields are selectable text; with a reason they open, and the history has it."""
    record = add(office, "dan_van_kheo", **model_values("Cũ", ngay_dang_ky="2019-03-01"))
    page = open_form("dan_van_kheo", record.id)
    line = form_of(page).rows["ten"].editor.widget
    assert isinstance(line, QLineEdit)
    assert line.isReadOnly()
    monkeypatch.setattr(messages, "ask_text", lambda *_args, **_more: "Ghi sót")
    page.notices.unlock()
    assert not line.isReadOnly()
    put(page, "ten", "Mới")
    page.save()
    settled()
    entries = office.history("dan_van_kheo", record.id)
    assert entries[0].operation == "Sửa hồ sơ kỳ đã khóa: Ghi sót"


def test_returned_record_of_a_locked_period_keeps_the_remark_in_sight(
    open_form: Callable[..., RecordScreen], office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The remark stands beside the lock, is offered as the reason, and stays while one corrects."""
    asked: list[str] = []

    def ask(*_args: object, initial: str, **_more: object) -> str:
        asked.append(initial)
        return initial

    record = add(office, "dan_van_kheo", **model_values("Cũ", ngay_dang_ky="2019-03-01"))
    page = open_form("dan_van_kheo", record.id)
    assert page.layout_ is not None
    page.notices.pin = Pin(
        id="1", office="X", title="Cũ", text="sai tên", register="dan_van_kheo", field="ten"
    )
    page.notices.hold(period="năm 2019", sender="")
    words = "Gửi trả, ô “Tên mô hình, điển hình”: sai tên"
    said = page.layout_.banner.accessibleName()
    assert said.startswith(f"{words} · Kỳ năm 2019 đã khóa.")
    monkeypatch.setattr(messages, "ask_text", ask)
    page.notices.unlock()
    assert asked == [words]
    assert page.layout_.banner.accessibleName() == words


def test_history_is_told_in_words(
    open_form: Callable[..., RecordScreen], office: Context, settled: Settled
) -> None:
    """Who, when, field label, old → new."""
    record = add(office, "dan_van_kheo", **model_values("Đường hoa"))
    office.save("dan_van_kheo", {"linh_vuc": "VHXH"}, id=record.id, rev=record.rev)
    page = open_form("dan_van_kheo", record.id)
    page.show_history()
    settled()
    assert page.layout_ is not None
    assert "Lĩnh vực: Kinh tế → Văn hóa - xã hội" in page.layout_.history.texts


def test_files_wait_for_the_first_save(
    open_form: Callable[..., RecordScreen], office: Context, settled: Settled, tmp_path: Path
) -> None:
    """A file dropped on a new form is kept with the record once it exists."""
    path = tmp_path / "Quyet dinh.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    page = open_form()
    page.attach([path])
    settled()
    assert page.layout_ is not None
    assert [chip.accessibleName() for chip in page.layout_.files.chips] == [
        "Quyet dinh.pdf, giữ khi lưu"
    ]
    fill(page)
    page.save()
    settled()
    assert page.record is not None
    (kept,) = office.attachments("dan_van_kheo", page.record.id)
    assert kept.name == "Quyet dinh.pdf"


def test_attendance_follows_from_the_delegates(open_form: Callable[..., RecordScreen]) -> None:
    """Pasted delegates fill the sums, and a name that is no unit is an issue of its row."""
    page = open_form("hoi_nghi")
    table = form_of(page).children_["dai_bieu"]
    block = "Nguyễn Văn A\tBí thư\tSuối Đá\tx\nTrần Thị B\tPhó\tXã Không Có\t\tBận"
    table.model.paste(block, 0, 0)
    table.left.emit()
    rows = form_of(page).rows
    assert rows["duoc_moi"].editor.read().value == 2
    assert rows["co_mat"].editor.read().value == 1
    (issue,) = [i for i in page.issues if i.code == "unknown_unit"]
    assert (issue.place.field, issue.place.row) == ("dai_bieu.don_vi", 2)
    assert table.draft()[1]["don_vi"] == "Xã Không Có"


def test_child_list_is_worked_by_keyboard(
    open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """Rows are added, moved, removed; a cell that is being edited is not lost on saving."""
    page = open_form("hoi_nghi")
    table = form_of(page).children_["chuong_trinh"]
    table.model.paste("Một\nHai\nBa", 0, 0)
    table.view.setCurrentIndex(table.model.index(2, 0))
    qtbot.keyClick(table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [row["noi_dung"] for row in table.values()] == ["Một", "Ba", "Hai"]
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyRelease(table, Qt.Key.Key_Control)  # or the tests after this one work with it held
    assert [row["noi_dung"] for row in table.values()] == ["Ba", "Hai"]


def test_child_model_keeps_qt_promises(
    open_form: Callable[..., RecordScreen], qtmodeltester: object
) -> None:
    """Qt's own checks of a model pass."""
    page = open_form("hoi_nghi")
    table = form_of(page).children_["dai_bieu"]
    table.model.paste("Nguyễn Văn A\tBí thư", 0, 0)
    qtmodeltester.check(table.model)  # type: ignore[attr-defined]


def test_narrow_form_folds_sections_and_issues(open_form: Callable[..., RecordScreen]) -> None:
    """Below 1000 pixels the sections are one box and the issues one button."""
    page = open_form()
    page.save()
    page.set_narrow(True)
    assert page.layout_ is not None
    assert not page.layout_.sections.isVisible()
    assert page.layout_.combo.count() == 7
    assert page.layout_.issue_button.text() == "5 lỗi · tới lỗi tiếp theo (F8)"
    QApplication.processEvents()
    page.set_narrow(False)
    assert page.layout_.sections.isVisible()


def test_cell_that_is_being_typed_is_in_the_draft(
    open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """What stands in an open cell is kept and saved, and a check elsewhere leaves it alone."""
    page = open_form("hoi_nghi")
    table = form_of(page).children_["chuong_trinh"]
    table.add_row()
    editor = table.view.findChild(QLineEdit, "field-noi_dung")
    assert isinstance(editor, QLineEdit)
    type_text(editor, "Đọc báo cáo")
    page._check()
    assert editor.text() == "Đọc báo cáo"
    assert table.draft()[0]["noi_dung"] == "Đọc báo cáo"
    assert table.values()[0]["noi_dung"] == "Đọc báo cáo"
