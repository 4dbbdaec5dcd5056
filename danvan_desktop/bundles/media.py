"""Whether a folder lies on a stick that can be pulled out, and letting the system put it away.

Copies are synced file by file; this is for what the system itself still has to write.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_MOUNTED_BELOW = ("/media/", "/run/media/", "/Volumes/")
_PATIENCE = 30
"""Seconds that the system gets to put a stick away."""

_REMOVABLE = 2
"""What Windows calls a drive that can be taken out (GetDriveTypeW)."""

_READ, _WRITE, _SHARED, _EXISTING = 0x80000000, 0x40000000, 3, 3
_NO_HANDLE = ctypes.c_void_p(-1).value

_LOCK, _DISMOUNT = 0x00090018, 0x00090020
_LET_GO, _EJECT = 0x002D4804, 0x002D4808
"""FSCTL_LOCK_VOLUME, FSCTL_DISMOUNT_VOLUME, IOCTL_STORAGE_MEDIA_REMOVAL and _EJECT_MEDIA."""

_TRIES, _PAUSE = 20, 0.5
"""How often a stick that is in use is tried again: a virus scanner looks at a new file."""


def stick_of(folder: Path) -> Path | None:
    """Find the mount point or drive of the removable medium that a folder lies on, else None."""
    folder = folder.resolve()
    if sys.platform == "win32":
        drive = Path(folder.anchor)
        return drive if ctypes.windll.kernel32.GetDriveTypeW(str(drive)) == _REMOVABLE else None
    if not str(folder).startswith(_MOUNTED_BELOW):
        return None
    return next((one for one in (folder, *folder.parents) if one.is_mount()), None)


def put_away(stick: Path) -> bool:
    """Let the system write what is left and let go of a stick; tell whether it did."""
    if sys.platform == "win32":
        return eject(ctypes.WinDLL("kernel32"), stick.drive)
    os.sync()
    return _unmounted(stick)


def eject(kernel: Any, drive: str, *, wait: Callable[[float], None] = time.sleep) -> bool:
    r"""Put a Windows drive (``E:``) away as Microsoft's article 165721 says; ``kernel`` is its DLL.

    Lock, which fails while anybody has a file of it open; dismount, which writes what is left; let
    go of the medium; eject. Nothing of it asks the clerk, as Explorer's own command may.
    """
    kernel.CreateFileW.restype = ctypes.c_void_p
    kernel.CreateFileW.argtypes = (
        *(ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p),
        *(ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p),
    )
    kernel.DeviceIoControl.argtypes = (
        *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_uint32),
        *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p),
    )
    kernel.CloseHandle.argtypes = (ctypes.c_void_p,)
    volume = _NO_HANDLE
    for access in (_READ | _WRITE, _READ):  # some users may only read a whole volume: it suffices
        volume = kernel.CreateFileW(rf"\\.\{drive}", access, _SHARED, None, _EXISTING, 0, None)
        if volume != _NO_HANDLE:
            break
    else:
        return False
    try:
        for _try in range(_TRIES):
            if _told(kernel, volume, _LOCK):
                break
            wait(_PAUSE)
        else:
            return False
        if not _told(kernel, volume, _DISMOUNT):
            return False
        _told(kernel, volume, _LET_GO, bytes(1))  # a medium that nothing holds back refuses this
        return _told(kernel, volume, _EJECT)
    finally:
        kernel.CloseHandle(volume)


def _told(kernel: Any, volume: int | None, code: int, said: bytes = b"") -> bool:
    """Tell a volume to do something; whether it did."""
    count = ctypes.c_uint32()
    told = kernel.DeviceIoControl(
        volume, code, said or None, len(said), None, 0, ctypes.byref(count), None
    )
    return bool(told)


def _unmounted(stick: Path) -> bool:
    """Unmount as the desktop does, else as whoever mounted it may; tell whether it is gone."""
    for command in (("gio", "mount", "--unmount"), ("umount",)):
        if shutil.which(command[0]) is None:
            continue
        try:
            subprocess.run(
                (*command, str(stick)), check=True, capture_output=True, timeout=_PATIENCE
            )
        except (OSError, subprocess.SubprocessError):
            continue
        if not stick.is_mount():
            return True
    return False
