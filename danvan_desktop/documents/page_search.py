"""Words on the pages of a PDF, found as people type them: without tones and across line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from danvan_desktop.documents.raster import Box, PdfPages
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import fold

MOST_FOUND = 1000
"""Nobody walks through more places; a single letter would mark every line of the paper."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place: its page from 0, and a box for each line that it touches."""

    page: int
    boxes: tuple[Box, ...]


def find_on_pages(pages: PdfPages, words: str, *, progress: Progress = no_progress) -> list[Found]:
    """Find words on all pages in reading order; typed tones must agree, untyped ones need not.

    Cancelled from ``progress``, or when the file is closed meanwhile.
    """
    typed = words.split()
    if not typed:
        return []
    exact = any(fold(word) != word.casefold() for word in typed)
    # Between words a page has spaces, line ends, or both.
    pattern = re.compile(r"\s+".join(re.escape(_key(word, exact=exact)) for word in typed))
    found: list[Found] = []
    for page in range(len(pages)):
        progress(page, len(pages), _("Trang {n}").format(n=page + 1))
        text = "".join(_key(letter, exact=exact) for letter in pages.letters(page))
        for match in pattern.finditer(text):
            boxes = pages.letter_boxes(page, match.start(), match.end() - match.start())
            found.append(Found(page, tuple(boxes)))
            if len(found) == MOST_FOUND:
                return found
    return found


@lru_cache(maxsize=5000)
def _key(text: str, *, exact: bool) -> str:
    """Write letters as they are compared; a single letter stays a single one."""
    key = text.casefold() if exact else fold(text)
    return key if len(key) == len(text) else text
