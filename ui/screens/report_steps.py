"""The way of a paper from the draft to the sent one: what each step asks first, then does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from danvan_desktop.i18n import _
from danvan_desktop.reports.lifecycle import Step
from ui import messages
from ui.carry_over_dialog import CarryOverDialog
from ui.issue_dialog import IssueDialog
from ui.screens import report_work as work
from ui.screens.report_work import Written

if TYPE_CHECKING:
    from ui.screens.report import ReportScreen


class ReportSteps(QObject):
    """The commands of the editor that take the paper a step further, or back."""

    def __init__(self, screen: ReportScreen) -> None:
        super().__init__(screen)
        self.screen = screen

    def do(self, step: Step) -> None:
        """Do a step, asking first what it needs to know."""
        asking = {
            Step.CHECK: self.check,
            Step.RETURN: self.send_back,
            Step.ISSUE: self.issue,
            Step.SIGN: self.screen.papers.sign,
            Step.CORRECT: self.correct,
        }
        asking.get(step, lambda: self.move(step))()

    def check(self) -> None:
        """Say that the draft was checked; what was typed last is saved before."""
        screen = self.screen
        if screen.editable and not screen.papers.busy:
            typed = screen.drafts.sections() if screen.dirty else None
            screen.papers.write(work.save_and_check, typed, done=screen.papers.written)

    def move(self, step: Step, remark: str = "") -> None:
        """Take the step without asking: undo takes it back."""
        papers = self.screen.papers
        if self.screen.record is not None and not papers.busy:
            papers.write(work.move, step, remark, done=papers.written)

    def sign_by_hand(self) -> None:
        """Note that the printout was signed with a pen."""
        self.move(Step.SIGN)

    def send_back(self) -> None:
        """Ask what the signatory wants changed, then give the paper back as a draft."""
        remark = messages.ask_text(
            _("Trả lại văn bản để sửa?"),
            _("Văn bản trở về bản nháp. Ý kiến được ghi vào lịch sử và hiện khi soát:"),
            accept=_("Trả lại"),
            parent=self.screen,
        )
        if remark:
            self.move(Step.RETURN, remark)

    def issue(self) -> None:
        """Ask for number and date, then issue."""
        screen = self.screen
        if screen.record is None or screen.papers.busy:
            return
        dialog = IssueDialog(screen.context, screen.record, screen)
        dialog.accepted.connect(
            lambda: screen.papers.write(work.issue, dialog.given(), done=screen.papers.written)
        )
        dialog.open()

    def correct(self) -> None:
        """Ask why, then begin the paper that stands in the place of this one and open it."""
        screen = self.screen
        if screen.record is None or screen.editable or screen.papers.busy:
            return
        version = int(screen.record.values.get("lan") or 1) + 1
        reason = messages.ask_text(
            _("Lập bản thay thế, lần {n}?").format(n=version),
            _(
                "Bản này giữ nguyên, vẫn đọc và in được. Bản thay thế là văn bản riêng, lấy số "
                "tiếp theo của sổ, số liệu lấy lại từ các sổ. Ghi lý do thay thế:"
            ),
            accept=_("Lập bản thay thế"),
            parent=screen,
        )
        if reason:
            keep = self._keeps_number()
            if keep is not None:
                screen.papers.write(work.correct, reason, keep, done=self._corrected)

    def open_later(self) -> None:
        """Open the paper that stands in the place of this one."""
        if self.screen.later is not None:
            self.screen.go.emit("report", self.screen.later.id)

    def open_earlier(self) -> None:
        """Open the paper that this one replaces."""
        record = self.screen.record
        if record is not None and record.values.get("thay_cho"):
            self.screen.go.emit("report", record.values["thay_cho"])

    def take_over(self) -> None:
        """Let the clerk choose which sections of the last paper to take."""
        screen = self.screen
        if screen.offer is None or not screen.editable or screen.papers.busy:
            return
        dialog = CarryOverDialog(screen.offer, screen)
        source = screen.offer.source
        dialog.accepted.connect(
            lambda: screen.papers.save_then(
                work.take_over, source, dialog.chosen(), done=self._taken
            )
        )
        dialog.open()

    # ------------------------------------------------------------------ private
    def _keeps_number(self) -> bool | None:
        """Ask about the number of a paper that nobody has received yet; else it is a new one."""
        record = self.screen.record
        assert record is not None
        if record.values["trang_thai"] != "chot":
            return False
        answer = messages.ask(
            _("Bản thay thế lấy số nào?"),
            _(
                "Văn bản {symbol} chưa ký, chưa gửi. Nếu chưa ai nhận được thì có thể giữ số cũ; "
                "bình thường mỗi văn bản một số."
            ).format(symbol=record.values.get("ky_hieu") or ""),
            (
                messages.Choice("old", _("Giữ số cũ")),
                messages.Choice("new", _("Lấy số mới"), "primary"),
            ),
            safe="new",
            icon="report",
            parent=self.screen,
        )
        return None if answer is None else answer == "old"

    def _taken(self, written: Written) -> None:
        """Show the words that came in, and stand on the first section to confirm."""
        screen = self.screen
        screen.papers.written(written)
        screen.drafts.take_stored(written.record.values)
        screen.drafts.take_marks()
        screen.show_text(written.record.values)
        first = next((item.code for item in screen.sections.items() if item.taken), "")
        if first:
            screen.go_to_section(first)

    def _corrected(self, written: Written) -> None:
        self.screen.papers.busy = False
        self.screen.go.emit("report", written.record.id)
