"""What the words around a table say: whose it is, of which period, in which unit of money."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from danvan_desktop.schema import ReadingContext, RuleContext, period_code
from danvan_desktop.vietnamese import clean, fold, fold_key, parse_date


class Reading(ReadingContext, RuleContext, Protocol):
    """The units valid on a day, as reading and rules ask for them."""


_KINDS = ("xa", "x", "phuong", "p", "thi tran", "tt", "dac khu", "huyen", "quan", "thi xa", "tinh")
_LEVEL_ORDER = {"X": 0, "H": 1, "T": 2}
_DAYS = re.compile(
    r"\btu (?:ngay )?(?P<first>\d{1,2}[/.-]\d{1,2}[/.-]\d{4}) den (?:het )?(?:ngay )?"
    r"(?P<last>\d{1,2}[/.-]\d{1,2}[/.-]\d{4})"
)
_DAYS_OF_A_MONTH = 30.4
_ENDING = {
    (6, 6): "H1",
    (6, 12): "H2",
    (9, 9): "9T",
    (12, 12): "N",
    **{(3, quarter * 3): f"Q{quarter}" for quarter in range(1, 5)},
    **{(1, month): f"T{month:02d}" for month in range(1, 13)},
}
"""The kind of period by how many months it lasts and the month in which it ends."""

_COMMUNE = "X"
_LONGEST_NAME = 5

_YEAR = re.compile(r"\bnam (\d{4})\b")

_MONEY = (
    (re.compile(r"\b(?:tỷ|tỉ) ?(?:đồng|đ)\b|\bty dong\b"), 1_000_000_000),
    (re.compile(r"\b(?:triệu|tr\.?) ?(?:đồng|đ)?\b|\btrđ\b|\btrieu(?: dong)?\b"), 1_000_000),
    (
        re.compile(r"\b(?:nghìn|ngàn|nghin|ngan|1\.?000) ?(?:đồng|dong|đ|d)?\b"),
        1_000,
    ),
    (re.compile(r"\bđồng\b|\bvnđ\b|\bvnd\b|\(đ\)|\(dong\)|: ?đ\b"), 1),
)  # fmt: skip
_MEASURE = re.compile(r"don vi(?: tinh)?\b|\bdvt\b|\bdv tinh\b")


def period_in(lines: Sequence[str]) -> str | None:
    """Find the reporting period that a title names: ``H1/2020``; None when it names none."""
    for line in lines:
        if not _YEAR.fullmatch(fold_key(line)) and (code := period_code(line)):
            return code
    return next((code for line in lines if (code := _between_days(line))), None)


def _between_days(line: str) -> str | None:
    """Read "từ 15/12/2019 đến 14/6/2020" as the period that ends then and lasts so long."""
    found = _DAYS.search(fold(line))
    if found is None:
        return None
    first, last = (parse_date(found[part]).date for part in ("first", "last"))
    if first is None or last is None or not first < last:
        return None
    months = round((last - first).days / _DAYS_OF_A_MONTH)
    code = _ENDING.get((months, last.month))
    return f"{code}/{last.year}" if code else None


def year_in(lines: Iterable[str]) -> str | None:
    """Find the year that a title names."""
    for line in lines:
        if found := _YEAR.search(fold(line)):
            return found[1]
    return None


def money_unit_in(text: str) -> int | None:
    """How many đồng the unit of money holds that a heading names; None when it names none."""
    words = clean(text).lower()
    for pattern, dong in _MONEY:
        if pattern.search(words):
            return dong
    return None


def sheet_money_unit(lines: Iterable[str]) -> int | None:
    """Find a line like "ĐVT: triệu đồng" over the table."""
    for line in lines:
        if _MEASURE.search(fold(line)):
            found = money_unit_in(line)
            if found is not None:
                return found
    return None


def unit_in(lines: Sequence[str], sheet_name: str, reading: Reading) -> str | None:
    """Find the one unit that the titles, else the sheet's name, speak of.

    A letterhead names the superior as well, so the lowest level wins; two units of that level
    leave it open. A sheet called by a commune's name is that commune's whatever stands above.
    """
    named = _whole(sheet_name, reading)
    if len(named) == 1 and reading.unit_level(next(iter(named))) == _COMMUNE:
        return named.pop()
    found = {code for line in lines for code in _units_of(line, reading)}
    lowest = _lowest(found, reading)
    if len(lowest) == 1:
        return lowest.pop()
    if len(lowest) > 1:
        in_name = _units_of(sheet_name, reading) | named
        chosen = lowest & in_name or in_name
        return chosen.pop() if len(chosen) == 1 else None
    named = _lowest(named or _units_of(sheet_name, reading), reading)
    return named.pop() if len(named) == 1 else None


def _lowest(codes: set[str], reading: Reading) -> set[str]:
    ranks = {code: _LEVEL_ORDER.get(reading.unit_level(code) or "", 3) for code in codes}
    best = min(ranks.values(), default=0)
    return {code for code, rank in ranks.items() if rank == best}


def _whole(text: str, reading: Reading) -> set[str]:
    match = reading.find_unit(clean(text))
    return {match.code} if match.code else set()


def _units_of(line: str, reading: Reading) -> set[str]:
    """Units after a word of kind ("xã Suối Đá"), or names of two words or more, accents included.

    A bare word proves nothing: "phân loại" folds to the commune Phan.
    """
    words = re.findall(r"[^\s,;:()“”\"–-]+", clean(line))
    keys = [fold_key(word) for word in words]
    found: set[str] = set()
    position = 0
    while position < len(words):
        taken = _unit_at(words, keys, position, reading)
        if taken is None:
            position += 1
        else:
            code, length = taken
            found.add(code)
            position += length
    return found


def _unit_at(
    words: list[str], keys: list[str], start: int, reading: Reading
) -> tuple[str, int] | None:
    kind = next((k for k in _KINDS if keys[start : start + len(k.split())] == k.split()), None)
    shift = len(kind.split()) if kind else 0
    for length in range(min(_LONGEST_NAME, len(words) - start - shift), 0 if kind else 1, -1):
        span = " ".join(words[start : start + shift + length])
        code = reading.find_unit(span).code
        if code and (kind or fold_as_typed(span) in fold_as_typed(reading.unit_name(code))):
            return code, shift + length
    return None


def fold_as_typed(text: str) -> str:
    """Compare without case, but with accents."""
    return clean(text).casefold()
