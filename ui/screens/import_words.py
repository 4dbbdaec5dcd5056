"""The import page in words: files, senders, places of rows, and why a row is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.model import column_letter
from danvan_desktop.spreadsheets.plan import (
    FilePlan,
    Location,
    SheetPlan,
)
from danvan_desktop.vietnamese import format_number
from ui.screens.import_digest import Digest, Entry, RowView, Verdict

_NO_SENDER = ("CỘNG H", "ĐẢNG CỘNG SẢN", "BÁO CÁO", "DANH SÁCH", "BIỂU", "TỔNG HỢP", "BẢNG")
"""How lines in capitals begin that name the country, the Party or the paper, not the sender."""

_NUMBERED = re.compile(r"^(\d{1,3})(?=\D)")


def hidden_sheets(plan: ImportPlan) -> list[tuple[str, str]]:
    """Name the hidden sheets that were not read: file and sheet."""
    return [(s.file, s.name) for s in plan.sheets if s.sheet.hidden and s.header is None]


def short_file(name: str, listed: Sequence[str]) -> str:
    """Name a file in a few letters: Tệp 02 when its name begins with a number of its own."""
    number = _own_number(name, listed)
    return _("Tệp {n}").format(n=number) if number else Path(name).stem


def in_file(name: str, listed: Sequence[str]) -> str:
    """Name a file inside a sentence: tệp 02, else tệp with its name in quotes."""
    number = _own_number(name, listed)
    if number:
        return _("tệp {n}").format(n=number)
    return _("tệp “{name}”").format(name=Path(name).stem)


def source_text(entry: Entry, names: Directory) -> str:
    """Say who sent a table: the unit of its title, else the office in its lines, else its sheet."""
    sheet = entry.sheet
    if sheet is None:
        return ""
    sender = names.unit_name(sheet.unit) if sheet.unit else _sender(sheet, names)
    sender = sender[:1].upper() + sender[1:]
    if not entry.alone or not sender:
        page = _("Trang “{name}”").format(name=sheet.name)
        return f"{sender} · {page}" if sender else page
    return sender


def short_name(entry: Entry) -> str:
    """Name a table for a heading: its file, with the sheet where there are several."""
    if entry.sheet is None or entry.alone:
        return entry.file.name
    return f"{entry.file.name} · {entry.sheet.name}"


def trouble_text(file: FilePlan) -> str:
    """Say in the list why a file is not read, without its name, which stands above."""
    if file.refused is None:
        return ""
    message = file.refused.message.replace(file.name, _("này"))
    return " ".join(part for part in (message, file.refused.remedy) if part)


def reason_text(view: RowView, sheet: SheetPlan, listed: Sequence[str]) -> str:
    """Say under a row why it is refused, with what it is double, or what to think of."""
    if view.verdict is Verdict.REJECTED and view.planned.reason is not None:
        errors = [i for i in view.planned.issues if i.severity is Severity.ERROR]
        return " ".join(_with_cell(issue, sheet, view.planned.row) for issue in errors)
    if view.other is not None and view.verdict is Verdict.DUPLICATE:
        return _double_text(view.other, listed)
    return " ".join(_sentence(issue) for issue in view.rare)


def closed_words(digest: Digest) -> list[str]:
    """Say before anything is saved what becomes of new rows of closed periods."""
    told = []
    for mark, number in digest.late.items():
        words = _("{n} dòng của kỳ {period} đã khóa: vẫn lưu, tính vào {next} là bổ sung kỳ trước.")
        if not mark.counted_in:
            words = _("{n} dòng của kỳ {period} đã khóa: vẫn lưu, tính vào kỳ sau là bổ sung.")
        shown = format_number(number)
        told.append(words.format(n=shown, period=mark.period, next=mark.counted_in))
    for period, number in digest.closed.items():
        words = _("{n} dòng là số tổng của kỳ {period} đã khóa: mở lại kỳ rồi mới lưu được.")
        told.append(words.format(n=format_number(number), period=period))
    return told


def place_text(place: Location, listed: Sequence[str]) -> str:
    """Name a row: Tệp 02, dòng 11; a row of an earlier import says so."""
    if place.row is None:
        return _("Hồ sơ đã có trong sổ")
    if place.file not in listed:
        return _("Hồ sơ đã có trong sổ (nhập từ {file}, dòng {row})").format(
            file=place.file, row=place.row
        )
    return _("{file}, dòng {row}").format(file=short_file(place.file, listed), row=place.row)


def _own_number(name: str, listed: Sequence[str]) -> str:
    numbers = [found.group(1) for n in listed if (found := _NUMBERED.match(n))]
    found = _NUMBERED.match(name)
    return found.group(1) if found and numbers.count(found.group(1)) == 1 else ""


def _double_text(other: Location, listed: Sequence[str]) -> str:
    if other.row is None or other.file not in listed:
        return _("Trùng với hồ sơ đã có trong sổ. Chỉ tính một lần.")
    return _("Trùng với {file}, dòng {row}. Chỉ tính một lần.").format(
        file=in_file(other.file, listed), row=other.row
    )


def _sender(sheet: SheetPlan, names: Directory) -> str:
    """Find the line over a table that names who sends it: capitals, not the country's motto."""
    for line in sheet.titles[:4]:
        if line.isupper() and 3 < len(line) < 60 and not line.startswith(_NO_SENDER):
            code = names.find_unit(line).code
            return names.unit_name(code) if code else line
    return ""


def _sentence(issue: Issue) -> str:
    return " ".join(part for part in (issue.message, issue.remedy) if part)


def _with_cell(issue: Issue, sheet: SheetPlan, row: int) -> str:
    columns = sheet.mapping.columns if sheet.mapping else ()
    cells = [c.column for c in columns if c.field == issue.place.field]
    if len(cells) != 1:
        return _sentence(issue)
    cell = f"{column_letter(row)}{cells[0]}" if sheet.turned else f"{column_letter(cells[0])}{row}"
    message = issue.message.removesuffix(".")
    told = _("{message} (ô {cell}).").format(message=message, cell=cell)
    return _sentence(replace(issue, message=told))
