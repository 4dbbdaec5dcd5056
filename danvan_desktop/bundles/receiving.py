"""The province takes a bundle: checked wholly, merged in one transaction, noted, answered.

What is not taken changes nothing and is noted with its reason. The answer is a ``Receipt``, the
same whatever became of the bundle: how far the province is with that office.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles import incoming_units, losses, names, strayed
from danvan_desktop.bundles.arrivals import CLOSED
from danvan_desktop.bundles.differences import Comparing, Difference
from danvan_desktop.bundles.enrolment import own_codes
from danvan_desktop.bundles.incoming_files import Arrived, store_files
from danvan_desktop.bundles.incoming_rows import NewerField, incoming_rows
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.logbook import RECEIVED, Line, note_within
from danvan_desktop.bundles.model import BundleRefused
from danvan_desktop.bundles.opening import Bundle, open_bundle
from danvan_desktop.bundles.outgoing_rows import DIRECTORY
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
from danvan_desktop.bundles.sender import begin_epoch, epoch_in, own_epoch, seconds
from danvan_desktop.bundles.signer import Signer, signer_of
from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import CLOSED as PERIOD_CLOSED
from danvan_desktop.organisation.pins import tell
from danvan_desktop.registers import carried_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.signing.files import plain_name, sha256_of
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter, set_counter
from danvan_desktop.storage.merging import ForeignRecord, Incoming, Merging, state_of

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
    strayed: int = 0
    """So many of its records are for units that other offices keep; see ``strayed``."""
    differences: tuple[Difference, ...] = ()
    """What the first of the records that were held before say otherwise now."""
    secret: bool = False
    """It declares a degree of secrecy: no copy of it may be kept."""
    signer: Signer | None = None
    """Who signed it; also of a refused file, where the signature could be read."""
    closed: bool = False
    """Its office had closed the period for which it was sent."""

    @property
    def taken(self) -> bool:
        """Tell whether its records are in the registers now."""
        return self.verdict in (Verdict.REPLACE, Verdict.MERGE)

    @property
    def waits(self) -> bool:
        """Tell whether a person has to decide before anything of it is taken."""
        return self.verdict == Verdict.ASKS


@dataclass(frozen=True, slots=True)
class _Merged:
    """What a merge came to: whether both sides agree, units that others keep, what changed.

    ``strayed`` counts records for such units, by unit and keeper; ``lost`` says in words what was
    held and is not in the bundle, "" for nothing.
    """

    agrees: bool
    left: Sequence[str] = ()
    differences: tuple[Difference, ...] = ()
    strayed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    lost: str = ""


@dataclass(frozen=True, slots=True)
class _Work:
    """A bundle that goes into an open transaction; ``arrived`` are its attachments."""

    books: Books
    connection: Statements
    describe: Callable[[RegisterSpec, Mapping[str, Any]], str]
    bundle: Bundle
    arrived: Mapping[str, Arrived]
    progress: Progress

    def rows(self, spec: RegisterSpec) -> Iterator[Incoming]:
        """Read the records of a register, checked."""
        if spec.key not in self.bundle.counts:
            return iter(())
        lines = self.bundle.rows(spec.key)
        return incoming_rows(spec, lines, self.bundle.info.parcel, self.arrived)


def receive(
    books: Books,
    path: Path,
    trust: TrustList,
    *,
    agreed: bool = False,
    progress: Progress = no_progress,
) -> Received:
    """Take a bundle from a file; refusals come back as ``Received``, noted like all others.

    ``agreed``: a person has seen what it takes away of what is held (``Received.waits``) and wants
    it all the same. UserError only when the file cannot be read from the disk or the database
    cannot be written.
    """
    try:
        return _opened(books, path, trust, progress, agreed=agreed)
    except BundleRefused as refusal:
        signer, secret = signer_of(refusal.verdict), refusal.code == "state_secret"
        return note_refused(books, path, str(refusal), secret=secret, signer=signer)
    except UserError as error:
        if error.code not in PART_CODES:
            raise
        return note_refused(books, path, str(error))


def note_refused(
    books: Books,
    path: Path,
    reason: str,
    *,
    bundle: Bundle | None = None,
    secret: bool = False,
    signer: Signer | None = None,
) -> Received:
    """Note a file that was not taken; nothing of it is believed, so little of it is kept.

    OSError when the disk does not give it.
    """
    info = bundle.info if bundle is not None else None
    received = Received(
        file=plain_name(path),
        verdict=REFUSED,
        reason=reason,
        office=info.office_code if info else "",
        office_name=info.office_name if info else "",
        period=info.period_code if info else "",
        number=info.number if info else 0,
        sha256=sha256_of(path),
        secret=secret,
        signer=signer_of(bundle.verdict) if bundle is not None else signer,
    )
    with books.database.write() as connection:
        _note(books, connection, received, path.stat().st_size, None)
    return received


def note_declined(books: Books, sha256: str) -> None:
    """Note that a person does not want what the file of that sum would take away."""
    with books.database.write() as connection:
        connection.exec_driver_sql(
            'INSERT INTO sync_bundle (office, sha256, at, "by", file, size, period, number, epoch, '
            "base, high, verdict, reason, counts) SELECT office, sha256, ?, ?, file, size, period, "
            "number, epoch, base, high, ?, ?, counts FROM sync_bundle "
            "WHERE sha256 = ? AND verdict = ? ORDER BY pk DESC LIMIT 1",
            (
                *(books.clock.now(), books.user, REFUSED),
                *(_("Nơi nhận không đồng ý thay số liệu đang giữ."), sha256, str(Verdict.ASKS)),
            ),
        )


def held_of(connection: Statements, office: str) -> Held | None:
    """Read how far the province is with an office."""
    row = connection.exec_driver_sql(
        "SELECT epoch, high, state FROM sync_office WHERE office = ?", (office,)
    ).fetchone()
    return Held(Epoch.parse(row[0]), int(row[1]), str(row[2])) if row else None


# --- private


def _opened(
    books: Books, path: Path, trust: TrustList, progress: Progress, *, agreed: bool
) -> Received:
    now = datetime.fromisoformat(books.clock.now())
    with open_bundle(path, now=now, trust=trust, paths=books.paths, progress=progress) as bundle:
        if not bundle.verdict.accepted or not _enrolled(bundle, trust):
            reason = _("Chưa biết khóa của cơ quan gửi.")
            return note_refused(books, path, reason, bundle=bundle)
        if bundle.info.office_code in own_codes(books):
            # Its records would take the place of the receiver's own.
            raise refused("own_office")
        _refuse_unreadable(bundle)
        return _take(books, bundle, progress, agreed=agreed)


def _refuse_unreadable(bundle: Bundle) -> None:
    """Look at the registers that no merge reads: nothing in a bundle goes by without a check.

    One that is not known here and has records comes from a newer program.
    """
    merged = {incoming_units.REGISTER, *(spec.key for spec in carried_registers())}
    for register, count in bundle.counts.items():
        if register in merged:
            continue
        if register not in DIRECTORY and count:
            raise refused("newer_format", register)
        for _row in bundle.rows(register):
            pass


def _enrolled(bundle: Bundle, trust: TrustList) -> bool:
    """Tell whether the signer itself is on the list, not only somebody who vouches for it."""
    return any(trust.holds(signature.fingerprint) for signature in bundle.verdict.signatures)


def _take(books: Books, bundle: Bundle, progress: Progress, *, agreed: bool) -> Received:
    """Judge, merge and note a bundle while nobody else writes: two machines may be at one office.

    Its files are stored before, since they take long and harm nobody.
    """
    parcel = bundle.info.parcel
    own_epoch(books)
    with books.database.reading() as connection:
        ready = _brings_files(judge(held_of(connection, parcel.office), parcel))
    arrived = store_files(books, bundle) if ready else {}
    with books.merging() as (connection, describe):
        epoch = _province_epoch(books, connection, parcel)
        held = held_of(connection, parcel.office)
        decision = judge(held, parcel)
        if _brings_files(decision) and not ready:
            arrived = store_files(books, bundle)
        connection.exec_driver_sql("SAVEPOINT bundle")
        work = _Work(books, connection, describe, bundle, arrived, progress)
        merged = _merge(work, decision, held)
        decision = settle(
            decision, held, agrees=merged.agrees, asks=bool(merged.lost) and not agreed
        )
        if not merged.agrees or decision.verdict is Verdict.ASKS:
            connection.exec_driver_sql("ROLLBACK TO SAVEPOINT bundle")
        connection.exec_driver_sql("RELEASE SAVEPOINT bundle")
        if _brings_files(decision):
            _keep_papers(connection, bundle)
        received = _noted(books, connection, bundle, decision, epoch, merged=merged)
    books.forget_units()
    told = received.taken or received.waits
    return replace(received, differences=merged.differences if told else ())


def _brings_files(decision: Decision) -> bool:
    """Tell whether its papers are kept: those of a bundle that came after a newer one too."""
    return decision.changes or decision.verdict is Verdict.NOTHING


def _merge(work: _Work, decision: Decision, held: Held | None) -> _Merged:
    """Write the records and compare the states; of a bundle that brings nothing new, compare.

    One that says again how its office stands also brings units and answers: nothing has changed
    there, but a unit that another office kept until now may be free.
    """
    books, connection, bundle = work.books, work.connection, work.bundle
    parcel = bundle.info.parcel
    stamp = (books.clock.now(), books.user)
    units = incoming_units.Units()
    current = decision.verdict is Verdict.NOTHING and held == Held(parcel.epoch, parcel.high)

    def described(spec: RegisterSpec, values: Mapping[str, Any]) -> str:
        code = values.get(spec.unit_field) if spec.unit_field else None
        return units.names.get(str(code)) or work.describe(spec, values)

    merging = Merging(connection, owner=parcel.office, describe=described, stamp=stamp)
    if not decision.changes:
        known = current and held is not None and held.state == parcel.state
        if decision.verdict is Verdict.NOTHING and not known and not _held_rows(work, merging):
            return _Merged(agrees=False)
        if current:
            with _as_refusal():
                units = _take_units(connection, merging, bundle)
            tell(connection, parcel.office, bundle.info.answers)
        return _Merged(agrees=True, left=units.left)
    comparing = Comparing(books, connection)
    lost = losses.Loss()
    if decision.verdict is Verdict.REPLACE:
        with _as_refusal():
            lost = losses.losses(books, connection, bundle, work.rows)
        merging.clear(carried_registers())
    with _as_refusal():
        units = _take_units(connection, merging, bundle)
        for done, spec in enumerate(carried_registers()):
            work.progress(done, len(carried_registers()), _(spec.label))
            merging.take(spec, comparing.watch(spec, work.rows(spec)))
    state = state_of(connection, carried_registers(), parcel.office)
    if state != parcel.state:
        return _Merged(agrees=False)
    connection.exec_driver_sql(
        "INSERT INTO sync_office (office, name, epoch, high, state, at) "
        "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (office) DO UPDATE SET name = excluded.name, "
        "epoch = excluded.epoch, high = excluded.high, state = excluded.state, "
        "at = excluded.at",
        (
            *(parcel.office, bundle.info.office_name, str(parcel.epoch)),
            *(parcel.high, state, stamp[0]),
        ),
    )
    tell(connection, parcel.office, bundle.info.answers)
    # Figures and lists are kept until this number moves; no record of ours has it.
    set_counter(connection, "seq", counter(connection, "seq") + 1)
    since = held.high if held is not None and decision.verdict is Verdict.MERGE else 0
    found = strayed.strayed_in(connection, parcel.office, since)
    different = (*lost.differences, *comparing.found)
    return _Merged(True, units.left, different, found, lost.said)


def _take_units(connection: Statements, merging: Merging, bundle: Bundle) -> incoming_units.Units:
    if incoming_units.REGISTER not in bundle.counts:
        return incoming_units.Units()
    lines = bundle.rows(incoming_units.REGISTER)
    whole = bundle.info.schema_version >= incoming_units.WHOLE_SINCE
    return incoming_units.take_units(connection, merging, lines, bundle.info.parcel, whole=whole)


def _held_rows(work: _Work, merging: Merging) -> bool:
    """Tell whether every record of a bundle is here already, as it says or newer.

    A copy of the office that was put back by hand gives the numbers that are held to other rows.
    """
    with _as_refusal():
        return all(merging.holds(spec, work.rows(spec)) for spec in carried_registers())


@contextmanager
def _as_refusal() -> Iterator[None]:
    """Turn what is wrong with a record into the refusal of its bundle."""
    try:
        yield
    except NewerField as error:
        raise refused("newer_format", str(error)) from error
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
    merged: _Merged,
) -> Received:
    """Note the bundle and give the receipt its number."""
    info = bundle.info
    if decision.verdict is Verdict.ASKS:
        return _waiting(books, connection, bundle, merged.lost)
    found = merged.strayed if decision.changes else {}
    gone = merged.lost if decision.changes else ""
    said = (_(REASONS[decision.verdict]), gone, _left_words(merged.left))
    number = counter(connection, NUMBER) + 1
    set_counter(connection, NUMBER, number)
    received = Received(
        file=plain_name(bundle.path),
        verdict=decision.verdict,
        reason=" ".join(part for part in (*said, strayed.words(connection, found)) if part),
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
        signer=signer_of(bundle.verdict),
        strayed=sum(found.values()),
        closed=_closed(bundle),
    )
    _note(books, connection, received, bundle.path.stat().st_size, info.parcel)
    return received


def _waiting(books: Books, connection: Statements, bundle: Bundle, lost: str) -> Received:
    """Note a bundle that a person has to decide on: no receipt says anything of it before."""
    info = bundle.info
    received = Received(
        file=plain_name(bundle.path),
        verdict=Verdict.ASKS,
        reason=_("Chưa nhận, chờ xác nhận. {lost}").format(lost=lost),
        office=info.office_code,
        office_name=info.office_name,
        period=info.period_code,
        number=info.number,
        sha256=sha256_of(bundle.path),  # of the file that is set aside, encrypted or not
        counts=bundle.counts,
        signer=signer_of(bundle.verdict),
    )
    _note(books, connection, received, bundle.path.stat().st_size, info.parcel)
    return received


def _closed(bundle: Bundle) -> bool:
    """Tell whether the sender's own directory says that the bundle's period is closed."""
    rows = bundle.rows("ky") if "ky" in bundle.counts else iter(())
    told = [one.get("values") for one in rows]
    return any(
        isinstance(one, dict)
        and (one.get("ma"), one.get("trang_thai")) == (bundle.info.period_code, PERIOD_CLOSED)
        for one in told
    )


def _left_words(codes: Sequence[str]) -> str:
    if not codes:
        return ""
    shown = ", ".join(codes[:SHOWN_UNITS]) + (", …" if len(codes) > SHOWN_UNITS else "")
    return _("{n} đơn vị do cơ quan khác đang giữ nên chưa nhận: {codes}.").format(
        n=len(codes), codes=shown
    )


def _note(
    books: Books,
    connection: Statements,
    received: Received,
    size: int,
    parcel: Parcel | None,
) -> None:
    now = books.clock.now()
    note_within(books, connection, _line(received, size), at=now)
    connection.exec_driver_sql(
        'INSERT INTO sync_bundle (office, sha256, at, "by", file, size, period, number, epoch, '
        "base, high, verdict, reason, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            received.office,
            received.sha256,
            now,
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


def _line(received: Received, size: int) -> Line:
    """Say in the log what came, what became of it and who signed it."""
    text = _("Nhận gói của {name}: {reason}").format(
        name=received.office_name, reason=received.reason
    )
    if received.waits:
        text = _("Gói của {name}: {reason}").format(
            name=received.office_name, reason=received.reason
        )
    elif received.verdict == REFUSED:
        text = _("Từ chối tệp {name}: {reason}").format(name=received.file, reason=received.reason)
    details = {"office": received.office, "verdict": str(received.verdict)}
    signer = {"signer": received.signer.as_details()} if received.signer else {}
    closed = {CLOSED: True} if received.closed else {}
    return Line(
        kind=RECEIVED,
        text=text,
        period=received.period or None,
        number=received.number or None,
        file=Path(received.file),
        sha256=received.sha256,
        size=size,
        details={**details, **signer, **closed},
    )


def _province_epoch(books: Books, connection: Statements, parcel: Parcel) -> Epoch:
    """Give this life of the province's database; a new one when an office knows a later receipt."""
    epoch = epoch_in(connection)
    if not province_was_restored(parcel, epoch, counter(connection, NUMBER)):
        return epoch
    fence = parcel.seen.epoch if parcel.seen else None
    epoch = epoch.next(name=books.new_id(), hint=seconds(books), fence=fence)
    begin_epoch(connection, epoch)
    set_counter(connection, NUMBER, 0)
    return epoch
