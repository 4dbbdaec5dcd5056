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
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from danvan_desktop.vietnamese.legacy_vni import CODES as VNI_CODES, decode_vni
from danvan_desktop.vietnamese.legacy_words import decode_words, evidence
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


def _tcvn3_without_font(text: str) -> str:
    """Decode, and take a text whose plain letters are capitals for capitals ("CéNG HßA")."""
    plain = [char for char in text if char.isascii() and char.isalpha()]
    decoded = text.translate(_TCVN3)
    return decoded.upper() if len(plain) > 1 and all(map(str.isupper, plain)) else decoded


_LATIN_LETTERS = VIETNAMESE_LETTERS.intersection(map(chr, range(256)))


@dataclass(frozen=True, slots=True)
class LegacyEncoding:
    """One encoding: its name for the user, how to decode it and which fonts show it.

    ``unused`` are Vietnamese letters of Latin-1 that the encoding gives no meaning, so that they
    prove a text to be Unicode. ``codes`` are all bytes above ASCII that it does use.
    ``without_font`` decodes a text whose font is not known.
    """

    label: str
    decode: Callable[[str], str]
    fonts: re.Pattern[str]
    capital_fonts: re.Pattern[str]
    unused: frozenset[str]
    codes: frozenset[str]
    without_font: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a cell after its font was looked at.

    ``encoding`` is None for an ordinary font; ``kept`` tells that the font is an old one but the
    text already was Unicode and stayed as it is (``unicode_text_in_legacy_font``). A half-converted
    text is neither: its old words were turned into Unicode, the others stayed.
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
        unused=_LATIN_LETTERS.difference(_TCVN3_CODES),
        codes=frozenset(_TCVN3_CODES),
        without_font=_tcvn3_without_font,
    ),
    "VNI": LegacyEncoding(
        label="VNI",
        decode=decode_vni,
        fonts=re.compile(r"vni[-_ ].+", re.IGNORECASE),
        capital_fonts=re.compile(r"(?!)"),  # VNI has bytes for capitals
        unused=_LATIN_LETTERS.difference(VNI_CODES, "ìíÌÍ"),
        codes=VNI_CODES,
        without_font=decode_vni,
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
    if not looks_unicode(text, encoding=encoding):
        return Decoded(decode(text, encoding, upper=is_capital_font(font)), encoding)
    whole = nfc(text)
    mended = decode_words(whole, LEGACY[encoding].decode)
    return Decoded(mended, encoding, kept=mended == whole)


def looks_unicode(text: str, *, encoding: str | None = None) -> bool:
    """Tell whether the text holds Vietnamese letters that only Unicode has.

    With an ``encoding``, letters count too that Latin-1 shares but that encoding does not use, and
    words that are Vietnamese as they stand but not when decoded ("Hòa" under a VNI font).
    """
    unused = LEGACY[encoding].unused if encoding else frozenset[str]()
    if any(
        char in unused
        or (char > "\xff" and (char in VIETNAMESE_LETTERS or unicodedata.combining(char)))
        for char in text
    ):
        return True
    if encoding is None or LEGACY[encoding].codes.isdisjoint(text):
        return False
    decoded = nfc(LEGACY[encoding].decode(text))
    words, as_typed, as_decoded = evidence(text, LEGACY[encoding].decode)
    if as_typed > as_decoded or (as_typed and decoded == nfc(text)):
        return True
    # Hardly a text of two words has none of VNI's pairs of bytes: "Hòa bình" is Unicode.
    return encoding == "VNI" and words == as_typed > 1 and len(decoded) == len(text)


def guess_encoding(texts: Iterable[str]) -> str | None:
    """Guess the encoding of texts without a known font by their bytes; None for Unicode.

    Nearly all their words with letters above ASCII must become Vietnamese syllables, and fewer of
    them may be syllables as they stand. Of two encodings the one that explains more words wins.
    """
    listed = [text for text in texts if not looks_unicode(text)]
    best, most = None, 0
    for code, entry in LEGACY.items():
        counts = [evidence(text, entry.without_font) for text in listed]
        words, as_typed, as_decoded = (sum(count[part] for count in counts) for part in range(3))
        if as_decoded > max(as_typed, most) and as_decoded >= 0.8 * words:
            best, most = code, as_decoded
    return best


def mend(text: str, encoding: str) -> str:
    """Turn the old words of a half-converted text into Unicode and leave the others."""
    return decode_words(nfc(text), LEGACY[encoding].without_font)


def decode_by_bytes(text: str, encoding: str) -> str:
    """Turn a text whose font is not known into Unicode, NFC."""
    return nfc(LEGACY[encoding].without_font(text))
