"""Rows of an import put into the words of its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.schema import Choice, FieldSpec, Flag, Unit
from danvan_desktop.spreadsheets.plan import PlannedRow, SheetPlan
from ui.screens.import_session import (
    RowView,
    Verdict,
)
from ui.screens.import_words import reason_text
from ui.widgets.badge import Mark
from ui.widgets.cells import cell_text
from ui.widgets.import_lines import CheckLine, LazyLine

_MARKS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.ACCEPTED: (N_("Nhận"), "success", "tick"),
    Verdict.DUPLICATE: (N_("Trùng"), "accent", "copy"),
    Verdict.REJECTED: (N_("Từ chối"), "error", "x"),
    Verdict.KNOWN: (N_("Đã có"), "neutral", "check"),
}


class LineMaker:
    """Puts rows of one table into words; ``full`` also says what many rows share."""

    def __init__(
        self,
        sheet: SheetPlan,
        fields: Sequence[FieldSpec],
        names: Directory,
        listed: Sequence[str],
        *,
        full: bool,
    ) -> None:
        self._sheet, self._fields, self._names = sheet, fields, names
        self._listed, self._full = listed, full

    def lazy(self, view: RowView) -> LazyLine:
        """Give the row to be put into words when it is looked at."""
        refused = view.verdict in (Verdict.REJECTED, Verdict.DUPLICATE)
        told = bool(view.rare) or (self._full and bool(view.common))
        known = view.verdict is Verdict.KNOWN
        return LazyLine(
            view.planned.row, partial(self._line, view), has_reason=refused or (told and not known)
        )

    def _line(self, view: RowView) -> CheckLine:
        row = view.planned
        text, tone, icon = _MARKS[view.verdict]
        reason = reason_text(view, self._sheet, self._listed)
        ink = {"error": "error", "accent": "accent"}.get(tone, "warning")
        if view.verdict is Verdict.ACCEPTED and (view.rare or (self._full and view.common)):
            tone, icon = "warning", "warning"
        if self._full and view.common:
            shared = " ".join(told(issue) for issue in view.common)
            reason = f"{reason} {shared}".strip()
        wrong = {i.place.field for i in row.issues if i.severity is Severity.ERROR}
        fields = list(enumerate(self._fields))
        return CheckLine(
            row=row.row,
            mark=Mark(_(text), tone, icon),
            cells=tuple(shown_value(row, field, self._names) for field in self._fields),
            raw=tuple(row.raw.get(field.name, "") for field in self._fields),
            wrong=frozenset(n for n, field in fields if field.name in wrong),
            changed=frozenset(n for n, field in fields if field.name in row.changed),
            reason="" if view.verdict is Verdict.KNOWN else reason,
            tone=ink,
            editable=view.verdict is not Verdict.KNOWN,
            hints={n: _hint(field) for n, field in fields if field.name in wrong},
        )


def shown_value(row: PlannedRow, field: FieldSpec, names: Directory) -> str:
    """Write what would be stored, as the lists do; a text that was not understood stays raw."""
    value = row.values.get(field.name)
    if isinstance(field.type, Flag):
        return "x" if value else row.raw.get(field.name, "")
    if value is None:
        return ""
    return cell_text(field, value, names)


def _hint(field: FieldSpec) -> str:
    name = _(field.label)[:1].lower() + _(field.label)[1:]
    if isinstance(field.type, Choice | Flag):
        return _("Chọn {field}").format(field=name)
    if isinstance(field.type, Unit):
        return _("Gõ tên xã, cơ quan")
    return _("Gõ {field} để nhận dòng này").format(field=name)


def told(issue: Issue) -> str:
    """Say what is wrong and what to do."""
    return " ".join(part for part in (issue.message, issue.remedy) if part)
