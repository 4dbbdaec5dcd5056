"""“Soát trước khi nộp”: everything that would get a report returned, in one list.

Errors must be put right, warnings want a reason, notes inform. The place of an Issue names the
section by its code (``field``), so that the editor can go there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators import check_period, compare, reasons_of
from danvan_desktop.indicators.reasons import place_of
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import DRAFT
from danvan_desktop.reports.building import live_content
from danvan_desktop.reports.drafts import find_report, settled
from danvan_desktop.reports.frozen import frozen_figures
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import names_for
from danvan_desktop.reports.outline import OutlineItem, outline, section_name
from danvan_desktop.reports.sections import FigureUse, Rendered
from danvan_desktop.reports.shown import NO_COMPARISON, UnknownFigure, WrongFilter, show
from danvan_desktop.reports.templates import template_for
from danvan_desktop.reports.typed_numbers import TypedNumber, contradictions
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.vietnamese import format_date

JUMP_RULE = "W1"
_REASON = re.compile(r"\b(do|vì|nhờ|nguyên nhân)\b", re.IGNORECASE)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """What was found, the typed numbers that a click can repair, and how many figures agree."""

    issues: tuple[Issue, ...]
    typed: tuple[TypedNumber, ...]
    agree: int
    total: int


def check_before_submit(books: Books, report_id: str) -> list[Issue]:
    """List what is wrong or missing in a report before it is sent, errors first."""
    return list(review(books, report_id).issues)


def review(books: Books, report: Record | str) -> Review:
    """Check a report whole: texts, figures, typed numbers, head, signer, format, state.

    A Record is checked as it is given, so that the editor can ask about texts not saved yet.
    """
    record = report if isinstance(report, Record) else find_report(books, report)
    values = record.values
    period = books.period(str(values["ky"]))
    source = LiveFigures(books, period)
    _content, rendered, faults = live_content(books, values, source)
    items = {item.code: item for item in outline(values)}
    draft = values.get("trang_thai") == DRAFT
    frozen = {(f.path, f.filter): f.shown for f in frozen_figures(values)}
    names = names_for(books, period)
    typed = _typed(values, names, source, frozen if not draft else None)
    found = [
        *faults,
        *(_figures(items, rendered) if draft else ()),
        *_typed_issues(items, typed),
        *_period_issues(books, period, values, rendered),
        *_head(books, record),
        *_texts(items),
        *(_unfrozen() if draft else _drifted(items, rendered, frozen)),
    ]
    own = [_placed(issue, record.id) for issue in found]
    uses = sum(len(section.uses) for section in rendered.values())
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
    own.sort(key=lambda issue: order[issue.severity])
    return Review(tuple(own), tuple(typed), uses, uses + len(typed))


def _texts(items: Mapping[str, OutlineItem]) -> Iterable[Issue]:
    """Name in one line what is not written, in another what is still the template's sentence."""
    empty = [item for item in items.values() if item.leaf and item.empty]
    unfinished = [item for item in items.values() if not item.done and item not in empty]
    if empty:
        yield _issue(
            "empty_section",
            empty[0].code,
            _("{n} mục chưa viết: {sections}.").format(n=len(empty), sections=_listed(empty)),
            _("Viết các mục này, hoặc xóa khỏi báo cáo."),
            Severity.WARNING,
        )
    if unfinished:
        yield _issue(
            "unfinished_section",
            unfinished[0].code,
            _("{n} mục còn là câu mẫu: {sections}.").format(
                n=len(unfinished), sections=_listed(unfinished)
            ),
            _("Đọc lại, sửa cho đúng tình hình rồi đánh dấu đã viết xong."),
            Severity.WARNING,
        )


def _listed(items: Iterable[OutlineItem]) -> str:
    return ", ".join(item.number or item.title for item in items)


def _figures(items: Mapping[str, OutlineItem], rendered: Mapping[str, Rendered]) -> Iterable[Issue]:
    for code, section in rendered.items():
        for path in dict.fromkeys(use.path for use in section.uses if _without_data(use)):
            yield _issue(
                "figure_without_data",
                code,
                _("{section}: chưa có số liệu “{path}”.").format(
                    section=section_name(items[code]), path=path
                ),
                _("Nhập số liệu của kỳ, hoặc bỏ câu này."),
            )
        for path in dict.fromkeys(u.path for u in section.uses if u.shown == NO_COMPARISON):
            yield _issue(
                "no_comparison",
                code,
                _("{section}: chưa có số liệu cùng kỳ của “{path}” để so sánh.").format(
                    section=section_name(items[code]), path=path
                ),
                _("Nhập số liệu kỳ trước, hoặc bỏ câu so sánh."),
                Severity.WARNING,
            )


def _without_data(use: FigureUse) -> bool:
    return use.missing and use.shown != NO_COMPARISON


def _typed(
    values: Values,
    names: Mapping[str, Any],
    source: LiveFigures,
    frozen: Mapping[tuple[str, str], str] | None,
) -> list[TypedNumber]:
    """Find contradicting typed numbers, against the frozen figures once there are any."""

    def shown(path: str, filter_name: str) -> str | None:
        if frozen is not None and (path, filter_name) in frozen:
            return frozen[path, filter_name]
        try:
            return show(source, path, filter_name)
        except (UnknownFigure, WrongFilter):
            return None

    texts = {str(s["ma"]): str(s.get("noi_dung") or "") for s in values.get("muc") or ()}
    template = template_for(str(values["mau"]))
    defaults = {s.code: settled(s.text_for(names["cap"]), source, names) for s in template.sections}
    return contradictions(texts, defaults, shown)


def _typed_issues(
    items: Mapping[str, OutlineItem], typed: Iterable[TypedNumber]
) -> Iterable[Issue]:
    for number in typed:
        yield _issue(
            "typed_number",
            number.section,
            _("{section}: gõ tay “{typed}”, trong sổ là {shown}.").format(
                section=section_name(items[number.section]),
                typed=number.typed,
                shown=number.shown,
            ),
            _("Lấy số {shown} từ sổ.").format(shown=number.shown),
        )


def _period_issues(
    books: Books, period: Period, values: Values, rendered: Mapping[str, Rendered]
) -> Iterable[Issue]:
    """Take over what the figures themselves show; a jump only where it is cited unexplained.

    A warning for which a reason is kept is settled.
    """
    known = reasons_of(books, period)
    jumps = {place.split("|")[1] for rule, place in known if rule == JUMP_RULE}
    for issue in check_period(books, period):
        if issue.code != JUMP_RULE and (issue.code, place_of(issue)) not in known:
            yield issue
    items = {item.code: item for item in outline(values)}
    for code, section in rendered.items():
        if _REASON.search(section.text):
            continue
        for path in dict.fromkeys(u.path for u in section.uses if u.path not in jumps):
            jump = _jump(books, period, items[code], path)
            if jump is not None:
                yield jump


def _jump(books: Books, period: Period, item: OutlineItem, path: str) -> Issue | None:
    from danvan_desktop.indicators import catalogue
    from danvan_desktop.indicators.checks import JUMP

    if path not in catalogue():
        return None
    found = compare(books, path, period)
    if found.percent is None or abs(found.percent) <= JUMP:
        return None
    return _issue(
        JUMP_RULE,
        item.code,
        _("{section}: {name} {shown} so với cùng kỳ, cần một câu giải trình.").format(
            section=section_name(item), name=catalogue()[path].label, shown=found.shown
        ),
        _("Viết lý do trong mục này, ví dụ “do …”."),
        Severity.WARNING,
    )


def _head(books: Books, record: Record) -> Iterable[Issue]:
    """Check number, date, signer, recipients and whether the format was in force."""
    values = record.values
    day = str(values["ngay"])
    if values.get("so") is None:
        yield _issue("missing_number", "so", _("Báo cáo chưa có số."), _("Ghi số của báo cáo."))
    else:
        yield from _same_number(books, record)
    if not values.get("nguoi_ky"):
        yield _issue(
            "missing_signer", "nguoi_ky", _("Chưa chọn người ký."), _("Chọn người ký báo cáo.")
        )
    if not str(values.get("noi_nhan") or "").strip():
        yield _issue(
            "missing_recipients",
            "noi_nhan",
            _("Chưa có nơi nhận."),
            _("Ghi nơi nhận, mỗi nơi một dòng."),
            Severity.WARNING,
        )
    if day <= books.period(str(values["ky"])).last_day:
        yield _issue(
            "date_before_end",
            "ngay",
            _("Ngày của báo cáo ({day}) chưa qua ngày cuối kỳ.").format(
                day=format_date(date.fromisoformat(day))
            ),
            _("Kiểm tra lại ngày của báo cáo."),
            Severity.WARNING,
        )
    profile = profile_for(str(values["the_thuc"]))
    if not profile.covers(date.fromisoformat(day)):
        yield _issue(
            "profile_not_valid",
            "the_thuc",
            _("{name} không có hiệu lực vào ngày của báo cáo.").format(name=profile.name),
            _("Chọn thể thức khác hoặc sửa ngày."),
        )


def _same_number(books: Books, record: Record) -> Iterable[Issue]:
    own = record.values
    for other in books.page(ListQuery(register="bao_cao"), 0, 500):
        values = other.values
        same = all(values.get(name) == own.get(name) for name in ("loai", "so", "the_thuc"))
        if other.id != record.id and same and str(values["ngay"])[:4] == str(own["ngay"])[:4]:
            yield _issue(
                "same_number",
                "so",
                _("Số {symbol} đã dùng cho “{title}”.").format(
                    symbol=own.get("ky_hieu") or own.get("so"), title=values.get("ten")
                ),
                _("Lấy số tiếp theo."),
            )


def _unfrozen() -> Iterable[Issue]:
    yield _issue(
        "not_frozen",
        "trang_thai",
        _("Chưa chốt số liệu."),
        _("Khi hết lỗi, nhấn “Chốt số liệu” rồi ký."),
        Severity.NOTE,
    )


def _drifted(
    items: Mapping[str, OutlineItem],
    rendered: Mapping[str, Rendered],
    frozen: Mapping[tuple[str, str], str],
) -> Iterable[Issue]:
    """Tell which figures of a frozen report are no longer what the registers say."""
    for code, section in rendered.items():
        for use in dict.fromkeys(section.uses):
            before = frozen.get((use.path, use.filter))
            if before is not None and before != use.shown:
                yield _issue(
                    "changed_since_frozen",
                    code,
                    _("{section}: đã chốt “{before}”, trong sổ nay là “{now}”.").format(
                        section=section_name(items[code]), before=before, now=use.shown
                    ),
                    _("Nếu cần sửa, mở lại báo cáo thành lần sau."),
                    Severity.WARNING,
                )


def _issue(
    code: str,
    field: str,
    message: str,
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Issue:
    return Issue(code, message, remedy, Place(register="bao_cao", field=field), severity)


def _placed(issue: Issue, report_id: str) -> Issue:
    """Name the report in the place of an Issue of its own."""
    if issue.place.register != "bao_cao":
        return issue
    return replace(issue, place=replace(issue.place, record=report_id))
