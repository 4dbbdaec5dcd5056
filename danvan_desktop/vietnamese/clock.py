"""The one clock of the country."""

from __future__ import annotations

from datetime import timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""The one time zone of the country: no daylight saving, no table of zones needed."""
