"""“Soát trước khi nộp”: everything that would get a paper returned, in one list.

Errors must be put right, reminders want a reason that is kept, notes inform. The place of an Issue
names the section by its code (``field``), so that the editor can go there. What is looked at in
the head of a paper stands in ``review_head``, what in its words in ``review_words``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators import check_period, compare, give_reasons, reasons_of
from danvan_desktop.indicators.reasons import place_of
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.against_records import Contradicted, against_records
from danvan_desktop.reports.building import live_content, template_of
from danvan_desktop.reports.content import Content
from danvan_desktop.reports.drafts import find_report, save_report, settled
from danvan_desktop.reports.frozen import frozen_content, frozen_figures
from danvan_desktop.reports.issued_fields import not_ready, refusals
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import names_of
from danvan_desktop.reports.outline import OutlineItem, full_titles, outline, section_name
from danvan_desktop.reports.prose_numbers import contradictions_in_prose
from danvan_desktop.reports.review_head import head_issues, issued_issues
from danvan_desktop.reports.review_typed import named, said, typed_issues
from danvan_desktop.reports.review_words import word_issues
from danvan_desktop.reports.sections import FigureUse, Rendered
from danvan_desktop.reports.shown import NO_COMPARISON, UnknownFigure, WrongFilter, show
from danvan_desktop.reports.since_issue import (
    Changed,
    changed_issues,
    changed_records,
    changed_since_issue,
)
from danvan_desktop.reports.subjects import period_of
from danvan_desktop.reports.typed_numbers import TypedNumber, contradictions
from danvan_desktop.storage.values import Record

NONE_IN_WORDS = "00"
"""How a sentence shows a count of none; no one writes it so."""

JUMP_RULE = "W1"

_CAUSE = re.compile(r"\b(nguyên nhân|lý do)\b", re.IGNORECASE)
_REASON = re.compile(r"\b(do|vì|nhờ)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(tăng|giảm|(cao|thấp|nhiều|ít|lớn|nhỏ) hơn|chênh lệch)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """A reminder that was answered, with the reason that is kept."""

    issue: Issue
    reason: str


@dataclass(frozen=True, slots=True)
class Review:
    """What was found, the typed numbers that a click can repair, and how many figures agree.

    Of an issued paper ``changed`` are the figures that the registers give otherwise since.
    """

    issues: tuple[Issue, ...]
    typed: tuple[TypedNumber, ...]
    agree: int
    total: int
    settled: tuple[Settled, ...] = ()
    changed: tuple[Changed, ...] = ()


def check_before_submit(books: Books, report_id: str) -> list[Issue]:
    """List what is wrong or missing in a paper before it is sent, errors first."""
    return list(review(books, report_id).issues)


def review(books: Books, report: Record | str) -> Review:
    """Check a paper whole: texts, figures, typed numbers, head, signer, format, number, state.

    A Record is checked as it is given, so that the editor can ask about texts not saved yet. An
    issued paper is only held against the registers of today.
    """
    record = report if isinstance(report, Record) else find_report(books, report)
    look = _Look(books, record)
    found = [*look.issued_findings()] if is_issued(record.values) else [*look.findings()]
    own = [_placed(issue, record.id) for issue in found]
    own.sort(key=lambda issue: _ORDER[issue.severity])
    reasons = _reasons(record.values)
    answered = {i: r for i in own if (r := _answer(i, reasons))}
    told = [_placed(issue, record.id) for issue in typed_issues(look.items, look.typed)]
    typed = [one for one, issue in zip(look.typed, told, strict=True) if issue not in answered]
    uses = sum(len(section.uses) for section in look.rendered.values())
    return Review(
        tuple(issue for issue in own if issue not in answered),
        tuple(typed),
        uses - look.changed_uses(),
        uses + sum(1 for one in typed if one.path),
        tuple(Settled(issue, reason) for issue, reason in answered.items()),
        tuple(look.changed),
    )


def give_paper_reason(books: Books, report_id: str, issue: Issue, text: str) -> None:
    """Keep the reason for a reminder of a paper (an empty text takes it away), with undo."""
    give_paper_reasons(books, report_id, [issue], text)


def give_paper_reasons(books: Books, report_id: str, issues: Sequence[Issue], text: str) -> None:
    """Keep one reason for several reminders of a paper; an empty text takes it away.

    What the figures of an open period themselves show is answered in the period, so that the
    reason is printed among its explanations; everything else is answered in the paper. UserError
    for an error, which no reason settles.
    """
    wrong = next((one for one in issues if one.severity is not Severity.WARNING), None)
    if wrong is not None:
        raise UserError(
            _("Lỗi phải sửa, không ghi lý do thay được."),
            safe=_("Văn bản vẫn như trước."),
            remedy=wrong.remedy,
            code="error_needs_repair",
        )
    record = find_report(books, report_id)
    of_period: list[Issue] = []
    own: list[Issue] = []
    period = None
    for issue in issues:
        found = _of_period(books, record, issue)
        if found is None:
            own.append(issue)
        else:
            period = found[0]
            of_period.append(found[1])
    if period is not None:
        give_reasons(books, period, of_period, text)
    if own:
        _keep_reasons(books, record, own, text.strip()[:500])


def _keep_reasons(books: Books, record: Record, issues: Sequence[Issue], text: str) -> None:
    keys = {_key(issue): issue.message[:1000] for issue in issues}
    rows = [row for row in record.values.get("nhac") or () if row["ma"] not in keys]
    if text:
        rows += [{"ma": key, "noi_dung": words, "ly_do": text} for key, words in keys.items()]
    label = _("Ghi lý do: {text}").format(text=text[:60])
    save_report(books, {**record.values, "nhac": rows}, record=record, label=label)


class _Look:
    """One look at a paper: what it says now, and what is found in it."""

    def __init__(self, books: Books, record: Record) -> None:
        self.books, self.record, self.values = books, record, record.values
        self.period = period_of(books, self.values)
        self.source = LiveFigures(books, self.period)
        content, self.rendered, self.faults = live_content(books, self.values, self.source)
        frozen = frozen_content(self.values)
        self.content: Content = frozen or content
        self.items = {item.code: item for item in outline(self.values)}
        self.template = template_of(books, self.values)
        self.changed = [] if frozen is None else self._changed(frozen, content)
        self.frozen = {(f.path, f.filter): f.shown for f in frozen_figures(self.values)}
        self.contradicted = self._contradicted()
        self.names = names_of(books, self.values, template=self.template)
        sure = [*self._typed(), *self.contradicted.words]
        self.typed = [*sure, *self._in_prose(sure)]

    def findings(self) -> Iterable[Issue]:
        """Go through everything that may be wrong before a paper is issued."""
        yield from self.faults
        yield from _figures(self.items, self.rendered)
        yield from typed_issues(self.items, self.typed)
        yield from _stale_title(self.values, self.contradicted.title)
        if self.values.get("ky") and self._shows_figures():
            yield from _period_issues(self.books, self.period, self.values, self.rendered)
        yield from head_issues(self.books, self.record, self.template, self.period)
        yield from word_issues(self.values, self.items, self.rendered, self.content, self.template)
        yield from _texts(self.items)
        yield from not_ready(self.books, self.values)
        yield from refusals(self.books, self.values)
        yield from _not_issued()

    def _shows_figures(self) -> bool:
        """Tell whether the period's figures stand in the paper: not in a letter about them."""
        return bool(self.template.annexes) or any(one.uses for one in self.rendered.values())

    def issued_findings(self) -> Iterable[Issue]:
        """Hold an issued paper against the registers, and say what is still to be done with it."""
        yield from typed_issues(self.items, self.typed)
        yield from changed_issues(self.changed, self.items)
        yield from issued_issues(self.books, self.record)

    def changed_uses(self) -> int:
        """Count the places of an issued paper's text that show something else than now."""
        return sum(
            self.frozen.get((use.path, use.filter), use.shown) != use.shown
            for section in self.rendered.values()
            for use in section.uses
        )

    def _changed(self, issued: Content, now: Content) -> list[Changed]:
        """Hold an issued paper's figures against the registers of today."""
        both = (issued, now)
        found = []
        if self.values.get("ky"):
            found = changed_since_issue(self.books, self.values, source=self.source, contents=both)
        if self.template.register is not None:
            found += changed_records(self.books, self.record.id, self.values, both)
        return found

    def _contradicted(self) -> Contradicted:
        """Hold a paper about records against them, until it is issued."""
        if is_issued(self.values):
            return Contradicted()
        return against_records(self.books, self.record.id, self.values)

    def _typed(self) -> list[TypedNumber]:
        """Find contradicting typed numbers, against the frozen figures once there are any."""

        def shown(path: str, filter_name: str) -> str | None:
            if (path, filter_name) in self.frozen:
                return self.frozen[path, filter_name]
            try:
                return show(self.source, path, filter_name)
            except (UnknownFigure, WrongFilter):
                return None

        if not self.values.get("ky"):
            return []
        texts = {str(s["ma"]): str(s.get("noi_dung") or "") for s in self.values.get("muc") or ()}
        defaults = {
            s.code: settled(s.text_for(self.names["cap"]), self.source, self.names)
            for s in self.template.sections
        }
        return contradictions(texts, defaults, shown)

    def _in_prose(self, sure: Sequence[TypedNumber]) -> list[TypedNumber]:
        """Find typed numbers in the clerk's own words, besides those that are sure, until issue."""
        if not self.values.get("ky") or is_issued(self.values):
            return []
        titles = full_titles(self.items.values())
        sections = (
            (str(s["ma"]), titles[str(s["ma"])], str(s.get("noi_dung") or ""))
            for s in self.values.get("muc") or ()
        )
        place = f"{self.names['dia_ban']} {self.names['co_quan']['dia_danh']}"
        known = {(one.section, at) for one in sure for at in range(one.start, one.end)}
        found = contradictions_in_prose(sections, self.source, place)
        return [one for one in found if (one.section, one.end - 1) not in known]


# --- texts and figures


def _texts(items: Mapping[str, OutlineItem]) -> Iterable[Issue]:
    """Name in one line what is not written, in others what nobody has confirmed yet."""
    empty = [item for item in items.values() if item.leaf and item.empty]
    taken = [item for item in items.values() if item.taken]
    unfinished = [i for i in items.values() if not i.done and i not in empty and i not in taken]
    if empty:
        yield _issue(
            "empty_section",
            empty[0].code,
            _("{n} mục chưa viết: {sections}.").format(n=len(empty), sections=_listed(empty)),
            _("Viết các mục này, hoặc xóa khỏi báo cáo."),
            Severity.WARNING,
        )
    if taken:
        yield _issue(
            "taken_section",
            taken[0].code,
            _("{n} mục lấy từ kỳ trước, chưa xác nhận: {sections}.").format(
                n=len(taken), sections=_listed(taken)
            ),
            _("Đọc lại từng mục, sửa cho đúng kỳ này rồi nhấn Ctrl+Enter để xác nhận."),
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
    """Say of each section which of its figures nobody has; the place's unit holds their paths."""
    for code, section in rendered.items():
        missing = list(dict.fromkeys(use.path for use in section.uses if _without_data(use)))
        bare = list(dict.fromkeys(u.path for u in section.uses if u.shown == NO_COMPARISON))
        if missing:
            issue = _issue(
                "figure_without_data",
                code,
                _("{section}: chưa có số liệu {names}.").format(
                    section=section_name(items[code]), names=named(missing)
                ),
                _("Nhập số liệu của kỳ, hoặc bỏ các câu này."),
            )
            yield replace(issue, place=replace(issue.place, unit=",".join(missing)))
        if bare:
            issue = _issue(
                "no_comparison",
                code,
                _("{section}: chưa có số liệu cùng kỳ để so sánh {names}.").format(
                    section=section_name(items[code]), names=named(bare)
                ),
                _("Nhập số liệu kỳ trước, hoặc bỏ câu so sánh."),
                Severity.WARNING,
            )
            yield replace(issue, place=replace(issue.place, unit=",".join(bare)))
        none = list(dict.fromkeys(use.path for use in section.uses if use.shown == NONE_IN_WORDS))
        if none:
            yield _issue(
                "none_in_words",
                code,
                _("{section}: câu in “00” vì trong kỳ không phát sinh {names}.").format(
                    section=section_name(items[code]), names=named(none)
                ),
                _("Viết lại câu, ví dụ “không phát sinh”, hoặc bỏ câu này."),
                Severity.WARNING,
            )


def _without_data(use: FigureUse) -> bool:
    return use.missing and use.shown != NO_COMPARISON


def _stale_title(values: Values, title: str) -> Iterable[Issue]:
    if title:
        yield _issue(
            "stale_title",
            "ten",
            _("Trích yếu ghi “{written}”, theo sổ là “{title}”.").format(
                written=said(str(values.get("ten") or "")), title=said(title)
            ),
            _("Sửa trích yếu trong thông tin văn bản."),
        )


# --- the period


def _period_issues(
    books: Books, period: Period, values: Values, rendered: Mapping[str, Rendered]
) -> Iterable[Issue]:
    """Take over what the figures themselves show; a jump only where it is cited unexplained.

    A reminder for which a reason is kept is settled.
    """
    known = reasons_of(books, period)
    jumps = {place.split("|")[1] for rule, place in known if rule == JUMP_RULE}
    for issue in check_period(books, period):
        if issue.code != JUMP_RULE and (issue.code, place_of(issue)) not in known:
            yield issue
    items = {item.code: item for item in outline(values)}
    for code, section in rendered.items():
        if _explains(section.plain()):
            continue
        for path in dict.fromkeys(u.path for u in section.uses if u.path not in jumps):
            jump = _jump(books, period, items[code], path)
            if jump is not None:
                yield jump


def _explains(text: str) -> bool:
    """Tell whether a sentence says why something rose or fell; what stands in quotes is a name."""
    return any(
        _CAUSE.search(sentence) or (_CHANGE.search(sentence) and _REASON.search(sentence))
        for sentence in _SENTENCE_END.split(_QUOTED.sub("", text))
    )


def _jump(books: Books, period: Period, item: OutlineItem, path: str) -> Issue | None:
    from danvan_desktop.indicators import catalogue
    from danvan_desktop.indicators.checks import JUMP

    if path not in catalogue():
        return None
    found = compare(books, path, period)
    if found.percent is None or abs(found.percent) <= JUMP:
        return None
    issue = _issue(
        JUMP_RULE,
        item.code,
        _("{section}: {name} {shown} so với cùng kỳ, cần một câu giải trình.").format(
            section=section_name(item), name=catalogue()[path].label, shown=found.shown
        ),
        _("Viết lý do trong mục này, ví dụ “tăng do …”."),
        Severity.WARNING,
    )
    return replace(issue, place=replace(issue.place, unit=path))


# --- the state


def _not_issued() -> Iterable[Issue]:
    yield _issue(
        "not_frozen",
        "trang_thai",
        _("Chưa ban hành."),
        _("Khi hết lỗi và lời nhắc đã có lý do, đánh dấu đã soát, trình ký rồi ban hành."),
        Severity.NOTE,
    )


# --- reasons


def _reasons(values: Values) -> dict[str, tuple[str, str]]:
    return {
        str(row["ma"]): (str(row.get("noi_dung") or ""), str(row["ly_do"]))
        for row in values.get("nhac") or ()
    }


def _answer(issue: Issue, reasons: Mapping[str, tuple[str, str]]) -> str:
    """Give the reason of a reminder; one that says something else by now is asked again."""
    if issue.severity is not Severity.WARNING:
        return ""
    message, reason = reasons.get(_key(issue), ("", ""))
    return reason if message == issue.message[:1000] else ""


def _key(issue: Issue) -> str:
    place = issue.place
    own = place.register in (None, "bao_cao")
    parts = (issue.code, place.field, place.unit) if own else (issue.code, place_of(issue))
    return "|".join(part or "" for part in parts)[:200]


def _of_period(books: Books, record: Record, issue: Issue) -> tuple[Period, Issue] | None:
    """Find the reminder of an open period that an Issue of the paper repeats; None when none."""
    if not record.values.get("ky"):
        return None
    period = period_of(books, record.values)
    if period.closed:
        return None
    if issue.place.register != "bao_cao":
        return period, issue
    if issue.code != JUMP_RULE:
        return None
    for one in check_period(books, period):
        if one.code == JUMP_RULE and one.place.record == issue.place.unit:
            return period, one
    return None


def _issue(
    code: str,
    field: str,
    message: str,
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Issue:
    return Issue(code, message, remedy, Place(register="bao_cao", field=field), severity)


def _placed(issue: Issue, report_id: str) -> Issue:
    """Name the paper in the place of an Issue of its own."""
    if issue.place.register != "bao_cao":
        return issue
    return replace(issue, place=replace(issue.place, record=report_id))
