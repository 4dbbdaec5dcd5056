"""A small window on top that holds files to be dragged, as a file manager does.

Arguments: the left and top of the window, then the files. It says ``held`` when it can be gripped,
``taken`` when what is below the pointer would take the files, and how the drag ended. Then it
stays, out of sight, for whoever took the files to ask which they are.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

SIZE = 40


class Hand(QWidget):
    """Begins to drag where it is pressed."""

    def __init__(self, corner: QPoint, files: list[str]) -> None:
        super().__init__(
            None,
            Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.BypassWindowManagerHint,
        )
        self._files = files
        self.setGeometry(QRect(corner.x(), corner.y(), SIZE, SIZE))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QTimer.singleShot(0, self, lambda: say("held"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        drag = QDrag(self)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(name) for name in self._files])
        drag.setMimeData(data)
        drag.actionChanged.connect(lambda action: say(f"taken {action.name}"))
        ended = drag.exec(Qt.DropAction.CopyAction)
        self.hide()
        say(f"ended {ended.name}")


def say(words: str) -> None:
    """Tell the journey."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def main() -> None:
    """Show the window until somebody ends the program."""
    left, top, *files = sys.argv[1:]
    app = QApplication(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    hand = Hand(QPoint(int(left), int(top)), files)
    hand.show()
    app.exec()


main()
