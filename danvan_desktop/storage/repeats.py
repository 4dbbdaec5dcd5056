"""Which records report one event: by their duplicate key, unless the clerk has judged otherwise.

Without a judgement the oldest record of a key counts and the others point at it. A judgement says
of two records that they are the same event (the first counts) or two events (both count); it is
kept beside the records, so that a change of one of them does not forget it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection

from danvan_desktop.storage.columns import OWN
from danvan_desktop.storage.engine import Database

Verdict = Literal["same", "apart"]

_PAIR = "SELECT first_id, second_id, verdict FROM repeat_pair WHERE register = ?"


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that was judged to be the same event as ``first``, or another one."""

    first: str
    second: str
    verdict: Verdict


@dataclass(slots=True)
class _Family:
    """Records that a judgement or a key ties together, oldest first, with their keys."""

    keys: dict[str, str | None] = field(default_factory=dict)
    before: dict[str, str | None] = field(default_factory=dict)


def pairs_of(connection: Connection, register: str) -> list[Judged]:
    """List every judgement on records of a register."""
    rows = connection.exec_driver_sql(f"{_PAIR} ORDER BY pk", (register,)).fetchall()
    return [Judged(*row) for row in rows]


def judged_pairs(database: Database, register: str) -> list[Judged]:
    """List every judgement on records of a register, as somebody who only reads."""
    with database.read() as connection:
        return pairs_of(connection, register)


def duplicates_of(database: Database, register: str) -> list[tuple[str, str]]:
    """List the live records that are not counted, oldest first: which one counts, the repeat."""
    with database.read() as connection:
        rows = connection.exec_driver_sql(
            f'SELECT duplicate_of, id FROM "{register}" '
            f"WHERE duplicate_of IS NOT NULL AND deleted = 0 AND {OWN} ORDER BY pk"
        ).fetchall()
    return [(str(row[0]), str(row[1])) for row in rows]


def event_keys(database: Database, register: str) -> list[tuple[str, tuple[str, ...]]]:
    """List the counted live records of a register with what makes each an event, oldest first."""
    with database.read() as connection:
        rows = connection.exec_driver_sql(
            f'SELECT id, dup_key FROM "{register}" '
            "WHERE deleted = 0 AND duplicate_of IS NULL AND dup_key IS NOT NULL "
            f"AND {OWN} ORDER BY pk"
        ).fetchall()
    return [(str(row[0]), tuple(str(row[1]).split("\x1f"))) for row in rows]


def across_offices(database: Database, register: str) -> list[tuple[str, ...]]:
    """List counted records that report one event by several owners, each group oldest first."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            f'SELECT dup_key, id FROM "{register}" WHERE deleted = 0 '
            "AND duplicate_of IS NULL AND dup_key IN (SELECT dup_key "
            f'FROM "{register}" WHERE deleted = 0 AND duplicate_of IS NULL '
            "AND dup_key IS NOT NULL GROUP BY dup_key HAVING count(DISTINCT owner) > 1) ORDER BY pk"
        ).fetchall()
    groups: dict[str, list[str]] = {}
    for key, record_id in rows:
        groups.setdefault(str(key), []).append(str(record_id))
    return [tuple(ids) for ids in groups.values()]


def judgement(connection: Connection, first: str, second: str) -> Judged | None:
    """Find what was judged on two records, in either order."""
    row = connection.exec_driver_sql(
        "SELECT first_id, second_id, verdict FROM repeat_pair "
        "WHERE (first_id = ? AND second_id = ?) OR (first_id = ? AND second_id = ?)",
        (first, second, second, first),
    ).fetchone()
    return Judged(*row) if row else None


def set_judgement(
    connection: Connection,
    register: str,
    wanted: Judged | None,
    *,
    pair: tuple[str, str],
    owner: str,
    stamp: tuple[str, str],
) -> None:
    """Replace what was judged on two records; None forgets it. ``stamp`` is when and by whom."""
    first, second = pair
    connection.exec_driver_sql(
        "DELETE FROM repeat_pair "
        "WHERE (first_id = ? AND second_id = ?) OR (first_id = ? AND second_id = ?)",
        (first, second, second, first),
    )
    if wanted is not None:
        connection.exec_driver_sql(
            "INSERT INTO repeat_pair (owner, register, first_id, second_id, verdict, at, by) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (owner, register, wanted.first, wanted.second, wanted.verdict, *stamp),
        )


def recount(
    connection: Connection,
    register: str,
    ids: Iterable[str],
    key: str | None,
    *,
    next_seq: Callable[[], int],
) -> None:
    """Decide anew which records count among those that ``ids`` and ``key`` tie together.

    One for which another counts from now on has changed: it gets ``next_seq``.
    """
    pairs = pairs_of(connection, register)
    family = _family(connection, register, set(ids), key, pairs)
    for record_id, counted in decide(family.keys, pairs).items():
        if family.before[record_id] != counted:
            connection.exec_driver_sql(
                f'UPDATE "{register}" SET duplicate_of = ?, seq = ? WHERE id = ?',
                (counted, next_seq(), record_id),
            )


def decide(keys: Mapping[str, str | None], pairs: Iterable[Judged]) -> dict[str, str | None]:
    """Tell for each live record (oldest first, with its key) which one counts for it.

    None: it counts itself. A record judged to be the same as another takes its key along, so
    that later reports of either are repeats of the one that counts.
    """
    pairs = [pair for pair in pairs if pair.first in keys and pair.second in keys]
    same = {pair.second: pair.first for pair in pairs if pair.verdict == "same"}
    apart = {frozenset((p.first, p.second)) for p in pairs if p.verdict == "apart"}
    roots = {second: _root(second, same) for second in same}
    leaders: dict[str, list[str]] = defaultdict(list)
    counted: dict[str, str | None] = dict(roots)
    order = [one for one in keys if one in roots.values() and one not in same]
    order += [one for one in keys if one not in same and one not in order]
    for second, root in roots.items():
        key = keys[second]
        if key is not None and keys[root] != key:
            leaders[key].append(root)
    for record_id in order:
        key = keys[record_id]
        found = None
        for leader in leaders[key] if key is not None else ():
            if leader != record_id and frozenset((leader, record_id)) not in apart:
                found = leader
                break
        counted[record_id] = found
        if found is None and key is not None:
            leaders[key].append(record_id)
    return {one: _last(one, counted) for one in keys}


def _root(record_id: str, same: Mapping[str, str]) -> str:
    seen = {record_id}
    while (after := same.get(record_id)) is not None and after not in seen:
        record_id = after
        seen.add(record_id)
    return record_id


def _last(record_id: str, counted: Mapping[str, str | None]) -> str | None:
    seen, here = {record_id}, record_id
    while (after := counted.get(here)) is not None and after not in seen:
        here = after
        seen.add(here)
    return None if here == record_id else here


def _family(
    connection: Connection,
    register: str,
    ids: set[str],
    key: str | None,
    pairs: Iterable[Judged],
) -> _Family:
    """Collect who hangs together with some records, by keys and by judgements, until no more do."""
    keys = {key} if key is not None else set()
    partners: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        partners[pair.first].add(pair.second)
        partners[pair.second].add(pair.first)
    rows: dict[str, tuple[int, str | None, str | None]] = {}
    while True:
        wanted = ids | {other for one in ids for other in partners[one]}
        found = _rows(connection, register, wanted, keys)
        if found.keys() == rows.keys():
            break
        rows = found
        ids = wanted | set(rows)
        keys |= {row[1] for row in rows.values() if row[1] is not None}
    family = _Family()
    for record_id, row in sorted(rows.items(), key=lambda entry: entry[1][0]):
        family.keys[record_id], family.before[record_id] = row[1], row[2]
    return family


def _rows(
    connection: Connection, register: str, ids: set[str], keys: set[str]
) -> dict[str, tuple[int, str | None, str | None]]:
    found: dict[str, tuple[int, str | None, str | None]] = {}
    # A family is a handful of records; one query for each keeps clear of SQLite's limit on values.
    for column, values in (("id", ids), ("dup_key", keys)):
        for value in values:
            rows = connection.exec_driver_sql(
                f'SELECT id, pk, dup_key, duplicate_of FROM "{register}" '
                f"WHERE {column} = ? AND +deleted = 0 AND {OWN}",
                (value,),
            ).fetchall()
            found.update({row[0]: (row[1], row[2], row[3]) for row in rows})
    return found
