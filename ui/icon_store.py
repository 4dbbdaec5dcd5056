"""Icons as they were drawn before, so that a start need not draw those of its first page again.

Drawing one from its SVG takes ten times as long as taking it from here. The file holds what was
drawn until the first paint, under the very key of each drawing (name, colour, size, device ratio);
another theme, zoom or screen finds nothing and draws anew.
"""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtGui import QImage, QPixmap

_FORMAT = QImage.Format.Format_ARGB32_Premultiplied


class IconStore:
    """Drawn icons by key; ``version`` tells the drawings that they were made from."""

    def __init__(self, place: Path, version: str) -> None:
        self._place = place
        self._version = version
        self._pixels = b""
        self._places: dict[str, list[int]] = {}
        self._drawn: dict[str, QPixmap] = {}
        try:
            head, _line, pixels = place.read_bytes().partition(b"\n")
            found = json.loads(head)
            if found["version"] == version:
                self._pixels, self._places = pixels, found["icons"]
        except (OSError, ValueError, KeyError, TypeError):
            self._places = {}

    def find(self, key: str) -> QPixmap | None:
        """Give a drawing; None when it was not drawn before."""
        if key not in self._places:
            return None
        start, edge = self._places[key]
        size = edge * edge * 4
        if start + size > len(self._pixels):
            return None
        image = QImage(self._pixels[start : start + size], edge, edge, edge * 4, _FORMAT)
        return QPixmap.fromImage(image)

    def drew(self, key: str, drawing: QPixmap) -> None:
        """Remember a drawing that had to be made."""
        self._drawn[key] = drawing

    def write(self) -> None:
        """Keep what was drawn beside what was found; nothing is written when all was found."""
        if not self._drawn:
            return
        places: dict[str, list[int]] = {}
        pixels = bytearray()
        for key in self._places:
            found = self.find(key)
            if found is not None:
                self._drawn.setdefault(key, found)
        for key, drawing in self._drawn.items():
            image = drawing.toImage().convertToFormat(_FORMAT)
            places[key] = [len(pixels), image.width()]
            pixels += bytes(image.constBits())[: image.sizeInBytes()]
        head = json.dumps({"version": self._version, "icons": places})
        temporary = self._place.with_suffix(".tmp")
        try:
            temporary.write_bytes(head.encode("ascii") + b"\n" + pixels)
            temporary.replace(self._place)
        except OSError:
            return  # the next start draws them
