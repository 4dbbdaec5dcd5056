"""Reporting periods with their cut-off, made from a scheme or kept as the office defined them.

NĐ 09/2019/NĐ-CP, Điều 12: the first half-year runs from 15 December to 14 June, the second from
15 June to 14 December; offices that report by calendar use the other scheme.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from danvan_desktop.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from danvan_desktop.schema import Values

OPEN, CLOSED = "mo", "khoa"
"""States of a period, as the register ``ky`` declares them (a test keeps them equal)."""

DUE_AFTER_DAYS = 6
"""A report is due this many days after the period's last day (20/6 after 14/6)."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period; days are inclusive ISO dates. ``state`` is that of the register ``ky``."""

    code: str
    name: str
    first_day: str
    last_day: str
    due: str | None = None
    compare_with: str | None = None
    state: str = OPEN

    @property
    def year(self) -> int:
        """The year that the period is named after."""
        return int(self.last_day[:4])

    @property
    def whole_year(self) -> bool:
        """Tell whether the period is a year, which has no “cùng kỳ” but the year before."""
        return self.code.startswith("N/")

    @property
    def closed(self) -> bool:
        """Tell whether the period's records are no longer to change."""
        return self.state == CLOSED

    def holds(self, day: str | None) -> bool:
        """Tell whether an ISO day lies in the period."""
        return day is not None and self.first_day <= day <= self.last_day


def period_of(values: Values) -> Period:
    """Read a period from the values of the directory's register ``ky``."""
    return Period(
        code=str(values["ma"]),
        name=str(values["ten"]),
        first_day=str(values["tu_ngay"]),
        last_day=str(values["den_ngay"]),
        due=values.get("han_nop"),
        compare_with=values.get("so_sanh_voi"),
        state=str(values.get("trang_thai") or OPEN),
    )


def made_period(code: str, scheme: str) -> Period:
    """Make the period of a code by a scheme (``15-14`` or ``duong_lich``), not kept anywhere."""
    from danvan_desktop.schema.periods import last_month, month_count, period_in_papers

    year, last = last_month(code)
    months = month_count(code)
    first = last - months % 12 + 1 if months < 12 else 1
    begun = year - (months - 1) // 12
    if scheme == "15-14":
        begin = date(begun, first - 1, 15) if first > 1 else date(begun - 1, 12, 15)
        end = date(year, last, 14)
    else:
        begin = date(begun, first, 1)
        end = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return Period(
        code,
        period_in_papers(code),
        begin.isoformat(),
        end.isoformat(),
        due=(end + timedelta(days=DUE_AFTER_DAYS)).isoformat(),
        compare_with=same_period_before(code),
    )


def same_period_before(code: str) -> str | None:
    """Name the period that another is compared with, a year earlier; None for several years."""
    kind, _slash, year = code.partition("/")
    return f"{kind}/{int(year) - 1}" if year.isdigit() else None


def code_after(code: str) -> str | None:
    """Name the period of the same kind that follows; after nine months the last quarter.

    None after several years, whose next stretch nobody knows, and for what is no code.
    """
    from danvan_desktop.schema.periods import period_kind

    kind = period_kind(code)
    if not kind or kind == "GD":
        return None
    head, _slash, year = code.partition("/")
    if kind == "9T":
        return f"Q4/{year}"
    if kind == "N":
        return f"N/{int(year) + 1}"
    digits = len(head) - 1
    number, last = int(head[1:]), {"T": 12, "Q": 4, "H": 2}[kind]
    if number == last:
        return f"{kind}{1:0{digits}d}/{int(year) + 1}"
    return f"{kind}{number + 1:0{digits}d}/{year}"


def period_values(code: str, scheme: str) -> Values:
    """Make the values under which the period of a code is kept in the register ``ky``."""
    made = made_period(code, scheme)
    return {
        "ma": made.code,
        "ten": made.name,
        "tu_ngay": made.first_day,
        "den_ngay": made.last_day,
        "han_nop": made.due,
        "so_sanh_voi": made.compare_with,
        "trang_thai": OPEN,
    }


def day_before(day: str) -> str:
    """Give the ISO day before."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def day_after(day: str) -> str:
    """Give the ISO day after."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def at_hand(periods: Sequence[Period], today: str, *, chosen: str | None = None) -> Period | None:
    """Pick the period to work in: the chosen code, else the one whose report is due next.

    Early in July the half-year that ended in June is still the work at hand.
    """
    begun = [period for period in periods if period.first_day <= today]
    wanted = [period for period in periods if period.code == chosen]
    due = [p for p in begun if not p.closed and p.due is not None and p.due >= today]
    return next(iter(wanted or due or begun[-1:] or periods[-1:]), None)


def half_year(year: int, half: int, scheme: str) -> Values:
    """Make the values of a half-year period; ``scheme`` is ``15-14`` or ``duong_lich``."""
    if scheme == "15-14":
        first = date(year - 1, 12, 15) if half == 1 else date(year, 6, 15)
        last = date(year, 6, 14) if half == 1 else date(year, 12, 14)
    else:
        first = date(year, 1, 1) if half == 1 else date(year, 7, 1)
        last = date(year, 6, 30) if half == 1 else date(year, 12, 31)
    name = _("6 tháng đầu năm {year}") if half == 1 else _("6 tháng cuối năm {year}")
    return {
        "ma": f"H{half}/{year}",
        "ten": name.format(year=year),
        "tu_ngay": first.isoformat(),
        "den_ngay": last.isoformat(),
        "han_nop": (last + timedelta(days=DUE_AFTER_DAYS)).isoformat(),
        "so_sanh_voi": f"H{half}/{year - 1}",
        "trang_thai": OPEN,
    }
