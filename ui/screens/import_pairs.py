"""Two reports of one event in an import: what stands on each side, and the answer as a new plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danvan_desktop.i18n import _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.judging import RowJudgement, StoredMerge
from danvan_desktop.spreadsheets.plan import Location
from danvan_desktop.spreadsheets.targets import import_target
from ui.screens.import_events import row_at
from ui.screens.import_session import Session
from ui.screens.import_words import place_text
from ui.widgets.pair_dialog import PairAnswer
from ui.widgets.pair_view import LEFT, PairSide
from ui.widgets.titles import record_title

if TYPE_CHECKING:
    from danvan_desktop.context import Context


@dataclass(frozen=True, slots=True)
class RowPair:
    """Two rows of a plan, or a row and a stored record, ready to be shown side by side."""

    register: str
    first: Location
    second: Location
    left: PairSide
    right: PairSide


def read_pair(
    context: Context, session: Session, register: str, places: tuple[Location, Location]
) -> RowPair | None:
    """Read both sides (for a worker); None when one is not there any more."""
    sides = [_side(context, session, register, place) for place in places]
    if sides[0] is None or sides[1] is None:
        return None
    return RowPair(register, *places, sides[0], sides[1])


def answered(plan: ImportPlan, pair: RowPair, answer: PairAnswer) -> ImportPlan:
    """Carry an answer into the plan; nothing is stored before the import is written."""
    if answer.kind == "apart":
        said = RowJudgement(pair.register, pair.first, pair.second, same=False)
        return plan.decide(plan.decisions.with_judgement(said))
    counted, other = pair.first, pair.second
    if answer.counted != LEFT:
        counted, other = other, counted
    said = RowJudgement(pair.register, counted, other, same=True)
    plan = plan.decide(plan.decisions.with_judgement(said))
    if counted.record is not None:
        if answer.values:
            merge = StoredMerge(pair.register, counted.record, answer.values)
            plan = plan.decide(plan.decisions.with_merge(merge))
        return plan
    for name, raw in _raw_values(plan, other, answer.values, pair).items():
        plan = plan.correct(counted.file, counted.sheet, int(counted.row or 0), name, raw)
    return plan if other.record is not None else plan.prefer(counted)


def _raw_values(
    plan: ImportPlan, other: Location, values: Mapping[str, Any], pair: RowPair
) -> dict[str, Any]:
    """Give the chosen values as they can be typed into a cell."""
    if not values:
        return {}
    spec = import_target(pair.register)
    found = row_at(plan, other)
    raw = found[1].raw if found is not None else {}
    return {
        name: raw[name] if raw.get(name) else spec.field(name).type.format(value)
        for name, value in values.items()
    }


def _side(context: Context, session: Session, register: str, place: Location) -> PairSide | None:
    spec = import_target(register)
    listed = [file.name for file in session.plan.files]
    found = row_at(session.plan, place)
    if found is not None:
        note = place_text(place, listed)
        return _made(spec, found[1].values, note, session.names)
    record = context.record(register, place.record) if place.record else None
    if record is None:
        return None
    return _made(spec, record.values, _("Hồ sơ đã có trong sổ"), session.names)


def _made(spec: RegisterSpec, values: Mapping[str, Any], note: str, names: Directory) -> PairSide:
    return PairSide(record_title(spec, values, names), note, values)
