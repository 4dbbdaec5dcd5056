"""What the symbol and the wording of a cited paper tell: its kind and the level that issued it.

Only proposals: cited papers follow older rules, other bodies' rules, or none.
"""

from __future__ import annotations

import re

from danvan_desktop.i18n import N_
from danvan_desktop.schema import Choice, Option
from danvan_desktop.vietnamese import fold, fold_key

LOAI_VAN_BAN = Choice(
    options=(
        Option("NQ", N_("Nghị quyết"), "NQ"),
        Option("CT", N_("Chỉ thị"), "CT"),
        Option("KL", N_("Kết luận"), "KL"),
        Option("QD", N_("Quyết định"), "QĐ"),
        Option("QDi", N_("Quy định"), "QĐi"),
        Option("QC", N_("Quy chế"), "QC"),
        Option("HD", N_("Hướng dẫn"), "HD"),
        Option("DA", N_("Đề án"), "ĐA"),
        Option("CTr", N_("Chương trình"), "CTr"),
        Option("KH", N_("Kế hoạch"), "KH"),
        Option("TB", N_("Thông báo"), "TB"),
        Option("BC", N_("Báo cáo"), "BC"),
        Option("CV", N_("Công văn"), "CV"),
        Option("TT", N_("Thông tri, thông tư"), "TT", ("thông tri", "thông tư")),
        Option("ND", N_("Nghị định"), "NĐ"),
        Option("LUAT", N_("Luật, pháp lệnh"), N_("Luật"), ("luật", "pháp lệnh", "bộ luật")),
        Option("KHAC", N_("Loại khác"), N_("Khác"), ("khác",)),
    )
)
"""The kinds of papers that are cited, Party and State."""

CAP_BAN_HANH = Choice(
    options=(
        Option("TW", N_("Trung ương"), "TW", ("cấp trung ương",)),
        Option("T", N_("Cấp tỉnh"), N_("Tỉnh"), ("tỉnh",)),
        Option("H", N_("Cấp huyện"), N_("Huyện"), ("huyện",)),
        Option("X", N_("Cấp xã"), N_("Xã"), ("xã",)),
        Option("KHAC", N_("Cấp khác"), N_("Khác"), ("khác",)),
    )
)
"""Who issued it."""

_SPELLED = {
    fold_key(word): option.code
    for option in LOAI_VAN_BAN.options
    for word in (option.label, *option.aliases)
    if option.code != "KHAC"
}
_SYMBOLS = {fold(option.short): option.code for option in LOAI_VAN_BAN.options if option.short}
_DOUBTFUL = ("QD", "CT")
"""Symbols in use for two kinds: QĐ for decisions and rules, CT for directives and programmes."""

_CENTRAL = (
    "bo chinh tri|ban bi thu|ban chap hanh trung uong|trung uong|quoc hoi|chinh phu|thu tuong"
)
_LEVEL_WORDS = (
    (re.compile(rf"\b({_CENTRAL})\b"), "TW"),
    (re.compile(r"\b(xa|phuong|thi tran|dac khu|dang uy)\b"), "X"),
    (re.compile(r"\b(huyen|quan uy|thi uy)\b"), "H"),
    (re.compile(r"\b(tinh|thanh uy|thanh pho)\b"), "T"),
)
"""A body's words, the most telling first: “Đảng ủy xã” is of the commune."""

_LEVEL_SYMBOLS = (
    (re.compile(r"(TW|TTg|CP|QH\d*|UBTVQH\d*|CTN)$"), "TW"),
    (re.compile(r"ThU$"), "H"),
    (re.compile(r"TU$"), "T"),
    (re.compile(r"(HU|QU)$"), "H"),
    (re.compile(r"(ĐU|DU|ĐUX|ĐUP)$"), "X"),
)


def kind_of(symbol: str, abstract: str) -> str:
    """Read a paper's kind from its symbol, where that leaves a doubt from the abstract's words."""
    parts = [fold(part) for part in re.split(r"[-/\s.]+", symbol)]
    by_symbol = next((_SYMBOLS[part] for part in parts if part in _SYMBOLS), None)
    if by_symbol is not None and by_symbol not in _DOUBTFUL:
        return by_symbol
    words = fold_key(abstract)
    for spelled, code in sorted(_SPELLED.items(), key=lambda item: -len(item[0])):
        if words.startswith(spelled + " "):
            return code
    return by_symbol or "KHAC"


def issuing_level(symbol: str, issuer: str) -> str:
    """Read the level from the symbol (25-NQ/TW, 05-CT/TU, 07-CT/HU), else from the body's name."""
    bodies = re.split(r"[-\s]+", symbol.rpartition("/")[2].strip())
    for pattern, level in _LEVEL_SYMBOLS:
        if "/" in symbol and any(pattern.search(body) for body in bodies):
            return level
    name = fold_key(issuer)
    return next((level for pattern, level in _LEVEL_WORDS if pattern.search(name)), "KHAC")
