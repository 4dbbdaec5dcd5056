"""Pages of two files shown as one paper: the text just written, the annexes from before.

A live preview makes only the text anew while somebody types; see ``reports/preview.py``.
"""

from __future__ import annotations

from danvan_desktop.documents.raster import Box, PageImage, PageLink, PdfPages


class PageParts(PdfPages):
    """The pages of one PDF, then those of another from its page ``first`` on."""

    def __init__(self, body: bytes, rest: bytes, first: int) -> None:
        self._body = PdfPages(body)
        self._rest = PdfPages(rest)
        self._first = first

    def __len__(self) -> int:
        return len(self._body) + max(0, len(self._rest) - self._first)

    def size(self, page: int) -> tuple[float, float]:
        file, own = self._at(page)
        return file.size(own)

    def picture(self, page: int, *, dpi: float, grey: bool = False) -> PageImage:
        file, own = self._at(page)
        return file.picture(own, dpi=dpi, grey=grey)

    def links(self, page: int) -> list[PageLink]:
        file, own = self._at(page)
        return file.links(own)

    def lines(self, page: int) -> list[str]:
        file, own = self._at(page)
        return file.lines(own)

    def letters(self, page: int) -> str:
        file, own = self._at(page)
        return file.letters(own)

    def letter_boxes(self, page: int, start: int, count: int) -> list[Box]:
        file, own = self._at(page)
        return file.letter_boxes(own, start, count)

    def text_room(self, page: int) -> tuple[float, float] | None:
        file, own = self._at(page)
        return file.text_room(own)

    def close(self) -> None:
        self._body.close()
        self._rest.close()

    def _at(self, page: int) -> tuple[PdfPages, int]:
        body = len(self._body)
        return (self._body, page) if page < body else (self._rest, page - body + self._first)
