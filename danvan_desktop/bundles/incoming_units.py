"""The units of a sending office: their names, levels, parents and days, as its newest bundle says.

Without them the records of its communes would have no name and no level here. Of its directory
nothing else is taken. A code that this office keeps itself stays as it is. Two offices may bring
one code for different days, as when a unit passes from one to the other; for the same day the
office that brought it first keeps it until it ends or deletes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from danvan_desktop.bundles.incoming_rows import incoming_rows
from danvan_desktop.bundles.protocol import Parcel
from danvan_desktop.organisation.units import unit_of
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.columns import OWN
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.merging import Incoming, Merging
from danvan_desktop.storage.rows import MAX_IN, marks

REGISTER = "don_vi"

WHOLE_SINCE = "0015"
"""From this schema on an office sends all its units, ended ones too; what is not there is gone."""

_ENDLESS = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Units:
    """What was taken: names by code; ``left`` are codes that somebody else keeps for these days."""

    names: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def take_units(
    connection: Statements,
    merging: Merging,
    lines: Iterable[Mapping[str, Any]],
    parcel: Parcel,
    *,
    whole: bool,
) -> Units:
    """Write the units of an office that nobody else here has, in the transaction of its bundle.

    ``whole``: it sent all that it has, so that what it does not name is gone. ValueError for a
    line that cannot be a record; a unit with an impossible value is left out.
    """
    spec = REGISTERS[REGISTER]
    # A directory is sent whole, so its rows need not lie in what has changed since.
    rows = list(incoming_rows(spec, _own(lines, parcel.office), replace(parcel, base=0), {}))
    living = [row for row in rows if not row.deleted and _possible(spec, row)]
    free, left = _free(connection, living, parcel.office)
    if whole and _goes_back(_held(connection, parcel.office), free):
        merging.clear([spec])
    merging.take(spec, free)
    names = {str(row.values["ma"]): unit_of(row.values).full_name for row in free}
    return Units(names, tuple(dict.fromkeys(str(row.values["ma"]) for row in left)))


# --- private


def _own(lines: Iterable[Mapping[str, Any]], office: str) -> Iterator[Mapping[str, Any]]:
    """Pass the office's own lines; what was entered while it was set up has no owner yet."""
    for line in lines:
        if line.get("owner") in ("", office):
            yield {**line, "owner": office}


def _possible(spec: RegisterSpec, row: Incoming) -> bool:
    """Tell whether every field could have been typed here."""
    values = row.values
    return all(
        not field.type.check(values.get(field.name))
        and (values.get(field.name) is not None or not field.required)
        for field in spec.fields
    )


Version = tuple[int, int, str]
"""The number of a unit's last change, its revision, the moment: together they name a version."""


def _held(connection: Statements, office: str) -> dict[str, Version]:
    rows = connection.exec_driver_sql(
        f'SELECT id, seq, rev, changed_at FROM "{REGISTER}" WHERE owner = ?', (office,)
    )
    return {str(i): (int(seq), int(rev), str(at)) for i, seq, rev, at in rows.fetchall()}


def _goes_back(held: Mapping[str, Version], free: Iterable[Incoming]) -> bool:
    """Tell whether something that is held is gone, or is an earlier version at its office now."""
    said = {row.id: (row.seq, row.rev, row.at) for row in free}
    return any(
        one not in said or (version != said[one] and said[one][0] <= version[0])
        for one, version in held.items()
    )


def _free(
    connection: Statements, rows: Sequence[Incoming], office: str
) -> tuple[list[Incoming], list[Incoming]]:
    """Part what belongs to nobody else here from what does, by its id or its code on a day."""
    ids: set[str] = set()
    kept: set[str] = set()
    days: dict[str, list[tuple[str, str]]] = {}
    for start in range(0, len(rows), MAX_IN // 2):
        some = rows[start : start + MAX_IN // 2]
        codes, known = [str(row.values["ma"]) for row in some], [row.id for row in some]
        found = connection.exec_driver_sql(
            f"SELECT id, ma, tu_ngay, den_ngay, deleted, CASE WHEN {OWN} THEN 1 ELSE 0 END "
            f'FROM "{REGISTER}" WHERE owner <> ? AND '
            f"((deleted = 0 AND ma IN ({marks(codes)})) OR id IN ({marks(known)}))",
            (office, *codes, *known),
        )
        for record_id, code, first, last, deleted, ours in found.fetchall():
            ids.add(str(record_id))
            if deleted:
                continue
            if ours:
                kept.add(str(code))
            days.setdefault(str(code), []).append((str(first), str(last or _ENDLESS)))
    free: list[Incoming] = []
    left: list[Incoming] = []
    for row in rows:
        code = str(row.values["ma"])
        first, last = str(row.values["tu_ngay"]), str(row.values.get("den_ngay") or _ENDLESS)
        if code in kept:
            continue
        taken = row.id in ids or any(a <= last and first <= b for a, b in days.get(code, ()))
        (left if taken else free).append(row)
    return free, left
