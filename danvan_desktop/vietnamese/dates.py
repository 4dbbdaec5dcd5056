"""Dates and times as offices in Viet Nam write them: 07/7/2020, ngày 07 tháng 7 năm 2020.

Zero stands before days under ten and before months 1 and 2 only (NĐ 30/2020, Phụ lục I, mục II.4).
"""

from __future__ import annotations

from datetime import date, datetime, time

from danvan_desktop.vietnamese.clock import VIETNAM as VIETNAM

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def format_date(day: date) -> str:
    """Write a date in running text: 07/7/2020, 05/01/2020, 29/6/2020."""
    return f"{day.day:02d}/{_month(day)}/{day.year}"


def format_date_table(day: date) -> str:
    """Write a date in a table, where all are equally wide: 07/07/2020."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def format_date_long(day: date) -> str:
    """Write a date with its words: ngày 07 tháng 7 năm 2020."""
    return f"ngày {day.day:02d} tháng {_month(day)} năm {day.year}"


def format_date_header(place: str, day: date) -> str:
    """Write place and date of issue: Dương Minh Châu, ngày 07 tháng 7 năm 2020."""
    return f"{place}, {format_date_long(day)}"


def format_time(moment: time | datetime) -> str:
    """Write a time of day as minutes do: 08 giờ 00 phút."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def format_datetime_clerk(moment: datetime) -> str:
    """Write a moment for the window, in the moment's own time zone: 14:05 07/7/2020."""
    return f"{moment.hour:02d}:{moment.minute:02d} {format_date(moment)}"


def weekday(day: date) -> str:
    """Name the day of the week as a line begins with it: Thứ Ba."""
    return WEEKDAYS[day.weekday()]


def _month(day: date) -> str:
    return f"{day.month:02d}" if day.month <= 2 else str(day.month)
