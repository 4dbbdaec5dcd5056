"""Codes of reporting periods, and the field type of rows that have a period instead of a day.

A code is a kind and a year: ``T03/2020`` (month), ``Q1/2020``, ``H1/2020``, ``9T/2020`` (nine
months), ``N/2020`` (year), or several years, ``GD/2018-2020``. Its days follow from the office's
scheme (see ``organisation.periods``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from random import Random

from danvan_desktop.i18n import N_, _
from danvan_desktop.schema.types import FieldType, Parsed, ReadingContext, Value
from danvan_desktop.vietnamese import clean, fold_key

_LAST_MONTH = {
    **{f"T{month:02d}": month for month in range(1, 13)},
    **{f"Q{quarter}": quarter * 3 for quarter in range(1, 5)},
    "H1": 6,
    "H2": 12,
    "9T": 9,
    "N": 12,
}
"""The kinds of period by the month in which they end."""

_MONTHS = {"T": 1, "Q": 3, "H": 6, "9": 9, "N": 12}
"""How many months a period of one year has, by the first letter of its code."""

SEVERAL_YEARS = "GD"
"""The kind of a period of several whole years (giai đoạn)."""

MOST_YEARS = 30

_YEARS = re.compile(r"GD/((?:19|20)\d\d)-((?:19|20)\d\d)")

_COMMON_DAY = 14
"""The day of the last month that lies in the period under both schemes (calendar and 15–14)."""

_SPOKEN = {
    "H1": N_("6 tháng đầu năm {year}"),
    "H2": N_("6 tháng cuối năm {year}"),
    "9T": N_("9 tháng đầu năm {year}"),
    "N": N_("năm {year}"),
}
_QUARTERS = ("", "I", "II", "III", "IV")

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:nam )?(\d{4})"
_NAMES = (
    (re.compile(r"\bgiai doan ((?:19|20)\d\d) ?-? ?((?:19|20)\d\d)\b"), SEVERAL_YEARS),
    (re.compile(rf"\b(?:6|06|sau) thang dau nam(?: cua)? {_YEAR}"), "H1"),
    (re.compile(rf"\b(?:6|06|sau) thang cuoi nam(?: cua)? {_YEAR}"), "H2"),
    (re.compile(rf"\b(?:9|09|chin) thang(?: dau nam)? {_YEAR}"), "9T"),
    (re.compile(rf"\bquy (i{{1,3}}|iv|[1-4]) {_YEAR}"), "Q"),
    (re.compile(rf"\bthang (\d{{1,2}}) {_YEAR}"), "T"),
    (re.compile(r"\bfirst half of (\d{4})"), "H1"),
    (re.compile(r"\bsecond half of (\d{4})"), "H2"),
    (re.compile(r"\b(?:9|nine) months of (\d{4})"), "9T"),
    (re.compile(r"\bquarter (i{1,3}|iv|[1-4]) (\d{4})"), "Q"),
    (re.compile(r"\bmonth (\d{1,2}) (\d{4})"), "T"),
)
"""Names as papers write them; the English ones are those that this program shows."""

_MONTH_ALONE = re.compile(r"(?:t|thang )?(\d{1,2}) ((?:19|20)\d\d)")
"""A month in short where it is the whole text: 5/2019, T5-2019."""

_YEAR_ALONE = re.compile(r"\b(?:nam|year) (\d{4})$|^(\d{4})$")


def period_code(text: str) -> str | None:
    """Find the period that words name, ``6 tháng đầu năm 2020`` or a code; None: it names none.

    A bare year is not enough for a period, except when it is the whole text ("năm 2020").
    """
    code = clean(text).upper()
    if is_period_code(code):
        return code
    key = fold_key(text)
    for pattern, kind in _NAMES:
        if found := pattern.search(key):
            *which, year = found.groups()
            made = f"{kind}{_number(kind, which[0]) if which else ''}/{year}"
            if kind == SEVERAL_YEARS:
                made = f"{kind}/{which[0]}-{year}"
            return made if is_period_code(made) else None
    if month := _MONTH_ALONE.fullmatch(key):
        made = f"T{int(month[1]):02d}/{month[2]}"
        return made if is_period_code(made) else None
    alone = _YEAR_ALONE.fullmatch(key)
    return f"N/{alone[1] or alone[2]}" if alone else None


def is_period_code(code: str) -> bool:
    """Tell whether a text is a period's code."""
    if several := _YEARS.fullmatch(code):
        return 0 < int(several[2]) - int(several[1]) < MOST_YEARS
    kind, slash, year = code.partition("/")
    return kind in _LAST_MONTH and bool(slash) and bool(re.fullmatch(r"(19|20)\d\d", year))


def period_name(code: str) -> str:
    """Name a period for people: ``H1/2020`` is "6 tháng đầu năm 2020"; other text stays."""
    pattern, words = _named(code)
    return _(pattern).format(**words) if pattern else code


def period_in_papers(code: str) -> str:
    """Name a period as papers do, in Vietnamese whatever the language of the window."""
    pattern, words = _named(code)
    return pattern.format(**words) if pattern else code


def last_month(code: str) -> tuple[int, int]:
    """Give the year and month in which a period ends."""
    kind, _slash, year = code.partition("/")
    if kind == SEVERAL_YEARS:
        return int(year.partition("-")[2]), 12
    return int(year), _LAST_MONTH[kind]


def month_count(code: str) -> int:
    """Tell how many months a period has."""
    return 12 * len(years_of(code)) if code.startswith(SEVERAL_YEARS) else _MONTHS[code[0]]


def years_of(code: str) -> tuple[int, ...]:
    """List the years that a period lies in: 2018, 2019, 2020 of ``GD/2018-2020``."""
    several = _YEARS.fullmatch(code)
    if several is None:
        return (last_month(code)[0],)
    return tuple(range(int(several[1]), int(several[2]) + 1))


def period_kind(code: str) -> str:
    """Give the kind of a period (T, Q, H, 9T, N, GD); "" for what is no period's code."""
    if not is_period_code(code):
        return ""
    kind = code.partition("/")[0]
    return kind if kind in (SEVERAL_YEARS, "9T", "N") else kind[0]


def day_in_period(code: str) -> str:
    """Give the last ISO day that belongs to the period under every scheme."""
    year, month = last_month(code)
    return f"{year}-{month:02d}-{_COMMON_DAY}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(FieldType):
    """The period of a row without a day (totals of a half-year), kept by its code."""

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        if isinstance(raw, date) and raw.day == 1:
            raw = f"T{raw.month:02d}/{raw.year}"  # Excel makes a date of "5/2019"
        text = clean(str(raw)) if raw is not None else ""
        if not text:
            return Parsed(None)
        code = period_code(text)
        return Parsed(code) if code else Parsed(None, "bad_period")

    def check(self, value: Value) -> str | None:
        return None if value is None or is_period_code(str(value)) else "bad_period"

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        if value is None:
            return ""
        name = period_name(str(value))
        return name if name == value else name[:1].upper() + name[1:]

    def sample(self, random: Random) -> Value:
        return f"H1/{random.choice((2019, 2020))}"


def _number(kind: str, text: str) -> str:
    number = _ROMAN.get(text) or int(text)
    return f"{number:02d}" if kind == "T" else str(number)


def _named(code: str) -> tuple[str, dict[str, object]]:
    """Give the words with which a period is named, and what stands in them."""
    if not is_period_code(code):
        return "", {}
    kind, _slash, year = code.partition("/")
    if kind == SEVERAL_YEARS:
        first, _dash, last = year.partition("-")
        return N_("giai đoạn {first} - {last}"), {"first": first, "last": last}
    if kind in _SPOKEN:
        return _SPOKEN[kind], {"year": year}
    if kind.startswith("Q"):
        return N_("quý {quarter}/{year}"), {"quarter": _QUARTERS[int(kind[1])], "year": year}
    return N_("tháng {month}/{year}"), {"month": int(kind[1:]), "year": year}
