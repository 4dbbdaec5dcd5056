"""Large workbooks are read in a process of their own, within limits, and can be given up."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.spreadsheets.reader import read_workbook
from danvan_desktop.spreadsheets.safety import check_file
from danvan_desktop.spreadsheets.worker import FLAG, WorkbookReader
from tests.core.spreadsheets.kit import make_book

ROWS = [["STT", "Tên"], *([n, f"Mô hình {n}"] for n in range(3000))]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook that the tests call large."""
    return make_book(tmp_path_factory.mktemp("large") / "lớn.xlsx", ROWS)


def test_process_reads_the_same_as_in_place(large: Path) -> None:
    """One process serves several files and gives what reading in place gives."""
    facts = check_file(large)
    heard: list[tuple[int, int]] = []
    with WorkbookReader(in_place_bytes=0) as reader:
        first = reader.read(large, facts, lambda done, total, text="": heard.append((done, total)))
        second = reader.read(large, facts)
    assert first == second == read_workbook(large, facts)
    assert heard[-1][0] == heard[-1][1] == facts.cells


def test_cancelling_ends_the_process(large: Path) -> None:
    """The clerk's change of mind is obeyed at once and leaves no process behind."""

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    with WorkbookReader(in_place_bytes=0) as reader:
        with pytest.raises(Cancelled):
            reader.read(large, check_file(large), stop)
        assert reader._process is None


def test_memory_limit_ends_in_a_sentence(large: Path) -> None:
    """A file that needs more memory than allowed is refused; the next one is read."""
    facts = check_file(large)
    with WorkbookReader(in_place_bytes=0, memory=30_000_000) as reader:
        with pytest.raises(UserError) as caught:
            reader.read(large, facts)
        assert caught.value.code == "too_big"


def test_silence_ends_in_a_sentence(large: Path) -> None:
    """A process that says nothing for too long is ended."""
    with (
        WorkbookReader(in_place_bytes=0, silence=0.0) as reader,
        pytest.raises(UserError) as caught,
    ):
        reader.read(large, check_file(large))
    assert caught.value.code == "too_big"


def test_damage_is_told_from_the_other_side(tmp_path: Path) -> None:
    """What the process finds wrong comes back as the same refusal."""
    path = make_book(tmp_path / "a.xlsx", [["x"]])
    facts = check_file(path)
    path.write_bytes(path.read_bytes()[:300])
    with WorkbookReader(in_place_bytes=0) as reader, pytest.raises(UserError) as caught:
        reader.read(path, facts)
    assert caught.value.code == "damaged"


def test_program_serves_when_started_with_the_flag(root: Path) -> None:
    """The packed program reads workbooks for itself when it is started with the flag alone."""
    done = subprocess.run(
        [sys.executable, str(root / "main.py"), FLAG], input=b"", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")
