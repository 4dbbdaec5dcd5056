"""The newest pack of each sender, beside the database: a restored backup must not forget it.

Like the keys of partners this is a small file and no row. Without it a backup would let an older
pack bring back a certificate that a newer one had taken away.
"""

from __future__ import annotations

import json

from danvan_desktop.bundles.packs.model import PackEntry
from danvan_desktop.bundles.protocol import Epoch
from danvan_desktop.organisation.books import Books
from danvan_desktop.paths import Paths
from danvan_desktop.signing.files import make_folder, replacing

Order = tuple[Epoch, int]

_NAME = "so-moi-nhat.json"


def newest_seen(paths: Paths, sender: str) -> Order | None:
    """Give the order of the newest pack of a sender that was in force here; None for none."""
    epoch, number = _read(paths).get(sender, ("", 0))
    try:
        return Epoch.parse(epoch), number
    except ValueError:
        return None


def remember_newest(books: Books, shelf: list[PackEntry]) -> None:
    """Write down the newest pack in force of every sender; one that was taken back is forgotten."""
    found: dict[str, Order] = {}
    for one in shelf:
        if one.in_force:
            order = (one.epoch, one.number)
            found[one.sender] = max(order, found.get(one.sender, order))
    written = {who: [str(epoch), number] for who, (epoch, number) in sorted(found.items())}
    make_folder(books.paths.packs)
    with replacing(books.paths.packs / _NAME) as file:
        file.write((json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode())


def _read(paths: Paths) -> dict[str, tuple[str, int]]:
    """Read the file; one that is damaged or not there forgets, as if the folder were new."""
    try:
        found = json.loads((paths.packs / _NAME).read_text(encoding="utf-8"))
        return {str(who): (str(epoch), int(number)) for who, (epoch, number) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
