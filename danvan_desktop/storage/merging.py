"""Put another office's records into the registers: theirs alone, each by the number of its change.

The records keep their owner and their owner's numbers; nobody here may change them. No history of
single fields is written: it stays with the office that has it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, repeat
from typing import Any

from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.columns import CHILD_WRITTEN, child_table_name, field_columns
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.rows import MAX_IN, child_rows, marks
from danvan_desktop.storage.search import fts_name, write_index
from danvan_desktop.storage.written import Written, written

BATCH = 4000
"""Records taken at once: to begin a COPY costs a server as much as a hundred rows."""

_NEW = (
    *("pk", "id", "owner", "seq", "rev", "created_at", "created_by", "changed_at", "changed_by"),
    *("deleted", "event_date", "duplicate_of", "dup_key"),
)
_CHANGED = ("seq", "rev", "changed_at", "deleted", "event_date", "duplicate_of", "dup_key")
_FILE = (
    *("id", "register", "record_id", "name", "sha256", "size"),
    *("added_at", "added_by", "deleted", "owner"),
)
_STATE = "SELECT id, seq, rev, deleted, changed_at FROM"


class ForeignRecord(ValueError):
    """A record that belongs to another office than the one that sends it."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A record as its office sent it.

    ``late`` are (period, period in which it counts), ``files`` (SHA-256, name, bytes) of its
    attachments, all of them.
    """

    id: str
    seq: int
    rev: int
    at: str
    deleted: bool
    event_date: str | None
    duplicate_of: str | None
    values: Mapping[str, Any]
    late: tuple[tuple[str, str], ...] = ()
    files: tuple[tuple[str, str, int], ...] = ()


@dataclass(slots=True)
class Merged:
    """What a merge did: records added, changed, and already as new as that."""

    added: int = 0
    changed: int = 0
    same: int = 0
    registers: set[str] = field(default_factory=set)


class Merging:
    """The records of one office going into one open transaction."""

    def __init__(
        self,
        connection: Statements,
        *,
        owner: str,
        describe: Callable[[RegisterSpec, Mapping[str, Any]], str],
        stamp: tuple[str, str],
    ) -> None:
        self.done = Merged()
        self._connection = connection
        self._run = connection.exec_driver_sql
        self._owner = owner
        self._describe = describe
        self._described: dict[tuple[str, Any], str] = {}
        self._stamp = stamp

    def clear(self, specs: Iterable[RegisterSpec]) -> None:
        """Take out everything that is held from the office: a full bundle follows."""
        for spec in specs:
            own = f'SELECT id FROM "{spec.key}" WHERE owner = ?'
            self._run(
                f"DELETE FROM {fts_name(spec.key)} WHERE rowid IN "
                f'(SELECT pk FROM "{spec.key}" WHERE owner = ?)',
                (self._owner,),
            )
            for child in spec.children:
                name = child_table_name(spec.key, child.key)
                self._run(f'DELETE FROM "{name}" WHERE parent_id IN ({own})', (self._owner,))
            self._run(f"DELETE FROM late_record WHERE record_id IN ({own})", (self._owner,))
            self._run(f"DELETE FROM attachment WHERE record_id IN ({own})", (self._owner,))
            found = self._run(f'DELETE FROM "{spec.key}" WHERE owner = ?', (self._owner,))
            if found.rowcount:
                self.done.registers.add(spec.key)

    def take(self, spec: RegisterSpec, rows: Iterable[Incoming]) -> None:
        """Write the records of a register that are newer than what is held.

        Raises ForeignRecord when one belongs to another office.
        """
        pk = self._next_pk(spec)
        incoming = iter(rows)
        while batch := list(islice(incoming, BATCH)):
            held = self._held(spec, batch)
            new = [row for row in batch if row.id not in held] if held else batch
            newer = [row for row in batch if row.id in held and row.seq > held[row.id][1]]
            self._insert(spec, new, pk)
            self._update(spec, newer, held)
            pk += len(new)
            self.done.added += len(new)
            self.done.changed += len(newer)
            self.done.same += len(batch) - len(new) - len(newer)
            if new or newer:
                self.done.registers.add(spec.key)

    def holds(self, spec: RegisterSpec, rows: Iterable[Incoming]) -> bool:
        """Tell whether each record is held just so, or as it became later; nothing is written."""
        incoming = iter(rows)
        while batch := list(islice(incoming, MAX_IN)):
            ids = tuple(row.id for row in batch)
            query = (
                f'{_STATE} "{spec.key}" WHERE owner = ? AND id IN ({marks(ids)})'  # see state_of
            )
            held = {str(row[0]): row[1:] for row in self._run(query, (self._owner, *ids))}
            for row in batch:
                said = (row.seq, row.rev, int(row.deleted), row.at)
                found = held.get(row.id)
                if found is None or (found[0] <= row.seq and tuple(found) != said):
                    return False
        return True

    # --- private

    def _next_pk(self, spec: RegisterSpec) -> int:
        row = self._run(f'SELECT max(pk) FROM "{spec.key}"').fetchone()
        return int((row and row[0]) or 0) + 1

    def _held(self, spec: RegisterSpec, batch: Sequence[Incoming]) -> dict[str, tuple[int, int]]:
        ids = tuple(row.id for row in batch)
        if len(set(ids)) < len(ids):
            raise ValueError("a record comes twice")
        held = {}
        for start in range(0, len(ids), MAX_IN):
            some = ids[start : start + MAX_IN]
            query = f'SELECT id, pk, seq, owner FROM "{spec.key}" WHERE id IN ({marks(some)})'
            for record_id, pk, seq, owner in self._run(query, some):
                if owner != self._owner:
                    raise ForeignRecord(str(record_id))
                held[str(record_id)] = (int(pk), int(seq))
        return held

    def _insert(self, spec: RegisterSpec, rows: Sequence[Incoming], first_pk: int) -> None:
        if not rows:
            return
        at, by = map(repeat, self._stamp)
        owner, pks = repeat(self._owner), range(first_pk, first_pk + len(rows))
        found = self._written(spec, rows)
        seq, rev, changed, *state = self._state(spec, rows)
        common = (pks, [row.id for row in rows], owner, seq, rev, at, by, changed, owner, *state)
        stored = list(zip(*common, *found.fields, strict=False))  # some repeat without end
        self._run(_insert(spec.key, (*_NEW, *field_columns(spec))), stored)
        self._beside(spec, rows, pks, found)

    def _update(
        self, spec: RegisterSpec, rows: Sequence[Incoming], held: Mapping[str, tuple[int, int]]
    ) -> None:
        if not rows:
            return
        names = (*_CHANGED, *field_columns(spec))
        sets = ", ".join(f'"{name}" = ?' for name in names)
        pks = [held[row.id][0] for row in rows]
        found = self._written(spec, rows)
        stored = list(zip(*self._state(spec, rows), *found.fields, pks, strict=True))
        self._run(f'UPDATE "{spec.key}" SET {sets} WHERE pk = ?', stored)
        self._clear_beside(spec, pks, [row.id for row in rows])
        self._beside(spec, rows, pks, found)

    def _written(self, spec: RegisterSpec, rows: Sequence[Incoming]) -> Written:
        values = [row.values for row in rows]
        return written(spec, values, [self._unit_words(spec, one) for one in values])

    def _state(self, spec: RegisterSpec, rows: Sequence[Incoming]) -> tuple[list[Any], ...]:
        """Give the columns of ``_CHANGED``."""
        return (
            [row.seq for row in rows],
            [row.rev for row in rows],
            [row.at for row in rows],
            [int(row.deleted) for row in rows],
            [row.event_date for row in rows],
            [row.duplicate_of for row in rows],
            [self._key(spec, row) for row in rows],
        )

    def _beside(
        self, spec: RegisterSpec, rows: Sequence[Incoming], pks: Sequence[int], found: Written
    ) -> None:
        """Write what stands beside the rows: words to search, child lists, lateness, files."""
        words = list(zip(pks, *found.words, strict=True))
        write_index(self._connection, spec, words, owner=self._owner)
        for child in spec.children:
            entries = [
                entry
                for row in rows
                if (kept := row.values.get(child.key))
                for entry in child_rows(child, row.id, self._owner, kept)
            ]
            if entries:
                names = (*CHILD_WRITTEN, *(f.name for f in child.fields))
                self._run(_insert(child_table_name(spec.key, child.key), names), entries)
        late = [
            (self._owner, spec.key, row.id, period, counted_in, *self._stamp)
            for row in rows
            for period, counted_in in row.late
        ]
        if late:
            names = ("owner", "register", "record_id", "period", "counted_in", "at", "by")
            self._run(_insert("late_record", names), late)
        files = [
            (
                *(f"{row.id}:{number}", spec.key, row.id, name, sha256, size),
                *(row.at, self._owner, 0, self._owner),
            )
            for row in rows
            for number, (sha256, name, size) in enumerate(row.files)
        ]
        if files:
            self._run(_insert("attachment", _FILE), files)

    def _clear_beside(self, spec: RegisterSpec, pks: Sequence[int], ids: Sequence[str]) -> None:
        """Take out what stands beside rows that are written anew."""
        children = [child_table_name(spec.key, child.key) for child in spec.children]
        for start in range(0, len(ids), MAX_IN):
            some = slice(start, start + MAX_IN)
            listed = f"IN ({marks(ids[some])})"
            self._run(f"DELETE FROM {fts_name(spec.key)} WHERE rowid {listed}", tuple(pks[some]))
            for name in children:
                self._run(f'DELETE FROM "{name}" WHERE parent_id {listed}', tuple(ids[some]))
            for name in ("late_record", "attachment"):
                self._run(f"DELETE FROM {name} WHERE record_id {listed}", tuple(ids[some]))

    def _unit_words(self, spec: RegisterSpec, values: Mapping[str, Any]) -> str:
        """Describe the unit of a record; an office has few units and many records of each."""
        unit = (spec.key, values.get(spec.unit_field) if spec.unit_field else None)
        found = self._described.get(unit)
        if found is None:
            found = self._described[unit] = self._describe(spec, values)
        return found

    def _key(self, spec: RegisterSpec, row: Incoming) -> str | None:
        if row.deleted:
            return None
        key = spec.duplicate_key(row.values)
        return "\x1f".join(key) if key else None


def state_of(connection: Statements, specs: Iterable[RegisterSpec], owner: str) -> str:
    """Digest which records an office has, and in which version each; both sides must agree on it.

    SHA-256 over the lines ``register id seq rev deleted changed_at``, registers in the order of
    their keys, records in that of their ids.
    """
    digest = hashlib.sha256()
    for spec in sorted(specs, key=lambda spec: spec.key):
        rows = connection.exec_driver_sql(
            f'{_STATE} "{spec.key}" WHERE owner = ? ORDER BY id', (owner,)
        )
        for some in _pieces(rows):
            lines = (f"{spec.key} {i} {s} {r} {d} {at}\n" for i, s, r, d, at in some)
            digest.update("".join(lines).encode())
    return digest.hexdigest()


def _pieces(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while some := list(islice(iterator, 1000)):
        yield some


def _insert(name: str, names: Sequence[str]) -> str:
    listed = ", ".join(f'"{one}"' for one in names)
    return f'INSERT INTO "{name}" ({listed}) VALUES ({", ".join("?" * len(names))})'
