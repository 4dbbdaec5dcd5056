"""One program per data folder: a lock file that names who holds it, and warnings about the place.

The lock is an operating-system lock on an open file, so it ends with the process, even killed; the
text inside only tells people who holds it.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import IO

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _

_CLOUD = ("onedrive", "google drive", "googledrive", "dropbox", "icloud", "zalo")


class FolderLock:
    """Holds a data folder for this process until ``release``."""

    def __init__(self, path: Path, *, now: str) -> None:
        self._path = path
        self._stream = _opened(path)
        if not _try_lock(self._stream):
            holder = self._holder()
            self._stream.close()
            raise UserError(
                _("Dữ liệu này đang mở: {user} trên máy {host}, từ {time}.").format(**holder),
                safe=_("Không có gì bị thay đổi."),
                remedy=_("Dùng cửa sổ đang mở, hoặc đóng nó rồi mở lại."),
                code="already_open",
            )
        self._stream.seek(1)
        self._stream.truncate()
        content = {"user": user_name(), "host": _host(), "time": now, "pid": os.getpid()}
        self._stream.write(json.dumps(content, ensure_ascii=False))
        self._stream.flush()

    def release(self) -> None:
        """Give the folder back."""
        if not self._stream.closed:
            self._stream.close()

    def _holder(self) -> dict[str, str]:
        try:
            with self._path.open(encoding="utf-8") as stream:
                stream.seek(1)
                found = json.loads(stream.read() or "{}")
        except (OSError, ValueError):
            found = {}
        holder = {name: str(found.get(name, "?")) for name in ("user", "host", "time")}
        return {**holder, "time": _clerk_time(holder["time"])}


def place_warning(folder: Path) -> str | None:
    """Warn about folders where SQLite files come to harm: network drives, cloud folders."""
    text = str(folder).lower()
    if any(name in text for name in _CLOUD):
        return _(
            "Thư mục dữ liệu nằm trong thư mục đồng bộ đám mây. Hai máy cùng ghi sẽ làm hỏng dữ "
            "liệu: hãy chuyển sang thư mục chỉ có trên máy này."
        )
    if on_network(folder):
        return _(
            "Thư mục dữ liệu nằm trên ổ mạng. Mất mạng giữa chừng có thể làm hỏng dữ liệu: hãy "
            "chuyển sang ổ đĩa của máy này."
        )
    return None


def on_network(folder: Path) -> bool:
    """Tell whether a folder lies on another machine."""
    return str(folder).startswith(("\\\\", "//")) or _is_network(folder)


def _opened(path: Path) -> IO[str]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as error:
        raise UserError(
            _("Không dùng được thư mục dữ liệu {name}.").format(name=path.parent),
            safe=_("Không có gì bị thay đổi."),
            remedy=_("Chọn một thư mục mà người dùng này được ghi."),
            code="folder_unusable",
        ) from error


def _clerk_time(text: str) -> str:
    from danvan_desktop.vietnamese.dates import format_datetime_clerk

    try:
        return format_datetime_clerk(datetime.fromisoformat(text).astimezone())
    except ValueError:
        return text


def user_name() -> str:
    """Name who works at this machine, as ``getpass`` does, which takes its time to import."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"


def _host() -> str:
    """Name the machine without ``socket``, whose import a start can do without."""
    return os.environ.get("COMPUTERNAME", "?") if os.name == "nt" else os.uname().nodename


def _try_lock(stream: IO[str]) -> bool:
    """Lock the first byte of the file; the text begins at the second, so it stays readable."""
    try:
        if os.name == "nt":
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.lockf(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1)
    except OSError:
        return False
    if os.fstat(stream.fileno()).st_size == 0:
        stream.write(" ")
        stream.flush()
    return True


def _is_network(folder: Path) -> bool:
    if os.name == "nt":
        import ctypes

        drive = os.path.splitdrive(folder.resolve())[0] + "\\"
        remote = 4  # DRIVE_REMOTE in the Windows API
        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive) == remote)  # type: ignore[attr-defined,unused-ignore]
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    found, place = ("", ""), str(folder.resolve())
    for line in mounts:
        _device, point, kind = line.split()[:3]
        inside = place.startswith(point.rstrip("/") + "/") or point == "/"
        if inside and len(point) > len(found[0]):
            found = (point, kind)
    return found[1] in ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p")
