"""The table model of every list: it shows pages of rows that were read away from the GUI thread.

It never loads a whole table: pages of 200 rows are asked for as they come into view, a few are
kept, and until they arrive their rows are grey lines. While another query is being read the old
rows stay, so that the list does not flicker at every key in a filter.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import REGISTERS
from danvan_desktop.storage.values import ListQuery, Record
from ui.widgets.cells import Names, cell_text, copy_text, full_text
from ui.widgets.columns import Column, value_in

PAGE_ROWS = 200
KEPT_PAGES = 12

RECORD_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_ROLE = Qt.ItemDataRole.UserRole + 2
LOADING_ROLE = Qt.ItemDataRole.UserRole + 3

Index = QModelIndex | QPersistentModelIndex


class Source(Protocol):
    """Where rows come from; called on a worker thread (the Context of the office)."""

    def page(self, query: ListQuery, offset: int, limit: int) -> Sequence[Record]:
        """Read ``limit`` records from ``offset`` on."""

    def count(self, query: ListQuery) -> int:
        """Count the records of a query."""


Loader = Callable[[Callable[[], Any], Callable[[Any], None]], None]
"""Runs the first function on a worker and hands its result to the second on the GUI thread."""


class RecordModel(QAbstractTableModel):
    """Rows of one register by query, sort and page; ``arrived`` follows every fresh result."""

    arrived = Signal(int)

    def __init__(
        self, source: Source, load: Loader, names: Names, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._load = load
        self._names = names
        self._columns: tuple[Column, ...] = ()
        self._query: ListQuery | None = None
        self._count = 0
        self._pages: OrderedDict[int, Sequence[Record]] = OrderedDict()
        self._wanted: set[int] = set()
        self._generation = 0
        self._sort: str | None = None
        self._descending = False

    @property
    def query(self) -> ListQuery | None:
        """The query whose rows are shown or being read."""
        return self._query

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, hidden ones included."""
        return self._columns

    def record(self, row: int) -> Record | None:
        """Give the record of a row, None while its page is being read."""
        page = self._pages.get(row // PAGE_ROWS)
        offset = row % PAGE_ROWS
        return page[offset] if page is not None and offset < len(page) else None

    def texts(self, field: str) -> set[str]:
        """Give what the held pages show in a column (for widths)."""
        column = next((c for c in self._columns if c.key == field), None)
        if column is None or column.spec is None:
            return set()
        values = {value_in(record, column) for page in self._pages.values() for record in page}
        return {cell_text(column.spec, value, self._names) for value in values}

    def row_of(self, record_id: str) -> int | None:
        """Find the row of a record among the pages that are held."""
        for number, page in self._pages.items():
            for offset, record in enumerate(page):
                if record.id == record_id:
                    return number * PAGE_ROWS + offset
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self._count:
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        record = self.record(index.row())
        if record is None:
            self._want(index.row() // PAGE_ROWS)
            return True if role == LOADING_ROLE else None
        return self._shown(record, column, index.row(), role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = " ↓" if self._descending else " ↑"
            return column.title + (arrow if column.key == self._sort else "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_title(column)
        if role == Qt.ItemDataRole.ToolTipRole and column.spec is not None:
            return _(column.spec.label)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns of the same rows."""
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def set_names(self, names: Names) -> None:
        """Take the unit names of another day."""
        self._names = names
        if self._count:
            last = self.index(self._count - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def show(self, query: ListQuery) -> None:
        """Read another query; the old rows stay until its first page is here."""
        self._query = query
        self._generation += 1
        generation, source = self._generation, self._source
        self._load(
            lambda: (source.count(query), source.page(query, 0, PAGE_ROWS)),
            lambda result: self._take(generation, *result),
        )

    def set_sort(self, field: str | None, *, descending: bool) -> None:
        """Show over which column, and which way, the rows are ordered."""
        self._sort, self._descending = field, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def reload(self) -> None:
        """Read the same query again."""
        if self._query is not None:
            self.show(self._query)

    def copy(self, rows: Iterable[int], done: Callable[[str], None]) -> None:
        """Write rows with their headings as tab-separated text and hand it to ``done``."""
        query, source, names = self._query, self._source, self._names
        wanted = sorted(set(rows))
        columns = [column for column in self._columns if column.shown and column.spec]
        held = {row: record for row in wanted if (record := self.record(row)) is not None}
        if query is None:
            return

        def work() -> str:
            missing = {row // PAGE_ROWS for row in wanted if row not in held}
            for page in sorted(missing):
                start = page * PAGE_ROWS
                held.update(enumerate(source.page(query, start, PAGE_ROWS), start))
            return as_tsv(columns, [held[row] for row in wanted if row in held], names)

        self._load(work, done)

    def _take(self, generation: int, count: int, first: Sequence[Record]) -> None:
        if generation != self._generation:
            return
        self.beginResetModel()
        self._count = count
        self._pages = OrderedDict({0: first})
        self._wanted = set()
        self.endResetModel()
        self.arrived.emit(count)

    def _want(self, page: int) -> None:
        """Ask for a page once; painting goes on with grey lines."""
        if page in self._wanted:
            return
        self._wanted.add(page)
        QTimer.singleShot(0, self, lambda: self._fetch(page))

    def _fetch(self, page: int) -> None:
        query, generation, source = self._query, self._generation, self._source
        if query is None:
            return
        self._load(
            lambda: source.page(query, page * PAGE_ROWS, PAGE_ROWS),
            lambda records: self._take_page(generation, page, records),
        )

    def _take_page(self, generation: int, page: int, records: Sequence[Record]) -> None:
        if generation != self._generation:
            return
        self._wanted.discard(page)
        self._pages[page] = records
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        first = page * PAGE_ROWS
        last = min(first + PAGE_ROWS, self._count) - 1
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def _spoken_title(self, column: Column) -> str:
        if column.key != self._sort:
            return column.title
        way = _("{column}, xếp giảm dần") if self._descending else _("{column}, xếp tăng dần")
        return way.format(column=column.title)

    def _shown(self, record: Record, column: Column, row: int, role: int) -> Any:
        if role == RECORD_ROLE:
            return record
        if column.spec is None:
            return str(row + 1) if role == Qt.ItemDataRole.DisplayRole else None
        value = value_in(record, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(column.spec, value, self._names)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return full_text(column.spec, value, self._names)
        if role == STATE_ROLE and column.is_state:
            return REGISTERS[record.register].state(value)
        return None


def as_tsv(columns: Sequence[Column], records: Iterable[Record], names: Names) -> str:
    """Write records as lines of tab-separated cells under their headings."""
    lines = ["\t".join(_(column.spec.label) for column in columns if column.spec)]
    for record in records:
        cells = (
            copy_text(column.spec, value_in(record, column), names)
            for column in columns
            if column.spec
        )
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"
