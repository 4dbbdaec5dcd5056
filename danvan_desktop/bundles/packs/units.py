"""Units and their changes over time, as a part of a pack: rows of ``don_vi`` by code and first day.

An office takes only its own area: every further unit in its directory would count in its k/n. What
units of the area refer to (the one that they belong to or merged into) comes along.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from danvan_desktop.bundles.packs.rows import changed_fields, day_text, read_row, shown
from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import (
    Brought,
    Entry,
    Item,
    Leaving,
    Offer,
    Part,
    Sort,
    Step,
    unique,
)
from danvan_desktop.organisation.unit_effects import Count, Step as UnitStep, effect_of
from danvan_desktop.organisation.units import unit_of
from danvan_desktop.registers import clerk_registers
from danvan_desktop.schema import Values
from danvan_desktop.storage.values import Record

REGISTER = "don_vi"

STRUCTURE = ("cha", "den_ngay", "nhap_vao", "tach_tu")
"""What a pack says also by leaving it empty; other empty fields stay as the office has them."""

FIELDS = (
    *("ma", "ten", "loai", "cap", "tu_ngay", *STRUCTURE),
    *("ten_ngan", "ky_hieu", "dia_danh", "can_cu_lap", "can_cu_thoi"),
)
_IN_TITLE = ("ma", "ten", "loai", "tu_ngay")
_REFERENCES = ("cha", "nhap_vao", "tach_tu")
_WHOLE_PROVINCE = "T"


class UnitsPart(Part):
    """The directory of units."""

    key = "units"
    label = N_("Đơn vị")
    icon = "units"
    most = 20_000

    # --- making

    def offers(self, books: Books) -> list[Offer]:
        """Offer every unit that this office knows, each below the one that it belongs to."""
        directory = books.directory()
        return [
            Offer(unit.code, unit.full_name, unit.code, True, above=unit.parent or "")
            for unit in directory.units()
        ]

    def packed(
        self, books: Books, keys: Collection[str], files: Sequence[Any] = ()
    ) -> list[dict[str, Any]]:
        """Carry every version in time of the chosen units."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for record in books.all_of(REGISTER):
            values = record.values
            if values["ma"] in keys:
                entry = {name: values[name] for name in FIELDS if values.get(name) is not None}
                found.setdefault((str(values["ma"]), str(values["tu_ngay"])), entry)
        return [found[key] for key in sorted(found)]

    # --- taking in

    def read(self, entries: Sequence[Any]) -> list[Entry]:
        """Check every value as the form of units would."""
        found: list[Entry] = [read_row(REGISTER, FIELDS, entry) for entry in entries]
        unique(found, _key)
        return found

    def compare(self, books: Books, entries: Sequence[Entry], brought: Brought) -> list[Item]:
        """Compare the units of this office's area with its directory."""
        known = {_key(record.values): record for record in books.all_of(REGISTER)}
        return [self._item(one, known.get(_key(one)), brought) for one in _own(books, entries)]

    def issues(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> list[Issue]:
        """Check the directory as it would be, and say which k/n change."""
        steps = [
            UnitStep(one.record_id, one.rev, one.values)
            for one in self.rows(books, entries, accepted, "")
        ]
        if not steps:
            return []
        effect = effect_of(books, books.all_of(REGISTER), steps)
        return [*effect.issues, *map(_told, effect.counts)]

    def rows(
        self, books: Books, entries: Sequence[Entry], accepted: Collection[str], note: str
    ) -> list[Step]:
        """Give the units to add and the fields to change."""
        known = {_key(record.values): record for record in books.all_of(REGISTER)}
        steps = []
        for one in entries:
            if _key(one) in accepted:
                record = known.get(_key(one))
                if record is None:
                    steps.append(Step(REGISTER, None, None, one))
                else:
                    changed = changed_fields(record.values, one, STRUCTURE)
                    steps.append(Step(REGISTER, record.id, record.rev, changed))
        return steps

    # --- afterwards

    def owns(self, register: str) -> bool:
        """Tell that units are its rows."""
        return register == REGISTER

    def leaving(self, books: Books, records: Sequence[Record]) -> dict[str, Leaving]:
        """Keep a unit that records were entered for meanwhile, unless an older version stays."""
        going = {record.id for record in records}
        staying = {r.values["ma"] for r in books.all_of(REGISTER) if r.id not in going}
        used = _with_records(books) - staying
        reason = _("đã có hồ sơ của đơn vị này")
        return {one.id: Leaving(reason) for one in records if one.values["ma"] in used}

    # --- private

    def _item(self, entry: Entry, record: Record | None, brought: Brought) -> Item:
        changed = changed_fields(record.values, entry, STRUCTURE) if record else entry
        sort = Sort.ADD if record is None else Sort.CHANGE if changed else Sort.SAME
        unit = unit_of({**(record.values if record else {}), **entry})
        title = _("{name} ({code}), từ {day}").format(
            name=unit.full_name, code=unit.code, day=day_text(unit.first_day)
        )
        told = changed if record else {k: v for k, v in entry.items() if k not in _IN_TITLE}
        own = record is not None and record.id not in brought.rows
        return Item(
            part=self.key,
            key=_key(entry),
            title=title,
            sort=sort,
            differences=shown(REGISTER, record.values if record else {}, told),
            conflict=_("Cơ quan đã ghi khác.") if sort is Sort.CHANGE and own else "",
        )


def outside(books: Books, entries: Sequence[Entry]) -> int:
    """Count the units of a pack that lie outside this office's area and are left out."""
    return len({one["ma"] for one in entries}) - len({one["ma"] for one in _own(books, entries)})


# --- private


def _key(values: Values) -> str:
    return f"{values['ma']}@{values['tu_ngay']}"


def _own(books: Books, entries: Sequence[Entry]) -> list[Entry]:
    """Leave out what lies outside the area, unless a unit of the area refers to it."""
    office = books.office() or {}
    if office.get("cap") == _WHOLE_PROVINCE:
        return list(entries)
    every: list[Values] = [*entries, *(record.values for record in books.all_of(REGISTER))]
    codes = _area(str(office.get("don_vi") or ""), every)
    while True:
        below = [one for one in every if one["ma"] in codes]
        named = {str(one[name]) for one in below for name in _REFERENCES if one.get(name)}
        if named <= codes:
            return [one for one in entries if one["ma"] in codes]
        codes |= named


def _area(own: str, units: Iterable[Values]) -> set[str]:
    """Give a unit and all that belong to it, at whatever time."""
    below: dict[str, set[str]] = {}
    for unit in units:
        if unit.get("cha"):
            below.setdefault(str(unit["cha"]), set()).add(str(unit["ma"]))
    found, waiting = {own}, [own]
    while waiting:
        fresh = below.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _with_records(books: Books) -> set[str]:
    """Name every unit that a record of the clerk's registers belongs to."""
    found: set[str] = set()
    with books.database.reading() as connection:
        for spec in clerk_registers():
            if spec.unit_field:
                rows = connection.exec_driver_sql(
                    f'SELECT DISTINCT "{spec.unit_field}" FROM "{spec.key}" WHERE deleted = 0'
                )
                found |= {str(code) for (code,) in rows.fetchall()}
    return found


_LEVELS = {"T": N_("cấp tỉnh"), "H": N_("cấp huyện"), "X": N_("cấp xã")}


def _told(count: Count) -> Issue:
    message = _("Từ {day}, số đơn vị {level}: {before} → {after}.").format(
        day=day_text(count.day),
        level=_(_LEVELS[count.level]),
        before=count.before,
        after=count.after,
    )
    return Issue("unit_count", message, place=Place(register=REGISTER), severity=Severity.NOTE)
