"""Text of a record inside a text of the template language: its signs are letters and nothing else.

A star, a bar or a brace that stood in a record gets a shield behind it. The shield is a character
that shows nothing and that nobody types (combining grapheme joiner); with the sign before it, it
is one letter for cursor and keyboard. The end of a line has one too, and so have Tổng and Cộng at
the beginning of a line: in a table they say something (``markup``). So a draft's text says at
every sign whether it is the clerk's markup or a letter, and texts without shields mean what they
always meant.
"""

from __future__ import annotations

import re

SHIELD = "\u034f"

_BREAKS = r"\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_ANYWHERE = re.compile(r"[*|]|\{(?=[{%]|\Z)")
_AT_START = re.compile(
    rf"(?<![^{_BREAKS}])[^\S{_BREAKS}]*"
    rf"(?:(?:\#{{1,3}}|[-+–•]|\d{{1,2}}\.|[a-zđ]\))(?=\s|\Z)|:?-+:?(?=[^\S{_BREAKS}]*(?:[{_BREAKS}]|\Z)))"
)
_BREAK = re.compile(rf"\r\n|[{_BREAKS}]")
_TOTAL = re.compile(rf"(?<![^{_BREAKS}])[^\S{_BREAKS}]*(?:tổng|cộng)\b", re.IGNORECASE)
_SHIELDED = re.compile(f".{SHIELD}", re.DOTALL)


def literal(text: str) -> str:
    """Shield the signs of a text that would be markup or tags where it is put in."""
    bare = text.replace(SHIELD, "")
    for sign in (_ANYWHERE, _AT_START, _TOTAL):
        bare = sign.sub(_shielded, bare)
    return _BREAK.sub("\n" + SHIELD, bare)


def without_shields(text: str) -> str:
    """Give a text as people read it."""
    return text.replace(SHIELD, "")


def row_lines(text: str) -> list[str]:
    """Divide a text into lines; a row of a table keeps the line ends that stood in a record."""
    found: list[list[str]] = []
    in_row = False
    for line in text.splitlines():
        if in_row and line.startswith(SHIELD):
            found[-1].append(line.removeprefix(SHIELD))
            continue
        line = line.removeprefix(SHIELD)
        in_row = signs_of(line).lstrip().startswith("|")
        found.append([line])
    return ["\n".join(lines) for lines in found]


def shields_in_rows(text: str) -> str:
    """Take the shields of line ends away where no table is: paragraphs are divided by any."""
    if "\n" + SHIELD not in text:
        return text
    kept: list[str] = []
    in_row = False
    for line in text.split("\n"):
        if line.startswith(SHIELD):
            kept.append(line if in_row else line.removeprefix(SHIELD))
            continue
        in_row = signs_of(line).lstrip().startswith("|")
        kept.append(line)
    return "\n".join(kept)


def signs_of(text: str) -> str:
    """Give a text of the same length in which letters stand for what is shielded."""
    return _SHIELDED.sub("xx", text) if SHIELD in text else text


def _shielded(found: re.Match[str]) -> str:
    return found[0] + SHIELD
