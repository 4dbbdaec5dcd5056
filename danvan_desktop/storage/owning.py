"""Give rows back to the office that wrote them, after a version that let its code be changed."""

from __future__ import annotations

from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter, set_counter
from danvan_desktop.storage.dialect import POSTGRESQL, dialect_of
from danvan_desktop.storage.search import fts_name
from danvan_desktop.storage.tables import metadata

_OF_PACKS = ("pack", "pack_file")
"""What a province pack brought; it is there under both codes, each once."""


def give_back(connection: Statements, *, wrong: str, code: str) -> None:
    """Make everything of the code ``wrong`` that of ``code``, records as changed just now.

    What the receiver has never had under its code goes with the next bundle. Nothing is done where
    ``wrong`` is the code of an office that sends here.
    """
    sends = connection.exec_driver_sql("SELECT 1 FROM sync_office WHERE office = ?", (wrong,))
    if sends.fetchone() is not None:
        return
    seq = counter(connection, "seq") + 1
    set_counter(connection, "seq", seq)
    for name, table in metadata().tables.items():
        if "owner" not in table.c or name in _OF_PACKS:
            continue
        if name in REGISTERS:
            connection.exec_driver_sql(
                f'UPDATE "{name}" SET owner = ?, seq = ? WHERE owner = ?', (code, seq, wrong)
            )
            if dialect_of(connection) == POSTGRESQL:
                connection.exec_driver_sql(
                    f"UPDATE {fts_name(name)} SET owner = ? WHERE owner = ?", (code, wrong)
                )
        else:
            connection.exec_driver_sql(
                f'UPDATE "{name}" SET owner = ? WHERE owner = ?', (code, wrong)
            )
