"""Check the bytes of a bundle: form, names, limits, contents, lists. Everything but the signer.

The whole file is walked once from its first byte to its last, in pieces, and every byte must be
accounted for: a header that we would write, a content whose digest is listed, the directory, the
end. So there is no byte left in which anything could be hidden or changed.
"""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from danvan_desktop.bundles import names, zipform
from danvan_desktop.bundles.manifest import (
    CONTAINER_TYPE,
    Packed,
    read_datapackage,
    read_manifest,
)
from danvan_desktop.bundles.model import FORMAT, BundleInfo, BundleRefused, Limits, Resource
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import N_, _
from danvan_desktop.vietnamese import format_size

_CHUNK = 1 << 18
_REQUIRED = (names.DATAPACKAGE, names.COVER, names.MANIFEST, names.SIGNATURE)

DAMAGES: dict[str, str] = {
    "not_a_bundle": N_("tệp không phải gói số liệu, bị cắt hoặc có thêm dữ liệu ở đầu, cuối"),
    "bad_form": N_("cấu trúc nén không đúng quy cách của gói"),
    "forbidden_name": N_("có tên tệp không được phép"),
    "duplicate_name": N_("có hai tệp trùng tên"),
    "wrong_order": N_("các tệp không đúng thứ tự hoặc thiếu tệp bắt buộc"),
    "too_many": N_("có quá nhiều tệp"),
    "too_large": N_("có tệp quá lớn"),
    "ratio": N_("có tệp nén quá mức bình thường"),
    "lying_size": N_("kích thước ghi trong gói không đúng với nội dung"),
    "content_changed": N_("nội dung một tệp khác với lúc ký"),
    "unlisted": N_("danh mục ký không khớp với các tệp trong gói"),
    "manifest_bad": N_("danh mục ký bị hỏng"),
    "datapackage_bad": N_("phần mô tả gói bị hỏng"),
    "newer_format": N_("gói do phiên bản mới hơn của phần mềm lập"),
    "records_bad": N_("có dòng số liệu không đọc được"),
    "attachment_bad": N_("có tệp đính kèm không thuộc loại được nhận hoặc quá lớn"),
    "state_secret": N_("có tệp đính kèm ghi độ mật, không được đưa vào máy"),
    "own_office": N_("gói ghi mã của chính cơ quan nhận"),
    "unexpected": N_("nội dung gói không đọc được"),
    "envelope_damaged": N_("phong bì mã hóa bị hỏng, bị cắt hoặc đã bị sửa"),
    "envelope_for_other": N_("phong bì được mã hóa cho nơi nhận khác"),
    "signature_bad": N_("chữ ký của gói không đúng"),
    "other_office": N_("gói ký bằng khóa của cơ quan khác"),
}

REMEDY = N_("Xin bên gửi chép lại hoặc xuất lại gói.")
REMEDIES = {
    "newer_format": N_("Cập nhật phần mềm rồi mở lại gói."),
    "envelope_for_other": N_("Mở gói ở nơi nhận ghi trong phong bì."),
    "attachment_bad": N_("Xin bên gửi gỡ tệp đó khỏi hồ sơ rồi xuất lại gói."),
    "state_secret": N_("Xin bên gửi gỡ tệp đó khỏi hồ sơ rồi xuất lại gói."),
}
"""What to do about a damage, where it is not to ask for another copy."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found: the entries, the small files themselves, the whole file's SHA-256."""

    entries: tuple[zipform.Entry, ...]
    head: dict[str, bytes]
    sha256: str
    info: BundleInfo
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one file really is; ``inner`` is the digest of its packed form."""

    size: int
    sha256: str
    inner: str
    lines: int


def inspect(file: BinaryIO, limits: Limits, progress: Progress = no_progress) -> Checked:
    """Check a bundle wholly except for its signature; raises BundleRefused."""
    entries, tail = _directory(file, limits)
    whole = hashlib.sha256()
    head: dict[str, bytes] = {}
    seen: dict[str, _Seen] = {}
    for done, entry in enumerate(entries):
        progress(done, len(entries), entry.name)
        kept = None if names.is_payload(entry.name) else bytearray()
        seen[entry.name] = _walk(file, entry, whole.update, kept)
        if kept is not None:
            head[entry.name] = bytes(kept)
    whole.update(tail)
    info, resources = _lists(head, entries, seen)
    return Checked(entries, head, whole.hexdigest(), info, resources)


def refused(code: str, detail: str = "") -> BundleRefused:
    """Make the refusal of a damage code; ``detail`` (a name, a number) is added in brackets."""
    what = _(DAMAGES[code])
    what = f"{what} ({detail})" if detail else what
    remedy = _(REMEDIES.get(code, REMEDY))
    message = _("Không nhận gói: {what}.").format(what=what)
    refusal = BundleRefused(code, what, message, remedy=remedy)
    refusal.about = detail
    return refusal


def content(
    file: BinaryIO, entry: zipform.Entry, packed: Callable[[bytes], Any] = len
) -> Iterator[bytes]:
    """Yield an entry's content; ``packed`` is told each piece as it lies in the file.

    Raises BundleRefused when the entry is longer or shorter than it says, before more than its
    stated size has been unpacked.
    """
    file.seek(entry.data_offset)
    left = entry.packed_size
    unpacker = zlib.decompressobj(-15) if entry.method == zipform.DEFLATED else None
    size = 0
    while left:
        piece = file.read(min(_CHUNK, left))
        if not piece:
            raise refused("lying_size", entry.name)
        left -= len(piece)
        packed(piece)
        for plain in [piece] if unpacker is None else _unpack(unpacker, piece, entry):
            size += len(plain)
            if size > entry.size:
                raise refused("lying_size", entry.name)
            yield plain
    if size != entry.size or (unpacker is not None and not unpacker.eof):
        raise refused("lying_size", entry.name)


def _unpack(unpacker: Any, piece: bytes, entry: zipform.Entry) -> Iterator[bytes]:
    try:
        while piece:
            yield unpacker.decompress(piece, _CHUNK)
            piece = unpacker.unconsumed_tail
            if unpacker.unused_data:
                raise refused("lying_size", entry.name)
    except zlib.error as error:
        raise refused("content_changed", entry.name) from error


def _directory(file: BinaryIO, limits: Limits) -> tuple[tuple[zipform.Entry, ...], bytes]:
    """Read and judge the directory; return the entries and the bytes from it to the end."""
    size = file.seek(0, os.SEEK_END)
    if size > limits.file_size:
        raise refused("too_large", format_size(size))
    file.seek(max(0, size - zipform.END_SIZE))
    end = zipform.read_end(file.read())
    if end is None:
        raise refused("not_a_bundle")
    count, offset, length = end
    if offset + length + zipform.END_SIZE != size:
        raise refused("not_a_bundle")
    if count > limits.members or length > limits.directory_size:
        raise refused("too_many", str(count))
    file.seek(offset)
    tail = file.read()
    entries = _entries(tail[:length], limits)
    if len(entries) != count:
        raise refused("bad_form")
    _judge_layout(entries, offset, limits)
    return tuple(entries), tail


def _entries(directory: bytes, limits: Limits) -> list[zipform.Entry]:
    entries: list[zipform.Entry] = []
    seen: set[str] = set()
    position = 0
    while position < len(directory):
        read = zipform.read_central(directory, position)
        if read is None:
            raise refused("bad_form")
        entry, following = read
        if entry.name.lower() in seen:
            raise refused("duplicate_name")
        if not names.is_allowed(entry.name):
            raise refused("forbidden_name")
        if zipform.central_header(entry) != directory[position:following]:
            raise refused("bad_form")
        seen.add(entry.name.lower())
        entries.append(entry)
        if len(entries) > limits.members:
            raise refused("too_many")
        position = following
    return entries


def _judge_layout(entries: list[zipform.Entry], end: int, limits: Limits) -> None:
    found = [entry.name for entry in entries]
    if found != sorted(found, key=names.order) or found[:1] != [names.MIMETYPE]:
        raise refused("wrong_order")
    if tuple(found[-len(_REQUIRED) :]) != _REQUIRED:
        raise refused("wrong_order")
    position = total = 0
    for entry in entries:
        packed = names.is_packed(entry.name)
        if entry.method != (zipform.DEFLATED if packed else zipform.STORED):
            raise refused("bad_form", entry.name)
        if entry.offset != position or (not packed and entry.packed_size != entry.size):
            raise refused("bad_form", entry.name)
        position = entry.end
        total += entry.size
        most = limits.member_size if names.is_payload(entry.name) else limits.head_size
        if entry.size > most or total > limits.total_size:
            raise refused("too_large", entry.name)
        if entry.size > limits.ratio_floor and entry.size > limits.ratio * entry.packed_size:
            raise refused("ratio", entry.name)
    if position != end:
        raise refused("bad_form")


def _walk(
    file: BinaryIO,
    entry: zipform.Entry,
    whole: Callable[[bytes], Any],
    kept: bytearray | None,
) -> _Seen:
    """Compare one entry's header and checksum and take its digests."""
    header = zipform.local_header(entry)
    file.seek(entry.offset)
    if file.read(len(header)) != header:
        raise refused("bad_form", entry.name)
    whole(header)
    digest, inner = hashlib.sha256(), hashlib.sha256()
    crc = lines = 0

    def packed(piece: bytes) -> None:
        whole(piece)
        if entry.method == zipform.DEFLATED:
            inner.update(piece)

    for piece in content(file, entry, packed):
        digest.update(piece)
        crc = zlib.crc32(piece, crc)
        if entry.method == zipform.DEFLATED:
            lines += piece.count(b"\n")
        if kept is not None:
            kept += piece
    if crc != entry.crc:
        raise refused("content_changed", entry.name)
    return _Seen(entry.size, digest.hexdigest(), inner.hexdigest(), lines)


def _lists(
    head: dict[str, bytes], entries: tuple[zipform.Entry, ...], seen: dict[str, _Seen]
) -> tuple[BundleInfo, tuple[Resource, ...]]:
    """Compare the two lists inside the bundle with what is really there."""
    if head[names.MIMETYPE] != CONTAINER_TYPE:
        raise refused("not_a_bundle")
    try:
        listed = read_manifest(head[names.MANIFEST])
    except ValueError as error:
        raise refused("manifest_bad") from error
    unsigned = {names.MIMETYPE, names.MANIFEST, names.SIGNATURE}
    expected = [entry.name for entry in entries if entry.name not in unsigned]
    if list(listed) != expected:
        raise refused("unlisted")
    for name in expected:
        if listed[name] != seen[name].sha256:
            raise refused("content_changed", name)
    return _datapackage(head[names.DATAPACKAGE], entries, seen)


def _datapackage(
    data: bytes, entries: tuple[zipform.Entry, ...], seen: dict[str, _Seen]
) -> tuple[BundleInfo, tuple[Resource, ...]]:
    try:
        info, resources, packed = read_datapackage(data)
    except ValueError as error:
        newer = FORMAT.encode() not in data and b"danvan-bundle/" in data
        raise refused("newer_format" if newer else "datapackage_bad") from error
    payload = [entry for entry in entries if names.is_payload(entry.name)]
    if [one.name for one in resources] != [entry.name for entry in payload]:
        raise refused("datapackage_bad")
    for one, entry in zip(resources, payload, strict=True):
        real = seen[one.name]
        if (one.size, one.sha256) != (real.size, real.sha256):
            raise refused("datapackage_bad", one.name)
        attached = one.name.startswith(names.ATTACHMENTS)
        if attached and one.name != names.attachment_name(real.sha256):
            raise refused("datapackage_bad", one.name)
        if one.count is not None and entry.method != zipform.DEFLATED:
            raise refused("datapackage_bad", one.name)
        if entry.method == zipform.DEFLATED and (
            packed.get(one.name) != Packed(entry.packed_size, real.inner) or one.count != real.lines
        ):
            raise refused("content_changed", one.name)
    return info, resources
