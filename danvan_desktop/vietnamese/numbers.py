"""Numbers as offices in Viet Nam write and read them: 1.327.453; 58,5; 07; 71,7%.

Everything is Decimal and rounded half-up, because a report must add up the way a pocket
calculator does. Reading never guesses: what can be read in two ways comes back with a code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from danvan_desktop.vietnamese.text import clean, fold

MINUS = "−"

# Excel stores 15 significant digits; the rest of a binary fraction is noise (0.1 + 0.2).
_FLOAT_DIGITS = ".15g"

# Wide enough for any cell; the default of 28 digits refuses to round longer numbers.
_CONTEXT = Context(prec=400, rounding=ROUND_HALF_UP)

_ALL = Decimal(100)

MONEY_UNITS = {
    "đồng": 1,
    "nghìn đồng": 1_000,
    "triệu đồng": 1_000_000,
    "tỷ đồng": 1_000_000_000,
}
"""How many đồng each unit of money holds."""


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """What a cell says: a value, or a code why it has none; both None for an empty cell.

    ``qualifier`` is the word in front ("gan", "tren", "hon", "khoang", "uoc", "duoi"), ``unit`` the
    words behind the number as typed, ``code`` "ambiguous_number" or "not_a_number".
    """

    value: Decimal | None = None
    qualifier: str = ""
    unit: str = ""
    code: str | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether there is a value and it has no fraction."""
        return self.value is not None and self.value == self.value.to_integral_value()


def format_number(value: Decimal | int | float, decimals: int | None = None) -> str:
    """Write a number with dots for thousands and a decimal comma: 1.327.453; 58,5; −3.

    ``decimals`` rounds half-up to exactly so many places; without it all digits are shown and
    zeros at the end of the fraction are not.
    """
    number = to_decimal(value)
    if decimals is not None:
        return _written(_rounded(number, decimals))
    return _written(_trimmed(number))


def format_count(count: int) -> str:
    """Write a count for running text, where official papers put 0 before counts under ten: 07."""
    return f"0{count}" if 0 <= count < 10 else format_number(count)


def format_percent(percent: Decimal | int, decimals: int = 1, *, signed: bool = False) -> str:
    """Write percent half-up with at most ``decimals`` places: 71,7%; 25%; signed +8%, −16,7%.

    The value is in percent (71.65 for 71,65%); ``percent_of`` makes it from two counts. Places are
    added where all or none would be a lie: 99,97%, never 100%, of 33.398 out of 33.407.
    """
    rounded = _trimmed(rounded_percent(percent, decimals))
    sign = "+" if signed and rounded > 0 else ""
    return f"{sign}{_written(rounded)}%"


def rounded_percent(percent: Decimal | int, decimals: int = 1) -> Decimal:
    """Round percent half-up to ``decimals`` places, to more where it would become 0 or 100.

    Only what is nothing rounds to 0, and nothing below 100 rounds to 100.
    """
    number = to_decimal(percent)
    rounded = _rounded(number, decimals)
    while rounded != number and (not rounded or abs(number) < abs(rounded) == _ALL):
        decimals += 1
        rounded = _rounded(number, decimals)
    return rounded


def format_points(points: Decimal | int | float, decimals: int = 1) -> str:
    """Write percentage points with so many places, more where a change would become none: 0,03."""
    number = to_decimal(points)
    while number and not _rounded(number, decimals):
        decimals += 1
    return format_number(number, decimals)


def format_size(size: int) -> str:
    """Write a size in bytes in the unit that people read: 412 KB, 2,1 MB (of 1024)."""
    if size < 1 << 20:
        return f"{format_number(-(-size // 1024))} KB"
    return f"{format_number(size / (1 << 20), 1)} MB"


def percent_of(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Give ``part`` as percent of ``whole``, unrounded; None if ``whole`` is 0."""
    if not whole:
        return None
    return Context(prec=40).divide(to_decimal(part) * 100, to_decimal(whole))


def format_money(dong: Decimal | int, unit: str = "triệu đồng") -> str:
    """Write an amount of đồng in a larger unit, with at most 3 decimals: 1.018,5 triệu đồng."""
    amount = _CONTEXT.divide(to_decimal(dong), Decimal(MONEY_UNITS[unit]))
    return f"{_written(_trimmed(_rounded(amount, 3)))} {unit}"


def to_dong(amount: Decimal, unit: str) -> int:
    """Turn an amount in one of MONEY_UNITS into whole đồng, half-up."""
    return int(_rounded(_times(amount, MONEY_UNITS[unit]), 0))


def to_decimal(value: Decimal | int | float) -> Decimal:
    """Turn a number into Decimal without the noise of binary fractions."""
    return Decimal(format(value, _FLOAT_DIGITS)) if isinstance(value, float) else Decimal(value)


def parse_number(raw: object) -> ParsedNumber:
    """Read the content of a cell as a number, by the rules of the country and nothing else.

    Dots and spaces group thousands, a comma is the decimal sign, "-" is none (0), a word in front
    ("gần") is kept as qualifier and the words behind as unit. "1,250", "58.5", "1,234.5" and
    "2 triệu" can be read in two ways: ``ambiguous_number``. Anything else is ``not_a_number``.
    """
    return _read(raw, factor=None)


def parse_money(raw: object, *, unit: str) -> ParsedNumber:
    """Read a cell of a money column headed ``unit`` (of MONEY_UNITS); the value is in đồng.

    A unit typed in the cell wins over that of the header: "5 triệu đồng", "500.000 đồng".
    """
    return _read(raw, factor=MONEY_UNITS[unit])


_DASHES = str.maketrans("–—−", "---")
_QUALIFIERS = frozenset({"gan", "tren", "hon", "khoang", "uoc", "duoi"})
_NUMBER = re.compile(r"(?P<number>[+-]? ?[0-9][0-9., ]*)(?P<tail>[.;]?|[^\W\d_].*|[%(].*)")
_DIGITS_OF_UNITS = re.compile(r"\bk?m[23²³]\b")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+|(?: [0-9]{3})+)(?:,[0-9]+)?")
_ONE_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_ONE_DOT = re.compile(r"[0-9]+\.[0-9]+")
_FOREIGN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?: [0-9]{3})+\.[0-9]+")
_LONGEST = 40
# With their marks, because "trạm" and "ti vi" are things to count.
_MAGNITUDES = {
    "chục": 10,
    "trăm": 100,
    **dict.fromkeys(("nghìn", "nghin", "ngàn"), 1_000),
    **dict.fromkeys(("triệu", "trieu", "tr", "trđ"), 1_000_000),
    **dict.fromkeys(("tỷ", "tỉ", "ty"), 1_000_000_000),
}


def _read(raw: object, *, factor: int | None) -> ParsedNumber:
    """Read a cell; ``factor`` is how many đồng the column's unit holds, None outside money."""
    if raw is None:
        return ParsedNumber()
    if isinstance(raw, int | float | Decimal) and not isinstance(raw, bool):
        return _of_number(to_decimal(raw), factor)
    if not isinstance(raw, str):
        return ParsedNumber(code="not_a_number")
    return _of_text(clean(raw).translate(_DASHES), factor)


def _of_number(number: Decimal, factor: int | None) -> ParsedNumber:
    if not number.is_finite():
        return ParsedNumber(code="not_a_number")
    return ParsedNumber(_trimmed(_times(number, factor or 1)))


def _of_text(text: str, factor: int | None) -> ParsedNumber:
    if not text:
        return ParsedNumber()
    if not text.strip("- "):
        return ParsedNumber(Decimal(0))
    qualifier, text = _split_qualifier(text)
    found = _NUMBER.fullmatch(text)
    if found is None or any(map(str.isdigit, _DIGITS_OF_UNITS.sub("", found["tail"]))):
        return ParsedNumber(code="not_a_number")
    value, code = _value_of(found["number"])
    if value is None:
        return ParsedNumber(code=code)
    unit = found["tail"].strip(" .;")
    scale = _scale_of(unit, factor)
    if scale is None:
        return ParsedNumber(code="ambiguous_number")
    return ParsedNumber(_trimmed(_times(value, scale)), qualifier, unit)


def _split_qualifier(text: str) -> tuple[str, str]:
    """Part the word in front ("gần", "ước đạt", "~") from the number."""
    if text.startswith("~"):
        return "khoang", text[1:].lstrip()
    first, _space, rest = text.partition(" ")
    qualifier = fold(first)
    if qualifier not in _QUALIFIERS:
        return "", text
    second, _space, after = rest.partition(" ")
    return qualifier, after if fold(second) in ("dat", "tinh") else rest


def _value_of(written: str) -> tuple[Decimal | None, str | None]:
    """Read the digits: a value, or None and the code."""
    negative = written.startswith("-")
    digits = written.lstrip("+- ").rstrip(" .,")
    if len(digits) > _LONGEST:
        return None, "not_a_number"
    if _ONE_COMMA.fullmatch(digits):
        return None, "ambiguous_number"
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        value = Decimal(re.sub(r"[. ]", "", digits).replace(",", "."))
        return (value.copy_negate() if negative else value), None
    if _ONE_DOT.fullmatch(digits) or _FOREIGN.fullmatch(digits):
        return None, "ambiguous_number"
    return None, "not_a_number"


def _scale_of(unit: str, factor: int | None) -> int | None:
    """Give what to multiply the number by; None if the words behind it leave that open."""
    first = unit.lower().replace(".", "").partition(" ")[0]
    if factor is None:
        return None if first in _MAGNITUDES else 1
    return 1 if first in ("đồng", "dong", "đ", "vnđ", "vnd") else _MAGNITUDES.get(first, factor)


def _times(number: Decimal, factor: int) -> Decimal:
    return _CONTEXT.multiply(number, Decimal(factor))


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), context=_CONTEXT)


def _trimmed(number: Decimal) -> Decimal:
    """Drop zeros at the end of the fraction, and the sign of zero."""
    whole = number.to_integral_value()
    return _CONTEXT.plus(whole) if number == whole else number.normalize(_CONTEXT)


def _written(number: Decimal) -> str:
    text = format(number.copy_abs(), ",f").translate(str.maketrans(",.", ".,"))
    return f"{MINUS}{text}" if number < 0 else text
