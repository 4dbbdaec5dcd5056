"""Files appear whole under their names or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from danvan_desktop.errors import UserError
from danvan_desktop.signing.files import make_folder, replacing, sha256_of


def test_failure_keeps_the_old_file(tmp_path: Path) -> None:
    """What was there before stays, and nothing else is left."""
    target = tmp_path / "a"
    target.write_bytes(b"cu")

    def fail() -> None:
        with replacing(target) as file:
            file.write(b"moi")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_bytes() == b"cu"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_success_replaces_the_old_file(tmp_path: Path) -> None:
    """The new content is there, with the usual rights of a file, or private ones."""
    target = tmp_path / "a"
    target.write_bytes(b"cu")
    with replacing(target) as file:
        file.write(b"moi")
        assert target.read_bytes() == b"cu"
    assert target.read_bytes() == b"moi"
    with replacing(tmp_path / "b", private=True) as file:
        file.write(b"")
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600
    assert sha256_of(target) == hashlib.sha256(b"moi").hexdigest()


def test_leftovers_of_a_power_cut_are_swept(tmp_path: Path) -> None:
    """Old ones go at the next writing; one of today may belong to another program."""
    old, new = tmp_path / ".dang-ghi-1.tmp", tmp_path / ".dang-ghi-2.tmp"
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (1, 1))
    with replacing(tmp_path / "a") as file:
        file.write(b"x")
    assert not old.exists()
    assert new.exists()


def test_refusals_of_the_disk_are_said_in_words(tmp_path: Path) -> None:
    """No folder, a file in its place, a name that is too long."""
    (tmp_path / "tep").write_bytes(b"")
    for target in (tmp_path / "khong" / "a", tmp_path / "tep" / "a", tmp_path / ("a" * 300)):
        with pytest.raises(UserError) as caught, replacing(target) as file:
            file.write(b"x")
        assert caught.value.message
        assert caught.value.remedy
    with pytest.raises(UserError):
        make_folder(tmp_path / "tep" / "a")
