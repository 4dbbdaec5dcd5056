"""What the tags of the template language say to a clerk: “Nếu có: cuộc đối thoại” … “hết nếu”.

The editor shows a tag by these words in place of its signs.
"""

from __future__ import annotations

import re

from danvan_desktop.i18n import N_, _
from danvan_desktop.indicators import catalogue
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.figures import parse_path

_CONTROL = re.compile(r"\{%-?\s*(?P<word>\w+)\s*(?P<rest>.*?)\s*-?%\}", re.DOTALL)
_OF_LOOP = re.compile(r"""\{\{-?\s*(["'])(?P<path>[^"']*)\1\s*\|[^{}]*\}\}""")
_ASKED = re.compile(r"""(["'])(?P<path>[^"']*)\1\s*\|\s*(?P<name>\w+)(?P<behind>[^|]*?)$""")
_JOINED = re.compile(r"\s+(and|or)\s+")
_OPERATORS = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠", "<>": "≠"}

_ENDS = {
    "else": N_("nếu không"),
    "endif": N_("hết nếu"),
    "endunless": N_("hết nếu"),
    "endfor": N_("hết lặp"),
}
_HEADS = {"if": N_("Nếu {what}"), "elsif": N_("hoặc nếu {what}"), "unless": N_("Trừ khi {what}")}
_ASKS = {
    "co": N_("có {name}"),
    "khong": N_("không có {name}"),
    "tang": N_("tăng {name}"),
    "giam": N_("giảm {name}"),
    "bang": N_("{name} bằng cùng kỳ"),
    "co_cung_ky": N_("có số cùng kỳ của {name}"),
    "thieu": N_("còn đơn vị chưa báo cáo {name}"),
    "gia_tri": N_("{name}"),
}

WORDS = {
    "ky.ten": N_("tên kỳ"),
    "ky.nam": N_("năm của kỳ"),
    "ky.tu_ngay": N_("ngày đầu kỳ"),
    "ky.den_ngay": N_("ngày cuối kỳ"),
    "ky_sau.ten": N_("tên kỳ sau"),
    "ky_truoc.ten": N_("tên kỳ so sánh"),
    "co_quan.ten": N_("tên cơ quan"),
    "co_quan.ten_day_du": N_("tên đầy đủ của cơ quan"),
    "co_quan.cap_tren": N_("cấp trên"),
    "dia_ban": N_("loại địa bàn (huyện, xã)"),
    "don_vi_xa": N_("các loại đơn vị cấp xã (xã, phường)"),
    "dv.ten": N_("tên đơn vị cấp xã"),
}
"""The words of a period's paper that a clerk may put into a template, as the menu calls them."""


def tag_words(tag: str) -> str:
    """Say what a tag does; the tag itself when there are no words for it."""
    found = _CONTROL.fullmatch(tag)
    if found is None and (of_loop := _OF_LOOP.fullmatch(tag)):
        return _("{name} của từng đơn vị").format(name=_name(of_loop["path"]))
    if found is None:
        name = tag.strip("{} -")
        return _(WORDS[name]) if name in WORDS else name
    word, rest = found["word"], found["rest"]
    if word in _ENDS:
        return _(_ENDS[word])
    if word in _HEADS:
        return _(_HEADS[word]).format(what=_asked(rest))
    if word == "for":
        if re.search(r"\bin\s+don_vi\b", rest):
            return _("Lặp từng đơn vị cấp xã")
        return _("Lặp {what}").format(what=rest)
    return tag.strip("{}% -")


def is_control(tag: str) -> bool:
    """Tell whether a tag steers the text and shows nothing itself."""
    return tag.startswith("{%")


def _asked(rest: str) -> str:
    pieces = _JOINED.split(rest)
    joins = {"and": _("và"), "or": _("hoặc")}
    return " ".join(joins.get(piece, "") or _one(piece) for piece in pieces)


def _one(condition: str) -> str:
    found = _ASKED.match(condition.strip())
    if found is None or found["name"].partition(" ")[0] not in _ASKS:
        return condition.strip()
    words = _(_ASKS[found["name"]]).format(name=_name(found["path"]))
    behind = found["behind"].strip()
    for sign, shown in _OPERATORS.items():
        behind = behind.replace(sign, shown)
    return f"{words} {behind}".strip()


def _name(path: str) -> str:
    wanted = parse_path(path)
    code = wanted.code if wanted else path
    if code in catalogue():
        label = catalogue()[code].short_label
    elif code in REGISTERS:
        label = _(REGISTERS[code].label)
    else:
        return path
    return label[:1].lower() + label[1:]
