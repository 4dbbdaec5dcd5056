"""Search over everything at one million records: the slowest of many varied questions.

Limit: p99 at most 100 ms. The records are those of ``bench_list.py``, written ten times over by SQL
with other names; the questions are what a clerk types, letter by letter: one and two letters, whole
words that a third of all records hold, several words, words that do not occur together, numbers,
nothing that exists. Run: ``python benchmarks/bench_search.py [records]``.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "benchmarks"))

from bench_list import DEEDS, OFFICE, PLACES, REGISTER, STARTS, rows, spent  # noqa: E402

from danvan_desktop.context import Context, open_context  # noqa: E402
from danvan_desktop.organisation.setup import read_setup  # noqa: E402
from danvan_desktop.storage.columns import columns  # noqa: E402
from danvan_desktop.storage.search import fts_name  # noqa: E402

LIMIT_MS = 100.0
WRITTEN = 50_000
"""Records that are written by an import; the others are made from them by SQL."""
QUESTIONS = 300
SEED = 2026


def main(count: int) -> int:
    """Fill an office, ask every question, print the figures; 1 above the limit."""
    with tempfile.TemporaryDirectory() as folder:
        context = open_context(Path(folder) / "data")
        context.set_up(read_setup(OFFICE / "office.json", OFFICE / "units.csv"))
        begun = time.perf_counter()
        context.import_rows("Nạp", rows(min(WRITTEN, count)))
        with closing(sqlite3.connect(context.paths.database)) as database:
            for part in range(1, count // WRITTEN):
                multiply(database, part)
            [(found,)] = database.execute(f"SELECT count(*) FROM {REGISTER}")
        print(f"{found} records in {time.perf_counter() - begun:.0f} s", flush=True)
        times = ask(context, questions())
        context.close()
    ordered = sorted(times.values())
    p99 = ordered[int(len(ordered) * 0.99)]
    print(f"{len(ordered)} questions: p50 {statistics.median(ordered):.1f} ms, p99 {p99:.1f} ms")
    print("slowest: ", end="")
    slowest = sorted(times, key=lambda typed: -times[typed])[:5]
    print(", ".join(f"“{typed}” {times[typed]:.1f} ms" for typed in slowest))
    print(f"limit {LIMIT_MS} ms")
    return int(p99 > LIMIT_MS)


def multiply(database: sqlite3.Connection, part: int) -> None:
    """Write the imported records once more, with ids, names and years of their own."""
    own = {
        "pk": f"pk + {part * WRITTEN}",
        "id": f"id || '-{part}'",
        "dup_key": f"dup_key || '-{part}'",
        "ten": f"ten || ' {part}'",
    }
    names = columns(REGISTER)
    values = ", ".join(own.get(name, f'"{name}"') for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    database.execute(
        f"INSERT INTO {REGISTER} ({listed}) SELECT {values} FROM {REGISTER} WHERE pk <= {WRITTEN}"
    )
    index = fts_name(REGISTER)
    held = [row[1] for row in database.execute(f"PRAGMA table_info({index})")]
    copied = ", ".join(f"{name} || ' {part}'" if name == "ten" else name for name in held)
    database.execute(
        f"INSERT INTO {index} (rowid, {', '.join(held)}) "
        f"SELECT rowid + {part * WRITTEN}, {copied} FROM {index} WHERE rowid <= {WRITTEN}"
    )
    database.commit()


def questions() -> list[str]:
    """Make what clerks type, the worst of it included; every one differs."""
    chance = random.Random(SEED)
    words = sorted({word for text in (*STARTS, *DEEDS, *PLACES) for word in text.split()})
    found = dict.fromkeys(["không có gì cả", "zzz", "Tổ phụ nữ hiến đất vay vốn", "123", "ấp"])
    found |= dict.fromkeys(word[:length] for word in words for length in (1, 2, 3, 4))
    while len(found) < QUESTIONS:
        several = chance.sample(words, chance.randrange(1, 5))
        typed = " ".join(several)
        if chance.random() < 0.5:
            typed = typed[: chance.randrange(2, len(typed) + 1)].strip()
        if chance.random() < 0.2:
            typed += f" {chance.randrange(WRITTEN)}"
        found[typed] = None
    return list(found)


def ask(context: Context, typed: list[str]) -> dict[str, float]:
    """Ask each question once, as a keystroke does, and give the milliseconds."""
    context.search("mở")  # the connection and the declarations are there when somebody types
    return {text: spent(lambda text=text: context.search(text)) for text in typed}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
