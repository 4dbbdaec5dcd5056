"""The middle of the step "Kiểm tra": rows by verdict, which duplicate counts, all refused rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import Choice, FieldSpec, Flag, Unit
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.plan import Location, PlannedRow, SheetPlan
from danvan_desktop.vietnamese import format_number
from ui import icons, theme
from ui.screens.import_session import (
    Entry,
    Event,
    RowView,
    Session,
    Verdict,
    common_reminders,
    events,
    place_text,
    reason_text,
    row_at,
    short_file,
    shown_fields,
)
from ui.widgets.badge import Mark
from ui.widgets.cells import cell_text
from ui.widgets.import_rows import CheckLine, CheckTable, LazyLine
from ui.widgets.import_side import clear_ground
from ui.widgets.labels import label
from ui.widgets.panel import Line, Panel

ALL, REMINDED = "all", "reminded"
REFUSED_SHOWN = 5
"""Rows of the list of refused rows that are seen without scrolling."""

UNLIMITED = 16_777_215
DOUBLES_SHOWN, DOUBLE_LINE = 4, 23
"""Double rows seen without scrolling, and the height of each at 100 %."""

MOST_REFUSED = 60
"""Refused rows that are listed one by one; all of them are in the exported workbook."""

_MARKS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.ACCEPTED: (N_("Nhận"), "success", "tick"),
    Verdict.DUPLICATE: (N_("Trùng"), "accent", "copy"),
    Verdict.REJECTED: (N_("Từ chối"), "error", "x"),
    Verdict.KNOWN: (N_("Đã có"), "neutral", "check"),
}


class CheckPane(Panel):
    """Shows one table of the plan; what the clerk does comes out as signals."""

    corrected = Signal(int, str, str)
    counted = Signal(object)
    """Location of the row that shall count."""
    place_wanted = Signal(object, str)
    """Location of a refused row and its field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=6, frame="line")
        self._session: Session | None = None
        self._sheet: SheetPlan | None = None
        self._views: tuple[RowView, ...] = ()
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
        self.refused = RefusedBox()
        self.refused.chosen.connect(self.place_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._upper, self._lower = QWidget(), QWidget()
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
        column.addWidget(self._upper, 1)
        column.addWidget(self._lower)

    def show_entry(self, session: Session, entry: Entry | None, outside: int) -> None:
        """Show a table; ``outside`` is how many new rows lie outside the period in use."""
        sheet = entry.sheet if entry is not None else None
        changed = self._sheet is None or sheet is None or _key(self._sheet) != _key(sheet)
        self._session, self._sheet = session, sheet
        self._views = session.digest.views[entry.key] if entry is not None else ()
        self._fill_tabs(keep=not changed)
        self._show_rows()
        reminders = common_reminders(self._views)
        self.common.setText("\n".join(_shared(issue, n) for issue, n in reminders))
        self.common.setVisible(bool(reminders))
        found = events(session.plan, sheet.file, sheet.name) if sheet is not None else []
        self.doubles.show_events(session, found)
        self.refused.show_rows(session.plan, outside)
        if changed:
            self.table.scrollToTop()

    def show_part(self, part: str) -> None:
        """Show "rows" or "faults" alone, as the narrow form does, or both ("")."""
        self._upper.setVisible(part != "faults")
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
        verdicts = [view.verdict for view in self._views]
        accepted = verdicts.count(Verdict.ACCEPTED) + verdicts.count(Verdict.DUPLICATE)
        counts = (
            (ALL, _("Tất cả {n} dòng"), len(verdicts), "", ""),
            (Verdict.ACCEPTED, _("Nhận {n}"), accepted, "tick", "success"),
            (
                Verdict.REJECTED,
                _("Từ chối {n}"),
                verdicts.count(Verdict.REJECTED),
                "x",
                "error",
            ),
            (
                Verdict.DUPLICATE,
                _("Trùng {n}"),
                verdicts.count(Verdict.DUPLICATE),
                "copy",
                "accent",
            ),
            (REMINDED, _("Nhắc {n}"), sum(map(_reminded, self._views)), "warning", "warning"),
            (Verdict.KNOWN, _("Đã có {n}"), verdicts.count(Verdict.KNOWN), "check", "text2"),
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
        if self._session is None or self._sheet is None:
            self.table.show_lines((), ())
            return
        key = self.tabs.tabData(self.tabs.currentIndex())
        fields = shown_fields(self._sheet)
        views = [view for view in self._views if _belongs(view, key)]
        listed = [file.name for file in self._session.plan.files]
        make = _LineMaker(self._sheet, fields, self._session.names, listed, full=key == REMINDED)
        lines = [make.lazy(view) for view in views]
        names = [field.name for field in fields]
        title = REGISTERS[str(self._sheet.register)].title_field
        key_column = names.index(title) if title in names else 0
        self.table.show_lines(fields, lines, key_column=key_column)


class DuplicateBox(QWidget):
    """Which of the rows that report one event counts."""

    counted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._scroll = _scroll_area()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = label(_("Dòng trùng: chọn dòng được tính"), "strong")
        head.setContentsMargins(10, 8, 10, 6)
        self._note = label("", "muted", wrap=True)
        self._note.setContentsMargins(10, 6, 10, 10)
        column.addWidget(Line())
        column.addWidget(head)
        column.addWidget(self._scroll)
        column.addWidget(self._note)
        self.groups: list[QButtonGroup] = []
        self.hide()

    def show_events(self, session: Session, found: Sequence[Event]) -> None:
        """Show the events of a table; hidden without any."""
        self.setVisible(bool(found))
        self.groups = []
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(10, 0, 10, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(1, 1)
        number = 0
        for event in found:
            group = QButtonGroup(box)
            for place in event.rows:
                number = self._add(session, event, place, group, grid, number)
            self.groups.append(group)
        self._scroll.setWidget(box)
        clear_ground(self._scroll)
        lines = sum(len(event.rows) for event in found)
        self._scroll.setFixedHeight(theme.px(DOUBLE_LINE) * min(lines, DOUBLES_SHOWN) + 4)
        stored = any(event.stored for event in found)
        words = _("Dòng còn lại vẫn được giữ và đánh dấu trùng.")
        if stored:
            words += " " + _("Hồ sơ đã có trong sổ luôn được tính trước.")
        self._note.setText(words)

    def _add(
        self,
        session: Session,
        event: Event,
        place: Location,
        group: QButtonGroup,
        grid: QGridLayout,
        number: int,
    ) -> int:
        listed = [file.name for file in session.plan.files]
        found = row_at(session.plan, place)
        title, day = _title_and_day(found, session.names) if found else ("", "")
        button = QRadioButton(place_text(place, listed))
        button.setAccessibleName(f"{place_text(place, listed)}: {title}")
        button.setChecked(place == event.counted)
        button.setEnabled(not event.stored)
        button.clicked.connect(lambda: self.counted.emit(place))
        group.addButton(button)
        grid.addWidget(button, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(title, "base", wrap=True), number, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(day, "base"), number, 2, Qt.AlignmentFlag.AlignTop)
        return number + 1


class RefusedBox(QWidget):
    """Every refused row of all files: place, field, what to do; a click goes there."""

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._head = label("", "strong")
        self._outside = label("", "muted", wrap=True)
        self._outside.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._scroll = _scroll_area()
        head = QHBoxLayout()
        head.setContentsMargins(10, 8, 10, 6)
        head.addWidget(self._head)
        head.addWidget(self._outside, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addWidget(Line())
        column.addLayout(head)
        column.addWidget(self._scroll)
        self.lines: list[RefusedLine] = []
        self._fixed = True

    def show_rows(self, plan: ImportPlan, outside: int) -> None:
        """List the refused rows of a plan."""
        listed = [file.name for file in plan.files]
        rejected = plan.rejected
        words = _("{n} dòng bị từ chối trong cả {files} tệp").format(
            n=format_number(len(rejected)), files=len(listed)
        )
        self._head.setText(words if rejected else _("Không có dòng nào bị từ chối"))
        self._outside.setText(
            _("{n} dòng ngoài kỳ vẫn lưu, không tính vào kỳ này").format(n=format_number(outside))
            if outside
            else ""
        )
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(0)
        self.lines = [
            RefusedLine(sheet, row, listed, self.chosen.emit)
            for sheet, row in rejected[:MOST_REFUSED]
        ]
        for line in self.lines:
            column.addWidget(line)
        if len(rejected) > MOST_REFUSED:
            more = _("và {n} dòng nữa; xuất ra Excel để xem đủ.").format(
                n=format_number(len(rejected) - MOST_REFUSED)
            )
            column.addWidget(label(more, "help"))
        column.addStretch(1)
        self._scroll.setWidget(box)
        clear_ground(self._scroll)
        self._scroll.setVisible(bool(rejected))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show the first lines without scrolling, whatever their sentences need."""
        if not self._fixed:
            return
        width = self.width() - theme.px(40)
        shown = self.lines[:REFUSED_SHOWN]
        height = sum(max(line.heightForWidth(width), theme.px(18)) for line in shown)
        self._scroll.setFixedHeight(min(height, theme.px(126)) + 6)

    def fill_room(self, fill: bool) -> None:
        """Take all the room there is, or only that of the first lines."""
        self._fixed = not fill
        if fill:
            self._scroll.setMinimumHeight(0)
            self._scroll.setMaximumHeight(UNLIMITED)
        else:
            self._fit()


class RefusedLine(QFrame):
    """One refused row as a line that can be clicked, or reached by Tab and opened by Enter."""

    def __init__(
        self,
        sheet: SheetPlan,
        row: PlannedRow,
        listed: Sequence[str],
        chosen: Callable[..., object],
    ) -> None:
        super().__init__()
        assert row.reason is not None
        issue = row.reason
        self._place = Location(sheet.file, sheet.name, row.row)
        self._field = str(issue.place.field or "")
        self._chosen = chosen
        names = {f.name: _(f.label) for f in REGISTERS[str(sheet.register)].fields}
        field = names.get(self._field, "")
        message = _without_field(issue, field)
        where = short_file(sheet.file, listed)
        self.setAccessibleName(
            _("{file}, dòng {row}, {field}: {message}").format(
                file=where, row=row.row, field=field, message=message
            )
        )
        self.setToolTip(sheet.file)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(self)
        line.setContentsMargins(6, 1, 6, 1)
        line.setSpacing(theme.px(8))
        file_words = label(where, "base", wrap=True)
        file_words.setFixedWidth(theme.px(52) if len(where) < 9 else theme.px(140))
        row_words = label(_("dòng {n}").format(n=row.row), "base")
        row_words.setMinimumWidth(theme.px(52))
        field_words = label(field, "strong", wrap=True)
        field_words.setFixedWidth(theme.px(150))
        for widget in (file_words, row_words, field_words):
            line.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(message, "base", wrap=True), 1, Qt.AlignmentFlag.AlignTop)

    def open(self) -> None:
        """Go to the row."""
        self._chosen(self._place, self._field)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open()
        else:
            super().keyPressEvent(event)


class _LineMaker:
    """Puts rows of one table into words; ``full`` also says what many rows share."""

    def __init__(
        self,
        sheet: SheetPlan,
        fields: Sequence[FieldSpec],
        names: Directory,
        listed: Sequence[str],
        *,
        full: bool,
    ) -> None:
        self._sheet, self._fields, self._names = sheet, fields, names
        self._listed, self._full = listed, full

    def lazy(self, view: RowView) -> LazyLine:
        """Give the row to be put into words when it is looked at."""
        refused = view.verdict in (Verdict.REJECTED, Verdict.DUPLICATE)
        told = bool(view.rare) or (self._full and bool(view.common))
        known = view.verdict is Verdict.KNOWN
        return LazyLine(
            view.planned.row, partial(self._line, view), has_reason=refused or (told and not known)
        )

    def _line(self, view: RowView) -> CheckLine:
        row = view.planned
        text, tone, icon = _MARKS[view.verdict]
        reason = reason_text(view, self._sheet, self._listed)
        ink = {"error": "error", "accent": "accent"}.get(tone, "warning")
        if view.verdict is Verdict.ACCEPTED and (view.rare or (self._full and view.common)):
            tone, icon = "warning", "warning"
        if self._full and view.common:
            shared = " ".join(_told(issue) for issue in view.common)
            reason = f"{reason} {shared}".strip()
        wrong = {i.place.field for i in row.issues if i.severity is Severity.ERROR}
        fields = list(enumerate(self._fields))
        return CheckLine(
            row=row.row,
            mark=Mark(_(text), tone, icon),
            cells=tuple(_shown(row, field, self._names) for field in self._fields),
            raw=tuple(row.raw.get(field.name, "") for field in self._fields),
            wrong=frozenset(n for n, field in fields if field.name in wrong),
            changed=frozenset(n for n, field in fields if field.name in row.changed),
            reason="" if view.verdict is Verdict.KNOWN else reason,
            tone=ink,
            editable=view.verdict is not Verdict.KNOWN,
            hints={n: _hint(field) for n, field in fields if field.name in wrong},
        )


def _shown(row: PlannedRow, field: FieldSpec, names: Directory) -> str:
    """Write what would be stored, as the lists do; a text that was not understood stays raw."""
    value = row.values.get(field.name)
    if isinstance(field.type, Flag):
        return "x" if value else row.raw.get(field.name, "")
    if value is None:
        return ""
    return cell_text(field, value, names)


def _hint(field: FieldSpec) -> str:
    name = _(field.label)[:1].lower() + _(field.label)[1:]
    if isinstance(field.type, Choice | Flag):
        return _("Chọn {field}").format(field=name)
    if isinstance(field.type, Unit):
        return _("Gõ tên xã, cơ quan")
    return _("Gõ {field} để nhận dòng này").format(field=name)


def _belongs(view: RowView, key: str) -> bool:
    if key == ALL:
        return True
    if key == REMINDED:
        return _reminded(view)
    if key == Verdict.ACCEPTED:
        return view.verdict in (Verdict.ACCEPTED, Verdict.DUPLICATE)
    return view.verdict == key


def _reminded(view: RowView) -> bool:
    return view.verdict is not Verdict.KNOWN and bool(view.rare or view.common)


def _title_and_day(found: tuple[SheetPlan, PlannedRow], names: Directory) -> tuple[str, str]:
    sheet, row = found
    spec = REGISTERS[str(sheet.register)]
    title = _shown(row, spec.field(spec.title_field), names)
    day = _shown(row, spec.field(spec.date_field), names)
    if len(day) == 4 and day.isdecimal():
        day = _("Năm {year}").format(year=day)
    if not title and spec.unit_field:
        title = _shown(row, spec.field(spec.unit_field), names)
    return title, day


def _shared(issue: Issue, number: int) -> str:
    return _("{n} dòng: {text}").format(n=format_number(number), text=_told(issue))


def _told(issue: Issue) -> str:
    return " ".join(part for part in (issue.message, issue.remedy) if part)


def _without_field(issue: Issue, field: str) -> str:
    """Say what is wrong beside the field's name, which need not be said twice."""
    message = issue.message.removeprefix(f"{field}: ")
    message = message[:1].upper() + message[1:]
    return " ".join(part for part in (message, issue.remedy) if part)


def _key(sheet: SheetPlan) -> tuple[str, str, int]:
    return sheet.file, sheet.name, sheet.header.first_row if sheet.header else 0


def _scroll_area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
