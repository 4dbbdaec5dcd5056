"""Whom this office knows by key: the offices that send to it, and the one that it sends to.

Each key is a small file of its own below the trusted certificates, not a row in the database: a
restored backup must not bring back trust that was withdrawn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths
from danvan_desktop.signing.certificates import CertificateInfo, describe, fingerprint
from danvan_desktop.signing.files import make_folder, replacing
from danvan_desktop.signing.key_ends import KeyEnd, Whose
from danvan_desktop.signing.keys import day_text
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.wrapping import key_identifier
from danvan_desktop.vietnamese import VIETNAM

OVERLAP = timedelta(days=60)
"""For so long a key that was renewed in time is still believed: what it signed may be under way."""


class Role(StrEnum):
    """What a known key stands for."""

    OFFICE = "office"
    """It sends bundles to us."""
    SUPERIOR = "province"
    """It receives our bundles and answers with receipts."""


@dataclass(frozen=True, slots=True)
class Partner:
    """A key that was accepted; moments are UTC ISO text, "" where there was none.

    ``receiving`` is the certificate (DER) that bundles are encrypted to, b"" for none; ``how`` is
    ``telephone`` or ``renewal``.
    """

    role: Role
    office: str
    name: str
    certificate: bytes
    receiving: bytes
    since: str
    by: str
    how: str
    replaced: str = ""
    withdrawn: str = ""
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, lower-case hex."""
        return fingerprint(self.certificate)

    @property
    def info(self) -> CertificateInfo:
        """What the certificate says."""
        return describe(self.certificate)

    def believed(self, now: datetime) -> bool:
        """Tell whether what it signs is believed at ``now``, apart from its own dates."""
        if self.withdrawn:
            return False
        return not self.replaced or now < datetime.fromisoformat(self.replaced) + OVERLAP


def partners(paths: Paths) -> list[Partner]:
    """List every key that was ever accepted, withdrawn ones too, the newest first."""
    folder = paths.partners
    found = [_read(path) for path in sorted(folder.glob("*.json"))] if folder.exists() else []
    return sorted((one for one in found if one), key=lambda one: one.since, reverse=True)


def partner(paths: Paths, certificate_fingerprint: str) -> Partner | None:
    """Find a key by its fingerprint."""
    path = _place(paths, certificate_fingerprint)
    return _read(path) if path.exists() else None


def keep(paths: Paths, one: Partner) -> None:
    """Write what is known of a key; UserError when the disk refuses."""
    make_folder(paths.partners)
    document = {
        "role": str(one.role),
        "office": one.office,
        "name": one.name,
        "certificate": one.certificate.hex(),
        "receiving": one.receiving.hex(),
        "since": one.since,
        "by": one.by,
        "how": one.how,
        "replaced": one.replaced,
        "withdrawn": one.withdrawn,
        "reason": one.reason,
    }
    with replacing(_place(paths, one.fingerprint)) as file:
        file.write((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())


def withdraw(paths: Paths, certificate_fingerprint: str, *, at: str, reason: str) -> Partner:
    """Believe a key no more from now on; UserError when there is none."""
    one = partner(paths, certificate_fingerprint)
    if one is None:
        raise UserError(_("Không tìm thấy khóa này trong danh sách."), code="unknown_key")
    gone = replace(one, withdrawn=at, reason=reason)
    keep(paths, gone)
    return gone


def believed(paths: Paths, now: datetime, *roles: Role) -> TrustList:
    """Give the certificates that are believed at ``now`` in any of the roles."""
    return TrustList(
        tuple(
            one.certificate
            for one in partners(paths)
            if one.believed(now) and (not roles or one.role in roles)
        )
    )


def refused_fingerprints(paths: Paths, now: datetime) -> frozenset[str]:
    """Give the keys that are believed no more, wherever else their certificate may lie."""
    return frozenset(one.fingerprint for one in partners(paths) if not one.believed(now))


def receiver(paths: Paths, now: datetime) -> Partner | None:
    """Find to whom bundles are encrypted: the newest superior that has a receiving certificate."""
    fit = (
        one
        for one in partners(paths)
        if one.role is Role.SUPERIOR
        and one.receiving
        and not one.replaced
        and one.believed(now)
        and now < describe(one.receiving).not_after
    )
    return next(fit, None)


def receiving_end(paths: Paths, now: datetime) -> KeyEnd | None:
    """Tell when the certificate ends that bundles are encrypted to, or were; None without one.

    Of a superior whose key was withdrawn nobody waits for another letter.
    """
    to = receiver(paths, now) or _last_receiver(paths)
    if to is None or to.withdrawn:
        return None
    return KeyEnd(Whose.SUPERIOR, describe(to.receiving).not_after, to.name)


def receiver_ends_soon(paths: Paths, now: datetime) -> KeyEnd | None:
    """Give the end of the certificate that bundles are encrypted to, from a month before it on."""
    end = receiving_end(paths, now)
    near = end is not None and end.until > now and end.near(now.astimezone(VIETNAM).date())
    return end if near else None


def lapsed(paths: Paths, now: datetime) -> str:
    """Say why bundles can be encrypted no more though once they could; "" while they can.

    An office that began to encrypt must not go back to plain bundles without anybody's decision.
    """
    newest = _last_receiver(paths)
    if newest is None or receiver(paths, now) is not None:
        return ""
    if newest.withdrawn:
        return _("Khóa của {name} đã thu hồi nên không còn ai để mã hóa gói.").format(
            name=newest.name
        )
    return _("Chứng thư nhận gói của {name} đã hết hạn ngày {day}.").format(
        name=newest.name, day=day_text(describe(newest.receiving).not_after)
    )


def names_of(paths: Paths, identifiers: Iterable[bytes]) -> list[str]:
    """Name for whom an envelope is; the identifier itself where nobody is known by it."""
    known = {key_identifier(one.receiving): one.name for one in partners(paths) if one.receiving}
    return [known.get(one, one.hex()[:8].upper()) for one in identifiers]


# --- private


def _last_receiver(paths: Paths) -> Partner | None:
    """Find the newest superior that ever had a receiving certificate."""
    known = [one for one in partners(paths) if one.role is Role.SUPERIOR and one.receiving]
    return min(known, key=lambda one: bool(one.replaced), default=None)


def _place(paths: Paths, certificate_fingerprint: str) -> Path:
    return paths.partners / f"{certificate_fingerprint[:32]}.json"


def _read(path: Path) -> Partner | None:
    """Read one file; one that is damaged vouches for nobody."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        texts = {name: str(found[name]) for name in ("office", "name", "since", "by", "how")}
        ends = {name: str(found[name]) for name in ("replaced", "withdrawn", "reason")}
        one = Partner(
            role=Role(found["role"]),
            certificate=bytes.fromhex(found["certificate"]),
            receiving=bytes.fromhex(found["receiving"]),
            **texts,
            **ends,
        )
        describe(one.certificate)
        return one
    except (OSError, ValueError, KeyError, TypeError):
        return None
