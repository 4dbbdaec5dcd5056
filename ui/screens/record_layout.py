"""How the form page is laid out: sections, form, issues, action bar; and its narrow form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.organisation.related import has_relations
from danvan_desktop.schema import RegisterSpec
from ui import icons, theme
from ui.widgets.action_bar import ActionBar
from ui.widgets.attachments import AttachmentBar
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button
from ui.widgets.editors import Units
from ui.widgets.history import HistoryPane
from ui.widgets.issue_list import IssueList
from ui.widgets.panel import Panel
from ui.widgets.record_form import RecordForm
from ui.widgets.related_list import RelatedList
from ui.widgets.section_list import ICONS, SectionList, SectionState

SECTIONS_WIDTH, ISSUES_WIDTH = 204, 262
FILES, RELATED = "tep", "lien_quan"


class Remembered(Protocol):
    """Where widths are remembered."""

    def get(self, name: str, default: Any = None) -> Any:
        """Read a remembered value."""

    def set(self, name: str, value: Any) -> None:
        """Remember a value."""


class RecordLayout:
    """The widgets of the form page, put into ``page``; it only arranges and shows."""

    def __init__(
        self, register: RegisterSpec, names: Units, settings: Remembered, page: QWidget
    ) -> None:
        self.form = RecordForm(register, names)
        self.sections = SectionList()
        self.issues = IssueList()
        self.history = HistoryPane()
        self.files = AttachmentBar()
        self.related = RelatedList()
        self.banner = Banner()
        self.bar = ActionBar()
        self.read_only = False
        self._settings = settings
        self._narrow = False
        if has_relations(register.key):
            words = _("Nhấn Enter hoặc nhấp đúp để mở.")
            self.form.add_section(RELATED, _("Hồ sơ liên quan"), words, self.related)
        help_ = _("Kéo thả tệp vào đây. Tệp được giữ bản sao, mở ở chế độ chỉ đọc.")
        if register.group == "register":
            self.form.add_section(FILES, _("Tệp kèm theo"), help_, self.files)
        self.save_button = Button(_("Lưu (Ctrl+S)"), "save", kind="primary")
        self.save_new_button = Button(_("Lưu và thêm mới"))
        self.discard_button = Button(_("Bỏ thay đổi"), kind="quiet")
        for button in (self.save_button, self.save_new_button, self.discard_button):
            self.bar.add(button)
        self._build(page)

    def areas(self) -> Sequence[QWidget]:
        """What F6 walks through."""
        if self._narrow:
            return (self.combo, self.issue_button, self.form, self.bar)
        return (self.sections, self.form, self.side, self.bar)

    def show_sections(self, states: Sequence[SectionState]) -> None:
        """Show the states of the sections in the list and in the narrow box."""
        self.sections.show_sections(states)
        blocker = QSignalBlocker(self.combo)
        current = self.combo.currentData()
        self.combo.clear()
        for number, state in enumerate(states, start=1):
            name, role = ICONS[state.state]
            words = _("Mục {n}. {name}").format(n=number, name=state.label)
            self.combo.addItem(icons.icon(name, role), words, state.key)
        self.combo.setCurrentIndex(max(0, self.combo.findData(current)))
        blocker.unblock()
        first = self.sections.list.currentRow() < 0
        if first and states:
            self.sections.mark(states[0].key)

    def show_facts(self, text: str) -> None:
        """Show unit, year and code below the sections."""
        self.sections.facts.setText(text)

    def show_errors(self, errors: int, warnings: int) -> None:
        """Write the counts on the narrow button."""
        parts = []
        if errors:
            parts.append(_("{n} lỗi").format(n=errors))
        if warnings:
            parts.append(_("{n} nhắc").format(n=warnings))
        if parts:
            parts.append(_("tới lỗi tiếp theo (F8)"))
        words = " · ".join(parts) or _("Không còn gì phải sửa")
        self.issue_button.setText(words)
        role = "error" if errors else "warning" if warnings else "success"
        self.issue_button.setIcon(icons.icon("check" if not parts else role, role))
        self.issue_button.setEnabled(bool(parts))

    def show_discard(self, *, dirty: bool, again: bool) -> None:
        """Offer to give changes up, or to take back what was given up."""
        self.discard_button.setText(_("Lấy lại thay đổi") if again else _("Bỏ thay đổi"))
        self.discard_button.setEnabled((dirty or again) and not self.read_only)

    def tell_draft(self, kept_at: str, errors: int) -> None:
        """Say when the draft was kept, and that the register does not hold it."""
        kept = _("Bản nháp đã giữ lúc {time}.").format(time=kept_at) if kept_at else ""
        missing = _("Chưa ghi vào sổ.")
        if errors:
            missing = _("Chưa ghi vào sổ vì còn {n} lỗi.").format(n=errors)
        words = " ".join(part for part in (kept, missing) if part)
        self.bar.tell(words, icon="draft" if kept else "clock", role="text2")

    def tell_saved(self, saved_at: str, *, known: bool) -> None:
        """Say when the record was saved, or that nothing was changed."""
        if saved_at:
            self.bar.tell(_("Đã lưu lúc {time}.").format(time=saved_at), icon="check")
        else:
            self.bar.tell(_("Chưa có thay đổi.") if known else "")

    def set_read_only(self, read_only: bool, reason: str = "") -> None:
        """Let the page only be read; the buttons say why (default: the period is closed)."""
        self.read_only = read_only
        self.form.set_read_only(read_only)
        self.files.set_read_only(read_only)
        for button in (self.save_button, self.save_new_button, self.discard_button):
            button.forbid((reason or _("Kỳ đã khóa.")) if read_only else "")

    def toggle_history(self) -> None:
        """Show the history in place of the issues, or the issues again."""
        shown = self.side.isVisible() and self.side.currentWidget() is self.history
        self.side.setCurrentWidget(self.issues if shown else self.history)
        self.side.setVisible(not shown or not self._narrow)

    def set_narrow(self, narrow: bool) -> None:
        """Turn sections into a box and issues into a button, or back."""
        self._narrow = narrow
        self.head.setVisible(narrow)
        self.sections.setVisible(not narrow)
        self.side.setVisible(not narrow)
        self.discard_button.setVisible(not narrow)

    def _build(self, page: QWidget) -> None:
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.head = Panel(lines="bottom", ground="bg")
        row = QHBoxLayout(self.head)
        row.setContentsMargins(12, 4, 12, 8)
        row.setSpacing(8)
        self.combo = QComboBox()
        self.combo.setAccessibleName(_("Mục của phiếu"))
        self.combo.setMinimumWidth(theme.px(230))
        self.combo.activated.connect(lambda _at: self._go_to_section(self.combo.currentData()))
        self.issue_button = Button(on_click=lambda: self.issues.step(1))
        row.addWidget(self.combo)
        row.addStretch(1)
        row.addWidget(self.issue_button)
        outer.addWidget(self.head)
        strip = QHBoxLayout()
        strip.setContentsMargins(16, 0, 16, 0)
        strip.addWidget(self.banner)
        outer.addLayout(strip)
        self.side = QStackedWidget()
        self.side.addWidget(self.issues)
        self.side.addWidget(self.history)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for widget in (self.sections, self.form, self.side):
            self.splitter.addWidget(widget)
        self.sections.setMinimumWidth(theme.px(150))
        self.side.setMinimumWidth(theme.px(200))
        self.splitter.setStretchFactor(1, 1)
        self._restore_widths()
        self.splitter.splitterMoved.connect(lambda *_at: self._keep_widths())
        outer.addWidget(self.splitter, 1)
        outer.addWidget(self.bar)
        self.sections.chosen.connect(self._go_to_section)
        self.form.section_changed.connect(self._mark_section)
        self.history.closed.connect(self.toggle_history)
        self.head.hide()

    def _go_to_section(self, key: str) -> None:
        self.form.show_section(key)
        self._mark_section(key)

    def _mark_section(self, key: str) -> None:
        self.sections.mark(key)
        blocker = QSignalBlocker(self.combo)
        self.combo.setCurrentIndex(max(0, self.combo.findData(key)))
        blocker.unblock()

    def _restore_widths(self) -> None:
        kept = self._settings.get("pane/form") or [SECTIONS_WIDTH, ISSUES_WIDTH]
        left, right = (theme.px(int(width)) for width in kept[:2])
        self.splitter.setSizes([left, 10_000, right])
        self.sections.resize(left, 100)
        self.side.resize(right, 100)

    def _keep_widths(self) -> None:
        sizes = self.splitter.sizes()
        zoom = theme.zoom()
        self._settings.set("pane/form", [round(sizes[i] * 100 / zoom) for i in (0, 2)])
