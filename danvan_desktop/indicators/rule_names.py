"""What the rules of a period's check are called on the screen; their codes stay those of the data.

A new rule of ``checks`` is a line here.
"""

from __future__ import annotations

from danvan_desktop.i18n import N_, _

RULE_NAMES = {
    "E1": N_("Cộng các cấp"),
    "E2": N_("Cộng lĩnh vực"),
    "E3": N_("Cộng đối tượng"),
    "E4": N_("Cộng hình thức"),
    "E5": N_("Thứ tự các bước"),
    "E6": N_("Cân đối hòa giải"),
    "E7": N_("Tính tỷ lệ"),
    "E8": N_("Số đơn vị"),
    "E9": N_("Lũy kế"),
    "E10": N_("Cộng các kỳ"),
    "E11": N_("Số trong lời văn"),
    "E12": N_("Đủ đơn vị"),
    "E13": N_("Khen thưởng"),
    "E14": N_("Cân đối hội viên"),
    "W1": N_("Tăng, giảm mạnh"),
    "W2": N_("Lượt mỗi cuộc"),
    "W3": N_("Đạt 100%"),
    "W4": N_("Giống kỳ trước"),
    "W5": N_("Số ước lượng"),
    "W6": N_("Làm tròn tỷ lệ"),
    "W7": N_("Đổi mẫu số"),
}
"""By code (REFERENCE 5.4), short enough for a badge."""


def rule_name(code: str) -> str:
    """Name a rule by its code; "" for what is no rule."""
    return _(RULE_NAMES[code]) if code in RULE_NAMES else ""
