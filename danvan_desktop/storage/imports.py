"""Which workbooks and rows came in before: known as long as what they brought is still there.

Nothing is forgotten when an import is undone or its records are deleted; it only stops counting,
so a redo makes the workbook known again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.owners import THIS_OFFICE
from danvan_desktop.storage.repeats import Judged
from danvan_desktop.storage.rows import MAX_IN
from danvan_desktop.storage.unit_of_work import UnitOfWork
from danvan_desktop.storage.values import ImportDecisions


def known_files(database: Database, digests: Iterable[str]) -> set[str]:
    """Tell which workbooks (SHA-256 of their bytes) have live records."""
    with database.reading() as connection:
        return {digest for digest in digests if _file_lives(connection, digest)}


def known_rows(database: Database, fingerprints: Iterable[str]) -> set[str]:
    """Tell which workbook rows have a live record."""
    listed = list(fingerprints)
    with database.reading() as connection:
        return {
            mark
            for start in range(0, len(listed), MAX_IN)
            for mark in _living(connection, listed[start : start + MAX_IN])
        }


def remember_mapping(
    database: Database, fingerprint: str, mapping: Mapping[str, Any], *, at: str
) -> None:
    """Keep how a workbook's header was matched."""
    with database.write() as connection:
        connection.exec_driver_sql(
            "DELETE FROM import_mapping WHERE fingerprint = ?", (fingerprint,)
        )
        connection.exec_driver_sql(
            "INSERT INTO import_mapping (fingerprint, mapping, at, owner) "
            f"VALUES (?, ?, ?, {THIS_OFFICE})",
            (fingerprint, json.dumps(mapping, ensure_ascii=False), at),
        )


def recall_mapping(database: Database, fingerprint: str) -> dict[str, Any] | None:
    """Recall how a header was matched before."""
    with database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT mapping FROM import_mapping WHERE fingerprint = ?", (fingerprint,)
        ).fetchone()
    return dict(json.loads(row[0])) if row else None


def carry_out(work: UnitOfWork, decisions: ImportDecisions) -> None:
    """Merge and judge as the clerk said; rows are named by their fingerprints, records by ids."""
    for register, record_id, values in decisions.merged:
        work.merge(REGISTERS[register], record_id, values)
    for register, first, second, same in decisions.judged:
        pair = (work.imported(first) or first, work.imported(second) or second)
        if pair[0] != pair[1]:
            work.judge(REGISTERS[register], pair, Judged(*pair, "same" if same else "apart"))


def _file_lives(connection: Statements, digest: str) -> bool:
    row = connection.exec_driver_sql(
        "SELECT operation FROM import_file WHERE sha256 = ?", (digest,)
    ).fetchone()
    return row is not None and any(
        connection.exec_driver_sql(
            f'SELECT 1 FROM history h JOIN "{register}" r ON r.id = h.record_id '
            "WHERE h.operation = ? AND h.register = ? AND h.field = '' AND r.deleted = 0 LIMIT 1",
            (row[0], register),
        ).fetchone()
        for register in REGISTERS
    )


def _living(connection: Statements, fingerprints: list[str]) -> Iterator[str]:
    """Tell which of a few hundred workbook rows have a live record."""
    marks = ", ".join("?" * len(fingerprints))
    rows = connection.exec_driver_sql(
        f"SELECT fingerprint, register, record_id FROM import_row WHERE fingerprint IN ({marks})",
        tuple(fingerprints),
    ).fetchall()
    for fingerprint, register, record_id in rows:
        if register in REGISTERS and _lives(connection, register, record_id):
            yield fingerprint


def _lives(connection: Statements, register: str, record_id: str) -> bool:
    row = connection.exec_driver_sql(
        f'SELECT 1 FROM "{register}" WHERE id = ? AND deleted = 0', (record_id,)
    ).fetchone()
    return row is not None
