"""Which of the bundles that came speak for their period: a trial on its third day does not.

A bundle counts when it was packed about the end of the period or later, or when the office says
that the period is done: it closed it, or a numbered report comes along in the period's second half.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from danvan_desktop.bundles.logbook import RECEIVED
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.signer import signer_in
from danvan_desktop.organisation.periods import DUE_AFTER_DAYS, Period
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.rows import marks
from danvan_desktop.vietnamese import VIETNAM

HELD = (Verdict.REPLACE, Verdict.MERGE, Verdict.NOTHING)
"""Verdicts after which everything in the bundle is here."""

CLOSED = "closed"
"""Marks, in the log's line of a bundle, that its office had closed the period."""

_REPORT = re.compile(r"BC-\d{2,}(-\d+)?\.pdf")
"""Papers that bear the number of a report; what an export draws up itself has none."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that came: its verdict, the ISO days on which it was packed and on which it came.

    ``again``: the same file came before. ``reported``: a numbered report came along; ``closed``:
    its office had closed the period.
    """

    day: str
    packed: str
    verdict: str
    again: bool = False
    reported: bool = False
    closed: bool = False

    @property
    def held(self) -> bool:
        """Tell whether everything in it is here."""
        return self.verdict in HELD

    def settles(self, period: Period) -> bool:
        """Tell whether it speaks for the period; the day when it was packed first is what counts.

        Where the report is due before the period ends, the last days before that are its end.
        """
        if not self.held or self.again:
            return False
        last = date.fromisoformat(period.last_day)
        due = date.fromisoformat(period.due or period.last_day)
        half = date.fromisoformat(period.first_day)
        half += (last - half) // 2
        packed = date.fromisoformat(min(self.packed, self.day))
        ended = packed >= min(last, due - timedelta(days=DUE_AFTER_DAYS))
        return ended or self.closed or (self.reported and packed >= half)


def arrivals(
    connection: Statements, periods: Sequence[Period]
) -> dict[tuple[str, str], list[Arrival]]:
    """Read what came for periods, oldest first, by office and period."""
    wanted = [one.code for one in periods]
    if not wanted:
        return {}
    among = f"period IN ({marks(wanted)})"
    details = {
        (str(at), str(sha256)): json.loads(found or "{}")
        for at, sha256, found in connection.exec_driver_sql(
            f"SELECT at, sha256, details FROM sync_log WHERE kind = ? AND {among}",
            (RECEIVED, *wanted),
        )
    }
    reports = {
        (str(office), str(period), int(number))
        for office, period, number, name in connection.exec_driver_sql(
            f"SELECT office, period, number, name FROM sync_paper WHERE {among}", tuple(wanted)
        )
        if _REPORT.fullmatch(str(name))
    }
    found: dict[tuple[str, str], list[Arrival]] = {}
    seen: set[tuple[str, str, str]] = set()
    rows = connection.exec_driver_sql(
        "SELECT office, period, at, verdict, sha256, number FROM sync_bundle "
        f"WHERE {among} ORDER BY pk",
        tuple(wanted),
    )
    for office, period, at, verdict, sha256, number in rows:
        place = (str(office), str(period))
        noted = details.get((str(at), str(sha256)), {})
        one = Arrival(
            day=_local_day(str(at)),
            packed=_packed(noted) or _local_day(str(at)),
            verdict=str(verdict),
            again=(*place, str(sha256)) in seen,
            reported=(*place, int(number or 0)) in reports,
            closed=bool(noted.get(CLOSED)),
        )
        found.setdefault(place, []).append(one)
        if one.held:
            seen.add((*place, str(sha256)))
    return found


# --- private


def _packed(noted: Mapping[str, Any]) -> str:
    """Give the day of the signature, which is when the bundle was packed; "" for none."""
    signer = signer_in(noted)
    return _local_day(signer.signed_at) if signer is not None and signer.signed_at else ""


def _local_day(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(VIETNAM).date().isoformat()
