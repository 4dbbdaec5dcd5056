"""Numbers and dates spelt out, as minutes want them: 05 (năm), ngày bảy tháng Bảy."""

from __future__ import annotations

from datetime import date

from danvan_desktop.vietnamese.numbers import format_count

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", " nghìn", " triệu")
_READ = {**{word: number for number, word in enumerate(_DIGITS)}, "mốt": 1, "lăm": 5}
_POWERS = {"mươi": 10, "trăm": 100}
_REGIONAL = {"ngàn": "nghìn", "lẻ": "linh", "tư": "bốn", "nhăm": "lăm"}
_MONTHS = (
    *("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín"),
    *("Mười", "Mười một", "Mười hai"),
)


def number_in_words(number: int) -> str:
    """Spell a whole number: 15 mười lăm, 21 hai mươi mốt, 105 một trăm linh năm, -3 âm ba."""
    if number < 0:
        return f"âm {number_in_words(-number)}"
    if number == 0:
        return _DIGITS[0]
    return " ".join(_parts(number, inner=False))


def read_number_in_words(words: str) -> int | None:
    """Read a whole number below a million that is spelt; None for anything but its usual words.

    Regional forms are read too: ngàn for nghìn, lẻ for linh, tư for a final bốn.
    """
    plain = " ".join(_REGIONAL.get(word, word) for word in words.split())
    total = group = digit = 0
    for word in plain.split():
        if word in _READ:
            digit = _READ[word]
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in _POWERS:
            group, digit = group + digit * _POWERS[word], 0
        elif word == "nghìn":
            total, group, digit = (group + digit) * 1000, 0, 0
        elif word != "linh":
            return None
    number = total + group + digit
    return number if number_in_words(number) == plain else None


def count_in_words(count: int) -> str:
    """Write a count with its words behind it, as minutes of a vote do: 05 (năm)."""
    return f"{format_count(count)} ({number_in_words(count)})"


def date_in_words(day: date) -> str:
    """Spell a date, the month with a capital (NĐ 30/2020, Phụ lục II).

    ngày bảy tháng Bảy năm hai nghìn không trăm hai mươi
    """
    month = _MONTHS[day.month - 1]
    return f"ngày {number_in_words(day.day)} tháng {month} năm {number_in_words(day.year)}"


def _parts(number: int, *, inner: bool) -> list[str]:
    """Spell a positive number by thousands; ``inner`` numbers stand behind a larger part."""
    billions, rest = divmod(number, 10**9)
    parts: list[str] = []
    if billions:
        parts.append(" ".join(_parts(billions, inner=inner)) + " tỷ")
    for power in (2, 1, 0):
        group, rest = divmod(rest, 1000**power)
        if group:
            parts.append(_below_thousand(group, full=inner or bool(parts)) + _GROUPS[power])
    return parts


def _below_thousand(number: int, *, full: bool) -> str:
    """Spell 1 to 999; ``full`` names the hundreds even if there are none: không trăm linh năm."""
    hundreds, rest = divmod(number, 100)
    parts = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if rest >= 10:
        parts.append(_tens(rest))
    elif rest:
        parts.append(f"linh {_DIGITS[rest]}" if parts else _DIGITS[rest])
    return " ".join(parts)


def _tens(number: int) -> str:
    """Spell 10 to 99, where a final one and five change their sound."""
    tens, unit = divmod(number, 10)
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if unit == 0:
        return head
    if unit == 1 and tens > 1:
        return f"{head} mốt"
    return f"{head} lăm" if unit == 5 else f"{head} {_DIGITS[unit]}"
