"""Tell word by word what is Vietnamese as it stands and what only after decoding.

Without a font the bytes must speak. A word proves an old encoding when it is no Vietnamese
syllable as typed and becomes one when decoded; the same test finds half-converted texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from string import ascii_letters

from danvan_desktop.vietnamese.text import VIETNAMESE_LETTERS, nfc

_WORD = re.compile(r"[A-Za-z\xa1-\xac\xad\xae-\xb0\xb5-\xbe\xc0-\u024f\u0300-\u0323\u1ea0-\u1ef9]+")
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_GLIDES = tuple("ao eo au âu êu iu ưu ai oi ôi ơi ui ưi ay ây".split())
_LETTERS = VIETNAMESE_LETTERS | frozenset(ascii_letters)
_SHORT_TONES = "\u0301\u0323"
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|kh|gh?|gi|ph|th|tr|ch|qu|[bcdđhklmnprstvx])?"
    r"(?:i[êa]u?|yêu?|uy[êau]?|uê|uơ|uâ?y|uâ|uôi?|ươ[iu]?|ư[aiu]|oa[iyo]?|oă|oeo?|u[ai]|iu"
    r"|a[iouy]|â[uy]|eo|êu|[oôơ]i|[aăâeêioôơuưy])"
    r"(?:ch|nh|ng|[cmnpt])?"
)

Decode = Callable[[str], str]


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word is built like a Vietnamese syllable, with one tone at most.

    Before c, ch, p and t only two tones occur ("quèc" is none), and a glide at the end carries no
    tone ("xaõ" is none). Capitals only in front or throughout: "hoỈc" is an accident of decoding.
    """
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    if not _LETTERS.issuperset(nfc(word)):
        return False
    spread = unicodedata.normalize("NFD", word.lower())
    bare = nfc(spread.translate(_TONES))
    tones = [char for char in spread if ord(char) in _TONES]
    if len(tones) > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    if tones and spread.endswith(tones[0]) and bare.endswith(_GLIDES) and bare[:2] != "qu":
        return False
    return not tones or tones[0] in _SHORT_TONES or not bare.endswith(("c", "ch", "p", "t"))


def evidence(text: str, decode: Decode) -> tuple[int, int, int]:
    """Count the words with letters above ASCII: all, syllables as typed, syllables as decoded."""
    words = [w for w in _WORD.findall(text) if len(w) > 1 and not w.isascii()]
    as_decoded = sum(is_syllable(decode(word)) or _capital(word, decode) for word in words)
    return len(words), sum(map(is_syllable, words)), as_decoded


def _capital(word: str, decode: Decode) -> bool:
    """Tell whether it is a syllable in capitals of which only the plain letters are capitals yet.

    TCVN3 has few bytes for capitals; its fonts of capitals show small letters as such.
    """
    plain = [char for char in word if char.isascii()]
    return bool(plain) and all(map(str.isupper, plain)) and is_syllable(decode(word).upper())


def decode_words(text: str, decode: Decode) -> str:
    """Decode only the words that are no syllables as typed and become some: the rest is Unicode."""

    def one(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) < 2 or word.isascii() or is_syllable(word):
            return word
        decoded = nfc(decode(word))
        return decoded if is_syllable(decoded) else word

    return _WORD.sub(one, text)
