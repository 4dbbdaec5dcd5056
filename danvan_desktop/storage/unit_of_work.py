"""The one write path: everything of one operation, its history and its name in one transaction.

Rows are buffered and written with statements compiled once and run with tuples, which keeps a bulk
import as fast as bare ``sqlite3``. Order comes from the database-wide counter ``seq``, never from
clocks. A duplicate (same event reported twice) is stored and points at the record that is counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, text, update

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec, refuse_secrets
from danvan_desktop.storage.columns import (
    CHILD_WRITTEN,
    COMMON,
    OWN,
    child_table_name,
    field_columns,
)
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter as counter, set_counter
from danvan_desktop.storage.engine import Database, plain
from danvan_desktop.storage.many import keys_to_recount, placed_in
from danvan_desktop.storage.repeats import Judged, judgement, recount, set_judgement
from danvan_desktop.storage.rows import MAX_IN, child_rows, marks, read_records
from danvan_desktop.storage.search import fts_name, write_index
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.storage.written import BATCH as BATCH, written

Describe = Callable[[RegisterSpec, Mapping[str, Any]], str]
"""Gives words that a record is found by besides its own texts (the unit's name)."""

REPEAT = "\u2261"
"""Stands for a field in the history of a record that was judged to repeat another, or not to."""

_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

MOST_NAMED = 2000
"""Records that ``Changes`` names one by one; an import may touch a hundred thousand."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, for which office, and where time and ids come from (all made by the context)."""

    user: str
    owner: str
    now: Callable[[], str]
    new_id: Callable[[], str]
    describe: Describe


@dataclass(slots=True)
class _Pending:
    """What one register still has to write: of each record its common columns, values, unit."""

    next_pk: int
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    values: list[Mapping[str, Any]] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    children: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)


class UnitOfWork:
    """One named operation inside one transaction; made by ``writing``."""

    def __init__(
        self,
        connection: Connection,
        author: Author,
        label: str,
        *,
        kind: str = "edit",
        undoes: str | None = None,
    ) -> None:
        refuse_secrets({"": label})
        self.connection = connection
        self.operation = author.new_id()
        self._author = author
        self._label = label
        self._kind = kind
        self._undoes = undoes
        self._at = author.now()
        self._seq = counter(connection, "seq")
        self._pending: dict[str, _Pending] = {}
        self._history: list[tuple[str, ...]] = []
        self._touched: dict[str, None] = {}
        self._registers: set[str] = set()
        self._duplicates: list[tuple[str, str]] = []
        self._judged: bool | None = None
        self._came_in: list[tuple[str, str, str, str]] = []
        self._unnamed = False
        self._stands = False
        self._sends_here: bool | None = None
        self._quick = plain(connection)

    @property
    def owner(self) -> str:
        """The office for which the operation writes."""
        return self._author.owner

    @property
    def quick(self) -> Statements:
        """The same connection for small questions: an import asks several for each row.

        SQLAlchemy takes ten times as long for them as SQLite does.
        """
        return self._quick

    # --- commands

    def insert(
        self,
        spec: RegisterSpec,
        values: Mapping[str, Any],
        *,
        record_id: str | None = None,
        origin: Mapping[str, Any] | None = None,
    ) -> str:
        """Add a record (``values`` complete, and not changed any more) and return its id.

        UserError (state_secret) when a text declares a degree of secrecy, also from ``update``.
        """
        refuse_secrets(values)
        record_id = record_id or self._author.new_id()
        pending = self._pending_of(spec)
        pk, pending.next_pk = pending.next_pk, pending.next_pk + 1
        dup_key = _dup_key(spec, values)
        counted = self._counted(spec, dup_key)
        if dup_key and counted is None:
            pending.keys[dup_key] = record_id
        if counted and len(self._duplicates) < MOST_NAMED:
            self._duplicates.append((counted, record_id))
        self._seq += 1
        common = (pk, record_id, self._author.owner, self._seq, 1, *self._stamp(), *self._stamp())
        state = (0, spec.event_date(values), counted, dup_key, _json(origin) if origin else None)
        pending.rows.append((*common, *state))
        pending.values.append(values)
        pending.units.append(self._author.describe(spec, values))
        for child in spec.children:
            # A copied record brings its entries' ids along; a new record needs its own.
            entries = self._with_ids([{**e, "id": None} for e in values.get(child.key) or ()])
            rows = child_rows(child, record_id, self._author.owner, entries)
            pending.children.setdefault(child.key, []).extend(rows)
        self._note(spec, record_id, "", None, "created")
        if len(pending.rows) >= BATCH:
            self._flush(spec)
        return record_id

    def update(
        self,
        spec: RegisterSpec,
        record_id: str,
        values: Mapping[str, Any],
        *,
        rev: int | None = None,
    ) -> bool:
        """Write the fields that differ; ``rev`` guards against a change made meanwhile.

        Returns False when nothing differs, and then writes nothing.
        """
        refuse_secrets(values)
        before = self._current(spec, record_id)
        self._refuse_foreign(spec, [record_id])
        if rev is not None and before.rev != rev:
            raise UserError(
                _("Hồ sơ này vừa được sửa ở nơi khác."),
                safe=_("Nội dung bạn gõ vẫn ở trên màn hình."),
                remedy=_("Xem lại bản mới rồi lưu lần nữa."),
                code="changed_meanwhile",
            )
        changed = self._differences(spec, before, values)
        if not changed:
            return False
        after = {**before.values, **{n: new for n, (_o, new) in changed.items()}}
        self._refuse_protected(spec, before, after)
        for name, (old, new) in changed.items():
            self._note(spec, record_id, name, old, new)
        self._rewrite(spec, before, after)
        return True

    def set_deleted(self, spec: RegisterSpec, record_id: str, deleted: bool) -> bool:
        """Move a record to the bin or bring it back; its duplicates are counted in its place."""
        before = self._current(spec, record_id)
        if before.deleted == deleted:
            return False
        self._refuse_foreign(spec, [record_id])
        if deleted:
            self._refuse_protected(spec, before, None)
        self._note(spec, record_id, "deleted", before.deleted, deleted)
        self._seq += 1
        source = table(spec.key)
        self.connection.execute(
            update(source)
            .where(source.c.id == record_id)
            .values(
                deleted=int(deleted),
                seq=self._seq,
                rev=before.rev + 1,
                changed_at=self._at,
                changed_by=self._author.user,
            )
        )
        self._recount(spec, before, _dup_key(spec, before.values))
        return True

    def set_all_deleted(self, spec: RegisterSpec, ids: Sequence[str], deleted: bool) -> None:
        """Do the same for many records: an import that is taken back may have brought any number.

        At most ``BATCH`` at a time, and none of them twice; for undo and redo, which need not ask
        what a register protects.
        """
        if self._judgements():  # they tie records together one by one
            for record_id in ids:
                self.set_deleted(spec, record_id, deleted)
            return
        self._flush(spec)
        self._refuse_foreign(spec, ids)
        here = placed_in(self._quick, spec.key, ids)
        if len(here) < len(ids):
            raise _gone()
        changed = [record_id for record_id in ids if here[record_id] != deleted]
        first, self._seq = self._seq + 1, self._seq + len(changed)
        self.connection.exec_driver_sql(
            f'UPDATE "{spec.key}" SET deleted = ?, seq = ?, rev = rev + 1, changed_at = ?, '
            "changed_by = ? WHERE id = ?",
            [(int(deleted), seq, *self._stamp(), one) for seq, one in enumerate(changed, first)],
        )
        for record_id in changed:
            self._note(spec, record_id, "deleted", not deleted, deleted)
        for dup_key in keys_to_recount(self._quick, spec.key, changed):
            self._recount_key(spec, dup_key)

    def judge(
        self, spec: RegisterSpec, pair: tuple[str, str], wanted: Judged | None
    ) -> Judged | None:
        """Say of two records that they report one event or two; returns what was said before.

        The history of the second record keeps both, so that it can be taken back.
        """
        self._flush(spec)
        before = judgement(self.connection, *pair)
        if before == wanted:
            return before
        stamp = self._stamp()
        set_judgement(self.connection, spec.key, wanted, pair=pair, owner=self.owner, stamp=stamp)
        self._judged = None
        self._note(spec, pair[1], REPEAT, _said(pair, before), _said(pair, wanted))
        self._duplicates = [p for p in self._duplicates if set(p) != set(pair)]
        self._seq += 1
        for record_id in pair:
            self.connection.exec_driver_sql(
                f'UPDATE "{spec.key}" SET seq = ? WHERE id = ?', (self._seq, record_id)
            )
        recount(self.connection, spec.key, pair, None, next_seq=self._next_seq)
        return before

    def touch(self, register: str, record_id: str) -> None:
        """Count a change of what stands beside a record (in which period it counts) as its own."""
        self.connection.exec_driver_sql(
            f'UPDATE "{register}" SET seq = ? WHERE id = ?', (self._next_seq(), record_id)
        )

    def merge(self, spec: RegisterSpec, record_id: str, values: Mapping[str, Any]) -> bool:
        """Write some fields of a record, and what follows from them."""
        before = self._current(spec, record_id)
        return self.update(spec, record_id, spec.complete({**before.values, **values}))

    def imported(self, fingerprint: str) -> str | None:
        """Find the live record that a row of a workbook became."""
        self._flush_imported()
        rows = self.connection.exec_driver_sql(
            "SELECT register, record_id FROM import_row WHERE fingerprint = ? ORDER BY pk DESC",
            (fingerprint,),
        ).fetchall()
        for register, record_id in rows:
            self._flush(REGISTERS[register])
            found = self.connection.exec_driver_sql(
                f'SELECT 1 FROM "{register}" WHERE id = ? AND deleted = 0', (record_id,)
            ).fetchone()
            if found is not None:
                return str(record_id)
        return None

    def remember_import(self, fingerprint: str, register: str, record_id: str) -> None:
        """Note that a row of a workbook became this record."""
        self._came_in.append((fingerprint, self._author.owner, register, record_id))
        if len(self._came_in) >= BATCH:
            self._flush_imported()

    def stand(self) -> None:
        """Keep the operation even when it changes no record: what it did stands beside them."""
        self._stands = True

    def write_out(self) -> None:
        """Write the records that are buffered, so that a question to the table finds them."""
        for key in list(self._pending):
            self._flush(REGISTERS[key])

    def finish(self) -> Changes:
        """Write what is buffered, the history and the operation itself."""
        self.write_out()
        self._flush_imported()
        self._flush_history()
        if self._touched or self._stands:
            self.connection.exec_driver_sql(
                'INSERT INTO operation (id, owner, label, at, "by", kind, undoes) '
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.operation, self.owner, self._label, *self._stamp(), self._kind, self._undoes),
            )
        set_counter(self.connection, "seq", self._seq)
        return Changes(
            operation=self.operation,
            label=self._label,
            registers=frozenset(self._registers),
            ids=tuple(self._touched),
            duplicates=tuple(self._duplicates),
            all_named=not self._unnamed,
            undoes=self._undoes,
        )

    # --- private

    def _stamp(self) -> tuple[str, str]:
        return self._at, self._author.user

    def _next_seq(self) -> int:
        self._seq += 1
        return self._seq

    def _note(self, spec: RegisterSpec, record_id: str, name: str, old: Any, new: Any) -> None:
        if len(self._touched) < MOST_NAMED:
            self._touched[record_id] = None
        elif record_id not in self._touched:
            self._unnamed = True
        self._registers.add(spec.key)
        place = (self.operation, self._author.owner, spec.key, record_id, name)
        self._history.append((*place, _json(old), _json(new)))
        if len(self._history) >= BATCH:
            self._flush_history()

    def _refuse_protected(
        self, spec: RegisterSpec, before: Record, after: Mapping[str, Any] | None
    ) -> None:
        """Raise UserError when the register keeps this record from such a change.

        Undo plays the history backwards and so never meets a state that was not there before.
        """
        if self._kind in ("undo", "redo"):
            return
        issue = spec.protect(before.values, after)
        if issue is not None:
            raise UserError(
                issue.message,
                safe=_("Không có gì thay đổi."),
                remedy=issue.remedy,
                code=issue.code,
            )

    def _refuse_foreign(self, spec: RegisterSpec, ids: Sequence[str]) -> None:
        """Raise UserError when a record came from another office, which alone may change it."""
        if self._sends_here is None:
            row = self._quick.exec_driver_sql("SELECT 1 FROM sync_office LIMIT 1").fetchone()
            self._sends_here = row is not None
        if not self._sends_here:
            return
        for start in range(0, len(ids), MAX_IN):
            some = tuple(ids[start : start + MAX_IN])
            row = self._quick.exec_driver_sql(
                f'SELECT o.name FROM "{spec.key}" r JOIN sync_office o ON o.office = r.owner '
                f"WHERE r.id IN ({marks(some)}) AND r.owner <> ? LIMIT 1",
                (*some, self._author.owner),
            ).fetchone()
            if row is not None:
                raise UserError(
                    _("Hồ sơ này do {office} gửi lên nên chỉ nơi đó sửa được.").format(
                        office=row[0]
                    ),
                    safe=_("Không có gì thay đổi."),
                    remedy=_("Gửi trả kèm ghi chú để nơi đó sửa rồi gửi lại."),
                    code="foreign_record",
                )

    def _pending_of(self, spec: RegisterSpec) -> _Pending:
        if spec.key not in self._pending:
            last = self.connection.execute(text(f'SELECT max(pk) FROM "{spec.key}"')).scalar()
            self._pending[spec.key] = _Pending(next_pk=(last or 0) + 1)
        return self._pending[spec.key]

    def _current(self, spec: RegisterSpec, record_id: str) -> Record:
        self._flush(spec)
        found = read_records(self.connection, spec, [record_id]).get(record_id)
        if found is None:
            raise _gone()
        return found

    def _differences(
        self, spec: RegisterSpec, before: Record, values: Mapping[str, Any]
    ) -> dict[str, tuple[Any, Any]]:
        changed: dict[str, tuple[Any, Any]] = {}
        for item in spec.fields:
            if item.name in values and values[item.name] != before.values.get(item.name):
                changed[item.name] = (before.values.get(item.name), values[item.name])
        for child in spec.children:
            if child.key in values:
                new = self._with_ids(values[child.key] or ())
                if new != before.values[child.key]:
                    changed[child.key] = (before.values[child.key], new)
        return changed

    def _rewrite(self, spec: RegisterSpec, before: Record, values: Mapping[str, Any]) -> None:
        self._seq += 1
        old_key, new_key = _dup_key(spec, before.values), _dup_key(spec, values)
        names = ["seq", "rev", "changed_at", "changed_by", "event_date", "dup_key"]
        stored = [self._seq, before.rev + 1, *self._stamp(), spec.event_date(values), new_key]
        names += field_columns(spec)
        found = written(spec, [values], [self._author.describe(spec, values)])
        stored += [column[0] for column in found.fields]
        sets = ", ".join(f'"{name}" = ?' for name in names)
        self.connection.exec_driver_sql(
            f'UPDATE "{spec.key}" SET {sets} WHERE id = ?', (*stored, before.id)
        )
        pk, owner = self.connection.exec_driver_sql(
            f'SELECT pk, owner FROM "{spec.key}" WHERE id = ?', (before.id,)
        ).one()
        run = self.connection.exec_driver_sql
        run(f"DELETE FROM {fts_name(spec.key)} WHERE rowid = ?", (pk,))
        write_index(self.connection, spec, list(zip([pk], *found.words, strict=True)), owner=owner)
        for child in spec.children:
            if values[child.key] != before.values[child.key]:
                self._replace_children(spec, child.key, (before.id, owner), values[child.key])
        if old_key != new_key:
            self._recount(spec, before, old_key)
            self._recount(spec, before, new_key)

    def _replace_children(
        self, spec: RegisterSpec, key: str, parent: tuple[str, str], entries: list[Any]
    ) -> None:
        name = child_table_name(spec.key, key)
        self.connection.exec_driver_sql(f'DELETE FROM "{name}" WHERE parent_id = ?', parent[:1])
        rows = child_rows(spec.child(key), *parent, entries)
        if rows:
            self.connection.exec_driver_sql(_insert_child(spec, key), rows)

    def _with_ids(self, entries: Any) -> list[dict[str, Any]]:
        return [{**entry, "id": entry.get("id") or self._author.new_id()} for entry in entries]

    def _counted(self, spec: RegisterSpec, dup_key: str | None) -> str | None:
        """Find the record that is counted for this event, if it is already there."""
        if dup_key is None:
            return None
        waiting = self._pending_of(spec).keys.get(dup_key)
        if waiting:
            return waiting
        found = self._quick.exec_driver_sql(
            f'SELECT id FROM "{spec.key}" WHERE dup_key = ? AND +deleted = 0 '
            f"AND duplicate_of IS NULL AND {OWN} LIMIT 1",
            (dup_key,),
        ).fetchone()
        return str(found[0]) if found else None

    def _recount(self, spec: RegisterSpec, changed: Record, dup_key: str | None) -> None:
        """Decide anew which of the rows of one event is counted: the oldest that is not deleted."""
        if self._judgements():
            former = changed.duplicate_of or changed.id
            tied = (former, changed.id)
            recount(self.connection, spec.key, tied, dup_key, next_seq=self._next_seq)
        elif dup_key is not None:
            self._recount_key(spec, dup_key)
        else:
            source = table(spec.key)
            self.connection.execute(
                update(source).where(source.c.id == changed.id).values(duplicate_of=None)
            )

    def _judgements(self) -> bool:
        """Tell whether the clerk ever said of two records that they are one event, or two."""
        if self._judged is None:
            found = self.connection.exec_driver_sql("SELECT 1 FROM repeat_pair LIMIT 1").fetchone()
            self._judged = found is not None
        return self._judged

    def _recount_key(self, spec: RegisterSpec, dup_key: str) -> None:
        source = table(spec.key)
        rows = self.connection.execute(
            select(source.c.id, source.c.duplicate_of)
            .where(source.c.dup_key == dup_key, source.c.deleted == 0, text(OWN))
            .order_by(source.c.pk)
        ).all()
        for number, row in enumerate(rows):
            wanted = None if number == 0 else rows[0].id
            if row.duplicate_of != wanted:
                self.connection.execute(
                    update(source)
                    .where(source.c.id == row.id)
                    .values(duplicate_of=wanted, seq=self._next_seq())
                )

    def _flush_history(self) -> None:
        if self._history:
            self.connection.exec_driver_sql(
                "INSERT INTO history (operation, owner, register, record_id, field, old, new) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                self._history,
            )
            self._history = []

    def _flush_imported(self) -> None:
        if self._came_in:
            self.connection.exec_driver_sql(
                "INSERT INTO import_row (fingerprint, owner, register, record_id) "
                "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                self._came_in,
            )
            self._came_in = []

    def _flush(self, spec: RegisterSpec) -> None:
        pending = self._pending.get(spec.key)
        if pending is None or not pending.rows:
            return
        columns = [*COMMON, *field_columns(spec)]
        run = self.connection.exec_driver_sql
        found = written(spec, pending.values, pending.units)
        fields = zip(*found.fields, strict=True)
        rows = [(*row, *more) for row, more in zip(pending.rows, fields, strict=True)]
        run(_insert(spec.key, columns), rows)
        words = zip([row[0] for row in rows], *found.words, strict=True)
        write_index(self.connection, spec, list(words), owner=self.owner)
        for key, entries in pending.children.items():
            if entries:
                run(_insert_child(spec, key), entries)
        # What is in the table is found there; only rows that still wait need to be remembered.
        self._pending[spec.key] = _Pending(next_pk=pending.next_pk)


@contextmanager
def writing(
    database: Database,
    author: Author,
    label: str,
    *,
    kind: str = "edit",
    undoes: str | None = None,
) -> Iterator[tuple[UnitOfWork, list[Changes]]]:
    """Open a unit of work; after the block (and the commit) the list holds its ``Changes``."""
    done: list[Changes] = []
    with database.write() as connection:
        work = UnitOfWork(connection, author, label, kind=kind, undoes=undoes)
        yield work, done
        done.append(work.finish())


def _gone() -> UserError:
    return UserError(_("Hồ sơ này không còn trong sổ."), code="gone")


def _said(pair: tuple[str, str], judged: Judged | None) -> Any:
    """Write a judgement for the history: both records, and what was said (None: nothing)."""
    if judged is None:
        return [*pair, None]
    return [judged.first, judged.second, judged.verdict]


def _dup_key(spec: RegisterSpec, values: Mapping[str, Any]) -> str | None:
    key = spec.duplicate_key(values)
    return "\x1f".join(key) if key else None


def _json(value: Any) -> str:
    return "null" if value is None else _WRITE(value)


def _insert(name: str, columns: list[str]) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'INSERT INTO "{name}" ({listed}) VALUES ({", ".join("?" * len(columns))})'


def _insert_child(spec: RegisterSpec, key: str) -> str:
    names = [item.name for item in spec.child(key).fields]
    return _insert(child_table_name(spec.key, key), [*CHILD_WRITTEN, *names])
