"""What the cells of a blank form accept: lists, numbers, days, lengths; said before and after.

A rule that a commune's computer may misread (a day typed in the order of its regional settings)
warns instead of stopping, because the import reads such cells anyway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.worksheet.datavalidation import DataValidation

from danvan_desktop.schema import (
    Choice,
    Date,
    DecisionNumber,
    FieldSpec,
    Flag,
    Integer,
    LongText,
    Number,
    Period,
    Text,
    Unit,
    Year,
)
from danvan_desktop.spreadsheets.cells import AMOUNT_FORMAT, COUNT_FORMAT, DATE_FORMAT

_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_TITLE, _PROMPT = 32, 255
"""What Excel takes for the title and the text of a hint, in characters."""

_WIDTHS: tuple[tuple[type, float], ...] = (
    (LongText, 42.0),
    (DecisionNumber, 16.0),
    (Text, 30.0),
    (Unit, 24.0),
    (Period, 20.0),
    (Flag, 9.0),
    (Year, 9.0),
    (Date, 13.0),
    (Integer, 11.0),
    (Number, 14.0),
)


@dataclass(frozen=True, slots=True)
class FormDays:
    """The days on which the events of a form lie; None for a form without a period."""

    first: date
    last: date


def number_format(field: FieldSpec) -> str:
    """Choose the format of a field's cells; ``@`` keeps Excel from turning 03/5 into a day."""
    kind = field.type
    if isinstance(kind, Integer):
        return COUNT_FORMAT
    if isinstance(kind, Number):
        return AMOUNT_FORMAT
    if isinstance(kind, Year):
        return "0"
    if isinstance(kind, Date):
        return "General" if kind.year_allowed else DATE_FORMAT
    return "@"


def width(field: FieldSpec, options: Sequence[str]) -> float:
    """Choose a column's width in characters."""
    if isinstance(field.type, Choice):
        return min(max(12.0, *(len(text) + 4.0 for text in options)), 30.0)
    return next((size for kind, size in _WIDTHS if isinstance(field.type, kind)), 16.0)


def rule_for(
    field: FieldSpec, *, listed: str | None, days: FormDays | None
) -> DataValidation | None:
    """Make the rule of a column; ``listed`` is the range of its options, where it has any."""
    rule = _rule(field, listed, days)
    if rule is None:
        return None
    rule.promptTitle = field.label[:_TITLE]
    rule.prompt = hint(field, days)[:_PROMPT] or None
    rule.showInputMessage = bool(rule.prompt)
    rule.showErrorMessage = True
    rule.errorTitle = field.label[:_TITLE]
    return rule


def hint(field: FieldSpec, days: FormDays | None) -> str:
    """Say in a cell what to type: rule, help, example."""
    parts = [_told(field, days), field.help]
    if field.example:
        parts.append(f"Ví dụ: {field.example}")
    return "\n".join(part for part in parts if part)


def _rule(field: FieldSpec, listed: str | None, days: FormDays | None) -> DataValidation | None:
    kind = field.type
    if listed is not None:
        wrong = "Chọn một mục có trong danh sách."
        return DataValidation(type="list", formula1=listed, allow_blank=True, error=wrong)
    if isinstance(kind, Integer):
        return _whole(0, kind.maximum, "Chỉ gõ số nguyên, không âm; không gõ chữ.")
    if isinstance(kind, Year):
        return _whole(1900, 2099, "Gõ năm bằng bốn chữ số, ví dụ 2020.")
    if isinstance(kind, Number):
        wrong = "Chỉ gõ số, không âm; không gõ chữ và đơn vị tính."
        return DataValidation(
            type="decimal",
            operator="greaterThanOrEqual",
            formula1="0",
            allow_blank=True,
            error=wrong,
        )
    if isinstance(kind, Date) and not kind.year_allowed:
        return _days(days)
    if isinstance(kind, Text | LongText | DecisionNumber):
        return DataValidation(
            type="textLength",
            operator="lessThanOrEqual",
            formula1=str(kind.max_length),
            allow_blank=True,
            error=f"Nhiều nhất {kind.max_length} chữ.",
        )
    # Any text may stand here; the rule only carries the hint.
    return DataValidation(type=None, allow_blank=True)


def _whole(least: int, most: int, wrong: str) -> DataValidation:
    return DataValidation(
        type="whole",
        operator="between",
        formula1=str(least),
        formula2=str(most),
        allow_blank=True,
        error=wrong,
    )


def _days(days: FormDays | None) -> DataValidation:
    first, last = (days.first, days.last) if days else (_FIRST_DAY, _LAST_DAY)
    wrong = "Ngày không hợp lệ."
    if days:
        wrong = f"Ngày nằm ngoài kỳ của mẫu ({_shown(days.first)} đến {_shown(days.last)})."
    return DataValidation(
        type="date",
        operator="between",
        formula1=str(_serial(first)),
        formula2=str(_serial(last)),
        allow_blank=True,
        errorStyle="warning",
        error=f"{wrong} Gõ ngày/tháng/năm, ví dụ {_shown(last)}.",
    )


def _told(field: FieldSpec, days: FormDays | None) -> str:
    kind = field.type
    told = ""
    if isinstance(kind, Flag):
        told = "Đánh dấu x nếu có."
    elif isinstance(kind, Choice | Unit | Period):
        told = "Chọn trong danh sách."
    elif isinstance(kind, Date):
        told = "Gõ ngày/tháng/năm" + (", hoặc chỉ năm." if kind.year_allowed else ".")
        if days and not kind.year_allowed:
            told += f" Kỳ của mẫu: {_shown(days.first)} đến {_shown(days.last)}."
    elif isinstance(kind, Integer):
        told = "Gõ số nguyên."
    elif isinstance(kind, Number):
        told = "Gõ số."
    return " ".join(part for part in (told, "Bắt buộc." if field.required else "") if part)


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _serial(day: date) -> int:
    """Number a day as Excel does."""
    return (day - date(1899, 12, 30)).days
