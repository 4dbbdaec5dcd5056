"""Reporting periods with their deadlines, as a part of a pack: rows of ``ky`` by code.

The deadline is the province's to set. The days of a period decide which records count in it, so
where the office has other days they stay until somebody says yes, and in a closed period for good.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from danvan_desktop.bundles.packs.rows import changed_fields, read_row, shown
from danvan_desktop.errors import Issue
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
from danvan_desktop.registers.to_chuc import CLOSED, OPEN
from danvan_desktop.schema.periods import is_period_code
from danvan_desktop.storage.values import Record

REGISTER = "ky"
DAYS = ("tu_ngay", "den_ngay")
DEADLINE = "han_nop"
FIELDS = ("ma", "ten", *DAYS, DEADLINE, "so_sanh_voi")


class PeriodsPart(Part):
    """The calendar of reports."""

    key = "periods"
    label = N_("Kỳ báo cáo, hạn nộp")
    icon = "calendar"
    most = 500

    def offers(self, books: Books) -> list[Offer]:
        """Offer every period; those that are not due yet are chosen."""
        today = books.clock.today()
        return [
            Offer(period.code, period.name, period.code, (period.due or period.last_day) >= today)
            for period in books.periods()
        ]

    def packed(
        self, books: Books, keys: Collection[str], files: Sequence[Any] = ()
    ) -> list[dict[str, Any]]:
        """Carry the chosen periods without whether they are closed here."""
        return [
            {name: record.values[name] for name in FIELDS if record.values.get(name) is not None}
            for record in books.all_of(REGISTER)
            if record.values["ma"] in keys
        ]

    def read(self, entries: Sequence[Any]) -> list[Entry]:
        """Check every value as the form of periods would."""
        found = [read_row(REGISTER, FIELDS, entry) for entry in entries]
        for one in found:
            if not is_period_code(one["ma"]):
                raise ValueError(_("“{code}” không phải mã kỳ").format(code=one["ma"][:40]))
        unique(found, lambda one: one["ma"])
        return list(found)

    def compare(self, books: Books, entries: Sequence[Entry], brought: Brought) -> list[Item]:
        """Compare with the periods of this office."""
        known = _known(books)
        return [self._item(one, known.get(str(one["ma"])), brought) for one in entries]

    def issues(
        self,
        books: Books,
        entries: Sequence[Entry],
        accepted: Collection[str],
        brought: Brought,
    ) -> list[Issue]:
        """Check every period as the form would."""
        known = _known(books)
        return [
            issue
            for one in entries
            if one["ma"] in accepted
            for record in [known.get(str(one["ma"]))]
            for issue in books.validate(REGISTER, {**(record.values if record else {}), **one})
        ]

    def rows(
        self, books: Books, entries: Sequence[Entry], accepted: Collection[str], note: str
    ) -> list[Step]:
        """Give the periods to add and the fields to change."""
        known = _known(books)
        steps = []
        for one in entries:
            record = known.get(str(one["ma"]))
            if one["ma"] in accepted and record is None:
                steps.append(Step(REGISTER, None, None, {**one, "trang_thai": OPEN}))
            elif one["ma"] in accepted and record is not None:
                changed = changed_fields(record.values, one, ())
                steps.append(Step(REGISTER, record.id, record.rev, changed))
        return steps

    def owns(self, register: str) -> bool:
        """Tell that periods are its rows."""
        return register == REGISTER

    def leaving(self, books: Books, records: Sequence[Record]) -> dict[str, Leaving]:
        """Keep a period that was closed or reported on meanwhile."""
        reported = {paper.values.get("ky") for paper in books.all_of("bao_cao")}
        found = {}
        for one in records:
            if one.values.get("trang_thai") == CLOSED:
                found[one.id] = Leaving(_("kỳ đã khóa"))
            elif one.values["ma"] in reported:
                found[one.id] = Leaving(_("đã có văn bản của kỳ này"))
        return found

    # --- private

    def _item(self, entry: Entry, record: Record | None, brought: Brought) -> Item:
        values = record.values if record else {}
        changed = changed_fields(values, entry, ()) if record else entry
        sort = Sort.ADD if record is None else Sort.CHANGE if changed else Sort.SAME
        moved = sort is Sort.CHANGE and set(changed) & set(DAYS)
        barred = moved and values.get("trang_thai") == CLOSED
        own = record is not None and record.id not in brought.rows and set(changed) - {DEADLINE}
        return Item(
            part=self.key,
            key=str(entry["ma"]),
            title=str(entry["ten"]),
            sort=sort,
            differences=shown(REGISTER, values, changed),
            conflict=_("Cơ quan đã ghi khác.") if sort is Sort.CHANGE and own else "",
            barred=_("Kỳ đã khóa nên ngày của kỳ không đổi được.") if barred else "",
        )


def _known(books: Books) -> dict[str, Record]:
    return {str(record.values["ma"]): record for record in books.all_of(REGISTER)}
