"""An enrolled office whose files are not as the program writes them: nobody else is harmed."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles import names
from danvan_desktop.bundles.enrolment import read_enrolment, write_enrolment
from danvan_desktop.bundles.inbox import look, take_all
from danvan_desktop.bundles.ledger import bundles_of
from danvan_desktop.bundles.partners import Partner, Role, keep
from danvan_desktop.bundles.quarantine import QUARANTINE
from danvan_desktop.bundles.receiving import REFUSED
from danvan_desktop.bundles.sender import own_epoch
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Attachment
from tests.core.bundles.kit import Part, build, parts_of
from tests.core.bundles.vectors import signed
from tests.core.signing.kit import NOW
from tests.core.sync.kit import LIST, SCAN, days, dialogue
from tests.core.sync.pair import introduce
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
Said = dict[str, Any]
UUID = "018f0000-0000-7000-8000-000000000000"


def changed(
    office: Office, target: Path, change: Callable[[Said], object], *, sent: Path | None = None
) -> Path:
    """Sign a bundle of an office, a new one unless ``sent``, whose description says otherwise."""
    parts = parts_of(sent or office.send(H1))
    place = [one.name for one in parts].index(names.DATAPACKAGE)
    said = json.loads(parts[place].content)
    change(said)
    parts[place] = Part(names.DATAPACKAGE, json.dumps(said).encode())
    target.write_bytes(build(signed(parts, office.context.office_key())))
    return target


ODD: dict[str, Callable[[Said], object]] = {
    "number": lambda said: said.update(number=10**20),
    "number of a bundle": lambda said: said.update(number=1 << 40),
    "high": lambda said: said.update(high=1 << 70),
    "long": lambda said: said["period"].update(code="x" * 100_000),
    "nul": lambda said: said["period"].update(name="a\0b"),
    "half a character": lambda said: said["office"].update(name="\ud800"),
    "title": lambda said: said["resources"][0].update(title="\udfff"),
    "answer": lambda said: said.update(
        answers=[{"pin": UUID, "state": "open", "words": "\ud800", "value": None}]
    ),
    "epoch": lambda said: said.update(epoch=f"999999999999-{UUID}"),
    "seen": lambda said: said.update(receipt={"epoch": f"999999999999-{UUID}", "number": 1}),
}


def test_odd_description_is_refused_and_the_next_file_is_taken(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """Numbers, lengths and characters that no database takes are refused in words and noted."""
    office, sent = districts[0], districts[0].send(H1)
    heap = [
        changed(office, tmp_path / f"{n}.asice", change, sent=sent)
        for n, change in enumerate(ODD.values())
    ]
    outcomes = take_all(receiver, [*heap, districts[1].send(H1)])
    assert [one.received.verdict for one in outcomes] == [REFUSED] * len(ODD) + ["replace"]
    assert all(one.received.reason and one.kept for one in outcomes[:-1])
    assert len(bundles_of(receiver)) == len(ODD) + 1


def test_greatest_epoch_that_is_read_bricks_nobody(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """The receiver begins a new life, and all others go on, however often that comes."""
    claim = {"epoch": f"400000000000-{UUID}", "number": 1}
    heap = [
        changed(districts[0], tmp_path / f"{n}.asice", lambda said: said.update(receipt=claim))
        for n in range(2)
    ]
    take_all(receiver, heap)
    [last] = take_all(receiver, [districts[1].send(H1)])
    assert last.received.receipt is not None
    assert last.received.receipt.epoch == own_epoch(receiver)


def test_file_at_which_the_program_fails_stops_nobody(
    receiver: Context, districts: list[Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours is said of that file in words, and it is set aside."""
    sent = [one.send(H1) for one in districts]
    monkeypatch.setattr("danvan_desktop.bundles.receiving.judge", _once(RuntimeError("fault")))
    first, second = take_all(receiver, sent)
    assert (first.received.verdict, second.received.verdict) == (REFUSED, "replace")
    assert "fault" not in first.received.reason
    assert first.kept is not None


def _once(error: Exception) -> Callable[..., Any]:
    """Return the judgement that fails the first time."""
    from danvan_desktop.bundles.protocol import judge

    waiting = [error]

    def judged(*given: Any) -> Any:
        if waiting:
            raise waiting.pop()
        return judge(*given)

    return judged


def test_disk_that_fills_up_is_said_in_words(
    receiver: Context, districts: list[Office], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is neither noted nor set aside: it may be taken when there is room."""
    attach(districts[0], tmp_path / "bien-ban.pdf", SCAN)
    sent = districts[0].send(H1)

    def full(*_given: Any, **_more: Any) -> Any:
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as patched:
        patched.setattr("tempfile.mkstemp", full)
        [outcome] = take_all(receiver, [sent])
    assert (outcome.received.verdict, outcome.kept) == (REFUSED, None)
    assert "Ổ đĩa đã đầy" in outcome.received.reason
    assert take_all(receiver, [sent])[0].received.taken


@pytest.mark.skipif(os.name == "nt", reason="there file names are always text")
def test_file_name_that_is_no_text_is_noted_with_question_marks(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """A stick written elsewhere may hold such names."""
    stick = tmp_path / "stick"
    stick.mkdir()
    for bad in (b"a\xff.asice", b"b\xff.asice"):
        Path(os.fsdecode(os.fsencode(stick) + b"/" + bad)).write_bytes(b"nothing")
    shutil.copy(districts[0].send(H1), stick / "z.asice")
    outcomes = take_all(receiver, look([stick]).bundles)
    assert [one.received.verdict for one in outcomes] == [REFUSED, REFUSED, "replace"]
    assert [one.received.file for one in outcomes] == ["a?.asice", "b?.asice", "z.asice"]


def test_folder_in_the_place_of_a_part_is_a_missing_part(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """The heap goes on."""
    stick = tmp_path / "stick"
    (stick / "x.asice.001").mkdir(parents=True)
    lines = (f"{'0' * 64}  x.asice{end}\n" for end in ("", ".001"))
    (stick / "x.asice.sha256").write_text("".join(lines))
    shutil.copy(districts[0].send(H1), stick / "z.asice")
    bad, good = take_all(receiver, look([stick]).bundles)
    assert "Thiếu phần 1/1" in bad.received.reason
    assert good.received.taken


def attach(office: Office, path: Path, content: bytes, name: str = "") -> str:
    """Attach a file to a new record past the checks of its office; returns its SHA-256."""
    books, record = office.context, office.dialogue("2020-04-04")
    digest = files.store(books.paths.attachments, content)
    files.add(
        books.database,
        Attachment(
            books.new_id(), "doi_thoai", record, name or path.name, digest, len(content),
            books.clock.now(), "",
        ),
    )  # fmt: skip
    return digest


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("cong-van.exe", b"MZ\x90\0", True),
        ("cong-van.pdf.lnk", SCAN, True),
        ("anh.jpg", b"MZ\x90\0", True),
        ("anh.jpg", SCAN, True),
        ("cong-van.pdf", SCAN + bytes(files.MAX_BYTES), True),
        ("Tối mật.pdf", SCAN, False),
    ],
)
def test_attachment_that_nobody_could_attach_here_is_refused(
    receiver: Context, districts: list[Office], tmp_path: Path, name: str, content: bytes,
    kept: bool,
) -> None:  # fmt: skip
    """Ending, first bytes, size and secrecy count on arrival too; of a secret nothing is kept."""
    digest = attach(districts[0], tmp_path / "x", content, name)
    [outcome] = take_all(receiver, [districts[0].send(H1)])
    assert (outcome.received.verdict, outcome.kept is not None) == (REFUSED, kept)
    assert days(receiver) == []
    if not kept:
        assert name not in outcome.received.reason
        assert not (receiver.paths.data / QUARANTINE).exists()
        assert not list(receiver.paths.attachments.rglob(digest))


def test_program_that_lies_in_the_store_is_not_handed_to_the_system(
    districts: list[Office], tmp_path: Path
) -> None:
    """What came in before there was a check is not opened either."""
    office = districts[0].context
    attach(districts[0], tmp_path / "x", b"MZ\x90\0", "thu.exe")
    [record] = [one for one in office.page(LIST, 0, 9) if one.event_date == "2020-04-04"]
    [found] = office.attachments("doi_thoai", record.id)
    with pytest.raises(UserError) as caught:
        office.attachment_copy(found.id)
    assert caught.value.code == "wrong_format"


@pytest.mark.parametrize("which", ["ma", "don_vi"])
def test_bundle_in_the_receivers_own_name_takes_nothing_away(
    receiver: Context, districts: list[Office], tmp_path: Path, which: str
) -> None:
    """A full bundle replaces all that its office has: never the receiver's own records."""
    own = receiver.office() or {}
    receiver.save("doi_thoai", {**dialogue("2020-02-02"), "don_vi": own["don_vi"]})
    code = str(own[which])
    key = make_office_key(tmp_path / "key", office_code=code, office_name="Giả", now=NOW)
    keep(
        receiver.paths,
        Partner(Role.OFFICE, code, "Giả", key.certificate, b"", receiver.clock.now(), "", ""),
    )
    parts = parts_of(districts[0].send(H1))
    place = [one.name for one in parts].index(names.DATAPACKAGE)
    said = json.loads(parts[place].content)
    said["office"]["code"] = code
    said["created"] = NOW.isoformat()
    parts[place] = Part(names.DATAPACKAGE, json.dumps(said).encode())
    path = tmp_path / "own.asice"
    path.write_bytes(build(signed(parts, key)))
    [outcome] = take_all(receiver, [path])
    assert outcome.received.verdict == REFUSED
    assert "mã của chính cơ quan nhận" in outcome.received.reason
    assert days(receiver) == ["2020-02-02"]


def test_letter_of_an_office_with_our_code_is_refused(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """Two offices cannot have one code; another one's letter is taken."""
    sender = districts[0].context
    introduce(sender, receiver, tmp_path / "letters")
    letter = write_enrolment(sender, tmp_path, sender.office_key())
    with pytest.raises(UserError) as caught:
        read_enrolment(districts[0].context, letter)
    assert caught.value.code == "own_enrolment"
    twin = districts[1].context
    with twin.database.write() as connection:
        code = (sender.office() or {})["ma"]
        connection.exec_driver_sql("UPDATE van_phong SET ma = ?", (code,))
    with pytest.raises(UserError) as caught:
        read_enrolment(twin, letter)
    assert caught.value.code == "own_code"
