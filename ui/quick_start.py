"""What is left aside, or done the quick way, until the window was painted for the first time.

What a start makes stays, so looking for garbage in it finds nothing. Qt's import hook would read
the source of every module, to look for a switch that nobody here uses; the packed program, which
holds no sources, answers it in the same way. And Qt makes some 250 enumerations with 3,000 members
when it is first touched, a third of the whole start: Python makes them three times as fast by the
way that it has for its own (``enum._simple_enum``), which leaves out checks of hand-written ones.
A test holds every enumeration made so against the usual one.
"""

from __future__ import annotations

import enum
import gc
import inspect
from typing import Any

_sources = inspect.getsource
_create: Any = vars(enum.EnumMeta)["_create_"]


def begin() -> None:
    """Take the quick way; called before Qt is imported."""
    gc.disable()
    inspect.getsource = _no_source
    if hasattr(enum, "_simple_enum"):
        setattr(enum.EnumMeta, "_create_", create)  # noqa: B010 - the checker knows it as read-only


def end() -> None:
    """Go back to what is usual; harmless when it was never left.

    Garbage stays for the window's own collector (see ``collector``).
    """
    setattr(enum.EnumMeta, "_create_", _create)  # noqa: B010
    inspect.getsource = _sources


def create(cls: Any, class_name: str, names: Any, **options: Any) -> Any:
    """Make an enumeration of numbers quickly, any other as usual."""
    if not _is_plain(names) or options.get("type") is not None:
        return _create(cls, class_name, names, **options)
    members = dict(names)
    made = type(class_name, (), members)
    made.__module__ = options.get("module") or __name__
    made.__qualname__ = options.get("qualname") or class_name
    quick: Any = enum._simple_enum  # type: ignore[attr-defined]
    return quick(cls, boundary=options.get("boundary"))(made)


def _is_plain(names: Any) -> bool:
    return isinstance(names, list) and all(
        isinstance(one, tuple) and isinstance(one[1], int) and one[0][0] != "_" for one in names
    )


def _no_source(object: Any) -> str:
    raise OSError
