"""Nhận gói: the receiver takes a heap of bundles, answers them, and sees who has sent what.

Nobody is asked anything per file: what is good is taken, what is bad is set aside with its reason.
``activate`` takes a path (or several) to take at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.bundles.inbox import Heap, Outcome
from danvan_desktop.bundles.ledger import PaperEntry, SentMatrix
from danvan_desktop.bundles.quarantine import Quarantined
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import Changes
from danvan_desktop.vietnamese import format_number
from ui import messages, tasks, theme
from ui.reminder_dialog import write_reminder
from ui.screens import pin_words, province_facts as words, sync_book
from ui.screens.base import Command, Screen
from ui.screens.province_pins import PinsView
from ui.screens.province_refused import (
    RefusedView,
    file_mark,
    file_said,
    file_words,
)
from ui.screens.province_strayed import StrayedView
from ui.verify_dialog import verify_and_show
from ui.widgets.buttons import Button, icon_button
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row
from ui.widgets.progress import ProgressBar
from ui.widgets.province_pane import WIDTH, ProvincePane
from ui.widgets.sent_table import SentTable

if TYPE_CHECKING:
    from danvan_desktop.context import Context

TAKING, SENT, PINS, STRAYED, TWICE, ASIDE, DETAILS = range(7)
"""The tabs; the last one stands for the pane where the window is narrow."""


class ProvinceScreen(Screen):
    """What was just taken, who sent what, what goes back; and the details of the chosen one."""

    help_key = "province"
    uses_period = True
    uses_search = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = _("Nhận gói")
        self.period: Period | None = None
        self.matrix: SentMatrix | None = None
        self.heap: Heap | None = None
        self.outcomes: list[Outcome] = []
        self._shown = words.CellDetails((), ())
        self.setAcceptDrops(True)
        self.folder_button = Button(_("Chọn thư mục…"), "folder", on_click=self.choose_folder)
        self.files_button = Button(
            _("Chọn gói…"), "download", kind="primary", on_click=self.choose_files
        )
        self.answer_button = Button(_("Ghi biên nhận ra USB"), "usb", on_click=self.answer)
        self.pack_button = Button(
            _("Lập gói của tỉnh…"), "inbox", dense=True, on_click=self.make_pack
        )
        self.book_button = icon_button("book", _("Sổ theo dõi gửi – nhận"))
        self.book_button.clicked.connect(self.open_book)
        self.told_ = label("", "base", wrap=True)
        self.results = PlainTable(
            (
                Column(_("Tệp")),
                Column(_("Cơ quan gửi"), 230),
                Column(_("Kỳ"), 80),
                Column(_("Lần"), 44, right=True),
                Column(_("Hồ sơ"), 60, right=True),
                Column(_("Kết quả"), 140, badge=True),
            ),
            _("Gói vừa nhận"),
            row=28,
        )
        self.results.chosen.connect(lambda _key: self._show_details())
        self.empty = EmptyState()
        self.sent = SentTable()
        self.sent.cell_chosen.connect(lambda *_cell: self._show_owed())
        self.sent.cell_chosen.connect(lambda *_cell: self._show_details())
        self.nobody = EmptyState()
        self.owed = label("", "base", wrap=True)
        self.remind_button = Button(_("Soạn đôn đốc…"), "edit", on_click=self.remind)
        self.pins = PinsView(context)
        self.pins.chosen.connect(self._show_details)
        self.pins.go.connect(self.go)
        self.pins.told.connect(lambda text: self.told.emit(text, False))
        self.strayed = StrayedView(context)
        self.strayed.chosen.connect(self._show_details)
        self.strayed.go.connect(self.go)
        self.strayed.told.connect(lambda text: self.told.emit(text, False))
        self.strayed.pinned.connect(self.pins.refresh)
        self.aside = RefusedView(context)
        self.aside.chosen.connect(self._show_details)
        self.aside.again.connect(self.take_again)
        self.aside.agreed.connect(partial(self.take_again, agreed=True))
        self.aside.told.connect(lambda text: self.told.emit(text, False))
        self.view = TAKING
        self.events: tuple[words.Twice, ...] = ()
        self.twice = PlainTable(
            (Column(_("Sổ"), 150), Column(_("Hồ sơ")), Column(_("Cơ quan gửi"), 380)),
            _("Nghi trùng"),
            row=28,
        )
        self.twice.chosen.connect(lambda _key: self._show_details())
        self.twice.opened.connect(self.open_twice)
        self.once = EmptyState()
        self.progress = ProgressBar()
        self.pane = ProvincePane(on_paper=self.show_paper, on_check=self.check_paper)
        self.pane.answer.clicked.connect(self.answer_chosen)
        self._lay_out()
        self._show_results()

    # ------------------------------------------------------------------ screen
    def activate(self, argument: Any = None) -> None:
        self.refresh()
        if isinstance(argument, (str, Path)):
            self.take([Path(argument)])
        elif isinstance(argument, (list, tuple)):
            self.take([Path(one) for one in argument])

    def changed(self, changes: Changes) -> None:
        if "ky" in changes.registers:
            self.refresh()

    def period_changed(self, period: Any) -> None:
        self.period = period
        self.refresh()

    def refresh(self) -> None:
        if self.period is not None:
            tasks.reread(
                words.read_matrix, self.context, self.period, done=self._show_matrix, owner=self
            )
        self.pins.refresh()
        self.aside.refresh()
        if self.view == STRAYED:
            self.strayed.refresh()

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self.tabs.setTabVisible(DETAILS, narrow)
        if not narrow and self.tabs.currentIndex() == DETAILS:
            self.tabs.setCurrentIndex(self.view)
        self.pins.set_narrow(narrow)
        self.strayed.set_narrow(narrow)
        self.aside.set_narrow(narrow)
        self._show_view(self.tabs.currentIndex())

    def header_actions(self) -> Sequence[QWidget]:
        return (self.book_button, self.folder_button, self.files_button)

    def focus_areas(self) -> Sequence[QWidget]:
        first = (self.results, self.sent, self.pins.table)
        tables = (*first, self.strayed.table, self.twice, self.aside.table)
        return (self.tabs, tables[self.view])

    def commands(self) -> Sequence[Command]:
        return (
            Command(_("Nhận gói: chọn tệp"), self.choose_files, "download"),
            Command(_("Nhận gói: chọn thư mục"), self.choose_folder, "folder"),
            Command(_("Ghi biên nhận ra USB"), self.answer, "usb"),
            Command(_("Lập gói của tỉnh…"), self.make_pack, "inbox"),
            Command(_("In sổ theo dõi gửi – nhận"), self.print_page, "print"),
            Command(_("Lưu sổ theo dõi gửi – nhận"), self.save_book, "sheet"),
        )

    def details(self) -> None:
        if self.narrow:
            self.tabs.setCurrentIndex(DETAILS)
        self.pane.setFocus()

    # ------------------------------------------------------------------ commands
    def choose_files(self) -> None:
        """Ask for bundles and take them."""
        paths = messages.choose_files(
            _("Chọn gói để nhận"), kinds=_("Gói số liệu (*.asice *.p7m *.sha256)"), parent=self
        )
        if paths:
            self.take(paths)

    def choose_folder(self) -> None:
        """Ask for a folder and take every bundle below it."""
        folder = messages.choose_folder(_("Chọn thư mục hoặc USB chứa gói"), parent=self)
        if folder is not None:
            self.take([folder])

    def take(self, paths: Sequence[Path]) -> None:
        """Take bundles from files and folders; each is in the registers or not at all."""
        if self.files_button.isEnabled():
            self.heap, self.outcomes = None, []
            self.tabs.setCurrentIndex(TAKING)
            self._busy(_("Đang nhận gói"))
            task = tasks.write(
                self.context,
                words.take,
                self.context,
                paths,
                self._note,
                done=lambda _taken: self._taken(),
                failed=self._failed,
                cancelled=self._stopped,
                progress=self.progress.report,
                owner=self,
            )
            self.progress.follow(task, _("Nhận gói"))

    def print_page(self) -> None:
        """Show the book of sending and receiving, of all periods, as it prints."""
        sync_book.show_book(self, "")

    def save_book(self) -> None:
        """Write the book of sending and receiving, of all periods, to a workbook."""
        sync_book.save_book(self, "")

    def open_book(self) -> None:
        """Offer the book of sending and receiving: of the shown period or of all."""
        self.book_menu().exec(self.book_button.mapToGlobal(self.book_button.rect().bottomLeft()))

    def book_menu(self) -> QMenu:
        """Make the menu of the book: on paper or as a workbook."""
        menu = QMenu(self)
        periods = [("", _("mọi kỳ"))]
        if self.period is not None:
            periods.insert(0, (self.period.code, self.period.name))
        for words_, do in (
            (_("In sổ, {period}"), sync_book.show_book),
            (_("Lưu Excel, {period}…"), sync_book.save_book),
        ):
            for code, name in periods:
                action = menu.addAction(words_.format(period=name))
                action.triggered.connect(partial(_of_book, do, self, code))
        return menu

    def take_again(self, one: Quarantined, *, agreed: bool = False) -> None:
        """Take a file out of quarantine in again; what became of it stands among the others.

        ``agreed``: in the place of what is held, though records go that it does not bring.
        """
        if self.files_button.isEnabled():
            self._busy(_("Đang nhận gói"))
            tasks.write(
                self.context,
                words.take_again,
                self.context,
                one,
                self._note,
                agreed=agreed,
                done=lambda _taken: self._taken_again(),
                failed=self._failed,
                owner=self,
            )

    def make_pack(self) -> None:
        """Go to where a pack for the offices is made."""
        self.go.emit("packs", "make")

    def answer(self) -> None:
        """Write the receipts of everything that was just taken."""
        answered = [one.received for one in self.outcomes if one.received.receipt is not None]
        if answered:
            self._answer(partial(words.answer, self.context, answered))

    def answer_chosen(self) -> None:
        """Write the receipt of the newest bundle of the chosen cell."""
        entry = next((one for one in self._shown.bundles if one.answerable), None)
        if entry is not None:
            self._answer(partial(words.answer_entry, self.context, entry))

    def remind(self) -> None:
        """Write the letters that remind the offices which owe the period of the chosen cell."""
        period = self._chosen_period()
        if period is not None:
            ask = partial(write_reminder, self.context, period, parent=self, opened=self.go.emit)
            tasks.run(self.context.owing_offices, period, done=ask, owner=self)

    def open_twice(self, place: int) -> None:
        """Open the first of the records that may be one event."""
        one = self.events[place].event
        self.go.emit(f"record:{one.register}", one.records[0].id)

    def show_paper(self, paper: PaperEntry) -> None:
        """Show a paper that came with a bundle."""

        def show(path: Path) -> None:
            from ui.widgets.pdf_preview import PreviewDialog

            title = paper.title or paper.name
            PreviewDialog(
                self.context,
                path.read_bytes(),
                title=title,
                file_name=paper.name,
                kind="BC",
                parent=self,
            ).exec()

        tasks.run(words.paper_copy, self.context, paper, done=show, owner=self)

    def check_paper(self, paper: PaperEntry) -> None:
        """Say whether the signatures of a paper hold."""
        tasks.run(
            words.paper_copy,
            self.context,
            paper,
            done=lambda path: verify_and_show(self.context, path, self),
            owner=self,
        )

    # ------------------------------------------------------------------ events
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and self.files_button.isEnabled():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take(paths)

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(_("Phần của trang"))
        self.tabs.addTab(_("Gói vừa nhận"))
        self.tabs.addTab(_("Ai đã gửi gì"))
        self.tabs.addTab(_("Gửi trả"))
        self.tabs.addTab(_("Ghi cho nơi khác"))
        self.tabs.addTab(_("Nghi trùng"))
        self.tabs.addTab(_("Cách ly"))
        self.tabs.addTab(_("Chi tiết"))
        self.tabs.setTabVisible(DETAILS, False)
        self.tabs.currentChanged.connect(self._show_view)
        self.views = QStackedWidget()
        taking, sent = Card(padding=0), Card(padding=0)
        above = QHBoxLayout()
        above.setContentsMargins(12, 8, 10, 8)
        above.addWidget(self.told_, 1)
        above.addWidget(self.answer_button)
        taking.body.addLayout(above)
        taking.body.addWidget(self.results, 1)
        taking.body.addWidget(self.empty, 1)
        owed = QHBoxLayout()
        owed.setContentsMargins(12, 8, 10, 8)
        owed.addWidget(self.owed, 1)
        owed.addWidget(self.remind_button)
        sent.body.addLayout(owed)
        sent.body.addWidget(self.sent, 1)
        sent.body.addWidget(self.nobody, 1)
        self.views.addWidget(taking)
        self.views.addWidget(sent)
        self.views.addWidget(self.pins)
        self.views.addWidget(self.strayed)
        twice = Card(padding=0)
        twice.body.addWidget(self.twice, 1)
        twice.body.addWidget(self.once, 1)
        self.views.addWidget(twice)
        self.views.addWidget(self.aside)
        self._show_twice(())
        split = QSplitter()
        split.setHandleWidth(theme.px(10))
        split.setChildrenCollapsible(False)
        split.addWidget(self.views)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        split.setSizes([theme.px(840), theme.px(WIDTH)])
        head = QHBoxLayout()
        head.addWidget(self.tabs, 1)
        head.addWidget(self.pack_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 4, 16, 10)
        outer.setSpacing(theme.px(8))
        outer.addLayout(head)
        outer.addWidget(self.progress)
        outer.addWidget(split, 1)

    # ------------------------------------------------------------------ taking
    def _note(self, found: Heap | Outcome) -> None:
        """Keep what the worker tells; called on its thread, so nothing is shown here."""
        if isinstance(found, Heap):
            self.heap = found
        else:
            self.outcomes.append(found)

    def _busy(self, reason: str) -> None:
        self.files_button.forbid(reason)
        self.folder_button.forbid(reason)
        answerable = any(one.received.receipt is not None for one in self.outcomes)
        self.answer_button.forbid(reason or ("" if answerable else _("Chưa nhận gói nào")))

    def _taken(self) -> None:
        self._busy("")
        self._show_results()
        self.refresh()
        self.told.emit(words.summary(self.outcomes, self.heap), False)

    def _taken_again(self) -> None:
        self.tabs.setCurrentIndex(TAKING)
        self._taken()
        self.results.selectRow(len(self.outcomes) - 1)

    def _stopped(self) -> None:
        self._taken()
        tasks.hub().changed.emit(words.changes_of(self.outcomes))

    def _failed(self, error: BaseException) -> None:
        self._stopped()
        tasks.show_failure(error)

    def _answer(self, write: Any) -> None:
        folder = messages.choose_folder(_("Chọn USB hoặc thư mục để ghi biên nhận"), parent=self)
        if folder is not None:
            tasks.write(
                self.context,
                write,
                folder,
                done=lambda written: self.told.emit(
                    _("Đã ghi {n} biên nhận").format(n=format_number(len(written))), False
                ),
                owner=self,
            )

    # ------------------------------------------------------------------ showing
    def _show_view(self, view: int) -> None:
        self.views.setVisible(view != DETAILS)
        self.pane.setVisible(view == DETAILS or not self.narrow)
        if view == DETAILS:
            return
        self.view = view
        self.views.setCurrentIndex(view)
        if view == STRAYED:
            self.strayed.refresh()
        if view == TWICE:
            tasks.run(words.read_twice, self.context, done=self._show_twice, owner=self)
        self._show_details()

    def _show_twice(self, found: tuple[words.Twice, ...]) -> None:
        self.events = found
        self.twice.setVisible(bool(found))
        self.once.setVisible(not found)
        if not found:
            self.once.show_state(
                icon="check",
                title=_("Không có việc nào do nhiều cơ quan cùng gửi"),
                help_text=_("Hồ sơ cùng đơn vị, cùng ngày, cùng loại của hai cơ quan hiện ở đây."),
            )
        self.twice.show_rows([Row(n, one.cells) for n, one in enumerate(found)])

    def _show_results(self) -> None:
        rows = [_result_row(number, one) for number, one in enumerate(self.outcomes)]
        left = words.left_words(self.heap) if self.heap else []
        rows += [Row(-1 - n, (name, why, "", "", "", "")) for n, (name, why) in enumerate(left)]
        self.results.setVisible(bool(rows))
        self.told_.setVisible(bool(rows))
        self.answer_button.setVisible(bool(rows))
        self.told_.setText(words.summary(self.outcomes, self.heap))
        self.empty.setVisible(not rows)
        self._busy("")
        if not rows:
            self.empty.show_state(
                icon="inbox",
                title=_("Thả gói, thư mục hoặc USB vào đây"),
                help_text=_("Gói tốt được nhận ngay, gói hỏng được cách ly kèm lý do."),
                buttons=(
                    Button(_("Chọn gói…"), "download", kind="primary", on_click=self.choose_files),
                    Button(_("Chọn thư mục…"), "folder", on_click=self.choose_folder),
                ),
            )
        self.results.show_rows(rows)
        self._show_details()

    def _chosen_period(self) -> Period | None:
        _office, code = self.sent.cell
        listed = self.matrix.periods if self.matrix is not None else ()
        return next((one for one in listed if one.code == code), self.period)

    def _show_owed(self) -> None:
        """Say who owes the period of the chosen cell."""
        matrix, period = self.matrix, self._chosen_period()
        owing: tuple[object, ...] = ()
        back = False
        if matrix is not None and period is not None and period in matrix.periods:
            owing = matrix.owing(period.code)
            back = any(matrix.cell(one.code, period.code).returned for one in matrix.offices)
        self.owed.setText(
            _("{period}: {n} cơ quan chưa gửi, hoặc cần gửi lại.").format(
                period=period.name, n=format_number(len(owing))
            )
            if period is not None
            else ""
        )
        none = _("Không cơ quan nào còn thiếu kỳ này")
        self.remind_button.forbid("" if owing or back else none)

    def _show_matrix(self, matrix: SentMatrix) -> None:
        self.matrix = matrix
        self.sent.setVisible(bool(matrix.offices))
        self.nobody.setVisible(not matrix.offices)
        for widget in (self.owed, self.remind_button):
            widget.setVisible(bool(matrix.offices))
        self._show_owed()
        if not matrix.offices:
            self.nobody.show_state(
                icon="inbox",
                title=_("Chưa có cơ quan nào gửi gói"),
                help_text=_("Nạp giấy giới thiệu khóa của các cơ quan ở trang Gửi – nhận."),
            )
            return
        here = {
            one.code: len(matrix.offices) - len(matrix.owing(one.code)) for one in matrix.periods
        }
        self.sent.show_cells(
            [(one.code, one.name) for one in matrix.periods],
            [
                (
                    office.code,
                    office.name,
                    (
                        *(
                            words.cell_mark(matrix.cell(office.code, one.code))
                            for one in matrix.periods
                        ),
                        str(sum(office not in matrix.owing(one.code) for one in matrix.periods)),
                    ),
                )
                for office in matrix.offices
            ],
            [
                *(f"{here[one.code]}/{len(matrix.offices)}" for one in matrix.periods),
                "",
            ],
            {
                (office.code, one.code): words.cell_words(matrix.cell(office.code, one.code), one)
                for office in matrix.offices
                for one in matrix.periods
            },
        )

    def _show_details(self) -> None:
        if self.view == PINS:
            pinned = self.pins.chosen_pin
            if pinned is None:
                self.pane.show_nothing(_("Chọn một ghim để xem chi tiết."))
                return
            mark = pin_words.pin_mark(pinned.pin, self.context.clock.today())
            self.pane.show_head(pinned.office, mark, pin_words.pin_said(pinned.pin))
            self.pane.show_blocks([("", pin_words.pin_words(pinned.pin))])
            return
        if self.view == STRAYED:
            self._show_strayed()
            return
        if self.view == ASIDE:
            self._show_aside()
            return
        if self.view == TWICE:
            key = self.twice.key
            if key is None or key >= len(self.events):
                self.pane.show_nothing("")
                return
            one = self.events[key]
            said = _("Cả hai đang được tính. Mở hồ sơ, ghim rồi gửi trả cơ quan ghi trùng.")
            self.pane.show_head(one.cells[1], None, said)
            self.pane.show_blocks(one.blocks)
            return
        if self.view == TAKING:
            key = self.results.key
            if key is None or key < 0 or key >= len(self.outcomes):
                self.pane.show_nothing(_("Chọn một gói để xem chi tiết."))
                return
            one = self.outcomes[key]
            title = one.received.office_name or one.path.name
            self.pane.show_head(title, words.outcome_mark(one.received), "")
            proof = words.proof_blocks(one.received.signer, one.received.sha256)
            blocks = [("", words.outcome_words(one)), *words.difference_blocks(one), *proof]
            self.pane.show_blocks(blocks)
            return
        office, period = self.sent.cell
        if not office or not period:
            self.pane.show_nothing(_("Chọn một ô để xem chi tiết."))
            return
        show = partial(self._show_cell, office, period)
        tasks.run(words.read_cell, self.context, office, period, done=show, owner=self)

    def _show_strayed(self) -> None:
        chosen = self.strayed.chosen_record
        if chosen is None:
            self.pane.show_nothing(_("Chọn một hồ sơ để xem chi tiết."))
            return
        said = _("Hồ sơ đang được tính cho đơn vị này. Ghim để cơ quan gửi chọn lại đơn vị.")
        self.pane.show_head(chosen.one.office_name, None, said)
        self.pane.show_blocks([("", chosen.lines)])

    def _show_aside(self) -> None:
        chosen = self.aside.chosen_file
        if chosen is None:
            self.pane.show_nothing(_("Chọn một tệp để xem chi tiết."))
            return
        self.pane.show_head(chosen.name, file_mark(chosen), file_said(chosen))
        self.pane.show_blocks([("", file_words(chosen))])

    def _show_cell(self, office: str, period: str, found: words.CellDetails) -> None:
        matrix = self.matrix
        if matrix is None or self.sent.cell != (office, period):
            return
        self._shown = found
        sender = next(one for one in matrix.offices if one.code == office)
        when = next(one for one in matrix.periods if one.code == period)
        cell = matrix.cell(office, period)
        said = words.cell_words(cell, when)
        if not sender.enrolled:
            said += " " + _("Khóa của cơ quan này không còn được tin.")
        self.pane.show_head(f"{sender.name} · {when.name}", words.cell_mark(cell), said)
        self.pane.show_blocks(
            [block for one in found.bundles for block in words.entry_blocks(one)],
            found.papers,
            answer=any(one.answerable for one in found.bundles),
        )


def _of_book(
    do: Callable[[Screen, str], None], page: Screen, period: str, _on: bool = False
) -> None:
    do(page, period)


def _result_row(number: int, one: Outcome) -> Row:
    got = one.received
    records = words.records_in(got.counts)
    cells = (
        one.path.name,
        got.office_name,
        got.period,
        str(got.number or ""),
        format_number(records) if records else "",
        words.outcome_mark(got),
    )
    return Row(number, cells)
