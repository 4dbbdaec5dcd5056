"""What the report editor does off the GUI thread: reads, pages, checks, writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.evidence import Evidence, evidence_for, kept_file
from danvan_desktop.context import Context
from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import Issue, Progress, Severity, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import DRAFT, EDITABLE, LOAI, is_issued
from danvan_desktop.reports import carry_over, explained, lifecycle, numbering, preview, service
from danvan_desktop.reports.building import template_of
from danvan_desktop.reports.drafts import cited_as, find_report, save_report, template_of_period
from danvan_desktop.reports.explained import Explained, shown_figures
from danvan_desktop.reports.format_switch import switched
from danvan_desktop.reports.frozen import frozen_figures
from danvan_desktop.reports.lifecycle import Passed, Step, paper_label
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.outline import outline
from danvan_desktop.reports.paper_files import marked, paper_name, paper_pdf, pdf_bytes
from danvan_desktop.reports.placeholders import figures_in
from danvan_desktop.reports.review import Review
from danvan_desktop.reports.subjects import period_of
from danvan_desktop.storage.values import Changes, Draft, Record
from danvan_desktop.vietnamese import format_number
from ui.moments import day_of_moment, moment_text
from ui.widgets.badge import Mark

REGISTER = "bao_cao"

NOT_WRITTEN = ("empty_section", "unfinished_section", "taken_section", "taken_number")
"""Reminders that say nothing against a section but that it is not written or confirmed yet."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A paper as it was read: record, period, a kept draft of its text, number of annexes.

    ``kind`` is the name of its template; ``passed`` are the states that it came to; ``later`` is
    the paper that stands in its place; ``offer`` what the last paper of the kind has to take.
    """

    record: Record
    period: Period
    draft: Draft | None
    annexes: int
    kind: str = ""
    passed: tuple[Passed, ...] = ()
    later: Record | None = None
    offer: carry_over.Offer | None = None
    receipt: Evidence | None = None
    """The superior's receipt of a bundle that carried this paper."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The rendered paper: bytes, first page (from 0) of each section and of the annexes.

    ``linked`` are the same pages with their figures to be clicked.
    """

    pdf: bytes
    linked: bytes
    pages: Mapping[str, int]
    annex_page: int
    shown: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that a paper may take: as planned, the next one, kept ones; and how they count."""

    planned: int | None
    following: int
    kept: tuple[numbering.Entry, ...]
    scope: numbering.Scope
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """What a write left behind, and what the other screens are told of it."""

    record: Record
    changes: Changes
    told: str = ""
    """What else the clerk should know."""


def open_report(context: Context, report_id: str) -> Opened:
    """Read a report with the draft that was kept of it; UserError when it is gone."""
    record = find_report(context, report_id)
    kept = [d for d in context.drafts() if d.register == REGISTER and d.record_id == report_id]
    template = template_of(context, record.values)
    return Opened(
        record=record,
        period=period_of(context, record.values),
        draft=kept[0] if kept and record.values["trang_thai"] in EDITABLE else None,
        annexes=len(template.annexes),
        kind=template.name,
        passed=tuple(lifecycle.passed(context, report_id)),
        later=lifecycle.successor(context, report_id),
        offer=carry_over.offer(context, record),
        receipt=receipt_of(context, record),
    )


def receipt_of(context: Context, record: Record) -> Evidence | None:
    """Find the receipt of a paper as it is kept; None while nobody acknowledged it."""
    sha256 = kept_file(record.values)
    return evidence_for(context, sha256) if sha256 else None


def received_mark(receipt: Evidence) -> Mark:
    """Give the badge of a paper that the superior has: the receipt's day and number."""
    day = day_of_moment(receipt.at.isoformat())
    words = _("Cấp trên đã nhận {day}, số {n}") if receipt.number else _("Cấp trên đã nhận {day}")
    return Mark(words.format(day=day, n=receipt.number), "success", "check")


def received_words(receipt: Evidence) -> str:
    """Say who received a paper when, by which receipt."""
    words = _("{name} đã nhận ngày {day} theo biên nhận số {n}. Nội dung chỉ đọc.")
    if not receipt.number:
        words = _("{name} đã nhận ngày {day} theo biên nhận. Nội dung chỉ đọc.")
    day = day_of_moment(receipt.at.isoformat())
    return words.format(name=receipt.by or _("Cấp trên"), day=day, n=receipt.number)


def kind_word(opened: Opened) -> str:
    """Name the kind of a paper in a title: Báo cáo, Thông báo."""
    option = LOAI.option(str(opened.record.values["loai"]))
    return _(option.label) if option is not None else opened.kind


def newest_report(context: Context) -> str | None:
    """Find the report with the latest date; None when none was started."""
    found = sorted(context.all_of(REGISTER), key=lambda one: str(one.values["ngay"]))
    return found[-1].id if found else None


def begin(context: Context, period_code: str) -> Written:
    """Give the report of a period, starting it when there is none."""
    found = service.report_of(context, period_code)
    if found is not None:
        return Written(found, Changes("", "", frozenset()))
    template = template_of_period(context, period_code)
    record = service.start_report(context, period_code, template)
    return _written(record, _("Soạn báo cáo {period}").format(period=period_code))


def pages(context: Context, record: Record, *, progress: Progress = no_progress) -> Pages:
    """Render the pages of a report as its values stand; a signed one is shown as it was signed."""
    from danvan_desktop.documents.pdf import render_pdf

    document, _issues = service.build_report(context, record)
    progress(0, 1, "")
    out = BytesIO()
    result = render_pdf(document, out, links=True, progress=progress)
    headed = [item for item in outline(record.values) if item.level]
    found = {
        item.code: place.page - 1 for item, place in zip(headed, result.section_pages, strict=False)
    }
    pdf = linked = out.getvalue()
    if record.values.get("tep_da_ky"):
        pdf = paper_pdf(context, record.id)
    return Pages(pdf, linked, found, result.body_pages, shown(context, record))


def text_pages(context: Context, record: Record, *, progress: Progress = no_progress) -> Pages:
    """Render the pages of a draft's text without its annexes, which take longer than it."""
    document = preview.body_document(context, record.values)
    progress(0, 1, "")
    headed = [item.code for item in outline(record.values) if item.level]
    made = preview.render_pages(document, headed, progress=progress)
    return Pages(made.pdf, made.pdf, made.sections, made.body_pages, shown(context, record))


def shown(context: Context, record: Record) -> dict[tuple[str, str], str]:
    """Give the words of every figure in a report: as frozen, else from the registers."""
    frozen = {(f.path, f.filter): f.shown for f in frozen_figures(record.values)}
    if frozen:
        return frozen
    texts = [str(section.get("noi_dung") or "") for section in record.values.get("muc") or ()]
    wanted = {(ref.path, ref.filter) for text in texts for ref in figures_in(text)}
    return shown_figures(context, period_of(context, record.values), sorted(wanted))


def check(context: Context, record: Record, *, progress: Progress = no_progress) -> Review:
    """Check a report as its values stand."""
    progress(0, 1, "")
    return service.review(context, record)


def explain(context: Context, record: Record, path: str) -> Explained:
    """Explain a figure; of an issued paper what it was frozen as, when, and what it is today."""
    found = explained.explain(context, path, period_of(context, record.values))
    kept = next((f for f in frozen_figures(record.values) if f.path == path), None)
    if kept is None:
        return found
    words = _("{n} hồ sơ, chốt {time}").format(
        n=format_number(kept.count), time=moment_text(kept.at)
    )
    facts: tuple[tuple[str, str], ...] = ((_("Khi ban hành"), words),)
    if kept.value is not None and kept.value != _value_of(context, record, path):
        facts += ((_("Trong sổ nay"), found.shown),)
    return replace(found, shown=kept.shown, facts=(*facts, *found.facts))


def save(
    context: Context, record: Record, values: Mapping[str, Any], *, label: str = ""
) -> Written:
    """Save changed fields of a report; UserError says what the register refuses."""
    words = label or _("Viết {name}").format(name=paper_label(record))
    whole = {**record.values, **values, "trang_thai": DRAFT}
    told = ""
    if "the_thuc" in values:
        before = {**whole, "the_thuc": record.values["the_thuc"]}
        follows = switched(context, before, str(values["the_thuc"]), own=record.id)
        # Sections come with every save; what was typed into the head now is the clerk's.
        whole |= {k: v for k, v in follows.changes.items() if k == "muc" or k not in values}
        told = follows.told
    if {"so", "ngay", "the_thuc"} & set(values):
        whole["ky_hieu"] = cited_as(context, whole)
    current = find_report(context, record.id)
    saved = save_report(context, whole, record=current, label=words)
    context.drop_draft(REGISTER, record.id)
    return replace(_written(saved, words), told=told)


def move(context: Context, record: Record, step: Step, remark: str = "") -> Written:
    """Take a paper one step on its way (not to be issued, which wants number and date)."""
    match step:
        case Step.CHECK:
            moved = lifecycle.mark_checked(context, record.id)
        case Step.REDRAFT:
            moved = lifecycle.redraft(context, record.id)
        case Step.SUBMIT:
            moved = lifecycle.submit(context, record.id)
        case Step.RECALL:
            moved = lifecycle.recall(context, record.id)
        case Step.RETURN:
            moved = lifecycle.send_back(context, record.id, remark)
        case Step.SIGN:
            moved = lifecycle.mark_signed(context, record.id)
        case Step.SEND:
            moved = lifecycle.mark_sent(context, record.id)
        case _:
            raise ValueError(step)
    words = _("Ghi đã ký") if step is Step.SIGN else _(lifecycle.STEP_WORDS[step]).rstrip("…")
    return _written(moved, words)


def save_and_check(
    context: Context, record: Record, sections: Sequence[Mapping[str, Any]] | None
) -> Written:
    """Save what was typed last (``sections``, None when nothing was), then mark it as checked."""
    if sections is not None:
        save(context, record, {"muc": list(sections)})
    written = move(context, record, Step.CHECK)
    context.drop_draft(REGISTER, record.id)
    return written


def issue(context: Context, record: Record, given: Mapping[str, Any]) -> Written:
    """Issue a paper with the number and date that were ``given``."""
    issued = lifecycle.issue(
        context,
        record.id,
        number=given.get("so"),
        day=given.get("ngay"),
        reserved=str(given.get("row") or ""),
    )
    return _written(issued, _("Ban hành {name}").format(name=paper_label(issued)))


def correct(context: Context, record: Record, reason: str, keep_number: bool) -> Written:
    """Begin the paper that stands in the place of an issued one."""
    again = service.correct(context, record.id, reason, keep_number=keep_number)
    return _written(again, _("Lập bản thay thế {name}").format(name=paper_label(record)))


def give_reason(context: Context, record: Record, issues: Sequence[Issue], text: str) -> Written:
    """Keep one reason for reminders of a paper."""
    service.give_paper_reasons(context, record.id, issues, text)
    written = _written(find_report(context, record.id), _("Ghi lý do"))
    registers = frozenset({REGISTER, "thuyet_minh"})
    return replace(written, changes=replace(written.changes, registers=registers))


def take_over(context: Context, record: Record, source: str, codes: Sequence[str]) -> Written:
    """Take sections of the last paper into a draft."""
    taken = carry_over.take_over(context, record.id, source, codes)
    context.drop_draft(REGISTER, record.id)
    return _written(taken, _("Lấy lời văn kỳ trước"))


def take_next_number(context: Context, record: Record) -> Written:
    """Give a draft the number that comes next in the book."""
    following = number_choices(context, record).following
    return save(context, record, {"so": following}, label=_("Lấy số {n:02d}").format(n=following))


def number_choices(context: Context, record: Record) -> Numbers:
    """Say which number a paper plans, which comes next, which ones are kept for somebody."""
    values = record.values
    day, kind = str(values["ngay"]), str(values["loai"])
    family = profile_for(str(values["the_thuc"])).family
    scope = numbering.scope_of(context, kind, day, family=family)
    kept = [e for e in numbering.book(context, scope) if e.standing is numbering.Standing.RESERVED]
    return Numbers(
        planned=values.get("so"),
        following=numbering.next_number(context, kind, day, family=family, besides=record.id),
        kept=tuple(entry for entry in kept if not entry.source),
        scope=scope,
        numbered=template_of(context, values).numbered or values.get("so") is not None,
    )


def final_pdf(context: Context, record: Record) -> bytes:
    """Give the file to print or save: signed or frozen as kept, a draft with its mark."""
    if not is_issued(record.values):
        document, _issues = service.build_report(context, record)
        return pdf_bytes(marked(context, document, record.id))
    return paper_pdf(context, record.id)


def copy_to_read(context: Context, report_id: str) -> Path:
    """Write a copy of a report's file under its own name, for verification and other programs."""
    record = find_report(context, report_id)
    context.paths.copies.mkdir(parents=True, exist_ok=True)
    path = context.paths.copies / paper_name(record)
    path.write_bytes(paper_pdf(context, report_id))
    return path


def section_issues(issues: Sequence[Issue]) -> dict[str, Severity]:
    """Give the worst severity of each section; what merely is not written yet is no fault."""
    found: dict[str, Severity] = {}
    for issue in issues:
        place = issue.place
        if place.register != REGISTER or issue.code in NOT_WRITTEN:
            continue
        if place.field and issue.severity is not Severity.NOTE:
            worse = found.get(place.field) is Severity.ERROR
            found[place.field] = Severity.ERROR if worse else issue.severity
    return found


def _value_of(context: Context, record: Record, path: str) -> str | None:
    figure = LiveFigures(context, period_of(context, record.values)).figure(path)
    return None if figure is None or figure.value is None else str(figure.value)


def _written(record: Record, label: str) -> Written:
    return Written(record, Changes("", label, frozenset({REGISTER}), (record.id,)))
