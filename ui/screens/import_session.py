"""The files of an import under way: their plan, and what the clerk did so far.

Everything is a function of frozen values, so it may run on a worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.closing import ImportGuard
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.units import Directory
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.legacy import MOST_LISTED, LegacySample, every_sample
from danvan_desktop.spreadsheets.mapping import Mapping as ColumnChoice
from danvan_desktop.spreadsheets.model import CellValue
from danvan_desktop.spreadsheets.plan import FilePlan, Location
from danvan_desktop.spreadsheets.suspects import Suspect, find_suspects
from danvan_desktop.vietnamese import nfc
from ui.screens.import_digest import Digest, digest
from ui.screens.import_events import row_at


@dataclass(frozen=True, slots=True)
class Session:
    """Files under way: their paths, the plan, whether old fonts are converted, unit names.

    ``hidden``: hidden sheets are read too. ``typed``, ``mapped`` and ``dated`` remember
    corrections (file, sheet, row, field), mappings and periods (file, sheet) of the plans before,
    also those that the present one has no place for.
    """

    paths: tuple[Path, ...]
    plan: ImportPlan
    convert: bool
    names: Directory
    digest: Digest
    hidden: bool = False
    periods: tuple[tuple[str, str], ...] = ()
    typed: Mapping[tuple[str, str, int, str], CellValue | None] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()
    mapped: Mapping[tuple[str, str], ColumnChoice] = field(default_factory=dict)
    dated: Mapping[tuple[str, str], str] = field(default_factory=dict)
    known_periods: Callable[[], Sequence[Period]] = field(default=tuple, repr=False, compare=False)

    @property
    def open_suspects(self) -> tuple[Suspect, ...]:
        """The pairs that only look alike and that nobody has judged yet."""
        settled = {one.pair for one in self.plan.decisions.judged}
        alike = {one.pair for one in self.suspects}
        for pair in self.plan.duplicates if alike else ():
            both = frozenset((pair.counted, pair.duplicate))
            if both in alike:
                settled.add(both)
        return tuple(one for one in self.suspects if one.pair not in settled)

    def path_of(self, file: FilePlan) -> Path | None:
        """Find the path of a file that was read."""
        found = (path for path in self.paths if nfc(path.name) == file.name)
        return next(found, None) if file.refused is None else None

    def with_plan(self, plan: ImportPlan) -> Session:
        """The same files with a changed plan; slow for long lists, so for a worker."""
        return replace(self, plan=plan, digest=digest(plan, ImportGuard(self.known_periods())))


# --- work for a worker thread


def look(
    context: Any,
    paths: Sequence[Path],
    *,
    convert: bool = True,
    hidden: bool = False,
    before: Session | None = None,
    progress: Progress = no_progress,
) -> Session:
    """Inspect files; choices and corrections made in ``before`` are made again."""
    from danvan_desktop.organisation.repeats import event_keys

    wanted = tuple(dict.fromkeys(path.resolve() for path in importer.expand(paths)))
    first = {nfc(path.name): path for path in reversed(wanted)}
    read = [path for path in wanted if first[nfc(path.name)] == path]
    plan = importer.inspect(read, context, convert_legacy=convert, hidden=hidden, progress=progress)
    twins = [_twin(nfc(path.name)) for path in wanted if path not in read]
    plan = replace(plan, files=(*plan.files, *twins))
    names = context.directory()
    known = context.periods()
    periods = tuple((period.code, period.name) for period in reversed(known))
    suspects = find_suspects(plan, lambda register: event_keys(context, register))
    plain = Session(
        wanted,
        plan,
        convert,
        names,
        digest(plan, ImportGuard(known)),
        hidden,
        periods,
        suspects=suspects,
        known_periods=context.periods,
    )
    if before is None:
        return plain
    typed = {**before.typed, **_typed(before.plan)}
    mapped = {**before.mapped, **_mapped(before.plan)}
    dated = {**before.dated, **_dated(before.plan)}
    plan = _made_again(plan, typed, mapped, dated).decide(before.plan.decisions)
    for place in reversed(before.plan.preferred):
        plan = plan.prefer(place)
    plain = plain.with_plan(plan)
    return replace(plain, typed=typed, mapped=mapped, dated=dated)


def _twin(name: str) -> FilePlan:
    """Leave out a second file of the same name: rows are known by it, as are corrections."""
    error = UserError(
        _("Đã chọn một tệp khác cùng tên {name}.").format(name=name),
        safe=_("Chưa có dòng nào được nhập từ tệp này."),
        remedy=_("Đổi tên tệp, hoặc nhập sau khi lưu tệp kia."),
        code="same_name",
    )
    return FilePlan(name=name, refused=error)


def _typed(plan: ImportPlan) -> dict[tuple[str, str, int, str], CellValue | None]:
    return {
        (sheet.file, sheet.name, row.row, name): raw
        for sheet in plan.sheets
        for row in sheet.rows
        for name, raw in row.changed.items()
    }


def _mapped(plan: ImportPlan) -> dict[tuple[str, str], ColumnChoice]:
    chosen = (sheet for sheet in plan.sheets if sheet.chosen)
    return {(s.file, s.name): s.mapping for s in chosen if s.mapping is not None}


def _dated(plan: ImportPlan) -> dict[tuple[str, str], str]:
    chosen = ((s.file, s.name, s.chosen_period) for s in plan.sheets)
    return {(file, name): period for file, name, period in chosen if period}


def _made_again(
    plan: ImportPlan,
    typed: Mapping[tuple[str, str, int, str], CellValue | None],
    mapped: Mapping[tuple[str, str], ColumnChoice],
    dated: Mapping[tuple[str, str], str],
) -> ImportPlan:
    """Map and correct a fresh plan as the clerk did before, as far as its sheets allow."""
    for sheet in plan.sheets:
        mapping = mapped.get((sheet.file, sheet.name))
        columns = sheet.header.columns if sheet.header else {}
        if mapping is not None and all(c.column in columns for c in mapping.columns):
            plan = plan.remap(sheet.file, sheet.name, mapping)
    for (file, name), period in dated.items():
        plan = plan.set_period(file, name, period)
    for (file, name, row, field_name), raw in typed.items():
        if row_at(plan, Location(file, name, row)) is not None:
            plan = plan.correct(file, name, row, field_name, raw)
    return plan


def suspects_at(session: Session, file: str = "", sheet: str = "") -> list[Suspect]:
    """List the pairs of a table (without a file: of all) that only look alike."""
    return [
        one
        for one in session.open_suspects
        if not file
        or (file, sheet) in ((one.first.file, one.first.sheet), (one.second.file, one.second.sheet))
    ]


def samples_of(file: FilePlan) -> list[LegacySample]:
    """List the cells of a file that are converted from an old font, of very many the first."""
    sheets = {sheet.name: sheet.sheet for sheet in file.sheets}
    samples = (sample for sheet in sheets.values() for sample in every_sample(sheet))
    return list(islice(samples, MOST_LISTED + 1))
