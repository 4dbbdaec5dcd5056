"""Collect what an office sends (changed records, directory, papers, attachments) and sign it.

A bundle is sent for a period and carries that period's papers; of records it carries everything
that changed since the province's last receipt, whatever the period, so that both always hold the
same (see ``protocol``). Personal fields (names of people who spoke up) stay at home unless the
clerk decides otherwise.
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
from danvan_desktop.bundles.model import BundleInfo, BundleReceipt, Member
from danvan_desktop.bundles.protocol import Parcel
from danvan_desktop.bundles.sender import remember, seconds, sender
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
from danvan_desktop.storage.merging import state_of
from danvan_desktop.storage.migrate import HEAD
from danvan_desktop.storage.stream import Streamed, changed, changed_count, snapshot, stream
from danvan_desktop.storage.values import Record

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

    ``counts`` are changed records, deleted ones too; ``full`` says that it is everything.
    ``left_out`` names the personal fields that stay at home; sizes in bytes. ``shut_out``: the
    province holds what this database never sent, so that nothing less than all is any use to it.
    """

    number: int
    full: bool
    shut_out: bool
    counts: Mapping[str, int]
    papers: tuple[str, ...]
    attachments: int
    attachments_size: int
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoices:
    """What the clerk decides: ``personal`` sends personal fields too, ``papers`` adds papers.

    ``full`` sends every record again; ``restart`` begins a new epoch, which lets this database
    take the place of everything that the province holds of the office.
    """

    papers: Sequence[Member] = ()
    personal: bool = False
    full: bool = False
    restart: bool = False
    number: int | None = None
    signatory: str = ""
    note: str = ""
    overwrite: bool = False


def contents(books: Books, period: Period) -> Contents:
    """Tell what the next bundle of a period would hold."""
    office = _office(books, period)
    known = sender(books, office)
    with snapshot(books.database) as connection:
        attached = _attachments(connection, office, known.acknowledged)
        counts = {
            spec.key: changed_count(connection, spec.key, owner=office, since=known.acknowledged)
            for spec in carried_registers()
        }
    unique = {one.sha256: one for several in attached.values() for one in several}
    return Contents(
        number=next_number(books, period),
        full=known.acknowledged == 0,
        shut_out=known.shut_out,
        counts=counts,
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
    office is not set up, the target exists, an attachment is damaged, the disk refuses, or the
    province holds what this database never sent (``shut_out``; ``choices.restart`` answers that).
    """
    office = books.office(period.last_day)
    if office is None:
        raise UserError(_("Chưa lập cơ quan nên chưa xuất được gói."), code="no_office")
    number = choices.number or next_number(books, period)
    if target.is_dir():
        target /= names.bundle_file_name(str(office["ma"]), period.code, number)
    known = sender(books, str(office["ma"]))
    if choices.restart:
        known = known.restarted(name=books.new_id(), hint=seconds(books))
        remember(books, known)
    if known.shut_out:
        raise _shut_out()
    since = 0 if choices.full else known.acknowledged
    with snapshot(books.database) as connection:
        state = state_of(connection, carried_registers(), known.office)
        parcel = known.parcel(counter(connection, "seq"), state, full=choices.full)
        info = _info(books, office, period, parcel, number=number, choices=choices)
        attached = _attachments(connection, known.office, since)
        members = [
            *_records(connection, known.office, since, attached, personal=choices.personal),
            *_directory(connection, period, personal=choices.personal),
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
    parcel: Parcel,
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
        parcel=parcel,
        schema_version=HEAD,
        program_version=__version__,
        created=datetime.fromisoformat(books.clock.now()),
        signatory=choices.signatory,
        note=choices.note,
    )


def _office(books: Books, period: Period) -> str:
    office = books.office(period.last_day)
    return str(office["ma"]) if office else ""


def _shut_out() -> UserError:
    return UserError(
        _("Cấp trên đang giữ số liệu mà máy này chưa từng gửi."),
        safe=_("Chưa xuất gói; số liệu trong máy và ở cấp trên không thay đổi."),
        remedy=_(
            "Nếu máy này vừa khôi phục từ bản sao lưu và là máy chính, chọn “Gửi lại toàn bộ”. Nếu "
            "cơ quan còn máy khác đang gửi, hãy xuất gói từ máy đó."
        ),
        code="shut_out",
    )


def _records(
    connection: Any,
    office: str,
    since: int,
    attached: Mapping[str, tuple[Attached, ...]],
    *,
    personal: bool,
) -> Iterator[Member]:
    late = _late(connection)
    for spec in carried_registers():

        def rows(register: str = spec.key) -> Iterator[Streamed]:
            return changed(connection, register, owner=office, since=since)

        yield _member(spec, rows, attached, late, personal=personal)


def _directory(connection: Any, period: Period, *, personal: bool) -> Iterator[Member]:
    for key in DIRECTORY:

        def directory(register: str = key) -> Iterator[Streamed]:
            found = stream(connection, register)
            return (one for one in found if _in_force(one.record, period))

        yield _member(REGISTERS[key], directory, {}, {}, personal=personal)


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


def _attachments(connection: Any, office: str, since: int) -> dict[str, tuple[Attached, ...]]:
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
