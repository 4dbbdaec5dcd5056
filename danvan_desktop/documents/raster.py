"""Pages of a PDF as pictures: the preview and the printer show exactly the file that is kept.

With ``sheets`` the only importer of pypdfium2 (the engine of Chrome's viewer). A PDF from outside
is opened without scripts (PDFium is built without them); what cannot be read is a ``UserError``.
"""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any
from weakref import WeakSet

from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.i18n import _

POINTS_PER_INCH = 72
MAX_SIDE = 20_000
"""Largest side of a picture in pixels: A4 at 1,200 dpi fits."""

PDFIUM = threading.Lock()
"""PDFium may be used by one thread at a time."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels of four bytes (blue, green, red, unused) or one (grey), row by row."""

    width: int
    height: int
    stride: int
    pixels: bytes
    grey: bool = False


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link on a page: its address and its box in points from the top left corner."""

    uri: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class PdfPages:
    """An open PDF: sizes, pictures and links of its pages, counted from 0; safe in any thread."""

    def __init__(self, source: Path | bytes) -> None:
        with PDFIUM:
            self._document: Any = open_pdf(source)
            self._sizes = [
                self._document.get_page_size(number) for number in range(len(self._document))
            ]
        _open_files().add(self)

    def __enter__(self) -> PdfPages:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._sizes)

    def size(self, page: int) -> tuple[float, float]:
        """Give width and height of a page in points."""
        width, height = self._sizes[page]
        return float(width), float(height)

    def picture(self, page: int, *, dpi: float, grey: bool = False) -> PageImage:
        """Draw a page at a resolution; ``grey`` takes a quarter of the memory."""
        return self._drawn(page, dpi=dpi, grey=grey, marks=True)

    def bare_picture(self, page: int, *, dpi: float) -> PageImage:
        """Draw a page in grey without annotations and form fields, such as signature blocks."""
        return self._drawn(page, dpi=dpi, grey=True, marks=False)

    def _drawn(self, page: int, *, dpi: float, grey: bool, marks: bool) -> PageImage:
        width, height = self.size(page)
        scale = min(dpi / POINTS_PER_INCH, MAX_SIDE / max(width, height))
        with PDFIUM:
            opened = self._page(page)
            drawn = opened.render(
                scale=scale,
                rev_byteorder=False,
                prefer_bgrx=True,
                grayscale=grey,
                draw_annots=marks,
                may_draw_forms=marks,
            )
            pixels = bytes(drawn.buffer)
            picture = PageImage(drawn.width, drawn.height, drawn.stride, pixels, grey)
            drawn.close()
            opened.close()
        return picture

    def links(self, page: int) -> list[PageLink]:
        """List the addresses that a page links to, with their boxes."""
        import ctypes

        import pypdfium2.raw as raw

        found: list[PageLink] = []
        _width, height = self.size(page)
        with PDFIUM:
            opened = self._page(page)
            position, link = ctypes.c_int(0), raw.FPDF_LINK()
            while raw.FPDFLink_Enumerate(opened.raw, position, link):
                action = raw.FPDFLink_GetAction(link)
                size = raw.FPDFAction_GetURIPath(self._document.raw, action, None, 0)
                if not size:
                    continue
                address = ctypes.create_string_buffer(size)
                raw.FPDFAction_GetURIPath(self._document.raw, action, address, size)
                box = raw.FS_RECTF()
                raw.FPDFLink_GetAnnotRect(link, box)
                found.append(
                    PageLink(
                        address.value.decode("utf-8", "replace"),
                        box.left,
                        height - box.top,
                        box.right,
                        height - box.bottom,
                    )
                )
        return found

    def lines(self, page: int) -> list[str]:
        """Give the text of a page line by line, as the file says it."""
        with PDFIUM:
            text = self._page(page).get_textpage()
            found = str(text.get_text_bounded())
            text.close()
        return found.splitlines()

    def letters(self, page: int) -> str:
        """Give the text of a page so that each letter's place in it is its number on the page."""
        import pypdfium2.raw as raw

        with PDFIUM:
            text = self._page(page).get_textpage()
            codes = [raw.FPDFText_GetUnicode(text.raw, n) for n in range(text.count_chars())]
            text.close()
        return "".join(chr(code) if code else " " for code in codes)

    def letter_boxes(self, page: int, start: int, count: int) -> list[Box]:
        """Give the boxes of a stretch of a page's letters, one for each line."""
        with PDFIUM:
            opened = self._page(page)
            text = opened.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects(start, count))]
            text.close()
            x, _bottom, _right, y = opened.get_cropbox()
        return [Box(left - x, y - top, right - x, y - bottom) for left, bottom, right, top in boxes]

    def text_room(self, page: int) -> tuple[float, float] | None:
        """Give the free room in points left and right of a page's text; None without text."""
        with PDFIUM:
            opened = self._page(page)
            text = opened.get_textpage()
            boxes = [text.get_rect(n) for n in range(text.count_rects())]
            text.close()
            left, _bottom, right, _top = opened.get_cropbox()
        if not boxes:
            return None
        return min(box[0] for box in boxes) - left, right - max(box[2] for box in boxes)

    def close(self) -> None:
        """Give the file back; who still asks for its pages is Cancelled."""
        with PDFIUM:
            if self._document is not None:
                self._document.close()
            self._document = None

    def _page(self, page: int) -> Any:
        if self._document is None:
            raise Cancelled
        return self._document[page]


def open_pdf(source: Path | bytes) -> Any:
    """Open a PDF with what is drawn of its form fields; to be called with PDFIUM held."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(source)
        # Without it the visible block of a signature, which is a form field, is not drawn.
        document.init_forms()
    except (pypdfium2.PdfiumError, OSError) as error:
        raise UserError(
            _("Không mở được tệp PDF này."),
            safe=_("Tệp không thay đổi."),
            remedy=_("Kiểm tra tệp có mở được bằng chương trình khác không."),
            code="damaged",
        ) from error
    return document


@cache
def _open_files() -> WeakSet[PdfPages]:
    """Give the files that are open; at the end they are closed before pdfium itself is gone."""
    files: WeakSet[PdfPages] = WeakSet()

    def close_all() -> None:
        for pages in list(files):
            pages.close()

    # Registered after pypdfium2 was imported, so it runs before that puts its library away.
    atexit.register(close_all)
    return files


def lines_of(content: bytes, *, pages: int = 20) -> list[str]:
    """Read the text of a PDF's first pages; nothing from one that cannot be opened."""
    try:
        with PdfPages(content) as document:
            return [
                line for page in range(min(pages, len(document))) for line in document.lines(page)
            ]
    except UserError:
        return []
