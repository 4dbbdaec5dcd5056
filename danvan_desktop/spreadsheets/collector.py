"""Let Python's cycle collector rest while a large import runs.

An import makes millions of small values that stay, and no cycles worth collecting; walking over all
of them again and again took a tenth of the time of 100,000 rows.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Switch the collector off for the block, unless somebody did already."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()
