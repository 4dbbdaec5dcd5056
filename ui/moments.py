"""Stored moments (UTC ISO text) as the office reads its clock: 14:05:12, 14:05 16/6/2020."""

from __future__ import annotations

from datetime import UTC, datetime

from danvan_desktop.i18n import _


def clock_text(stamp: str) -> str:
    """Write only the time of day, with seconds: 14:05:12; what is no moment stays as it is."""
    local = _local(stamp)
    return f"{local:%H:%M:%S}" if local else stamp


def moment_text(stamp: str, today: str = "") -> str:
    """Write time and day: 14:05 16/6/2020; on the ISO day ``today``: 14:05 hôm nay."""
    local = _local(stamp)
    if local is None:
        return stamp
    if local.date().isoformat() == today:
        return _("{time} hôm nay").format(time=f"{local:%H:%M}")
    # Not needed before the first paint of the window, which imports this module.
    from danvan_desktop.vietnamese.dates import format_datetime_clerk

    return format_datetime_clerk(local)


def day_of_moment(stamp: str) -> str:
    """Write only the day: 16/6/2020."""
    from danvan_desktop.vietnamese.dates import format_date

    local = _local(stamp)
    return format_date(local.date()) if local else stamp


def _local(stamp: str) -> datetime | None:
    from danvan_desktop.vietnamese.clock import VIETNAM

    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(VIETNAM)
