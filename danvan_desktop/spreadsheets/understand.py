"""One sheet → its tables, understood and checked; knows neither files nor storage."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as MappingOf
from dataclasses import replace

from danvan_desktop.schema import RegisterSpec, day_in_period
from danvan_desktop.spreadsheets.compact import plain
from danvan_desktop.spreadsheets.form_identity import FormIdentity
from danvan_desktop.spreadsheets.form_reading import form_plan
from danvan_desktop.spreadsheets.header import Header, find_header
from danvan_desktop.spreadsheets.indicator_list import indicator_list
from danvan_desktop.spreadsheets.layout import DataRow, Table, read_table
from danvan_desktop.spreadsheets.legacy import LegacyText
from danvan_desktop.spreadsheets.mapping import Mapping, MappingMemory, find_mapping
from danvan_desktop.spreadsheets.model import CellValue, Sheet
from danvan_desktop.spreadsheets.number_set import NumberSet
from danvan_desktop.spreadsheets.packed_rows import RowGatherer
from danvan_desktop.spreadsheets.plan import PlannedRow, SheetPlan
from danvan_desktop.spreadsheets.rows import CheckedRow, ReadingOn, RowReader, Surroundings
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.spreadsheets.titles import (
    period_in,
    sheet_money_unit,
    unit_in,
    year_in,
)
from danvan_desktop.vietnamese import clean, fold_key

MAX_TABLES = 20
_TITLE_ROWS = 40
_UNCHANGED: dict[str, CellValue | None] = {}
_WRITE = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def understand(
    text: LegacyText,
    *,
    file: str,
    reading_on: ReadingOn,
    memory: MappingMemory | None = None,
    form: FormIdentity | None = None,
    source: tuple[str, ...] = (),
    at_hand: str | None = None,
) -> tuple[SheetPlan, ...]:
    """Find the tables of a sheet; a sheet without one gives one plan of no register.

    ``form`` is the blank form that the workbook was made from, ``source`` what the rows of a
    returned sheet are known by, ``at_hand`` the period that rows without a day get when the title
    names none.
    """
    sheet = text.sheet
    plain = SheetPlan(file=file, sheet=sheet, samples=text.samples, kept=text.kept, source=source)
    filled = form_plan(plain, form, reading_on(form.last_day)) if form else None
    if filled is not None:
        return (read_rows(filled, reading_on)[0],)
    plans: list[SheetPlan] = []
    after = 0
    while len(plans) < MAX_TABLES and (header := find_header(sheet, after)) is not None:
        titles = _titles(sheet, after, header)
        plan = replace(plain, header=header, titles=titles, period=period_in((*titles, sheet.name)))
        plan, after = _mapped(plan, reading_on, memory, at_hand)
        plans.append(plan)
    known = [plan for plan in plans if plan.register]
    if not known:
        listed = indicator_list(plain, reading_on(None))
        if listed is not None:
            return (read_rows(listed, reading_on, at_hand=at_hand)[0],)
    return tuple(known or plans[:1]) or (replace(plain, titles=_titles(sheet, 0, None)),)


def read_rows(
    plan: SheetPlan,
    reading_on: ReadingOn,
    changes: MappingOf[int, MappingOf[str, CellValue | None]] | None = None,
    at_hand: str | None = None,
) -> tuple[SheetPlan, Table]:
    """Read the table of a mapped plan; ``changes`` are the clerk's corrections by row."""
    header, mapping = plan.header, plan.mapping
    if mapping is None or header is None:
        raise ValueError("the sheet has no mapping")
    spec = import_target(mapping.register)
    plan = replace(plan, row_period=_row_period(plan, at_hand))
    reading = reading_on(_title_day(plan))
    unit = plan.form.unit if plan.form else _title_unit(plan, spec, reading_on)
    reader = row_reader(replace(plan, unit=unit), reading_on)
    rows = RowGatherer(plan.sheet.rows, reader)
    mark = Fingerprints(plan).mark
    changes = changes or {}

    def take(source: DataRow) -> None:
        changed = changes.get(source.row, _UNCHANGED)
        checked = reader.read(source, changed)
        rows.put(PlannedRow(source, checked, mark(checked), changed=changed))

    table = read_table(
        plan.sheet, header, mapping, spec, lambda t: reading.find_unit(t).code is not None, take
    )
    done = replace(plan, register=spec.key, unit=unit, rows=rows.rows(), others=table.others)
    return done, table


def corrected(
    plan: SheetPlan, reading_on: ReadingOn, row: int, name: str, raw: CellValue | None
) -> SheetPlan:
    """Type ``raw`` over a field of one row; the other rows keep their verdicts."""
    reader = row_reader(plan, reading_on)
    rows = RowGatherer(plan.sheet.rows, reader)
    mark = Fingerprints(plan).mark
    for planned in plan.rows:
        checked, known, changed = planned.checked, planned.known, planned.changed
        if planned.row == row:
            known, changed = False, {**changed, name: raw}
            checked = reader.read(planned.source, changed)
        rows.put(PlannedRow(planned.source, checked, mark(checked), known, changed))
    return replace(plan, rows=rows.rows())


def row_reader(plan: SheetPlan, reading_on: ReadingOn) -> RowReader:
    """Make the reader of a plan's rows."""
    if plan.mapping is None:
        raise ValueError("the sheet has no mapping")
    around = Surroundings(
        file=plan.file,
        sheet=plan.name,
        unit=plan.unit,
        period=plan.row_period,
        day=_title_day(plan),
        kept=plan.kept,
        unsolved=plan.sheet.unsolved,
        days=plan.form.days if plan.form else None,
    )
    return RowReader(import_target(plan.mapping.register), plan.mapping, around, reading_on)


class Fingerprints:
    """Gives each row of a sheet the mark by which a later import knows it again.

    It covers file name, sheet and content, not the row's number: a row moved by an insertion is
    the same row, and two rows of the same content in one sheet are two.
    """

    def __init__(self, plan: SheetPlan) -> None:
        known_by = plan.source or (fold_key(plan.file), fold_key(plan.name))
        self._whose = (*known_by, plan.mapping.register if plan.mapping else "")
        self._seen = NumberSet()
        self._times: dict[int, int] = {}

    def mark(self, row: CheckedRow) -> str:
        """Give the next row its mark."""
        named = {name: value for name, value in plain(row.values).items() if value}
        content = hashlib.sha256(_WRITE([*self._whose, named]).encode())
        # Eight bytes tell the rows of one sheet apart, and a hundred thousand stay small.
        key = int.from_bytes(content.digest()[:8], "big")
        times = 1
        if not self._seen.add(key):
            times = self._times[key] = self._times.get(key, 1) + 1
        content.update(b"\n%d" % times)
        return content.hexdigest()


def _mapped(
    plan: SheetPlan,
    reading_on: ReadingOn,
    memory: MappingMemory | None,
    at_hand: str | None,
) -> tuple[SheetPlan, int]:
    """Map and read a plan with a header; tell too where to look for the next table."""
    header = plan.header
    if header is None:
        return plan, 0
    mapping = _recalled(header, memory) or find_mapping(
        header,
        titles=(*plan.titles, plan.name, plan.file),
        sheet_money=sheet_money_unit(plan.titles),
    )
    if mapping is None:
        return plan, header.last_row
    done, table = read_rows(replace(plan, mapping=mapping), reading_on, at_hand=at_hand)
    return done, max(table.last_row, header.last_row)


def _recalled(header: Header, memory: MappingMemory | None) -> Mapping | None:
    if memory is None:
        return None
    kept = memory.recall_mapping(header.fingerprint)
    mapping = Mapping.from_json(kept) if kept is not None else None
    if mapping is None or not all(c.column in header.columns for c in mapping.columns):
        return None
    return mapping


def _titles(sheet: Sheet, after: int, header: Header | None) -> tuple[str, ...]:
    """The texts between the table before and the header, line by line."""
    end = header.first_row if header else after + _TITLE_ROWS
    rows = [row for row in sorted(sheet.rows) if max(after, end - _TITLE_ROWS) < row < end]
    cells = (sheet.rows[row][column] for row in rows for column in sorted(sheet.rows[row]))
    return tuple(clean(value) for value in cells if isinstance(value, str))


def _title_day(plan: SheetPlan) -> str | None:
    """A day of the period in the title: units are looked up as they were then."""
    if period := plan.row_period or plan.period:
        return day_in_period(period)
    year_named = year_in((*plan.titles, plan.name, plan.file))
    return f"{year_named}-06-14" if year_named else None


def _row_period(plan: SheetPlan, at_hand: str | None) -> str | None:
    """The period of rows that have no day, where the sheet as a whole must give it."""
    if not plan.needs_period:
        return None
    form = plan.form.period if plan.form else None
    return plan.chosen_period or form or plan.period or plan.row_period or at_hand


def _title_unit(plan: SheetPlan, spec: RegisterSpec, reading_on: ReadingOn) -> str | None:
    """The unit of the whole sheet, where the register needs one and no column gives it."""
    name = spec.unit_field
    if name is None or plan.mapping is None or name in plan.mapping.fields:
        return None
    if not spec.field(name).required:
        return None
    return unit_in(plan.titles, plan.name, reading_on(_title_day(plan)))
