"""A copy on a stick: read back from the medium itself, and the stick put away."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles import media
from danvan_desktop.bundles.container import copy_bundle
from danvan_desktop.errors import UserError
from danvan_desktop.signing.files import CHUNK, confirm_written, sha256_on_medium

STICKS = Path("/media/danvan-thu")
STICK_SIZE = 16 << 20
NO_HANDLE = ctypes.c_void_p(-1).value
CODES = {0x90018: "lock", 0x90020: "dismount", 0x2D4804: "let go", 0x2D4808: "eject"}


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    """Mount a file of 16 MiB as a stick; where that is not allowed the test is not run."""
    image, place = tmp_path / "usb.img", STICKS
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("only root may mount")
    with image.open("wb") as file:
        file.truncate(STICK_SIZE)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True)
    place.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=False)
    if mounted.returncode != 0:
        place.rmdir()
        pytest.skip("mount is not allowed here")
    yield place
    if place.is_mount():
        subprocess.run(["umount", str(place)], check=True)
    place.rmdir()


class Volume:
    """The calls of kernel32 that putting a drive away needs; ``refuse`` says which fail."""

    class Call:
        """One function of the DLL, which takes declarations as ctypes' own does."""

        def __init__(self, does: Any) -> None:
            self.does, self.argtypes, self.restype = does, (), None

        def __call__(self, *given: Any) -> Any:
            return self.does(*given)

    def __init__(self, *refuse: str) -> None:
        self.refuse, self.said = list(refuse), list[str]()
        self.CreateFileW = self.Call(self._create)
        self.DeviceIoControl = self.Call(self._control)
        self.CloseHandle = self.Call(lambda _handle: self.said.append("close"))

    def _create(self, name: str, access: int, *_rest: Any) -> int | None:
        words = "read and write" if access == 0xC0000000 else "read"
        self.said.append(f"{name} {words}")
        return NO_HANDLE if self._refused(words) else 7

    def _control(self, handle: int, code: int, *_rest: Any) -> int:
        assert handle == 7
        self.said.append(CODES[code])
        return int(not self._refused(CODES[code]))

    def _refused(self, words: str) -> bool:
        if words in self.refuse:
            self.refuse.remove(words)
            return True
        return False


@pytest.mark.parametrize("size", [0, 1, 511, CHUNK, CHUNK + 1, 3 * CHUNK + 4097])
def test_what_is_read_past_the_cache_is_the_file(tmp_path: Path, size: int) -> None:
    """Whole blocks and what is left of the last one."""
    content = os.urandom(size)
    (tmp_path / "a").write_bytes(content)
    with (tmp_path / "a").open("r+b") as file:
        os.fsync(file.fileno())
    assert sha256_on_medium(tmp_path / "a") == hashlib.sha256(content).hexdigest()


def test_copy_that_reads_otherwise_or_not_at_all_is_refused(tmp_path: Path) -> None:
    """It is taken away again, also where the medium is gone already."""
    (tmp_path / "a").write_bytes(b"khac")
    for _time in range(2):
        with pytest.raises(UserError) as refused:
            confirm_written(tmp_path / "a", hashlib.sha256(b"goi").hexdigest())
        assert refused.value.code == "read_back_differs"
        assert not (tmp_path / "a").exists()


def test_copy_to_a_stick_is_whole_and_the_stick_can_be_pulled_out(
    tmp_path: Path, stick: Path
) -> None:
    """Copied, read back, put away; in use it stays, and the copy is there when it comes back."""
    bundle, folder = tmp_path / "goi.asice", stick / "gửi tỉnh"
    bundle.write_bytes(os.urandom(3 * CHUNK + 5))
    folder.mkdir()
    assert media.stick_of(tmp_path) is None
    assert media.stick_of(folder) == stick
    copy = copy_bundle(bundle, folder)
    with copy.open("rb"):
        assert not media.put_away(stick)
    assert media.put_away(stick)
    assert not stick.is_mount()
    subprocess.run(["mount", "-o", "loop", str(tmp_path / "usb.img"), str(stick)], check=True)
    assert copy.read_bytes() == bundle.read_bytes()
    assert [one.name for one in folder.iterdir()] == [bundle.name]


def test_full_stick_leaves_no_half_copy(tmp_path: Path, stick: Path) -> None:
    """What does not fit is said, and nothing stays of it."""
    bundle = tmp_path / "goi.asice"
    bundle.write_bytes(bytes(STICK_SIZE + 1))
    with pytest.raises(UserError) as refused:
        copy_bundle(bundle, stick)
    assert refused.value.code == "disk_full"
    assert [one.name for one in stick.iterdir()] == ["lost+found"]


@pytest.mark.parametrize(
    ("refuse", "done", "said"),
    [
        ((), True, ["lock", "dismount", "let go", "eject"]),
        (("lock", "let go"), True, ["lock", "lock", "dismount", "let go", "eject"]),
        (("lock",) * 20, False, ["lock"] * 20),
        (("dismount",), False, ["lock", "dismount"]),
        (("eject",), False, ["lock", "dismount", "let go", "eject"]),
    ],
)
def test_windows_drive_is_locked_dismounted_and_ejected(
    refuse: tuple[str, ...], *, done: bool, said: list[str]
) -> None:
    """In this order; whatever refuses, the volume is closed and nothing is claimed."""
    kernel = Volume(*refuse)
    assert media.eject(kernel, "E:", wait=lambda _seconds: None) is done
    assert kernel.said == [r"\\.\E: read and write", *said, "close"]


def test_windows_drive_that_one_may_only_read_is_put_away_too() -> None:
    """Not every user may write to a whole volume; one who may not open it is told so."""
    kernel = Volume("read and write")
    assert media.eject(kernel, "E:", wait=lambda _seconds: None)
    assert kernel.said[:2] == [r"\\.\E: read and write", r"\\.\E: read"]
    kernel = Volume("read and write", "read")
    assert not media.eject(kernel, "E:", wait=lambda _seconds: None)
    assert "close" not in kernel.said
