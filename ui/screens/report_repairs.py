"""Which button deals with which finding of “Soát trước khi nộp”: one table, read by the editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.outline import OutlineItem
from danvan_desktop.reports.review import Review
from danvan_desktop.reports.since_issue import CODE
from danvan_desktop.reports.typed_numbers import TypedNumber
from ui.screens.report_work import REGISTER
from ui.widgets.review_panel import ReviewLine

HEAD_FIELDS = (
    *("so", "ngay", "nguoi_ky", "cung_ky", "noi_nhan", "kinh_gui", "the_thuc", "ten"),
    *("danh_may", "so_ban"),
)
NUMBER_FAULTS = ("missing_number", "same_number", "number_skips")
SETTINGS_FAULTS = {
    "wrong_authority": "can_bo_ky",
    "office_not_valid": "van_phong",
    "missing_header": "van_phong",
    "no_term": "nhiem_ky",
}
"""What is put right in the settings, and on which of their pages."""


class Desk(Protocol):
    """What the buttons ask of the editor."""

    def take_figure(self, number: TypedNumber) -> None:
        """Put the live figure in the place of a typed number."""

    def go_to_section(self, code: str, *, end: bool = False) -> None:
        """Put the cursor into a section."""

    def edit_facts(self) -> None:
        """Open number, date, signer, recipients."""

    def correct(self) -> None:
        """Begin the paper that stands in the place of this one."""

    def explain(self, issue: Issue) -> None:
        """Ask for the reason of a reminder."""

    def take_next_number(self) -> None:
        """Give the paper the number that comes next."""

    def respell(self, code: str) -> None:
        """Write a section in the office's spelling."""

    def drop_sentences(self, code: str, paths: Sequence[str]) -> None:
        """Leave out the sentences of a section whose figures nobody has."""

    def open_page(self, key: str) -> None:
        """Open another page."""

    def open_records_of(self, path: str) -> None:
        """Open the records that a figure counts; without a path what the paper is about."""

    def open_register(self, register: str, indicator: str) -> None:
        """Open a register, on the records of an indicator when one is named."""


def review_lines(
    found: Review, items: Mapping[str, OutlineItem], desk: Desk, *, editable: bool
) -> list[ReviewLine]:
    """Give every finding its button; answered reminders stand at the end with their reason."""
    typed = iter(found.typed)
    lines = []
    for issue in found.issues:
        number = next(typed, None) if issue.code == "typed_number" else None
        verb, act = _deal_with(issue, number, items, desk, editable=editable)
        wants = editable and issue.severity is Severity.WARNING
        explain = partial(desk.explain, issue) if wants else None
        lines.append(ReviewLine(issue, verb, act, explain, look=_look(issue, desk)))
    for one in found.settled:
        again = partial(desk.explain, one.issue) if editable else None
        lines.append(ReviewLine(one.issue, explain=again, reason=one.reason))
    return lines


def _look(issue: Issue, desk: Desk) -> Callable[[], None] | None:
    """Lead from a figure that changed since issue to the records that it counts now."""
    if issue.code != CODE:
        return None
    return partial(desk.open_records_of, issue.place.unit or "")


def _deal_with(
    issue: Issue,
    number: TypedNumber | None,
    items: Mapping[str, OutlineItem],
    desk: Desk,
    *,
    editable: bool,
) -> tuple[str, Callable[[], None] | None]:
    field, register = issue.place.field or "", issue.place.register or ""
    if number is not None and editable:
        verb = _("Lấy số {n}").format(n=number.shown) if number.path else _("Lấy từ sổ")
        return verb, lambda: desk.take_figure(number)
    if issue.code == CODE:
        return _("Lập bản thay thế…"), desk.correct
    if editable and issue.code in NUMBER_FAULTS:
        return _("Lấy số tiếp theo"), desk.take_next_number
    if issue.code in SETTINGS_FAULTS:
        page = SETTINGS_FAULTS[issue.code]
        return _("Mở Cài đặt"), lambda: desk.open_page(page)
    if editable and issue.code == "figure_without_data" and field in items:
        paths = (issue.place.unit or "").split(",")
        return _("Bỏ các câu này"), lambda: desk.drop_sentences(field, paths)
    if editable and issue.code == "other_spelling" and field in items:
        return _("Sửa chính tả"), lambda: desk.respell(field)
    if register == REGISTER and field in HEAD_FIELDS:
        return (_("Thông tin văn bản…"), desk.edit_facts) if editable else ("", None)
    if register == REGISTER and field in items:
        if issue.code == "W1" and editable:
            return _("Viết giải trình"), lambda: desk.go_to_section(field, end=True)
        name = items[field].number or items[field].title
        return _("Tới mục {name}").format(name=name), lambda: desk.go_to_section(field)
    if register in REGISTERS and REGISTERS[register].group == "register":
        indicator = issue.place.record or ""
        verb = _("Mở hồ sơ") if indicator else _("Mở sổ")
        return verb, lambda: desk.open_register(register, indicator)
    return "", None
