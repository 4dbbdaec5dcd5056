"""The office's books: reading and writing records with the rules and the units of their day.

This is what figures, reports, imports and bundles work on. Reads are safe from any thread; writes
go through one lock, and each returns only after its transaction is durable.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from danvan_desktop import lazy
from danvan_desktop.errors import Issue, Progress, UserError, has_errors, no_progress
from danvan_desktop.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

    from danvan_desktop import registers, schema
    from danvan_desktop.indicators.completeness import Reminder
    from danvan_desktop.organisation import (
        closing,
        links,
        office_code,
        periods as times,
        running_codes,
        units as places,
    )
    from danvan_desktop.organisation.links import LinkTitles
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory, UnitVersion
    from danvan_desktop.paths import Paths
    from danvan_desktop.schema import RegisterSpec, Values
    from danvan_desktop.signing.key_ends import KeyEnd
    from danvan_desktop.storage import (
        attachments as files,
        drafts,
        imports,
        reader,
        undo,
        undo_labels,
        unit_of_work,
        values as stored,
    )
    from danvan_desktop.storage.connections import Statements
    from danvan_desktop.storage.engine import Database
    from danvan_desktop.storage.unit_of_work import Author, Describe, UnitOfWork
    from danvan_desktop.storage.values import (
        Attachment,
        Changes,
        Draft,
        HistoryEntry,
        Hit,
        ImportDecisions,
        ImportRow,
        ListQuery,
        Overview,
        Record,
        Summary,
    )
else:  # a start opens the books; it neither reads registers nor writes
    registers = lazy.module("danvan_desktop.registers")
    schema = lazy.module("danvan_desktop.schema")
    times = lazy.module("danvan_desktop.organisation.periods")
    closing = lazy.module("danvan_desktop.organisation.closing")
    links = lazy.module("danvan_desktop.organisation.links")
    office_code = lazy.module("danvan_desktop.organisation.office_code")
    running_codes = lazy.module("danvan_desktop.organisation.running_codes")
    places = lazy.module("danvan_desktop.organisation.units")
    files = lazy.module("danvan_desktop.storage.attachments")
    drafts = lazy.module("danvan_desktop.storage.drafts")
    imports = lazy.module("danvan_desktop.storage.imports")
    reader = lazy.module("danvan_desktop.storage.reader")
    undo = lazy.module("danvan_desktop.storage.undo")
    undo_labels = lazy.module("danvan_desktop.storage.undo_labels")
    unit_of_work = lazy.module("danvan_desktop.storage.unit_of_work")
    stored = lazy.module("danvan_desktop.storage.values")

PROGRESS_EVERY = 200
"""An import reports its progress after this many rows."""


class Clock(Protocol):
    """Where the time comes from; tests hold it still."""

    def today(self) -> str:
        """The ISO date of today, on the office's clock."""

    def now(self) -> str:
        """The present moment as UTC ISO text with seconds."""


class SaveResult(NamedTuple):
    """What became of a save: the stored record and changes, or the Issues that stopped it."""

    record: Record | None
    issues: tuple[Issue, ...]
    changes: Changes | None

    @property
    def saved(self) -> bool:
        """Tell whether the register now holds what was given."""
        return self.record is not None


class Books:
    """Registers, directory and papers of one office in one database."""

    def __init__(
        self,
        database: Database,
        paths: Paths,
        *,
        clock: Clock,
        new_id: Callable[[], str],
        user: str,
    ) -> None:
        self.database = database
        self.paths = paths
        self.clock = clock
        self.user = user
        self._new_id = new_id
        self._lock = threading.RLock()
        self._directories: dict[str | None, Directory] = {}
        self._units: list[UnitVersion] | None = None
        self._unit_days: list[str] = []

    # --- lists and records

    def page(self, query: ListQuery, offset: int, limit: int) -> Sequence[Record]:
        """Read one page of a list; child lists are left out."""
        found = reader.page(self.database, query, offset, limit)
        self._links.learn_page(query.register, found)
        return found

    def count(self, query: ListQuery) -> int:
        """Count the records of a list."""
        return reader.count(self.database, query)

    def totals(self, query: ListQuery) -> dict[str, int]:
        """Sum a list's total fields, duplicates once."""
        return reader.totals(self.database, query)

    def summary(
        self,
        query: ListQuery,
        *,
        sums: Sequence[str] = (),
        shares: tuple[str, Sequence[str]] = ("", ()),
        different: str = "",
    ) -> Summary:
        """Add a list up in one pass over it, duplicates apart."""
        return reader.summary(self.database, query, sums=sums, shares=shares, different=different)

    def overview(self, queries: Sequence[ListQuery]) -> list[Overview]:
        """Look at several lists in one statement: how many records, which is the newest."""
        return reader.overview(self.database, queries)

    def record(self, register: str, record_id: str) -> Record | None:
        """Read one record whole."""
        found = reader.record(self.database, register, record_id)
        self._links.learn_page(register, (found,) if found else ())
        return found

    def all_of(self, register: str, *, on: str | None = None) -> list[Record]:
        """Read every live record of a small register (the directory, papers)."""
        return reader.records(self.database, register, on=on)

    def search(self, text: str, limit: int = 30) -> list[Hit]:
        """Search every register without regard to tones."""
        return reader.search(self.database, text, limit)

    def history(self, register: str, record_id: str) -> list[HistoryEntry]:
        """Read who changed what in a record, newest first."""
        return reader.history(self.database, record_id)

    # --- the office in time

    def directory(self, on: str | None = None) -> Directory:
        """Give the units valid on a day (None: all ever known)."""
        if self._units is None:
            units = [places.unit_of(r.values) for r in self.all_of("don_vi")]
            self._unit_days = places.change_days(units)
            self._units = units
        # Between two changes every day has the same units, so few directories are ever made.
        place = bisect_right(self._unit_days, on) if on is not None else -1
        since = self._unit_days[place - 1] if place > 0 else places.BEFORE_ALL
        key = None if on is None else since
        found = self._directories.get(key)
        if found is None:
            found = places.Directory(self._units or (), day=key, links=self._links)
            self._directories[key] = found
        return found

    def office(self, on: str | None = None) -> Mapping[str, Any] | None:
        """Give the office's profile valid on a day (default: the latest); None before set-up."""
        found = self.all_of("van_phong", on=on) or (self.all_of("van_phong") if on else [])
        return found[-1].values if found else None

    def officers(self, on: str | None = None) -> list[Mapping[str, Any]]:
        """Give the positions held on a day (default: today)."""
        return [record.values for record in self.all_of("can_bo_ky", on=on or self.clock.today())]

    def periods(self) -> list[Period]:
        """Give every period in order of time."""
        return [times.period_of(record.values) for record in self.all_of("ky")]

    def period(self, code: str) -> Period:
        """Find a period by code; UserError when the office has none of that code."""
        for period in self.periods():
            if period.code == code:
                return period
        raise UserError(
            _("Chưa có kỳ báo cáo {code}.").format(code=code),
            remedy=_("Thêm kỳ trong Cài đặt."),
            code="unknown_period",
        )

    def owing_offices(self, period: Period) -> Sequence[Reminder]:
        """List the offices that send here and owe something of a period; none at an office."""
        return ()

    def key_ends(self, day: str) -> Sequence[KeyEnd]:
        """Tell when the keys end that this office uses on an ISO day; books alone have none."""
        return ()

    def period_named(self, code: str) -> Period:
        """Find a period by code, or make it by the office's scheme when it is not kept."""
        for period in self.periods():
            if period.code == code:
                return period
        office = self.office()
        return times.made_period(code, str((office or {}).get("cach_tinh_ky") or "15-14"))

    # --- writing

    def validate(self, register: str, values: Values) -> list[Issue]:
        """Check values as a save would, without saving."""
        spec = registers.REGISTERS[register]
        whole = spec.complete(values)
        return spec.validate(whole, self._units_of_day(spec, whole))

    def save(
        self,
        register: str,
        values: Values,
        *,
        id: str | None = None,
        rev: int | None = None,
        label: str | None = None,
        reason: str = "",
    ) -> SaveResult:
        """Check and store a record; with errors nothing is written and they are returned.

        A new record of a closed period counts in the next one; one that was counted in a closed
        period changes only with a ``reason`` (see ``closing``).
        """
        spec = registers.REGISTERS[register]
        before = self.record(register, id) if id else None
        whole = spec.complete({**before.values, **values} if before else values)
        issues = spec.validate(whole, self._units_of_day(spec, whole))
        issues += office_code.check(self.database, spec, whole)
        held = closing.check(self.database, self.periods, spec, before, whole, reason)
        issues += held.issues
        if has_errors(issues):
            return SaveResult(None, tuple(issues), None)
        if before is not None:
            office_code.put_right(self.database, spec, before.values, whole)
        words = label or self._words(spec, whole, new=before is None)
        with self.operation(words) as (work, done):
            if before is None:
                codes = running_codes.RunningCodes(work.connection, work.write_out)
                record_id = work.insert(spec, codes.coded(spec, whole))
                codes.finish()
            else:
                record_id = before.id
                work.update(spec, record_id, whole, rev=rev)
            closing.mark(work, register, record_id, held.marks, self._stamp())
        self._forget_directory(spec)
        if register == "ky":
            closing.place_waiting(self.database, self.periods())
        return SaveResult(self.record(register, record_id), tuple(issues), done[0])

    def save_many(
        self, register: str, changes: Mapping[str, Values], label: str, *, reason: str = ""
    ) -> SaveResult:
        """Change several records in one operation; with an error in any, nothing is written.

        ``changes`` holds the new values by record id; the result's ``record`` is the first one.
        """
        spec = registers.REGISTERS[register]
        wholes: dict[str, dict[str, Any]] = {}
        marks: dict[str, Sequence[closing.LateMark]] = {}
        issues: list[Issue] = []
        for record_id, values in changes.items():
            before = self.record(register, record_id)
            if before is not None:
                whole = wholes[record_id] = spec.complete({**before.values, **values})
                issues += [
                    replace(issue, place=replace(issue.place, record=record_id))
                    for issue in spec.validate(whole, self._units_of_day(spec, whole))
                ]
                issues += office_code.check(self.database, spec, whole)
                held = closing.check(self.database, self.periods, spec, before, whole, reason)
                issues += held.issues
                marks[record_id] = held.marks
        if has_errors(issues) or not wholes:
            return SaveResult(None, tuple(issues), None)
        with self.operation(label) as (work, done):
            for record_id, whole in wholes.items():
                work.update(spec, record_id, whole, rev=None)
                closing.mark(work, register, record_id, marks[record_id], self._stamp())
        self._forget_directory(spec)
        return SaveResult(self.record(register, next(iter(wholes))), tuple(issues), done[0])

    def write_all(
        self, register: str, rows: Sequence[tuple[str | None, int | None, Values]], label: str
    ) -> Changes:
        """Add (no id) and change checked records of a register in one operation.

        A row is id, revision and values; a revision that is no longer the stored one is refused.
        """
        spec = registers.REGISTERS[register]
        with self.operation(label) as (work, done):
            for record_id, rev, values in rows:
                if record_id is None:
                    work.insert(spec, spec.complete(values))
                else:
                    work.update(spec, record_id, values, rev=rev)
        self._forget_directory(spec)
        return done[0]

    def delete(
        self, register: str, ids: Sequence[str], label: str | None = None, *, reason: str = ""
    ) -> Changes:
        """Move records to the bin in one operation.

        UserError for records that were counted in a closed period, unless there is a ``reason``.
        """
        spec = registers.REGISTERS[register]
        self.refuse_closed(register, ids, reason)
        words = label or _("Xóa {n} {what}").format(n=len(ids), what=_(spec.record_label))
        with self.operation(words) as (work, done):
            for record_id in ids:
                work.set_deleted(spec, record_id, True)
        self._forget_directory(spec)
        return done[0]

    def restore(self, register: str, ids: Sequence[str], *, reason: str = "") -> Changes:
        """Bring records back from the bin in one operation; of a closed period with a reason."""
        spec = registers.REGISTERS[register]
        self.refuse_closed(register, ids, reason)
        words = _("Khôi phục {n} {what}").format(n=len(ids), what=_(spec.record_label))
        with self.operation(words) as (work, done):
            for record_id in ids:
                work.set_deleted(spec, record_id, False)
        self._forget_directory(spec)
        return done[0]

    def refuse_closed(self, register: str, ids: Sequence[str], reason: str = "") -> None:
        """Raise UserError when one of the records was counted in a closed period."""
        if not reason:
            spec = registers.REGISTERS[register]
            records = [self.record(register, record_id) for record_id in ids]
            closing.refuse(self.database, self.periods, spec, [r for r in records if r])

    def new_id(self) -> str:
        """Make an id for what is not a record (attachments, operations, papers)."""
        return self._new_id()

    def operation(self, label: str, *, kind: str = "edit", office: str | None = None) -> _Locked:
        """Open a named unit of work: ``with books.operation(…) as (work, done)``.

        Only the kind ``edit`` is offered to undo; another one stays in the history for good.
        ``office`` is the code of the one that is being set up and so is not known yet.
        """
        self._links.forget()
        author = self._author()
        if office is not None:
            author = replace(author, owner=office)
        writing = unit_of_work.writing(self.database, author, label, kind=kind)
        return _Locked(self._lock, writing)

    @contextmanager
    def merging(self) -> Iterator[tuple[Statements, Describe]]:
        """Open one transaction for the records of another office, with what describes them.

        They go past the unit of work: their history and their undo are with their office.
        """
        with self._lock, self.database.write() as connection:
            yield connection, self._describe
        self._links.forget()

    def forget_units(self) -> None:
        """Read the units anew: another office's came in beside its records."""
        self._directories, self._units = {}, None

    def undo_label(self) -> str | None:
        """Name what undo would take back."""
        return undo_labels.undo_label(self.database)

    def redo_label(self) -> str | None:
        """Name what redo would do again."""
        return undo_labels.redo_label(self.database)

    def undo(self) -> Changes | None:
        """Take back the last operation."""
        with self._lock:
            changes = undo.undo(self.database, self._author())
        self._directories, self._units = {}, None
        self._links.forget()
        return changes

    def redo(self) -> Changes | None:
        """Do the last undone operation again."""
        with self._lock:
            changes = undo.redo(self.database, self._author())
        self._directories, self._units = {}, None
        self._links.forget()
        return changes

    # --- import

    def known_files(self, digests: Iterable[str]) -> set[str]:
        """Tell which workbooks (SHA-256 of their bytes) came in before."""
        return imports.known_files(self.database, digests)

    def known_fingerprints(self, fingerprints: Iterable[str]) -> set[str]:
        """Tell which workbook rows came in before."""
        return imports.known_rows(self.database, fingerprints)

    def counted_origins(
        self, register: str, keys: Iterable[tuple[str, ...]]
    ) -> dict[tuple[str, ...], dict[str, Any]]:
        """Tell where the record that is counted for an event (duplicate key) came from."""
        return reader.counted_origins(self.database, register, keys)

    def import_rows(
        self,
        label: str,
        rows: Iterable[ImportRow],
        files: Iterable[tuple[str, str]] = (),
        *,
        decisions: ImportDecisions | None = None,
        total: int = 0,
        progress: Progress = no_progress,
    ) -> Changes:
        """Write checked rows of workbooks (name, SHA-256) as one operation with one undo.

        Rows of a closed period count in the next one. UserError for totals of a closed period, and
        when a row is merged into a record that was counted there.
        """
        for register, record_id, _values in decisions.merged if decisions is not None else ():
            self.refuse_closed(register, [record_id])
        with self.operation(label) as (work, done):
            codes = running_codes.RunningCodes(work.quick, work.write_out)
            late = closing.ImportGuard(self.periods())
            for number, row in enumerate(rows):
                spec = registers.REGISTERS[row.register]
                values = codes.coded(spec, spec.complete(row.values))
                record_id = work.insert(spec, values, origin=row.origin)
                work.remember_import(row.fingerprint, row.register, record_id)
                if late.watching:
                    marks = late.marks(spec, values)
                    closing.mark(work, row.register, record_id, marks, self._stamp())
                if number % PROGRESS_EVERY == 0:
                    progress(number, total, label)
            codes.finish()
            if decisions is not None:
                imports.carry_out(work, decisions)
            for name, digest in files:
                work.connection.exec_driver_sql(
                    "DELETE FROM import_file WHERE sha256 = ?", (digest,)
                )
                work.connection.exec_driver_sql(
                    "INSERT INTO import_file (sha256, owner, name, operation, at) "
                    "VALUES (?, ?, ?, ?, ?)",
                    (digest, work.owner, name, work.operation, self.clock.now()),
                )
        return done[0]

    def remember_mapping(self, fingerprint: str, mapping: Mapping[str, Any]) -> None:
        """Remember how a workbook's header was matched."""
        with self._lock:
            imports.remember_mapping(self.database, fingerprint, mapping, at=self.clock.now())

    def recall_mapping(self, fingerprint: str) -> dict[str, Any] | None:
        """Recall how a header was matched before."""
        return imports.recall_mapping(self.database, fingerprint)

    # --- drafts and attachments

    def keep_draft(self, register: str, record_id: str | None, values: Values, field: str) -> None:
        """Keep a half-filled form, without numbers that identify private persons.

        UserError (state_secret) when it declares a degree of secrecy; then the draft that was kept
        before is wiped too, because it is an earlier piece of the same text.
        """
        spec = registers.REGISTERS[register]
        if not schema.may_be_kept(spec, values):
            with self._lock:
                drafts.wipe(self.database, register, record_id)
            raise schema.secret_text()
        values = schema.without_identity_numbers(spec, values)
        with self._lock:
            drafts.keep(
                self.database, register, record_id, values, field=field, at=self.clock.now()
            )

    def drafts(self) -> list[Draft]:
        """List the kept forms, newest first."""
        return drafts.all_drafts(self.database)

    def drop_draft(self, register: str, record_id: str | None) -> None:
        """Forget a kept form."""
        with self._lock:
            drafts.drop(self.database, register, record_id)

    def attach(self, register: str, record_id: str, path: Path) -> Attachment:
        """Keep a copy of a file with a record; one that declares a degree of secrecy is refused."""
        content = files.read_checked(path, pdf_lines=_pdf_lines)
        digest = files.store(self.paths.attachments, content)
        attachment = stored.Attachment(
            id=self._new_id(),
            register=register,
            record_id=record_id,
            name=path.name,
            sha256=digest,
            size=len(content),
            added_at=self.clock.now(),
            added_by=self.user,
        )
        with self._lock:
            files.add(self.database, attachment)
        return attachment

    def look_at_file(self, path: Path) -> None:
        """Refuse a file that could not be attached (UserError), before there is a record for it."""
        files.read_checked(path, pdf_lines=_pdf_lines)

    def attachments(self, register: str, record_id: str) -> list[Attachment]:
        """List a record's attachments."""
        return files.of_record(self.database, record_id)

    def attachment_copy(self, attachment_id: str) -> Path:
        """Write a read-only copy to open in another program."""
        found = files.find(self.database, attachment_id)
        if found is None:
            raise UserError(_("Tệp đính kèm này không còn."), code="gone")
        return files.copy_out(self.paths.attachments, found, self.paths.copies)

    def detach(self, attachment_id: str) -> None:
        """Take an attachment off its record."""
        with self._lock:
            files.remove(self.database, attachment_id)

    # --- private

    @cached_property
    def _links(self) -> LinkTitles:
        return links.LinkTitles(self.database)

    def _stamp(self) -> tuple[str, str]:
        return self.clock.now(), self.user

    def _author(self) -> Author:
        office = self.office()
        return unit_of_work.Author(
            user=self.user,
            owner=str(office["ma"]) if office else "",
            now=self.clock.now,
            new_id=self._new_id,
            describe=self._describe,
        )

    def _units_of_day(self, spec: RegisterSpec, values: Values) -> Directory:
        """Give the units by which a record's rules are asked: those of its own day."""
        unread = spec.field(spec.date_field).type.check(values.get(spec.date_field))
        return self.directory(None if unread else spec.event_date(values))

    def _describe(self, spec: RegisterSpec, values: Mapping[str, Any]) -> str:
        code = values.get(spec.unit_field) if spec.unit_field else None
        return self.directory().unit_name(str(code)) if code else ""

    def _words(self, spec: RegisterSpec, values: Values, *, new: bool) -> str:
        title = spec.title_of(values) or _(spec.record_label)
        pattern = _("Thêm {what} “{title}”") if new else _("Sửa {what} “{title}”")
        return pattern.format(what=_(spec.record_label), title=title[:60])

    def _forget_directory(self, spec: RegisterSpec) -> None:
        self._links.forget()
        if spec.group == "organisation":
            self._directories, self._units = {}, None


def _pdf_lines(content: bytes) -> list[str]:
    from danvan_desktop.documents.raster import lines_of

    return lines_of(content)


class _Locked:
    """A unit of work that also holds the writers' lock."""

    def __init__(
        self, lock: threading.RLock, inner: AbstractContextManager[tuple[UnitOfWork, list[Changes]]]
    ) -> None:
        self._lock = lock
        self._inner = inner

    def __enter__(self) -> tuple[UnitOfWork, list[Changes]]:
        self._lock.acquire()
        try:
            return self._inner.__enter__()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *details: Any) -> bool | None:
        try:
            return self._inner.__exit__(*details)
        finally:
            self._lock.release()
