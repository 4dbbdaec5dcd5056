"""A dialog that edits one list of a record (speeches, votes, tasks) as a sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import ChildSpec
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.child_table import ChildTable
from ui.widgets.editors import Units
from ui.widgets.form_row import FieldNote
from ui.widgets.labels import label

Check = Callable[[list[dict[str, Any]]], Sequence[Issue]]


class ChildDialog(QDialog):
    """Shows a list; the verb is accepted only when it reads and ``check`` finds no error."""

    def __init__(
        self,
        spec: ChildSpec,
        names: Units,
        rows: Sequence[Mapping[str, Any]],
        *,
        register: str,
        verb: str,
        check: Check,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._register = register
        self._check = check
        self.setWindowTitle(_(spec.label))
        self.resize(theme.px(980), theme.px(480))
        self.table = ChildTable(spec, names, self)
        self.table.load(rows)
        self.note = FieldNote(self)
        hint = _("Tab sang ô tiếp theo; dòng cuối trống để gõ thêm; dán được khối chép từ Excel.")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Hủy"), on_click=self.reject))
        self.accept_button = Button(verb, kind="primary", on_click=self.try_accept)
        buttons.addWidget(self.accept_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 12)
        outer.setSpacing(theme.px(8))
        outer.addWidget(self._scrolling(), 1)
        outer.addWidget(label(hint, "help", wrap=True))
        outer.addWidget(self.note)
        outer.addLayout(buttons)

    def values(self) -> list[dict[str, Any]]:
        """Give the rows as they were read."""
        return self.table.values()

    def try_accept(self) -> None:
        """Close with the rows, or say what is wrong."""
        rows = self.values()
        issues = [*self.table.reading_issues(self._register), *self._check(rows)]
        wrong = [issue for issue in issues if issue.severity is Severity.ERROR]
        self.table.show_issues(tuple(wrong))
        if wrong:
            text = " ".join(part for part in (wrong[0].message, wrong[0].remedy) if part)
            self.note.show_text(text, Severity.ERROR)
            return
        self.accept()

    # ------------------------------------------------------------------ private
    def _scrolling(self) -> QScrollArea:
        """Let a long list scroll: the sheet is as high as its rows, the dialog is not."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self.table.view.selectionModel().currentChanged.connect(self._follow)
        return self._scroll

    def _follow(self, present: QModelIndex) -> None:
        """Keep the cell of the cursor in sight."""
        cell = self.table.view.visualRect(present)
        inner = self._scroll.widget()
        if inner is None:
            return
        place = self.table.view.viewport().mapTo(inner, cell.center())
        self._scroll.ensureVisible(0, place.y(), 0, cell.height())
