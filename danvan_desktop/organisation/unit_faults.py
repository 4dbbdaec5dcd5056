"""What is wrong with a directory of units as a whole: circles, orphans, versions that overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _
from danvan_desktop.registers.choices import CAP, CAP_ORDER
from danvan_desktop.schema import Values

FIRST_ROW = 2
"""The row of a units file that follows its header."""


def unit_faults(units: Sequence[Values]) -> list[Issue]:
    """Check units (values of ``don_vi``) against each other; rows count as in a file."""
    found = [*_overlaps(units), *_unknown(units), *_unknown_levels(units)]
    if not found:
        found += [*_circles(units, "cha"), *_circles(units, "nhap_vao"), *_levels(units)]
    return found


def office_faults(office: Values, units: Sequence[Values]) -> list[Issue]:
    """Check that the office's own unit is in the directory."""
    own = str(office.get("don_vi") or "")
    if any(unit["ma"] == own for unit in units):
        return []
    return [
        Issue(
            "unknown_unit",
            _("Cơ quan thuộc đơn vị {code} nhưng danh mục đơn vị không có mã này.").format(
                code=own or "…"
            ),
            _("Thêm đơn vị đó vào danh mục hoặc sửa mã đơn vị của cơ quan."),
            Place(register="van_phong", field="don_vi"),
        )
    ]


def _overlaps(units: Sequence[Values]) -> Iterator[Issue]:
    seen: dict[str, list[tuple[str, str]]] = {}
    for row, unit in enumerate(units, start=FIRST_ROW):
        code, first = str(unit["ma"]), str(unit["tu_ngay"] or "")
        last = str(unit.get("den_ngay") or "9999")
        spans = seen.setdefault(code, [])
        if any(begun == first for begun, _ended in spans):
            yield _issue(
                "duplicate_unit",
                _("Mã đơn vị {code} có hai lần.").format(code=code),
                _("Xóa một dòng hoặc đổi mã."),
                field="ma",
                row=row,
            )
        elif any(first <= ended and begun <= last for begun, ended in spans):
            yield _issue(
                "overlapping_units",
                _("Đơn vị {code} có hai giai đoạn chồng ngày nhau.").format(code=code),
                _("Ghi ngày kết thúc cho giai đoạn trước."),
                field="den_ngay",
                row=row,
            )
        spans.append((first, last))


def _unknown(units: Sequence[Values]) -> Iterator[Issue]:
    codes = {str(unit["ma"]) for unit in units}
    for row, unit in enumerate(units, start=FIRST_ROW):
        for field in ("cha", "nhap_vao", "tach_tu"):
            other = unit.get(field)
            if other and other not in codes:
                yield _issue(
                    "unknown_unit",
                    _("Đơn vị {code} chỉ đến mã {other}, mã này không có trong danh mục.").format(
                        code=unit["ma"], other=other
                    ),
                    _("Sửa mã hoặc thêm đơn vị đó vào danh mục."),
                    field=field,
                    row=row,
                )
            elif other and other == unit["ma"]:
                yield _circular(unit, field, row)


def _circles(units: Sequence[Values], field: str) -> Iterator[Issue]:
    """Follow parents (or successors) up; who comes back to itself stands in a circle."""
    above: dict[str, str] = {str(u["ma"]): str(u[field]) for u in units if u.get(field)}
    for row, unit in enumerate(units, start=FIRST_ROW):
        seen, code = set(), str(unit["ma"])
        at: str | None = above.get(code)
        while at is not None and at not in seen and at != code:
            seen.add(at)
            at = above.get(at)
        if at == code and above.get(code) != code:
            yield _circular(unit, field, row)


def _unknown_levels(units: Sequence[Values]) -> Iterator[Issue]:
    for row, unit in enumerate(units, start=FIRST_ROW):
        level = str(unit.get("cap") or "")
        if level not in CAP_ORDER:
            yield _issue(
                "unknown_choice",
                _("Đơn vị {code} có cấp “{level}”, không có cấp này.").format(
                    code=unit["ma"], level=level
                ),
                _("Ghi một trong: {levels}.").format(
                    levels=", ".join(f"{one.code} ({_(one.label)})" for one in CAP.options)
                ),
                field="cap",
                row=row,
            )


def _levels(units: Sequence[Values]) -> Iterator[Issue]:
    levels: Mapping[str, Any] = {str(unit["ma"]): unit.get("cap") for unit in units}
    for row, unit in enumerate(units, start=FIRST_ROW):
        own, parent = CAP_ORDER.get(str(unit.get("cap"))), unit.get("cha")
        upper = CAP_ORDER.get(str(levels.get(str(parent)))) if parent else None
        if own is not None and upper is not None and own > upper:
            yield _issue(
                "impossible_value",
                _("Đơn vị {code} ở cấp cao hơn đơn vị cha {parent}.").format(
                    code=unit["ma"], parent=parent
                ),
                _("Sửa cấp hoặc đơn vị cha."),
                field="cap",
                row=row,
            )


def _circular(unit: Values, field: str, row: int) -> Issue:
    words = {
        "cha": _("Đơn vị {code} thuộc chính nó theo vòng tròn."),
        "nhap_vao": _("Đơn vị {code} nhập vào chính nó theo vòng tròn."),
        "tach_tu": _("Đơn vị {code} tách từ chính nó."),
    }[field]
    return _issue(
        "circular_units",
        words.format(code=unit["ma"]),
        _("Sửa lại mã ở cột này."),
        field=field,
        row=row,
    )


def _issue(code: str, message: str, remedy: str, *, field: str, row: int) -> Issue:
    return Issue(code, message, remedy, Place(register="don_vi", field=field, row=row))
