"""Freezing a report's figures, and reopening it as the next version with a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from danvan_desktop.errors import UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import DRAFT, FROZEN
from danvan_desktop.reports.building import live_content
from danvan_desktop.reports.codec import encode
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import find_report, save_report
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.frozen import FROZEN_FORMAT
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.paper_files import keep_pdf
from danvan_desktop.reports.sections import FigureUse
from danvan_desktop.storage.counters import counter
from danvan_desktop.storage.values import Record


def freeze(books: Books, report_id: str) -> Record:
    """Turn a draft's figures into fixed values with their provenance; UserError when they cannot.

    The paper is rendered and its PDF kept (``tep_pdf``) in the same operation. A report with
    faults in its text, or one that is frozen already, is refused.
    """
    record = find_report(books, report_id)
    if record.values.get("trang_thai") != DRAFT:
        raise UserError(
            _("Báo cáo này đã chốt số liệu."),
            remedy=_("Mở lại báo cáo (có lý do) để sửa thành lần sau."),
            code="already_frozen",
        )
    period = books.period(str(record.values["ky"]))
    source = LiveFigures(books, period)
    content, rendered, issues = live_content(books, record.values, source)
    faults = [issue for issue in issues if issue.place.field != "nguoi_ky"]
    if has_errors(faults):
        raise UserError(
            faults[0].message,
            safe=_("Báo cáo vẫn là bản nháp."),
            remedy=faults[0].remedy,
            code="report_has_errors",
        )
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
    values = {
        **record.values,
        "so_lieu": json.dumps(kept, ensure_ascii=False, separators=(",", ":")),
        "trang_thai": FROZEN,
        "tep_pdf": keep_pdf(books, to_document(content, str(record.values["the_thuc"]))),
    }
    label = _("Chốt số liệu báo cáo {period}").format(period=period.code)
    return save_report(books, values, record=record, label=label)


def reopen(books: Books, report_id: str, reason: str) -> Record:
    """Begin the next version of a frozen report with live figures again; the reason is kept."""
    record = find_report(books, report_id)
    if not reason.strip():
        raise UserError(
            _("Chưa ghi lý do mở lại báo cáo."),
            safe=_("Báo cáo vẫn giữ số liệu đã chốt."),
            remedy=_("Gõ lý do, ví dụ “bổ sung số liệu xã Chà Là”."),
            code="no_reason",
        )
    if record.values.get("trang_thai") == DRAFT:
        raise UserError(_("Báo cáo này đang là bản nháp, không cần mở lại."), code="not_frozen")
    values = {
        **record.values,
        "so_lieu": None,
        "tep_pdf": None,
        "tep_da_ky": None,
        "trang_thai": DRAFT,
        "lan": int(record.values.get("lan") or 1) + 1,
        "ly_do": reason.strip(),
    }
    label = _("Mở lại báo cáo {period}").format(period=record.values.get("ky"))
    return save_report(books, values, record=record, label=label)


def _kept_figure(
    section: str, use: FigureUse, source: FigureSource, stamp: Mapping[str, Any]
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
