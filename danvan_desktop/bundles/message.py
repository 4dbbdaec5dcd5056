"""Small signed files between offices: receipts, returned figures, packs, enrolment.

The same kind of file as a bundle (ASiC-E with one CAdES signature), with one JSON object and a
cover sheet inside. It is small, so it is read whole, and it must be byte for byte what we would
write from its three contents.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles import names, zipform
from danvan_desktop.bundles.bounds import MAX_LABEL
from danvan_desktop.bundles.cover import message_sheet
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.jsonl import load_object
from danvan_desktop.bundles.kinds import BUNDLE, looks_like_bundle, wrong_kind
from danvan_desktop.bundles.manifest import CONTAINER_TYPE, read_manifest, write_manifest
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.cms import sign_detached, verify_detached
from danvan_desktop.signing.files import confirm_written, replacing
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import SignatureVerdict, State

FORMAT = "danvan-message/1"
FORMAT_2 = "danvan-message/2"
"""What a reader of the first version must not take for less than it says (pins on figures)."""

MESSAGE = "message.json"
MAX_SIZE = 16 << 20

_ORDER = (names.MIMETYPE, MESSAGE, names.COVER, names.MANIFEST, names.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Message:
    """A message that was read: what it says and how far its signer may be believed.

    ``office`` is the code in the signer's certificate, ``sha256`` that of the whole file.
    """

    kind: str
    body: Mapping[str, Any]
    sender: str
    sender_name: str
    created: str
    sha256: str
    signature: SignatureVerdict
    version: str = FORMAT

    @property
    def office(self) -> str:
        """The office whose key signed it, by its certificate."""
        return self.signature.office_code


def write_message(
    target: Path,
    kind: str,
    body: Mapping[str, Any],
    key: SigningKey,
    *,
    sender: tuple[str, str],
    created: datetime,
    lines: Mapping[str, str],
    version: str = FORMAT,
) -> str:
    """Write and sign a message, read it back, and return its SHA-256.

    ``sender`` is code and name; ``lines`` are what the cover sheet tells people. UserError for an
    unfit key or a disk that refuses.
    """
    document = {
        "format": version,
        "kind": kind,
        "created": created.isoformat(timespec="seconds"),
        "sender": {"code": sender[0], "name": sender[1]},
        "body": dict(body),
    }
    said = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    sheet = message_sheet(kind, sender[1], lines, created, fingerprint=key.info.fingerprint)
    manifest = write_manifest({MESSAGE: _sha256(said), names.COVER: _sha256(sheet)})
    signature = sign_detached(manifest, key, now=created)
    data = _packed((CONTAINER_TYPE, said, sheet, manifest, signature))
    with replacing(target) as file:
        file.write(data)
    confirm_written(target, _sha256(data))
    return _sha256(data)


def is_message(path: Path) -> bool:
    """Tell whether a file begins as a message does, so that it is not taken for a bundle."""
    begin = _packed((CONTAINER_TYPE,))[: zipform.LOCAL_SIZE + len(names.MIMETYPE)]
    with path.open("rb") as file:
        head = file.read(4096)
    return head.startswith(begin) and MESSAGE.encode() in head


def read_message(path: Path, trust: TrustList, *, now: datetime, wanted: str = "") -> Message:
    """Read a message; BundleRefused when it is damaged, changed or signed wrongly.

    Also when it is not of the kind ``wanted``, or a bundle; any message will do for "". An unknown
    signer is no reason to refuse here: ask ``signature`` before believing it.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SIZE + 1)
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp {name}.").format(name=path.name),
            remedy=_("Kiểm tra đường dẫn và USB rồi chọn lại."),
            code="file_unreadable",
        ) from error
    if wanted and not is_message(path) and looks_like_bundle(path):
        raise wrong_kind(path, BUNDLE, wanted) or refused("not_a_bundle")
    if len(data) > MAX_SIZE:
        raise refused("too_large", path.name)
    _type, said, sheet, manifest, signature = _contents(data)
    try:
        listed = read_manifest(manifest)
        document = load_object(said)
    except ValueError as error:
        raise refused("manifest_bad", str(error)) from error
    if listed != {MESSAGE: _sha256(said), names.COVER: _sha256(sheet)}:
        raise refused("unlisted")
    verdict = verify_detached(manifest, signature, trust, now=now)
    if verdict.state is State.INVALID:
        raise refused("signature_bad")
    message = _message(document, verdict, _sha256(data))
    if wanted and message.kind != wanted:
        raise wrong_kind(path, message.kind, wanted) or refused("datapackage_bad", message.kind)
    return message


# --- private


def _message(document: Mapping[str, Any], verdict: SignatureVerdict, sha256: str) -> Message:
    if document.get("format") not in (FORMAT, FORMAT_2):
        raise refused("newer_format", str(document.get("format")))
    sender, body = document.get("sender"), document.get("body")
    texts = [document.get("kind"), document.get("created")]
    if not isinstance(sender, dict) or not isinstance(body, dict):
        raise refused("datapackage_bad")
    texts += [sender.get("code"), sender.get("name")]
    if not all(isinstance(text, str) and len(text) <= MAX_LABEL for text in texts):
        raise refused("datapackage_bad")
    if verdict.office_code != sender["code"]:
        raise refused("other_office", str(sender["code"]))
    if not _is_moment(str(document["created"]), verdict.signed_at):
        raise refused("datapackage_bad", "created")
    return Message(
        kind=str(document["kind"]),
        body=body,
        sender=str(sender["code"]),
        sender_name=str(sender["name"]),
        created=str(document["created"]),
        sha256=sha256,
        signature=verdict,
        version=str(document["format"]),
    )


def _is_moment(text: str, moment: datetime | None) -> bool:
    """Tell whether a text says that very time, with its zone."""
    try:
        return datetime.fromisoformat(text) == moment
    except ValueError:
        return False


def _packed(contents: tuple[bytes, ...]) -> bytes:
    """Write the archive of the contents in the fixed order, all of them stored."""
    data, entries = b"", []
    for name, content in zip(_ORDER, contents, strict=False):
        size = len(content)
        entry = zipform.Entry(name, zipform.STORED, zlib.crc32(content), size, size, len(data))
        entries.append(entry)
        data += zipform.local_header(entry) + content
    directory = b"".join(zipform.central_header(entry) for entry in entries)
    end = zipform.end_record(
        entries=len(entries), directory_offset=len(data), directory_size=len(directory)
    )
    return data + directory + end


def _contents(data: bytes) -> tuple[bytes, ...]:
    """Take the five contents out of an archive that is exactly as ``_packed`` writes it."""
    end = zipform.read_end(data[-zipform.END_SIZE :])
    if end is None or end[0] != len(_ORDER):
        raise refused("not_a_bundle")
    contents, position = [], end[1]
    for name in _ORDER:
        found = zipform.read_central(data, position)
        if found is None or found[0].name != name:
            raise refused("wrong_order")
        entry, position = found
        contents.append(data[entry.data_offset : entry.data_offset + entry.size])
    if contents[0] != CONTAINER_TYPE or _packed(tuple(contents)) != data:
        raise refused("bad_form")
    return tuple(contents)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
