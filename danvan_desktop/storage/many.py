"""Questions about many records at once, asked in pieces that SQLite takes."""

from __future__ import annotations

from collections.abc import Sequence

from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.rows import MAX_IN


def placed_in(connection: Statements, register: str, ids: Sequence[str]) -> dict[str, bool]:
    """Tell of each record of a register that is there whether it is in the bin."""
    found: dict[str, bool] = {}
    for start in range(0, len(ids), MAX_IN):
        some = ids[start : start + MAX_IN]
        rows = connection.exec_driver_sql(
            f'SELECT id, deleted FROM "{register}" WHERE id IN ({_marks(some)})', tuple(some)
        )
        found.update({str(record_id): bool(deleted) for record_id, deleted in rows})
    return found


def keys_to_recount(connection: Statements, register: str, ids: Sequence[str]) -> list[str]:
    """List the events of some records that several live ones report now, or one that did not count.

    Which of these counts must be decided anew; an event without a live record needs nothing.
    """
    keys: dict[str, None] = {}
    for start in range(0, len(ids), MAX_IN):
        some = ids[start : start + MAX_IN]
        rows = connection.exec_driver_sql(
            f'SELECT live.dup_key FROM "{register}" live WHERE +live.deleted = 0 '
            f'AND live.dup_key IN (SELECT dup_key FROM "{register}" WHERE id IN ({_marks(some)})) '
            "GROUP BY live.dup_key HAVING count(*) > 1 OR max(live.duplicate_of) IS NOT NULL",
            tuple(some),
        )
        keys.update({str(row[0]): None for row in rows})
    return list(keys)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
