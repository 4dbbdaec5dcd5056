"""The province's receipt as evidence: of which papers were received, when, and so validly signed.

A signature without a time stamp cannot be proved once its certificate has expired. The receipt is
signed by the province, names the bundle by its hash, and the log of sending knows which papers
went with that bundle.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from danvan_desktop.bundles.journal import TAKEN
from danvan_desktop.bundles.logbook import EXPORT, RECEIPT
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.verdict import FileVerdict, State

AGED = frozenset({"expired", "issuer_expired", "expires_soon"})
"""Reasons that only the time since then brought about."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who received a file, and the moment that the receipt states.

    ``number`` is the receipt's, 0 for one that was taken in before its number was noted.
    """

    by: str
    at: datetime
    number: int = 0


def evidence_for(books: Books, sha256: str) -> Evidence | None:
    """Find the earliest receipt of a bundle with which a paper of this hash was sent."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT receipt.details FROM sync_log export JOIN sync_log receipt "
            "ON receipt.sha256 = export.sha256 WHERE export.kind = ? AND receipt.kind = ? "
            "AND export.details LIKE ? ORDER BY receipt.pk",
            (EXPORT, RECEIPT, f'%"{sha256}"%'),
        ).fetchall()
    found = (_evidence(json.loads(details or "{}")) for (details,) in rows)
    return next((one for one in found if one is not None), None)


def received_papers(books: Books) -> dict[str, Evidence]:
    """Give the earliest receipt of every file that was sent as a paper, by its SHA-256."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT export.details, receipt.details FROM sync_log export JOIN sync_log receipt "
            "ON receipt.sha256 = export.sha256 WHERE export.kind = ? AND receipt.kind = ? "
            "ORDER BY receipt.pk",
            (EXPORT, RECEIPT),
        ).fetchall()
    found: dict[str, Evidence] = {}
    for sent, answered in rows:
        evidence = _evidence(json.loads(answered or "{}"))
        if evidence is not None:
            for sha256 in json.loads(sent or "{}").get("papers", ()):
                found.setdefault(str(sha256), evidence)
    return found


def kept_file(paper: Mapping[str, Any]) -> str:
    """Give the SHA-256 of the file by which a paper is sent: signed, else frozen; "" for none."""
    return str(paper.get("tep_da_ky") or paper.get("tep_pdf") or "")


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


def _evidence(said: Mapping[str, Any]) -> Evidence | None:
    """Read a line of the log; None where the receipt does not say that all is held."""
    if said.get("verdict") not in TAKEN or not said.get("created"):
        return None
    moment, number = datetime.fromisoformat(said["created"]), int(said.get("number") or 0)
    return Evidence(str(said.get("by") or ""), moment, number)


def _weighs(code: str) -> bool:
    from danvan_desktop.signing.verdict import REASONS

    return REASONS[code][0] not in (State.VALID, State.VALID_WITH_WARNING)
