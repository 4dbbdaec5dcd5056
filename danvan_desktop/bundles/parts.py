"""Cut a file into parts small enough for e-mail, and put them together again, in any order.

The parts are plain pieces (``….001``, ``….002``), so ``cat`` or ``copy /b`` joins them too; beside
them lies a list of SHA-256 sums in the form of ``sha256sum``, of the whole and of every part.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.files import (
    CHUNK,
    confirm_written,
    make_folder,
    replacing,
    sha256_of,
)

LIST = ".sha256"
MOST_PARTS = 999
SMALLEST = 1 << 16
"""Bytes that a part has at least, so that nobody makes a thousand files by mistake."""

CODES = ("part_missing", "part_changed", "part_unreadable")
"""Codes of the refusals that are about the parts, not about the disk."""

_PART = re.compile(r"(?P<whole>.+)\.(?P<number>\d{3})")
_COPY = re.compile(r" \(\d\)$")
_COPIES = ("", *(f" ({n})" for n in range(1, 10)))
"""What a browser or a mail program puts behind the name of what was downloaded before."""

_LINE = re.compile(r"(?P<sha256>[0-9a-fA-F]{64})  (?P<name>[^/\\\x00-\x1f]{1,200})")
_MAX_LIST = 1 << 18


@dataclass(frozen=True, slots=True)
class PartList:
    """What the list beside the parts says: the whole's name and sum, the sums of the parts."""

    name: str
    sha256: str
    parts: tuple[str, ...]

    def part_name(self, number: int) -> str:
        """Return the file name of a part, counted from 1."""
        return f"{self.name}.{number:03d}"


def split_file(
    source: Path, folder: Path, size: int, *, progress: Progress = no_progress
) -> list[Path]:
    """Cut a file into parts of at most ``size`` bytes; returns the list and then the parts.

    Every part is read back. UserError when there would be too many or the disk refuses.
    """
    total = source.stat().st_size
    if size < SMALLEST or (count := -(-total // size)) > MOST_PARTS:
        raise UserError(
            _("Chia như vậy thành quá nhiều tệp."),
            remedy=_("Chọn cỡ mỗi tệp lớn hơn."),
            code="too_many_parts",
        )
    make_folder(folder)
    whole, sums, written = hashlib.sha256(), [], []
    with source.open("rb") as file:
        for number in range(1, count + 1):
            target = folder / f"{source.name}.{number:03d}"
            digest, left = hashlib.sha256(), size
            with replacing(target) as part:
                while left and (piece := file.read(min(CHUNK, left))):
                    digest.update(piece)
                    whole.update(piece)
                    part.write(piece)
                    left -= len(piece)
                    progress(file.tell(), total, target.name)
            confirm_written(target, digest.hexdigest())
            sums.append(digest.hexdigest())
            written.append(target)
    listing = folder / f"{source.name}{LIST}"
    lines = [(whole.hexdigest(), source.name)]
    lines += [(one, path.name) for one, path in zip(sums, written, strict=True)]
    with replacing(listing) as file:
        file.write("".join(f"{one}  {name}\n" for one, name in lines).encode())
    return [listing, *written]


def is_part(path: Path) -> bool:
    """Tell whether a file is a part or the list of parts, by its name."""
    return path.suffix == LIST or _PART.fullmatch(path.name) is not None


def stands_for_all(path: Path) -> bool:
    """Tell whether a part is the one by which all are named: the list, else the first of them."""
    lists = _there(path, LIST)
    return path == lists[0] if lists else path.suffix == ".001"


def whole_name(path: Path) -> str:
    """Give the name of the whole to which a part or a list belongs."""
    found = _PART.fullmatch(path.name)
    name = found["whole"] if found and path.suffix != LIST else path.name.removesuffix(LIST)
    return _COPY.sub("", name)


def join_parts(path: Path, target: Path, *, progress: Progress = no_progress) -> str:
    """Put together the parts that lie beside ``path`` (any of them, or the list) in ``target``.

    Returns the name of the whole. UserError names the first part that is missing or was changed.
    """
    listed = read_list(path if path.suffix == LIST else _list_of(path))
    whole = hashlib.sha256()
    with replacing(target, private=True) as file:
        for number, expected in enumerate(listed.parts, start=1):
            part = _part_of(path, listed.part_name(number), expected)
            progress(number - 1, len(listed.parts), part.name)
            digest = hashlib.sha256()
            try:
                with part.open("rb") as opened:
                    while piece := opened.read(CHUNK):
                        digest.update(piece)
                        whole.update(piece)
                        file.write(piece)
            except OSError as error:
                if not part.is_file():
                    raise _missing(part.name, number, len(listed.parts)) from None
                raise _unreadable(part.name) from error
            if digest.hexdigest() != expected:
                raise _changed(part.name)
        if whole.hexdigest() != listed.sha256:
            raise _changed(listed.name)
    return listed.name


def read_list(path: Path) -> PartList:
    """Read the list beside the parts; UserError when it is missing or no such list."""
    try:
        with path.open("rb") as file:
            text = file.read(_MAX_LIST).decode("utf-8-sig")
    except OSError as error:
        if not path.is_file():
            raise _missing(path.name, 0, 0) from None
        raise _unreadable(path.name) from error
    except UnicodeDecodeError:
        raise _changed(path.name) from None
    lines = [_LINE.fullmatch(line) for line in text.splitlines()]
    own = path.name.removesuffix(LIST)
    name = next((line["name"] for line in lines[:1] if line), own)
    named = [line["name"] if line else "" for line in lines]
    expected = [name, *(f"{name}.{n:03d}" for n in range(1, len(lines)))]
    if name not in (own, _COPY.sub("", own)) or named != expected or len(lines) < 2:
        raise _changed(path.name)
    sums = [line["sha256"].lower() for line in lines if line]
    return PartList(name, sums[0], tuple(sums[1:]))


# --- private


def _there(path: Path, ending: str) -> list[Path]:
    """Find the files of the whole that ``path`` belongs to with an ending, copies last."""
    places = [path.with_name(f"{whole_name(path)}{copy}{ending}") for copy in _COPIES]
    return [place for place in places if place.exists()]


def _list_of(path: Path) -> Path:
    return next(iter(_there(path, LIST)), path.with_name(whole_name(path) + LIST))


def _part_of(path: Path, name: str, sha256: str) -> Path:
    """Find a part under its name, or one that was downloaded twice; the sum decides."""
    found = _there(path, name[-4:])
    if len(found) > 1:
        found = [place for place in found if sha256_of(place) == sha256] or found
    return next(iter(found), path.with_name(name))


def _missing(name: str, number: int, count: int) -> UserError:
    message = _("Thiếu tệp {name}.").format(name=name)
    if number:
        message = _("Thiếu phần {n}/{count}: tệp {name}.").format(n=number, count=count, name=name)
    return UserError(
        message,
        safe=_("Chưa nhận gì."),
        remedy=_("Chép đủ các phần và tệp {list} vào cùng một thư mục rồi mở lại.").format(
            list=LIST
        ),
        code="part_missing",
    )


def _unreadable(name: str) -> UserError:
    return UserError(
        _("Không đọc được tệp {name}.").format(name=name),
        safe=_("Chưa nhận gì."),
        remedy=_("Kiểm tra đường dẫn và USB rồi chọn lại."),
        code="part_unreadable",
    )


def _changed(name: str) -> UserError:
    return UserError(
        _("Tệp {name} bị hỏng hoặc đã bị sửa.").format(name=name),
        safe=_("Chưa nhận gì."),
        remedy=_("Xin bên gửi gửi lại riêng tệp đó."),
        code="part_changed",
    )
