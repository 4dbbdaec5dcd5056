"""All indicators of a period over 100,000 records against hand-written SQL for the same numbers.

Both ways give the same totals and breakdowns, which is checked. Limit: at most twice the time, both
measured in turn in one run. Then a figure is typed into the sheet of typed figures, which is read
anew: at most 50 ms (median). Run: ``python benchmarks/bench_figures.py [records]``.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.context import Context, open_context  # noqa: E402
from danvan_desktop.indicators import (  # noqa: E402
    Indicator,
    Kind,
    Measure,
    Part,
    by_place,
    catalogue,
    compute,
    engine,
    enter,
    families,
)
from danvan_desktop.indicators.counting import scaled  # noqa: E402
from danvan_desktop.indicators.numbers import added  # noqa: E402
from danvan_desktop.organisation.periods import Period  # noqa: E402
from danvan_desktop.organisation.setup import read_setup  # noqa: E402
from danvan_desktop.registers import REGISTERS, clerk_registers  # noqa: E402
from danvan_desktop.schema import (  # noqa: E402
    Choice,
    FieldSpec,
    Flag,
    Period as PeriodField,
    Unit,
    Year,
)
from danvan_desktop.storage.values import ImportRow  # noqa: E402

OFFICE = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
REPEATS = 7
LIMIT_RATIO = 2.0
"""What an indicator may cost beside the same numbers in hand-written SQL."""

LIMIT_MS = 50.0

Numbers = dict[str, Any]


def main(count: int) -> int:
    """Fill every register, count both ways, print the table; 1 when the limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        context = open_context(Path(folder) / "data")
        context.set_up(read_setup(OFFICE / "office.json", OFFICE / "units.csv"))
        begun = time.perf_counter()
        context.import_rows("Nạp", rows(count))
        print(f"{count} records in {len(clerk_registers())} registers, ", end="")
        print(f"written in {time.perf_counter() - begun:.1f} s")
        bare = sqlite3.connect(context.paths.database)
        bare.execute("PRAGMA cache_size=-16000")
        whole = Period("N/2020", "", "2019-12-15", "2020-12-14")
        ever = Period("", "", "2000-12-15", "2020-12-14")
        failed = [p for p in (context.period("H1/2020"), whole, ever) if not told(context, bare, p)]
        failed += [] if typed_quickly(context) else [whole]
        bare.close()
        context.close()
    print("over the limit" if failed else "within the limit")
    return 1 if failed else 0


def told(context: Context, bare: sqlite3.Connection, period: Period) -> bool:
    """Measure both ways in turn, print them, and tell whether the limit is kept."""
    hand_written = by_hand(context, bare, period)
    wanted = hand_written()
    counted = ours(context, period, list(wanted))
    found = counted()
    wrong = {code for code, number in wanted.items() if found[code] != number}
    assert not wrong, sorted(wrong)
    pairs = [(spent(counted), spent(hand_written)) for _ in range(REPEATS)]
    everything = spent(ours(context, period, None))
    fast = statistics.median(one for one, _other in pairs)
    hand = statistics.median(other for _one, other in pairs)
    print(
        f"{period.first_day} – {period.last_day}: {len(wanted)} indicators {fast:7.1f} ms  "
        f"by hand {hand:7.1f} ms  × {fast / hand:.2f}  (the whole catalogue {everything:7.1f} ms)"
    )
    return fast <= hand * LIMIT_RATIO


def typed_quickly(context: Context) -> bool:
    """Measure typing a cell and reading its sheet anew."""
    period, codes = context.period("H1/2020"), families()["doi_thoai"]

    def work(number: int) -> Callable[[], Any]:
        def type_and_read() -> None:
            enter(context, period, "TN-DMC-10", {"doi_thoai_cuoc": number})
            by_place(context, period, codes)

        return type_and_read

    median = statistics.median(spent(work(number)) for number in range(1, REPEATS + 1))
    print(f"a figure typed and its sheet read anew: {median:.1f} ms")
    return median <= LIMIT_MS


def ours(context: Context, period: Period, codes: list[str] | None) -> Callable[[], Numbers]:
    """Compute figures anew: value and breakdowns by code."""

    def work() -> Numbers:
        engine.forget(context)
        figures = compute(context, period, codes)
        return {
            code: (one.value, {axis: dict(parts) for axis, parts in one.by.items()})
            for code, one in figures.items()
        }

    return work


def by_hand(context: Context, bare: sqlite3.Connection, period: Period) -> Callable[[], Numbers]:
    """Run a statement for each total and each breakdown: SELECT, WHERE, GROUP BY.

    That is what somebody writes who needs these numbers. Levels join the table of units; figures of
    several registers are added up; rates are left out, which follow from the others.
    """
    statements = list(written(context, period))

    def work() -> Numbers:
        found: Numbers = {}
        for code, axis, statement, values, divisor in statements:
            total, by = found.get(code, (0, {}))
            parts = by.setdefault(axis, {}) if axis is not None else {}
            for key, number, count in bare.execute(statement, values):
                if axis is None:
                    total = added(total, scaled(number, divisor))
                elif key is not None and count:
                    parts[str(key)] = added(parts.get(str(key)), scaled(number, divisor))
            found[code] = (total, by)
        return found

    return work


Statement = tuple[str, str | None, str, tuple[Any, ...], int]
"""Indicator, axis (None: the total), SQL, its values, what the sum is divided by."""


def written(context: Context, period: Period) -> Iterator[Statement]:
    """Write the SQL of every indicator; a stock of totals only where one period holds them all."""
    for code, one in catalogue().items():
        whole = [days_of(one, part, period) for part in one.parts]
        if one.kind is Kind.RATIO or None in whole:
            continue
        for part, days in zip(one.parts, whole, strict=True):
            assert days is not None
            yield from _statements(code, one, part, days)


def days_of(one: Indicator, part: Part, period: Period) -> tuple[str, tuple[Any, ...]] | None:
    """Write which records count by their day or validity; None for what is not written by hand."""
    last = period.last_day
    if one.kind is Kind.STOCK and isinstance(part.valid, tuple):
        first, end = (f'r."{name}"' for name in part.valid)
        years = [part.spec.field(name).type for name in part.valid]
        begin, day = (int(last[:4]) if isinstance(kind, Year) else last for kind in years)
        text = f"{first} <= ? AND ({end} IS NULL OR {end} >= ? OR {end} = ?)"
        return text, (begin, day, last[:4])
    if one.kind is Kind.CUMULATIVE or part.valid == "until":
        return "r.event_date <= ?", (last,)
    of_totals = isinstance(part.spec.field(part.spec.date_field).type, PeriodField)
    if one.kind is Kind.STOCK and of_totals and not period.code.startswith("H"):
        return None
    column = f'r."{part.date}"' if part.date else "r.event_date"
    return f"{column} BETWEEN ? AND ?", (period.first_day, last)


def _statements(
    code: str, one: Indicator, part: Part, days: tuple[str, tuple[Any, ...]]
) -> Iterator[Statement]:
    measure = {
        Measure.SUM: f'sum(r."{part.field}")',
        Measure.DISTINCT: f'count(DISTINCT r."{part.field}")',
    }.get(part.measure, "count(*)")
    where = f"r.deleted = 0 AND r.duplicate_of IS NULL AND {days[0]}"
    values = days[1]
    for item in part.where:
        where += f' AND r."{item.field}" IN ({", ".join("?" * len(item.values))})'
        values += tuple(item.values)
    table, divisor = f'"{part.spec.key}" r', part.divisor
    yield code, None, f"SELECT 0, {measure}, 1 FROM {table} WHERE {where}", values, divisor
    for axis in one.axes:
        if not part.has_axis(axis):
            continue
        key, source = f'r."{axis}"', table
        if axis == "cap" and part.spec.unit_field:
            key = "u.cap"
            source += f' JOIN don_vi u ON u.ma = r."{part.spec.unit_field}" AND u.deleted = 0'
            source += " AND u.tu_ngay <= '2020-06-14'"
            source += " AND (u.den_ngay IS NULL OR u.den_ngay >= '2020-06-14')"
        text = f"SELECT {key}, {measure}, count(*) FROM {source} WHERE {where} GROUP BY {key}"
        yield code, axis, text, values, divisor


def spent(work: Callable[[], Any]) -> float:
    """Time one run in milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def rows(count: int) -> Iterator[ImportRow]:
    """Make plausible rows of every register over four years, the same in every run."""
    chance = random.Random(2020)
    specs = clerk_registers()
    for number in range(count):
        spec = REGISTERS[specs[number % len(specs)].key]
        values = {field.name: _value(field, chance) for field in spec.fields if not field.derived}
        values[spec.title_field] = values.get(spec.title_field) or f"Dòng {number}"
        day = f"{chance.randrange(2017, 2021)}-{chance.randrange(1, 13):02d}"
        dated = spec.field(spec.date_field).type
        if isinstance(dated, PeriodField):
            values[spec.date_field] = f"H{chance.choice((1, 2))}/{chance.randrange(2017, 2021)}"
        else:
            values[spec.date_field] = f"{day}-{chance.randrange(1, 29):02d}"
        yield ImportRow(spec.key, values, {"file": "nap.xlsx", "row": number}, f"nap-{number}")


def _value(field: FieldSpec, chance: random.Random) -> Any:
    if isinstance(field.type, Unit):
        return f"TN-DMC-{chance.randrange(1, 12):02d}"
    wanted = field.required or isinstance(field.type, Choice | Flag)
    return field.type.sample(chance) if wanted or field.type.storage == "integer" else None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
