"""Uploads: resumed where they stopped, read back, refused in words, never without being asked."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import socket
import ssl
import threading
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import keyring
import pytest

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.export import export_bundle
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.logbook import EXPORT, UPLOAD
from danvan_desktop.bundles.parts import join_parts
from danvan_desktop.bundles.upload import (
    folder as upload_folder,
    password as upload_password,
    places as known,
    server as upload_server,
    web as upload_web,
)
from danvan_desktop.bundles.upload.places import Place, folder_place, web_place
from danvan_desktop.bundles.upload.run import Run
from danvan_desktop.bundles.upload.sending import Uploaded, upload
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.settings import Settings
from tests.core.bundles.upload.kit import PASSWORD, USER, Behaviour, Ring, Serving, serving

NAME = "TN-DMC-BDV_2020-H1_lan-1.asice.p7m"
CONTENT = bytes(i * 31 % 253 for i in range(200_000))
PART = 64 << 10


@pytest.fixture
def sealed(tmp_path: Path) -> Entry:
    """Return the log's line of an export whose encrypted copy lies in a folder."""
    return _entry(tmp_path / "goi_gui", CONTENT)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """Serve WebDAV over TLS."""
    with serving(tmp_path, Behaviour()) as one:
        yield one


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_web, "PART", PART)


def _entry(folder: Path, content: bytes, *, encrypted: bool = True) -> Entry:
    folder.mkdir(exist_ok=True)
    path = folder / (NAME if encrypted else NAME.removesuffix(".p7m"))
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    facts = {"file": str(path), "sha256": digest, "size": len(content), "receiver": "Tỉnh ủy"}
    return Entry(
        at="2020-06-16T01:00:00Z",
        by="an",
        kind=EXPORT,
        period="H1/2020",
        number=1,
        file=str(path),
        sha256="ab" * 32 if encrypted else digest,
        size=len(content),
        text="",
        details={"sealed": facts} if encrypted else {},
    )


def _place(server: Serving, **changes: Any) -> Place:
    return web_place(server.address, **{"root": server.root, **changes})


def _refusal(office: Context, entry: Entry, place: Place, **options: Any) -> UserError:
    with pytest.raises(UserError) as caught:
        upload(office, entry, place, **options)
    assert not _noted(office)
    assert PASSWORD not in str(caught.value)
    return caught.value


def _noted(office: Context) -> list[Entry]:
    return [one for one in journal.entries(office) if one.kind == UPLOAD]


# --- folders


def test_folder_gets_the_bundle_and_the_log_a_line(
    office: Context, sealed: Entry, tmp_path: Path
) -> None:
    """The encrypted copy arrives under its name, nothing else is left, the log says where."""
    share = tmp_path / "chia-se"
    share.mkdir()
    done = upload(office, sealed, folder_place(share))
    assert [path.name for path in share.iterdir()] == [NAME]
    assert (share / NAME).read_bytes() == CONTENT
    assert done == Uploaded(NAME, len(CONTENT), 0, 0, done.text)
    [line] = _noted(office)
    assert str(share) in line.text
    assert "giống hệt" in line.text
    assert journal.uploaded(journal.entries(office), sealed) == line
    assert upload(office, sealed, folder_place(share)).there == len(CONTENT)


def test_folder_that_vanishes_is_continued(
    office: Context, sealed: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was copied stays under a temporary name and is not copied again."""
    share, away = tmp_path / "chia-se", tmp_path / "rut-ra"
    share.mkdir()
    monkeypatch.setattr(upload_folder, "CHUNK", 10_000)
    went = Run.went

    def vanish(run: Run, count: int) -> None:
        went(run, count)
        if run.done >= 70_000 and share.exists():
            share.rename(away)
            raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(Run, "went", vanish)
    refusal = _refusal(office, sealed, folder_place(share))
    assert refusal.code == "folder_vanished"
    assert "Tải tiếp" in refusal.remedy
    assert _refusal(office, sealed, folder_place(share)).code == "no_folder"
    away.rename(share)
    monkeypatch.setattr(Run, "went", went)
    assert not (share / NAME).exists()
    assert upload(office, sealed, folder_place(share)).there == 70_000
    assert (share / NAME).read_bytes() == CONTENT


def test_folder_with_a_foreign_beginning_starts_where_it_differs(
    office: Context, sealed: Entry, tmp_path: Path
) -> None:
    """A temporary file that does not hold this bundle is not built upon."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    (tmp_path / f".dang-tai-{digest[:32]}.tmp").write_bytes(b"x" * 300_000)
    assert upload(office, sealed, folder_place(tmp_path)).there == 0
    assert (tmp_path / NAME).read_bytes() == CONTENT


def test_full_folder_is_told_before_anything_is_written(
    office: Context, sealed: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A medium without room is refused in words."""
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _p: usage._replace(free=1000))
    assert _refusal(office, sealed, folder_place(tmp_path)).code == "disk_full"
    assert not (tmp_path / NAME).exists()


# --- servers


def test_dav_server_joins_parts_and_goes_on_after_a_cut(
    office: Context, sealed: Entry, server: Serving, tmp_path: Path
) -> None:
    """A connection cut in the third part costs that part only; the parts join to the bundle."""
    server.does.cut_after = 2 * PART + 10_000
    refusal = _refusal(office, sealed, _place(server))
    assert refusal.code == "cut"
    assert "không phải gửi lại" in refusal.remedy
    server.does.taken = 0
    done = upload(office, sealed, _place(server))
    assert (done.there, done.parts) == (2 * PART, 4)
    assert server.does.taken < len(CONTENT) - 2 * PART + 1000
    folder = tmp_path / "tinh"
    folder.mkdir()
    for name, content in server.does.files.items():
        (folder / name).write_bytes(content)
    parts = sorted(path for path in folder.iterdir() if path.suffix != ".dang-tai")
    join_parts(parts[0], tmp_path / "lai")
    assert (tmp_path / "lai").read_bytes() == CONTENT
    assert len(parts) == 5
    assert "4 phần" in _noted(office)[0].text


def test_whole_bundle_is_named_only_when_it_is_there(
    office: Context, tmp_path: Path, server: Serving
) -> None:
    """A small bundle goes under a temporary name, then MOVE; sent again nothing is transferred."""
    entry = _entry(tmp_path / "nho", CONTENT[:5000])
    upload(office, entry, _place(server))
    assert server.does.files == {NAME: CONTENT[:5000]}
    assert server.does.asked_for("MOVE") == [NAME + ".dang-tai"]
    assert upload(office, entry, _place(server)).there == 5000
    assert len(server.does.asked_for("PUT")) == 1


def test_plain_server_begins_again_after_a_cut(
    office: Context, sealed: Entry, server: Serving
) -> None:
    """Without WebDAV there is one PUT, and the refusal says that it starts anew."""
    server.does.dav = False
    server.does.cut_after = 100_000
    refusal = _refusal(office, sealed, _place(server))
    assert "từ đầu" in refusal.remedy
    assert upload(office, sealed, _place(server)).there == 0
    assert server.does.files[NAME] == CONTENT


def test_server_that_refuses_large_files_gets_parts(
    office: Context, sealed: Entry, server: Serving
) -> None:
    """413 offers parts; a place marked so sends them, without WebDAV too."""
    server.does.dav, server.does.limit = False, PART
    place = _place(server)
    refusal = _refusal(office, sealed, place)
    assert refusal.code == "too_large"
    assert "Tải theo phần" in refusal.remedy
    done = upload(office, sealed, replace(place, parts=True))
    assert done.parts == 4
    server.does.asked.clear()
    again = upload(office, sealed, replace(place, parts=True))
    assert again.there == 0
    assert len(server.does.asked_for("PUT")) == 5


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "forbidden"),
        (404, "no_such_address"),
        (405, "no_put"),
        (413, "too_large"),
        (507, "no_space"),
        (503, "server_failed"),
        (302, "moved"),
        (418, "refused_by_server"),
    ],
)
def test_refusals_of_a_server_are_told_in_words(
    office: Context, sealed: Entry, server: Serving, status: int, code: str
) -> None:
    """Each has its own sentence, what is safe and what to do; nothing is noted as sent."""
    server.does.status["PUT"] = status
    refusal = _refusal(office, sealed, _place(server))
    assert refusal.code == code
    assert refusal.safe
    assert refusal.remedy


def test_password_is_proved_before_the_bundle_leaves(
    office: Context, sealed: Entry, server: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    """A wrong password is refused at the first question; the right one is nowhere to be read."""
    server.does.password = PASSWORD
    place = _place(server, user=USER)
    assert _refusal(office, sealed, place, password="nhầm").code == "password"
    assert not server.does.asked_for("PUT")
    upload(office, sealed, place, password=unicodedata.normalize("NFD", PASSWORD))
    known.keep(office.settings, place)
    assert PASSWORD not in repr(place) + caplog.text + office.paths.settings.read_text()
    assert PASSWORD not in json.dumps([dict(one.details) for one in _noted(office)])


def test_unknown_and_foreign_certificates_are_never_passed_over(
    office: Context, sealed: Entry, server: Serving, tmp_path: Path
) -> None:
    """An unknown root is refused with the fingerprint; so is a certificate of another name."""
    refusal = _refusal(office, sealed, _place(server, root=""))
    assert refusal.code == "certificate"
    assert server.fingerprint in refusal.remedy
    (tmp_path / "khac").mkdir()
    with serving(tmp_path / "khac", Behaviour(), host="noi-khac.vn") as other:
        assert _refusal(office, sealed, _place(server, root=other.root)).code == "certificate"
        refusal = _refusal(office, sealed, _place(other))
        assert "không phải của 127.0.0.1" in refusal.message
        assert not other.does.asked
    assert not server.does.asked


def test_no_network_no_name_and_no_answer_are_told_apart(
    office: Context, sealed: Entry, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed door, unknown name, no network, and a server that never answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"https://127.0.0.1:{free.getsockname()[1]}/goi"
    assert "không mở cửa" in _refusal(office, sealed, web_place(closed)).message
    with monkeypatch.context() as patch:
        patch.setattr(upload_server, "ANSWER", 0.2)
        server.does.silent = threading.Event()
        assert _refusal(office, sealed, _place(server)).code == "timeout"
        server.does.silent.set()
    for error, code in (
        (socket.gaierror(-2, "unknown"), "name_not_found"),
        (OSError(errno.ENETUNREACH, "no network"), "no_network"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(socket, "create_connection", _raiser(error))
            assert _refusal(office, sealed, web_place("https://tinh.vn/goi")).code == code


def test_what_arrived_is_read_back(
    office: Context, tmp_path: Path, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that keeps something else, or shows nothing, is not noted as having it."""
    entry = _entry(tmp_path / "nho", CONTENT[:5000])
    monkeypatch.setattr(upload_server.Server, "digest", lambda *_a: "00" * 32)
    assert _refusal(office, entry, _place(server)).code == "read_back_differs"
    monkeypatch.undo()
    server.does.status.update(HEAD=403, GET=403)
    assert _refusal(office, entry, _place(server)).code == "not_confirmed"
    del server.does.status["HEAD"]
    server.does.files.clear()
    upload(office, entry, _place(server))
    assert "đọc lại: đủ" in _noted(office)[0].text


def test_answer_without_end_is_given_up(
    office: Context, tmp_path: Path, server: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte too many is another file; one that hardly comes is told as slow."""
    entry = _entry(tmp_path / "nho", CONTENT[:5000])
    server.does.longer = CONTENT
    assert _refusal(office, entry, _place(server)).code == "read_back_differs"
    assert server.does.shown < 1 << 26
    server.does.longer, server.does.drips = b"", threading.Event()
    monkeypatch.setattr(upload_server, "SLOWEST", 1 << 30)
    monkeypatch.setattr(upload_server, "ANSWER", 0.4)
    refusal = _refusal(office, entry, _place(server))
    assert (refusal.code, "quá chậm" in refusal.message) == ("timeout", True)
    server.does.drips.set()


def test_stop_does_not_wait_for_the_server(office: Context, sealed: Entry, server: Serving) -> None:
    """Whoever stops while the server is silent is free within 0.3 s, and the line is cut."""
    server.does.silent = threading.Event()
    stopped: list[float] = []

    def progress(done: int, total: int, text: str = "") -> None:
        if server.does.taken >= PART:
            stopped.append(time.monotonic())
            raise Cancelled

    with pytest.raises(Cancelled):
        upload(office, sealed, _place(server), progress=progress)
    assert time.monotonic() - stopped[0] < 0.3
    server.does.silent.set()
    assert not _noted(office)


def test_bundle_without_encryption_stays_off_the_network(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused for an address before anything is asked, and taken to a folder."""
    entry = _entry(tmp_path / "goi_gui", CONTENT, encrypted=False)
    _forbid_network(monkeypatch)
    assert _refusal(office, entry, web_place("https://tinh.vn/goi")).code == "not_encrypted"
    upload(office, entry, folder_place(tmp_path))
    entry_file = Path(str(entry.file))
    entry_file.write_bytes(b"x")
    with pytest.raises(UserError, match="không còn hoặc đã bị sửa"):
        upload(office, entry, folder_place(tmp_path))


def test_nothing_speaks_to_the_network_unasked(
    office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Start, export, the list of places with consent, the end: no connection, no name looked up."""
    known.keep(office.settings, web_place("https://tinh.vn/goi", user=USER))
    [place] = known.places(office.settings)
    known.agree(office.settings, place, at_once=True)
    _forbid_network(monkeypatch)
    other = open_context(tmp_path / "khac", clock=office.clock)
    assert other.settings.get(known.SETTING) is None
    other.close()
    made = export_bundle(office, office.period("H1/2020"), tmp_path, office.office_key())
    assert made.path.exists()


# --- places and passwords


def test_places_are_remembered_and_consent_belongs_to_one(tmp_path: Path) -> None:
    """Consent is off by default, is lost when the place changes, and can be withdrawn."""
    settings = Settings(tmp_path / "cai-dat.json")
    folder = known.keep(settings, folder_place(tmp_path))
    web = known.keep(settings, web_place("tinh.vn/goi/", user="an"))
    assert web.address == "https://tinh.vn/goi"
    assert known.agreed(settings) == []
    known.agree(settings, web, at_once=True)
    [agreed] = known.agreed(Settings(tmp_path / "cai-dat.json"))
    assert agreed.same_as(web)
    assert known.keep(settings, web).at_once
    assert not known.keep(settings, web_place("tinh.vn/goi", user="binh")).at_once
    known.keep(settings, web)
    known.agree(settings, web, at_once=True)
    known.agree(settings, web, at_once=False)
    assert known.agreed(settings) == []
    known.forget(settings, web)
    assert known.places(settings) == [folder]


def test_damaged_settings_are_no_places(tmp_path: Path) -> None:
    """What is no place is passed over."""
    settings = Settings(tmp_path / "cai-dat.json")
    settings.set(known.SETTING, [{"kind": "ftp"}, 7, {"kind": "folder", "address": "/x"}])
    assert [one.address for one in known.places(settings)] == ["/x"]
    settings.set(known.SETTING, "x")
    assert known.places(settings) == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://tinh.vn/goi", "not_https"),
        ("ftp://tinh.vn/goi", "not_https"),
        ("https://an:mat@tinh.vn/goi", "password_in_address"),
        ("https://tinh.vn/goi?a=1", "address"),
        ("https://", "address"),
        ("tinh", "address"),
        ("https://tinh.vn:99999/", "address"),
    ],
)
def test_addresses_that_leak_are_refused(address: str, code: str) -> None:
    """Only https, without password; the refusal does not repeat what was typed."""
    with pytest.raises(UserError) as caught:
        web_place(address)
    assert caught.value.code == code
    assert "mat@" not in str(caught.value)


def test_root_of_the_province_is_a_certificate(server: Serving, tmp_path: Path) -> None:
    """PEM and DER are read, anything else is refused; the fingerprint can be compared."""
    pem, der, other = (tmp_path / name for name in ("goc.pem", "goc.cer", "thu.txt"))
    pem.write_text(server.root)
    der.write_bytes(ssl.PEM_cert_to_DER_cert(server.root))
    other.write_text("không phải")
    assert known.read_root(pem) == server.root
    assert known.read_root(der).split() == server.root.split()
    assert len(known.root_fingerprint(server.root).split()) == 16
    with pytest.raises(UserError, match="không phải chứng thư"):
        known.read_root(other)


def test_password_is_kept_by_the_system_or_not_at_all() -> None:
    """With a keyring it is found again under a clear name; without one nothing is kept."""
    place = web_place("https://tinh.vn/goi", user=USER)
    before, ring = keyring.get_keyring(), Ring()
    try:
        keyring.set_keyring(ring)
        assert upload_password.keep(place, PASSWORD)
        [(service, account)] = ring.held
        assert service.startswith("Dân Vận Desktop")
        assert account == f"{USER} – https://tinh.vn/goi"
        assert upload_password.kept(place) == PASSWORD
        upload_password.forget(place)
        assert upload_password.kept(place) == ""
        ring.priority = 0.5
        assert not upload_password.available()
        assert not upload_password.keep(place, PASSWORD)
    finally:
        keyring.set_keyring(before)


def _raiser(error: Exception) -> Any:
    def fail(*_a: object, **_k: object) -> None:
        raise error

    return fail


def _forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, _raiser(AssertionError("network")))
    monkeypatch.setattr(socket, "getaddrinfo", _raiser(AssertionError("network")))
