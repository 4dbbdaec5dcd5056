"""What was refused lies in quarantine until somebody takes it in again or removes it."""

from __future__ import annotations

from pathlib import Path

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.inbox import retry, take_all
from danvan_desktop.bundles.logbook import REMOVED
from danvan_desktop.bundles.quarantine import quarantined, remove
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
