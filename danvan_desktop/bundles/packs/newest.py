"""The newest pack of each sender, beside the database: a restored backup must not forget it.

Like the keys of partners this is a small file and no row. Without it a backup would let an older
pack bring back a certificate that a newer one had taken away.
"""

from __future__ import annotations

import json
from typing import Any

from danvan_desktop.bundles.packs.model import PackEntry
from danvan_desktop.bundles.protocol import Epoch
from danvan_desktop.organisation.books import Books
from danvan_desktop.paths import Paths
from danvan_desktop.signing.files import make_folder, replacing

Order = tuple[Epoch, int]

_NAME = "so-moi-nhat.json"


def newest_seen(paths: Paths, sender: str) -> Order | None:
    """Give the order of the newest pack of a sender that was in force here; None for none."""
    return max(_read(paths).get(sender, ()), default=None)


def remember_newest(books: Books, shelf: list[PackEntry]) -> None:
    """Write down the newest pack in force of every sender; one that was taken back is forgotten.

    One that the file knows and the shelf does not was lost with a restored backup: it stays
    written down until it comes again.
    """
    found: dict[str, list[Order]] = {}
    for one in shelf:
        if one.in_force:
            order = (one.epoch, one.number)
            found[one.sender] = [max([order, *found.get(one.sender, [])])]
    here = {(one.sender, one.epoch, one.number) for one in shelf}
    for who, orders in _read(books.paths).items():
        lost = [order for order in orders if (who, *order) not in here]
        found[who] = found.get(who, []) + ([max(lost)] if lost else [])
    written = {
        who: [[str(epoch), number] for epoch, number in orders]
        for who, orders in sorted(found.items())
    }
    make_folder(books.paths.packs)
    with replacing(books.paths.packs / _NAME) as file:
        file.write((json.dumps(written, ensure_ascii=False, indent=1) + "\n").encode())


def _read(paths: Paths) -> dict[str, list[Order]]:
    """Read the file; one that is damaged or not there forgets, as if the folder were new."""
    try:
        found = json.loads((paths.packs / _NAME).read_text(encoding="utf-8"))
        return {str(who): [_order(one) for one in _several(said)] for who, said in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return {}


def _several(said: list[Any]) -> list[Any]:
    """Give the packs of a sender: an older program wrote only one, and that without a list."""
    return [said] if said and isinstance(said[0], str) else said


def _order(said: list[Any]) -> Order:
    return Epoch.parse(str(said[0])), int(said[1])
