"""What is worked out word by word, kept for the words that come again and again.

Vietnamese has some seven thousand syllables, so that a few thousand words make up nearly all that
is ever typed. A text is taken apart at its spaces and put together from what is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

MOST_WORDS = 8192
"""So many words are kept, then all are forgotten: running numbers are words too."""

LONGEST_WORD = 32
"""Characters of a word that is kept; what is longer hardly comes twice."""

Found = TypeVar("Found")


class OddWord(Exception):
    """A piece of text that is not one word by itself: the caller takes the long way."""


class WordTable(dict[str, Found], Generic[Found]):
    """Words with what ``work`` made of them; OddWord for those of which it makes None."""

    def __init__(self, work: Callable[[str], Found | None]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, word: str) -> Found:
        found = self._work(word)
        if found is None:
            raise OddWord
        if len(word) <= LONGEST_WORD:
            if len(self) >= MOST_WORDS:
                self.clear()
            self[word] = found
        return found
