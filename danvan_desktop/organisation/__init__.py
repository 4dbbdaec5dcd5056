"""The office in time: units, periods, officers and document numbers valid on a day."""

from typing import TYPE_CHECKING

from danvan_desktop import lazy

if TYPE_CHECKING:
    from danvan_desktop.organisation.periods import Period, half_year, period_of
    from danvan_desktop.organisation.units import Directory, UnitVersion, unit_of
else:
    __getattr__ = lazy.exports(
        __name__,
        periods="Period half_year period_of",
        units="Directory UnitVersion unit_of",
    )

__all__ = ["Directory", "Period", "UnitVersion", "half_year", "period_of", "unit_of"]
