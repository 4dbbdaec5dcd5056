"""Which machine this is and which folder, so that a data folder can be known to be another one.

The machine by the system's own name for an installation, which outlives a new host name; hashed,
because it is nobody else's business. Images copied from disk to disk share it: what is not noticed
here is noticed by whoever receives the bundles.

The folder by its number in the file system and by its path. A copy beside it has neither, and
carries what was kept of the folder that it was copied from. One of them alone says nothing: a
folder that is renamed, or whose drive gets another letter, keeps its number; one that a backup
brings back, or whose file system gives numbers anew at every mount, keeps its path.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILES = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))
_SALT = "Dân Vận Desktop"
_LENGTH = 16


@dataclass(frozen=True, slots=True)
class FolderPlace:
    """Where a folder lies: its path and its number in the file system, 0 where it has none."""

    path: str
    number: int

    def is_another(self, kept: FolderPlace) -> bool:
        """Tell whether this cannot be the folder that was kept, under whatever name."""
        known = self.number and kept.number
        return bool(known) and self.number != kept.number and self.path != kept.path

    def as_setting(self) -> dict[str, Any]:
        """Give it as settings keep it."""
        return {"path": self.path, "number": self.number}


def place_of(folder: Path) -> FolderPlace:
    """Look where a folder lies; one that is not there has no number."""
    try:
        number = folder.stat().st_ino
    except OSError:
        number = 0
    return FolderPlace(str(folder.resolve()), number)


def kept_place(setting: Any) -> FolderPlace | None:
    """Read what ``as_setting`` gave; None for anything else."""
    if not isinstance(setting, Mapping):
        return None
    path, number = setting.get("path"), setting.get("number")
    return FolderPlace(path, number) if isinstance(path, str) and isinstance(number, int) else None


def machine_mark() -> str:
    """Give a short mark of this machine; "" where the system has no name for itself."""
    name = _system_name()
    return hashlib.sha256(f"{_SALT} {name}".encode()).hexdigest()[:_LENGTH] if name else ""


def _system_name() -> str:
    if sys.platform == "win32":
        import winreg

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(
                winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access
            ) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    for file in _FILES:
        try:
            if name := file.read_text(encoding="ascii").strip():
                return name
        except (OSError, ValueError):
            continue
    return ""
