"""List and search over 100,000 records against the bare SQL of the same question, in one run.

Limits: the first page and each keystroke take at most 50 ms (median) and at most 1.5 times as long
as ``sqlite3`` alone. Run: ``python benchmarks/bench_list.py [records]``.
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
from danvan_desktop.organisation.setup import read_setup  # noqa: E402
from danvan_desktop.storage.search import fts_name, match_expression  # noqa: E402
from danvan_desktop.storage.values import Filter, ImportRow, ListQuery  # noqa: E402

OFFICE = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
PAGE = 200
"""Rows that a list asks for at once."""

SEEN = 30
"""Rows of them that a window shows; the others become records when somebody scrolls there."""

REPEATS = 15
LIMIT_MS = 50.0
LIMIT_RATIO = 1.5
REGISTER = "dan_van_kheo"
TYPED = "phân loại rác"

STARTS = (
    "Tổ phụ nữ",
    "Chi hội nông dân",
    "Đoàn viên thanh niên",
    "Hội viên cựu chiến binh",
    "Ban Công tác Mặt trận",
    "Khu dân cư",
    "Trường học",
    "Bộ phận Một cửa",
)
DEEDS = (
    "phân loại rác thải tại hộ gia đình",
    "thắp sáng đường quê",
    "giữ gìn an ninh trật tự",
    "tiết kiệm và vay vốn quay vòng",
    "chuyển đổi cây trồng",
    "hiến đất làm đường ấp",
    "chăm lo học sinh nghèo",
    "giải quyết thủ tục hành chính",
    "vận động thực hiện nếp sống văn minh",
)
PLACES = ("Đồng Tâm", "Suối Đá", "Phước Hòa", "Thuận An", "Bàu Dài", "Lộc Trung", "Ninh Hưng")


def main(count: int) -> int:
    """Fill an office, measure every question, print the table; 1 when a limit is passed."""
    with tempfile.TemporaryDirectory() as folder:
        context = open_context(Path(folder) / "data")
        context.set_up(read_setup(OFFICE / "office.json", OFFICE / "units.csv"))
        begun = time.perf_counter()
        context.import_rows("Nạp", rows(count))
        print(f"{count} records written in {time.perf_counter() - begun:.1f} s")
        bare = sqlite3.connect(context.paths.database)
        failed = [
            name for name, ours, theirs in questions(context, bare) if not told(name, ours, theirs)
        ]
        bare.close()
        context.close()
    print("over the limit: " + ", ".join(failed) if failed else "within the limits")
    return 1 if failed else 0


def questions(
    context: Context, bare: sqlite3.Connection
) -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """Give each question with our way and the bare way to answer it."""

    def ours(query: ListQuery, offset: int = 0) -> Callable[[], Any]:
        return lambda: context.page(query, offset, PAGE)[:SEEN]

    def theirs(tail: str, *values: object) -> Callable[[], Any]:
        text = f"SELECT * FROM {REGISTER} WHERE deleted = 0 {tail}"
        return lambda: bare.execute(text, values).fetchall()

    newest = f"ORDER BY event_date DESC, pk DESC LIMIT {PAGE}"
    year = ("2020-01-01", "2020-12-31")
    between = "AND event_date >= ? AND event_date <= ?"
    yield "first page, newest first", ours(ListQuery(register=REGISTER)), theirs(newest)
    yield (
        "first page of a period",
        ours(ListQuery(register=REGISTER, first_day=year[0], last_day=year[1])),
        theirs(f"{between} {newest}", *year),
    )
    yield (
        "first page, Vietnamese order",
        ours(ListQuery(register=REGISTER, sort="ten")),
        theirs(f"ORDER BY ten__key, pk LIMIT {PAGE}"),
    )
    yield (
        "page 500",
        ours(ListQuery(register=REGISTER), 50_000),
        theirs(f"{newest} OFFSET 50000"),
    )
    yield (
        "filter by field and unit",
        ours(
            ListQuery(
                register=REGISTER,
                filters=(Filter("linh_vuc", "eq", "KT"), Filter("don_vi", "eq", "TN-DMC-10")),
            )
        ),
        theirs(f"AND linh_vuc = 'KT' AND don_vi = 'TN-DMC-10' {newest}"),
    )
    yield (
        "count of the list",
        lambda: context.count(ListQuery(register=REGISTER)),
        lambda: bare.execute(f"SELECT count(*) FROM {REGISTER} WHERE deleted = 0").fetchall(),
    )
    found = f"AND pk IN (SELECT rowid FROM {fts_name(REGISTER)} WHERE {fts_name(REGISTER)} MATCH ?)"
    for length in range(1, len(TYPED) + 1):
        typed = TYPED[:length]
        expression = match_expression(typed)
        if typed.endswith(" ") or expression is None:
            continue
        yield (
            f"list, typed “{typed}”",
            ours(ListQuery(register=REGISTER, text=typed)),
            theirs(f"{found} {newest}", expression),
        )
    for typed in ("p", "phan", TYPED):
        yield (
            f"search everywhere, “{typed}”",
            lambda typed=typed: context.search(typed),
            theirs(f"{found} ORDER BY event_date DESC LIMIT 60", match_expression(typed)),
        )


def told(name: str, ours: Callable[[], Any], theirs: Callable[[], Any]) -> bool:
    """Measure both ways in turn, print them, and tell whether the limits are kept."""
    pairs = [(spent(ours), spent(theirs)) for _ in range(REPEATS)]
    mine = statistics.median(one for one, _other in pairs)
    bare = statistics.median(other for _one, other in pairs)
    good = mine <= LIMIT_MS and mine <= max(bare * LIMIT_RATIO, bare + 1)
    print(
        f"{name:36} {mine:8.2f} ms  bare {bare:8.2f} ms  × {mine / bare:5.2f}"
        + ("" if good else "  over")
    )
    return good


def spent(work: Callable[[], Any]) -> float:
    """Time one run in milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def rows(count: int) -> Iterator[ImportRow]:
    """Make so many plausible registrations over ten years."""
    chance = random.Random(2020)
    for number in range(count):
        name = f"{chance.choice(STARTS)} {chance.choice(DEEDS)} ấp {chance.choice(PLACES)}"
        month, day = chance.randrange(1, 13), chance.randrange(1, 29)
        values = {
            "ten": f"{name} {number}",
            "don_vi": f"TN-DMC-{chance.randrange(1, 12):02d}",
            "linh_vuc": chance.choice(("KT", "VHXH", "QPAN", "HTCT")),
            "doi_tuong": chance.choice(("tap_the", "ca_nhan")),
            "ngay_dang_ky": f"{chance.randrange(2011, 2021)}-{month:02d}-{day:02d}",
            "tinh_chat": "moi",
            "kinh_phi": chance.randrange(100) * 500_000,
            "noi_dung": f"Vận động Nhân dân {chance.choice(DEEDS)} và {chance.choice(DEEDS)}.",
        }
        yield ImportRow(REGISTER, values, {"file": "nap.xlsx", "row": number}, f"nap-{number}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
