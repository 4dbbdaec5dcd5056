"""Look a certificate up in the revocation lists that this office was given.

The signing library asks a list only if the certificate itself names where lists are published, and
not all do. So every list at hand is read here, if the issuer on the trust list really signed it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from danvan_desktop.signing.trust import TrustList


class Revocation(StrEnum):
    """What the lists at hand say about a certificate."""

    NOT_CHECKED = "not_checked"
    GOOD = "good"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class RevocationFacts:
    """What the lists say; ``listed`` is when the newest of them was made, ``due`` its next one."""

    state: Revocation
    listed: datetime | None = None
    due: datetime | None = None


def revocation_of(certificate: bytes, trust: TrustList) -> RevocationFacts:
    """Tell what the lists of the certificate's issuer say; lists of others are ignored."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    leaf = x509.load_der_x509_certificate(certificate)
    issuers = [
        issuer
        for issuer in map(x509.load_der_x509_certificate, trust.certificates)
        if issuer.subject == leaf.issuer
    ]
    result = RevocationFacts(Revocation.NOT_CHECKED)
    for data in trust.crls:
        found = x509.load_der_x509_crl(data)
        for issuer in issuers:
            try:
                signed = found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
            except (TypeError, InvalidSignature):
                signed = False
            if not signed:
                continue
            made, due = found.last_update_utc, found.next_update_utc
            if found.get_revoked_certificate_by_serial_number(leaf.serial_number) is not None:
                return RevocationFacts(Revocation.REVOKED, made, due)
            if result.listed is None or made > result.listed:
                result = RevocationFacts(Revocation.GOOD, made, due)
    return result
