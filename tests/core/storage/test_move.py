"""The database of a folder moves to a server and back: all of it, or nothing has happened."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.bundles import logbook
from danvan_desktop.context import open_context
from danvan_desktop.errors import Cancelled, Progress, UserError
from danvan_desktop.organisation.books import Clock
from danvan_desktop.paths import Paths
from danvan_desktop.storage import backup, copies, move, relocation
from danvan_desktop.storage.place import Server as Place, name_server, read_address, server_of
from danvan_desktop.storage.values import ListQuery
from tests.conftest import FixedClock
from tests.on_server import Folders
from tests.postgres import Server

NOW = "2020-06-16T08:00:00Z"
TALK = {
    "don_vi": "TN-DMC-05",
    "ngay": "2020-05-14",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 40,
    "y_kien_chi_tiet": [{"noi_dung": "Đường ấp", "xu_ly": "tai_cho"}],
}


@pytest.fixture
def empty(server: Server) -> Iterator[Place]:
    """Make an empty database on the server."""
    name = server.make()
    yield Place(server.url(name))
    server.drop(name)


@pytest.fixture(scope="module")
def source(office_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with a record, its search words, an attachment, history and a draft."""
    folder = tmp_path_factory.mktemp("source")
    shutil.copytree(office_data_dir, folder / "data")
    context = open_context(folder / "data", clock=FixedClock(), user="Lê Văn C")
    record = context.save("doi_thoai", TALK).record
    assert record is not None
    scan = folder / "anh.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n")
    context.attach("doi_thoai", record.id, scan)
    context.keep_draft("doi_thoai", None, {"so_nguoi": 7}, "so_nguoi")
    context.close()
    return folder / "data"


@pytest.fixture
def closed(source: Path, tmp_path: Path) -> Paths:
    """Give a closed folder whose database is a file."""
    return Paths(shutil.copytree(source, tmp_path / "data"))


@pytest.fixture
def moved(closed: Paths, folders_on_server: Folders) -> Iterator[tuple[Paths, Place]]:
    """Give such a folder after it moved to a server."""
    folders_on_server.placed(closed.data)
    server = server_of(closed.place)
    assert server is not None
    yield closed, server
    folders_on_server.drop()


def test_folder_works_on_a_server_and_moves_back(closed: Paths, empty: Place, clock: Clock) -> None:
    """What was entered is there, is found and goes on growing, on the server and home again."""
    there = relocation.to_server(closed, empty, "", now=NOW)
    assert not closed.database.exists()
    context = open_context(closed.data, clock=clock, user="Lê Văn C")
    assert context.server == empty
    [found] = context.search("duong ap")
    assert context.count(ListQuery(register="doi_thoai", text="duon")) == 1
    record = context.record("doi_thoai", found.id)
    assert record is not None
    assert [one.name for one in context.attachments("doi_thoai", record.id)] == ["anh.png"]
    assert len(context.drafts()) == 1
    assert context.save("doi_thoai", {**TALK, "ngay": "2020-05-20"}).record is not None
    context.undo()
    context.close()
    copy = copies.newest(closed.backups)
    assert copy is not None
    assert relocation.MOVED in copy.name
    assert backup.is_sound(copy)
    back = relocation.to_file(closed, now=NOW)
    assert {one.table for one in back} == {one.table for one in there}
    assert not closed.place.exists()
    left = empty.opened("")
    with pytest.raises(UserError, match="Dữ liệu đã được chuyển khỏi máy chủ này"), left.write():
        pass  # nobody goes on there beside the file
    left.close()
    with pytest.raises(UserError) as refused:
        relocation.join(Paths(closed.data / "khac"), empty, "", now=NOW)
    assert refused.value.code == "left"
    again = open_context(closed.data)
    assert again.server is None
    assert again.record("doi_thoai", found.id) == record
    assert again.count(ListQuery(register="doi_thoai", deleted=True)) == 1
    again.close()


def test_cancelled_move_leaves_everything(closed: Paths, empty: Place) -> None:
    """Stopped while it copies or compares, the folder works with its file; the server is empty."""
    before = hashlib.sha256(closed.database.read_bytes()).hexdigest()
    database = empty.opened()
    for words in (move.COPYING, move.CHECKING):
        with pytest.raises(Cancelled):
            relocation.to_server(closed, empty, "", now=NOW, progress=_stopped(words))
        assert hashlib.sha256(closed.database.read_bytes()).hexdigest() == before
        assert not closed.place.exists()
        with database.reading() as connection:
            assert not move.holds_tables(connection)
    database.close()
    open_context(closed.data).close()


def test_move_back_that_is_stopped_leaves_the_server_in_use(moved: tuple[Paths, Place]) -> None:
    """Nothing of a stopped move stays in the folder, which works with the server as before."""
    folder, server = moved
    with pytest.raises(Cancelled):
        relocation.to_file(folder, now=NOW, progress=_stopped(move.CHECKING))
    assert [path.name for path in folder.data.glob("danvan*")] == []
    assert server_of(folder.place) == server


def test_move_that_loses_a_row_is_refused(
    closed: Paths, empty: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the two sides differ nothing has happened, and the table is named."""
    copy = move._copy

    def lossy(here: object, there: object, held: move._Held) -> int:
        done: int = copy(here, there, held)  # type: ignore[arg-type]
        if held.name == "doi_thoai":
            there.exec_driver_sql("UPDATE doi_thoai SET so_nguoi = 41")  # type: ignore[attr-defined]
        return done

    monkeypatch.setattr(move, "_copy", lossy)
    with pytest.raises(UserError, match="doi_thoai") as refused:
        relocation.to_server(closed, empty, "", now=NOW)
    assert refused.value.code == "move_differs"
    assert closed.database.exists()
    assert not closed.place.exists()


def test_database_with_tables_is_not_moved_into(
    moved: tuple[Paths, Place], source: Path, tmp_path: Path
) -> None:
    """What is in a database already is never written over; a second move says where it is."""
    folder, server = moved
    with pytest.raises(UserError) as refused:
        relocation.to_server(folder, server, "", now=NOW)
    assert refused.value.code == "already_there"
    other = Paths(shutil.copytree(source, tmp_path / "other"))
    with pytest.raises(UserError) as refused:
        relocation.to_server(other, server, "", now=NOW)
    assert refused.value.code == "not_empty"
    with pytest.raises(UserError) as refused:
        relocation.join(other, server, "", now=NOW)
    assert refused.value.code == "has_data"


def test_second_person_joins_the_data(
    moved: tuple[Paths, Place], empty: Place, tmp_path: Path, clock: Clock
) -> None:
    """A folder of one's own works with the same data; both see what the other writes."""
    own = Paths(tmp_path / "own")
    own.data.mkdir()
    with pytest.raises(UserError) as refused:
        relocation.join(own, empty, "", now=NOW)
    assert refused.value.code == "no_data"
    relocation.join(own, moved[1], "", now=NOW)
    first = open_context(moved[0].data, clock=clock, user="A")
    second = open_context(own.data, clock=clock, user="B")
    assert (first.news(), second.news()) == (None, None)
    record = second.save("doi_thoai", {**TALK, "ngay": "2020-05-21"}).record
    assert record is not None
    assert first.record("doi_thoai", record.id) == record
    told = first.news()
    assert told is not None
    assert told.registers == {"doi_thoai"}
    assert first.news() is None
    done = first.delete("doi_thoai", [record.id])
    first.is_own(done)
    assert first.news() is None
    assert second.news() == told
    first.office_key()
    logbook.note(first, logbook.Line(kind=logbook.PARTS, text="Chia gói"))
    with pytest.raises(UserError) as refused:
        second.office_key()  # the province knows the office by the first one's key
    assert refused.value.code == "no_key_here"
    shutil.copytree(first.paths.keys, second.paths.keys, dirs_exist_ok=True)
    assert second.office_key().fingerprint_text == first.office_key().fingerprint_text
    first.close()
    second.close()


def test_copies_of_a_server_are_not_pretended(moved: tuple[Paths, Place]) -> None:
    """The program says that the server's administrator makes the copies, and makes none itself."""
    context = open_context(moved[0].data)
    assert context.back_up_if_due() is None
    assert context.last_backup() is None
    with pytest.raises(UserError) as refused:
        context.back_up_now()
    assert refused.value.code == "server_backup"
    context.close()


@pytest.mark.parametrize(
    ("typed", "url", "password"),
    [
        ("postgresql://a@h:5433/d", "postgresql://a@h:5433/d", ""),
        ("postgresql+psycopg://a:p%40w@h/d", "postgresql://a@h/d", "p@w"),
        ("postgres://h/d?sslmode=require&password=x", "postgresql://h/d?sslmode=require", "x"),
    ],
)
def test_address_is_kept_without_its_password(
    typed: str, url: str, password: str, tmp_path: Path
) -> None:
    """The small file names the server; nobody reads a password in it."""
    server, found = read_address(typed)
    assert (server.url, found) == (url, password)
    name_server(tmp_path / "noi.json", server)
    assert json.loads((tmp_path / "noi.json").read_text("utf-8")) == {"url": url}
    assert server_of(tmp_path / "noi.json") == server


@pytest.mark.parametrize("typed", ["", "danvan", "mysql://a:secret@h/d", "postgresql://h", "//"])
def test_other_addresses_are_refused(typed: str) -> None:
    """What is no address of a PostgreSQL database is refused, its password not repeated."""
    with pytest.raises(UserError) as refused:
        read_address(typed)
    assert refused.value.code == "bad_address"
    assert "secret" not in str(refused.value)


def test_damaged_small_file_opens_nothing_else(tmp_path: Path) -> None:
    """No empty database is made beside the real one when the file that names it is damaged."""
    paths = Paths(tmp_path)
    paths.place.write_text("{", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        open_context(tmp_path)
    assert refused.value.code == "place_damaged"
    assert not paths.database.exists()


def _stopped(words: str) -> Progress:
    """Give a progress whose user stops while this is done."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done and text == words:
            raise Cancelled

    return stop
