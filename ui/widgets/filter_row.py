"""The header of a list with one filter editor under each heading, moving with its column.

Text filters start 250 ms after the last key, so that UniKey can finish a letter; the typed text
is never touched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import (
    Choice,
    Date,
    FieldSpec,
    Flag,
    Number,
    Period,
    Unit,
    Year,
)
from danvan_desktop.storage.values import Filter
from ui import icons, theme
from ui.farewell import delete_later
from ui.widgets.cells import period_text, short_period
from ui.widgets.columns import Column
from ui.widgets.editors import Units
from ui.widgets.filter_text import read_filter

HEADER_HEIGHT = 24
FILTER_HEIGHT = 24
EDITOR_HEIGHT = 22
PAUSE_MS = 250
NARROW = 84

FULL_ROLE = Qt.ItemDataRole.UserRole + 7


class FilterHeader(QHeaderView):
    """Headings that sort and move, and below them the editors; ``filtered`` after a change."""

    filtered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        # Qt lays the header out while it is being made, before there is anything to place.
        self._strip: QWidget | None = None
        self._editors: dict[int, FilterEditor] = {}
        self._periods: tuple[str, ...] = ()
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(_("Tiêu đề cột"))
        self.setFont(theme.font("small_strong"))
        self._strip = _Strip(self)
        self.sectionResized.connect(self.place_editors)
        self.sectionMoved.connect(self.place_editors)
        self.sectionCountChanged.connect(self.place_editors)
        self.geometriesChanged.connect(self.place_editors)

    @property
    def editors(self) -> Sequence[FilterEditor]:
        """The editors in the order in which the clerk sees the columns."""
        return [self._editors[place] for place in sorted(self._editors, key=self.visualIndex)]

    def set_periods(self, codes: Sequence[str]) -> None:
        """Take the periods that a column of periods offers; shown with the next columns."""
        self._periods = tuple(codes)

    def set_columns(self, columns: Sequence[Column], names: Units) -> None:
        """Make the editors of these columns; what stood in them is kept by field."""
        kept = {editor.spec.name: editor.value() for editor in self._editors.values()}
        for editor in self._editors.values():
            delete_later(editor.widget)
        self._editors = {}
        for place, column in enumerate(columns):
            if column.spec is None:
                continue
            editor = make_filter_editor(
                column.spec, names, column.width, self._strip or self, periods=self._periods
            )
            editor.set_value(kept.get(column.spec.name))
            editor.changed.connect(self.filtered)
            editor.widget.installEventFilter(self)
            self._editors[place] = editor
        self.place_editors()

    def filters(self) -> tuple[Filter, ...]:
        """Give the conditions of all readable editors."""
        return tuple(
            condition for editor in self._editors.values() for condition in editor.filters() or ()
        )

    def active(self) -> bool:
        """Tell whether any column narrows the list."""
        return any(editor.value() not in (None, "") for editor in self._editors.values())

    def clear(self) -> None:
        """Empty every editor; ``filtered`` follows once."""
        for editor in self._editors.values():
            editor.set_value(None)
        self.filtered.emit()

    def editor(self, field: str) -> FilterEditor | None:
        """Find the editor over a field's column."""
        return next((e for e in self._editors.values() if e.spec.name == field), None)

    def sizeHint(self) -> QSize:
        height = self._heading() + theme.px(FILTER_HEIGHT)
        return QSize(super().sizeHint().width(), height)

    def updateGeometries(self) -> None:
        self.setViewportMargins(0, 0, 0, theme.px(FILTER_HEIGHT))
        super().updateGeometries()
        self.place_editors()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self.place_editors()

    def place_editors(self, *_moved: int) -> None:
        """Put every editor under its heading and the Tab order in the order of columns."""
        if self._strip is None:
            return
        strip = theme.px(FILTER_HEIGHT)
        top = self.height() - strip
        self._strip.setGeometry(0, top, self.width(), strip)
        before: QWidget | None = None
        for place in sorted(self._editors, key=self.visualIndex):
            widget = self._editors[place].widget
            if self.isSectionHidden(place):
                widget.hide()
                continue
            left = self.sectionViewportPosition(place)
            width = max(20, self.sectionSize(place) - 6)
            widget.setGeometry(left + 3, 1, width, theme.px(EDITOR_HEIGHT))
            widget.show()
            if before is not None:
                QWidget.setTabOrder(before, widget)
            before = widget

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for place, editor in self._editors.items():
                if editor.widget is watched:
                    self._reveal(place)
        return super().eventFilter(watched, event)

    def _heading(self) -> int:
        return max(theme.px(HEADER_HEIGHT), self.fontMetrics().height() + 8)

    def _reveal(self, place: int) -> None:
        """Scroll the list so that the focused editor can be seen."""
        table = self.parent()
        left, width = self.sectionViewportPosition(place), self.sectionSize(place)
        bar = getattr(table, "horizontalScrollBar", None)
        if bar is None:
            return
        if left < 0:
            bar().setValue(bar().value() + left)
        elif left + width > self.viewport().width():
            bar().setValue(bar().value() + left + width - self.viewport().width())


class FilterEditor(QObject):
    """The filter of one column: what stands in it, and the conditions that it means."""

    changed = Signal()

    def __init__(self, spec: FieldSpec, widget: QWidget) -> None:
        super().__init__(widget)
        self.spec = spec
        self.widget = widget
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._settle)
        widget.setObjectName(f"filter-{spec.name}")
        widget.setProperty("dense", True)
        widget.setAccessibleName(_("Lọc theo {column}").format(column=_(spec.label)))

    def value(self) -> Any:
        """Give what the clerk put in."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Put a value in without announcing it."""
        raise NotImplementedError

    def filters(self) -> tuple[Filter, ...] | None:
        """Give the conditions, None for a text that cannot be read."""
        return read_filter(self.spec, self.value())

    def mark(self) -> None:
        """Show by the border that the column narrows the list, or that its text is unreadable."""
        widget, found = self.widget, self.filters()
        widget.setProperty("active", bool(found))
        widget.setProperty("issue", "error" if found is None else "")
        widget.setToolTip(_hint(self.spec) if found is None else widget.accessibleName())
        theme.repolish(widget)

    def _settle(self) -> None:
        self.mark()
        self.changed.emit()


class LineFilter(FilterEditor):
    """Words, numbers or dates typed over a column."""

    def __init__(self, spec: FieldSpec, width: int, parent: QWidget) -> None:
        self.line = QLineEdit(parent)
        super().__init__(spec, self.line)
        self.line.setClearButtonEnabled(width >= NARROW)
        if isinstance(spec.type, Date):
            self.line.setPlaceholderText(_("Mọi"))
        elif isinstance(spec.type, Number | Year):
            self.line.setPlaceholderText("≥")
        else:
            icon = icons.icon("filter", "muted")
            self.line.addAction(icon, QLineEdit.ActionPosition.LeadingPosition)
            self.line.setPlaceholderText(_("Lọc") if width < 2 * NARROW else _hint(spec))
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.textChanged.connect(self._cleared)
        self.line.returnPressed.connect(self._settle)

    def value(self) -> Any:
        return self.line.text()

    def set_value(self, value: Any) -> None:
        self.line.blockSignals(True)
        self.line.setText("" if value is None else str(value))
        self.line.blockSignals(False)
        self._timer.stop()
        self.mark()

    def _cleared(self, text: str) -> None:
        """Start at once when the clear button emptied the line (no key was typed)."""
        if not text:
            self._timer.start()


class ListFilter(FilterEditor):
    """One of a closed list: choices, states, units, yes or no."""

    def __init__(
        self, spec: FieldSpec, items: Sequence[tuple[str, str, Any]], width: int, parent: QWidget
    ) -> None:
        self.combo = QComboBox(parent)
        super().__init__(spec, self.combo)
        self.combo.addItem(_("Mọi") if width < NARROW else _("Tất cả"), None)
        self.combo.setItemData(0, _("Tất cả"), FULL_ROLE)
        for short, full, value in items:
            self.combo.addItem(short, value)
            self.combo.setItemData(self.combo.count() - 1, full, FULL_ROLE)
        self.combo.setItemDelegate(_FullLabels(self.combo))
        longest = max(
            (self.combo.fontMetrics().horizontalAdvance(full) for _s, full, _v in items), default=60
        )
        self.combo.view().setMinimumWidth(min(360, longest + 48))
        self.combo.setMaxVisibleItems(20)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.activated.connect(lambda _place: self._settle())

    def value(self) -> Any:
        return self.combo.currentData()

    def set_value(self, value: Any) -> None:
        self.combo.setCurrentIndex(max(0, self.combo.findData(value)) if value is not None else 0)
        self.mark()


def make_filter_editor(
    spec: FieldSpec,
    names: Units,
    width: int,
    parent: QWidget,
    *,
    periods: Sequence[str] = (),
) -> FilterEditor:
    """Make the filter editor that suits a field."""
    kind = spec.type
    if isinstance(kind, Choice):
        items = [(_(o.short or o.label), _(o.label), o.code) for o in kind.options]
        return ListFilter(spec, items, width, parent)
    if isinstance(kind, Unit):
        short: Callable[[str], str] = getattr(names, "short_name", names.unit_name)
        units = [
            (short(unit.code), names.unit_name(unit.code), unit.code) for unit in names.units()
        ]
        return ListFilter(spec, units, width, parent)
    if isinstance(kind, Period):
        known = [(short_period(code), period_text(code), code) for code in periods]
        return ListFilter(spec, known, width, parent)
    if isinstance(kind, Flag):
        answers = [(_("Có"), _("Có"), True), (_("Không"), _("Không"), False)]
        return ListFilter(spec, answers, width, parent)
    return LineFilter(spec, width, parent)


def _hint(spec: FieldSpec) -> str:
    if isinstance(spec.type, Date):
        return _("Gõ 2020, 5/2020 hoặc 14/5/2020")
    if isinstance(spec.type, Year):
        return _("Gõ 2020, >=2019 hoặc 2019-2021")
    if isinstance(spec.type, Number):
        return _("Gõ 10, >=10 hoặc 10-20")
    return _("Lọc theo {column}").format(column=_(spec.label).lower())


class _FullLabels(QStyledItemDelegate):
    """Shows full names in the opened list; the closed box shows the short ones."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        super().initStyleOption(option, index)
        option.text = str(index.data(FULL_ROLE) or option.text)


class _Strip(QWidget):
    """The ground under the filter editors, with the line that parts it from the rows."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("raised"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
