"""Opening bundles from senders who may be hostile: nothing but our exact form gets in."""

from __future__ import annotations

import hashlib
import json
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from danvan_desktop.bundles import zipform
from danvan_desktop.bundles.inspection import inspect
from danvan_desktop.bundles.jsonl import decode_rows
from danvan_desktop.bundles.manifest import read_manifest, write_manifest
from danvan_desktop.bundles.model import BundleRefused, Limits, Member
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.bundles.verify import verify_bundle, verify_file
from danvan_desktop.errors import UserError
from danvan_desktop.signing.cms import sign_detached, verify_detached
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import State
from tests.core.bundles.kit import (
    OFFICE_NAME,
    Part,
    build,
    deflate,
    make_bundle,
    members,
    parts_of,
)
from tests.core.signing.kit import DAY, NOW, make_authority, make_key, small_pdf

REGISTER = "data/dan_van_kheo.jsonl"
MANIFEST = "META-INF/ASiCManifest001.xml"
SIGNATURE = "META-INF/signature001.p7s"


def _changed(parts: list[Part], name: str, content: bytes) -> list[Part]:
    return [replace(part, content=content) if part.name == name else part for part in parts]


def _refusal(data: bytes, folder: Path, **options: Limits) -> BundleRefused:
    path = folder / "x.asice"
    path.write_bytes(data)
    with pytest.raises(BundleRefused) as caught:
        open_bundle(path, now=NOW, **options)  # type: ignore[arg-type]
    return caught.value


def test_any_flipped_bit_is_refused(tmp_path: Path, office_key: SigningKey) -> None:
    """Every byte of a bundle, one bit each: no byte is without a guard."""
    data = make_bundle(tmp_path, office_key, members()[2:]).path.read_bytes()
    path = tmp_path / "x.asice"
    accepted = []
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << (place % 8)
        path.write_bytes(changed)
        if verify_bundle(path, TrustList(), now=NOW).state is not State.INVALID:
            accepted.append(place)
    assert accepted == []


def test_any_truncation_and_extension_is_refused(bundle: Path) -> None:
    """Every length but the right one."""
    data = bundle.read_bytes()
    for length in range(len(data)):
        with pytest.raises(BundleRefused):
            inspect(BytesIO(data[:length]), Limits())
    for junk in (b"\0", b"\n", b"PK\x05\x06" + bytes(18), data):
        for longer in (data + junk, junk + data):
            with pytest.raises(BundleRefused):
                inspect(BytesIO(longer), Limits())


def test_rebuilding_gives_the_same_bytes(bundle: Path) -> None:
    """The kit of these tests makes the true form, so its refusals have the right cause."""
    assert build(parts_of(bundle)) == bundle.read_bytes()


def test_any_change_with_correct_checksums_is_refused(bundle: Path) -> None:
    """An attacker who repairs the ZIP after changing a content is stopped by the lists."""
    parts = parts_of(bundle)
    for number, part in enumerate(parts):
        if part.name == SIGNATURE:
            continue
        for place in range(0, len(part.content), max(1, len(part.content) // 40)):
            content = bytearray(part.content)
            content[place] ^= 1 << (place % 8)
            changed = [*parts]
            changed[number] = replace(part, content=bytes(content))
            if part.name == MANIFEST:
                with pytest.raises(BundleRefused):
                    inspect(BytesIO(build(changed)), Limits())
                continue
            with pytest.raises(BundleRefused) as caught:
                inspect(BytesIO(build(changed)), Limits())
            assert caught.value.code in ("content_changed", "not_a_bundle", "datapackage_bad")


def test_any_flipped_bit_of_the_signature_is_refused(office_key: SigningKey) -> None:
    """A CMS structure has bytes that are not signed; the exact form guards them."""
    data = b"danh muc"
    signature = sign_detached(data, office_key, now=NOW)
    assert verify_detached(data, signature, TrustList(), now=NOW).state is State.UNKNOWN
    accepted = []
    for place in range(len(signature)):
        changed = bytearray(signature)
        changed[place] ^= 1 << (place % 8)
        verdict = verify_detached(data, bytes(changed), TrustList(), now=NOW)
        if verdict.state is not State.INVALID:
            accepted.append(place)
    assert accepted == []
    for longer in (signature + b"\0", b"\0" + signature, signature[:-1], b""):
        assert verify_detached(data, longer, TrustList(), now=NOW).state is State.INVALID


# -- hostile archives ------------------------------------------------------------------------


def _with(name: str, content: bytes = b"x") -> Callable[[list[Part]], bytes]:
    return lambda parts: build([*parts[:2], Part(name, content), *parts[2:]])


def _duplicate(parts: list[Part]) -> bytes:
    return build([*parts[:2], *parts[1:]])


def _without(name: str) -> Callable[[list[Part]], bytes]:
    return lambda parts: build([part for part in parts if part.name != name])


def _many(parts: list[Part]) -> bytes:
    more = [Part(f"attachments/{number:064x}", b"") for number in range(25_000)]
    return build([*parts[:3], *more, *parts[4:]])


def _more_than_counted(_parts: list[Part]) -> bytes:
    # 100 000 entries: the count in the end record wraps around
    return build([Part(f"attachments/{number:064x}", b"") for number in range(100_000)])


def _bomb(parts: list[Part]) -> bytes:
    return build(_changed(parts, REGISTER, bytes(20 << 20)))


def _size_lies(size: int) -> Callable[[list[Part]], bytes]:
    return lambda parts: build(
        [replace(part, size=size) if part.name == REGISTER else part for part in parts]
    )


def _bytes_after_stream(parts: list[Part]) -> bytes:
    return build(
        [
            replace(part, packed=deflate(part.content) + b"them") if part.name == REGISTER else part
            for part in parts
        ]
    )


def _recompressed(parts: list[Part]) -> bytes:
    return build(
        [
            replace(part, packed=deflate(part.content, 0)) if part.name == REGISTER else part
            for part in parts
        ]
    )


def _python_zip(parts: list[Part]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part.name, part.content)
    return out.getvalue()


def _symlink(parts: list[Part]) -> bytes:
    data = build(parts)
    mode, link = struct.pack("<I", 0o100644 << 16), struct.pack("<I", 0o120777 << 16)
    return data.replace(mode, link, 1)


def _commented(parts: list[Part]) -> bytes:
    return build(parts)[:-2] + b"\x04\x00them"


def _gap(parts: list[Part]) -> bytes:
    data = build(parts)
    entries, offset, size = zipform.read_end(data[-22:]) or (0, 0, 0)
    end = zipform.end_record(entries=entries, directory_offset=offset + 4, directory_size=size)
    return data[:offset] + b"them" + data[offset:-22] + end


def _overlapping(parts: list[Part]) -> bytes:
    data = build(parts)
    place = data.rindex(b"PK\x01\x02")
    return data[: place + 42] + struct.pack("<I", 0) + data[place + 46 :]


def _second_directory(parts: list[Part]) -> bytes:
    return build(parts) + build(parts)


def _manifest_with(change: Callable[[bytes], bytes]) -> Callable[[list[Part]], bytes]:
    def make(parts: list[Part]) -> bytes:
        [manifest] = [part.content for part in parts if part.name == MANIFEST]
        return build(_changed(parts, MANIFEST, change(manifest)))

    return make


_DTD = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;&b;">]>'

HOSTILE: dict[str, tuple[Callable[[list[Part]], bytes], str]] = {
    "parent folder": (_with("../evil.jsonl"), "forbidden_name"),
    "absolute path": (_with("/etc/passwd"), "forbidden_name"),
    "drive letter": (_with("C:\\evil.exe"), "forbidden_name"),
    "network path": (_with("\\\\server\\share\\x"), "forbidden_name"),
    "backslash": (_with("data\\x.jsonl"), "forbidden_name"),
    "device CON": (_with("CON"), "forbidden_name"),
    "device in a folder": (_with("papers/NUL.pdf"), "forbidden_name"),
    "device COM1": (_with("papers/com1.pdf"), "forbidden_name"),
    "trailing dot": (_with("papers/a.pdf."), "forbidden_name"),
    "trailing space": (_with("papers/a.pdf "), "forbidden_name"),
    "folder entry": (_with("papers/"), "forbidden_name"),
    "empty name": (_with(""), "forbidden_name"),
    "zero in the name": (_with("papers/a.pdf\0.exe"), "forbidden_name"),
    "newline in the name": (_with("papers/a\n.pdf"), "forbidden_name"),
    "newline after the name": (_with("papers/a.pdf\n"), "forbidden_name"),
    "program": (_with("papers/a.exe"), "forbidden_name"),
    "nested archive": (_with("data/a.zip"), "forbidden_name"),
    "second manifest": (_with("META-INF/ASiCManifest002.xml"), "forbidden_name"),
    "long name": (_with("papers/" + "a" * 300 + ".pdf"), "forbidden_name"),
    "duplicate name": (_duplicate, "duplicate_name"),
    "case-colliding name": (_with("papers/bc-15.pdf"), "duplicate_name"),
    "unsigned extra file": (_with("papers/BC-14.pdf"), "unlisted"),
    "missing file": (_without("papers/BC-15.pdf"), "unlisted"),
    "no signature": (_without(SIGNATURE), "wrong_order"),
    "no manifest": (_without(MANIFEST), "wrong_order"),
    "no description": (_without("datapackage.json"), "wrong_order"),
    "no mimetype": (_without("mimetype"), "wrong_order"),
    "other order": (
        lambda parts: build([parts[0], *parts[2:4], parts[1], *parts[4:]]),
        "wrong_order",
    ),
    "other mimetype": (
        lambda p: build(_changed(p, "mimetype", b"application/zip")),
        "not_a_bundle",
    ),
    "too many files": (_many, "too_many"),
    "100 000 entries": (_more_than_counted, "too_many"),
    "compression bomb": (_bomb, "ratio"),
    "size too small": (_size_lies(5), "lying_size"),
    "size too large": (_size_lies(500), "lying_size"),
    "bytes after the stream": (_bytes_after_stream, "lying_size"),
    "compressed otherwise": (_recompressed, "content_changed"),
    "packed by another program": (_python_zip, "bad_form"),
    "symbolic link": (_symlink, "bad_form"),
    "comment": (_commented, "not_a_bundle"),
    "hidden gap": (_gap, "bad_form"),
    "overlapping entries": (_overlapping, "bad_form"),
    "two archives": (_second_directory, "not_a_bundle"),
    "empty archive": (lambda _parts: build([]), "wrong_order"),
    "no archive": (lambda _parts: b"xin chao" * 100, "not_a_bundle"),
    "DTD in the manifest": (
        _manifest_with(lambda xml: xml.replace(b"<asic", _DTD + b"<asic", 1)),
        "manifest_bad",
    ),
    "comment in the manifest": (_manifest_with(lambda xml: xml + b"<!-- -->"), "manifest_bad"),
    "entity in the manifest": (
        _manifest_with(lambda xml: xml.replace(b"BC-15", b"BC&#45;15")),
        "manifest_bad",
    ),
    "broken manifest": (_manifest_with(lambda xml: xml[:-20]), "manifest_bad"),
    "empty manifest": (_manifest_with(lambda _xml: write_manifest({})), "unlisted"),
    "manifest of other files": (
        _manifest_with(lambda xml: xml.replace(b"BC-15", b"BC-16")),
        "unlisted",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archive_is_refused(name: str, tmp_path: Path, bundle: Path) -> None:
    """Each trick is refused for its own reason, in words, and writes nothing."""
    make, code = HOSTILE[name]
    refusal = _refusal(make(parts_of(bundle)), tmp_path)
    assert refusal.code == code, refusal
    assert refusal.message.startswith("Không nhận gói: ")
    assert refusal.remedy
    assert [path.name for path in tmp_path.iterdir()] == ["x.asice"]


def test_limits_of_size_are_kept(tmp_path: Path, bundle: Path) -> None:
    """File, member and total sizes are capped before anything is unpacked."""
    data = bundle.read_bytes()
    for limits in (
        Limits(file_size=len(data) - 1),
        Limits(member_size=10),
        Limits(total_size=2000),
        Limits(head_size=100),
    ):
        assert _refusal(data, tmp_path, limits=limits).code == "too_large"
    assert _refusal(data, tmp_path, limits=Limits(directory_size=50)).code == "too_many"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b"danvan-bundle/1", b"danvan-bundle/2", "newer_format"),
        (b"danvan-bundle/1", b"something-else1", "datapackage_bad"),
        (b'"base": 0', b'"base":-0', "content_changed"),
        (b'"number": 1', b'"number":"1"', "content_changed"),
    ],
)
def test_changed_description_is_refused(
    tmp_path: Path, bundle: Path, before: bytes, after: bytes, code: str
) -> None:
    """A description that was changed and listed anew still fails; a newer one says so."""
    parts = parts_of(bundle)
    [package] = [part.content for part in parts if part.name == "datapackage.json"]
    assert before in package
    parts = _changed(parts, "datapackage.json", package.replace(before, after))
    if code != "content_changed":
        parts = _listed_anew(parts)
    assert _refusal(build(parts), tmp_path).code == code


def test_resigned_bundle_is_unknown(tmp_path: Path, bundle: Path, province: TrustList) -> None:
    """An attacker with a key of their own, naming itself the office, is not believed."""
    attacker = make_office_key(
        tmp_path / "k", office_code="TN-DMC-BDV", office_name=OFFICE_NAME, now=NOW
    )
    forged = make_bundle(tmp_path, attacker).path
    verdict = verify_bundle(forged, province, now=NOW)
    assert verdict.state is State.UNKNOWN
    assert not verdict.accepted
    assert bundle.name == forged.name


def test_bundle_of_another_office_is_invalid(tmp_path: Path) -> None:
    """An enrolled office cannot send in the name of another one."""
    other = make_office_key(tmp_path / "k", office_code="TN-TB-BDV", office_name="Khác", now=NOW)
    path = make_bundle(tmp_path, other).path
    verdict = verify_bundle(path, TrustList((other.certificate,)), now=NOW)
    assert verdict.state is State.INVALID
    assert verdict.reasons[0].code == "other_office"
    assert verdict.signatures[0].office_code == "TN-TB-BDV"
    with pytest.raises(BundleRefused) as caught:
        open_bundle(path, now=NOW, trust=TrustList((other.certificate,)))
    assert caught.value.code == "other_office"


def test_signature_of_another_bundle_is_refused(
    tmp_path: Path, bundle: Path, office_key: SigningKey
) -> None:
    """A genuine signature moved from one bundle to the next."""
    second = parts_of(make_bundle(tmp_path, office_key, number=2).path)
    [signature] = [part.content for part in parts_of(bundle) if part.name == SIGNATURE]
    assert _refusal(build(_changed(second, SIGNATURE, signature)), tmp_path).code == "signature_bad"


def test_changed_and_listed_anew_is_refused(tmp_path: Path, bundle: Path) -> None:
    """Everything repaired but the signature."""
    parts = _changed(parts_of(bundle), "papers/BC-15.pdf", b"%PDF-1.4 bao cop")
    refusal = _refusal(build(_listed_anew(parts)), tmp_path)
    assert refusal.code in ("datapackage_bad", "signature_bad")


def _listed_anew(parts: list[Part]) -> list[Part]:

    listed = {
        part.name: hashlib.sha256(part.content).hexdigest()
        for part in parts
        if part.name not in ("mimetype", MANIFEST, SIGNATURE)
    }
    return _changed(parts, MANIFEST, write_manifest(listed))


def test_five_states_of_a_bundle(
    tmp_path: Path, bundle: Path, province: TrustList, office_key: SigningKey
) -> None:
    """The same table as for papers, where it can happen to an office key."""
    expected = {
        State.VALID: verify_bundle(bundle, province, now=NOW),
        State.VALID_WITH_WARNING: verify_bundle(bundle, province, now=NOW + 3630 * DAY),
        State.RESTRICTED: verify_bundle(bundle, province, now=NOW + 3700 * DAY),
        State.UNKNOWN: verify_bundle(bundle, TrustList(), now=NOW),
    }
    for state, verdict in expected.items():
        assert verdict.state is state, verdict.reasons
    assert "office_key" in [one.code for one in expected[State.VALID].reasons]
    broken = tmp_path / "x.asice"
    broken.write_bytes(bundle.read_bytes()[:-1])
    assert verify_bundle(broken, province, now=NOW).state is State.INVALID
    assert verify_bundle(bundle, province, now=NOW).signatures[0].name == OFFICE_NAME
    authority = make_authority()
    personal = make_key(tmp_path, authority=authority)
    signed = make_bundle(tmp_path, personal).path
    verdict = verify_bundle(signed, authority.trust, now=NOW)
    assert (verdict.state, verdict.reasons[0].code) == (State.VALID_WITH_WARNING, "no_office_code")


def test_content_changed_after_opening_is_noticed(
    tmp_path: Path, bundle: Path, province: TrustList
) -> None:
    """Contents are compared again as they are read: a stick can be changed in between."""
    path = tmp_path / "x.asice"
    path.write_bytes(bundle.read_bytes())
    with open_bundle(path, now=NOW, trust=province) as opened:
        with path.open("r+b") as file:
            place = bundle.read_bytes().index(b"%PDF-1.4")
            file.seek(place)
            file.write(b"%PDF-1.5")
        with pytest.raises(BundleRefused):
            list(opened.read("papers/BC-15.pdf"))


def test_summary_is_plain(bundle: Path, province: TrustList) -> None:
    """``bundle show`` prints it as JSON."""
    with open_bundle(bundle, now=NOW, trust=province) as opened:
        summary = json.loads(json.dumps(opened.summary(), ensure_ascii=False))
    assert summary["office"]["code"] == "TN-DMC-BDV"
    assert summary["counts"] == {"dan_van_kheo": 2}
    assert summary["papers"] == [{"name": "papers/BC-15.pdf", "title": "Báo cáo số 15", "size": 16}]
    assert summary["verdict"]["state"] == "valid"


def test_verify_file_tells_papers_from_bundles(
    tmp_path: Path, bundle: Path, province: TrustList
) -> None:
    """By extension, and by content where the extension says nothing."""
    assert verify_file(bundle, province, now=NOW).kind == "bundle"
    renamed = tmp_path / "goi.zip"
    renamed.write_bytes(bundle.read_bytes())
    assert verify_file(renamed, province, now=NOW).state is State.VALID
    paper = small_pdf(tmp_path / "a.PDF")
    assert verify_file(paper, province, now=NOW).kind == "pdf"
    broken = tmp_path / "b.asice"
    broken.write_bytes(b"")
    assert verify_file(broken, province, now=NOW).state is State.INVALID
    text = tmp_path / "a.txt"
    text.write_text("xin chào")
    verdict = verify_file(text, province, now=NOW)
    assert (verdict.state, verdict.reasons[0].code) == (State.UNKNOWN, "not_a_signed_file")
    with pytest.raises(UserError):
        verify_file(tmp_path / "none", province, now=NOW)


@pytest.mark.parametrize(
    "lines",
    [
        b"[1]\n",
        b"1\n",
        b'{"a":1,"a":2}\n',
        b'{"a":NaN}\n',
        b"{}",
        b"{\n",
        b"\xff\n",
        b"\n",
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}\n",
        b'{"a":"' + b"x" * 300_000,
    ],
)
def test_bad_lines_are_refused(lines: bytes) -> None:
    """Not an object, duplicate keys, no number, cut, not UTF-8, too deep, too long."""
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is the caller's
        list(decode_rows([lines], max_line=200_000))


def test_bad_records_in_a_signed_bundle_are_refused(tmp_path: Path, office_key: SigningKey) -> None:
    """Even an enrolled sender's records are read with care."""
    member = Member(REGISTER, lambda: [b"[]\n"], "x")
    path = make_bundle(tmp_path, office_key, [member]).path
    with open_bundle(path, now=NOW) as opened, pytest.raises(BundleRefused) as caught:
        list(opened.rows("dan_van_kheo"))
    assert caught.value.code == "records_bad"


def test_manifest_is_read_only_in_its_own_form() -> None:
    """What was written is read; the same meaning in other bytes is not."""
    digests = {"papers/a.pdf": "00" * 32}
    written = write_manifest(digests)
    assert read_manifest(written) == digests
    for other in (written + b" ", written.replace(b'"', b"'"), written.replace(b"><", b"> <")):
        with pytest.raises(ValueError, match="manifest"):
            read_manifest(other)
