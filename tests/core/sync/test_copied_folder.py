"""A data folder that is copied, to another machine or beside itself: the copy sends nothing."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.sender import own_epoch
from danvan_desktop.context import MACHINE, PLACE, Context, Elsewhere, open_context
from danvan_desktop.errors import UserError
from danvan_desktop.storage import machine

PERIOD = "H1/2020"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give this machine a name of the test's own; the file can be written anew."""
    name = tmp_path / "machine-id"
    name.write_text("b1946ac92492d2347c6235b4d2611184", encoding="ascii")
    monkeypatch.setattr(machine, "_system_name", lambda: name.read_text("ascii"))
    return name


@pytest.fixture
def sent(office: Context, tmp_path: Path) -> Context:
    """Give an office that worked on this machine and has sent a bundle."""
    assert not office.comes_from_elsewhere()
    export_bundle(office, office.period(PERIOD), tmp_path, office.office_key())
    return office


def test_mark_of_a_machine_is_its_own_and_tells_nothing(
    tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same at every start, another on another machine, and not the system's own name."""
    own = machine.machine_mark()
    assert own == machine.machine_mark()
    assert own not in here.read_text("ascii")
    here.write_text("khac", encoding="ascii")
    assert machine.machine_mark() != own
    monkeypatch.undo()
    if sys.platform == "linux":
        monkeypatch.setattr(machine, "_FILES", (tmp_path / "khong-co", here))
        other = machine.machine_mark()
        monkeypatch.setattr(machine, "_FILES", (tmp_path / "khong-co",))
        assert other
        assert not machine.machine_mark()


def test_folder_of_this_machine_is_no_question(sent: Context) -> None:
    """Nothing is asked where the folder was before, nor of a machine without a name."""
    assert sent.settings.get(MACHINE) == machine.machine_mark()
    assert not sent.comes_from_elsewhere()


def test_machine_without_a_name_asks_nothing(sent: Context, here: Path) -> None:
    """What cannot be known is left to the receiver, who finds it out."""
    here.write_text("", encoding="ascii")
    assert machine.machine_mark() == ""
    assert not sent.comes_from_elsewhere()


def test_moved_folder_goes_on_as_before(sent: Context, here: Path, tmp_path: Path) -> None:
    """The question comes until it is answered; then this machine is the folder's own."""
    here.write_text("591785b794601e212b260e25925636fd", encoding="ascii")
    assert sent.comes_from_elsewhere()
    assert sent.comes_from_elsewhere()
    epoch = own_epoch(sent)
    sent.settle_here(copy=False)
    assert not sent.comes_from_elsewhere()
    export_bundle(sent, sent.period(PERIOD), tmp_path, sent.office_key())
    assert own_epoch(sent) == epoch


def test_copy_sends_nothing_until_somebody_decides(
    sent: Context, here: Path, tmp_path: Path
) -> None:
    """It is shut out by itself; sending everything anew from it begins an epoch above."""
    here.write_text("591785b794601e212b260e25925636fd", encoding="ascii")
    epoch = own_epoch(sent)
    sent.settle_here(copy=True)
    assert not sent.comes_from_elsewhere()
    with pytest.raises(UserError) as refused:
        export_bundle(sent, sent.period(PERIOD), tmp_path, sent.office_key())
    assert refused.value.code == "shut_out"
    assert "bản sao" in refused.value.message
    choices = ExportChoices(full=True, restart=True)
    export_bundle(sent, sent.period(PERIOD), tmp_path, sent.office_key(), choices=choices)
    assert own_epoch(sent) > epoch


def test_folder_that_nobody_knows_or_several_open_is_no_question(
    office: Context, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything was sent, on a stick, and at a receiver there is nothing to fork."""
    office.settings.set(MACHINE, "may-khac")
    assert not office.comes_from_elsewhere()
    assert office.settings.get(MACHINE) == machine.machine_mark()
    export_bundle(office, office.period(PERIOD), tmp_path, office.office_key())
    for unlike in ("stick", "receiver"):
        office.settings.set(MACHINE, "may-khac")
        with monkeypatch.context() as patch:
            if unlike == "stick":
                place = (str(office.paths.data.resolve()),)
                patch.setattr("danvan_desktop.bundles.media._MOUNTED_BELOW", place)
                patch.setattr(Path, "is_mount", lambda _self: True)
            else:
                patch.setattr("danvan_desktop.bundles.enrolment.receives", lambda _books: True)
            assert not office.comes_from_elsewhere()


class Folders:
    """Opens the office's folder, or copies of it, one after the other."""

    def __init__(self, first: Context) -> None:
        self.home, self._clock, self._open = first.paths.data, first.clock, first

    def at(self, folder: Path) -> Context:
        """Open a folder, after the one before was closed."""
        self._open.close()
        self._open = open_context(folder, clock=self._clock)
        return self._open

    def close(self) -> None:
        """Close what is open."""
        self._open.close()


@pytest.fixture
def folders(sent: Context) -> Iterator[Folders]:
    """Give the ways to open an office that worked here and has sent a bundle."""
    found = Folders(sent)
    yield found
    found.close()


def test_copy_beside_its_folder_is_a_question_there_alone(folders: Folders, tmp_path: Path) -> None:
    """Once, at the copy, which sends nothing then; the folder itself goes on unasked."""
    folders.close()
    copy = tmp_path / "ban-sao"
    shutil.copytree(folders.home, copy)
    assert folders.at(folders.home).comes_from_elsewhere() is None
    beside = folders.at(copy)
    assert beside.comes_from_elsewhere() == Elsewhere(str(folders.home), still_there=True)
    assert folders.at(copy).comes_from_elsewhere() is not None
    folders.at(copy).settle_here(copy=True)
    again = folders.at(copy)
    assert again.comes_from_elsewhere() is None
    with pytest.raises(UserError) as refused:
        export_bundle(again, again.period(PERIOD), tmp_path, again.office_key())
    assert refused.value.code == "shut_out"
    own = folders.at(folders.home)
    assert own.comes_from_elsewhere() is None
    export_bundle(own, own.period(PERIOD), tmp_path, own.office_key())


def test_renamed_or_moved_folder_is_asked_about_once_at_most(
    folders: Folders, tmp_path: Path
) -> None:
    """Never after a rename, however often; to another disk once, and nothing is lost."""
    folders.close()
    for name in ("mot", "hai"):
        moved = folders.home.rename(tmp_path / name)
        folders.home = moved
        assert folders.at(moved).comes_from_elsewhere() is None
        folders.close()
    elsewhere = tmp_path / "o-khac"
    shutil.copytree(folders.home, elsewhere)
    shutil.rmtree(folders.home)
    there = folders.at(elsewhere)
    assert there.comes_from_elsewhere() == Elsewhere(str(folders.home))
    epoch = own_epoch(there)
    there.settle_here(copy=False)
    assert folders.at(elsewhere).comes_from_elsewhere() is None
    again = folders.at(elsewhere)
    export_bundle(again, again.period(PERIOD), tmp_path, again.office_key())
    assert own_epoch(again) == epoch


def test_number_or_path_alone_says_nothing(
    folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that gives numbers anew, or none, a drive with another letter, old settings."""
    office = folders.at(folders.home)
    real = machine.place_of(folders.home)
    for unlike in (
        machine.FolderPlace(real.path, real.number + 1),
        machine.FolderPlace("E:\\DanVan", real.number),
        machine.FolderPlace("E:\\DanVan", 0),
    ):
        office.settings.set(PLACE, unlike.as_setting())
        assert office.comes_from_elsewhere() is None
        assert machine.kept_place(office.settings.get(PLACE)) == real
    for broken in (None, "x", {"path": 3}, {"path": "/x", "number": "9"}):
        office.settings.set(PLACE, broken)
        assert office.comes_from_elsewhere() is None
    monkeypatch.setattr(machine, "place_of", lambda _folder: machine.FolderPlace("/x", 0))
    assert office.comes_from_elsewhere() is None
