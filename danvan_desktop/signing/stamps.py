"""Time stamps over a whole PDF: they prove a time and show nothing, and are nobody's signature.

One that lies on the last signature has added bytes to the file. It is believed only if its
authority is pinned and it draws nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from danvan_desktop.signing.changes import is_shown
from danvan_desktop.signing.judge import (
    ALLOWED_DIGESTS,
    damage_errors,
    path_of,
    validation_context,
)
from danvan_desktop.signing.revocation import Revocation, revocation_of
from danvan_desktop.signing.trust import TrustList

STAMP_TYPE = "/DocTimeStamp"


async def reached_by(
    stamps: Sequence[tuple[Any, int]], last: int, trust: TrustList, *, now: datetime
) -> int:
    """Return how many bytes the last signature and the proved stamps above it cover.

    ``stamps`` are stamps with their ends of coverage, ``last`` is the end of the last signature.
    """
    reached = last
    for stamp, end in stamps:
        if end > reached and await _is_proved(stamp, trust, now):
            reached = end
    return reached


async def _is_proved(stamp: Any, trust: TrustList, now: datetime) -> bool:
    from pyhanko.sign.validation import async_validate_pdf_timestamp

    if stamp.sig_object_type != STAMP_TYPE or is_shown(stamp.sig_field):
        return False
    authorities = trust.vouching_for(b"")
    context = validation_context(authorities, trust.crls, now)
    try:
        status = await async_validate_pdf_timestamp(stamp, context, skip_diff=True)
    except damage_errors():
        return False
    sound = status.intact and status.valid and status.md_algorithm in ALLOWED_DIGESTS
    if not (sound and status.trusted):
        return False
    return revocation_of(path_of(status), trust).state is not Revocation.REVOKED
