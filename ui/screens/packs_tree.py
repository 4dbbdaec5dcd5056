"""A tree of things to tick, in groups: what a pack would change, what goes into a new one.

A group is ticked through its entries; Space ticks, arrows walk, as in every tree of the system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ui import icons, theme

Ident = tuple[str, str]

OPEN_UP_TO = 60
"""A group with more entries begins folded."""

_KEY = Qt.ItemDataRole.UserRole
_TITLE, _DETAIL = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An entry: ``ticked`` None cannot be ticked; ``above`` is the key of what it hangs below."""

    key: str
    title: str
    detail: str = ""
    ticked: bool | None = False
    tip: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of entries with its own line."""

    key: str
    label: str
    icon: str
    nodes: tuple[Node, ...] = ()
    detail: str = ""


class TickTree(QTreeWidget):
    """``ticks_changed`` comes once after any number of ticks; ``chosen`` gives group and key."""

    ticks_changed = Signal()
    chosen = Signal(str, str)
    """The current line: its group, and its key ("" on the group itself)."""

    def __init__(self, name: str, headings: tuple[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setColumnCount(2)
        self.setHeaderLabels(list(headings))
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setUniformRowHeights(True)
        self.setIndentation(theme.px(16))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_DETAIL, QHeaderView.ResizeMode.ResizeToContents)
        self._items: dict[Ident, QTreeWidgetItem] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(0)
        self._waiting.timeout.connect(self.ticks_changed)
        self.itemChanged.connect(self._changed)
        self.currentItemChanged.connect(lambda *_items: self._tell())

    # ------------------------------------------------------------------ queries
    def ticked(self) -> frozenset[Ident]:
        """Give group and key of every ticked entry."""
        return frozenset(
            ident
            for ident, item in self._items.items()
            if item.data(_TITLE, Qt.ItemDataRole.CheckStateRole) is not None
            and item.checkState(_TITLE) is Qt.CheckState.Checked
        )

    @property
    def current(self) -> Ident:
        """The current line, ("", "") for none."""
        item = self.currentItem()
        return item.data(_TITLE, _KEY) if item is not None else ("", "")

    # ------------------------------------------------------------------ commands
    def show_groups(self, groups: Sequence[Group]) -> None:
        """Replace everything; what was current stays so where it is still there."""
        before = self.current
        self.blockSignals(True)
        self.clear()
        self._items.clear()
        self._groups.clear()
        for group in groups:
            self._add_group(group)
        self.blockSignals(False)
        again = self._items.get(before) or self._groups.get(before[0]) or self.topLevelItem(0)
        if again is not None:
            self.setCurrentItem(again)
        self._tell()

    def set_detail(self, group: str, detail: str) -> None:
        """Change what stands beside a group."""
        item = self._groups.get(group)
        if item is not None:
            self.blockSignals(True)
            item.setText(_DETAIL, detail)
            self.blockSignals(False)
            self.viewport().update()

    def tick(self, ident: Ident, on: bool = True) -> None:
        """Tick an entry or no longer."""
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self._items[ident].setCheckState(_TITLE, state)

    # ------------------------------------------------------------------ private
    def _add_group(self, group: Group) -> None:
        head = QTreeWidgetItem(self)
        head.setText(_TITLE, group.label)
        head.setText(_DETAIL, group.detail)
        head.setIcon(_TITLE, icons.icon(group.icon))
        head.setFont(_TITLE, theme.font("strong"))
        head.setData(_TITLE, _KEY, (group.key, ""))
        self._groups[group.key] = head
        made: dict[str, QTreeWidgetItem] = {}
        for node in _in_order(group.nodes):
            item = QTreeWidgetItem(made.get(node.above, head))
            self._fill(item, group.key, node)
            made[node.key] = item
        head.setExpanded(len(group.nodes) <= OPEN_UP_TO)
        if any(node.ticked is not None for node in group.nodes):
            # Only a group with something to tick has a box of its own.
            head.setFlags(head.flags() | Qt.ItemFlag.ItemIsAutoTristate)
            self._sum_up(head)

    def _fill(self, item: QTreeWidgetItem, group: str, node: Node) -> None:
        item.setText(_TITLE, node.title)
        item.setText(_DETAIL, node.detail)
        item.setToolTip(_TITLE, node.tip or node.title)
        item.setToolTip(_DETAIL, node.tip or node.detail)
        item.setData(_TITLE, _KEY, (group, node.key))
        self._items[group, node.key] = item
        if node.ticked is None:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            item.setForeground(_TITLE, theme.colour("muted"))
            return
        item.setCheckState(
            _TITLE, Qt.CheckState.Checked if node.ticked else Qt.CheckState.Unchecked
        )
        item.setExpanded(False)

    def _sum_up(self, head: QTreeWidgetItem) -> None:
        """Show on a group what its entries say; entries below others tick for themselves."""
        states = {
            below.checkState(_TITLE)
            for below in _below(head)
            if below.data(_TITLE, Qt.ItemDataRole.CheckStateRole) is not None
        }
        state = Qt.CheckState.PartiallyChecked
        if len(states) == 1:
            [state] = states
        head.setCheckState(_TITLE, state)

    def _changed(self, item: QTreeWidgetItem, column: int) -> None:
        """Carry a tick down to what hangs below, and up to the group."""
        if column != _TITLE:
            return
        self.blockSignals(True)
        group, key = item.data(_TITLE, _KEY)
        state = item.checkState(_TITLE)
        if state is not Qt.CheckState.PartiallyChecked:
            for below in _below(item):
                if below.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                    below.setCheckState(_TITLE, state)
        if key:
            self._sum_up(self._groups[group])
        self.blockSignals(False)
        self.viewport().update()
        self._waiting.start()

    def _tell(self) -> None:
        self.chosen.emit(*self.current)


def _in_order(nodes: Sequence[Node]) -> list[Node]:
    """Put every entry after the one that it hangs below."""
    below: dict[str, list[Node]] = {}
    known = {node.key for node in nodes}
    for node in nodes:
        below.setdefault(node.above if node.above in known else "", []).append(node)
    found, waiting = [], list(reversed(below.get("", [])))
    while waiting:
        node = waiting.pop()
        found.append(node)
        waiting += reversed(below.pop(node.key, []))
    return found


def _below(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    children = (item.child(n) for n in range(item.childCount()))
    found = [one for one in children if one is not None]
    return found + [deeper for one in found for deeper in _below(one)]
