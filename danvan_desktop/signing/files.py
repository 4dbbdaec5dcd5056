"""Write a file so that its final name never shows a half-written content.

Temporary name in the same folder, fsync, rename, fsync of the folder.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import mmap
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import sync_folder

CHUNK = 1 << 20
_PREFIX, _SUFFIX = ".dang-ghi-", ".tmp"
_STALE = 24 * 3600
"""Seconds after which a temporary file was surely left by a power cut and not by a writer."""

_GENERIC_READ, _NO_BUFFERING = 0x80000000, 0x20000000
"""Of CreateFileW: for reading, FILE_FLAG_NO_BUFFERING."""

_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


@contextlib.contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """Yield a binary file that takes the place of ``target`` when the block ends well.

    A failure leaves ``target`` as it was and no temporary file; a device or a pipe is refused.
    ``private`` keeps mode 0600. Raises UserError when the disk, the folder or the medium refuses.
    """
    temporary: Path | None = None
    try:
        if target.exists() and not target.is_file():
            raise OSError(errno.EINVAL, "not a regular file")
        temporary = target.parent / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"
        handle = os.open(temporary, _CREATE, 0o600 if private else 0o666)
        with os.fdopen(handle, "w+b") as file:
            _sweep(target.parent, newer=os.fstat(handle).st_mtime)
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise write_refused(target, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder with its parents; UserError when the disk refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_refused(folder, error) from error


def plain_name(path: Path) -> str:
    """Give a file's name as text for a log: bytes that are no UTF-8 become question marks."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def write_refused(target: Path, error: OSError) -> UserError:
    """Turn a failure of writing ``target`` into one sentence for the clerk."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            _("Ổ đĩa đã đầy nên chưa ghi được tệp {name}.").format(name=target.name),
            safe=_("Các tệp có trước vẫn nguyên vẹn."),
            remedy=_("Xóa bớt tệp hoặc chọn ổ khác rồi làm lại."),
            code="disk_full",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return UserError(
            _("Không có quyền ghi vào thư mục {name}.").format(name=target.parent),
            safe=_("Chưa có gì thay đổi."),
            remedy=_("Chọn thư mục khác, hoặc bỏ khóa ghi của USB, rồi làm lại."),
            code="not_writable",
        )
    return UserError(
        _("Không ghi được tệp {name}.").format(name=target.name),
        safe=_("Các tệp có trước vẫn nguyên vẹn."),
        remedy=_("Kiểm tra thư mục và USB còn đó không, rồi làm lại."),
        code="write_failed",
    )


def read_back_differs(target: Path) -> UserError:
    """Say that a file that was just written reads otherwise, and was taken away again."""
    return UserError(
        _("Đọc lại {name} thì thấy khác với nội dung vừa ghi.").format(name=target.name),
        safe=_("Số liệu trong máy vẫn nguyên vẹn; tệp hỏng đã được bỏ."),
        remedy=_("Ổ đĩa hoặc USB có thể hỏng; xuất sang nơi khác."),
        code="read_back_differs",
    )


def confirm_written(target: Path, sha256: str) -> None:
    """Read a synced file back from its medium; UserError, and no file, when it is another.

    A medium that no longer answers, because it was pulled out, is no different.
    """
    try:
        same = sha256_on_medium(target) == sha256
    except OSError:
        same = False
    if not same:
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        raise read_back_differs(target)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read from the medium rather than from memory where possible."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        forget_cached(file)
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sha256_on_medium(path: Path) -> str:
    """Return the SHA-256 of a synced file as the medium itself gives it back.

    Windows cannot be asked to forget its pages, and some file systems do not: the file is read
    past them, in whole blocks into memory that begins at a block, or as usual where there is no
    such way.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with (
            mmap.mmap(-1, CHUNK) as room,
            os.fdopen(_opened_past_cache(path), "rb", buffering=0) as file,
        ):
            whole = os.fstat(file.fileno()).st_size
            while size < whole and (count := file.readinto(room)):
                digest.update(room[:count])
                size += count
    except OSError:
        return sha256_of(path)
    return digest.hexdigest() if size == whole else sha256_of(path)


def forget_cached(file: BinaryIO) -> None:
    """Ask the system to drop its cached pages of a synced file, so that a read reaches the disk."""
    if hasattr(os, "posix_fadvise"):
        with contextlib.suppress(OSError):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _opened_past_cache(path: Path) -> int:
    """Open a file for reading without the system's cache; OSError where there is no such way."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        create.restype = ctypes.c_void_p
        create.argtypes = (
            *(ctypes.c_wchar_p, ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p),
            *(ctypes.c_uint32, ctypes.c_uint32, ctypes.c_void_p),
        )
        handle = create(str(path), _GENERIC_READ, 1, None, 3, _NO_BUFFERING, None)
        if handle is None or handle == ctypes.c_void_p(-1).value:
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)
    if not hasattr(os, "O_DIRECT"):
        raise OSError(errno.ENOTSUP, "O_DIRECT")
    return os.open(path, os.O_RDONLY | os.O_DIRECT)


def _sweep(folder: Path, *, newer: float) -> None:
    """Remove what a power cut left in a folder, judged by the folder's own clock."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if path.stat().st_mtime < newer - _STALE:
                path.unlink()
