"""What the sign dialog does off the GUI thread: who may sign, signing, verifying."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context
from danvan_desktop.errors import Cancelled, Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.reports.signers import Signer, signers
from danvan_desktop.reports.signing_order import Turns, turns_of
from danvan_desktop.reports.signing_papers import Job, Outcome, sign_papers
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import Signatory
from danvan_desktop.signing.tokens import Token, TokenCertificate, TokenSession
from danvan_desktop.signing.verdict import FileVerdict
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import fold
from ui.screens.report_work import Written, copy_to_read

DEMO_FOLDER = "khoa_thu"
DEMO_PASSPHRASE = "thu-nghiem"
"""Anybody may know it: the certificate has no legal value and says so."""


@dataclass(frozen=True, slots=True)
class Office:
    """Who may sign the papers, for which office, and whose turn it is on each paper."""

    signers: tuple[Signer, ...]
    organisation: str
    turns: tuple[Turns, ...]
    first: str
    """The name that is offered first."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one paper: its outcome and, once signed, what its verification says."""

    outcome: Outcome
    verdict: FileVerdict | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """What became of every paper, in their order."""

    results: tuple[Result, ...]

    @property
    def saved(self) -> tuple[Record, ...]:
        """The papers that were signed."""
        return tuple(one.outcome.saved for one in self.results if one.outcome.saved is not None)

    @property
    def changes(self) -> Changes | None:
        """What the other screens are told; None when nothing was signed."""
        if not self.saved:
            return None
        words = _("Ký {n} văn bản").format(n=len(self.saved))
        return Changes("", words, frozenset({"bao_cao"}), tuple(one.id for one in self.saved))

    @property
    def written(self) -> Written | None:
        """The last paper that was signed."""
        changes = self.changes
        return Written(self.saved[-1], changes) if changes is not None else None


def read_office(context: Context, records: Sequence[Record]) -> Office:
    """Read who may sign on the papers' day."""
    day = str(records[0].values["ngay"])
    office = context.office(day) or {}
    turns = tuple(turns_of(context, record) for record in records)
    found = list(signers(context, day))
    for one in turns:
        if not one.ordered:
            continue
        # secretary and chair of minutes need not be among those who sign for the office
        parties = [Signer(turn.name, (), turn.role) for turn in one.turns if turn.name]
        known = {fold(signer.name) for signer in parties}
        found = [*parties, *(signer for signer in found if fold(signer.name) not in known)]
    wanted = str(records[0].values.get("nguoi_ky") or "")
    following = turns[0].next
    if turns[0].ordered and following is not None:
        wanted = following.name
    return Office(tuple(found), str(office.get("ten_day_du") or ""), turns, wanted)


def jobs_for(
    records: Sequence[Record], office: Office, signer: Signer | None, key: SigningKey
) -> list[Job]:
    """Name for every paper who signs it, with the role that the person has on that paper."""
    jobs = []
    for record, turns in zip(records, office.turns, strict=True):
        if signer is None:
            who = Signatory(key.info.name, key.info.role, key.info.organisation)
        else:
            turn = turns.of(signer.name) if turns.ordered else None
            role = turn.role if turn is not None else signer.role
            who = Signatory(signer.name, role, office.organisation)
        jobs.append(Job(record, who))
    return jobs


def sign_with_file(
    context: Context,
    jobs: Sequence[Job],
    key: SigningKey,
    *,
    visible: bool,
    stop: threading.Event,
    progress: Progress = no_progress,
) -> Signed:
    """Sign with a key that lies in memory, then verify what was signed."""
    found = sign_papers(context, jobs, key, visible=visible, progress=_until(stop, progress))
    return _verified(context, found)


def sign_with_token(
    context: Context,
    jobs: Sequence[Job],
    token: Token,
    certificate: TokenCertificate,
    pin: str,
    *,
    visible: bool,
    stop: threading.Event,
    progress: Progress = no_progress,
) -> Signed:
    """Sign with the key of a certificate on a token: one PIN, one session, then verify."""
    with TokenSession(token) as session:
        session.login(pin)
        key = session.key(certificate.id, fingerprint=certificate.info.fingerprint)
        found = sign_papers(context, jobs, key, visible=visible, progress=_until(stop, progress))
    return _verified(context, found)


def make_demo(context: Context, who: Signatory) -> Path:
    """Make a key file for trials in the data folder; returns it."""
    from danvan_desktop.signing.demo_keys import make_personal_p12

    folder = context.paths.data / DEMO_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    name = fold(who.name).replace(" ", "-") or "nguoi-ky"
    demo = make_personal_p12(
        folder / f"{name}.p12",
        name=who.name,
        role=who.role,
        organisation=who.organisation,
        passphrase=DEMO_PASSPHRASE,
        now=datetime.fromisoformat(context.clock.now()),
    )
    return demo.p12


# --- private


def _until(stop: threading.Event, progress: Progress) -> Callable[..., None]:
    """Report on, and stop before the next paper once that is wished."""

    def report(done: int, total: int, text: str = "") -> None:
        if stop.is_set():
            raise Cancelled
        progress(done, total, text)

    return report


def _verified(context: Context, outcomes: Sequence[Outcome]) -> Signed:
    now = datetime.fromisoformat(context.clock.now())
    trust = context.trust()
    results = []
    for outcome in outcomes:
        verdict = None
        if outcome.saved is not None:
            path = copy_to_read(context, outcome.saved.id)
            verdict = verify_file(path, trust, now=now)
        results.append(Result(outcome, verdict))
    return Signed(tuple(results))
