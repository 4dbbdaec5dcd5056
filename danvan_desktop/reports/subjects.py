"""What a paper is made from: a period, one record of a register, or several of them.

A paper keeps its subject in ``doi_tuong``: "" for the period in ``ky``, else the register's key and
the records' ids, ``dan_van_kheo:id,id``. A letter to some units only keeps their codes,
``don_vi:TN-DMC-05``. Templates find a single record under one word (``WORDS``) and a selection
under ``danh_sach``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.subject_words import Words, counts, record_words
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_count

WORDS = {
    "hoi_nghi": "hop",
    "doi_thoai": "doi_thoai",
    "dan_van_kheo": "mo_hinh",
    "phoi_hop": "chuong_trinh",
    "van_ban": "chi_dao",
}
"""The word under which templates find a register's record; other registers: their own key."""

SELECTION = "danh_sach"
"""The word under which templates find the records of a selection, one after the other."""

UNITS = "don_vi"
"""A subject of units is named by their codes, because a unit has a record for each of its names."""

MOST_RECORDS = 200
"""So many ids fit into ``doi_tuong``; a longer list belongs into a report's annex."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """The records that a paper is made from, as they are now; ``lost`` are in the bin or gone."""

    register: str = ""
    ids: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    lost: int = 0

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of the units that a letter goes to; empty for every other subject."""
        return self.ids if self.register == UNITS else ()

    def rows(self, path: str) -> list[Values]:
        """Give the stored values behind a list of words: ``danh_sach`` or ``hop.viec_giao``."""
        if path == SELECTION:
            return [record.values for record in self.records]
        child = path.partition(".")[2]
        return [row for record in self.records[:1] for row in record.values.get(child) or ()]


def word_of(register: str) -> str:
    """Name the word under which templates find a record of a register."""
    return WORDS.get(register, register)


def subject_code(register: str, ids: Iterable[str]) -> str:
    """Write what ``doi_tuong`` keeps."""
    known = tuple(dict.fromkeys(ids))
    return f"{register}:{','.join(known)}" if known else ""


def split_subject(written: object) -> tuple[str, tuple[str, ...]]:
    """Read ``doi_tuong`` back into a register's key and ids; ("", ()) for a period."""
    register, _mark, ids = str(written or "").partition(":")
    return (register, tuple(filter(None, ids.split(",")))) if ids else ("", ())


def subject_of(books: Books, values: Values) -> Subject:
    """Read the subject of a paper; what was deleted since is counted as lost."""
    register, ids = split_subject(values.get("doi_tuong"))
    if register == UNITS or register not in REGISTERS:
        return Subject(register, ids)
    found = [books.record(register, record_id) for record_id in ids]
    records = tuple(record for record in found if record is not None and not record.deleted)
    return Subject(register, ids, records, len(ids) - len(records))


def subject_words(books: Books, subject: Subject, *, several: bool) -> Words:
    """Give the words of a subject: one record under its own word, or all under ``danh_sach``."""
    if not subject.records:
        return {}
    spec = REGISTERS[subject.register]
    found = [
        record_words(spec, record.values, books.directory(record.event_date))
        for record in subject.records
    ]
    words: Words = {
        SELECTION: found,
        "so_luong": format_count(len(found)),
        "dem": counts(spec, [record.values for record in subject.records]),
    }
    return words if several else {**words, word_of(subject.register): found[0]}


def subject_issues(subject: Subject) -> list[Issue]:
    """Say when records of a paper are no longer there."""
    if not subject.lost:
        return []
    return [
        Issue(
            "subject_gone",
            _("{n} hồ sơ của văn bản này đã bị xóa khỏi sổ.").format(n=subject.lost),
            _("Khôi phục hồ sơ từ thùng rác, hoặc xóa bản nháp này và soạn lại."),
            Place(register="bao_cao", field="doi_tuong"),
            Severity.ERROR,
        )
    ]


def period_of(books: Books, values: Values) -> Period:
    """Give the period whose figures a paper shows.

    One that is about records has no period of its own; figures in it are of the period that its
    day lies in, else of the calendar year.
    """
    if values.get("ky"):
        return books.period_named(str(values["ky"]))
    day = str(values["ngay"])
    holding = [period for period in books.periods() if period.holds(day)]
    return holding[-1] if holding else books.period_named(f"N/{day[:4]}")


def chosen(books: Books, register: str, records: Sequence[Record | str]) -> tuple[str, ...]:
    """Give the ids (of units: the codes) of chosen records.

    UserError when one is not there, or for more than one paper may hold.
    """
    if len(records) > MOST_RECORDS:
        raise UserError(
            _("Đã chọn {n} hồ sơ, quá nhiều cho một văn bản.").format(n=len(records)),
            safe=_("Chưa soạn gì."),
            remedy=_("Chọn nhiều nhất {n} hồ sơ.").format(n=MOST_RECORDS),
            code="too_many_records",
        )
    ids = tuple(one.id if isinstance(one, Record) else one for one in records)
    if register == UNITS:
        return ids
    lost = [one for one in ids if (found := books.record(register, one)) is None or found.deleted]
    if lost or register not in REGISTERS:
        raise UserError(
            _("Không tìm thấy hồ sơ đã chọn trong sổ."),
            safe=_("Chưa soạn gì."),
            remedy=_("Mở lại sổ rồi chọn."),
            code="unknown_record",
        )
    return ids
