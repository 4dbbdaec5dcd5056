"""The PDF files of a report: the one kept when it was frozen, the signed one, the draft's preview.

A frozen report is never rendered again for printing or sending: what was kept is what is used.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from danvan_desktop.documents.model import Document
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import FROZEN, SIGNED, is_issued
from danvan_desktop.reports.drafts import find_report, save_report
from danvan_desktop.reports.lifecycle import draft_round, paper_label
from danvan_desktop.reports.signing_order import refuse_out_of_turn, turns_in
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import Signatory
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import fold


def keep_pdf(books: Books, document: Document) -> str:
    """Render a paper, keep its bytes in the store and return their SHA-256."""
    return files.store(books.paths.attachments, pdf_bytes(document))


def pdf_bytes(
    document: Document, *, links: bool = False, progress: Progress = no_progress
) -> bytes:
    """Render a paper into memory; ``links`` makes its figures clickable."""
    from danvan_desktop.documents.pdf import render_pdf

    out = BytesIO()
    render_pdf(document, out, links=links, progress=progress)
    return out.getvalue()


def paper_pdf(books: Books, report_id: str) -> bytes:
    """Return the file of a report: signed, else as frozen, else rendered from the draft."""
    from danvan_desktop.reports.building import build_report

    record = find_report(books, report_id)
    kept = record.values.get("tep_da_ky") or record.values.get("tep_pdf")
    if kept:
        return files.read(books.paths.attachments, str(kept))
    document, _issues = build_report(books, record)
    return pdf_bytes(marked(books, document, record.id))


def marked(books: Books, document: Document, report_id: str = "") -> Document:
    """Return a draft with its mark, *Dự thảo* or *Dự thảo lần 2*, unless it has one.

    Without ``report_id`` it is what no draft was kept of yet.
    """
    if document.draft_mark:
        return document
    number = draft_round(books, report_id) if report_id else 1
    words = f"Dự thảo lần {number}" if number > 1 else "Dự thảo"
    return replace(document, draft_mark=words)


def paper_name(record: Record) -> str:
    """Suggest a file name: ``15-BC-BDV_H1-2020_da-ky.pdf``."""
    values = record.values
    symbol = str(values.get("ky_hieu") or values.get("loai") or "bao-cao")
    version = int(values.get("lan") or 1)
    parts = [symbol, str(values.get("ky") or ""), f"lan-{version}" if version > 1 else ""]
    parts.append("da-ky" if values.get("tep_da_ky") else "")
    if not is_issued(values):
        parts.append("ban-nhap")
    cleaned = [re.sub(r"[^A-Za-z0-9]+", "-", ascii_text(part)).strip("-") for part in parts]
    return "_".join(part for part in cleaned if part) + ".pdf"


def ascii_text(text: str) -> str:
    """Write a symbol without tones, keeping its capitals."""
    folded = fold(text)
    if len(folded) != len(text):
        return folded
    return "".join(
        plain.upper() if letter.isupper() else plain
        for letter, plain in zip(text, folded, strict=True)
    )


def sign_report(
    books: Books,
    report_id: str,
    key: SigningKey,
    *,
    signatory: Signatory,
    visible: bool = True,
    progress: Progress = no_progress,
) -> Record:
    """Sign the kept PDF of an issued paper in its reserved place and keep the signed file.

    Not ``visible`` leaves the pages as they are. UserError for a draft, when it is somebody else's
    turn, when the kept file is not what was issued any more, and for everything that ``sign_pdf``
    refuses; nothing changes then.
    """
    from danvan_desktop.documents.pdf_fonts import faces
    from danvan_desktop.signing.appearance import Appearance
    from danvan_desktop.signing.pdf import sign_pdf

    record = find_report(books, report_id)
    kept = record.values.get("tep_pdf")
    if not kept or not is_issued(record.values):
        raise UserError(
            _("Văn bản chưa ban hành nên chưa ký được."),
            safe=_("Chưa ký gì."),
            remedy=_("Nhấn “Ban hành” rồi ký."),
            code="not_frozen",
        )
    files.read(books.paths.attachments, str(kept))  # refuses bytes that are not those issued
    before = files.read(books.paths.attachments, str(record.values.get("tep_da_ky") or kept))
    refuse_out_of_turn(turns_in(books, record, before), signatory.name)
    office = books.office(str(record.values["ngay"])) or {}
    # scaled once for all papers that are signed until the program ends
    look = Appearance(font=faces().family.regular, cache=books.paths.copies)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "van-ban.pdf", Path(folder) / "da-ky.pdf"
        source.write_bytes(before)
        sign_pdf(
            source,
            target,
            key,
            now=datetime.fromisoformat(books.clock.now()),
            signatory=signatory,
            appearance=look if visible else None,
            place_name=str(office.get("dia_danh") or ""),
            progress=progress,
        )
        content = target.read_bytes()
    label = _("Ký {name}").format(name=paper_label(record))
    return keep_signed(books, record, content, label=label)


def keep_signed(books: Books, record: Record, content: bytes, *, label: str) -> Record:
    """Keep a signed file of an issued paper; minutes count as signed when everybody has."""
    turns = turns_in(books, record, content)
    digest = files.store(books.paths.attachments, content)
    values = {**record.values, "tep_da_ky": digest}
    if record.values["trang_thai"] == FROZEN and (turns.complete or not turns.ordered):
        values["trang_thai"] = SIGNED
    return save_report(books, values, record=record, label=label)
