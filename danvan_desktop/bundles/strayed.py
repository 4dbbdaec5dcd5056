"""Records that an office sent for a unit which another sending office keeps on the record's day.

They are taken and counted under that unit, since the receiver must not lose them and cannot tell
who is right: the unit may have changed hands, or the code was chosen by mistake. So the verdict
names them, they stay listed while they are so, and go back as pins on the unit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pins import Pin, PinState, pins, write_pin
from danvan_desktop.registers import REGISTERS, carried_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.rows import MAX_IN, marks
from danvan_desktop.storage.values import Record

MOST = 300
"""More than these nobody looks through in one go."""

FIGURES = "so_lieu"
"""Typed figures, which are pinned as figures."""

_ENDLESS = "9999-12-31"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A unit of a sending office: ``first`` and ``last`` are the days for which it keeps it."""

    office: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Strayed:
    """A record of ``office`` for a ``unit`` of ``keeper``: codes, and the names that people read.

    ``pinned`` is how far the newest pin on its unit is, None where there is none.
    """

    register: str
    record: Record
    unit: str
    unit_name: str
    office: str
    office_name: str
    keeper: str
    keeper_name: str
    pinned: PinState | None

    @property
    def may_be_pinned(self) -> bool:
        """Tell whether no pin speaks of it, or it was changed after that and is still so."""
        return self.pinned in (None, PinState.FIXED)

    @property
    def path(self) -> str:
        """Name the figure of a typed cell (``code`` or ``code/axis/key``); "" of a record."""
        return _path(self.record) if self.register == FIGURES else ""

    @property
    def remark(self) -> str:
        """What a pin on it says when nobody writes anything else."""
        return _(
            "Hồ sơ ghi cho {unit}, là đơn vị của {keeper}. Đề nghị chọn lại đơn vị, hoặc xóa hồ sơ "
            "nếu không phải của cơ quan mình."
        ).format(unit=self.unit_name, keeper=self.keeper_name)


def strayed_in(connection: Statements, office: str, since: int) -> Mapping[tuple[str, str], int]:
    """Count the records of an office that changed after a number: by unit and its keeper's code.

    In the transaction of the bundle that brought them. Asked in steps, for a bundle with nothing
    strayed must cost no more where there are many offices.
    """
    units: dict[str, set[str]] = {}
    for spec in _registers():
        rows = connection.exec_driver_sql(
            f'SELECT DISTINCT {spec.unit_field} FROM "{spec.key}" '
            f"WHERE owner = ? AND seq > ? AND deleted = 0 AND {spec.unit_field} IS NOT NULL",
            (office, since),
        )
        units[spec.key] = {str(unit) for (unit,) in rows}
    kept = _kept(connection, set().union(*units.values()))
    found: Counter[tuple[str, str]] = Counter()
    for spec in _registers():
        asked = [one for one in units[spec.key] if _others(kept, one, office)]
        for start in range(0, len(asked), MAX_IN):
            some = asked[start : start + MAX_IN]
            rows = connection.exec_driver_sql(
                f'SELECT {spec.unit_field}, event_date, count(*) FROM "{spec.key}" '
                f"WHERE owner = ? AND seq > ? AND deleted = 0 AND {spec.unit_field} "
                f"IN ({marks(some)}) GROUP BY {spec.unit_field}, event_date",
                (office, since, *some),
            )
            for unit, day, count in rows:
                keeper = _keeper(kept, str(unit), office, day)
                if keeper:
                    found[str(unit), keeper] += int(count)
    return dict(sorted(found.items()))


def strayed(books: Books) -> list[Strayed]:
    """List what is held of such records, register by register, at most ``MOST``."""
    with books.database.reading() as connection:
        names = _names(connection)
        rows = list(islice(_rows(connection, names), MOST))
    pinned = _pinned(pins(books))
    found = []
    for spec, record_id, keeper in rows:
        record = books.record(spec.key, record_id)
        if record is None:
            continue
        unit = str(record.values[str(spec.unit_field)])
        found.append(
            Strayed(
                register=spec.key,
                record=record,
                unit=unit,
                unit_name=books.directory(record.event_date).unit_name(unit),
                office=record.owner,
                office_name=names.get(record.owner, record.owner),
                keeper=keeper,
                keeper_name=names.get(keeper, keeper),
                pinned=pinned.get(_place(record)),
            )
        )
    return found


def pin_strayed(books: Books, some: Iterable[Strayed], text: str = "") -> int:
    """Pin a remark (``text``, or what each says by itself) to the unit of each; tells how many.

    One that was pinned before, and has not changed since, is passed over: see what became of it.
    """
    waiting = [one for one in some if one.may_be_pinned]
    for one in waiting:
        _pin(books, one, text or one.remark)
    return len(waiting)


def keepers(books: Books, day: str) -> Mapping[str, str]:
    """Tell which sending office keeps a unit on an ISO day: code of the unit → of the office."""
    with books.database.reading() as connection:
        kept = _kept(connection, None)
    found = {unit: _keeper(kept, unit, "", day) for unit in kept}
    return {unit: office for unit, office in found.items() if office}


def words(connection: Statements, found: Mapping[tuple[str, str], int], *, shown: int = 3) -> str:
    """Say in one sentence what of a bundle is for units of other offices; "" for nothing."""
    if not found:
        return ""
    names = _names(connection)
    parts = [f"{unit} ({names.get(keeper, keeper)})" for unit, keeper in list(found)[:shown]]
    listed = ", ".join(parts) + (", …" if len(found) > shown else "")
    return _("{n} hồ sơ ghi cho đơn vị của cơ quan khác: {units}.").format(
        n=sum(found.values()), units=listed
    )


# --- private


def _registers() -> Sequence[RegisterSpec]:
    return [spec for spec in carried_registers() if spec.unit_field is not None]


def _names(connection: Statements) -> Mapping[str, str]:
    rows = connection.exec_driver_sql("SELECT office, name FROM sync_office")
    return {str(code): str(name) for code, name in rows}


def _kept(connection: Statements, units: Collection[str] | None) -> Mapping[str, list[_Kept]]:
    """Read which sending offices keep some units (None: all), and for which days."""
    query = (
        "SELECT k.ma, k.owner, k.tu_ngay, k.den_ngay FROM don_vi k "
        "JOIN sync_office s ON s.office = k.owner WHERE k.deleted = 0"
    )
    listed = sorted(units) if units is not None else None
    parts: list[tuple[str, Sequence[str]]] = [(query, ())]
    if listed is not None:
        pieces = [listed[at : at + MAX_IN] for at in range(0, len(listed), MAX_IN)]
        parts = [(f"{query} AND k.ma IN ({marks(some)})", some) for some in pieces]
    found: dict[str, list[_Kept]] = {}
    for statement, some in parts:
        for unit, owner, first, last in connection.exec_driver_sql(statement, tuple(some)):
            kept = _Kept(str(owner), str(first), str(last or _ENDLESS))
            found.setdefault(str(unit), []).append(kept)
    return found


def _others(kept: Mapping[str, list[_Kept]], unit: str, office: str) -> bool:
    return any(one.office != office for one in kept.get(unit, ()))


def _keeper(kept: Mapping[str, list[_Kept]], unit: str, office: str, day: str | None) -> str:
    """Name the office other than ``office`` that keeps a unit on a day; "" for none.

    A record without a day is one of all days: it is asked about where the unit goes on for ever.
    """
    on = day or _ENDLESS
    for one in kept.get(unit, ()):
        if one.office != office and one.first <= on <= one.last:
            return one.office
    return ""


def _rows(
    connection: Statements, offices: Collection[str]
) -> Iterator[tuple[RegisterSpec, str, str]]:
    """Yield register, record and keeper of everything strayed, oldest first in each register."""
    kept = _kept(connection, None)
    for spec in _registers():
        pairs = connection.exec_driver_sql(
            f'SELECT DISTINCT owner, {spec.unit_field} FROM "{spec.key}" '
            f"WHERE deleted = 0 AND {spec.unit_field} IS NOT NULL"
        ).fetchall()
        asked = sorted({str(unit) for owner, unit in pairs if _others(kept, str(unit), str(owner))})
        for start in range(0, len(asked), MAX_IN):
            some = asked[start : start + MAX_IN]
            rows = connection.exec_driver_sql(
                f'SELECT id, owner, {spec.unit_field}, event_date FROM "{spec.key}" '
                f"WHERE deleted = 0 AND {spec.unit_field} IN ({marks(some)}) ORDER BY pk",
                tuple(some),
            ).fetchall()
            for record_id, owner, unit, day in rows:
                keeper = _keeper(kept, str(unit), str(owner), day)
                if keeper and owner in offices:
                    yield spec, str(record_id), keeper


_Place = tuple[str, ...]
"""By which a pin and what it speaks of are found for each other."""


def _place(record: Record) -> _Place:
    if record.register != FIGURES:
        return (record.register, record.id)
    return (record.owner, str(record.values["ky"]), str(record.values["don_vi"]), _path(record))


def _pinned(found: Iterable[Pin]) -> Mapping[_Place, PinState]:
    """Give how far the newest pin on each record's unit, and on each figure of a unit, is."""
    states: dict[_Place, PinState] = {}
    for pin in found:
        if pin.path:
            states.setdefault((pin.office, pin.period, pin.place, pin.path), pin.state)
        elif pin.field == REGISTERS[pin.register].unit_field:
            states.setdefault((pin.register, pin.record_id), pin.state)
    return states


def _path(record: Record) -> str:
    values = record.values
    parts = (values["chi_tieu"], values.get("truc"), values.get("gia_tri_truc"))
    return "/".join(str(part) for part in parts if part)


def _pin(books: Books, one: Strayed, text: str) -> None:
    if one.register != FIGURES:
        write_pin(books, one.register, one.record.id, str(REGISTERS[one.register].unit_field), text)
        return
    from danvan_desktop.indicators.pinned import write_figure_pin

    period = books.period_named(str(one.record.values["ky"]))
    write_figure_pin(books, period, one.office, one.unit, one.path, text)
