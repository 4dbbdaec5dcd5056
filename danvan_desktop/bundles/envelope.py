"""Close a bundle for its receiver's eyes only: CMS AuthEnvelopedData, streamed.

AES-256-GCM for the content (RFC 5083, RFC 5084), RSA-OAEP with SHA-256 for its key (RFC 8017), so
``openssl cms -decrypt`` opens it too. The form is DER with definite lengths: the reader rebuilds
the head from what it read and compares, so no byte of the file is without a meaning. What comes
out of an envelope is unsigned: whoever opens one must still check the bundle inside.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from danvan_desktop.bundles.inspection import refused
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.files import confirm_written, replacing
from danvan_desktop.signing.wrapping import OpeningKey, decryption, encryption, unwrap, wrap

EXTENSION = ".p7m"
CHUNK = 1 << 20
KEY_SIZE, NONCE_SIZE, TAG_SIZE = 32, 12, 16
MAX_RECIPIENTS = 8
MAX_CONTENT = 1 << 32
MAX_HEAD = 16 << 10
"""Bytes that the head of an envelope may take; eight recipients take less than six thousand."""

_SEQUENCE, _SET, _INTEGER, _OCTETS, _OID, _NULL = 0x30, 0x31, 0x02, 0x04, 0x06, 0x05
_VERSION_0, _VERSION_2 = b"\x02\x01\x00", b"\x02\x01\x02"


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the content: the wrapped keys by recipient, nonce, lengths in bytes."""

    keys: tuple[tuple[bytes, bytes], ...]
    nonce: bytes
    content_size: int
    data: bytes

    @property
    def file_size(self) -> int:
        """Return how long the whole envelope is."""
        return len(self.data) + self.content_size + 2 + TAG_SIZE


def seal(
    source: Path,
    target: Path,
    recipients: Sequence[bytes],
    *,
    progress: Progress = no_progress,
) -> str:
    """Write ``source`` encrypted to the certificates (DER) of its recipients, and read it back.

    Returns the SHA-256 of what was written. Raises UserError when a certificate cannot take a key
    or the disk refuses; then nothing lies under the final name. ValueError for no recipient or
    more than MAX_RECIPIENTS.
    """
    if not 1 <= len(recipients) <= MAX_RECIPIENTS:
        raise ValueError(f"{len(recipients)} recipients")
    key, nonce = os.urandom(KEY_SIZE), os.urandom(NONCE_SIZE)
    wrapped = sorted(wrap(certificate, key) for certificate in recipients)
    size = source.stat().st_size
    cipher, digest = encryption(key, nonce), hashlib.sha256()
    with source.open("rb") as content, replacing(target) as file:

        def write(data: bytes) -> None:
            digest.update(data)
            file.write(data)

        write(_head(wrapped, nonce, size).data)
        done = 0
        while piece := content.read(CHUNK):
            write(cipher.update(piece))
            done += len(piece)
            progress(done, max(size, 1), _("Mã hóa gói"))
        if done != size:
            raise OSError("the file changed while it was read")
        write(_tlv(_OCTETS, cipher.finish()))
    confirm_written(target, digest.hexdigest())
    return digest.hexdigest()


def unseal(
    source: Path, target: Path, key: OpeningKey, *, progress: Progress = no_progress
) -> None:
    """Write the content of an envelope to ``target``, which appears only when it is authentic.

    Raises BundleRefused when the envelope is damaged, cut, extended or not for this key.
    """
    with source.open("rb") as file:
        head = read_head(file)
        secret = _unwrapped(head, key)
        file.seek(-(TAG_SIZE + 2), os.SEEK_END)
        end = file.read()
        if end[:2] != bytes((_OCTETS, TAG_SIZE)):
            raise refused("envelope_damaged", "mac")
        cipher = decryption(secret, head.nonce, end[2:])
        file.seek(len(head.data))
        with replacing(target, private=True) as out:
            left = head.content_size
            while left:
                piece = file.read(min(CHUNK, left))
                if not piece:
                    raise refused("envelope_damaged", "length")
                out.write(cipher.update(piece))
                left -= len(piece)
                progress(head.content_size - left, head.content_size, _("Giải mã gói"))
            if not cipher.finish():
                raise refused("envelope_damaged", "tag")


def is_envelope(file: BinaryIO) -> bool:
    """Tell whether a file begins as an envelope does; its position stays where it was."""
    place = file.tell()
    begin = file.read(MAX_HEAD)
    file.seek(place)
    return _CONTENT_TYPE in begin[:32]


def recipients_of(file: BinaryIO) -> tuple[bytes, ...]:
    """List the key identifiers that an envelope is closed for; BundleRefused when damaged."""
    return tuple(identifier for identifier, _key in read_head(file).keys)


def read_head(file: BinaryIO) -> Head:
    """Read the head and compare it with the one that we would write; BundleRefused otherwise."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    begin = file.read(MAX_HEAD)
    head = _parsed(begin)
    if head is None or not begin.startswith(head.data):
        raise refused("envelope_damaged", "head")
    if head.file_size != size:
        raise refused("envelope_damaged", "length")
    return head


# --- private


def _unwrapped(head: Head, key: OpeningKey) -> bytes:
    wrapped = dict(head.keys).get(key.identifier)
    if wrapped is None:
        raise refused("envelope_for_other", "recipient")
    secret = unwrap(key, wrapped)
    if secret is None or len(secret) != KEY_SIZE:
        raise refused("envelope_damaged", "key")
    return secret


def _parsed(begin: bytes) -> Head | None:
    """Read what varies in a head (keys, nonce, length) and rebuild the head from it."""
    try:
        reader = _Reader(begin)
        reader.open(_SEQUENCE)
        reader.take(_CONTENT_TYPE)
        reader.open(0xA0)
        reader.open(_SEQUENCE)
        reader.take(_VERSION_0)
        end = reader.open(_SET)
        keys: list[tuple[bytes, bytes]] = []
        while reader.place < end and len(keys) < MAX_RECIPIENTS:
            reader.open(_SEQUENCE)
            reader.take(_VERSION_2)
            identifier = reader.value(0x80)
            reader.take(_OAEP)
            keys.append((identifier, reader.value(_OCTETS)))
        reader.open(_SEQUENCE)
        reader.take(_DATA)
        reader.open(_SEQUENCE)
        reader.take(_AES_GCM)
        reader.open(_SEQUENCE)
        nonce = reader.value(_OCTETS)
        reader.take(_TAG_LENGTH)
        size = reader.open(0x80) - reader.place
    except (IndexError, ValueError):
        return None
    if len(nonce) != NONCE_SIZE or size > MAX_CONTENT or keys != sorted(keys) or not keys:
        return None
    return _head(keys, nonce, size)


class _Reader:
    """Walks through DER; ValueError where something else stands than is asked for."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

    def open(self, tag: int) -> int:
        """Step into a value and return where it ends."""
        if self.data[self.place] != tag:
            raise ValueError("tag")
        first = self.data[self.place + 1]
        count = first & 0x7F if first & 0x80 else 0
        if count > 5:
            raise ValueError("length")
        begin = self.place + 2 + count
        length = int.from_bytes(self.data[self.place + 2 : begin]) if count else first
        self.place = begin
        return begin + length

    def value(self, tag: int) -> bytes:
        """Return a whole value."""
        end = self.open(tag)
        if end > len(self.data):
            raise ValueError("end")
        found = self.data[self.place : end]
        self.place = end
        return found

    def take(self, expected: bytes) -> None:
        """Step over bytes that must stand here."""
        if not self.data.startswith(expected, self.place):
            raise ValueError("content")
        self.place += len(expected)


def _head(keys: Sequence[tuple[bytes, bytes]], nonce: bytes, size: int) -> Head:
    infos = b"".join(
        _tlv(_SEQUENCE, _VERSION_2 + _tlv(0x80, identifier) + _OAEP + _tlv(_OCTETS, wrapped))
        for identifier, wrapped in keys
    )
    parameters = _tlv(_SEQUENCE, _tlv(_OCTETS, nonce) + _TAG_LENGTH)
    algorithm = _tlv(_SEQUENCE, _AES_GCM + parameters)
    begin = _opened(0x80, size)
    before = _DATA + algorithm + begin
    content = _opened(_SEQUENCE, len(before) + size) + before
    enveloped = _VERSION_0 + _tlv(_SET, infos) + content
    total = len(enveloped) + size + 2 + TAG_SIZE
    inner = _opened(_SEQUENCE, total) + enveloped
    explicit = _opened(0xA0, len(inner) + size + 2 + TAG_SIZE) + inner
    whole = _CONTENT_TYPE + explicit
    data = _opened(_SEQUENCE, len(whole) + size + 2 + TAG_SIZE) + whole
    return Head(tuple(keys), nonce, size, data)


def _tlv(tag: int, value: bytes) -> bytes:
    return _opened(tag, len(value)) + value


def _opened(tag: int, length: int) -> bytes:
    if length < 0x80:
        return bytes((tag, length))
    digits = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(digits))) + digits


def _oid(*arcs: int) -> bytes:
    encoded = bytes((arcs[0] * 40 + arcs[1],))
    for arc in arcs[2:]:
        groups = [arc & 0x7F]
        while arc := arc >> 7:
            groups.append(0x80 | (arc & 0x7F))
        encoded += bytes(reversed(groups))
    return _tlv(_OID, encoded)


_CONTENT_TYPE = _oid(1, 2, 840, 113549, 1, 9, 16, 1, 23)
_DATA = _oid(1, 2, 840, 113549, 1, 7, 1)
_AES_GCM = _oid(2, 16, 840, 1, 101, 3, 4, 1, 46)
_TAG_LENGTH = _tlv(_INTEGER, bytes((TAG_SIZE,)))
_SHA256 = _tlv(_SEQUENCE, _oid(2, 16, 840, 1, 101, 3, 4, 2, 1) + _tlv(_NULL, b""))
_MGF1 = _tlv(_SEQUENCE, _oid(1, 2, 840, 113549, 1, 1, 8) + _SHA256)
_OAEP = _tlv(
    _SEQUENCE,
    _oid(1, 2, 840, 113549, 1, 1, 7) + _tlv(_SEQUENCE, _tlv(0xA0, _SHA256) + _tlv(0xA1, _MGF1)),
)
