"""Make the files in the data folder those that the packs in force hold, whatever happened before.

The table of packs is the truth; this compares it with what was last put on the disk, and does the
difference: after a pack was applied or taken back, after undo and redo, and at a start, in case
the last time was cut short. What stood where a pack's file stands now is kept and comes back.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

from danvan_desktop.bundles.packs.shelf import applied, held_files
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pack_parts import Parts
from danvan_desktop.paths import Paths
from danvan_desktop.signing.files import make_folder, replacing, write_refused
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.owners import THIS_OFFICE

Place = tuple[str, str]
"""Kind and name of a file."""


def settle(database: Database, paths: Paths, parts: Parts) -> bool:
    """Write, replace and remove files until they are as the packs say; tell whether any changed.

    UserError when the disk refuses; the next start tries again.
    """
    folders = {part.key: part.folder(paths) for part in parts}
    with database.reading() as connection:
        wanted = _wanted(connection)
        known = _known(connection)
    changed = False
    for place, content in wanted.items():
        target = _target(folders, place)
        if target is not None and known.get(place) != (_digest(content), True):
            _take_over(database, place, target, content, fresh=place not in known)
            changed = True
    for place in known.keys() - wanted.keys():
        target = _target(folders, place)
        if target is not None:
            _give_back(database, place, target)
            changed = True
    return changed


# --- private


def _wanted(connection: Statements) -> dict[Place, str]:
    return {
        (kind, name): content
        for kind, senders in held_files(applied(connection)).items()
        for files in senders.values()
        for name, content in files.items()
    }


def _known(connection: Statements) -> dict[Place, tuple[str, bool]]:
    rows = connection.exec_driver_sql(
        "SELECT kind, name, sha256, settled FROM pack_file"
    ).fetchall()
    return {(str(kind), str(name)): (str(sha), bool(done)) for kind, name, sha, done in rows}


def _target(folders: Mapping[str, Path | None], place: Place) -> Path | None:
    """Give where a file belongs; None for a kind that this program does not know."""
    kind, name = place
    folder = folders.get(kind)
    if folder is None or Path(name).name != name:
        return None
    return folder / name


def _take_over(
    database: Database, place: Place, target: Path, content: str, *, fresh: bool
) -> None:
    """Note what stands there, write the pack's file, note that it is done: safe to cut anywhere."""
    before = _read(target) if fresh else None
    with database.write() as connection:
        if fresh:
            connection.exec_driver_sql(
                "INSERT INTO pack_file (owner, kind, name, sha256, before, settled) "
                f"VALUES ({THIS_OFFICE}, ?, ?, ?, ?, 0)",
                (*place, _digest(content), before),
            )
        else:
            connection.exec_driver_sql(
                "UPDATE pack_file SET sha256 = ?, settled = 0 WHERE kind = ? AND name = ?",
                (_digest(content), *place),
            )
    make_folder(target.parent)
    with replacing(target) as file:
        file.write(content.encode())
    with database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE pack_file SET settled = 1 WHERE kind = ? AND name = ?", place
        )


def _give_back(database: Database, place: Place, target: Path) -> None:
    """Bring back what stood there before any pack, or nothing."""
    with database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT before FROM pack_file WHERE kind = ? AND name = ?", place
        ).fetchone()
    before = row[0] if row else None
    if before is None:
        try:
            target.unlink(missing_ok=True)
        except OSError as error:
            raise write_refused(target, error) from error
    else:
        with replacing(target) as file:
            file.write(base64.b64decode(before))
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM pack_file WHERE kind = ? AND name = ?", place)


def _read(target: Path) -> str | None:
    try:
        return base64.b64encode(target.read_bytes()).decode("ascii") if target.exists() else None
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp {name}.").format(name=target.name),
            safe=_("Tệp này vẫn nguyên vẹn."),
            remedy=_("Đóng chương trình đang dùng tệp rồi mở lại Dân Vận Desktop."),
            code="file_unreadable",
        ) from error


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
