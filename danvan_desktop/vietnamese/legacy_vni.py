"""The VNI encoding for Windows: a vowel is followed by a second byte that carries its marks.

"Coâng taùc daân vaän" shows as "Công tác dân vận" in a VNI font. Only i, đ, ơ, ư and ỵ are single
bytes. The mark usually has its vowel's case, but people also type "Uûy" with a small mark.
"""

from __future__ import annotations

import re

_MARKS = {
    # mark: what it makes of the vowel before it
    "ø": ("aeouyôö", "àèòùỳờừ"),
    "ù": ("aeouyôö", "áéóúýớứ"),
    "û": ("aeouyôö", "ảẻỏủỷởử"),
    "õ": ("aeouyôö", "ãẽõũỹỡữ"),
    "ï": ("aeouôö", "ạẹọụợự"),
    "â": ("aeo", "âêô"),
    "à": ("aeo", "ầềồ"),
    "á": ("aeo", "ấếố"),
    "å": ("aeo", "ẩểổ"),
    "ã": ("aeo", "ẫễỗ"),
    "ä": ("aeo", "ậệộ"),
    "ê": ("a", "ă"),
    "è": ("a", "ằ"),
    "é": ("a", "ắ"),
    "ú": ("a", "ẳ"),
    "ü": ("a", "ẵ"),
    "ë": ("a", "ặ"),
}
_SINGLE = dict(zip("ôöæóòîñ", "ơưỉĩịỵđ", strict=True))


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for mark, (vowels, letters) in _MARKS.items():
        for vowel, letter in zip(vowels, letters, strict=True):
            for typed in (mark, mark.upper()):
                table[vowel + typed] = letter
                table[vowel.upper() + typed] = letter.upper()
    for code, letter in _SINGLE.items():
        table[code] = letter
        table[code.upper()] = letter.upper()
    return table


_TABLE = _table()
_CODED = re.compile("|".join(sorted(map(re.escape, _TABLE), key=len, reverse=True)))

CODES = frozenset("".join(_TABLE)) - frozenset("aeouyAEOUY")
"""Every byte above ASCII that the encoding uses for more than itself (ì and í are themselves)."""


def decode_vni(text: str) -> str:
    """Turn a text in VNI into Unicode; a mark behind no vowel of its own stays as it is."""
    return _CODED.sub(lambda found: _TABLE[found[0]], text)
