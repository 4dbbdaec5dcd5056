"""A small dialog that asks for a few fields of a register, with the same rows as its form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec, issue_for
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.editors import Units
from ui.widgets.form_row import COLUMNS, FieldNote, FormRow
from ui.widgets.labels import label

Check = Callable[[Mapping[str, Any]], Sequence[Issue]]


class FieldDialog(QDialog):
    """Asks for fields; the verb is accepted only when ``check`` finds no error."""

    def __init__(
        self,
        register: RegisterSpec,
        names: Units,
        fields: Sequence[str],
        *,
        title: str,
        text: str,
        verb: str,
        initial: Mapping[str, Any],
        check: Check,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.register = register
        self.rows = {name: FormRow(register.field(name), names, self) for name in fields}
        self._check = check
        self.note = FieldNote(self)
        self.setWindowTitle(title)
        self.setMinimumWidth(theme.px(520))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.setSpacing(10)
        outer.addWidget(label(title, "card_title", wrap=True))
        if text:
            outer.addWidget(label(text, "muted", wrap=True))
        outer.addLayout(self._grid(initial))
        outer.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(Button(_("Hủy"), on_click=self.reject, parent=self))
        self.accept_button = Button(verb, kind="primary", on_click=self.try_accept, parent=self)
        self.accept_button.setDefault(True)
        buttons.addWidget(self.accept_button)
        outer.addLayout(buttons)

    def values(self) -> dict[str, Any]:
        """Give what was read."""
        return {name: row.editor.read().value for name, row in self.rows.items()}

    def try_accept(self) -> None:
        """Close with the values, or say what is wrong beside the fields."""
        issues = self._unread() or list(self._check(self.values()))
        for name, row in self.rows.items():
            row.show_issues(tuple(i for i in issues if i.place.field == name))
        rest = [issue for issue in issues if issue.place.field not in self.rows]
        errors = [issue for issue in issues if issue.severity is Severity.ERROR]
        others = [issue for issue in rest if issue.severity is Severity.ERROR]
        self.note.show_text(others[0].message if others else "", Severity.ERROR if others else None)
        if not errors:
            self.accept()
        else:
            self._make_room()

    def _make_room(self) -> None:
        """Grow until the sentences under the fields are whole."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _unread(self) -> list[Issue]:
        found = []
        for name, row in self.rows.items():
            parsed = row.editor.read()
            if parsed.code is not None:
                place = Place(register=self.register.key, field=name)
                name_, value = _(row.spec.label), row.editor.raw()
                found.append(issue_for(parsed.code, label=name_, value=value, place=place))
        return found

    def _grid(self, initial: Mapping[str, Any]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        line, column = 0, 0
        for name, row in self.rows.items():
            row.set_value(initial.get(name))
            if column + row.span > COLUMNS:
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, row.span)
            column += row.span
        for number in range(COLUMNS):
            grid.setColumnStretch(number, 1)
            grid.setColumnMinimumWidth(number, theme.px(150))
        return grid


def ask_fields(
    register: RegisterSpec,
    names: Units,
    fields: Sequence[str],
    *,
    title: str,
    text: str = "",
    verb: str,
    initial: Mapping[str, Any],
    check: Check,
    parent: QWidget | None = None,
) -> dict[str, Any] | None:
    """Ask for fields; None when the clerk cancels."""
    dialog = FieldDialog(
        register,
        names,
        fields,
        title=title,
        text=text,
        verb=verb,
        initial=initial,
        check=check,
        parent=parent,
    )
    return dialog.values() if dialog.exec() else None
