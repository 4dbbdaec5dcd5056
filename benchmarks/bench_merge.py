"""The province: merging against bare ``executemany``, many offices, a growing database.

* 100,000 records merged against the same rows through bare ``sqlite3`` ``executemany`` into the
  same tables with the same indexes, under the same pragmas (at most 1.5 times as long);
* a bundle of 100 records with 10 and with 1,000 offices in the database (flat);
* ``all``: 60 offices × 12 periods, 300,000 records, shuffled, one in five lost and resent: the
  totals must be exactly those of the offices.

Run: ``python benchmarks/bench_merge.py [all]``.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.bundles.inbox import answer_all, take_all  # noqa: E402
from danvan_desktop.bundles.receipts import take_in  # noqa: E402
from danvan_desktop.context import Context, open_context  # noqa: E402
from danvan_desktop.organisation.periods import period_values  # noqa: E402
from danvan_desktop.registers import REGISTERS  # noqa: E402
from danvan_desktop.signing.trust import TrustList  # noqa: E402
from danvan_desktop.storage.engine import PRAGMAS  # noqa: E402
from danvan_desktop.storage.merging import Incoming, Merging  # noqa: E402
from danvan_desktop.storage.values import ImportRow  # noqa: E402
from tests.core.sync.province_kit import Office, enrol, make_office, make_province  # noqa: E402

RECORDS, LIMIT_RATIO, FLAT_LIMIT, TURNS = 100_000, 1.5, 1.5, 5
OFFICES, PERIODS, TOTAL = 60, 12, 300_000
BUNDLES = 12
REGISTER = "doi_thoai"
FORMS = ("dinh_ky", "dot_xuat")
LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"


class Clock:
    """A clock that stands still."""

    def today(self) -> str:
        """The day of the benchmark."""
        return "2020-06-16"

    def now(self) -> str:
        """The moment of the benchmark."""
        return "2020-06-16T07:05:12Z"


def main() -> int:
    """Measure, print, and return 1 when a limit is broken or a total is wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        open_context(folder / "empty", clock=Clock()).close()
        bad = _against_bare(folder) + _growing(folder)
        if "all" in sys.argv[1:]:
            bad += _many_offices(folder)
    return int(bad > 0)


# --- merging against bare statements


def _against_bare(folder: Path) -> int:
    spec, rows = REGISTERS[REGISTER], list(_incoming(RECORDS, "A"))
    ours: list[tuple[float, float]] = []
    theirs: list[tuple[float, float]] = []
    for run in range(TURNS):  # side by side, so that a busy machine slows both
        recorded: list[tuple[str, list[tuple[Any, ...]]]] = []
        target = folder / f"merge-{run}"
        shutil.copytree(folder / "empty", target)
        context = open_context(target, clock=Clock())
        began = _now()
        with context.merging() as (connection, describe):
            merging = Merging(connection, owner="A", describe=describe, stamp=("", ""))
            merging.take(spec, rows)
        ours.append(_since(began))
        with context.merging() as (connection, describe):
            merging = Merging(_Recorder(connection, recorded), owner="B", describe=describe,
                              stamp=("", ""))  # fmt: skip
            merging.take(spec, list(_incoming(RECORDS, "B")))
        context.close()
        shutil.rmtree(target)
        shutil.copytree(folder / "empty", target)
        with closing(sqlite3.connect(target / "danvan.db")) as bare:
            for pragma in PRAGMAS:
                bare.execute(pragma)
            began = _now()
            for statement, values in recorded:
                bare.executemany(statement, values)
            bare.commit()
            theirs.append(_since(began))
        shutil.rmtree(target)
    (wall, busy), (bare_wall, bare_busy) = (map(min, *one) for one in (ours, theirs))
    ratio = wall / bare_wall
    print(f"{RECORDS} records merged:           {wall:.2f} s, of the processor {busy:.2f} s")
    print(f"the same rows with executemany: {bare_wall:.2f} s, of the processor {bare_busy:.2f} s")
    print(f"ratio {ratio:.2f}, of the processor's time {busy / bare_busy:.2f}, limit {LIMIT_RATIO}")
    return int(ratio > LIMIT_RATIO)


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def _since(began: tuple[float, float]) -> tuple[float, float]:
    """Seconds by the clock and of the processor; the clock's depend on who else is at work."""
    wall, busy = _now()
    return wall - began[0], busy - began[1]


class _Recorder:
    """Passes statements on and keeps those that write rows."""

    def __init__(self, inner: Any, recorded: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
        self._inner, self._recorded = inner, recorded
        self.dialect = inner.dialect

    def exec_driver_sql(self, statement: str, parameters: Any = ()) -> Any:
        """Run a statement, keeping the inserts."""
        if statement.startswith("INSERT") and isinstance(parameters, list):
            first = parameters[0]
            moved = "rowid" in statement or "pk" in statement
            rows = parameters
            if moved:  # the second office's numbers follow the first one's
                rows = [(row[0] - RECORDS, *row[1:]) for row in parameters]
            self._recorded.append((statement, rows if first else parameters))
        return self._inner.exec_driver_sql(statement, parameters)


def _incoming(count: int, office: str) -> Iterator[Incoming]:
    chance = random.Random(1)
    for number in range(count):
        day = f"20{10 + number % 10}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        yield Incoming(
            id=f"{number:08x}-0000-7000-8000-{sum(map(ord, office)):012x}",
            seq=number + 1,
            rev=1,
            at="2020-06-16T07:05:12Z",
            deleted=False,
            event_date=day,
            duplicate_of=None,
            values=_values(f"{office}-{number % 11:02d}", day, number, chance.randrange(20, 90)),
        )


def _values(unit: str, day: str, number: int, people: int) -> dict[str, Any]:
    return {
        "don_vi": unit,
        "ngay": day,
        "hinh_thuc": FORMS[number % 2],
        "chu_tri": f"Nguyễn Văn {LETTERS[number // 20 % 20]}{number % 20}, Bí thư Đảng ủy",
        "so_nguoi": people,
        "y_kien": 3,
        "tra_loi": 3,
        "chuyen": 0,
    }


# --- one bundle as the province grows


def _growing(folder: Path) -> int:
    """Measure two provinces in turns, so that a busy machine slows both."""
    both = [_Province(folder, offices) for offices in (10, 1_000)]
    measured = [[one.take(folder, number) for one in both] for number in range(BUNDLES)]
    (few, few_busy), (many, many_busy) = (map(min, *one) for one in zip(*measured, strict=True))
    for one in both:
        one.close()
    print(f"a bundle of 100 records with 10 offices:    {few * 1000:.0f} ms")
    print(f"a bundle of 100 records with 1,000 offices: {many * 1000:.0f} ms")
    ratio = many / few
    print(f"ratio {ratio:.2f}, of the processor's time {many_busy / few_busy:.2f}", end=", ")
    print(f"limit {FLAT_LIMIT}")
    return int(ratio > FLAT_LIMIT)


class _Province:
    """A province with some offices, one of which sends bundle after bundle."""

    def __init__(self, folder: Path, offices: int) -> None:
        self._context = make_province(folder / "empty", folder / f"province-{offices}", Clock())
        _fill(self._context, offices)
        self._office = make_office(
            folder / "empty", folder / f"sender-{offices}", _name(400 + offices // 100), Clock()
        )
        enrol(self._context, self._office)

    def take(self, folder: Path, number: int) -> tuple[float, float]:
        """Take a bundle; give the seconds by the clock and of the processor."""
        office = self._office
        rows = [
            ImportRow(
                REGISTER,
                _values(office.unit(1 + n % 2), f"2020-0{1 + number % 5}-{n % 28 + 1:02d}", n, 40),
                {"file": "f", "sheet": "s", "row": n},
                f"{number}-{n}",
            )
            for n in range(100)
        ]
        office.context.import_rows("Nhập", rows)
        path = office.send("H1/2020")
        began = _now()
        [outcome] = take_all(self._context, [path])
        taken = _since(began)
        assert outcome.received.taken, outcome.received.reason
        _bring_back(self._context, [outcome], [office], folder)
        return taken

    def close(self) -> None:
        """Close both databases."""
        self._office.context.close()
        self._context.close()


def _fill(context: Context, offices: int) -> None:
    """Put offices with 300 records each into the database, as if they had sent."""
    spec = REGISTERS[REGISTER]
    with context.merging() as (connection, describe):
        rows = connection.exec_driver_sql("SELECT count(*) FROM sync_office WHERE name = 'x'")
        for number in range(int(rows.fetchone()[0]), offices):
            code = f"F{number:05d}"
            connection.exec_driver_sql(
                "INSERT INTO sync_office (office, name, epoch, high, state, at) "
                "VALUES (?, 'x', '000000000001-x', 300, '', '')",
                (code,),
            )
            merging = Merging(connection, owner=code, describe=describe, stamp=("", ""))
            merging.take(spec, [_renamed(one, number) for one in _incoming(300, code)])


def _renamed(one: Incoming, number: int) -> Incoming:
    from dataclasses import replace

    return replace(one, id=f"{one.id[:8]}-{number % 9999:04d}-7000-8000-{number:012x}")


# --- sixty offices, twelve periods


def _many_offices(folder: Path) -> int:
    chance = random.Random(3)
    context = make_province(folder / "empty", folder / "province", Clock())
    communes = tuple(f"C{n}" for n in range(1, 11))
    offices = [
        make_office(folder / "empty", folder / f"o{n}", _name(n), Clock(), units=communes)
        for n in range(OFFICES)
    ]
    enrol(context, *offices)
    for one in offices:
        for month in range(1, PERIODS + 1):
            values = period_values(f"T{month:02d}/2020", "15-14")
            assert one.context.save("ky", values).saved
    each = TOTAL // (OFFICES * PERIODS)
    took, taken, sums = 0.0, 0, dict.fromkeys((one.code for one in offices), (0, 0))
    for month in range(1, PERIODS + 1):
        heap = []
        for one in offices:
            people = _enter(one, month, each + (TOTAL - each * OFFICES * PERIODS) // 720, chance)
            number, total = sums[one.code]
            sums[one.code] = (number + each, total + people)
            path = one.send(f"T{month:02d}/2020")
            if month == PERIODS or chance.random() >= 0.2:
                heap.append(path)
        chance.shuffle(heap)
        began = time.perf_counter()
        outcomes = take_all(context, heap)
        took += time.perf_counter() - began
        taken += sum(outcome.received.taken for outcome in outcomes)
        assert all(outcome.received.taken for outcome in outcomes)
        _bring_back(context, outcomes, offices, folder)
    with context.database.reading() as connection:
        found = connection.exec_driver_sql(
            f"SELECT owner, count(*), sum(so_nguoi) FROM {REGISTER} "
            "WHERE deleted = 0 GROUP BY owner"
        ).fetchall()
    here = {str(owner): (int(n), int(total)) for owner, n, total in found}
    records = sum(n for n, _total in here.values())
    equal = here == sums
    print(f"{OFFICES} offices × {PERIODS} periods: {taken} bundles with {records} records taken")
    print(f"in {took:.0f} s ({records / took:.0f} records per second); totals equal: {equal}")
    began = time.perf_counter()
    from danvan_desktop.indicators import compute

    compute(context, context.period("H1/2020"))
    print(f"all figures of half a year over all offices: {time.perf_counter() - began:.2f} s")
    context.close()
    return int(not equal)


def _enter(office: Office, month: int, count: int, chance: random.Random) -> int:
    people = [chance.randrange(20, 90) for _number in range(count)]
    rows = [
        ImportRow(
            REGISTER,
            _values(office.unit(1 + n % 10), f"2020-{month:02d}-{1 + n // 20 % 28:02d}", n, some),
            {"file": "f", "sheet": "s", "row": n},
            f"{month}-{n}",
        )
        for n, some in enumerate(people)
    ]
    office.context.import_rows("Nhập", rows)
    return sum(people)


def _bring_back(context: Context, outcomes: Any, offices: list[Office], folder: Path) -> None:
    receipts = folder / "receipts"
    shutil.rmtree(receipts, ignore_errors=True)
    receipts.mkdir()
    key = context.office_key()
    trust = TrustList((key.certificate,))
    for path in answer_all(context, [one.received for one in outcomes], receipts, key):
        office = next(one for one in offices if path.name.startswith(one.code + "_"))
        take_in(office.context, path, trust)


def _name(number: int) -> str:
    """Name a place whose initials no other has."""
    first, second = divmod(number, len(LETTERS))
    return f"{LETTERS[first % len(LETTERS)]}a {LETTERS[second]}a"


if __name__ == "__main__":
    raise SystemExit(main())
