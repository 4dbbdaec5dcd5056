"""The list of a register: rows from pages, filters under the headings, totals pinned below.

It only shows and asks: opening, editing, deleting and saving belong to the screen, which listens to
its signals. The clerk's columns, widths and row height are remembered through the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import Choice, Date, Flag, RegisterSpec
from danvan_desktop.storage.values import Filter, ListQuery, Record
from ui import theme
from ui.widgets.columns import (
    NUMBER_KEY,
    OFFICE_KEY,
    OWN_OFFICE,
    Column,
    arranged,
    default_columns,
    to_saved,
)
from ui.widgets.editors import Units
from ui.widgets.filter_row import FilterHeader
from ui.widgets.record_delegate import RecordDelegate
from ui.widgets.record_model import Loader, RecordModel, Source
from ui.widgets.total_row import TotalRow

ROW_HEIGHTS = {"compact": 20, "normal": 24, "roomy": 28}
LEAST_TITLE, LEAST_OTHER = 200, 120
WIDEST = 220
CELL_PADDING = 12
BADGE_PADDING = 34


class Remembered(Protocol):
    """Where layouts are remembered (the program's settings)."""

    def get(self, name: str, default: Any = None) -> Any:
        """Read a remembered value."""

    def set(self, name: str, value: Any) -> None:
        """Remember a value."""


class TableNames(Units, Protocol):
    """What the list asks about units."""

    def short_name(self, code: str) -> str:
        """Name a unit for a narrow column."""


class RecordTable(QWidget):
    """The list with its filter row, total row and keyboard."""

    opened = Signal(object)
    edit_wanted = Signal(object)
    delete_wanted = Signal(list)
    details_wanted = Signal(object)
    picked = Signal(list)
    narrowed = Signal()
    copied = Signal(int)
    arrived = Signal(int)

    def __init__(
        self,
        register: RegisterSpec,
        source: Source,
        load: Loader,
        names: TableNames,
        settings: Remembered,
        parent: QWidget | None = None,
        *,
        periods: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.register = register
        self.model = RecordModel(source, load, names, self)
        self.view = _View(self)
        self.header = FilterHeader(self.view)
        self.header.set_periods(periods)
        self.total = TotalRow(self.header, self)
        self._names = names
        self._settings = settings
        self._offices: dict[str, str] = {}
        self._columns = arranged(self._declared(), settings.get(self._layout_key()))
        self._sort: str | None = None
        self._descending = False
        self._wide_by_hand = False
        self._stretching = False
        self._zoom = theme.zoom()
        self._kept: list[str] = []
        self._build()
        self._show_columns()

    # --- queries

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns in their present order, hidden ones included."""
        return self._columns

    def visible_columns(self) -> tuple[Column, ...]:
        """The columns as the clerk sees them, from left to right."""
        return tuple(column for column in self._in_visual_order() if column.shown)

    def narrowing(self) -> tuple[Filter, ...]:
        """Give the conditions of the filter row."""
        return self.header.filters()

    def query(self, base: ListQuery) -> ListQuery:
        """Complete a screen's query with the filter row and the order of this list."""
        found = self.narrowing()
        office = next((str(one.value) for one in found if one.field == OFFICE_KEY), None)
        if office is not None:
            base = replace(base, office="" if office == OWN_OFFICE else office)
        filters = base.filters + tuple(one for one in found if one.field != OFFICE_KEY)
        return replace(base, filters=filters, sort=self._sort, descending=self._descending)

    def selected(self) -> list[Record]:
        """Give the selected records whose rows are loaded, in the order of the list."""
        rows = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [record for row in rows if (record := self.model.record(row)) is not None]

    def current(self) -> Record | None:
        """Give the record under the cursor."""
        return self.model.record(self.view.currentIndex().row())

    # --- commands

    def show_query(self, base: ListQuery) -> None:
        """Read and show what the screen and the filter row ask for; the selection is kept."""
        self._kept = [record.id for record in self.selected()] or self._kept
        self.model.show(self.query(base))

    def select(self, record_ids: Sequence[str]) -> None:
        """Select records now, or as soon as the list that is being read has arrived."""
        self._kept = list(record_ids)
        self._reselect()

    def set_names(self, names: TableNames) -> None:
        """Take the unit names of another day."""
        self._names = names
        self.model.set_names(names)
        self.header.set_columns(self._columns, names)

    def set_periods(self, codes: Sequence[str]) -> None:
        """Take the periods that the filter of a column of periods offers."""
        self.header.set_periods(codes)

    def set_offices(self, offices: Mapping[str, str]) -> None:
        """Take the offices that send here (code → name): their column comes and goes with them."""
        if dict(offices) != self._offices:
            self._offices = dict(offices)
            saved = self._settings.get(self._layout_key())
            self._columns = arranged(self._declared(), saved)
            self._show_columns()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show these columns and remember them."""
        self._columns = tuple(columns)
        self._settings.set(self._layout_key(), to_saved(self._columns))
        self._show_columns()

    def reset_columns(self) -> None:
        """Go back to the columns that the register declares."""
        self._wide_by_hand = False
        self._settings.set(self._layout_key(), None)
        self._columns = self._declared()
        self._show_columns()

    def set_row_height(self, name: str) -> None:
        """Choose compact, normal or roomy rows; roomy rows wrap long names."""
        self._settings.set("row_height", name)
        self._apply_row_height()

    def sort_by(self, field: str | None, *, descending: bool = False) -> None:
        """Order the list by a field, or by the register's own order."""
        self._sort, self._descending = field, descending
        self.model.set_sort(field, descending=descending)
        self.narrowed.emit()

    def clear_filters(self) -> None:
        """Empty the filter row."""
        self.header.clear()

    def copy(self) -> None:
        """Copy the selected rows with their headings, typed so that Excel reads them."""
        rows = [index.row() for index in self.view.selectionModel().selectedRows()]
        self.model.copy(rows or range(self.model.rowCount()), self._to_clipboard)

    def set_totals(self, texts: Mapping[str, str | tuple[str, ...]]) -> None:
        """Write the total row: text by column; a column is at least as wide as its total."""
        self.total.set_texts(texts)
        self._fit()

    def copy_all(self) -> None:
        """Copy the whole list with its headings."""
        self.model.copy(range(self.model.rowCount()), self._to_clipboard)

    # --- private

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.view.setHorizontalHeader(self.header)
        self.view.setModel(self.model)
        self.view.setItemDelegate(RecordDelegate(self.view))
        self.view.setAccessibleName(_(self.register.label))
        layout.addWidget(self.view, 1)
        layout.addWidget(self.total)
        self.setFocusProxy(self.view)
        self.header.filtered.connect(self.narrowed)
        self.header.sectionClicked.connect(self._sort_clicked)
        self.header.sectionMoved.connect(lambda *_moved: self._remember_order())
        self.header.sectionResized.connect(self._resized)
        self.model.arrived.connect(self._on_arrived)
        self.model.dataChanged.connect(lambda *_rows: self._fit())
        self.view.selectionModel().selectionChanged.connect(
            lambda *_change: self.picked.emit(self.selected())
        )
        self.view.key_pressed = self._key
        self.view.doubleClicked.connect(lambda index: self._open(index.row()))
        self.view.viewport().installEventFilter(self)
        self._apply_row_height()

    def _show_columns(self) -> None:
        self._stretching = True
        self.model.set_columns(self._columns)
        for place in range(len(self._columns)):
            self.header.moveSection(self.header.visualIndex(place), place)
        self.header.set_columns(self._columns, self._names)
        for place, column in enumerate(self._columns):
            self.header.setSectionHidden(place, not column.shown)
            self.header.resizeSection(place, self._width(column))
        self._stretching = False
        self._stretch()

    def _width(self, column: Column) -> int:
        """Give a width in which neither the heading nor a value in view is cut, and no more."""
        if column.by_hand:
            return theme.px(column.width)
        spec, declared = column.spec, theme.px(column.width)
        place = self._columns.index(column)
        title = str(self.model.headerData(place, Qt.Orientation.Horizontal) or "")
        heading = self.header.fontMetrics().horizontalAdvance(title)
        if spec is None:
            return max(declared, heading + theme.px(CELL_PADDING))
        texts = ["25/12/2020"] if isinstance(spec.type, Date) else self.model.texts(column.key)
        longest = max(map(self.view.fontMetrics().horizontalAdvance, texts), default=0)
        padding = theme.px(BADGE_PADDING if column.is_state else CELL_PADDING)
        least = max(heading + theme.px(CELL_PADDING), min(longest, theme.px(WIDEST)) + padding)
        if column.right:
            least = max(least, self.total.width_of(column.key))
        return max(least, declared) if isinstance(spec.type, Choice | Flag) else least

    def _fit(self) -> None:
        """Let every width that nobody set follow what is in view; the key column gets the rest."""
        self._stretching = True
        for place, column in enumerate(self._columns):
            if column.shown and column.key != NUMBER_KEY:
                self.header.resizeSection(place, self._width(column))
        self._stretching = False
        self._stretch()

    def _stretch(self) -> None:
        """Give the key column what the others leave, so that names are seen in full."""
        place = self._title_place()
        if place is None or self._wide_by_hand:
            return
        others = sum(
            self.header.sectionSize(other)
            for other in range(self.header.count())
            if other != place and not self.header.isSectionHidden(other)
        )
        free = self.view.viewport().width() - others
        self._stretching = True
        self.header.resizeSection(place, max(theme.px(self._least(place)), free))
        self._stretching = False

    def _least(self, place: int) -> int:
        return LEAST_TITLE if self._columns[place].key == self.register.title_field else LEAST_OTHER

    def _title_place(self) -> int | None:
        """Find the column that grows: the title's, else the widest text column shown."""
        shown = [p for p, c in enumerate(self._columns) if c.shown and c.spec is not None]
        for place in shown:
            if self._columns[place].key == self.register.title_field:
                return place
        texts = [p for p in shown if not self._columns[p].right and not self._columns[p].is_state]
        return max(texts, key=lambda p: self._columns[p].width, default=None)

    def _resized(self, place: int, _old: int, new: int) -> None:
        if self._stretching or new <= 0 or place >= len(self._columns):
            return
        if place == self._title_place():
            self._wide_by_hand = True
        columns = list(self._columns)
        width = round(new * 100 / theme.zoom())
        columns[place] = replace(columns[place], width=width, by_hand=True)
        self._columns = tuple(columns)
        self._settings.set(self._layout_key(), to_saved(self._in_visual_order()))
        if place != self._title_place():
            QTimer.singleShot(0, self, self._stretch)

    def _remember_order(self) -> None:
        if not self._stretching:
            self._settings.set(self._layout_key(), to_saved(self._in_visual_order()))

    def _in_visual_order(self) -> tuple[Column, ...]:
        order = sorted(range(len(self._columns)), key=self.header.visualIndex)
        return tuple(self._columns[place] for place in order)

    def _declared(self) -> tuple[Column, ...]:
        return default_columns(self.register, self._offices)

    def _layout_key(self) -> str:
        return f"columns/{self.register.key}"

    def _sort_clicked(self, place: int) -> None:
        column = self._columns[place]
        if not column.is_field:
            self.sort_by(None)
        elif column.key != self._sort:
            self.sort_by(column.key)
        elif not self._descending:
            self.sort_by(column.key, descending=True)
        else:
            self.sort_by(None)

    def _on_arrived(self, count: int) -> None:
        self._fit()
        self._reselect()
        self.arrived.emit(count)

    def _reselect(self) -> None:
        rows = [row for i in self._kept if (row := self.model.row_of(i)) is not None]
        chosen = self.view.selectionModel()
        if not rows and self.model.rowCount():
            rows = [0]
        if not rows:
            return
        flags = QItemSelectionModel.SelectionFlag
        chosen.setCurrentIndex(self.model.index(rows[0], 0), flags.NoUpdate)
        chosen.clearSelection()
        for row in rows:
            chosen.select(self.model.index(row, 0), flags.Select | flags.Rows)
        self.view.scrollTo(self.model.index(rows[0], 0))

    def _open(self, row: int) -> None:
        record = self.model.record(row)
        if record is not None:
            self.opened.emit(record)

    def _key(self, event: QKeyEvent) -> bool:
        """Act on the keys of the list; True when the key was meant for it."""
        record = self.current()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and record is not None:
            (self.details_wanted if control else self.opened).emit(record)
        elif event.key() == Qt.Key.Key_F2 and record is not None:
            self.edit_wanted.emit(record)
        elif event.key() == Qt.Key.Key_Delete and self.selected():
            self.delete_wanted.emit(self.selected())
        else:
            return False
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view.viewport() and event.type() == QEvent.Type.Resize:
            QTimer.singleShot(0, self, self._stretch)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._stretch()

    def _to_clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.copied.emit(text.count("\n") - 1)

    def _apply_row_height(self) -> None:
        name = str(self._settings.get("row_height"))
        roomy = name == "roomy"
        height = theme.px(ROW_HEIGHTS.get(name, ROW_HEIGHTS["compact"]))
        needed = self.view.fontMetrics().height() * (2 if roomy else 1) + 3
        self.view.verticalHeader().setDefaultSectionSize(max(height, needed))
        self.view.setWordWrap(roomy)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._zoom != theme.zoom():
            self._zoom = theme.zoom()
            self._apply_row_height()
            self._show_columns()
            self._fit()
        super().changeEvent(event)


class _View(QTableView):
    """The rows; keys are offered to the list before Qt interprets them."""

    key_pressed: Callable[[QKeyEvent], bool]

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(16)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.key_pressed(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Ignore typing over the rows: Qt would read whole columns to look for it."""
