"""Files dropped anywhere on the window go to the page that takes them, as if opened from a folder.

Pages that take files themselves (a record's attachments, the import) come first: an event that
they accept never gets here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent
    from PySide6.QtWidgets import QWidget

PAGES = {
    "import": (".xlsx", ".xlsm", ".xls"),
    "sync": (".asice", ".p7m", ".sha256", ".pdf"),
}
"""Which page opens a file, by the end of its name."""


def page_for(name: str) -> str:
    """Name the page that opens a file, "" for none."""
    lower = name.lower()
    return next((page for page, ends in PAGES.items() if lower.endswith(ends)), "")


class Drops(QObject):
    """Watches a window for dropped files and opens each with ``open_page(page, file)``."""

    def __init__(self, window: QWidget, open_page: Callable[[str, str], object]) -> None:
        super().__init__(window)
        self._open = open_page
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            drop: QDropEvent = event  # type: ignore[assignment]
            files = [url.toLocalFile() for url in drop.mimeData().urls() if url.isLocalFile()]
            wanted = [name for name in files if page_for(name)]
            if wanted:
                drop.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    for name in wanted:
                        self._open(page_for(name), name)
                return True
        return super().eventFilter(watched, event)
