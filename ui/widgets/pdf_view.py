"""A view of the real pages of a PDF: scroll, zoom, page turning, and figures that can be clicked.

Pages are drawn off the GUI thread when they come into sight; a few are kept, however long the file.
The old pages stay until the new ones are there, so a live preview does not flicker.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from enum import Enum

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from danvan_desktop.documents.raster import Box, PageImage, PageLink, PdfPages
from danvan_desktop.i18n import _
from ui import tasks, theme
from ui.widgets.page_links import LinkedPages
from ui.widgets.page_parts import PageParts

GAP = 12
"""Desk between and around pages, in logical pixels."""
KEPT_BYTES = 64 << 20
"""What the pictures of pages may take; a page of A4 at 150 % is about 8 MB."""
KEPT_AT_LEAST = 3
"""Pages that can be in sight together."""
ZOOM_RANGE = (0.25, 4.0)
POINTS_TO_PIXELS = 96 / 72
FOUND, HERE = (255, 214, 0, 90), (255, 140, 0, 140)
"""What a search found and the place where one is; over white paper in every theme."""


class Fit(Enum):
    """What the zoom follows: nothing, the width of the view, or both its sides."""

    NONE = "none"
    WIDTH = "width"
    PAGE = "page"


class PdfView(QAbstractScrollArea):
    """Shows one PDF; tells the page in sight (from 0), clicked links (URI) and the zoom."""

    page_changed = Signal(int)
    link_clicked = Signal(str)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Trang văn bản"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self._pages: PdfPages | None = None
        self._links: dict[int, list[PageLink]] = {}
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._waiting: set[tuple[int, int]] = set()
        self._tops: list[float] = []
        self._marks: dict[int, list[Box]] = {}
        self._mark: tuple[int, Box] | None = None
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self._page = 0
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # ------------------------------------------------------------------ properties
    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages) if self._pages is not None else 0

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1 is the paper's own size on a screen of 96 dpi."""
        return self._zoom

    @property
    def fit(self) -> Fit:
        """What the zoom follows."""
        return self._fit

    @property
    def pages(self) -> PdfPages | None:
        """The open file, for reading its text in a worker."""
        return self._pages

    @property
    def drawn(self) -> bool:
        """Tell whether the page in sight is there at its present resolution."""
        return self._key(self._page) in self._pictures

    # ------------------------------------------------------------------ commands
    def show_pdf(self, pdf: bytes, *, done: Callable[[], None] | None = None) -> None:
        """Show a PDF from memory, staying on the page that is in sight."""
        tasks.run(_open, pdf, done=lambda opened: self._take(opened, done), owner=self)

    def show_linked(
        self, pdf: bytes, linked: bytes, *, done: Callable[[], None] | None = None
    ) -> None:
        """Show a PDF with the links of another rendering of the same pages."""
        tasks.run(
            LinkedPages, pdf, linked, done=lambda opened: self._take(opened, done), owner=self
        )

    def show_parts(
        self, body: bytes, rest: bytes, first: int, *, done: Callable[[], None] | None = None
    ) -> None:
        """Show a PDF and behind it the pages of another from ``first`` on, as one paper."""
        tasks.run(
            PageParts, body, rest, first, done=lambda opened: self._take(opened, done), owner=self
        )

    def clear(self) -> None:
        """Show nothing."""
        self._let_go()
        self._forget()
        self._lay_out()

    def go_to(self, page: int) -> None:
        """Bring a page into sight."""
        if 0 <= page < self.page_count:
            self.verticalScrollBar().setValue(int(self._box(page).top()) - GAP)

    def go_to_end(self) -> None:
        """Bring the end of the last page into sight."""
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())

    def set_zoom(self, zoom: float) -> None:
        """Show at a zoom of one's own; the page in sight stays there."""
        self._fit = Fit.NONE
        self._set_zoom(zoom)

    def fit_width(self) -> None:
        """Follow the width of the view."""
        self._follow(Fit.WIDTH)

    def fit_page(self) -> None:
        """Show whole pages."""
        self._follow(Fit.PAGE)

    def mark(self, found: Mapping[int, Sequence[Box]]) -> None:
        """Mark places on pages (what a search found)."""
        self._marks = {page: list(boxes) for page, boxes in found.items()}
        self._mark = None
        self.viewport().update()

    def show_mark(self, page: int, box: Box) -> None:
        """Bring a marked place into sight and show that it is the present one."""
        self._mark = (page, box)
        scale = self._zoom * POINTS_TO_PIXELS
        top = self._box(page).top() + box.top * scale
        self.verticalScrollBar().setValue(int(top - self.viewport().height() / 3))
        self.viewport().update()

    # ------------------------------------------------------------------ events
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("desk"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_sight():
            self._draw(painter, page, self._on_screen(page))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the ends of the paper, Page Up and Page Down turn whole pages."""
        match event.key():
            case Qt.Key.Key_Home:
                self.go_to(0)
            case Qt.Key.Key_End:
                self.go_to_end()
            case Qt.Key.Key_PageUp if self._fit is Fit.PAGE:
                self.go_to(max(0, self._page - 1))
            case Qt.Key.Key_PageDown if self._fit is Fit.PAGE:
                self.go_to(min(self.page_count - 1, self._page + 1))
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.viewport().update()
        super().changeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 1.1 if event.angleDelta().y() > 0 else 1 / 1.1
            self.set_zoom(self._zoom * step)
            return
        super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        link = self._link_at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link = self._link_at(event.position())
        if link is not None and event.button() == Qt.MouseButton.LeftButton:
            self.link_clicked.emit(link.uri)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(436), theme.px(560))

    # ------------------------------------------------------------------ private
    def _take(self, opened: PdfPages, done: Callable[[], None] | None) -> None:
        self._let_go()
        self._forget()
        self._pages = opened
        self._page = min(self._page, max(0, self.page_count - 1))
        self._lay_out()
        self.page_changed.emit(self._page)
        if done is not None:
            done()

    def _forget(self) -> None:
        """Drop what belongs to the file that was shown."""
        self._links = {}
        self._marks = {}
        self._mark = None
        self._pictures.clear()
        self._waiting.clear()

    def _let_go(self) -> None:
        """Close the file that was shown; a page that is still being drawn is not waited for."""
        if self._pages is not None:
            self._pages.close()
        self._pages = None

    def _follow(self, fit: Fit) -> None:
        page = self._page
        self._fit = fit
        self._lay_out()
        self.go_to(page)

    def _set_zoom(self, zoom: float) -> None:
        low, high = ZOOM_RANGE
        zoom = min(max(zoom, low), high)
        share = self._share_above()
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)
        self._lay_out_at_zoom()
        self._scroll_to_share(share)

    def _lay_out(self) -> None:
        if self._fit is Fit.NONE or self._pages is None or not self.page_count:
            self._lay_out_at_zoom()
            return
        sizes = [self._pages.size(page) for page in range(self.page_count)]
        widest, portrait = max(size[0] for size in sizes), min(size[0] for size in sizes)
        # A landscape annex must not shrink the text pages: it scrolls sideways instead.
        width = widest if widest < portrait * 1.2 else portrait
        zoom = (self.viewport().width() - 2 * GAP) / (width * POINTS_TO_PIXELS)
        if self._fit is Fit.PAGE:
            highest = max(size[1] for size in sizes)
            zoom = min(zoom, (self.viewport().height() - 2 * GAP) / (highest * POINTS_TO_PIXELS))
        self._set_zoom(zoom)

    def _lay_out_at_zoom(self) -> None:
        top, width = float(GAP), 0
        self._tops = []
        for page in range(self.page_count):
            self._tops.append(top)
            size = self._pixel_size(page)
            top += size.height() + GAP
            width = max(width, size.width())
        view = self.viewport().size()
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(theme.px(40))
        self.verticalScrollBar().setRange(0, max(0, int(top - view.height())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, int(width + 2 * GAP - view.width())))
        self.viewport().update()

    def _share_above(self) -> tuple[int, float]:
        """Tell which page is at the upper edge and which share of it is scrolled away."""
        if not self._tops:
            return 0, 0.0
        above = self.verticalScrollBar().value()
        page = max(0, bisect_right(self._tops, above + GAP) - 1)
        height = max(1, self._pixel_size(page).height())
        return page, max(0.0, (above - self._tops[page]) / height)

    def _scroll_to_share(self, share: tuple[int, float]) -> None:
        page, part = share
        if page < len(self._tops) and (page or part):
            top = self._tops[page] + part * self._pixel_size(page).height()
            self.verticalScrollBar().setValue(int(top if part else top - GAP))

    def _box(self, page: int) -> QRectF:
        if not 0 <= page < len(self._tops):
            return QRectF()
        size = self._pixel_size(page)
        left = max(float(GAP), (self.viewport().width() - size.width()) / 2)
        return QRectF(left, self._tops[page], size.width(), size.height())

    def _in_sight(self) -> range:
        """Give the pages that the view shows a part of."""
        above = self.verticalScrollBar().value()
        first = max(0, bisect_right(self._tops, above) - 1)
        last = bisect_right(self._tops, above + self.viewport().height())
        return range(first, last)

    def _pixel_size(self, page: int) -> QSize:
        if self._pages is None:
            return QSize()
        width, height = self._pages.size(page)
        scale = self._zoom * POINTS_TO_PIXELS
        return QSize(round(width * scale), round(height * scale))

    def _on_screen(self, page: int) -> QRectF:
        return self._box(page).translated(
            -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
        )

    def _dpi(self) -> int:
        return round(96 * self._zoom * self.devicePixelRatioF())

    def _key(self, page: int) -> tuple[int, int]:
        return page, self._dpi()

    def _draw(self, painter: QPainter, page: int, box: QRectF) -> None:
        painter.fillRect(box, QColor("#FFFFFF"))
        key = self._key(page)
        picture = self._pictures.get(key)
        if picture is not None:
            self._pictures.move_to_end(key)
        else:
            self._ask_for(key)
            older = [k for k in self._pictures if k[0] == page]
            picture = self._pictures[older[-1]] if older else None
        if picture is not None:
            painter.drawImage(box, picture)
        self._draw_marks(painter, page, box)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _draw_marks(self, painter: QPainter, page: int, box: QRectF) -> None:
        scale = self._zoom * POINTS_TO_PIXELS
        painter.setPen(Qt.PenStyle.NoPen)
        for found in self._marks.get(page, ()):
            here = self._mark == (page, found)
            painter.setBrush(QColor(*(HERE if here else FOUND)))
            width, height = found.right - found.left, found.bottom - found.top
            place = QRectF(found.left * scale, found.top * scale, width * scale, height * scale)
            painter.drawRect(place.translated(box.topLeft()).adjusted(-1, -1, 1, 1))

    def _ask_for(self, key: tuple[int, int]) -> None:
        if key in self._waiting or self._pages is None:
            return
        self._waiting.add(key)
        pages = self._pages
        tasks.run(
            _draw_page, pages, key, done=lambda drawn: self._keep(pages, key, *drawn), owner=self
        )

    def _keep(
        self, pages: PdfPages, key: tuple[int, int], image: PageImage, links: list[PageLink]
    ) -> None:
        if pages is not self._pages:
            return
        self._waiting.discard(key)
        self._pictures[key] = to_image(image)
        self._links[key[0]] = links
        kept = sum(picture.sizeInBytes() for picture in self._pictures.values())
        while kept > KEPT_BYTES and len(self._pictures) > KEPT_AT_LEAST:
            _key, oldest = self._pictures.popitem(last=False)
            kept -= oldest.sizeInBytes()
        self.viewport().update()

    def _scrolled(self) -> None:
        third = self.verticalScrollBar().value() + self.viewport().height() / 3
        page = max(0, bisect_right(self._tops, third) - 1)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    def _link_at(self, point: QPointF) -> PageLink | None:
        scale = self._zoom * POINTS_TO_PIXELS
        for page, links in self._links.items():
            box = self._on_screen(page)
            if not box.contains(point):
                continue
            x, y = (point.x() - box.left()) / scale, (point.y() - box.top()) / scale
            for link in links:
                if link.left <= x <= link.right and link.top <= y <= link.bottom:
                    return link
        return None


def to_image(picture: PageImage) -> QImage:
    """Wrap a page's pixels as an image that owns them."""
    image = QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.stride,
        QImage.Format.Format_Grayscale8 if picture.grey else QImage.Format.Format_RGB32,
    )
    return image.copy()


def _open(pdf: bytes) -> PdfPages:
    return PdfPages(pdf)


def _draw_page(pages: PdfPages, key: tuple[int, int]) -> tuple[PageImage, list[PageLink]]:
    page, dpi = key
    return pages.picture(page, dpi=float(dpi)), pages.links(page)
