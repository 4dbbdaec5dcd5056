"""What numbers and texts from a file may be at most, whoever signed it.

A database takes neither a number beyond 64 bits nor half of a character, and PostgreSQL no NUL.
"""

from __future__ import annotations

import json
from typing import Any

MAX_INTEGER = 1 << 62
MAX_NUMBER = 1_000_000_000
"""The greatest number of a bundle within its period."""
MAX_CODE, MAX_LABEL, MAX_NOTE = 100, 2_000, 20_000
"""Characters of codes and days, of names and titles, of remarks."""


def whole(value: Any, *, least: int = 1) -> int:
    """Return a whole number within bounds; ValueError for anything else."""
    if type(value) is not int or not least <= value <= MAX_INTEGER:
        raise ValueError("number")
    return int(value)


def label(value: Any, most: int = MAX_LABEL) -> str:
    """Return a text of at most so many characters; ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    if len(value) > most:
        raise ValueError("text too long")
    return value


def integer(digits: str) -> int:
    """Read the digits of a number in JSON; ValueError beyond the bounds."""
    value = int(digits)
    if abs(value) > MAX_INTEGER:
        raise ValueError("number too large")
    return value


def refuse_odd_characters(value: Any, written: str) -> None:
    """Raise ValueError for NUL or half a character in what was read from ``written`` JSON.

    Neither can stand there but as an escape, which our own lines hardly ever have.
    """
    if "\\u" not in written:
        return
    # A backslash that somebody typed stands there twice, and hides no escape.
    again = json.dumps(value, ensure_ascii=False).replace("\\\\", "")
    if "\\u0000" in again:
        raise ValueError("a text with NUL")
    try:
        again.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError("half a character") from error
