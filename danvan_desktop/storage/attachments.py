"""Files kept with a record: stored once by the hash of their content, opened as read-only copies.

Only kinds of file that cannot run are taken; nothing of a refused file is written anywhere.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import sync_folder
from danvan_desktop.secrecy import MarkedFile, declared_in, name_declares_degree
from danvan_desktop.storage.counters import touch
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.values import Attachment
from danvan_desktop.vietnamese import clean

MAX_BYTES = 20 * 1024 * 1024
"""Largest attachment: a scan of twenty pages at 200 dpi fits."""

_PIECE = 1 << 20

KINDS = {
    ".pdf": (b"%PDF-",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
}
"""Accepted endings with the bytes that such a file begins with."""

PdfLines = Callable[[bytes], Iterable[str]]


def read_checked(path: Path, *, pdf_lines: PdfLines | None = None) -> bytes:
    """Read a file that may become an attachment, or refuse it in words.

    ``pdf_lines`` gives the lines of a PDF's text, in which a degree of secrecy is looked for.
    """
    name = path.name
    if name_declares_degree(name):
        raise state_secret(MarkedFile.NAME)
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UserError(
                _("Tệp “{name}” lớn hơn {n} MB.").format(name=name, n=MAX_BYTES // 2**20),
                remedy=_("Quét lại ở 200 dpi hoặc tách tệp rồi đính kèm."),
                code="too_big",
            )
        content = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp “{name}”.").format(name=name),
            safe=_("Hồ sơ không thay đổi."),
            remedy=_("Kiểm tra USB hoặc thư mục rồi thử lại."),
            code="unreadable",
        ) from error
    starts = KINDS.get(path.suffix.lower())
    if not starts or not content.startswith(starts):
        raise UserError(
            _("Tệp “{name}” không thuộc loại được đính kèm.").format(name=name),
            safe=_("Hồ sơ không thay đổi."),
            remedy=_("Chỉ đính kèm PDF, ảnh JPG/PNG, Word hoặc Excel."),
            code="wrong_format",
        )
    found = declared_in(name, content, pdf_lines=pdf_lines)
    if found is MarkedFile.UNREADABLE:
        raise UserError(
            _("Không đọc được bên trong tệp “{name}” nên không kiểm tra được độ mật.").format(
                name=name
            ),
            safe=_("Hồ sơ không thay đổi."),
            remedy=_("Mở tệp bằng Word hoặc Excel, lưu lại rồi đính kèm."),
            code="damaged",
        )
    if found is not MarkedFile.CLEAN:
        raise state_secret(found)
    return content


def state_secret(found: MarkedFile) -> UserError:
    """Make the refusal of a file that declares a degree of secrecy; it does not repeat its name."""
    return UserError(
        _("Tên tệp ghi độ mật nên không được đính kèm.")
        if found is MarkedFile.NAME
        else _("Nội dung tệp ghi độ mật nên không được đính kèm."),
        safe=_("Không có gì của tệp được ghi vào máy."),
        remedy=_(
            "Quản lý tệp này ở sổ văn bản mật trên giấy hoặc máy độc lập, theo quy định bảo vệ bí "
            "mật nhà nước. Trong chương trình chỉ ghi số, ngày và “VB mật – xem sổ mật giấy”."
        ),
        code="state_secret",
    )


def endings_of(content: bytes) -> frozenset[str]:
    """Tell by its first bytes which endings the name of a file may have; none for a program."""
    return frozenset(one for one, starts in KINDS.items() if content.startswith(starts))


def store(folder: Path, content: bytes) -> str:
    """Keep the content under its hash and return the hash; durable on return.

    UserError when the disk refuses.
    """
    return store_pieces(folder, [content])


def store_pieces(folder: Path, content: Iterable[bytes]) -> str:
    """Keep content that comes piece by piece, however large it is; else as ``store``."""
    temporary: Path | None = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder)
        temporary = Path(name)
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as stream:
            for piece in content:
                digest.update(piece)
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        target = _place(folder, digest.hexdigest())
        if not _holds(target, digest.hexdigest()):
            target.parent.mkdir(parents=True, exist_ok=True)
            temporary.replace(target)
            sync_folder(target.parent)
    except OSError as error:
        raise _refused(error) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
    return digest.hexdigest()


def read(folder: Path, digest: str) -> bytes:
    """Read stored content and check that it is still what was stored."""
    path = _place(folder, digest)
    content = path.read_bytes() if path.exists() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise UserError(
            _("Tệp đính kèm bị thiếu hoặc hỏng trên đĩa."),
            safe=_("Hồ sơ vẫn còn nguyên."),
            remedy=_("Khôi phục từ bản sao lưu hoặc đính kèm lại."),
            code="damaged",
        )
    return content


def pieces(folder: Path, digest: str) -> Iterator[bytes]:
    """Yield stored content piece by piece for a reader that compares its hash itself."""
    with _place(folder, digest).open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def copy_missing(source: Path, target: Path) -> int:
    """Copy the kept files that ``target`` lacks and return how many came; each durable.

    Only what is what its name says is copied: a medium may be damaged, or someone else's. UserError
    when the disk refuses.
    """
    copied = 0
    try:
        for digest in missing(source, target):
            if _holds(_place(source, digest), digest):
                store_pieces(target, pieces(source, digest))
                copied += 1
    except OSError as error:  # the medium was pulled out, or does not read
        raise _refused(error) from error
    return copied


def missing(source: Path, target: Path) -> list[str]:
    """List the kept files of ``source``, by their hashes, that ``target`` lacks."""
    found = []
    for path in sorted(source.glob("[0-9a-f][0-9a-f]/*")):
        named = re.fullmatch(r"[0-9a-f]{64}", path.name) and path == _place(source, path.name)
        if not named or path.is_symlink() or not path.is_file():
            continue
        if not _is_there(_place(target, path.name), path):
            found.append(path.name)
    return found


def bring(source: Path, target: Path, digest: str) -> bool:
    """Copy one kept file; False when ``source`` does not give it as its name says.

    UserError when the disk of ``target`` refuses.
    """
    if not _reads(_place(source, digest), digest):
        return False
    try:
        store_pieces(target, pieces(source, digest))
    except UserError:
        if _reads(_place(source, digest), digest):
            raise
        return False  # the medium was pulled out between two looks
    return True


def forget(folder: Path, digest: str) -> None:
    """Take a kept file away that was copied for nothing."""
    with suppress(OSError):
        _place(folder, digest).unlink(missing_ok=True)


def copy_out(folder: Path, attachment: Attachment, target_folder: Path) -> Path:
    """Write a read-only copy under the attachment's own name for another program to open.

    UserError for a kind of file that is none of ours: the system might run it.
    """
    if Path(_safe_name(attachment.name)).suffix.lower() not in KINDS:
        raise UserError(
            _("Tệp “{name}” không thuộc loại được đính kèm.").format(name=attachment.name),
            safe=_("Tệp chưa được mở."),
            remedy=_("Chỉ đính kèm PDF, ảnh JPG/PNG, Word hoặc Excel."),
            code="wrong_format",
        )
    target_folder.mkdir(parents=True, exist_ok=True)
    target = target_folder / f"{attachment.sha256[:8]}-{_safe_name(attachment.name)}"
    if target.exists():
        target.chmod(stat.S_IRUSR | stat.S_IWUSR)
    target.write_bytes(read(folder, attachment.sha256))
    target.chmod(stat.S_IRUSR)
    return target


def of_record(database: Database, record_id: str) -> list[Attachment]:
    """List the attachments of a record in the order they were added."""
    with database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT id, register, record_id, name, sha256, size, added_at, added_by "
            "FROM attachment WHERE record_id = ? AND deleted = 0 ORDER BY pk",
            (record_id,),
        ).fetchall()
    return [Attachment(*row) for row in rows]


def find(database: Database, attachment_id: str) -> Attachment | None:
    """Find an attachment by id."""
    with database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT id, register, record_id, name, sha256, size, added_at, added_by "
            "FROM attachment WHERE id = ? AND deleted = 0",
            (attachment_id,),
        ).fetchone()
    return Attachment(*row) if row else None


def add(database: Database, attachment: Attachment) -> None:
    """Enter an attachment whose content is already stored."""
    with database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO attachment (id, register, record_id, name, sha256, size, added_at, "
            "added_by, deleted, owner) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, "
            f'(SELECT owner FROM "{attachment.register}" WHERE id = ?))',
            (
                attachment.id,
                attachment.register,
                attachment.record_id,
                attachment.name,
                attachment.sha256,
                attachment.size,
                attachment.added_at,
                attachment.added_by,
                attachment.record_id,
            ),
        )
        touch(connection, attachment.register, attachment.record_id)


def remove(database: Database, attachment_id: str) -> None:
    """Take an attachment off its record; its content stays in the store."""
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE attachment SET deleted = 1 WHERE id = ?", (attachment_id,)
        )
        place = connection.exec_driver_sql(
            "SELECT register, record_id FROM attachment WHERE id = ?", (attachment_id,)
        ).fetchone()
        if place is not None:
            touch(connection, *place)


def discard_copies(folder: Path) -> None:
    """Delete the read-only copies handed to other programs."""
    if folder.exists():
        for path in folder.iterdir():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
        shutil.rmtree(folder, ignore_errors=True)


def _is_there(copy: Path, path: Path) -> bool:
    """Tell whether a file was copied before, whole; its content is checked when it is read."""
    return copy.exists() and copy.stat().st_size == path.stat().st_size


def _reads(path: Path, digest: str) -> bool:
    try:
        return _holds(path, digest)
    except OSError:
        return False


def _holds(path: Path, digest: str) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == digest


def _refused(error: OSError) -> UserError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return UserError(
            _("Ổ đĩa đã đầy nên chưa lưu được."),
            safe=_("Các tệp có trước vẫn nguyên vẹn."),
            remedy=_("Xóa bớt tệp hoặc chọn ổ khác rồi làm lại."),
            code="disk_full",
        )
    return UserError(
        _("Không ghi được vào thư mục dữ liệu."),
        safe=_("Các tệp có trước vẫn nguyên vẹn."),
        remedy=_("Kiểm tra thư mục và USB còn đó không, rồi làm lại."),
        code="not_writable",
    )


def _place(folder: Path, digest: str) -> Path:
    return folder / digest[:2] / digest


def _safe_name(name: str) -> str:
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", clean(name)).strip(". ")[-120:] or "tep"
