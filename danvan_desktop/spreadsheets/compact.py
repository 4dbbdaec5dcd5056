"""Rows in little room: an import of a hundred thousand rows holds all of them until it is saved.

A dict of fifty fields takes two kilobytes, most of them for names that are the same in each row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

_NAMES: dict[tuple[str, ...], dict[str, int]] = {}
"""The place of each name, shared by all rows with the same names."""


_NOTHING: list[Any] = []
"""The one empty list of all rows without entries; nobody writes to values."""


class CompactValues(Mapping[str, Any]):
    """A row's values by name, read-only; the names are shared with the other rows."""

    __slots__ = ("_items", "_places")

    def __init__(self, places: dict[str, int], items: tuple[Any, ...]) -> None:
        self._places = places
        self._items = items

    def __getitem__(self, name: str) -> Any:
        return self._items[self._places[name]]

    def get(self, name: str, default: Any = None) -> Any:
        place = self._places.get(name)
        return default if place is None else self._items[place]

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
    """Texts of a row's cells by field, put together by ``make`` when somebody looks at them."""

    __slots__ = ("_arguments", "_make")

    def __init__(self, make: Callable[..., dict[str, str]], *arguments: Any) -> None:
        self._make = make
        self._arguments = arguments

    def __getitem__(self, name: str) -> str:
        return self._texts()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts())

    def __len__(self) -> int:
        return len(self._texts())

    def _texts(self) -> dict[str, str]:
        return self._make(*self._arguments)


def compact(values: Mapping[str, Any]) -> CompactValues:
    """Keep values in little room."""
    names = tuple(values)
    places = _NAMES.get(names)
    if places is None:
        places = _NAMES[names] = {name: place for place, name in enumerate(names)}
    items = tuple([_NOTHING if value == [] else value for value in values.values()])
    return CompactValues(places, items)


def parts(values: Mapping[str, Any]) -> tuple[dict[str, int], tuple[Any, ...]]:
    """Take values apart: the places of the names, and what stands there."""
    kept = values if isinstance(values, CompactValues) else compact(values)
    return kept._places, kept._items


def joined(places: dict[str, int], items: tuple[Any, ...]) -> CompactValues:
    """Put together what ``parts`` took apart."""
    return CompactValues(places, items)


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give values as an ordinary dict, however they are kept."""
    return values.as_dict() if isinstance(values, CompactValues) else dict(values)
