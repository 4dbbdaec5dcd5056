"""The figures of a period, counted from the registers and kept until anything changes.

A record counts when it is not deleted, is not the second report of the same event, and lies in the
window of the indicator's kind (see ``windows``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select

from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.counting import (
    count_different,
    tallies,
)
from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator, Kind, Measure, RollUp
from danvan_desktop.indicators.numbers import Number
from danvan_desktop.indicators.overlay import Tree, cells_by_place, grow, lay_over
from danvan_desktop.indicators.tally import Levels, Tally, one_word
from danvan_desktop.indicators.typed import TypedFigure, typed_everywhere
from danvan_desktop.indicators.values import Figure, Source, ratio_value
from danvan_desktop.indicators.windows import beaters, lies_in, months
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period, day_after, day_before
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import Choice
from danvan_desktop.storage.tables import table
from danvan_desktop.storage.unit_of_work import counter


@dataclass(frozen=True, slots=True)
class _Computed:
    """What is known of a period: the figures, and each indicator at every place."""

    figures: dict[str, Figure]
    trees: dict[str, Tree]


_CACHE: WeakKeyDictionary[Books, tuple[int, dict[tuple[str, str, str], _Computed]]] = (
    WeakKeyDictionary()
)


def compute(books: Books, period: Period, codes: Iterable[str] | None = None) -> dict[str, Figure]:
    """Compute indicators (default: all) for a period, with every declared breakdown.

    Results are kept until anything in the database changes. UserError for an unknown code.
    """
    wanted = list(catalogue()) if codes is None else [catalogue().find(code).code for code in codes]
    figures = _computed(books, period, wanted).figures
    return {code: figures[code] for code in wanted}


def forget(books: Books) -> None:
    """Forget what was computed for an office, so that it is counted anew (benchmarks)."""
    _CACHE.pop(books, None)


def tree_of(books: Books, code: str, period: Period) -> Tree:
    """Give an indicator at every place: units, levels, the whole area; a rate has none."""
    one = catalogue().find(code)
    return _computed(books, period, [code]).trees.get(one.code, Tree())


def trees_of(books: Books, codes: Iterable[str], period: Period) -> dict[str, Tree]:
    """Give several indicators at every place, counted together; rates are left out."""
    wanted = [catalogue().find(code).code for code in codes]
    trees = _computed(books, period, wanted).trees
    return {code: trees[code] for code in wanted if code in trees}


def figures_of(books: Books, period: Period, needed: Sequence[Indicator]) -> dict[str, Figure]:
    """Compute declarations that need not be in the catalogue; a rate needs its parts with it."""
    with books.database.read() as connection:
        return _compute(books, connection, needed, period).figures


def unit_levels(books: Books, day: str) -> dict[str, str]:
    """Give the level of every unit as it stands on a day; one not valid then as last known."""
    levels = {unit.code: unit.level for unit in books.directory().units()}
    return levels | {unit.code: unit.level for unit in books.directory(day).units()}


def shares(books: Books, code: str, period: Period) -> dict[str, Figure]:
    """Compute an indicator from what each office says alone: this one ("") and those that send.

    Typed cells that this office laid over everything stand in no share.
    """
    one = catalogue().find(code)
    needed = catalogue().with_parts(frozenset({one.code}))
    found: dict[str, Figure] = {}
    with books.database.read() as connection:
        cells, levels = typed_everywhere(books, period), unit_levels(books, period.last_day)
        sending = connection.execute(select(table("sync_office").c.office)).scalars()
        for office in ("", *sorted(sending)):
            theirs = [cell for cell in cells if cell.office == office]
            trees = _trees(books, connection, needed, period, levels, theirs, office)
            found[office] = _share(one, needed, trees, theirs if office else ())
    return found


def share_of(books: Books, code: str, period: Period, office: str) -> tuple[Figure, Tree]:
    """Compute what one office says of an indicator, as a figure and at every place (no rate)."""
    one = catalogue().find(code)
    needed = catalogue().with_parts(frozenset({one.code}))
    with books.database.read() as connection:
        cells = [cell for cell in typed_everywhere(books, period) if cell.office == office]
        levels = unit_levels(books, period.last_day)
        trees = _trees(books, connection, needed, period, levels, cells, office)
    return _share(one, needed, trees, cells), trees.get(one.code, Tree())


# --- private


def _share(
    one: Indicator,
    needed: Sequence[Indicator],
    trees: Mapping[str, Tree],
    cells: Sequence[TypedFigure],
) -> Figure:
    figures = {n.code: _figure(n, trees[n.code]) for n in needed if n.parts}
    if one.kind is not Kind.RATIO:
        return figures[one.code]
    ratio = _ratio(one, figures[one.numerator], figures[one.denominator])
    return _typed_ratio(ratio, [cell for cell in cells if cell.code == one.code])


def _computed(books: Books, period: Period, codes: Iterable[str]) -> _Computed:
    """Give what is known of a period, counting what is missing."""
    wanted = set(codes)
    with books.database.read() as connection:
        seq = counter(connection, "seq")
        known_seq, known = _CACHE.get(books, (seq, {}))
        if known_seq != seq:
            known = {}
        which = (period.code, period.first_day, period.last_day)
        computed = known.setdefault(which, _Computed({}, {}))
        if not wanted <= set(computed.figures):
            needed = catalogue().with_parts(frozenset(wanted))
            fresh = _compute(books, connection, needed, period)
            computed.figures.update(fresh.figures)
            computed.trees.update(fresh.trees)
        _CACHE[books] = (seq, known)
    return computed


def _compute(
    books: Books, connection: Connection, needed: Sequence[Indicator], period: Period
) -> _Computed:
    levels = unit_levels(books, period.last_day)
    cells = typed_everywhere(books, period)
    trees = _trees(books, connection, needed, period, levels, cells)
    figures = {one.code: _figure(one, trees[one.code]) for one in needed if one.parts}
    for one in needed:
        if one.kind is Kind.RATIO:
            ratio = _ratio(one, figures[one.numerator], figures[one.denominator])
            here = [c for c in cells if c.code == one.code and not c.office]
            figures[one.code] = _typed_ratio(ratio, here)
    return _Computed(figures, trees)


def _trees(
    books: Books,
    connection: Connection,
    needed: Sequence[Indicator],
    period: Period,
    levels: Levels,
    cells: Sequence[TypedFigure],
    office: str | None = None,
) -> dict[str, Tree]:
    """Count every indicator with parts, then lay the typed cells over what was counted.

    What another office typed wins over its own records alone, before this office's cells are laid
    over all of it. With ``office`` everything is that office's: its records, its cells.
    """
    sent = [] if office is not None else [cell for cell in cells if cell.office]
    here = [cell for cell in cells if office is not None or not cell.office]
    own = {one.code: [c for c in here if c.code == one.code] for one in needed if one.parts}
    inner = {
        one.code
        for one in needed
        if one.roll_up is RollUp.SUM
        and any(cell.period != period.code for cell in own.get(one.code, ()))
    }
    directly = [one for one in needed if one.code not in inner]
    counted_here = tallies(connection, directly, period, office=office)
    trees: dict[str, Tree] = {}
    for one in needed:
        if not one.parts:
            continue
        if one.measure is Measure.DISTINCT:
            root = count_different(connection, one, period, dict(levels), office=office)
            tree = Tree(root=root)
        elif one.code in inner:
            tree = _composed(books, connection, one, period, levels, own[one.code], office)
        else:
            tree = grow(one, counted_here[one.code], levels)
        trees[one.code] = tree
    for sender in sorted({cell.office for cell in sent}):
        theirs = [cell for cell in sent if cell.office == sender]
        _exchange(books, connection, needed, period, levels, theirs, trees)
    for one in needed:
        if own.get(one.code):
            cells_here = cells_by_place(_of_period(one, period, own[one.code]))
            lay_over(trees[one.code], one, levels, cells_here)
    return trees


def _exchange(
    books: Books,
    connection: Connection,
    needed: Sequence[Indicator],
    period: Period,
    levels: Levels,
    cells: Sequence[TypedFigure],
    trees: Mapping[str, Tree],
) -> None:
    """Put what an office says in the place of what its records alone give."""
    office, codes = cells[0].office, {cell.code for cell in cells}
    typed_there = [one for one in needed if one.parts and one.code in codes]
    before = _trees(books, connection, typed_there, period, levels, [], office)
    after = _trees(books, connection, typed_there, period, levels, cells, office)
    for one in typed_there:
        trees[one.code].exchange(before[one.code], after[one.code])


def _composed(
    books: Books,
    connection: Connection,
    one: Indicator,
    period: Period,
    levels: Levels,
    cells: Sequence[TypedFigure],
    office: str | None,
) -> Tree:
    """Add a flow up from the shorter periods that have typed figures and the days between them."""
    codes = sorted({cell.period for cell in cells} - {period.code})
    longest = [c for c in codes if not beaters(c, codes, Kind.FLOW, asked=period.code)]
    tree = Tree()
    day = period.first_day
    for part in sorted((books.period_named(c) for c in longest), key=lambda p: p.first_day):
        if day < part.first_day:
            last = day_before(part.first_day)
            _add_days(connection, one, tree, levels, (day, last), office)
        within = [cell for cell in cells if lies_in(cell.period, part)]
        tree.plus(_trees(books, connection, [one], part, levels, within, office)[one.code])
        day = max(day, day_after(part.last_day))
    if day <= period.last_day:
        _add_days(connection, one, tree, levels, (day, period.last_day), office)
    return tree


def _add_days(
    connection: Connection,
    one: Indicator,
    tree: Tree,
    levels: Levels,
    days: tuple[str, str],
    office: str | None,
) -> None:
    between = Period("", "", *days)
    tree.plus(grow(one, tallies(connection, [one], between, office=office)[one.code], levels))


def _of_period(
    one: Indicator, period: Period, cells: Sequence[TypedFigure]
) -> Iterable[TypedFigure]:
    """Choose the cells that stand for the period: its own; of a stock also the last inside it."""
    if one.roll_up is RollUp.SUM:
        return [cell for cell in cells if cell.period == period.code]
    chosen: dict[tuple[str, str, str], TypedFigure] = {}
    for cell in sorted(cells, key=lambda c: (c.period == period.code, months(c.period)[1])):
        chosen[cell.place, cell.axis, cell.key] = cell
    return chosen.values()


def _figure(one: Indicator, tree: Tree) -> Figure:
    root = tree.root
    return Figure(
        code=one.code,
        name=one.name,
        unit=one.unit,
        kind=one.kind,
        value=root.total,
        by={axis: _in_order(one, axis, root.by.get(axis, {})) for axis in one.axes},
        decimals=one.decimals,
        records=root.records,
        partial=one.partial,
        typed=root.typed,
        source=_source(root),
        recorded=root.recorded if root.records else None,
        qualifier=one_word(root.qualifiers),
        part_qualifiers={p: one_word(w) for p, w in root.part_qualifiers.items() if w},
        undivided={axis: n for axis, n in root.undivided.items() if n and axis in one.axes},
    )


def _source(tally: Tally) -> Source:
    if not tally.typed:
        return Source.RECORDS
    return Source.MIXED if tally.used else Source.TYPED


def _typed_ratio(ratio: Figure, cells: Sequence[TypedFigure]) -> Figure:
    """Let a typed rate of the whole area win; its parts, when known, stay beside it."""
    whole = [cell for cell in cells if cell.place == "" and cell.value is not None]
    if not whole:
        return ratio
    return replace(
        ratio,
        value=float(whole[-1].value or 0),
        recorded=ratio.value,
        source=Source.TYPED,
        typed=1,
        qualifier=whole[-1].entry.qualifier,
    )


def _in_order(one: Indicator, axis: str, parts: Mapping[str, Number]) -> dict[str, Number]:
    """Put the keys in the order in which the choice is declared; units stay ordered by code.

    A key that the choice does not know (a record of another version of the program) stands last.
    """
    kind = CAP if axis == LEVEL_AXIS else one.parts_with(axis)[0].spec.field(axis).type
    if not isinstance(kind, Choice):
        return {key: parts[key] for key in sorted(parts)}
    order = {option.code: place for place, option in enumerate(kind.options)}
    placed = sorted(parts, key=lambda key: (order.get(key, len(order)), key))
    return {key: parts[key] for key in placed}


def _ratio(one: Indicator, numerator: Figure, denominator: Figure) -> Figure:
    above, below = numerator.value or 0, denominator.value or 0
    return Figure(
        code=one.code,
        name=one.name,
        unit=one.unit,
        kind=one.kind,
        value=ratio_value(above, below),
        numerator=above,
        denominator=below,
        decimals=one.decimals,
        # Units can always be counted; a share of them is unknown while its numerator is.
        records=denominator.records if numerator.known else 0,
    )
