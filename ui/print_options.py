"""The choices of the print dialog: printer, copies, pages, sides, colour, alignment."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.documents.print_plan import (
    FARTHEST_MM,
    Alignment,
    Offset,
    Sides,
    Stack,
    read_pages,
)
from danvan_desktop.i18n import N_, _
from danvan_desktop.settings import Settings
from danvan_desktop.vietnamese import format_number, parse_number
from ui import printing, theme
from ui.printing import MOST_COPIES, PrintChoices, PrinterFacts
from ui.widgets.buttons import Button
from ui.widgets.labels import label

SIDES = {
    Sides.ONE: N_("Một mặt"),
    Sides.LONG_EDGE: N_("Hai mặt, lật theo cạnh dài"),
    Sides.MANUAL: N_("Hai mặt, tự lật giấy"),
}
STACKS = {
    Stack.FIRST: N_("trang đầu nằm trên cùng"),
    Stack.LAST: N_("trang cuối nằm trên cùng"),
}


class PrintOptions(QWidget):
    """What the clerk chose; ``changed`` after every change, ``test_wanted`` for a test page."""

    changed = Signal()
    test_wanted = Signal()

    def __init__(self, settings: Settings, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._remembered = printing.recall(settings, kind)
        self.printers: list[PrinterFacts] = []
        self.page_count = 0
        self.present_page = 0
        self.printer = QComboBox()
        self.printer.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.state = label("", "help", wrap=True)
        self.copies = QLineEdit()
        self.copies.setFixedWidth(theme.px(56))
        self.copies.setMaxLength(len(str(MOST_COPIES)))
        self.collate = QCheckBox(_("Xếp theo bộ"))
        self.all_pages = QRadioButton(_("Tất cả"))
        self.this_page = QRadioButton(_("Trang đang xem"))
        self.some_pages = QRadioButton(_("Các trang"))
        self.pages = QLineEdit()
        self.pages.setPlaceholderText(_("ví dụ 1-3, 5"))
        self.pages.setAccessibleName(_("Các trang cần in"))
        self.pages_fault = label("", "error", wrap=True)
        self.sides = QComboBox()
        self.colour = QComboBox()
        self.alignment = AlignmentEditor()
        self._lay_out()
        self._connect()
        self._show_remembered()

    # ------------------------------------------------------------------ queries
    def present(self) -> PrinterFacts | None:
        """Give the printer that is chosen; None when there is none."""
        name = self.printer.currentData()
        return next((one for one in self.printers if one.name == name), None)

    def choices(self) -> PrintChoices:
        """Give what is chosen now."""
        return PrintChoices(
            printer=str(self.printer.currentData() or ""),
            copies=self._copies() or 1,
            collate=self.collate.isChecked(),
            mono=self.colour.currentData() != "colour",
            sides=Sides(self.sides.currentData() or Sides.ONE),
            pages=self._pages_text(),
        )

    def fault(self) -> str:
        """Say what keeps the paper from being printed; nothing when it can be."""
        if self.present() is None:
            return _("Máy này chưa có máy in")
        if self._copies() is None:
            return _("Số bản từ 1 đến {n}").format(n=MOST_COPIES)
        _found, wrong = read_pages(self._pages_text(), max(1, self.page_count))
        if self.some_pages.isChecked() and not self.pages.text().strip():
            wrong = _("Gõ trang như 1-3, 5")
        return wrong or self.alignment.fault()

    # ------------------------------------------------------------------ commands
    def take_printers(self, found: list[PrinterFacts]) -> None:
        """Offer the printers of the machine, the remembered one chosen."""
        self.printers = found
        fitting = printing.fitting(self._remembered, found)
        self.printer.blockSignals(True)
        self.printer.clear()
        for one in found:
            self.printer.addItem(one.label, one.name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(fitting.printer)))
        self.printer.setEnabled(bool(found))
        self.printer.blockSignals(False)
        self._offer_ways(fitting.sides)

    def set_pages(self, count: int, present: int) -> None:
        """Tell how many pages there are and which one is in sight (from 0)."""
        self.page_count, self.present_page = count, present
        self.all_pages.setText(_("Tất cả {n} trang").format(n=format_number(count)))
        self.this_page.setText(_("Trang đang xem ({n})").format(n=present + 1))
        self._refresh()

    # ------------------------------------------------------------------ private
    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 10)
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 1)
        _row(grid, 0, _("Máy in"), self.printer)
        grid.addWidget(self.state, 1, 1)
        copies = QHBoxLayout()
        copies.addWidget(self.copies)
        copies.addSpacing(theme.px(10))
        copies.addWidget(self.collate)
        copies.addStretch(1)
        _head(grid, 2, _("Số bản"), self.copies)
        grid.addLayout(copies, 2, 1)
        _head(grid, 3, _("Trang"), self.all_pages)
        grid.addWidget(self.all_pages, 3, 1)
        grid.addWidget(self.this_page, 4, 1)
        some = QHBoxLayout()
        some.addWidget(self.some_pages)
        some.addWidget(self.pages, 1)
        grid.addLayout(some, 5, 1)
        grid.addWidget(self.pages_fault, 6, 1)
        _row(grid, 7, _("Mặt giấy"), self.sides)
        _row(grid, 8, _("Màu"), self.colour)
        grid.addWidget(label(_("Khổ giấy"), "label"), 9, 0)
        grid.addWidget(label(_("A4, đúng cỡ 100% (không co giãn)"), "base", wrap=True), 9, 1)
        grid.addWidget(self.alignment, 10, 0, 1, 2)
        grid.setRowStretch(11, 1)

    def _connect(self) -> None:
        group = QButtonGroup(self)
        for button in (self.all_pages, self.this_page, self.some_pages):
            group.addButton(button)
            button.toggled.connect(lambda _on: self._refresh())
        self.all_pages.setChecked(True)
        self.printer.currentIndexChanged.connect(lambda _n: self._offer_ways(None))
        self.pages.textEdited.connect(lambda _text: self.some_pages.setChecked(True))
        self.pages.textChanged.connect(lambda _text: self._refresh())
        self.copies.textChanged.connect(lambda _text: self._refresh())
        self.sides.currentIndexChanged.connect(lambda _n: self._refresh())
        self.alignment.changed.connect(self._alignment_changed)
        self.alignment.test_button.clicked.connect(lambda _on: self.test_wanted.emit())

    def _show_remembered(self) -> None:
        self.copies.setText(str(self._remembered.copies))
        self.collate.setChecked(self._remembered.collate)
        self._offer_ways(self._remembered.sides)

    def _offer_ways(self, wanted: Sides | None) -> None:
        """Offer the sides and colours that the printer has; keep the chosen ones if it can."""
        printer = self.present()
        sides = wanted or Sides(self.sides.currentData() or Sides.ONE)
        turns = printer is not None and printer.can_duplex
        offered = [s for s in SIDES if s is not Sides.LONG_EDGE or turns]
        if sides not in offered:
            sides = Sides.MANUAL
        self.sides.blockSignals(True)
        self.sides.clear()
        for one in offered:
            self.sides.addItem(_(SIDES[one]), one.value)
        self.sides.setCurrentIndex(max(0, self.sides.findData(sides.value)))
        self.sides.blockSignals(False)
        mono = self.colour.currentData() != "colour" if self.colour.count() > 1 else None
        self.colour.clear()
        self.colour.addItem(_("Đen trắng"), "mono")
        if printer is not None and printer.can_colour:
            self.colour.addItem(_("Màu"), "colour")
            want_mono = self._remembered.mono if mono is None else mono
            self.colour.setCurrentIndex(0 if want_mono else 1)
        name = printer.name if printer is not None else ""
        self.alignment.show_alignment(printing.alignment_of(self._settings, name))
        self._show_state(printer)
        self._refresh()

    def _show_state(self, printer: PrinterFacts | None) -> None:
        if printer is None:
            words = _("Máy này chưa có máy in. Lưu thành PDF rồi in ở máy khác.")
        elif printer.works:
            words = _("Máy in {state}").format(state=printing.state_words(printer))
        else:
            words = _("Máy in {state}; bản in sẽ chờ đến khi máy chạy lại.").format(
                state=printing.state_words(printer)
            )
        theme.set_role(self.state, "help" if printer and printer.works else "warning")
        self.state.setText(words)

    def _refresh(self) -> None:
        self.collate.setEnabled((self._copies() or 1) > 1)
        wrong = self.fault() if self.present() is not None and self.some_pages.isChecked() else ""
        self.pages_fault.setText(wrong)
        self.pages_fault.setVisible(bool(wrong))
        sides = Sides(self.sides.currentData() or Sides.ONE)
        self.alignment.show_for(sides, enabled=self.present() is not None)
        self.changed.emit()

    def _alignment_changed(self) -> None:
        printer = self.present()
        found = self.alignment.alignment()
        if printer is not None and not self.alignment.fault():
            printing.keep_alignment(self._settings, printer.name, found)
        self.changed.emit()

    def _copies(self) -> int | None:
        """Read how many copies are wanted; None for what is no such number."""
        text = self.copies.text().strip()
        number = int(text) if text.isascii() and text.isdigit() else 0
        return number if 1 <= number <= MOST_COPIES else None

    def _pages_text(self) -> str:
        if self.this_page.isChecked():
            return str(self.present_page + 1)
        return self.pages.text() if self.some_pages.isChecked() else ""


class AlignmentEditor(QWidget):
    """The numbers that were measured on the test page, for the front and the back of a sheet."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = {
            (side, way): QLineEdit() for side in ("front", "back") for way in ("right", "down")
        }
        self.back_head = label(_("Mặt sau"), "label")
        self.stack = QComboBox()
        for one, words in STACKS.items():
            self.stack.addItem(_(words), one.value)
        self.stack.setAccessibleName(_("Khi đặt lại chồng giấy để in mặt sau"))
        self.stack_head = label(_("Đặt lại giấy"), "label")
        self.test_button = Button(_("In trang thử"), "print", dense=True)
        self.wrong = label("", "error", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        head = QVBoxLayout()
        head.addWidget(label(_("Căn lề của máy in này (mm)"), "strong"))
        told = _("In trang thử, đo bằng thước rồi gõ phần phải dời.")
        head.addWidget(label(told, "help", wrap=True))
        grid.addLayout(head, 0, 0, 1, 3)
        grid.addWidget(label(_("Sang phải"), "help"), 1, 1)
        grid.addWidget(label(_("Xuống dưới"), "help"), 1, 2)
        grid.addWidget(label(_("Mặt trước"), "label"), 2, 0)
        grid.addWidget(self.back_head, 3, 0)
        names = {"front": _("Mặt trước"), "back": _("Mặt sau")}
        ways = {"right": _("dời sang phải, mm"), "down": _("dời xuống dưới, mm")}
        for (side, way), field in self.fields.items():
            field.setAccessibleName(f"{names[side]}: {ways[way]}")
            field.setMaximumWidth(theme.px(90))
            field.editingFinished.connect(self._typed)
            grid.addWidget(field, 2 if side == "front" else 3, 1 if way == "right" else 2)
        grid.addWidget(self.stack_head, 4, 0)
        grid.addWidget(self.stack, 4, 1, 1, 2)
        grid.addWidget(self.wrong, 5, 0, 1, 3)
        grid.addWidget(self.test_button, 6, 1, 1, 2)
        grid.setColumnStretch(2, 1)
        self.wrong.hide()
        self.stack.currentIndexChanged.connect(lambda _n: self.changed.emit())

    def alignment(self) -> Alignment:
        """Give what is typed; a wrong number counts as 0."""
        return Alignment(
            Offset(self._number("front", "right"), self._number("front", "down")),
            Offset(self._number("back", "right"), self._number("back", "down")),
            Stack(self.stack.currentData()),
        )

    def fault(self) -> str:
        """Say which number cannot be; nothing when all can."""
        for field in self.fields.values():
            if _read(field.text()) is None:
                return _("Căn lề gõ từ −10 đến 10 mm, ví dụ −1,5")
        return ""

    def show_alignment(self, found: Alignment) -> None:
        """Show the numbers of a printer."""
        for (side, way), field in self.fields.items():
            offset = found.front if side == "front" else found.back
            number = offset.right_mm if way == "right" else offset.down_mm
            field.setText(format_number(Decimal(str(number))))
        self.stack.blockSignals(True)
        self.stack.setCurrentIndex(self.stack.findData(found.stack.value))
        self.stack.blockSignals(False)
        self._show_fault()

    def show_for(self, sides: Sides, *, enabled: bool) -> None:
        """Show what the chosen sides need."""
        self.setEnabled(enabled)
        for widget in (
            self.back_head,
            self.fields["back", "right"],
            self.fields["back", "down"],
        ):
            widget.setVisible(sides is not Sides.ONE)
        self.stack_head.setVisible(sides is Sides.MANUAL)
        self.stack.setVisible(sides is Sides.MANUAL)

    def _number(self, side: str, way: str) -> float:
        return _read(self.fields[side, way].text()) or 0.0

    def _typed(self) -> None:
        self._show_fault()
        self.changed.emit()

    def _show_fault(self) -> None:
        self.wrong.setText(self.fault())
        self.wrong.setVisible(bool(self.fault()))


def _read(text: str) -> float | None:
    """Read a number of millimetres as it is typed; None when it is none or too large."""
    if not text.strip():
        return 0.0
    found = parse_number(text)
    if found.value is None and found.code == "ambiguous_number":
        found = parse_number(text.replace(".", ","))  # 1.5 of millimetres has one meaning
    if found.value is None or found.qualifier or abs(found.value) > Decimal(str(FARTHEST_MM)):
        return None
    return float(found.value)


def _row(grid: QGridLayout, row: int, words: str, editor: QWidget) -> None:
    _head(grid, row, words, editor)
    grid.addWidget(editor, row, 1)


def _head(grid: QGridLayout, row: int, words: str, editor: QWidget) -> None:
    head = label(words, "label")
    head.setBuddy(editor)
    if not editor.accessibleName() and not isinstance(editor, QRadioButton):
        editor.setAccessibleName(words)
    grid.addWidget(head, row, 0)
