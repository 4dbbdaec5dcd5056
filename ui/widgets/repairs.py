"""Faults with a known remedy: the button beside the field that puts them right.

How to add one: a line in ``REPAIRS`` (register, field) → what is moved where, and the words.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.i18n import N_


@dataclass(frozen=True, slots=True)
class Repair:
    """Move the text of a field to ``target`` when the issue ``code`` is found there."""

    code: str
    target: str
    words: str


REPAIRS: dict[tuple[str, str], Repair] = {
    ("dan_van_kheo", "so_qd_khen"): Repair(
        "wrong_content", "ly_do_khen", N_("Chuyển xuống “Lý do khen”")
    ),
    ("khen_thuong", "so_qd"): Repair(
        "wrong_content", "thanh_tich", N_("Chuyển xuống “Thành tích”")
    ),
}
"""The classic slip: the reason for an award typed where its decision number belongs."""


def repair_for(register: str, field: str) -> Repair | None:
    """Find the known repair of a field."""
    return REPAIRS.get((register, field))
