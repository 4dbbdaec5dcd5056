"""What the report editor does off the GUI thread: reads, pages, checks, writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, Progress, Severity, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import DRAFT, SIGNED
from danvan_desktop.reports import explained, service
from danvan_desktop.reports.drafts import cited_as, find_report, save_report
from danvan_desktop.reports.explained import Explained, shown_figures
from danvan_desktop.reports.frozen import frozen_figures
from danvan_desktop.reports.outline import outline
from danvan_desktop.reports.paper_files import paper_name, paper_pdf, pdf_bytes
from danvan_desktop.reports.placeholders import figures_in
from danvan_desktop.reports.review import Review
from danvan_desktop.reports.templates import template_for
from danvan_desktop.storage.values import Changes, Draft, Record

REGISTER = "bao_cao"


@dataclass(frozen=True, slots=True)
class Opened:
    """A report as it was read: record, period, a kept draft of its text, number of annexes."""

    record: Record
    period: Period
    draft: Draft | None
    annexes: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The rendered paper: bytes, first page (from 0) of each section and of the annexes."""

    pdf: bytes
    pages: Mapping[str, int]
    annex_page: int
    shown: Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write left behind, and what the other screens are told of it."""

    record: Record
    changes: Changes


def open_report(context: Context, report_id: str) -> Opened:
    """Read a report with the draft that was kept of it; UserError when it is gone."""
    record = find_report(context, report_id)
    kept = [d for d in context.drafts() if d.register == REGISTER and d.record_id == report_id]
    return Opened(
        record=record,
        period=context.period(str(record.values["ky"])),
        draft=kept[0] if kept and record.values["trang_thai"] == DRAFT else None,
        annexes=len(template_for(str(record.values["mau"])).annexes),
    )


def newest_report(context: Context) -> str | None:
    """Find the report with the latest date; None when none was started."""
    found = sorted(context.all_of(REGISTER), key=lambda one: str(one.values["ngay"]))
    return found[-1].id if found else None


def begin(context: Context, period_code: str) -> Written:
    """Give the report of a period, starting it when there is none."""
    found = service.report_of(context, period_code)
    if found is not None:
        return Written(found, Changes("", "", frozenset()))
    record = service.start_report(context, period_code)
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
    pdf = out.getvalue()
    if record.values.get("trang_thai") == SIGNED:
        pdf = paper_pdf(context, record.id)
    return Pages(pdf, found, result.body_pages, shown(context, record))


def shown(context: Context, record: Record) -> dict[tuple[str, str], str]:
    """Give the words of every figure in a report: as frozen, else from the registers."""
    frozen = {(f.path, f.filter): f.shown for f in frozen_figures(record.values)}
    if frozen:
        return frozen
    texts = [str(section.get("noi_dung") or "") for section in record.values.get("muc") or ()]
    wanted = {(ref.path, ref.filter) for text in texts for ref in figures_in(text)}
    return shown_figures(context, context.period(str(record.values["ky"])), sorted(wanted))


def check(context: Context, record: Record, *, progress: Progress = no_progress) -> Review:
    """Check a report as its values stand."""
    progress(0, 1, "")
    return service.review(context, record)


def explain(context: Context, record: Record, path: str) -> Explained:
    """Explain a figure; in a frozen report also what it was frozen as."""
    found = explained.explain(context, path, context.period(str(record.values["ky"])))
    kept = next((f for f in frozen_figures(record.values) if f.path == path), None)
    if kept is None or kept.shown == found.shown:
        return found
    facts = ((_("Trong sổ nay"), found.shown), *found.facts)
    return replace(found, shown=kept.shown, facts=facts)


def save(
    context: Context, record: Record, values: Mapping[str, Any], *, label: str = ""
) -> Written:
    """Save changed fields of a report; UserError says what the register refuses."""
    period = record.values.get("ky")
    words = label or _("Viết báo cáo {period}").format(period=period)
    whole = {**record.values, **values}
    if {"so", "ngay", "the_thuc"} & set(values):
        whole["ky_hieu"] = cited_as(context, whole)
    current = find_report(context, record.id)
    saved = save_report(context, whole, record=current, label=words)
    context.drop_draft(REGISTER, record.id)
    return _written(saved, words)


def freeze(
    context: Context, record: Record, sections: Sequence[Mapping[str, Any]] | None
) -> Written:
    """Save what was typed last (``sections``, None when nothing was), then freeze the figures."""
    if sections is not None:
        save(context, record, {"muc": list(sections)})
    frozen = service.freeze(context, record.id)
    context.drop_draft(REGISTER, record.id)
    return _written(frozen, _("Chốt số liệu báo cáo {period}").format(period=frozen.values["ky"]))


def reopen(context: Context, record: Record, reason: str) -> Written:
    """Begin the next version with a reason."""
    again = service.correct(context, record.id, reason)
    context.drop_draft(REGISTER, record.id)
    return _written(again, _("Mở lại báo cáo {period}").format(period=again.values["ky"]))


def final_pdf(context: Context, record: Record) -> bytes:
    """Give the file to print or save: signed or frozen as kept, a draft as it stands."""
    if record.values.get("trang_thai") == DRAFT:
        document, _issues = service.build_report(context, record)
        return pdf_bytes(document)
    return paper_pdf(context, record.id)


def copy_to_read(context: Context, report_id: str) -> Path:
    """Write a copy of a report's file under its own name, for verification and other programs."""
    record = find_report(context, report_id)
    context.paths.copies.mkdir(parents=True, exist_ok=True)
    path = context.paths.copies / paper_name(record)
    path.write_bytes(paper_pdf(context, report_id))
    return path


def errors_in(found: Review) -> int:
    """Count what must be put right before sending."""
    return sum(1 for issue in found.issues if issue.severity is Severity.ERROR)


def section_issues(issues: Sequence[Issue]) -> dict[str, Severity]:
    """Give the worst severity of each section; what merely is not written yet is no fault."""
    found: dict[str, Severity] = {}
    for issue in issues:
        place = issue.place
        if place.register != REGISTER or issue.code in ("empty_section", "unfinished_section"):
            continue
        if place.field and issue.severity is not Severity.NOTE:
            worse = found.get(place.field) is Severity.ERROR
            found[place.field] = Severity.ERROR if worse else issue.severity
    return found


def _written(record: Record, label: str) -> Written:
    return Written(record, Changes("", label, frozenset({REGISTER}), (record.id,)))
