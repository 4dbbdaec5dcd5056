"""The sRGB colour profile that an archival PDF must carry, written from the standard's numbers.

About 500 bytes, the same on every machine: no operating system's profile is copied, so there is
nothing to license and nothing that changes. Values: IEC 61966-2-1; layout: ICC.1:2004 (v4.2).
"""

from __future__ import annotations

import struct
from functools import cache

NAME = "sRGB IEC61966-2.1"

_WHITE = (0.9642, 1.0, 0.8249)
"""The profile connection space's white, D50."""

_RED, _GREEN, _BLUE = (
    (0.43607, 0.22249, 0.01392),
    (0.38515, 0.71687, 0.09708),
    (0.14307, 0.06061, 0.71410),
)
"""sRGB primaries adapted from D65 to D50 (Bradford)."""

_ADAPTATION = (
    (1.04788, 0.02292, -0.05019),
    (0.02959, 0.99048, -0.01707),
    (-0.00925, 0.01508, 0.75168),
)
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
"""The transfer curve: g, a, b, c, d of a parametric curve of type 3."""

_HEADER = 128
_MADE = (2020, 1, 1, 0, 0, 0)


@cache
def srgb_profile() -> bytes:
    """Return the profile."""
    curve = struct.pack(">4sIHH", b"para", 0, 3, 0) + _fixed(*_CURVE)
    tags = (
        (b"desc", _text(NAME)),
        (b"cprt", _text("Public domain")),
        (b"wtpt", _xyz(_WHITE)),
        (b"chad", struct.pack(">4sI", b"sf32", 0) + _fixed(*(v for r in _ADAPTATION for v in r))),
        (b"rXYZ", _xyz(_RED)),
        (b"gXYZ", _xyz(_GREEN)),
        (b"bXYZ", _xyz(_BLUE)),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
    )
    table, data = b"", b""
    start = _HEADER + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    for name, value in tags:
        if value not in places:
            places[value] = start + len(data)
            data += value + b"\0" * (-len(value) % 4)
        table += struct.pack(">4sII", name, places[value], len(value))
    size = start + len(data)
    return _header(size) + struct.pack(">I", len(tags)) + table + data


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4s4s4s4s4s6H4s4sI4s4sQI12s4s44x",
        size,
        b"\0\0\0\0",
        b"\x04\x20\0\0",
        b"mntr",
        b"RGB ",
        b"XYZ ",
        *_MADE,
        b"acsp",
        b"\0\0\0\0",
        0,
        b"\0\0\0\0",
        b"\0\0\0\0",
        0,
        0,
        _fixed(*_WHITE),
        b"\0\0\0\0",
    )


def _fixed(*values: float) -> bytes:
    """Write numbers with 16 bits behind the point."""
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _xyz(values: tuple[float, float, float]) -> bytes:
    return struct.pack(">4sI", b"XYZ ", 0) + _fixed(*values)


def _text(text: str) -> bytes:
    """Write a multi-localised text with one entry, in English."""
    words = text.encode("utf-16-be")
    return struct.pack(">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(words), 28) + words
