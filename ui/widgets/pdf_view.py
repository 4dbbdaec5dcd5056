"""A view of the real pages of a PDF: scroll, zoom, page turning, and figures that can be clicked.

Pages are drawn off the GUI thread when they come into sight and kept while the file is shown. The
old pages stay until the new ones are there, so a live preview does not flicker.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from danvan_desktop.documents.raster import PageImage, PageLink, PdfPages
from danvan_desktop.i18n import _
from ui import tasks, theme

GAP = 12
"""Desk between and around pages, in logical pixels."""
KEPT = 12
"""Pictures kept at one resolution; a page of A4 at 150 % is about 5 MB."""
ZOOM_RANGE = (0.25, 4.0)
POINTS_TO_PIXELS = 96 / 72


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
        self._fit = True
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
    def drawn(self) -> bool:
        """Tell whether the page in sight is there at its present resolution."""
        return self._key(self._page) in self._pictures

    # ------------------------------------------------------------------ commands
    def show_pdf(self, pdf: bytes, *, done: Callable[[], None] | None = None) -> None:
        """Show a PDF from memory, staying on the page that is in sight."""
        tasks.run(_open, pdf, done=lambda opened: self._take(opened, done), owner=self)

    def clear(self) -> None:
        """Show nothing."""
        self._let_go()
        self._links = {}
        self._pictures.clear()
        self._lay_out()

    def go_to(self, page: int) -> None:
        """Bring a page into sight."""
        if 0 <= page < self.page_count:
            self.verticalScrollBar().setValue(int(self._box(page).top()) - GAP)

    def set_zoom(self, zoom: float) -> None:
        """Show at a zoom of one's own."""
        self._fit = False
        self._set_zoom(zoom)

    def fit_width(self) -> None:
        """Follow the width of the view."""
        self._fit = True
        self._lay_out()

    # ------------------------------------------------------------------ events
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), theme.colour("desk"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in range(self.page_count):
            box = self._on_screen(page)
            if box.intersects(QRectF(self.viewport().rect())):
                self._draw(painter, page, box)

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
    def _take(
        self, opened: tuple[PdfPages, dict[int, list[PageLink]]], done: Callable[[], None] | None
    ) -> None:
        self._let_go()
        self._pages, self._links = opened
        self._pictures.clear()
        self._waiting.clear()
        self._page = min(self._page, max(0, self.page_count - 1))
        self._lay_out()
        self.page_changed.emit(self._page)
        if done is not None:
            done()

    def _let_go(self) -> None:
        """Close the file that was shown; a page that is still being drawn is not waited for."""
        if self._pages is not None:
            self._pages.close()
        self._pages = None

    def _set_zoom(self, zoom: float) -> None:
        low, high = ZOOM_RANGE
        zoom = min(max(zoom, low), high)
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoom_changed.emit(zoom)
        self._lay_out_at_zoom()

    def _lay_out(self) -> None:
        if self._fit and self._pages is not None and self.page_count:
            widest = max(self._pages.size(page)[0] for page in range(self.page_count))
            room = self.viewport().width() - 2 * GAP
            portrait = min(self._pages.size(page)[0] for page in range(self.page_count))
            # A landscape annex must not shrink the text pages: it scrolls sideways instead.
            width = widest if widest < portrait * 1.2 else portrait
            self._set_zoom(room / (width * POINTS_TO_PIXELS))
        else:
            self._lay_out_at_zoom()

    def _lay_out_at_zoom(self) -> None:
        height = self._box(self.page_count - 1).bottom() + GAP if self.page_count else 0
        width = max((self._box(page).width() for page in range(self.page_count)), default=0)
        view = self.viewport().size()
        self.verticalScrollBar().setPageStep(view.height())
        self.verticalScrollBar().setSingleStep(theme.px(40))
        self.verticalScrollBar().setRange(0, max(0, int(height - view.height())))
        self.horizontalScrollBar().setPageStep(view.width())
        self.horizontalScrollBar().setRange(0, max(0, int(width + 2 * GAP - view.width())))
        self.viewport().update()

    def _box(self, page: int) -> QRectF:
        top = float(GAP)
        for before in range(page):
            top += self._pixel_size(before).height() + GAP
        size = self._pixel_size(page) if page >= 0 else QSize()
        left = max(float(GAP), (self.viewport().width() - size.width()) / 2)
        return QRectF(left, top, size.width(), size.height())

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
        if picture is None:
            self._ask_for(key)
            older = [k for k in self._pictures if k[0] == page]
            picture = self._pictures[older[-1]] if older else None
        if picture is not None:
            painter.drawImage(box, picture)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _ask_for(self, key: tuple[int, int]) -> None:
        if key in self._waiting or self._pages is None:
            return
        self._waiting.add(key)
        pages = self._pages
        page, dpi = key
        tasks.run(
            pages.picture,
            page,
            dpi=float(dpi),
            done=lambda image: self._keep(pages, key, image),
            owner=self,
        )

    def _keep(self, pages: PdfPages, key: tuple[int, int], image: PageImage) -> None:
        if pages is not self._pages:
            return
        self._waiting.discard(key)
        self._pictures[key] = to_image(image)
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _scrolled(self) -> None:
        middle = self.viewport().height() / 3
        in_sight = [p for p in range(self.page_count) if self._on_screen(p).top() <= middle]
        page = in_sight[-1] if in_sight else 0
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
        QImage.Format.Format_RGB32,
    )
    return image.copy()


def _open(pdf: bytes) -> tuple[PdfPages, dict[int, list[PageLink]]]:
    pages = PdfPages(pdf)
    return pages, {number: pages.links(number) for number in range(len(pages))}
