"""A paper as it is shown while somebody writes: the text at once, the annexes from before.

The annexes say nothing of the text, and on a report of ten pages they take longer than it. So a
change of the text makes only the pages of the text anew; ``whole_document`` makes all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from danvan_desktop.documents.model import Document
from danvan_desktop.errors import Issue, Progress, no_progress
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.building import content_of, live_content, template_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values
from danvan_desktop.reports.explained import shown_figures
from danvan_desktop.reports.frozen import frozen_content
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import names_of
from danvan_desktop.reports.no_data import CODE as NO_DATA_CODE
from danvan_desktop.reports.placeholders import figures_in, words_in
from danvan_desktop.reports.sections import Fault, Rendered, render_section
from danvan_desktop.reports.subjects import period_of, subject_of
from danvan_desktop.reports.template_store import checked_template, trying
from danvan_desktop.reports.templates import ReportTemplate
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Pages:
    """Rendered pages: the file, how many pages the text has, the page of each section (from 0)."""

    pdf: bytes
    body_pages: int
    sections: Mapping[str, int]


HEAD_PARTS = ("title", "addressees", "recipients")
"""What a template's head says in the template language."""

HEADING = "heading:"
"""Stands before a section's code where its heading is meant."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A template tried out on a subject: its paper, what the chips say, what is wrong where.

    ``shown`` has the words of every figure (path, filter) and of every other word (its tag, "").
    ``faults`` are by section code, of the head by HEAD_PARTS, of a heading by ``heading:code``.
    """

    document: Document
    values: Values
    shown: Mapping[tuple[str, str], str]
    faults: Mapping[str, tuple[Fault, ...]]
    issues: tuple[Issue, ...]


def body_document(books: Books, values: Values) -> Document:
    """Build a draft's paper without its annexes."""
    if frozen_content(values) is not None:
        content, _issues = content_of(books, values)
        return replace(to_document(content, str(values["the_thuc"])), annexes=())
    with trying(replace(template_of(books, values), annexes=())):
        content, _rendered, _issues = live_content(books, values)
    return replace(to_document(content, str(values["the_thuc"])), annexes=())


def render_pages(
    document: Document, codes: Sequence[str], *, progress: Progress = no_progress
) -> Pages:
    """Render a paper for the screen; ``codes`` are those of its headed sections in order."""
    from danvan_desktop.documents.pdf import render_pdf

    out = BytesIO()
    result = render_pdf(document, out, links=True, progress=progress)
    places = zip(codes, result.section_pages, strict=False)
    found = {code: place.page - 1 for code, place in places}
    return Pages(out.getvalue(), result.body_pages, found)


def try_template(
    books: Books,
    data: Values,
    *,
    period: str | None = None,
    records: Sequence[str] = (),
    annexes: bool = True,
) -> Trial:
    """Make the paper that a template would start on a period or on records; nothing is stored.

    UserError when the template cannot be one, or there is nothing that it could be made from.
    """
    template = checked_template(data)
    with trying(template if annexes else replace(template, annexes=()), data):
        values = paper_values(books, template.code, period=period, records=records)
        level = str((books.office(values["ngay"]) or {}).get("cap") or "H")
        own = {section.code: section.text_for(level) for section in template.sections}
        # Not the settled texts of a draft: what is wrong is told where the clerk wrote it.
        sections = [{**one, "noi_dung": own.get(one["ma"], "")} for one in values["muc"]]
        values = {**values, "muc": sections}
        content, rendered, issues = live_content(books, values)
        shown = _shown(books, values, rendered)
        faults = {code: found.faults for code, found in rendered.items() if found.faults}
        faults = {**_head_faults(books, values, template), **faults}
    return Trial(
        document=to_document(content, str(values["the_thuc"])),
        values=values,
        shown=shown,
        faults=faults,
        issues=tuple(one for one in issues if one.code != NO_DATA_CODE),
    )


def _head_faults(
    books: Books, values: Values, template: ReportTemplate
) -> dict[str, tuple[Fault, ...]]:
    source, names = _words_for(books, values)
    office = books.office(str(values["ngay"])) or {}
    names = {**names, "noi_nhan_bao_cao": str(office.get("noi_nhan") or "")}
    texts = {
        "title": template.title,
        "addressees": "\n".join(template.addressees),
        "recipients": "\n".join(template.recipients),
        **{f"{HEADING}{one.code}": one.heading for one in template.sections},
    }
    found = {key: render_section(text, source, names).faults for key, text in texts.items()}
    return {key: faults for key, faults in found.items() if faults}


def sample_records(books: Books, register: str, *, several: bool) -> list[Record]:
    """Choose the records that a template is tried on: the newest one, or the newest few."""
    from danvan_desktop.storage.values import ListQuery

    query = ListQuery(register=register, descending=True)
    return list(books.page(query, 0, 5 if several else 30))


def _shown(
    books: Books, values: Values, rendered: Mapping[str, Rendered]
) -> dict[tuple[str, str], str]:
    period = period_of(books, values)
    texts = [str(section.get("noi_dung") or "") for section in values["muc"]]
    uses = {(use.path, use.filter): use.shown for r in rendered.values() for use in r.uses}
    wanted = {(ref.path, ref.filter) for text in texts for ref in figures_in(text)} - set(uses)
    found = uses | shown_figures(books, period, sorted(wanted))
    source, names = _words_for(books, values)
    for tag in {word.text for text in texts for word in words_in(text)}:
        one = render_section(tag, source, names)
        if not one.faults:
            found[tag, ""] = one.plain()
    return found


def _words_for(books: Books, values: Values) -> tuple[LiveFigures, dict[str, Any]]:
    """Give the figures and the words of a paper."""
    subject = subject_of(books, values)
    names = names_of(books, values, template=template_of(books, values), subject=subject)
    return LiveFigures(books, period_of(books, values)), names
