"""Put typed figures over what was counted: unit by unit, level by level, then the whole area.

At every place the typed figure wins over records and over the sum of smaller places. A total that
was typed without a breakdown leaves the breakdown open (``undivided``); a breakdown that was typed
without a total makes the total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from danvan_desktop.indicators.declarations import LEVEL_AXIS, Indicator
from danvan_desktop.indicators.numbers import Number, added
from danvan_desktop.indicators.tally import Levels, Tallies, Tally
from danvan_desktop.indicators.typed import TypedFigure

Cells = Mapping[str, Mapping[tuple[str, str], TypedFigure]]
"""Typed cells by place, then by axis and key."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A typed total beside what the records or the smaller places give."""

    place: str
    typed: TypedFigure
    other: Number
    of_records: bool


@dataclass(slots=True)
class Tree:
    """An indicator at every place: the whole area, the levels (``cap/H``) and the units."""

    root: Tally = field(default_factory=Tally)
    places: dict[str, Tally] = field(default_factory=dict)
    recorded: dict[str, Tally] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    cells: Cells = field(default_factory=dict)

    def at(self, place: str) -> Tally | None:
        """Give what stands at a place; None when nothing is known of it."""
        return self.places.get(place) if place else self.root

    def plus(self, other: Tree) -> None:
        """Add the same indicator in another stretch of time."""
        self.root.plus(other.root)
        for mine, theirs in ((self.places, other.places), (self.recorded, other.recorded)):
            for place, tally in theirs.items():
                mine.setdefault(place, Tally()).plus(tally)
        self.conflicts += other.conflicts

    def exchange(self, before: Tree, after: Tree) -> None:
        """Put ``after`` in the place of ``before``, which is a part of this tree."""
        self.root.plus(after.root)
        self.root.plus(before.root, sign=-1)
        for place in {*before.places, *after.places}:
            mine = self.places.setdefault(place, Tally())
            mine.plus(after.places.get(place, Tally()))
            mine.plus(before.places.get(place, Tally()), sign=-1)
        self.conflicts += after.conflicts


def grow(one: Indicator, units: Tallies, levels: Levels) -> Tree:
    """Make the tree of an indicator from what the records of its units give."""
    tree = Tree()
    for unit, tally in units.items():
        if unit is None:
            tree.root.plus(tally)
            continue
        tree.places[unit] = tally
        for above in _above(tree, unit, levels):
            above.plus(tally)
            if tally.counted:
                _part(above, _unit_axis(one), unit, tally)
    for place, tally in tree.places.items():
        if "/" in place and tally.counted:
            _part(tree.root, LEVEL_AXIS, place.partition("/")[2], tally)
    tree.recorded = {**tree.places, "": tree.root}
    return tree


def lay_over(tree: Tree, one: Indicator, levels: Levels, cells: Cells) -> None:
    """Let typed cells win over what a tree holds, from the smaller places to the larger."""
    tree.cells = cells
    # Until now places and records were the same tallies.
    tree.recorded = {place: _copy(tally) for place, tally in tree.recorded.items()}
    own = _own_axes(one)
    for unit in (place for place in cells if place and "/" not in place):
        aboves = _above(tree, unit, levels)
        _change(tree, unit, aboves, axes=own, part=(_unit_axis(one), unit))
    for place in (place for place in cells if "/" in place):
        level = place.partition("/")[2]
        axes = (_unit_axis(one), *own)
        _change(tree, place, [tree.root], axes=axes, part=(LEVEL_AXIS, level))
    for place, tally in tree.places.items():
        if "/" in place and (tally.counted or tally.typed):
            _part(tree.root, LEVEL_AXIS, place.partition("/")[2], tally)
    _put(tree, "", tree.root, axes=(LEVEL_AXIS, _unit_axis(one), *own))


def cells_by_place(found: Iterable[TypedFigure]) -> dict[str, dict[tuple[str, str], TypedFigure]]:
    """Sort the typed cells of one indicator by place."""
    cells: dict[str, dict[tuple[str, str], TypedFigure]] = {}
    for one in found:
        cells.setdefault(one.place, {})[one.axis, one.key] = one
    return cells


# --- private


def _own_axes(one: Indicator) -> tuple[str, ...]:
    """Name the axes that break a place down by what happened, not by where."""
    apart = (one.spec.unit_field, LEVEL_AXIS)
    return tuple(axis for axis in one.axes if axis not in apart and axis not in one.partial)


def _unit_axis(one: Indicator) -> str:
    return one.spec.unit_field or "don_vi"


def _above(tree: Tree, unit: str, levels: Levels) -> list[Tally]:
    """Give the larger places that a unit belongs to: its level, then the whole area."""
    level = levels.get(unit)
    if level is None:
        return [tree.root]
    return [tree.places.setdefault(f"{LEVEL_AXIS}/{level}", Tally()), tree.root]


def _change(
    tree: Tree, place: str, aboves: list[Tally], *, axes: tuple[str, ...], part: tuple[str, str]
) -> None:
    """Put the cells of a place and carry the change up."""
    tally = tree.places.setdefault(place, Tally())
    before = _copy(tally)
    _put(tree, place, tally, axes=axes)
    for above in aboves:
        above.plus(tally)
        above.plus(before, sign=-1)
        _part(above, *part, tally)


def _put(tree: Tree, place: str, tally: Tally, *, axes: tuple[str, ...]) -> None:
    """Let the typed cells of a place win over what its tally holds."""
    cells = tree.cells.get(place, {})
    touched = []
    for (axis, key), cell in cells.items():
        if axis and cell.value is not None:
            tally.by.setdefault(axis, {})[key] = cell.value
            tally.part_qualifiers[f"{axis}/{key}"] = {cell.entry.qualifier} - {""}
            touched.append(axis)
    whole = cells.get(("", ""))
    if whole is not None and whole.value is not None:
        _conflicts(tree, place, tally, whole)
        tally.total, tally.used = whole.value, 0
        tally.qualifiers = {whole.entry.qualifier} - {""}
    elif touched:
        tally.total = added(*tally.by[touched[0]].values())
        words = [w for path, w in tally.part_qualifiers.items() if path.startswith(touched[0])]
        tally.qualifiers = set().union(*words)
        if {key for axis, key in cells if axis == touched[0]} >= set(tally.by[touched[0]]):
            tally.used = 0
    else:
        return
    tally.typed += sum(1 for cell in cells.values() if cell.value is not None)
    strict = {*touched, LEVEL_AXIS} if _levels_typed(tree) else set(touched)
    for axis in axes:
        rest = tally.rest(axis)
        tally.undivided.pop(axis, None)
        if rest > 0 and axis not in strict:
            tally.undivided[axis] = rest


def _conflicts(tree: Tree, place: str, tally: Tally, whole: TypedFigure) -> None:
    if tally.records and tally.recorded != whole.value:
        tree.conflicts.append(Conflict(place, whole, tally.recorded, of_records=True))


def _levels_typed(tree: Tree) -> bool:
    return any(place.startswith(LEVEL_AXIS + "/") for place in tree.cells)


def _part(above: Tally, axis: str, key: str, tally: Tally) -> None:
    above.by.setdefault(axis, {})[key] = tally.total
    if tally.qualifiers:
        above.part_qualifiers[f"{axis}/{key}"] = set(tally.qualifiers)


def _copy(tally: Tally) -> Tally:
    copied = Tally()
    copied.plus(tally)
    return copied
