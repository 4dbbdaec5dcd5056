"""The words, besides figures, that a template may use: period, office, place, subject.

A single record stands under the word of its register (``hop.ten``, ``mo_hinh.ten``; see
``subjects.WORDS``), a selection under ``danh_sach``; ``subject_words`` tells what a record offers.
Everything is a text, a list, or None for what is not known.

| word | example |
|---|---|
| ``ky.ten`` ``ky.nam`` ``ky.tu_ngay`` ``ky.den_ngay`` | 6 tháng đầu năm 2020 · 2020 · 15/12/2019 |
| ``ky.han_nop`` | the day on which its report is due, None when none is set |
| ``ky_sau.ten`` ``ky_truoc.ten`` | the next period; the one that this one is compared with |
| ``co_quan.ten`` ``co_quan.ten_day_du`` ``co_quan.cap_tren`` | Ban Dân vận · … Huyện ủy … |
| ``co_quan.dia_danh`` ``co_quan.nguoi_dung_dau`` | Dương Minh Châu · Trưởng Ban Dân vận … |
| ``noi_nhan_bao_cao`` | the superiors that get reports, each on a line |
| ``van_ban.ngay`` ``van_ban.ngay_dai`` ``van_ban.nam`` | day and year of the paper |
| ``the_thuc.dang`` | “có” in a Party format, None in a State one |
| ``don_vi_thieu`` | who owes which forms of the period: ``ten``, ``so_lieu`` |
| ``thu.kinh_gui`` ``thu.truoc_ngay`` | how a letter addresses units, when it wants answers |
| ``dia_ban`` ``cap`` | huyện, xã, phường: the kind of the office's unit · H, X: its level |
| ``don_vi_xa`` | xã, thị trấn; xã, phường: the kinds of its communes (see ``level_words``) |
| ``noi_nhan_duoi`` ``noi_nhan_ngang`` | who gets its papers below and beside it |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.level_words import level_words
from danvan_desktop.organisation.periods import Period, code_after
from danvan_desktop.reports.content import PARTY
from danvan_desktop.reports.signers import headed, signers
from danvan_desktop.reports.subject_words import lower_first, upper_first
from danvan_desktop.reports.subjects import Subject, period_of, subject_of, subject_words
from danvan_desktop.reports.templates import ReportTemplate, template_for
from danvan_desktop.schema.periods import period_in_papers, period_kind
from danvan_desktop.vietnamese import format_count, format_date, format_date_long

GAP_DAYS = 31
"""What begins later than this is not the period that follows: some were never entered."""


def names_for(books: Books, period: Period) -> dict[str, Any]:
    """Collect the words of a report on a period, with the office as it was on its last day."""
    known = {known.code: known for known in books.periods()}
    before = known.get(period.compare_with or "")
    return {
        "ky": _period_words(period),
        "ky_sau": {"ten": _next_name(period, known)},
        "ky_truoc": _period_words(before) if before else {"ten": ""},
        **office_words(books, period.last_day),
    }


def names_of(
    books: Books,
    values: Mapping[str, Any],
    *,
    template: ReportTemplate | None = None,
    subject: Subject | None = None,
) -> dict[str, Any]:
    """Collect every word that the texts of a paper may use, from the values of its record.

    A paper about records knows the office of its own day; one that also has a period knows both.
    """
    if template is None:
        template = template_for(str(values["mau"]), values.get("mau_ban"), books=books)
    subject = subject or subject_of(books, values)
    day = str(values["ngay"])
    own = office_words(books, day)
    names = {**own, **_paper_words(values)}
    if values.get("ky"):
        names |= names_for(books, period_of(books, values))
        names |= {word: own[word] for word in OF_THE_PAPER}
    names |= subject_words(books, subject, several=template.several)
    if OWING in _texts_of(template):
        found = owing_words(books, values, subject)
        names |= {OWING: found, f"so_{OWING}": format_count(len(found))}
        names["thu"] = _letter_words(day, party=names["the_thuc"]["dang"] is not None)
    return names


OF_THE_PAPER = ("noi_nhan_bao_cao", "noi_nhan_duoi", "noi_nhan_ngang")
"""Words of the office on the day of the paper, also where the rest is of the period's last day."""

OWING = "don_vi_thieu"
"""The word under which a letter finds the units that owe figures of its period."""


PARTY_ADDRESSEE, STATE_ADDRESSEE = "Đảng ủy", "Ủy ban nhân dân"
"""What stands in front of a unit's name at the head of a letter."""

DAYS_TO_ANSWER = 3
"""How many days after the letter the figures are asked for, if nothing else is said."""


def owing_words(books: Books, values: Mapping[str, Any], subject: Subject) -> list[dict[str, Any]]:
    """List who owes which forms of a paper's period; of chosen units (or offices) only those."""
    from danvan_desktop.indicators import reminders

    if not values.get("ky"):
        return []
    period = period_of(books, values)
    owing = reminders(books, period)
    if subject.units:
        owing = [one for one in (*owing, *books.owing_offices(period)) if one.unit in subject.units]
    return [
        {
            "ten": one.name,
            "so_lieu": upper_first(one.words or "; ".join(lower_first(f.name) for f in one.forms)),
        }
        for one in owing
    ]


def _letter_words(day: str, *, party: bool) -> dict[str, str]:
    """Suggest how a letter addresses units and by which day it wants its answer."""
    answer = date.fromisoformat(day) + timedelta(days=DAYS_TO_ANSWER)
    return {
        "kinh_gui": PARTY_ADDRESSEE if party else STATE_ADDRESSEE,
        "truoc_ngay": format_date(answer),
    }


def office_words(books: Books, day: str) -> dict[str, Any]:
    """Give the words of the office as it was on an ISO day."""
    office = books.office(day) or {}
    directory = books.directory(day)
    unit = directory.unit(str(office.get("don_vi") or ""))
    kind, level = unit.kind if unit else "", str(office.get("cap") or "H")
    words = level_words(
        directory, day, level=level, kind=str(office.get("loai") or ""), territory=kind
    )
    head = next(iter(signers(books, day)), None)
    full = str(office.get("ten_day_du") or "")
    return {
        "co_quan": {
            "ten": str(office.get("ten") or ""),
            "ten_day_du": full,
            "cap_tren": str(office.get("cap_tren") or ""),
            "dia_danh": str(office.get("dia_danh") or ""),
            "nguoi_dung_dau": headed(head.role if head else "", full),
        },
        "noi_nhan_bao_cao": str(office.get("noi_nhan") or ""),
        "dia_ban": kind,
        "cap": level,
        "don_vi_xa": words.communes,
        "noi_nhan_duoi": words.below,
        "noi_nhan_ngang": f"{words.beside} {kind}".strip(),
    }


def _paper_words(values: Mapping[str, Any]) -> dict[str, Any]:
    day = date.fromisoformat(str(values["ngay"]))
    party = profile_for(str(values["the_thuc"])).family == PARTY
    return {
        "van_ban": {
            "ngay": format_date(day),
            "ngay_dai": format_date_long(day),
            "nam": str(day.year),
        },
        "the_thuc": {"dang": "có" if party else None},
    }


def _texts_of(template: ReportTemplate) -> str:
    """Join the texts and table paths of a template, to see which costly words it asks for."""
    found = [template.title, *template.addressees, *template.recipients]
    for section in template.sections:
        found += [section.text, *section.by_level.values()]
        found.append(section.table.of if section.table else "")
    return "\n".join(found)


def _period_words(period: Period) -> dict[str, str | None]:
    return {
        "ten": period.name,
        "nam": str(period.year),
        "han_nop": format_date(date.fromisoformat(period.due)) if period.due else None,
        "tu_ngay": format_date(date.fromisoformat(period.first_day)),
        "den_ngay": format_date(date.fromisoformat(period.last_day)),
    }


def _next_name(period: Period, known: Mapping[str, Period]) -> str:
    """Name the period that follows; of the same kind also when nobody has entered it yet."""
    following = code_after(period.code)
    if following is not None:
        kept = known.get(following)
        return kept.name if kept else period_in_papers(following)
    soon = (date.fromisoformat(period.last_day) + timedelta(days=GAP_DAYS)).isoformat()
    later = sorted(
        (other for other in known.values() if period.last_day < other.first_day <= soon),
        key=lambda other: other.first_day,
    )
    if period_kind(period.code) == "GD":
        return "giai đoạn tiếp theo"
    return later[0].name if later else "kỳ tới"
