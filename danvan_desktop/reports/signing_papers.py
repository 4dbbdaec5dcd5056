"""Sign several papers in one go: one key, one PIN, a result for each file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from danvan_desktop.errors import Cancelled, Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.lifecycle import paper_label
from danvan_desktop.reports.paper_files import sign_report
from danvan_desktop.reports.signing_order import MINUTES
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import Signatory
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import fold

ENDS_ALL = frozenset(
    {
        "token_gone",
        "token_cancelled",
        "driver_crashed",
        "driver_hangs",
        "pin_locked",
        "key_missing",
        "key_expired",
        "key_not_yet_valid",
        "key_usage",
        "key_weak",
    }
)
"""Refusals after which no other paper can be signed either."""


@dataclass(frozen=True, slots=True)
class Job:
    """A paper and who is to sign it."""

    record: Record
    signatory: Signatory


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one paper: the record as it was saved, or why it was not signed.

    Neither: it was not its turn any more, because the clerk stopped or the token was gone.
    """

    job: Job
    saved: Record | None = None
    error: UserError | None = None


def sign_papers(
    books: Books,
    jobs: Sequence[Job],
    key: SigningKey,
    *,
    visible: bool = True,
    progress: Progress = no_progress,
) -> tuple[Outcome, ...]:
    """Sign papers one after the other; each is kept as soon as it is signed.

    A paper that is refused does not stop the others, a lost token does. Cancelling stops before
    the next paper: what was signed until then stays, and is in the result.
    """
    done: list[Outcome] = []
    for number, job in enumerate(jobs):
        try:
            progress(number, len(jobs), paper_label(job.record))
        except Cancelled:
            break
        try:
            if len(jobs) > 1:
                _refuse_stranger(job)
            saved = sign_report(books, job.record.id, key, signatory=job.signatory, visible=visible)
        except UserError as error:
            done.append(Outcome(job, error=error))
            if error.code in ENDS_ALL:
                break
        else:
            done.append(Outcome(job, saved))
    return (*done, *(Outcome(job) for job in jobs[len(done) :]))


def _refuse_stranger(job: Job) -> None:
    """Among several papers one that names another signatory was chosen by mistake."""
    named = str(job.record.values.get("nguoi_ky") or "")
    if job.record.values["loai"] != MINUTES and named and fold(named) != fold(job.signatory.name):
        raise UserError(
            _("Văn bản này ghi người ký là {name}.").format(name=named),
            safe=_("Chưa ký văn bản này."),
            remedy=_("Ký riêng văn bản này, hoặc chọn đúng người ký."),
            code="other_signer",
        )
