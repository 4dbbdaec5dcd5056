"""The certificates that this office believes, and the revocation lists it was given."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.certificates import describe, fingerprint

_PEM = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----(.*?)-----END \1-----", re.DOTALL)
_MAX_FILE = 4 << 20


@dataclass(frozen=True, slots=True)
class TrustList:
    """Trusted certificates and known revocation lists, all DER. Empty: nobody is vouched for."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    @classmethod
    def from_files(cls, *paths: Path) -> TrustList:
        """Read PEM files (certificates and CRLs, any number in each), a DER certificate or CRL.

        Raises UserError when a file cannot be read or holds neither.
        """
        found = cls()
        for path in paths:
            found = found.joined(_read(path))
        return found

    def joined(self, other: TrustList) -> TrustList:
        """Return a list that believes what either of two believes."""
        return TrustList(
            tuple(dict.fromkeys(self.certificates + other.certificates)),
            tuple(dict.fromkeys(self.crls + other.crls)),
        )

    def without(self, fingerprints: Collection[str]) -> TrustList:
        """Return a list that believes none of these certificates."""
        kept = (der for der in self.certificates if fingerprint(der) not in fingerprints)
        return TrustList(tuple(kept), self.crls)

    def vouching_for(self, certificate: bytes) -> tuple[bytes, ...]:
        """Return the trusted certificates that may vouch for one: authorities, and itself.

        An office key on the list stands for its office alone; without this rule each enrolled
        office could issue certificates in the name of any other.
        """
        return tuple(
            der for der in self.certificates if der == certificate or describe(der).authority
        )

    def holds(self, certificate_fingerprint: str) -> bool:
        """Tell whether a certificate itself is on the list."""
        return any(fingerprint(der) == certificate_fingerprint for der in self.certificates)


def _is_crl(data: bytes) -> bool:
    from cryptography import x509

    try:
        x509.load_der_x509_crl(data)
    except ValueError:
        return False
    return True


def _read(path: Path) -> TrustList:
    from cryptography import x509

    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE)
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp chứng thư {name}.").format(name=path.name),
            remedy=_("Kiểm tra đường dẫn rồi chọn lại."),
            code="trust_file_unreadable",
        ) from error
    try:
        blocks = [(kind, base64.b64decode(body)) for kind, body in _PEM.findall(data)]
        certificates = tuple(der for kind, der in blocks if kind == b"CERTIFICATE")
        crls = tuple(der for kind, der in blocks if kind == b"X509 CRL")
        if not blocks and _is_crl(data):
            crls = (data,)
        elif not blocks:
            certificates = (data,)
        for der in certificates:
            describe(der)
        for der in crls:
            x509.load_der_x509_crl(der)
    except (ValueError, binascii.Error) as error:
        raise UserError(
            _("Tệp {name} không chứa chứng thư nào đọc được.").format(name=path.name),
            remedy=_("Chọn tệp .pem, .crt hoặc .cer do nơi cấp chứng thư gửi."),
            code="trust_file_bad",
        ) from error
    return TrustList(certificates, crls)
