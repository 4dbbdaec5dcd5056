"""What was refused lies in quarantine until somebody takes it in again or removes it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.inbox import retry, take_all
from danvan_desktop.bundles.logbook import REMOVED
from danvan_desktop.bundles.quarantine import QUARANTINE, quarantined, remove
from danvan_desktop.context import Context
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.values import ListQuery
from tests.core.sync.province_kit import Office

H1 = "H1/2020"


def test_refused_file_tells_when_from_whom_and_why(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """One names its office inside, one by its name only; the newest is first."""
    sent = districts[0].send(H1)
    take_all(receiver, [sent], trust=TrustList())
    broken = tmp_path / f"{districts[1].code}_2020-H1_lan-1.asice"
    broken.write_bytes(b"nothing")
    take_all(receiver, [broken])
    found = {one.name: one for one in quarantined(receiver)}
    unknown, torn = found[sent.name], found[broken.name]
    assert unknown.sender == "Ban Dân vận Huyện ủy Gò Dầu"
    assert unknown.reason == "Chưa biết khóa của cơ quan gửi."
    assert (unknown.origin, unknown.at) == (str(sent), receiver.clock.now())
    assert torn.sender == "Ban Dân vận Huyện ủy Tân Biên"
    assert "không phải gói số liệu" in torn.reason


def test_file_taken_again_leaves_the_quarantine_only_when_it_is_good(
    receiver: Context, districts: list[Office]
) -> None:
    """Refused again it stays once, with where it came from; with its key known it is taken."""
    sent = districts[0].send(H1)
    take_all(receiver, [sent], trust=TrustList())
    [one] = quarantined(receiver)
    assert retry(receiver, one, trust=TrustList()).refused
    assert [(q.path, q.origin) for q in quarantined(receiver)] == [(one.path, str(sent))]
    assert retry(receiver, one).received.taken
    assert quarantined(receiver) == []
    assert list(one.path.parent.iterdir()) == []
    assert receiver.count(ListQuery(register="doi_thoai")) == 2


def test_removed_file_is_gone_and_noted(receiver: Context, tmp_path: Path) -> None:
    """Neither the file nor its text stays; the book says who removed it."""
    (tmp_path / "x.asice").write_bytes(b"nothing")
    take_all(receiver, [tmp_path / "x.asice"])
    [one] = quarantined(receiver)
    remove(receiver, one)
    assert list(one.path.parent.iterdir()) == []
    [line] = [line for line in journal.entries(receiver) if line.kind == REMOVED]
    assert "x.asice" in line.text


def test_full_disk_leaves_nothing_in_quarantine(
    receiver: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither a copy without its end nor one without its text; with room it is set aside whole."""
    (tmp_path / "x.asice").write_bytes(b"nothing")
    for room in (0, 1):
        with monkeypatch.context() as patched:
            patched.setattr(os, "fsync", _fills_up_after(room))
            [outcome] = take_all(receiver, [tmp_path / "x.asice"])
        assert (outcome.refused, outcome.kept) == (True, None)
        assert list((receiver.paths.data / QUARANTINE).iterdir()) == []
    [outcome] = take_all(receiver, [tmp_path / "x.asice"])
    [one] = quarantined(receiver)
    assert (one.path, one.path.read_bytes()) == (outcome.kept, b"nothing")


def test_cut_copy_is_made_whole(receiver: Context, districts: list[Office], tmp_path: Path) -> None:
    """What an earlier full disk left is replaced, be it on arrival or when taken in again."""
    sent = districts[0].send(H1)
    take_all(receiver, [sent], trust=TrustList())
    [one] = quarantined(receiver)
    one.path.write_bytes(sent.read_bytes()[:100])
    assert take_all(receiver, [sent], trust=TrustList())[0].kept == one.path
    assert one.path.read_bytes() == sent.read_bytes()
    one.path.write_bytes(sent.read_bytes()[:100])
    assert retry(receiver, one).received.taken
    assert quarantined(receiver) == []


def test_text_that_was_cut_inside_a_letter_hides_no_file(receiver: Context, tmp_path: Path) -> None:
    """All refused files are still listed."""
    for name in "ab":
        (tmp_path / f"{name}.asice").write_bytes(name.encode())
    cut = take_all(receiver, [tmp_path / "a.asice", tmp_path / "b.asice"])[0].kept
    assert cut is not None
    text = cut.with_name(cut.name + ".txt")
    written = text.read_bytes()
    text.write_bytes(written[: written.index("ó".encode()) + 1])
    assert {one.name for one in quarantined(receiver)} == {"a.asice", "b.asice"}


def _fills_up_after(writes: int) -> Callable[[int], None]:
    """Say at every file but the first ``writes`` that there is no room."""
    real, seen = os.fsync, list[int]()

    def fsync(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            seen.append(handle)
            if len(seen) > writes:
                raise OSError(errno.ENOSPC, "no space")
        real(handle)

    return fsync
