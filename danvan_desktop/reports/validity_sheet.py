"""“Phiếu kiểm tra chữ ký”: what a verification found, on one page to be printed and filed.

It states facts and proves nothing by itself: the file's hash says which file was meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from danvan_desktop.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Header,
    Paragraph,
    Row,
    RowKind,
    Run,
    TableBlock,
)
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.content import profile_on
from danvan_desktop.signing.keys import day_text, time_text
from danvan_desktop.signing.verdict import FileVerdict, SignatureVerdict, state_text
from danvan_desktop.vietnamese import format_date_header


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked: the verdict, the file's SHA-256, when, by which version of the program.

    ``received`` is the sentence of a receipt that vouches for the time.
    """

    verdict: FileVerdict
    sha256: str
    at: datetime
    version: str
    received: str = ""


def validity_sheet(books: Books, checked: Checked) -> Document:
    """Write the sheet in the office's own format."""
    day = day_text(checked.at)
    iso = "-".join(reversed(day.split("/")))
    office = books.office(iso) or {}
    profile = profile_on(str(office.get("the_thuc") or "DANG_HD36"), iso)
    superior = str(office.get("tieu_de_1") or "")
    name = checked.verdict.path.name
    return Document(
        profile=profile.code,
        kind="PKT",
        header=Header(
            superior_lines=(superior,) if superior else (),
            issuer_lines=(str(office.get("tieu_de_2") or ""),),
            number_line="",
            place_date_line=format_date_header(
                str(office.get("dia_danh") or ""), date.fromisoformat(iso)
            ),
        ),
        type_name=_("PHIẾU KIỂM TRA CHỮ KÝ"),
        abstract=name,
        blocks=(_table(checked), *_notes(checked)),
        date=date.fromisoformat(iso),
        title=_("Phiếu kiểm tra chữ ký {name}").format(name=name),
        author=str(office.get("ten_day_du") or ""),
    )


# --- private


def _table(checked: Checked) -> TableBlock:
    verdict = checked.verdict
    rows = [
        _row(_("Tệp"), verdict.path.name),
        _row("SHA-256", _grouped(checked.sha256)),
        _row(_("Kết quả"), verdict.text),
    ]
    known = {issue for one in verdict.signatures for issue in one.reasons}
    rows += [_row(_("Lý do"), issue.message) for issue in verdict.reasons if issue not in known]
    if checked.received:
        rows.append(_row(_("Bằng chứng"), checked.received))
    for number, signature in enumerate(verdict.signatures, start=1):
        heading = _("Chữ ký {n}: {state}").format(n=number, state=state_text(signature.state))
        rows.append(Row((heading,), RowKind.SECTION))
        rows += [_row(name, text) for name, text in signature_facts(signature) if text]
        rows += [_row(_("Lý do"), issue.message) for issue in signature.reasons]
    columns = (Column(_("Nội dung"), 26), Column(_("Kết quả kiểm tra"), 74, Align.LEFT))
    return TableBlock(columns, tuple(rows))


def signature_facts(signature: SignatureVerdict) -> list[tuple[str, str]]:
    """List who signed, when, and with which certificate, as name and text."""
    dates = ""
    if signature.valid_from is not None and signature.valid_to is not None:
        dates = f"{day_text(signature.valid_from)} – {day_text(signature.valid_to)}"
    return [
        (_("Người ký"), signature.name),
        (_("Chức vụ"), signature.role),
        (_("Cơ quan"), signature.organisation),
        (_("Thời gian ký"), time_text(signature.signed_at) if signature.signed_at else ""),
        (_("Nơi cấp chứng thư"), signature.issuer),
        (_("Số chứng thư"), signature.serial),
        (_("Hiệu lực chứng thư"), dates),
    ]


def _notes(checked: Checked) -> tuple[Block, ...]:
    words = _(
        "Kiểm tra lúc {time}, không dùng mạng, bằng Dân Vận Desktop {version}. Thời gian ký là "
        "thời gian ghi trong chữ ký. Phiếu này ghi lại kết quả kiểm tra, không thay cho tệp đã ký."
    ).format(time=time_text(checked.at), version=checked.version)
    return (Paragraph((Run(words, italic=True),)),)


def _row(name: str, text: str) -> Row:
    return Row((name, text))


def _grouped(digest: str) -> str:
    return " ".join(digest[i : i + 8] for i in range(0, len(digest), 8))
