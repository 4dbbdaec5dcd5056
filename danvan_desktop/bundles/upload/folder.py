"""Copy a bundle into a folder that may vanish at any moment: a share, a sync folder, a stick.

The copy grows under a temporary name made of the bundle's hash. What lies there is compared byte
by byte and continued; only the whole copy, read back from the medium, gets the bundle's name.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from pathlib import Path
from typing import IO

from danvan_desktop.bundles.upload.run import Run
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import sync_folder
from danvan_desktop.signing.files import (
    CHUNK,
    read_back_differs,
    sha256_of,
    write_refused,
)
from danvan_desktop.vietnamese import format_size

_PREFIX, _SUFFIX = ".dang-tai-", ".tmp"
_STALE = 14 * 24 * 3600
"""Seconds after which nobody comes back to finish a copy."""

_TIGHT = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)


def put_in_folder(source: Path, folder: Path, sha256: str, run: Run) -> int:
    """Copy a file into a folder and read it back; returns the bytes that were there before.

    UserError when the folder is not there, is full, cannot be written, vanishes on the way (what
    was copied stays) or gives back something else.
    """
    size = source.stat().st_size
    target = folder / source.name
    temporary = folder / f"{_PREFIX}{sha256[:32]}{_SUFFIX}"
    try:
        if not folder.is_dir():
            raise _no_folder(folder)
        _sweep(folder)
        if target.is_file() and target.stat().st_size == size and sha256_of(target) == sha256:
            run.went(size)
            return size
        there = _append(source, temporary, size, run)
        run.text = _("Đọc lại và so sánh")
        if sha256_of(temporary) != sha256:
            temporary.unlink()
            raise read_back_differs(target)
        run.check()
        temporary.replace(target)
        with contextlib.suppress(OSError):  # some shares cannot sync a folder
            sync_folder(folder)
    except OSError as error:
        raise _broken(folder, target, run, error) from error
    return there


# --- private


def _append(source: Path, temporary: Path, size: int, run: Run) -> int:
    """Copy what is missing; returns how much was there."""
    mode = "r+b" if temporary.exists() else "w+b"
    with source.open("rb") as original, temporary.open(mode) as copy:
        run.text = _("Xem phần đã chép")
        there = _alike(original, copy, run)
        if shutil.disk_usage(temporary.parent).free < size - there:
            raise OSError(errno.ENOSPC, "no space")
        original.seek(there)
        copy.seek(there)
        copy.truncate()
        run.done, run.text = there, _("Chép gói")
        while piece := original.read(CHUNK):
            copy.write(piece)
            run.went(len(piece))
        copy.flush()
        os.fsync(copy.fileno())
    return there


def _alike(original: IO[bytes], copy: IO[bytes], run: Run) -> int:
    """Count the bytes at the beginning that both files share."""
    alike = 0
    while there := copy.read(CHUNK):
        run.check()
        if original.read(len(there)) != there:
            break
        alike += len(there)
    return alike


def _sweep(folder: Path) -> None:
    """Remove what nobody finished, judged by the folder's own clock."""
    newest = folder.stat().st_mtime
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < newest - _STALE:
                path.unlink()


def _no_folder(folder: Path) -> UserError:
    return UserError(
        _("Không thấy thư mục {folder}.").format(folder=folder),
        safe=_("Gói vẫn nguyên trong máy."),
        remedy=_("Cắm lại USB hoặc nối lại ổ mạng, rồi tải lên lại."),
        code="no_folder",
    )


def _broken(folder: Path, target: Path, run: Run, error: OSError) -> UserError:
    if error.errno in _TIGHT and folder.is_dir():
        return write_refused(target, error)
    return UserError(
        _("Mất thư mục {folder} giữa chừng.").format(folder=folder),
        safe=_("Gói vẫn nguyên trong máy; phần đã chép ({size}) còn ở thư mục đó.").format(
            size=format_size(run.done)
        ),
        remedy=_("Cắm lại USB hoặc nối lại ổ mạng, rồi nhấn “Tải tiếp”."),
        code="folder_vanished",
    )
