"""The pages of templates: list, editor, mistakes, picker, versions, files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from danvan_desktop.reports import template_files as files, template_store as store
from danvan_desktop.reports.literal import literal
from danvan_desktop.reports.templates import HALF_YEAR, template_of
from tests.conftest import FixedClock
from ui import messages, tasks, theme
from ui.screens import template_list
from ui.screens.template_editor import TemplateScreen
from ui.screens.template_head import HeadDialog
from ui.screens.template_list import TemplatesScreen
from ui.screens.template_versions import OffersDialog, ProgramDialog, VersionsDialog
from ui.widgets.section_editor import SectionEditor
from ui.widgets.section_text import Figure, read_template, write_template

SECTION = "II.1"
CODE = "cq_thu"
SMALL: dict[str, Any] = {
    "code": CODE,
    "name": "Báo cáo thử",
    "kind": "BC",
    "type_name": "BÁO CÁO",
    "title": "thử {{ ky.ten }}",
    "recipients": ["Lưu {{ co_quan.ten }}"],
    "periods": ["H"],
    "sections": [
        {"code": "mo_dau", "level": 0, "heading": "Mở đầu", "text": "Trong {{ ky.ten }}:"},
        {
            "code": "I",
            "level": 1,
            "heading": "Đối thoại",
            "text": 'Có {{ "doi_thoai_cuoc" | so }} cuộc.',
        },
        {"code": "II", "level": 1, "heading": "Đánh giá"},
        {"code": SECTION, "level": 2, "heading": "Ưu điểm", "text": "Một câu."},
    ],
}


@pytest.fixture(scope="module")
def office_books(books_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Open one copy of the filled office for all of these tests."""
    folder = tmp_path_factory.mktemp("templates") / "books"
    shutil.copytree(books_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    yield context
    context.close()


@pytest.fixture
def editor(qtbot: QtBot, qapp: QApplication, office_books: Context) -> TemplateScreen:
    """Open a small template of the office, which has one version."""
    for one in office_books.all_of(store.REGISTER):
        office_books.delete(store.REGISTER, [one.id])
    office_books.drop_draft(store.REGISTER, CODE)
    store.save_version(office_books, SMALL)
    theme.apply(qapp)
    screen = TemplateScreen(office_books)
    qtbot.addWidget(screen)
    screen.resize(1318, 640)
    screen.show()
    screen.activate(CODE)
    qtbot.waitUntil(lambda: screen.pages.tried is not None, timeout=20_000)
    return screen


def _settle(qtbot: QtBot, screen: TemplateScreen) -> None:
    screen.pages.tried = None
    screen.pages.look(whole=False)
    qtbot.waitUntil(lambda: screen.pages.tried is not None, timeout=20_000)


def _write(screen: TemplateScreen, text: str, code: str = SECTION) -> None:
    screen.panes.editor.go_to(code, end=True)
    screen.inserts.insert_text(text)


def test_editor_shows_present_values_and_pages(qtbot: QtBot, editor: TemplateScreen) -> None:
    """Words and figures stand as chips with what the sample says; real pages are beside them."""
    assert not editor.dirty
    assert editor.panes.faults.head.text() == "Mẫu viết đúng"
    shown = editor.pages.tried.trial.shown  # type: ignore[union-attr]
    assert shown["{{ ky.ten }}", ""] == "6 tháng đầu năm 2020"
    assert editor.panes.editor.words(Figure("{{ ky.ten }}", "")) == "6 tháng đầu năm 2020"
    qtbot.waitUntil(lambda: editor.panes.preview.view.page_count > 0, timeout=10_000)


def test_mistake_is_underlined_and_explained(qtbot: QtBot, editor: TemplateScreen) -> None:
    """A wrong figure turns red; below stand section, line, sentence and remedy; F8 goes there."""
    _write(editor, ' Có {{ "khong_co" | so }} việc.')
    _settle(qtbot, editor)
    ((code, fault),) = editor.panes.faults.faults
    assert code == SECTION
    assert "khong_co" in fault.message
    text = editor.panes.faults.list.item(0).text()
    assert "dòng 1" in text
    assert "Chèn số liệu" in text
    section = editor.panes.editor.sections[SECTION]
    start, end = section.fault_place(fault)
    assert section.figures()[-1][0] == start
    assert end == start + 1
    editor.next_issue(1)
    assert section.textCursor().selectionStart() == start
    editor.save()
    assert len(store.versions_of(editor.context, CODE)) == len(editor.opened.versions)  # type: ignore[union-attr]


def test_unclosed_tag_is_underlined_where_it_begins(qtbot: QtBot, editor: TemplateScreen) -> None:
    """What is typed by hand and not finished is marked from its first brace."""
    editor.panes.editor.go_to(SECTION, end=True)
    section = editor.panes.editor.sections[SECTION]
    section.textCursor().insertText(' {{ "dvk_dang_ky')
    _settle(qtbot, editor)
    start, _end = section.fault_place(editor.panes.faults.faults[0][1])
    assert section.toPlainText()[start : start + 2] == "{{"


def test_saving_makes_the_next_version(qtbot: QtBot, editor: TemplateScreen) -> None:
    """“Lưu thành bản mới” keeps the text as the next version, and it opens again unchanged."""
    before = editor.opened.stored.version  # type: ignore[union-attr]
    _write(editor, " Thêm một câu.")
    qtbot.waitUntil(lambda: editor.save_button.isEnabled())
    editor.save()
    qtbot.waitUntil(lambda: editor.opened.stored.version == before + 1, timeout=10_000)  # type: ignore[union-attr]
    assert not editor.dirty
    template = store.in_use(editor.context)[CODE].template
    assert template.section(SECTION).text.endswith("Thêm một câu.")  # type: ignore[union-attr]


def test_sections_are_added_moved_and_removed(qtbot: QtBot, editor: TemplateScreen) -> None:
    """The outline changes the order, the level and the number of sections."""
    count = len(editor.sections.data()["sections"])
    editor.panes.editor.go_to(SECTION)
    editor.sections.add()
    assert editor.panes.editor.current == "m" + str(count + 1)
    assert len(editor.sections.data()["sections"]) == count + 1
    editor.panes.heading.setText("Bài học")
    editor.panes.heading.textEdited.emit("Bài học")
    editor.sections.move(-1)
    editor.sections.shift(1)
    codes = [one["code"] for one in editor.sections.data()["sections"]]
    new = next(one for one in editor.sections.data()["sections"] if one["heading"] == "Bài học")
    assert codes.index(new["code"]) + 1 == codes.index(SECTION)
    assert new["level"] == 3
    editor.sections.remove()
    assert editor.sections.data() == editor.sections.stored


def test_menu_inserts_conditions_tables_and_words(qtbot: QtBot, editor: TemplateScreen) -> None:
    """What a clerk chooses becomes tags that are right."""
    editor.panes.editor.go_to(SECTION, end=True)
    editor.inserts._put_condition("doi_thoai_cuoc", "co")
    editor.inserts._put_unit_table("doi_thoai_cuoc", "so")
    editor.inserts.insert_text("{{ ky.ten }}")
    _settle(qtbot, editor)
    assert editor.panes.faults.faults == []
    text = editor.panes.editor.sections[SECTION].template()
    assert '{% if "doi_thoai_cuoc" | co %}' in text
    assert "{% for dv in don_vi %}" in text
    assert text.endswith("{{ ky.ten }}")


def test_picker_sets_unit_part_time_and_form(qtbot: QtBot, editor: TemplateScreen) -> None:
    """The box offers places, parts and times; the path and the example follow."""
    editor.inserts.insert_figure()
    picker = editor.inserts.picker
    assert picker is not None
    qtbot.waitUntil(lambda: picker.ready, timeout=20_000)
    picker.search.setText("doi thoai hoi nghi")
    qtbot.waitUntil(lambda: picker.when.count() > 3 and picker.format.count() > 0, timeout=10_000)
    assert picker.path
    picker.place.setCurrentIndex(picker.place.findData("cap/X"))
    picker.when.setCurrentIndex(picker.when.findData("luy_ke"))
    picker.place.activated.emit(picker.place.currentIndex())
    assert picker.path.endswith("/cap/X@luy_ke")
    qtbot.waitUntil(lambda: "Sẽ chèn" in picker.outcome.text(), timeout=10_000)
    with qtbot.waitSignal(picker.picked) as picked:
        picker.insert()
    assert picked.args[0].endswith("@luy_ke")


def test_draft_is_kept_and_comes_back(qtbot: QtBot, editor: TemplateScreen) -> None:
    """What was not saved is there again; “Bỏ bản nháp” goes back to the version."""
    _write(editor, " Câu dở dang.")
    editor.keeper.keep()
    qtbot.waitUntil(lambda: bool(editor.keeper.at), timeout=10_000)
    again = TemplateScreen(editor.context)
    qtbot.addWidget(again)
    again.activate(CODE)
    qtbot.waitUntil(lambda: again.pages.tried is not None, timeout=20_000)
    assert again.dirty
    assert "Câu dở dang." in again.panes.editor.sections[SECTION].template()
    again.discard()
    assert not again.dirty


def test_versions_are_compared_and_taken_back(qtbot: QtBot, editor: TemplateScreen) -> None:
    """The dialog says what differs; the version that is taken back becomes the newest."""
    data = store.in_use(editor.context)[CODE].data
    sections = [dict(one) for one in data["sections"]]
    sections[0]["text"] = "Khác hẳn."
    store.save_version(editor.context, {**data, "sections": sections})
    dialog = VersionsDialog(store.versions_of(editor.context, CODE))
    qtbot.addWidget(dialog)
    assert "ở 1 chỗ" in dialog.title.text()
    assert "Khác hẳn." in dialog.changes.item(0).text()
    assert not dialog.restore.isEnabled()
    dialog.table.selectRow(1)
    dialog.restore.click()
    assert dialog.wanted == 1


def test_head_dialog_gives_only_what_changed(qtbot: QtBot, editor: TemplateScreen) -> None:
    """Name, kind, title and recipients can be changed; the rest stays as it is."""
    dialog = HeadDialog(editor.sections.head)
    qtbot.addWidget(dialog)
    assert dialog.values() == {}
    dialog.name.setText("Báo cáo sơ kết")
    dialog.recipients.setPlainText("Thường trực Huyện ủy\n\nLưu")
    assert dialog.values() == {
        "name": "Báo cáo sơ kết",
        "recipients": ["Thường trực Huyện ủy", "Lưu"],
    }


def test_head_changes_subject_periods_and_annexes(qtbot: QtBot, editor: TemplateScreen) -> None:
    """A template may become one for quarters with an annex, or one of a register's records."""
    dialog = HeadDialog(editor.sections.head)
    qtbot.addWidget(dialog)
    dialog.periods["Q"].setChecked(True)
    dialog.annexes.item(0).setCheckState(Qt.CheckState.Checked)
    first = dialog.annexes.item(0).data(Qt.ItemDataRole.UserRole)
    assert dialog.values() == {"periods": ["Q", "H"], "annexes": [first]}
    for box in dialog.periods.values():
        box.setChecked(True)
    assert dialog.values()["periods"] == []
    dialog.subject.setCurrentIndex(dialog.subject.findData("hoi_nghi"))
    assert dialog.values()["subject"] == "hoi_nghi"
    assert "nguồn cũ" in dialog.subject_help.text()
    assert not dialog.annexes.isEnabled()


def test_typed_tag_becomes_a_chip_when_the_section_is_left(
    qtbot: QtBot, editor: TemplateScreen
) -> None:
    """What was typed is the same template; a tag under the cursor waits."""
    editor.panes.editor.go_to(SECTION, end=True)
    section = editor.panes.editor.sections[SECTION]
    cursor = section.textCursor()
    cursor.insertText(' Có {{ "doi_thoai_cuoc" | so }} cuộc ở {{ dia_ban }}{{ "x')
    before = section.template()
    section.take_typed_tags(all_of_them=True)
    assert [figure.path for _place, figure in section.figures()] == [
        "doi_thoai_cuoc",
        "{{ dia_ban }}",
    ]
    assert section.template() == before
    section.document().undo()
    assert section.figures() == []
    cursor = section.textCursor()
    cursor.setPosition(section.toPlainText().index("doi_thoai"))
    section.setTextCursor(cursor)
    section.take_typed_tags(all_of_them=False)
    assert [figure.path for _place, figure in section.figures()] == ["{{ dia_ban }}"]


def test_newer_version_of_the_program_is_told_and_taken_or_left(
    qtbot: QtBot, office_books: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's version serves; the page says that the program has a newer one."""
    for one in office_books.all_of(store.REGISTER):
        office_books.delete(store.REGISTER, [one.id])
    program = store.in_use(office_books)[HALF_YEAR]
    store.save_version(office_books, {**program.data, "about": "Của cơ quan"})
    assert store.newer_program(office_books, HALF_YEAR) is None
    data = {**program.data, "version": program.version + 1, "about": "Bản sau"}
    later = store.Stored(template_of(data), data)
    known = store.built_in()
    monkeypatch.setattr(store, "built_in", lambda: (*known, later))
    screen = TemplatesScreen(office_books)
    qtbot.addWidget(screen)
    screen.activate(HALF_YEAR)
    qtbot.waitUntil(lambda: HALF_YEAR in screen.newer, timeout=10_000)
    assert not screen.newer_button.isHidden()
    dialog = ProgramDialog(screen.found[HALF_YEAR], screen.newer[HALF_YEAR])
    qtbot.addWidget(dialog)
    assert "ở 1 chỗ" in dialog.findChildren(QLabel)[0].text()
    monkeypatch.setattr(template_list, "ask_program", lambda *_a: ProgramDialog.TAKE)
    screen.compare()
    qtbot.waitUntil(
        lambda: store.in_use(office_books)[HALF_YEAR].data.get("about") == "Bản sau", timeout=10_000
    )
    assert store.newer_program(office_books, HALF_YEAR) is None


@pytest.fixture
def listed(qtbot: QtBot, qapp: QApplication, office_books: Context) -> TemplatesScreen:
    """Open the list of templates."""
    screen = TemplatesScreen(office_books)
    qtbot.addWidget(screen)
    screen.activate(HALF_YEAR)
    qtbot.waitUntil(lambda: bool(screen.found), timeout=10_000)
    return screen


def test_list_opens_and_copies_templates(
    qtbot: QtBot, listed: TemplatesScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter opens the selected template; a copy under a new name opens at once."""
    assert listed.table.key == HALF_YEAR
    with qtbot.waitSignal(listed.go) as gone:
        qtbot.keyClick(listed.table, Qt.Key.Key_Return)
    assert gone.args == ["template", HALF_YEAR]
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_k: "Báo cáo chuyên đề lễ hội")
    with qtbot.waitSignal(listed.go, timeout=10_000) as gone:
        listed.duplicate()
    assert gone.args == ["template", "cq_bao_cao_chuyen_de_le_hoi"]


def test_file_is_shown_before_it_is_taken(
    qtbot: QtBot, listed: TemplatesScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file says what it brings and writes nothing until “Nhận”; undo takes it back."""
    data: dict[str, Any] = dict(store.in_use(listed.context)[HALF_YEAR].data)
    data |= {"code": "mau_tinh", "name": "Mẫu của tỉnh"}
    path = files.write_templates(tmp_path / "tinh", [data])
    before = len(listed.context.all_of(store.REGISTER))
    shown: list[str] = []

    def accept(dialog: OffersDialog) -> int:
        shown.append(dialog.list.item(0).text())
        assert len(listed.context.all_of(store.REGISTER)) == before
        return 1

    monkeypatch.setattr(messages, "choose_files", lambda *_a, **_k: [path])
    monkeypatch.setattr(OffersDialog, "exec", accept)
    with qtbot.waitSignal(tasks.hub().changed, timeout=10_000):
        listed.take_file()
    assert shown == ["Mẫu của tỉnh – mẫu mới"]
    assert "mau_tinh" in store.in_use(listed.context)
    listed.context.undo()
    assert "mau_tinh" not in store.in_use(listed.context)


def test_texts_of_every_template_survive_the_editor(office_books: Context) -> None:
    """Opening and saving changes no template: reading and writing are inverse."""
    for stored in store.in_use(office_books).values():
        for section in stored.template.sections:
            text = section.text
            assert write_template(read_template(text)).text == text, (stored.code, section.code)


def test_sign_of_a_record_is_one_letter_in_the_editor(qtbot: QtBot, qapp: QApplication) -> None:
    """A shielded sign is shown, copied and taken away as the letter that it is."""
    theme.apply(qapp)
    text = literal("- 2*3*4 | {{ x }}") + " **đậm**"
    editor = SectionEditor("I", lambda figure: figure.path)
    qtbot.addWidget(editor)
    editor.show_template(text)
    assert editor.template() == text
    assert editor.plain() == "- 2*3*4 | {{ x }} đậm"
    assert editor.figures() == []
    cursor = editor.textCursor()
    cursor.setPosition(text.index("3"))
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.template() == text.replace(literal("*"), "", 1)


def test_lines_of_a_record_in_a_cell_survive_the_editor(qtbot: QtBot, qapp: QApplication) -> None:
    """The row keeps its shape over two lines; Backspace before the second joins them."""
    theme.apply(qapp)
    said = literal("Một việc\nTổng hai | ba")
    text = f"| A | B |\n| {said} | 2 |\n| **{said}** | 3 |\nSau."
    editor = SectionEditor("I", lambda figure: figure.path)
    qtbot.addWidget(editor)
    editor.show_template(text)
    assert editor.template() == text
    cursor = editor.textCursor()
    cursor.setPosition(text.index("Tổng"))
    editor.setTextCursor(cursor)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.template() == text.replace("\n\u034f", "", 1)


def test_head_is_shown_anew_only_when_it_says_something_else(
    qtbot: QtBot, editor: TemplateScreen
) -> None:
    """The first key makes a draft of the template; the window's head hears of no other key."""
    told: list[bool] = []
    editor.header_changed.connect(lambda: told.append(editor.dirty))
    section = editor.panes.editor.sections[SECTION]
    for letter in "mot hai ba":
        qtbot.keyClicks(section, letter)
        QApplication.processEvents()
    assert told == [True]
    for _letter in "mot hai ba":
        qtbot.keyClick(section, Qt.Key.Key_Backspace)
        QApplication.processEvents()
    assert told == [True, False]


def test_words_with_signs_of_a_record_are_found(editor: TemplateScreen) -> None:
    """Whoever looks for what the paper says need not know of shields."""
    texts = editor.panes.editor
    texts.sections[SECTION].show_template(literal("Thửa đất 2*3*4 m") + ".")
    assert texts.find_words("dat 2*3*4 m.")
    assert texts.sections[SECTION].selected_template() == literal("đất 2*3*4 m") + "."
