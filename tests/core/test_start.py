"""What a start may import: the limit of the start would not survive one careless line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from danvan_desktop.context import Context
from danvan_desktop.organisation import periods
from danvan_desktop.registers import to_chuc

HEAVY = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "pyhanko", "cryptography")
CONTENT = (
    "danvan_desktop.registers",
    "danvan_desktop.schema",
    "danvan_desktop.indicators",
    "danvan_desktop.storage.reader",
)
"""What grows with the registers and figures; a start must not grow with them."""

OPEN = """
import sys
from pathlib import Path
from danvan_desktop.context import open_context
context = open_context(Path(sys.argv[1]))
print(*sys.modules)
context.close()
"""

READ = """
import sys
from pathlib import Path
from danvan_desktop.context import open_context
from danvan_desktop.storage.values import ListQuery
context = open_context(Path(sys.argv[1]))
context.page(ListQuery(register="dan_van_kheo"), 0, 50)
context.record("don_vi", context.all_of("don_vi")[0].id)
context.search("dong minh chau")
context.periods(), context.drafts(), context.undo_label()
print(*sys.modules)
context.close()
"""


def imported(code: str, folder: Path) -> set[str]:
    """Run code in a process of its own and name the modules that it imported."""
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code, str(folder)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_opening_a_folder_imports_no_register_and_no_big_library(office: Context) -> None:
    """A data folder opens without the registers, the figures and SQLAlchemy."""
    folder = office.paths.data
    office.close()
    found = imported(OPEN, folder)
    assert "danvan_desktop.context" in found
    assert not found & {*HEAVY, *CONTENT}


def test_reading_imports_no_big_library(office: Context) -> None:
    """Lists, records and search are read by sqlite3 alone."""
    folder = office.paths.data
    office.close()
    assert not imported(READ, folder) & set(HEAVY)


def test_states_of_periods_are_those_of_their_register() -> None:
    """The states that a period knows without the register are the register's own."""
    assert (periods.OPEN, periods.CLOSED) == (to_chuc.OPEN, to_chuc.CLOSED)
