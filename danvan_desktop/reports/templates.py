"""Templates of papers: what a paper is made from, its outline, default texts and annexes, as data.

How to add a template: copy a file of ``resources/report_templates``, change ``code`` and the
sections; the texts may use every filter of ``shown.py`` and the words of ``names.py``. A changed
template gets a new ``version``; drafts keep the texts that they were started with.

A paper is a template and a subject: a period, one record of a register, or several records of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import resources

HALF_YEAR = "bao_cao_6_thang"
MAX_BYTES = 1_000_000
MAX_LEVEL = 4


@dataclass(frozen=True, slots=True)
class SectionTemplate:
    """One section: level 0 has no printed heading, 1 is ``I- …``, 2 ``1. …``, 3 ``a) …``.

    ``done`` says that the default text needs no clerk to finish it; ``by_level`` holds the
    default text of offices of other levels (``X``).
    """

    code: str
    level: int
    heading: str
    text: str = ""
    done: bool = False
    by_level: Mapping[str, str] = field(default_factory=dict)

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
    templates shows it: ``bao_cao``, ``hoi_nghi``, ``mo_hinh``, ``ky``.
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


def template_for(code: str) -> ReportTemplate:
    """Return the template named ``code``; UserError when there is none or it is damaged."""
    found = all_templates().get(code)
    if found is None:
        raise UserError(
            _("Không có mẫu báo cáo {code}.").format(code=code),
            remedy=_("Chọn một trong: {codes}.").format(codes=", ".join(sorted(all_templates()))),
            code="unknown_template",
        )
    return found


@cache
def all_templates(folder: Path | None = None) -> Mapping[str, ReportTemplate]:
    """Load every template of a folder (default: ours) by code, once."""
    files = sorted((folder or resources() / "report_templates").glob("*.json"))
    loaded = [load_template(path) for path in files]
    return {template.code: template for template in loaded}


def load_template(path: Path) -> ReportTemplate:
    """Read one template file; the UserError names what is wrong in it."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(_("tệp quá lớn"))
        return _template(json.loads(path.read_text(encoding="utf-8")))
    except KeyError as error:
        reason = _("thiếu mục {name}").format(name=error)
    except (OSError, ValueError, TypeError) as error:
        reason = str(error)
    raise UserError(
        _("Mẫu báo cáo {file} không dùng được: {reason}.").format(file=path.name, reason=reason),
        remedy=_("Chép lại tệp này từ bộ cài."),
        code="bad_template",
    )


def _template(data: dict[str, Any]) -> ReportTemplate:
    sections = tuple(_section(item) for item in data["sections"])
    codes = [section.code for section in sections]
    if len(set(codes)) < len(codes):
        raise ValueError(_("hai mục có cùng mã"))
    return ReportTemplate(
        code=str(data["code"]),
        version=int(data["version"]),
        name=str(data["name"]),
        kind=str(data["kind"]),
        type_name=str(data["type_name"]),
        title=str(data["title"]),
        recipients=tuple(map(str, data["recipients"])),
        annexes=tuple(map(str, data["annexes"])),
        sections=sections,
        subject=str(data.get("subject", PERIOD)),
        periods=tuple(map(str, data.get("periods", ()))),
        addressees=tuple(map(str, data.get("addressees", ()))),
        group=str(data.get("group", "bao_cao")),
    )


def _section(item: dict[str, Any]) -> SectionTemplate:
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
    )
