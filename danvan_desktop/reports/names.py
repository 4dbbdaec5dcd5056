"""The words, besides figures, that a report template may use: period, office, place.

| word | example |
|---|---|
| ``ky.ten`` ``ky.nam`` ``ky.tu_ngay`` ``ky.den_ngay`` | 6 tháng đầu năm 2020 · 2020 · 15/12/2019 |
| ``ky_sau.ten`` ``ky_truoc.ten`` | the next period; the one that this one is compared with |
| ``co_quan.ten`` ``co_quan.ten_day_du`` ``co_quan.cap_tren`` | Ban Dân vận · … Huyện ủy … |
| ``dia_ban`` ``cap`` | huyện, xã, phường: the kind of the office's unit · H, X: its level |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period, half_year
from danvan_desktop.vietnamese import format_date

GAP_DAYS = 31
"""What begins later than this is not the period that follows: some were never entered."""

_NEXT = {"H1": 2, "H2": 1}


def names_for(books: Books, period: Period) -> dict[str, Any]:
    """Collect the words of a report on a period, with the office as it was on its last day."""
    office = books.office(period.last_day) or {}
    unit = books.directory(period.last_day).unit(str(office.get("don_vi") or ""))
    known = {known.code: known for known in books.periods()}
    before = known.get(period.compare_with or "")
    return {
        "ky": _period_words(period),
        "ky_sau": {"ten": _next_name(period, known)},
        "ky_truoc": _period_words(before) if before else {"ten": ""},
        "co_quan": {
            "ten": str(office.get("ten") or ""),
            "ten_day_du": str(office.get("ten_day_du") or ""),
            "cap_tren": str(office.get("cap_tren") or ""),
        },
        "dia_ban": unit.kind if unit else "",
        "cap": str(office.get("cap") or "H"),
    }


def _period_words(period: Period) -> dict[str, str]:
    return {
        "ten": period.name,
        "nam": str(period.year),
        "tu_ngay": format_date(date.fromisoformat(period.first_day)),
        "den_ngay": format_date(date.fromisoformat(period.last_day)),
    }


def _next_name(period: Period, known: Mapping[str, Period]) -> str:
    """Name the period that follows; of half-years also when the office has not entered it yet."""
    soon = (date.fromisoformat(period.last_day) + timedelta(days=GAP_DAYS)).isoformat()
    later = sorted(
        (other for other in known.values() if period.last_day < other.first_day <= soon),
        key=lambda other: other.first_day,
    )
    if later:
        return later[0].name
    head, _mark, year = period.code.partition("/")
    if head in _NEXT and year.isdigit():
        following = int(year) + (1 if head == "H2" else 0)
        return str(half_year(following, _NEXT[head], "15-14")["ten"])
    return "kỳ tới"
