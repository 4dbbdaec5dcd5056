"""A clerk writes the half-year report: figures stay live, typing is safe, freezing keeps them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.reports import service
from danvan_desktop.storage.values import Changes, ListQuery
from ui import messages
from ui.screens.report import ReportScreen
from ui.screens.reports import ReportsScreen
from ui.widgets.badge import Mark
from ui.widgets.pdf_preview import PreviewDialog
from ui.widgets.report_outline import ENTRY_ROLE
from ui.widgets.section_editor import SectionEditor
from ui.widgets.section_text import Figure

Settle = Callable[[], None]
LEFT = Qt.MouseButton.LeftButton


def _section(page: ReportScreen, code: str = "II.6") -> SectionEditor:
    page.go_to_section(code)
    return page.editor.sections[code]


def _chip(editor: SectionEditor, path: str) -> int:
    return next(place for place, figure in editor.figures() if figure.path == path)


def _type(editor: SectionEditor, text: str) -> None:
    """Type as an input method does: QTest cannot send letters beyond Latin-1."""
    for letter in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(editor, event)


def _changed(qtbot: QtBot, page: ReportScreen) -> None:
    """Wait until pages and check follow what was typed."""
    page.found = None
    qtbot.waitUntil(lambda: page.found is not None, timeout=10_000)


def test_started_report_shows_its_figures_as_chips(page: ReportScreen) -> None:
    """Every figure of the section says what the registers say, and is one character."""
    editor = _section(page)
    words = page.editor.words
    assert words(Figure("dvk_dang_ky", "so")) == "24"
    assert words(Figure("dvk_dang_ky/doi_tuong/ca_nhan", "so")) == "07"
    assert "đăng ký thực hiện 24 mô hình" in editor.plain()
    assert page.title == "Báo cáo 6 tháng đầu năm 2020"
    assert page.header.badge.text() == "Bản nháp"
    assert page.panes.preview.view.page_count > 4


def test_opening_and_writing_back_changes_nothing(page: ReportScreen) -> None:
    """The stored templates come back as they were, and nothing counts as typed."""
    assert page.record is not None
    for section in page.record.values["muc"]:
        if section["ma"] in page.editor.sections:
            assert page.editor.sections[section["ma"]].template() == (section["noi_dung"] or "")
    assert not page.dirty


def test_arrow_keys_step_over_a_chip_and_backspace_takes_it_whole(
    qtbot: QtBot, page: ReportScreen
) -> None:
    """One stop for the cursor; one key deletes it, one undo brings it back."""
    editor = _section(page)
    place = _chip(editor, "dvk_cong_nhan")
    cursor = editor.textCursor()
    cursor.setPosition(place)
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert editor.selected_chip() == (place, Figure("dvk_cong_nhan", "so"))
    qtbot.keyClick(editor, Qt.Key.Key_Right)
    assert editor.textCursor().position() == place + 1
    before = len(editor.figures())
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert len(editor.figures()) == before - 1
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(editor.figures()) == before


def test_typing_on_a_selected_chip_writes_behind_it(qtbot: QtBot, page: ReportScreen) -> None:
    """A letter never replaces a figure by accident."""
    editor = _section(page)
    place = _chip(editor, "dvk_cong_nhan")
    editor._select(place)
    qtbot.keyClicks(editor, "x")
    assert editor.document().characterAt(place + 1) == "x"
    assert _chip(editor, "dvk_cong_nhan") == place


def test_input_method_letters_arrive_untouched(qtbot: QtBot, page: ReportScreen) -> None:
    """UniKey types a letter, deletes it and types another: the text holds what it sent."""
    editor = _section(page, "II.7")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(editor, " da")
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    _type(editor, "đã làm.")
    assert editor.template().endswith(" đã làm.")


def test_bold_text_is_kept_as_markup_and_read_back(qtbot: QtBot, page: ReportScreen) -> None:
    """Ctrl+B marks the selection; what is stored is what the paper prints bold."""
    editor = _section(page, "II.7")
    editor.show_template("Một câu quan trọng.")
    cursor = editor.textCursor()
    cursor.setPosition(8)
    cursor.setPosition(18, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert editor.template() == "Một câu **quan trọng**."
    qtbot.keyClick(editor, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert editor.template() == "Một câu ***quan trọng***."
    editor.show_template(editor.template())
    assert editor.template() == "Một câu ***quan trọng***."


def test_copied_sentence_keeps_its_figures_alive(page: ReportScreen) -> None:
    """Between sections a figure stays a figure; for other programs it is its words."""
    source, target = _section(page), page.editor.sections["II.7"]
    cursor = source.textCursor()
    cursor.setPosition(source.toPlainText().index("Toàn huyện"))
    cursor.setPosition(_chip(source, "dvk_dang_ky") + 1, QTextCursor.MoveMode.KeepAnchor)
    source.setTextCursor(cursor)
    data: QMimeData = source.createMimeDataFromSelection()
    assert data.text() == "Toàn huyện đăng ký thực hiện 24"
    target.show_template("")
    target.insertFromMimeData(data)
    assert target.template() == 'Toàn huyện đăng ký thực hiện {{ "dvk_dang_ky" | so }}'


def test_picked_figure_stands_at_the_cursor_and_in_the_pages(
    qtbot: QtBot, page: ReportScreen, settle: Settle
) -> None:
    """Ctrl+D finds a figure without tones and inserts it as it is to be shown."""
    editor = _section(page, "II.7")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    page.figures.insert_figure()
    picker = page.figures.picker
    assert picker is not None
    qtbot.waitUntil(lambda: picker.ready)
    picker.search.setText("duoc cong nhan cap xa")
    settle()
    assert picker.outcome.text() == "Sẽ chèn: 10"
    qtbot.keyClick(picker.search, Qt.Key.Key_Return)
    assert editor.template().endswith('{{ "dvk_cong_nhan/cap/X" | so }}')
    _changed(qtbot, page)
    assert page.editor.words(Figure("dvk_cong_nhan/cap/X", "so")) == "10"


def test_comparison_goes_behind_the_clause_of_its_figure(page: ReportScreen) -> None:
    """The sentence about last year ends the clause, it does not tear it."""
    editor = _section(page)
    editor._select(_chip(editor, "dvk_dang_ky"))
    page.figures.insert_comparison()
    assert 'cá nhân), {{ "dvk_dang_ky" | so_sanh }}; trong đó' in editor.template()


def test_popover_explains_a_figure_and_opens_its_records(
    qtbot: QtBot, page: ReportScreen, shared_books: Context
) -> None:
    """Enter on a chip says where the number comes from; once more Enter opens exactly these."""
    editor = _section(page)
    editor._select(_chip(editor, "dvk_cong_nhan"))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(page.figures.popover.isVisible)
    found = page.figures.popover.explained
    assert found is not None
    assert (found.shown, dict(found.facts)["Nguồn"]) == ("12", "Sổ Dân vận khéo, 12 hồ sơ")
    assert dict(found.facts)["Cùng kỳ"] == "8, tăng 4 (+50%)"
    assert page.figures.popover.open_button.text() == "Mở 12 hồ sơ"
    with qtbot.waitSignal(page.go) as went:
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    register, query = went.args
    assert register == "dan_van_kheo"
    assert isinstance(query, ListQuery)
    assert shared_books.count(query) == 12


def test_escape_closes_the_popover_and_keeps_the_cursor(qtbot: QtBot, page: ReportScreen) -> None:
    """The popover never takes the keyboard away from the text."""
    editor = _section(page)
    editor._select(_chip(editor, "dvk_cong_nhan"))
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(page.figures.popover.isVisible)
    page.escape.activated.emit()
    assert not page.figures.popover.isVisible()
    assert editor.selected_chip() is not None


def test_figure_clicked_on_the_page_is_explained(qtbot: QtBot, page: ReportScreen) -> None:
    """The number in the preview leads to its records as well."""
    page.panes.preview.link_clicked.emit("danvan:figure/dvk_dang_ky%2Fdoi_tuong%2Ftap_the@H1/2020")
    qtbot.waitUntil(page.figures.popover.isVisible)
    assert page.figures.popover.value.text() == "17"


def test_file_saved_from_the_whole_page_has_no_links_of_the_window(
    qtbot: QtBot, page: ReportScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F9, then “Lưu thành PDF…”: the pages on the screen can be clicked, the file cannot."""
    path = tmp_path / "bao-cao.pdf"
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_n: path)
    qtbot.waitUntil(lambda: not page.live.stale, timeout=20_000)
    page.preview()
    dialog = page.findChild(PreviewDialog)
    assert dialog is not None
    dialog.save_pdf()
    qtbot.waitUntil(path.exists, timeout=20_000)
    assert b"danvan:" in dialog.preview.pdf
    assert b"danvan:" not in path.read_bytes()
    dialog.reject()


def test_typed_number_that_disagrees_is_listed_and_repaired(
    qtbot: QtBot, page: ReportScreen
) -> None:
    """A figure typed over by hand is an error with a button that brings the figure back."""
    editor = _section(page)
    place = _chip(editor, "dvk_tham_dinh")
    editor._select(place)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    qtbot.keyClicks(editor, "19")
    _changed(qtbot, page)
    first = page.review.rows[0]
    assert first.line.issue.message == "Mục II.6: gõ tay “19”, trong sổ là 18."
    assert page.review.errors.text() == "1 lỗi phải sửa"
    assert page.panes.outline.states()["II.6"] == "error"
    assert len(editor.extraSelections()) == 1
    assert first.button is not None
    assert first.button.text() == "Lấy số 18"
    qtbot.mouseClick(first.button, LEFT)
    assert _chip(editor, "dvk_tham_dinh") == place
    _changed(qtbot, page)
    assert page.review.errors.text() == ""


def _marked(page: ReportScreen) -> str:
    return str(page.panes.outline.list.currentItem().data(ENTRY_ROLE).key)


def test_outline_marks_the_section_that_stands_on_the_screen(
    qtbot: QtBot, own_page: ReportScreen
) -> None:
    """Opened on its first unwritten section, scrolled away, gone back: mark and text agree."""
    editor, bar = own_page.editor, own_page.editor.verticalScrollBar()
    codes = list(editor.sections)
    own_page.go_to_section(codes[-1])
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert _marked(own_page) == editor.current == codes[-1]
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    assert _marked(own_page) == codes[0]
    assert editor.current == codes[-1]
    bar.triggerAction(bar.SliderAction.SliderToMaximum)
    assert _marked(own_page) == codes[-1]


def test_report_opened_at_a_section_shows_it_once_its_place_is_known(
    qtbot: QtBot, own_page: ReportScreen
) -> None:
    """The page is laid out after it was told where to go; it goes there all the same."""
    editor = own_page.editor
    code = list(editor.sections)[-2]
    editor.hide()
    editor.verticalScrollBar().setValue(0)
    own_page.go_to_section(code)
    editor.show()
    own_page.resize(own_page.width(), own_page.height() - 40)
    viewport = editor.viewport()
    shown = editor.sections[code]
    qtbot.waitUntil(lambda: 0 <= shown.mapTo(viewport, QPoint(0, 0)).y() < viewport.height())
    assert _marked(own_page) == code


def test_search_finds_words_without_tones_and_goes_round(qtbot: QtBot, page: ReportScreen) -> None:
    """Ctrl+F, the words, Enter: the place is selected, in whatever section it stands."""
    _section(page, "V")
    page.find_in_page()
    page.panes.search.setText("lực lượng vũ trang thực hiện".replace("ự", "u"))
    qtbot.keyClick(page.panes.search, Qt.Key.Key_Return)
    assert page.editor.current == "II.3"
    found = page.editor.sections["II.3"].textCursor().selectedText()
    assert found == "Lực lượng vũ trang thực hiện"
    page.escape.activated.emit()
    assert not page.panes.search.isVisible()


def test_review_steps_to_the_section_of_an_issue(page: ReportScreen) -> None:
    """F8 walks the list and puts the cursor where the work is."""
    _section(page, "V")
    for _step in range(len(page.review.rows)):
        page.next_issue(1)
        if page.editor.current == "II.6":
            break
    assert page.editor.current == "II.6"


def test_typing_is_kept_as_draft_and_found_again(
    qtbot: QtBot, own_page: ReportScreen, books: Context, settle: Settle
) -> None:
    """Leaving the page loses nothing: the draft opens again and says so."""
    editor = _section(own_page, "II.7")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    _type(editor, " Thêm.")
    with qtbot.waitSignal(own_page.drafts.keeper.kept):
        own_page.may_leave()
    other = ReportScreen(books)
    qtbot.addWidget(other)
    other.activate(own_page.record_id)
    qtbot.waitUntil(lambda: other.record is not None)
    settle()
    assert other.editor.sections["II.7"].template().endswith(" Thêm.")
    assert other.dirty
    assert "Đã mở lại bản nháp" in other.panes.banner.accessibleName()


def test_save_commits_the_text_and_forgets_the_draft(
    qtbot: QtBot, own_page: ReportScreen, books: Context
) -> None:
    """Ctrl+S writes the sections to the register; the draft is gone."""
    editor = _section(own_page, "II.7")
    editor.moveCursor(QTextCursor.MoveOperation.End)
    _type(editor, " Thêm.")
    own_page.panes.toolbar.done.click()
    own_page.save()
    qtbot.waitUntil(lambda: not own_page.dirty)
    stored = books.record("bao_cao", own_page.record_id)
    assert stored is not None
    section = next(s for s in stored.values["muc"] if s["ma"] == "II.7")
    assert section["noi_dung"].endswith(" Thêm.")
    assert section["xong"]
    assert books.drafts() == []


@pytest.fixture
def frozen(qtbot: QtBot, own_page: ReportScreen, books: Context) -> ReportScreen:
    """Issue the report beside the page, which then follows."""
    service.freeze(books, own_page.record_id)
    own_page.changed(Changes("", "", frozenset({"bao_cao"}), (own_page.record_id,)))
    qtbot.waitUntil(lambda: not own_page.editable, timeout=10_000)
    _changed(qtbot, own_page)
    return own_page


def test_frozen_report_is_read_only_and_keeps_its_figures(
    qtbot: QtBot, frozen: ReportScreen, books: Context
) -> None:
    """A record deleted afterwards changes the register, not the issued report."""
    editor = _section(frozen)
    before = editor.template()
    qtbot.keyClicks(editor, "x")
    assert editor.template() == before
    assert not frozen.panes.toolbar.insert.isEnabled()
    assert frozen.record is not None
    assert frozen.record.values["tep_pdf"]
    models = books.page(
        ListQuery(register="dan_van_kheo", first_day="2019-12-15", last_day="2020-06-14"), 0, 1
    )
    frozen.changed(books.delete("dan_van_kheo", [models[0].id]))
    _changed(qtbot, frozen)
    assert frozen.editor.words(Figure("dvk_dang_ky", "so")) == "24"
    codes = [row.line.issue.code for row in frozen.review.rows]
    assert "changed_since_frozen" in codes
    told = "Số liệu đã thay đổi sau khi ban hành: Mô hình, điển hình “Dân vận khéo” đăng ký"
    assert frozen.panes.banner.accessibleName().startswith(told)
    line = frozen.review.rows[codes.index("changed_since_frozen")]
    assert line.button is not None
    assert line.look_button is not None
    gone: list[tuple[str, object]] = []
    frozen.go.connect(lambda page, argument: gone.append((page, argument)))
    line.look_button.click()
    qtbot.waitUntil(lambda: bool(gone))
    ((register, query),) = gone
    assert isinstance(query, ListQuery)
    assert (register, books.count(query)) == ("dan_van_kheo", 23)
    assert frozen.header.badge.text() == "Đã ban hành"
    listed = ReportsScreen(books)
    qtbot.addWidget(listed)
    listed.resize(1100, 600)
    listed.show()
    listed.activate(frozen.record_id)
    qtbot.waitUntil(lambda: listed.banner.accessibleName().startswith(told), timeout=10_000)
    row = next(one for one in listed.table.plain.rows if one.key == frozen.record_id)
    assert row.cells[-1] == Mark("Đã ban hành, số liệu đã đổi", "warning", "warning")


def test_narrow_page_shows_text_or_pages(qtbot: QtBot, page: ReportScreen) -> None:
    """At 150 % the outline is a box, and F9 changes between text and pages."""
    page.set_narrow(True)
    assert page.panes.sections.isVisible()
    assert not page.panes.outline.isVisible()
    assert not page.panes.preview.isVisible()
    page.preview()
    assert page.panes.preview.isVisible()
    page.go_to_section("II.6")
    assert page.editor.isVisible()
    assert QApplication.focusWidget() in (page.editor.sections["II.6"], None)
