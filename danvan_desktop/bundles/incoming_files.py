"""The files of a bundle on their way into the store: looked at as if somebody attached them here.

The system opens a kept file by its name, so a program must not come in under any name.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.bundles import names
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.opening import Bundle
from danvan_desktop.organisation.books import Books
from danvan_desktop.secrecy import MarkedFile, declared_in
from danvan_desktop.storage import attachments as files


@dataclass(frozen=True, slots=True)
class Arrived:
    """An attachment that came along: its bytes, and the endings that its first bytes allow."""

    size: int
    endings: frozenset[str]


def store_files(books: Books, bundle: Bundle) -> dict[str, Arrived]:
    """Keep the papers and attachments of a bundle; returns the attachments by their SHA-256.

    BundleRefused for one that nobody could attach here, UserError when the disk refuses.
    """
    folder, arrived = books.paths.attachments, {}
    for resource in bundle.resources:
        if resource.name.startswith(names.PAPERS):
            files.store_pieces(folder, bundle.read(resource.name))
        if resource.name.startswith(names.ATTACHMENTS):
            if resource.size > files.MAX_BYTES:
                raise refused("attachment_bad", resource.title)
            content = b"".join(bundle.read(resource.name))
            found = Arrived(len(content), files.endings_of(content))
            arrived[resource.name.removeprefix(names.ATTACHMENTS)] = found
            _refuse_unfit(resource.title, content, found)
            files.store(folder, content)
    return arrived


# --- private


def _refuse_unfit(title: str, content: bytes, found: Arrived) -> None:
    """Refuse what nobody could attach here; the name of a secret file is not repeated."""
    from danvan_desktop.documents.raster import lines_of

    marked = declared_in(title, content, pdf_lines=lines_of)
    if not found.endings and marked is MarkedFile.CLEAN:
        raise refused("attachment_bad", title)
    if marked is MarkedFile.UNREADABLE:
        raise refused("attachment_bad", title)
    if marked is not MarkedFile.CLEAN:
        raise refused("state_secret")
