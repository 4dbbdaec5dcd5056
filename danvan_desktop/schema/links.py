"""The field type of a link: the record of another register that this one belongs to.

Registers do not import each other, so a link names the other register by its key and the record
by its id. People see and type the record's title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from danvan_desktop.schema.types import FieldType, Parsed, ReadingContext, Value
from danvan_desktop.vietnamese import clean

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@runtime_checkable
class LinkNames(Protocol):
    """What a link asks about the records that links lead to."""

    def record_title(self, register: str, record_id: str) -> str:
        """Name a record for people; "" when there is none."""

    def find_record(self, register: str, title: str) -> tuple[str, ...]:
        """Find the records of that title, written with or without tones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(FieldType):
    """One record of ``register``, kept by its id and shown by its title.

    ``back`` is the heading under which the other record lists those that link to it.
    """

    register: str
    back: str = ""

    def parse(self, raw: object, context: ReadingContext | None = None) -> Parsed:
        text = clean(str(raw)) if raw is not None else ""
        if not text or _ID.fullmatch(text):
            return Parsed(text or None)
        names = _link_names(context)
        found = names.find_record(self.register, text) if names else ()
        if len(found) == 1:
            return Parsed(found[0])
        return Parsed(None, "ambiguous_record" if found else "unknown_record")

    def check(self, value: Value) -> str | None:
        return None if value is None or _ID.fullmatch(str(value)) else "unknown_record"

    def format(self, value: Value, context: ReadingContext | None = None) -> str:
        if value is None:
            return ""
        names = _link_names(context)
        return names.record_title(self.register, str(value)) if names else str(value)


def _link_names(context: object) -> LinkNames | None:
    return context if isinstance(context, LinkNames) else None
