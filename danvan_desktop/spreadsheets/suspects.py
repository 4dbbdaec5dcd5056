"""Rows of an import that look like another row or a stored record though their keys differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from danvan_desktop.organisation.alike import Key, alike_pairs
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.plan import Location
from danvan_desktop.spreadsheets.repeats import place_of
from danvan_desktop.spreadsheets.targets import import_target

StoredKeys = Callable[[str], Iterable[tuple[str, Key]]]
"""Gives the counted records of a register: id and what makes each an event."""

MOST_SUSPECTS = 200
"""More than these nobody looks through; the register's own list has them after the import."""


MOST_COMPARED = 10_000
"""Of more new rows than these none is compared: the register's own list does that afterwards."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """Two places that may report one event."""

    register: str
    first: Location
    second: Location

    @property
    def pair(self) -> frozenset[Location]:
        """The two, in no order."""
        return frozenset((self.first, self.second))


def find_suspects(plan: ImportPlan, stored: StoredKeys) -> tuple[Suspect, ...]:
    """Compare the new rows with each other and with what is stored, unless they are too many."""
    if too_many(plan):
        return ()
    doubles = {pair.duplicate for pair in plan.duplicates}
    new: dict[str, list[tuple[Location, Key]]] = defaultdict(list)
    for _file, sheet, row in plan.new_rows:
        place = place_of(sheet, row)
        key = import_target(str(sheet.register)).duplicate_key(row.values)
        if key is not None and place not in doubles:
            new[str(sheet.register)].append((place, key))
    found = []
    for register, rows in new.items():
        places = {place for place, _key in rows}
        known = _related(stored(register), [key for _place, key in rows])
        for first, second in alike_pairs([*known, *rows]):
            if second in places:  # the elder comes first: the other may be a stored record
                found.append(Suspect(register, first, second))
    return tuple(found[:MOST_SUSPECTS])


def too_many(plan: ImportPlan) -> bool:
    """Tell whether a plan has too many new rows to compare them."""
    return len(plan.new_rows) > MOST_COMPARED


def _related(stored: Iterable[tuple[str, Key]], keys: Iterable[Key]) -> list[tuple[Location, Key]]:
    """Keep the records that share a part with a new row; a key with none is no neighbour."""
    parts = {part for key in keys for part in key}
    return [
        (Location("", record_id, None, record_id), key)
        for record_id, key in stored
        if sum(part in parts for part in key) >= len(key) - 1
    ]
