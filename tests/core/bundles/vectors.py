"""Make the test vectors of the bundle format: good files, and bad ones with one failure each.

They lie in ``docs/bundle-reader/vectors``, because signatures are never the same twice; run
``python -m tests.core.bundles.vectors`` to make them anew after a change of the format.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from asn1crypto import cms

from danvan_desktop.bundles import names
from danvan_desktop.bundles.container import write_bundle
from danvan_desktop.bundles.envelope import seal
from danvan_desktop.bundles.jsonl import encode_rows
from danvan_desktop.bundles.manifest import write_manifest
from danvan_desktop.bundles.message import FORMAT, FORMAT_2, write_message
from danvan_desktop.bundles.model import Member
from danvan_desktop.bundles.protocol import Parcel
from danvan_desktop.organisation.pins import PinState, Told
from danvan_desktop.signing.cms import sign_detached
from danvan_desktop.signing.issuing import make_office_key, make_receiving_key
from danvan_desktop.signing.keys import SigningKey
from tests.core.bundles.kit import (
    EPOCH,
    OFFICE,
    OFFICE_NAME,
    Part,
    build,
    bundle_info,
    deflate,
    parts_of,
)
from tests.core.signing.kit import NOW

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "bundle-reader" / "vectors"
CERTIFICATE, RECEIVING_KEY, RECEIVING = "office.pem", "receiving-key.pem", "receiving.pem"
EXPECTED = "expected.json"
DATA, PAPER = "data/doi_thoai.jsonl", "papers/BC-15.pdf"

Parts = list[Part]


def row(number: int, **changes: Any) -> dict[str, Any]:
    """Describe a dialogue as a line of a bundle."""
    return {
        "id": f"018f0000-0000-7000-8000-{number:012d}",
        "owner": OFFICE,
        "seq": number,
        "rev": 1,
        "at": "2020-06-16T07:05:12Z",
        "event_date": "2020-05-14",
        "duplicate_of": None,
        "values": {"don_vi": "TN-DMC-10", "ngay": "2020-05-14", "hinh_thuc": "dinh_ky"},
        **changes,
    }


def gone(number: int) -> dict[str, Any]:
    """Describe a deletion."""
    kept = ("id", "owner", "seq", "rev", "at")
    return {**{key: row(number)[key] for key in kept}, "deleted": True}


ROWS = [row(1), row(2), gone(3)]
PINS = [f"018f0000-0000-7000-8000-{number:012d}" for number in (21, 22, 23)]
_PINNED = {"register": "doi_thoai", "record": ROWS[0]["id"], "rev": 1, "title": "Đối thoại"}
REMARKS = (
    {
        "id": PINS[1],
        **_PINNED,
        "field": "hinh_thuc",
        "text": "Có đúng là định kỳ?",
        "seen": hashlib.sha256(b'"dinh_ky"').hexdigest(),
    },
    {"id": PINS[2], **_PINNED, "field": "", "text": "Trùng với huyện khác?"},
)
ANSWERS = (
    Told(PINS[0], PinState.OPEN),
    Told(PINS[1], PinState.FIXED, value="58"),
    Told(PINS[2], PinState.ANSWERED, "Đúng như biên bản"),
)


def state_of(rows: list[dict[str, Any]]) -> str:
    """Digest the state as the page says."""
    lines = (
        f"doi_thoai {r['id']} {r['seq']} {r['rev']} {int('deleted' in r)} {r['at']}\n" for r in rows
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def make(folder: Path) -> None:
    """Write every vector, the keys to check them with, and what is expected of each."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        keys = Path(place)
        key = make_office_key(keys / "a", office_code=OFFICE, office_name=OFFICE_NAME, now=NOW)
        other = make_office_key(keys / "b", office_code=OFFICE, office_name=OFFICE_NAME, now=NOW)
        receiving = make_receiving_key(keys / "c", office_code="TN-BDV", office_name="T", now=NOW)
    (folder / CERTIFICATE).write_text(key.certificate_pem)
    (folder / RECEIVING).write_text(receiving.certificate_pem)
    (folder / RECEIVING_KEY).write_text(_key_pem(receiving))
    good = good_bundle(folder / "good.asice", key)
    expected: dict[str, str] = {"good.asice": "", "good-message.asice": ""}
    _message(folder / "good-message.asice", key)
    _message(folder / "bad-message-byte.asice", key, flip=True)
    expected["bad-message-byte.asice"] = "refused"
    _return(folder / "good-message-figures.asice", key, FORMAT_2)
    expected["good-message-figures.asice"] = ""
    _return(folder / "good-message-pins.asice", key, FORMAT, pins=REMARKS)
    expected["good-message-pins.asice"] = ""
    _receipt(folder / "good-message-receipt.asice", key)
    expected["good-message-receipt.asice"] = ""
    _return(folder / "bad-message-newer.asice", key, "danvan-message/9")
    expected["bad-message-newer.asice"] = "refused"
    good_bundle(folder / "good-answers.asice", key, answers=ANSWERS)
    expected["good-answers.asice"] = ""
    typed = _set_note(parts_of(good))
    (folder / "good-backslash.asice").write_bytes(build(signed(typed, key)))
    expected["good-backslash.asice"] = ""
    _envelopes(folder, receiving, expected)
    for name, change in _broken(key, other).items():
        (folder / f"bad-{name}.asice").write_bytes(change(good))
        expected[f"bad-{name}.asice"] = "refused"
    expected["bad-state.asice"] = "diverged"
    (folder / EXPECTED).write_text(json.dumps(expected, indent=1) + "\n")


# --- private


def good_bundle(path: Path, key: SigningKey, *, answers: tuple[Told, ...] = ()) -> Path:
    """Write a bundle with three records and a paper."""
    parcel = Parcel(OFFICE, EPOCH, 0, 3, state_of(ROWS))
    info = bundle_info(parcel=parcel, answers=answers)
    members = [
        Member(DATA, lambda: encode_rows(ROWS), "Đối thoại"),
        Member(PAPER, lambda: [b"%PDF-1.4 bao cao"], "Báo cáo số 15"),
    ]
    write_bundle(path, members, info, key, overwrite=True)
    return path


def _message(path: Path, key: SigningKey, *, flip: bool = False) -> None:
    body = {"office": OFFICE}
    lines = {"Cơ quan": OFFICE_NAME}
    write_message(
        path, "enrolment", body, key, sender=(OFFICE, OFFICE_NAME), created=NOW, lines=lines
    )
    if flip:
        data = path.read_bytes()
        path.write_bytes(data.replace(b'"kind": "enrolment"', b'"kind": "enrolmenT"'))


def _receipt(path: Path, key: SigningKey) -> None:
    body = {
        "office": "TN-DMC-X10",
        "epoch": str(EPOCH),
        "number": 4,
        "held": {"epoch": str(EPOCH), "high": 3, "state": state_of(ROWS)},
        "diverged": False,
        "bundle": {
            "sha256": "0" * 64,
            "period": "H1/2020",
            "number": 1,
            "verdict": "merge",
            "counts": {"doi_thoai": 3},
        },
    }
    sender = (OFFICE, OFFICE_NAME)
    write_message(
        path, "receipt", body, key, sender=sender, created=NOW, lines={}, version=FORMAT_2
    )


def _return(
    path: Path, key: SigningKey, version: str, *, pins: Sequence[dict[str, Any]] = ()
) -> None:
    pin = {"id": PINS[1], "period": "H1/2020", "place": "TN-DMC-10", "path": "doi_thoai_cuoc"}
    said = {"value": "57", "title": "Số cuộc đối thoại", "text": "Ít hơn biểu đã gửi"}
    body = {
        "office": "TN-DMC-X10",
        "id": PINS[0],
        "deadline": "2020-06-25",
        "pins": list(pins),
        **({} if pins else {"figures": [{**pin, **said}]}),
    }
    sender = (OFFICE, OFFICE_NAME)
    write_message(path, "return", body, key, sender=sender, created=NOW, lines={}, version=version)


def _envelopes(folder: Path, receiving: SigningKey, expected: dict[str, str]) -> None:
    sealed = folder / "good.asice.p7m"
    seal(folder / "good.asice", sealed, [receiving.certificate])
    data = sealed.read_bytes()
    flipped = bytearray(data)
    flipped[len(data) // 2] ^= 1
    version = data.replace(b"\x02\x01\x00\x31", b"\x02\x01\x01\x31", 1)
    made = {"content": bytes(flipped), "cut": data[:-1], "longer": data + b"\0"}
    made["version"] = version
    for name, content in made.items():
        (folder / f"bad-envelope-{name}.asice.p7m").write_bytes(content)
        expected[f"bad-envelope-{name}.asice.p7m"] = "refused"
    expected["good.asice.p7m"] = ""


def _broken(key: SigningKey, other: SigningKey) -> dict[str, Callable[[Path], bytes]]:
    """Name each failure with what makes it; those after ``signed-`` are signed anew."""

    def whole(change: Callable[[bytes], bytes]) -> Callable[[Path], bytes]:
        return lambda good: change(good.read_bytes())

    def parts(change: Callable[[Parts], Parts]) -> Callable[[Path], bytes]:
        return lambda good: build(change(parts_of(good)))

    def anew(change: Callable[[Parts], Parts], by: SigningKey = key) -> Callable[[Path], bytes]:
        return lambda good: build(signed(change(parts_of(good)), by))

    def rows(*lines: dict[str, Any]) -> Callable[[Path], bytes]:
        return lines_of(b"".join(encode_rows(lines)), state_of(list(lines)))

    def lines_of(content: bytes, state: str | None = None) -> Callable[[Path], bytes]:
        return anew(lambda found: described(put(found, DATA, content), state))

    extra = Part("papers/BC-16.pdf", b"%PDF-1.4")
    return {
        "cut": whole(lambda data: data[:-1]),
        "longer": whole(lambda data: data + b"\0"),
        "before": whole(lambda data: b"\0" + data),
        "comment": whole(lambda data: data[:-2] + b"\x01\x00x"),
        "paper-byte": whole(lambda data: data.replace(b"bao cao", b"bao cap")),
        "date": whole(lambda data: data.replace(b"\x21\x00", b"\x22\x00")),
        "signature-byte": parts(lambda found: _flip(found, names.SIGNATURE, -5)),
        "manifest-space": parts(
            lambda found: _replace(found, names.MANIFEST, b"\n<asic", b"\n <asic")
        ),
        "manifest-dtd": parts(
            lambda found: _replace(
                found, names.MANIFEST, b"?>\n", b'?>\n<!DOCTYPE a [<!ENTITY b "c">]>'
            )
        ),
        "unlisted": parts(lambda found: [*found[:3], extra, *found[3:]]),
        "missing": parts(lambda found: [one for one in found if one.name != PAPER]),
        "twice": parts(lambda found: [*found[:3], found[2], *found[3:]]),
        "case": anew(
            lambda found: [*found[:3], replace(found[2], name="papers/bc-15.pdf"), *found[3:]]
        ),
        "order": parts(lambda found: [found[0], found[2], found[1], *found[3:]]),
        "mimetype-last": parts(lambda found: [*found[1:], found[0]]),
        "parent-folder": anew(lambda found: _named(found, PAPER, "papers/../BC-15.pdf")),
        "absolute": anew(lambda found: _named(found, PAPER, "/papers/BC-15.pdf")),
        "backslash": anew(lambda found: _named(found, PAPER, "papers\\BC-15.pdf")),
        "device": anew(lambda found: _named(found, DATA, "data/con.jsonl")),
        "packed-otherwise": parts(
            lambda found: [
                replace(one, packed=deflate(one.content, 0)) if one.name == DATA else one
                for one in found
            ]
        ),
        "lying-size": parts(
            lambda found: [replace(one, size=9) if one.name == DATA else one for one in found]
        ),
        "other-key": anew(lambda found: found, other),
        "other-office": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"TN-DMC-BDV"', b'"TN-TB-BDV"')
        ),
        "newer-format": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b"danvan-bundle/1", b"danvan-bundle/9")
        ),
        "count": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"count": 3', b'"count": 4')
        ),
        "epoch": anew(lambda found: _replace(found, names.DATAPACKAGE, str(EPOCH).encode(), b"1")),
        "epoch-too-great": anew(
            lambda found: _replace(
                found, names.DATAPACKAGE, str(EPOCH)[:12].encode(), b"400000000001"
            )
        ),
        "number-too-great": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"high": 3', b'"high": 1' + b"0" * 30)
        ),
        "half-a-character": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"note": "', b'"note": "\\ud800')
        ),
        "answer": anew(
            lambda found: _replace(
                found,
                names.DATAPACKAGE,
                b'"note": ',
                b'"answers": [{"pin": "%s", "state": "closed", "words": "", "value": null}],'
                b'\n "note": ' % PINS[0].encode(),
            )
        ),
        "attachment-digest": anew(
            lambda found: _listed(found, Part("attachments/" + "0" * 64, b"%PDF-1.4 x"))
        ),
        "created": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b"2020-07-07T", b"2020-07-08T")
        ),
        "counts": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"doi_thoai": 3', b'"doi_thoai": 9')
        ),
        "hash-kind": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"hash": "sha256:', b'"hash": "')
        ),
        "signature-ber": parts(lambda found: _signature(found, indefinite)),
        "signature-twice": parts(lambda found: _signature(found, two_signers)),
        "base-above-high": anew(
            lambda found: _replace(found, names.DATAPACKAGE, b'"base": 0', b'"base": 9')
        ),
        "state": lines_of(b"".join(encode_rows(ROWS)), "0" * 64),
        "owner": rows(row(1, owner="TN-TB-BDV")),
        "record-twice": rows(row(1), row(1, seq=2)),
        "revision": rows(row(1, rev=0)),
        "seq-above-high": rows(row(9)),
        "double-key": lines_of(b'{"id":1,"id":2}\n'),
        "nan": lines_of(b'{"id":NaN}\n'),
        "no-object": lines_of(b"[]\n"),
        "cut-line": lines_of(b"".join(encode_rows([row(1)]))[:-1]),
    }


def put(parts: Parts, name: str, content: bytes) -> Parts:
    """Put another content into a file."""
    return [replace(one, content=content) if one.name == name else one for one in parts]


def _replace(parts: Parts, name: str, before: bytes, after: bytes) -> Parts:
    [content] = [one.content for one in parts if one.name == name]
    assert before in content, name
    return put(parts, name, content.replace(before, after))


def _set_note(parts: Parts) -> Parts:
    """Let somebody type what looks like an escape of NUL and is none."""
    return _replace(parts, names.DATAPACKAGE, b'"note": "', b'"note": "C:\\\\u0000')


def _listed(parts: Parts, extra: Part) -> Parts:
    """Add an attachment that datapackage.json describes."""
    pack = json.loads(next(one.content for one in parts if one.name == names.DATAPACKAGE))
    digest = hashlib.sha256(extra.content).hexdigest()
    entry = {"path": extra.name, "title": "x.pdf", "bytes": len(extra.content)}
    pack["resources"].append({**entry, "hash": f"sha256:{digest}"})
    written = json.dumps(pack, ensure_ascii=False, indent=1).encode()
    return put([*parts[:3], extra, *parts[3:]], names.DATAPACKAGE, written)


def _signature(parts: Parts, change: Callable[[bytes], bytes]) -> Parts:
    [der] = [one.content for one in parts if one.name == names.SIGNATURE]
    return put(parts, names.SIGNATURE, change(der))


def indefinite(der: bytes) -> bytes:
    """Write the outermost length of a signature as BER may, not DER."""
    return b"\x30\x80" + der[2 + (der[1] & 0x7F) :] + b"\0\0"


def two_signers(der: bytes) -> bytes:
    """Let the office sign twice."""
    whole = cms.ContentInfo.load(der).copy()
    [one] = whole["content"]["signer_infos"]
    whole["content"]["signer_infos"] = cms.SignerInfos([one, one])
    return bytes(whole.dump(force=True))


def _flip(parts: Parts, name: str, place: int) -> Parts:
    [content] = [bytearray(one.content) for one in parts if one.name == name]
    content[place] ^= 1
    return put(parts, name, bytes(content))


def _named(parts: Parts, before: str, after: str) -> Parts:
    return [replace(one, name=after) if one.name == before else one for one in parts]


def described(parts: Parts, state: str | None) -> Parts:
    """Make datapackage.json tell the truth about changed records."""
    contents = {one.name: one.content for one in parts}
    pack = json.loads(contents[names.DATAPACKAGE])
    content, inner = contents[DATA], deflate(contents[DATA])
    [entry] = [one for one in pack["resources"] if one["path"] == DATA]
    entry["bytes"], entry["count"] = len(content), content.count(b"\n")
    entry["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    entry["packed"] = {"bytes": len(inner), "hash": f"sha256:{hashlib.sha256(inner).hexdigest()}"}
    pack["counts"]["doi_thoai"] = entry["count"]
    pack["state"] = state or pack["state"]
    written = (json.dumps(pack, ensure_ascii=False, indent=1) + "\n").encode()
    return put(parts, names.DATAPACKAGE, written)


def signed(parts: Parts, key: SigningKey) -> Parts:
    """List and sign what there is."""
    aside = (names.MIMETYPE, names.MANIFEST, names.SIGNATURE)
    digests = {
        one.name: hashlib.sha256(one.content).hexdigest() for one in parts if one.name not in aside
    }
    manifest = write_manifest(digests)
    parts = put(parts, names.MANIFEST, manifest)
    return put(parts, names.SIGNATURE, sign_detached(manifest, key, now=NOW))


def _key_pem(key: SigningKey) -> str:
    body = base64.encodebytes(key.private_key_der).decode().replace("\n", "")
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    told = "A key for the test vectors only; it protects nothing."
    return "\n".join([told, "-----BEGIN PRIVATE KEY-----", *lines, "-----END PRIVATE KEY-----", ""])


if __name__ == "__main__":
    make(FOLDER)
