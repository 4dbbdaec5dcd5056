"""The province takes a bundle: checked wholly, merged in one transaction, noted, answered.

What is not taken changes nothing and is noted with its reason. The answer is a ``Receipt``, the
same whatever became of the bundle: how far the province is with that office.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles import incoming_units, names
from danvan_desktop.bundles.differences import Comparing, Difference
from danvan_desktop.bundles.incoming_rows import incoming_rows
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.opening import Bundle, open_bundle
from danvan_desktop.bundles.parts import CODES as PART_CODES
from danvan_desktop.bundles.protocol import (
    Decision,
    Epoch,
    Held,
    Parcel,
    Receipt,
    Verdict,
    judge,
    province_was_restored,
    settle,
)
from danvan_desktop.bundles.sender import EPOCH, own_epoch, seconds
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pins import tell
from danvan_desktop.registers import carried_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter, set_counter
from danvan_desktop.storage.merging import ForeignRecord, Merging, state_of

REFUSED = "refused"
"""The verdict of a file that was no bundle, was damaged, or was signed by nobody we know."""

SHOWN_UNITS = 5
"""So many units that others keep are named."""

NUMBER = "receipt"
"""Counter of the receipts given in this epoch of the province's database."""

REASONS: dict[str, str] = {
    Verdict.REPLACE: N_("Đã nhận toàn bộ số liệu của cơ quan."),
    Verdict.MERGE: N_("Đã nhận phần thay đổi."),
    Verdict.NOTHING: N_("Gói này đã nhận trước đó; không có gì thay đổi."),
    Verdict.GAP: N_("Thiếu gói gửi trước đó; chờ cơ quan gửi bù."),
    Verdict.NEEDS_FULL: N_("Máy của cơ quan vừa khôi phục; cần gói toàn bộ."),
    Verdict.DIVERGED: N_("Số liệu hai bên không khớp; cần gói toàn bộ."),
    Verdict.OLDER_EPOCH: N_("Gói lập từ bản dữ liệu cũ, trước khi máy của cơ quan khôi phục."),
}


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a bundle, with the answer to its office (None for a refused file)."""

    file: str
    verdict: str
    reason: str
    office: str = ""
    office_name: str = ""
    period: str = ""
    number: int = 0
    sha256: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    receipt: Receipt | None = None
    differences: tuple[Difference, ...] = ()
    """What the first of the records that were held before say otherwise now."""

    @property
    def taken(self) -> bool:
        """Tell whether its records are in the registers now."""
        return self.verdict in (Verdict.REPLACE, Verdict.MERGE)


class _Withdrawn(Exception):
    """Ends the transaction of a merge after which both sides would still differ."""


def receive(
    books: Books, path: Path, trust: TrustList, *, progress: Progress = no_progress
) -> Received:
    """Take a bundle from a file; refusals come back as ``Received``, noted like all others.

    UserError only when the file cannot be read from the disk or the database cannot be written.
    """
    try:
        now = datetime.fromisoformat(books.clock.now())
        with open_bundle(
            path, now=now, trust=trust, paths=books.paths, progress=progress
        ) as bundle:
            if not bundle.verdict.accepted or not _enrolled(bundle, trust):
                return _refuse(books, path, bundle, _("Chưa biết khóa của cơ quan gửi."))
            return _take(books, bundle, progress)
    except BundleRefused as refusal:
        return _refuse(books, path, None, str(refusal))
    except UserError as error:
        if error.code not in PART_CODES:
            raise
        return _refuse(books, path, None, str(error))


def held_of(connection: Statements, office: str) -> Held | None:
    """Read how far the province is with an office."""
    row = connection.exec_driver_sql(
        "SELECT epoch, high, state FROM sync_office WHERE office = ?", (office,)
    ).fetchone()
    return Held(Epoch.parse(row[0]), int(row[1]), str(row[2])) if row else None


# --- private


def _enrolled(bundle: Bundle, trust: TrustList) -> bool:
    """Tell whether the signer itself is on the list, not only somebody who vouches for it."""
    return any(trust.holds(signature.fingerprint) for signature in bundle.verdict.signatures)


def _take(books: Books, bundle: Bundle, progress: Progress) -> Received:
    parcel = bundle.info.parcel
    epoch = _province_epoch(books, parcel)
    with books.database.reading() as connection:
        held = held_of(connection, parcel.office)
    decision = judge(held, parcel)
    # It says again how the office stands: nothing has changed there, but a unit that another office
    # kept until now may be free.
    current = decision.verdict is Verdict.NOTHING and held == Held(parcel.epoch, parcel.high)
    # A bundle that came after a newer one brings no record, but it may bring its period's papers.
    if decision.changes or decision.verdict is Verdict.NOTHING:
        for resource in bundle.resources:
            if resource.name.startswith((names.PAPERS, names.ATTACHMENTS)):
                files.store(books.paths.attachments, b"".join(bundle.read(resource.name)))
    if decision.changes or current:
        try:
            received = _merge(books, bundle, decision, epoch, progress)
            books.forget_units()
            return received
        except _Withdrawn:
            decision = settle(decision, held, agrees=False)
    with books.database.write() as connection:
        if decision.verdict is Verdict.NOTHING:
            _keep_papers(connection, bundle)
        return _noted(books, connection, bundle, decision, epoch)


def _merge(
    books: Books, bundle: Bundle, decision: Decision, epoch: Epoch, progress: Progress
) -> Received:
    """Write the records, compare the states, note the bundle: all of it or nothing.

    Of a bundle that brings nothing new only the units and the answers.
    """
    parcel = bundle.info.parcel
    stamp = (books.clock.now(), books.user)
    with books.merging() as (connection, describe):
        units = incoming_units.Units()

        def described(spec: RegisterSpec, values: Mapping[str, Any]) -> str:
            code = values.get(spec.unit_field) if spec.unit_field else None
            return units.names.get(str(code)) or describe(spec, values)

        merging = Merging(connection, owner=parcel.office, describe=described, stamp=stamp)
        comparing = Comparing(books, connection)
        attached = {
            one.name.removeprefix(names.ATTACHMENTS): one.size
            for one in bundle.resources
            if one.name.startswith(names.ATTACHMENTS)
        }
        if decision.verdict is Verdict.REPLACE:
            merging.clear(carried_registers())
        with _as_refusal():
            if incoming_units.REGISTER in bundle.counts:
                lines = bundle.rows(incoming_units.REGISTER)
                whole = bundle.info.schema_version >= incoming_units.WHOLE_SINCE
                units = incoming_units.take_units(connection, merging, lines, parcel, whole=whole)
            if not decision.changes:
                tell(connection, parcel.office, bundle.info.answers)
                _keep_papers(connection, bundle)
                return _noted(books, connection, bundle, decision, epoch, left=units.left)
            for done, spec in enumerate(carried_registers()):
                progress(done, len(carried_registers()), _(spec.label))
                if spec.key in bundle.counts:
                    lines = bundle.rows(spec.key)
                    rows = incoming_rows(spec, lines, parcel, attached)
                    merging.take(spec, comparing.watch(spec, rows))
        state = state_of(connection, carried_registers(), parcel.office)
        if state != parcel.state:
            raise _Withdrawn
        connection.exec_driver_sql(
            "INSERT INTO sync_office (office, name, epoch, high, state, at) "
            "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (office) DO UPDATE SET name = excluded.name, "
            "epoch = excluded.epoch, high = excluded.high, state = excluded.state, "
            "at = excluded.at",
            (
                parcel.office,
                bundle.info.office_name,
                str(parcel.epoch),
                parcel.high,
                state,
                stamp[0],
            ),
        )
        tell(connection, parcel.office, bundle.info.answers)
        # Figures and lists are kept until this number moves; no record of ours has it.
        set_counter(connection, "seq", counter(connection, "seq") + 1)
        _keep_papers(connection, bundle)
        received = _noted(books, connection, bundle, decision, epoch, left=units.left)
        return replace(received, differences=tuple(comparing.found))


@contextmanager
def _as_refusal() -> Iterator[None]:
    """Turn what is wrong with a record into the refusal of its bundle."""
    try:
        yield
    except (ValueError, ForeignRecord) as error:
        raise refused("records_bad", str(error)) from error


def _keep_papers(connection: Statements, bundle: Bundle) -> None:
    """Note the papers that came with a bundle, each once however often it is sent."""
    info = bundle.info
    for one in bundle.resources:
        if one.name.startswith(names.PAPERS):
            place = (info.office_code, info.period_code, info.number)
            paper = (one.name.removeprefix(names.PAPERS), one.sha256)
            connection.exec_driver_sql(
                "INSERT INTO sync_paper (office, period, number, name, title, sha256, size) "
                "SELECT ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM sync_paper WHERE "
                "office = ? AND period = ? AND number = ? AND name = ? AND sha256 = ?)",
                (*place, paper[0], one.title, paper[1], one.size, *place, *paper),
            )


def _noted(
    books: Books,
    connection: Statements,
    bundle: Bundle,
    decision: Decision,
    epoch: Epoch,
    *,
    left: Sequence[str] = (),
) -> Received:
    """Note the bundle and give the receipt its number; ``left`` are units that others keep."""
    info = bundle.info
    number = counter(connection, NUMBER) + 1
    set_counter(connection, NUMBER, number)
    received = Received(
        file=bundle.path.name,
        verdict=decision.verdict,
        reason=" ".join(part for part in (_(REASONS[decision.verdict]), _left_words(left)) if part),
        office=info.office_code,
        office_name=info.office_name,
        period=info.period_code,
        number=info.number,
        sha256=bundle.sha256,
        counts=bundle.counts,
        receipt=Receipt(
            info.office_code,
            epoch,
            number,
            decision.held,
            diverged=decision.verdict is Verdict.DIVERGED,
        ),
    )
    _note(books, connection, received, bundle.path.stat().st_size, info.parcel)
    return received


def _left_words(codes: Sequence[str]) -> str:
    if not codes:
        return ""
    shown = ", ".join(codes[:SHOWN_UNITS]) + (", …" if len(codes) > SHOWN_UNITS else "")
    return _("{n} đơn vị do cơ quan khác đang giữ nên chưa nhận: {codes}.").format(
        n=len(codes), codes=shown
    )


def _refuse(books: Books, path: Path, bundle: Bundle | None, reason: str) -> Received:
    """Note a file that was not taken; nothing of it is believed, so little of it is kept."""
    from danvan_desktop.signing.files import sha256_of

    info = bundle.info if bundle is not None else None
    received = Received(
        file=path.name,
        verdict=REFUSED,
        reason=reason,
        office=info.office_code if info else "",
        office_name=info.office_name if info else "",
        period=info.period_code if info else "",
        number=info.number if info else 0,
        sha256=sha256_of(path),
    )
    with books.database.write() as connection:
        _note(books, connection, received, path.stat().st_size, None)
    return received


def _note(
    books: Books,
    connection: Statements,
    received: Received,
    size: int,
    parcel: Parcel | None,
) -> None:
    connection.exec_driver_sql(
        'INSERT INTO sync_bundle (office, sha256, at, "by", file, size, period, number, epoch, '
        "base, high, verdict, reason, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            received.office,
            received.sha256,
            books.clock.now(),
            books.user,
            received.file,
            size,
            received.period or None,
            received.number or None,
            str(parcel.epoch) if parcel else None,
            parcel.base if parcel else None,
            parcel.high if parcel else None,
            str(received.verdict),
            received.reason,
            json.dumps(dict(received.counts)),
        ),
    )


def _province_epoch(books: Books, parcel: Parcel) -> Epoch:
    """Give this life of the province's database; a new one when an office knows a later receipt."""
    epoch = own_epoch(books)
    with books.database.reading() as connection:
        last = counter(connection, NUMBER)
    if not province_was_restored(parcel, epoch, last):
        return epoch
    fence = parcel.seen.epoch if parcel.seen else None
    epoch = epoch.next(name=books.new_id(), hint=seconds(books), fence=fence)
    with books.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE setting SET value = ? WHERE name = ?", (str(epoch), EPOCH)
        )
        set_counter(connection, NUMBER, 0)
    return epoch
