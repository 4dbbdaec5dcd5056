"""Templates of papers: what a paper is made from, its outline, default texts and annexes, as data.

A paper is a template and a subject: a period, one record of a register, or several records of it.

How to add a kind of paper: copy a file of ``resources/report_templates`` and change ``code``,
``subject`` and the sections; no code is needed. Texts may use every filter of ``shown.py``, the
words of ``names.py`` and, of a record, those of ``subject_words.py``; a section may hold a table
(``table_spec.py``). A changed template gets a new ``version`` in a file of its own; drafts keep the
texts that they were started with and ask for their own version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import resources
from danvan_desktop.reports.kinds import kind_of
from danvan_desktop.reports.table_spec import TableSpec, table_spec

if TYPE_CHECKING:
    from danvan_desktop.organisation.books import Books

HALF_YEAR = "bao_cao_6_thang"
MAX_BYTES = 1_000_000
MAX_LEVEL = 4

TEXT, GROUNDS, CENTRED, MINUTES = "text", "can_cu", "giua", "bien_ban"
"""How a section is laid out: as text, as *căn cứ* lines, bold in the middle, as minutes are."""

STYLES = (TEXT, GROUNDS, CENTRED, MINUTES)
SHEETS = ("", "doc", "ngang")
"""Where a section stands: in the body, or as an annex on upright or crosswise pages."""

BEFORE, SAME, AFTER = "truoc", "cung", "sau"
"""Whether a paper about a record is dated before its day (an invitation), on it, or after it."""


@dataclass(frozen=True, slots=True)
class SectionTemplate:
    """One section: level 0 has no printed heading, 1 is ``I- …``, 2 ``1. …``, 3 ``a) …``.

    ``done`` says that the default text needs no clerk to finish it; ``by_level`` holds the
    default text of offices of other levels (``X``). ``table`` follows the text. A section with a
    ``sheet`` becomes an annex under its heading.
    """

    code: str
    level: int
    heading: str
    text: str = ""
    done: bool = False
    by_level: Mapping[str, str] = field(default_factory=dict)
    style: str = TEXT
    sheet: str = ""
    table: TableSpec | None = None

    def text_for(self, level: str) -> str:
        """Give the default text for an office of a level (T, H, X)."""
        return self.by_level.get(level, self.text)


PERIOD = "period"
"""The subject of a template that is filled with the figures of a period."""

SEVERAL = "*"
"""Ends the subject of a template that is made from several records: ``dan_van_kheo*``."""


@dataclass(frozen=True, slots=True)
class ReportTemplate:
    """A kind of paper; ``title``, ``recipients`` and ``addressees`` are templates too.

    ``kind`` is a code of the register's ``loai``. ``subject`` is PERIOD, a register's key, or that
    key with SEVERAL. ``periods`` are the kinds of period that it fits (T month, Q quarter, H
    half-year, 9T, N year, GD several years); empty means any. ``group`` is where a list of
    templates shows it: ``bao_cao``, ``hoi_nghi``, ``mo_hinh``, ``ky``; ``about`` is its line there.
    ``dated`` is BEFORE, SAME or AFTER, beside the record's day. ``keeps`` tells which fields of
    the records take over what was issued: the cited number (``so``), the day (``ngay``), or a
    tick (``co``).
    ``needs`` are fields without which there is nothing to say; one that is not ``numbered`` (an
    agenda, a list) takes no number. ``order`` is its place among the papers of a subject.
    """

    code: str
    version: int
    name: str
    kind: str
    type_name: str
    title: str
    recipients: tuple[str, ...]
    annexes: tuple[str, ...]
    sections: tuple[SectionTemplate, ...]
    subject: str = PERIOD
    periods: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    group: str = "bao_cao"
    about: str = ""
    dated: str = AFTER
    keeps: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    numbered: bool = True
    order: int = 50

    @property
    def register(self) -> str | None:
        """The register whose records it is made from; None for a template of a period."""
        return None if self.subject == PERIOD else self.subject.removesuffix(SEVERAL)

    @property
    def several(self) -> bool:
        """Tell whether it is made from several records at once."""
        return self.subject.endswith(SEVERAL)

    def fits(self, period_kind: str) -> bool:
        """Tell whether it fits a kind of period (T, Q, H, 9T, N, GD)."""
        return not self.periods or period_kind in self.periods

    def section(self, code: str) -> SectionTemplate | None:
        """Find a section by its code; None for one that the clerk added to a paper."""
        return next((section for section in self.sections if section.code == code), None)


def template_for(
    code: str, version: int | None = None, *, books: Books | None = None
) -> ReportTemplate:
    """Return the template named ``code``, in a version if one is asked for.

    Without that version the newest one serves, because a paper holds its own texts. UserError when
    there is none of that name or it is damaged.
    """
    found = _version(code, version, books) or templates(books).get(code)
    if found is None:
        raise UserError(
            _("Không có mẫu báo cáo {code}.").format(code=code),
            remedy=_("Chọn một trong: {codes}.").format(codes=", ".join(sorted(all_templates()))),
            code="unknown_template",
        )
    return found


def templates(books: Books | None = None) -> Mapping[str, ReportTemplate]:
    """Give the version of every template with which a new paper of an office starts, by code."""
    if books is None:
        return all_templates()
    from danvan_desktop.reports.template_store import in_use

    return {code: stored.template for code, stored in in_use(books).items()}


def _version(code: str, version: int | None, books: Books | None) -> ReportTemplate | None:
    """Find one version, of the office or of the program."""
    if not version:
        return None
    if books is None:
        return all_versions().get((code, version))
    from danvan_desktop.reports.template_store import every_version

    found = every_version(books).get((code, version))
    return found.template if found else None


@cache
def all_templates(folder: Path | None = None) -> Mapping[str, ReportTemplate]:
    """Load the newest version of every template of a folder (default: ours) by code, once."""
    every = all_versions(folder)
    return {code: every[code, version] for code, version in sorted(every)}


@cache
def all_versions(folder: Path | None = None) -> Mapping[tuple[str, int], ReportTemplate]:
    """Load every template of a folder (default: ours) by code and version, once."""
    files = sorted((folder or resources() / "report_templates").glob("*.json"))
    loaded = [load_template(path) for path in files]
    return {(template.code, template.version): template for template in loaded}


def period_kind(code: str) -> str:
    """Tell the kind of a period from its code: T, Q, H, 9T, N, or GD for several years."""
    head = code.partition("/")[0]
    if head in ("9T", "N"):
        return head
    return head[:1] if head[:1] in ("T", "Q", "H") and head[1:].isdigit() else "GD"


def load_template(path: Path) -> ReportTemplate:
    """Read one template file; the UserError names what is wrong in it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(_("tệp quá lớn"))
        return template_of(json.loads(path.read_text(encoding="utf-8")))
    except KeyError as error:
        reason = _("thiếu mục {name}").format(name=error)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error)
    raise UserError(
        _("Mẫu báo cáo {file} không dùng được: {reason}.").format(file=path.name, reason=reason),
        remedy=_("Chép lại tệp này từ bộ cài."),
        code="bad_template",
    )


def template_of(data: Mapping[str, Any]) -> ReportTemplate:
    """Read a template from its data; KeyError, ValueError or TypeError for what is wrong in it."""
    sections = tuple(_section(item) for item in data["sections"])
    codes = [section.code for section in sections]
    if len(set(codes)) < len(codes):
        raise ValueError(_("hai mục có cùng mã"))
    kind = str(data["kind"])
    return ReportTemplate(
        code=str(data["code"]),
        version=int(data["version"]),
        name=str(data["name"]),
        kind=kind,
        type_name=str(data.get("type_name", kind_of(kind).type_name)),
        title=str(data["title"]),
        recipients=tuple(map(str, data.get("recipients", ()))),
        annexes=tuple(map(str, data.get("annexes", ()))),
        sections=sections,
        subject=str(data.get("subject", PERIOD)),
        periods=tuple(map(str, data.get("periods", ()))),
        addressees=tuple(map(str, data.get("addressees", ()))),
        group=str(data.get("group", "bao_cao")),
        about=str(data.get("about", "")),
        dated=_one_of(data, "dated", (AFTER, BEFORE, SAME)),
        keeps={str(name): str(what) for name, what in data.get("keeps", {}).items()},
        needs=tuple(map(str, data.get("needs", ()))),
        numbered=bool(data.get("numbered", True)),
        order=int(data.get("order", 50)),
    )


def _section(item: Mapping[str, Any]) -> SectionTemplate:
    level = int(item["level"])
    if not 0 <= level <= MAX_LEVEL:
        raise ValueError(_("mục {code} có bậc {level}").format(code=item["code"], level=level))
    return SectionTemplate(
        code=str(item["code"]),
        level=level,
        heading=str(item["heading"]),
        text=str(item.get("text", "")),
        done=bool(item.get("done", False)),
        by_level={str(key): str(text) for key, text in item.get("by_level", {}).items()},
        style=_one_of(item, "style", STYLES),
        sheet=_one_of(item, "sheet", SHEETS),
        table=table_spec(item["table"]) if item.get("table") else None,
    )


def _one_of(item: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    """Read a word of a closed list; the first one is the default."""
    found = str(item.get(name, known[0]))
    if found not in known:
        raise ValueError(_("{name}: “{word}” là từ lạ").format(name=name, word=found[:40]))
    return found
