"""What a table can be imported into: the clerk's registers, and the form of typed figures.

A form is a RegisterSpec that exists only for import: its rows are recognised, mapped and checked
like those of a register and turned into records of another one when they are stored.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from danvan_desktop import lazy
from danvan_desktop.i18n import N_
from danvan_desktop.registers import REGISTERS, clerk_registers
from danvan_desktop.schema import (
    FieldSpec,
    FieldType,
    Integer,
    Money,
    Period,
    Quantity,
    RegisterSpec,
    Section,
    Unit,
)
from danvan_desktop.storage.values import ImportRow
from danvan_desktop.vietnamese import fold_key

if TYPE_CHECKING:
    import danvan_desktop.indicators.catalogue as indicators
    from danvan_desktop.indicators import cells, declarations
    from danvan_desktop.indicators.declarations import Indicator
else:  # the page of imports opens without counting figures
    indicators = lazy.module("danvan_desktop.indicators.catalogue")
    cells = lazy.module("danvan_desktop.indicators.cells")
    declarations = lazy.module("danvan_desktop.indicators.declarations")

FIGURES = "so_lieu_ky_truoc"
"""A table of figures: a row for each unit, a column for each indicator, one period in the title."""

_MIN_WORDS = 2
_MIN_REGISTERS, _MIN_WITHOUT_UNIT = 2, 5


def import_targets() -> tuple[RegisterSpec, ...]:
    """Everything that a sheet may be taken for; of equals the first is meant."""
    return (*clerk_registers(), figures_form())


def find_target(key: str) -> RegisterSpec | None:
    """Find a target by its key; None when there is none of that name any more."""
    return figures_form() if key == FIGURES else REGISTERS.get(key)


def import_target(key: str) -> RegisterSpec:
    """Give the target of a key that a plan holds; KeyError for others."""
    found = find_target(key)
    if found is None:
        raise KeyError(key)
    return found


def is_plausible(spec: RegisterSpec, fields: Collection[str]) -> bool:
    """Tell whether mapped fields can make the target.

    Figures of one register alone are that register's own table (totals by unit), not the form; so
    are a few figures without a unit.
    """
    if spec.key != FIGURES:
        return True
    known = indicators.catalogue()
    figures = [known[name] for name in fields if name in known]
    several = len({one.register for one in figures}) >= _MIN_REGISTERS
    return several and ("don_vi" in fields or len(figures) >= _MIN_WITHOUT_UNIT)


@cache
def figures_form() -> RegisterSpec:
    """The form of typed figures, made from the indicator catalogue; rates are left out."""
    ratio = declarations.Kind.RATIO
    listed = [one for one in indicators.catalogue().values() if one.kind is not ratio]
    shorts = Counter(fold_key(one.short) for one in listed)
    fields = (
        FieldSpec(name="don_vi", type=Unit(), label=N_("Đơn vị"), required=True, section="chung"),
        FieldSpec(name="ky", type=Period(), label=N_("Kỳ"), required=True, section="chung"),
        *(_field(one, shorts) for one in listed),
    )
    return RegisterSpec(
        key=FIGURES,
        label=N_("Số liệu nhập tay"),
        record_label=N_("dòng số liệu"),
        add_label=N_("Nhập số liệu"),
        icon="figures",
        group="figures",
        fields=fields,
        sections=(Section("chung", N_("Thông tin chung")), Section("so_lieu", N_("Số liệu"))),
        title_field="don_vi",
        date_field="ky",
        unit_field="don_vi",
    )


def stored_count(register: str | None, values: Mapping[str, Any]) -> int:
    """Tell how many records ``stored_rows`` makes of a row."""
    return len(_given(values)) if register == FIGURES else 1


def stored_rows(row: ImportRow, qualifiers: Mapping[str, str]) -> Iterator[ImportRow]:
    """Give the records that an accepted row becomes: itself, or one for each figure of the form."""
    if row.register != FIGURES:
        yield row
        return
    for number, spec in enumerate(_given(row.values)):
        mark = row.fingerprint
        if number:  # the first one stands for the row when it comes in again
            mark = hashlib.sha256(f"{mark}\n{spec.name}".encode()).hexdigest()
        values = _figure(row.values, spec, qualifiers.get(spec.name))
        yield ImportRow(cells.TYPED, values, row.origin, mark)


def _given(values: Mapping[str, Any]) -> list[FieldSpec]:
    known = indicators.catalogue()
    return [f for f in figures_form().fields if f.name in known and values.get(f.name) is not None]


def _figure(values: Mapping[str, Any], spec: FieldSpec, qualifier: str | None) -> dict[str, Any]:
    kept = REGISTERS[cells.TYPED].field("gia_tri").type
    number = int(values[spec.name])
    own = spec.type.scale if isinstance(spec.type, Quantity) else 1
    scale = kept.scale if isinstance(kept, Quantity) else 1
    return {
        "ky": values["ky"],
        "don_vi": values["don_vi"],
        "chi_tieu": spec.name,
        "gia_tri": number * scale // own,
        "dinh_tinh": qualifier,
        "xac_nhan": True,
    }


def _field(one: Indicator, shorts: Counter[str]) -> FieldSpec:
    key = fold_key(one.short)
    telling = shorts[key] == 1 and len(key.split()) >= _MIN_WORDS
    return FieldSpec(
        name=one.code,
        type=_type(one),
        label=one.name,
        short=one.short if telling else "",
        section="so_lieu",
        aliases=one.aliases,
    )


def _type(one: Indicator) -> FieldType:
    if cells.takes_decimals(one):
        return Quantity()
    total = declarations.Measure.SUM
    summed = [p.spec.field(p.field).type for p in one.parts if p.measure is total]
    if summed and all(isinstance(kind, Money) for kind in summed):
        return Money(unit_dong=1)
    return Integer()
