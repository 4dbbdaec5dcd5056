"""An office's records for the tests of sending and receiving."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.storage.values import ListQuery

PERIOD = "H1/2020"
OFFICE = "TN-DMC-BDV"
SCAN = b"%PDF-1.4 scan"
LIST = ListQuery(register="doi_thoai")

Post = Callable[..., Path]
"""Exports the office's next bundle, with choices, and gives its path."""


def dialogue(day: str) -> dict[str, Any]:
    """Describe a dialogue with one opinion."""
    return {
        "don_vi": "TN-DMC-10",
        "ngay": day,
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 50,
        "y_kien_chi_tiet": [{"noi_dung": "Đường ấp 3 hư hỏng", "xu_ly": "tai_cho"}],
    }


def days(context: Context) -> list[str]:
    """List the days of the dialogues that a database shows."""
    return sorted(r.event_date or "" for r in context.page(LIST, 0, 100))
