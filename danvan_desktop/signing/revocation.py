"""Look a signer and everybody who vouches for him up in the revocation lists that were given.

The signing library asks a list only if the certificate itself names where lists are published, and
not all do. So every list at hand is read here, if an authority of the path, or one that is pinned,
really signed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from danvan_desktop.signing.certificates import describe
from danvan_desktop.signing.trust import TrustList

if TYPE_CHECKING:
    from cryptography import x509


class Revocation(StrEnum):
    """What the lists at hand say about a path of certificates."""

    NOT_CHECKED = "not_checked"
    GOOD = "good"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class RevocationFacts:
    """What the lists say; ``listed`` is when the newest of them was made, ``due`` its next one.

    For several certificates it is the oldest of these days. ``revoked`` is the certificate that is
    revoked, DER.
    """

    state: Revocation
    listed: datetime | None = None
    due: datetime | None = None
    revoked: bytes = b""


def revocation_of(path: Sequence[bytes], trust: TrustList) -> RevocationFacts:
    """Tell what the lists of their issuers say of a path of certificates, signer first, DER.

    GOOD only if every one has been looked up; the pinned one, with which the path ends, need not
    be, and a root is believed until it is taken off the list. Lists of others are ignored.
    """
    from cryptography import x509

    authorities = [*path[1:], *(der for der in trust.certificates if describe(der).authority)]
    issuers = list(map(x509.load_der_x509_certificate, dict.fromkeys(authorities)))
    lists = list(map(x509.load_der_x509_crl, trust.crls))
    rootless = path[:-1] if len(path) > 1 and describe(path[-1]).self_signed else path
    every = [_looked_up(der, issuers, lists) for der in rootless]
    for one in every:
        if one.state is Revocation.REVOKED:
            return one
    below = every[: len(path) - 1] or every
    if any(one.listed is None for one in below):
        return RevocationFacts(Revocation.NOT_CHECKED)
    return RevocationFacts(
        Revocation.GOOD,
        min(one.listed for one in below if one.listed),
        min((one.due for one in below if one.due), default=None),
    )


# --- private


def _looked_up(
    certificate: bytes,
    issuers: Iterable[x509.Certificate],
    lists: Iterable[x509.CertificateRevocationList],
) -> RevocationFacts:
    from cryptography import x509

    one = x509.load_der_x509_certificate(certificate)
    own = [issuer for issuer in issuers if issuer.subject == one.issuer]
    result = RevocationFacts(Revocation.NOT_CHECKED)
    for found in lists:
        if not any(_signed_by(found, issuer) for issuer in own):
            continue
        made, due = found.last_update_utc, found.next_update_utc
        if found.get_revoked_certificate_by_serial_number(one.serial_number) is not None:
            return RevocationFacts(Revocation.REVOKED, made, due, certificate)
        if result.listed is None or made > result.listed:
            result = RevocationFacts(Revocation.GOOD, made, due)
    return result


def _signed_by(found: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature

    try:
        return found.is_signature_valid(issuer.public_key())  # type: ignore[arg-type]
    except (TypeError, InvalidSignature):
        return False
