"""Restoring a copy with what lies beside it: all of it or nothing, whenever it is stopped."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.paths import Paths
from danvan_desktop.storage import attachments
from danvan_desktop.storage.restoring import Restored, bring_back

STAMP = "2020-06-16T08:00:00Z"
FILES = 5


@pytest.fixture
def copy(office: Context, tmp_path: Path) -> Path:
    """Give a copy of the office's data on a stick, with files that the office then lacks."""
    for number in range(FILES):
        attachments.store(office.paths.attachments, b"%PDF-" + bytes([number]))
    made = office.back_up_now("usb", tmp_path / "usb")
    for path in sorted(office.paths.attachments.rglob("*"))[2:]:
        if path.is_file():
            path.unlink()
    office.close()
    return made


def _state(paths: Paths) -> dict[str, str]:
    """Return what a folder holds of the office: database and kept files, by their hashes."""
    files = [paths.database, *(one for one in paths.attachments.rglob("*") if one.is_file())]
    return {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in files}


def test_copy_comes_back_with_all_its_files(office: Context, copy: Path) -> None:
    """Progress counts the files that are missing here; what was there has a copy of its own."""
    said: list[tuple[int, int, str]] = []
    before, here = _state(office.paths), len(list(office.paths.attachments.glob("*/*")))
    done = bring_back(
        copy, office.paths, stamp=STAMP, progress=lambda *given: said.append((*given, "")[:3])
    )
    assert done == Restored(FILES - here, 0)
    counted = [(n, total) for n, total, text in said if text == "Chép tệp kèm"]
    assert counted == [(n, FILES - here) for n in range(FILES - here)]
    after = _state(office.paths)
    assert len(after) == FILES + 1
    assert after["danvan.db"] != before["danvan.db"]
    assert len(list(office.paths.backups.glob("*truoc-khoi-phuc.db"))) == 1


def test_stopped_at_any_moment_nothing_has_changed(office: Context, copy: Path) -> None:
    """At each report in turn: the database and the kept files are those of before."""
    before = _state(office.paths)
    for stop in range(100):
        left = stop

        def ask(done: int, total: int, text: str = "") -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Cancelled

        try:
            bring_back(copy, office.paths, stamp=STAMP, progress=ask)
        except Cancelled:
            assert _state(office.paths) == before, stop
            assert not list(office.paths.data.glob("*.khoi-phuc"))
        else:
            break
    assert stop > FILES
    assert _state(office.paths) != before


def test_refusal_of_the_disk_takes_back_what_came(
    office: Context, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full after two files, or a copy that is none, leaves the old data alone."""
    before, real, stored = _state(office.paths), attachments.store_pieces, 0

    def full(folder: Path, content: object) -> str:
        nonlocal stored
        stored += 1
        if stored > 2:
            raise UserError("Ổ đĩa đã đầy nên chưa lưu được.", code="disk_full")
        return real(folder, content)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(attachments, "store_pieces", full)
        with pytest.raises(UserError) as refused:
            bring_back(copy, office.paths, stamp=STAMP)
    assert refused.value.code == "disk_full"
    assert _state(office.paths) == before
    copy.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(UserError) as refused:
        bring_back(copy, office.paths, stamp=STAMP)
    assert refused.value.code == "damaged"
    assert _state(office.paths) == before


def test_file_that_the_medium_does_not_give_stops_nothing(office: Context, copy: Path) -> None:
    """It is counted; the records and all other files come back."""
    lacking = attachments.missing(
        copy.parent / office.paths.attachments.name, office.paths.attachments
    )
    beside = copy.parent / office.paths.attachments.name / lacking[0][:2] / lacking[0]
    beside.write_bytes(b"%PDF-x")
    done = bring_back(copy, office.paths, stamp=STAMP)
    assert done == Restored(len(lacking) - 1, 1)
    assert not (office.paths.attachments / lacking[0][:2] / lacking[0]).exists()
