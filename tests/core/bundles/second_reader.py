"""The scripts that stand beside the page of the format, loaded as an outsider would run them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "bundle-reader"


def script(name: str) -> Any:
    """Load a script; they import each other from the folder that they lie in."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))


def said(name: str, *words: Path) -> dict[str, Any]:
    """Let a script read a file; SystemExit with the reason when it does not believe it."""
    found: dict[str, Any] = script("signed_file").tried(script(name).read, *map(str, words))
    return found
