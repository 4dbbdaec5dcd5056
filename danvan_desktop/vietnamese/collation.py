"""Vietnamese alphabetical order as plain text keys, the same in Python and in an SQLite index.

Letters decide first (a ă â b c d đ …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then case:
the order of CLDR ``vi``. Two things differ on purpose. A tone belongs to its syllable, not to a
letter, so hòa and hoà are equal; and all apostrophes are equal (K’Ré, K'Ré). The operating
system's own order is not used: it depends on settings and differs between Linux and Windows.
"""

from __future__ import annotations

import unicodedata

from danvan_desktop.vietnamese.by_word import OddWord, WordTable
from danvan_desktop.vietnamese.text import APOSTROPHES, clean

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}

# The order of CLDR; signs that are not here come behind them, by code point.
_PUNCTUATION = "_-–—,;:!?.'\"“”„«»()[]{}@*/\\&#%`^+<=>|~$"

# What parts of a key begin with. The values are the order: what is lower sorts first.
_LEVEL_END = "\t"
_SPACE = " "
_PUNCTUATION_LEAD = "!"
_SIGN_LEAD = '"'
_FIRST_DIGIT = "0"
_FIRST_LETTER = "A"
_FOREIGN_LEAD = "~"


def sort_key(text: str) -> str:
    """Give the text by which ``text`` is sorted: compare with < or store in a BINARY column.

    Spaces come before punctuation, this before digits, digits before letters.
    """
    primary, tones, case = _levels(text)
    return f"{primary}{_LEVEL_END}{tones}{_LEVEL_END}{case}"


def name_sort_key(full_name: str) -> str:
    """Give the key of a person's name: given name first, then family name, then middle names.

    The last word is the given name; for names built otherwise store a key of one's own.
    """
    words = clean(full_name).split(" ")
    given, family, middle = words[-1], words[0] if len(words) > 1 else "", " ".join(words[1:-1])
    levels = [_levels(part) for part in (given, family, middle)]
    parts = [part for primary, tones, _case in levels for part in (primary, tones)]
    # Case comes last of all: NGUYỄN VĂN AN belongs beside Nguyễn Văn An, not behind every An.
    return _LEVEL_END.join([*parts, *(case for _primary, _tones, case in levels)])


_Weights = tuple[str, str, str]


class _WeightTable(dict[str, _Weights]):
    """Weights of a character (letter, marks, case), worked out when it is first met."""

    def __missing__(self, char: str) -> _Weights:
        result = self[char] = _weights(char)
        return result


_WEIGHTS = _WeightTable()


def _levels(text: str) -> _Weights:
    """Give letters, one tone per word, and case; zeros at the end say nothing and are dropped."""
    try:
        letters, tones, case = zip(*map(_WORD_LEVELS, text.split(" ")), strict=True)
    except OddWord:
        return _weighed(clean(text))
    return _SPACE.join(letters), "".join(tones).rstrip("0"), "".join(case).rstrip("0")


def _word_levels(word: str) -> _Weights | None:
    """Weigh one word with the space behind it; None when a tone of it goes over to the next."""
    word = clean(word)
    if not word or _SPACE in word:
        return None
    letters: list[str] = []
    tones: list[str] = []
    case: list[str] = []
    if _weigh(word + _SPACE, letters, tones, case):
        return None
    return "".join(letters)[:-1], "".join(tones), "".join(case)


_WORD_LEVELS = WordTable(_word_levels).__getitem__


def _weighed(text: str) -> _Weights:
    """Weigh a text as a whole: a tone may go over from word to word."""
    letters: list[str] = []
    tones: list[str] = []
    case: list[str] = []
    tones.append(_weigh(text, letters, tones, case))
    return "".join(letters), "".join(tones).rstrip("0"), "".join(case).rstrip("0")


def _weigh(text: str, letters: list[str], tones: list[str], case: list[str]) -> str:
    """Add what each character weighs; returns the tone of a word that has not ended."""
    word_tone = ""
    in_word = False
    for char in text:
        letter, marks, upper = _WEIGHTS[char]
        if letter and in_word and letter < _FIRST_LETTER:
            tones.append(word_tone or "0")
            word_tone = ""
        if letter:
            in_word = letter >= _FIRST_LETTER
        letters.append(letter)
        word_tone += marks
        case.append(upper)
    return word_tone


def _weights(char: str) -> _Weights:
    """Weigh one character, which may stand for several (½, ﬁ)."""
    if char == _SPACE:
        return _SPACE, "", ""
    if char in APOSTROPHES:
        char = "'"
    spread = unicodedata.normalize("NFKD", char)
    marks = "".join(_TONES.get(c, "") for c in spread)
    rest = unicodedata.normalize("NFC", "".join(c for c in spread if c not in _TONES))
    letters = case = ""
    for part in rest:
        letter, mark, upper = _weights_of_part(part)
        letters, marks, case = letters + letter, marks + mark, case + upper
    return letters, marks, case


def _weights_of_part(char: str) -> _Weights:
    """Weigh a character that carries no tone."""
    small = char.lower()
    upper = "1" if char != small else "0"
    if small in _ALPHABET:
        return chr(ord(_FIRST_LETTER) + _ALPHABET.index(small)), "", upper
    if char.isdecimal():
        return str(unicodedata.decimal(char)), "", ""
    if char in _PUNCTUATION:
        return _PUNCTUATION_LEAD + chr(ord("0") + _PUNCTUATION.index(char)), "", ""
    spread = unicodedata.normalize("NFD", small)
    base, marks = spread[0], spread[1:]
    if unicodedata.category(base).startswith("M"):
        return "", small, ""
    if base in _ALPHABET:
        return chr(ord(_FIRST_LETTER) + _ALPHABET.index(base)), marks, upper
    return (f"{_FOREIGN_LEAD}{small}", "", upper) if char.isalpha() else (_SIGN_LEAD + char, "", "")
