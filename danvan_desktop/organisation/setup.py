"""Read an office and its units from files: the shapes that ``init`` and the wizard take."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.registers.to_chuc import OPEN
from danvan_desktop.vietnamese import clean, parse_date

MAX_BYTES = 2_000_000
OPEN_SINCE = "2011-01-01"
"""The first day given to an office that names none ("since before the data begin")."""

UNIT_COLUMNS = ("code", "name", "kind", "level", "parent", "valid_from", "valid_to", "merged_into")
MORE_UNIT_COLUMNS = {
    "split_from": "tach_tu",
    "short_name": "ten_ngan",
    "symbol": "ky_hieu",
    "place_name": "dia_danh",
    "basis": "can_cu_lap",
    "basis_of_end": "can_cu_thoi",
    "note": "ghi_chu",
}
"""Columns that a units file may have besides, and the fields that they fill."""

CONTACT_KEYS = {
    "address": "dia_chi",
    "telephone": "dien_thoai",
    "fax": "fax",
    "email": "thu_dien_tu",
    "website": "trang_tin",
}
"""What an office file may say of where the office is reached, and the fields that it fills."""

MAX_UNITS = 20_000
"""Every unit that the country ever had fits."""


@dataclass(frozen=True, slots=True)
class OfficeSetup:
    """Everything that set-up enters: the values of the directory's registers."""

    office: dict[str, Any]
    terms: tuple[dict[str, Any], ...]
    officers: tuple[dict[str, Any], ...]
    periods: tuple[dict[str, Any], ...]
    units: tuple[dict[str, Any], ...]
    report: dict[str, Any] | None = None


def read_setup(office_file: Path, units_file: Path) -> OfficeSetup:
    """Read ``office.json`` and ``units.csv``; UserError says what is missing."""
    data = _json(office_file)
    try:
        office = _office(data["office"], data.get("periods") or [])
        terms = tuple(_term(item, data) for item in data.get("terms") or [])
        officers = tuple(_officer(item) for item in data.get("officers") or [])
        periods = tuple(_period(item) for item in data.get("periods") or [])
        report = _report(data.get("report"))
    except KeyError as error:
        raise UserError(
            _("Tệp {name} thiếu mục {item}.").format(name=office_file.name, item=error),
            safe=_("Chưa có gì được tạo."),
            code="bad_office_file",
        ) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise UserError(
            _("Tệp {name} có mục không đúng dạng.").format(name=office_file.name),
            safe=_("Chưa có gì được tạo."),
            code="bad_office_file",
        ) from error
    return OfficeSetup(office, terms, officers, periods, read_units(units_file), report)


def read_units(path: Path) -> tuple[dict[str, Any], ...]:
    """Read units from a CSV file with a header of ``UNIT_COLUMNS``; order is kept."""
    text = _text(path)
    try:
        # Excel with Vietnamese settings parts columns by semicolons.
        head = text.partition("\n")[0]
        mark = max(",;\t", key=head.count)
        rows = list(islice(csv.DictReader(io.StringIO(text), delimiter=mark), MAX_UNITS))
    except csv.Error:
        rows = []
    if not rows or not {"code", "name", "kind", "level"} <= set(rows[0]):
        raise UserError(
            _("Tệp {name} không có các cột code, name, kind, level.").format(name=path.name),
            safe=_("Danh mục đơn vị chưa thay đổi."),
            code="bad_units_file",
        )
    return tuple(_unit(row) for row in rows)


def _unit(row: dict[str, Any]) -> dict[str, Any]:
    names = (*UNIT_COLUMNS, *MORE_UNIT_COLUMNS)
    cell = {name: clean(str(row.get(name) or "")) or None for name in names}
    return {
        "ma": cell["code"],
        "ten": cell["name"],
        "loai": (cell["kind"] or "").lower(),
        "cap": cell["level"],
        "cha": cell["parent"],
        "tu_ngay": _day(cell["valid_from"]) or OPEN_SINCE,
        "den_ngay": _day(cell["valid_to"]),
        "nhap_vao": cell["merged_into"],
        **{field: cell[name] for name, field in MORE_UNIT_COLUMNS.items()},
    }


def _day(text: str | None) -> str | None:
    """Read a day as people and Excel write it; what is none stays as it is, to be refused."""
    found = parse_date(text).date if text else None
    return found.isoformat() if found else text


def _office(item: dict[str, Any], periods: list[dict[str, Any]]) -> dict[str, Any]:
    by_calendar = any(str(p.get("first_day", "")).endswith("-01-01") for p in periods)
    return {
        "ma": item["code"],
        "loai": item.get("kind", "bdv_huyen"),
        "ten": item["name"],
        "ten_day_du": item["full_name"],
        "cap_tren": item["superior_body"],
        "tieu_de_1": item["header_line_1"],
        "tieu_de_2": item["header_line_2"],
        "noi_nhan": "\n".join(item.get("reports_to") or []),
        "ky_hieu": item["symbol"],
        "dia_danh": item["place_name"],
        "don_vi": item["unit"],
        "cap": item["level"],
        "the_thuc": item["format_profile"],
        "cach_tinh_ky": "duong_lich" if by_calendar else "15-14",
        "tu_ngay": item.get("from_date") or OPEN_SINCE,
        "den_ngay": item.get("to_date"),
        **{field: clean(str(item[key])) for key, field in CONTACT_KEYS.items() if item.get(key)},
    }


def _report(item: dict[str, Any] | None) -> dict[str, Any] | None:
    """Check the day of the report that is announced; ValueError when it is none."""
    if item and item.get("date"):
        date.fromisoformat(item["date"])
    return item


def _term(item: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    newest = max((term["first_day"] for term in data["terms"]), default="")
    used = data.get("last_numbers_in_term") or {}
    numbers = used.items() if item["first_day"] == newest else ()
    return {
        "ten": item["name"],
        "tu_ngay": item["first_day"],
        "den_ngay": item.get("last_day"),
        "so_da_dung": [{"loai": kind, "so": int(number)} for kind, number in numbers],
    }


def _officer(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "ho_ten": item["name"],
        "chuc_vu": item["role"],
        "kiem_nhiem": item.get("concurrent"),
        "khoi_ky": item.get("signs"),
        "tu_ngay": item.get("from_date") or OPEN_SINCE,
        "den_ngay": item.get("to_date"),
    }


def _period(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "ma": item["code"],
        "ten": item["name"],
        "tu_ngay": item["first_day"],
        "den_ngay": item["last_day"],
        "han_nop": item.get("due"),
        "so_sanh_voi": item.get("compare_with"),
        "trang_thai": OPEN,
    }


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_text(path))
        json.dumps(found, ensure_ascii=False).encode()  # an escape may be half a letter
    except ValueError as error:
        raise UserError(
            _("Tệp {name} không phải là tệp cơ quan.").format(name=path.name),
            safe=_("Chưa có gì được tạo."),
            code="bad_office_file",
        ) from error
    if not isinstance(found, dict):
        raise UserError(
            _("Tệp {name} không phải là tệp cơ quan.").format(name=path.name),
            code="bad_office_file",
        )
    return found


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(_("Tệp {name} quá lớn.").format(name=path.name), code="too_big")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("Không đọc được tệp {name}.").format(name=path.name),
            safe=_("Chưa có gì thay đổi."),
            remedy=_("Lưu tệp ở dạng UTF-8 rồi chọn lại."),
            code="unreadable",
        ) from error
