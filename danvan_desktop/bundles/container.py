"""Write a bundle: streamed, in one fixed form, under its final name only when it is whole.

A bundle is an ASiC-E container with one CAdES signature (ETSI EN 319 162-1); memory stays flat
whatever the size of its files.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from danvan_desktop.bundles import names, zipform
from danvan_desktop.bundles.cover import cover_sheet
from danvan_desktop.bundles.inspection import inspect
from danvan_desktop.bundles.manifest import (
    CONTAINER_TYPE,
    Packed,
    counts_of,
    write_datapackage,
    write_manifest,
)
from danvan_desktop.bundles.model import BundleInfo, BundleReceipt, Limits, Member, Resource
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.cms import sign_detached
from danvan_desktop.signing.files import (
    confirm_written,
    forget_cached,
    read_back_differs,
    replacing,
)
from danvan_desktop.signing.keys import SigningKey, refuse_unfit

LEVEL = 6


def write_bundle(
    target: Path,
    members: Iterable[Member],
    info: BundleInfo,
    key: SigningKey,
    *,
    limits: Limits | None = None,
    overwrite: bool = False,
    progress: Progress = no_progress,
) -> BundleReceipt:
    """Write and sign a bundle, read it back from the disk and compare.

    Signed at ``info.created``. Raises UserError for an unfit key, an existing ``target`` (unless
    ``overwrite``), a full or vanished disk, an unreadable member or a bundle above the limits;
    then nothing lies under the final name. ValueError for member names that are not allowed.
    """
    refuse_unfit(key, info.created)
    ordered = _in_order(members)
    if target.exists() and not overwrite:
        raise UserError(
            _("Đã có tệp {name}.").format(name=target.name),
            safe=_("Tệp cũ được giữ nguyên."),
            remedy=_("Xuất với số lần mới, hoặc chọn thư mục khác."),
            code="target_exists",
        )
    total = len(ordered) + 3
    with replacing(target) as file:
        writer = _Writer(file)
        resources = writer.payload(ordered, progress, total)
        progress(total - 3, total, _("Ký gói"))
        _write_tail(writer, info, resources, key)
        file.flush()
        os.fsync(file.fileno())
        forget_cached(file)
        progress(total - 2, total, _("Đọc lại và so sánh"))
        checked = inspect(file, limits or Limits())
        if tuple(checked.entries) != tuple(writer.entries):
            raise read_back_differs(target)
    progress(total, total)
    return BundleReceipt(target, checked.sha256, target.stat().st_size, counts_of(resources))


def copy_bundle(source: Path, folder: Path, *, progress: Progress = no_progress) -> Path:
    """Copy a bundle to another folder (a USB stick), read the copy back from there and compare."""
    target = folder / source.name
    size = max(1, source.stat().st_size)
    digest = hashlib.sha256()
    done = 0
    with source.open("rb") as original, replacing(target) as file:
        while chunk := original.read(1 << 20):
            digest.update(chunk)
            file.write(chunk)
            done += len(chunk)
            progress(done, size, _("Chép gói"))
    confirm_written(target, digest.hexdigest())
    return target


class _Writer:
    """Appends files to an archive in the one allowed form and remembers what it wrote."""

    def __init__(self, file: BinaryIO) -> None:
        self.entries: list[zipform.Entry] = []
        self.digests: dict[str, str] = {}
        self.packed: dict[str, Packed] = {}
        self._file = file
        self.add(names.MIMETYPE, [CONTAINER_TYPE])

    def payload(self, members: list[Member], progress: Progress, total: int) -> list[Resource]:
        """Write registers, papers and attachments."""
        resources = []
        for done, member in enumerate(members):
            progress(done, total, member.title or member.name)
            entry, lines = self.add(member.name, _pieces(member))
            count = lines if names.is_packed(member.name) else None
            digest = self.digests[member.name]
            _refuse_changed(member, digest)
            resources.append(Resource(member.name, member.title, entry.size, digest, count))
        return resources

    def add(self, name: str, pieces: Iterable[bytes]) -> tuple[zipform.Entry, int]:
        """Write one file; return its entry and the number of its line ends."""
        packed = names.is_packed(name)
        method = zipform.DEFLATED if packed else zipform.STORED
        offset = self._file.tell()
        blank = zipform.Entry(name, method, 0, 0, 0, offset)
        self._file.write(zipform.local_header(blank))
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -15) if packed else None
        content, inner = hashlib.sha256(), hashlib.sha256()
        crc = size = packed_size = lines = 0
        for piece in pieces:
            content.update(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            if packer is not None:
                lines += piece.count(b"\n")
                piece = packer.compress(piece)
                inner.update(piece)
            packed_size += len(piece)
            self._file.write(piece)
        if packer is not None:
            rest = packer.flush()
            inner.update(rest)
            packed_size += len(rest)
            self._file.write(rest)
            self.packed[name] = Packed(packed_size, inner.hexdigest())
        _refuse_size(name, size, offset + packed_size)
        entry = zipform.Entry(name, method, crc, packed_size, size, offset)
        self._file.seek(offset)
        self._file.write(zipform.local_header(entry))
        self._file.seek(entry.end)
        self.entries.append(entry)
        self.digests[name] = content.hexdigest()
        return entry, lines

    def finish(self) -> None:
        """Write the directory and the end."""
        offset = self._file.tell()
        directory = b"".join(zipform.central_header(entry) for entry in self.entries)
        self._file.write(directory)
        self._file.write(
            zipform.end_record(
                entries=len(self.entries), directory_offset=offset, directory_size=len(directory)
            )
        )


def _write_tail(
    writer: _Writer, info: BundleInfo, resources: list[Resource], key: SigningKey
) -> None:
    writer.add(names.DATAPACKAGE, [write_datapackage(info, resources, writer.packed)])
    cover = cover_sheet(info, resources, fingerprint=key.info.fingerprint)
    writer.add(names.COVER, [cover])
    signed = {name: digest for name, digest in writer.digests.items() if name != names.MIMETYPE}
    manifest = write_manifest(signed)
    writer.add(names.MANIFEST, [manifest])
    writer.add(names.SIGNATURE, [sign_detached(manifest, key, now=info.created)])
    writer.finish()


def _in_order(members: Iterable[Member]) -> list[Member]:
    given = list(members)
    seen: set[str] = set()
    for member in given:
        if not names.is_payload(member.name):
            raise ValueError(f"name not allowed in a bundle: {member.name!r}")
        if member.name.lower() in seen:
            raise ValueError(f"name twice in a bundle: {member.name!r}")
        seen.add(member.name.lower())
    return sorted(given, key=lambda one: names.order(one.name))


def _pieces(member: Member) -> Iterator[bytes]:
    try:
        yield from member.content()
    except OSError as error:
        raise UserError(
            _("Không đọc được “{name}” để đưa vào gói.").format(name=member.title or member.name),
            safe=_("Chưa xuất gói."),
            remedy=_("Kiểm tra tệp đính kèm của hồ sơ, hoặc khôi phục từ bản sao lưu."),
            code="member_unreadable",
        ) from error


def _refuse_changed(member: Member, digest: str) -> None:
    """Compare an attachment with the hash under which it is kept."""
    if member.name.startswith(names.ATTACHMENTS) and member.name != names.attachment_name(digest):
        raise UserError(
            _("Tệp đính kèm “{name}” đã bị thay đổi trên đĩa.").format(name=member.title),
            safe=_("Chưa xuất gói."),
            remedy=_("Khôi phục tệp từ bản sao lưu, hoặc đính kèm lại."),
            code="attachment_changed",
        )


def _refuse_size(name: str, size: int, end: int) -> None:
    if max(size, end) > zipform.MAX_OFFSET:
        raise UserError(
            _("Gói vượt quá 4 GB khi thêm “{name}”.").format(name=name),
            safe=_("Chưa xuất gói."),
            remedy=_("Bỏ bớt tệp đính kèm lớn rồi xuất lại."),
            code="bundle_too_large",
        )
