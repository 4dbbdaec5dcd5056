"""The letter that reminds units of figures they have not sent: a paper of a period and its units.

One letter goes to all who owe something, or each unit gets its own; every letter is a paper of the
office's book, with a number of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danvan_desktop.documents.model import Document
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators import Reminder
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import PARTY, profile_on, to_document
from danvan_desktop.reports.drafts import paper_values, save_report
from danvan_desktop.reports.names import DAYS_TO_ANSWER, PARTY_ADDRESSEE, STATE_ADDRESSEE
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_date

TEMPLATE = "cong_van_don_doc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a reminder says besides who owes what: ISO day, answer by, how units are addressed."""

    day: str
    answer_by: str
    addressee: str


def letter_for(books: Books, *, day: str | None = None, offices: bool = False) -> Letter:
    """Suggest the day, the day of the answer and the form of address of the office.

    ``offices`` are written to by their own names, with nothing in front.
    """
    day = day or books.clock.today()
    office = books.office(day)
    party = office is None or profile_on(str(office["the_thuc"]), day).family == PARTY
    later = date.fromisoformat(day) + timedelta(days=DAYS_TO_ANSWER)
    return Letter(
        day=day,
        answer_by=later.isoformat(),
        addressee="" if offices else PARTY_ADDRESSEE if party else STATE_ADDRESSEE,
    )


def build_reminder(
    books: Books, period: Period, owing: Sequence[Reminder], letter: Letter
) -> Document:
    """Build the letter as it would be, to be looked at; nothing is saved.

    UserError when nobody owes anything or there is no office.
    """
    values = _values(books, period, owing, letter)
    content, _issues = content_of(books, values)
    return to_document(content, str(values["the_thuc"]))


def start_reminders(
    books: Books,
    period: Period,
    owing: Sequence[Reminder],
    letter: Letter,
    *,
    each: bool = False,
) -> list[Record]:
    """Begin one letter to all units, or with ``each`` one to every unit; drafts in their order."""
    groups = [[one] for one in owing] if each else [list(owing)]
    label = _("Soạn công văn đôn đốc {period}").format(period=period.code)
    return [
        save_report(books, _values(books, period, group, letter), label=label) for group in groups
    ]


def _values(
    books: Books, period: Period, owing: Sequence[Reminder], letter: Letter
) -> dict[str, Any]:
    if not owing:
        raise UserError(
            _("Các đơn vị đã gửi đủ số liệu bắt buộc của {period}.").format(period=period.name),
            safe=_("Không có gì để đôn đốc."),
            code="nothing_missing",
        )
    answer = format_date(date.fromisoformat(letter.answer_by))
    return paper_values(
        books,
        TEMPLATE,
        period=period.code,
        records=[one.unit for one in owing],
        day=letter.day,
        words={"thu": {"kinh_gui": letter.addressee, "truoc_ngay": answer}},
    )
