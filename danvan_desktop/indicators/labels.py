"""Words for the axes of a breakdown and for their keys, taken from the registers' declarations."""

from __future__ import annotations

from danvan_desktop.i18n import _
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import RegisterSpec, Unit


def axis_label(indicator: Indicator, axis: str) -> str:
    """Name an axis, such as Đơn vị or Lĩnh vực."""
    if axis == LEVEL_AXIS:
        return _("Cấp")
    label = _axis_spec(indicator, axis).field(axis).list_label
    if axis not in indicator.partial:
        return label
    books = ", ".join(_(part.spec.label) for part in indicator.parts_with(axis))
    return _("{axis} (chỉ {register})").format(axis=label, register=books)


def key_label(indicator: Indicator, axis: str, key: str, directory: Directory) -> str:
    """Name one key of an axis; the directory is that of the period's last day."""
    if axis == LEVEL_AXIS:
        return CAP.format(key)
    kind = _axis_spec(indicator, axis).field(axis).type
    return directory.short_name(key) if isinstance(kind, Unit) else kind.format(key)


def _axis_spec(indicator: Indicator, axis: str) -> RegisterSpec:
    having = indicator.parts_with(axis)
    return having[0].spec if having else indicator.spec
