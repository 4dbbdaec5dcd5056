"""Who a blank workbook was made for, kept in a hidden sheet of it, and found there again.

The sheet travels with the file: renaming file or sheets, inserting rows or saving from another
program leaves it alone. It is text in two columns, so that a person can read it too. Workbooks that
went back to be corrected carry a second such sheet, which tells where their rows first came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.header import Header
from danvan_desktop.spreadsheets.mapping import ColumnMapping, Mapping as Columns
from danvan_desktop.spreadsheets.model import Cells, Sheet, column_letter
from danvan_desktop.spreadsheets.targets import find_target, import_target
from danvan_desktop.vietnamese import clean, fold_key

FORM_VERSION = 1
"""Raised when older programs could no longer read what a newer form says."""

FORM_SHEET, LIST_SHEET, RETURN_SHEET = "_mau", "_danh_muc", "_tra_lai"
FORM_MARK, RETURN_MARK = "DANVAN-DESKTOP-MAU", "DANVAN-DESKTOP-TRA-LAI"
"""What the first cell of the hidden sheet holds."""

_SEARCHED_ROWS = 400
_ENOUGH = 0.6
"""Share of the form's headings by which its header row is known after somebody changed some."""


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form: its heading, the field, đồng in a unit of money, where it stood."""

    heading: str
    field: str
    unit_dong: int | None
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FormIdentity:
    """What a form says of itself; days are inclusive ISO dates of its period.

    ``unit`` is None where every row names its own, ``period`` None where the form serves any time.
    A ``turned`` form has its fields down the page and its records side by side; the places of its
    columns are rows.
    """

    id: str
    register: str
    columns: tuple[FormColumn, ...]
    unit: str | None = None
    period: str | None = None
    first_day: str | None = None
    last_day: str | None = None
    office: str = ""
    made_on: str = ""
    turned: bool = False

    @property
    def source(self) -> tuple[str, ...]:
        """What its rows are known by, whatever the file is called when it comes back."""
        return "form", self.id

    @property
    def days(self) -> tuple[str, str] | None:
        """The first and last day of the period."""
        return (self.first_day, self.last_day) if self.first_day and self.last_day else None

    def lines(self) -> list[tuple[str | int | None, ...]]:
        """Write it as the rows of the hidden sheet."""
        facts = (
            ("ma_mau", self.id),
            ("so", self.register),
            ("don_vi", self.unit),
            ("ky", self.period),
            ("tu_ngay", self.first_day),
            ("den_ngay", self.last_day),
            ("co_quan", self.office),
            ("ngay_lap", self.made_on),
            ("xoay", "x" if self.turned else None),
        )
        columns = [
            ("cot", column_letter(c.column), c.heading, c.field, c.unit_dong) for c in self.columns
        ]
        return [(FORM_MARK, FORM_VERSION), *((n, v) for n, v in facts if v), *columns]

    def header_in(self, sheet: Sheet) -> tuple[Header, Columns] | None:
        """Find the form's header in a sheet, wherever it moved to, and map its columns."""
        rows = [row for row in sorted(sheet.rows)[:_SEARCHED_ROWS] if len(sheet.rows[row]) > 1]
        found = [(row, self._placed(sheet.rows[row])) for row in rows]
        row, places = max(found, key=lambda one: len(one[1]), default=(0, {}))
        if len(places) < max(1, len(self.columns) * _ENOUGH):
            return None
        cells = sheet.rows[row]
        header = Header(row, row, {c: (clean(str(cells[c])),) for c in sorted(cells)})
        mapped = tuple(
            ColumnMapping(column, known.field, None, known.unit_dong)
            for column, known in sorted(places.items())
        )
        return header, Columns(self.register, mapped)

    def _placed(self, cells: Cells) -> dict[int, FormColumn]:
        """Tell which cells of a row are headings of the form; equal headings go by their order."""
        waiting = [c for c in self.columns if _exists(self.register, c.field)]
        places: dict[int, FormColumn] = {}
        for column in sorted(cells):
            key = fold_key(str(cells[column]))
            known = next((c for c in waiting if fold_key(c.heading) == key), None)
            if known is not None:
                waiting.remove(known)
                places[column] = known
        return places


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """A sheet of a workbook that was sent back: what its rows were known by when it first came."""

    name: str
    source: tuple[str, ...]


def form_in(sheets: Iterable[Sheet], *, file: str) -> FormIdentity | None:
    """Find the identity among a workbook's sheets; None for any other workbook.

    UserError ``newer_form`` or ``unknown_form`` when this program cannot take the form back.
    """
    for sheet in sheets:
        lines = _lines(sheet, FORM_MARK)
        if lines is not None:
            return _read(lines, file)
    return None


def returned_in(sheets: Iterable[Sheet]) -> Mapping[str, tuple[str, ...]]:
    """Tell for each sheet of a returned workbook what its rows are known by; else nothing."""
    found: dict[str, tuple[str, ...]] = {}
    for sheet in sheets:
        for line in (_lines(sheet, RETURN_MARK) or ())[1:]:
            if len(line) > 1:
                found[line[0]] = tuple(line[1:])
    return found


def return_lines(sheets: Iterable[ReturnedSheet]) -> list[tuple[str | int, ...]]:
    """Write where rows first came from, as the rows of the hidden sheet."""
    return [(RETURN_MARK, FORM_VERSION), *((sheet.name, *sheet.source) for sheet in sheets)]


def is_identity(sheet: Sheet) -> bool:
    """Tell whether a sheet is one of ours that nobody fills in."""
    marks = (FORM_MARK, RETURN_MARK)
    return sheet.hidden and (sheet.name == LIST_SHEET or sheet.rows.get(1, {}).get(1, "") in marks)


def write_hidden(book: Any, name: str, lines: Iterable[tuple[Any, ...]]) -> None:
    """Add a sheet that Excel does not list, not even under "Unhide"."""
    sheet = book.create_sheet(name)
    for line in lines:
        sheet.append(list(line))
    sheet.sheet_state = "veryHidden"


def _lines(sheet: Sheet, mark: str) -> list[list[str]] | None:
    first = sheet.rows.get(1, {})
    if not sheet.hidden or first.get(1) != mark:
        return None
    return [
        [str(sheet.rows[row].get(column, "")) for column in range(1, max(sheet.rows[row]) + 1)]
        for row in sorted(sheet.rows)
    ]


def _read(lines: list[list[str]], file: str) -> FormIdentity:
    version = lines[0][1] if len(lines[0]) > 1 else ""
    if not version.isdecimal() or int(version) > FORM_VERSION:
        raise _refused("newer_form", file)
    facts = {line[0]: line[1] for line in lines if len(line) == 2}
    columns = [_column(line) for line in lines if line[0] == "cot"]
    register = facts.get("so", "")
    known = tuple(column for column in columns if column is not None)
    if find_target(register) is None or not facts.get("ma_mau") or not known:
        raise _refused("unknown_form", file)
    return FormIdentity(
        id=facts["ma_mau"],
        register=register,
        columns=known,
        unit=facts.get("don_vi"),
        period=facts.get("ky"),
        first_day=facts.get("tu_ngay"),
        last_day=facts.get("den_ngay"),
        office=facts.get("co_quan", ""),
        made_on=facts.get("ngay_lap", ""),
        turned=bool(facts.get("xoay")),
    )


def _column(line: list[str]) -> FormColumn | None:
    from openpyxl.utils.cell import column_index_from_string

    try:
        _kind, letter, heading, name = line[:4]
        scale = int(float(line[4])) if len(line) > 4 and line[4] else None
        return FormColumn(heading, name, scale, column_index_from_string(letter))
    except ValueError:
        return None


def _exists(register: str, name: str) -> bool:
    return any(field.name == name for field in import_target(register).fields)


def _refused(code: str, file: str) -> UserError:
    newer = code == "newer_form"
    pattern = (
        _("Tệp {name} làm theo mẫu của bản chương trình mới hơn.")
        if newer
        else _("Tệp {name} làm theo mẫu mà chương trình này không có sổ tương ứng.")
    )
    return UserError(
        pattern.format(name=file),
        safe=_("Chưa có dòng nào được ghi vào sổ."),
        remedy=_("Cập nhật chương trình, hoặc tạo lại mẫu từ bản đang dùng rồi gửi đơn vị.")
        if newer
        else _("Tạo lại mẫu từ chương trình đang dùng rồi gửi đơn vị điền lại."),
        code=code,
    )
