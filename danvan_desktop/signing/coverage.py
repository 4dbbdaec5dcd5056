"""Which bytes of a PDF a signature covers, counted on the raw file.

The signing library adds up lengths only; a byte range whose second part is shifted would pass.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

_PADDED_HEX = re.compile(rb"(?:[0-9a-f]*|[0-9A-F]*)\Z")


def end_of_coverage(signature: Any) -> int:
    """Return how many bytes from the start one signature covers, 0 when its range is not sound.

    Sound means: everything from byte 0, with one gap that holds exactly the signature value in
    hex, of one letter case and padded with zeros.
    """
    ranges = [int(one) for one in signature.byte_range]
    if len(ranges) != 4 or min(ranges) < 0 or ranges[0] != 0:
        return 0
    _, gap_start, gap_end, rest = ranges
    stream = signature.reader.stream
    if gap_end <= gap_start + 2 or gap_end + rest > _size(stream):
        return 0
    stream.seek(gap_start)
    gap = stream.read(gap_end - gap_start)
    value = gap[1:-1]
    if gap[:1] != b"<" or gap[-1:] != b">" or not _PADDED_HEX.match(value) or len(value) % 2:
        return 0
    if value[2 * _der_length(signature.pkcs7_content) :].strip(b"0"):
        return 0
    return gap_end + rest if bytes.fromhex(value.decode()) == signature.pkcs7_content else 0


def signatures_of(reader: PdfFileReader) -> tuple[list[Any], list[Any]]:
    """Return the signatures of a PDF and, apart, its time stamps, which are no signatures."""
    every = list(reader.embedded_signatures)
    signatures = [one for one in every if one.sig_object_type == "/Sig"]
    return signatures, [one for one in every if one not in signatures]


def unknown_signatures(reader: PdfFileReader) -> int:
    """Count the filled signature fields of a kind that the library passes over in silence."""
    from pyhanko.sign.fields import enumerate_sig_fields

    filled = enumerate_sig_fields(reader, filled_status=True)
    return len(list(filled)) - len(reader.embedded_signatures)


def _der_length(data: bytes) -> int:
    """Return the length of the first DER value in ``data``, header included."""
    if len(data) < 2:
        return 0
    first = data[1]
    if first < 0x80:
        return 2 + first
    count = first & 0x7F
    return 2 + count + int.from_bytes(data[2 : 2 + count], "big")


def _size(stream: Any) -> int:
    stream.seek(0, os.SEEK_END)
    return int(stream.tell())
