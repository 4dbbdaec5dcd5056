"""Sổ văn bản đi: every number of a term or year, what became of it, kept numbers, gaps.

Most lines are the papers themselves; this page only keeps numbers for somebody, gives them up
with a reason, lets them go, and prints or exports the book.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from danvan_desktop.context import Context
from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.registers.bao_cao import LOAI
from danvan_desktop.reports.number_book import (
    BookScope,
    KindBook,
    build_book,
    columns,
    line,
    read_book,
    scopes,
    state_text,
)
from danvan_desktop.reports.numbering import Entry, Standing, family_on, release, reserve, void
from danvan_desktop.reports.numbers_before import no_term, say_used_before
from danvan_desktop.storage.values import Changes
from ui import messages, tasks, theme
from ui.reserve_dialog import ReserveDialog
from ui.screens import record_screen
from ui.screens.base import Command, Screen
from ui.used_before_dialog import UsedBeforeDialog
from ui.widgets.badge import Mark
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.pdf_preview import PreviewDialog
from ui.widgets.plain_table import Brief, Column, PlainTable, Row

LOOKS = {
    Standing.ISSUED: ("success", "check"),
    Standing.PLANNED: ("neutral", "draft"),
    Standing.RESERVED: ("accent", "lock"),
    Standing.VOID: ("neutral", "cross"),
    Standing.GAP: ("warning", "warning"),
    Standing.BEFORE: ("neutral", "note"),
}


NARROW_LEAVES_OUT = (2, 4, 5)
"""Columns that the narrow form has no room for: symbol, signatory, recipients."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The book as it was read: which scopes there are, which one and what is in it."""

    scopes: tuple[BookScope, ...]
    day: str
    books: tuple[KindBook, ...]
    unsaid: Issue | None
    """That the day lies in no declared term, so that Party papers are numbered by its year."""


@dataclass(frozen=True, slots=True)
class Wrote:
    """What a write of this page tells the other screens."""

    changes: Changes


class NumbersScreen(Screen):
    """The book of one scope; ``activate`` may get the code of the type to show."""

    help_key = "numbers"
    uses_search = False
    can_go_back = True

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Sổ văn bản đi")
        self.books: tuple[KindBook, ...] = ()
        self.unsaid: Issue | None = None
        self.lines: dict[str, tuple[KindBook, Entry]] = {}
        self.scope_box = QComboBox()
        self.scope_box.setAccessibleName(_("Nhiệm kỳ hoặc năm"))
        self.scope_box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.kind_box = QComboBox()
        self.kind_box.setAccessibleName(_("Loại văn bản"))
        self.kind_box.addItem(_("Mọi loại"), "")
        for option in LOAI.options:
            self.kind_box.addItem(_(option.label), option.code)
        self.state_box = QComboBox()
        self.state_box.setAccessibleName(_("Tình trạng"))
        self.state_box.addItem(_("Mọi tình trạng"), "")
        self.state_box.addItem(_("Số trống, trùng số"), "gap")
        self.state_box.addItem(_("Số đang giữ"), Standing.RESERVED.value)
        self.state_box.addItem(_("Số đã bỏ"), Standing.VOID.value)
        self.told_label = label("", "help", wrap=True)
        self.table = PlainTable(
            (
                Column(_("Số"), 58, right=True),
                Column(_("Ngày"), 84, right=True),
                Column(_("Số, ký hiệu"), 104),
                Column(_("Loại, trích yếu")),
                Column(_("Người ký"), 120),
                Column(_("Nơi nhận"), 170),
                Column(_("Tình trạng"), 212, badge=True),
            ),
            _("Sổ văn bản đi"),
            row=28,
        )
        self.table.setWordWrap(True)
        self.table.verticalHeader().setMinimumSectionSize(theme.px(28))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.empty = EmptyState()
        self.reserve_button = Button(_("Giữ số…"), "lock", kind="primary", on_click=self.new_record)
        self.print_button = Button(_("In sổ"), "print", on_click=self.print_page)
        self.export_button = Button(_("Xuất Excel…"), "sheet", on_click=self.export)
        self.before_button = Button(_("Số đã dùng trước…"), "note", on_click=self.say_before)
        self.open_button = Button(_("Mở văn bản"), "edit", on_click=lambda: self.open_paper())
        self.void_button = Button(_("Bỏ số…"), "cross", on_click=self.give_up)
        self.release_button = Button(_("Thôi giữ số"), "unlock", on_click=self.let_go)
        for box in (self.scope_box, self.kind_box):
            box.activated.connect(lambda _n: self.refresh())
        self.state_box.activated.connect(lambda _n: self._fill())
        self.table.chosen.connect(lambda _key: self._show_choice())
        self.table.opened.connect(self.open_paper)
        self._lay_out()
        inside = Qt.ShortcutContext.WidgetWithChildrenShortcut
        delete = QShortcut(QKeySequence("Delete"), self.table, context=inside)
        delete.activated.connect(self.let_go)

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        if isinstance(argument, str):
            self.kind_box.setCurrentIndex(max(self.kind_box.findData(argument), 0))
        self.refresh()

    def changed(self, changes: Changes) -> None:
        if changes.registers & {"bao_cao", "so_di", "hoi_nghi", "doi_thoai", "nhiem_ky"}:
            self.refresh()

    def refresh(self) -> None:
        tasks.reread(
            _read,
            self.context,
            str(self.scope_box.currentData() or ""),
            str(self.kind_box.currentData() or ""),
            done=self._show,
            owner=self,
        )

    def new_record(self) -> None:
        """Ask for whom a number is kept."""
        kind = str(self.kind_box.currentData() or "CV")
        dialog = ReserveDialog(self.context, kind, parent=self)
        dialog.accepted.connect(lambda: self._write(_reserve, dialog.values()))
        dialog.open()

    def say_before(self) -> None:
        """Ask for the last number of a type that was used before the program began."""
        _book, entry = self.lines.get(str(self.table.key), (None, None))
        kind = str(self.kind_box.currentData() or (entry.kind if entry else "") or "BC")
        dialog = UsedBeforeDialog(self.context, kind, self._day(), parent=self)
        dialog.accepted.connect(lambda: self._write(_say_before, dialog.values()))
        dialog.open()

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        for column in NARROW_LEAVES_OUT:
            self.table.setColumnHidden(column, narrow)

    def header_actions(self) -> Sequence[QWidget]:
        return (self.export_button, self.print_button, self.reserve_button)

    def focus_areas(self) -> Sequence[QWidget]:
        return (self.scope_box, self.table, self.open_button)

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Giữ số…"), self.new_record, "lock", "Ctrl+N"),
            Command(_("Số đã dùng trước…"), self.say_before, "note"),
            Command(_("In sổ"), self.print_page, "print", "Ctrl+P"),
            Command(_("Xuất Excel…"), self.export, "sheet"),
        )

    def print_page(self) -> None:
        """Show the book as it prints."""
        title = self.scope_box.currentText()
        tasks.run(_pdf, self.context, self.books, title, done=self._preview, owner=self)

    # ------------------------------------------------------------------ commands
    def open_paper(self, key: Any = None) -> None:
        """Open the paper that bears the selected number."""
        _book, entry = self.lines.get(str(key or self.table.key), (None, None))
        if entry is not None and entry.source:
            register, _mark, record_id = entry.source.partition(":")
            self.go.emit(record_screen(register), record_id)

    def give_up(self) -> None:
        """Ask why the selected number will not be used, then give it up."""
        found, entry = self.lines.get(str(self.table.key), (None, None))
        if found is None or entry is None or _why_not_void(entry):
            return
        reason = messages.ask_text(
            _("Bỏ số {n:02d} ({kind})?").format(n=entry.number, kind=found.label.lower()),
            _("Số này không dùng cho văn bản nào nữa. Ghi lý do, ví dụ “viết hỏng”:"),
            accept=_("Bỏ số"),
            parent=self,
        )
        if reason:
            day = entry.day or self._day()
            self._write(_void, (found.kind, entry.number, day, reason))

    def let_go(self) -> None:
        """Let the selected number go that was kept or given up; undo brings it back."""
        _book, entry = self.lines.get(str(self.table.key), (None, None))
        if entry is not None and not _why_not_release(entry):
            self._write(_release, entry.row)

    def export(self) -> None:
        """Write the lines on the screen to an Excel file."""
        path = messages.choose_save(
            _("Xuất Sổ văn bản đi"),
            suggested=Path.home() / "So van ban di.xlsx",
            kinds="Excel (*.xlsx)",
            parent=self,
        )
        if path is not None:
            tasks.run(
                _export,
                path,
                self.books,
                self.scope_box.currentText(),
                done=lambda name: self.told.emit(_("Đã xuất {name}").format(name=name), False),
                owner=self,
            )

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setContentsMargins(12, 8, 12, 8)
        tools.setSpacing(8)
        for box in (self.scope_box, self.kind_box, self.state_box):
            tools.addWidget(box)
        tools.addWidget(self.told_label, 1)
        self.tools = QWidget()
        self.tools.setLayout(tools)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 8, 12, 8)
        bar.setSpacing(8)
        for button in (self.open_button, self.void_button, self.release_button):
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.before_button)
        self.foot = QWidget()
        self.foot.setLayout(bar)
        card = Card(padding=0)
        card.body.setContentsMargins(0, 0, 0, 0)
        card.body.setSpacing(0)
        for widget, share in ((self.tools, 0), (self.table, 1), (self.empty, 1), (self.foot, 0)):
            card.body.addWidget(widget, share)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 10, 16, 10)
        outer.addWidget(card)
        self.empty.hide()

    def _day(self) -> str:
        return str(self.scope_box.currentData() or self.context.clock.today())

    def _show(self, found: Shown) -> None:
        if [self.scope_box.itemData(n) for n in range(self.scope_box.count())] != [
            one.day for one in found.scopes
        ]:
            self.scope_box.clear()
            for one in found.scopes:
                self.scope_box.addItem(one.name, one.day)
            self.scope_box.setCurrentIndex(max(self.scope_box.findData(found.day), 0))
        self.books, self.unsaid = found.books, found.unsaid
        self._fill()

    def _fill(self) -> None:
        wanted = str(self.state_box.currentData() or "")
        self.lines, rows = {}, []
        for one in self.books:
            for place, entry in enumerate(one.entries):
                if not _fits(entry, wanted):
                    continue
                key = f"{one.kind}/{place}"
                self.lines[key] = (one, entry)
                tone, icon = LOOKS[entry.standing]
                if entry.twice:
                    tone, icon = "error", "error"
                mark = Mark(state_text(entry), tone, icon)
                *cells, recipients, _state = line(entry, one.label)
                rows.append(Row(key, (*cells, _recipients(recipients), mark)))
        self.table.show_rows(rows, select=self.table.key)
        self.table.setVisible(bool(rows))
        self.foot.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._tell()
        if not rows:
            self._show_empty(wanted)
        self._show_choice()

    def _tell(self) -> None:
        parts = []
        for one in self.books:
            gap = _(", {n} số trống").format(n=len(one.gaps)) if one.gaps else ""
            words = _("{kind}: tiếp theo {n:02d}{gap}")
            parts.append(words.format(kind=one.label, n=one.following, gap=gap))
        self.told_label.setText(" · ".join(parts))

    def _show_empty(self, wanted: str) -> None:
        if wanted:
            self.empty.show_state(
                icon="check",
                title=_("Không có số nào như vậy"),
                buttons=(Button(_("Bỏ lọc"), on_click=self._clear),),
            )
            return
        buttons = [
            Button(_("Giữ số…"), "lock", on_click=self.new_record),
            Button(_("Số đã dùng trước…"), "note", on_click=self.say_before),
        ]
        if self.unsaid is not None:
            buttons.insert(0, Button(_("Mở Nhiệm kỳ"), "term", on_click=self._to_terms))
        self.empty.show_state(
            icon="book",
            title=_("Sổ văn bản đi của {name} còn trống").format(
                name=self.scope_box.currentText().lower()
            ),
            help_text=self.unsaid.message
            if self.unsaid is not None
            else _("Số được ghi vào sổ khi soạn và ban hành văn bản."),
            buttons=buttons,
        )

    def _to_terms(self) -> None:
        self.go.emit("nhiem_ky", None)

    def _clear(self) -> None:
        self.state_box.setCurrentIndex(0)
        self._fill()

    def _show_choice(self) -> None:
        _book, entry = self.lines.get(str(self.table.key), (None, None))
        if entry is not None:
            self.open_button.forbid("" if entry.source else _("Số này chưa có văn bản"))
            self.void_button.forbid(_why_not_void(entry))
            self.release_button.forbid(_why_not_release(entry))

    def _write(self, call: Any, *arguments: Any) -> None:
        tasks.write(self.context, call, self.context, *arguments, owner=self)

    def _preview(self, pdf: bytes) -> None:
        PreviewDialog(
            self.context,
            pdf,
            title=_("Sổ đăng ký văn bản đi"),
            file_name="So van ban di.pdf",
            kind="SO",
            parent=self,
        ).exec()


def _fits(entry: Entry, wanted: str) -> bool:
    if wanted == "gap":
        return entry.twice or entry.standing is Standing.GAP
    return not wanted or entry.standing.value == wanted


def _recipients(names: str) -> str | Brief:
    """Shorten a list of recipients to the first one; the whole list is in its tool tip."""
    first, *rest = names.split("; ")
    if not rest:
        return names
    return Brief(_("{first} và {n} nơi khác").format(first=first, n=len(rest)), names)


def _why_not_void(entry: Entry) -> str:
    if entry.standing in (Standing.ISSUED, Standing.PLANNED):
        return _("Số này có văn bản dùng")
    if entry.standing in (Standing.VOID, Standing.BEFORE):
        return _("Số này đã dùng hoặc đã bỏ")
    return ""


def _why_not_release(entry: Entry) -> str:
    kept = entry.standing in (Standing.RESERVED, Standing.VOID) and entry.row
    if kept and not entry.source:
        return ""
    return _("Số này không phải số đang giữ")


# --- on workers


def _read(context: Context, day: str, kind: str) -> Shown:
    known = tuple(scopes(context))
    days = [one.day for one in known]
    day = day if day in days else (days[0] if days else context.clock.today())
    unsaid = no_term(context, day, family=family_on(context, day))
    return Shown(known, day, tuple(read_book(context, day, (kind,) if kind else ())), unsaid)


def _reserve(context: Context, values: dict[str, Any]) -> Wrote:
    record = reserve(context, **values)
    return Wrote(_changed(record.id, _("Giữ số {symbol}").format(symbol=record.values["ky_hieu"])))


def _void(context: Context, wanted: tuple[str, int, str, str]) -> Wrote:
    kind, number, day, reason = wanted
    record = void(context, kind, number, day, reason)
    return Wrote(_changed(record.id, _("Bỏ số {symbol}").format(symbol=record.values["ky_hieu"])))


def _say_before(context: Context, wanted: tuple[str, str, int]) -> Wrote:
    kind, day, last = wanted
    return Wrote(say_used_before(context, kind, day, last))


def _release(context: Context, row: str) -> Wrote:
    return Wrote(release(context, row))


def _changed(record_id: str, words: str) -> Changes:
    return Changes("", words, frozenset({"so_di"}), (record_id,))


def _pdf(context: Context, found: Sequence[KindBook], title: str) -> bytes:
    from danvan_desktop.reports.paper_files import pdf_bytes

    return pdf_bytes(build_book(context, found, title=title.lower(), day=context.clock.today()))


def _export(path: Path, found: Sequence[KindBook], title: str) -> str:
    from danvan_desktop.spreadsheets.table_book import GroupRow, TableColumn, write_table

    widths = (8.0, 12.0, 16.0, 60.0, 22.0, 40.0, 24.0)
    heads = [TableColumn(name, width) for name, width in zip(columns(), widths, strict=True)]
    rows: list[Any] = []
    for one in found:
        rows.append(GroupRow(one.label))
        rows += [line(entry, one.label) for entry in one.entries]
    write_table(path, _("Sổ đăng ký văn bản đi"), heads, rows, subtitle=title)
    return path.name
