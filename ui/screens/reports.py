"""Báo cáo, văn bản: every paper that the office made, its state, and the way into the editor.

The rail says “Báo cáo”, as the clerk looks for it; the page holds papers of every kind, and
“Báo cáo” is one of the kinds that its filters offer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.bundles.evidence import Evidence, kept_file, received_papers
from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.bao_cao import EDITABLE, LOAI, STATES, SUBMITTED, is_issued
from danvan_desktop.reports.paper_docx import word_name, write_paper
from danvan_desktop.reports.since_issue import Changed, changed_papers, changed_words
from danvan_desktop.storage.values import Changes, Record
from danvan_desktop.vietnamese import fold, format_date
from ui import messages, tasks, theme
from ui.screens import report_work as work
from ui.screens.base import Command, Screen
from ui.screens.report_file import keep_file, save_paper
from ui.screens.report_signing import choose_signed_file, open_signing
from ui.screens.report_work import REGISTER, Written, received_mark
from ui.verify_dialog import choose_and_verify, verify_and_show
from ui.widgets.badge import Mark, state_mark
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, icon_button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row
from ui.word_file import WORD_KEYS, save_as_word

STATE, STATE_WIDTH, RECEIVED_WIDTH = 7, 150, 244
"""The column of the badges, and its widths: with day and number of a receipt it takes more."""

NARROW_LEAVES_OUT = (1, 5, 6)
"""Columns that the narrow form has no room for: kind, version, signatory."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers, with the names of the periods by code and the periods themselves."""

    records: tuple[Record, ...]
    periods: Mapping[str, str]
    known: tuple[Period, ...] = ()
    received: Mapping[str, Evidence] = field(default_factory=dict)
    """The receipts by the SHA-256 of the file that they acknowledge."""


class ReportsScreen(Screen):
    """The list; ``activate`` may get the id of the report to select."""

    help_key = "reports"
    uses_period = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Báo cáo, văn bản")
        self.period: Period | None = None
        self.papers: dict[str, Record] = {}
        self._periods: Mapping[str, str] = {}
        self._known: tuple[Period, ...] = ()
        self._received: Mapping[str, Evidence] = {}
        self._changed: Mapping[str, Sequence[Changed]] = {}
        self._wanted = ""
        self.write_button = Button(
            _("Soạn báo cáo"), "add", kind="primary", on_click=self.new_record
        )
        self.other_button = Button(_("Soạn văn bản…"), "report", on_click=self.write_other)
        self.book_button = Button(
            _("Sổ văn bản đi"), "book", on_click=lambda: self.go.emit("numbers", None)
        )
        self.all_button = Button(_("In, lưu tất cả…"), "print", on_click=self.all_papers)
        self.templates_button = Button(
            _("Mẫu văn bản"), "file", on_click=lambda: self.go.emit("templates", None)
        )
        self.verify_button = Button(
            _("Kiểm tra chữ ký…"), "shield", on_click=lambda: choose_and_verify(context, self)
        )
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Tìm số, trích yếu, người ký, không cần dấu"))
        self.search.setAccessibleName(_("Tìm văn bản"))
        self.search.setClearButtonEnabled(True)
        self.kind_box = _box(_("Loại"), _("Mọi loại"))
        for option in LOAI.options:
            self.kind_box.addItem(_(option.label), option.code)
        self.state_box = _box(_("Trạng thái"), _("Mọi trạng thái"))
        for state in STATES:
            self.state_box.addItem(_(state.label), state.code)
        self.period_box = _box(_("Kỳ"), _("Mọi kỳ"))
        self.clear_button = Button(_("Bỏ lọc"), kind="quiet", dense=True, on_click=self.clear)
        self.count_label = label("", "help")
        self._pause = QTimer(self, singleShot=True, interval=250)
        self._pause.timeout.connect(self._filter)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        for box in (self.kind_box, self.state_box, self.period_box):
            box.activated.connect(lambda _n: self._filter())
        self.table = PlainTable(
            (
                Column(_("Số, ký hiệu"), 110),
                Column(_("Loại"), 84),
                Column(_("Trích yếu")),
                Column(_("Kỳ"), 136),
                Column(_("Ngày"), 84, right=True),
                Column(_("Lần"), 44, right=True),
                Column(_("Người ký"), 130),
                Column(_("Trạng thái"), STATE_WIDTH, badge=True),
            ),
            _("Báo cáo, văn bản"),
            row=28,
        )
        self.table.setSelectionMode(PlainTable.SelectionMode.ExtendedSelection)
        self.table.setWordWrap(True)
        rows = self.table.verticalHeader()
        rows.setMinimumSectionSize(theme.px(28))
        rows.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.chosen.connect(lambda _key: self._show_choice())
        self.table.opened.connect(self.open_report)
        self.banner = Banner()
        self.empty = EmptyState()
        self.open_button = Button(_("Mở"), "edit", on_click=lambda: self.open_report())
        self.save_button = Button(_("Lưu thành PDF…"), "save", on_click=self.save_pdf)
        self.sign_button = Button(_("Ký…"), "sign", on_click=self.sign)
        self.back_button = Button(_("Nạp bản đã ký…"), "import", on_click=self.take_back)
        self.check_button = Button(_("Kiểm tra tệp đã ký"), "shield", on_click=self.verify)
        self.delete_button = Button(
            _("Xóa bản nháp"), "trash", kind="destructive", on_click=self.delete
        )
        self.more_button = icon_button("more", _("Việc khác"), on_click=self._open_menu)
        self.told_label = label("", "help", wrap=True)
        self._lay_out()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        delete = QShortcut(QKeySequence("Delete"), self.table, context=inside)
        delete.activated.connect(self.delete)
        word = QShortcut(QKeySequence(WORD_KEYS), self, context=inside)
        word.activated.connect(self.save_word)

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
        tasks.reread(_read, self.context, done=self._show, owner=self)

    def new_record(self) -> None:
        if self.period is None:
            messages.show_note(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt."), self)
            return
        self._begin(self.period.code)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        for column in NARROW_LEAVES_OUT:
            self.table.setColumnHidden(column, narrow)
        for button in self._seldom()[1:]:
            button.setVisible(not narrow)
        self.header_changed.emit()

    def header_actions(self) -> Sequence[QWidget]:
        first = () if self.narrow else (self.book_button,)
        return (*first, self.other_button, self.write_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.search, self.table, self.open_button)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Soạn báo cáo"), self.new_record, "add", "Ctrl+N"),
            Command(_("Soạn văn bản…"), self.write_other, "report"),
            Command(_("In, lưu tất cả văn bản của kỳ…"), self.all_papers, "print"),
            Command(_("Lưu thành Word…"), self.save_word, "save", WORD_KEYS),
            Command(_("Ký…"), self.sign, "sign"),
            Command(_("Nạp bản đã ký…"), self.take_back, "import"),
            Command(_("Sổ văn bản đi"), lambda: self.go.emit("numbers", None), "book"),
            Command(_("Mẫu văn bản"), lambda: self.go.emit("templates", None), "file"),
            Command(_("Kiểm tra chữ ký…"), lambda: choose_and_verify(self.context, self), "shield"),
        )

    def find_in_page(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    # ------------------------------------------------------------------ commands
    def write_other(self) -> None:
        """Let the clerk choose which paper to make from a period."""
        if self.period is None:
            messages.show_note(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt."), self)
            return
        from ui.paper_dialog import PaperDialog
        from ui.paper_work import Wanted

        dialog = PaperDialog(
            self.context,
            Wanted(period=self.period.code),
            said=_("Văn bản về một kỳ. Văn bản về hội nghị, mô hình thì soạn từ sổ của nó."),
            periods=self._known[::-1],
            opened=lambda report_id: self.go.emit("report", report_id),
            parent=self,
        )
        dialog.open()

    def all_papers(self) -> None:
        """Offer every paper of the period for printing and saving at once."""
        if self.period is None:
            messages.show_note(_("Chưa có kỳ báo cáo"), _("Thêm kỳ trong Cài đặt."), self)
            return
        from ui.batch_dialog import papers_of_period

        papers_of_period(self.context, self.period, parent=self)

    def clear(self) -> None:
        """Show every paper again."""
        self.search.clear()
        for box in (self.kind_box, self.state_box, self.period_box):
            box.setCurrentIndex(0)
        self._filter()

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

    def save_word(self) -> None:
        """Write the selected paper for Word, where the clerk wants it."""
        record = self._chosen()
        if record is not None:
            save_as_word(
                self.context,
                partial(write_paper, self.context, record),
                word_name(record),
                kind=str(record.values["loai"]),
                parent=self,
                told=self.told_label.setText,
                saved=lambda path: keep_file(self.context, record, path),
            )

    def sign(self) -> None:
        """Sign the selected papers, all with one PIN."""
        chosen = [self.table.plain.rows[one.row()].key for one in self.table.selected_rows()]
        open_signing(self, [self.papers[key] for key in chosen if key in self.papers])

    def take_back(self) -> None:
        """Keep a file of the selected paper that was signed with another program."""
        record = self._chosen()
        if record is not None:
            choose_signed_file(self, record, self.told_label.setText)

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
        if record is None or record.values["trang_thai"] not in EDITABLE:
            return
        words = _("Xóa bản nháp {name}").format(name=record.values.get("ky_hieu") or "")
        tasks.write(
            self.context, self.context.delete, REGISTER, [record.id], words.strip(), owner=self
        )

    # ------------------------------------------------------------------ private
    def _seldom(self) -> Sequence[Button]:
        """Give the buttons that stand in the menu; but for the first beside it, given room."""
        return (
            self.back_button,
            self.check_button,
            self.all_button,
            self.templates_button,
            self.verify_button,
        )

    def _open_menu(self) -> None:
        menu = QMenu(self)
        for button in (*self._seldom(), self.book_button):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.exec(self.more_button.mapToGlobal(self.more_button.rect().topLeft()))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for button in (
            self.open_button,
            self.save_button,
            self.sign_button,
            self.check_button,
            self.all_button,
            self.templates_button,
            self.verify_button,
            self.delete_button,
            self.more_button,
        ):
            bar.addWidget(button)
        bar.addWidget(self.told_label, 1)
        self.foot = QWidget()
        self.foot.setLayout(bar)
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 8, 12, 8)
        tools.setSpacing(8)
        self.search.setMinimumWidth(theme.px(180))
        tools.addWidget(self.search, 1)
        for box in (self.kind_box, self.state_box, self.period_box):
            tools.addWidget(box)
        tools.addWidget(self.clear_button)
        tools.addWidget(self.count_label)
        self.tools = QWidget()
        self.tools.setLayout(tools)
        card = Card(padding=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        card.body.addWidget(self.tools)
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        card.body.addWidget(self.foot)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.setSpacing(8)
        outer.addWidget(self.banner)
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
        newest = sorted(found.records, key=_newest, reverse=True)
        self.papers = {one.id: one for one in newest}
        self._periods, self._known = found.periods, found.known
        self._received = found.received
        wanted = self.period_box.currentData()
        while self.period_box.count() > 1:
            self.period_box.removeItem(1)
        used = {str(one.values.get("ky") or "") for one in newest}
        for code, name in reversed([*found.periods.items()]):
            if code in used:
                self.period_box.addItem(name, code)
        self.period_box.setCurrentIndex(max(self.period_box.findData(wanted), 0))
        if self._wanted and self._wanted not in {one.id for one in self._matching()}:
            self.clear()
        self._filter()
        if self.isVisible():
            tasks.run(changed_papers, self.context, done=self._take_changed, owner=self)

    def _take_changed(self, found: Mapping[str, Sequence[Changed]]) -> None:
        """Mark the issued reports whose figures changed since; the list stands where it was."""
        if found != self._changed:
            self._changed = found
            self._filter()

    def _matching(self) -> list[Record]:
        """Give the papers that every filter lets through."""
        words = fold(self.search.text()).split()
        chosen = {
            "loai": self.kind_box.currentData(),
            "trang_thai": self.state_box.currentData(),
            "ky": self.period_box.currentData(),
        }
        found = []
        for record in self.papers.values():
            values = record.values
            if any(code and values.get(name) != code for name, code in chosen.items()):
                continue
            names = ("ky_hieu", "ten", "nguoi_ky", "noi_nhan")
            text = fold(" ".join(str(values.get(name) or "") for name in names))
            if all(word in text for word in words):
                found.append(record)
        return found

    def _filter(self) -> None:
        found = self._matching()
        filtered = len(found) < len(self.papers) or bool(self.search.text().strip())
        replaced = {str(one.values.get("thay_cho") or ""): one for one in self.papers.values()}
        rows = [
            _row(
                one,
                self._periods,
                replaced.get(one.id),
                self._receipt(one),
                changed=one.id in self._changed,
            )
            for one in found
        ]
        wide = any(self._receipt(one) or one.id in self._changed for one in found)
        self.table.setColumnWidth(STATE, theme.px(RECEIVED_WIDTH if wide else STATE_WIDTH))
        self.table.show_rows(rows, select=self._wanted or self.table.key)
        self._wanted = ""
        self.clear_button.setVisible(filtered)
        words = _("{n}/{total} văn bản") if filtered else _("{total} văn bản")
        self.count_label.setText(words.format(n=len(found), total=len(self.papers)))
        self._show_empty()
        self._show_choice()

    def _receipt(self, record: Record) -> Evidence | None:
        return self._received.get(kept_file(record.values))

    def _show_empty(self) -> None:
        filled, rows = bool(self.papers), self.table.model().rowCount() > 0
        self.tools.setVisible(filled)
        self.table.setVisible(rows)
        self.foot.setVisible(rows)
        self.empty.setVisible(not rows)
        if not filled:
            name = self.period.name if self.period is not None else ""
            words = _("Chưa có văn bản nào của {period}") if name else _("Chưa có văn bản nào")
            self.empty.show_state(
                icon="report",
                title=words.format(period=name),
                help_text=_(
                    "Số trong văn bản lấy thẳng từ các sổ và tự đổi theo sổ tới khi ban hành."
                ),
                buttons=(
                    Button(_("Soạn báo cáo"), "add", on_click=self.new_record),
                    Button(_("Soạn văn bản…"), "report", on_click=self.write_other),
                ),
            )
        elif not rows:
            self.empty.show_state(
                icon="search",
                title=_("Không có văn bản khớp điều đang lọc"),
                buttons=(Button(_("Bỏ lọc"), on_click=self.clear),),
            )

    def _chosen(self) -> Record | None:
        return self.papers.get(str(self.table.key))

    def _show_choice(self) -> None:
        record = self._chosen()
        if record is None:
            self.banner.tell("")
            return
        state = record.values["trang_thai"]
        signed = bool(record.values.get("tep_da_ky"))
        self.check_button.forbid("" if signed else _("Văn bản chưa ký số"))
        issued = is_issued(record.values)
        for button in (self.sign_button, self.back_button):
            button.forbid("" if issued else _("Văn bản chưa ban hành"))
        why = _("Văn bản đang trình ký") if state == SUBMITTED else _("Văn bản đã ban hành")
        self.delete_button.forbid("" if state in EDITABLE else why)
        self.banner.tell(
            changed_words(self._changed.get(record.id, ())),
            icon="warning",
            tone="warning",
            link=_("Mở văn bản"),
            on_link=self.open_report,
        )

    def _save_file(self, record: Record, pdf: bytes) -> None:
        path = save_paper(self.context, record, pdf, parent=self)
        if path is not None:
            self.told_label.setText(_("Đã lưu {name}").format(name=path.name))


def _read(context: Context) -> Papers:
    periods = tuple(context.periods())
    names = {period.code: period.name for period in periods}
    return Papers(tuple(context.all_of(REGISTER)), names, periods, received_papers(context))


def _newest(record: Record) -> tuple[str, int, str]:
    values = record.values
    return str(values["ngay"]), int(values.get("lan") or 1), record.created_at


def _box(name: str, every: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.addItem(every, "")
    return box


def _row(
    record: Record,
    periods: Mapping[str, str],
    later: Record | None,
    receipt: Evidence | None,
    *,
    changed: bool = False,
) -> Row:
    values = record.values
    subject = str(values["ten"])
    state = next(s for s in REGISTERS[REGISTER].states if s.code == values["trang_thai"])
    mark: Mark = state_mark(state)
    if receipt is not None:
        mark = received_mark(receipt)
    if changed:
        words = _("Cấp trên đã nhận, số liệu đã đổi") if receipt else _("{state}, số liệu đã đổi")
        mark = Mark(words.format(state=_(state.label)), "warning", "warning")
    if later is not None:
        words = _("Được thay bằng lần {n}") if is_issued(later.values) else _("Đang lập lần {n}")
        mark = Mark(words.format(n=later.values.get("lan")), "neutral", "copy")
    kind = LOAI.option(str(values["loai"]))
    cells = (
        str(values.get("ky_hieu") or ""),
        _(kind.label) if kind is not None else str(values["loai"]),
        subject[:1].upper() + subject[1:],
        periods.get(str(values.get("ky")), str(values.get("ky") or "")),
        format_date(date.fromisoformat(str(values["ngay"]))),
        str(values.get("lan") or 1),
        str(values.get("nguoi_ky") or ""),
        mark,
    )
    return Row(record.id, cells)
