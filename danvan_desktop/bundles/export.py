"""Collect what an office sends for a period (records, directory, papers, attachments) and sign it.

Personal fields (names of people who spoke up) stay at home unless the clerk decides otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop import __version__
from danvan_desktop.bundles import names
from danvan_desktop.bundles.container import write_bundle
from danvan_desktop.bundles.jsonl import encode_rows
from danvan_desktop.bundles.model import BundleInfo, BundleReceipt, Interval, Member
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.persons import note_access
from danvan_desktop.registers import REGISTERS, carried_registers, clerk_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.counters import counter
from danvan_desktop.storage.migrate import HEAD
from danvan_desktop.storage.stream import Streamed, snapshot, stream
from danvan_desktop.storage.values import ListQuery, Record
from danvan_desktop.storage.window import window

DIRECTORY = ("don_vi", "van_phong", "ky")
"""What a reader needs to understand the records: units, the office itself, the periods."""

EXPORT = "xuat"
"""The kind of an export in the log of sending and receiving."""

Rows = Callable[[], Iterator[Streamed]]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to a record: SHA-256 of its content, original name, bytes."""

    sha256: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle of a period would hold, to be shown before it is written.

    ``left_out`` names the personal fields that stay at home; sizes in bytes.
    """

    number: int
    counts: Mapping[str, int]
    papers: tuple[str, ...]
    attachments: int
    attachments_size: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoices:
    """What the clerk decides: ``personal`` sends personal fields too, ``papers`` adds papers."""

    papers: Sequence[Member] = ()
    personal: bool = False
    number: int | None = None
    signatory: str = ""
    note: str = ""
    overwrite: bool = False


def contents(books: Books, period: Period) -> Contents:
    """Tell what the next bundle of a period would hold."""
    attached = _attachments(books, period)
    unique = {one.sha256: one for several in attached.values() for one in several}
    return Contents(
        number=next_number(books, period),
        counts={one.key: books.count(_query(one.key, period)) for one in carried_registers()},
        papers=tuple(paper.title for paper in stored_papers(books, period)),
        attachments=len(unique),
        attachments_size=sum(one.size for one in unique.values()),
        left_out=personal_fields(),
    )


def export_bundle(
    books: Books,
    period: Period,
    target: Path,
    key: SigningKey,
    *,
    choices: ExportChoices = ExportChoices(),
    progress: Progress = no_progress,
) -> BundleReceipt:
    """Write, sign and read back the bundle of a period, and note it in the log of sending.

    ``target`` is a file, or a folder in which the bundle gets its usual name. UserError when the
    office is not set up, the target exists, an attachment is damaged or the disk refuses.
    """
    office = books.office(period.last_day)
    if office is None:
        raise UserError(_("Chưa lập cơ quan nên chưa xuất được gói."), code="no_office")
    number = choices.number or next_number(books, period)
    if target.is_dir():
        target /= names.bundle_file_name(str(office["ma"]), period.code, number)
    attached = _attachments(books, period)
    epoch = _epoch(books)
    with snapshot(books.database) as connection:
        interval = Interval(epoch, 0, counter(connection, "seq"))
        info = _info(books, office, period, interval, number=number, choices=choices)
        members = [
            *_records(connection, period, attached, personal=choices.personal),
            *(choices.papers or stored_papers(books, period)),
            *_attached_files(books, attached),
        ]
        receipt = write_bundle(
            target, members, info, key, overwrite=choices.overwrite, progress=progress
        )
    _log(books, period, number, receipt)
    if choices.personal:
        why = choices.note or _("Gói {period}").format(period=period.code)
        note_access(books, "export", "", None, personal_fields(), why)
    return receipt


def next_number(books: Books, period: Period) -> int:
    """Give the number of the next bundle of a period, counting from 1."""
    with books.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT max(attempt) FROM sync_log WHERE kind = ? AND period = ?", (EXPORT, period.code)
        ).fetchone()
    return int((row and row[0]) or 0) + 1


def stored_papers(books: Books, period: Period) -> list[Member]:
    """Give the newest report of a period as it is kept: signed if it was, else as frozen."""
    newest: dict[str, Record] = {}
    for paper in books.all_of("bao_cao"):
        if paper.values.get("ky") == period.code and _kept_file(paper):
            newest[str(paper.values["loai"])] = paper
    return [_paper(books, paper) for paper in newest.values()]


def personal_fields() -> tuple[str, ...]:
    """Name the fields that hold personal data: label of the register and of the field."""
    fields = [
        (spec, field)
        for spec in clerk_registers()
        for group in (spec.fields, *(child.fields for child in spec.children))
        for field in group
    ]
    return tuple(f"{_(spec.label)}: {_(one.label)}" for spec, one in fields if one.personal)


# --- private


def _info(
    books: Books,
    office: Mapping[str, Any],
    period: Period,
    interval: Interval,
    *,
    number: int,
    choices: ExportChoices,
) -> BundleInfo:
    return BundleInfo(
        office_code=str(office["ma"]),
        office_name=str(office["ten_day_du"]),
        period_code=period.code,
        period_name=period.name,
        first_day=period.first_day,
        last_day=period.last_day,
        number=number,
        interval=interval,
        schema_version=HEAD,
        program_version=__version__,
        created=datetime.fromisoformat(books.clock.now()),
        signatory=choices.signatory,
        note=choices.note,
    )


def _query(register: str, period: Period) -> ListQuery:
    return ListQuery(
        register=register, first_day=period.first_day, last_day=period.last_day, held=True
    )


def _records(
    connection: Any,
    period: Period,
    attached: Mapping[str, tuple[Attached, ...]],
    *,
    personal: bool,
) -> Iterator[Member]:
    days = {"first_day": period.first_day, "last_day": period.last_day}
    for spec in carried_registers():

        def rows(register: str = spec.key) -> Iterator[Streamed]:
            return stream(connection, register, **days)

        yield _member(spec, rows, attached, personal=personal)
    for key in DIRECTORY:

        def directory(register: str = key) -> Iterator[Streamed]:
            found = stream(connection, register)
            return (one for one in found if _in_force(one.record, period))

        yield _member(REGISTERS[key], directory, {}, personal=personal)


def _member(
    spec: RegisterSpec,
    rows: Rows,
    attached: Mapping[str, tuple[Attached, ...]],
    *,
    personal: bool,
) -> Member:
    def content() -> Iterable[bytes]:
        return encode_rows(_line(spec, one, attached, personal=personal) for one in rows())

    return Member(names.data_name(spec.key), content, _(spec.label))


def _line(
    spec: RegisterSpec,
    one: Streamed,
    attached: Mapping[str, tuple[Attached, ...]],
    *,
    personal: bool,
) -> dict[str, Any]:
    record = one.record
    line: dict[str, Any] = {
        "id": record.id,
        "owner": one.owner,
        "seq": one.seq,
        "rev": record.rev,
        "event_date": record.event_date,
        "duplicate_of": record.duplicate_of,
        "values": dict(record.values) if personal else without_personal(spec, record.values),
    }
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


def _attachments(books: Books, period: Period) -> dict[str, tuple[Attached, ...]]:
    """Find the files of the period's records: record id → files."""
    found: dict[str, tuple[Attached, ...]] = {}
    with books.database.reading() as connection:
        for spec in clerk_registers():
            days = list(window(spec, period.first_day, period.last_day, held=True))
            rows = connection.exec_driver_sql(
                "SELECT record_id, sha256, name, size FROM attachment WHERE deleted = 0 "
                f'AND record_id IN (SELECT id FROM "{spec.key}" WHERE deleted = 0 '
                f"AND {' AND '.join(condition for condition, _day in days)}) ORDER BY pk",
                tuple(day for _condition, day in days),
            )
            for record_id, digest, name, size in rows:
                found[record_id] = (*found.get(record_id, ()), Attached(digest, name, size))
    return found


def _attached_files(books: Books, attached: Mapping[str, tuple[Attached, ...]]) -> Iterator[Member]:
    unique = {one.sha256: one for several in attached.values() for one in several}
    for digest, one in unique.items():
        yield Member(names.attachment_name(digest), _stored(books, digest), one.name)


def _kept_file(paper: Record) -> str | None:
    return paper.values.get("tep_da_ky") or paper.values.get("tep_pdf")


def _paper(books: Books, paper: Record) -> Member:
    kind, number = paper.values["loai"], paper.values.get("so")
    symbol = f"{kind}-{number:02d}" if isinstance(number, int) else str(kind)
    title = str(paper.values.get("ky_hieu") or "") + " " + str(paper.values["ten"])
    return Member(names.paper_name(symbol), _stored(books, str(_kept_file(paper))), title.strip())


def _stored(books: Books, digest: str) -> Callable[[], Iterable[bytes]]:
    return lambda: [files.read(books.paths.attachments, digest)]


def _epoch(books: Books) -> str:
    """Name this life of the database; made once, and anew when a backup is restored."""
    with books.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT OR IGNORE INTO setting (name, value) VALUES ('epoch', ?)", (books.new_id(),)
        )
        row = connection.exec_driver_sql(
            "SELECT value FROM setting WHERE name = 'epoch'"
        ).fetchone()
    return str(row[0]) if row else ""


def _log(books: Books, period: Period, number: int, receipt: BundleReceipt) -> None:
    text = _("Xuất gói {name}").format(name=receipt.path.name)
    row = (
        books.clock.now(),
        books.user,
        EXPORT,
        period.code,
        number,
        str(receipt.path),
        receipt.sha256,
        receipt.size,
        text,
        json.dumps({"counts": dict(receipt.counts)}, ensure_ascii=False),
    )
    with books.database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO sync_log (at, "by", kind, period, attempt, file, sha256, size, text, '
            "details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
