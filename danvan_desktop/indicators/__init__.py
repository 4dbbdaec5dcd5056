"""The figures that are counted from the registers: declared as data, computed by SQL.

How to add an indicator: one entry in ``resources/indicators/<family>.json`` and a hand-computed
example in its test. Nothing else is needed; lists, reports, comparison, drill-down and checks
follow from the declaration.
"""

from danvan_desktop.indicators.catalogue import Catalogue, catalogue
from danvan_desktop.indicators.checks import check_period
from danvan_desktop.indicators.citing import figure
from danvan_desktop.indicators.comparison import Comparison, compare
from danvan_desktop.indicators.coverage import Coverage, coverage
from danvan_desktop.indicators.declarations import Indicator, Kind, Measure
from danvan_desktop.indicators.drill import records_of
from danvan_desktop.indicators.engine import compute, cross, over
from danvan_desktop.indicators.labels import axis_label, key_label
from danvan_desktop.indicators.values import Cited, Figure, figure_at, roll_up

__all__ = [
    "Catalogue",
    "Cited",
    "Comparison",
    "Coverage",
    "Figure",
    "Indicator",
    "Kind",
    "Measure",
    "axis_label",
    "catalogue",
    "check_period",
    "compare",
    "compute",
    "coverage",
    "cross",
    "figure",
    "figure_at",
    "key_label",
    "over",
    "records_of",
    "roll_up",
]
