"""The indicators in force: every declaration file of a folder, read and checked once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.declarations import Family, Indicator, Kind, check_links, read_family
from danvan_desktop.paths import resources

MAX_NAMED = 5
"""How many faults a refusal names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Catalogue(Mapping[str, Indicator]):
    """The indicators by code, in the order of their files, and the funnels among them."""

    indicators: Mapping[str, Indicator]
    funnels: tuple[tuple[str, ...], ...]

    def __getitem__(self, code: str) -> Indicator:
        return self.indicators[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self.indicators)

    def __len__(self) -> int:
        return len(self.indicators)

    def find(self, code: str) -> Indicator:
        """Find an indicator; UserError when none has that code."""
        found = self.indicators.get(code)
        if found is None:
            raise UserError(
                _("Không có chỉ tiêu {code}.").format(code=code),
                remedy=_("Chọn chỉ tiêu trong danh mục."),
                code="unknown_indicator",
            )
        return found

    def with_parts(self, codes: frozenset[str]) -> tuple[Indicator, ...]:
        """List indicators together with what their rates are made of, in catalogue order."""
        wanted = set(codes)
        for code in codes:
            one = self.find(code)
            if one.kind is Kind.RATIO:
                wanted |= {one.numerator, one.denominator}
        return tuple(one for code, one in self.indicators.items() if code in wanted)


@cache
def catalogue() -> Catalogue:
    """Give the program's own catalogue; UserError when its files are damaged."""
    return load(resources() / "indicators")


def load(folder: Path) -> Catalogue:
    """Read every ``*.json`` of a folder; UserError names the wrong entries."""
    families: list[Family] = []
    issues: list[Issue] = []
    for path in sorted(folder.glob("*.json")):
        family, faults = _read(path)
        families.append(family)
        issues += faults
    indicators: dict[str, Indicator] = {}
    for one in (one for family in families for one in family.indicators):
        if one.code in indicators:
            issues.append(
                Issue("bad_indicator", _("Chỉ tiêu {code} có hai lần.").format(code=one.code))
            )
        indicators[one.code] = one
    funnels = tuple(steps for family in families for steps in family.funnels)
    issues += [] if issues else check_links(indicators, funnels)
    if issues:
        raise _refusal(issues)
    return Catalogue(indicators, funnels)


def _read(path: Path) -> tuple[Family, list[Issue]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UserError(
            _("Không đọc được danh mục chỉ tiêu {name}.").format(name=path.name),
            safe=_("Số liệu trong các sổ vẫn nguyên vẹn."),
            remedy=_("Cài lại chương trình."),
            code="bad_catalogue",
        ) from error
    return read_family(data, file=path.name)


def _refusal(issues: list[Issue]) -> UserError:
    named = " ".join(issue.message for issue in issues[:MAX_NAMED])
    return UserError(
        _("Danh mục chỉ tiêu có {n} chỗ sai. {named}").format(n=len(issues), named=named),
        safe=_("Số liệu trong các sổ vẫn nguyên vẹn."),
        remedy=_("Sửa tệp khai báo chỉ tiêu."),
        code="bad_catalogue",
    )
