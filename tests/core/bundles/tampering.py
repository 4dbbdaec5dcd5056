"""Every byte of a signed message that an attacker could touch: flipped, cut, added, rebuilt."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from danvan_desktop.bundles import zipform
from danvan_desktop.bundles.model import BundleRefused

Read = Callable[[Path], object]


def refuse_every_change(path: Path, read: Read, place: Path) -> None:
    """Fail unless each flipped byte, each cut, and a byte more is refused."""
    data = path.read_bytes()
    changes = [data[:n] + bytes((data[n] ^ 1,)) + data[n + 1 :] for n in range(len(data))]
    changes += [data[:n] for n in range(len(data))] + [data + b"\0"]
    for changed in changes:
        _refused(changed, read, place)


def refuse_every_rebuilt(path: Path, read: Read, place: Path, *, step: int = 1) -> None:
    """Fail unless contents changed inside an archive that is right otherwise are refused."""
    for changed in _rebuilt(path, step):
        _refused(changed, read, place)


def _rebuilt(path: Path, step: int) -> Iterator[bytes]:
    with ZipFile(path) as archive:
        contents = {one.filename: archive.read(one) for one in archive.infolist()}
    for name, content in contents.items():
        for n in range(0, len(content), step):
            other = content[:n] + bytes((content[n] ^ 1,)) + content[n + 1 :]
            yield packed({**contents, name: other})


def packed(contents: dict[str, bytes]) -> bytes:
    """Put files together in exactly the form of a message."""
    data, entries = b"", []
    for name, content in contents.items():
        size = len(content)
        entry = zipform.Entry(name, zipform.STORED, zlib.crc32(content), size, size, len(data))
        entries.append(entry)
        data += zipform.local_header(entry) + content
    directory = b"".join(map(zipform.central_header, entries))
    end = zipform.end_record(
        entries=len(entries), directory_offset=len(data), directory_size=len(directory)
    )
    return data + directory + end


def _refused(changed: bytes, read: Read, place: Path) -> None:
    place.write_bytes(changed)
    with pytest.raises(BundleRefused):
        read(place)
