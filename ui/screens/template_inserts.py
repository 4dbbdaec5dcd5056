"""What can be put into a template without typing a tag: figures, conditions, lists, tables, words.

A chip that is clicked tells what it stands for; a condition can be chosen for a selection.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QMenu

from danvan_desktop.i18n import N_, _
from danvan_desktop.indicators import catalogue
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports import explained
from danvan_desktop.reports.explained import Explained
from danvan_desktop.reports.figures import parse_path
from danvan_desktop.reports.tag_words import WORDS
from danvan_desktop.reports.templates import PERIOD
from danvan_desktop.reports.word_choices import word_choices
from danvan_desktop.storage.values import ListQuery
from ui import tasks
from ui.screens.template_work import Sample
from ui.widgets.figure_picker import FigurePicker
from ui.widgets.figure_popover import FigurePopover
from ui.widgets.section_text import Figure, read_template

if TYPE_CHECKING:
    from ui.screens.template_editor import TemplateScreen

PIECES = (
    (N_("Danh sách gạch đầu dòng"), "- {words}\n- {words}"),
    (N_("Danh sách a), b), c)"), "a) {words}\nb) {words}\nc) {words}"),
    (N_("Danh sách 1., 2., 3."), "1. {words}\n2. {words}\n3. {words}"),
    (
        N_("Bảng"),
        "| {head} | {head} | {head} |\n| --- | ---: | ---: |\n"
        "| {words} | … | … |\n| {total} | … | … |",
    ),
    (N_("Tiêu đề trong mục"), "# {words}"),
)
"""Pieces that stand on lines of their own; the words in braces are filled in."""

UNIT_TABLE = (
    "| {unit} | {head} |\n| --- | ---: |\n"
    "{{% for dv in don_vi %}}| {{{{ dv.ten }}}} | {{{{ \"{path}\" | so_nguyen: dv.ma }}}} |\n"
    "{{% endfor %}}| {total} | {{{{ \"{path}\" | so_nguyen }}}} |"
)  # fmt: skip
"""A table with a row for each commune."""


class TemplateInserts(QObject):
    """Picker, menu and popover of the template editor."""

    def __init__(self, screen: TemplateScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self.picker: FigurePicker | None = None
        self.popover = FigurePopover(screen)
        self.popover.records_wanted.connect(self._open_records)
        self._near = QRect()
        bar = screen.panes.toolbar
        bar.figure.clicked.connect(self.insert_figure)
        bar.bold.clicked.connect(lambda: self._style("toggle_bold"))
        bar.italic.clicked.connect(lambda: self._style("toggle_italic"))
        self._fill_menu()
        QShortcut(QKeySequence("Ctrl+D"), screen).activated.connect(self.insert_figure)
        screen.panes.editor.chip_chosen.connect(self._explain)
        screen.panes.editor.scrolled.connect(self.close_popover)

    # ------------------------------------------------------------------ commands
    def insert_figure(self) -> None:
        """Open the box that finds a figure and puts it at the cursor."""
        self._pick(asks=False, take=self._put_figure)

    def insert_condition(self) -> None:
        """Choose a condition; the selection (or what follows) stands only when it holds."""
        self._pick(asks=True, take=self._put_condition)

    def insert_unit_table(self) -> None:
        """Choose a figure and put a table of it with a row for each commune."""
        self._pick(asks=False, take=self._put_unit_table)

    def insert_text(self, text: str) -> None:
        """Put a piece of template at the cursor."""
        editor = self.screen.panes.editor.editor
        if editor is not None:
            editor.insert_parts(read_template(text))
            editor.setFocus()

    def close_popover(self) -> None:
        """Hide the explanation of a figure."""
        self._near = QRect()
        if self.popover.isVisible():
            self.popover.hide()
        self.screen.escape.setEnabled(False)
        self.screen.panes.editor.close_chip()

    # ------------------------------------------------------------------ private
    def _fill_menu(self) -> None:
        menu = self.screen.panes.toolbar.menu
        menu.addAction(_("Điều kiện trên số liệu…"), self.insert_condition)
        menu.addAction(_("Bảng theo đơn vị cấp xã…"), self.insert_unit_table)
        menu.addSeparator()
        for words, piece in PIECES:
            menu.addAction(_(words), partial(self._put_piece, piece))
        menu.addSeparator()
        self.words = menu.addMenu(_("Tên kỳ, cơ quan, nội dung hồ sơ"))

    def show_words(self, subject: str) -> None:
        """Offer the words of a template's subject: of its period and office, of its record."""
        self.words.clear()
        if subject == PERIOD:
            for name, words in WORDS.items():
                if not name.startswith("dv."):
                    self._add_words(self.words, _(words), f"{{{{ {name} }}}}")
        groups: dict[str, QMenu] = {"": self.words}
        for choice in word_choices(subject):
            if choice.group not in groups:
                groups[choice.group] = self.words.addMenu(choice.group)
            self._add_words(groups[choice.group], choice.label, choice.text)

    def _add_words(self, menu: QMenu, words: str, text: str) -> None:
        put = self._put_piece if "\n" in text else self.insert_text
        menu.addAction(words, lambda: put(text))

    def _pick(self, *, asks: bool, take: object) -> None:
        period = self._period()
        screen = self.screen
        if period is None or screen.panes.editor.editor is None:
            return
        assert callable(take)
        self.close_popover()
        self.picker = FigurePicker(screen.context, period, asks=asks, parent=screen)
        self.picker.picked.connect(take)
        self.picker.finished.connect(lambda _code: self._focus())
        self.picker.open()

    def _period(self) -> Period | None:
        """Give the period of the sample, else the latest one that has begun."""
        opened = self.screen.opened
        sample = self.screen.panes.samples.currentData()
        if opened is None or not opened.periods:
            return None
        wanted = sample.period if isinstance(sample, Sample) else None
        found = (one for one in opened.periods if one.code == wanted)
        return next(found, opened.periods[-1])

    def _focus(self) -> None:
        editor = self.screen.panes.editor.editor
        if editor is not None:
            editor.setFocus()

    def _style(self, what: str) -> None:
        editor = self.screen.panes.editor.editor
        if editor is not None:
            getattr(editor, what)()
            editor.setFocus()

    def _put_figure(self, path: str, name: str) -> None:
        editor = self.screen.panes.editor.editor
        if editor is not None:
            editor.insert_figure(Figure(path, name))

    def _put_condition(self, path: str, name: str) -> None:
        editor = self.screen.panes.editor.editor
        if editor is None:
            return
        cursor = editor.textCursor()
        chosen = editor.selected_template() or _("Viết nội dung ở đây.")
        tag = f'{{% if "{path}" | {name} %}}'
        cursor.beginEditBlock()
        editor.insert_parts(read_template(f"{tag}{chosen}{{% endif %}}"))
        cursor.endEditBlock()

    def _put_unit_table(self, path: str, name: str) -> None:
        wanted = parse_path(path)
        one = catalogue().get(wanted.code) if wanted else None
        head = one.short_label if one else path
        words = {"unit": _("Đơn vị"), "head": head, "total": _("Cộng"), "path": path}
        self._put_piece(UNIT_TABLE.format(**words))

    def _put_piece(self, piece: str) -> None:
        """Put a piece on lines of its own."""
        editor = self.screen.panes.editor.editor
        if editor is None:
            return
        for word, said in (
            ("{words}", _("nội dung")),
            ("{head}", _("Cột")),
            ("{total}", _("Cộng")),
        ):
            piece = piece.replace(word, said)
        cursor = editor.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        editor.setTextCursor(cursor)
        before = "\n" if cursor.block().text().strip() else ""
        self.insert_text(before + piece)

    def _explain(self, figure: Figure, near: QRect) -> None:
        period = self._period()
        if not figure.filter or period is None:
            return
        screen = self.screen
        place = QRect(screen.panes.editor.mapTo(screen, near.topLeft()), near.size())
        if self.popover.isVisible() and place == self._near:
            self.popover.open_records()
            return
        self._near = place
        wanted = parse_path(figure.path)
        if wanted is not None and wanted.code in catalogue():
            tasks.run(
                explained.explain,
                screen.context,
                figure.path,
                period,
                done=lambda found: self._show(found, place),
                owner=screen,
            )

    def _show(self, found: Explained, near: QRect) -> None:
        if near == self._near:
            self.popover.explain(found, near=near, editable=False)
            self.screen.escape.setEnabled(True)

    def _open_records(self, query: ListQuery) -> None:
        self.close_popover()
        self.screen.go.emit(query.register, query)
