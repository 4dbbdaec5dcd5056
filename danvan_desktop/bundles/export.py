"""Collect what an office sends (changed records, directory, papers, attachments) and sign it.

A bundle is sent for a period and carries that period's papers; of records it carries everything
that changed since the province's last receipt, whatever the period, so that both always hold the
same (see ``protocol``). When the receiver's certificate is known, what leaves the office is
encrypted to it; the plain bundle stays in the outbox.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from danvan_desktop import __version__
from danvan_desktop.bundles import names
from danvan_desktop.bundles.container import write_bundle
from danvan_desktop.bundles.envelope import EXTENSION as SEALED, seal
from danvan_desktop.bundles.logbook import EXPORT, Line, note
from danvan_desktop.bundles.model import BundleInfo, BundleReceipt, Member, Sealed
from danvan_desktop.bundles.outgoing_papers import stored_papers
from danvan_desktop.bundles.outgoing_rows import Attached, attachments, directory, records
from danvan_desktop.bundles.partners import lapsed, receiver, receiver_ends_soon
from danvan_desktop.bundles.protocol import Parcel, Sender
from danvan_desktop.bundles.sender import change, remember, seconds, sender
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.office_code import refuse_other
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.persons import note_access
from danvan_desktop.organisation.pins import Pin, Told
from danvan_desktop.registers import carried_registers, clerk_registers
from danvan_desktop.signing.key_ends import KeyEnd
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.counters import counter
from danvan_desktop.storage.merging import state_of
from danvan_desktop.storage.migrate import HEAD
from danvan_desktop.storage.stream import changed_count, deleted_count, snapshot

OVERHEAD = 24 << 10
"""Bytes that lists, cover sheet, signature and directory take, about."""

SAMPLE = 1 << 18
"""Bytes of a register's lines that are compressed to estimate the rest."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle of a period would hold, to be shown before it is written.

    ``counts`` are changed records, ``deleted`` how many of them are deletions; ``full`` says that
    it is everything. ``left_out`` names the personal fields that stay at home; ``size`` is an
    estimate in bytes. ``shut_out``: the province holds what this database never sent, so that
    nothing less than all is any use to it. ``receiver`` is who can open it, "" for everybody;
    ``lapsed`` says why it can be encrypted to nobody any more, so that ``plain`` must be chosen;
    ``ending`` is when that comes, if it comes soon.
    """

    number: int
    full: bool
    shut_out: bool
    counts: Mapping[str, int]
    deleted: Mapping[str, int]
    papers: tuple[str, ...]
    attachments: int
    attachments_size: int
    size: int
    left_out: tuple[str, ...]
    receiver: str
    lapsed: str
    ending: KeyEnd | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportChoices:
    """What the clerk decides: ``personal`` sends personal fields too, ``papers`` adds papers.

    ``reason`` says why personal fields are sent. ``full`` sends every record again; ``restart``
    begins a new epoch, which lets this database take the place of everything that the province
    holds of the office. ``plain`` leaves the bundle unencrypted though its receiver is known.
    """

    papers: Sequence[Member] = ()
    personal: bool = False
    reason: str = ""
    full: bool = False
    restart: bool = False
    plain: bool = False
    number: int | None = None
    signatory: str = ""
    note: str = ""
    overwrite: bool = False


def contents(books: Books, period: Period, *, full: bool = False) -> Contents:
    """Tell what the next bundle of a period would hold; ``full``: if all records went again."""
    office = _office(books, period)
    known = sender(books, office)
    since = 0 if full or known.shut_out else known.acknowledged
    papers = stored_papers(books, period)
    specs = carried_registers()
    with snapshot(books.database) as connection:
        attached = attachments(connection, office, since)
        counts = {
            spec.key: changed_count(connection, spec.key, owner=office, since=since)
            for spec in specs
        }
        deleted = {
            spec.key: deleted_count(connection, spec.key, owner=office, since=since)
            for spec in specs
        }
        lines = [
            *records(connection, office, since, attached, personal=False),
            *directory(connection, period, office=office, personal=False),
        ]
        size = sum(_estimated(one, counts.get(names.register_of(one.name), 0)) for one in lines)
    unique = {one.sha256: one for several in attached.values() for one in several}
    files_size = sum(one.size for one in unique.values())
    paper_size = sum(len(piece) for paper in papers for piece in paper.content())
    now = datetime.fromisoformat(books.clock.now())
    to = receiver(books.paths, now)
    return Contents(
        number=next_number(books, period),
        full=since == 0,
        shut_out=known.shut_out,
        counts=counts,
        deleted=deleted,
        papers=tuple(paper.title for paper in papers),
        attachments=len(unique),
        attachments_size=files_size,
        size=size + files_size + paper_size + OVERHEAD,
        left_out=personal_fields(),
        receiver=to.name if to else "",
        lapsed=lapsed(books.paths, now),
        ending=receiver_ends_soon(books.paths, now),
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

    ``target`` is a file, or a folder in which the bundle gets its usual name; the encrypted one
    lies beside it. UserError when the office is not set up, the target exists, an attachment is
    damaged, the disk refuses, the province holds what this database never sent (``shut_out``;
    ``choices.restart`` answers that), the code of the office, its records and ``key`` are not one
    (``other_code``), or the certificate of its receiver is over
    (``receiver_lapsed``; ``choices.plain``).
    """
    office = books.office(period.last_day)
    if office is None:
        raise UserError(_("Chưa lập cơ quan nên chưa xuất được gói."), code="no_office")
    refuse_other(books.database, str(office["ma"]), key.info.code)
    number = choices.number or next_number(books, period, besides=target)
    if target.is_dir():
        target /= names.bundle_file_name(str(office["ma"]), period.code, number)
    if not choices.plain:
        _refuse_lapsed(books)
    known = _sender(books, str(office["ma"]), restart=choices.restart)
    since = 0 if choices.full else known.acknowledged
    # Read before the records: what is answered later takes a number that the next bundle brings.
    from danvan_desktop.indicators.pinned import received_pins

    told = tuple(_told(pin) for pin in received_pins(books))
    with snapshot(books.database) as connection:
        state = state_of(connection, carried_registers(), known.office)
        parcel = known.parcel(counter(connection, "seq"), state, full=choices.full)
        if not choices.restart:
            # Before the file is there: a power cut must not leave one that nobody sent.
            change(books, known.office, lambda own, _seq: own.sending(parcel))
        info = _info(books, office, period, parcel, number=number, choices=choices, answers=told)
        attached = attachments(connection, known.office, since)
        papers = list(choices.papers or stored_papers(books, period))
        members = [
            *records(connection, known.office, since, attached, personal=choices.personal),
            *directory(connection, period, office=known.office, personal=choices.personal),
            *papers,
            *_attached_files(books, attached),
        ]
        receipt = write_bundle(
            target, members, info, key, overwrite=choices.overwrite, progress=progress
        )
    if not choices.plain:
        receipt = _sealed(books, receipt, progress)
    if choices.restart:
        remember(books, known.sending(parcel))
    digests = [hashlib.sha256(b"".join(paper.content())).hexdigest() for paper in papers]
    _log(books, info, receipt, choices, digests)
    return receipt


def next_number(books: Books, period: Period, *, besides: Path | None = None) -> int:
    """Give the number of the next bundle of a period, counting from 1.

    It is above all that the log knows and all whose files lie in the outbox, or in the folder
    ``besides``: after a restore, or a power cut before the log was written, a file may lie there
    of which the log knows nothing. Nobody minds a gap between numbers.
    """
    with books.database.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT max(attempt) FROM sync_log WHERE kind = ? AND period = ?", (EXPORT, period.code)
        ).fetchone()
    used = {int((row and row[0]) or 0)}
    for folder in (books.paths.outbox, besides):
        if folder is not None and folder.is_dir():
            there = (one.name for one in folder.iterdir())
            used |= names.numbers_of(there, _office(books, period), period.code)
    return max(used) + 1


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


def _sender(books: Books, office: str, *, restart: bool) -> Sender:
    """Give the office's side of the exchange; UserError while the province would refuse it.

    A new epoch is remembered by whoever has written its first bundle.
    """
    known = sender(books, office)
    if restart:
        known = known.restarted(name=books.new_id(), hint=seconds(books))
    if known.shut_out:
        raise _shut_out()
    return known


def _refuse_lapsed(books: Books) -> None:
    why = lapsed(books.paths, datetime.fromisoformat(books.clock.now()))
    if why:
        raise UserError(
            why,
            safe=_("Chưa xuất gói; số liệu trong máy không thay đổi."),
            remedy=_(
                "Xin cấp trên giấy giới thiệu khóa mới rồi nạp vào chương trình (mục Gửi – nhận, "
                "hoặc bundle enrol FILE). Nếu phải gửi ngay, chọn xuất không mã hóa (--plain)."
            ),
            code="receiver_lapsed",
        )


def _sealed(books: Books, receipt: BundleReceipt, progress: Progress) -> BundleReceipt:
    """Encrypt a bundle to its receiver where one is known."""
    to = receiver(books.paths, datetime.fromisoformat(books.clock.now()))
    if to is None:
        return receipt
    target = receipt.path.with_name(receipt.path.name + SEALED)
    try:
        sha256 = seal(receipt.path, target, [to.receiving], progress=progress)
    except BaseException:
        receipt.path.unlink(missing_ok=True)
        raise
    return replace(receipt, sealed=Sealed(target, sha256, target.stat().st_size, to.name))


def _estimated(member: Member, count: int) -> int:
    """Estimate the bytes of a register in the bundle by compressing its first lines."""
    packed = lines = 0
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    seen = 0
    for piece in member.content():
        packed += len(packer.compress(piece))
        lines += piece.count(b"\n")
        seen += len(piece)
        if seen >= SAMPLE:
            break
    packed += len(packer.flush())
    return packed * max(count, lines) // lines if lines else packed


def _info(
    books: Books,
    office: Mapping[str, Any],
    period: Period,
    parcel: Parcel,
    *,
    number: int,
    choices: ExportChoices,
    answers: tuple[Told, ...],
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
        answers=answers,
    )


def _told(pin: Pin) -> Told:
    return Told(pin.id, pin.state, pin.answer or "", pin.told_value)


def _office(books: Books, period: Period) -> str:
    office = books.office(period.last_day)
    return str(office["ma"]) if office else ""


def _shut_out() -> UserError:
    return UserError(
        _("Cấp trên đang giữ số liệu mà máy này chưa từng gửi, hoặc thư mục này là bản sao."),
        safe=_("Chưa xuất gói; số liệu trong máy và ở cấp trên không thay đổi."),
        remedy=_(
            "Nếu máy này vừa khôi phục từ bản sao lưu và là máy chính, chọn “Gửi lại toàn bộ”. Nếu "
            "cơ quan còn máy khác đang gửi, hãy xuất gói từ máy đó."
        ),
        code="shut_out",
    )


def _attached_files(books: Books, attached: Mapping[str, tuple[Attached, ...]]) -> Iterator[Member]:
    unique = {one.sha256: one for several in attached.values() for one in several}
    for digest, one in unique.items():
        # The bundle's writer compares the hash, which is the member's name.
        content = partial(files.pieces, books.paths.attachments, digest)
        yield Member(names.attachment_name(digest), content, one.name)


def _log(
    books: Books,
    info: BundleInfo,
    receipt: BundleReceipt,
    choices: ExportChoices,
    papers: Sequence[str],
) -> None:
    """Note the export with the hashes of its papers, and that personal fields left if they did."""
    sealed = receipt.sealed
    text = _("Xuất gói {name}, ký, không mã hóa").format(name=receipt.path.name)
    details: dict[str, Any] = {"counts": dict(receipt.counts), "full": info.parcel.full}
    details["papers"] = list(papers)
    if sealed is not None:
        text = _("Xuất gói {name}, ký và mã hóa cho {receiver}").format(
            name=sealed.path.name, receiver=sealed.receiver
        )
        details["sealed"] = {
            "file": str(sealed.path),
            "sha256": sealed.sha256,
            "size": sealed.size,
            "receiver": sealed.receiver,
        }
    if choices.personal:
        why = choices.reason or choices.note or _("Gói {period}").format(period=info.period_code)
        details["personal"] = why
        note_access(books, "export", "", None, personal_fields(), why)
    if choices.restart:
        text = _("{what}; gửi lại toàn bộ từ máy này").format(what=text)
    note(
        books,
        Line(
            kind=EXPORT,
            text=text,
            period=info.period_code,
            number=info.number,
            file=receipt.path,
            sha256=receipt.sha256,
            size=receipt.size,
            details=details,
        ),
    )
