"""What the field that a pin points at held, as a digest: so both sides tell its correction alone.

The digest travels with the return in the place of the value, which may be a text of any length. It
leaves out what does not always travel to the receiver of the records: personal fields.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, RegisterSpec
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.rows import decode, read_children


def seen(spec: RegisterSpec, field: str, values: Mapping[str, Any]) -> str | None:
    """Digest the value of a field or a list of entries: SHA-256 of its JSON, lower-case hex.

    None for the record as a whole ("") and a personal field, which are compared by revision. Of an
    entry only fields count that are not personal and hold something; its id may be another one.
    """
    value = values.get(field)
    shown = _shown([one for one in spec.fields if one.name == field])
    for child in spec.children:
        if child.key == field:
            names = _shown(child.fields)
            value = [
                {name: entry[name] for name in names if entry.get(name) is not None}
                for entry in value or ()
            ]
            shown = [field]
    if not shown:
        return None
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def held(connection: Statements, register: str, record_id: str, field: str) -> str | None:
    """Digest what a field of a stored record holds; None for no record too."""
    spec = REGISTERS[register]
    if any(child.key == field for child in spec.children):
        lists = read_children(connection, spec, [record_id]).get(record_id, {})
        return seen(spec, field, lists)
    known = next((one for one in spec.fields if one.name == field), None)
    if known is None:
        return None
    row = connection.exec_driver_sql(
        f'SELECT "{field}" FROM "{register}" WHERE id = ?', (record_id,)
    ).fetchone()
    return seen(spec, field, {field: decode(known, row[0])}) if row else None


def changed(
    connection: Statements,
    *,
    register: str,
    record_id: str,
    field: str,
    rev: int,
    value: str | None,
) -> bool:
    """Tell whether a record is gone, or its field holds something else than ``value`` digests.

    Where there is no such digest any later revision counts.
    """
    if register not in REGISTERS:
        return True
    row = connection.exec_driver_sql(
        f'SELECT rev, deleted FROM "{register}" WHERE id = ?', (record_id,)
    ).fetchone()
    if row is None or row[1]:
        return True
    if int(row[0]) == rev:
        return False
    now = held(connection, register, record_id, field) if value is not None else None
    return int(row[0]) > rev if now is None else now != value


# --- private


def _shown(fields: Sequence[FieldSpec]) -> list[str]:
    return [one.name for one in fields if not one.personal]
