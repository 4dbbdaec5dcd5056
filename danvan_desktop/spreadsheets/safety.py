"""Look at a file from outside before anything parses it, and refuse it in one clear sentence.

Whatever arrives by mail or USB may be empty, cut off, locked, something else under an .xlsx name,
or made to hurt (archive bombs, XML entities, a sheet that claims a billion cells). Nothing here
builds a tree, writes a file or follows a link.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.spreadsheets.model import FileFacts
from danvan_desktop.spreadsheets.strict import MARK as STRICT
from danvan_desktop.vietnamese import nfc

MAX_FILE_BYTES = 50_000_000
MAX_ENTRIES = 2_000
MAX_PART_BYTES = 150_000_000
MAX_XML_BYTES = 250_000_000
MAX_RATIO = 300
RATIO_FREE_BYTES = 20_000_000
"""Below this size a part may compress as well as it likes: a sheet of ticks does."""
MAX_CELLS = 2_000_000
"""Some forty years of one district; openpyxl needs about 20 s for them."""

NOTHING_WRITTEN = N_("Chưa có dòng nào được nhập từ tệp này.")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20

_PARTS = re.compile(r"(?:xl/.*|\[Content_Types\]|_rels/.*)\.(?:xml|rels)", re.IGNORECASE)
_UNREAD = re.compile(
    r"xl/(?:media|theme|drawings|charts|printerSettings|comments|threadedComments|persons|"
    r"externalLinks|pivotCache|pivotTables|ctrlProps|embeddings|customXml)", re.IGNORECASE
)  # fmt: skip
_FORMATS = (
    (b"%PDF", N_("tệp PDF")),
    (b"{\\rtf", N_("tệp văn bản RTF")),
    (b"\x89PNG", N_("tệp ảnh")),
    (b"\xff\xd8\xff", N_("tệp ảnh")),
    (b"Rar!", N_("tệp nén RAR")),
    (b"7z\xbc\xaf", N_("tệp nén 7z")),
)


def check_file(path: Path) -> FileFacts:
    """Tell what the reader will meet; UserError with a stable code when it may not be opened.

    Codes: not_found, unreadable, empty_file, encrypted, wrong_format, damaged, too_big.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise _refusal("empty_file", path, N_("Tệp {name} rỗng (0 byte)."), _SEND_AGAIN)
        if size > MAX_FILE_BYTES:
            raise _too_big(path)
        digest = _sha256(path)
        with path.open("rb") as source:
            head = source.read(4096)
        if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            raise _not_a_workbook(path, head)
        return _check_archive(path, size, digest)
    except FileNotFoundError as error:
        raise _refusal("not_found", path, N_("Không thấy tệp {name}."), _CHECK_PLACE) from error
    except OSError as error:
        raise _refusal(
            "unreadable", path, N_("Không đọc được tệp {name}."), _CHECK_PLACE
        ) from error


def damaged(path: Path) -> UserError:
    """The refusal of a workbook whose inside does not hold together."""
    return _refusal("damaged", path, N_("Tệp {name} bị hỏng hoặc chép chưa hết."), _SEND_AGAIN)


def too_slow(path: Path) -> UserError:
    """The refusal of a workbook that took more time or memory than any real one needs."""
    return _refusal("too_big", path, N_("Tệp {name} quá nặng, đã dừng đọc."), _SPLIT)


def nothing_to_import(path: Path) -> UserError:
    """The refusal of a sound workbook in which no cell is filled."""
    return _refusal(
        "nothing_to_import",
        path,
        N_("Tệp {name} không có gì để nhập: các trang đều trống."),
        N_("Nhắc đơn vị điền số liệu rồi gửi lại."),
    )


_SEND_AGAIN = N_("Đề nghị đơn vị gửi lại tệp.")
_CHECK_PLACE = N_("Kiểm tra tệp còn ở chỗ cũ và không bị chương trình khác giữ.")
_SPLIT = N_("Xóa các trang, dòng không dùng hoặc chia thành nhiều tệp rồi nhập lại.")
_SAVE_AS = N_("Mở tệp bằng Excel, chọn Lưu thành “Excel Workbook (.xlsx)” rồi nhập lại.")


def _refusal(code: str, path: Path, sentence: str, remedy: str, **names: str) -> UserError:
    return UserError(
        _(sentence).format(name=nfc(path.name), **names),
        safe=_(NOTHING_WRITTEN),
        remedy=_(remedy),
        code=code,
    )


def _wrong_format(path: Path, what: str) -> UserError:
    sentence = N_("Tệp {name} không phải bảng tính .xlsx mà là {what}.")
    return _refusal("wrong_format", path, sentence, _SAVE_AS, what=_(what))


def _too_big(path: Path) -> UserError:
    return _refusal("too_big", path, N_("Tệp {name} quá lớn so với một bảng số liệu."), _SPLIT)


def _encrypted(path: Path) -> UserError:
    return _refusal(
        "encrypted",
        path,
        N_("Tệp {name} có mật khẩu nên không mở được."),
        N_("Mở tệp bằng Excel, lưu lại không mật khẩu rồi nhập lại."),
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source:
        for chunk in iter(lambda: source.read(_CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _not_a_workbook(path: Path, head: bytes) -> UserError:
    """Name what the file really is."""
    if head.startswith(_OLE):
        return _ole(path)
    for magic, what in _FORMATS:
        if head.startswith(magic):
            return _wrong_format(path, what)
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "ignore").encode()
    start = text.lstrip().lower()
    if b"<html" in start or b"<table" in start or start.startswith(b"<!doctype html"):
        return _wrong_format(path, N_("trang web HTML"))
    if start.startswith(b"<"):
        return _wrong_format(path, N_("tệp XML"))
    if b"\0" not in text:
        return _wrong_format(path, N_("tệp chữ (văn bản hoặc CSV)"))
    return damaged(path)


def _ole(path: Path) -> UserError:
    """Tell a locked workbook from the formats of Office before 2007, all in the same container."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _encrypted(path)
    if "WordDocument".encode("utf-16-le") in content:
        return _wrong_format(path, N_("tệp Word (.doc)"))
    return _wrong_format(path, N_("tệp Excel cũ (.xls)"))


def _check_archive(path: Path, size: int, digest: str) -> FileFacts:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _check_kind(path, archive, names)
            _check_entries(path, entries)
            return _check_parts(path, archive, entries, size, digest)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, KeyError) as error:
        raise damaged(path) from error
    except expat.ExpatError as error:
        raise damaged(path) from error


def _check_kind(path: Path, archive: zipfile.ZipFile, names: set[str]) -> None:
    if "xl/workbook.bin" in names:
        raise _wrong_format(path, N_("tệp Excel nhị phân (.xlsb)"))
    if "word/document.xml" in names:
        raise _wrong_format(path, N_("tệp Word (.docx)"))
    if "ppt/presentation.xml" in names:
        raise _wrong_format(path, N_("tệp trình chiếu (.pptx)"))
    if "mimetype" in names and "content.xml" in names:
        raise _wrong_format(path, N_("bảng tính OpenDocument (.ods)"))
    if not any(name.lower().endswith("workbook.xml") for name in names):
        raise _wrong_format(path, N_("tệp nén ZIP")) if names else damaged(path)


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise _too_big(path)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _encrypted(path)
    total = 0
    for entry in entries:
        if not _is_read(entry.filename):
            continue
        total += entry.file_size
        ratio = entry.file_size / max(entry.compress_size, 1)
        bomb = ratio > MAX_RATIO and entry.file_size > RATIO_FREE_BYTES
        if entry.file_size > MAX_PART_BYTES or bomb:
            raise _too_big(path)
    if total > MAX_XML_BYTES:
        raise _too_big(path)


def _is_read(name: str) -> bool:
    return bool(_PARTS.fullmatch(name)) and not _UNREAD.match(name)


def _check_parts(
    path: Path, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], size: int, digest: str
) -> FileFacts:
    cells = xml_bytes = 0
    strict = False
    for entry in entries:
        if not _is_read(entry.filename):
            continue
        with archive.open(entry) as source:
            for chunk in _well_formed(path, source, entry.file_size):
                strict = strict or STRICT in chunk
                cells += chunk.count(b"<c ") + chunk.count(b":c ") + chunk.count(b"<c>")
                if cells > MAX_CELLS:
                    raise _too_big(path)
        xml_bytes += entry.file_size
    return FileFacts(
        name=nfc(path.name),
        sha256=digest,
        size=size,
        cells=cells,
        xml_bytes=xml_bytes,
        strict=strict,
        macros=any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries),
    )


def _well_formed(path: Path, source: IO[bytes], claimed: int) -> Iterator[bytes]:
    """Yield the part's bytes while expat checks them; entities and lying sizes are refused.

    A workbook has no document type (ECMA-376), so any is an attack: entity bombs and outside
    files need one. Plain expat does this ten times faster than a parser that builds elements.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    seen = 0
    for chunk in iter(lambda: source.read(_CHUNK), b""):
        seen += len(chunk)
        if seen > claimed:
            raise damaged(path)
        parser.Parse(chunk, False)
        yield chunk
    parser.Parse(b"", True)


def _refuse_doctype(*_declared: object) -> None:
    raise expat.ExpatError("a workbook has no document type")
