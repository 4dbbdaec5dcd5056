"""Dates as communes type them, read day first, whatever the machine's setting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from danvan_desktop.vietnamese.text import clean, fold

FIRST_YEAR = 1900
LAST_YEAR = 2199


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """What a cell says: a date, or a year alone, or a code; everything None for an empty cell.

    ``code`` is "bad_date" or, with the ``year`` kept, "year_only_date": the caller knows whether
    its column allows a bare year.
    """

    date: date | None = None
    year: int | None = None
    code: str | None = None


def parse_date(raw: object, *, default_year: int | None = None) -> ParsedDate:
    """Read the content of a cell as a date, day first.

    Takes dates, 14/05/2020, 7.7.20 (two digits are a year of this century), 7-7-2020, ISO,
    "ngày 07 tháng 7 năm 2020", each with a time behind it or not, and bare years. A day and month
    alone (7/7) need ``default_year``.
    """
    if raw is None:
        return ParsedDate()
    if isinstance(raw, datetime):
        return _checked(raw.year, raw.month, raw.day)
    if isinstance(raw, date):
        return _checked(raw.year, raw.month, raw.day)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _year_only(int(raw)) if raw == raw // 1 else _BAD
    return _of_text(raw, default_year) if isinstance(raw, str) else _BAD


_BAD = ParsedDate(code="bad_date")
_TIME = r"(?:(?:,? |t)[0-9]{1,2}[:hg][0-9]{0,2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_GAP = r" ?[./-] ?"
_LEAD = r"(?:(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat),? )?(?:ngay )?"
_NUMERIC = re.compile(rf"{_LEAD}(\d{{1,2}}){_GAP}(\d{{1,2}})(?:{_GAP}(\d{{4}}|\d{{2}}))?{_TIME}")
_ISO = re.compile(rf"(\d{{4}})([/.-])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_WORDS = re.compile(rf"{_LEAD}(\d{{1,2}}) ?thang (\d{{1,2}}),? ?nam (\d{{4}}){_TIME}")
_YEAR = re.compile(r"(?:nam )?(\d{4})")


def _of_text(raw: str, default_year: int | None) -> ParsedDate:
    text = fold(clean(raw)).rstrip(" .,;")
    if not text:
        return ParsedDate()
    if found := _NUMERIC.fullmatch(text):
        day, month, year = found.groups()
        if year is None:
            return _checked(default_year, int(month), int(day)) if default_year else _BAD
        return _checked(_century(year), int(month), int(day))
    if found := _WORDS.fullmatch(text):
        return _checked(int(found[3]), int(found[2]), int(found[1]))
    if found := _ISO.fullmatch(text):
        return _checked(int(found[1]), int(found[3]), int(found[4]))
    if found := _YEAR.fullmatch(text):
        return _year_only(int(found[1]))
    return _BAD


def _century(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _year_only(year: int) -> ParsedDate:
    in_range = FIRST_YEAR <= year <= LAST_YEAR
    return ParsedDate(year=year, code="year_only_date") if in_range else _BAD


def _checked(year: int, month: int, day: int) -> ParsedDate:
    """Give the date with its year, or bad_date if the calendar does not have it."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return _BAD
    try:
        return ParsedDate(date(year, month, day), year)
    except ValueError:
        return _BAD
