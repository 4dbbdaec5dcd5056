"""The lines of a register in a bundle as records, checked before anything is written.

A bundle is signed by an office that is known, and still its content is not believed: every value
must be of the kind that the register's declaration says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from danvan_desktop.bundles.bounds import MAX_INTEGER, whole
from danvan_desktop.bundles.incoming_files import Arrived
from danvan_desktop.bundles.protocol import Parcel
from danvan_desktop.schema import ChildSpec, FieldSpec, Flag, RegisterSpec
from danvan_desktop.secrecy import name_declares_degree
from danvan_desktop.storage.merging import Incoming

MAX_TEXT = 1 << 20
MAX_NAME = 300
MAX_ENTRIES = 5_000

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", re.ASCII)
_PERIOD = re.compile(r"[0-9A-Z]{1,4}/[0-9-]{4,9}")


class NewerField(ValueError):
    """A field or list with content that this program does not know: the sender's is newer."""


def incoming_rows(
    spec: RegisterSpec,
    lines: Iterable[Mapping[str, Any]],
    parcel: Parcel,
    files: Mapping[str, Arrived],
) -> Iterator[Incoming]:
    """Yield the records of a register; ValueError names the first line that cannot be one.

    NewerField for content that would be lost here.

    ``files`` are the attachments that came along, by SHA-256.
    """
    for number, line in enumerate(lines, start=1):
        try:
            yield _record(spec, line, parcel, files)
        except NewerField:
            raise
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{spec.key}, line {number}: {error}") from error


def _record(
    spec: RegisterSpec, line: Mapping[str, Any], parcel: Parcel, files: Mapping[str, Arrived]
) -> Incoming:
    if line["owner"] != parcel.office:
        raise ValueError("a record of another office")
    seq = whole(line["seq"])
    if not parcel.base < seq <= parcel.high:
        raise ValueError(f"change {seq} is not one of {parcel.base + 1} to {parcel.high}")
    deleted = line.get("deleted") is True
    return Incoming(
        id=_matching(_ID, line["id"]),
        seq=seq,
        rev=whole(line["rev"]),
        at=_matching(_MOMENT, line["at"]),
        deleted=deleted,
        event_date=None if deleted else _optional(_DAY, line.get("event_date")),
        duplicate_of=None if deleted else _optional(_ID, line.get("duplicate_of")),
        values={} if deleted else _values(spec, line["values"]),
        late=() if deleted else tuple(map(_late, line.get("late", ()))),
        files=() if deleted else tuple(_file(one, files) for one in line.get("attachments", ())),
    )


def _values(spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise TypeError("values")
    _refuse_newer(spec.key, values, [f.name for f in spec.fields] + [c.key for c in spec.children])
    kept: dict[str, Any] = {
        field.name: _value(field, values[field.name])
        for field in spec.fields
        if field.name in values
    }
    for child in spec.children:
        entries = values.get(child.key, [])
        if not isinstance(entries, list) or len(entries) > MAX_ENTRIES:
            raise TypeError(child.key)
        kept[child.key] = [_entry(child, entry) for entry in entries]
    return kept


def _entry(child: ChildSpec, entry: Mapping[str, Any]) -> dict[str, Any]:
    _refuse_newer(child.key, entry, ["id", *(f.name for f in child.fields)])
    return {
        "id": _matching(_ID, entry["id"]),
        **{f.name: _value(f, entry[f.name]) for f in child.fields if f.name in entry},
    }


def _refuse_newer(where: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
    """Raise NewerField for what would be left out; empty fields lose nothing."""
    unread = next((k for k in given.keys() - set(known) if given[k] not in (None, "", [])), None)
    if unread is not None:
        raise NewerField(f"{where}: {unread}"[:MAX_NAME])


def _value(field: FieldSpec, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field.type, Flag):
        fits = type(value) is bool
    elif field.type.storage == "integer":
        fits = type(value) is int and abs(value) <= MAX_INTEGER
    else:
        fits = type(value) is str and len(value) <= MAX_TEXT
    if not fits:
        raise ValueError(f"value of {field.name}")
    return value


def _file(one: Mapping[str, Any], files: Mapping[str, Arrived]) -> tuple[str, str, int]:
    """Check the name of an attachment against what the file is: the system opens it by its name."""
    sha256, name = one["sha256"], one["name"]
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise ValueError("name of an attachment")
    found = files[sha256]
    if PurePosixPath(name).suffix.lower() not in found.endings or name_declares_degree(name):
        raise ValueError("kind of an attachment")
    return str(sha256), name, found.size


def _late(pair: Any) -> tuple[str, str]:
    period, counted_in = pair
    # "": no later period was there yet to count it in
    later = "" if counted_in == "" else _matching(_PERIOD, counted_in)
    return _matching(_PERIOD, period), later


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise ValueError(pattern.pattern)
    return value


def _optional(pattern: re.Pattern[str], value: Any) -> str | None:
    return None if value is None else _matching(pattern, value)
