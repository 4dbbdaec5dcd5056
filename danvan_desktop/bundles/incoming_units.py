"""The units of a sending office that this one does not know: their names, levels, parents, days.

Without them the records of its communes would have no name and no level here. Of its directory
nothing else is taken. A code that this office keeps itself stays as it is, and a code that one
office brought is not another's to change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from danvan_desktop.bundles.incoming_rows import incoming_rows
from danvan_desktop.bundles.protocol import Parcel
from danvan_desktop.organisation.units import unit_of
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.merging import Incoming, Merging
from danvan_desktop.storage.rows import MAX_IN, marks

REGISTER = "don_vi"


def take_units(
    connection: Statements, merging: Merging, lines: Iterable[Mapping[str, Any]], parcel: Parcel
) -> dict[str, str]:
    """Write the units of an office that nobody else here has, in the transaction of its bundle.

    Returns the names of those units by code. ValueError for a line that cannot be a record; a unit
    with an impossible value is left out.
    """
    spec = REGISTERS[REGISTER]
    # A directory is sent whole, so its rows need not lie in what has changed since.
    parcel = replace(parcel, base=0)
    rows = [
        row
        for row in incoming_rows(spec, _own(lines, parcel.office), parcel, {})
        if not row.deleted and _possible(spec, row)
    ]
    taken = _free(connection, rows, parcel.office)
    merging.take(spec, taken)
    return {str(row.values["ma"]): unit_of(row.values).full_name for row in taken}


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


def _free(connection: Statements, rows: Sequence[Incoming], office: str) -> list[Incoming]:
    """Keep what belongs to nobody else here, neither by its code nor by its id."""
    others: set[str] = set()
    for start in range(0, len(rows), MAX_IN // 2):
        some = rows[start : start + MAX_IN // 2]
        codes, ids = [str(row.values["ma"]) for row in some], [row.id for row in some]
        found = connection.exec_driver_sql(
            f'SELECT id, ma FROM "{REGISTER}" WHERE owner <> ? AND '
            f"((deleted = 0 AND ma IN ({marks(codes)})) OR id IN ({marks(ids)}))",
            (office, *codes, *ids),
        )
        for record_id, code in found.fetchall():
            others |= {str(record_id), str(code)}
    return [row for row in rows if row.id not in others and str(row.values["ma"]) not in others]
