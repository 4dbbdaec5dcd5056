"""What the program remembers about one person's machine: language, theme, zoom, window, columns.

A small JSON file in the data folder, written to a temporary name and renamed; a damaged file means
default settings, never a refusal to start.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

DEFAULTS: dict[str, Any] = {
    "language": "vi",
    "theme": "auto",
    "zoom": 100,
    "enter_moves_on": True,
    "row_height": "compact",
}
"""Settings with a meaning for the whole program; screens may keep their own under other names."""


class Settings:
    """Remembered values by name."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._values: dict[str, Any] = {}
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            self._values = found if isinstance(found, dict) else {}
        except (OSError, ValueError):
            self._values = {}

    def get(self, name: str, default: Any = None) -> Any:
        """Read a setting, else its declared default, else ``default``."""
        return self._values.get(name, DEFAULTS.get(name, default))

    def set(self, name: str, value: Any) -> None:
        """Remember a setting; a folder that cannot be written keeps it for this run only."""
        with self._lock:
            if self._values.get(name) == value:
                return
            self._values[name] = value
            temporary = self._path.with_suffix(".tmp")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                text = json.dumps(self._values, ensure_ascii=False, indent=1)
                temporary.write_text(text, encoding="utf-8")
                temporary.replace(self._path)
            except OSError:
                return
