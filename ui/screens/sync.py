"""Gửi – nhận: whether the period's report left the office, what was in it, whether it arrived.

Shows the path of the current period to its receipt, every bundle with its verified copies and its
answer, what is inside the selected one and who vouches for it, and the log that nobody can edit.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from danvan_desktop.bundles import enrolment, journal
from danvan_desktop.bundles.enrolment import Candidate
from danvan_desktop.bundles.export import ExportChoices
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.model import BundleReceipt
from danvan_desktop.bundles.receipts import TakenIn
from danvan_desktop.bundles.returns import Returned
from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.signing.key_ends import Whose
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_number, format_size
from ui import enrolment_dialog, export_dialog, messages, put_away, tasks, theme
from ui.farewell import delete_later
from ui.screens import sync_book, sync_words, sync_work as work
from ui.screens.base import Command, Screen
from ui.screens.sync_work import Copied, Facts, Incoming
from ui.verify_dialog import choose_and_verify, show_verdict
from ui.widgets.banner import Banner
from ui.widgets.bundle_pane import BundlePane
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import Column, PlainTable
from ui.widgets.progress import ProgressBar
from ui.widgets.stepper import PathStrip
from ui.widgets.sync_log import SyncLog

if TYPE_CHECKING:
    from ui.upload_work import AgreedUploads

EXPORTED_AT, SIZE = 2, 3
"""Columns of the list of bundles that the narrow window leaves to the pane."""

MEGABYTE = 1_000_000
PART_SIZES = (5, 10, 20)
"""Megabytes of an e-mail part that mail systems of offices let through."""


class SyncScreen(Screen):
    """The page of bundles."""

    help_key = "sync"
    uses_period = True
    uses_search = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Gửi – nhận")
        self.subtitle = _("Không cần mạng: gói đi bằng USB, thư điện tử hoặc hệ thống nội bộ")
        self.period: Period | None = None
        self.facts = Facts()
        self._just_exported = ""
        self.export_button = Button(
            _("Xuất gói mới"), "upload", kind="primary", on_click=self.export_new
        )
        self.receipt_button = Button(_("Nạp biên nhận…"), "inbox", on_click=self.choose_incoming)
        self.verify_button = Button(
            _("Kiểm tra gói…"), "shield", on_click=lambda: choose_and_verify(context, self)
        )
        self.packs_button = Button(
            _("Gói của tỉnh…"), "inbox", dense=True, on_click=lambda: self.go.emit("packs", None)
        )
        self.keys_button = Button(_("Khóa…"), "key", dense=True, on_click=self.show_keys)
        self.path = PathStrip()
        self.banner = Banner()
        self.bundles = PlainTable(
            (
                Column(_("Kỳ")),
                Column(_("Lần"), 44, right=True),
                Column(_("Xuất lúc"), 120, right=True),
                Column(_("Cỡ"), 70, right=True),
                Column(_("Bản chép"), 104, badge=True),
                Column(_("Biên nhận"), 122, badge=True),
            ),
            _("Gói đã xuất"),
            row=28,
        )
        self.bundles.chosen.connect(self._show_bundle)
        self.empty = EmptyState()
        self.log = SyncLog(on_print=self.print_page, on_save=self.save_book)
        self.progress = ProgressBar()
        self.pane = BundlePane(
            on_copy=self.copy_selected, on_parts=self.cut_selected, on_upload=self.upload_selected
        )
        self.setAcceptDrops(True)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self.refresh()
        if isinstance(argument, str):
            # A bundle, receipt or signed paper opened from the folder or dropped on the window.
            self.take_in(Path(argument))

    def changed(self, changes: Changes) -> None:
        if "bao_cao" in changes.registers:
            self.refresh()

    def period_changed(self, period: Any) -> None:
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        tasks.reread(work.read_facts, self.context, self.period, done=self._show, owner=self)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        for column in (EXPORTED_AT, SIZE):
            self.bundles.setColumnHidden(column, narrow)
        self.log.set_narrow(narrow)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.receipt_button, self.verify_button, self.export_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.bundles, self.log.table, self.pane)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Xuất gói mới"), self.export_new, "upload"),
            Command(_("Nạp biên nhận, giấy giới thiệu khóa…"), self.choose_incoming, "inbox"),
            Command(_("Gói của tỉnh…"), lambda: self.go.emit("packs", None), "inbox"),
            Command(_("Khóa và nơi tin cậy…"), self.show_keys, "key"),
            Command(_("In sổ theo dõi gửi – nhận"), self.print_page, "print"),
        )

    # ------------------------------------------------------------------ events
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.take_in(Path(url.toLocalFile()))

    # ------------------------------------------------------------------ commands
    def export_new(self) -> None:
        """Show what the next bundle would hold, then write it."""
        if self.period is None:
            messages.show_note(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt."), self)
            return
        tasks.run(work.preview, self.context, self.period, done=self._confirm, owner=self)

    def choose_incoming(self) -> None:
        """Let the clerk choose a receipt or a letter that introduces a key."""
        path = messages.choose_file(
            _("Chọn biên nhận hoặc giấy giới thiệu khóa"),
            kinds=_("Tệp của cấp trên (*.asice)"),
            parent=self,
        )
        if path is not None:
            self.take_in(path)

    def take_in(self, path: Path) -> None:
        """Take in whatever came: a receipt, a letter; anything else is judged and shown."""
        tasks.run(work.take_in, self.context, path, done=self._taken_in, owner=self)

    def show_keys(self) -> None:
        """Show the office's key and the keys that are believed."""
        from ui.keys_dialog import KeysDialog

        dialog = KeysDialog(self.context, self)
        dialog.exec()
        delete_later(dialog)
        self.refresh()

    def copy_selected(self) -> None:
        """Copy the selected bundle to a medium and read it back."""
        entry = self.bundles.key
        folder = entry and messages.choose_folder(
            _("Chọn USB hoặc thư mục để chép gói"), parent=self
        )
        if folder:
            self._work(work.copy_out, _("Chép gói"), self._copied, self.context, entry, folder)

    def cut_selected(self) -> None:
        """Cut the selected bundle into parts that mail systems let through."""
        entry = self.bundles.key
        if entry is None:
            return
        sizes = [messages.Choice(str(n), _("{n} MB mỗi phần").format(n=n)) for n in PART_SIZES]
        size = messages.ask(
            _("Chia gói để gửi thư điện tử?"),
            _(
                "Mỗi phần là một tệp đính kèm; gửi đủ các phần và tệp .sha256. Nơi nhận để tất cả "
                "vào một thư mục rồi mở tệp nào cũng được."
            ),
            sizes,
            icon="apart",
            parent=self,
        )
        folder = size and messages.choose_folder(_("Chọn thư mục để ghi các phần"), parent=self)
        if size and folder:
            most = int(size) * MEGABYTE
            self._work(journal.cut_up, _("Chia gói"), self._cut, self.context, entry, folder, most)

    def upload_selected(self) -> None:
        """Upload the selected bundle to a folder or a server."""
        entry = self.bundles.key
        if entry is not None:
            from ui.upload_dialog import upload_bundle

            upload_bundle(self.context, entry, self.facts.period_name(entry.period), self)
            self.refresh()

    def print_page(self) -> None:
        """Show the book of sending and receiving as it prints."""
        sync_book.show_book(self, self.log.period)

    def save_book(self) -> None:
        """Write the book of sending and receiving to a workbook."""
        sync_book.save_book(self, self.log.period)

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.sent = Card(_("Gói đã xuất"), padding=0)
        self.sent.add_action(self.packs_button)
        self.sent.add_action(self.keys_button)
        self.sent.body.addWidget(self.bundles, 1)
        self.sent.body.addWidget(self.empty, 1)
        column.addWidget(self.sent, 4)
        column.addWidget(self.log, 5)
        split = QSplitter()
        split.setHandleWidth(theme.px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(816), theme.px(332)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.setSpacing(theme.px(10))
        outer.addWidget(self.path)
        outer.addWidget(self.banner)
        outer.addWidget(self.progress)
        outer.addWidget(split, 1)

    def _work(self, fn: Any, words: str, done: Any, *arguments: Any) -> None:
        """Run long work with the progress bar."""
        task = tasks.run(fn, *arguments, done=done, progress=self.progress.report, owner=self)
        self.progress.follow(task, words)

    def _tell(self, words: str) -> None:
        self.told.emit(words, False)

    def _show(self, facts: Facts) -> None:
        self.facts = facts
        sent = journal.exports(facts.log)
        self.bundles.setVisible(bool(sent))
        self.empty.setVisible(not sent)
        title = _("Gói gửi {name}").format(name=facts.receiver) if facts.receiver else ""
        self.sent.set_title(title or _("Gói đã xuất"))
        if not sent:
            self.empty.show_state(
                icon="sync",
                title=_("Chưa xuất gói nào"),
                help_text=_("Chốt và ký báo cáo, rồi xuất gói để gửi lên cấp trên."),
                buttons=(Button(_("Xuất gói mới"), "upload", on_click=self.export_new),),
            )
        self._warn(facts)
        rows = [sync_words.bundle_row(facts, entry) for entry in sent]
        # What was just exported is what is copied next, whatever was looked at before.
        fresh = next((one for one in sent if one.sha256 == self._just_exported), None)
        if fresh is not None:
            self._just_exported = ""
        self.bundles.show_rows(rows, select=fresh or self.bundles.key)
        self.log.show_log(facts.log, facts.period_name)
        self.path.show_steps(*sync_words.path_of(facts, self.period.code if self.period else None))
        self._show_bundle(self.bundles.key)

    def _warn(self, facts: Facts) -> None:
        """Say what the next export has to decide, or else that a key ends soon."""
        text, link, on_link = "", "", self.show_keys
        if facts.shut_out:
            text, link = sync_words.shut_out_words(), _("Xuất gói mới")
            on_link = self.export_new
        elif facts.ending is not None:
            text, link = facts.ending.text, _("Gia hạn khóa…")
            if facts.ending.whose is Whose.UNTOLD:
                link = _("Ghi giấy giới thiệu khóa…")
            elif facts.ending.whose is Whose.SUPERIOR:
                link, on_link = _("Nạp giấy giới thiệu khóa…"), self.choose_incoming
        self.banner.tell(text, icon="warning", tone="warning", link=link, on_link=on_link)

    def _show_bundle(self, entry: Entry | None) -> None:
        if entry is None:
            self.pane.show_nothing()
            return
        log = self.facts.log
        copy, answer = journal.copied(log, entry), journal.answered(log, entry)
        upload = journal.uploaded(log, entry)
        tasks.run(
            work.look_inside,
            self.context,
            Path(str(entry.file)),
            done=lambda found: self.pane.show_bundle(entry, found, copy, answer, upload),
            failed=lambda error: self.pane.show_missing(entry),
            owner=self,
        )

    def _confirm(self, found: export_dialog.Preview) -> None:
        choices = export_dialog.choose_export(found, self)
        if choices is not None:
            self._export(found.period, choices)

    def _export(self, period: Period, choices: ExportChoices) -> None:
        self.export_button.forbid(_("Đang xuất gói"))
        task = tasks.run(
            work.export,
            self.context,
            period,
            choices,
            done=self._exported,
            failed=self._not_exported,
            progress=self.progress.report,
            cancelled=lambda: self.export_button.forbid(""),
            owner=self,
        )
        self.progress.follow(task, _("Xuất gói"))

    def _exported(self, receipt: BundleReceipt) -> None:
        self.export_button.forbid("")
        name = receipt.to_send.name
        words = _("Đã xuất {name}, đọc lại khớp").format(name=name)
        if receipt.sealed is not None:
            words = _("Đã xuất {name}, mã hóa cho {receiver}, đọc lại khớp").format(
                name=name, receiver=receipt.sealed.receiver
            )
        self._tell(words)
        self._just_exported = receipt.sha256
        self.refresh()
        self._upload_agreed(receipt)

    def _upload_agreed(self, receipt: BundleReceipt) -> None:
        """Upload to the places that the clerk agreed to; there are none unless they did."""
        from danvan_desktop.bundles.upload.places import agreed
        from ui.upload_work import send_agreed

        if agreed(self.context.settings):
            done = self._uploaded
            self._work(send_agreed, _("Tải lên"), done, self.context, receipt.sha256)

    def _uploaded(self, found: AgreedUploads) -> None:
        for one in found.done:
            self._tell(one.text)
        for _place, error in found.refused:
            messages.show_error(error, self)
        self.refresh()

    def _not_exported(self, error: BaseException) -> None:
        self.export_button.forbid("")
        tasks.show_failure(error)

    def _copied(self, copied: Copied) -> None:
        size = format_size(copied.path.stat().st_size)
        words = _("Đã chép {name}, đọc lại đủ {size}: giống hệt")
        self._tell(words.format(name=copied.path.name, size=size))
        self.refresh()
        if copied.stick is not None:
            put_away.offer(copied.stick, tell=self._tell, parent=self)

    def _cut(self, made: list[Path]) -> None:
        self._tell(
            _("Đã chia thành {n} phần trong {folder}, đọc lại khớp").format(
                n=format_number(len(made) - 1), folder=made[0].parent
            )
        )
        self.refresh()

    def _taken_in(self, found: Incoming) -> None:
        if found.receipt is not None:
            self._tell_receipt(found.receipt)
            if found.receipt.news and found.papers:
                told = Changes("", "", frozenset({"bao_cao"}), found.papers)
                tasks.hub().changed.emit(told)
        elif found.candidate is not None:
            self._decide(found.candidate)
        elif found.returned is not None:
            self._tell_return(found.returned)
        elif found.pack:
            self.go.emit("packs", str(found.path))
        elif found.verdict is not None:
            show_verdict(found.verdict, self.context, self)

    def _tell_return(self, taken: Returned) -> None:
        words = _("{name} gửi trả {n} ghim; xem ở trang Việc cần làm").format(
            name=taken.province, n=taken.pins
        )
        self._tell(words if taken.news else _("Phiếu trả lại này đã nạp; không có gì thay đổi"))
        tasks.hub().changed.emit(Changes("", "", frozenset({"return_pin"})))
        self.refresh()

    def _tell_receipt(self, taken: TakenIn) -> None:
        words = _("Biên nhận của {name}, {period} lần {n}: {reason}").format(
            name=taken.province,
            period=self.facts.period_name(taken.period),
            n=taken.number,
            reason=taken.reason,
        )
        if not taken.news:
            words = _("Biên nhận này đã nạp, hoặc cũ hơn biên nhận mới nhất; không có gì thay đổi")
        self._tell(words)
        self.refresh()

    def _decide(self, candidate: Candidate) -> None:
        if candidate.settled:
            self._tell(
                _("Khóa của {name} đã được tin từ trước").format(name=candidate.partner.name)
            )
            return
        answer = enrolment_dialog.decide(candidate, self)
        if answer is None:
            return
        tasks.run(
            enrolment.accept,
            self.context,
            candidate,
            withdraw_others=answer == enrolment_dialog.REPLACE,
            renamed=bool(candidate.held_by),  # the dialog accepts nothing else
            done=lambda one: self._believed(one.name),
            owner=self,
        )

    def _believed(self, name: str) -> None:
        self._tell(_("Từ nay tin khóa của {name}").format(name=name))
        self.refresh()
