"""Signing from the list of papers, and taking back what was signed with another program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.lifecycle import paper_label
from danvan_desktop.reports.taking_back import Doubt, Returned, examine, take_back
from danvan_desktop.storage.values import Changes, Record
from ui import messages, tasks
from ui.screens.base import Screen
from ui.screens.report_work import Written
from ui.verify_dialog import VerifyDialog

Told = Callable[[str], object]


def open_signing(screen: Screen, records: Sequence[Record]) -> None:
    """Open the box that signs the issued ones of some papers."""
    issued = [record for record in records if is_issued(record.values)]
    if not issued:
        messages.show_note(
            _("Chưa có văn bản nào để ký"),
            _("Chỉ ký văn bản đã ban hành. Chọn một hay nhiều văn bản bằng Ctrl hoặc Shift."),
            screen,
        )
        return
    from ui.sign_dialog import SignDialog

    SignDialog(screen.context, issued, screen).open()


def choose_signed_file(screen: Screen, record: Record, told: Told) -> None:
    """Let the clerk choose the file of a paper that was signed elsewhere, and take it back."""
    if not is_issued(record.values):
        messages.show_note(
            _("Văn bản chưa ban hành"), _("Ban hành trước, rồi ký bằng phần mềm khác."), screen
        )
        return
    path = messages.choose_file(
        _("Nạp bản đã ký của {name}").format(name=paper_label(record)),
        kinds=_("Văn bản PDF (*.pdf)"),
        parent=screen,
    )
    if path is not None:
        tasks.run(
            _examine,
            screen.context,
            record.id,
            path,
            done=lambda found: _offer(screen, found, told),
            owner=screen,
        )


def _examine(context: Context, record_id: str, path: Path) -> Returned:
    return examine(context, record_id, path, context.trust())


def _offer(screen: Screen, found: Returned, told: Told) -> None:
    """Ask before a file is kept about which something is not certain."""
    if found.doubts:
        answer = messages.ask(
            _("Giữ tệp này làm bản đã ký của {name}?").format(name=paper_label(found.record)),
            "\n\n".join(_doubt_words(doubt, found) for doubt in found.doubts),
            (messages.Choice("keep", _("Giữ bản đã ký"), "primary"),),
            tone="warning",
            icon="warning",
            parent=screen,
        )
        if answer != "keep":
            return
    tasks.write(
        screen.context,
        _take_back,
        screen.context,
        found,
        done=lambda _written: _show(screen, found, told),
        failed=lambda error: _refused(error, screen),
        owner=screen,
    )


def _doubt_words(doubt: Doubt, found: Returned) -> str:
    if doubt is Doubt.REWRITTEN:
        return _(
            "Phần mềm kia đã ghi lại tệp. Chữ và hình mọi trang giống bản đã ban hành, nhưng "
            "tệp không còn nguyên từng byte."
        )
    if doubt is Doubt.UNKNOWN:
        return _("Chưa rõ chữ ký là của ai. {reason}").format(
            reason=found.verdict.reasons[0].message
        )
    if doubt is Doubt.HIDES_PRINT:
        return _("Khung chữ ký che hoặc đè lên chữ của văn bản; mở tệp xem lại trước khi giữ.")
    return _("Theo chứng thư, người ký là {names}; văn bản này do {expected} ký.").format(
        names=", ".join(found.signers),
        expected=", ".join(turn.name for turn in found.turns.turns if turn.name),
    )


def _take_back(context: Context, found: Returned) -> Written:
    saved = take_back(context, found, confirmed=True)
    words = _("Nạp bản đã ký {name}").format(name=paper_label(saved))
    return Written(saved, Changes("", words, frozenset({"bao_cao"}), (saved.id,)))


def _show(screen: Screen, found: Returned, told: Told) -> None:
    names = ", ".join(one.name for one in found.verdict.signatures if one.name)
    told(_("Đã giữ bản đã ký của {names}").format(names=names))
    VerifyDialog(found.verdict, screen, context=screen.context).open()


def _refused(error: BaseException, screen: Screen) -> None:
    if isinstance(error, UserError):
        messages.show_error(error, screen)
    else:
        tasks.show_failure(error)
