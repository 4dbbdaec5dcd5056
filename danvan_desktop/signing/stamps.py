"""Time stamps over a whole PDF: they prove a time and show nothing, and are nobody's signature.

One that lies on the last signature has added bytes to the file. It is believed only if its
authority is pinned and it draws nothing. Under a later signature (PAdES-LTA, ETSI EN 319 142-1,
5.5) that signature covers it, whoever made it; it must be a whole time stamp all the same, for
what shows something or only bears the name of a stamp would be a signature of nobody.
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
    stamps: Sequence[tuple[Any, int]], last: int, trust: TrustList | None, *, now: datetime
) -> int:
    """Return how many bytes the last signature and the proved stamps above it cover.

    ``stamps`` are stamps with their ends of coverage, ``last`` is the end of the last signature.
    Without ``trust`` a whole stamp is enough, as where the next signature is about to cover it.
    """
    reached = last
    for stamp, end in stamps:
        if end > reached and await _is_proved(stamp, trust, now):
            reached = end
    return reached


async def broken_below(
    stamps: Sequence[tuple[Any, int]], last: int, *, first: int, now: datetime
) -> bool:
    """Tell whether between the first signature and the last lies a stamp that is none.

    ``first`` and ``last`` are the ends of what they cover; what the first one covers is the paper.
    A stamp that covers nothing soundly may lie anywhere.
    """
    for stamp, end in stamps:
        between = end == 0 or first < end <= last
        if between and not await _is_proved(stamp, None, now):
            return True
    return False


async def _is_proved(stamp: Any, trust: TrustList | None, now: datetime) -> bool:
    from pyhanko.sign.validation import async_validate_pdf_timestamp

    if stamp.sig_object_type != STAMP_TYPE or is_shown(stamp.sig_field):
        return False
    believed = trust or TrustList()
    context = validation_context(believed.vouching_for(b""), believed.crls, now)
    try:
        status = await async_validate_pdf_timestamp(stamp, context, skip_diff=True)
    except damage_errors():
        return False
    sound = status.intact and status.valid and status.md_algorithm in ALLOWED_DIGESTS
    if trust is None or not sound:
        return bool(sound)
    if not status.trusted:
        return False
    return revocation_of(path_of(status), trust).state is not Revocation.REVOKED
