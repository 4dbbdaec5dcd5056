"""Import workbooks: look (``inspect``), correct in the plan, write once (``write``).

Nothing is stored before ``write``, which makes one operation with one name in the undo list.
Importing the same workbook again adds nothing, because rows are known by their fingerprints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.collector import resting_collector
from danvan_desktop.spreadsheets.compact import plain
from danvan_desktop.spreadsheets.form_identity import (
    FormIdentity,
    form_in,
    is_identity,
    returned_in,
)
from danvan_desktop.spreadsheets.form_reading import check_unit
from danvan_desktop.spreadsheets.judging import Decisions
from danvan_desktop.spreadsheets.legacy import settle
from danvan_desktop.spreadsheets.mapping import Mapping
from danvan_desktop.spreadsheets.model import CellValue, Sheet
from danvan_desktop.spreadsheets.plan import (
    Duplicate,
    FilePlan,
    Location,
    NewRows,
    PlannedRow,
    RefusedRows,
    SheetPlan,
    sheets_of,
)
from danvan_desktop.spreadsheets.repeats import (
    ImportContext,
    find_duplicates,
    mark_known,
)
from danvan_desktop.spreadsheets.safety import check_file, nothing_to_import
from danvan_desktop.spreadsheets.secret_books import refuse_marked_content, refuse_marked_name
from danvan_desktop.spreadsheets.shelf import shelved
from danvan_desktop.spreadsheets.targets import FIGURES, stored_count, stored_rows
from danvan_desktop.spreadsheets.understand import (
    corrected,
    read_rows,
    understand,
)
from danvan_desktop.spreadsheets.worker import WorkbookReader
from danvan_desktop.storage.values import Changes, ImportRow
from danvan_desktop.vietnamese import nfc, sort_key

SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xls")
"""What a folder is searched for; a file named directly is looked at whatever it is called."""


_STEPS = 100
"""Steps of progress in one file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Everything that an import would do; ``correct`` and ``remap`` give a changed plan.

    ``skipped`` names what lies in the folders besides workbooks.
    """

    files: tuple[FilePlan, ...]
    skipped: tuple[str, ...] = ()
    duplicates: Sequence[Duplicate] = ()
    preferred: tuple[Location, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)
    context: ImportContext = field(repr=False, compare=False)

    @property
    def sheets(self) -> list[SheetPlan]:
        """Every table of every file, in order."""
        return sheets_of(self.files)

    @property
    def new_rows(self) -> NewRows:
        """The rows that ``write`` stores, those first that the clerk wants counted."""
        return NewRows(self.files, self.preferred)

    @property
    def rejected(self) -> RefusedRows:
        """The rows that are refused."""
        return RefusedRows(self.sheets)

    def correct(
        self, file: str, sheet: str, row: int, field: str, raw: CellValue | None
    ) -> ImportPlan:
        """Type ``raw`` over a field of one row and check that row anew."""

        def change(plan: SheetPlan) -> SheetPlan:
            if plan.mapping is None or plan.row_at(row) is None:
                return plan
            return corrected(plan, self.context.directory, row, field, raw)

        return self._changed(file, sheet, change)

    def remap(self, file: str, sheet: str, mapping: Mapping) -> ImportPlan:
        """Read a sheet by a mapping that the clerk chose; ``write`` remembers it."""

        def change(plan: SheetPlan) -> SheetPlan:
            if plan.header is None:
                return plan
            changes = {row.row: row.changed for row in plan.rows if row.changed}
            chosen = replace(plan, mapping=mapping, chosen=True)
            return read_rows(chosen, self.context.directory, changes, _at_hand(self.context))[0]

        return self._changed(file, sheet, change)

    def set_period(self, file: str, sheet: str, period: str) -> ImportPlan:
        """Give the rows of a sheet this period (a code), where no column and no day does."""

        def change(plan: SheetPlan) -> SheetPlan:
            if not plan.needs_period:
                return plan
            changes = {row.row: row.changed for row in plan.rows if row.changed}
            chosen = replace(plan, chosen_period=period)
            return read_rows(chosen, self.context.directory, changes)[0]

        return self._changed(file, sheet, change)

    def leave_out(self, file: str, sheet: str) -> ImportPlan:
        """Import nothing from a sheet; ``remap`` takes it in again."""
        return self._changed(
            file, sheet, lambda plan: replace(plan, register=None, mapping=None, rows=())
        )

    def recheck(self) -> ImportPlan:
        """Compare the rows anew with what is stored by now."""
        return self._with(self.files, self.preferred)

    def prefer(self, counted: Location) -> ImportPlan:
        """Let this row be the one of its event that is counted, not the first of the list."""
        others = tuple(place for place in self.preferred if place != counted)
        return self._with(self.files, (counted, *others))

    def decide(self, decisions: Decisions) -> ImportPlan:
        """Take what the clerk said of rows that may report one event."""
        return replace(self, decisions=decisions).recheck()

    def _changed(
        self, file: str, sheet: str, change: Callable[[SheetPlan], SheetPlan]
    ) -> ImportPlan:
        files = tuple(
            replace(
                plan,
                sheets=tuple(change(s) if s.name == sheet else s for s in plan.sheets),
            )
            if plan.name == file
            else plan
            for plan in self.files
        )
        return self._with(files, self.preferred)

    def _with(self, files: tuple[FilePlan, ...], preferred: tuple[Location, ...]) -> ImportPlan:
        plan = _settled(files, self.context, preferred, self.decisions)
        return replace(plan, skipped=self.skipped)


@dataclass(frozen=True, slots=True)
class Written:
    """What an import stored; ``changes`` is None when every row was known or refused."""

    changes: Changes | None
    rows: int
    files: int


def inspect(
    paths: Iterable[Path],
    context: ImportContext,
    *,
    convert_legacy: bool = True,
    hidden: bool = False,
    progress: Progress = no_progress,
) -> ImportPlan:
    """Read and check workbooks (folders: the workbooks in them); nothing is stored.

    ``convert_legacy`` is the clerk's consent to turn TCVN3 texts into Unicode; without it the plan
    still holds the samples to ask with. ``hidden`` also reads hidden sheets. Files that cannot be
    read stand in the plan with their reason; raises only Cancelled.
    """
    paths = list(paths)
    listed = list(expand(paths))
    files: list[FilePlan] = []
    with resting_collector(), WorkbookReader() as reader:
        for number, path in enumerate(listed):
            part = _part(progress, number, len(listed), nfc(path.name))
            files.append(_inspect_file(path, context, reader, convert_legacy, hidden, part))
    progress(len(listed) * _STEPS, len(listed) * _STEPS, "")
    return replace(_settled(tuple(files), context), skipped=tuple(left_aside(paths)))


def write(plan: ImportPlan, context: ImportContext, *, progress: Progress = no_progress) -> Written:
    """Store the accepted rows that are not known yet, in one operation."""
    for sheet in plan.sheets:
        if sheet.chosen and sheet.mapping and sheet.header:
            context.remember_mapping(sheet.header.fingerprint, sheet.mapping.to_json())
    new = plan.new_rows
    if not new:
        return Written(None, 0, 0)
    sources = {file.sha256: file.name for file, _sheet, rows in new.tables if rows}
    label = _("Nhập {rows} dòng từ {files} tệp").format(rows=len(new), files=len(sources))
    total = sum(_stored_total(sheet, rows) for _file, sheet, rows in new.tables)
    rows = (one for _file, sheet, row in new for one in _import_rows(sheet, row))
    files = [(name, digest) for digest, name in sources.items()]
    said = plan.decisions.to_store(plan.sheets)
    with resting_collector():
        changes = context.import_rows(
            label, rows, files, decisions=said, total=total, progress=progress
        )
    return Written(changes, len(new), len(sources))


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """List files as given and, for folders, the workbooks in them in alphabetical order."""
    for path in paths:
        yield from _workbooks(path) if path.is_dir() else (path,)


def left_aside(paths: Iterable[Path]) -> list[str]:
    """Name what a folder holds besides workbooks, sub-folders too: nothing of it is looked at."""
    return [
        nfc(f"{found.name}/" if found.is_dir() else found.name)
        for path in paths
        if path.is_dir()
        for found in sorted(set(path.iterdir()) - set(_workbooks(path)))
        if not found.name.startswith((".", "~$"))
    ]


def _workbooks(folder: Path) -> list[Path]:
    found = (p for p in folder.iterdir() if p.is_file() and p.suffix.lower() in SUFFIXES)
    # "~$name.xlsx" is what Excel leaves beside a workbook that is open.
    kept = (p for p in found if not p.name.startswith("~$"))
    return sorted(kept, key=lambda p: sort_key(nfc(p.name)))


def _part(progress: Progress, number: int, files: int, name: str) -> Progress:
    """Let one file of several report its own progress as its share of the whole."""
    reached = number * _STEPS
    progress(reached, files * _STEPS, name)

    def report(done: int, total: int, text: str = "") -> None:
        nonlocal reached
        if total > 0:
            reached = number * _STEPS + min(done, total) * _STEPS // total
        progress(reached, files * _STEPS, name)

    return report


def _inspect_file(
    path: Path,
    context: ImportContext,
    reader: WorkbookReader,
    convert: bool,
    hidden: bool,
    progress: Progress,
) -> FilePlan:
    name = nfc(path.name)
    try:
        refuse_marked_name(path)
        facts = check_file(path)
        sheets = reader.read(path, facts, progress)
        refuse_marked_content(path, facts, sheets)
        if not any(sheet.rows for sheet in sheets):
            raise nothing_to_import(path)
        form = form_in(sheets, file=name)
        if form is not None:
            check_unit(form, context.directory(), file=name)
    except UserError as error:
        return FilePlan(name=name, refused=error)
    returned = returned_in(sheets)
    plans = [
        plan
        for sheet in sheets
        if sheet.rows and not is_identity(sheet)
        for plan in _inspect_sheet(
            sheet, name, context, convert, hidden, form, returned.get(sheet.name, ())
        )
    ]
    return FilePlan(name=name, sha256=facts.sha256, sheets=tuple(plans), macros=facts.macros)


def _inspect_sheet(
    sheet: Sheet,
    file: str,
    context: ImportContext,
    convert: bool,
    hidden: bool,
    form: FormIdentity | None,
    source: tuple[str, ...],
) -> tuple[SheetPlan, ...]:
    if sheet.hidden and not hidden:
        return (SheetPlan(file=file, sheet=sheet),)
    text = settle(sheet, convert=convert)
    return understand(
        text,
        file=file,
        reading_on=context.directory,
        memory=context,
        form=form,
        source=source,
        at_hand=_at_hand(context),
    )


def _at_hand(context: ImportContext) -> str | None:
    period = context.current_period()
    return period.code if period else None


def _settled(
    files: tuple[FilePlan, ...],
    context: ImportContext,
    preferred: tuple[Location, ...] = (),
    decisions: Decisions | None = None,
) -> ImportPlan:
    """Make the plan of these files: what is known, and what reports one event twice."""
    marked = mark_known(files, context)
    decisions = decisions or Decisions()
    return ImportPlan(
        files=marked,
        duplicates=shelved(
            decisions.applied(find_duplicates(sheets_of(marked), context, preferred))
        ),
        preferred=preferred,
        decisions=decisions,
        context=context,
    )


def _stored_total(sheet: SheetPlan, rows: Sequence[PlannedRow]) -> int:
    if sheet.register != FIGURES:  # a record for each row: there may be too many rows to look at
        return len(rows)
    return sum(stored_count(sheet.register, row.values) for row in rows)


def _import_rows(sheet: SheetPlan, row: PlannedRow) -> Iterator[ImportRow]:
    origin: dict[str, Any] = {"file": sheet.file, "sheet": sheet.name, "row": row.row}
    if row.flags:
        origin["flags"] = row.flags
    if row.qualifiers:
        origin["qualifiers"] = row.qualifiers
    if row.changed:
        origin["corrected"] = sorted(row.changed)
    whole = ImportRow(str(sheet.register), plain(row.values), origin, row.fingerprint)
    return stored_rows(whole, row.qualifiers)
