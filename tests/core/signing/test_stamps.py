"""Time stamps over a PDF: they are nobody's signature, and hide nothing from a reader."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from asn1crypto import keys, x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfTimeStamper, pdf_byterange
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.stamp import TextStampStyle

from danvan_desktop.errors import UserError
from danvan_desktop.signing.additions import only_signed
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.signed_by import signed_state
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import FileVerdict, State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.signing.kit import (
    DAY,
    NOW,
    Authority,
    make_authority,
    make_key,
    run,
    signed_elsewhere,
    small_pdf,
)

PAGE = (0, 0, 595, 842)


@pytest.fixture
def stamping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the other program call its signatures time stamps, as a forger would."""
    original = pdf_byterange.SignatureObject.__init__

    def renamed(self: generic.DictionaryObject, *values: object, **named: object) -> None:
        original(self, *values, **named)  # type: ignore[arg-type]
        self[generic.pdf_name("/Type")] = generic.pdf_name("/DocTimeStamp")

    monkeypatch.setattr(pdf_byterange.SignatureObject, "__init__", renamed)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory, key: SigningKey) -> bytes:
    """Return a well signed paper."""
    folder = tmp_path_factory.mktemp("signed")
    return sign_pdf(small_pdf(folder / "a.pdf"), folder / "b.pdf", key, now=NOW).path.read_bytes()


def _verdict(data: bytes, folder: Path, trust: TrustList) -> FileVerdict:
    path = folder / "x.pdf"
    path.write_bytes(data)
    return verify_pdf(path, trust, now=NOW)


def _codes(verdict: FileVerdict) -> list[str]:
    return [one.code for one in verdict.reasons]


def _stamped(data: bytes, authority: Authority) -> tuple[bytes, bytes]:
    """Stamp with a time authority for which another one vouches; also return its certificate."""
    private = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Dấu thời gian")])
    purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(authority.certificate.subject)
        .public_key(private.public_key())
        .serial_number(7)
        .not_valid_before(NOW - DAY)
        .not_valid_after(NOW + DAY)
        .add_extension(usage, critical=True)
        .add_extension(purpose, critical=True)
        .sign(authority.key, hashes.SHA256())
    )
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(plain),
        fixed_dt=NOW,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    PdfTimeStamper(stamper).timestamp_pdf(writer, "sha256", output=out)
    return out.getvalue(), certificate.public_bytes(Encoding.DER)


@pytest.mark.usefixtures("stamping")
def test_paper_with_a_stamp_alone_is_unsigned(tmp_path: Path, authority: Authority) -> None:
    """Nobody signed it, and no name is read from it, whether a byte was changed or not."""
    plain = small_pdf(tmp_path / "a.pdf").read_bytes()
    data = signed_elsewhere(plain, make_key(tmp_path, authority=None, name="Kẻ gian"))
    for content in (data, data.replace(b"841.9", b"842.9", 1)):
        verdict = _verdict(content, tmp_path, authority.trust)
        assert (verdict.state, _codes(verdict)) == (State.UNKNOWN, ["unsigned"])
        assert not verdict.accepted
        state = signed_state(content)
        assert state is not None
        assert state.names == ()


@pytest.mark.parametrize("box", [None, PAGE])
def test_stamp_by_a_stranger_over_a_signed_paper_is_invalid(
    tmp_path: Path,
    signed: bytes,
    authority: Authority,
    box: tuple[int, int, int, int] | None,
    request: pytest.FixtureRequest,
) -> None:
    """Seen or unseen, what it added is covered by no signature."""
    request.getfixturevalue("stamping")
    stranger = make_key(tmp_path, authority=None, name="Kẻ gian")
    style = TextStampStyle(stamp_text="81 mo hinh") if box else None
    data = signed_elsewhere(signed, stranger, box=box, style=style)
    verdict = _verdict(data, tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert {"not_whole_file", "stamp_not_proved"} <= set(_codes(verdict))


def test_stamp_of_a_pinned_authority_adds_nothing_and_takes_nothing(
    tmp_path: Path, signed: bytes, key: SigningKey, authority: Authority
) -> None:
    """Papers that another program stamps for the archive stay valid, by their signer alone."""
    data, stamper = _stamped(signed, authority)
    verdict = _verdict(data, tmp_path, authority.trust)
    assert verdict.state is State.VALID, verdict.reasons
    assert [one.name for one in verdict.signatures] == [key.info.name]
    state = signed_state(data)
    assert state is not None
    assert state.names == (key.info.name,)
    revoked = TrustList((authority.der,), (authority.crl(stamper),))
    assert "stamp_not_proved" in _codes(_verdict(data, tmp_path, revoked))
    changed = data.replace(b"841.9", b"842.9", 1)
    assert _verdict(changed, tmp_path, authority.trust).state is State.INVALID


def test_stamp_of_an_authority_that_is_not_pinned_is_said_in_words(
    tmp_path: Path, signed: bytes, authority: Authority
) -> None:
    """Whoever made it, what lies on the last signature is then nobody's."""
    data, _stamper = _stamped(signed, make_authority("CA khác"))
    verdict = _verdict(data, tmp_path, authority.trust)
    assert verdict.state is State.INVALID
    assert {"not_whole_file", "stamp_not_proved"} <= set(_codes(verdict))


@pytest.mark.parametrize("pinned", [True, False])
def test_chair_signs_over_the_stamp_of_the_archive(
    tmp_path: Path, signed: bytes, key: SigningKey, authority: Authority, pinned: bool
) -> None:
    """Secretary, certificates and stamp, chair: the last signature covers the stamp, whoever's."""
    archived = io.BytesIO(signed)
    certificates = [asn1.Certificate.load(authority.der)]
    DocumentSecurityStore.add_dss(archived, None, certs=certificates)
    stamped, _stamper = _stamped(
        archived.getvalue(), authority if pinned else make_authority("CA khác")
    )
    (tmp_path / "ky-nhay.pdf").write_bytes(stamped)
    chair = make_key(tmp_path, authority=authority, name="Trần Văn Chánh")
    done = sign_pdf(tmp_path / "ky-nhay.pdf", tmp_path / "ban-hanh.pdf", chair, now=NOW).path
    data = done.read_bytes()
    assert data.startswith(stamped)
    verdict = _verdict(data, tmp_path, authority.trust)
    assert verdict.state is State.VALID, verdict.reasons
    assert [one.name for one in verdict.signatures] == [key.info.name, chair.info.name]
    assert [one.covers_whole_file for one in verdict.signatures] == [False, True]
    assert only_signed(small_pdf(tmp_path / "a.pdf").read_bytes(), data)
    changed = data.replace(b"841.9", b"842.9", 1)
    assert _verdict(changed, tmp_path, authority.trust).state is State.INVALID
    longer = _verdict(data + b"\n% them", tmp_path, authority.trust)
    assert "not_whole_file" in _codes(longer)
    token = data.index(b"/DocTimeStamp")
    place = data.index(b"<", data.index(b"/Contents", token)) + 3000
    broken = data[:place] + (b"0" if data[place : place + 1] != b"0" else b"1") + data[place + 1 :]
    assert _verdict(broken, tmp_path, authority.trust).state is State.INVALID
    if shutil.which("pdfsig"):
        said = run("pdfsig", "-nocert", done).stdout
        # it looks at no time stamps
        assert said.count("Signature is Valid") == 2, said
        assert said.count("Total document signed") == 1, said


@pytest.mark.parametrize("box", [None, (60, 60, 240, 110)])
def test_forged_stamp_between_two_signatures_is_invalid(
    tmp_path: Path,
    signed: bytes,
    authority: Authority,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    box: tuple[int, int, int, int] | None,
) -> None:
    """What only bears the name of a stamp is nobody's, even where the chair signed over it."""
    stranger = make_key(tmp_path, authority=None, name="Kẻ gian")
    style = TextStampStyle(stamp_text="81 mo hinh") if box else None
    request.getfixturevalue("stamping")
    forged = signed_elsewhere(signed, stranger, field="Dau", box=box, style=style)
    monkeypatch.undo()
    chair = make_key(tmp_path, authority=authority, name="Trần Văn Chánh")
    verdict = _verdict(signed_elsewhere(forged, chair), tmp_path, authority.trust)
    assert (verdict.state, _codes(verdict)[0]) == (State.INVALID, "stamp_broken")
    (tmp_path / "gia.pdf").write_bytes(forged)
    with pytest.raises(UserError) as refused:
        sign_pdf(tmp_path / "gia.pdf", tmp_path / "ra.pdf", chair, now=NOW)
    assert refused.value.code == "pdf_changed"
