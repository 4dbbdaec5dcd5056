"""Carry-over: a new paper begins with the words of the last one, section by section.

Live figures stay live. A section that was taken is marked with the paper that it came from
(``lay_tu``) until somebody has read it for the new period; the digits in it are flagged by the
check (``review_words``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import EDITABLE
from danvan_desktop.reports.building import template_of
from danvan_desktop.reports.drafts import find_report, save_report, settled
from danvan_desktop.reports.lifecycle import paper_label
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import names_of
from danvan_desktop.reports.outline import outline, section_name
from danvan_desktop.reports.review_words import typed_numbers_in
from danvan_desktop.reports.sections import render_section
from danvan_desktop.reports.subjects import period_of
from danvan_desktop.storage.values import Record

REGISTER = "bao_cao"

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Offered:
    """A section of the last paper that can be taken: what it says and which digits it holds.

    ``text`` is what would be taken, ``shown`` the same with the figures as they are in words.
    ``own`` tells that somebody has written on the section of the new paper already.
    """

    code: str
    name: str
    title: str
    text: str
    shown: str
    numbers: tuple[str, ...]
    own: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What the last paper of the same kind offers to a new one."""

    source: str
    label: str
    period: str
    sections: tuple[Offered, ...]


def last_paper(books: Books, record: Record) -> Record | None:
    """Find the newest paper of the same template before a paper's period; None when none."""
    values = record.values
    own = period_of(books, values).first_day if values.get("ky") else str(values["ngay"])
    found: list[tuple[str, int, str]] = []
    for other in books.all_of(REGISTER):
        if other.id == record.id or other.values.get("mau") != values.get("mau"):
            continue
        if bool(other.values.get("ky")) != bool(values.get("ky")):
            continue
        day = str(other.values["ngay"])
        if values.get("ky"):
            day = period_of(books, other.values).last_day
        if day < own:
            found.append((day, int(other.values.get("lan") or 1), other.id))
    return books.record(REGISTER, max(found)[2]) if found else None


def offer(books: Books, record: Record) -> Offer | None:
    """List the sections that somebody wrote in the last paper; None when there is nothing to take.

    Sections that were left as the template says, or hold nothing but live figures, are not offered.
    """
    if record.values.get("trang_thai") not in EDITABLE:
        return None
    last = last_paper(books, record)
    if last is None:
        return None
    untouched, before = _defaults(books, record), _defaults(books, last)
    source, names = LiveFigures(books, period_of(books, last.values)), names_of(books, last.values)
    present = {str(s["ma"]): str(s.get("noi_dung") or "") for s in record.values["muc"]}
    sections = []
    for item, section in zip(outline(last.values), last.values["muc"], strict=True):
        text = str(section.get("noi_dung") or "")
        if item.code not in present or not text.strip() or text == before.get(item.code, ""):
            continue
        if text == present[item.code]:
            continue
        sections.append(
            Offered(
                code=item.code,
                name=section_name(item),
                title=item.title,
                text=text,
                shown=render_section(text, source, names).plain(),
                numbers=tuple(typed_numbers_in(text)),
                own=present[item.code] != untouched.get(item.code, ""),
            )
        )
    if not sections:
        return None
    name = period_of(books, last.values).name if last.values.get("ky") else ""
    return Offer(last.id, paper_label(last), name, tuple(sections))


def take_over(books: Books, report_id: str, source_id: str, codes: Iterable[str]) -> Record:
    """Put sections of another paper into a draft, marked as not confirmed; one operation, undoable.

    UserError when the paper is no draft any more.
    """
    record, source = find_report(books, report_id), find_report(books, source_id)
    if record.values.get("trang_thai") not in EDITABLE:
        raise UserError(
            _("Văn bản không còn là bản nháp nên không lấy lời văn vào được."),
            safe=_("Không có gì thay đổi."),
            code="not_a_draft",
        )
    wanted = set(codes)
    texts = {str(s["ma"]): s.get("noi_dung") for s in source.values["muc"] if s["ma"] in wanted}
    label = paper_label(source)
    sections = [
        {**s, "noi_dung": texts[s["ma"]], "xong": False, "lay_tu": label[:120]}
        if s["ma"] in texts
        else s
        for s in record.values["muc"]
    ]
    values = {**record.values, "muc": sections, "trang_thai": "nhap"}
    words = _("Lấy lời văn của {name}, {n} mục").format(name=label, n=len(texts))
    return save_report(books, values, record=record, label=words)


def confirm(values: Values, code: str) -> list[dict[str, Any]]:
    """Give the sections with one of them confirmed: it is written, and its mark is gone."""
    return [
        {**s, "xong": True, "lay_tu": None} if s["ma"] == code else dict(s) for s in values["muc"]
    ]


def _defaults(books: Books, record: Record) -> dict[str, str]:
    """Write out what the template says in each section of a paper, for the paper's own subject."""
    template = template_of(books, record.values)
    names = names_of(books, record.values, template=template)
    source = LiveFigures(books, period_of(books, record.values))
    whole = template.register is not None
    return {
        section.code: settled(section.text_for(names["cap"]), source, names, whole=whole)
        for section in template.sections
    }
