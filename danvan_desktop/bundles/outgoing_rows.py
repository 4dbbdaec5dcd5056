"""The records that leave in a bundle as its lines: changed ones, with their files and periods.

Personal fields (names of people who spoke up) stay at home unless the clerk decides otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.bundles import names
from danvan_desktop.bundles.jsonl import encode_rows
from danvan_desktop.bundles.model import Member
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS, carried_registers, clerk_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.stream import Streamed, changed, stream
from danvan_desktop.storage.values import Record

UNITS = "don_vi"
DIRECTORY = (UNITS, "van_phong", "ky")
"""What a reader needs to understand the records: units, the office itself, the periods."""

Rows = Callable[[], Iterator[Streamed]]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to a record: SHA-256 of its content, original name, bytes."""

    sha256: str
    name: str
    size: int


def records(
    connection: Any,
    office: str,
    since: int,
    attached: Mapping[str, tuple[Attached, ...]],
    *,
    personal: bool,
) -> Iterator[Member]:
    """Give the data file of every register: the office's records that changed after ``since``."""
    late = _late(connection)
    for spec in carried_registers():

        def rows(register: str = spec.key) -> Iterator[Streamed]:
            return changed(connection, register, owner=office, since=since)

        yield _member(spec, rows, attached, late, personal=personal)


def directory(connection: Any, period: Period, *, office: str, personal: bool) -> Iterator[Member]:
    """Give the data files by which a reader understands the others, as in force in the period.

    Of the office's own units all go, ended ones too; the receiver deletes one that is not there.
    """
    for key in DIRECTORY:

        def rows(register: str = key) -> Iterator[Streamed]:
            own = ("", office) if register == UNITS else ()
            found = stream(connection, register)
            return (o for o in found if o.owner in own or _in_force(o.record, period))

        yield _member(REGISTERS[key], rows, {}, {}, personal=personal)


def _late(connection: Any) -> dict[str, list[list[str]]]:
    """Tell in which period a late record counts: record id → pairs of periods."""
    found: dict[str, list[list[str]]] = {}
    rows = connection.exec_driver_sql(
        "SELECT record_id, period, counted_in FROM late_record ORDER BY pk"
    )
    for record_id, period, counted_in in rows:
        found.setdefault(str(record_id), []).append([str(period), str(counted_in)])
    return found


def _member(
    spec: RegisterSpec,
    rows: Rows,
    attached: Mapping[str, tuple[Attached, ...]],
    late: Mapping[str, list[list[str]]],
    *,
    personal: bool,
) -> Member:
    def content() -> Iterable[bytes]:
        return encode_rows(_line(spec, one, attached, late, personal=personal) for one in rows())

    return Member(names.data_name(spec.key), content, _(spec.label))


def _line(
    spec: RegisterSpec,
    one: Streamed,
    attached: Mapping[str, tuple[Attached, ...]],
    late: Mapping[str, list[list[str]]],
    *,
    personal: bool,
) -> dict[str, Any]:
    record = one.record
    line: dict[str, Any] = {
        "id": record.id,
        "owner": one.owner,
        "seq": one.seq,
        "rev": record.rev,
        "at": record.changed_at,
    }
    if record.deleted:
        return {**line, "deleted": True}
    line |= {
        "event_date": record.event_date,
        "duplicate_of": record.duplicate_of,
        "values": dict(record.values) if personal else without_personal(spec, record.values),
    }
    if record.id in late:
        line["late"] = late[record.id]
    if record.id in attached:
        line["attachments"] = [
            {"sha256": file.sha256, "name": file.name, "size": file.size}
            for file in attached[record.id]
        ]
    return line


def without_personal(spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the personal fields of a record and of the entries of its lists."""
    hidden = {field.name for field in spec.fields if field.personal}
    kept = {name: value for name, value in values.items() if name not in hidden}
    for child in spec.children:
        secret = {field.name for field in child.fields if field.personal}
        if secret and child.key in kept:
            kept[child.key] = [
                {name: value for name, value in entry.items() if name not in secret}
                for entry in kept[child.key]
            ]
    return kept


def _in_force(record: Record, period: Period) -> bool:
    """Tell whether a directory entry touches the period (a period: this one and its comparison)."""
    if record.register == "ky":
        return record.values.get("ma") in (period.code, period.compare_with)
    first, last = str(record.values["tu_ngay"]), record.values.get("den_ngay")
    return first <= period.last_day and (last is None or str(last) >= period.first_day)


def attachments(connection: Any, office: str, since: int) -> dict[str, tuple[Attached, ...]]:
    """Find the files of the changed records: record id → files."""
    found: dict[str, tuple[Attached, ...]] = {}
    for spec in clerk_registers():
        rows = connection.exec_driver_sql(
            "SELECT record_id, sha256, name, size FROM attachment WHERE deleted = 0 "
            f'AND record_id IN (SELECT id FROM "{spec.key}" WHERE deleted = 0 '
            "AND owner = ? AND seq > ?) ORDER BY pk",
            (office, since),
        )
        for record_id, digest, name, size in rows.fetchall():
            found[record_id] = (*found.get(record_id, ()), Attached(digest, name, size))
    return found
