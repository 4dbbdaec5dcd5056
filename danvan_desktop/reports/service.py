"""Reports from the first draft to the frozen issue: the door of this room for window and CLI.

A draft's sections are templates with live figures. Freezing renders them once and keeps the result
(``so_lieu``: the content, and every figure with its provenance); from then on the paper is made
from what was kept, whatever becomes of the records. Reopening begins ``lần 2`` with a reason.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from danvan_desktop.documents.model import Document
from danvan_desktop.documents.profiles import Profile, profile_for
from danvan_desktop.errors import Issue, Place, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.annexes import build_annexes
from danvan_desktop.reports.codec import decode, encode
from danvan_desktop.reports.content import (
    Content,
    Facts,
    Numbering,
    Part,
    bare_heading,
    symbol_of,
    to_document,
)
from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.markup import blocks_of
from danvan_desktop.reports.names import names_for
from danvan_desktop.reports.numbering import next_number
from danvan_desktop.reports.sections import FigureUse, Rendered, render_section
from danvan_desktop.reports.signers import signer_named, signers
from danvan_desktop.reports.templates import HALF_YEAR, ReportTemplate, template_for
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.vietnamese import roman

FROZEN_FORMAT = 1
DRAFT = "nhap"
FROZEN = "chot"
SEASON_DAYS = 92
"""A report started later than this after its period is a backfill and is dated when it was due."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A section in the outline: ``number`` ``II.6``, ``mark`` ``6.``, whether it holds text."""

    index: int
    code: str
    level: int
    number: str
    mark: str
    title: str
    leaf: bool
    done: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """A figure as it was frozen, with its provenance (``count`` records, database counter)."""

    section: str
    path: str
    filter: str
    shown: str
    value: str | None
    period: str
    count: int
    seq: int
    at: str


# --- beginning


def start_report(
    books: Books, period_code: str, template: str = HALF_YEAR, profile: str | None = None
) -> Record:
    """Start the draft of a report on a period: sections, number, date, signer, recipients."""
    values = draft_values(books, books.period(period_code), template, profile)
    return _saved(books, values, label=_("Soạn báo cáo {period}").format(period=period_code))


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
    return _saved(books, values, label=_("Soạn báo cáo {period}").format(period=ended[-1].code))


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
    profile = profile_for(profile_code or str(office["the_thuc"]))
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
    for record in books.page(query, 0, 500):
        if record.values.get("ky") == period_code and record.values.get("loai") == "BC":
            return books.record("bao_cao", record.id)
    return None


# --- building


def build_report(
    books: Books, report_or_period: Record | str, profile: str | None = None
) -> tuple[Document, list[Issue]]:
    """Build the paper of a report (a Record or its id), or of a period by its code.

    A period without a report is shown as a new draft would be, and nothing is saved. ``profile``
    overrides the report's own format.
    """
    values = report_values(books, report_or_period, profile)
    content, issues = content_of(books, values)
    return to_document(content, profile or str(values["the_thuc"])), issues


def report_values(
    books: Books, report_or_period: Record | str, profile: str | None = None
) -> dict[str, Any]:
    """Find the values that a paper is made from; UserError when there is no such report."""
    if isinstance(report_or_period, Record):
        return dict(report_or_period.values)
    known = {period.code: period for period in books.periods()}
    if report_or_period in known:
        record = report_of(books, report_or_period)
        if record is None:
            return draft_values(books, known[report_or_period], HALF_YEAR, profile)
        return dict(record.values)
    return dict(_report(books, report_or_period).values)


def content_of(books: Books, values: Values) -> tuple[Content, list[Issue]]:
    """Give what a report says: as it was frozen, else from the records as they are now."""
    frozen = frozen_content(values)
    if frozen is not None:
        return frozen, []
    content, _uses, issues = live_content(books, values)
    return content, issues


def live_content(
    books: Books, values: Values, source: FigureSource | None = None
) -> tuple[Content, dict[str, Rendered], list[Issue]]:
    """Fill in every section from the records as they are now; renderings by section code."""
    period = books.period(str(values["ky"]))
    source = source or LiveFigures(books, period)
    names = names_for(books, period)
    parts: list[Part] = []
    rendered: dict[str, Rendered] = {}
    issues: list[Issue] = []
    for section, item in zip(values.get("muc") or (), outline(values), strict=True):
        filled = render_section(str(section.get("noi_dung") or ""), source, names)
        rendered[item.code] = filled
        parts.append(
            Part(
                code=item.code,
                level=item.level,
                title=item.title,
                blocks=blocks_of(filled, period.code),
            )
        )
        issues += [f.issue(section=item.code, title=section_name(item)) for f in filled.faults]
    facts, more = facts_of(books, values)
    template = template_for(str(values["mau"]))
    annexes = build_annexes(template.annexes, books, period, source)
    return Content(facts=facts, parts=tuple(parts), annexes=annexes), rendered, issues + more


def render_text(books: Books, period_code: str, text: str) -> Rendered:
    """Fill in one piece of text as a section would be, for the editor."""
    period = books.period(period_code)
    return render_section(text, LiveFigures(books, period), names_for(books, period))


def facts_of(books: Books, values: Values) -> tuple[Facts, list[Issue]]:
    """Collect who issues a report, when and signed by whom, with what is missing."""
    day = str(values["ngay"])
    office = books.office(day) or {}
    template = template_for(str(values["mau"]))
    name = str(values.get("nguoi_ky") or "")
    signer = signer_named(books, name, day) if name else None
    recipients = str(values.get("noi_nhan") or "").splitlines()
    issues: list[Issue] = []
    if name and signer is None:
        issues.append(
            Issue(
                "signer_not_valid",
                _("{name} không có quyền ký vào ngày của báo cáo.").format(name=name),
                _("Chọn người ký khác, hoặc sửa thời gian giữ chức trong Cài đặt."),
                Place(register="bao_cao", field="nguoi_ky"),
            )
        )
    facts = Facts(
        kind=str(values["loai"]),
        type_name=template.type_name,
        title=str(values["ten"]),
        number=values.get("so"),
        symbol=str(office.get("ky_hieu") or ""),
        date=day,
        superior=str(office.get("tieu_de_1") or ""),
        issuer=str(office.get("tieu_de_2") or ""),
        issuer_full=str(office.get("ten_day_du") or ""),
        place=str(office.get("dia_danh") or ""),
        signer_name=signer.name if signer else "",
        signer_lines=signer.lines if signer else (),
        recipients=tuple(line.strip() for line in recipients if line.strip()),
        addressees=tuple(str(office.get("noi_nhan") or "").splitlines()),
    )
    return facts, issues


def outline(values: Values) -> list[OutlineItem]:
    """List a report's sections with the numbers that they are printed with (Party style)."""
    sections = list(values.get("muc") or ())
    levels = [int(section.get("cap") or 0) for section in sections]
    numbering = Numbering()
    items = []
    for index, (section, level) in enumerate(zip(sections, levels, strict=True)):
        place = numbering.next(level) if level else ()
        deeper = index + 1 < len(levels) and levels[index + 1] > level > 0
        text = str(section.get("noi_dung") or "").strip()
        items.append(
            OutlineItem(
                index=index,
                code=str(section["ma"]),
                level=level,
                number=".".join([roman(place[0]), *map(str, place[1:])]) if place else "",
                mark=_mark(place),
                title=bare_heading(str(section["tieu_de"])),
                leaf=not deeper,
                done=bool(section.get("xong")) or (deeper and not text),
                empty=not text,
            )
        )
    return items


def section_name(item: OutlineItem) -> str:
    """Name a section in a message: ``Mục II.6``, or its title when it has no number."""
    return _("Mục {number}").format(number=item.number) if item.number else item.title


# --- freezing


def freeze(books: Books, report_id: str) -> Record:
    """Turn a draft's figures into fixed values with their provenance; UserError when they cannot.

    A report with faults in its text, or one that is frozen already, is refused.
    """
    record = _report(books, report_id)
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
    }
    label = _("Chốt số liệu báo cáo {period}").format(period=period.code)
    return _saved(books, values, record=record, label=label)


def reopen(books: Books, report_id: str, reason: str) -> Record:
    """Begin the next version of a frozen report with live figures again; the reason is kept."""
    record = _report(books, report_id)
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
    return _saved(books, values, record=record, label=label)


def frozen_content(values: Values) -> Content | None:
    """Read what a report was frozen as; None for a draft, UserError when it is damaged."""
    kept = _kept(values)
    if kept is None:
        return None
    try:
        content = decode(kept["content"])
    except (KeyError, ValueError) as error:
        raise _damaged() from error
    if not isinstance(content, Content):
        raise _damaged()
    return content


def frozen_figures(values: Values) -> list[FrozenFigure]:
    """List the figures of a frozen report with their provenance; none for a draft."""
    kept = _kept(values)
    return [] if kept is None else [FrozenFigure(**item) for item in kept.get("figures", ())]


# --- private


def _kept(values: Values) -> dict[str, Any] | None:
    text = values.get("so_lieu")
    if not text or values.get("trang_thai") == DRAFT:
        return None
    try:
        kept = json.loads(str(text))
    except ValueError as error:
        raise _damaged() from error
    if not isinstance(kept, dict) or kept.get("format") != FROZEN_FORMAT:
        raise _damaged()
    return kept


def _damaged() -> UserError:
    return UserError(
        _("Không đọc được số liệu đã chốt của báo cáo này."),
        safe=_("Các sổ không bị ảnh hưởng."),
        remedy=_("Mở lại báo cáo (có lý do) rồi chốt số liệu lần nữa."),
        code="damaged_report",
    )


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
        "count": figure.count if figure else 0,
        **stamp,
    }


def _counter(books: Books) -> int:
    from danvan_desktop.storage.unit_of_work import counter

    with books.database.read() as connection:
        return counter(connection, "seq")


def _report(books: Books, report_id: str) -> Record:
    record = books.record("bao_cao", report_id)
    if record is None or record.deleted:
        raise UserError(
            _("Không tìm thấy báo cáo này."),
            remedy=_("Mở lại danh sách báo cáo rồi chọn."),
            code="unknown_report",
        )
    return record


def _saved(books: Books, values: Values, *, record: Record | None = None, label: str) -> Record:
    """Save a report; what the register refuses is said as one sentence."""
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
            "noi_dung": _settled(section.text, source, names) or None,
            "xong": section.done,
        }
        for section in template.sections
    ]


def _settled(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    """Write the words of a default text out, but leave its live figures live."""
    from danvan_desktop.reports.placeholders import figures_in

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


def _mark(place: tuple[int, ...]) -> str:
    from danvan_desktop.vietnamese import list_letter

    if not place:
        return ""
    if len(place) == 1:
        return f"{roman(place[0])}-"
    return f"{place[1]}." if len(place) == 2 else f"{list_letter(place[2])})"
