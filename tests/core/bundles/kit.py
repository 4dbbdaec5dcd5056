"""Small bundles, and archives put together by hand as an attacker would."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

from danvan_desktop.bundles import names, zipform
from danvan_desktop.bundles.container import write_bundle
from danvan_desktop.bundles.jsonl import encode_rows
from danvan_desktop.bundles.model import BundleInfo, BundleReceipt, Member
from danvan_desktop.bundles.protocol import Epoch, Parcel
from danvan_desktop.signing.keys import SigningKey
from tests.core.signing.kit import NOW

OFFICE = "TN-DMC-BDV"
EPOCH = Epoch(1, "018f0000-0000-7000-8000-000000000000")
OFFICE_NAME = "Ban Dân vận Huyện ủy Dương Minh Châu"
ROWS = [
    {"id": "m1", "ten": "Tiếng loa an ninh", "so_nguoi": 18, "ghi_chu": None},
    {"id": "m2", "ten": "Ưỡn Ẩn Ệ <b>", "so_nguoi": 0, "dat": True},
]
SCAN = b"anh chup"
SCAN_NAME = names.attachment_name(hashlib.sha256(SCAN).hexdigest())


@dataclass(frozen=True)
class Part:
    """One file of a hand-made archive; ``size`` and ``crc`` may lie."""

    name: str
    content: bytes
    packed: bytes | None = None
    size: int | None = None
    crc: int | None = None


def bundle_info(**changes: object) -> BundleInfo:
    """Return what a sender states, with some fields changed."""
    values: dict[str, object] = {
        "office_code": OFFICE,
        "office_name": OFFICE_NAME,
        "period_code": "2020-H1",
        "period_name": "6 tháng đầu năm 2020",
        "first_day": "2019-12-15",
        "last_day": "2020-06-14",
        "number": 1,
        "parcel": Parcel(OFFICE, EPOCH, 0, 7, "0" * 64),
        "schema_version": "0001",
        "program_version": "0.1.0",
        "created": NOW,
        "signatory": "Nguyễn Văn A, Trưởng Ban",
        "note": "",
    }
    return BundleInfo(**{**values, **changes})  # type: ignore[arg-type]


def members() -> list[Member]:
    """Return a register, a paper and an attachment, not in order."""
    return [
        Member(SCAN_NAME, lambda: [SCAN], "ảnh.jpg"),
        Member(names.paper_name("BC-15"), lambda: [b"%PDF-1.4", b" bao cao"], "Báo cáo số 15"),
        Member(names.data_name("dan_van_kheo"), lambda: encode_rows(ROWS), "Dân vận khéo"),
    ]


def make_bundle(
    folder: Path, key: SigningKey, given: Iterable[Member] | None = None, **changes: object
) -> BundleReceipt:
    """Write a small bundle."""
    info = bundle_info(**changes)
    name = names.bundle_file_name(info.office_code, info.period_code, info.number)
    chosen = members() if given is None else given
    return write_bundle(folder / name, chosen, info, key)


def parts_of(path: Path) -> list[Part]:
    """Return the files of a bundle, for building another archive out of them."""
    with ZipFile(path) as archive:
        return [Part(one.filename, archive.read(one)) for one in archive.infolist()]


def build(parts: Iterable[Part]) -> bytes:
    """Put parts together in exactly the form of a bundle, whatever their names and contents."""
    out = bytearray()
    entries = []
    for part in parts:
        packs = names.is_packed(part.name)
        packed = part.packed
        if packed is None:
            packed = deflate(part.content) if packs else part.content
        entry = zipform.Entry(
            name=part.name,
            method=zipform.DEFLATED if packs else zipform.STORED,
            crc=zlib.crc32(part.content) if part.crc is None else part.crc,
            packed_size=len(packed),
            size=len(part.content) if part.size is None else part.size,
            offset=len(out),
        )
        out += zipform.local_header(entry) + packed
        entries.append(entry)
    directory = b"".join(map(zipform.central_header, entries))
    return (
        bytes(out)
        + directory
        + zipform.end_record(
            entries=len(entries) & 0xFFFF, directory_offset=len(out), directory_size=len(directory)
        )
    )


def deflate(content: bytes, level: int = 6) -> bytes:
    """Compress as a ZIP does."""
    packer = zlib.compressobj(level, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
