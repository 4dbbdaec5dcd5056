"""What the window asks of a page, and what a page may ask of the window.

A screen is made with the Context, lazily, when it is first shown. The window owns header, period
and shortcuts, and calls the methods below; a screen overrides those that it can answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.storage.values import Changes


class Command(NamedTuple):
    """Something that the palette (Ctrl+K) can do on this page: words, icon, what to call."""

    label: str
    run: Callable[[], None]
    icon: str = "command"
    keys: str = ""


class Screen(QWidget):
    """A page of the window; ``title`` and ``subtitle`` may change: then emit ``header_changed``."""

    header_changed = Signal()
    """Title, subtitle, badge or header widgets are not the same any more."""
    go = Signal(str, object)
    """Ask the window for another screen: its key and what ``activate`` gets."""
    period_wanted = Signal(str)
    """Ask the window for another reporting period, by its code."""
    go_back = Signal()
    """Ask the window for the screen before this one."""
    told = Signal(str, bool)
    """Something to show in the undo bar: the words, and whether Ctrl+Z takes it back."""
    status = Signal(str, str)
    """What is true about this page for the status bar: words and icon ("" clears)."""

    counted = Signal(int)
    """How many things wait behind this page, for the rail."""

    help_key = "index"
    """Name of the local help page without language and ending."""
    uses_period = False
    """Show the period selector in the header."""
    uses_search = True
    """Show the box that searches everything in the header."""
    can_go_back = False
    """Show the back button before the title."""
    folds_rail = False
    """Open with the rail folded, as the report editor does."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.title = ""
        self.subtitle = ""
        self.narrow = False

    # ------------------------------------------------------------------ shown and refreshed
    def activate(self, argument: Any = None) -> None:
        """Be shown; ``argument`` is what the caller of ``go`` gave (a record id, a query)."""

    def changed(self, changes: Changes) -> None:
        """React to a committed write; called on visible and hidden screens alike."""

    def period_changed(self, period: Any) -> None:
        """React to another period (``Period`` or None), also before the first ``activate``."""

    def refresh(self) -> None:
        """Read everything again (F5)."""

    def may_leave(self) -> bool:
        """Tell whether the page can be left now; a form keeps its draft here and says yes."""
        return True

    def may_drop(self) -> bool:
        """Tell whether the page, once out of sight, can be made anew without losing anything."""
        return False

    def set_narrow(self, narrow: bool) -> None:
        """Take the narrow form (logical width below 1000) or the wide one."""
        self.narrow = narrow

    # ------------------------------------------------------------------ parts for the header
    def header_badges(self) -> Sequence[QWidget]:
        """Widgets right after the title (state badges)."""
        return ()

    def header_actions(self) -> Sequence[QWidget]:
        """Widgets at the right end of the header, the primary button last."""
        return ()

    def focus_areas(self) -> Sequence[QWidget]:
        """The areas that F6 walks through, in reading order."""
        return (self,)

    def commands(self) -> Sequence[Command]:
        """What the command palette offers on this page."""
        return ()

    # ------------------------------------------------------------------ what keys ask for
    def new_record(self) -> None:
        """Begin a new record here (Ctrl+N)."""

    def save(self) -> None:
        """Save (Ctrl+S)."""

    def find_in_page(self) -> None:
        """Search in this page (Ctrl+F)."""

    def print_page(self) -> None:
        """Print (Ctrl+P)."""

    def preview(self) -> None:
        """Show the whole page as it prints (F9)."""

    def details(self) -> None:
        """Show the details of what is selected (Ctrl+Enter)."""

    def next_issue(self, step: int) -> None:
        """Go to the next (1) or previous (-1) issue (F8)."""
