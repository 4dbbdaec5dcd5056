"""The composition root: opens a data folder and wires everything; time and ids come from here."""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop import __version__, lazy
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books, Clock
from danvan_desktop.paths import Paths, is_portable, resources
from danvan_desktop.settings import Settings
from danvan_desktop.storage.copies import made_at, newest
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.kept import Kept, made_from
from danvan_desktop.storage.lock import FolderLock, on_network, place_warning, user_name
from danvan_desktop.vietnamese.clock import VIETNAM

if TYPE_CHECKING:
    from collections.abc import Collection
    from concurrent.futures import ThreadPoolExecutor
    from typing import Any

    from danvan_desktop import registers
    from danvan_desktop.bundles.packs.model import Ident, Plan, TakenBack
    from danvan_desktop.indicators.completeness import Reminder
    from danvan_desktop.organisation import periods as times
    from danvan_desktop.organisation.pack_parts import Parts
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.setup import OfficeSetup
    from danvan_desktop.signing.key_ends import KeyEnd
    from danvan_desktop.signing.keys import SigningKey
    from danvan_desktop.signing.trust import TrustList
    from danvan_desktop.storage import attachments, backup, migrate, place
    from danvan_desktop.storage.news import News
    from danvan_desktop.storage.place import Server
    from danvan_desktop.storage.values import Changes
else:
    registers = lazy.module("danvan_desktop.registers")
    times = lazy.module("danvan_desktop.organisation.periods")
    attachments = lazy.module("danvan_desktop.storage.attachments")
    backup = lazy.module("danvan_desktop.storage.backup")
    migrate = lazy.module("danvan_desktop.storage.migrate")
    place = lazy.module("danvan_desktop.storage.place")

MACHINE = "machine"
"""The setting that says which machine worked with the folder last."""

PLACE = "place"
"""The setting that says where the folder lay then: see ``storage.machine``."""

BACKUP_HOURS = 4
"""Half a working day may pass between two automatic copies."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where a folder was worked with last: "" for another machine, else its path on this one."""

    path: str = ""
    still_there: bool = False


class SystemClock:
    """The machine's clock, shown on Vietnamese time."""

    def today(self) -> str:
        """Give today's ISO date in Vietnam."""
        return datetime.datetime.now(VIETNAM).date().isoformat()

    def now(self) -> str:
        """Give the present moment as UTC ISO text."""
        return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id() -> str:
    """Make a UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits."""
    stamp = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    number = (stamp & (1 << 48) - 1) << 80 | random
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    digits = f"{number:032x}"  # by hand: an import makes one for each row
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


class Context(Books):
    """An open data folder: the books, the settings, the single writer, the lock."""

    def __init__(
        self,
        paths: Paths,
        *,
        clock: Clock,
        make_id: Callable[[], str],
        user: str,
        lock: FolderLock,
        database: Database,
        settings: Settings,
        kept: Kept,
        server: Server | None = None,
    ) -> None:
        super().__init__(database, paths, clock=clock, new_id=make_id, user=user)
        self.settings = settings
        self.place_warning = place_warning(paths.data)
        self.kept = kept
        self.server = server
        self._folder_lock = lock
        self._sound: list[Any] | None = None

    @cached_property
    def writer(self) -> ThreadPoolExecutor:
        """The one thread that writes, made for the first write."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    @cached_property
    def _news(self) -> News:
        from danvan_desktop.storage.news import News

        return News(self.database)

    def close(self, *, answers: Callable[[], Mapping[str, Any] | None] | None = None) -> None:
        """Let the writer and the readers finish, close the file and give the folder back.

        ``answers`` works out what the next start shows at once, None where nothing has changed.
        """
        if "writer" in self.__dict__:
            self.writer.shutdown(wait=True)
        found = answers() if answers is not None else None
        self.database.close()
        _use_pack(self.paths, closing=True)
        if found is not None:
            self.kept.write(found)
        self._folder_lock.release()

    def current_period(self) -> Period | None:
        """The period that the clerk last worked in, else the one whose report is due next."""
        return self.period_of_choice(self.periods())

    def period_of_choice(self, periods: Sequence[Period]) -> Period | None:
        """Pick the current period among all, which the caller has read."""
        return times.at_hand(periods, self.clock.today(), chosen=self.settings.get("period"))

    def set_up(self, setup: OfficeSetup) -> Changes:
        """Enter a new office in one operation; refused values raise through ``validate`` before.

        UserError for units that contradict each other or are of no known level.
        """
        from danvan_desktop.organisation.unit_faults import unit_faults

        faults = unit_faults(setup.units)
        if faults:
            raise UserError(
                faults[0].message,
                safe=_("Chưa có gì được tạo."),
                remedy=faults[0].remedy,
                code=faults[0].code,
            )
        label = _("Lập cơ quan {name}").format(name=setup.office["ten_day_du"])
        with self.operation(label, office=str(setup.office["ma"])) as (work, done):
            for register, rows in (
                ("don_vi", setup.units),
                ("van_phong", (setup.office,)),
                ("nhiem_ky", setup.terms),
                ("can_bo_ky", setup.officers),
                ("ky", setup.periods),
            ):
                spec = registers.REGISTERS[register]
                for values in rows:
                    work.insert(spec, spec.complete(values))
        self._directories, self._units = {}, None
        self.office_key()
        return done[0]

    def office_key(self) -> SigningKey:
        """Load the key that signs the office's bundles, making it when the office has none yet.

        A key that was there and is gone is not replaced in silence: receivers know the office by
        its fingerprint.
        """
        from danvan_desktop.signing import issuing, keys

        made = (keys.OFFICE_KEY_FILE, keys.OFFICE_CERTIFICATE_FILE)
        if not any((self.paths.keys / name).exists() for name in made):
            office = self.office()
            if office is None:
                raise UserError(_("Chưa lập cơ quan nên chưa có khóa."), code="no_office")
            self._refuse_second_key()
            self.paths.keys.mkdir(mode=0o700, exist_ok=True)
            return issuing.make_office_key(
                self.paths.keys,
                office_code=str(office["ma"]),
                office_name=str(office["ten_day_du"]),
                now=datetime.datetime.fromisoformat(self.clock.now()),
            )
        return keys.load_office_key(self.paths.keys)

    def _refuse_second_key(self) -> None:
        """Raise UserError where receivers know another key: of another folder, or before a restore.

        A copy of the database carries no key.
        """
        if not self._is_known():
            return
        raise UserError(
            _("Thư mục dữ liệu này chưa có khóa của cơ quan."),
            safe=_("Không có khóa nào được tạo; cấp trên vẫn nhận ra cơ quan bằng khóa đang dùng."),
            remedy=_(
                "Ở trang Gửi – nhận, nhấn Khóa…: nạp khóa dự phòng cất từ máy đã gửi. Không còn "
                "khóa nào thì chọn Khóa bị mất… để tạo khóa mới và báo cấp trên."
            ),
            code="no_key_here",
        )

    def _is_known(self) -> bool:
        """Tell whether others know this office's key: by its letter, a bundle or an answer."""
        from danvan_desktop.bundles import logbook

        signed = (logbook.EXPORT, logbook.PARTS, logbook.RECEIPT, logbook.ANSWER)
        with self.database.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT 1 FROM sync_log WHERE kind IN (?, ?, ?, ?) "
                "OR kind = ? AND file IS NOT NULL LIMIT 1",
                (*signed, logbook.KEY),
            ).fetchone()
        return row is not None

    def guard_keys(self) -> bool:
        """Move the keys' passphrases into this machine's keyring; tell whether they lie there.

        Only for a folder that stays on this machine, in this user's own home. Into files where it
        is portable, on a stick or a share, or one of several of a server: other machines open it
        too; outside the home, as other accounts do, whose keyring is another; and for a receiver,
        whose commands may run where nobody is logged in.
        """
        from danvan_desktop.signing import passphrases

        if self._stays_here() and self.paths.data.is_relative_to(Path.home().resolve()):
            passphrases.into_keyring(self.paths.keys)
        else:
            passphrases.into_files(self.paths.keys)
        return passphrases.in_keyring(self.paths.keys)

    def comes_from_elsewhere(self) -> Elsewhere | None:
        """Tell whether this folder that stays in one place lay on another machine, or elsewhere.

        A folder that nobody knows yet, or that is new to the question, is this place's from now.
        """
        from danvan_desktop.storage import machine

        mark, before = machine.machine_mark(), self.settings.get(MACHINE)
        here = machine.place_of(self.paths.data)
        kept = machine.kept_place(self.settings.get(PLACE))
        found = None
        if mark and before and mark != before:
            found = Elsewhere()
        elif kept is not None and here.is_another(kept):
            there = machine.place_of(Path(kept.path)).number == kept.number
            found = Elsewhere(kept.path, still_there=there)
        if found is not None and self._stays_here() and self._is_known():
            return found
        self._keep_place()
        return None

    def settle_here(self, *, copy: bool) -> None:
        """Keep that the folder was moved here, or is a copy, which sends nothing.

        A copy's next export has to decide, as on a database that the receiver shut out.
        """
        from danvan_desktop.bundles import sender

        office = self.office()
        if copy and office is not None:
            sender.change(self, str(office["ma"]), lambda known, _seq: known.as_copy())
        self._keep_place()

    def _keep_place(self) -> None:
        from danvan_desktop.storage import machine

        if mark := machine.machine_mark():
            self.settings.set(MACHINE, mark)
        self.settings.set(PLACE, machine.place_of(self.paths.data).as_setting())

    def _stays_here(self) -> bool:
        """Tell whether the folder is one machine's, of an office that sends."""
        from danvan_desktop.bundles import enrolment, media

        data = self.paths.data
        return not (
            self.server is not None
            or is_portable(data)
            or on_network(data)
            or media.stick_of(data) is not None
            or data == Paths(data.parent).sample
            or enrolment.receives(self)
        )

    def receiving_key(self) -> SigningKey:
        """Load the key that opens what is encrypted to this office, making it when there is none.

        UserError when this office receives no bundles.
        """
        from danvan_desktop.bundles import enrolment
        from danvan_desktop.signing import issuing, keys

        office = self.office()
        if office is None or not enrolment.receives(self):
            raise UserError(_("Cơ quan này không phải nơi nhận gói."), code="no_receiver")
        keys.finish_renewal(self.paths.keys)
        if keys.stored_certificate(self.paths.keys, keys.RECEIVING) is None:
            return issuing.make_receiving_key(
                self.paths.keys,
                office_code=str(office["ma"]),
                office_name=str(office["ten_day_du"]),
                now=self._moment(),
            )
        return keys.load_stored(self.paths.keys, keys.RECEIVING)

    def replace_keys(self, *, lost: bool) -> SigningKey:
        """Make new keys of the office; ``lost`` ones introduce the new ones no more.

        UserError where the present key is to introduce the new one and cannot be opened.
        """
        from danvan_desktop.bundles import logbook
        from danvan_desktop.signing import issuing

        if not lost:
            self.office_key()
        office = self.office()
        if office is None:
            raise UserError(_("Chưa lập cơ quan nên chưa có khóa."), code="no_office")
        key = issuing.replace_office_keys(
            self.paths.keys,
            office_code=str(office["ma"]),
            office_name=str(office["ten_day_du"]),
            now=self._moment(),
            lost=lost,
        )
        text = _("Tạo khóa mới thay khóa bị mất") if lost else _("Gia hạn khóa của cơ quan")
        logbook.note(self, logbook.Line(kind=logbook.KEY, text=text))
        return key

    def trust(self) -> TrustList:
        """Give whom this office believes: its own key and the certificates it was given."""
        from danvan_desktop.bundles import partners
        from danvan_desktop.signing import keys
        from danvan_desktop.signing.trust import TrustList, read_folder

        own = self.paths.keys / keys.OFFICE_CERTIFICATE_FILE
        now = self._moment()
        found = TrustList.from_files(*([own] if own.exists() else []))
        found = found.joined(read_folder(self.paths.trusted).trust)
        found = found.joined(partners.believed(self.paths, now))
        return found.without(partners.refused_fingerprints(self.paths, now))

    def enrolled(self) -> TrustList:
        """Give the keys of the offices whose bundles are taken."""
        from danvan_desktop.bundles import partners

        return partners.believed(self.paths, self._moment(), partners.Role.OFFICE)

    def superiors(self) -> TrustList:
        """Give the keys whose receipts, returns and packs are taken."""
        from danvan_desktop.bundles import partners

        return partners.believed(self.paths, self._moment(), partners.Role.SUPERIOR)

    def owing_offices(self, period: Period) -> Sequence[Reminder]:
        """List the offices that send here and whose figures of a period are not here as due."""
        from danvan_desktop.bundles.ledger import owing_offices

        return owing_offices(self, period)

    def key_ends(self, day: str) -> Sequence[KeyEnd]:
        """Tell when the office's own keys end and the one that its bundles are encrypted to."""
        from danvan_desktop.bundles import enrolment, partners
        from danvan_desktop.signing.key_ends import own_ends

        receives = enrolment.receives(self)
        found = [*own_ends(self.paths.keys, receives=receives), enrolment.untold_end(self)]
        if not receives:  # it has nobody above it, and hundreds of keys to look through
            now = datetime.datetime.fromisoformat(f"{day}T00:00+07:00")
            found.append(partners.receiving_end(self.paths, now))
        return [one for one in found if one is not None]

    @cached_property
    def pack_parts(self) -> Parts:
        """What a province pack may hold, in the order in which it is checked and applied."""
        from danvan_desktop.bundles.packs.certificates import CertificatesPart
        from danvan_desktop.bundles.packs.indicators import IndicatorsPart
        from danvan_desktop.bundles.packs.periods import PeriodsPart
        from danvan_desktop.bundles.packs.units import UnitsPart
        from danvan_desktop.reports.pack_parts import AnnexesPart, TemplatesPart

        return (
            UnitsPart(),
            PeriodsPart(),
            IndicatorsPart(),
            AnnexesPart(),
            TemplatesPart(),
            CertificatesPart(),
        )

    def look_at_pack(self, path: Path) -> Plan:
        """Say whose a pack is and what it would change; nothing is written."""
        from danvan_desktop.bundles.packs import applying

        return applying.look(self, path, self.superiors(), self.pack_parts)

    def apply_pack(self, plan: Plan, accepted: Collection[Ident]) -> Changes:
        """Bring a pack into force, its files too, in this program at once."""
        from danvan_desktop.bundles.packs import applying

        changes = applying.apply(self, plan, accepted, self.pack_parts)
        try:
            return self._settled(changes)
        except UserError:  # where its files cannot stand, nothing of the pack does
            with suppress(UserError):
                self.undo()
            raise

    def take_back_pack(self, pk: int) -> TakenBack:
        """Put back what stood before the newest pack of a sender."""
        from danvan_desktop.bundles.packs import applying

        found = applying.take_back(self, pk, self.pack_parts)
        return replace(found, changes=self._settled(found.changes))

    def undo(self) -> Changes | None:
        """Take back the last operation; with a pack its files go too."""
        return self._turned(super().undo)

    def redo(self) -> Changes | None:
        """Do the last undone operation again, the files of a pack too."""
        return self._turned(super().redo)

    def settle_packs(self) -> bool:
        """Make the files in the folder those of the packs in force; tell whether any changed."""
        if not self._ever_packs():
            return False
        from danvan_desktop.bundles.packs import settling

        if not settling.settle(self.database, self.paths, self.pack_parts):
            return False
        for part in self.pack_parts:
            part.use(part.folder(self.paths))
        return True

    def _ever_packs(self) -> bool:
        """Tell whether there was ever a pack: an office without any pays nothing for them."""
        with self.database.reading() as connection:
            found = connection.exec_driver_sql("SELECT 1 FROM province_pack LIMIT 1").fetchone()
        return found is not None

    def _settled(self, changes: Changes) -> Changes:
        """Settle the files of packs; where one changed, every page has something to show anew."""
        if not self.settle_packs():
            return changes
        return replace(changes, registers=frozenset(registers.REGISTERS))

    def _turned(self, turn: Callable[[], Changes | None]) -> Changes | None:
        """Undo or redo, and follow where that turned a pack."""
        if not self._ever_packs():
            return turn()
        from danvan_desktop.bundles.packs import applying

        before = applying.in_force(self)
        changes = turn()
        if changes is None:
            return None
        applying.note_turned(self, before)
        return self._settled(changes)

    def news(self) -> Changes | None:
        """Tell what others wrote on the server since the last look; None when nobody did."""
        found = self._news.look() if self.server is not None else None
        if found is not None:
            self.forget_units()
            self._links.forget()
        return found

    def is_own(self, changes: Changes) -> None:
        """Take note that a change is this program's own, so that it is no news."""
        if self.server is not None:
            self._news.own(changes.operation)

    def back_up_if_due(self) -> Path | None:
        """Make a verified copy when the newest one is older than ``BACKUP_HOURS``.

        Of a database on a server its administrator makes the copies: None.
        """
        if self.server is not None:
            return None
        copy = newest(self.paths.backups)
        now = datetime.datetime.fromisoformat(self.clock.now())
        if copy is not None and now - made_at(copy) < datetime.timedelta(hours=BACKUP_HOURS):
            return None
        return self.back_up_now()

    def back_up_now(self, reason: str = "tu-dong", folder: Path | None = None) -> Path:
        """Make a verified copy of the database, here or, with all kept files, in ``folder``.

        UserError where it is on a server.
        """
        if self.server is not None:
            raise UserError(
                _("Dữ liệu nằm trên máy chủ PostgreSQL nên chương trình không tự sao lưu."),
                safe=_("Dữ liệu đang dùng không bị ảnh hưởng."),
                remedy=_("Người quản trị máy chủ sao lưu bằng pg_dump hoặc bản sao liên tục."),
                code="server_backup",
            )
        place = folder or self.paths.backups
        if folder is not None:  # another medium has the attached and signed files, too
            attachments.copy_missing(self.paths.attachments, folder / self.paths.attachments.name)
        return backup.back_up(self.paths.database, place, stamp=self.clock.now(), reason=reason)

    def last_backup(self) -> Path | None:
        """Find the newest copy that is still sound; one that was checked is not checked again."""
        copy = newest(self.paths.backups) if self.server is None else None
        if copy is None:
            return None
        found = copy.stat()
        this = [copy.name, found.st_size, found.st_mtime_ns]
        if this not in (self._sound, self.kept.get("sound")) and not backup.is_sound(copy):
            return None
        self._sound = this
        return copy

    def _moment(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.clock.now())

    @property
    def sound_backup(self) -> list[Any] | None:
        """The copy that was last found sound: name, size and time of its file."""
        return self._sound


def open_context(
    data_dir: Path,
    *,
    clock: Clock | None = None,
    user: str | None = None,
    make_id: Callable[[], str] = new_id,
    settings: Settings | None = None,
) -> Context:
    """Open a data folder, creating or migrating its database; UserError says why not.

    A caller that already reads the folder's settings passes them, so that there is one of them.
    """
    clock = clock or SystemClock()
    paths = Paths(data_dir.resolve())
    lock = FolderLock(paths.lock, now=clock.now())
    try:
        if paths.copies.exists():
            attachments.discard_copies(paths.copies)
        server = place.server_of(paths.place) if paths.place.exists() else None
        kept = Kept(paths.answers, None if server else paths.database, program=_program(paths))
        if server:
            database: Database = server.opened()
            migrate.bring_server_up_to_date(database)
        else:
            database = Database(paths.database)
            # a file that is known is the very one that this program closed
            if not (kept.known or migrate.is_current(database)):
                database.close()
                migrate.bring_up_to_date(paths.database, backups=paths.backups, stamp=clock.now())
                database = Database(paths.database)
    except BaseException:
        lock.release()
        raise
    _use_pack(paths)
    context = Context(
        paths,
        clock=clock,
        make_id=make_id,
        user=user or user_name(),
        lock=lock,
        database=database,
        settings=settings or Settings(paths.settings),
        kept=kept,
        server=server,
    )
    if not kept.known:  # else the last run closed the folder in order
        context.settle_packs()
    return context


def _use_pack(paths: Paths, *, closing: bool = False) -> None:
    """Put the indicators and annexes of the folder's province pack into force, or out again."""
    if paths.indicators.is_dir():
        from danvan_desktop.indicators.catalogue import use_pack

        use_pack(None if closing else paths.indicators)
    if paths.annexes.is_dir():
        from danvan_desktop.reports.annexes import use_tables

        use_tables(None if closing else paths.annexes)


def _program(paths: Paths) -> str:
    """Name what works answers out: the version, the province's pack, the latest change."""
    room = Path(__file__).parent
    rooms = [
        room,
        room / "agenda",
        room / "storage",
        room / "indicators",
        resources() / "indicators",
    ]
    return f"{__version__} {made_from(*rooms, paths.indicators)}"
