"""Copies of the database file: made in one step, hashed, opened and checked before they count."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from danvan_desktop.errors import Cancelled, Progress, UserError, no_progress
from danvan_desktop.i18n import _

NEW_LIFE = (
    "DELETE FROM setting WHERE name = 'epoch_before'",
    "UPDATE setting SET name = 'epoch_before' WHERE name = 'epoch'",
)
"""After a restore the counters give numbers that were used before, so another epoch begins."""

KEEP = 20
"""How many automatic copies stay; older ones are removed."""


def back_up(source: Path, folder: Path, *, stamp: str, reason: str) -> Path:
    """Copy the database to ``folder`` and return the verified copy.

    One step (``pages=-1``): smaller steps start over whenever someone writes. The copy counts only
    after it was closed, opened again and found sound; its SHA-256 lies beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"danvan-{stamp.replace(':', '').replace('-', '')[:15]}-{reason}.db"
    target, temporary = folder / name, folder / (name + ".tmp")
    try:
        with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(temporary)) as copy:
            live.backup(copy, pages=-1)
        _verify(temporary)
        digest = _digest(temporary)
        temporary.replace(target)
        target.with_suffix(".sha256").write_text(digest + "\n", encoding="ascii")
    except (OSError, sqlite3.Error) as error:
        temporary.unlink(missing_ok=True)
        raise UserError(
            _("Chưa sao lưu được dữ liệu."),
            safe=_("Dữ liệu đang dùng không bị ảnh hưởng."),
            remedy=_("Kiểm tra chỗ trống của ổ đĩa rồi thử lại."),
            code="backup_failed",
        ) from error
    _rotate(folder)
    return target


def is_sound(copy: Path) -> bool:
    """Check a copy against its hash and let SQLite check its structure."""
    beside = copy.with_suffix(".sha256")
    if not beside.exists() or beside.read_text(encoding="ascii").strip() != _digest(copy):
        return False
    return is_intact(copy)


def is_intact(path: Path) -> bool:
    """Let SQLite check the structure of a file that nobody has open."""
    try:
        _verify(path)
    except sqlite3.Error:
        return False
    return True


def refuse_damaged(copy: Path) -> None:
    """Raise UserError when a copy is not sound, or is something else."""
    try:
        _verify(copy)
    except (sqlite3.Error, OSError) as error:
        raise UserError(
            _("Bản sao lưu {name} bị hỏng hoặc không phải dữ liệu của chương trình.").format(
                name=copy.name
            ),
            safe=_("Dữ liệu đang dùng không thay đổi."),
            remedy=_("Chọn một bản sao lưu khác."),
            code="damaged",
        ) from error


def restore(
    copy: Path, database: Path, *, safety: Path, stamp: str, progress: Progress = no_progress
) -> Path | None:
    """Put a copy in the place of the (closed) database; what was there is copied to ``safety``.

    Returns that safety copy. UserError when the copy is not sound; then nothing changes, nor when
    ``progress`` cancels.
    """
    refuse_damaged(copy)
    progress(0, 0, _("Sao lưu dữ liệu hiện có"))
    before = None
    if database.exists():
        before = back_up(database, safety, stamp=stamp, reason="truoc-khoi-phuc")
    temporary = database.with_suffix(".khoi-phuc")
    try:
        progress(0, 0, _("Đưa bản sao lưu vào"))
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(temporary)) as target,
        ):
            source.backup(target, pages=-1)
            for statement in NEW_LIFE:
                target.execute(statement)
            target.commit()
        progress(0, 0)  # the last moment at which there is a way back
        if database.exists():
            _fold_log(database)
        for leftover in ("-wal", "-shm"):
            database.with_name(database.name + leftover).unlink(missing_ok=True)
        temporary.replace(database)
    except (UserError, Cancelled):
        temporary.unlink(missing_ok=True)
        raise
    except (OSError, sqlite3.Error) as error:
        temporary.unlink(missing_ok=True)
        raise UserError(
            _("Chưa khôi phục được."),
            safe=_("Dữ liệu đang dùng không thay đổi."),
            remedy=_("Kiểm tra chỗ trống của ổ đĩa rồi thử lại."),
            code="restore_failed",
        ) from error
    return before


def _fold_log(database: Path) -> None:
    """Write what stands only in the log into the file itself, which is then whole alone.

    Else a power cut between taking the log away and putting the copy in place would lose it.
    """
    try:
        with closing(sqlite3.connect(database, timeout=1)) as live:
            live.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise UserError(
            _("Chương trình khác đang giữ tệp dữ liệu nên chưa khôi phục được."),
            safe=_("Dữ liệu đang dùng không thay đổi."),
            remedy=_("Đóng chương trình đó rồi khôi phục lại."),
            code="locked",
        ) from error


def _verify(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        answer = copy.execute("PRAGMA integrity_check").fetchone()
    if not answer or answer[0] != "ok":
        raise sqlite3.DatabaseError("integrity_check")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _rotate(folder: Path) -> None:
    for old in sorted(folder.glob("danvan-*.db"))[:-KEEP]:
        old.unlink(missing_ok=True)
        old.with_suffix(".sha256").unlink(missing_ok=True)
