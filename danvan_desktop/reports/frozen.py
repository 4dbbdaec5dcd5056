"""What a frozen report keeps (field ``so_lieu``): its content, and every figure with provenance.

From then on the paper is made from what was kept, whatever becomes of the records.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.codec import decode
from danvan_desktop.reports.content import Content

FROZEN_FORMAT = 1

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure as it was frozen, with its provenance (``count`` records, database counter)."""

    section: str
    path: str
    filter: str
    shown: str
    value: str | None
    period: str
    count: int
    seq: int
    at: str


def frozen_content(values: Values) -> Content | None:
    """Read what a report was frozen as; None for a draft, UserError when it is damaged."""
    kept = _kept(values)
    if kept is None:
        return None
    try:
        content = decode(kept["content"])
    except (KeyError, ValueError) as error:
        raise _damaged() from error
    if not isinstance(content, Content):
        raise _damaged()
    return content


def frozen_figures(values: Values) -> list[FrozenFigure]:
    """List the figures of a frozen report with their provenance; none for a draft."""
    kept = _kept(values)
    return [] if kept is None else [FrozenFigure(**item) for item in kept.get("figures", ())]


def issued_at(values: Values) -> int:
    """Tell how far the database was written when a report was frozen; 0 for a draft."""
    kept = _kept(values)
    return 0 if kept is None else int(kept.get("seq", 0))


def _kept(values: Values) -> dict[str, Any] | None:
    text = values.get("so_lieu")
    if not text or not is_issued(values):
        return None
    try:
        kept = json.loads(str(text))
    except ValueError as error:
        raise _damaged() from error
    if not isinstance(kept, dict) or kept.get("format") != FROZEN_FORMAT:
        raise _damaged()
    return kept


def _damaged() -> UserError:
    return UserError(
        _("Không đọc được số liệu đã chốt của báo cáo này."),
        safe=_("Các sổ không bị ảnh hưởng."),
        remedy=_("Lập bản thay thế (có lý do) rồi ban hành bản đó."),
        code="damaged_report",
    )
