"""The one ZIP form that a bundle may have, byte for byte.

A signature covers the content of the files and not the ZIP around them: dates, attributes, flags,
gaps and comments could be changed unnoticed. Every header is therefore a function of name, method,
checksum and sizes; the reader rebuilds each header and compares. Plain ZIP 2.0: no ZIP64, no
extra fields, no data descriptors, no comments, 1980-01-01, mode 0644.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
END_SIZE = 22
LOCAL_SIZE = 30
CENTRAL_SIZE = 46
MAX_ENTRIES = 0xFFFE
MAX_OFFSET = 0xFFFFFFFE

_VERSION = 20
_UNIX = 3 << 8
_DATE = (1 << 5) | 1
_MODE = 0o100644 << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive: where its local header begins, sizes in bytes, CRC-32."""

    name: str
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int

    @property
    def data_offset(self) -> int:
        """Return where the content begins."""
        return self.offset + LOCAL_SIZE + len(self.name)

    @property
    def end(self) -> int:
        """Return where the content ends."""
        return self.data_offset + self.packed_size


def local_header(entry: Entry) -> bytes:
    """Return the header that stands before an entry's content."""
    name = entry.name.encode("ascii")
    return (
        _LOCAL.pack(
            b"PK\x03\x04",
            _VERSION,
            0,
            entry.method,
            0,
            _DATE,
            entry.crc,
            entry.packed_size,
            entry.size,
            len(name),
            0,
        )
        + name
    )


def central_header(entry: Entry) -> bytes:
    """Return an entry's line in the directory at the end."""
    name = entry.name.encode("ascii")
    return (
        _CENTRAL.pack(
            b"PK\x01\x02",
            _UNIX | _VERSION,
            _VERSION,
            0,
            entry.method,
            0,
            _DATE,
            entry.crc,
            entry.packed_size,
            entry.size,
            len(name),
            0,
            0,
            0,
            0,
            _MODE,
            entry.offset,
        )
        + name
    )


def end_record(*, entries: int, directory_offset: int, directory_size: int) -> bytes:
    """Return the record that ends the file."""
    return _END.pack(b"PK\x05\x06", 0, 0, entries, entries, directory_size, directory_offset, 0)


def read_end(data: bytes) -> tuple[int, int, int] | None:
    """Return entries, directory offset and directory size of an end record; None if not ours."""
    if len(data) != END_SIZE:
        return None
    _sign, _disk, _first, _here, entries, size, offset, _comment = _END.unpack(data)
    rebuilt = end_record(entries=entries, directory_offset=offset, directory_size=size)
    return (entries, offset, size) if rebuilt == data else None


def read_central(data: bytes, position: int) -> tuple[Entry, int] | None:
    """Return what the directory says at ``position`` and where its next line begins.

    None when there is no line. The line is ours only if ``central_header`` gives the same bytes.
    """
    head = data[position : position + CENTRAL_SIZE]
    if len(head) != CENTRAL_SIZE or not head.startswith(b"PK\x01\x02"):
        return None
    fields = _CENTRAL.unpack(head)
    method, crc, packed_size, size, name_size, offset = (fields[i] for i in (4, 7, 8, 9, 10, 16))
    end = position + CENTRAL_SIZE + name_size
    # a foreign letter becomes U+FFFD, which no allowed name holds
    name = data[position + CENTRAL_SIZE : end].decode("ascii", "replace")
    return Entry(name, method, crc, packed_size, size, offset), end
