"""One family of line icons (Lucide, 24 grid, round caps), painted in the text colour of their row.

The package ``lucide`` keeps the drawings in one zip; only the ones shown are read from it, and the
package itself is never imported. An icon is asked for by what it means, never by its file name.
How to add one: a line in ``DRAWINGS``; the test opens every one of them.
"""

from __future__ import annotations

import importlib.util
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache

from ui import theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

    from ui.icon_store import IconStore

DRAWINGS = {
    # registers and screens
    "todo": "list-checks",
    "sparkles": "sparkles",
    "people": "users",
    "dialogue": "messages-square",
    "book": "book-open",
    "megaphone": "megaphone",
    "members": "contact-round",
    "donation": "hand-heart",
    "campaign": "shovel",
    "democracy": "vote",
    "reception": "mail-open",
    "counter": "concierge-bell",
    "opinion": "message-square-text",
    "situation": "ear",
    "import": "file-input",
    "figures": "chart-no-axes-column",
    "report": "file-text",
    "sync": "refresh-cw",
    "settings": "settings",
    "help": "circle-question-mark",
    "office": "building-2",
    "officer": "user-round",
    "term": "calendar-range",
    "calendar": "calendar",
    "units": "network",
    "supervision": "binoculars",
    "criticism": "message-square-quote",
    "comment": "message-circle-more",
    "inspection": "search-check",
    "inspection-board": "shield-user",
    "investment": "construction",
    "investment-board": "hard-hat",
    "mediators": "handshake",
    "mediation": "scale",
    "case": "clipboard-list",
    "directive": "scroll-text",
    "programme": "puzzle",
    "cadre": "id-card",
    "contest": "trophy",
    "rating": "medal",
    # states
    "circle": "circle",
    "circle-dashed": "circle-dashed",
    "appraised": "circle-dot",
    "check": "circle-check",
    "tick": "check",
    "star": "star",
    "award": "award",
    "cross": "circle-x",
    "x": "x",
    "return": "undo-2",
    "pause": "pause",
    "clock": "clock",
    "lock": "lock",
    "unlock": "lock-open",
    "draft": "file-pen-line",
    "draft-error": "file-exclamation-point",
    "error": "circle-x",
    "warning": "triangle-alert",
    "note": "info",
    "hint": "lightbulb",
    "shield": "shield-check",
    "shield-alert": "shield-alert",
    "disk": "hard-drive",
    "usb": "usb",
    "inbox": "inbox",
    # what buttons do
    "add": "plus",
    "remove": "minus",
    "save": "save",
    "edit": "pen-line",
    "sign": "pen-line",
    "send": "send",
    "undo": "undo-2",
    "redo": "redo-2",
    "trash": "trash-2",
    "restore": "archive-restore",
    "copy": "copy",
    "print": "printer",
    "columns": "columns-3",
    "download": "download",
    "upload": "upload",
    "open": "folder-open",
    "file": "file",
    "sheet": "file-spreadsheet",
    "attach": "paperclip",
    "image": "image",
    "history": "history",
    "search": "search",
    "filter": "list-filter",
    "preview": "eye",
    "play": "play",
    "task": "square-check-big",
    "accept": "clipboard-check",
    "merge": "merge",
    "apart": "split",
    "bold": "bold",
    "italic": "italic",
    "back": "chevron-left",
    "forward": "chevron-right",
    "down": "chevron-down",
    "up": "chevron-up",
    "arrow-right": "arrow-right",
    "arrow-up": "arrow-up",
    "arrow-down": "arrow-down",
    "more": "ellipsis",
    "key": "key-round",
    "moon": "moon",
    "sun": "sun",
    "language": "languages",
    "folder": "folder",
    "server": "server",
    "zoom-in": "zoom-in",
    "zoom-out": "zoom-out",
    "external": "external-link",
    "command": "chevrons-right",
}
"""What an icon means → the drawing of the package."""


def icon(name: str, role: str = "text", *, checked_role: str | None = None) -> QIcon:
    """Return an icon that paints itself in a colour token and follows every theme switch."""
    return QIcon(_Engine(name, role, checked_role or role))


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon ``size`` logical pixels wide for a device ratio; drawings stay in a cache."""
    key = f"icon/{name}/{colour.rgba()}/{size}/{ratio:.3f}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    found_before = _store.find(key) if _store is not None else None
    result = found_before or _drawn(name, colour, size, ratio)
    if _store is not None and found_before is None:
        _store.drew(key, result)
    result.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, result)
    return result


def keep_in(place: Path | None) -> None:
    """Take icons from a file, and keep there what is drawn from now on; None: write it and end."""
    global _store
    if _store is not None:
        _store.write()
    _store = None
    if place is not None:
        from ui.icon_store import IconStore

        archive = _archive().stat()
        _store = IconStore(place, f"{archive.st_size} {archive.st_mtime_ns} {PySide6.__version__}")


_store: IconStore | None = None


def _drawn(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    edge = max(1, round(size * ratio))
    result = QPixmap(edge, edge)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour.name(), 2.0 if size <= 15 else 1.75).render(
        painter, QRectF(0, 0, edge, edge)
    )
    painter.end()
    return result


def paint(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    """Draw an icon centred in a rectangle, as large as its shorter side."""
    size = min(rect.width(), rect.height())
    device = painter.device()
    drawn = pixmap(name, colour, size, device.devicePixelRatioF())
    left = rect.left() + (rect.width() - size) // 2
    top = rect.top() + (rect.height() - size) // 2
    painter.drawPixmap(left, top, drawn)


class _Engine(QIconEngine):
    """Paints at the moment of use, so colour, size and device ratio are always the present ones."""

    def __init__(self, name: str, role: str, checked_role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role
        self._checked_role = checked_role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, rect, self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        edge = round(min(size.width(), size.height()) / scale)
        drawn = pixmap(self._name, self._colour(mode, state), edge, scale)
        if size.width() <= size.height():
            return drawn
        wide = QPixmap(size)  # a wider size asks for room between the icon and what follows
        wide.setDevicePixelRatio(scale)
        wide.fill(Qt.GlobalColor.transparent)
        painter = QPainter(wide)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        return wide

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role, self._checked_role)

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return theme.colour("muted")
        return theme.colour(self._checked_role if state == QIcon.State.On else self._role)


def _archive() -> Path:
    found = importlib.util.find_spec("lucide")
    if found is None or found.origin is None:
        raise ImportError("lucide")
    return Path(found.origin).with_name("lucide.zip")


@cache
def _drawings() -> bytes:
    """Read the archive of the package as it is; ``zipfile`` would list its 1,700 names first."""
    return _archive().read_bytes()


@cache
def _source(name: str) -> str:
    """Take one drawing out of the archive: its entry in the directory at the end says where."""
    archive, wanted = _drawings(), f"{DRAWINGS[name]}.svg".encode("ascii")
    place = archive.rfind(wanted)
    while place >= 0:
        entry = archive[place - _ENTRY : place]
        if entry[:4] == b"PK\x01\x02" and _number(entry, 28, 2) == len(wanted):
            start = _number(entry, 42, 4)
            start += _LOCAL + _number(archive, start + 26, 2) + _number(archive, start + 28, 2)
            packed = archive[start : start + _number(entry, 20, 4)]
            plain = zlib.decompress(packed, -15) if _number(entry, 10, 2) else packed
            return plain.decode("utf-8")
        place = archive.rfind(wanted, 0, place)
    raise KeyError(name)


_ENTRY, _LOCAL = 46, 30
"""Bytes before the name in an entry of a ZIP's directory, and in the head of a file in it."""


def _number(data: bytes, place: int, size: int) -> int:
    return int.from_bytes(data[place : place + size], "little")


@cache
def _renderer(name: str, colour: str, stroke: float) -> QSvgRenderer:
    from PySide6.QtSvg import QSvgRenderer

    source = _source(name).replace("currentColor", colour)
    source = source.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return QSvgRenderer(QByteArray(source.encode("utf-8")))
