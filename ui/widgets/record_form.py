"""A register's form: its sections as one long page of rows and child lists.

It holds values and shows issues; it neither saves nor keeps drafts. What cannot be read stays in
its editor as typed, and is an issue of that field.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec, issue_for
from ui import theme
from ui.widgets.child_table import ChildTable
from ui.widgets.editors import Units
from ui.widgets.form_row import COLUMNS, FormRow
from ui.widgets.labels import label as text_label
from ui.widgets.link_editor import TAKES_ENTER, LinkEditor
from ui.widgets.panel import Line, Panel
from ui.widgets.repairs import repair_for

GAP_X, GAP_Y = 16, 8
THREE_COLUMNS, TWO_COLUMNS = 560, 380
"""From these widths (at 100 % text zoom) on a form has three or two columns."""


class FormSection(QWidget):
    """A part of the form: number, heading, one line of help, then its rows in a grid."""

    def __init__(self, number: int, key: str, label: str, help_: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.number = number
        self.label = label
        self._rows: list[tuple[QWidget, int, bool]] = []
        self._columns = COLUMNS
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(theme.px(GAP_X))
        self.grid.setVerticalSpacing(theme.px(GAP_Y))
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(text_label(f"{number}. {label}", "card_title", parent=self))
        self.note = text_label(help_, "muted", wrap=True, parent=self)
        head.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(head)
        layout.addWidget(Line(self))
        layout.addLayout(self.grid)

    def add(self, widget: QWidget, span: int, *, new_line: bool = False) -> None:
        """Add a row that takes ``span`` of the columns; ``arrange`` puts it in its place."""
        self._rows.append((widget, span, new_line))

    def arrange(self, columns: int = COLUMNS) -> None:
        """Lay the rows out in so many columns, beside each other where they fit."""
        self._columns = columns
        for widget, _span, _new_line in self._rows:
            self.grid.removeWidget(widget)
        lines: list[list[tuple[QWidget, int]]] = [[]]
        used = 0
        for widget, wanted, new_line in self._rows:
            span = min(wanted, columns)
            if lines[-1] and (new_line or used + span > columns):
                lines.append([])
                used = 0
            lines[-1].append((widget, span))
            used += span
        for number, line in enumerate(lines):
            self._put(number, line)
        for column in range(COLUMNS):
            self.grid.setColumnStretch(column, 1 if column < columns else 0)

    @property
    def columns(self) -> int:
        """How many columns the rows stand in."""
        return self._columns

    def _put(self, number: int, line: list[tuple[QWidget, int]]) -> None:
        """Put a line in the grid; ticks alone in a line need no room for labels."""
        ticks = [widget for widget, _span in line if isinstance(widget, FormRow) and widget.is_tick]
        for tick in ticks:
            tick.show_label_room(len(ticks) < len(line))
        column = 0
        for widget, span in line:
            self.grid.addWidget(widget, number, column, 1, span)
            column += span


class RecordForm(QScrollArea):
    """All sections of a register, one below the other.

    ``edited`` follows every change by hand, ``left`` (field name) when a field loses the focus,
    ``section_changed`` (key) when another section comes to the top of the view.
    """

    edited = Signal()
    left = Signal(str)
    section_changed = Signal(str)
    repair_wanted = Signal(str)
    search_wanted = Signal(object, str)
    """A link asks for records: its editor and the typed words."""
    record_wanted = Signal(str, str)
    """A link leads to a record: register and id."""

    def __init__(self, register: RegisterSpec, names: Units, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.register = register
        self.rows: dict[str, FormRow] = {}
        self.children_: dict[str, ChildTable] = {}
        self.sections: list[FormSection] = []
        self._names = names
        self._kept: dict[str, Any] = {}
        self.enter_moves_on = True
        """Enter goes to the next field, except in texts of several lines."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._page = Panel(self)
        self._layout = QVBoxLayout(self._page)
        margin = theme.px(20)
        self._layout.setContentsMargins(margin, theme.px(14), margin, theme.px(24))
        self._layout.setSpacing(theme.px(16))
        for number, section in enumerate(register.sections, start=1):
            self._layout.addWidget(self._make_section(number, section.key, section))
        self._layout.addStretch(1)
        self.setWidget(self._page)
        self.setAccessibleName(_("Phiếu {what}").format(what=_(register.record_label)))
        self.verticalScrollBar().valueChanged.connect(lambda _at: self._announce_section())
        self._top_section = ""

    # --- values

    def load(self, values: Mapping[str, Any]) -> None:
        """Show a record or a draft; what has no editor is handed back by ``values``."""
        self._kept = dict(values)
        for name, row in self.rows.items():
            row.set_value(values.get(name, row.spec.default if not values else None))
            row.show_issues(())
        for key, table in self.children_.items():
            table.load(values.get(key) or [])

    def conceal(self, on: bool) -> None:
        """Mask what is kept about private persons, or show it."""
        for row in self.rows.values():
            if row.spec.personal:
                row.conceal(on)
        for table in self.children_.values():
            if any(field.personal for field in table.spec.fields):
                table.model.conceal(on)

    def values(self) -> dict[str, Any]:
        """Give the readable values; an unreadable field is None (see ``reading_issues``)."""
        read = {name: row.editor.read().value for name, row in self.rows.items()}
        lists = {key: table.values() for key, table in self.children_.items()}
        return {**self._kept, **read, **lists}

    def draft(self) -> dict[str, Any]:
        """Give everything as it stands, unreadable texts included."""
        raw = {name: row.editor.raw() for name, row in self.rows.items()}
        lists = {key: table.draft() for key, table in self.children_.items()}
        return {**self._kept, **raw, **lists}

    def reading_issues(self) -> list[Issue]:
        """Give an issue for every text that its field type could not read."""
        issues = []
        for name, row in self.rows.items():
            parsed = row.editor.read()
            if parsed.code is not None:
                place = Place(register=self.register.key, field=name)
                typed = row.editor.raw()
                label = _(row.spec.label)
                unknown = parsed.code == "unknown_unit"
                hint = self._names.unit_hint(str(typed)) if unknown else ""
                issues.append(
                    issue_for(parsed.code, label=label, value=typed, place=place, remedy=hint)
                )
        for table in self.children_.values():
            issues += table.reading_issues(self.register.key)
        return issues

    def set_names(self, names: Units) -> None:
        """Take the units of another day."""
        self._names = names
        for row in self.rows.values():
            row.editor.set_names(names)
        for table in self.children_.values():
            table.model.names = names

    def set_periods(self, codes: Sequence[str]) -> None:
        """Take the reporting periods that the office keeps, the newest first."""
        for row in self.rows.values():
            row.editor.set_periods(codes)

    def show_derived(self, whole: Mapping[str, Any]) -> None:
        """Show values that follow from others (attendance from delegates) as they will be saved."""
        for name, row in self.rows.items():
            value = whole.get(name)
            parsed = row.editor.read()
            if parsed.code is None and value != parsed.value and value is not None:
                row.set_value(value)

    # --- issues and focus

    def show_issues(self, issues: Iterable[Issue]) -> None:
        """Show every issue beside its field or its list."""
        by_field: dict[str, list[Issue]] = {}
        for issue in issues:
            by_field.setdefault(self.field_of(issue), []).append(issue)
        for name, row in self.rows.items():
            row.show_issues(tuple(by_field.get(name, ())))
        for key, table in self.children_.items():
            table.show_issues(tuple(by_field.get(key, ())))

    def field_of(self, issue: Issue) -> str:
        """Name the field or child list that an issue belongs to."""
        return (issue.place.field or "").partition(".")[0]

    def section_of(self, field: str) -> str:
        """Tell which section holds a field or child list; "" for none."""
        if field in self.rows:
            return self.rows[field].spec.section
        if field in self.children_:
            return self.children_[field].spec.section
        return ""

    def focus_field(self, field: str, row: int | None = None) -> None:
        """Go to a field (or a cell "list.column" of a row, counted from 1) and select its text."""
        name, _dot, column = field.partition(".")
        if name in self.rows:
            target = self.rows[name]
            self._bring_into_view(target)
            target.editor.select()
        elif name in self.children_:
            table = self.children_[name]
            self._bring_into_view(table)
            table.focus_cell(row or 1, column)

    def focused_field(self) -> str:
        """Name the field that has the focus in its window, "" for none."""
        focused: QWidget | None = self.window().focusWidget()
        for name, row in self.rows.items():
            if focused is not None and (row is focused or row.isAncestorOf(focused)):
                return name
        for key, table in self.children_.items():
            if focused is not None and table.isAncestorOf(focused):
                return table.focused_field() or key
        return ""

    def focus_first(self) -> None:
        """Go to the first field of the form, without selecting what a key would then overwrite."""
        for row in self.rows.values():
            self.verticalScrollBar().setValue(0)
            row.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return

    def show_section(self, key: str) -> None:
        """Scroll a section to the top and go to its first field."""
        section = next((s for s in self.sections if s.key == key), None)
        if section is None:
            return
        self.verticalScrollBar().setValue(section.y() - theme.px(8))
        for row in self.rows.values():
            if row.spec.section == key:
                row.editor.widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        for table in self.children_.values():
            if table.spec.section == key:
                table.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def add_section(self, key: str, label: str, help_: str, content: QWidget) -> FormSection:
        """Add a section that the register does not declare (attachments)."""
        section = FormSection(len(self.sections) + 1, key, label, help_, self._page)
        section.add(content, COLUMNS)
        section.arrange()
        self.sections.append(section)
        self._layout.insertWidget(self._layout.count() - 1, section)
        return section

    def set_read_only(self, read_only: bool) -> None:
        """Turn the fields into selectable text."""
        for row in self.rows.values():
            row.editor.set_read_only(read_only)
        for table in self.children_.values():
            table.set_read_only(read_only)

    def editors(self) -> Sequence[QWidget]:
        """Give the focusable editors in reading order."""
        result: list[QWidget] = []
        for section in self.sections:
            result += [r.editor.widget for r in self.rows.values() if r.spec.section == section.key]
            result += [
                widget
                for table in self.children_.values()
                if table.spec.section == section.key
                for widget in table.focusable()
            ]
        return result

    # --- private

    def _make_section(self, number: int, key: str, declared: Any) -> FormSection:
        section = FormSection(number, key, _(declared.label), _(declared.help), self._page)
        self.sections.append(section)
        for spec in self.register.fields:
            if spec.section != key or spec.derived:
                continue
            repair = repair_for(self.register.key, spec.name)
            row = FormRow(spec, self._names, section, repairable=repair is not None)
            row.editor.edited.connect(self.edited)
            row.editor.entered.connect(lambda key=key: self._enter_section(key))
            row.editor.widget.installEventFilter(self)
            row.editor.left.connect(lambda name=spec.name: self.left.emit(name))
            row.repair_wanted.connect(self.repair_wanted)
            if isinstance(row.editor, LinkEditor):
                self._connect_link(row.editor)
            self.rows[spec.name] = row
            section.add(row, row.span)
        for child in self.register.children:
            if child.section != key:
                continue
            table = ChildTable(child, self._names, section)
            table.edited.connect(self.edited)
            table.left.connect(lambda name=child.key: self.left.emit(name))
            self.children_[child.key] = table
            section.add(table, COLUMNS, new_line=True)
        section.arrange()
        return section

    def _connect_link(self, editor: LinkEditor) -> None:
        editor.search_wanted.connect(lambda text: self.search_wanted.emit(editor, text))
        editor.open_wanted.connect(self.record_wanted)
        self.verticalScrollBar().valueChanged.connect(lambda _at: editor.close_list())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width() * 100 / theme.zoom()
        columns = 3 if room >= THREE_COLUMNS else 2 if room >= TWO_COLUMNS else 1
        for section in self.sections:
            if section.columns != columns:
                section.arrange(columns)

    def _bring_into_view(self, widget: QWidget) -> None:
        # The layout of a form that has just been opened settles in the next turn of the loop.
        QTimer.singleShot(0, widget, lambda: self.ensureWidgetVisible(widget, 0, theme.px(60)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            own = isinstance(watched, QPlainTextEdit) or bool(watched.property(TAKES_ENTER))
            if enter and plain and self.enter_moves_on and not own:
                self.focusNextChild()
                return True
        return super().eventFilter(watched, event)

    def _enter_section(self, key: str) -> None:
        if key != self._top_section:
            self._top_section = key
            self.section_changed.emit(key)

    def _announce_section(self) -> None:
        """Tell which section is at the top of the view after scrolling."""
        bar = self.verticalScrollBar()
        at_end = bar.value() == bar.maximum() > 0
        # The last sections never reach the top of the view.
        top = bar.value() + (self.viewport().height() // 2 if at_end else theme.px(40))
        found = self.sections[0].key if self.sections else ""
        for section in self.sections:
            if section.mapTo(self._page, QPoint(0, 0)).y() <= top:
                found = section.key
        focused = self.section_of(self.focused_field().partition(".")[0])
        visible = [s.key for s in self.sections if not s.visibleRegion().isEmpty()]
        self._enter_section(focused if focused in visible else found)
