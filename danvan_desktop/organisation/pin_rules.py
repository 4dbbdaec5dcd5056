"""What a pin must be for a return to carry it: one rule for who writes one and for who reads it.

A return is signed and taken in as a whole, so one pin that its reader refuses loses all the others.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.vietnamese import format_number

if TYPE_CHECKING:
    from danvan_desktop.organisation.pins import Pin

MAX_TEXT = 4_000
"""Letters of a remark, and of the name of what it is pinned to."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PATH = re.compile(r"[a-z][a-z0-9_]{0,79}(/[a-z][a-z0-9_]{0,59}/[^/\s][^/]{0,79})?")
_PERIOD = re.compile(r"[0-9A-Z]{1,4}/[0-9-]{4,9}")
_NUMBER = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")

_REASONS = {
    "": N_("Phiếu trả lại không ghi được chỗ này."),
    "too_long": N_("Nhận xét dài quá {n} chữ cái."),
    "empty": N_("Chưa ghi nhận xét."),
    "unknown_field": N_("Sổ này không có ô “{field}”."),
}


def is_id(value: str) -> bool:
    """Tell whether a text is an id as records, pins and returns have one."""
    return _ID.fullmatch(value) is not None


def is_number(value: str) -> bool:
    """Tell whether a text is a figure as it travels."""
    return _NUMBER.fullmatch(value) is not None


def fault(pin: Pin) -> str:
    """Name what a reader refuses a pin for; "" for nothing."""
    if any(len(text) > MAX_TEXT for text in (pin.text, pin.title, pin.office, pin.place)):
        return "too_long"
    if not is_id(pin.id):
        return "id"
    if pin.register:
        return _record_fault(pin)
    good = _PERIOD.fullmatch(pin.period) and _PATH.fullmatch(pin.path)
    return "" if good and (pin.value is None or is_number(pin.value)) else "figure"


def why_not(pin: Pin) -> tuple[str, str]:
    """Say why a pin cannot be sent, as code and sentence; both "" when it can."""
    code = fault(pin) or ("" if pin.text.strip() else "empty")
    reason = _(_REASONS.get(code, _REASONS[""]))
    said = reason.format(n=format_number(MAX_TEXT), field=pin.field)
    return code, said if code else ""


def refuse_unfit(pin: Pin) -> None:
    """Raise UserError for a pin that no return could carry."""
    code, reason = why_not(pin)
    if code:
        raise UserError(reason, safe=_("Chưa ghim gì."), remedy=_("Sửa lại rồi ghim."), code=code)


def fit_title(title: str) -> str:
    """Cut the name of what is pinned to where a return would not carry it."""
    return title if len(title) <= MAX_TEXT else f"{title[: MAX_TEXT - 1]}…"


# --- private


def _record_fault(pin: Pin) -> str:
    spec = REGISTERS.get(pin.register)
    if spec is None:
        return "register"
    if not is_id(pin.record_id):
        return "record"
    if pin.value is not None and _DIGEST.fullmatch(pin.value) is None:
        return "seen"
    known = {one.name for one in spec.fields} | {one.key for one in spec.children}
    return "unknown_field" if pin.field and pin.field not in known else ""
