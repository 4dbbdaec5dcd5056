"""Which words a line end may not part: a number and its unit, a date, a citation's number.

Both renderers use it, so that PDF and DOCX break alike. Only spaces are exchanged for no-break
spaces: the text keeps its length, and a reader who copies it gets the same words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from danvan_desktop.documents.model import Runs

NBSP = "\xa0"

_UNITS = (
    "% ‰ ‰. ° ₫ đồng nghìn ngàn triệu tỷ tỉ kg tấn tạ yến lít km km² m m² m2 m³ m3 ha giờ phút "
    "ngày tuần tháng quý năm cuộc hội buổi lượt lớp đợt lần kỳ mô điển tập cá vụ việc tổ người hộ "
    "đại ý đơn đoàn hội thành viên ủy đảng chi ban khối xã phường thị huyện tỉnh quận thôn ấp khu "
    "đặc văn chương kế đề bài tin suất phần căn công nhà cây con điểm tiêu chỉ nhiệm nội nhóm bản "
    "trường trang câu mục hồ thủ sản giấy bằng cờ kỷ danh gia quyết nghị báo tờ cơ"
).split()
"""First syllables of what is counted in papers of this office (REFERENCE §4.1, units)."""

_NUMBER = r"\d[\d.,/–-]*%?(?:(?P<gap3> )\([^()\d]{1,12}\))?"
_BEFORE = (
    "ngày tháng năm quý số khóa lần khoản điều điểm mục chương phần "
    "biểu trang lúc hồi tuổi khu ấp tổ thứ"
).split()

_HELD = re.compile(
    rf"(?:(?<!\w)(?P<before>{'|'.join(map(re.escape, _BEFORE))})(?P<gap1> ))?"
    rf"(?<![\w.,/-])(?P<number>{_NUMBER})"
    rf"(?=(?:(?P<gap2> )(?P<unit>{'|'.join(map(re.escape, _UNITS))})(?!\w))?)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?<!\w)(?:nghìn|ngàn|triệu|tỷ|tỉ)( )đồng(?!\w)", re.IGNORECASE)
_ROMAN = re.compile(r"(?<!\w)(?i:quý|phần|chương|mục|khóa|phụ lục)( )[IVXLC]+(?!\w)")
_PERIOD = re.compile(
    r"(?<!\w)(?:tháng(?P<gap1> )(?:(?:đầu|cuối)(?P<gap2> ))?|quý [IV]+(?P<gap3> ))năm(?!\w)",
    re.IGNORECASE,
)
_MONTH_OF_DATE = {"ngày": ("tháng",), "tháng": ("năm",), "quý": ("năm",)}


def held(text: str) -> str:
    """Return ``text`` with a no-break space wherever a line end would part what is read as one.

    Of *ngày 07 tháng 7 năm 2020* the three pairs are held, but a line may end between them.
    """
    if " " not in text:
        return text
    gaps = [found.start(1) for found in _ROMAN.finditer(text)]
    if any(letter.isdigit() for letter in text):
        gaps += _gaps_of_numbers(text)
    if not gaps:
        return text
    letters = list(text)
    for gap in gaps:
        letters[gap] = NBSP
    return "".join(letters)


def held_title(text: str) -> str:
    """Hold in a heading also the whole name of a period: 6 tháng cuối năm 2020, quý I năm 2020."""
    letters = list(held(text))
    for found in _PERIOD.finditer(text):
        for place in (found.start(name) for name in ("gap1", "gap2", "gap3")):
            if place >= 0:
                letters[place] = NBSP
    return "".join(letters)


def held_runs(runs: Runs, *, title: bool = False) -> Runs:
    """Hold what belongs together also where a figure's Run ends and its unit follows."""
    text = "".join(run.text for run in runs)
    kept = held_title(text) if title else held(text)
    if kept == text:
        return runs
    made, start = [], 0
    for run in runs:
        end = start + len(run.text)
        made.append(replace(run, text=kept[start:end]))
        start = end
    return tuple(made)


def _gaps_of_numbers(text: str) -> list[int]:
    """List the places of spaces before and after numbers that must not become line ends."""
    gaps = [found.start(1) for found in _MONEY.finditer(text)]
    for found in _HELD.finditer(text):
        before, unit = found["before"], found["unit"]
        if found["gap3"]:
            gaps.append(found.start("gap3"))
        if before:
            gaps.append(found.start("gap1"))
        if unit and unit.lower() not in _MONTH_OF_DATE.get((before or "").lower(), ()):
            gaps.append(found.start("gap2"))
    return gaps
