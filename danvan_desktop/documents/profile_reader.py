"""Strict reading of JSON into frozen dataclasses, so that a wrong profile is named, not guessed.

Small on purpose: it knows only what a format profile is made of. Every failure is a
``ProfileError`` whose text starts with the path of the entry, e.g. ``styles.body.size``.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from danvan_desktop.i18n import _

T = TypeVar("T")


class ProfileError(ValueError):
    """An entry of a profile is missing, unknown or out of range."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(_("mục “{place}” {reason}").format(place=place, reason=reason))
        self.place = place


def read(kind: type[T], value: object, place: str = "") -> T:
    """Turn decoded JSON into ``kind`` (a dataclass, or a type that one may contain)."""
    result: T = _read(kind, value, place)
    return result


def _read(kind: Any, value: object, place: str) -> Any:
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return _read_dataclass(kind, value, place)
    if origin in (typing.Union, types.UnionType):
        return None if value is None else _read(args[0], value, place)
    if origin is tuple:
        return tuple(_read(args[0], v, f"{place}[{i}]") for i, v in _items(value, place))
    if origin is Mapping:
        return {k: _read(args[1], v, f"{place}.{k}") for k, v in _entries(value, place)}
    if kind is date:
        return _read_date(value, place)
    if kind is float and type(value) in (int, float):
        return float(typing.cast(float, value))
    if type(value) is kind:
        return value
    raise ProfileError(place, _("không đúng kiểu"))


def _read_dataclass(kind: Any, value: object, place: str) -> Any:
    hints = typing.get_type_hints(kind)
    prefix = f"{place}." if place else ""
    entries = dict(_entries(value, place))
    for name in entries:
        if name not in hints:
            raise ProfileError(prefix + name, _("là mục lạ"))
    for item in dataclasses.fields(kind):
        optional = (
            item.default is not dataclasses.MISSING
            or item.default_factory is not dataclasses.MISSING
        )
        if item.name not in entries and not optional:
            raise ProfileError(prefix + item.name, _("còn thiếu"))
    return kind(**{k: _read(hints[k], v, prefix + k) for k, v in entries.items()})


def _read_date(value: object, place: str) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError as error:
        raise ProfileError(place, _("phải là ngày viết YYYY-MM-DD")) from error


def _items(value: object, place: str) -> list[tuple[int, object]]:
    if not isinstance(value, list):
        raise ProfileError(place, _("phải là danh sách"))
    return list(enumerate(value))


def _entries(value: object, place: str) -> list[tuple[str, object]]:
    if not isinstance(value, dict):
        raise ProfileError(place, _("phải là nhóm mục"))
    return list(value.items())
