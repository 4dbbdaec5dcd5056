"""What the page of bundles reads and does on a worker: facts, exports, files that came in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from danvan_desktop.bundles import enrolment, export as exporting, journal, media, receipts, returns
from danvan_desktop.bundles.evidence import kept_file, received_papers
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.message import is_message, read_message
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.bundles.packs import model as packs
from danvan_desktop.bundles.partners import receiver
from danvan_desktop.bundles.returned import returned_periods
from danvan_desktop.bundles.sender import sender
from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.signing.key_ends import Whose
from danvan_desktop.signing.trust import TrustList
from ui.export_dialog import Preview

if TYPE_CHECKING:
    from danvan_desktop.bundles.enrolment import Candidate
    from danvan_desktop.bundles.model import BundleReceipt
    from danvan_desktop.bundles.receipts import TakenIn
    from danvan_desktop.bundles.returns import Returned
    from danvan_desktop.signing.verdict import FileVerdict


@dataclass(frozen=True, slots=True)
class Ending:
    """What is said of a key that ends soon, and whose it is."""

    text: str
    whose: Whose


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screen shows: the log and the papers of the period, read in one go.

    ``receiver`` is who the bundles are encrypted to, ``shut_out`` that nothing but everything is
    any use to them (see ``export``). ``returned`` are the periods that came back, with the day by
    which they are to be sent again. ``ending`` is the key that ends next, if that is soon.
    """

    log: tuple[Entry, ...] = ()
    frozen: str = ""
    closed: bool = False
    signed: str = ""
    names: Mapping[str, str] | None = None
    receiver: str = ""
    shut_out: bool = False
    returned: Mapping[str, str] = field(default_factory=dict)
    ending: Ending | None = None

    def period_name(self, code: str | None) -> str:
        """Name a period by its code."""
        return (self.names or {}).get(str(code), str(code or ""))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came in: one of the four is there; a ``pack`` has a page of its own."""

    path: Path
    receipt: TakenIn | None = None
    candidate: Candidate | None = None
    verdict: FileVerdict | None = None
    returned: Returned | None = None
    pack: bool = False
    papers: tuple[str, ...] = ()
    """The papers that a receipt acknowledges, by their ids."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A verified copy, and the stick it lies on if the system can put that away."""

    path: Path
    stick: Path | None


def read_facts(context: Context, period: Period | None) -> Facts:
    """Read everything that the page shows."""
    frozen = signed = ""
    for paper in context.all_of("bao_cao"):
        if period is not None and paper.values.get("ky") == period.code:
            if is_issued(paper.values):
                frozen = frozen or paper.changed_at
            if paper.values.get("tep_da_ky"):
                signed = paper.changed_at
    to = receiver(context.paths, datetime.fromisoformat(context.clock.now()))
    office = context.office()
    return Facts(
        log=tuple(journal.entries(context)),
        frozen=frozen,
        closed=period is not None and context.period(period.code).closed,
        signed=signed,
        names={one.code: one.name for one in context.periods()},
        receiver=to.name if to else "",
        shut_out=bool(office) and sender(context, str((office or {})["ma"])).shut_out,
        returned=returned_periods(context),
        ending=_ending(context),
    )


def look_inside(context: Context, path: Path) -> dict[str, Any]:
    """Open one of the office's own bundles and check it anew."""
    key = context.office_key()
    now = datetime.fromisoformat(context.clock.now())
    own = TrustList((key.certificate,)).joined(context.trust())
    with open_bundle(path, now=now, trust=own) as bundle:
        return bundle.summary()


def preview(context: Context, period: Period) -> Preview:
    """Tell what the next bundle would hold, with what changed and with everything."""
    changed = exporting.contents(context, period)
    whole = changed if changed.full else exporting.contents(context, period, full=True)
    return Preview(period, changed, whole)


def export(
    context: Context,
    period: Period,
    choices: exporting.ExportChoices,
    *,
    progress: Progress = no_progress,
) -> BundleReceipt:
    """Write the bundle into the outbox."""
    folder = context.paths.outbox
    folder.mkdir(parents=True, exist_ok=True)
    made = exporting.export_bundle(
        context, period, folder, context.office_key(), choices=choices, progress=progress
    )
    context.guard_keys()
    return made


def copy_out(
    context: Context, entry: Entry, folder: Path, *, progress: Progress = no_progress
) -> Copied:
    """Copy a bundle to a medium and read it back."""
    copy = journal.copy_out(context, entry, folder, progress=progress)
    return Copied(copy, media.stick_of(folder))


def take_in(context: Context, path: Path) -> Incoming:
    """Take in a receipt, read a letter that introduces a key, or judge any other file."""
    now = datetime.fromisoformat(context.clock.now())
    kind = ""
    if path.suffix.lower() == ".asice" and path.is_file() and is_message(path):
        kind = read_message(path, context.trust(), now=now).kind
    if kind == receipts.KIND:
        receipt = receipts.take_in(context, path, context.superiors())
        return Incoming(path, receipt=receipt, papers=_acknowledged(context))
    if kind == returns.KIND:
        taken = returns.take_in_return(context, path, context.superiors())
        return Incoming(path, returned=taken)
    if kind == packs.KIND:
        return Incoming(path, pack=True)
    if kind == enrolment.KIND:
        return Incoming(path, candidate=enrolment.read_enrolment(context, path))
    verdict = verify_file(path, context.trust(), now=now, paths=context.paths)
    return Incoming(path, verdict=verdict)


# --- private


def _acknowledged(context: Context) -> tuple[str, ...]:
    """Name the papers of which receipts say that the superior has them."""
    received = received_papers(context)
    found = context.all_of("bao_cao") if received else ()
    return tuple(one.id for one in found if kept_file(one.values) in received)


def _ending(context: Context) -> Ending | None:
    """Tell which key ends first, if that is soon; one that is over already is told too."""
    today = context.clock.today()
    day = date.fromisoformat(today)
    near = [one for one in context.key_ends(today) if one.near(day)]
    first = min(near, key=lambda one: one.until, default=None)
    return Ending(first.told(day), first.whose) if first is not None else None
