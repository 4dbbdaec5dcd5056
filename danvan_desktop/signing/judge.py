"""Turn what the signing library finds into one verdict, by our stricter rules.

Three of them are ours alone, because tools were seen to disagree: the last signature must cover the
whole file to its last byte; dates and key usage are checked even for a certificate that is itself
on the trust list; and a claimed signing time is never taken as proof.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue
from danvan_desktop.signing.certificates import CertificateInfo, describe
from danvan_desktop.signing.keys import EXPIRY_WARNING, day_text, time_text
from danvan_desktop.signing.revocation import Revocation, revocation_of
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import SignatureVerdict, reason, state_of, worst_first

if TYPE_CHECKING:
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureStatus
    from pyhanko_certvalidator import ValidationContext

ALLOWED_DIGESTS = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
CLOCK_TOLERANCE = timedelta(hours=26)
"""A time is “in the future” only beyond what a wrong time zone explains."""


async def judge(
    validate: Callable[[ValidationContext], Awaitable[SignatureStatus]],
    certificate: bytes,
    *,
    trust: TrustList,
    now: datetime,
    role: str = "",
    covers_whole_file: bool,
    found: Sequence[Issue] = (),
) -> SignatureVerdict:
    """Validate one signature at ``now`` and, if that fails for its date, at its claimed time.

    ``certificate`` is the signer's, DER; ``found`` are reasons that the caller
    already has. Raises the library's own errors for a signature that it cannot read; then see
    ``unreadable_verdict``.
    """
    info = describe(certificate)
    roots = trust.vouching_for(certificate)
    status: Any = await validate(validation_context(roots, trust.crls, now))
    signed_at: datetime | None = status.signer_reported_dt
    reasons = [*found, *_integrity(status), *_strength(status, info), *_dates(info, signed_at, now)]
    later = status
    if trust.certificates and not status.trusted and status.valid:
        if signed_at:
            later = await validate(validation_context(roots, trust.crls, signed_at))
        reasons.extend(_mistrust(status, later, info, now))
    elif not trust.certificates:
        reasons.append(reason("no_trust_list"))
    path = path_of(status) or path_of(later) or [certificate]
    reasons.extend(_revocation(path, info, trust, now, trusted=status.trusted))
    if info.demo:
        reasons.append(reason("demo"))
    if info.office_key:
        reasons.append(reason("office_key"))
    return SignatureVerdict(
        name=info.name,
        role=role or info.role,
        organisation="" if info.office_key else info.organisation,
        office_code=info.code if info.office_key else "",
        signed_at=signed_at,
        issuer=info.issuer,
        valid_from=info.not_before,
        valid_to=info.not_after,
        fingerprint=info.fingerprint,
        serial=info.serial,
        covers_whole_file=covers_whole_file,
        state=state_of(reasons),
        reasons=worst_first(reasons),
    )


def any_usage() -> KeyUsageConstraints:
    """Return the library's demands on a certificate's usage: none, ``CertificateInfo`` judges it.

    Its own demand, non-repudiation, is not made before signing, and it would be told as a fault of
    the chain.
    """
    from pyhanko.sign.validation.settings import KeyUsageConstraints

    return KeyUsageConstraints(key_usage=())


def damage_errors() -> tuple[type[Exception], ...]:
    """Return what the libraries raise for broken or hostile input.

    They check little before they use it, so the plain errors of Python are among them.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

    return (
        PdfError,
        SignatureValidationError,
        PathBuildingError,
        PathValidationError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        AssertionError,
        NotImplementedError,
        OverflowError,
        RecursionError,
    )


def unreadable_verdict(*found: Issue, covers_whole_file: bool = False) -> SignatureVerdict:
    """Return the verdict on a signature of which nothing can be read."""
    reasons = worst_first([*found, reason("unreadable_signature")])
    return SignatureVerdict(
        name="",
        role="",
        organisation="",
        office_code="",
        signed_at=None,
        issuer="",
        valid_from=None,
        valid_to=None,
        fingerprint="",
        covers_whole_file=covers_whole_file,
        state=state_of(reasons),
        reasons=reasons,
    )


def validation_context(
    roots: tuple[bytes, ...], crls: tuple[bytes, ...], moment: datetime
) -> ValidationContext:
    """Return what the library may believe at a moment: these certificates and lists, no network."""
    from asn1crypto import x509
    from pyhanko_certvalidator import ValidationContext

    _quiet()
    return ValidationContext(
        trust_roots=[x509.Certificate.load(der) for der in roots],
        crls=list(crls),
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment,
        best_signature_time=moment,
    )


def path_of(status: SignatureStatus) -> list[bytes]:
    """Return the path by which a signer is vouched for, DER, signer first; empty without one."""
    path = status.validation_path
    return [] if path is None else [one.dump() for one in path.iter_certs(include_root=True)][::-1]


def _integrity(status: Any) -> list[Issue]:
    if not status.intact:
        return [reason("changed")]
    return [] if status.valid else [reason("signature_broken")]


def _strength(status: Any, info: CertificateInfo) -> list[Issue]:
    reasons = []
    if status.md_algorithm not in ALLOWED_DIGESTS:
        reasons.append(reason("weak_digest", name=str(status.md_algorithm).upper()))
    if not info.strong_key:
        reasons.append(reason("weak_key", name=info.key_text))
    if not info.may_sign:
        reasons.append(reason("key_usage"))
    return reasons


def _dates(info: CertificateInfo, signed_at: datetime | None, now: datetime) -> list[Issue]:
    reasons = []
    if signed_at is None:
        reasons.append(reason("no_time"))
    elif not info.not_before <= signed_at <= info.not_after:
        reasons.append(
            reason(
                "signed_outside_validity",
                time=time_text(signed_at),
                start=day_text(info.not_before),
                end=day_text(info.not_after),
            )
        )
    elif signed_at > now + CLOCK_TOLERANCE:
        reasons.append(reason("future_time", time=time_text(signed_at)))
    if now > info.not_after:
        reasons.append(reason("expired", day=day_text(info.not_after)))
    elif now < info.not_before:
        reasons.append(reason("not_yet_valid", day=day_text(info.not_before)))
    elif now > info.not_after - EXPIRY_WARNING:
        reasons.append(reason("expires_soon", day=day_text(info.not_after)))
    return reasons


def _mistrust(status: Any, later: Any, info: CertificateInfo, now: datetime) -> list[Issue]:
    """Say why nobody vouches; ``later`` is the status at the claimed time."""
    if later.trusted:
        # the leaf's own dates are stated by _dates
        in_time = info.not_before <= now <= info.not_after
        return [reason("issuer_expired", issuer=info.issuer)] if in_time else []
    # at the claimed time the leaf is in its dates, so only the true cause is left
    problem = getattr(later.trust_problem_indic, "name", "")
    if problem.startswith("REVOKED") or later.revoked or status.revoked:
        return [reason("revoked")]
    if problem == "NO_CERTIFICATE_CHAIN_FOUND" or info.self_signed:
        return [reason("unknown_issuer", issuer=info.issuer)]
    if problem.startswith("CRYPTO_CONSTRAINTS"):
        return [reason("weak_digest", name=str(status.md_algorithm).upper())]
    return [reason("chain_refused")]


def _revocation(
    path: Sequence[bytes], info: CertificateInfo, trust: TrustList, now: datetime, *, trusted: bool
) -> list[Issue]:
    said = revocation_of(path, trust)
    if said.state is Revocation.REVOKED:
        if said.revoked == path[0]:
            return [reason("revoked")]
        return [reason("issuer_revoked", issuer=describe(said.revoked).name)]
    # a certificate that is itself on the list is revoked by taking it off
    if not trusted or trust.holds(info.fingerprint):
        return []
    if said.listed is None:
        return [reason("revocation_not_checked", day=day_text(info.not_before))]
    fresh = said.due is None or now <= said.due
    code = "revocation_checked" if fresh else "revocation_list_old"
    return [reason(code, day=day_text(said.listed))]


def _quiet() -> None:
    # the library logs each doubt with a traceback, which a command line would print
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
            logger.propagate = False
