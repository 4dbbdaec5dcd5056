"""The middle of the step "Kiểm tra": rows by verdict, which duplicate counts, all refused rows."""

from __future__ import annotations

from array import array

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import format_number
from ui import icons, theme
from ui.screens.import_digest import Entry, TableView, Tally, Verdict
from ui.screens.import_events import EventList
from ui.screens.import_faults import DuplicateBox, RefusedBox
from ui.screens.import_lines import LazyLines, LineMaker, told
from ui.screens.import_overview import OverviewTable
from ui.screens.import_session import Session, suspects_at
from ui.widgets.import_rows import CheckTable
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel

ALL, REMINDED = "all", "reminded"


class CheckPane(Panel):
    """Shows one table of the plan; what the clerk does comes out as signals."""

    corrected = Signal(int, str, str)
    counted = Signal(object)
    """Location of the row that shall count."""
    place_wanted = Signal(object, str)
    """Location of a refused row and its field."""
    entry_wanted = Signal(object)
    """Key of a file or table."""
    compare_wanted = Signal(object)
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._session: Session | None = None
        self._sheet: SheetPlan | None = None
        self._view: TableView | None = None
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setIconSize(QSize(theme.px(14), theme.px(14)))
        self.tabs.setAccessibleName(_("Lọc dòng theo kết quả"))
        self.tabs.currentChanged.connect(lambda _n: self._show_rows())
        self.table = CheckTable()
        self.table.setMinimumHeight(theme.px(130))
        self.table.corrected.connect(self.corrected)
        self.common = label("", "warning", wrap=True)
        self.doubles = DuplicateBox()
        self.doubles.counted.connect(self.counted)
        self.doubles.compare_wanted.connect(self.compare_wanted)
        self.doubles.again_wanted.connect(self.again_wanted)
        self.overview = OverviewTable()
        self.overview.opened.connect(self.entry_wanted)
        self.refused = RefusedBox()
        self.refused.chosen.connect(self.place_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._upper, self._lower = QWidget(), _Lower()
        upper = QVBoxLayout(self._upper)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(7, 0, 7, 0)
        tabs.addWidget(self.tabs, 1)
        upper.addLayout(tabs)
        upper.addWidget(Line())
        upper.addWidget(self.table, 1)
        self.common.setContentsMargins(10, 6, 10, 6)
        upper.addWidget(self.common)
        lower = QVBoxLayout(self._lower)
        lower.setContentsMargins(0, 0, 0, 0)
        lower.setSpacing(0)
        lower.addWidget(self.doubles)
        lower.addWidget(self.refused, 1)
        self._top = QStackedWidget()
        self._top.addWidget(self._upper)
        self._top.addWidget(self.overview)
        column.addWidget(self._top, 1)
        column.addWidget(self._lower)

    def show_entry(self, session: Session, entry: Entry | None, outside: int) -> None:
        """Show a table; ``outside`` is how many new rows lie outside the period in use."""
        self._top.setCurrentWidget(self._upper)
        sheet = entry.sheet if entry is not None else None
        changed = self._sheet is None or sheet is None or _key(self._sheet) != _key(sheet)
        self._session, self._sheet = session, sheet
        self._view = session.digest.views[entry.key] if entry is not None else None
        self._fill_tabs(keep=not changed)
        self._show_rows()
        reminders = self._view.common if self._view is not None else []
        self.common.setText("\n".join(_shared(issue, n) for issue, n in reminders))
        self.common.setVisible(bool(reminders))
        table = (sheet.file, sheet.name) if sheet is not None else ("", "-")
        found = session.digest.events.get(table, EventList())
        alike = suspects_at(session, sheet.file, sheet.name) if sheet is not None else ()
        self.doubles.show_events(session, found, alike)
        self.refused.show_rows(session.plan, outside)
        if changed:
            self.table.scrollToTop()

    def show_all(self, session: Session, outside: int) -> None:
        """Show all files together: their verdicts, every double event, every refused row."""
        self._session, self._sheet, self._view = session, None, None
        self._top.setCurrentWidget(self.overview)
        self.overview.show_digest(session.digest)
        found = session.digest.events.get(("", ""), EventList())
        self.doubles.show_events(session, found, suspects_at(session))
        self.refused.show_rows(session.plan, outside)

    def show_part(self, part: str) -> None:
        """Show "rows" or "faults" alone, as the narrow form does, or both ("")."""
        self._top.setVisible(part != "faults")
        self._lower.setVisible(part != "rows")
        self.refused.fill_room(part == "faults")

    def go_to(self, row: int, field: str) -> None:
        """Show a row, whatever tab is open, with the cell of a field current."""
        if not self.table.select_cell(row, field):
            self.tabs.setCurrentIndex(0)
            self.table.select_cell(row, field)
        self.table.setFocus()

    def show_only(self, key: str) -> None:
        """Open a tab by its key (``all``, a verdict, ``reminded``)."""
        for number in range(self.tabs.count()):
            if self.tabs.tabData(number) == key:
                self.tabs.setCurrentIndex(number)

    def _fill_tabs(self, *, keep: bool) -> None:
        key = self.tabs.tabData(self.tabs.currentIndex()) if keep else ALL
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        view = self._view
        tally = view.tally if view is not None else Tally()
        rows, reminded = (len(view), view.reminded) if view is not None else (0, 0)
        counts = (
            (ALL, _("Tất cả {n} dòng"), rows, "", ""),
            (Verdict.ACCEPTED, _("Nhận {n}"), tally.accepted, "tick", "success"),
            (Verdict.REJECTED, _("Từ chối {n}"), tally.rejected, "x", "error"),
            (Verdict.DUPLICATE, _("Trùng {n}"), tally.doubles, "copy", "accent"),
            (REMINDED, _("Nhắc {n}"), reminded, "warning", "warning"),
            (Verdict.KNOWN, _("Đã có {n}"), tally.known, "check", "text2"),
        )
        for name, words, number, icon, role in counts:
            if number or name == ALL:
                tab = self.tabs.addTab(words.format(n=format_number(number)))
                self.tabs.setTabData(tab, str(name))
                if icon:
                    self.tabs.setTabIcon(tab, icons.icon(icon, role))
        found = [i for i in range(self.tabs.count()) if self.tabs.tabData(i) == key]
        self.tabs.setCurrentIndex(found[0] if found else 0)
        self.tabs.blockSignals(False)

    def _show_rows(self) -> None:
        view = self._view
        if self._session is None or self._sheet is None or view is None:
            self.table.show_lines((), ())
            return
        key = self.tabs.tabData(self.tabs.currentIndex())
        fields = view.fields
        places = [place for place in range(len(view)) if _belongs(view, place, key)]
        listed = [file.name for file in self._session.plan.files]
        make = LineMaker(self._sheet, fields, self._session.names, listed, full=key == REMINDED)
        lines = LazyLines(view, array("I", places), make)
        names = [field.name for field in fields]
        title = import_target(str(self._sheet.register)).title_field
        key_column = names.index(title) if title in names else 0
        self.table.show_lines(fields, lines, heads=lines.heads(), key_column=key_column)


class _Lower(QWidget):
    """Insists on the height that its parts need: where all is tight the layout gives less."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        layout = self.layout()
        if event.type() == QEvent.Type.LayoutRequest and layout is not None:
            self.setMinimumHeight(layout.minimumSize().height())
        return done


def _belongs(view: TableView, place: int, key: str) -> bool:
    if key == ALL:
        return True
    if key == REMINDED:
        return view.is_reminded(place)
    if key == Verdict.ACCEPTED:
        return view.verdict(place) in (Verdict.ACCEPTED, Verdict.DUPLICATE)
    return view.verdict(place) == key


def _shared(issue: Issue, number: int) -> str:
    return _("{n} dòng: {text}").format(n=format_number(number), text=told(issue))


def _key(sheet: SheetPlan) -> tuple[str, str, int]:
    return sheet.file, sheet.name, sheet.header.first_row if sheet.header else 0
