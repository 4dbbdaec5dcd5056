"""Codes that a register gives its records, ``DVK-2020-020``; what continues keeps the code it has.

Years are told apart by the registration row, models by their code, so a model that is kept up for
three years is three registrations and one model. Workbooks come in any order, so last year's row
may be read after this year's; both ways round the two get one code.
"""

from __future__ import annotations

from collections.abc import Callable

from danvan_desktop.schema import CodeSpec, RegisterSpec, Values
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter, set_counter

_Seen = tuple[int, bool, str]
"""A record of a year: the year, whether it continues an earlier one, its code."""

_Thing = tuple[str, ...]
"""Register and duplicate key without the year: what is one thing through the years."""


MOST_SEEN = 4000
"""Things whose records are remembered before they are looked for in the table."""


class RunningCodes:
    """Gives codes within one operation; rows that it has seen need not be in the table yet.

    ``write_out`` writes those that are buffered; then the table tells what was seen, and memory
    stays the same however many there are.
    """

    def __init__(self, connection: Statements, write_out: Callable[[], None]) -> None:
        self._connection = connection
        self._write_out = write_out
        self._seen: dict[_Thing, list[_Seen]] = {}
        self._last: dict[tuple[str, int], int] = {}

    def coded(self, spec: RegisterSpec, values: Values) -> Values:
        """Give a record the code that it lacks, if its register gives codes."""
        rule, key = spec.codes, spec.duplicate_key(values)
        if rule is None or key is None or values.get(rule.field):
            return values
        return {**values, rule.field: self._code_for(spec, rule, key, values)}

    def finish(self) -> None:
        """Store how far each year's count has come."""
        for (register, year), number in self._last.items():
            set_counter(self._connection, _counter_name(register, year), number)

    def _code_for(
        self, spec: RegisterSpec, rule: CodeSpec, key: tuple[str, ...], values: Values
    ) -> str:
        """Find the code of the same thing in another year, or count on in its year."""
        year = int(key[-1])
        continued = values.get(rule.continued_field) == rule.continued
        thing = (spec.key, *key[:-1])
        if thing not in self._seen:
            if len(self._seen) >= MOST_SEEN:
                self._write_out()
                self._seen.clear()
            self._seen[thing] = self._stored(spec, rule, key)
        code = _same_thing(self._seen[thing], year, continued) or self._next(spec, rule, year)
        self._seen[thing].append((year, continued, code))
        return code

    def _next(self, spec: RegisterSpec, rule: CodeSpec, year: int) -> str:
        last = self._last.get((spec.key, year))
        if last is None:
            last = counter(self._connection, _counter_name(spec.key, year))
        self._last[spec.key, year] = last + 1
        return f"{rule.prefix}-{year}-{last + 1:03d}"

    def _stored(self, spec: RegisterSpec, rule: CodeSpec, key: tuple[str, ...]) -> list[_Seen]:
        # The year ends the duplicate key, so one range of its index holds a thing's years.
        prefix = "\x1f".join(key[:-1])
        # The plus keeps SQLite from walking all rows that are not deleted, once for each new row.
        rows = self._connection.exec_driver_sql(
            f'SELECT substr(event_date, 1, 4), "{rule.continued_field}", "{rule.field}" '
            f'FROM "{spec.key}" WHERE dup_key > ? AND dup_key < ? AND +deleted = 0',
            (f"{prefix}\x1f", f"{prefix}\x20"),
        )
        return [(int(year), kind == rule.continued, str(code)) for year, kind, code in rows if code]


def _same_thing(seen: list[_Seen], year: int, continued: bool) -> str | None:
    """Pick the code of the nearest year of which one of the two rows is the continuation."""
    nearest = sorted(seen, key=lambda one: (abs(one[0] - year), one[0]))
    for other, other_continued, code in nearest:
        if other == year or (other < year and continued) or (other > year and other_continued):
            return code
    return None


def _counter_name(register: str, year: int) -> str:
    return f"{register}/{year}"
