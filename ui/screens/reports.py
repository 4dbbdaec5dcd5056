"""Báo cáo: every paper that the office made, in which state it is, and the way into the editor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import DRAFT
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import format_date
from ui import messages, tasks, theme
from ui.screens import report_work as work
from ui.screens.base import Command, Screen
from ui.screens.report_file import save_paper
from ui.screens.report_work import REGISTER, Written
from ui.verify_dialog import choose_and_verify, verify_and_show
from ui.widgets.badge import Mark, state_mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row


@dataclass(frozen=True, slots=True)
class Papers:
    """The reports, with the names of the periods by code."""

    records: tuple[Record, ...]
    periods: Mapping[str, str]


class ReportsScreen(Screen):
    """The list; ``activate`` may get the id of the report to select."""

    help_key = "reports"
    uses_period = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Báo cáo")
        self.period: Period | None = None
        self.papers: dict[str, Record] = {}
        self._wanted = ""
        self.write_button = Button(
            _("Soạn báo cáo"), "add", kind="primary", on_click=self.new_record
        )
        self.verify_button = Button(
            _("Kiểm tra chữ ký…"), "shield", on_click=lambda: choose_and_verify(context, self)
        )
        self.table = PlainTable(
            (
                Column(_("Số, ký hiệu"), 110),
                Column(_("Trích yếu")),
                Column(_("Kỳ"), 136),
                Column(_("Ngày"), 84, right=True),
                Column(_("Lần"), 44, right=True),
                Column(_("Người ký"), 130),
                Column(_("Trạng thái"), 140, badge=True),
            ),
            _("Báo cáo"),
            row=28,
        )
        self.table.setWordWrap(True)
        rows = self.table.verticalHeader()
        rows.setMinimumSectionSize(theme.px(28))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.chosen.connect(lambda _key: self._show_choice())
        self.table.opened.connect(self.open_report)
        self.empty = EmptyState()
        self.open_button = Button(_("Mở"), "edit", on_click=lambda: self.open_report())
        self.save_button = Button(_("Lưu thành PDF…"), "save", on_click=self.save_pdf)
        self.check_button = Button(_("Kiểm tra tệp đã ký"), "shield", on_click=self.verify)
        self.delete_button = Button(
            _("Xóa bản nháp"), "trash", kind="destructive", on_click=self.delete
        )
        self.told_label = label("", "help", wrap=True)
        self._lay_out()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        delete = QShortcut(QKeySequence("Delete"), self.table, context=inside)
        delete.activated.connect(self.delete)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self._wanted = argument if isinstance(argument, str) else ""
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if REGISTER in changes.registers:
            self.refresh()

    def period_changed(self, period: Any) -> None:
        self.period = period
        name = period.name if period is not None else ""
        self.write_button.setToolTip(_("Soạn báo cáo {period}").format(period=name) if name else "")
        self._show_empty()

    def refresh(self) -> None:
        tasks.run(_read, self.context, done=self._show, owner=self)

    def new_record(self) -> None:
        if self.period is None:
            messages.show_note(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt."), self)
            return
        self._begin(self.period.code)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.verify_button, self.write_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.table, self.open_button)

    def commands(self) -> Sequence[Command]:
        return (Command(_("Soạn báo cáo"), self.new_record, "add", "Ctrl+N"),)

    # ------------------------------------------------------------------ commands
    def open_report(self, report_id: Any = None) -> None:
        """Open a report in the editor."""
        wanted = report_id or self.table.key
        if wanted:
            self.go.emit("report", wanted)

    def save_pdf(self) -> None:
        """Write the selected report's file where the clerk wants it."""
        record = self._chosen()
        if record is not None:
            tasks.run(
                work.final_pdf,
                self.context,
                record,
                done=lambda pdf: self._save_file(record, pdf),
                owner=self,
            )

    def verify(self) -> None:
        """Check the signature of the selected report."""
        record = self._chosen()
        if record is not None:
            tasks.run(
                work.copy_to_read,
                self.context,
                record.id,
                done=lambda path: verify_and_show(self.context, path, self),
                owner=self,
            )

    def delete(self) -> None:
        """Move the selected draft to the bin; undo brings it back."""
        record = self._chosen()
        if record is None or record.values["trang_thai"] != DRAFT:
            return
        words = _("Xóa bản nháp {name}").format(name=record.values.get("ky_hieu") or "")
        tasks.write(
            self.context, self.context.delete, REGISTER, [record.id], words.strip(), owner=self
        )

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for button in (self.open_button, self.save_button, self.check_button, self.delete_button):
            bar.addWidget(button)
        bar.addWidget(self.told_label, 1)
        self.foot = QWidget()
        self.foot.setLayout(bar)
        card = Card(padding=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        card.body.addWidget(self.foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.addWidget(card)
        self._show_empty()

    def _begin(self, period_code: str) -> None:
        self.write_button.forbid(_("Đang soạn báo cáo"))
        tasks.write(
            self.context,
            work.begin,
            self.context,
            period_code,
            done=self._begun,
            failed=self._not_begun,
            owner=self,
        )

    def _begun(self, written: Written) -> None:
        self.write_button.forbid("")
        if not written.changes.label:
            self.told.emit(_("Kỳ này đã có báo cáo, mở để viết tiếp"), False)
        self.go.emit("report", written.record.id)

    def _not_begun(self, error: BaseException) -> None:
        self.write_button.forbid("")
        tasks.show_failure(error)

    def _show(self, found: Papers) -> None:
        newest = sorted(found.records, key=lambda one: str(one.values["ngay"]), reverse=True)
        self.papers = {one.id: one for one in newest}
        self.table.show_rows(
            [_row(one, found.periods) for one in newest], select=self._wanted or self.table.key
        )
        self._wanted = ""
        self._show_empty()
        self._show_choice()

    def _show_empty(self) -> None:
        filled = bool(self.papers)
        self.table.setVisible(filled)
        self.foot.setVisible(filled)
        self.empty.setVisible(not filled)
        if not filled:
            name = self.period.name if self.period is not None else ""
            words = _("Chưa có báo cáo nào của {period}") if name else _("Chưa có báo cáo nào")
            self.empty.show_state(
                icon="report",
                title=words.format(period=name),
                help_text=_("Số trong báo cáo lấy thẳng từ các sổ và tự đổi theo sổ tới khi chốt."),
                buttons=(Button(_("Soạn báo cáo"), "add", on_click=self.new_record),),
            )

    def _chosen(self) -> Record | None:
        return self.papers.get(str(self.table.key))

    def _show_choice(self) -> None:
        record = self._chosen()
        if record is None:
            return
        draft = record.values["trang_thai"] == DRAFT
        signed = bool(record.values.get("tep_da_ky"))
        self.check_button.forbid("" if signed else _("Báo cáo chưa ký"))
        self.delete_button.forbid("" if draft else _("Báo cáo đã chốt số liệu"))

    def _save_file(self, record: Record, pdf: bytes) -> None:
        path = save_paper(self.context, record, pdf, parent=self)
        if path is not None:
            self.told_label.setText(_("Đã lưu {name}").format(name=path.name))


def _read(context: Context) -> Papers:
    names = {period.code: period.name for period in context.periods()}
    return Papers(tuple(context.all_of(REGISTER)), names)


def _row(record: Record, periods: Mapping[str, str]) -> Row:
    values = record.values
    subject = str(values["ten"])
    state = next(s for s in REGISTERS[REGISTER].states if s.code == values["trang_thai"])
    mark: Mark = state_mark(state)
    cells = (
        str(values.get("ky_hieu") or ""),
        subject[:1].upper() + subject[1:],
        periods.get(str(values.get("ky")), str(values.get("ky") or "")),
        format_date(date.fromisoformat(str(values["ngay"]))),
        str(values.get("lan") or 1),
        str(values.get("nguoi_ky") or ""),
        mark,
    )
    return Row(record.id, cells)
