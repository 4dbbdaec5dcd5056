"""A list inside a form (delegates, opinions, tasks), edited in place like a sheet.

The last line is always empty: typing in it adds a row. Tab walks through the cells, a block copied
from Excel is pasted from the current cell on. Like every editor it reads a cell when it is left;
a text that cannot be read stays and is an issue of its row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import ChildSpec, issue_for
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.child_model import ChildModel, Unread, is_filled
from ui.widgets.child_sheet import ROW_HEIGHT, CellDelegate, Sheet
from ui.widgets.editors import Units
from ui.widgets.form_row import FieldNote
from ui.widgets.labels import label

MOST_ROWS_SHOWN = 12


class ChildTable(QWidget):
    """The list with its heading, buttons and keyboard."""

    edited = Signal()
    left = Signal()

    def __init__(self, spec: ChildSpec, names: Units, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        self.model = ChildModel(spec, names, self)
        self.view = Sheet(self)
        self.note = FieldNote(self)
        self.add_button = Button(_("Thêm dòng"), "add", kind="quiet", dense=True, parent=self)
        self.remove_button = Button(_("Xóa dòng"), "trash", kind="quiet", dense=True, parent=self)
        self.up_button = Button(_("Lên"), "arrow-up", kind="quiet", dense=True, parent=self)
        self.down_button = Button(_("Xuống"), "arrow-down", kind="quiet", dense=True, parent=self)
        self.paste_button = Button(
            _("Dán từ Excel"), "sheet", kind="quiet", dense=True, parent=self
        )
        self._build()
        self._fit()

    def load(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show the rows of a record."""
        self.model.load(rows)
        self.note.show_text("", None)
        self._fit()

    def values(self) -> list[dict[str, Any]]:
        """Give the rows; an unread cell is None."""
        self.commit()
        return [
            {key: None if isinstance(value, Unread) else value for key, value in row.items()}
            for row in self.model.rows
            if is_filled(self.spec, row)
        ]

    def draft(self) -> list[dict[str, Any]]:
        """Give the rows as they stand, unread texts included."""
        rows = [dict(row) for row in self.model.rows]
        cell = self.view.open_cell()
        if cell is not None:
            place, name, value = cell
            if place >= len(rows):
                rows.append({field.name: field.default for field in self.spec.fields})
            rows[place][name] = value
        return [
            {key: str(value) if isinstance(value, Unread) else value for key, value in row.items()}
            for row in rows
            if is_filled(self.spec, row)
        ]

    def reading_issues(self, register: str) -> list[Issue]:
        """Give an issue for every cell that could not be read."""
        issues = []
        filled = [row for row in self.model.rows if is_filled(self.spec, row)]
        for number, row in enumerate(filled, start=1):
            for field in self.spec.fields:
                typed = row.get(field.name)
                if isinstance(typed, Unread):
                    code = field.type.parse(str(typed), self.model.names).code or "unknown_choice"
                    name = f"{self.spec.key}.{field.name}"
                    place = Place(register=register, field=name, row=number)
                    label = _("{list}, dòng {n}, {column}").format(
                        list=_(self.spec.label), n=number, column=_(field.label)
                    )
                    issues.append(issue_for(code, label=label, value=typed, place=place))
        return issues

    def show_issues(self, issues: tuple[Issue, ...]) -> None:
        """Mark wrong cells and say the first fault below the list."""
        self.model.show_issues(issues)
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        first = next(iter(errors or issues), None)
        self.note.show_text(first.message if first else "", first.severity if first else None)

    def focus_cell(self, row: int, field: str) -> None:
        """Go to a cell (row from 1) and open it for editing."""
        names = [spec.name for spec in self.spec.fields]
        column = names.index(field) if field in names else 0
        place = min(self.model.row_at(row), self.model.rowCount() - 1)
        index = self.model.index(place, column)
        self._edit(index)

    def _edit(self, index: QModelIndex) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.setCurrentIndex(index)
        if self.model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.view.edit(index)

    def focused_field(self) -> str:
        """Name the current cell as "list.column"."""
        index = self.view.currentIndex()
        return f"{self.spec.key}.{self.model.field(index.column()).name}" if index.isValid() else ""

    def focusable(self) -> Sequence[QWidget]:
        """Give what Tab stops at, in reading order."""
        return (self.view, self.add_button, self.remove_button, self.paste_button)

    def commit(self) -> None:
        """Take over a cell that is still being edited."""
        self.view.commit_open_editor()

    def set_read_only(self, read_only: bool) -> None:
        """Let the list only be read."""
        self.model.beginResetModel()
        self.model.read_only = read_only
        self.model.endResetModel()
        for button in self._buttons():
            button.setVisible(not read_only)

    def add_row(self) -> None:
        """Add a row and begin typing in it."""
        self.model.insert(len(self.model.rows))
        self._edit(self.model.index(len(self.model.rows) - 1, 0))

    def remove_rows(self) -> None:
        """Take the selected rows away."""
        self.model.remove([index.row() for index in self.view.selectionModel().selectedIndexes()])
        self.left.emit()

    def paste(self) -> None:
        """Paste a block from the clipboard at the current cell."""
        text = QGuiApplication.clipboard().text()
        index = self.view.currentIndex()
        if text:
            row = index.row() if index.isValid() else len(self.model.rows)
            self.model.paste(text, row, max(0, index.column()))
            self.left.emit()

    def move_row(self, step: int) -> None:
        """Move the current row up or down."""
        index = self.view.currentIndex()
        if index.isValid():
            row = self.model.move(index.row(), step)
            self.view.setCurrentIndex(self.model.index(row, index.column()))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(4))
        heading = label(_(self.spec.label), "label", parent=self)
        heading.setBuddy(self.view)
        head.addWidget(heading)
        head.addStretch(1)
        layout.addLayout(head)
        layout.addWidget(self.view)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(4))
        for button in self._buttons():
            foot.addWidget(button)
        foot.addStretch(1)
        layout.addLayout(foot)
        layout.addWidget(self.note)
        self.setFocusProxy(self.view)
        self.view.setAccessibleName(_(self.spec.label))
        self.view.setModel(self.model)
        self.view.setItemDelegate(CellDelegate(self.model, self.view))
        self.view.paste = self.paste
        self.view.remove_rows = self.remove_rows
        self.view.move_row = self.move_row
        self.view.left.connect(self.left)
        self._connect()

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.add_row)
        self.remove_button.clicked.connect(self.remove_rows)
        self.up_button.clicked.connect(lambda: self.move_row(-1))
        self.down_button.clicked.connect(lambda: self.move_row(1))
        self.paste_button.clicked.connect(self.paste)
        self.model.edited.connect(self.edited)
        changes = (self.model.rowsInserted, self.model.rowsRemoved, self.model.modelReset)
        for signal in (*changes, self.model.dataChanged):
            signal.connect(lambda *_change: self._fit())
        self.view.resized.connect(self._share_width)
        self.view.horizontalHeader().setMinimumSectionSize(theme.px(48))

    def _share_width(self) -> None:
        """Share the width among the columns as declared; no heading is cut."""
        metrics = self.view.horizontalHeader().fontMetrics()
        fields = self.spec.fields
        room = self.view.viewport().width()
        declared = [field.width or 120 for field in fields]
        least = [metrics.horizontalAdvance(_(f.label) + " *") + theme.px(16) for f in fields]
        shares = [room * width // sum(declared) for width in declared]
        widths = [max(few, share) for few, share in zip(least, shares, strict=True)]
        widest = max(range(len(widths)), key=widths.__getitem__)
        widths[widest] = max(least[widest], widths[widest] + room - sum(widths))
        for column, width in enumerate(widths):
            self.view.setColumnWidth(column, width)
        self._fit()

    def _buttons(self) -> tuple[Button, ...]:
        return (
            self.add_button,
            self.remove_button,
            self.up_button,
            self.down_button,
            self.paste_button,
        )

    def _fit(self) -> None:
        """Be as high as the rows, so that the form scrolls and not a list inside it."""
        self.view.resizeRowsToContents()
        least = theme.px(ROW_HEIGHT)
        heights = [max(least, self.view.rowHeight(r)) for r in range(self.model.rowCount())]
        is_wide = self.view.horizontalHeader().length() > self.view.viewport().width()
        bar = self.view.horizontalScrollBar().sizeHint().height() if is_wide else 2
        head = max(least, self.view.horizontalHeader().sizeHint().height())
        self.view.setFixedHeight(head + sum(heights[:MOST_ROWS_SHOWN]) + bar)
