"""Beginning a report: sections, number, date, signer, recipients from template and office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books, SaveResult
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import DRAFT
from danvan_desktop.reports.content import Facts, profile_on, symbol_of
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import names_for
from danvan_desktop.reports.numbering import next_number
from danvan_desktop.reports.placeholders import figures_in
from danvan_desktop.reports.sections import render_section
from danvan_desktop.reports.signers import signers
from danvan_desktop.reports.templates import HALF_YEAR, ReportTemplate, template_for
from danvan_desktop.storage.values import ListQuery, Record

SEASON_DAYS = 92
"""A report started later than this after its period is a backfill and is dated when it was due."""

MAX_PAPERS = 500

Values = Mapping[str, Any]


def start_report(
    books: Books, period_code: str, template: str = HALF_YEAR, profile: str | None = None
) -> Record:
    """Start the draft of a report on a period: sections, number, date, signer, recipients."""
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
    values = draft_values(books, ended[-1], HALF_YEAR, None, day=day)
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
    """Make the values of a new draft, saved or only to be shown; UserError before set-up."""
    template = template_for(template_code)
    day = day or usual_day(books, period)
    office = books.office(day)
    if office is None:
        raise UserError(
            _("Chưa lập thông tin cơ quan nên chưa soạn được báo cáo."),
            remedy=_("Mở Cài đặt và nhập thông tin cơ quan."),
            code="no_office",
        )
    profile = (
        profile_for(profile_code) if profile_code else profile_on(str(office["the_thuc"]), day)
    )
    names = names_for(books, period)
    source = LiveFigures(books, period)
    number = next_number(books, template.kind, day, family=profile.family)
    found = signers(books, day)
    values: dict[str, Any] = {
        "loai": template.kind,
        "ten": _words(template.title, source, names),
        "ky": period.code,
        "mau": template.code,
        "the_thuc": profile.code,
        "ngay": day,
        "so": number,
        "nguoi_ky": found[0].name if found else None,
        "noi_nhan": "\n".join(_recipients(template, office, source, names)),
        "trang_thai": DRAFT,
        "lan": 1,
        "muc": _sections(template, source, names),
    }
    values["ky_hieu"] = _cited(values, office, profile)
    return values


def cited_as(books: Books, values: Values) -> str:
    """Write how a report is cited, from its number, kind, date and format: ``15-BC/BDV``."""
    office = books.office(str(values["ngay"])) or {}
    return _cited(values, office, profile_for(str(values["the_thuc"])))


def set_head(books: Books, report_id: str, changes: Values) -> SaveResult:
    """Change number, date, signer, format or title of a draft; number and symbol follow.

    A new date takes the format that is in force on it, unless the changes name one.
    """
    record = find_report(books, report_id)
    if record.values.get("trang_thai") != DRAFT:
        raise UserError(
            _("Báo cáo đã chốt nên không sửa được phần đầu văn bản."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Mở lại báo cáo (có lý do) rồi sửa."),
            code="already_frozen",
        )
    values = {**record.values, **changes}
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
    for record in books.page(query, 0, MAX_PAPERS):
        if record.values.get("ky") == period_code and record.values.get("loai") == "BC":
            return books.record("bao_cao", record.id)
    return None


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


def _sections(
    template: ReportTemplate, source: FigureSource, names: Mapping[str, Any]
) -> list[dict[str, Any]]:
    return [
        {
            "ma": section.code,
            "tieu_de": _words(section.heading, source, names),
            "cap": section.level,
            "noi_dung": settled(section.text_for(names["cap"]), source, names) or None,
            "xong": section.done,
        }
        for section in template.sections
    ]


def settled(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    """Write the words of a default text out, but leave its live figures live."""
    tags = figures_in(text)
    pieces, position = [], 0
    for tag in tags:
        pieces += [_words(text[position : tag.start], source, names), text[tag.start : tag.end]]
        position = tag.end
    return "".join([*pieces, _words(text[position:], source, names)])


def _words(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    return render_section(text, source, names).plain()


def _recipients(
    template: ReportTemplate, office: Values, source: FigureSource, names: Mapping[str, Any]
) -> list[str]:
    own = {"noi_nhan_bao_cao": str(office.get("noi_nhan") or "")}
    lines = [_words(line, source, {**names, **own}) for line in template.recipients]
    return [line for text in lines for line in text.splitlines() if line.strip()]


def _cited(values: Values, office: Values, profile: Profile) -> str:
    facts = Facts(
        kind=str(values["loai"]),
        type_name="",
        title="",
        number=values.get("so"),
        symbol=str(office.get("ky_hieu") or ""),
        date=str(values["ngay"]),
        superior="",
        issuer="",
        issuer_full="",
        place="",
    )
    return symbol_of(facts, profile)
