"""The indicators in force: every declaration file of a folder, read and checked once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from danvan_desktop.errors import Issue, Place, UserError
from danvan_desktop.i18n import _
from danvan_desktop.indicators.declarations import Indicator, Kind
from danvan_desktop.indicators.forms import Form, form_of_register
from danvan_desktop.indicators.reading import Family, check_links, read_family
from danvan_desktop.indicators.relations import Relation
from danvan_desktop.paths import resources

MAX_NAMED = 5
"""How many faults a refusal names before it says how many more there are."""


@dataclass(frozen=True, slots=True)
class Catalogue(Mapping[str, Indicator]):
    """The indicators by code, in the order of their files, and what is declared about them.

    ``issues`` is what was wrong with the files of a province pack, whose sound entries are in.
    """

    indicators: Mapping[str, Indicator]
    funnels: tuple[tuple[str, ...], ...]
    forms: Mapping[str, Form] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    issues: tuple[Issue, ...] = ()

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

    def form(self, code: str) -> Form:
        """Find a form by its code or a register of it; another register stands for itself."""
        holding = (form for form in self.forms.values() if code in form.registers)
        return self.forms.get(code) or next(holding, None) or form_of_register(code)

    def required_forms(self) -> tuple[Form, ...]:
        """List the forms that every commune must report in every period."""
        return tuple(form for form in self.forms.values() if form.required)

    def with_parts(self, codes: frozenset[str]) -> tuple[Indicator, ...]:
        """List indicators together with what their rates are made of, in catalogue order."""
        wanted = set(codes)
        for code in codes:
            one = self.find(code)
            if one.kind is Kind.RATIO:
                wanted |= {one.numerator, one.denominator}
        return tuple(one for code, one in self.indicators.items() if code in wanted)


_EXTENDED: list[Catalogue] = []
"""The catalogue with the pack of the open office; empty while there is none."""

_TRIED: ContextVar[Catalogue | None] = ContextVar("tried_catalogue", default=None)


def catalogue() -> Catalogue:
    """Give the indicators in force; UserError when the program's own files are damaged."""
    return _TRIED.get() or next(iter(_EXTENDED), None) or _own()


def use_pack(folder: Path | None) -> Catalogue:
    """Put the further indicators of a data folder (a province pack) into force.

    Its files have the shape of our own. What is wrong in them is left out and listed in
    ``issues``; an own indicator is never replaced. None goes back to the program's catalogue.
    """
    further = folder is not None and any(folder.glob("*.json"))
    _EXTENDED[:] = [_extended(_own(), folder)] if folder is not None and further else []
    return catalogue()


@contextmanager
def trying(folder: Path) -> Iterator[Catalogue]:
    """Let the further indicators of a folder serve as if they were in force, in this thread."""
    token = _TRIED.set(_extended(_own(), folder))
    try:
        yield catalogue()
    finally:
        _TRIED.reset(token)


@cache
def _own() -> Catalogue:
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
            issues.append(_twice(one.code))
        indicators[one.code] = one
    funnels = tuple(steps for family in families for steps in family.funnels)
    relations = tuple(one for family in families for one in family.relations)
    issues += [] if issues else check_links(indicators, funnels, relations)
    if issues:
        raise _refusal(issues)
    forms = {form.code: form for family in families for form in family.forms}
    return Catalogue(indicators, funnels, forms, relations)


def _extended(own: Catalogue, folder: Path) -> Catalogue:
    """Add the sound entries of a pack to the program's own; the others become Issues."""
    indicators, funnels = dict(own.indicators), own.funnels
    forms, relations = dict(own.forms), own.relations
    issues: list[Issue] = []
    for path in sorted(folder.glob("*.json")):
        try:
            family, faults = _read(path)
        except UserError as error:
            issues.append(
                Issue("bad_catalogue", error.message, error.remedy, Place(file=path.name))
            )
            continue
        issues += faults
        for one in family.indicators:
            fresh = {**indicators, one.code: one}
            found = [_twice(one.code)] if one.code in indicators else check_links(fresh, ())
            issues += found
            indicators = indicators if found else fresh
        found = check_links(indicators, family.funnels, family.relations)
        issues += found
        if not found:
            funnels, relations = funnels + family.funnels, relations + family.relations
        forms |= {form.code: form for form in family.forms if form.code not in own.forms}
    return Catalogue(indicators, funnels, forms, relations, tuple(issues))


def _twice(code: str) -> Issue:
    return Issue("bad_indicator", _("Chỉ tiêu {code} có hai lần.").format(code=code))


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
