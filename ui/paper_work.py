"""What “Soạn văn bản” does off the GUI thread: which papers fit, what each would be, begin one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.reports import sets
from danvan_desktop.reports.drafts import paper_values, save_report
from danvan_desktop.reports.kinds import kind_of
from danvan_desktop.reports.subjects import subject_code
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import format_date

if TYPE_CHECKING:
    from danvan_desktop.context import Context

PAPERS = "bao_cao"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a paper is to be made from: records of a register, or a period by its code."""

    register: str = ""
    ids: tuple[str, ...] = ()
    period: str = ""

    @property
    def subject(self) -> str:
        """The subject as the core writes it."""
        return subject_code(self.register, self.ids) if self.register else self.period


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A paper that may be made, its line, and what is still lacking ("" when nothing)."""

    code: str
    name: str
    about: str
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a paper would be, in words, and the one that was started before ("" when none)."""

    words: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A paper that was begun, and what the other screens are told of it."""

    record: Record
    changes: Changes


def read_choices(context: Context, wanted: Wanted) -> tuple[PaperChoice, ...]:
    """List the papers that fit, in the order in which they are usually made."""
    if wanted.register:
        found = [context.record(wanted.register, one) for one in wanted.ids]
        records = [record for record in found if record is not None and not record.deleted]
        offered = sets.offers(context, wanted.register, records) if records else []
    else:
        offered = sets.offers_for_period(context, wanted.period)
    return tuple(
        PaperChoice(one.template.code, one.template.name, one.template.about, one.lacking)
        for one in offered
    )


def look_ahead(context: Context, code: str, wanted: Wanted) -> Outlook:
    """Tell what a paper would be: kind, number, day, subject; a refusal is told in its words."""
    known = sets.paper_of(context, code, wanted.subject)
    if known is not None:
        cited = known.values.get("ky_hieu") or kind_of(str(known.values["loai"])).name
        words = _("Đã có {cited}, ngày {day}: {subject}").format(
            cited=cited, day=_day(known.values["ngay"]), subject=known.values["ten"]
        )
        return Outlook(words, known.id)
    try:
        values = _values(context, code, wanted)
    except UserError as error:
        return Outlook(error.message)
    cited = values.get("ky_hieu") or _("không lấy số")
    words = _("Sẽ soạn bản nháp {kind} ({cited}), ngày {day}: {subject}").format(
        kind=kind_of(str(values["loai"])).name.lower(),
        cited=cited,
        day=_day(values["ngay"]),
        subject=values["ten"],
    )
    return Outlook(words)


def begin(context: Context, code: str, name: str, wanted: Wanted) -> Begun:
    """Begin a paper and keep its draft; UserError says what does not fit."""
    label = _("Soạn {paper}").format(paper=name[:1].lower() + name[1:])
    record = save_report(context, _values(context, code, wanted), label=label)
    return Begun(record, Changes("", label, frozenset({PAPERS}), (record.id,)))


def _values(context: Context, code: str, wanted: Wanted) -> dict[str, object]:
    if wanted.register:
        return paper_values(context, code, records=wanted.ids)
    return paper_values(context, code, period=wanted.period)


def _day(day: object) -> str:
    return format_date(date.fromisoformat(str(day)))
