"""The figures in the text of a report: put in, explained, compared, followed to their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRect, QUrl
from PySide6.QtGui import QCursor

from danvan_desktop.indicators import catalogue, records_of
from danvan_desktop.reports.explained import Explained
from danvan_desktop.reports.figures import parse_path, split_reference
from danvan_desktop.reports.subjects import split_subject
from danvan_desktop.reports.typed_numbers import MONEY_WORDS, TypedNumber
from danvan_desktop.storage.values import ListQuery
from ui import tasks
from ui.screens import report_work as work
from ui.widgets.figure_picker import FigurePicker
from ui.widgets.figure_popover import FigurePopover
from ui.widgets.pdf_preview import PreviewDialog
from ui.widgets.section_text import OBJECT, Figure, Mark, read_template

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen

FIGURE_LINK = "danvan:figure/"


class ReportFigures(QObject):
    """Picker and popover of the editor, and what they do to its text."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self.popover = FigurePopover(screen)
        self.popover.records_wanted.connect(self._open_records)
        self.popover.comparison_wanted.connect(self.insert_comparison)
        self.picker: FigurePicker | None = None
        self._near = QRect()

    # ------------------------------------------------------------------ into the text
    def insert_figure(self, prefer: str = "") -> None:
        """Open the box that finds a figure and puts it at the cursor."""
        screen = self.screen
        if screen.period is None or not screen.editable or screen.editor.editor is None:
            return
        self.close_popover()
        self.picker = FigurePicker(screen.context, screen.period, prefer=prefer, parent=screen)
        self.picker.picked.connect(self._insert)
        self.picker.finished.connect(lambda _code: screen.focus_text())
        self.picker.open()

    def insert_comparison(self, path: str = "") -> None:
        """Put the sentence that compares with last year behind the clause of a figure."""
        editor = self.screen.editor.editor
        if editor is None or not self.screen.editable:
            return
        near = editor.chip_before_cursor()
        path = path or (near.path if near is not None else "")
        self.close_popover()
        if path not in catalogue():
            self.insert_figure("so_sanh")
            return
        cursor = editor.textCursor()
        block = cursor.block()
        rest = block.text()[cursor.selectionEnd() - block.position() :]
        ends = [rest.index(sign) for sign in ".;" if sign in rest]
        cursor.setPosition(cursor.selectionEnd() + min(ends, default=len(rest.rstrip())))
        editor.setTextCursor(cursor)
        figure = Mark(OBJECT, figure=Figure(path, "so_sanh"))
        editor.insert_parts([[Mark(","), Mark(" "), figure]])
        self.screen.focus_text()

    def take_figure(self, number: TypedNumber) -> None:
        """Put the live figure (or the words of a record) in the place of what contradicts it."""
        editor = self.screen.editor.sections.get(number.section)
        if editor is None or not self.screen.editable:
            return
        written = editor.written()
        end = number.end
        if written.text[number.start : end] != number.typed:
            return
        if number.filter == "tien" and written.text[end:].startswith(MONEY_WORDS):
            end += len(MONEY_WORDS)
        start, last = written.position(number.start), written.position(end - 1)
        if number.path:
            self.screen.editor.go_to(number.section)
            editor.replace_range(start, last + 1, Figure(number.path, number.filter))
        else:
            self.screen.editor.go_to(number.section, select=(start, last + 1))
            editor.insert_parts(read_template(number.shown))

    # ------------------------------------------------------------------ explained
    def choose_chip(self, figure: Figure, near: QRect) -> None:
        """Explain a chosen chip (``near`` in the editor's pixels); the second time its records."""
        screen = self.screen
        place = QRect(screen.editor.mapTo(screen, near.topLeft()), near.size())
        if self.popover.isVisible() and place == self._near:
            self.popover.open_records()
            return
        self._explain(figure.path, place)

    def follow_link(self, address: str) -> None:
        """Explain the figure that was clicked on a page."""
        path = _path_in(address)
        if path is not None:
            screen = self.screen
            preview = screen.panes.preview
            at = screen.mapFromGlobal(QCursor.pos())
            inside = preview.geometry().contains(screen.panes.mapFrom(screen, at))
            if not inside:
                at = preview.mapTo(screen, QPoint(60, 80))
            self._explain(path, QRect(at, QPoint(at.x() + 1, at.y() + 10)))

    def watch(self, dialog: PreviewDialog) -> None:
        """Explain the figures that are clicked on the pages of a dialog, too."""
        pages = self.screen.pages
        if pages is not None and pages.linked != pages.pdf:
            dialog.preview.show_pdf(pages.pdf, pages.linked)
        popover = FigurePopover(dialog)
        dialog.over = popover

        def open_records(query: ListQuery) -> None:
            dialog.accept()
            self._open_records(query)

        def follow(address: str) -> None:
            path = _path_in(address)
            if path is None or self.screen.record is None:
                return
            at = dialog.mapFromGlobal(QCursor.pos())
            near = QRect(at, QPoint(at.x() + 1, at.y() + 10))
            tasks.run(
                work.explain,
                self.screen.context,
                self.screen.record,
                path,
                done=lambda found: popover.explain(found, near=near, editable=False),
                owner=popover,
            )

        popover.records_wanted.connect(open_records)
        dialog.preview.link_clicked.connect(follow)

    def close_popover(self) -> None:
        """Hide the explanation; one that is still being made is not shown."""
        self._near = QRect()
        if self.popover.isVisible():
            self.popover.hide()
            self.screen.escape.setEnabled(self.screen.panes.search.isVisible())
        self.screen.editor.close_chip()

    def open_register(self, register: str, indicator: str = "") -> None:
        """Open a register, on the records that an indicator counts when one is named."""
        screen = self.screen
        if indicator in catalogue() and screen.period is not None:
            tasks.run(
                records_of,
                screen.context,
                indicator,
                screen.period,
                done=self._open_records,
                owner=screen,
            )
        else:
            screen.go.emit(register, None)

    def open_records_of(self, path: str) -> None:
        """Open the records that a figure counts now; without a path what the paper is about."""
        screen = self.screen
        if screen.record is None:
            return
        if not path:
            register, ids = split_subject(screen.record.values.get("doi_tuong"))
            screen.go.emit(register, ids[0] if ids else None)
            return
        tasks.run(
            work.explain,
            screen.context,
            screen.record,
            path,
            done=lambda found: self._open_records(found.query),
            owner=screen,
        )

    # ------------------------------------------------------------------ private
    def _insert(self, path: str, filter_name: str) -> None:
        editor = self.screen.editor.editor
        if editor is not None:
            editor.insert_figure(Figure(path, filter_name))

    def _explain(self, path: str, near: QRect) -> None:
        self._near = near
        if self.screen.record is None:
            return
        wanted = parse_path(path)
        if wanted is None or wanted.code not in catalogue():
            return
        tasks.run(
            work.explain,
            self.screen.context,
            self.screen.record,
            path,
            done=lambda found: self._show_popover(found, near),
            owner=self.screen,
        )

    def _show_popover(self, found: Explained, near: QRect) -> None:
        if near == self._near:
            self.popover.explain(found, near=near, editable=self.screen.editable)
            self.screen.escape.setEnabled(True)

    def _open_records(self, query: ListQuery) -> None:
        self.close_popover()
        self.screen.go.emit(query.register, query)


def _path_in(address: str) -> str | None:
    """Read the path of a figure out of the address of a link; None for any other link."""
    if not address.startswith(FIGURE_LINK):
        return None
    reference = QUrl.fromPercentEncoding(address.removeprefix(FIGURE_LINK).encode("utf-8"))
    return split_reference(reference)[0]
