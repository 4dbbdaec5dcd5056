"""Records of a register that may report one event, side by side, and what the clerk says of them.

Nothing is thrown away: of two reports of one event one counts and the other is kept beside it; a
merge writes the chosen values into the one that counts. Each judgement is one operation with undo.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from danvan_desktop.errors import has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.alike import alike_pairs
from danvan_desktop.organisation.books import Books, SaveResult
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage import repeats
from danvan_desktop.storage.repeats import Judged
from danvan_desktop.storage.values import Changes, Record


@dataclass(frozen=True, slots=True)
class RepeatPair:
    """Two records that may be one event; ``marked`` when the second is kept as a repeat already."""

    first: Record
    second: Record
    marked: bool


MOST_PAIRS = 300
"""More pairs than these nobody looks through in one go; the next ones follow when some are done."""


def repeats_in(
    books: Books, register: str, suspects: Sequence[tuple[str, str]] | None = None
) -> list[RepeatPair]:
    """List the first pairs of a register: those that only look alike first, then those marked.

    ``suspects`` are pairs of record ids that look alike (default: found by their keys); pairs that
    the clerk told apart are left out.
    """
    if suspects is None:
        suspects = alike_pairs(repeats.event_keys(books.database, register))
    judged = repeats.judged_pairs(books.database, register)
    apart = {frozenset((pair.first, pair.second)) for pair in judged}
    marked = repeats.duplicates_of(books.database, register)
    known = apart | {frozenset(pair) for pair in marked}
    found = [(pair, False) for pair in suspects if frozenset(pair) not in known]
    records: dict[str, Record | None] = {}

    def record(record_id: str) -> Record | None:
        if record_id not in records:
            records[record_id] = books.record(register, record_id)
        return records[record_id]

    pairs: list[RepeatPair] = []
    for (first, second), is_marked in [*found, *((pair, True) for pair in marked)]:
        if len(pairs) >= MOST_PAIRS:
            break
        one, other = record(first), record(second)
        if one is not None and other is not None and not one.deleted and not other.deleted:
            pairs.append(RepeatPair(one, other, is_marked))
    return pairs


def event_keys(books: Books, register: str) -> list[tuple[str, tuple[str, ...]]]:
    """List the counted records of a register with what makes each an event; none for forms."""
    return repeats.event_keys(books.database, register) if register in REGISTERS else []


def count_one(
    books: Books, pair: RepeatPair, *, kept: str, values: Mapping[str, Any] | None = None
) -> SaveResult:
    """Say that two records are one event; ``kept`` (an id) counts, with ``values`` merged into it.

    With errors in the merged values nothing is written and they are returned.
    """
    spec = REGISTERS[pair.first.register]
    counted = pair.first if kept == pair.first.id else pair.second
    other = pair.second if counted is pair.first else pair.first
    whole = spec.complete({**counted.values, **(values or {})})
    issues = spec.validate(whole, books.directory()) if values else []
    if has_errors(issues):
        return SaveResult(None, tuple(issues), None)
    books.refuse_closed(spec.key, [counted.id, other.id])
    pattern = _("Gộp {what} “{title}”") if values else _("Tính một lần {what} “{title}”")
    with books.operation(pattern.format(what=_(spec.record_label), title=_title(spec, whole))) as (
        work,
        done,
    ):
        if values:
            work.update(spec, counted.id, whole, rev=counted.rev)
        work.judge(spec, (counted.id, other.id), Judged(counted.id, other.id, "same"))
    return SaveResult(books.record(spec.key, counted.id), tuple(issues), done[0])


def tell_apart(books: Books, pair: RepeatPair) -> Changes:
    """Say that two records are two events: both count, and they are not asked about again."""
    spec = REGISTERS[pair.first.register]
    title = _title(spec, pair.first.values)
    words = _("Hai việc khác nhau: {what} “{title}”")
    ids = (pair.first.id, pair.second.id)
    books.refuse_closed(spec.key, ids)
    with books.operation(words.format(what=_(spec.record_label), title=title)) as (work, done):
        work.judge(spec, ids, Judged(*ids, "apart"))
    return done[0]


def _title(spec: RegisterSpec, values: Mapping[str, Any]) -> str:
    return str(values.get(spec.title_field) or _(spec.record_label))[:60]
