"""Trusted certificates and revocation lists, as a part of a pack: one file for each.

They vouch for signatures on papers. Keys of offices do not come this way: they are introduced by a
letter and compared by telephone, so no pack can slip one in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_files import FilePart
from danvan_desktop.organisation.pack_parts import Difference, Entry, Offer, text_of, unique
from danvan_desktop.paths import Paths
from danvan_desktop.signing.keys import day_text
from danvan_desktop.signing.trust import Block, TrustList, blocks_of

MAX_PEM = 400_000
PREFIX = "goi-"


class CertificatesPart(FilePart):
    """The files of ``tin_cay`` that packs brought."""

    key = "certificates"
    label = N_("Chứng thư tin cậy")
    icon = "shield"
    ending = ".pem"
    most = 200

    def folder(self, paths: Paths) -> Path:
        """Give the folder of trusted certificates."""
        return paths.trusted

    # --- making

    def offers(self, books: Books) -> list[Offer]:
        """Offer what this office trusts itself."""
        folder = books.paths.trusted
        found = []
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            if path.is_file():
                found += [
                    Offer(block.sha256, _title(block), _detail(block), False, path=path)
                    for block in _fit(path)
                ]
        return list({one.key: one for one in found}.values())

    def packed(
        self, books: Books, keys: Collection[str], files: Sequence[Path] = ()
    ) -> list[dict[str, Any]]:
        """Carry chosen certificates of the folder and all of further files."""
        folder = books.paths.trusted
        here = sorted(folder.iterdir()) if folder.is_dir() else []
        chosen = [b for path in here if path.is_file() for b in _fit(path) if b.sha256 in keys]
        chosen += [block for path in files for block in TrustList.from_files(path).blocks()]
        entries = {block.sha256: {"pem": block.pem} for block in chosen}
        self.read(list(entries.values()))
        return list(entries.values())

    # --- taking in

    def read(self, entries: Sequence[Any]) -> list[Entry]:
        """Take each as one PEM block in the one form that we write; keys of offices are refused."""
        found: list[Entry] = []
        for entry in entries:
            text = text_of(entry, "pem", most=MAX_PEM)
            try:
                blocks = blocks_of(text.encode())
            except ValueError as error:
                raise ValueError(_("có chứng thư không đọc được")) from error
            if len(blocks) != 1 or blocks[0].pem != text:
                raise ValueError(_("có chứng thư không đúng dạng PEM"))
            if blocks[0].info is not None and blocks[0].info.office_key:
                raise ValueError(
                    _("khóa cơ quan {name} không đi bằng gói").format(name=blocks[0].info.name)
                )
            found.append({"pem": text})
        unique(found, lambda one: _block(str(one["pem"])).sha256)
        return found

    def contents(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Name each file by its own digest, so that none can stand for another."""
        return {
            f"{PREFIX}{_block(str(one['pem'])).sha256[:24]}.pem": str(one["pem"]) for one in entries
        }

    def title(self, name: str, content: str) -> str:
        """Name the holder, or the issuer of a list."""
        return _title(_block(content))

    def differences(self, before: str, after: str) -> list[Difference]:
        """Say what a certificate is good for."""
        block = _block(after or before)
        facts = _detail(block)
        fingerprint = " ".join(block.sha256[n : n + 4].upper() for n in range(0, 16, 4))
        gone = not after
        return [
            Difference(_("Nội dung"), facts if gone else "", "" if gone else facts),
            Difference(_("Vân tay"), fingerprint if gone else "", "" if gone else fingerprint),
        ]


# --- private


def _fit(path: Path) -> list[Block]:
    """Read what may travel in a pack of a file; nothing where it is none of ours."""
    try:
        blocks = TrustList.from_files(path).blocks()
    except UserError:
        return []
    return [one for one in blocks if one.info is None or not one.info.office_key]


def _block(pem: str) -> Block:
    return blocks_of(pem.encode())[0]


def _title(block: Block) -> str:
    if block.info is not None:
        return block.info.name
    return _("Danh sách thu hồi của {name}").format(name=block.issuer)


def _detail(block: Block) -> str:
    info = block.info
    if info is None:
        return _("cập nhật {day}").format(day=_day(block.made))
    words = _("cấp bởi {issuer}, hết hạn {day}")
    return words.format(issuer=info.issuer, day=_day(info.not_after))


def _day(moment: datetime | None) -> str:
    return day_text(moment) if moment is not None else ""
