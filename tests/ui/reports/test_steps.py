"""From draft to sent in the window: the buttons of each state, reasons, corrections, carry-over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.reports import service
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import start_paper
from danvan_desktop.reports.lifecycle import Step
from danvan_desktop.reports.numbering import reserve
from danvan_desktop.reports.outline import outline
from danvan_desktop.reports.review import review
from danvan_desktop.storage.values import Changes, ListQuery, Record
from ui import messages
from ui.carry_over_dialog import CarryOverDialog
from ui.issue_dialog import IssueDialog
from ui.paper_reasons_dialog import PaperReasonsDialog
from ui.report_facts_dialog import ReportFactsDialog, _look_up
from ui.reserve_dialog import ReserveDialog
from ui.screens.numbers import NumbersScreen
from ui.screens.report import ReportScreen
from ui.screens.report_repairs import review_lines
from ui.screens.reports import ReportsScreen
from ui.used_before_dialog import UsedBeforeDialog
from ui.widgets.child_dialog import ChildDialog
from ui.widgets.pdf_preview import PreviewDialog

Settle = Callable[[], None]
LEFT = Qt.MouseButton.LeftButton
TEMPLATE = "bao_cao_chuyen_de_dan_van_kheo"


def _dialog(kind: type[QDialog]) -> Any:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind)][-1]


def _facts_of_letter(
    qtbot: QtBot, books: Context, settle: Settle
) -> tuple[Record, ReportScreen, Any]:
    """Begin a letter, open it, and ask for its number, date and format."""
    letter = start_paper(books, "cong_van_don_doc", period="H1/2020")
    screen = ReportScreen(books)
    qtbot.addWidget(screen)
    screen.activate(letter.id)
    qtbot.waitUntil(lambda: screen.record_id == letter.id, timeout=10_000)
    settle()
    screen.papers.edit_facts()
    dialog = _dialog(ReportFactsDialog)
    settle()
    return letter, screen, dialog


def _again(qtbot: QtBot, page: ReportScreen, state: str = "") -> None:
    """Wait until a write is over and the check has followed it."""
    qtbot.waitUntil(lambda: not page.papers.busy, timeout=20_000)
    if state:
        qtbot.waitUntil(lambda: page.header.state == state, timeout=20_000)
    page.found = None
    page.live.look()
    qtbot.waitUntil(lambda: page.found is not None, timeout=20_000)


def _shown(page: ReportScreen) -> list[str]:
    buttons = [one for one in page.header.buttons() if isinstance(one, QAbstractButton)]
    return [button.text() for button in buttons if button.text()]


@pytest.fixture
def light_page(qtbot: QtBot, books: Context) -> ReportScreen:
    """Open the editor on a report with few pages."""
    screen = ReportScreen(books)
    qtbot.addWidget(screen)
    screen.resize(1318, 630)
    screen.show()
    screen.activate(service.start_report(books, "H1/2020", TEMPLATE).id)
    qtbot.waitUntil(lambda: screen.found is not None, timeout=20_000)
    return screen


@pytest.fixture
def answered(qtbot: QtBot, light_page: ReportScreen) -> ReportScreen:
    """Answer every reminder with one reason, as the clerk does after asking the communes."""
    assert not light_page.header.steps[Step.CHECK].isEnabled()
    light_page.papers.give_reasons()
    dialog = _dialog(PaperReasonsDialog)
    assert not dialog.keep_button.isEnabled()
    dialog.choose_all()
    dialog.reason_box.setEditText("đã đối chiếu với các xã")
    dialog.accept()
    _again(qtbot, light_page)
    return light_page


def test_paper_goes_from_draft_to_sent_by_its_buttons(
    qtbot: QtBot, answered: ReportScreen, books: Context, settle: Settle
) -> None:
    """Each state shows the buttons of its next steps; the last one is a stored fact."""
    page = answered
    assert _shown(page) == ["Lưu", "In", "Đánh dấu đã soát"]
    assert page.review.warnings.text() == ""
    assert "đã đối chiếu với các xã" in [row.line.reason for row in page.review.rows]
    qtbot.mouseClick(page.header.steps[Step.CHECK], LEFT)
    _again(qtbot, page, "da_soat")
    assert _shown(page) == ["Lưu", "In", "Ban hành…", "Trình ký"]
    qtbot.mouseClick(page.header.steps[Step.SUBMIT], LEFT)
    _again(qtbot, page, "trinh")
    assert _shown(page) == ["In", "Thu hồi", "Trả lại…", "Ban hành…"]
    assert not page.editable
    assert "Đang trình ký" in page.panes.banner.accessibleName()
    page.steps.issue()
    dialog = _dialog(IssueDialog)
    settle()
    assert dialog.number.currentText() == "01"
    dialog.try_accept()
    _again(qtbot, page, "chot")
    assert _shown(page) == ["In", "Ký…"]
    page.steps.sign_by_hand()
    _again(qtbot, page, "da_ky")
    assert _shown(page) == ["In", "Ghi đã gửi", "Nộp cấp trên"]
    qtbot.mouseClick(page.header.steps[Step.SEND], LEFT)
    _again(qtbot, page, "da_gui")
    stored = books.record("bao_cao", page.record_id)
    assert stored is not None
    assert stored.values["ngay_gui"] == "2020-06-16"
    page.changed(Changes("", "", frozenset({"bao_cao"}), (page.record_id,)))
    settle()
    assert [one.state for one in page.passed][-1] == "da_gui"


def test_typing_into_a_checked_paper_takes_it_back_to_the_draft(
    qtbot: QtBot, answered: ReportScreen
) -> None:
    """What was changed after the check is not called checked any more."""
    page = answered
    page.steps.check()
    _again(qtbot, page, "da_soat")
    code = list(page.editor.sections)[-1]
    editor = page.editor.sections[code]
    page.go_to_section(code)
    qtbot.keyClicks(editor, "x")
    page.save()
    _again(qtbot, page, "nhap")


def test_given_back_paper_shows_the_remark(
    qtbot: QtBot, answered: ReportScreen, monkeypatch: Any
) -> None:
    """The signatory's remark stands over the text of the draft."""
    page = answered
    page.steps.check()
    _again(qtbot, page, "da_soat")
    page.steps.move(Step.SUBMIT)
    _again(qtbot, page, "trinh")
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_n: "Bổ sung xã Chà Là")
    qtbot.mouseClick(page.header.steps[Step.RETURN], LEFT)
    _again(qtbot, page, "nhap")
    assert page.panes.banner.accessibleName() == "Người ký trả lại: Bổ sung xã Chà Là"


def test_correction_opens_as_a_paper_of_its_own(
    qtbot: QtBot, light_page: ReportScreen, books: Context, monkeypatch: Any, settle: Settle
) -> None:
    """The issued one stays and says by what it was replaced."""
    first = light_page.record_id
    service.freeze(books, first)
    light_page._open(first)
    qtbot.waitUntil(lambda: not light_page.editable, timeout=10_000)
    settle()
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_n: "bổ sung số liệu xã Chà Là")
    monkeypatch.setattr(messages, "ask", lambda *_a, **_n: "new")
    with qtbot.waitSignal(light_page.go, timeout=10_000) as went:
        light_page.steps.correct()
    key, second = went.args
    assert (key, second != first) == ("report", True)
    light_page._open(second)
    qtbot.waitUntil(lambda: light_page.record_id == second, timeout=10_000)
    assert light_page.header.badge.text() == "Bản nháp · lần 2"
    light_page._open(first)
    qtbot.waitUntil(lambda: light_page.record_id == first, timeout=10_000)
    assert "Được thay bằng lần 2" in light_page.panes.banner.accessibleName()
    settle()


@pytest.fixture
def second(qtbot: QtBot, light_page: ReportScreen, books: Context, settle: Settle) -> ReportScreen:
    """Open the report of the next half-year after somebody wrote on two sections of the first."""
    first = light_page.record
    assert first is not None
    text = 'Vận động 17 hộ, cả huyện {{ "dvk_dang_ky" | so }} mô hình.'
    leaves = [item.code for item in outline(first.values) if item.leaf][-2:]
    sections = [{**s, "noi_dung": text} if s["ma"] in leaves else s for s in first.values["muc"]]
    books.save("bao_cao", {"muc": sections}, id=first.id)
    started = service.start_report(books, "H2/2020", first.values["mau"])
    light_page._open(started.id)
    qtbot.waitUntil(lambda: light_page.record_id == started.id, timeout=10_000)
    settle()
    return light_page


def test_words_of_the_last_report_are_taken_and_confirmed_one_by_one(
    qtbot: QtBot, second: ReportScreen, books: Context, settle: Settle
) -> None:
    """Offered over the text, chosen in a list, marked in the outline, confirmed by one key."""
    assert "2 mục viết lời dùng lại được" in second.panes.banner.accessibleName()
    second.steps.take_over()
    dialog = _dialog(CarryOverDialog)
    assert "17" in dialog.numbers.text()
    assert "{{" not in dialog.text.toPlainText()
    dialog.accept()
    _again(qtbot, second)
    taken = [code for code, state in second.panes.outline.states().items() if state == "taken"]
    assert len(taken) == 2
    assert second.editor.current == taken[0]
    for code in taken:
        second.go_to_section(code)
        second.details()
    assert "taken" not in second.panes.outline.states().values()
    second.save()
    _again(qtbot, second)
    stored = books.record("bao_cao", second.record_id)
    assert stored is not None
    assert not any(section["lay_tu"] for section in stored.values["muc"])
    assert "taken_section" not in [row.line.issue.code for row in second.review.rows]


@pytest.fixture
def papers(qtbot: QtBot, books: Context, settle: Settle) -> ReportsScreen:
    """Open the list with an issued report, its correction, a letter."""
    first = service.start_report(books, "H1/2020", TEMPLATE)
    service.freeze(books, first.id)
    service.correct(books, first.id, "sót một xã")
    books.save("bao_cao", {**first.values, "loai": "CV", "so": 4, "ten": "đôn đốc", "muc": []})
    screen = ReportsScreen(books)
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    settle()
    return screen


def test_list_is_filtered_by_kind_state_period_and_words(
    papers: ReportsScreen, settle: Settle
) -> None:
    """Every filter narrows the list, one button brings all back."""
    assert papers.count_label.text() == "3 văn bản"
    papers.kind_box.setCurrentIndex(papers.kind_box.findData("CV"))
    papers._filter()
    assert papers.table.model().rowCount() == 1
    papers.clear()
    papers.search.setText("DON doc")
    papers._filter()
    assert papers.count_label.text() == "1/3 văn bản"
    papers.state_box.setCurrentIndex(papers.state_box.findData("da_gui"))
    papers._filter()
    assert papers.empty.isVisible()
    papers.clear()
    assert papers.count_label.text() == "3 văn bản"
    settle()


def test_issued_paper_is_not_deleted_from_the_list_a_draft_is(
    qtbot: QtBot, papers: ReportsScreen, books: Context, settle: Settle
) -> None:
    """The button says why not; a draft goes to the bin and comes back with undo."""
    issued = next(r for r in papers.papers.values() if r.values["trang_thai"] == "chot")
    draft = next(r for r in papers.papers.values() if r.values["loai"] == "CV")
    papers.activate(issued.id)
    settle()
    assert papers.delete_button.toolTip() == "Văn bản đã ban hành"
    papers.activate(draft.id)
    settle()
    papers.delete()
    settle()
    assert books.record("bao_cao", draft.id).deleted  # type: ignore[union-attr]
    books.undo()
    assert not books.record("bao_cao", draft.id).deleted  # type: ignore[union-attr]


@pytest.fixture
def numbers(qtbot: QtBot, papers: ReportsScreen, books: Context, settle: Settle) -> NumbersScreen:
    """Open the numbering book."""
    screen = NumbersScreen(books)
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    settle()
    return screen


def _line(screen: NumbersScreen, kind: str, number: int) -> str:
    return next(
        key
        for key, (one, entry) in screen.lines.items()
        if (one.kind, entry.number) == (kind, number)
    )


def test_book_shows_numbers_and_gaps(numbers: NumbersScreen) -> None:
    """Report 1 was issued, 2 is planned; of the letters 1 to 3 are missing."""
    words = {
        (one.kind, entry.number): entry.standing.value for one, entry in numbers.lines.values()
    }
    assert words["BC", 1] == "da_dung"
    assert words["BC", 2] == "du_kien"
    assert [words["CV", n] for n in (1, 2, 3, 4)] == ["trong", "trong", "trong", "du_kien"]
    assert "3 số trống" in numbers.told_label.text()
    numbers.state_box.setCurrentIndex(1)
    numbers._fill()
    assert len(numbers.lines) == 3


def test_gap_is_given_up_with_a_reason_and_let_go_again(
    numbers: NumbersScreen, books: Context, monkeypatch: Any, settle: Settle
) -> None:
    """A gap that was explained is none any more; letting it go opens it again."""
    numbers.table.show_rows(numbers.table.plain.rows, select=_line(numbers, "CV", 2))
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_n: "viết hỏng")
    numbers.give_up()
    settle()
    numbers.refresh()
    settle()
    rows: list[Record] = books.all_of("so_di")
    assert [r.values["ly_do"] for r in rows if r.values["trang_thai"] == "bo"] == ["viết hỏng"]
    numbers.table.show_rows(numbers.table.plain.rows, select=_line(numbers, "CV", 2))
    numbers._show_choice()
    assert numbers.release_button.isEnabled()
    numbers.let_go()
    settle()
    assert [r for r in books.all_of("so_di") if r.values["trang_thai"] == "bo"] == []


def test_last_number_used_before_is_said_on_the_page(
    numbers: NumbersScreen, books: Context, settle: Settle
) -> None:
    """The clerk chooses the type and types 47: the line says so and the next one is 48."""
    paper = {**books.all_of("bao_cao")[0].values, "loai": "KH", "so": None}
    assert _look_up(books, paper, "").said.endswith("thì ghi ở Sổ văn bản đi.")
    numbers.say_before()
    (dialog,) = numbers.findChildren(UsedBeforeDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("KH"))
    dialog._read()
    settle()
    assert "chưa ghi số nào" in dialog.said.text()
    dialog.try_accept()
    assert "cần chữ số" in dialog.fault.text()
    dialog.last.setText("47")
    dialog.try_accept()
    settle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    numbers.refresh()
    settle()
    assert _look_up(books, paper, "").said.endswith("số tiếp theo là 48.")
    _book, entry = numbers.lines[_line(numbers, "KH", 1)]
    assert (entry.standing.value, entry.last) == ("truoc", 47)
    assert "tiếp theo 48" in numbers.told_label.text()
    assert "số trống" not in numbers.told_label.text().split("Kế hoạch")[1].split(" · ")[0]


def test_number_kept_far_ahead_is_told_before_it_is_kept(
    numbers: NumbersScreen, books: Context, settle: Settle
) -> None:
    """The first press says which numbers stay free; the second keeps it, and the next is theirs."""
    numbers.new_record()
    (dialog,) = numbers.findChildren(ReserveDialog)
    dialog.kind.setCurrentIndex(dialog.kind.findData("TTR"))
    dialog.holder.setText("Đồng chí B")
    dialog.number.setText("5")
    dialog.try_accept()
    settle()
    assert dialog.isVisible()
    assert "các số 01–04 chưa dùng" in dialog.ahead.text()
    assert dialog.keep_button.text() == "Vẫn giữ số 05"
    dialog.keep_button.click()
    settle()
    assert dialog.result() == QDialog.DialogCode.Accepted
    numbers.refresh()
    settle()
    assert "Tờ trình: tiếp theo 01, 4 số trống" in numbers.told_label.text()


def test_figure_of_an_issued_page_tells_what_it_was_and_what_it_is(
    qtbot: QtBot, light_page: ReportScreen, books: Context, settle: Settle
) -> None:
    """In the pane and in the dialog of whole pages: as frozen when, of how many, today's value."""
    page = light_page
    service.freeze(books, page.record_id)
    page._open(page.record_id)
    qtbot.waitUntil(lambda: not page.editable, timeout=10_000)
    _again(qtbot, page)
    model = books.page(
        ListQuery(register="dan_van_kheo", first_day="2020-01-01", last_day="2020-06-14"), 0, 1
    )[0]
    books.delete("dan_van_kheo", [model.id])
    page.panes.preview.link_clicked.emit("danvan:figure/dvk_dang_ky@H1/2020")
    qtbot.waitUntil(page.figures.popover.isVisible)
    found = page.figures.popover.explained
    assert found is not None
    facts = dict(found.facts)
    assert (found.shown, facts["Trong sổ nay"]) == ("24", "23")
    assert facts["Khi ban hành"].startswith("24 hồ sơ, chốt 14:05 16/6/2020")
    page.preview()
    dialog = _dialog(PreviewDialog)
    settle()
    dialog.preview.link_clicked.emit("danvan:figure/dvk_dang_ky@H1/2020")
    qtbot.waitUntil(lambda: dialog.over is not None and dialog.over.isVisible())
    dialog.reject()
    assert dialog.isVisible()
    assert not dialog.over.isVisible()
    dialog.reject()
    assert not dialog.isVisible()


def test_other_format_writes_fixed_words_anew_and_one_undo_takes_it_back(
    qtbot: QtBot, books: Context, settle: Settle
) -> None:
    """The letter speaks to other bodies, the page says so, and Ctrl+Z gives the first one back."""
    letter, screen, dialog = _facts_of_letter(qtbot, books, settle)
    assert dialog.follows.isHidden()
    dialog.profile.setCurrentIndex(dialog.profile.findData("ND30"))
    dialog.profile.activated.emit(dialog.profile.currentIndex())
    assert not dialog.follows.isHidden()
    settle()
    with qtbot.waitSignal(screen.told, timeout=10_000) as told:
        dialog.try_accept()
    assert "Đã viết lại theo thể thức mới" in told.args[0]
    assert told.args[1]
    assert screen.record is not None
    assert str(screen.record.values["kinh_gui"]).startswith("Ủy ban nhân dân")
    settle()
    books.undo()
    again = books.record("bao_cao", letter.id)
    assert again is not None
    assert again.values == letter.values


def test_urgency_circulation_and_another_signer_come_onto_the_page(
    qtbot: QtBot, books: Context, settle: Settle
) -> None:
    """The clerk chooses them beside number and date; a signer without a position is refused."""
    letter, screen, dialog = _facts_of_letter(qtbot, books, settle)
    dialog.urgency.setCurrentIndex(dialog.urgency.findData("hoa_toc"))
    dialog.circulation.setEditText("Xong hội nghị trả lại")

    def fill() -> None:
        sheet = _dialog(ChildDialog)
        sheet.table.load([{"ho_ten": "Lê Văn K"}])
        sheet.try_accept()
        assert sheet.isVisible()
        assert "Chức vụ" in sheet.note.text.text()
        sheet.table.load([{"ho_ten": "Lê Văn K", "chuc_vu": "CHỦ TỊCH", "ky_hieu": "MTTQ"}])
        sheet.try_accept()

    QTimer.singleShot(0, dialog, fill)
    dialog.co_signers_button.click()
    assert dialog.co_signers_button.text() == "Người cùng ký: 1…"
    dialog.try_accept()
    qtbot.waitUntil(lambda: bool(screen.record and screen.record.values["do_khan"]), timeout=10_000)
    document, _issues = build_report(books, letter.id)
    assert document.header.urgency == "HỎA TỐC"
    assert document.header.circulation == "XONG HỘI NGHỊ TRẢ LẠI"
    assert [signature.name for signature in document.signatures][1:] == ["Lê Văn K"]
    assert document.header.number_line.endswith("BDV-MTTQ")


def test_typist_and_copies_come_under_the_recipients(
    qtbot: QtBot, books: Context, settle: Settle
) -> None:
    """Copies without who typed them are asked about; marks of earlier papers are offered."""
    start_paper(books, "cong_van_don_doc", period="H1/2020", changes={"danh_may": "NVB"})
    letter, screen, dialog = _facts_of_letter(qtbot, books, settle)
    assert [dialog.typist.itemText(n) for n in range(dialog.typist.count())] == ["NVB"]
    assert dialog.typist.currentText() == ""
    for typed, said in (("hai", "cần chữ số"), ("20", "cần cả ký hiệu người đánh máy")):
        dialog.copies.clear()
        qtbot.keyClicks(dialog.copies, typed)
        dialog.accept_button.click()
        assert dialog.isVisible()
        assert said in dialog.fault.text()
    qtbot.keyClicks(dialog.typist.lineEdit(), "lvc")
    dialog.accept_button.click()
    qtbot.waitUntil(lambda: bool(screen.record and screen.record.values["so_ban"]), timeout=10_000)
    assert build_report(books, letter.id)[0].typist_mark == "lvc-20"
    books.save("bao_cao", {"so_ban": None}, id=letter.id)
    lines = review_lines(review(books, letter.id), {}, screen, editable=True)
    [asked] = [line for line in lines if line.issue.code == "copies_not_counted"]
    assert (asked.verb, asked.act) == ("Thông tin văn bản…", screen.edit_facts)


def test_typed_number_is_held_against_the_book_at_once(
    qtbot: QtBot, light_page: ReportScreen, books: Context, settle: Settle
) -> None:
    """A kept number is named with whom it is kept for; the paper's own one is a click away."""
    reserve(books, "BC", "2020-06-16", holder="Đồng chí B")
    page = light_page
    assert page.record is not None
    dialog = ReportFactsDialog(books, page.record.values, own=page.record_id)
    qtbot.addWidget(dialog)
    settle()
    assert "số tiếp theo là 01" in dialog.counted.text()
    dialog.number.setText("2")
    dialog._read()
    settle()
    assert dialog.counted.text() == "Số 02-BC/BDV đang giữ cho Đồng chí B."
    dialog.take_next()
    settle()
    assert dialog.values()["so"] == 1


def test_moved_meeting_is_told_in_its_invitation_and_put_right(
    qtbot: QtBot, books: Context, settle: Settle
) -> None:
    """Each finding selects its own words; its button writes what the record says now."""
    values = {
        "ten": "Hội nghị sơ kết 6 tháng",
        "loai": "so_ket",
        "ngay": "2020-07-07",
        "duoc_moi": 30,
        "co_mat": 30,
        "gio_bat_dau": "13:30",
        "dia_diem": "Hội trường Huyện ủy",
    }
    meeting = books.save("hoi_nghi", values).record
    assert meeting is not None
    letter = start_paper(books, "giay_moi", records=[meeting.id])
    changes = {"gio_bat_dau": "08:00", "dia_diem": "Nhà văn hóa huyện"}
    assert books.save("hoi_nghi", changes, id=meeting.id).saved
    screen = ReportScreen(books)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    screen.activate(letter.id)
    qtbot.waitUntil(lambda: bool(screen.review.rows), timeout=20_000)
    settle()
    hour, place = screen.review.rows[:2]
    assert hour.button is not None
    assert hour.button.text() == "Lấy từ sổ"
    editor = screen.editor.sections["noi_dung"]
    screen.live.go_to_issue(place.line.issue)
    assert editor.textCursor().selectedText().startswith("Hội trường")
    qtbot.mouseClick(hour.button, LEFT)
    assert "Thời gian: 08 giờ 00 phút, " in editor.toPlainText()
    assert "Hội trường" in editor.toPlainText()
    qtbot.waitUntil(lambda: screen.review.errors.text() == "1 lỗi phải sửa", timeout=20_000)
    qtbot.mouseClick(screen.review.rows[0].button, LEFT)
    assert "Địa điểm: Nhà văn hóa huyện." in editor.toPlainText()
    qtbot.waitUntil(lambda: screen.review.errors.text() == "", timeout=20_000)
