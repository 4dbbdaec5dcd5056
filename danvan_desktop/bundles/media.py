"""Whether a folder lies on a stick that can be pulled out, and letting the system put it away.

Copies are synced file by file; this is for what the system itself still has to write.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

_MOUNTED_BELOW = ("/media/", "/run/media/", "/Volumes/")
_PATIENCE = 30
"""Seconds that the system gets to put a stick away."""

_REMOVABLE = 2
"""What Windows calls a drive that can be taken out (GetDriveTypeW)."""


def stick_of(folder: Path) -> Path | None:
    """Find the mount point or drive of the removable medium that a folder lies on, else None."""
    folder = folder.resolve()
    if sys.platform == "win32":
        import ctypes

        drive = Path(folder.anchor)
        return drive if ctypes.windll.kernel32.GetDriveTypeW(str(drive)) == _REMOVABLE else None
    if not str(folder).startswith(_MOUNTED_BELOW):
        return None
    return next((one for one in (folder, *folder.parents) if one.is_mount()), None)


def put_away(stick: Path) -> bool:
    """Let the system write what is left and let go of a stick; tell whether it did."""
    if hasattr(os, "sync"):
        os.sync()
    if sys.platform == "win32":
        script = (
            "$s = New-Object -ComObject Shell.Application; "
            f"$s.Namespace(17).ParseName('{stick.drive}').InvokeVerb('Eject')"
        )
        command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", script]
    elif shutil.which("gio"):
        command = ["gio", "mount", "--unmount", str(stick)]
    elif shutil.which("umount"):
        command = ["umount", str(stick)]
    else:
        return False
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return False
    return not stick.is_mount() if sys.platform != "win32" else not stick.exists()
