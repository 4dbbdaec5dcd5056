"""Show a folder to the clerk in the system's own file manager."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_folder(folder: Path) -> None:
    """Open a folder; nothing happens where the system has no file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
