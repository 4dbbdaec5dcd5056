"""Hostile bundles that two readers could judge differently: neither takes them, neither falls over.

The office that signs them is enrolled, so nothing but the form and the content can give them away.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms, core

from danvan_desktop.bundles import names, zipform
from danvan_desktop.bundles.message import read_message, write_message
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.context import Context, open_context
from danvan_desktop.signing.cms import sign_detached
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles import second_reader
from tests.core.bundles.kit import OFFICE, OFFICE_NAME, Part, build, deflate, parts_of
from tests.core.bundles.test_vectors import Then
from tests.core.bundles.vectors import (
    DATA,
    PAPER,
    PINS,
    Parts,
    described,
    good_bundle,
    indefinite,
    put,
    row,
    signed,
    state_of,
    two_signers,
)
from tests.core.signing.kit import DAY, NOW

Trick = Callable[[Parts, SigningKey], bytes]
Pack = dict[str, Any]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory, office_key: SigningKey) -> Parts:
    """Return the files of a bundle that both readers take."""
    return parts_of(good_bundle(tmp_path_factory.mktemp("good") / "good.asice", office_key))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory, office_key: SigningKey) -> Path:
    """Write the certificate of the sending office."""
    path = tmp_path_factory.mktemp("certificate") / "office.pem"
    path.write_text(office_key.certificate_pem)
    return path


@pytest.fixture(scope="module")
def receiver(empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """Open an empty database that receives."""
    data = tmp_path_factory.mktemp("receiver") / "d"
    shutil.copytree(empty_data_dir, data)
    context = open_context(data, clock=Then())
    yield context
    context.close()


# -- tricks ----------------------------------------------------------------------------------


def archive(change: Callable[[bytes], bytes]) -> Trick:
    """Change the finished archive."""
    return lambda parts, _key: change(build(parts))


def zipped(parts: Parts, _key: SigningKey, **options: Any) -> bytes:
    """Let another program zip the same files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as whole:
        for part in parts:
            info = zipfile.ZipInfo(part.name)
            info.external_attr, info.create_system = 0o100644 << 16, 3
            info.compress_type = 8 if names.is_packed(part.name) else 0
            with whole.open(info, "w", **options) as file:
                file.write(part.content)
    return out.getvalue()


def packed_otherwise(*, every: bool) -> Trick:
    """Deflate every file, or none."""

    def make(parts: Parts, _key: SigningKey) -> bytes:
        out, entries = b"", []
        for part in parts:
            inner = deflate(part.content) if every else part.content
            sizes = (zlib.crc32(part.content), len(inner), len(part.content), len(out))
            entries.append(zipform.Entry(part.name, 8 if every else 0, *sizes))
            out += zipform.local_header(entries[-1]) + inner
        directory = b"".join(map(zipform.central_header, entries))
        sizes_of = {"directory_offset": len(out), "directory_size": len(directory)}
        return out + directory + zipform.end_record(entries=len(entries), **sizes_of)

    return make


def added(*extra: Part, place: int) -> Trick:
    """Sign a bundle with more files in it."""
    return lambda parts, key: build(signed([*parts[:place], *extra, *parts[place:]], key))


def listed(part: Part, *, place: int) -> Trick:
    """Sign a bundle with another file that the description names too."""

    def make(parts: Parts, key: SigningKey) -> bytes:
        digest = hashlib.sha256(part.content).hexdigest()
        entry = {"name": "x", "path": part.name, "title": "x.pdf", "bytes": len(part.content)}
        entry["hash"] = f"sha256:{digest}"
        more = [*parts[:place], part, *parts[place:]]
        return pack(lambda said: said["resources"].insert(place - 1, entry))(more, key)

    return make


def cms_with(change: Callable[[Any], None]) -> Trick:
    """Change the signature where it does not sign itself."""

    def make(parts: Parts, _key: SigningKey) -> bytes:
        whole = cms.ContentInfo.load(content_of(parts, names.SIGNATURE)).copy()
        change(whole["content"])
        return build(put(parts, names.SIGNATURE, whole.dump(force=True)))

    return make


def unsigned_attribute(said: Any) -> None:
    """Add a note that nobody signed."""
    note = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.Integer(5)]})
    said["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([note])


def content_inside(said: Any) -> None:
    """Put a content into the detached signature."""
    inside = {"content_type": "data", "content": core.OctetString(b"x")}
    said["encap_content_info"] = cms.ContentInfo(inside)


def longer_length(der: bytes) -> bytes:
    """Write the outermost length in more bytes than it needs."""
    begin = 2 + (der[1] & 0x7F)
    return b"\x30\x84" + (len(der) - begin).to_bytes(4, "big") + der[begin:]


def signature(change: Callable[[bytes], bytes]) -> Trick:
    """Change the bytes of the signature."""
    return lambda parts, _key: build(
        put(parts, names.SIGNATURE, change(content_of(parts, names.SIGNATURE)))
    )


def over(change: Callable[[bytes], bytes], moment: datetime = NOW) -> Trick:
    """Sign another list than the one inside, or at another time."""

    def make(parts: Parts, key: SigningKey) -> bytes:
        manifest = change(content_of(parts, names.MANIFEST))
        return build(put(parts, names.SIGNATURE, sign_detached(manifest, key, now=moment)))

    return make


def pack(change: Callable[[Pack], object]) -> Trick:
    """Sign a bundle whose description says something else."""

    def make(parts: Parts, key: SigningKey) -> bytes:
        said = json.loads(content_of(parts, names.DATAPACKAGE))
        change(said)
        return build(signed(put(parts, names.DATAPACKAGE, json.dumps(said).encode()), key))

    return make


def raw(before: bytes, after: bytes) -> Trick:
    """Sign a bundle in whose description other bytes stand."""

    def make(parts: Parts, key: SigningKey) -> bytes:
        content = content_of(parts, names.DATAPACKAGE)
        assert before in content
        return build(signed(put(parts, names.DATAPACKAGE, content.replace(before, after)), key))

    return make


def line(**changes: Any) -> Trick:
    """Sign a bundle with one record, described as it is."""
    one = {**row(1), **changes}
    content = json.dumps(one).encode() + b"\n"
    return lambda parts, key: build(
        signed(described(put(parts, DATA, content), state_of([one])), key)
    )


def register(key: str, content: bytes) -> Trick:
    """Sign a bundle with a further register, which the state does not know."""
    part, inner = Part(names.data_name(key), content), deflate(content)

    def entry(data: bytes) -> Pack:
        return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}

    def change(said: Pack) -> None:
        lines = content.count(b"\n")
        more = {"path": part.name, "title": key, "count": lines, "packed": entry(inner)}
        said["resources"].insert(1, {**entry(content), **more})
        said["counts"][key] = lines

    return lambda parts, signing: pack(change)([*parts[:2], part, *parts[2:]], signing)


def content_of(parts: Parts, name: str) -> bytes:
    """Return what is in a file."""
    return next(part.content for part in parts if part.name == name)


ANSWER = {"pin": PINS[0], "state": "open", "words": "", "value": None}
MODE, LINK = struct.pack("<I", 0o100644 << 16), struct.pack("<I", 0o120777 << 16)
PDF = Part("attachments/" + "0" * 64, b"%PDF-1.4 x")

HOSTILE: Mapping[str, Trick] = {
    "zip64": lambda parts, key: zipped(parts, key, force_zip64=True),
    "every file deflated": packed_otherwise(every=True),
    "no file deflated": packed_otherwise(every=False),
    "checksum": lambda parts, _key: build(
        [replace(one, crc=1) if one.name == PAPER else one for one in parts]
    ),
    "symbolic link": archive(lambda data: data.replace(MODE, LINK, 1)),
    "another name in the directory": archive(lambda data: data.replace(b"BC-15.p", b"BC-16.p", 1)),
    "zeros behind": archive(lambda data: data + bytes(100)),
    "program before": archive(lambda data: b"MZ" + bytes(98) + data),
    "letters beyond ASCII": archive(lambda data: data.replace(b"BC-15", "BC-Đ".encode())),
    "signed, not described": added(Part("papers/AA.pdf", b"%PDF-1.4"), place=2),
    "in META-INF": added(Part("META-INF/container.xml", b"x"), place=5),
    "device": added(Part("papers/LPT1.pdf", b"x"), place=3),
    "a cover of 17 MB": lambda parts, key: build(
        signed(put(parts, names.COVER, bytes(17 << 20)), key)
    ),
    "attachment under another digest": listed(PDF, place=3),
    "two signatures": signature(two_signers),
    "unsigned attribute": cms_with(unsigned_attribute),
    "content inside the signature": cms_with(content_inside),
    "BER, no length": signature(indefinite),
    "BER, a long length": signature(longer_length),
    "a byte behind the signature": signature(lambda der: der + b"\0"),
    "signature of another list": over(lambda manifest: manifest + b" "),
    "signed on another day": over(lambda manifest: manifest, NOW + DAY),
    "created, no zone": raw(b'+00:00"', b'"'),
    "counts": pack(lambda said: said["counts"].update(doi_thoai=900)),
    "no counts": pack(lambda said: said.pop("counts")),
    "count of a paper": pack(lambda said: said["resources"][1].update(count=7)),
    "digest without its kind": raw(b'"hash": "sha256:', b'"hash": "'),
    "bytes with a point": pack(lambda said: said["resources"][1].update(bytes=16.0)),
    "receipt is a list": pack(lambda said: said.update(receipt=[])),
    "high is missing": pack(lambda said: said.pop("high")),
    "nested too deeply": raw(b'"note": ""', b'"note": "", "x": ' + b"[" * 99_999 + b"]" * 99_999),
    "a pin twice": pack(lambda said: said.update(answers=[ANSWER, ANSWER])),
    "other digits": pack(lambda said: said.update(answers=[{**ANSWER, "value": "٣"}])),
    "day in other digits": line(at="٢٠٢٠-06-16T07:05:12Z"),
    "revision 0": line(rev=0),
    "no values": line(values=[]),
    "an id of another form": line(id="1"),
    "no day": line(event_date="14/5/2020"),
    "a record that is itself nowhere": line(duplicate_of="x"),
    "late in no period": line(late=[["x", ""]]),
    "an attachment that is not there": line(attachments=[{"sha256": "0" * 64, "name": "a.pdf"}]),
    "a register that is not known": register("khac", json.dumps(row(3)).encode() + b"\n"),
    "directory that cannot be read": register("van_phong", b"{\n"),
}
"""Bundles that must not be taken, signed by the office itself where it can help."""

SOUND: Mapping[str, Trick] = {
    "another program, the same form": zipped,
    "unknown field": pack(lambda said: said.update(neu={"a": 1})),
    "another zone": raw(
        NOW.isoformat().encode(), (NOW + timedelta(hours=7)).isoformat()[:-6].encode() + b"+07:00"
    ),
    "a backslash before u0000": pack(lambda said: said.update(note="C:\\u0000")),
    "the same in a record": line(values={**row(1)["values"], "dia_diem": "C:\\u0000 \\ud800"}),
    "a register that is empty": register("khac", b""),
}
"""Bundles that look odd and are right."""


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bundle_is_refused_by_both(
    name: str,
    parts: Parts,
    office_key: SigningKey,
    certificate: Path,
    receiver: Context,
    tmp_path: Path,
) -> None:
    """The program notes the bundle as refused, and the script leaves with a reason."""
    path = tmp_path / "x.asice"
    path.write_bytes(HOSTILE[name](parts, office_key))
    assert receive(receiver, path, TrustList((office_key.certificate,))).verdict == "refused"
    with pytest.raises(SystemExit):
        second_reader.said("read_bundle", path, certificate)


@pytest.mark.parametrize("name", SOUND)
def test_odd_but_sound_bundle_is_taken_by_both(
    name: str,
    parts: Parts,
    office_key: SigningKey,
    certificate: Path,
    empty_data_dir: Path,
    tmp_path: Path,
) -> None:
    """Strictness does not shut out what an office may well send."""
    path = tmp_path / "x.asice"
    path.write_bytes(SOUND[name](parts, office_key))
    shutil.copytree(empty_data_dir, tmp_path / "d")
    context = open_context(tmp_path / "d", clock=Then())
    try:
        assert receive(context, path, TrustList((office_key.certificate,))).verdict == "replace"
    finally:
        context.close()
    assert second_reader.said("read_bundle", path, certificate)["number"] == 1


@pytest.mark.parametrize("created", ["hôm qua", NOW.isoformat()[:-6], (NOW + DAY).isoformat()])
def test_message_of_another_time_is_refused_by_both(
    created: str, office_key: SigningKey, certificate: Path, tmp_path: Path
) -> None:
    """A message states the very time of its signature."""

    class Stated(datetime):
        """A time that is written otherwise than it is."""

        def isoformat(self, *_how: Any, **_more: Any) -> str:
            return created

    path, moment = tmp_path / "x.asice", Stated.fromtimestamp(NOW.timestamp(), NOW.tzinfo)
    said = {"sender": (OFFICE, OFFICE_NAME), "created": moment, "lines": {}}
    write_message(path, "enrolment", {"office": OFFICE}, office_key, **said)  # type: ignore[arg-type]
    with pytest.raises(BundleRefused):
        read_message(path, TrustList((office_key.certificate,)), now=NOW)
    with pytest.raises(SystemExit):
        second_reader.said("read_message", path, certificate)


def test_message_with_a_name_without_end_is_refused_by_both(
    office_key: SigningKey, certificate: Path, tmp_path: Path
) -> None:
    """What a window shows of a sender has its bounds."""
    path, sender = tmp_path / "x.asice", (OFFICE, "x" * 2_001)
    write_message(path, "enrolment", {}, office_key, sender=sender, created=NOW, lines={})
    with pytest.raises(BundleRefused):
        read_message(path, TrustList((office_key.certificate,)), now=NOW)
    with pytest.raises(SystemExit):
        second_reader.said("read_message", path, certificate)


def test_page_shows_the_list_as_it_is(parts: Parts, root: Path) -> None:
    """Whoever fills in the form on the page has the very bytes that are signed."""
    page = (root / "docs" / "bundle-format.md").read_text("utf-8")
    [form] = re.findall(r"```\n(<\?xml .*?)```", page, re.DOTALL)
    first, rest = form.split("\n", 1)
    begin, item, end = re.split(r"[\[\]]", rest.replace("\n", ""))
    kinds = ("application/x-ndjson", "application/pdf", "application/json", "text/html")
    for part, kind in zip(parts[1:5], kinds, strict=True):
        digest = base64.b64encode(hashlib.sha256(part.content).digest()).decode()
        filled = item.replace("NAME", part.name).replace("TYPE", kind)
        begin += filled.replace("DIGEST", digest)
    assert f"{first}\n{begin}{end}\n".encode() == content_of(parts, names.MANIFEST)


def test_scripts_end_with_a_reason_and_no_traceback(
    parts: Parts, office_key: SigningKey, certificate: Path, tmp_path: Path
) -> None:
    """As an outsider runs them: a field of another kind is one sentence and status 1."""
    path = tmp_path / "x.asice"
    path.write_bytes(pack(lambda said: said.update(office="x"))(parts, office_key))
    reader = second_reader.FOLDER / "read_bundle.py"
    command = [sys.executable, str(reader), str(path), str(certificate)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("not as the page says: ")
