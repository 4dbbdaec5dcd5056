"""Gửi – nhận: whether the period's report left the office, what was in it, where the copies are.

Shows the path of the current period, every bundle with its verified copies, what is inside the
selected one and who vouches for it, and the log that nobody can edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from danvan_desktop.bundles import export as exporting, journal
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_number, format_size
from ui import messages, tasks, theme
from ui.moments import moment_text
from ui.screens.base import Command, Screen
from ui.verify_dialog import choose_and_verify, verify_and_show
from ui.widgets.badge import Mark
from ui.widgets.bundle_pane import BundlePane
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain_table import Column, PlainTable, Row
from ui.widgets.progress import ProgressBar
from ui.widgets.stepper import PathStrip, Step


@dataclass(frozen=True, slots=True)
class Facts:
    """What the screen shows: the log and the papers of the period, read in one go."""

    log: tuple[Entry, ...]
    frozen: str
    signed: str
    names: Mapping[str, str]


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
        self.facts = Facts((), "", "", {})
        self.export_button = Button(
            _("Xuất gói mới"), "upload", kind="primary", on_click=self.export_new
        )
        self.verify_button = Button(
            _("Kiểm tra gói…"), "shield", on_click=lambda: choose_and_verify(context, self)
        )
        self.path = PathStrip()
        self.bundles = PlainTable(
            (
                Column(_("Kỳ")),
                Column(_("Lần"), 50, right=True),
                Column(_("Xuất lúc"), 130, right=True),
                Column(_("Cỡ"), 80, right=True),
                Column(_("Bản chép"), 130, badge=True),
            ),
            _("Gói đã xuất"),
            row=28,
        )
        self.bundles.chosen.connect(self._show_bundle)
        self.empty = EmptyState()
        self.log = PlainTable(
            (Column(_("Lúc"), 130, right=True), Column(_("Việc")), Column(_("Người"), 120)),
            _("Nhật ký gửi – nhận"),
        )
        self.progress = ProgressBar()
        self.pane = BundlePane(on_copy=self.copy_selected)
        self._lay_out()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self.refresh()
        if isinstance(argument, str):
            # A bundle or signed paper that was opened from the folder or dropped on the window.
            verify_and_show(self.context, Path(argument), self)

    def changed(self, changes: Changes) -> None:
        if "bao_cao" in changes.registers:
            self.refresh()

    def period_changed(self, period: Any) -> None:
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        tasks.run(_read, self.context, self.period, done=self._show, owner=self)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.verify_button, self.export_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.bundles, self.log, self.pane)

    def commands(self) -> Sequence[Command]:
        return (Command(_("Xuất gói mới"), self.export_new, "upload"),)

    # ------------------------------------------------------------------ commands
    def export_new(self) -> None:
        """Show what the next bundle would hold, then write it."""
        if self.period is None:
            messages.show_note(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt."), self)
            return
        period = self.period
        tasks.run(
            exporting.contents,
            self.context,
            period,
            done=lambda found: self._confirm(period, found),
            owner=self,
        )

    def copy_selected(self) -> None:
        """Copy the selected bundle to a medium and read it back."""
        entry = self.bundles.key
        if entry is None:
            return
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để chép gói"), parent=self)
        if folder is None:
            return
        task = tasks.run(
            journal.copy_out,
            self.context,
            entry,
            folder,
            done=self._copied,
            progress=self.progress.report,
            owner=self,
        )
        self.progress.follow(task, _("Chép gói"))

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        self.sent = Card(_("Gói đã xuất"), padding=0)
        self.sent.body.addWidget(self.bundles, 1)
        self.sent.body.addWidget(self.empty, 1)
        log = Card(_("Nhật ký gửi – nhận"), _("không sửa, không xóa được"), padding=0)
        log.body.addWidget(self.log, 1)
        column.addWidget(self.sent, 4)
        column.addWidget(log, 5)
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
        outer.addWidget(self.progress)
        outer.addWidget(split, 1)

    def _show(self, facts: Facts) -> None:
        self.facts = facts
        log = list(facts.log)
        sent = journal.exports(log)
        self.bundles.setVisible(bool(sent))
        self.empty.setVisible(not sent)
        if not sent:
            self.empty.show_state(
                icon="sync",
                title=_("Chưa xuất gói nào"),
                help_text=_("Chốt và ký báo cáo, rồi xuất gói để gửi lên cấp trên."),
                buttons=(Button(_("Xuất gói mới"), "upload", on_click=self.export_new),),
            )
        self.bundles.show_rows(
            [_bundle_row(log, entry, facts.names) for entry in sent], select=self.bundles.key
        )
        self.log.show_rows(
            [Row(entry, (moment_text(entry.at), entry.text, entry.by)) for entry in log]
        )
        self._show_path(log)
        self._show_bundle(self.bundles.key)

    def _show_path(self, log: list[Entry]) -> None:
        code = self.period.code if self.period else None
        sent = next((e for e in journal.exports(log) if e.period == code), None)
        copy = journal.copied(log, sent) if sent else None
        steps = (
            Step(_("Chốt số liệu"), moment_text(self.facts.frozen)),
            Step(_("Ký báo cáo"), moment_text(self.facts.signed)),
            Step(_("Xuất gói"), moment_text(sent.at) if sent else ""),
            Step(_("Chép ra USB"), moment_text(copy.at) if copy else ""),
        )
        reached = [bool(self.facts.frozen), bool(self.facts.signed), bool(sent), bool(copy)]
        present = reached.index(False) if False in reached else len(steps)
        self.path.show_steps(steps, present)

    def _show_bundle(self, entry: Entry | None) -> None:
        if entry is None:
            self.pane.show_nothing()
            return
        copy = journal.copied(list(self.facts.log), entry)
        tasks.run(
            _look_inside,
            self.context,
            Path(str(entry.file)),
            done=lambda found: self.pane.show_bundle(entry, found, copy),
            failed=lambda error: self.pane.show_missing(entry),
            owner=self,
        )

    def _confirm(self, period: Period, found: exporting.Contents) -> None:
        counted = [
            _("{n} {what}").format(n=format_number(n), what=_(REGISTERS[key].record_label))
            for key, n in found.counts.items()
        ]
        papers = list(found.papers) or [_("chưa có văn bản nào đã chốt")]
        lines = [
            _("Bên trong: {counts}.").format(counts=", ".join(counted)),
            _("Văn bản: {papers}.").format(papers="; ".join(papers)),
            _("Tệp kèm: {n} ({size}).").format(
                n=found.attachments, size=format_size(found.attachments_size)
            ),
            _("Không mang theo (dữ liệu cá nhân): {fields}.").format(
                fields="; ".join(found.left_out)
            ),
        ]
        answer = messages.ask(
            _("Xuất gói lần {n} của {period}?").format(n=found.number, period=period.name),
            "\n".join(lines),
            (messages.Choice("export", _("Xuất gói"), "primary"),),
            safe="export",
            icon="upload",
            parent=self,
        )
        if answer == "export":
            self._export(period)

    def _export(self, period: Period) -> None:
        self.export_button.forbid(_("Đang xuất gói"))
        task = tasks.run(
            _export,
            self.context,
            period,
            done=self._exported,
            failed=self._not_exported,
            progress=self.progress.report,
            cancelled=lambda: self.export_button.forbid(""),
            owner=self,
        )
        self.progress.follow(task, _("Xuất gói"))

    def _exported(self, receipt: Any) -> None:
        self.export_button.forbid("")
        self.told.emit(_("Đã xuất {name}, đọc lại khớp").format(name=receipt.path.name), False)
        self.refresh()

    def _not_exported(self, error: BaseException) -> None:
        self.export_button.forbid("")
        tasks.show_failure(error)

    def _copied(self, copy: Path) -> None:
        self.told.emit(_("Đã chép {name}, đọc lại giống hệt").format(name=copy.name), False)
        self.refresh()


def _bundle_row(log: list[Entry], entry: Entry, names: Mapping[str, str]) -> Row:
    copy = journal.copied(log, entry)
    mark = Mark(_("Đã đối chiếu"), "success", "check") if copy else Mark(_("Chưa chép"))
    size = format_size(entry.size or 0)
    cells = (
        names.get(str(entry.period), str(entry.period)),
        str(entry.number),
        moment_text(entry.at),
        size,
        mark,
    )
    return Row(entry, cells)


def _read(context: Context, period: Period | None) -> Facts:
    frozen = signed = ""
    for paper in context.all_of("bao_cao"):
        if period is not None and paper.values.get("ky") == period.code:
            if is_issued(paper.values):
                frozen = frozen or paper.changed_at
            if paper.values.get("tep_da_ky"):
                signed = paper.changed_at
    names = {one.code: one.name for one in context.periods()}
    return Facts(tuple(journal.entries(context)), frozen, signed, names)


def _look_inside(context: Context, path: Path) -> dict[str, Any]:
    key = context.office_key()
    now = datetime.fromisoformat(context.clock.now())
    with open_bundle(path, now=now, trust=TrustList((key.certificate,))) as bundle:
        return bundle.summary()


def _export(context: Context, period: Period, *, progress: Progress = no_progress) -> Any:
    folder = context.paths.outbox
    folder.mkdir(parents=True, exist_ok=True)
    return exporting.export_bundle(context, period, folder, context.office_key(), progress=progress)
