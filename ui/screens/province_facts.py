"""What the page "Nhận gói" shows: verdicts, who sent what, a bundle in words; for a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.bundles import foreign, inbox, ledger
from danvan_desktop.bundles.foreign import SameEvent
from danvan_desktop.bundles.inbox import LEFTOVERS, Heap, Outcome
from danvan_desktop.bundles.ledger import BundleEntry, PaperEntry, SentCell, SentMatrix, Standing
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.quarantine import Quarantined
from danvan_desktop.bundles.receiving import REFUSED, Received
from danvan_desktop.bundles.signer import Signer
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pins import title_of
from danvan_desktop.registers import REGISTERS, carried_registers
from danvan_desktop.signing.certificates import fingerprint_text
from danvan_desktop.signing.verdict import state_text
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_date, format_number, format_size
from ui.moments import day_of_moment, moment_text
from ui.widgets.badge import Mark

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period

COLUMNS = 8
"""Periods beside each other at most."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a heap of files became; ``changes`` tell the other pages to read again."""

    outcomes: tuple[Outcome, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Twice:
    """An event that several offices report, as the list and the pane show it."""

    event: SameEvent
    cells: tuple[str, str, str]
    blocks: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True, slots=True)
class CellDetails:
    """What stands behind a cell: the files of an office for a period and the papers in them."""

    bundles: tuple[BundleEntry, ...]
    papers: tuple[PaperEntry, ...]


def take(
    context: Context,
    paths: Sequence[Path],
    told: Callable[[Heap | Outcome], None],
    *,
    progress: Progress = no_progress,
) -> Taken:
    """Find the bundles among the paths and take them (for the writer)."""
    heap = inbox.look(paths)
    told(heap)
    outcomes = inbox.take_all(context, heap.bundles, told=told, progress=progress)
    return Taken(tuple(outcomes), changes_of(outcomes))


def take_again(
    context: Context,
    one: Quarantined,
    told: Callable[[Heap | Outcome], None],
    *,
    agreed: bool = False,
) -> Taken:
    """Take a file out of quarantine in again (for the writer)."""
    outcome = inbox.retry(context, one, agreed=agreed)
    told(outcome)
    return Taken((outcome,), changes_of([outcome]))


def changes_of(outcomes: Sequence[Outcome]) -> Changes:
    """Tell the other pages that records of these registers came in."""
    taken = any(one.received.taken for one in outcomes)
    registers = {spec.key for spec in carried_registers()} | {"don_vi"} if taken else set()
    return Changes("", "", frozenset(registers), all_named=False)


def answer(context: Context, received: Sequence[Received], folder: Path) -> list[Path]:
    """Write the receipts into a folder (for the writer)."""
    return inbox.answer_all(context, received, folder, context.office_key())


def answer_entry(context: Context, entry: BundleEntry, folder: Path) -> list[Path]:
    """Write the receipt of a bundle that came before (for the writer)."""
    return answer(context, [ledger.answer_again(context, entry)], folder)


def read_matrix(context: Context, period: Period) -> SentMatrix:
    """Read who sent what in the year of a period."""
    same = [one for one in context.periods() if one.year == period.year]
    return ledger.sent_matrix(context, same[:COLUMNS] if period in same[:COLUMNS] else [period])


def read_cell(context: Context, office: str, period: str) -> CellDetails:
    """Read what stands behind a cell."""
    return CellDetails(
        tuple(ledger.bundles_of(context, office=office, period=period)),
        tuple(ledger.papers_of(context, office, period)),
    )


def paper_copy(context: Context, paper: PaperEntry) -> Path:
    """Write a read-only copy of a paper, to be shown."""
    context.paths.copies.mkdir(parents=True, exist_ok=True)
    target = context.paths.copies / f"{paper.sha256[:8]}_{paper.name}"
    if not target.exists():
        target.write_bytes(files.read(context.paths.attachments, paper.sha256))
    return target


def read_twice(context: Context) -> tuple[Twice, ...]:
    """Read what more than one office reports."""
    names = context.directory()
    found = []
    for event in foreign.same_events(context):
        spec = REGISTERS[event.register]
        offices = [one or _("Nhập tại đây") for one in event.offices]
        shown = [f for f in spec.fields if f.in_list and not f.personal]
        blocks = tuple(
            (
                office,
                tuple((_(f.label), f.type.format(record.values.get(f.name), names)) for f in shown),
            )
            for office, record in zip(offices, event.records, strict=True)
        )
        title = title_of(context, event.records[0])
        found.append(Twice(event, (_(spec.label), title, "; ".join(offices)), blocks))
    return tuple(found)


def outcome_mark(received: Received) -> Mark:
    """Give the badge of what was taken just now: it may be good and still want a look."""
    if received.strayed:
        return Mark(_("Đã nhận, cần xem"), "warning", "warning")
    return verdict_mark(received.verdict)


def verdict_mark(verdict: str) -> Mark:
    """Give the badge of a verdict: icon, words and tone each say the same."""
    match verdict:
        case Verdict.REPLACE | Verdict.MERGE:
            return Mark(_("Đã nhận"), "success", "check")
        case Verdict.NOTHING:
            return Mark(_("Đã có"), "neutral", "check")
        case Verdict.GAP:
            return Mark(_("Thiếu gói trước"), "warning", "clock")
        case Verdict.NEEDS_FULL:
            return Mark(_("Cần gói toàn bộ"), "warning", "clock")
        case Verdict.ASKS:
            return Mark(_("Chờ xác nhận"), "warning", "clock")
        case Verdict.OLDER_EPOCH:
            return Mark(_("Bản cũ"), "warning", "clock")
        case Verdict.DIVERGED:
            return Mark(_("Không khớp"), "error", "cross")
    return Mark(_("Từ chối"), "error", "cross")


def cell_mark(cell: SentCell) -> Mark:
    """Give the badge of an office and a period."""
    day, times = _short(cell.first), f" ×{cell.times}" if cell.times > 1 else ""
    if cell.returned:
        return Mark(_("Trả lại, hạn {day}").format(day=_short(cell.returned)), "warning", "return")
    match cell.standing:
        case Standing.ON_TIME:
            return Mark(_("Đúng hạn {day}").format(day=day) + times, "success", "check")
        case Standing.LATE:
            return Mark(_("Muộn {day}").format(day=day) + times, "warning", "clock")
        case Standing.EARLY:
            return Mark(_("Chưa chốt {day}").format(day=day) + times, "warning", "clock")
        case Standing.HELD_UP:
            return Mark(_("Cần gửi lại") + times, "warning", "return")
        case Standing.UNDECIDED:
            return Mark(_("Chờ xác nhận") + times, "warning", "clock")
        case Standing.REFUSED:
            return Mark(_("Từ chối") + times, "error", "cross")
        case Standing.MISSING:
            return Mark(_("Chưa gửi"), "error", "cross")
    return Mark(_("Chờ gửi"), "neutral", "circle-dashed")


def cell_words(cell: SentCell, period: Period) -> str:
    """Say how an office stands with a period in one sentence."""
    due = _day(period.due or period.last_day)
    said = _standing_words(cell.standing, due)
    if cell.returned:
        back = _("Đã gửi trả, hạn sửa {day}.").format(day=_day(cell.returned))
        return f"{said} {back}"
    return said


def _standing_words(standing: Standing, due: str) -> str:
    match standing:
        case Standing.ON_TIME:
            return _("Đã nhận đúng hạn ({due}).").format(due=due)
        case Standing.LATE:
            return _("Đã nhận, muộn so với hạn {due}.").format(due=due)
        case Standing.EARLY:
            return _(
                "Gói đã nhận được lập trước khi hết kỳ, chưa kèm báo cáo; còn chờ gói chốt kỳ, hạn "
                "{due}."
            ).format(due=due)
        case Standing.HELD_UP:
            return _("Gói đã đến nhưng chưa nhận được; cơ quan cần gửi lại theo biên nhận.")
        case Standing.UNDECIDED:
            return _("Gói đến sau cùng đang chờ nơi này xác nhận, xem phần Cách ly.")
        case Standing.REFUSED:
            return _("Gói đã đến đều bị từ chối.")
        case Standing.MISSING:
            return _("Chưa gửi, đã quá hạn {due}.").format(due=due)
    return _("Chưa gửi, hạn {due}.").format(due=due)


def summary(outcomes: Sequence[Outcome], heap: Heap | None) -> str:
    """Count what became of the files."""
    taken = sum(one.received.taken for one in outcomes)
    refused = sum(one.refused for one in outcomes)
    parts = [_("{n} gói đã nhận").format(n=format_number(taken))]
    waiting = sum(one.received.waits for one in outcomes)
    other = len(outcomes) - taken - refused - waiting
    if other:
        parts.append(_("{n} gói không có gì mới hoặc chờ gửi bù").format(n=format_number(other)))
    if waiting:
        parts.append(_("{n} gói chờ xác nhận, xem phần Cách ly").format(n=format_number(waiting)))
    if refused:
        parts.append(_("{n} tệp bị từ chối, đã cách ly").format(n=format_number(refused)))
    strayed = sum(one.received.strayed for one in outcomes)
    if strayed:
        parts.append(_("{n} hồ sơ ghi cho nơi khác").format(n=format_number(strayed)))
    if heap is not None and heap.left:
        parts.append(_("{n} tệp khác bỏ qua").format(n=format_number(len(heap.left))))
    return " · ".join(parts)


def outcome_words(one: Outcome) -> list[tuple[str, str]]:
    """Describe what became of a file, as label and text."""
    got = one.received
    lines = [(_("Tệp"), str(one.path)), (_("Kết quả"), got.reason)]
    if got.counts and not one.refused:
        lines.append((_("Bên trong"), counts_words(got.counts)))
    if one.kept is not None:
        lines.append((_("Cách ly"), str(one.kept)))
    return lines


def proof_blocks(signer: Signer | None, sha256: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Tell by what a file and its signer are known: two blocks, for what is compared by voice."""
    blocks = [(_("Người ký"), signer_words(signer))]
    if sha256:
        blocks.append((_("Mã kiểm của gói"), [("SHA-256", fingerprint_text(sha256))]))
    return blocks


def signer_words(signer: Signer | None) -> list[tuple[str, str]]:
    """Describe who signed a bundle, as label and text."""
    if signer is None:
        return [(_("Chữ ký"), _("Không có, không đọc được hoặc chưa được ghi lại"))]
    until = _("{first} – {last}").format(
        first=day_of_moment(signer.valid_from), last=day_of_moment(signer.valid_to)
    )
    lines = [
        (_("Tên"), signer.name),
        (_("Cơ quan"), signer.office or _("không ghi")),
        (_("Vân tay"), fingerprint_text(signer.fingerprint)),
        (_("Chứng thư"), until),
        (_("Ký lúc"), moment_text(signer.signed_at) if signer.signed_at else _("không ghi")),
    ]
    return [*lines, (_("Chữ ký"), state_text(signer.state))]


def difference_blocks(one: Outcome) -> list[tuple[str, Sequence[tuple[str, str]]]]:
    """Say what a bundle corrects of what was held: a heading, then a block for each record."""
    found = one.received.differences
    if not found:
        return []
    whole = one.received.verdict in (Verdict.ASKS, Verdict.REPLACE)
    heading = _("Đang giữ mà gói không có") if whole else _("Khác bản đã nhận trước")
    return [(heading, ()), *((each.title, each.lines) for each in found)]


def entry_words(entry: BundleEntry) -> list[tuple[str, str]]:
    """Describe a file that came before, as label and text."""
    lines = [
        (_("Nhận lúc"), _("{when}, {who}").format(when=moment_text(entry.at), who=entry.by)),
        (_("Tệp"), f"{entry.file} ({format_size(entry.size)})"),
        (_("Kết quả"), entry.reason),
    ]
    if entry.counts and entry.verdict != REFUSED:
        lines.append((_("Bên trong"), counts_words(entry.counts)))
    return lines


def entry_blocks(entry: BundleEntry) -> list[tuple[str, list[tuple[str, str]]]]:
    """Describe a file that came before: what became of it, who signed it, its sum."""
    heading = _("Lần {n}").format(n=entry.number) if entry.number else entry.file
    return [(heading, entry_words(entry)), *proof_blocks(entry.signer, entry.sha256)]


def left_words(heap: Heap) -> list[tuple[str, str]]:
    """Name the files that were left alone and why."""
    return [(path.name, _(LEFTOVERS[why])) for path, why in heap.left]


def counts_words(counts: Mapping[str, int]) -> str:
    """Say how many records of which register a bundle carried."""
    parts = [
        _("{n} {what}").format(n=format_number(n), what=_(REGISTERS[key].record_label))
        for key, n in counts.items()
        if n and _is_record(key)
    ]
    return ", ".join(parts) or _("không có thay đổi")


def records_in(counts: Mapping[str, int]) -> int:
    """Count the records of a bundle, without the directory that comes along."""
    return sum(n for key, n in counts.items() if _is_record(key))


def _is_record(register: str) -> bool:
    return register in REGISTERS and REGISTERS[register].group != "organisation"


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))


def _short(day: str) -> str:
    found = date.fromisoformat(day) if day else None
    return f"{found.day:02d}/{found.month}" if found else ""
