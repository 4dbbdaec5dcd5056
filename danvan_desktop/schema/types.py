"""Field types: each owns how a value is read, shown, checked, stored and carried.

A value is always plain data that survives JSON: text (NFC), ``int``, ``bool``, an ISO date
``2020-05-14``, an ISO time ``13:30``, a bare year ``2020`` where allowed, a choice or unit code.
``None`` means *unknown*; 0 and False mean *none*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from random import Random
from typing import Literal, Protocol

from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import (
    MONEY_UNITS,
    broken_at,
    clean,
    clean_lines,
    fold,
    fold_key,
    format_date_table,
    format_number,
    parse_date,
    parse_money,
    parse_number,
    sort_key,
)

Value = str | int | bool | None
Storage = Literal["text", "integer"]


@dataclass(frozen=True, slots=True)
class UnitMatch:
    """What a unit's name led to: exactly one code, or a reason code."""

    code: str | None
    reason: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitGap:
    """Why a unit does not stand on a day, and what to do, in finished sentences."""

    message: str
    remedy: str


class ReadingContext(Protocol):
    """What reading a raw value may ask about: the units valid on a day."""

    def find_unit(self, text: str) -> UnitMatch:
        """Find the unit that a typed name means."""

    def unit_name(self, code: str) -> str:
        """Name a unit for people."""

    def unit_hint(self, text: str) -> str:
        """Say what to do about a name that is unknown on the day; "" when it never was known."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The result of reading a raw value: the value, or a reason code; a kept qualifier."""

    value: Value = None
    code: str | None = None
    qualifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldType:
    """What every field type can do; the defaults suit text."""

    storage: Storage = field(default="text", init=False)
    right_aligned: bool = field(default=False, init=False)

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        """Read what a person typed or a cell holds."""
        text = clean(str(raw)) if raw is not None else ""
        return Parsed(text or None)

    def check(self, value: Value) -> str | None:
        """Return a reason code when a stored-form value is not acceptable."""
        return None

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        """Show a value to people; unknown is an empty text."""
        return "" if value is None else str(value)

    def sample(self, random: Random) -> Value:
        """Make a plausible value for tests and sample offices."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(FieldType):
    """One line of text of at most ``max_length`` characters."""

    max_length: int = 300

    def check(self, value: Value) -> str | None:
        return _check_text(str(value or ""), self.max_length)

    def sort_key(self, value: Value) -> str:
        """Give the text by which lists put this text in order."""
        return sort_key(str(value))

    def sample(self, random: Random) -> Value:
        words = "tổ phụ nữ phân loại rác thải tại hộ gia đình ấp Đồng Tâm".split()
        return " ".join(random.choices(words, k=6)).capitalize()[: self.max_length].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class LongText(FieldType):
    """Several paragraphs of text; line breaks are kept."""

    max_length: int = 20_000

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        if raw is None:
            return Parsed(None)
        return Parsed(clean_lines(str(raw)) or None)

    def check(self, value: Value) -> str | None:
        return _check_text(str(value or ""), self.max_length)

    def sample(self, random: Random) -> Value:
        return "Vận động Nhân dân hiến đất làm đường.\nCó 12 hộ tham gia."


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(FieldType):
    """What can be added up: counts, money, quantities; kept as a whole number, never negative."""

    storage: Storage = field(default="integer", init=False)
    right_aligned: bool = field(default=True, init=False)

    @property
    def scale(self) -> int:
        """How many kept units make one shown unit."""
        return 1

    def shown(self, value: int) -> Decimal:
        """Give the number that people read for a kept one."""
        return Decimal(value) / self.scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(Number):
    """A count, at most ``maximum``."""

    maximum: int = 10**9

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        parsed = parse_number(raw)
        if parsed.code or parsed.value is None:
            return Parsed(None, parsed.code)
        if not parsed.is_whole:
            return Parsed(None, "not_a_number")
        if parsed.value < 0:
            return Parsed(None, "impossible_value")
        return Parsed(int(parsed.value), None, parsed.qualifier)

    def check(self, value: Value) -> str | None:
        if value is None:
            return None
        return None if isinstance(value, int) and 0 <= value <= self.maximum else "impossible_value"

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        return "" if value is None else format_number(int(value))

    def sample(self, random: Random) -> Value:
        return random.randrange(min(self.maximum, 200) + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Year(FieldType):
    """A calendar year, kept as a whole number and shown without a separator."""

    storage: Storage = field(default="integer", init=False)
    right_aligned: bool = field(default=True, init=False)

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        text = clean(str(raw)) if raw is not None else ""
        if not text:
            return Parsed(None)
        whole = re.fullmatch(r"(?:năm )?(\d{4})(?:\.0)?", text, re.IGNORECASE)
        if whole is None or self.check(int(whole[1])):
            return Parsed(None, "bad_date")
        return Parsed(int(whole[1]))

    def check(self, value: Value) -> str | None:
        ok = value is None or (isinstance(value, int) and 1900 <= value < 2100)
        return None if ok else "bad_date"

    def sample(self, random: Random) -> Value:
        return random.randrange(2018, 2023)


QUANTITY_SCALE = 100
"""A quantity is kept in hundredths of its unit, so that sums in SQL are exact.

Three decimals are not taken: "1,250" reads in two ways.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Number):
    """An amount with decimals (5,4 tấn), kept as a whole number of ``parts`` of its unit: 540.

    What is typed has at most two decimals; a derived amount may need finer parts (25 kg in tấn).
    """

    parts: int = QUANTITY_SCALE

    @property
    def scale(self) -> int:
        return self.parts

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        parsed = parse_number(raw)
        if parsed.code or parsed.value is None:
            return Parsed(None, parsed.code)
        kept = parsed.value * self.parts
        if kept != int(kept):
            return Parsed(None, "not_a_number")
        if kept < 0:
            return Parsed(None, "impossible_value")
        return Parsed(int(kept), None, parsed.qualifier)

    def check(self, value: Value) -> str | None:
        if value is None:
            return None
        return None if isinstance(value, int) and 0 <= value < 10**15 else "impossible_value"

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        return "" if value is None else format_number(self.shown(int(value)))

    def sample(self, random: Random) -> Value:
        return random.randrange(1, 400) * 50


_MONEY_NAMES = {factor: name for name, factor in MONEY_UNITS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Number):
    """An amount in đồng, typed and shown in units of ``unit_dong`` đồng (1 or 1.000.000)."""

    unit_dong: int = 1

    @property
    def scale(self) -> int:
        return self.unit_dong

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        return self.parse_scaled(raw, self.unit_dong)

    def parse_scaled(self, raw: object, unit_dong: int) -> Parsed:
        """Read an amount written in units of ``unit_dong`` đồng; a unit in the cell wins."""
        parsed = parse_money(raw, unit=_MONEY_NAMES[unit_dong])
        if parsed.code or parsed.value is None:
            return Parsed(None, parsed.code)
        if parsed.value < 0:
            return Parsed(None, "impossible_value")
        return Parsed(int(parsed.value), None, parsed.qualifier)

    def check(self, value: Value) -> str | None:
        if value is None:
            return None
        return None if isinstance(value, int) and 0 <= value < 10**15 else "impossible_value"

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        if value is None:
            return ""
        return format_number(Decimal(int(value)) / self.unit_dong)

    def sample(self, random: Random) -> Value:
        return random.randrange(1, 400) * 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(FieldType):
    """A day; ``year_allowed`` also takes a bare year, which then counts from 1 January."""

    right_aligned: bool = field(default=True, init=False)
    year_allowed: bool = False

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        if isinstance(raw, str) and not clean(raw):
            return Parsed(None)
        parsed = parse_date(raw)
        if parsed.date is not None:
            return Parsed(parsed.date.isoformat())
        if parsed.year is not None:
            return Parsed(str(parsed.year)) if self.year_allowed else Parsed(None, "year_only_date")
        return Parsed(None, parsed.code)

    def check(self, value: Value) -> str | None:
        if value is None:
            return None
        text = str(value)
        if re.fullmatch(r"\d{4}", text):
            return None if self.year_allowed else "year_only_date"
        try:
            date.fromisoformat(text)
        except ValueError:
            return "bad_date"
        return None

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        if value is None:
            return ""
        text = str(value)
        return text if len(text) == 4 else format_date_table(date.fromisoformat(text))

    def sample(self, random: Random) -> Value:
        return date.fromordinal(date(2020, 1, 5).toordinal() + random.randrange(150)).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Time(FieldType):
    """A time of day, kept as ``13:30``; reads ``13h30``, ``13 giờ 30 phút``, ``1330``."""

    right_aligned: bool = field(default=True, init=False)

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        if isinstance(raw, datetime | time):
            return Parsed(f"{raw.hour:02d}:{raw.minute:02d}")
        text = fold(str(raw)) if raw is not None else ""
        if not text:
            return Parsed(None)
        match = re.fullmatch(r"(\d{1,2})\s*(?:h|:|g|gio|\.)?\s*(\d{2})?\s*(?:p|phut)?", text)
        if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
            return Parsed(None, "bad_date")
        return Parsed(f"{int(match[1]):02d}:{int(match[2] or 0):02d}")

    def check(self, value: Value) -> str | None:
        ok = value is None or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", str(value))
        return None if ok else "bad_date"

    def sample(self, random: Random) -> Value:
        return f"{random.randrange(7, 17):02d}:{random.choice(('00', '30'))}"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: stable code, label for people, short label for tables, other spellings."""

    code: str
    label: str
    short: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(FieldType):
    """Exactly one of a closed list of options."""

    options: tuple[Option, ...]
    _by_code: dict[str, Option] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = {option.code: option for option in reversed(self.options)}
        object.__setattr__(self, "_by_code", by_code)

    def option(self, code: Value) -> Option | None:
        """Find the option of a code."""
        return self._by_code.get(code) if isinstance(code, str) else None

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        key = fold_key(str(raw)) if raw is not None else ""
        if not key:
            return Parsed(None)
        exact = [o for o in self.options if key in _spellings(o)]
        if len(exact) == 1:
            return Parsed(exact[0].code)
        words = set(key.split())
        held = [o for o in self.options if any(set(s.split()) <= words for s in _phrases(o))]
        return Parsed(held[0].code) if len(held) == 1 else Parsed(None, "unknown_choice")

    def check(self, value: Value) -> str | None:
        return None if value is None or self.option(value) else "unknown_choice"

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        option = self.option(value)
        return _(option.label) if option else ""

    def sample(self, random: Random) -> Value:
        return random.choice(self.options).code


def _spellings(option: Option) -> set[str]:
    return {fold_key(s) for s in (option.code, option.label, option.short, *option.aliases) if s}


def _phrases(option: Option) -> set[str]:
    """The spellings of at least two words: a single short word inside a sentence proves nothing."""
    return {s for s in _spellings(option) if " " in s}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(FieldType):
    """A tick: any mark means yes, an empty cell means no."""

    storage: Storage = field(default="integer", init=False)

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        if isinstance(raw, bool):
            return Parsed(raw)
        text = fold(str(raw)) if raw is not None else ""
        return Parsed(text not in ("", "-", "0", "khong", "chua", "false"))

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        return "x" if value else ""

    def sample(self, random: Random) -> Value:
        return random.random() < 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit(FieldType):
    """A unit of the office's directory, kept by its stable code."""

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        text = clean(str(raw)) if raw is not None else ""
        if not text:
            return Parsed(None)
        if context is None:
            return Parsed(text)
        match = context.find_unit(text)
        return Parsed(match.code, match.reason)

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        if value is None:
            return ""
        return context.unit_name(str(value)) if context else str(value)

    def sample(self, random: Random) -> Value:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNumber(FieldType):
    """The number and symbol of a document, ``125-QĐ/HU``; a sentence without a digit is refused."""

    max_length: int = 60

    def check(self, value: Value) -> str | None:
        if value is None:
            return None
        text = str(value)
        if not any(char.isdigit() for char in text):
            return "wrong_content"
        return _check_text(text, self.max_length)

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        text = clean(str(raw)) if raw is not None else ""
        if not text:
            return Parsed(None)
        code = self.check(text)
        return Parsed(None, code) if code else Parsed(text)

    def sample(self, random: Random) -> Value:
        return f"{random.randrange(1, 300)}-QĐ/HU"


def _check_text(text: str, longest: int) -> str | None:
    if len(text) > longest:
        return "too_long"
    return "broken_text" if broken_at(text) >= 0 else None
