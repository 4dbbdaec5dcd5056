"""Rows in little room: an import of a hundred thousand rows holds all of them until it is saved.

A dict of fifty fields takes two kilobytes, most of them for names that are the same in each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_NAMES: dict[tuple[str, ...], dict[str, int]] = {}
"""The place of each name, shared by all rows with the same names."""


class CompactValues(Mapping[str, Any]):
    """A row's values by name, read-only; the names are shared with the other rows."""

    __slots__ = ("_items", "_places")

    def __init__(self, places: dict[str, int], items: tuple[Any, ...]) -> None:
        self._places = places
        self._items = items

    def __getitem__(self, name: str) -> Any:
        return self._items[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __repr__(self) -> str:
        return repr(self.as_dict())

    def as_dict(self) -> dict[str, Any]:
        """Give them as an ordinary dict."""
        return dict(zip(self._places, self._items, strict=True))


class LazyTexts(Mapping[str, str]):
    """Texts of a row's cells by field, put together when somebody looks at them."""

    __slots__ = ("_make",)

    def __init__(self, make: Callable[[], dict[str, str]]) -> None:
        self._make = make

    def __getitem__(self, name: str) -> str:
        return self._make()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._make())

    def __len__(self) -> int:
        return len(self._make())


def compact(values: Mapping[str, Any]) -> CompactValues:
    """Keep values in little room."""
    names = tuple(values)
    places = _NAMES.get(names)
    if places is None:
        places = _NAMES[names] = {name: place for place, name in enumerate(names)}
    return CompactValues(places, tuple(values.values()))


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as an ordinary dict, however they are kept."""
    return values.as_dict() if isinstance(values, CompactValues) else dict(values)
