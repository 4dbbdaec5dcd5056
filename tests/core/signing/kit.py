"""Certificates of every quality, small PDF files and the command-line tools of others."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.fields import MDPPerm, VisibleSigSettings
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import BaseStampStyle
from reportlab.pdfgen.canvas import Canvas

from danvan_desktop.signing.keys import SigningKey, load_p12
from danvan_desktop.signing.pdf import signer
from danvan_desktop.signing.trust import TrustList

NOW = datetime(2020, 7, 7, 7, 5, 33, tzinfo=UTC)
DAY = timedelta(days=1)
TLS_SERVER, TLS_CLIENT = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"
PROGRAMS, MAIL = "1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.4"
TIME_STAMPS, OCSP = "1.3.6.1.5.5.7.3.8", "1.3.6.1.5.5.7.3.9"
DOCUMENTS = "1.3.6.1.4.1.311.10.3.12"
"""Purposes that a certificate may name."""

PASSPHRASE = "mật khẩu 123"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Authority:
    """A certification authority of the test."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """Return its certificate."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def trust(self) -> TrustList:
        """Return a trust list of this authority alone."""
        return TrustList((self.der,))

    def crl(self, revoked: bytes, *, moment: datetime = NOW) -> bytes:
        """Return a revocation list that names one certificate."""
        serial = x509.load_der_x509_certificate(revoked).serial_number
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(serial)
            .revocation_date(moment - DAY)
            .build()
        )
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(moment - DAY)
            .next_update(moment + 30 * DAY)
            .add_revoked_certificate(entry)
        )
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def make_authority(name: str = "CA của bài kiểm tra", *, years: int = 20) -> Authority:
    """Make an authority that is valid around NOW."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    certificate = _build(
        subject,
        subject,
        key,
        key,
        start=NOW - years * 365 * DAY,
        end=NOW + years * 365 * DAY,
        sign=False,
        authority=True,
    )
    return Authority(key, certificate)


def make_sub_authority(above: Authority, name: str = "CA con") -> Authority:
    """Make an authority for which another one vouches."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _build(
        _name(name),
        above.certificate.subject,
        key,
        above.key,
        start=NOW - 700 * DAY,
        end=NOW + 700 * DAY,
        sign=False,
        authority=True,
    )
    return Authority(key, certificate)


def make_test_p12(
    path: Path,
    *,
    name: str = "Nguyễn Thị Ngọc Ánh",
    title: str = "Trưởng Ban",
    authority: Authority | None = None,
    key: str = "ec",
    sign: bool = True,
    usage: str = "both",
    purposes: Sequence[str] = (),
    start: datetime = NOW - 365 * DAY,
    end: datetime = NOW + 365 * DAY,
    passphrase: str = PASSPHRASE,
) -> Path:
    """Write a PKCS#12 file; without ``authority`` self-signed. ``key``: ec, rsa2048 or rsa1024.

    ``usage``: both, signature (without non-repudiation) or none (the certificate does not say);
    ``purposes`` are object identifiers of its extended key usage.
    """
    private: PrivateKey = (
        ec.generate_private_key(ec.SECP256R1())
        if key == "ec"
        else rsa.generate_private_key(65537, int(key.removeprefix("rsa")))
    )
    subject = _name(name, title)
    issuer = authority.certificate.subject if authority else subject
    signer = authority.key if authority else private
    certificate = _build(
        subject,
        issuer,
        private,
        signer,
        start=start,
        end=end,
        sign=sign,
        usage=usage,
        purposes=purposes,
    )
    others = [authority.certificate] if authority else []
    encryption = BestAvailableEncryption(passphrase.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(None, private, certificate, others, encryption)
    )
    return path


def make_key(folder: Path, **options: object) -> SigningKey:
    """Return the loaded key of ``make_test_p12``."""
    return load_p12(make_test_p12(folder / "thu.p12", **options), PASSPHRASE)  # type: ignore[arg-type]


def small_pdf(path: Path, *, pages: int = 1, crosswise: int = 0) -> Path:
    """Write a PDF of upright pages followed by crosswise ones."""
    canvas = Canvas(str(path), pagesize=(595.3, 841.9), invariant=1)
    for number in range(pages + crosswise):
        if number >= pages:
            canvas.setPageSize((841.9, 595.3))
        canvas.drawString(100, 500, f"Trang {number + 1}: 18 mo hinh")
        canvas.showPage()
    canvas.save()
    return path


def tool(name: str) -> str:
    """Return the path of a command-line tool, or skip the test where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool and return what it said."""
    command = [tool(name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _name(common_name: str, title: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    if title:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Ban Dân vận Huyện ủy"))
        parts.append(x509.NameAttribute(NameOID.TITLE, title))
    parts.append(x509.NameAttribute(NameOID.COMMON_NAME, common_name))
    return x509.Name(parts)


def _build(
    subject: x509.Name,
    issuer: x509.Name,
    private: PrivateKey,
    signer: PrivateKey,
    *,
    start: datetime,
    end: datetime,
    sign: bool,
    authority: bool = False,
    usage: str = "both",
    purposes: Sequence[str] = (),
) -> x509.Certificate:
    usages = x509.KeyUsage(
        digital_signature=sign,
        content_commitment=sign and usage == "both",
        key_encipherment=not sign and not authority,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    )
    if usage != "none":
        builder = builder.add_extension(usages, critical=True)
    if purposes:
        named = x509.ExtendedKeyUsage([x509.ObjectIdentifier(one) for one in purposes])
        builder = builder.add_extension(named, critical=False)
    return builder.sign(signer, hashes.SHA256())


def signed_elsewhere(
    data: bytes,
    key: SigningKey,
    *,
    field: str = "Hai",
    box: tuple[int, int, int, int] | None = None,
    style: BaseStampStyle | None = None,
    look: VisibleSigSettings | None = None,
    permissions: MDPPerm | None = None,
    now: datetime = NOW,
) -> bytes:
    """Sign with another program, which looks at nothing; ``box`` lies on page 1, in points.

    ``permissions`` certifies the file with what it allows later.
    """
    metadata = signers.PdfSignatureMetadata(
        field_name=field,
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=permissions is not None,
        docmdp_permissions=permissions or fields.MDPPerm.FILL_FORMS,
    )
    look = look or VisibleSigSettings()
    place = fields.SigFieldSpec(field, on_page=0, box=box, visible_sig_settings=look)
    spec = place if box else None

    class At(signers.PdfSigner):
        """Signs at ``now``."""

        def init_signing_session(
            self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = now
            return session

    out = io.BytesIO()
    at = At(metadata, signer(key), stamp_style=style, new_field_spec=spec)
    at.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out)
    return out.getvalue()
