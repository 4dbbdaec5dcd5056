"""Make certificates: the office key, and the parts that demo certificates are made of."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.certificates import OFFICE_KEY_UNIT, fingerprint
from danvan_desktop.signing.files import make_folder, replacing
from danvan_desktop.signing.keys import (
    COMING,
    COMPLETE,
    GIVEN_UP,
    OFFICE,
    OFFICE_KEY_FILE,
    RECEIVING,
    RENEWED,
    KeyFiles,
    SigningKey,
    finish_renewal,
    parse_p12,
    stored_certificate,
)

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

OFFICE_KEY_YEARS = 10
MAX_NAME = 64
"""Upper bound of the names in a certificate, RFC 5280 appendix A.1."""

CLOCK_TOLERANCE = timedelta(days=1)
"""A new certificate begins earlier, because the receiver's clock may be behind ours."""

RECEIVING_BITS = 3072


@dataclass(frozen=True, slots=True)
class _OfficeName:
    """The office that a key is made for."""

    code: str
    name: str


def make_office_key(
    folder: Path, *, office_code: str, office_name: str, now: datetime
) -> SigningKey:
    """Make and store the key that signs the office's bundles: EC P-256, self-signed, ten years.

    The key lies encrypted in ``folder``, its random passphrase in a file apart; both are readable
    by their owner only. Raises UserError instead of replacing a key: receivers know the office by
    its fingerprint.
    """
    make_folder(folder)
    if (folder / OFFICE_KEY_FILE).exists():
        raise UserError(
            _("Cơ quan đã có khóa ký gói."),
            safe=_("Khóa cũ được giữ nguyên."),
            code="office_key_exists",
        )
    return _stored(folder, OFFICE, _OfficeName(office_code, office_name), now)


def make_receiving_key(
    folder: Path, *, office_code: str, office_name: str, now: datetime
) -> SigningKey:
    """Make and store the key that opens what is encrypted to the office: RSA-3072, ten years.

    It can sign nothing but its own certificate. UserError instead of replacing a key.
    """
    make_folder(folder)
    if (folder / RECEIVING.key).exists():
        raise UserError(
            _("Cơ quan đã có khóa nhận gói."),
            safe=_("Khóa cũ được giữ nguyên."),
            code="receiving_key_exists",
        )
    return _stored(folder, RECEIVING, _OfficeName(office_code, office_name), now)


def replace_office_keys(
    folder: Path, *, office_code: str, office_name: str, now: datetime, lost: bool
) -> SigningKey:
    """Make new keys of the office in the place of the present ones, which are kept aside.

    ``lost`` says that the old signing key is gone or in wrong hands: it introduces the new one no
    more. The receiving key is renewed too where there is one; the old one still opens what was
    encrypted to it. A power cut leaves either the old keys or the new ones.
    """
    coming = folder / COMING
    make_folder(coming)
    for rest in coming.iterdir():
        rest.unlink()
    name = _OfficeName(office_code, office_name)
    key = _stored(coming, OFFICE, name, now)
    receives = stored_certificate(folder, RECEIVING) is not None
    if receives:
        _stored(coming, RECEIVING, name, now)
    _keep_aside(
        folder, GIVEN_UP if lost else RENEWED, (OFFICE, RECEIVING) if receives else (OFFICE,)
    )
    with replacing(coming / COMPLETE) as file:
        file.write(b"")
    finish_renewal(folder)
    return key


def new_private_key() -> ec.EllipticCurvePrivateKey:
    """Make an EC P-256 key: understood by every verifier, quick to load and to use."""
    from cryptography.hazmat.primitives.asymmetric import ec

    return ec.generate_private_key(ec.SECP256R1())


def subject_name(
    *, common_name: str, organisation: str = "", unit: str = "", title: str = "", code: str = ""
) -> x509.Name:
    """Build a certificate name; empty parts are left out, long ones cut to the allowed length."""
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, organisation),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        (NameOID.TITLE, title),
        (NameOID.COMMON_NAME, common_name),
        (NameOID.SERIAL_NUMBER, code),
    ]
    return x509.Name([x509.NameAttribute(oid, _cut(text, oid)) for oid, text in parts if text])


def _cut(text: str, oid: x509.ObjectIdentifier) -> str:
    from cryptography.x509.oid import NameOID

    if oid == NameOID.COMMON_NAME and len(text.encode()) > MAX_NAME:
        # the library counts bytes here, and a Vietnamese letter takes up to three
        text = text.encode()[:MAX_NAME].decode(errors="ignore").rpartition(" ")[0]
    return text[:MAX_NAME].strip()


def issue_certificate(
    *,
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    issuer_key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    not_before: datetime,
    not_after: datetime,
    authority: bool = False,
    receiving: bool = False,
) -> x509.Certificate:
    """Issue a certificate that may sign documents, or sign certificates, or open envelopes.

    The second as an ``authority``, the third for ``receiving``.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes

    usage = x509.KeyUsage(
        digital_signature=not (authority or receiving),
        content_commitment=not (authority or receiving),
        key_encipherment=receiving,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
        .sign(issuer_key, hashes.SHA256())
    )


def pack_p12(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    certificate: x509.Certificate,
    *others: x509.Certificate,
    passphrase: str,
) -> bytes:
    """Encrypt a key and its certificates as PKCS#12 (AES-256)."""
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    encryption = BestAvailableEncryption(passphrase.encode())
    return pkcs12.serialize_key_and_certificates(None, private, certificate, others, encryption)


def store_key(
    folder: Path,
    files: KeyFiles,
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey,
    certificate: x509.Certificate,
) -> SigningKey:
    """Write the three files of a key, with a new random passphrase."""
    passphrase = secrets.token_urlsafe(32)
    data = pack_p12(private, certificate, passphrase=passphrase)
    key = parse_p12(data, passphrase, files.key)
    with replacing(folder / files.passphrase, private=True) as file:
        file.write(passphrase.encode())
    with replacing(folder / files.certificate) as file:
        file.write(key.certificate_pem.encode())
    # last, so that an interrupted set-up leaves no key without its passphrase
    with replacing(folder / files.key, private=True) as file:
        file.write(data)
    return key


# --- private


def _stored(folder: Path, files: KeyFiles, name: _OfficeName, now: datetime) -> SigningKey:
    """Make a key with its certificate and write its three files."""
    receiving = files is RECEIVING
    private = _new_receiving_key() if receiving else new_private_key()
    subject = subject_name(
        common_name=name.name, organisation=name.name, unit=OFFICE_KEY_UNIT, code=name.code
    )
    certificate = issue_certificate(
        subject=subject,
        issuer=subject,
        public_key=private.public_key(),
        issuer_key=private,
        not_before=now - CLOCK_TOLERANCE,
        not_after=now + timedelta(days=365 * OFFICE_KEY_YEARS),
        receiving=receiving,
    )
    return store_key(folder, files, private, certificate)


def _new_receiving_key() -> rsa.RSAPrivateKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    return rsa.generate_private_key(65537, RECEIVING_BITS)


def _keep_aside(folder: Path, where: str, keys: tuple[KeyFiles, ...]) -> None:
    """Copy keys to a folder of their own, named by the certificate of the first."""
    certificate = stored_certificate(folder, keys[0])
    kept = folder / where / (fingerprint(certificate)[:16] if certificate else "khong-ro")
    make_folder(kept)
    for files in keys:
        for name in (files.key, files.passphrase, files.certificate):
            if (folder / name).exists():
                shutil.copy2(folder / name, kept / name)
