"""One stage in the life of a record, as the side pane of a list draws it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """Something that happened: words, icon and tone as of a badge, a second line."""

    text: str
    detail: str
    icon: str
    tone: str
