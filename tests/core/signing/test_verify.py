"""The table of five states for PDF files, and every way to tamper with a signed paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.errors import UserError
from danvan_desktop.signing import pdf
from danvan_desktop.signing.demo_keys import make_personal_p12
from danvan_desktop.signing.keys import SigningKey, load_p12
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import REASONS, FileVerdict, State, reason, state_of, worst
from danvan_desktop.signing.verify import verify_pdf
from tests.core.signing.kit import (
    DAY,
    DOCUMENTS,
    MAIL,
    NOW,
    OCSP,
    PROGRAMS,
    TIME_STAMPS,
    TLS_CLIENT,
    TLS_SERVER,
    Authority,
    make_authority,
    make_key,
    small_pdf,
)


@dataclass(frozen=True)
class Case:
    """One line of the table: the key, when it signs, when and with what trust it is verified."""

    state: State
    code: str
    options: dict[str, object]
    signed: datetime = NOW
    verified: datetime = NOW
    trust: str = "authority"


TABLE = {
    "good": Case(State.VALID, "revocation_not_checked", {}),
    "good RSA": Case(State.VALID, "revocation_not_checked", {"key": "rsa2048"}),
    "revocation list without it": Case(
        State.VALID, "revocation_checked", {}, trust="crl of another"
    ),
    "old revocation list": Case(
        State.VALID,
        "revocation_list_old",
        {},
        verified=NOW + 40 * DAY,
        trust="crl of another",
    ),
    "expires soon": Case(State.VALID_WITH_WARNING, "expires_soon", {"end": NOW + 20 * DAY}),
    "future time": Case(
        State.VALID_WITH_WARNING, "future_time", {}, signed=NOW + 90 * DAY, verified=NOW
    ),
    "expired since": Case(
        State.RESTRICTED, "expired", {"end": NOW + 30 * DAY}, verified=NOW + 31 * DAY
    ),
    "verifier's clock in 2009": Case(
        State.RESTRICTED, "not_yet_valid", {}, verified=datetime(2009, 1, 1, tzinfo=NOW.tzinfo)
    ),
    "no trust list": Case(State.UNKNOWN, "no_trust_list", {}, trust="none"),
    "other authority": Case(State.UNKNOWN, "unknown_issuer", {}, trust="other"),
    "authority's new key": Case(State.UNKNOWN, "chain_refused", {}, trust="namesake"),
    "self-signed": Case(State.UNKNOWN, "unknown_issuer", {"authority": None}),
    "self-signed and enrolled": Case(State.VALID, "", {"authority": None}, trust="itself"),
    "expired and other authority": Case(
        State.UNKNOWN, "unknown_issuer", {"end": NOW + DAY}, verified=NOW + 9 * DAY, trust="other"
    ),
    "revoked": Case(State.INVALID, "revoked", {}, trust="crl"),
    "signed after expiry": Case(
        State.INVALID, "signed_outside_validity", {"end": NOW - DAY}, trust="authority"
    ),
    "signed before validity": Case(
        State.INVALID, "signed_outside_validity", {"start": NOW + DAY}, verified=NOW + 2 * DAY
    ),
    "enrolled but signed after expiry": Case(
        State.INVALID,
        "signed_outside_validity",
        {"authority": None, "end": NOW - DAY},
        trust="itself",
    ),
    "not for signing": Case(State.INVALID, "key_usage", {"sign": False}),
    "enrolled but not for signing": Case(
        State.INVALID, "key_usage", {"authority": None, "sign": False}, trust="itself"
    ),
    "without non-repudiation": Case(State.VALID, "revocation_not_checked", {"usage": "signature"}),
    "usage not said": Case(State.VALID, "revocation_not_checked", {"usage": "none"}),
    "as officers' certificates are issued": Case(
        State.VALID, "revocation_not_checked", {"purposes": (TLS_CLIENT, MAIL, DOCUMENTS)}
    ),
    "unknown purpose beside one for servers": Case(
        State.VALID, "revocation_not_checked", {"purposes": (TLS_SERVER, "1.2.704.9.9")}
    ),
    **{
        f"for {purpose} only": Case(State.INVALID, "key_usage", {"purposes": (purpose,)})
        for purpose in (TLS_SERVER, PROGRAMS, TIME_STAMPS, OCSP)
    },
    "weak key": Case(State.INVALID, "weak_key", {"key": "rsa1024"}),
}


@pytest.mark.parametrize("name", TABLE)
def test_state_of_a_signature(
    name: str, tmp_path: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each quality of certificate, time and trust gives its one state and its reason in words."""
    case = TABLE[name]
    # the sender of this test is another program, which signs with anything
    monkeypatch.setattr(pdf, "refuse_unfit", lambda _key, _now: None)
    options = {"authority": authority, **case.options}
    key = make_key(tmp_path, **options)
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=case.signed).path
    verdict = verify_pdf(signed, _trust(case.trust, authority, key), now=case.verified)
    assert verdict.state is case.state, verdict.reasons
    codes = [one.code for one in verdict.reasons]
    assert codes[:1] == ([case.code] if case.code else [])
    assert all(one.message.endswith(".") for one in verdict.reasons)


def _trust(kind: str, authority: Authority, key: SigningKey) -> TrustList:
    if kind == "none":
        return TrustList()
    if kind == "itself":
        return TrustList((key.certificate,))
    if kind == "other":
        return make_authority("CA khác").trust
    if kind == "namesake":
        return make_authority().trust
    if kind.startswith("crl"):
        other = authority.certificate.public_bytes(Encoding.DER)
        crl = authority.crl(key.certificate if kind == "crl" else other)
        return TrustList((authority.der,), (crl,))
    return authority.trust


def test_demo_certificate_is_restricted_even_when_trusted(tmp_path: Path) -> None:
    """A trial signature never looks like a real one."""
    demo = make_personal_p12(
        tmp_path / "d.p12", name="A", role="", organisation="", passphrase="x", now=NOW
    )
    key = load_p12(demo.p12, "x")
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    verdict = verify_pdf(signed, TrustList.from_files(demo.root_pem), now=NOW)
    assert (verdict.state, verdict.reasons[0].code) == (State.RESTRICTED, "demo")
    assert verdict.accepted


def test_enrolled_certificate_cannot_vouch_for_another(tmp_path: Path) -> None:
    """An office on the list must not become an authority that issues other offices' keys."""
    office = make_authority("Văn phòng")
    leaf = make_key(tmp_path, authority=office)
    not_an_authority = make_key(tmp_path, authority=None, name="Văn phòng", title="")
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", leaf, now=NOW).path
    trust = TrustList((not_an_authority.certificate,))
    assert verify_pdf(signed, trust, now=NOW).state is State.UNKNOWN


def test_leaf_that_issues_a_certificate_is_not_believed(tmp_path: Path) -> None:
    """The same, with a certificate that the enrolled key really did sign."""
    from cryptography.hazmat.primitives.serialization import load_der_private_key

    enrolled = make_key(tmp_path, name="Văn phòng", title="")
    from cryptography import x509

    false_authority = Authority(
        load_der_private_key(enrolled.private_key_der, None),  # type: ignore[arg-type]
        x509.load_der_x509_certificate(enrolled.certificate),
    )
    forged = make_key(tmp_path, authority=false_authority, name="Văn phòng khác")
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", forged, now=NOW).path
    verdict = verify_pdf(signed, TrustList((enrolled.certificate,)), now=NOW)
    assert verdict.state is State.UNKNOWN, verdict.reasons


# -- tampering -------------------------------------------------------------------------------


def _flipped(data: bytes) -> bytes:
    place = data.index(b"Trang") if b"Trang" in data else 600
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _overlaid(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    red = writer.add_object(generic.StreamObject(stream_data=b"1 0 0 rg 90 490 200 30 re f"))
    page[generic.NameObject("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), red])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _annotated(data: bytes) -> bytes:
    """Put a note over the page, as comment tools do."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0]
    note = generic.DictionaryObject(
        {
            generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
            generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
            generic.pdf_name("/Rect"): generic.ArrayObject(
                generic.NumberObject(one) for one in (90, 490, 300, 530)
            ),
            generic.pdf_name("/Contents"): generic.pdf_string("81 mo hinh"),
        }
    )
    earlier = page.get("/Annots", [])
    page[generic.NameObject("/Annots")] = generic.ArrayObject([*earlier, writer.add_object(note)])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _resigned(data: bytes, folder: Path, authority: Authority) -> bytes:
    """Sign with another program, which looks at nothing."""
    key = make_key(folder, authority=authority, name="Người thứ hai")
    out = io.BytesIO()
    metadata = signers.PdfSignatureMetadata(
        field_name="Hai", subfilter=fields.SigSeedSubFilter.PADES
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    signers.PdfSigner(metadata, pdf.signer(key)).sign_pdf(writer, output=out)
    return out.getvalue()


def _value_region(data: bytes) -> tuple[int, int]:
    [field] = (PdfReader(io.BytesIO(data)).get_fields() or {}).values()
    _start, first, second, _rest = (int(one) for one in field["/V"]["/ByteRange"])
    return first, second


def _padding_changed(data: bytes) -> bytes:
    _first, second = _value_region(data)
    return data[: second - 3] + b"1" + data[second - 2 :]


def _case_changed(data: bytes) -> bytes:
    first, second = _value_region(data)
    value = data[first:second]
    place = next(index for index, byte in enumerate(value) if chr(byte) in "abcdefABCDEF")
    changed = value[:place] + value[place : place + 1].swapcase() + value[place + 1 :]
    return data[:first] + changed + data[second:]


def _signature_blanked(data: bytes) -> bytes:
    first, second = _value_region(data)
    return data[: first + 1] + b"0" * (second - first - 2) + data[second - 1 :]


def _range_shifted(data: bytes) -> bytes:
    _first, second = _value_region(data)
    return data.replace(str(second).encode(), str(second + 1).encode(), 1)


TAMPERING: dict[str, Callable[[bytes], bytes]] = {
    "byte flipped": _flipped,
    "overlay by incremental update": _overlaid,
    "note by incremental update": _annotated,
    "junk after the end": lambda data: data + b"them",
    "newline after the end": lambda data: data + b"\n",
    "zero after the end": lambda data: data + b"\0",
    "second end": lambda data: data + b"\n%%EOF\n",
    "byte before the start": lambda data: b"\n" + data,
    "last byte cut": lambda data: data[:-1],
    "half": lambda data: data[: len(data) // 2],
    "padding changed": _padding_changed,
    "letter case changed": _case_changed,
    "signature blanked": _signature_blanked,
    "range shifted": _range_shifted,
}


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, key: SigningKey) -> bytes:
    """Return the bytes of a well signed file."""
    folder = tmp_path_factory.mktemp("signed")
    source = small_pdf(folder / "a.pdf")
    return sign_pdf(source, folder / "b.pdf", key, now=NOW).path.read_bytes()


def _verdict(data: bytes, folder: Path, trust: TrustList) -> FileVerdict:
    path = folder / "x.pdf"
    path.write_bytes(data)
    return verify_pdf(path, trust, now=NOW)


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_is_invalid(
    name: str, tmp_path: Path, signed: bytes, authority: Authority
) -> None:
    """Whatever was done to a signed file, it is INVALID, even where other tools see green."""
    assert _verdict(signed, tmp_path, authority.trust).state is State.VALID
    verdict = _verdict(TAMPERING[name](signed), tmp_path, authority.trust)
    assert verdict.state is State.INVALID, verdict
    assert not verdict.accepted


def test_signature_of_another_file_is_invalid(
    tmp_path: Path, signed: bytes, key: SigningKey, authority: Authority
) -> None:
    """A genuine signature moved from one paper to another."""
    source = small_pdf(tmp_path / "c.pdf", pages=2)
    other = sign_pdf(source, tmp_path / "d.pdf", key, now=NOW).path.read_bytes()
    a, b = _value_region(signed)
    c, d = _value_region(other)
    assert b - a == d - c
    moved = other[:c] + signed[a:b] + other[d:]
    assert _verdict(moved, tmp_path, authority.trust).state is State.INVALID


def test_page_added_between_two_signatures_is_invalid(
    tmp_path: Path, signed: bytes, authority: Authority
) -> None:
    """A second signer's good signature does not heal what was done after the first."""
    again = _resigned(_overlaid(signed), tmp_path, authority)
    verdict = _verdict(again, tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert "illegal_change" in [one.code for one in verdict.signatures[0].reasons]


def test_note_between_two_signatures_is_invalid(
    tmp_path: Path, signed: bytes, authority: Authority
) -> None:
    """A comment that lies over the text was not there when the first one signed."""
    again = _resigned(_annotated(signed), tmp_path, authority)
    verdict = _verdict(again, tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert "illegal_change" in [one.code for one in verdict.signatures[0].reasons]


def test_field_filled_between_two_signatures_is_invalid(
    tmp_path: Path, key: SigningKey, authority: Authority
) -> None:
    """Other tools allow it, because forms are used that way; a paper is no form."""
    canvas = Canvas(str(tmp_path / "form.pdf"))
    canvas.acroForm.textfield(name="so", x=100, y=500, value="18")
    canvas.showPage()
    canvas.save()
    first = sign_pdf(tmp_path / "form.pdf", tmp_path / "one.pdf", key, now=NOW).path
    writer = IncrementalPdfFileWriter(io.BytesIO(first.read_bytes()))
    every = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
    [text] = [one for one in every if one["/FT"] == "/Tx"]
    text[generic.NameObject("/V")] = generic.pdf_string("81")
    writer.update_container(text)
    out = io.BytesIO()
    writer.write(out)
    verdict = _verdict(_resigned(out.getvalue(), tmp_path, authority), tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert "illegal_change" in [one.code for one in verdict.signatures[0].reasons]


def test_stripped_signature_is_no_signature(
    tmp_path: Path, signed: bytes, authority: Authority
) -> None:
    """The revision before the signature is an unsigned file, and nobody answers for it."""
    first = signed[: signed.index(b"%%EOF") + 6]
    verdict = _verdict(first, tmp_path, authority.trust)
    assert (verdict.state, verdict.reasons[0].code) == (State.UNKNOWN, "unsigned")
    assert not verdict.accepted


def test_weak_digest_is_invalid(tmp_path: Path, key: SigningKey, authority: Authority) -> None:
    """SHA-1 is refused by name."""
    writer = IncrementalPdfFileWriter(io.BytesIO(small_pdf(tmp_path / "a.pdf").read_bytes()))
    out = io.BytesIO()
    metadata = signers.PdfSignatureMetadata(
        field_name="X", md_algorithm="sha1", subfilter=fields.SigSeedSubFilter.PADES
    )
    signers.PdfSigner(metadata, pdf.signer(key)).sign_pdf(writer, output=out)
    verdict = _verdict(out.getvalue(), tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert "weak_digest" in [one.code for one in verdict.reasons]


def test_bit_flips_of_the_paper_are_never_accepted(
    tmp_path: Path, signed: bytes, authority: Authority
) -> None:
    """A sample of single-bit flips over every part that the signature covers."""
    accepted = []
    first, second = _value_region(signed)
    covered = [*range(first), *range(second, len(signed))]
    for place in covered[:: len(covered) // 120]:
        data = bytearray(signed)
        data[place] ^= 1 << (place % 8)
        if _verdict(bytes(data), tmp_path, authority.trust).accepted:
            accepted.append(place)
    assert accepted == []


def test_unsigned_and_encrypted_files_are_unknown(tmp_path: Path) -> None:
    """There is nothing to believe and nothing broken."""
    source = small_pdf(tmp_path / "a.pdf")
    assert verify_pdf(source, TrustList(), now=NOW).reasons[0].code == "unsigned"
    writer = PdfWriter(clone_from=source)
    writer.encrypt("x", algorithm="AES-256")
    writer.write(tmp_path / "b.pdf")
    verdict = verify_pdf(tmp_path / "b.pdf", TrustList(), now=NOW)
    assert (verdict.state, verdict.reasons[0].code) == (State.UNKNOWN, "encrypted")


@pytest.mark.parametrize("content", [b"", b"%PDF-", b"%PDF-1.7\n" + b"<<" * 5000, b"\0" * 3000])
def test_what_is_no_pdf_is_invalid(tmp_path: Path, content: bytes) -> None:
    """A broken file gets a verdict, not a traceback."""
    assert _verdict(content, tmp_path, TrustList()).state is State.INVALID


def test_missing_file_is_said_in_words(tmp_path: Path) -> None:
    """Only the disk makes verification raise."""
    with pytest.raises(UserError) as caught:
        verify_pdf(tmp_path / "none.pdf", TrustList(), now=NOW)
    assert caught.value.code == "file_unreadable"


def test_verdict_as_plain_values(tmp_path: Path, signed: bytes, authority: Authority) -> None:
    """What ``--json`` prints has the state, the words and each signature."""
    plain = _verdict(signed, tmp_path, authority.trust).as_dict()
    assert plain["state"] == "valid"
    assert plain["text"] == "Hợp lệ"
    [signature] = plain["signatures"]
    assert signature["name"] == "Nguyễn Thị Ngọc Ánh"
    assert signature["signed_at"] == "2020-07-07T07:05:33+00:00"


def test_every_reason_is_a_sentence() -> None:
    """Each reason fills without leftovers and decides a state; the worst one wins."""
    places = dict.fromkeys("day time issuer name start end office signer detail page".split(), "x")
    for code, (state, _text) in REASONS.items():
        issue = reason(code, **places)
        assert "{" not in issue.message
        assert state_of([issue]) is state
    assert worst([State.VALID, State.UNKNOWN, State.RESTRICTED]) is State.UNKNOWN
    assert worst([]) is State.UNKNOWN
    assert state_of([]) is State.VALID


def test_revocation_list_is_read_as_it_is_published(
    tmp_path: Path, key: SigningKey, authority: Authority
) -> None:
    """Authorities publish their lists as bare DER; one lies in the folder of trusted files."""
    (tmp_path / "ca.cer").write_bytes(authority.der)
    (tmp_path / "list.crl").write_bytes(authority.crl(key.certificate))
    trust = TrustList.from_files(tmp_path / "ca.cer", tmp_path / "list.crl")
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    verdict = verify_pdf(signed, trust, now=NOW)
    assert (verdict.state, verdict.reasons[0].code) == (State.INVALID, "revoked")
