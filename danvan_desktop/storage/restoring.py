"""Bring everything back from a copy: the kept files that lie beside it, then the database.

In this order there is one moment at which the old data become the new ones. What stops it before,
a refusal or somebody who changed their mind, leaves the old data wholly in place; files that were
brought for nothing are taken away again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.errors import Cancelled, Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.storage import attachments, backup


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: ``files`` kept files were copied, ``unread`` lie damaged beside the copy."""

    files: int
    unread: int


def bring_back(
    copy: Path, paths: Paths, *, stamp: str, progress: Progress = no_progress
) -> Restored:
    """Put a copy in the place of the (closed) data of a folder, and what lies beside it.

    A kept file that the medium does not give stops nothing: its record will say that it is missing.
    UserError and Cancelled leave everything as it was; ``stamp`` names the copy of what was there.
    """
    progress(0, 0, _("Kiểm tra bản sao lưu"))
    backup.refuse_damaged(copy)
    source, target = copy.parent / paths.attachments.name, paths.attachments
    wanted = attachments.missing(source, target)
    came: list[str] = []
    try:
        for number, digest in enumerate(wanted):
            progress(number, len(wanted), _("Chép tệp kèm"))
            if attachments.bring(source, target, digest):
                came.append(digest)
        backup.restore(copy, paths.database, safety=paths.backups, stamp=stamp, progress=progress)
    except (UserError, Cancelled):
        for digest in came:
            attachments.forget(target, digest)
        raise
    return Restored(len(came), len(wanted) - len(came))
