"""Beginning a paper: sections, number, date, signer, recipients from template, subject and office.

A paper is made from a template and a subject (``subjects``). Its words are written out once, so
that the clerk may change them; figures of a period stay live until the paper is issued, and tables
of records are built anew from the registers until then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books, SaveResult
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import DRAFT, EDITABLE
from danvan_desktop.reports.content import Facts, profile_on, symbol_of
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.joint import joint_symbol
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import OWING, names_of
from danvan_desktop.reports.numbering import leading_number, next_number
from danvan_desktop.reports.placeholders import figures_in
from danvan_desktop.reports.sections import render_section, settle_words
from danvan_desktop.reports.settling import decided
from danvan_desktop.reports.signers import signers
from danvan_desktop.reports.subjects import (
    UNITS,
    Subject,
    chosen,
    period_of,
    subject_code,
    subject_of,
)
from danvan_desktop.reports.templates import (
    BEFORE,
    HALF_YEAR,
    PERIOD,
    SAME,
    ReportTemplate,
    period_kind,
    template_for,
    templates,
)
from danvan_desktop.storage.values import ListQuery, Record

SEASON_DAYS = 92
"""A report started later than this after its period is a backfill and is dated when it was due."""

DAYS_BEFORE = 3
"""An invitation that is written afterwards is dated so many days before its meeting."""

MAX_PAPERS = 500

MOST_ADDRESSEES = 30
"""More would fill page 1 before the text begins; the text then names them."""

_FAMILY = "the_thuc."
"""Stands in texts that are written differently for Party and State."""

_CONTROL = re.compile(r"\{%(?:(?!\{%).)*?%\}", re.DOTALL)

Values = Mapping[str, Any]


def start_paper(
    books: Books,
    template_code: str,
    *,
    period: str | None = None,
    records: Sequence[Record | str] = (),
    day: str | None = None,
    profile: str | None = None,
    words: Values | None = None,
    changes: Values | None = None,
) -> Record:
    """Start the draft of a paper from a template and its subject, and keep it in the register.

    ``period`` is a period's code; ``records`` are records of the template's register or their ids
    (of a letter to units: unit codes). ``day`` is the ISO date of the paper, ``profile`` its format
    (default: the office's own on that day), ``words`` more words for the texts, ``changes`` values
    that win over those of the template. UserError when subject and template do not fit.
    """
    values = paper_values(
        books,
        template_code,
        period=period,
        records=records,
        day=day,
        profile=profile,
        words=words,
    )
    values |= changes or {}
    name = template_for(template_code, books=books).name
    return save_report(books, values, label=_("Soạn {paper}").format(paper=name))


def paper_values(
    books: Books,
    template_code: str,
    *,
    period: str | None = None,
    records: Sequence[Record | str] = (),
    day: str | None = None,
    profile: str | None = None,
    words: Values | None = None,
) -> dict[str, Any]:
    """Make the values of a new draft, saved or only to be shown; arguments as ``start_paper``."""
    template = template_for(template_code, books=books)
    values: dict[str, Any] = {
        "loai": template.kind,
        "ky": books.period_named(period).code if period else None,
        "mau": template.code,
        "mau_ban": template.version,
        "doi_tuong": _subject_for(books, template, period, records),
        "trang_thai": DRAFT,
        "lan": 1,
    }
    subject = subject_of(books, values)
    values["ngay"] = day = day or _usual_day(books, template, period, subject)
    office = books.office(day)
    if office is None:
        raise UserError(
            _("Chưa lập thông tin cơ quan nên chưa soạn được văn bản."),
            remedy=_("Mở Cài đặt và nhập thông tin cơ quan."),
            code="no_office",
        )
    form = profile_for(profile) if profile else profile_on(str(office["the_thuc"]), day)
    values["the_thuc"] = form.code
    values["so"] = _number(books, template, subject, day, form) if template.numbered else None
    found = signers(books, day)
    values["nguoi_ky"] = found[0].name if found else None
    source = LiveFigures(books, period_of(books, values))
    names = {**names_of(books, values, template=template, subject=subject), **(words or {})}
    values |= _head_words(template, source, names)
    values["muc"] = _sections(template, source, names)
    values["ky_hieu"] = _cited(values, office, form) if template.numbered else None
    return values


def fixed_words(books: Books, values: Values, *, own: str = "") -> dict[str, Any]:
    """Write what the template would write for a draft's values: number, head, texts by section.

    Only texts that differ between Party and State are among those of ``muc``. ``own`` is the id of
    the draft, whose number counts as free.
    """
    template = template_for(str(values["mau"]), values.get("mau_ban"), books=books)
    subject = subject_of(books, values)
    form, day = profile_for(str(values["the_thuc"])), str(values["ngay"])
    source = LiveFigures(books, period_of(books, values))
    names = names_of(books, values, template=template, subject=subject)
    asking = [one for one in template.sections if _FAMILY in one.text_for(names["cap"])]
    found = _sections(replace(template, sections=tuple(asking)), source, names)
    number = _number(books, template, subject, day, form, own=own) if template.numbered else None
    return {
        "so": number,
        **_head_words(template, source, names),
        "muc": {section["ma"]: section["noi_dung"] for section in found},
    }


def template_of_period(books: Books, period: str) -> str:
    """Name the template of the regular report on a period: the one made for its kind alone."""
    kind = period_kind(period)
    fitting = [
        one
        for one in templates(books).values()
        if one.kind == "BC" and one.subject == PERIOD and one.group == "bao_cao" and one.fits(kind)
    ]
    fitting.sort(key=lambda one: (len(one.periods) or 99, one.code))
    return fitting[0].code if fitting else HALF_YEAR


def start_report(
    books: Books, period_code: str, template: str | None = None, profile: str | None = None
) -> Record:
    """Start the draft of a report on a period: sections, number, date, signer, recipients."""
    template = template or template_of_period(books, period_code)
    values = draft_values(books, books.period(period_code), template, profile)
    return save_report(books, values, label=_("Soạn báo cáo {period}").format(period=period_code))


def plan_report(books: Books, plan: Values) -> Record | None:
    """Start the draft that an office file announces (``report``: date, subject, recipients).

    Its period is the last one that ended before the date; None when there is no such period or
    the period has its report already.
    """
    day = str(plan.get("date") or "")
    ended = [period for period in books.periods() if period.last_day < day]
    if not ended or report_of(books, ended[-1].code) is not None:
        return None
    template = template_of_period(books, ended[-1].code)
    values = draft_values(books, ended[-1], template, None, day=day)
    if plan.get("subject"):
        values["ten"] = str(plan["subject"])
    if plan.get("recipients"):
        values["noi_nhan"] = "\n".join(map(str, plan["recipients"]))
    return save_report(
        books, values, label=_("Soạn báo cáo {period}").format(period=ended[-1].code)
    )


def draft_values(
    books: Books,
    period: Period,
    template_code: str,
    profile_code: str | None,
    *,
    day: str | None = None,
) -> dict[str, Any]:
    """Make the values of a new report on a period; UserError before set-up."""
    return paper_values(books, template_code, period=period.code, day=day, profile=profile_code)


def cited_as(books: Books, values: Values) -> str:
    """Write how a paper is cited, from its number, kind, date and format: ``15-BC/BDV``.

    A paper that takes no number is not cited by one.
    """
    template = template_for(str(values["mau"]), values.get("mau_ban"), books=books)
    if not template.numbered:
        return ""
    office = books.office(str(values["ngay"])) or {}
    return _cited(values, office, profile_for(str(values["the_thuc"])))


def set_head(books: Books, report_id: str, changes: Values) -> SaveResult:
    """Change number, date, signer, format or title of a draft; number and symbol follow.

    A new date takes the format that is in force on it, unless the changes name one.
    """
    record = find_report(books, report_id)
    if record.values.get("trang_thai") not in EDITABLE:
        raise UserError(
            _("Văn bản không còn là bản nháp nên không sửa được phần đầu."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Thu hồi, hoặc lập bản thay thế rồi sửa."),
            code="already_frozen",
        )
    values = {**record.values, **changes, "trang_thai": DRAFT}
    day = str(values["ngay"])
    if "ngay" in changes and "the_thuc" not in changes:
        values["the_thuc"] = profile_on(str(values["the_thuc"]), day).code
    office = books.office(day) or {}
    values["ky_hieu"] = _cited(values, office, profile_for(str(values["the_thuc"])))
    return books.save("bao_cao", values, id=record.id, rev=record.rev)


def usual_day(books: Books, period: Period) -> str:
    """Choose a new report's date: today in the season after the period, else the day it was due."""
    today = books.clock.today()
    end = date.fromisoformat(period.last_day)
    if period.first_day <= today <= (end + timedelta(days=SEASON_DAYS)).isoformat():
        return today
    return period.due or period.last_day


def report_of(books: Books, period_code: str) -> Record | None:
    """Find the newest report of a period, whole; None when none was started."""
    query = ListQuery(register="bao_cao", sort="ngay", descending=True)
    found = [
        record
        for record in books.page(query, 0, MAX_PAPERS)
        if record.values.get("ky") == period_code and record.values.get("loai") == "BC"
    ]
    if not found:
        return None
    # Of several made on one day the latest version stands for all.
    first = max(found, key=lambda one: (str(one.values["ngay"]), int(one.values.get("lan") or 1)))
    return books.record("bao_cao", first.id)


def find_report(books: Books, report_id: str) -> Record:
    """Read a report whole by its id; UserError when there is none."""
    record = books.record("bao_cao", report_id)
    if record is None or record.deleted:
        raise UserError(
            _("Không tìm thấy báo cáo này."),
            remedy=_("Mở lại danh sách báo cáo rồi chọn."),
            code="unknown_report",
        )
    return record


def save_report(
    books: Books, values: Values, *, record: Record | None = None, label: str
) -> Record:
    """Save a report; what the register refuses is raised as one sentence (UserError)."""
    result = books.save(
        "bao_cao",
        values,
        id=record.id if record else None,
        rev=record.rev if record else None,
        label=label,
    )
    if result.record is None:
        first = result.issues[0]
        raise UserError(first.message, remedy=first.remedy, code=first.code)
    return result.record


def _subject_for(
    books: Books, template: ReportTemplate, period: str | None, records: Sequence[Record | str]
) -> str:
    """Check that subject and template fit, and write the subject down."""
    if template.register is None:
        if period is None:
            raise _no_fit(template, _("Chọn kỳ báo cáo."))
        return subject_code(UNITS, chosen(books, UNITS, records))
    ids = chosen(books, template.register, records)
    if not ids or (len(ids) > 1 and not template.several):
        several = _("Chọn ít nhất một hồ sơ trong sổ.")
        raise _no_fit(template, several if template.several else _("Chọn đúng một hồ sơ."))
    return subject_code(template.register, ids)


def _no_fit(template: ReportTemplate, remedy: str) -> UserError:
    return UserError(
        _("Chưa đủ để soạn “{paper}”.").format(paper=template.name),
        safe=_("Chưa soạn gì."),
        remedy=remedy,
        code="no_subject",
    )


def _usual_day(books: Books, template: ReportTemplate, period: str | None, subject: Subject) -> str:
    """Choose the date of a new paper: today, but an invitation before and a notice after the day.

    Of several records the last day counts; a register without days leaves today.
    """
    today = books.clock.today()
    if period and not subject.records:
        return usual_day(books, books.period_named(period))
    days = [str(record.event_date) for record in subject.records if record.event_date]
    if not days:
        return today
    if template.dated == SAME:
        return max(days)
    if template.dated == BEFORE:
        before = date.fromisoformat(min(days)) - timedelta(days=DAYS_BEFORE)
        return min(today, before.isoformat()) if today >= min(days) else today
    return max(today, *days)


def _number(
    books: Books,
    template: ReportTemplate,
    subject: Subject,
    day: str,
    profile: Profile,
    *,
    own: str = "",
) -> int:
    """Suggest a number: the one that the record keeps already, else the next of its kind."""
    kept = [name for name, what in template.keeps.items() if what == "so"]
    for record in subject.records[:1]:
        number = next((n for name in kept if (n := leading_number(record.values.get(name)))), None)
        if number is not None:
            return number
    return next_number(books, template.kind, day, family=profile.family, besides=own)


def _head_words(
    template: ReportTemplate, source: FigureSource, names: Mapping[str, Any]
) -> dict[str, Any]:
    """Write the words of the head: abstract, recipients, addressees."""
    return {
        "ten": " ".join(_words(template.title, source, names).split())[:500],
        "noi_nhan": _lines(template.recipients, source, names),
        "kinh_gui": _addressed(_lines(template.addressees, source, names)) or None,
    }


def _sections(
    template: ReportTemplate, source: FigureSource, names: Mapping[str, Any]
) -> list[dict[str, Any]]:
    found = []
    for section in template.sections:
        pattern = section.text_for(names["cap"])
        text = settled(pattern, source, names, whole=stands(pattern, template))
        if pattern and not text and section.table is None:
            continue
        found.append(
            {
                "ma": section.code,
                "tieu_de": _words(section.heading, source, names),
                "cap": section.level,
                "noi_dung": text or None,
                "xong": section.done,
            }
        )
    return found


def stands(text: str, template: ReportTemplate) -> bool:
    """Tell whether conditions of a text can be decided when the paper is begun.

    What is about records stands; in a report a quoted name in a tag is a figure, which may change.
    """
    asks = any('"' in tag or "'" in tag for tag in _CONTROL.findall(text))
    return OWING not in text and (template.register is not None or not asks)


def settled(
    text: str, source: FigureSource, names: Mapping[str, Any], *, whole: bool = False
) -> str:
    """Write the words of a default text out, but leave its live figures live.

    Of a text that is written out ``whole`` nothing is left to decide. Else its conditions are
    decided as far as ``settling`` does; loops stay live. What stood in a record can never become a
    tag of the text.
    """
    if "{%" in text and whole and not figures_in(text):
        return _written(text, source, names)
    return settle_words(decided(text, source, names) if "{%" in text else text, source, names)


def _written(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    rendered = render_section(text, source, names)
    if rendered.faults:
        return text
    lines = (line.strip() for line in rendered.stored().splitlines())
    return "\n".join(line for line in lines if line)


def _words(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    return render_section(text, source, names).plain()


def _lines(patterns: Sequence[str], source: FigureSource, names: Mapping[str, Any]) -> str:
    found = (_words(pattern, source, names) for pattern in patterns)
    return "\n".join(line.strip() for text in found for line in text.splitlines() if line.strip())


def _addressed(lines: str) -> str:
    many = len(lines.splitlines()) > MOST_ADDRESSEES
    return "Các cơ quan, đơn vị có tên trong danh sách" if many else lines


def _cited(values: Values, office: Values, profile: Profile) -> str:
    facts = Facts(
        kind=str(values["loai"]),
        type_name="",
        title="",
        number=values.get("so"),
        symbol=joint_symbol(str(office.get("ky_hieu") or ""), values),
        date=str(values["ngay"]),
        superior="",
        issuer="",
        issuer_full="",
        place="",
    )
    return symbol_of(facts, profile)
