"""The kept pages of a paper with the figures of another rendering of it to be clicked.

A kept or signed file has no links inside; the same paper rendered with links has its figures at
the same places.
"""

from __future__ import annotations

from danvan_desktop.documents.raster import PageLink, PdfPages


class LinkedPages(PdfPages):
    """The pages of one PDF, the links of another."""

    def __init__(self, pdf: bytes, linked: bytes) -> None:
        super().__init__(pdf)
        self._linked = PdfPages(linked)

    def links(self, page: int) -> list[PageLink]:
        """Give the links of the other file, page by page."""
        return self._linked.links(page) if page < len(self._linked) else []

    def close(self) -> None:
        """Close both files."""
        self._linked.close()
        super().close()
