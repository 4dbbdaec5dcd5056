"""What the pages of templates do off the GUI thread: reads, trials, pages, writes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports import preview, template_files as files, template_store as store
from danvan_desktop.reports.outline import outline
from danvan_desktop.reports.preview import Pages, Trial
from danvan_desktop.reports.template_files import Offer
from danvan_desktop.reports.template_store import REGISTER, Stored
from danvan_desktop.reports.templates import PERIOD
from danvan_desktop.storage.values import Changes, Draft
from danvan_desktop.vietnamese import format_date

Data = Mapping[str, Any]


KEPT_OWN = "templates_kept_own"
"""Setting: version of the program, by code of the template, that the office did not want."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a template is tried on: a period, or records of its register; ``name`` for the box."""

    name: str
    period: str | None = None
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A template as it was read, its other versions, samples, a kept draft, the office's level.

    ``periods`` are those that have begun (or all), the newest last.
    """

    stored: Stored
    versions: tuple[Stored, ...]
    samples: tuple[Sample, ...]
    draft: Draft | None
    level: str
    periods: tuple[Period, ...]
    newer: Stored | None = None
    """The program's version that came after the office had begun its own."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A template tried out, with its pages; ``whole`` tells whether annexes are among them."""

    trial: Trial
    pages: Pages
    whole: bool


@dataclass(frozen=True, slots=True)
class Written:
    """The version that a write left behind, and what the other screens are told of it."""

    stored: Stored
    changes: Changes


def read_list(context: Context) -> list[Stored]:
    """List the template of each code that serves now, and those that no longer serve."""
    serving = store.in_use(context)
    newest: dict[str, Stored] = dict(serving)
    for one in store.every_version(context).values():
        if one.code not in serving:
            known = newest.get(one.code)
            newest[one.code] = one if known is None or known.version < one.version else known
    return sorted(newest.values(), key=lambda one: (one.template.group, one.template.order))


def read_page(context: Context) -> tuple[list[Stored], dict[str, Stored]]:
    """List the templates, and the newer versions of the program that nobody decided on."""
    found = read_list(context)
    return found, newer_ones(context, [one.code for one in found if one.record_id])


def open_template(context: Context, code: str) -> Opened:
    """Read a template with its versions and samples; UserError when it is gone."""
    versions = store.versions_of(context, code)
    if not versions:
        raise UserError(
            _("Không tìm thấy mẫu {code}.").format(code=code),
            remedy=_("Mở lại danh sách mẫu rồi chọn."),
            code="unknown_template",
        )
    stored = store.in_use(context).get(code, versions[0])
    drafts = (d for d in context.drafts() if d.register == REGISTER and d.record_id == code)
    return Opened(
        stored=stored,
        versions=tuple(versions),
        samples=tuple(_samples(context, stored)),
        draft=next(drafts, None),
        level=str((context.office() or {}).get("cap") or "H"),
        periods=tuple(_begun(context, context.periods())),
        newer=_newer(context, code),
    )


def newer_ones(context: Context, codes: Sequence[str]) -> dict[str, Stored]:
    """Give the templates of which the program has a newer version that nobody decided on."""
    found = {code: _newer(context, code) for code in codes}
    return {code: one for code, one in found.items() if one is not None}


def keep_own(context: Context, newer: Stored) -> None:
    """Remember that the office stays with its own version; a later one is offered again."""
    kept = dict(context.settings.get(KEPT_OWN) or {})
    context.settings.set(KEPT_OWN, {**kept, newer.code: newer.version})


def _newer(context: Context, code: str) -> Stored | None:
    found = store.newer_program(context, code)
    kept = dict(context.settings.get(KEPT_OWN) or {})
    return None if found is not None and kept.get(code) == found.version else found


def samples_for(context: Context, data: Data) -> list[Sample]:
    """List what a template that is being written can be tried on; none when it cannot be read."""
    try:
        template = store.checked_template(data)
    except UserError:
        return []
    return _samples(context, Stored(template, data))


def try_out(
    context: Context,
    data: Data,
    sample: Sample,
    *,
    whole: bool,
    progress: Progress = no_progress,
) -> Tried:
    """Make the paper of a template as it stands, and its pages; nothing is stored."""
    progress(0, 1, "")
    trial = preview.try_template(
        context, data, period=sample.period, records=sample.records, annexes=whole
    )
    progress(0, 1, "")
    codes = [item.code for item in outline(trial.values) if item.level]
    pages = preview.render_pages(trial.document, codes, progress=progress)
    return Tried(trial, pages, whole)


def save(context: Context, data: Data, note: str = "") -> Written:
    """Keep a template as the next version."""
    stored = store.save_version(context, data, note=note)
    context.drop_draft(REGISTER, stored.code)
    return _written(stored, _("Lưu mẫu {name}").format(name=stored.template.name))


def restore(context: Context, code: str, version: int) -> Written:
    """Make an earlier version the newest again."""
    stored = store.restore_version(context, code, version)
    context.drop_draft(REGISTER, code)
    return _written(stored, _("Lấy lại bản {n}").format(n=version))


def take_program(context: Context, code: str) -> Written:
    """Let the newer version of the program serve."""
    stored = store.take_program(context, code)
    context.drop_draft(REGISTER, code)
    return _written(stored, _("Lấy bản của chương trình: {name}").format(name=stored.template.name))


def duplicate(context: Context, data: Data, name: str) -> Written:
    """Keep a template under a new name."""
    stored = store.duplicate(context, data, name)
    return _written(stored, _("Thêm mẫu {name}").format(name=name))


def read_file(context: Context, path: Path) -> list[Offer]:
    """Read a file of templates and say what accepting it would change."""
    return files.offers(context, files.read_templates(path))


def accept(context: Context, offers: Sequence[Offer], name: str) -> Written | None:
    """Take templates of a file over."""
    taken = files.accept(context, offers, note=_("Từ tệp {name}").format(name=name))
    if not taken:
        return None
    return _written(taken[0], _("Nhận {n} mẫu").format(n=len(taken)))


def export(path: Path, several: Sequence[Data]) -> Path:
    """Write templates to a file; UserError when the place cannot be written."""
    try:
        return files.write_templates(path, several)
    except OSError as error:
        raise UserError(
            _("Không ghi được {name}.").format(name=path.name),
            safe=_("Mẫu vẫn còn trong chương trình."),
            remedy=_("Chọn thư mục khác hoặc kiểm tra USB rồi lưu lại."),
            code="not_writable",
        ) from error


def origin_words(stored: Stored) -> str:
    """Say where a version comes from and since when it serves."""
    from datetime import date

    words = store.origin_label(stored.origin)
    if stored.day:
        day = format_date(date.fromisoformat(stored.day))
        words = _("{origin}, dùng từ {day}").format(origin=words, day=day)
    return words


def draft_values(data: Data) -> dict[str, Any]:
    """Give the values under which a template that is being written is kept."""
    return {
        "ten": str(data.get("name") or ""),
        "ma": str(data.get("code") or ""),
        "ban": int(data.get("version") or 1),
        "loai": str(data.get("kind") or "BC"),
        "du_lieu": json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    }


def draft_data(draft: Draft) -> dict[str, Any] | None:
    """Read a kept template back; None when it cannot be read."""
    try:
        found = json.loads(str(draft.values.get("du_lieu") or ""))
        store.checked_template(found)
    except (ValueError, UserError):
        return None
    return dict(found)


def _samples(context: Context, stored: Stored) -> list[Sample]:
    template = stored.template
    register = template.register
    if template.subject == PERIOD or register not in REGISTERS:
        periods = [one for one in context.periods() if template.fits(_kind(one.code))]
        periods = periods or context.periods()
        today = context.clock.today()
        begun = _begun(context, periods)
        # The newest one that has ended comes first: it has its figures.
        begun.sort(key=lambda one: (one.last_day < today, one.last_day), reverse=True)
        return [Sample(one.name, period=one.code) for one in begun]
    records = preview.sample_records(context, register, several=template.several)
    if template.several:
        return (
            [
                Sample(
                    _("{n} hồ sơ gần nhất").format(n=len(records)),
                    None,
                    tuple(r.id for r in records),
                )
            ]
            if records
            else []
        )
    title = REGISTERS[register].title_field
    return [
        Sample(_titled(one.values.get(title), one.event_date), None, (one.id,)) for one in records
    ]


def _begun(context: Context, periods: Sequence[Period]) -> list[Period]:
    today = context.clock.today()
    return [one for one in periods if one.first_day <= today] or list(periods)


def _titled(title: object, day: str | None) -> str:
    from datetime import date

    shown = format_date(date.fromisoformat(day)) if day and len(day) == 10 else ""
    return f"{shown} {str(title or '')[:60]}".strip()


def _kind(code: str) -> str:
    from danvan_desktop.schema.periods import period_kind

    return period_kind(code)


def _written(stored: Stored, label: str) -> Written:
    ids = (stored.record_id,) if stored.record_id else ()
    return Written(stored, Changes("", label, frozenset({REGISTER}), ids))
