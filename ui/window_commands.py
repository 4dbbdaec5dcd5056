"""What the palette offers in the window, and the walk through its areas with F6."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from ui import screens, tasks, theme
from ui.widgets.cells import day_text
from ui.widgets.palette import Deliver, Entry

if TYPE_CHECKING:
    from danvan_desktop.storage.values import Hit
    from ui.main_window import MainWindow

WITHOUT_RAIL = ("templates", "numbers")
"""Pages without a place in the rail that the palette opens from anywhere."""

HITS = 20
"""Records that a search shows at most."""


def search(window: MainWindow, text: str, deliver: Deliver) -> None:
    """Look for records on a worker and deliver them as entries that open them."""
    if window.context is None:
        return

    def show(hits: Sequence[Hit]) -> None:
        deliver([_hit(window, hit) for hit in hits])

    tasks.run(window.context.search, text, HITS, done=show, owner=window)


def entries(window: MainWindow) -> list[Entry]:
    """List the commands of the page, the places of the rail and the commands of the window."""
    found: list[Entry] = []
    if window.page is not None:
        found += [Entry(c.label, c.run, "", c.icon, c.keys) for c in window.page.commands()]
    for number, (key, item) in enumerate(window.rail.items.items(), start=1):
        entry = screens.screen(key) or screens.HELP
        keys = f"Alt+{number}" if number <= 9 else ""
        words = _("Mở {name}").format(name=item.text())
        found.append(Entry(words, partial(window.choose, key), "", entry.icon, keys))
    for key in WITHOUT_RAIL:
        page = screens.screen(key)
        if page is not None and window.context is not None:
            words = _("Mở {name}").format(name=_(page.label))
            found.append(Entry(words, partial(window.open_screen, key), "", page.icon))
    dark = theme.is_dark()
    other = _("Chuyển sang nền sáng") if dark else _("Chuyển sang nền tối")
    return [
        *found,
        Entry(_("Hoàn tác"), window.undo, "", "undo", "Ctrl+Z"),
        Entry(_("Làm lại"), window.redo, "", "redo", "Ctrl+Y"),
        Entry(_("Kiểm tra thiết bị ký"), partial(window.open_screen, "token"), "", "key"),
        Entry(other, window.switch_theme, "", "sun" if dark else "moon"),
        Entry(_("Chữ to hơn"), partial(window.zoom, 10), "", "zoom-in"),
        Entry(_("Chữ nhỏ hơn"), partial(window.zoom, -10), "", "zoom-out"),
        Entry(_("Bảng phím tắt"), partial(window.show_help, "keys"), "", "help", "Ctrl+/"),
    ]


def focus_next(areas: Iterable[QWidget]) -> None:
    """Give the focus to the first field of the area after the one that has it."""
    open_areas = [area for area in areas if area.isVisible() and _first_focus(area) is not None]
    focus = QApplication.focusWidget()
    holding = [
        place
        for place, area in enumerate(open_areas)
        if focus and (area is focus or area.isAncestorOf(focus))
    ]
    following = (holding[-1] + 1) % len(open_areas) if holding else 0
    target = _first_focus(open_areas[following]) if open_areas else None
    if target is not None:
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _hit(window: MainWindow, hit: Hit) -> Entry:
    spec = REGISTERS[hit.register]
    return Entry(
        hit.title,
        partial(window.open_record, hit.register, hit.id),
        detail=" · ".join(part for part in (_(spec.label), day_text(hit.detail)) if part),
        icon=spec.icon,
    )


def _first_focus(area: QWidget) -> QWidget | None:
    """Find the first widget of an area that takes the focus by Tab, in tab order."""
    if area.focusPolicy() & Qt.FocusPolicy.TabFocus and area.isEnabled():
        return area
    step = area.nextInFocusChain()
    for _count in range(10_000):
        if step is None or step is area:
            return None
        takes = bool(step.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and area.isAncestorOf(step) and step.isVisible() and step.isEnabled():
            return step
        step = step.nextInFocusChain()
    return None
