"""Building a paper: from the registers as they are while it is a draft, then from what was frozen.

It does not matter what a paper is about: its texts are filled in with the words and figures of its
subject, its tables are built from the subject's records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Block,
    Document,
    Grounds,
    ListItem,
    Paragraph,
)
from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import DO_KHAN
from danvan_desktop.reports.annexes import build_annexes
from danvan_desktop.reports.content import Content, Facts, Part, to_document
from danvan_desktop.reports.drafts import (
    draft_values,
    find_report,
    report_of,
    template_of_period,
)
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.frozen import frozen_content
from danvan_desktop.reports.joint import co_signers, joint_symbol
from danvan_desktop.reports.kinds import kind_of
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.markup import blocks_of
from danvan_desktop.reports.minutes import minutes_content
from danvan_desktop.reports.names import names_for, names_of
from danvan_desktop.reports.no_data import no_data_issue, spoken
from danvan_desktop.reports.outline import outline, section_name
from danvan_desktop.reports.page_marks import contact_lines, typist_mark
from danvan_desktop.reports.paper_tables import table_blocks
from danvan_desktop.reports.sections import Rendered, render_section
from danvan_desktop.reports.signers import signer_named
from danvan_desktop.reports.subjects import period_of, subject_issues, subject_of
from danvan_desktop.reports.templates import (
    CENTRED,
    GROUNDS,
    MINUTES,
    ReportTemplate,
    SectionTemplate,
    template_for,
)
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]

_URGENCY = {option.code: option.label.upper() for option in DO_KHAN.options}


def build_report(
    books: Books, report_or_period: Record | str, profile: str | None = None
) -> tuple[Document, list[Issue]]:
    """Build the paper of a report (a Record or its id), or of a period by its code.

    A period without a report is shown as a new draft would be, and nothing is saved. ``profile``
    overrides the report's own format.
    """
    values = profile_values(report_values(books, report_or_period, profile), profile)
    content, issues = content_of(books, values)
    return to_document(content, str(values["the_thuc"])), issues


def profile_values(values: Values, profile: str | None) -> dict[str, Any]:
    """Give a paper's values in another format, or in its own when none is named."""
    return {**values, "the_thuc": profile} if profile else dict(values)


def report_values(
    books: Books, report_or_period: Record | str, profile: str | None = None
) -> dict[str, Any]:
    """Find the values that a paper is made from; UserError when there is no such report."""
    if isinstance(report_or_period, Record):
        return dict(report_or_period.values)
    known = {period.code: period for period in books.periods()}
    if report_or_period in known:
        record = report_of(books, report_or_period)
        if record is None:
            template = template_of_period(books, report_or_period)
            return draft_values(books, known[report_or_period], template, profile)
        return dict(record.values)
    return dict(find_report(books, report_or_period).values)


def content_of(books: Books, values: Values) -> tuple[Content, list[Issue]]:
    """Give what a report says: as it was frozen, else from the records as they are now."""
    frozen = frozen_content(values)
    if frozen is not None:
        return frozen, []
    content, _uses, issues = live_content(books, values)
    return content, issues


def live_content(
    books: Books, values: Values, source: FigureSource | None = None
) -> tuple[Content, dict[str, Rendered], list[Issue]]:
    """Fill in every section from the records as they are now; renderings by section code."""
    period = period_of(books, values)
    source = source or LiveFigures(books, period)
    template = template_of(books, values)
    subject = subject_of(books, values)
    names = names_of(books, values, template=template, subject=subject)
    parts: list[Part] = []
    annexes: list[Annex] = []
    rendered: dict[str, Rendered] = {}
    missing: list[tuple[str, str]] = []
    issues: list[Issue] = subject_issues(subject)
    for section, item in zip(values.get("muc") or (), outline(values), strict=True):
        shape = template.section(item.code) or SectionTemplate(item.code, item.level, item.title)
        typed = text = str(section.get("noi_dung") or "")
        if template.register is None:
            text, silent = spoken(text, shape.text_for(names["cap"]), source, names)
            missing += [(name, item.code) for name in silent]
        filled = render_section(text, source, names)
        if filled.faults and text != typed:  # a mistake is told with the line as it was typed
            filled = render_section(typed, source, names)
        rendered[item.code] = filled
        issues += [f.issue(section=item.code, title=section_name(item)) for f in filled.faults]
        blocks = _shaped(blocks_of(filled, period.code), shape.style)
        if shape.table is not None:
            blocks += table_blocks(shape.table, names, subject)
        if shape.sheet:
            annexes += [Annex(item.title, blocks, landscape=shape.sheet == "ngang")][: len(blocks)]
        else:
            parts.append(Part(code=item.code, level=item.level, title=item.title, blocks=blocks))
    facts, more = facts_of(books, values)
    record = next(iter(subject.records), None)
    if record is not None and any(one.style == MINUTES for one in template.sections):
        minutes = minutes_content(books, record, facts, profile_for(str(values["the_thuc"])))
        return minutes, rendered, issues + more
    empty: list[str] = []
    if template.annexes:
        annexes += build_annexes(template.annexes, books, period, source, left_out=empty)
    where = missing[0][1] if missing else ""
    found = no_data_issue([name for name, _code in missing], empty, where)
    issues += [found] if found else []
    content = Content(facts=facts, parts=tuple(parts), annexes=tuple(annexes))
    return content, rendered, issues + more


def template_of(books: Books, values: Values) -> ReportTemplate:
    """Find the template that a paper was started from, in its own version."""
    return template_for(str(values["mau"]), values.get("mau_ban"), books=books)


def _shaped(blocks: tuple[Block, ...], style: str) -> tuple[Block, ...]:
    """Lay the lines of a section out in its style."""
    lines = [block.runs for block in blocks if isinstance(block, Paragraph | ListItem)]
    if style == GROUNDS and lines:
        return (Grounds(tuple(lines)),)
    if style == CENTRED:
        return tuple(
            Paragraph(
                tuple(replace(run, bold=True) for run in runs),
                indent=False,
                align=Align.CENTER,
                keep_next=True,
            )
            for runs in lines
        )
    return blocks


def render_text(books: Books, period_code: str, text: str) -> Rendered:
    """Fill in one piece of text as a section would be, for the editor."""
    period = books.period(period_code)
    return render_section(text, LiveFigures(books, period), names_for(books, period))


def facts_of(books: Books, values: Values) -> tuple[Facts, list[Issue]]:
    """Collect who issues a report, when and signed by whom, with what is missing."""
    day = str(values["ngay"])
    office = books.office(day) or {}
    kind = kind_of(str(values["loai"]))
    template = template_of(books, values)
    to_lines = _lines_of(values.get("kinh_gui"))
    name = str(values.get("nguoi_ky") or "")
    signer = signer_named(books, name, day) if name else None
    issues: list[Issue] = []
    if name and signer is None:
        issues.append(
            Issue(
                "signer_not_valid",
                _("{name} không có quyền ký vào ngày của báo cáo.").format(name=name),
                _("Chọn người ký khác, hoặc sửa thời gian giữ chức trong Cài đặt."),
                Place(register="bao_cao", field="nguoi_ky"),
            )
        )
    facts = Facts(
        kind=str(values["loai"]),
        type_name=template.type_name,
        title=str(values["ten"]),
        number=values.get("so"),
        symbol=joint_symbol(str(office.get("ky_hieu") or ""), values),
        date=day,
        superior=str(office.get("tieu_de_1") or ""),
        issuer=str(office.get("tieu_de_2") or ""),
        issuer_full=str(office.get("ten_day_du") or ""),
        place=str(office.get("dia_danh") or ""),
        signer_name=signer.name if signer else "",
        signer_lines=signer.lines if signer else (),
        recipients=_lines_of(values.get("noi_nhan")),
        to_lines=to_lines,
        numbered=template.numbered,
        addressees=_lines_of(office.get("noi_nhan")) if kind.upward else (),
        urgency=_URGENCY.get(str(values.get("do_khan") or ""), ""),
        circulation=str(values.get("luu_hanh") or "").upper(),
        co_signers=co_signers(values),
        contact=contact_lines(office, kind.code),
        typist=typist_mark(values),
    )
    return facts, issues


def _lines_of(text: object) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(text or "").splitlines() if line.strip())
