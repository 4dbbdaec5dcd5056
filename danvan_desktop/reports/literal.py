"""Text of a record inside a text of the template language: its signs are letters and nothing else.

A star, a bar or a brace that stood in a record gets a shield behind it. The shield is a character
that shows nothing and that nobody types (combining grapheme joiner); with the sign before it, it
is one letter for cursor and keyboard. So a draft's text says at every sign whether it is the
clerk's markup or a letter, and texts without shields mean what they always meant.
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
_SHIELDED = re.compile(f".{SHIELD}", re.DOTALL)


def literal(text: str) -> str:
    """Shield the signs of a text that would be markup or tags where it is put in."""
    bare = text.replace(SHIELD, "")
    return _AT_START.sub(_shielded, _ANYWHERE.sub(_shielded, bare))


def without_shields(text: str) -> str:
    """Give a text as people read it."""
    return text.replace(SHIELD, "")


def signs_of(text: str) -> str:
    """Give a text of the same length in which letters stand for what is shielded."""
    return _SHIELDED.sub("xx", text) if SHIELD in text else text


def _shielded(found: re.Match[str]) -> str:
    return found[0] + SHIELD
