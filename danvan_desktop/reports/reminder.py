"""The letter that reminds units of figures they have not sent: a công văn in the office's format.

It has no number yet: letters are numbered by whoever keeps the register of outgoing papers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from danvan_desktop.documents.model import (
    Align,
    Block,
    Column,
    Document,
    Paragraph,
    Row,
    Run,
    TableBlock,
)
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators import Reminder
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.content import PARTY, Content, Facts, Part, profile_on, to_document
from danvan_desktop.reports.signers import signers
from danvan_desktop.vietnamese import format_date

KIND = "CV"
DAYS_TO_ANSWER = 3
"""How many days after the letter the figures are asked for, if nothing else is said."""

STATE_ADDRESSEE = "Ủy ban nhân dân"
PARTY_ADDRESSEE = "Đảng ủy"
_NAMED_IN_LINE = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a reminder says besides who owes what: ISO day, answer by, how units are addressed."""

    day: str
    answer_by: str
    addressee: str


def letter_for(books: Books, *, day: str | None = None) -> Letter:
    """Suggest the day, the day of the answer and the form of address of the office."""
    day = day or books.clock.today()
    office = books.office(day)
    party = office is None or profile_on(str(office["the_thuc"]), day).family == PARTY
    later = date.fromisoformat(day) + timedelta(days=DAYS_TO_ANSWER)
    return Letter(
        day=day,
        answer_by=later.isoformat(),
        addressee=PARTY_ADDRESSEE if party else STATE_ADDRESSEE,
    )


def build_reminder(
    books: Books, period: Period, owing: Sequence[Reminder], letter: Letter
) -> Document:
    """Draft one letter to all units that owe forms; for a single unit its forms stand in the text.

    UserError when nobody owes anything or there is no office.
    """
    if not owing:
        raise UserError(
            _("Các đơn vị đã gửi đủ số liệu bắt buộc của {period}.").format(period=period.name),
            safe=_("Không có gì để đôn đốc."),
            code="nothing_missing",
        )
    office = books.office(letter.day)
    if office is None:
        raise UserError(
            _("Chưa lập thông tin cơ quan nên chưa soạn được công văn."),
            remedy=_("Mở Cài đặt và nhập thông tin cơ quan."),
            code="no_office",
        )
    profile = profile_on(str(office["the_thuc"]), letter.day)
    signer = next(iter(signers(books, letter.day)), None)
    facts = Facts(
        kind=KIND,
        type_name="",
        title=f"Về việc đôn đốc gửi số liệu {period.name}"
        if profile.family == PARTY
        else f"đôn đốc gửi số liệu {period.name}",
        number=None,
        symbol=str(office["ky_hieu"]),
        date=letter.day,
        superior=str(office["tieu_de_1"]),
        issuer=str(office["tieu_de_2"]),
        issuer_full=str(office["ten_day_du"]),
        place=str(office["dia_danh"]),
        signer_name=signer.name if signer else "",
        signer_lines=signer.lines if signer else (),
        recipients=("Như trên", f"Lưu {office['ten']}"),
    )
    blocks = tuple(_text(period, owing, letter, facts.issuer_full))
    content = Content(facts=facts, parts=(Part(code="", level=0, title="", blocks=blocks),))
    document = to_document(content, profile.code)
    to_lines = tuple(f"{letter.addressee} {one.name}".strip() for one in owing)
    title = facts.title[:1].upper() + facts.title[1:]
    return replace(document, to_lines=to_lines, title=f"Công văn: {title}")


# --- private


def _text(period: Period, owing: Sequence[Reminder], letter: Letter, issuer: str) -> list[Block]:
    return [
        Paragraph((Run(_opening(period, issuer)),)),
        *_what_is_missing(owing, letter.day),
        Paragraph((Run(_request(letter)),)),
    ]


def _opening(period: Period, issuer: str) -> str:
    due = f", hạn gửi ngày {_day(period.due)}" if period.due else ""
    return (
        f"Thực hiện chế độ thông tin, báo cáo, {issuer} tổng hợp số liệu {period.name} (từ ngày "
        f"{_day(period.first_day)} đến ngày {_day(period.last_day)}){due}."
    )


def _what_is_missing(owing: Sequence[Reminder], day: str) -> list[Block]:
    if len(owing) == _NAMED_IN_LINE:
        names = "; ".join(_lower(form.name) for form in owing[0].forms)
        text = f"Đến ngày {_day(day)}, chưa nhận được số liệu của đơn vị về: {names}."
        return [Paragraph((Run(text),))]
    text = f"Đến ngày {_day(day)}, còn {len(owing):02d} đơn vị chưa gửi đủ số liệu, cụ thể:"
    rows = tuple(
        Row((str(number), _upper(one.name), "; ".join(form.name for form in one.forms)))
        for number, one in enumerate(owing, start=1)
    )
    columns = (
        Column("TT", 0.6, Align.CENTER),
        Column("Đơn vị", 3.0),
        Column("Số liệu còn thiếu", 5.4),
    )
    return [Paragraph((Run(text),)), TableBlock(columns, rows)]


def _request(letter: Letter) -> str:
    return (
        f"Đề nghị gửi số liệu trước ngày {_day(letter.answer_by)} để tổng hợp, báo cáo đúng thời "
        "gian. Nội dung nào trong kỳ không có thì ghi rõ “không phát sinh”."
    )


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
