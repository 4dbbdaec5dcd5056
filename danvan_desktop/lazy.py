"""Modules imported at their first use, so that a start pays only for what its first page needs.

A start must not take twice as long as an empty window. What saving, searching or counting needs is
imported when somebody saves, searches or counts, or a moment after the first page is shown. Name
the module twice: for the type checker (and for the tool that packs the program) under
``TYPE_CHECKING``, for the run with ``module``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a module; what was asked for once is found without asking again."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(import_module(self.__name__), name)
        setattr(self, name, found)
        return found


def module(name: str) -> Any:
    """Give a stand-in for the module of a full name; callable from every thread."""
    return _Later(name)


def exports(package: str, **names: str) -> Callable[[str], Any]:
    """Make the ``__getattr__`` of a package: each submodule with the names that it gives."""
    places = {name: part for part, listed in names.items() for name in listed.split()}

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return find
