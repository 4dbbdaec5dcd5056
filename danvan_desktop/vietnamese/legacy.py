"""Texts typed in the encodings from before Unicode, which still arrive in old workbooks.

Such a text looks like 'C«ng t¸c d©n vËn' and shows properly only in its own font; the font's
name is therefore the first evidence. Unicode text is never converted, even if somebody left an
old font on its cell.

How to add an encoding: write its decoder here or in a file beside this one, and give it an entry
in ``LEGACY`` with the names of its fonts. Importers, the command line and the preview of a
conversion all go by the registry.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from danvan_desktop.vietnamese.text import VIETNAMESE_LETTERS, nfc

# TCVN 5712:1993, the letters that the ABC fonts (.VnTime …) have; \xad is ư. The standard's
# capitals with tones are not among them: those are typed as small letters in a .Vn…H font.
_TCVN3_CODES = (
    "¡¢£¤¥¦§¨©ª«¬\xad®"
    "µ¶·¸¹»¼½¾ÆÇÈÉÊË"
    "ÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ"
    "ßáâãäåæçèéêëìíî"
    "ïñòóôõö÷øùúûüýþ"
)  # fmt: skip
_TCVN3_LETTERS = (
    "ĂÂÊÔƠƯĐăâêôơưđ"
    "àảãáạằẳẵắặầẩẫấậ"
    "èẻẽéẹềểễếệìỉĩíị"
    "òỏõóọồổỗốộờởỡớợ"
    "ùủũúụừửữứựỳỷỹýỵ"
)  # fmt: skip
_TCVN3 = str.maketrans(_TCVN3_CODES, _TCVN3_LETTERS)


@dataclass(frozen=True, slots=True)
class LegacyEncoding:
    """One encoding: its name for the user, how to decode it and which fonts show it.

    ``unused`` are Vietnamese letters of Latin-1 that the encoding gives no meaning, so that they
    prove a text to be Unicode.
    """

    label: str
    decode: Callable[[str], str]
    fonts: re.Pattern[str]
    capital_fonts: re.Pattern[str]
    unused: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a cell after its font was looked at.

    ``encoding`` is None for an ordinary font; ``kept`` tells that the font is an old one but the
    text already was Unicode and stayed as it is (``unicode_text_in_legacy_font``).
    """

    text: str
    encoding: str | None = None
    kept: bool = False


LEGACY = {
    "TCVN3": LegacyEncoding(
        label="TCVN3 (ABC)",
        decode=lambda text: text.translate(_TCVN3),
        fonts=re.compile(r"\.vn.+", re.IGNORECASE),
        capital_fonts=re.compile(r"\.vn.*h", re.IGNORECASE),
        unused=VIETNAMESE_LETTERS.intersection(map(chr, range(256))).difference(_TCVN3_CODES),
    ),
}


def encoding_of_font(font: str | None) -> str | None:
    """Name the legacy encoding that a font is made for: ".VnTime" → "TCVN3"; None for others."""
    name = (font or "").strip()
    return next((code for code, entry in LEGACY.items() if entry.fonts.fullmatch(name)), None)


def is_capital_font(font: str | None) -> bool:
    """Tell whether a legacy font shows small letters as capitals (".VnTimeH")."""
    code = encoding_of_font(font)
    return bool(code and LEGACY[code].capital_fonts.fullmatch((font or "").strip()))


def decode(text: str, encoding: str, *, upper: bool = False) -> str:
    """Turn a text in a legacy encoding (a key of LEGACY) into Unicode, NFC."""
    decoded = nfc(LEGACY[encoding].decode(text))
    return decoded.upper() if upper else decoded


def decode_by_font(text: str, font: str | None) -> Decoded:
    """Turn a cell's text into Unicode if its font is a legacy one and the text is not yet."""
    encoding = encoding_of_font(font)
    if encoding is None:
        return Decoded(text)
    if looks_unicode(text, encoding=encoding):
        return Decoded(nfc(text), encoding, kept=True)
    return Decoded(decode(text, encoding, upper=is_capital_font(font)), encoding)


def looks_unicode(text: str, *, encoding: str | None = None) -> bool:
    """Tell whether the text holds Vietnamese letters that only Unicode has.

    With an ``encoding``, letters count too that Latin-1 shares but that encoding does not use.
    """
    unused = LEGACY[encoding].unused if encoding else frozenset[str]()
    return any(
        char in unused
        or (char > "\xff" and (char in VIETNAMESE_LETTERS or unicodedata.combining(char)))
        for char in text
    )


def looks_tcvn3(text: str) -> bool:
    """Tell whether a text without a known font is probably TCVN3.

    It is if nearly all its words with foreign-looking letters become Vietnamese syllables when
    decoded, and fewer of them are syllables as they stand.
    """
    if looks_unicode(text, encoding="TCVN3"):
        return False
    words = [word for word in _TCVN3_WORD.findall(text) if len(word) > 1 and not word.isascii()]
    as_decoded = sum(_is_syllable(decode(word, "TCVN3")) for word in words)
    as_typed = sum(map(_is_syllable, words))
    return as_decoded > as_typed and as_decoded >= 0.8 * len(words)


_TCVN3_WORD = re.compile(f"[A-Za-z{re.escape(_TCVN3_CODES)}]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|kh|gh?|gi|ph|th|tr|ch|qu|[bcdđhklmnprstvx])?"
    r"(?:i[êa]u?|yêu?|uy[êau]?|uê|uơ|uâ?y|uâ|uôi?|ươ[iu]?|ư[aiu]|oa[iyo]?|oă|oeo?|u[ai]|iu"
    r"|a[iouy]|â[uy]|eo|êu|[oôơ]i|oo|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)


def _is_syllable(word: str) -> bool:
    """Tell whether a word is built like a Vietnamese syllable, with one tone at most."""
    spread = unicodedata.normalize("NFD", word.lower())
    bare = nfc(spread.translate(_TONES))
    return len(spread) - len(spread.translate(_TONES)) <= 1 and bool(_SYLLABLE.fullmatch(bare))
