"""Which copies of the database there are; asked at every start, so without what makes them."""

from __future__ import annotations

import datetime
from pathlib import Path


def newest(folder: Path) -> Path | None:
    """Find the newest copy."""
    return max(folder.glob("danvan-*.db"), default=None) if folder.exists() else None


def made_at(copy: Path) -> datetime.datetime:
    """Tell when a copy was made, from the stamp in its name (UTC)."""
    stamp = copy.name.removeprefix("danvan-")[:15]  # 20200616T070512
    return datetime.datetime.fromisoformat(stamp).replace(tzinfo=datetime.UTC)
