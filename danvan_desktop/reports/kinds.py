"""The kinds of paper: one table from the code that is kept to the words that are printed.

How to add a kind: a line in ``KINDS`` and an option in ``registers/bao_cao.py``. Codes are kept in
ASCII (``QD``); what stands in the number line is the symbol of the regulations (``QĐ``): HD
05-HD/VPTW; NĐ 30/2020, Phụ lục III.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper: ``name`` in a sentence, ``symbol`` in the number line.

    A ``letter`` prints no name of its type, and no symbol of it in the State number line. Papers
    that go ``upward`` name the superior at their head in the State layout.
    """

    code: str
    name: str
    symbol: str
    letter: bool = False
    upward: bool = False

    @property
    def type_name(self) -> str:
        """The name printed in capitals in the middle; empty for a letter."""
        return "" if self.letter else self.name.upper()


KINDS = {
    kind.code: kind
    for kind in (
        Kind("BC", "Báo cáo", "BC", upward=True),
        Kind("BB", "Biên bản", "BB"),
        Kind("TB", "Thông báo", "TB"),
        Kind("CV", "Công văn", "CV", letter=True),
        Kind("GM", "Giấy mời", "GM"),
        Kind("KH", "Kế hoạch", "KH"),
        Kind("CTR", "Chương trình", "CTr"),
        Kind("QD", "Quyết định", "QĐ"),
        Kind("TTR", "Tờ trình", "TTr"),
        Kind("HD", "Hướng dẫn", "HD"),
        Kind("DS", "Danh sách", "DS"),
    )
}
"""Every kind by its code, in the order in which they are offered."""


def kind_of(code: str) -> Kind:
    """Find a kind by its code or symbol; one that is not in the table prints its own code."""
    found = KINDS.get(code) or KINDS.get(code.upper().replace("Đ", "D"))
    return found or Kind(code, code, code)
