"""One editor for each field type, all with the same few verbs, so forms and tables are generic.

How to add one: a class in ``line_editors`` (one types) or ``choice_editors`` (one picks), and a
line in ``_MAKERS``; whatever has none is typed into a line and read by its field type.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from danvan_desktop.schema import (
    Choice,
    Coded,
    Date,
    FieldSpec,
    Flag,
    Link,
    LongText,
    Period,
    Time,
    Unit,
)
from ui.widgets.choice_editors import ChoiceEditor, FlagEditor, PeriodEditor, UnitEditor
from ui.widgets.editor_base import FieldEditor, Units
from ui.widgets.line_editors import DateEditor, LineEditor, LongTextEditor
from ui.widgets.link_editor import LinkEditor

__all__ = ["FieldEditor", "Units", "make_editor"]

_MAKERS: tuple[tuple[type, Callable[..., FieldEditor]], ...] = (
    (Flag, FlagEditor),
    (Choice, ChoiceEditor),
    (Coded, ChoiceEditor),
    (Unit, UnitEditor),
    (Period, PeriodEditor),
    (Link, LinkEditor),
    (Date, DateEditor),
    (LongText, LongTextEditor),
)


def make_editor(spec: FieldSpec, names: Units, parent: QWidget | None = None) -> FieldEditor:
    """Make the editor of a field's type."""
    for kind, maker in _MAKERS:
        if isinstance(spec.type, kind):
            return maker(spec, names, parent)
    editor = LineEditor(spec, names, parent)
    if isinstance(spec.type, Time) and not spec.example:
        editor.line.setPlaceholderText("13:30")
    return editor
