"""The figures that are counted from the registers: declared as data, computed by SQL.

How to add an indicator: one entry in ``resources/indicators/<family>.json`` and a hand-computed
example in its test. Nothing else is needed; lists, reports, comparison, drill-down and checks
follow from the declaration. What an entry may say besides code, name, short, unit, kind, source:

* ``"sum": "field"`` or ``"distinct": "field"``; without either the records are counted.
  ``"where": {"field": value or [values]}`` restricts them. ``"scale": 1000`` divides a sum
  (kg → tấn); the scale of a quantity field is taken off by itself.
* ``"register"`` when it is not that of the file, or ``"parts": [{"register": …, "sum": …,
  "where": …}, …]`` for a figure that several registers give together. An axis that only some
  parts have is broken down from those; ``"partial": {"axis": "note"}`` says so in the JSON.
* a stock needs ``"valid"``: ``["first_field", "last_field"]`` (days, bare years or years),
  ``"period"`` (totals given for the period: of a longer period the last ones), or ``"until"``
  (everything dated up to the last day).
* ``"roll_up"`` says how periods add up (sum, distinct; stocks and rates have their own), ``"space":
  "none"`` that only the whole area has the figure.
* rows with a period of their own (``ky``) are never counted twice; ``windows`` has the rule.

Typed figures (``typed``): a cell is a path (``code`` or ``code/axis/key``) at a place (a unit's
code, a level ``cap/T``, or ``""`` for the whole area) in a period.

* ``typed(books, period, place=…)`` reads cells, ``enter(books, period, place, {path: content})``
  types them in one operation with undo and history (content: an ``Entry``, ``(value,
  qualifier)``, a value, or None to empty the cell), ``enter_many`` several places at once;
  ``cell_values`` gives the row of the register ``so_lieu`` to whoever imports.
* ``carry_over`` copies last values as not confirmed, ``confirm`` confirms them.
* A ``Figure`` says where it comes from: ``source``, ``typed``, ``recorded`` (what the records
  alone give), ``difference``, ``qualifier``, ``undivided``. ``tree_of(books, code, period)`` has
  the indicator at every place (``places[unit]``, ``places["cap/X"]``, ``root``; ``recorded``
  before typing; ``conflicts``).
* ``by_place`` and ``by_indicator`` are the grid: every cell with what was typed, what the records
  give, last value and same period; ``read_cell`` reads what was typed or pasted, ``entry_text``
  writes it so that it reads back.
* ``check_period`` lists what is wrong, ``target_of`` where it leads (typed cell or records),
  ``give_reasons``/``reason_for`` keep why warnings are right, ``notes_for_paper`` prints it.
* ``close_period``/``reopen_period``, ``obstacles`` before it, ``drifts`` after it,
  ``late_records``; ``matrix(books, period)`` and ``reminders`` say who has not reported.
"""

from danvan_desktop.indicators.catalogue import Catalogue, catalogue
from danvan_desktop.indicators.checks import check_period
from danvan_desktop.indicators.citing import figure
from danvan_desktop.indicators.closing import (
    ClosedFigures,
    Drift,
    LateRecord,
    close_period,
    closed_figures,
    drifts,
    late_records,
    obstacles,
    reopen_period,
)
from danvan_desktop.indicators.comparison import Comparison, compare, compare_all
from danvan_desktop.indicators.completeness import (
    Arrival,
    Matrix,
    MatrixCell,
    Reminder,
    Way,
    matrix,
    reminders,
)
from danvan_desktop.indicators.coverage import Coverage, coverage
from danvan_desktop.indicators.crossing import cross, over
from danvan_desktop.indicators.declarations import Indicator, Kind, Measure, Part
from danvan_desktop.indicators.drill import lists_of, records_of
from danvan_desktop.indicators.engine import compute, tree_of
from danvan_desktop.indicators.grid import (
    Beside,
    Cell,
    Grid,
    Heading,
    by_indicator,
    by_place,
    entry_text,
    families,
    places,
    read_cell,
)
from danvan_desktop.indicators.jumping import CellTarget, target_of
from danvan_desktop.indicators.labels import axis_label, key_label
from danvan_desktop.indicators.reasons import (
    Reason,
    give_reason,
    give_reasons,
    notes_for_paper,
    reason_for,
    reasons_of,
    unexplained,
    used_reasons,
)
from danvan_desktop.indicators.typed import (
    Entered,
    Entry,
    TypedFigure,
    carry_over,
    cell_values,
    confirm,
    enter,
    enter_many,
    typed,
)
from danvan_desktop.indicators.values import (
    Cited,
    Figure,
    Source,
    figure_at,
    roll_up,
    with_qualifier,
)

__all__ = [
    "Arrival",
    "Beside",
    "Catalogue",
    "Cell",
    "CellTarget",
    "Cited",
    "ClosedFigures",
    "Comparison",
    "Coverage",
    "Drift",
    "Entered",
    "Entry",
    "Figure",
    "Grid",
    "Heading",
    "Indicator",
    "Kind",
    "LateRecord",
    "Matrix",
    "MatrixCell",
    "Measure",
    "Part",
    "Reason",
    "Reminder",
    "Source",
    "TypedFigure",
    "Way",
    "axis_label",
    "by_indicator",
    "by_place",
    "carry_over",
    "catalogue",
    "cell_values",
    "check_period",
    "close_period",
    "closed_figures",
    "compare",
    "compare_all",
    "compute",
    "confirm",
    "coverage",
    "cross",
    "drifts",
    "enter",
    "enter_many",
    "entry_text",
    "families",
    "figure",
    "figure_at",
    "give_reason",
    "give_reasons",
    "key_label",
    "late_records",
    "lists_of",
    "matrix",
    "notes_for_paper",
    "obstacles",
    "over",
    "places",
    "read_cell",
    "reason_for",
    "reasons_of",
    "records_of",
    "reminders",
    "reopen_period",
    "roll_up",
    "target_of",
    "tree_of",
    "typed",
    "unexplained",
    "used_reasons",
    "with_qualifier",
]
