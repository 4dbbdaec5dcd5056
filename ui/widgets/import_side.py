"""The cards at the right of the check: how columns were read, and old fonts before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import Flag, period_name
from danvan_desktop.spreadsheets.legacy import MOST_LISTED, LegacySample
from danvan_desktop.spreadsheets.model import column_letter
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import format_number
from ui import messages, theme
from ui.farewell import clear, delete_later
from ui.widgets.badge import Badge, Mark
from ui.widgets.card import Card
from ui.widgets.labels import IconLabel, Link, label
from ui.widgets.panel import Line

SHOWN_COLUMNS = 8
SHOWN_SAMPLES, FITTING = 3, 30


class MappingCard(Card):
    """Which column was taken for which field; ``edit_wanted`` asks for the step before."""

    edit_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Ghép cột"), parent=parent)
        self.badge = Badge()
        self.edit = Link(_("Sửa"))
        self.edit.setAccessibleName(_("Sửa cách ghép cột"))
        self.edit.clicked.connect(self.edit_wanted)
        self.add_action(self.badge)
        self.add_action(self.edit)
        self._box: QWidget | None = None

    def show_sheet(self, sheet: SheetPlan | None) -> None:
        """Show the mapping of a table."""
        if self._box is not None:
            delete_later(self._box)
        self._box = QWidget()
        self.body.addWidget(self._box)
        self.badge.show_mark(Mark(""))
        self.edit.setVisible(sheet is not None and sheet.header is not None)
        if sheet is None or sheet.header is None or sheet.mapping is None:
            column = QVBoxLayout(self._box)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(label(_("Trang này không được nhập."), "muted", wrap=True))
            return
        self._fill(sheet, self._box)

    def _fill(self, sheet: SheetPlan, box: QWidget) -> None:
        assert sheet.header is not None
        assert sheet.mapping is not None
        spec = import_target(sheet.mapping.register)
        mapped, whole = len(sheet.mapping.columns), len(sheet.header.headings)
        done = mapped >= whole
        words = _("{n}/{total} cột").format(n=mapped, total=whole)
        mark = Mark(words, "success" if done else "warning", "tick" if done else "warning")
        self.badge.show_mark(mark)
        ticks = [
            c
            for c in sheet.mapping.columns
            if c.option is not None or isinstance(spec.field(c.field).type, Flag)
        ]
        plain = [c for c in sheet.mapping.columns if c not in ticks]
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(4))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, found in enumerate(plain[:SHOWN_COLUMNS]):
            heading = sheet.header.columns.get(found.column, ("",))[-1]
            grid.addWidget(label(column_letter(found.column), "muted"), number, 0, top)
            grid.addWidget(label(heading, "base", wrap=True), number, 1, top)
            grid.addWidget(IconLabel("arrow-right", "muted", size=14), number, 2, top)
            grid.addWidget(
                label(_(spec.field(found.field).label), "strong", wrap=True), number, 3, top
            )
        rest = _rest(plain, ticks)
        if sheet.form is not None:
            rest = _("Tệp làm theo mẫu của chương trình nên không phải ghép cột.")
        grid.addWidget(label(rest, "help", wrap=True), len(plain), 0, 1, 4)


class PeriodCard(Card):
    """The period of rows that name no day; ``chosen`` gives the code of another one."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Kỳ của trang"), parent=parent)
        self.combo = QComboBox()
        self.combo.setAccessibleName(_("Kỳ của trang"))
        self.combo.activated.connect(lambda _n: self.chosen.emit(str(self.combo.currentData())))
        self._told = label("", "help", wrap=True)
        self.body.addWidget(self.combo)
        self.body.addWidget(self._told)
        self.hide()

    def show_sheet(self, sheet: SheetPlan | None, periods: Sequence[tuple[str, str]]) -> None:
        """Show the period of a table; hidden where its rows have days or periods of their own."""
        needed = sheet is not None and sheet.needs_period
        self.setVisible(needed)
        if sheet is None or not needed:
            return
        code = sheet.row_period or ""
        self.combo.blockSignals(True)
        self.combo.clear()
        for known, name in periods:
            self.combo.addItem(name, known)
        if code and self.combo.findData(code) < 0:
            self.combo.addItem(period_name(code), code)
        self.combo.setCurrentIndex(self.combo.findData(code))
        self.combo.blockSignals(False)
        self._told.setText(_period_words(sheet))


def _period_words(sheet: SheetPlan) -> str:
    if sheet.chosen_period:
        return _("Kỳ do bạn chọn, dùng cho mọi dòng của trang.")
    if sheet.period:
        return _("Tiêu đề của trang ghi kỳ này.")
    return _("Tiêu đề không ghi kỳ nên lấy kỳ đang làm; chọn lại nếu không đúng.")


class LegacyCard(Card):
    """Old-font texts before and after; the box is the clerk's consent to convert them."""

    consent_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Đổi chữ phông cũ sang Unicode"), parent=parent, padding=0)
        self._samples = QVBoxLayout()
        self._samples.setSpacing(0)
        self.body.setSpacing(0)
        self.body.addLayout(self._samples)
        self.consent = QCheckBox()
        self.consent.toggled.connect(self.consent_changed)
        self.every = Link("")
        self.every.clicked.connect(self._show_every)
        self._untouched = label("", "help", wrap=True)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 6)
        foot.setSpacing(theme.px(4))
        foot.addWidget(self.consent)
        row = QHBoxLayout()
        row.addSpacing(theme.px(22))
        row.addWidget(self.every)
        row.addStretch(1)
        foot.addLayout(row)
        foot.addWidget(self._untouched)
        self.body.addLayout(foot)
        self._every: tuple[LegacySample, ...] = ()
        self.hide()

    def show_samples(
        self, samples: Sequence[LegacySample], every: Sequence[LegacySample], *, convert: bool
    ) -> None:
        """Show some texts of a file; without any the card is hidden."""
        more = len(every) > MOST_LISTED
        self._every = tuple(every[:MOST_LISTED])
        self.setVisible(bool(samples))
        clear(self._samples)
        for sample in _telling(samples, every):
            self._samples.addWidget(_before_after(sample))
            self._samples.addWidget(Line())
        fonts = ", ".join(dict.fromkeys(s.font or _("không rõ phông") for s in every))
        self.consent.blockSignals(True)
        self.consent.setChecked(convert)
        self.consent.blockSignals(False)
        number = format_number(len(self._every))
        pattern = _("Đổi hơn {n} ô phông {fonts}") if more else _("Đổi {n} ô phông {fonts}")
        words = pattern.format(n=number, fonts=fonts)
        self.consent.setText(_broken(words))
        self.consent.setAccessibleName(words)
        pattern = _("Xem {n} ô đầu") if more else _("Xem tất cả {n} ô")
        self.every.setText(pattern.format(n=number))
        self.every.updateGeometry()
        self._untouched.setText("" if convert else _("Chữ được giữ nguyên như trong tệp."))
        self._untouched.setVisible(not convert)

    def _show_every(self) -> None:
        lines = [
            f"{s.sheet}!{column_letter(s.column)}{s.row}\n  {s.before}\n  {s.after}"
            for s in self._every
        ]
        messages.show_text(
            _("Chữ trước và sau khi đổi"),
            "\n".join(lines),
            name=_("Các ô đổi phông"),
            parent=self.window(),
        )


def clear_ground(area: QScrollArea) -> None:
    """Let the ground behind a scroll area show through it."""
    area.viewport().setAutoFillBackground(False)
    if (inside := area.widget()) is not None:
        inside.setAutoFillBackground(False)


@dataclass(frozen=True, slots=True)
class _Pair:
    head: str
    text: str
    role: str


def _telling(
    samples: Sequence[LegacySample], every: Sequence[LegacySample]
) -> Sequence[LegacySample]:
    """Choose texts that fit a line and are long enough to judge; else the longest."""
    fitting = {s.before: s for s in every if 8 < len(s.after) <= FITTING and not s.after.isupper()}
    short = sorted(fitting.values(), key=lambda sample: -len(sample.after))
    return (short if len(short) >= SHOWN_SAMPLES else samples)[:SHOWN_SAMPLES]


def _before_after(sample: LegacySample) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(12, 7, 12, 7)
    grid.setHorizontalSpacing(theme.px(12))
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(1, 1)
    pairs = (
        _Pair(_("Trước"), sample.before, "muted"),
        _Pair(_("Sau"), sample.after, "strong"),
    )
    for number, pair in enumerate(pairs):
        head = label(pair.head, "muted")
        grid.addWidget(head, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(pair.text, pair.role, wrap=True), number, 1)
    return box


def _rest(plain: Sequence[object], ticks: Sequence[object]) -> str:
    words = []
    if len(plain) > SHOWN_COLUMNS:
        words.append(_("và {n} cột khác.").format(n=len(plain) - SHOWN_COLUMNS))
    if ticks:
        words.append(_("và {n} cột đánh dấu x.").format(n=len(ticks)))
    words.append(_("Cách ghép được nhớ cho lần sau."))
    return " ".join(words)


def _broken(words: str, width: int = 34) -> str:
    """Break a line where a check box, which cannot wrap, would be cut."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
