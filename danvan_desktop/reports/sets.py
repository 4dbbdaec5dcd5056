"""Which papers fit a subject: the choice that a clerk is shown, and whole sets for printing.

A subject is written here as one word: ``hoi_nghi:<id>`` for records, ``H1/2020`` for a period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from danvan_desktop.documents.model import Document
from danvan_desktop.errors import Issue
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.building import content_of, profile_values
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values, report_of, template_of_period
from danvan_desktop.reports.issued_fields import lacking
from danvan_desktop.reports.subjects import split_subject, subject_code
from danvan_desktop.reports.templates import ReportTemplate, period_kind, templates
from danvan_desktop.storage.values import Record


@dataclass(frozen=True, slots=True)
class Offer:
    """A template that fits, with what is still lacking ("" when nothing)."""

    template: ReportTemplate
    lacking: str = ""


def offers(books: Books, register: str, records: Sequence[Record]) -> list[Offer]:
    """List the templates for one or several whole records, with what they lack."""
    fitting = [
        one
        for one in _ordered(books)
        if one.register == register and (one.several or len(records) == 1)
    ]
    return [Offer(one, lacking(one, register, records)) for one in fitting]


def offers_for_period(books: Books, period: str) -> list[Offer]:
    """List the templates that are filled with a period's figures, reports of its kind first."""
    kind = period_kind(period)
    found = [one for one in _ordered(books) if one.register is None and one.fits(kind)]
    found.sort(key=lambda one: (one.group != "bao_cao", len(one.periods) or 99, one.order))
    return [Offer(one) for one in found]


def papers_for_meeting(books: Books, record: Record) -> list[tuple[str, str]]:
    """List the papers around a meeting or dialogue that can be made now: (template, subject)."""
    subject = subject_code(record.register, [record.id])
    found = offers(books, record.register, [record])
    return [(one.template.code, subject) for one in found if not one.lacking]


def papers_for_period(books: Books, period: str) -> list[tuple[str, str]]:
    """List the papers of a period: its regular report, what was started, a letter to who owes."""
    from danvan_desktop.indicators import reminders

    started = [
        str(record.values["mau"])
        for record in books.all_of("bao_cao")
        if record.values.get("ky") == period and not record.values.get("doi_tuong")
    ]
    codes = [template_of_period(books, period), *started]
    if reminders(books, books.period_named(period)):
        codes.append("cong_van_don_doc")
    known = templates(books)
    return [(code, period) for code in dict.fromkeys(codes) if code in known]


def paper_of(books: Books, template_code: str, subject: str) -> Record | None:
    """Find the newest paper that was started from a template for a subject, whole."""
    if ":" not in subject and template_code == template_of_period(books, subject):
        return report_of(books, subject)
    wanted = ("doi_tuong", subject) if ":" in subject else ("ky", subject)
    found = [
        record
        for record in books.all_of("bao_cao")
        if record.values.get("mau") == template_code and record.values.get(wanted[0]) == wanted[1]
    ]
    newest = max(found, key=lambda one: (str(one.values["ngay"]), one.id), default=None)
    return books.record("bao_cao", newest.id) if newest is not None else None


def set_values(books: Books, template_code: str, subject: str) -> dict[str, Any]:
    """Give the values of a paper of a set: as it was started, else as a new draft would be."""
    record = paper_of(books, template_code, subject)
    if record is not None:
        return dict(record.values)
    if ":" not in subject:
        return paper_values(books, template_code, period=subject)
    return paper_values(books, template_code, records=split_subject(subject)[1])


def build_paper(
    books: Books, template_code: str, subject: str, profile: str | None = None
) -> tuple[Document, list[Issue]]:
    """Build a paper of a set; nothing is saved. ``profile`` overrides the paper's own format."""
    values = profile_values(set_values(books, template_code, subject), profile)
    content, issues = content_of(books, values)
    return to_document(content, str(values["the_thuc"])), issues


def _ordered(books: Books) -> list[ReportTemplate]:
    return sorted(templates(books).values(), key=lambda one: (one.group, one.order, one.code))
