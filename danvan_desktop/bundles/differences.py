"""What a bundle says otherwise than the one before it, field by field, for whoever takes it.

Read beside the merge, before the rows are written: afterwards only the new values are there, since
the history of a record stays with its office. The first records are enough to see what a corrected
report corrects; a full bundle replaces everything and is not compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pins import title_of
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.merging import Incoming
from danvan_desktop.storage.rows import read_records
from danvan_desktop.storage.values import Record

LOOKED_AT = 200
"""Rows of a register that are compared: a correction has few, a first delivery is not worth it."""

SHOWN = 20
"""Records whose differences are kept."""

MOST_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that was held before: its title, and "old → new" by the name of each field."""

    title: str
    lines: tuple[tuple[str, str], ...]


class Comparing:
    """Compares rows on their way into the registers with what is held; ``found`` grows."""

    def __init__(self, books: Books, connection: Statements) -> None:
        self._books = books
        self._connection = connection
        self.found: list[Difference] = []

    def watch(self, spec: RegisterSpec, rows: Iterable[Incoming]) -> Iterator[Incoming]:
        """Pass the rows on, the first of them compared."""
        incoming = iter(rows)
        if len(self.found) < SHOWN:
            first = list(islice(incoming, LOOKED_AT))
            held = read_records(self._connection, spec, [row.id for row in first])
            for row in first:
                before = held.get(row.id)
                if before is not None and not before.deleted and len(self.found) < SHOWN:
                    self._compare(spec, before, row)
            yield from first
        yield from incoming

    def _compare(self, spec: RegisterSpec, before: Record, row: Incoming) -> None:
        lines = ((_("Hồ sơ"), _("đã bỏ")),) if row.deleted else self._lines(spec, before, row)
        if lines:
            self.found.append(Difference(title_of(self._books, before), lines))

    def _lines(
        self, spec: RegisterSpec, before: Record, row: Incoming
    ) -> tuple[tuple[str, str], ...]:
        found = []
        names = self._books.directory()
        for field in spec.fields:
            old, new = before.values.get(field.name), row.values.get(field.name)
            if not field.personal and old != new:
                was, now = (_short(field.type.format(value, names)) for value in (old, new))
                found.append((_(field.label), f"{was} → {now}"))
        for child in spec.children:
            kept = [field.name for field in child.fields if not field.personal]
            old_list, new_list = (
                [tuple(map(entry.get, kept)) for entry in values.get(child.key) or ()]
                for values in (before.values, row.values)
            )
            if old_list != new_list:
                pattern = _("{old} dòng → {new} dòng")
                told = pattern.format(old=len(old_list), new=len(new_list))
                found.append((_(child.label), told))
        return tuple(found)


def _short(text: str) -> str:
    flat = " ".join(text.split()) or _("(trống)")
    return flat if len(flat) <= MOST_LETTERS else f"{flat[: MOST_LETTERS - 1]}…"
