"""Rows of an import put into the words of its list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.schema import Choice, FieldSpec, Flag, Unit
from danvan_desktop.spreadsheets.plan import PlannedRow, SheetPlan
from ui.screens.import_digest import RowView, TableView, Verdict
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


MOST_KEPT = 1000
"""Rows that are kept in words: several screens of them."""


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

    def lazy(self, view: TableView, place: int) -> LazyLine:
        """Give the row to be put into words when it is looked at."""
        return LazyLine(
            view.numbers[place],
            lambda: self._line(view[place]),
            has_reason=self.has_reason(view, place),
        )

    def has_reason(self, view: TableView, place: int) -> bool:
        """Tell whether something stands below the row."""
        return view.has_reason(place, full=self._full)

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


class LazyLines(Sequence[LazyLine]):
    """Some rows of a table; only those looked at lately are kept in words."""

    def __init__(self, view: TableView, places: Sequence[int], make: LineMaker) -> None:
        self._view, self._places, self._make = view, places, make
        self._made: dict[int, LazyLine] = {}

    @overload
    def __getitem__(self, number: int) -> LazyLine: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[LazyLine]: ...
    def __getitem__(self, number: int | slice) -> LazyLine | Sequence[LazyLine]:
        if isinstance(number, slice):
            return [self[one] for one in range(len(self))[number]]
        place = self._places[number]
        if place not in self._made:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            self._made[place] = self._make.lazy(self._view, place)
        return self._made[place]

    def __len__(self) -> int:
        return len(self._places)

    def heads(self) -> Iterator[tuple[int, bool]]:
        """Tell of each row its Excel number and whether something stands below it."""
        numbers, has_reason = self._view.numbers, self._make.has_reason
        return ((numbers[place], has_reason(self._view, place)) for place in self._places)


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
