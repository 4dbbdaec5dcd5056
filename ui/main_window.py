"""The window: rail, page header, pages made when first shown, status bar, undo, keys.

It knows no register and no report: pages come from ``ui.screens``, words from the context. It must
be painted soon, even before the data are open, so nothing here imports the core's heavy parts.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from ui import screens, tasks, theme
from ui.farewell import delete_later
from ui.moments import clock_text
from ui.screens.base import Screen
from ui.widgets.page_header import PageHeader
from ui.widgets.rail import Rail, RailEntry
from ui.widgets.status_bar import StatusBar
from ui.window_facts import Facts, kept_facts, read_backup, read_facts

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from danvan_desktop.context import Context
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.settings import Settings
    from danvan_desktop.storage.values import Changes
    from ui.widgets.banner import Banner
    from ui.widgets.help_dialog import HelpDialog
    from ui.widgets.opening_page import OpeningPage
    from ui.widgets.palette import Deliver, Palette
    from ui.widgets.undo_bar import UndoBar

NARROW = 1000
"""Below this logical width, divided by the text zoom, pages take their narrow form."""
KEPT_PAGES = 8
"""So many lists and forms stay as they were left; older ones are made anew."""

SMALLEST = (880, 420)
FIRST_SIZE = (1366, 698)
PROGRAM = "Dân Vận Desktop"


class MainWindow(QWidget):
    """``take_context`` fills the frame; ``open_screen`` shows a page."""

    closed = Signal()
    setup_wanted = Signal()
    """The folder holds no office yet."""
    painted = Signal()
    """The window was painted for the first time; only now may heavy work begin."""
    ready = Signal()
    """The first page is shown."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.context: Context | None = None
        self._settings = settings
        self._pages: dict[str, Screen] = {}
        self._trail: list[tuple[str, Any]] = []
        self._facts = Facts("", (), None, None)
        self._narrow = False
        self._painted = False
        self._help: HelpDialog | None = None
        self._opening: OpeningPage | None = None
        self._banner: Banner | None = None
        self._undo_bar: UndoBar | None = None
        self.palette_box: Palette | None = None
        self._fold_wish = bool(settings.get("rail_folded", False))
        self.setWindowTitle(PROGRAM)
        self.setMinimumSize(*SMALLEST)
        self._build()
        self._restore_geometry()
        tasks.hub().changed.connect(self._changed)
        tasks.hub().saving.connect(self.status.saving)
        tasks.hub().saved.connect(self._saved)
        tasks.hub().save_failed.connect(self.status.not_saved)
        tasks.hub().nothing_saved.connect(self.status.nothing_saved)

    # ------------------------------------------------------------------ state
    @property
    def screen_key(self) -> str:
        """The key of the page that is shown, "" before the data are open."""
        return self._trail[-1][0] if self._trail else ""

    @property
    def page(self) -> Screen | None:
        """The page that is shown."""
        return self._pages.get(self.screen_key)

    @property
    def period(self) -> Period | None:
        """The reporting period in use."""
        return self._facts.period

    @property
    def opening(self) -> OpeningPage:
        """What stands here until the data are open; made when they take their time."""
        if self._opening is None:
            from ui.widgets.opening_page import OpeningPage

            self._opening = OpeningPage()
            self._stack.addWidget(self._opening)
        return self._opening

    @property
    def undo_bar(self) -> UndoBar:
        """The bar that says what just happened; made when something has."""
        if self._undo_bar is None:
            from ui.widgets.undo_bar import UndoBar

            self._undo_bar = UndoBar(self._stack, self.undo)
        return self._undo_bar

    # ------------------------------------------------------------------ commands
    def take_context(self, context: Context) -> None:
        """Go to work with an open data folder: the first page, or the set-up of a new office."""
        self.context = context
        self.status.show_user(context.user)
        if context.server is not None:
            self.status.show_server(context.server.host)
        if context.place_warning:
            self._made_banner().tell(context.place_warning, icon="warning", tone="warning")
        kept = kept_facts(context)
        if kept is None:
            tasks.run(read_facts, context, done=self._begin, failed=self.show_failure, owner=self)
        else:
            self._begin(kept)

    def show_alone(self, widget: QWidget) -> None:
        """Show something in place of everything, as the set-up of a new office."""
        self._show_frame(False)
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)

    def tell_standing(self, text: str, *, link: str, on_link: Callable[[], Any]) -> None:
        """Tell one standing fact above every page (the sample office)."""
        self._made_banner().tell(text, icon="office", link=link, on_link=on_link)

    def show_failure(self, error: BaseException) -> None:
        """Say on the page why the data did not open."""
        self.opening.show_failure(error, retry=self._retry, copy=lambda: _copy_details(error))

    def open_screen(self, key: str, argument: Any = None, *, remember: bool = True) -> bool:
        """Show a page; False when there is none of that key or the present one must stay."""
        entry = screens.screen(key)
        if entry is None or self.context is None:
            return False
        if self.page is not None and not self.page.may_leave():
            self.rail.select(self._rail_key(self.screen_key))
            return False
        page = self._pages.pop(key, None) or self._make(key, entry)
        self._pages[key] = page  # the page shown last stands last
        self._drop_pages()
        if not remember and self._trail:
            self._trail.pop()
        self._trail = [*self._trail[-19:], (key, argument)]
        self._stack.setCurrentWidget(page)
        if self._undo_bar is not None:
            self._undo_bar.raise_()
        self.status.show_page("")
        page.set_narrow(self._narrow)
        page.activate(argument)
        self._fit_rail()
        self.rail.select(self._rail_key(key))
        self._show_header()
        return True

    def open_record(self, register: str, record_id: str) -> bool:
        """Show the form of a record."""
        return self.open_screen(screens.record_screen(register), record_id)

    def go_back(self) -> None:
        """Show the page before this one."""
        if len(self._trail) < 2 or (self.page is not None and not self.page.may_leave()):
            return
        self._trail.pop()
        key, argument = self._trail.pop()
        self.open_screen(key, argument)

    def read_facts(self) -> None:
        """Read again what the window itself shows: office, periods, undo, last copy."""
        if self.context is not None:
            tasks.run(read_facts, self.context, done=self._take_facts, owner=self)

    def read_backup(self) -> None:
        """Look again for the last copy of the data and say when it was made."""
        if self.context is not None:
            tasks.run(read_backup, self.context, done=self.status.show_backup, owner=self)

    def tell(self, text: str, *, undoable: bool = False) -> None:
        """Say in the undo bar what happened."""
        self.undo_bar.tell(text, undoable=undoable)

    def show_help(self, key: str = "") -> None:
        """Open the local help page of the present screen, or another."""
        from ui.widgets.help_dialog import HelpDialog

        if self._help is None:
            self._help = HelpDialog(self)
        self._help.show_page(key or (self.page.help_key if self.page else "index"))

    def open_palette(self, text: str = "") -> None:
        """Open the box that finds everything, over the search field of the header."""
        if self.context is None:
            return
        if self.palette_box is None:
            from ui.widgets.palette import Palette

            self.palette_box = Palette(self, self._search)
        from ui.window_commands import entries

        box = self.header.search
        corner = box.mapTo(self, QPoint(0, 0))
        visible = box.isVisible()
        at = QRect(corner, box.size()) if visible else QRect(self.width() // 2, 60, 230, 28)
        self.palette_box.open(entries(self), at=at, text=text)

    def undo(self) -> None:
        """Take back the last operation."""
        self._step_back("undo", _("Không còn gì để hoàn tác"))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step_back("redo", _("Không còn gì để làm lại"))

    def choose(self, key: str) -> None:
        """Open what an entry of the rail stands for: a page, or the help."""
        if key == screens.HELP.key:
            self.show_help()
        else:
            self.open_screen(key)

    def switch_theme(self) -> None:
        """Go from light to dark or back, and remember it."""
        self._settings.set("theme", "light" if theme.is_dark() else "dark")
        self._apply_theme()

    def zoom(self, step: int) -> None:
        """Make all text larger or smaller by so many per cent, and remember it."""
        low, high = theme.ZOOM_RANGE
        self._settings.set("zoom", min(max(theme.zoom() + step, low), high))
        self._apply_theme()

    # ------------------------------------------------------------------ events
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)
            QTimer.singleShot(1, self, self._bind_keys)  # before anybody can press one

    def showEvent(self, event: QShowEvent) -> None:
        if not self._stack.count():
            self._stack.setCurrentWidget(self.opening)
            self._show_header()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() * 100 / theme.zoom() < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.status.set_narrow(narrow)
            self._fit_rail()
            for page in self._pages.values():
                page.set_narrow(narrow)

    def focusNextPrevChild(self, forward: bool) -> bool:
        from ui import tab_order

        tab_order.follow_layout(self)
        return super().focusNextPrevChild(forward)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.page is not None and not self.page.may_leave():
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().data())
        self._settings.set("window", b64encode(geometry).decode("ascii"))
        self._settings.set("rail_folded", self._fold_wish)
        event.accept()
        self.closed.emit()

    # ------------------------------------------------------------------ building
    def _build(self) -> None:
        entries = [
            RailEntry(e.key, _(e.label), e.icon, e.section)
            for e in (*screens.FIXED, screens.HELP)
            if e.section
        ]
        self.rail = Rail(entries)
        self.rail.chosen.connect(self.choose)
        self.header = PageHeader()
        self.header.back.connect(self.go_back)
        self.header.search.typed.connect(self.open_palette)
        self.header.period.chosen.connect(self._take_period)
        self._stack = QStackedWidget()
        # A page that wants more room than the screen has must not push the window off it.
        self._stack.setMinimumSize(1, 1)
        self.status = StatusBar()
        pages = QVBoxLayout()
        pages.setContentsMargins(0, 0, 0, 0)
        pages.setSpacing(0)
        pages.addWidget(self.header)
        self._told = QHBoxLayout()
        self._told.setContentsMargins(16, 0, 16, 8)
        pages.addLayout(self._told)
        pages.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(pages, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)
        self._fit_rail()
        theme.on_changed(self._fit_rail)

    def _made_banner(self) -> Banner:
        if self._banner is None:
            from ui.widgets.banner import Banner

            self._banner = Banner()
            self._told.addWidget(self._banner)
        return self._banner

    def _bind_keys(self) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        from ui import shortcuts
        from ui.drops import Drops

        Drops(self, self.open_screen)
        handlers: dict[str, Callable[[], object]] = {
            "palette": self.open_palette,
            "find": lambda: self._ask_page("find_in_page"),
            "new": lambda: self._ask_page("new_record"),
            "save": lambda: self._ask_page("save"),
            "undo": self.undo,
            "redo": self.redo,
            "details": lambda: self._ask_page("details"),
            "next_issue": lambda: self._ask_page("next_issue", 1),
            "previous_issue": lambda: self._ask_page("next_issue", -1),
            "preview": lambda: self._ask_page("preview"),
            "print": lambda: self._ask_page("print_page"),
            "help": self.show_help,
            "fold": self._toggle_rail,
            "refresh": lambda: self._ask_page("refresh"),
            "next_area": self._next_area,
            "card": lambda: self.show_help("keys"),
            "back": self.go_back,
        }
        shortcuts.install(self, handlers)
        for number, key in enumerate(list(self.rail.items)[:9], start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda wanted=key: self.choose(wanted))

    def _restore_geometry(self) -> None:
        kept = self._settings.get("window")
        if not (kept and self.restoreGeometry(QByteArray(b64decode(kept)))):
            self.resize(*FIRST_SIZE)
        room = self.screen().availableGeometry()
        if not room.contains(self.geometry()) and not self.isMaximized():
            self.resize(min(self.width(), room.width()), min(self.height(), room.height()))

    # ------------------------------------------------------------------ pages
    def _drop_pages(self) -> None:
        """Let lists and clean forms go that were not shown for long.

        Every kept page reads again after each write, and is drawn anew with each change of looks.
        """
        old = [key for key, page in self._pages.items() if page.may_drop()][:-KEPT_PAGES]
        for key in old:
            page = self._pages.pop(key)
            self._stack.removeWidget(page)
            delete_later(page)

    def _make(self, key: str, entry: screens.ScreenEntry) -> Screen:
        assert self.context is not None
        page = entry.make(self.context)
        page.header_changed.connect(lambda: self._page_header(page))
        page.go.connect(lambda wanted, argument: self.open_screen(wanted, argument))
        page.go_back.connect(self.go_back)
        page.period_wanted.connect(self._choose_period)
        page.counted.connect(lambda count: self.rail.show_count(self._rail_key(key), count))
        page.told.connect(lambda text, undoable: self.tell(text, undoable=undoable))
        page.status.connect(lambda text, icon: self._page_status(page, text, icon))
        self._stack.addWidget(page)
        page.period_changed(self._facts.period)
        return page

    def _show_header(self) -> None:
        page = self.page
        self.header.show_page(
            title=page.title if page else PROGRAM,
            subtitle=page.subtitle if page else "",
            back=page.can_go_back and len(self._trail) > 1 if page else False,
            period=page.uses_period if page else False,
            search=page.uses_search if page else False,
            badges=page.header_badges() if page else (),
            actions=page.header_actions() if page else (),
        )

    def _page_header(self, page: Screen) -> None:
        if page is self.page:
            self._show_header()

    def _page_status(self, page: Screen, text: str, icon: str) -> None:
        if page is not self.page:
            return
        if icon == "draft":
            self.status.draft_kept(text)
        else:
            self.status.show_page(text, icon)

    def _rail_key(self, key: str) -> str:
        entry = screens.screen(key)
        return entry.parent or key if entry else key

    def _ask_page(self, what: str, *arguments: Any) -> None:
        if self.page is not None:
            getattr(self.page, what)(*arguments)

    # ------------------------------------------------------------------ facts from the context
    def _begin(self, facts: Facts) -> None:
        self._take_facts(facts)
        if not facts.office:
            self.setup_wanted.emit()
            return
        self._show_frame(True)
        self.open_screen(screens.FIXED[0].key)
        self.ready.emit()

    def _show_frame(self, shown: bool) -> None:
        for part in (self.rail, self.header, self.status):
            part.setVisible(shown)

    def _take_facts(self, facts: Facts) -> None:
        changed = facts.period != self._facts.period
        self._facts = facts
        self.setWindowTitle(f"{PROGRAM} – {facts.office}" if facts.office else PROGRAM)
        self.header.period.show_periods(facts.periods, facts.period)
        self.status.show_undo(facts.undo)
        for key in screens.RECEIVERS_ONLY:
            self.rail.items[key].setVisible(facts.receives)
        if changed:
            for page in self._pages.values():
                page.period_changed(facts.period)

    def _take_period(self, period: Period) -> None:
        assert self.context is not None
        self.context.settings.set("period", period.code)
        f = self._facts
        self._take_facts(f._replace(period=period))

    def _choose_period(self, code: str) -> None:
        for period in self._facts.periods:
            if period.code == code:
                self._take_period(period)

    def _changed(self, changes: Changes) -> None:
        for page in list(self._pages.values()):
            page.changed(changes)
        self.read_facts()
        if changes.label:
            self.undo_bar.tell(changes.label)

    def _saved(self) -> None:
        if self.context is not None:
            self.status.saved(clock_text(self.context.clock.now()))

    def _step_back(self, what: str, nothing: str) -> None:
        if self.context is None:
            return
        call = getattr(self.context, what)

        def done(changes: Changes | None) -> None:
            self.undo_bar.tell(changes.label if changes else nothing, undoable=False)

        tasks.write(self.context, call, done=done, owner=self)

    def _retry(self) -> None:
        self.opening.wait()
        self.retry_wanted.emit()

    retry_wanted = Signal()
    """Try once more to open the data folder."""

    # ------------------------------------------------------------------ rail and areas
    def _toggle_rail(self) -> None:
        self._fold_wish = not self.rail.folded
        self.rail.fold(self._fold_wish)

    def _fit_rail(self) -> None:
        page_folds = self.page is not None and self.page.folds_rail
        self.rail.fold(self._fold_wish or self._narrow or page_folds)

    def _next_area(self) -> None:
        from ui.window_commands import focus_next

        focus_next([self.rail, self.header, *(self.page.focus_areas() if self.page else ())])

    def _search(self, text: str, deliver: Deliver) -> None:
        from ui.window_commands import search

        search(self, text, deliver)

    def _apply_theme(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, mode=self._settings.get("theme"), zoom=int(self._settings.get("zoom")))


def _copy_details(error: BaseException) -> None:
    import traceback

    QApplication.clipboard().setText("".join(traceback.format_exception(error)))
