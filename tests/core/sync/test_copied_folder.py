"""A data folder that comes to another machine: moved there, or a copy that sends nothing."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.sender import own_epoch
from danvan_desktop.context import MACHINE, Context
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
