"""Content as JSON, so that a frozen report holds its own words and not a way to compute them."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from typing import Any

from danvan_desktop.documents import model
from danvan_desktop.documents.model import Align, HeadingKind, RowKind
from danvan_desktop.reports.content import Content, Facts, Part
from danvan_desktop.reports.joint import CoSigner

_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        model.Run,
        model.Heading,
        model.Paragraph,
        model.Grounds,
        model.ListItem,
        model.Column,
        model.Cell,
        model.Row,
        model.TableBlock,
        model.Bar,
        model.Chart,
        model.Annex,
        model.Signature,
        CoSigner,
        Facts,
        Part,
        Content,
    )
}
_ENUMS: dict[str, type[StrEnum]] = {
    "Align": Align,
    "HeadingKind": HeadingKind,
    "RowKind": RowKind,
}


def encode(value: Any) -> Any:
    """Turn content into plain JSON values; fields at their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {"_": type(value).__name__}
        for item in dataclasses.fields(value):
            part = getattr(value, item.name)
            if part != item.default:
                found[item.name] = encode(part)
        return found
    if isinstance(value, tuple):
        return [encode(part) for part in value]
    if isinstance(value, StrEnum):
        return {"_": type(value).__name__, "=": value.value}
    return value


def decode(value: Any) -> Any:
    """Read content back; ValueError for what this version does not know."""
    if isinstance(value, list):
        return tuple(decode(part) for part in value)
    if not isinstance(value, dict):
        return value
    name = value.get("_")
    if name in _ENUMS:
        return _ENUMS[name](value["="])
    if name not in _KINDS:
        raise ValueError(f"unknown content {name!r}")
    parts = {key: decode(part) for key, part in value.items() if key != "_"}
    try:
        return _KINDS[name](**parts)
    except TypeError as error:
        raise ValueError(str(error)) from error
