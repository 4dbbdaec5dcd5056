"""Where the office key's passphrase lies, and the spare key for the safe."""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring

from danvan_desktop.bundles import logbook
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.paths import Paths
from danvan_desktop.signing import passphrases
from danvan_desktop.signing.issuing import (
    make_office_key,
    make_receiving_key,
    replace_office_keys,
)
from danvan_desktop.signing.keys import (
    OFFICE,
    OFFICE_KEY_FILE,
    OFFICE_PASSPHRASE_FILE,
    RECEIVING,
    load_office_key,
    load_stored,
    renewed_key,
)
from danvan_desktop.signing.spare import new_code, take_in_spare, write_spare
from danvan_desktop.storage import passwords
from tests.core.bundles.upload.kit import Ring
from tests.core.signing.kit import NOW

CODE, NAME = "TN-DMC-BDV", "Ban Dân vận"


class Forgetful(Ring):
    """A keyring that says yes and keeps something else."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:-1])


class Broken(Ring):
    """A keyring whose system raises errors of its own, as Windows without a logon session."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("CredRead")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("CredWrite")


@pytest.fixture
def ring() -> Iterator[Ring]:
    """Give the system a keyring for one test."""
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def _make(folder: Path) -> str:
    return make_office_key(folder, office_code=CODE, office_name=NAME, now=NOW).info.fingerprint


def test_passphrase_moves_to_the_keyring_and_the_key_still_opens(
    tmp_path: Path, ring: Ring
) -> None:
    """All keys of the folder, old ones too; a second look finds nothing to move."""
    _make(tmp_path)
    new = replace_office_keys(tmp_path, office_code=CODE, office_name=NAME, now=NOW, lost=False)
    assert passphrases.into_keyring(tmp_path)
    assert not passphrases.into_keyring(tmp_path)
    assert not [one for one in tmp_path.rglob("*") if one.name.endswith("mat-khau")]
    assert len(ring.held) == 2
    assert load_office_key(tmp_path).info == new.info
    assert renewed_key(tmp_path) is not None
    again = replace_office_keys(tmp_path, office_code=CODE, office_name=NAME, now=NOW, lost=True)
    assert load_office_key(tmp_path).info == again.info


def test_without_a_keyring_the_file_stays_and_serves(tmp_path: Path) -> None:
    """No keyring: nothing changes, and the file is its owner's alone."""
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        mark = _make(tmp_path)
        assert not passphrases.into_keyring(tmp_path)
        assert load_office_key(tmp_path).info.fingerprint == mark
    finally:
        keyring.set_keyring(before)
    assert not passphrases.in_keyring(tmp_path)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / OFFICE_PASSPHRASE_FILE).stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", [Forgetful, Broken])
def test_keyring_that_does_not_keep_leaves_the_file(tmp_path: Path, kind: type[Ring]) -> None:
    """What is not read back the same did not move; an error of the system's is no crash."""
    before = keyring.get_keyring()
    keyring.set_keyring(kind())
    try:
        mark = _make(tmp_path)
        assert not passphrases.into_keyring(tmp_path)
        assert load_office_key(tmp_path).info.fingerprint == mark
        (tmp_path / OFFICE_PASSPHRASE_FILE).unlink()
        with pytest.raises(UserError) as refused:
            load_office_key(tmp_path)
    finally:
        keyring.set_keyring(before)
    assert refused.value.code in ("office_key_elsewhere", "wrong_passphrase")


def test_passphrase_that_opens_nothing_is_not_moved(tmp_path: Path, ring: Ring) -> None:
    """A damaged file is not made the only truth."""
    _make(tmp_path)
    (tmp_path / OFFICE_PASSPHRASE_FILE).write_text("khác", encoding="utf-8")
    assert not passphrases.into_keyring(tmp_path)
    assert (tmp_path / OFFICE_PASSPHRASE_FILE).exists()


def test_locked_keyring_is_said_and_asks_nothing(
    tmp_path: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A keyring that would bring up its own question is left alone, with a sentence."""
    _make(tmp_path)
    passphrases.into_keyring(tmp_path)
    monkeypatch.setattr(passwords, "quiet", lambda: False)
    with pytest.raises(UserError) as refused:
        load_office_key(tmp_path)
    assert refused.value.code == "keyring_locked"
    assert "vẫn nguyên vẹn" in refused.value.safe


def test_folder_copied_to_another_machine_says_what_to_do(tmp_path: Path, ring: Ring) -> None:
    """The copy has no key of use; a spare brings the same key there, and only the right one."""
    mark = _make(tmp_path / "a")
    replaced = replace_office_keys(
        tmp_path / "a", office_code=CODE, office_name=NAME, now=NOW, lost=False
    )
    make_receiving_key(tmp_path / "a", office_code=CODE, office_name=NAME, now=NOW)
    passphrases.into_keyring(tmp_path / "a")
    spare = write_spare(tmp_path / "a", tmp_path)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    ring.held.clear()  # the other machine's keyring
    with pytest.raises(UserError) as refused:
        load_office_key(tmp_path / "b")
    assert refused.value.code == "office_key_elsewhere"
    assert "khóa dự phòng" in refused.value.remedy
    typed = spare.code.lower().replace("-", " ")
    take_in_spare(tmp_path / "b", spare.path, typed, office=CODE)
    passphrases.into_keyring(tmp_path / "b")
    assert load_office_key(tmp_path / "b").info == replaced.info
    assert spare.fingerprint == replaced.info.fingerprint
    empty = tmp_path / "c"
    take_in_spare(empty, spare.path, spare.code, office=CODE)
    assert load_office_key(empty).info == replaced.info
    assert load_stored(empty, RECEIVING).info.code == CODE
    before = renewed_key(empty)
    assert before is not None
    assert before.info.fingerprint == mark


def test_spare_is_refused_with_its_reason(tmp_path: Path) -> None:
    """A wrong code, another office, another key in use, a damaged file: nothing changes."""
    _make(tmp_path / "a")
    spare = write_spare(tmp_path / "a", tmp_path)
    if os.name == "posix":
        assert stat.S_IMODE(spare.path.stat().st_mode) == 0o600
    _make(tmp_path / "b")
    there = {one: one.read_bytes() for one in (tmp_path / "b").iterdir()}
    bad = tmp_path / "bad.khoa-du-phong"
    said = json.loads(spare.path.read_text("utf-8"))
    said["keys"][0]["when"] = "../.."
    bad.write_text(json.dumps(said), encoding="utf-8")
    for path, code, office, reason in (
        (spare.path, new_code(), CODE, "wrong_passphrase"),
        (spare.path, spare.code, "KHAC", "other_spare"),
        (spare.path, spare.code, CODE, "other_spare"),
        (bad, spare.code, CODE, "spare_bad"),
        (tmp_path / "khong-co", spare.code, CODE, "spare_bad"),
    ):
        with pytest.raises(UserError) as refused:
            take_in_spare(tmp_path / "b", path, code, office=office)
        assert refused.value.code == reason
    assert {one: one.read_bytes() for one in (tmp_path / "b").iterdir()} == there


def test_office_keeps_its_passphrase_in_the_keyring(
    office: Context, ring: Ring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An existing folder moves; one that others open too keeps its file or gets it back."""
    mark = office.office_key().info.fingerprint
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path / "khac"))
    assert not office.guard_keys()  # another account of this machine may work with it
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(office.paths.data.parent))
    assert office.guard_keys()
    assert not (office.paths.keys / OFFICE.passphrase).exists()
    assert office.office_key().info.fingerprint == mark
    sample = Paths(office.paths.sample)
    shutil.copytree(office.paths.keys, sample.keys)
    office.paths = sample
    assert not office.guard_keys()
    assert (sample.keys / OFFICE.passphrase).exists()
    assert office.office_key().info.fingerprint == mark


def test_restored_books_without_their_key_make_no_other_in_silence(office: Context) -> None:
    """A backup holds no key: where something was sent, the clerk is told; a spare brings it."""
    mark = office.office_key().info.fingerprint
    spare = write_spare(office.paths.keys, office.paths.data)
    logbook.note(office, logbook.Line(kind=logbook.EXPORT, text="Gói"))
    shutil.rmtree(office.paths.keys)
    with pytest.raises(UserError) as refused:
        office.office_key()
    assert refused.value.code == "no_key_here"
    assert "khóa dự phòng" in refused.value.remedy
    assert not (office.paths.keys / OFFICE_KEY_FILE).exists()
    take_in_spare(office.paths.keys, spare.path, spare.code, office=str(office.office()["ma"]))  # type: ignore[index]
    assert office.office_key().info.fingerprint == mark
