"""What is left aside until the window was painted for the first time.

What a start makes stays, so looking for garbage in it finds nothing. And Qt's import hook would
read the source of every module, to look for a switch that nobody here uses; the packed program,
which holds no sources, answers it in the same way.
"""

from __future__ import annotations

import gc
import inspect
from typing import Any

_sources = inspect.getsource


def begin() -> None:
    """Leave them aside; called before Qt is imported."""
    gc.disable()
    inspect.getsource = _no_source


def end() -> None:
    """Go back to what is usual; harmless when it was never left."""
    inspect.getsource = _sources
    gc.enable()


def _no_source(object: Any) -> str:
    raise OSError
