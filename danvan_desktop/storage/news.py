"""What others wrote on the server meanwhile: asked now and then, so that no page shows old rows.

A file has one program, which tells its own pages what it wrote. On a server several work at once,
and each has to ask. Two numbers answer: the last operation, and the last bundle that was taken.
"""

from __future__ import annotations

from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.rows import marks
from danvan_desktop.storage.values import Changes

_LAST = (
    "SELECT coalesce((SELECT max(pk) FROM operation), 0), "
    "coalesce((SELECT max(pk) FROM sync_bundle), 0)"
)
_MOST = 500
"""Operations whose registers are looked at; after more of them everything may have changed."""


class News:
    """Remembers what was there at the last look, and which operations are our own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._own: set[str] = set()
        self._last: tuple[int, int] | None = None

    def own(self, operation: str) -> None:
        """Take note of an operation of this program, which tells of it itself."""
        self._own.add(operation)

    def look(self) -> Changes | None:
        """Tell in which registers others wrote since the last look; None when nobody did."""
        with self._database.reading() as connection:
            row = connection.exec_driver_sql(_LAST).fetchone()
            last, self._last = self._last, (int(row[0]), int(row[1]))
            if last is None or last == self._last:
                return None
            if last[1] != self._last[1]:
                return Changes("", "", frozenset(REGISTERS), all_named=False)
            found = connection.exec_driver_sql(
                f"SELECT id FROM operation WHERE pk > ? ORDER BY pk LIMIT {_MOST}", (last[0],)
            )
            others = [row[0] for row in found if row[0] not in self._own]
            self._own.clear()
            if not others:
                return None
            if len(others) == _MOST:
                return Changes("", "", frozenset(REGISTERS), all_named=False)
            named = connection.exec_driver_sql(
                f"SELECT DISTINCT register FROM history WHERE operation IN ({marks(others)})",
                others,
            )
            registers = frozenset(str(row[0]) for row in named)
        return Changes("", "", registers, all_named=False)
