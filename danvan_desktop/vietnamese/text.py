"""The three forms of a text: stored (``clean``), searched (``fold``), compared (``fold_key``).

People type the same name in different code points (NFC, NFD), tone-mark styles (hòa, hoà),
cases and spacings. Every text is stored in one form, and the other two forms make all these
spellings equal. Names of persons are never rewritten beyond that.
"""

from __future__ import annotations

import re
import unicodedata

from danvan_desktop.vietnamese.by_word import OddWord, WordTable

# The 67 lower-case letters that Vietnamese adds to ASCII; with the capitals 134.
_MARKED_LOWER = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
VIETNAMESE_LETTERS = frozenset(_MARKED_LOWER + _MARKED_LOWER.upper())

APOSTROPHES = frozenset("'‘’ʼ`´′")

_MARKED = re.compile("[a-zA-Z][\u0300-\u036f]+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")

_HALF = re.compile("[\ud800-\udfff]")

_LINE_BREAKS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")


def nfc(text: str) -> str:
    """Compose the text: each Vietnamese letter becomes one code point."""
    return unicodedata.normalize("NFC", text)


def broken_at(text: str) -> int:
    """Give the index of the first half of a code point, which no file can hold; -1 for none.

    Such a surrogate comes from other programs and from escapes in JSON, never from a keyboard.
    """
    found = _HALF.search(text)
    return found.start() if found else -1


def typed_forms(text: str) -> tuple[str, ...]:
    """Give a text in all code points in which typing programs write it, first as it is.

    NFC, NFD, and as on the keyboard of Windows: the letter composed, its tone mark behind it.
    """
    spread = unicodedata.normalize("NFD", text)
    return tuple(dict.fromkeys((text, nfc(text), spread, _toned_behind(spread))))


def clean(text: str) -> str:
    """Bring a one-line text into the form that is stored.

    NFC; every run of spaces, tabs, line breaks and non-breaking spaces becomes one space; no
    spaces at the ends; no control, zero-width or direction characters. A soft hyphen stays:
    in a text still in TCVN3 it is the letter ư.
    """
    try:
        return " ".join(map(_CLEAN_WORD, text.split(" ")))
    except OddWord:
        return _clean(text)


def clean_lines(text: str) -> str:
    """Bring a text of several paragraphs into the form that is stored: ``clean``, line by line.

    Blank lines between paragraphs become one; there are none at the ends.
    """
    for line_break in _LINE_BREAKS:
        text = text.replace(line_break, "\n")
    lines: list[str] = []
    for line in map(clean, text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).rstrip("\n")


def fold(text: str) -> str:
    """Give the search form: no accents, no case, đ as d, single spaces; punctuation stays.

    Tone-mark styles (hòa, hoà; ủy, uỷ) come out equal because the marks are gone.
    """
    try:
        return " ".join(map(_FOLD_WORD, text.split(" ")))
    except OddWord:
        return _fold(text)


def fold_key(text: str) -> str:
    """Give the form in which names are compared: ``fold`` without punctuation.

    Apostrophes vanish (K’Ré, K'Ré); other punctuation parts words as a space does, so that
    "văn hóa-xã hội" equals "văn hóa - xã hội".
    """
    try:
        return " ".join(map(_KEY_WORD, text.split(" ")))
    except OddWord:
        return _key(text)


def contains_vietnamese(text: str) -> bool:
    """Tell whether any letter carries a Vietnamese mark (đ, ư, a tone …), composed or not."""
    return not VIETNAMESE_LETTERS.isdisjoint(nfc(text))


class _CharTable(dict[int, str]):
    """A table for ``str.translate`` that works out a character when it is first met."""

    def __missing__(self, code: int) -> str:
        result = self[code] = self._map(chr(code))
        return result

    def _map(self, char: str) -> str:
        """Replace one character."""
        raise NotImplementedError


class _CleanTable(_CharTable):
    """Drops what cannot be seen; a lone surrogate cannot even be saved."""

    def _map(self, char: str) -> str:
        if char in "\t\n\v\f\r\x85":
            return " "
        if char == "\xad":
            return char
        return "" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char


class _FoldTable(_CharTable):
    """Folds character by character: marks are dropped, so their order does not matter."""

    def _map(self, char: str) -> str:
        if char.isspace():
            return " "
        # Once more NFD after casefold: İ, for one, casefolds into an i and a mark.
        bare = unicodedata.normalize("NFD", unicodedata.normalize("NFD", char).casefold())
        kept = (c for c in bare if unicodedata.category(c) not in ("Mn", "Cc", "Cf", "Cs"))
        return "".join(kept).replace("đ", "d")


class _KeyTable(_FoldTable):
    """Folds and turns punctuation into spaces."""

    def _map(self, char: str) -> str:
        if char in APOSTROPHES:
            return ""
        return " " if unicodedata.category(char).startswith("P") else super()._map(char)


_CLEAN_TABLE = _CleanTable()
_FOLD_TABLE = _FoldTable()
_KEY_TABLE = _KeyTable()


def _toned_behind(spread: str) -> str:
    """Compose letters without their tone marks, which follow them."""
    return _MARKED.sub(lambda found: nfc(_TONES.sub("", found[0])) + _tones(found[0]), spread)


def _tones(letter: str) -> str:
    return "".join(_TONES.findall(letter))


def _clean(text: str) -> str:
    return " ".join(nfc(text.translate(_CLEAN_TABLE)).split())


def _fold(text: str) -> str:
    return " ".join(text.translate(_FOLD_TABLE).split())


def _key(text: str) -> str:
    return " ".join(text.translate(_KEY_TABLE).split())


# Nothing of these goes over a space, except that spaces fall together where a word vanishes.
_CLEAN_WORD = WordTable(lambda word: _clean(word) or None).__getitem__
_FOLD_WORD = WordTable(lambda word: _fold(word) or None).__getitem__
_KEY_WORD = WordTable(lambda word: _key(word) or None).__getitem__
