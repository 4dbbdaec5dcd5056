"""Records as lines of JSON: one object a line, UTF-8, keys in the sender's order.

Reading is strict, since the sender is not us: no duplicate keys, no NaN, no bare values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NoReturn

from danvan_desktop.bundles.bounds import integer, refuse_odd_characters

_PIECE = 1 << 16

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def encode_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield rows as JSON Lines, in pieces of about 64 KiB; ValueError for NaN or infinity."""
    piece: list[str] = []
    size = 0
    for row in rows:
        line = _encode(dict(row))
        piece.append(line)
        size += len(line)
        if size >= _PIECE:
            yield ("\n".join(piece) + "\n").encode("utf-8")
            piece, size = [], 0
    if piece:
        yield ("\n".join(piece) + "\n").encode("utf-8")


def decode_rows(pieces: Iterable[bytes], *, max_line: int) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON Lines; ValueError names the first line that is not one (from 1)."""
    for number, line in enumerate(_lines(pieces, max_line), start=1):
        try:
            text = line.decode("utf-8")
            row = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
            refuse_odd_characters(row, text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number}: {error}") from error
        if not isinstance(row, dict):
            raise ValueError(f"line {number}: not an object")
        yield row


def load_object(data: bytes) -> dict[str, Any]:
    """Read one strict JSON object; ValueError for anything else, also for numbers beyond bounds."""
    try:
        text = data.decode("utf-8")
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=integer
        )
        refuse_odd_characters(value, text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _lines(pieces: Iterable[bytes], max_line: int) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
        if len(rest) > max_line:
            raise ValueError("line too long")
    if rest:
        raise ValueError("last line is cut")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")
