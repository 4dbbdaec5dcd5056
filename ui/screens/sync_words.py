"""The rows, badges and steps of the page of bundles, made of the log."""

from __future__ import annotations

from datetime import date

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.logbook import RECEIPT
from danvan_desktop.i18n import N_, _
from danvan_desktop.vietnamese import format_size
from ui.moments import moment_text
from ui.screens.sync_work import Facts
from ui.widgets.badge import Mark
from ui.widgets.plain_table import Row
from ui.widgets.stepper import Step

ANSWERS: dict[str, tuple[str, str, str]] = {
    "replace": (N_("Đã nhận"), "success", "check"),
    "merge": (N_("Đã nhận"), "success", "check"),
    "nothing": (N_("Đã nhận"), "success", "check"),
    "gap": (N_("Thiếu gói trước"), "warning", "warning"),
    "needs_full": (N_("Cần gói toàn bộ"), "warning", "warning"),
    "diverged": (N_("Không khớp"), "error", "error"),
    "older_epoch": (N_("Gói bản cũ"), "error", "error"),
}
"""What a receipt said about a bundle, by its verdict: words, tone, icon."""


def answer_mark(answer: Entry | None) -> Mark:
    """Say what became of a bundle at the receiver."""
    if answer is None:
        return Mark(_("Chờ biên nhận"), "accent", "clock")
    words, tone, icon = ANSWERS[str(answer.details["verdict"])]
    return Mark(_(words), tone, icon)


def bundle_row(facts: Facts, entry: Entry) -> Row:
    """Make the row of an exported bundle."""
    copy = journal.copied(facts.log, entry)
    sealed = journal.sealed(entry)
    mark = Mark(_("Đã đối chiếu"), "success", "check") if copy else Mark(_("Chưa chép"))
    if not copy and journal.uploaded(facts.log, entry):
        mark = Mark(_("Đã tải lên"), "success", "upload")
    cells = (
        facts.period_name(entry.period),
        str(entry.number),
        moment_text(entry.at),
        format_size(sealed.size if sealed else entry.size or 0),
        mark,
        _answer(facts, entry),
    )
    return Row(entry, cells)


def _answer(facts: Facts, entry: Entry) -> Mark:
    """Say what became of a bundle; of the newest of a period also that the period came back."""
    deadline = facts.returned.get(str(entry.period), "")
    newest = next(e for e in journal.exports(facts.log) if e.period == entry.period)
    if deadline and entry is newest:
        return Mark(_("Trả lại, hạn {day}").format(day=short_day(deadline)), "warning", "return")
    answer = journal.answered(facts.log, entry)
    if answer is None and _is_in_a_later_one(facts, entry):
        return Mark(_("Có trong gói sau"), "neutral", "check")
    return answer_mark(answer)


def _is_in_a_later_one(facts: Facts, entry: Entry) -> bool:
    """Tell whether a later bundle of the period arrived: it carries what a lost one carried."""
    log = facts.log
    taken = {
        one.sha256
        for one in log
        if one.kind == RECEIPT and one.details.get("verdict") in journal.TAKEN
    }
    sent = journal.exports(log)
    later = sent[: sent.index(entry)]
    return any(one.period == entry.period and one.sha256 in taken for one in later)


def short_day(day: str) -> str:
    """Write an ISO day without its year: 25/6."""
    found = date.fromisoformat(day)
    return f"{found.day:02d}/{found.month}"


def path_of(facts: Facts, period: str | None) -> tuple[tuple[Step, ...], int]:
    """Make the path of a period's bundle to its receipt: the steps, and the present one."""
    sent = next((e for e in journal.exports(facts.log) if e.period == period), None)
    copy = journal.copied(facts.log, sent) if sent else None
    upload = journal.uploaded(facts.log, sent) if sent and not copy else None
    answer = journal.answered(facts.log, sent) if sent else None
    taken = answer is not None and answer.details.get("verdict") in journal.TAKEN
    waiting = _("đang chờ") if sent else ""
    if answer is not None and not taken:
        waiting = answer_mark(answer).text
    back = facts.returned.get(str(period), "")
    # A receipt proves that the bundle arrived, whichever way it went.
    reached = (
        bool(facts.frozen) or facts.closed,
        bool(facts.signed),
        bool(sent),
        bool(copy or upload) or taken,
        taken and not back,
    )
    words = (
        (
            _("Chốt số liệu"),
            moment_text(facts.frozen) or (_("kỳ đã khóa") if facts.closed else ""),
        ),
        (_("Ký báo cáo"), moment_text(facts.signed)),
        (_("Xuất gói"), moment_text(sent.at) if sent else ""),
        (_("Tải lên"), moment_text(upload.at))
        if upload
        else (_("Chép ra USB"), moment_text(copy.at) if copy else ""),
        (_("Gửi trả"), _("hạn gửi lại {day}").format(day=short_day(back)))
        if back
        else (
            _("Cấp trên đã nhận") if taken else _("Biên nhận"),
            moment_text(answer.at) if answer and taken else waiting,
        ),
    )
    steps = tuple(
        Step(label, detail, done=done) for (label, detail), done in zip(words, reached, strict=True)
    )
    return steps, reached.index(False) if False in reached else len(steps)


def shut_out_words() -> str:
    """Say on the page what the next export has to decide."""
    return _(
        "Cấp trên đang giữ số liệu mà máy này chưa từng gửi, hoặc thư mục này là bản sao. Lần xuất "
        "gói tới cần quyết định: gửi lại toàn bộ từ máy này, hay xuất ở máy khác."
    )
