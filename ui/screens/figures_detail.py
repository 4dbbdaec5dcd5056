"""One indicator of the page "Số liệu": the pair, its parts by axis, who is missing, its meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QTabBar, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.vietnamese import format_number, to_decimal
from ui import theme
from ui.screens import figures_facts as words
from ui.screens.figures_about import FormulaPage, PastPage
from ui.screens.figures_facts import Facts, FigureRow
from ui.screens.figures_formula import source_words
from ui.screens.figures_past import Past
from ui.screens.figures_shares import Shares, SharesPage
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.pair_chart import Pair, PairChart
from ui.widgets.panel import Line, Panel
from ui.widgets.plain_table import Column, PlainTable, Row

PAST, SHARES = 2, 3
"""The tabs of what was before, and of the offices."""

CHARTED = 6
"""A breakdown of at most so many parts is drawn too."""


class NumbersTable(PlainTable):
    """A table whose copy holds numbers that Excel adds up; ``typed`` gives the cells by row key."""

    def __init__(self, columns: Sequence[Column], name: str, *, row: int = 24) -> None:
        super().__init__(columns, name, row=row)
        self.typed: Mapping[object, tuple[str, ...]] = {}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_typed())
        else:
            super().keyPressEvent(event)

    def as_typed(self) -> str:
        """Write the whole table with headings, numbers as Excel reads them."""
        lines = ["\t".join(column.title for column in self.plain.columns)]
        for row in self.plain.rows:
            shown = tuple(c if isinstance(c, str) else c.text for c in row.cells)
            lines.append("\t".join(self.typed.get(row.key, shown)))
        return "\n".join(lines)


class FigureDetail(Panel):
    """``records_wanted`` asks for the records behind a figure: code, axis, key, period before.

    ``typed_wanted`` asks for the sheet of typed figures (code/axis/key), ``list_wanted`` for the
    records of one register (code, place among the parts), ``past_wanted`` for what was before,
    ``shares_wanted`` for what each office says, ``office_wanted`` for one's records (code, office),
    ``pin_wanted`` for a remark on an office's figure (office, its name, place, path).
    """

    records_wanted = Signal(str, str, str, bool)
    typed_wanted = Signal(str)
    list_wanted = Signal(str, int)
    past_wanted = Signal(str)
    shares_wanted = Signal(str)
    office_wanted = Signal(str, str)
    pin_wanted = Signal(str, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._facts: Facts | None = None
        self._row: FigureRow | None = None
        self.title = label("", "card_title", wrap=True)
        self.figure = label("", "figure", wrap=True)
        self.compared = label("", "label", wrap=True)
        self.open_button = Button("", "open", on_click=self._open_records)
        self.before_button = Button(
            "", "history", kind="quiet", on_click=lambda: self._open("", "", before=True)
        )
        self.typed_button = Button(
            _("Mở số gõ tay"), "edit", on_click=lambda: self._open_typed("", "")
        )
        self.source = label("", "base", wrap=True)
        self.views = QTabBar()
        self.views.setExpanding(False)
        self.views.setDrawBase(False)
        self.views.setAccessibleName(_("Về chỉ tiêu này"))
        for words_ in (_("Chia theo"), _("Cách tính, kỳ"), _("Lịch sử"), _("Cơ quan gửi")):
            self.views.addTab(words_)
        self.views.currentChanged.connect(lambda _n: self._show_view())
        self.formula = FormulaPage()
        self.formula.list_wanted.connect(self._open_list)
        self.past = PastPage()
        self.shares = SharesPage()
        self.shares.office_wanted.connect(self._open_office)
        self.shares.pin_wanted.connect(self.pin_wanted)
        self.chart = PairChart()
        self.chart.chosen.connect(self._open_charted)
        self.axes = QTabBar()
        self.axes.setExpanding(False)
        self.axes.setDrawBase(False)
        self.axes.setUsesScrollButtons(True)
        self.axes.setAccessibleName(_("Chia theo"))
        self.axes.currentChanged.connect(lambda _n: self._show_parts())
        columns = (
            Column(""),
            Column(_("Kỳ này"), 76, right=True),
            Column(_("Cùng kỳ"), 76, right=True),
            Column(_("Tỷ trọng"), 66, right=True),
        )
        self.parts = NumbersTable(columns, _("Chia theo"), row=22)
        self.parts.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.parts.opened.connect(self._open_part)
        self.notes = label("", "help", wrap=True)
        self.coverage = label("", "base", wrap=True)
        self.meaning = label("", "help", wrap=True)
        self._lay_out()
        self.show_row(None, None)

    def show_row(self, facts: Facts | None, row: FigureRow | None, axis: str = "") -> None:
        """Show an indicator; None says what will stand here."""
        kept = axis or self.axis
        self._facts, self._row = facts, row
        self._body.setVisible(row is not None)
        if facts is None or row is None:
            self.title.setText(_("Chọn một chỉ tiêu để xem chi tiết"))
            return
        from danvan_desktop.indicators import Kind, axis_label

        one = row.indicator
        self.title.setText(one.label)
        self.figure.setText(f"{words.now_words(row)} {_unit(row)}".strip())
        self.compared.setText(_compared(facts, row))
        self._show_buttons(facts, row)
        self.axes.blockSignals(True)
        while self.axes.count():
            self.axes.removeTab(0)
        for name in one.axes:
            self.axes.setTabData(self.axes.addTab(axis_label(one, name)), name)
        found = [n for n in range(self.axes.count()) if self.axes.tabData(n) == kept]
        self.axes.setCurrentIndex(found[0] if found else 0)
        self.axes.blockSignals(False)
        self.axes.setVisible(bool(one.axes))
        self.parts.setVisible(bool(one.axes))
        self._show_parts()
        self.source.setText(source_words(row.now))
        self.source.setVisible(bool(self.source.text()))
        self.formula.show_figure(one, row.now, facts.period)
        self.past.clear()
        self.shares.clear()
        self.views.setTabVisible(SHARES, facts.senders)
        self._show_view()
        flow = one.kind is Kind.FLOW
        self.coverage.setText(words.coverage_words(facts, one.register) if flow else "")
        self.coverage.setVisible(bool(self.coverage.text()))
        self.meaning.setText(" ".join(p for p in (words.kind_words(row), _source(row)) if p))

    def show_past(self, past: Past) -> None:
        """Show what was read for ``past_wanted``; of another indicator it comes too late."""
        if self._row is not None and past.code == self._row.code:
            self.past.show_past(past, self._row)

    def show_shares(self, found: Shares) -> None:
        """Show what was read for ``shares_wanted``; of another indicator it comes too late."""
        if self._row is not None and self._facts is not None and found.code == self._row.code:
            self.shares.show_shares(found, self._row, self._facts.names)

    def go_to(self, place: str, axis: str, key: str) -> None:
        """Select a part of the shown indicator: of a unit where ``place`` names one."""
        if self._row is None:
            return
        if place:
            axis, key = str(self._row.indicator.spec.unit_field or ""), place
        axes = [self.axes.tabData(n) for n in range(self.axes.count())]
        keys = []
        if axis in axes:
            self.views.setCurrentIndex(0)
            self.axes.setCurrentIndex(axes.index(axis))
            keys = [row.key for row in self.parts.plain.rows]
        if key in keys:
            self.parts.selectRow(keys.index(key))
            self.parts.setFocus()

    @property
    def axis(self) -> str:
        """The axis that is shown."""
        data = self.axes.tabData(self.axes.currentIndex())
        return str(data) if data else ""

    def _lay_out(self) -> None:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px(8))
        for button in (self.open_button, self.typed_button, self.before_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._divided = QWidget()
        divided = QVBoxLayout(self._divided)
        divided.setContentsMargins(0, 0, 0, 0)
        divided.setSpacing(theme.px(6))
        shown = (self.chart, self.axes, self.parts, self.notes, self.coverage, self.meaning)
        for widget in shown:
            divided.addWidget(widget)
        for part in (self.figure, self.compared, self.source):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(self.views)
        column.addWidget(Line())
        for page in (self._divided, self.formula, self.past, self.shares):
            column.addWidget(page)
        column.addStretch(1)
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(theme.px(6))
        whole.addWidget(self.title)
        whole.addWidget(self._body, 1)
        whole.addStretch(0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)

    def _show_view(self) -> None:
        """Show the tab that is chosen; what was before is read only when somebody looks."""
        chosen = self.views.currentIndex()
        for number, page in enumerate((self._divided, self.formula, self.past, self.shares)):
            page.setVisible(number == chosen)
        if chosen == PAST and self._row is not None and not self.past.shown:
            self.past_wanted.emit(self._row.code)
        if chosen == SHARES and self._row is not None and not self.shares.shown:
            self.shares_wanted.emit(self._row.code)

    def _show_buttons(self, facts: Facts, row: FigureRow) -> None:
        behind = row.now.recorded if row.now.typed else row.now.value
        known = row.now.known and behind is not None
        number = _records(behind, row)
        self.open_button.setText(
            _("Mở {n} hồ sơ").format(n=number) if known and number else _("Mở các hồ sơ")
        )
        none = _("Số gõ tay, không có hồ sơ") if row.now.typed else _("Chưa có số liệu")
        self.open_button.forbid("" if known else none)
        self.typed_button.setVisible(bool(row.now.typed))
        before = facts.before is not None and row.change.last is not None
        self.before_button.setText(_("Hồ sơ cùng kỳ"))
        self.before_button.setVisible(before)

    def _show_parts(self) -> None:
        facts, row = self._facts, self._row
        if facts is None or row is None:
            return
        axis = self.axis
        found = words.parts(facts, row, axis) if axis else []
        title = self.axes.tabText(self.axes.currentIndex()) if axis else ""
        self.parts.plain.columns = (Column(title), *self.parts.plain.columns[1:])
        self.parts.typed = {
            part.key: (
                part.label,
                words.typed(row, part.now),
                words.typed(row, part.before),
                part.share.replace("%", ""),
            )
            for part in found
        }
        self.parts.show_rows(
            [
                Row(
                    part.key,
                    (
                        part.label,
                        words.qualified(
                            part.qualifier, words.part_words(row, part.now, part.no_now)
                        ),
                        words.part_words(row, part.before, part.no_before),
                        part.share,
                    ),
                    bold=not part.key,
                )
                for part in found
            ]
        )
        self.parts.setAccessibleName(_("Chia theo {axis}").format(axis=title))
        self.notes.setText(words.part_notes(facts, row, axis))
        self.notes.setVisible(bool(self.notes.text()))
        head = self.parts.horizontalHeader().sizeHint().height()
        self.parts.setFixedHeight(theme.px(22) * len(found) + head + 2)
        self._show_chart(facts, row, found)

    def _show_chart(self, facts: Facts, row: FigureRow, found: Sequence[words.Part]) -> None:
        pairs = []
        if row.change.last is not None and row.now.known:
            pairs.append(
                Pair(
                    "",
                    _("Tổng") if found else row.indicator.short_label,
                    float(row.now.value or 0),
                    float(row.change.last),
                    words.now_words(row),
                    words.before_words(row),
                    words.difference_words(row),
                )
            )
            named = [part for part in found if part.key]
            if len(named) <= CHARTED:
                pairs += [_pair(row, part) for part in named]
        self.chart.setVisible(bool(pairs))
        last = facts.before.name if facts.before else ""
        self.chart.show_pairs(pairs, legend=(_("kỳ này"), _("cùng kỳ")), heads=("", "", ""))
        self.chart.setToolTip(last)

    def _open(self, axis: str, key: str, *, before: bool) -> None:
        row = self._row
        if row is None:
            return
        if not before and stands_on_typing(row):
            self._open_typed(axis, key)
        else:
            self.records_wanted.emit(row.code, axis, key, before)

    def _open_records(self) -> None:
        if self._row is not None:
            self.records_wanted.emit(self._row.code, "", "", False)

    def _open_typed(self, axis: str, key: str) -> None:
        if self._row is not None:
            self.typed_wanted.emit("/".join(p for p in (self._row.code, axis, key) if p))

    def _open_list(self, place: int) -> None:
        if self._row is not None:
            self.list_wanted.emit(self._row.code, place)

    def _open_office(self, office: str) -> None:
        if self._row is not None:
            self.office_wanted.emit(self._row.code, office)

    def _open_charted(self, key: str) -> None:
        self._open(self.axis if key else "", key, before=False)

    def _open_part(self, key: str) -> None:
        before = self.parts.currentIndex().column() == 2
        self._open(self.axis if key else "", key, before=before)


def stands_on_typing(row: FigureRow) -> bool:
    """Tell whether typed cells alone give a figure, so that they are what it opens."""
    from danvan_desktop.indicators import Source

    return row.now.typed > 0 and row.now.source is Source.TYPED


def _pair(row: FigureRow, part: words.Part) -> Pair:
    now, before = part.now or 0, part.before or 0
    difference = to_decimal(now) - to_decimal(before)
    sign = "▲ +" if difference > 0 else f"▼ {words.MINUS}" if difference < 0 else ""
    size = words.value_words(row, abs(difference)) if difference else "0"
    return Pair(
        part.key,
        part.label,
        float(now),
        float(before),
        words.part_words(row, part.now, part.no_now),
        words.part_words(row, part.before, part.no_before),
        "" if part.no_now or part.no_before else f"{sign}{size}",
    )


def _compared(facts: Facts, row: FigureRow) -> str:
    if facts.before is None:
        return _("Chưa khai báo kỳ để so sánh.")
    if row.change.last is None:
        return _("Chưa có số liệu của {period}.").format(period=facts.before.name)
    parts = [words.difference_words(row), words.percent_words(row)]
    return _("{period}: {value} · {change}").format(
        period=facts.before.name,
        value=words.before_words(row),
        change=", ".join(part for part in parts if part),
    )


def _unit(row: FigureRow) -> str:
    return "" if row.indicator.unit == "%" or not row.now.known else words.unit_words(row)


def _records(value: int | float | Decimal | None, row: FigureRow) -> str:
    """How many records a figure opens, where the figure itself says it."""
    from danvan_desktop.indicators import Measure

    if row.indicator.measure is not Measure.COUNT or not value:
        return ""
    return format_number(int(value))


def _source(row: FigureRow) -> str:
    source = row.indicator.source
    return f"{source}." if source and not source.endswith(".") else source
