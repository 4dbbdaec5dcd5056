"""What the clerk says of rows that may report one event, kept with the plan until it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from danvan_desktop.spreadsheets.plan import Duplicate, Location, SheetPlan
from danvan_desktop.storage.values import ImportDecisions


@dataclass(frozen=True, slots=True)
class RowJudgement:
    """Two rows (or a row and a stored record) are one event, of which the first counts, or two."""

    register: str
    first: Location
    second: Location
    same: bool

    @property
    def pair(self) -> frozenset[Location]:
        """The two, in no order."""
        return frozenset((self.first, self.second))


@dataclass(frozen=True, slots=True)
class StoredMerge:
    """Values of a row that go into a stored record."""

    register: str
    record: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that was said; every change gives new decisions."""

    judged: tuple[RowJudgement, ...] = ()
    merged: tuple[StoredMerge, ...] = ()

    @property
    def apart(self) -> tuple[RowJudgement, ...]:
        """The pairs that are two events."""
        return tuple(one for one in self.judged if not one.same)

    def with_judgement(self, judgement: RowJudgement) -> Decisions:
        """Say something of a pair; what was said before is forgotten."""
        others = tuple(one for one in self.judged if one.pair != judgement.pair)
        return replace(self, judged=(*others, judgement))

    def with_merge(self, merge: StoredMerge) -> Decisions:
        """Put values into a stored record."""
        return replace(self, merged=(*self.merged, merge))

    def without_apart(self) -> Decisions:
        """Ask again about the pairs that were told apart."""
        return replace(self, judged=tuple(one for one in self.judged if one.same))

    def applied(self, found: Iterable[Duplicate]) -> Iterator[Duplicate]:
        """Leave out the pairs that are two events, and add those that were said to be one."""
        judged = {one.pair for one in self.judged}
        said = {one.second: one for one in self.judged if one.same}
        for pair in found:
            if frozenset((pair.counted, pair.duplicate)) not in judged:
                said.pop(pair.duplicate, None)
                yield pair
        for one in self.judged:
            if said.get(one.second) is not None and one.same:
                yield Duplicate(one.register, one.first, one.second)

    def to_store(self, sheets: Iterable[SheetPlan]) -> ImportDecisions:
        """Name rows by their fingerprints and records by their ids, as storage knows them."""
        marks = {
            Location(sheet.file, sheet.name, row.row): row.fingerprint
            for sheet in (sheets if self.judged else ())
            for row in sheet.accepted
        }
        judged = []
        for one in self.judged:
            names = [marks.get(place) or place.record for place in (one.first, one.second)]
            if names[0] and names[1]:
                judged.append((one.register, names[0], names[1], one.same))
        merged = tuple((one.register, one.record, one.values) for one in self.merged)
        return ImportDecisions(tuple(judged), merged)
