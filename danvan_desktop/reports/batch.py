"""Which papers there are around a meeting or on a period, and what each would be.

A paper that was issued goes out as it was kept; a draft, and one that nobody started, as it would
be now. Nothing of it is saved in the registers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from danvan_desktop.documents.model import Chart, Document, TableBlock
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import clerk_registers
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.paper_files import (
    ascii_text,
    marked,
    paper_name,
    paper_pdf,
    pdf_bytes,
)
from danvan_desktop.reports.sets import offers, paper_of, papers_for_period, set_values
from danvan_desktop.reports.subjects import subject_code
from danvan_desktop.reports.templates import templates
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import ListQuery, Record

REMINDER = "cong_van_don_doc"
"""The template of the letter to units that owe figures."""

LONGEST_NAME = 100
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Names that Windows keeps for its devices."""


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """One paper of a set: ``lacking`` says why it cannot be made, ``state`` how far it is.

    ``wanted`` tells whether it is ticked at first.
    """

    key: str
    kind: str
    label: str
    name: str
    state: str = ""
    lacking: str = ""
    wanted: bool = True
    build: Callable[[Books], Built] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Built:
    """A paper ready to be written: its document, its values, and the kept PDF of an issued one."""

    document: Document
    values: dict[str, Any]
    record: Record | None = None


# ---------------------------------------------------------------------- which papers there are
def batch_for_record(books: Books, record: Record) -> list[BatchPaper]:
    """List the papers around one record (a meeting, a dialogue), those that lack something too."""
    subject = subject_code(record.register, [record.id])
    when = record.event_date or ""
    return [
        _set_paper(books, one.template.code, subject, when=when, lacking=one.lacking)
        for one in offers(books, record.register, [record])
    ]


def batch_for_period(books: Books, period: Period) -> list[BatchPaper]:
    """List the papers of a period: reports, letters to who owes figures, lists of its records."""
    from danvan_desktop.indicators import reminders

    when = period.code.replace("/", "-")
    found = [
        _set_paper(books, code, subject, when=when)
        for code, subject in papers_for_period(books, period.code)
    ]
    owing = reminders(books, period)
    if len(owing) > 1:
        found += [_letter(period, one) for one in owing]
    lists = (_list(books, spec, period) for spec in clerk_registers())
    return [*found, *(one for one in lists if one is not None)]


def _set_paper(
    books: Books, code: str, subject: str, *, when: str, lacking: str = ""
) -> BatchPaper:
    template = templates(books)[code]
    record = None if lacking else paper_of(books, code, subject)
    name = Path(paper_name(record)).stem if record is not None else f"{template.name} {when}"
    if record is None:
        state = _("chưa lập, lấy nội dung mặc định")
    else:
        state = _("đã ban hành") if is_issued(record.values) else _("bản nháp")

    def build(now: Books) -> Built:
        values = set_values(now, code, subject)
        content, _issues = content_of(now, values)
        document = to_document(content, str(values["the_thuc"]))
        return Built(document, values, paper_of(now, code, subject))

    return BatchPaper(
        key=f"{code}@{subject}",
        kind=template.kind,
        label=template.name,
        name=safe_name(name),
        state="" if lacking else state,
        lacking=lacking,
        wanted=not lacking,
        build=build,
    )


def _letter(period: Period, one: Any) -> BatchPaper:
    from danvan_desktop.reports.reminder import build_reminder, letter_for

    def build(now: Books) -> Built:
        return Built(build_reminder(now, period, [one], letter_for(now)), {"ky": period.code})

    code = period.code.replace("/", "-")
    return BatchPaper(
        key=f"{REMINDER}@{period.code}@{one.unit}",
        kind="CV",
        label=_("Công văn đôn đốc riêng: {unit}").format(unit=one.name),
        name=safe_name(f"Cong van don doc {code} {one.name}"),
        wanted=False,
        build=build,
    )


def _list(books: Books, spec: RegisterSpec, period: Period) -> BatchPaper | None:
    from danvan_desktop.reports.list_paper import build_list

    query = ListQuery(
        register=spec.key, first_day=period.first_day, last_day=period.last_day, counted=True
    )
    if not books.count(query):
        return None
    fields = [one.name for one in spec.fields if one.in_list]

    def build(now: Books) -> Built:
        day = now.clock.today()
        document = build_list(now, query, fields, title=period.name, day=day)
        return Built(document, {"ky": period.code})

    code = period.code.replace("/", "-")
    return BatchPaper(
        key=f"{spec.key}@{period.code}",
        kind="DS",
        label=_("Danh sách: {register}").format(register=_(spec.label)),
        name=safe_name(f"Danh sach {_(spec.label)} {code}"),
        wanted=False,
        build=build,
    )


def safe_name(text: str) -> str:
    """Make a file name that every system takes: plain letters, not too long, no device's name."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", ascii_text(text)).strip("-")[:LONGEST_NAME].strip("-")
    return f"{plain}-1" if _RESERVED.fullmatch(plain) else plain or "van-ban"


def paper_bytes(books: Books, built: Built, *, progress: Progress = no_progress) -> bytes:
    """Give the PDF of a paper: signed or issued as it was kept, else as it would be now."""
    if built.record is None:
        return pdf_bytes(built.document, progress=progress)
    if is_issued(built.record.values):
        return paper_pdf(books, built.record.id)
    document = marked(books, built.document, built.record.id)
    return pdf_bytes(document, progress=progress)


def has_tables(document: Document) -> bool:
    """Tell whether a paper has something for a workbook: annexes with tables, or a list."""
    blocks = [block for annex in document.annexes for block in annex.blocks]
    if not document.annexes and document.kind == "DS":
        blocks = list(document.blocks)
    return any(isinstance(block, TableBlock | Chart) for block in blocks)
