"""What an import found, as ``import --json`` prints it: for scripts, and against an answer key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.schema import Money, PersonName, Quantity, RegisterSpec
from danvan_desktop.spreadsheets.header import Header
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.mapping import ColumnMapping
from danvan_desktop.spreadsheets.model import column_letter
from danvan_desktop.spreadsheets.plan import Location, PlannedRow, SheetPlan
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import MONEY_UNITS, fold_key

_MONEY_NAMES = {dong: name for name, dong in MONEY_UNITS.items()}
_NAME_PARTS = ("họ đệm", "tên")


def plan_as_json(plan: ImportPlan) -> dict[str, Any]:
    """Write a plan as ``import --json`` prints it; one entry for each refused row."""
    return {
        "sheets": [_sheet(sheet) for sheet in plan.sheets],
        "refused_files": [
            {"file": file.name, "code": file.refused.code, "message": str(file.refused)}
            for file in plan.files
            if file.refused
        ],
        "skipped": list(plan.skipped),
        "duplicates": [
            {
                "register": pair.register,
                "counted": pair.counted.as_json(),
                "duplicate": pair.duplicate.as_json(),
            }
            for pair in plan.duplicates
        ],
    }


def write_records(plan: ImportPlan, path: Path) -> None:
    """Write every accepted row with its values as a line of JSON; UserError when it cannot."""
    try:
        with path.open("w", encoding="utf-8") as target:
            for record in _records(plan):
                target.write(json.dumps(record, ensure_ascii=False) + "\n")
    except OSError as error:
        raise UserError(
            _("Không ghi được tệp {name}.").format(name=path.name),
            safe=_("Số liệu trong chương trình không thay đổi."),
            remedy=_("Đóng tệp nếu đang mở bằng Excel, hoặc chọn chỗ khác để lưu."),
            code="cannot_write",
        ) from error


def _records(plan: ImportPlan) -> Iterator[dict[str, Any]]:
    counted = {pair.duplicate: pair.counted for pair in plan.duplicates}
    for sheet in plan.sheets:
        spec = import_target(sheet.register) if sheet.register else None
        for row in sheet.accepted if spec else ():
            place = Location(sheet.file, sheet.name, row.row)
            first = counted.get(place)
            yield {
                **place.as_json(),
                "register": sheet.register,
                "duplicate_of": first.as_json() if first else None,
                "flags": sorted(row.flags),
                "values": record_values(spec, row) if spec else {},
            }


def record_values(spec: RegisterSpec, row: PlannedRow) -> dict[str, Any]:
    """A row's values as people read them: quantities in their unit, not in hundredths."""
    return {name: _shown(spec, name, value) for name, value in row.values.items()}


def _shown(spec: RegisterSpec, name: str, value: Any) -> Any:
    known = next((field for field in spec.fields if field.name == name), None)
    if known is None or value is None or not isinstance(known.type, Quantity):
        return value
    number = known.type.shown(value)
    return int(number) if number == int(number) else float(number)


def _sheet(sheet: SheetPlan) -> dict[str, Any]:
    header = sheet.header_rows
    return {
        "file": sheet.file,
        "sheet": sheet.name,
        "state": "hidden" if sheet.sheet.hidden else "visible",
        "register": sheet.register,
        "period": sheet.row_period or sheet.period,
        "period_asked": sheet.asks_period,
        "default_unit": sheet.unit,
        "header_rows": list(header),
        "header_row": header[-1] if header else None,
        "columns": _columns(sheet),
        "group_rows_give": _given_by_groups(sheet),
        "accepted": len(sheet.accepted),
        "rejected": [
            {
                "row": row.row,
                "code": row.reason.code,
                "field": row.reason.place.field,
                "message": row.reason.message,
            }
            for row in sheet.rejected
            if row.reason
        ],
        "ignored_rows": [{"row": row, "what": str(kind)} for row, kind in sheet.others],
        "warnings": [
            {"row": row.row, "what": flag}
            for row in sheet.accepted
            for flag in row.flags
            if flag != "year_only"
        ],
    }


def _given_by_groups(sheet: SheetPlan) -> str | None:
    given = {name: None for row in sheet.rows for name in row.source.group}
    return ", ".join(given) or None


def _columns(sheet: SheetPlan) -> dict[str, str] | None:
    """Each column and what it was taken for: ``linh_vuc=KT``, ``kinh_phi (triệu đồng)``."""
    if sheet.header is None or sheet.mapping is None:
        return None
    spec = import_target(sheet.mapping.register)
    columns = sheet.mapping.columns
    mapped = {
        c.column: _meaning(spec, c, [o for o in columns if o.field == c.field]) for c in columns
    }
    return {
        column_letter(column): mapped.get(column) or _unused(sheet.header, column)
        for column in sorted(sheet.header.columns)
    }


def _meaning(spec: RegisterSpec, column: ColumnMapping, together: list[ColumnMapping]) -> str:
    kind = spec.field(column.field).type
    if column.option is not None:
        return f"{column.field}={column.option}"
    if isinstance(kind, Money) and column.unit_dong:
        return f"{column.field} ({_MONEY_NAMES[column.unit_dong]})"
    if isinstance(kind, PersonName) and len(together) == len(_NAME_PARTS):
        return f"{column.field} ({_NAME_PARTS[together.index(column)]})"
    return column.field


def _unused(header: Header, column: int) -> str:
    if column == header.order_column:
        return "stt"
    return fold_key(header.columns[column][-1]).replace(" ", "_")
