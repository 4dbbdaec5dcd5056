"""Codes of Dân vận khéo models: ``DVK-2020-020``; a continuing model keeps the code it has.

Years are told apart by the registration row, models by their code, so a model that is kept up for
three years is three registrations and one model. Workbooks come in any order, so last year's row
may be read after this year's; both ways round the two get one code.
"""

from __future__ import annotations

from sqlalchemy import Connection

from danvan_desktop.schema import Values
from danvan_desktop.storage.unit_of_work import counter, set_counter
from danvan_desktop.vietnamese import fold_key

CONTINUED = "duy_tri"

_Seen = tuple[int, bool, str]
"""A registration of a model: year, whether it continues an earlier one, code."""


class ModelCodes:
    """Gives codes within one operation; rows that it has seen need not be in the table yet."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seen: dict[tuple[str, str], list[_Seen]] = {}
        self._last: dict[int, int] = {}

    def code_for(self, values: Values) -> str:
        """Find the code of the same unit's model of the same name, or count on in its year."""
        year = int(values.get("nam") or 0)
        continued = values.get("tinh_chat") == CONTINUED
        key = (str(values.get("don_vi") or ""), fold_key(str(values.get("ten") or "")))
        if key not in self._seen:
            self._seen[key] = self._stored(*key)
        code = _same_model(self._seen[key], year, continued) or self._next(year)
        self._seen[key].append((year, continued, code))
        return code

    def finish(self) -> None:
        """Store how far each year's count has come."""
        for year, number in self._last.items():
            set_counter(self._connection, _counter_name(year), number)

    def _next(self, year: int) -> str:
        last = self._last.get(year)
        if last is None:
            last = counter(self._connection, _counter_name(year))
        self._last[year] = last + 1
        return f"DVK-{year}-{last + 1:03d}"

    def _stored(self, unit: str, name: str) -> list[_Seen]:
        # dup_key is unit, name and year: one range of its index holds a model's years.
        prefix = f"{unit}\x1f{name}"
        # The plus keeps SQLite from walking all rows that are not deleted, once for each new row.
        rows = self._connection.exec_driver_sql(
            "SELECT nam, tinh_chat, ma FROM dan_van_kheo "
            "WHERE dup_key > ? AND dup_key < ? AND +deleted = 0",
            (f"{prefix}\x1f", f"{prefix}\x20"),
        )
        return [(int(nam), kind == CONTINUED, str(code)) for nam, kind, code in rows if code]


def _same_model(seen: list[_Seen], year: int, continued: bool) -> str | None:
    """Pick the code of the nearest year of which one of the two rows is the continuation."""
    nearest = sorted(seen, key=lambda one: abs(one[0] - year))
    for other, other_continued, code in nearest:
        if other == year or (other < year and continued) or (other > year and other_continued):
            return code
    return None


def _counter_name(year: int) -> str:
    return f"dan_van_kheo/{year}"
