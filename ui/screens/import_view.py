"""What the import page shows of its session; every wish of the clerk goes to the screen itself.

Parts and their lay-out, the words for files and buttons, the narrow form.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.context import Context
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.screens import import_words as words
from ui.screens.base import Screen
from ui.screens.import_check import CheckPane
from ui.screens.import_digest import ALL_FILES, Entry, Tally
from ui.screens.import_lines import told as told_issue
from ui.screens.import_session import Session, samples_of
from ui.screens.import_summary import SummaryPage
from ui.widgets.action_bar import ActionBar
from ui.widgets.badge import Mark
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, icon_button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.import_files import FileLine, FileList
from ui.widgets.import_mapping import MappingEditor
from ui.widgets.import_side import LegacyCard, MappingCard, PeriodCard, clear_ground
from ui.widgets.labels import Link, label
from ui.widgets.panel import Panel
from ui.widgets.progress import ProgressBar
from ui.widgets.stepper import Step, Stepper

CHOOSE, MAP, CHECK, SAVED = range(4)
"""The steps of an import."""

SPLIT_KEY = "pane/import"
WIDTHS = (226, 634, 278)
"""Widths of files, rows and cards at 100 % when nobody has moved them."""

BOOKS_NAMED = 3
"""Registers that the title names; of more it tells the number."""

HIDDEN_NAMED = 3
"""Hidden sheets that are named one by one."""

_TROUBLE_ICONS = {"encrypted": "lock", "same_name": "copy"}


class ImportView(Screen):
    """The widgets of the page, and how a session is shown in them."""

    map_wanted = Signal()
    convert_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Nhập từ Excel")
        self.period: Period | None = None
        self.session: Session | None = None
        self.step = CHOOSE
        self._key: Any = None
        self._make_parts()
        self._lay_out()

    def _make_parts(self) -> None:
        self.stepper = Stepper(self._steps())
        self.progress = ProgressBar()
        self.banner = Banner()
        self.closed_banner = Banner()
        self.drop_panel = DropPanel()
        self.start = EmptyState()
        self.drop_panel.hold(self.start)
        self.files = FileList()
        self.add_button = Button(_("Thêm tệp"), "add")
        self.remove_button = icon_button("trash", _("Bỏ tệp đang chọn (Delete)"))
        self.hidden_note = label("", "help", wrap=True)
        self.hidden_link = Link("")
        self.check = CheckPane()
        self.editor = MappingEditor()
        self.period_card = PeriodCard()
        self.mapping_card = MappingCard()
        self.legacy_card = LegacyCard()
        self.summary = SummaryPage()
        self.save_button = Button("", kind="primary")
        self.check_button = Button(_("Kiểm tra"), "forward", kind="primary")
        self.errors_button = Button("", "download")
        self.back_button = Button(_("Quay lại"), "back")
        self.drop_button = Button(_("Hủy nhập"), kind="quiet")

    def _lay_out(self) -> None:
        self.left = Card(_("Tệp đã chọn"), padding=0)
        self.left.body.setSpacing(0)
        self.left.body.addWidget(self.files, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 8, 10, 4)
        foot.addWidget(self.hidden_note)
        foot.addWidget(self.hidden_link)
        foot.addSpacing(theme.px(6))
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        foot.addLayout(row)
        self.left.body.addLayout(foot)
        self.middle = QStackedWidget()
        self.middle.addWidget(self.check)
        self.middle.addWidget(self.editor)
        self.right = _side(self.period_card, self.mapping_card, self.legacy_card)
        self.split = QSplitter()
        self.split.setHandleWidth(theme.px(10))
        self.split.setChildrenCollapsible(False)
        for part in (self.left, self.middle, self.right):
            self.split.addWidget(part)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([theme.px(width) for width in self._widths()])
        self.split.splitterMoved.connect(lambda *_at: self._remember_widths())
        self._pane_tabs = QTabBar()
        self._pane_tabs.setExpanding(False)
        self._pane_tabs.setDrawBase(False)
        self._pane_tabs.setAccessibleName(_("Phần của trang"))
        for text in (_("Tệp"), _("Các dòng"), _("Dòng trùng, bị từ chối"), _("Cách ghép, phông")):
            self._pane_tabs.addTab(text)
        self._pane_tabs.setCurrentIndex(1)
        self._pane_tabs.currentChanged.connect(lambda _n: self._show_panes())
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self._pane_tabs)
        column.addWidget(self.closed_banner)
        column.addWidget(self.banner)
        column.addWidget(self.split, 1)
        self.stack = QStackedWidget()
        for page in (self.drop_panel, work, self.summary):
            self.stack.addWidget(page)
        self.bar = ActionBar()
        for button in (self.save_button, self.check_button, self.errors_button):
            self.bar.add(button)
        self.bar.add_right(self.back_button)
        self.bar.add_right(self.drop_button)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 4, 16, 10)
        inner.addWidget(self.stack)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner, 1)
        outer.addWidget(self.progress)
        outer.addWidget(self.bar)

    def _widths(self) -> list[int]:
        """Give the widths of the three columns at 100 %, as they were left."""
        kept = self.context.settings.get(SPLIT_KEY)
        ok = isinstance(kept, list) and len(kept) == len(WIDTHS)
        return [int(width) for width in kept] if ok else list(WIDTHS)

    def _remember_widths(self) -> None:
        sizes = self.split.sizes()
        if all(sizes) and not self.narrow:
            widths = [round(size * 100 / theme.zoom()) for size in sizes]
            self.context.settings.set(SPLIT_KEY, widths)

    def _steps(self) -> tuple[Step, ...]:
        texts = (_("Chọn tệp"), _("Ghép cột"), _("Kiểm tra"), _("Lưu vào sổ"))
        return tuple(Step(text) for text in texts)

    def _show_panes(self) -> None:
        """Show the three columns, or in the narrow form the one that its tab names."""
        checking = self.step == CHECK
        if not self.narrow:
            self.left.show()
            self.middle.show()
            self.right.setVisible(checking and not self._shows_all)
            self.check.show_part("")
            return
        for number in (2, 3):
            self._pane_tabs.setTabVisible(number, checking)
        number = self._pane_tabs.currentIndex()
        self.left.setVisible(number == 0)
        self.middle.setVisible(number in (1, 2))
        self.right.setVisible(number == 3 and not self._shows_all)
        self.check.show_part("faults" if number == 2 else "rows")

    def _tell_title(self) -> None:
        parts = []
        if self.session is not None and self.step != CHOOSE:
            keys = dict.fromkeys(s.register for s in self.session.plan.sheets if s.register)
            names = ", ".join(_(import_target(key).label) for key in keys)
            if len(keys) > BOOKS_NAMED:
                parts.append(_("{n} sổ").format(n=len(keys)))
            elif names:
                parts.append(_("Sổ {names}").format(names=names))
        if self.period is not None:
            parts.append(self.period.name)
        self.subtitle = " · ".join(parts)
        self.header_changed.emit()

    def _show_plan(self) -> None:
        """Show the plan in the parts that are open."""
        if self.session is None:
            return
        plan = self.session.plan
        found = self.session.digest.entries
        self.left.set_title(_("{n} tệp đã chọn").format(n=len(plan.files)))
        lines = [self._file_line(entry) for entry in found]
        self.files.show_lines([*self._all_line(), *lines], self._key)
        self._show_hidden(self.session)
        told = words.closed_words(self.session.digest) if self.step == CHECK else []
        self.closed_banner.tell(" ".join(told), icon="lock", tone="warning")
        self._show_entry()
        self._show_bar(self.session)

    def _all_line(self) -> list[FileLine]:
        """The line that stands for all files, where there are several."""
        files = self.session.plan.files if self.session is not None else ()
        if self.session is None or len(files) < 2 or self.step == MAP:
            return []
        name = _("Tất cả {n} tệp").format(n=format_number(len(files)))
        return [FileLine(ALL_FILES, name, marks=_marks(self.session.digest.tally), icon="folder")]

    def _show_hidden(self, session: Session) -> None:
        """Name the hidden sheets that were not read, and offer to read them."""
        names = [file.name for file in session.plan.files]
        hidden = words.hidden_sheets(session.plan)
        told = [
            _("Trang ẩn “{sheet}” trong {file} không được nhập.").format(
                sheet=sheet, file=words.in_file(file, names)
            )
            for file, sheet in hidden[:HIDDEN_NAMED]
        ]
        if len(hidden) > HIDDEN_NAMED:
            more = _("và {n} trang ẩn khác.").format(n=format_number(len(hidden) - HIDDEN_NAMED))
            told.append(more)
        self.hidden_note.setText("\n".join(told))
        self.hidden_note.setVisible(bool(told))
        self.hidden_link.setText(_("Bỏ các trang ẩn") if session.hidden else _("Đọc cả trang ẩn"))
        self.hidden_link.updateGeometry()
        self.hidden_link.setVisible(session.hidden or bool(told))

    def _show_entry(self) -> None:
        assert self.session is not None
        entry = self._entry()
        sheet = entry.sheet if entry is not None else None
        if self.step == MAP:
            title = words.short_name(entry) if entry is not None else _("Ghép cột")
            self.editor.show_sheet(sheet, title)
            return
        self.right.setVisible(not self._shows_all and (not self.narrow or self.right.isVisible()))
        if self._shows_all:
            self.check.show_all(self.session, self._outside())
            self.banner.tell("")
            return
        usable = entry if entry is not None and entry.usable else None
        self.check.show_entry(self.session, usable, self._outside())
        self.mapping_card.show_sheet(sheet)
        self.period_card.show_sheet(sheet, self.session.periods)
        samples = entry.file.samples if entry is not None else ()
        every = samples_of(entry.file) if entry is not None and samples else []
        self.legacy_card.show_samples(samples, every, convert=self.session.convert)
        self._tell_banner(entry)

    def _tell_banner(self, entry: Entry | None) -> None:
        """Say what stands in the way of the shown file, or that nothing in it is new."""
        if entry is None:
            self.banner.tell("")
        elif entry.file.refused is not None:
            self.banner.tell(str(entry.file.refused), icon="warning", tone="error")
        elif not entry.usable and entry.file.samples and not self._converted:
            self.banner.tell(
                _("Chữ phông cũ chưa được đổi nên chưa nhận ra tiêu đề các cột."),
                link=_("Đổi sang Unicode"),
                on_link=self.convert_wanted.emit,
            )
        elif not entry.usable:
            self.banner.tell(
                _("Trang này không thuộc sổ nào đang dùng nên không được nhập."),
                link=_("Ghép cột"),
                on_link=self.map_wanted.emit,
            )
        elif entry.sheet is not None and entry.sheet.notes:
            told = " ".join(told_issue(note) for note in entry.sheet.notes)
            self.banner.tell(told, icon="warning", tone="warning")
        elif self._nothing_new(entry):
            self.banner.tell(_("Tệp này đã nhập trước đây, không có gì mới."), icon="history")
        elif entry.file.macros:
            self.banner.tell(_("Tệp có macro; chương trình chỉ đọc số liệu, không chạy macro."))
        else:
            self.banner.tell("")

    def _show_bar(self, session: Session) -> None:
        new, known = session.digest.new, session.digest.known
        rejected = len(session.plan.rejected)
        self.save_button.setText(_("Lưu {n} dòng vào sổ").format(n=format_number(new)))
        closed = sum(session.digest.closed.values())
        why = "" if new else _("Không có dòng mới nào để lưu")
        if closed:
            why = _("Có {n} dòng là số tổng của kỳ đã khóa: mở lại kỳ (ghi lý do) rồi lưu").format(
                n=format_number(closed)
            )
        self.save_button.forbid(why)
        self.errors_button.setText(_("Gửi lại {n} dòng lỗi…").format(n=format_number(rejected)))
        self.errors_button.setVisible(bool(rejected) and self.step == CHECK)
        if not new and known:
            told = _("Không có gì mới: {n} dòng đã có trong sổ.").format(n=format_number(known))
        elif closed:
            told = why
        else:
            told = _("Chưa có gì được ghi. Lưu xong vẫn hoàn tác được bằng Ctrl+Z.")
        self.bar.tell(told)

    def _file_line(self, entry: Entry) -> FileLine:
        assert self.session is not None
        file, sheet = entry.file, entry.sheet
        if file.refused is not None:
            icon = _TROUBLE_ICONS.get(file.refused.code, "draft-error")
            trouble = words.trouble_text(file)
            return FileLine(entry.key, file.name, trouble=trouble, icon=icon, tone="error")
        if sheet is None or sheet.register is None:
            source = _("Trang “{name}”").format(name=sheet.name) if sheet else ""
            trouble = _("Không thuộc sổ nào đang dùng. Ghép cột để nhập.")
            return FileLine(entry.key, file.name, source, trouble=trouble, tone="muted")
        source = words.source_text(entry, self.session.names)
        return FileLine(entry.key, file.name, source, _file_marks(self.session, entry))

    def _entry(self) -> Entry | None:
        if self.session is None:
            return None
        found = self.session.digest.entries
        return next((entry for entry in found if entry.key == self._key), None)

    @property
    def _shows_all(self) -> bool:
        return self._key == ALL_FILES and self.step == CHECK

    def _nothing_new(self, entry: Entry) -> bool:
        if self.session is None:
            return False
        tally = self.session.digest.views[entry.key].tally
        return bool(tally.known) and not tally.accepted

    @property
    def _converted(self) -> bool:
        return self.session is not None and self.session.convert

    def _outside(self) -> int:
        if self.session is None or self.period is None:
            return 0
        return self.session.digest.outside(self.period.first_day, self.period.last_day)


class DropPanel(Panel):
    """The place to drop files on; its frame answers while something is held over it."""

    def __init__(self) -> None:
        super().__init__(radius=6, frame="line")
        self._layout = QVBoxLayout(self)

    def hold(self, widget: QWidget) -> None:
        """Put the words into it."""
        self._layout.addWidget(widget)

    def set_active(self, active: bool) -> None:
        """Answer files that are held over it."""
        self.ground = "soft" if active else "surface"
        self.update()


def _side(*cards: QWidget) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(10))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(box)
    clear_ground(area)
    return area


def _file_marks(session: Session, entry: Entry) -> tuple[Mark, ...]:
    return _marks(session.digest.views[entry.key].tally)


def _marks(tally: Tally) -> tuple[Mark, ...]:
    counts = (
        (tally.accepted, _("nhận {n}"), "success", "tick"),
        (tally.known, _("đã có {n}"), "neutral", "check"),
        (tally.rejected, _("từ chối {n}"), "error", "x"),
    )
    marks = [Mark(t.format(n=format_number(n)), tone, icon) for n, t, tone, icon in counts if n]
    return tuple(marks) or (Mark(_("không có dòng nào"), "neutral"),)
