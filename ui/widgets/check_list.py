"""What a check found, as a list that folds: rule, place, remedy, and the reason that was given.

Several findings of one indicator stand under one line. Enter or a click goes to the place. F2 or
the link in a warning's row asks for a reason: of that warning, or one of all that are chosen with
Ctrl, Shift or the ticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.indicators.rule_names import rule_name
from ui import theme
from ui.widgets.check_rows import LINE_ROLE, CheckLine, LineDelegate

FOLDED_FROM = 16
"""With more lines than this the groups begin folded."""


_TICK = Qt.ItemDataRole.CheckStateRole
_FLAG = QItemSelectionModel.SelectionFlag


class _Standing(NamedTuple):
    """Where a clerk stood in the list: every line, what was covered, the current line or group."""

    lines: list[CheckLine]
    covered: list[Issue]
    issue: Issue | None
    group: str


class CheckList(QTreeWidget):
    """The list; ``chosen`` goes to an Issue, ``reason_wanted`` asks why some (a list) are right."""

    chosen = Signal(object)
    marked = Signal(object)
    """Another Issue is current (None on a group)."""
    reason_wanted = Signal(object)
    covering = Signal(int)
    """How many warnings a reason would cover now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Kết quả soát kỳ"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(theme.px(14))
        self.setUniformRowHeights(False)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setVerticalScrollMode(QTreeWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self._pressed: QTreeWidgetItem | None = None
        self._held = False
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._delegate = LineDelegate(self)
        self.setItemDelegate(self._delegate)
        self.currentItemChanged.connect(lambda *_: self.marked.emit(self.issue))
        self.itemSelectionChanged.connect(self._show_ticks)
        theme.on_changed(self.scheduleDelayedItemsLayout)

    # ------------------------------------------------------------------ properties
    @property
    def issue(self) -> Issue | None:
        """The current Issue."""
        line = self.line
        return line.issue if line is not None else None

    @property
    def line(self) -> CheckLine | None:
        """The current line; None on a group."""
        return _line_of(self.currentItem())

    def lines(self) -> list[CheckLine]:
        """Every line in its order, folded ones too."""
        return [line for item in self._items() if (line := _line_of(item)) is not None]

    def covered(self) -> list[Issue]:
        """List the chosen warnings that take a reason.

        A chosen group of which no line is chosen stands for its lines.
        """
        return [issue for item in self._covered_items() if (issue := _issue_of(item)) is not None]

    # ------------------------------------------------------------------ commands
    def show_lines(self, lines: Sequence[CheckLine]) -> None:
        """Show findings, those of one group together where its first one stands.

        Where a reason came in, the next warning without one becomes current.
        """
        standing, open_before = self._standing(), self._open_groups()
        self._pressed = None
        self._delegate.ticks = sum(line.asks for line in lines) > 1
        self.blockSignals(True)
        self.clear()
        groups: dict[str, list[CheckLine]] = {}
        for line in lines:
            groups.setdefault(line.group, []).append(line)
        for name, members in groups.items():
            parent: QTreeWidget | QTreeWidgetItem = self
            if len(members) > 1:
                parent = head = QTreeWidgetItem(self)
                head.setData(0, LINE_ROLE, _("{name}: {n} chỗ").format(name=name, n=len(members)))
                head.setData(0, Qt.ItemDataRole.AccessibleTextRole, head.data(0, LINE_ROLE))
                head.setExpanded(len(lines) < FOLDED_FROM or name in open_before)
                head.setData(0, Qt.ItemDataRole.UserRole, name)
            for line in members:
                self._add(parent, line)
        self.blockSignals(False)
        self._stand_again(standing)
        self._show_ticks()
        self.marked.emit(self.issue)

    def choose_all(self) -> None:
        """Choose every warning without a reason (all that take one, when none is without)."""
        wanted = _to_explain(self._items())
        if not wanted:
            return
        if _line_of(self.currentItem()) is None:
            self._set_current(wanted[0], _FLAG.NoUpdate)
        self._choose(wanted)

    def toggle(self, item: QTreeWidgetItem | None) -> None:
        """Choose a line or a whole group, or no longer."""
        below = _to_explain(_children(item) or [item]) if item is not None else []
        if item is None or not below:
            return
        on = not all(one.isSelected() for one in below)
        self._set_current(item, _FLAG.NoUpdate)
        self.blockSignals(True)
        item.setSelected(False)
        for one in _children(item) or [item]:
            one.setSelected(on and any(one is wanted for wanted in below))
        self.blockSignals(False)
        self._show_ticks()

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) finding, over the end to the beginning."""
        items = [item for item in self._items() if _line_of(item) is not None]
        if not items:
            return
        current = self.currentItem()
        at = items.index(current) if current in items else (-1 if by > 0 else 0)
        self.setCurrentItem(items[(at + by) % len(items)])
        self.chosen.emit(self.issue)

    def ask(self) -> None:
        """Ask for the reason of what is chosen."""
        found = self.covered()
        if found:
            self.reason_wanted.emit(found)

    def height_of(self, rows: int) -> int:
        """Compute how high so many rows are, as they stand now."""
        heights: list[int] = []
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is None or len(heights) >= rows:
                break
            heights.append(self._delegate.height(item.data(0, LINE_ROLE), self.viewport().width()))
        return sum(heights)

    # ------------------------------------------------------------------ Qt
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif event.key() == Qt.Key.Key_F2:
            self.ask()
        elif event.key() == Qt.Key.Key_Space:
            self.toggle(self.currentItem())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        spot = event.position().toPoint()
        item = self._pressed = self.itemAt(spot)
        self._held = False
        if item is not None and event.button() is Qt.MouseButton.LeftButton:
            if self._on_tick(item, spot):
                self._held, self._pressed = True, None
                self.toggle(item)
            elif self._on_link(item, spot) and item.isSelected() and not event.modifiers():
                self._held = True  # the other chosen lines stay chosen
                self._set_current(item, _FLAG.NoUpdate)
        if not self._held:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, pressed, self._held, self._pressed = self._held, self._pressed, False, None
        if not held:
            super().mouseReleaseEvent(event)
        spot = event.position().toPoint()
        item = self.itemAt(spot)
        left = event.button() is Qt.MouseButton.LeftButton
        if item is None or item is not pressed or not left or event.modifiers():
            return
        if self._on_link(item, spot):
            self.ask()
        else:
            self._go()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = self.itemAt(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    # ------------------------------------------------------------------ private
    def _add(self, parent: QTreeWidget | QTreeWidgetItem, line: CheckLine) -> None:
        item = QTreeWidgetItem(parent)
        item.setData(0, LINE_ROLE, line)
        name = rule_name(line.issue.code)
        read = f"{name}. {line.words} {line.reason}" if name else f"{line.words} {line.reason}"
        read = read.strip()
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, read)
        item.setToolTip(0, read)

    def _go(self) -> None:
        item = self.currentItem()
        if item is None:
            return
        line = _line_of(item)
        if line is None:
            item.setExpanded(not item.isExpanded())
        else:
            self.chosen.emit(line.issue)

    def _on_link(self, item: QTreeWidgetItem, spot: QPoint) -> bool:
        line = _line_of(item)
        place = self._delegate.link_rect(self.visualItemRect(item))
        return line is not None and line.asks and place.contains(spot)

    def _on_tick(self, item: QTreeWidgetItem, spot: QPoint) -> bool:
        place = self._delegate.tick_rect(self.visualItemRect(item))
        return item.data(0, _TICK) is not None and place.contains(spot)

    def _covered_items(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        for number in range(self.topLevelItemCount()):
            top = self.topLevelItem(number)
            if top is None:
                continue
            below = _children(top)
            chosen = [one for one in below or [top] if one.isSelected() and _asks(one)]
            found += chosen or (_to_explain(below) if below and top.isSelected() else [])
        return found

    def _choose(self, items: Sequence[QTreeWidgetItem]) -> None:
        """Choose exactly these lines."""
        self.blockSignals(True)
        self.clearSelection()
        for item in items:
            item.setSelected(True)
        self.blockSignals(False)
        self._show_ticks()

    def _set_current(self, item: QTreeWidgetItem, flag: QItemSelectionModel.SelectionFlag) -> None:
        self.setCurrentItem(item, 0, flag)

    def _show_ticks(self) -> None:
        """Tick what is covered, and say how many that is."""
        covered = self._covered_items()
        self.blockSignals(True)
        for item in self._items():
            asking = [one for one in _children(item) or [item] if _asks(one)]
            on = sum(any(one is two for two in covered) for one in asking)
            state = Qt.CheckState.PartiallyChecked if on else Qt.CheckState.Unchecked
            if on and on >= len(_to_explain(asking)):
                state = Qt.CheckState.Checked
            item.setData(0, _TICK, state if asking and self._delegate.ticks else None)
        self.blockSignals(False)
        self.covering.emit(len(covered))

    def _standing(self) -> _Standing:
        item = self.currentItem()
        group = _name(item) if item is not None else ""
        return _Standing(self.lines(), self.covered(), self.issue, group)

    def _stand_again(self, before: _Standing) -> None:
        """Go back to where the clerk stood, or on to the next warning that wants a reason."""
        now = {line.issue: item for item in self._items() if (line := _line_of(item)) is not None}
        bare = {issue for issue, item in now.items() if _is_bare(item)}
        order = [line.issue for line in before.lines]
        kept = [*before.covered, *([before.issue] if before.issue else [])]
        was_bare = {line.issue for line in before.lines if line.asks and not line.reason}
        done = [i for i in kept if i not in now or (i in was_bare and i not in bare)]
        if done:
            at = order.index(done[0])
            after = (issue for issue in order[at:] + order[:at] if issue in bare)
            goal = next(after, before.issue)
            if goal is not None and goal in now:
                if (group := now[goal].parent()) is not None:
                    group.setExpanded(True)
                self.setCurrentItem(now[goal])
            return
        groups = (i for i in self._items() if before.group and _name(i) == before.group)
        current = now[before.issue] if before.issue else next(groups, None)
        if current is not None:
            self._set_current(current, _FLAG.NoUpdate if before.covered else _FLAG.ClearAndSelect)
            chosen = [now[issue] for issue in before.covered]
            if chosen:
                self._choose(chosen)

    def _items(self) -> list[QTreeWidgetItem]:
        tops = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        found: list[QTreeWidgetItem] = []
        for top in tops:
            if top is not None:
                found += [top, *_children(top)]
        return found

    def _open_groups(self) -> set[str]:
        return {_name(item) for item in self._items() if item.childCount() and item.isExpanded()}


def _line_of(item: QTreeWidgetItem | None) -> CheckLine | None:
    found = item.data(0, LINE_ROLE) if item is not None else None
    return found if isinstance(found, CheckLine) else None


def _issue_of(item: QTreeWidgetItem) -> Issue | None:
    line = _line_of(item)
    return line.issue if line is not None else None


def _name(item: QTreeWidgetItem) -> str:
    """Name a group; empty for a line."""
    return str(item.data(0, Qt.ItemDataRole.UserRole) or "")


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    below = (item.child(n) for n in range(item.childCount()))
    return [one for one in below if one is not None]


def _asks(item: QTreeWidgetItem) -> bool:
    line = _line_of(item)
    return line is not None and line.asks


def _is_bare(item: QTreeWidgetItem) -> bool:
    line = _line_of(item)
    return line is not None and line.asks and not line.reason


def _to_explain(items: Sequence[QTreeWidgetItem]) -> list[QTreeWidgetItem]:
    """Pick the lines that want a reason, or when all have one those that take another."""
    return [i for i in items if _is_bare(i)] or [i for i in items if _asks(i)]
