"""The two lists inside a bundle: ``datapackage.json`` for readers, the ASiC manifest for signing.

The manifest (ETSI EN 319 162-1, annex A.4) names every file with its SHA-256 and is what the
signature covers. It is accepted only in the exact form in which we write it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from danvan_desktop.bundles import answers, names
from danvan_desktop.bundles.bounds import MAX_CODE, MAX_LABEL, MAX_NOTE, MAX_NUMBER, label
from danvan_desktop.bundles.jsonl import load_object
from danvan_desktop.bundles.model import FORMAT, BundleInfo, Resource
from danvan_desktop.bundles.protocol import Epoch, Parcel, Seen

CONTAINER_TYPE = b"application/vnd.etsi.asic-e+zip"

_ASIC = "http://uri.etsi.org/02918/v1.2.1#"
_DSIG = "http://www.w3.org/2000/09/xmldsig#"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


@dataclass(frozen=True, slots=True)
class Packed:
    """The compressed form of a register as it lies in the archive: bytes and their SHA-256."""

    size: int
    sha256: str


def write_manifest(digests: Mapping[str, str]) -> bytes:
    """Write the ASiC manifest of files (name → SHA-256 in hex), in the given order."""
    references = "".join(
        f'<asic:DataObjectReference URI="{name}" MimeType="{names.media_type(name)}">'
        f'<ds:DigestMethod Algorithm="{_SHA256}"/>'
        f"<ds:DigestValue>{base64.b64encode(bytes.fromhex(digest)).decode()}</ds:DigestValue>"
        "</asic:DataObjectReference>"
        for name, digest in digests.items()
    )
    signature_type = names.media_type(names.SIGNATURE)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<asic:ASiCManifest xmlns:asic="{_ASIC}" xmlns:ds="{_DSIG}">'
        f'<asic:SigReference URI="{names.SIGNATURE}" MimeType="{signature_type}"/>'
        f"{references}</asic:ASiCManifest>\n"
    ).encode("ascii")


def read_manifest(data: bytes) -> dict[str, str]:
    """Return name → SHA-256 (hex) of a manifest; ValueError unless it is exactly in our form.

    A document type declaration is refused before anything in it is expanded.
    """
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
        digests = {
            str(one.get("URI")): base64.b64decode(
                one.findtext(f"{{{_DSIG}}}DigestValue") or "", validate=True
            ).hex()
            for one in root.iter(f"{{{_ASIC}}}DataObjectReference")
        }
        rebuilt = write_manifest(digests)
    except (ParseError, DefusedXmlException, binascii.Error, UnicodeError, LookupError) as error:
        raise ValueError("manifest is not readable") from error
    if rebuilt != data:
        raise ValueError("manifest is not in the expected form")
    return digests


def write_datapackage(
    info: BundleInfo, resources: Sequence[Resource], packed: Mapping[str, Packed]
) -> bytes:
    """Write ``datapackage.json``; see docs/bundle-format.md for every field."""
    document = {
        "profile": "data-package",
        "name": names.package_name(info.office_code, info.period_code, info.number),
        "title": f"{info.office_name} – {info.period_name}",
        "format": FORMAT,
        **info_fields(info),
        "counts": counts_of(resources),
        "resources": [_resource(one, packed.get(one.name)) for one in resources],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def info_fields(info: BundleInfo) -> dict[str, Any]:
    """Return what the sender states as the plain values of ``datapackage.json``."""
    return {
        "created": info.created.isoformat(timespec="seconds"),
        "office": {"code": info.office_code, "name": info.office_name},
        "period": {
            "code": info.period_code,
            "name": info.period_name,
            "first_day": info.first_day,
            "last_day": info.last_day,
        },
        "number": info.number,
        "epoch": str(info.parcel.epoch),
        "base": info.parcel.base,
        "high": info.parcel.high,
        "state": info.parcel.state,
        "receipt": _receipt(info.parcel.seen),
        "schema_version": info.schema_version,
        "program_version": info.program_version,
        "signatory": info.signatory,
        "note": info.note,
        **({"answers": answers.written(info.answers)} if info.answers else {}),
    }


def read_datapackage(data: bytes) -> tuple[BundleInfo, tuple[Resource, ...], dict[str, Packed]]:
    """Read ``datapackage.json``; ValueError for a field that is missing, wrong or too large."""
    document = load_object(data)
    if document.get("format") != FORMAT:
        raise ValueError(f"format {document.get('format')!r} is not {FORMAT}")
    resources, packed = [], {}
    for entry in _typed(document, "resources", list):
        resource = Resource(
            name=_typed(entry, "path", str),
            title=label(_typed(entry, "title", str)),
            size=_typed(entry, "bytes", int),
            sha256=_digest(entry),
            count=_typed(entry, "count", int) if "count" in entry else None,
        )
        resources.append(resource)
        if "packed" in entry:
            inner = _typed(entry, "packed", dict)
            packed[resource.name] = Packed(_typed(inner, "bytes", int), _digest(inner))
    if document.get("counts") != counts_of(resources):
        raise ValueError("counts")
    return _info(document), tuple(resources), packed


def counts_of(resources: Sequence[Resource]) -> dict[str, int]:
    """Return the number of records per register."""
    return {names.register_of(one.name): one.count for one in resources if one.count is not None}


def _resource(one: Resource, packed: Packed | None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": one.name.replace("/", "-").replace(".", "-").lower(),
        "path": one.name,
        "title": one.title,
        "mediatype": names.media_type(one.name),
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
    }
    if one.count is not None:
        entry |= {"encoding": "utf-8", "count": one.count}
    if packed is not None:
        entry["packed"] = {"bytes": packed.size, "hash": f"sha256:{packed.sha256}"}
    return entry


def _info(document: dict[str, Any]) -> BundleInfo:
    office = _typed(document, "office", dict)
    period = _typed(document, "period", dict)
    created = datetime.fromisoformat(_typed(document, "created", str))
    if created.tzinfo is None:
        raise ValueError("created has no time zone")
    number = _typed(document, "number", int)
    if not 0 < number <= MAX_NUMBER:
        raise ValueError("number")
    return BundleInfo(
        office_code=_text(office, "code"),
        office_name=_text(office, "name", MAX_LABEL),
        period_code=_text(period, "code"),
        period_name=_text(period, "name", MAX_LABEL),
        first_day=_text(period, "first_day"),
        last_day=_text(period, "last_day"),
        number=number,
        parcel=Parcel(
            office=_text(office, "code"),
            epoch=Epoch.parse(_typed(document, "epoch", str)),
            base=_typed(document, "base", int),
            high=_typed(document, "high", int),
            state=_text(document, "state"),
            seen=_seen(_typed(document, "receipt", dict)),
        ),
        schema_version=_text(document, "schema_version"),
        program_version=_text(document, "program_version"),
        created=created,
        signatory=_text(document, "signatory", MAX_LABEL),
        note=_text(document, "note", MAX_NOTE),
        answers=answers.read(document.get("answers", [])),
    )


def _receipt(seen: Seen | None) -> dict[str, Any]:
    return {"epoch": str(seen.epoch), "number": seen.number} if seen else {}


def _seen(written: dict[str, Any]) -> Seen | None:
    if not written:
        return None
    return Seen(Epoch.parse(_typed(written, "epoch", str)), _typed(written, "number", int))


def _digest(entry: Any) -> str:
    kind, _colon, digest = str(_typed(entry, "hash", str)).partition(":")
    if kind != "sha256":
        raise ValueError("hash")
    return digest


def _text(document: Any, key: str, most: int = MAX_CODE) -> str:
    return label(_typed(document, key, str), most)


def _typed(document: Any, key: str, kind: type) -> Any:
    value = document.get(key) if isinstance(document, dict) else None
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"field {key!r} is missing or not {kind.__name__}")
    return value
