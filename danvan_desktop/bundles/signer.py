"""Who signed a bundle, as it was found when it came: kept in the log, for the certificate may go.

What a file says of its signer is anybody's text until the state says that it is believed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from danvan_desktop.signing.verdict import FileVerdict, State

MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Signer:
    """The first signature of a bundle; moments are ISO text with their zone, "" for none.

    ``fingerprint`` is the SHA-256 of the certificate, lower-case hex; ``state`` is how far the
    signature was believed when the bundle came.
    """

    name: str
    office: str
    fingerprint: str
    valid_from: str
    valid_to: str
    signed_at: str
    state: State

    def as_details(self) -> dict[str, str]:
        """Give plain values for the log."""
        return {name: str(value) for name, value in asdict(self).items()}


def signer_of(verdict: FileVerdict | None) -> Signer | None:
    """Take the signer out of a verdict; None where there is no signature that can be read."""
    if verdict is None or not verdict.signatures or not verdict.signatures[0].fingerprint:
        return None
    one = verdict.signatures[0]
    return Signer(
        name=_short(one.name),
        office=_short(one.office_code),
        fingerprint=one.fingerprint,
        valid_from=_text(one.valid_from),
        valid_to=_text(one.valid_to),
        signed_at=_text(one.signed_at),
        state=one.state,
    )


def signer_in(details: Mapping[str, Any]) -> Signer | None:
    """Read the signer of a line of the log; None where it notes none."""
    kept = details.get("signer")
    return Signer(**{**kept, "state": State(kept["state"])}) if kept else None


# --- private


def _short(text: str) -> str:
    return " ".join(text.split())[:MAX_NAME]


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
