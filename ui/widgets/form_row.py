"""One row of a form: label above, editor, and below it the help or the error. Built in one place.

Because every form is made of these rows, every editor has a label as its buddy, an accessible name
and a description that says the help or what is wrong.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import Choice, Date, FieldSpec, Flag, Link, LongText, Text
from ui import theme
from ui.widgets.buttons import Button
from ui.widgets.cells import MASK
from ui.widgets.editors import FieldEditor, Units, make_editor
from ui.widgets.labels import IconLabel, label

COLUMNS = 3
"""A form has three columns; a field takes one, two or all of them."""

ICON_SIZE = 14


class FormRow(QWidget):
    """A field of a form; ``repair_wanted`` when the button beside a wrong value is pressed."""

    repair_wanted = Signal(str)

    def __init__(
        self,
        spec: FieldSpec,
        names: Units,
        parent: QWidget | None = None,
        *,
        repairable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self._repairable = repairable
        self.editor: FieldEditor = make_editor(spec, names, self)
        self.issues: tuple[Issue, ...] = ()
        self.repair = Button(on_click=lambda: self.repair_wanted.emit(self.spec.name), parent=self)
        self.repair.hide()
        self.veil = label(MASK, "muted", parent=self)
        self.veil.setAccessibleName(_("{name}: đang ẩn").format(name=_(spec.label)))
        self.veil.hide()
        self._note = FieldNote(self)
        self._help = _(spec.help)
        self._build()
        self.show_issues(())

    @property
    def span(self) -> int:
        """How many of the form's columns the row takes."""
        return COLUMNS if self._repairable else span_of(self.spec)

    @property
    def is_tick(self) -> bool:
        """Tell whether the row is a tick with its own words."""
        return isinstance(self.spec.type, Flag)

    def show_label_room(self, on: bool) -> None:
        """Keep or give up the empty line that keeps a tick level with labelled neighbours."""
        self.label.setVisible(on)

    def set_value(self, value: Any) -> None:
        """Show a value."""
        self.editor.set_value(value)

    def conceal(self, on: bool) -> None:
        """Mask a value about a private person, or show it; an empty field stays as it is."""
        hide = on and self.spec.personal and self.editor.raw() not in (None, "")
        self.editor.widget.setVisible(not hide)
        self.veil.setVisible(hide)

    def show_issues(self, issues: tuple[Issue, ...]) -> None:
        """Show the first and worst issue instead of the help."""
        self.issues = issues
        worst = _worst(issues)
        self.editor.set_issue(worst.severity if worst else None)
        if worst is None:
            self._note.show_text(self._help, None)
            self.editor.widget.setAccessibleDescription(self._help)
            return
        text = " ".join(part for part in (without_label(worst, self.spec), worst.remedy) if part)
        self._note.show_text(text, worst.severity)
        self.editor.widget.setAccessibleDescription(text)

    def offer_repair(self, words: str) -> None:
        """Show a repair button beside the editor; no words hide it."""
        self.repair.setText(words)
        self.repair.setVisible(bool(words))

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        # The tick carries its words itself; an empty line keeps it level with its neighbours.
        words = " " if isinstance(self.spec.type, Flag) else _(self.spec.label).replace("&", "&&")
        self.label = label(words, "label", parent=self)
        self.label.setBuddy(self.editor.widget)
        head = QHBoxLayout()
        head.setSpacing(theme.px(3))
        head.addWidget(self.label)
        if self.spec.required:
            head.addWidget(label("*", "error_text", parent=self))
        head.addStretch(1)
        layout.addLayout(head)
        body = QGridLayout()
        body.setHorizontalSpacing(theme.px(16))
        body.setVerticalSpacing(theme.px(3))
        body.addWidget(self.editor.widget, 0, 0)
        body.addWidget(self.veil, 0, 0)
        body.addWidget(self._note, 1, 0)
        body.setColumnStretch(0, 2)
        if self._repairable:
            # The room beside the editor is kept, so that nothing moves when the button appears.
            body.addWidget(self.repair, 0, 1, Qt.AlignmentFlag.AlignLeft)
            body.setColumnStretch(1, 1)
            body.setColumnMinimumWidth(1, theme.px(120))
        layout.addLayout(body)
        layout.addStretch(1)
        if isinstance(self.spec.type, Flag):
            self.editor.widget.setMinimumHeight(theme.px(28))


class FieldNote(QWidget):
    """The line below an editor: muted help, or icon and sentence of an issue."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon = IconLabel("error", "error", size=ICON_SIZE, parent=self)
        self.icon.hide()
        self.text = label("", "help", wrap=True, parent=self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.text, 1)
        # The room of one line is kept, so that nothing jumps when a help becomes an error.
        self.setMinimumHeight(theme.px(16))

    def show_text(self, text: str, severity: Severity | None) -> None:
        """Show a help (no severity) or the sentence of an issue."""
        role = _NOTE_ROLES.get(severity, "help") if severity else "help"
        self.text.setText(text)
        theme.set_role(self.text, role)
        self.icon.setVisible(severity is not None)
        if severity is not None:
            self.icon.show_icon(severity.value, _ICON_ROLES[severity])


_NOTE_ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning"}
_ICON_ROLES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "accent"}


def span_of(spec: FieldSpec) -> int:
    """Tell how many of the three columns a field needs."""
    if isinstance(spec.type, LongText):
        return COLUMNS
    if type(spec.type) is Text and not isinstance(spec.type, Choice | Date):
        if spec.type.max_length > 200:
            return COLUMNS
        return 2 if spec.type.max_length > 120 else 1
    return 2 if isinstance(spec.type, Link) else 1


def without_label(issue: Issue, spec: FieldSpec) -> str:
    """Drop the field's name at the head of a sentence that stands under that field."""
    head = f"{_(spec.label)}: "
    text = issue.message
    return text[len(head) :][:1].upper() + text[len(head) + 1 :] if text.startswith(head) else text


def _worst(issues: tuple[Issue, ...]) -> Issue | None:
    order = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    return min(issues, key=lambda issue: order.index(issue.severity), default=None)
