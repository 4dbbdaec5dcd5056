"""Freezing a paper at its issue: figures with their provenance, number, kept PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import FROZEN, is_issued
from danvan_desktop.reports.building import live_content, template_of
from danvan_desktop.reports.codec import encode
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import cited_as, find_report, save_report
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.frozen import FROZEN_FORMAT
from danvan_desktop.reports.lifecycle import paper_label, predecessors
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.numbering import next_number, take
from danvan_desktop.reports.paper_files import keep_pdf
from danvan_desktop.reports.sections import FigureUse
from danvan_desktop.reports.subjects import period_of
from danvan_desktop.storage.counters import counter
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]


def freeze(
    books: Books, report_id: str, *, head: Values | None = None, reserved: str = ""
) -> Record:
    """Turn a paper's figures into fixed values with their provenance; UserError when they cannot.

    It takes its number for good (``reserved`` is the row of one that was kept for it), and its PDF
    is rendered and kept. ``head`` changes number and date. Whether the paper is fit to be issued
    is asked before (``lifecycle.issue``); a text with faults is refused here, too.
    """
    record = find_report(books, report_id)
    if is_issued(record.values):
        raise UserError(
            _("Văn bản này đã ban hành."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Lập bản thay thế (có lý do) nếu phải sửa."),
            code="already_frozen",
        )
    values = _with_number(books, record, head or {})
    period = period_of(books, values)
    source = LiveFigures(books, period)
    content, rendered, issues = live_content(books, values, source)
    faults = [issue for issue in issues if issue.place.field != "nguoi_ky"]
    if has_errors(faults):
        raise UserError(
            faults[0].message,
            safe=_("Văn bản vẫn như trước, chưa cấp số."),
            remedy=faults[0].remedy,
            code="report_has_errors",
        )
    if values.get("so") is not None:
        earlier = predecessors(books, values)
        shared = [one.id for one in earlier if one.values.get("so") == values["so"]]
        take(books, record.id, values, shared_with=shared, reserved=reserved)
    stamp = {"seq": _counter(books), "at": books.clock.now(), "period": period.code}
    kept = {
        "format": FROZEN_FORMAT,
        **stamp,
        "content": encode(content),
        "figures": [
            _kept_figure(code, use, source, stamp)
            for code, section in rendered.items()
            for use in section.uses
        ],
    }
    values |= {
        "so_lieu": json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
        "trang_thai": FROZEN,
        "ngay_ban_hanh": books.clock.today(),
        "tep_pdf": keep_pdf(books, to_document(content, str(values["the_thuc"]))),
    }
    label = _("Ban hành {name}").format(name=paper_label(Record(record.register, "", 0, values)))
    return save_report(books, values, record=record, label=label)


def _with_number(books: Books, record: Record, head: Values) -> dict[str, Any]:
    """Give the values as they will be issued, with the number that is planned or comes next."""
    values = {**record.values, **head}
    if values.get("so") is None and template_of(books, values).numbered:
        family = profile_for(str(values["the_thuc"])).family
        kind, day = str(values["loai"]), str(values["ngay"])
        values["so"] = next_number(books, kind, day, family=family, besides=record.id)
    values["ky_hieu"] = cited_as(books, values)
    return values


def _kept_figure(
    section: str, use: FigureUse, source: FigureSource, stamp: Values
) -> dict[str, Any]:
    figure = source.figure(use.path)
    value = None if figure is None or figure.value is None else str(figure.value)
    return {
        "section": section,
        "path": use.path,
        "filter": use.filter,
        "shown": use.shown,
        "value": value,
        "count": source.counted(use.path),
        **stamp,
    }


def _counter(books: Books) -> int:
    with books.database.reading() as connection:
        return counter(connection, "seq")
