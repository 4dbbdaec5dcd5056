"""Read what a certificate says about its holder, in plain frozen values."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from danvan_desktop.i18n import N_

if TYPE_CHECKING:
    from cryptography import x509

DEMO_ORGANISATION = "Chứng thư thử nghiệm"
"""The organisation that demo certificates name as their issuer; see ``demo_keys``."""

OFFICE_KEY_UNIT = "Khóa cơ quan Dân Vận Desktop"
"""The organisational unit that marks an office key; see ``keys.make_office_key``."""

_USAGES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
)

OTHER_PURPOSES: dict[str, str] = {
    "1.3.6.1.5.5.7.3.1": N_("máy chủ web"),
    "1.3.6.1.5.5.7.3.3": N_("ký phần mềm"),
    "1.3.6.1.5.5.7.3.8": N_("đóng dấu thời gian"),
    "1.3.6.1.5.5.7.3.9": N_("trả lời về tình trạng chứng thư"),
    "1.3.6.1.5.5.7.3.5": N_("mạng riêng ảo"),
    "1.3.6.1.5.5.7.3.6": N_("mạng riêng ảo"),
    "1.3.6.1.5.5.7.3.7": N_("mạng riêng ảo"),
    "1.3.6.1.5.5.7.3.17": N_("mạng riêng ảo"),
    "1.3.6.1.4.1.311.10.3.4": N_("mã hóa tệp"),
}
"""Purposes (extended key usage) that have nothing to do with signing a paper.

A certificate that names only such ones does not sign. Every other purpose is taken, known or not:
authorities here issue officers' certificates for the client's side of TLS, for e-mail, for
documents, or for nothing in particular.
"""

MIN_RSA_BITS = 2048
MIN_EC_BITS = 256
WEAK_HASHES = frozenset({"md2", "md5", "sha1"})


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """What a certificate says; ``fingerprint`` is the SHA-256 of its DER form, lower-case hex."""

    name: str
    role: str
    organisation: str
    code: str
    issuer: str
    issuer_organisation: str
    not_before: datetime
    not_after: datetime
    fingerprint: str
    key_text: str
    strong_key: bool
    may_sign: bool
    self_signed: bool
    office_key: bool
    authority: bool
    serial: str = ""
    usages: tuple[str, ...] = ()
    """What the certificate was issued for: the names of RFC 5280, empty when it does not say."""
    purposes: tuple[str, ...] = ()
    """Its extended key usages as object identifiers, empty when it does not say."""

    @property
    def demo(self) -> bool:
        """Tell whether this is a certificate made for trials."""
        return self.issuer_organisation == DEMO_ORGANISATION


def describe(der: bytes) -> CertificateInfo:
    """Read a DER certificate; raises ValueError for anything that is not one we understand."""
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return _describe(der)
    except (
        x509.InvalidVersion,
        x509.DuplicateExtension,
        x509.UnsupportedGeneralNameType,
        UnsupportedAlgorithm,
        TypeError,
    ) as error:
        raise ValueError(str(error)) from error


def _describe(der: bytes) -> CertificateInfo:
    from cryptography import x509

    certificate = x509.load_der_x509_certificate(der)
    subject, issuer = certificate.subject, certificate.issuer
    oid = x509.NameOID
    key_text, strong = _key_strength(certificate)
    common_name = _first(subject, oid.COMMON_NAME) or subject.rfc4514_string()
    organisation = _first(subject, oid.ORGANIZATION_NAME)
    office_key = _first(subject, oid.ORGANIZATIONAL_UNIT_NAME) == OFFICE_KEY_UNIT
    return CertificateInfo(
        # the common name of an office key may be cut, see issuing
        name=organisation if office_key else common_name,
        role=_first(subject, oid.TITLE),
        organisation=organisation,
        code=_first(subject, oid.SERIAL_NUMBER),
        issuer=_first(issuer, oid.COMMON_NAME) or issuer.rfc4514_string(),
        issuer_organisation=_first(issuer, oid.ORGANIZATION_NAME),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        fingerprint=fingerprint(der),
        key_text=key_text,
        strong_key=strong,
        may_sign=_may_sign(certificate),
        self_signed=subject == issuer,
        office_key=office_key,
        authority=_is_authority(certificate),
        serial=f"{certificate.serial_number:X}",
        usages=_usages(certificate),
        purposes=_purposes(certificate),
    )


def fingerprint(der: bytes) -> str:
    """Return the SHA-256 of a DER certificate as lower-case hex."""
    return hashlib.sha256(der).hexdigest()


def fingerprint_text(hexadecimal: str) -> str:
    """Group a fingerprint for reading aloud over the telephone: ``7F3A 91C4 …``."""
    upper = hexadecimal.upper()
    return " ".join(upper[i : i + 4] for i in range(0, len(upper), 4))


def _first(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = name.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _key_strength(certificate: x509.Certificate) -> tuple[str, bool]:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}", key.key_size >= MIN_RSA_BITS
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"EC {key.curve.name}", key.key_size >= MIN_EC_BITS
    # DSA, Ed25519 and others are not what Vietnamese authorities issue, and readers differ on them
    return type(key).__name__, False


def _is_authority(certificate: x509.Certificate) -> bool:
    from cryptography import x509

    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _usages(certificate: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(name for name in _USAGES if getattr(usage, name))


def _purposes(certificate: x509.Certificate) -> tuple[str, ...]:
    from cryptography import x509

    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(one.dotted_string for one in purposes)


def _may_sign(certificate: x509.Certificate) -> bool:
    """Judge usage and purpose; what a certificate does not restrict it allows (RFC 5280, 4.2.1)."""
    from cryptography import x509

    purposes = _purposes(certificate)
    if purposes and all(one in OTHER_PURPOSES for one in purposes):
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment
