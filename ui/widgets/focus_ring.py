"""The focus ring: 2 pixels of accent, 1 pixel outside the control that has the keyboard.

Fusion's dotted frame is switched off in ``ui/style.py``; controls that show the focus inside
themselves (rows, cells, chips) set the property ``focusRing`` to False.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui import theme

OUTSIDE = 3
RINGED = (
    "QAbstractButton",
    "QLineEdit",
    "QComboBox",
    "QTextEdit",
    "QPlainTextEdit",
    "QAbstractSpinBox",
)
"""Qt's names of what gets a ring; the classes themselves would be loaded at every start."""


class FocusFollower(QObject):
    """Keeps one ring where the focus of the application is; made anew when its host was deleted."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring = FocusRing()
        app.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._ring):
            self._ring = FocusRing()
        self._ring.follow(new)


class FocusRing(QWidget):
    """The ring itself: a transparent child of the host of the control that it surrounds."""

    def __init__(self) -> None:
        super().__init__()
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def follow(self, target: QWidget | None) -> None:
        """Surround a control, or nothing."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._target = target if target is not None and _wants_ring(target) else None
        if self._target is None:
            self.hide()
            return
        host = _host(self._target)
        step: QWidget | None = self._target
        while step is not None and step is not host:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        if self.parentWidget() is not host:
            self.setParent(host)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        elif kind in (QEvent.Type.Hide, QEvent.Type.ParentChange, QEvent.Type.Destroy):
            self.hide()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _place(self) -> None:
        target, host = self._target, self.parentWidget()
        if target is None or not isValid(target) or host is None or not target.isVisible():
            self.hide()
            return
        corner = target.mapTo(host, target.rect().topLeft())
        area = target.rect().translated(corner)
        self.setGeometry(area.adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE))
        self.show()
        self.raise_()


def _wants_ring(widget: QWidget) -> bool:
    if not any(widget.inherits(name) for name in RINGED) or widget.property("focusRing") is False:
        return False
    if widget.property("frame") == "none":
        return False
    parent = widget.parentWidget()
    owner = parent.parentWidget() if parent is not None else None
    # An editor in a cell shows it inside.
    return owner is None or not owner.inherits("QAbstractItemView")


def _host(widget: QWidget) -> QWidget:
    """Find the widget to draw on: the content of the nearest scroll area, else the window."""
    host = widget.parentWidget()
    while host is not None and not host.isWindow():
        viewport = host.parentWidget()
        outside = viewport.parentWidget() if viewport is not None else None
        if outside is not None and outside.inherits("QAbstractScrollArea"):
            return host
        host = viewport
    return host or widget.window()
