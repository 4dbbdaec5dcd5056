"""The province's receipt as evidence of time: a signature was valid when the paper was received.

A signature without a time stamp cannot be proved once its certificate has expired. The receipt is
signed by the province, names the bundle by its hash, and the log of sending knows which papers
went with that bundle.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from danvan_desktop.bundles.journal import TAKEN
from danvan_desktop.bundles.logbook import EXPORT, RECEIPT
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.verdict import FileVerdict, State

AGED = frozenset({"expired", "issuer_expired", "expires_soon"})
"""Reasons that only the time since then brought about."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who received a file, and the moment that the receipt states."""

    by: str
    at: datetime


def evidence_for(books: Books, sha256: str) -> Evidence | None:
    """Find the earliest receipt of a bundle with which a paper of this hash was sent."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT receipt.details FROM sync_log export JOIN sync_log receipt "
            "ON receipt.sha256 = export.sha256 WHERE export.kind = ? AND receipt.kind = ? "
            "AND export.details LIKE ? ORDER BY receipt.pk",
            (EXPORT, RECEIPT, f'%"{sha256}"%'),
        ).fetchall()
    for (details,) in rows:
        said = json.loads(details or "{}")
        if said.get("verdict") in TAKEN and said.get("created"):
            return Evidence(str(said.get("by") or ""), datetime.fromisoformat(said["created"]))
    return None


def valid_when_received(verdict: FileVerdict, evidence: Evidence | None) -> bool:
    """Tell whether nothing but age speaks against a file that was received in time."""
    if evidence is None or not verdict.signatures or verdict.state is not State.RESTRICTED:
        return False
    return all(
        one.valid_to is not None
        and one.valid_from is not None
        and one.valid_from <= evidence.at <= one.valid_to
        for one in verdict.signatures
    ) and all(
        reason.code in AGED or not _weighs(reason.code)
        for reason in (*verdict.reasons, *(r for one in verdict.signatures for r in one.reasons))
    )


def _weighs(code: str) -> bool:
    from danvan_desktop.signing.verdict import REASONS

    return REASONS[code][0] not in (State.VALID, State.VALID_WITH_WARNING)
