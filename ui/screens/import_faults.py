"""Under the rows of an import: which duplicate counts, and the refused rows of all files."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.errors import Issue
from danvan_desktop.i18n import _
from danvan_desktop.organisation.units import Directory
from danvan_desktop.spreadsheets.importer import ImportPlan
from danvan_desktop.spreadsheets.model import column_letter
from danvan_desktop.spreadsheets.plan import Location, PlannedRow, SheetPlan
from danvan_desktop.spreadsheets.suspects import Suspect, too_many
from danvan_desktop.spreadsheets.targets import import_target
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.screens.import_events import MOST_EVENTS, Event, EventList, row_at
from ui.screens.import_lines import shown_value
from ui.screens.import_session import Session
from ui.screens.import_words import place_text, short_file
from ui.widgets.import_side import clear_ground
from ui.widgets.labels import Link, label
from ui.widgets.panel import Line

REFUSED_SHOWN = 5
"""Rows of the list of refused rows that are seen without scrolling."""


UNLIMITED = 16_777_215

DOUBLES_SHOWN, DOUBLE_LINE = 4, 23
"""Double rows seen without scrolling, and the height of each at 100 %."""


MOST_REFUSED = 60
"""Refused rows that are listed one by one; all of them are in the exported workbook."""


class DuplicateBox(QWidget):
    """Which of the rows that report one event counts."""

    counted = Signal(object)
    compare_wanted = Signal(object)
    """Register and two rows that are to be shown side by side, the counted one first."""
    again_wanted = Signal()
    """Ask anew about the pairs that were told apart."""

    def __init__(self) -> None:
        super().__init__()
        self._scroll = _scroll_area()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = head = label("", "strong")
        head.setContentsMargins(10, 8, 10, 6)
        self._note = label("", "muted", wrap=True)
        self._apart = label("", "muted", wrap=True)
        self.again = Link(_("Xét lại"))
        self.again.clicked.connect(self.again_wanted)
        foot = QVBoxLayout()
        foot.setContentsMargins(10, 6, 10, 10)
        foot.setSpacing(theme.px(4))
        foot.addWidget(self._note)
        asked = QHBoxLayout()
        asked.addWidget(self._apart)
        asked.addWidget(self.again)
        asked.addStretch(1)
        foot.addLayout(asked)
        column.addWidget(Line())
        column.addWidget(head)
        column.addWidget(self._scroll)
        column.addLayout(foot)
        self.groups: list[QButtonGroup] = []
        self.links: list[Link] = []
        self.hide()

    def show_events(
        self, session: Session, events: EventList, alike: Sequence[Suspect] = ()
    ) -> None:
        """Show the events of a table, and the pairs that only look alike; hidden without any."""
        apart = len(session.plan.decisions.apart)
        alike = alike[:MOST_EVENTS]
        found = events.listed
        self.setVisible(bool(found) or bool(apart) or bool(alike))
        self._head.setText(
            _("Dòng trùng: chọn dòng được tính") if found else _("Dòng có thể trùng")
        )
        words_apart = _("Đã tách {n} cặp thành hai việc khác nhau.")
        self._apart.setText(words_apart.format(n=format_number(apart)) if apart else "")
        self._apart.setVisible(bool(apart))
        self.again.setVisible(bool(apart))
        self.groups, self.links = [], []
        more = events.total - len(found)
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(10, 0, 10, 0)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(3))
        grid.setColumnStretch(1, 1)
        number = 0
        for event in found:
            group = QButtonGroup(box)
            first = number
            for place in event.rows:
                number = self._add(session, event, place, group, grid, number)
            if event.more:
                words = _("và {n} dòng nữa báo cùng việc này").format(n=format_number(event.more))
                grid.addWidget(label(words, "help"), number, 0, 1, 3)
                number += 1
            link = self._link(session, event.register, event.rows, counted=event.counted)
            grid.addWidget(link, first, 3, Qt.AlignmentFlag.AlignTop)
            self.groups.append(group)
        for one in alike:
            number = self._add_alike(session, one, grid, number)
        self._scroll.setWidget(box)
        clear_ground(self._scroll)
        lines = sum(len(event.rows) for event in found) + len(alike)
        self._scroll.setFixedHeight(theme.px(DOUBLE_LINE) * min(lines, DOUBLES_SHOWN) + 4)
        self._scroll.setVisible(bool(found) or bool(alike))
        stored = any(event.stored for event in found)
        words = _("Dòng còn lại vẫn được giữ và đánh dấu trùng.") if found else ""
        if alike:
            told = _("{n} cặp chỉ giống nhau, được lưu và tính cả hai nếu bạn không xét.")
            words = f"{words} {told.format(n=format_number(len(alike)))}".strip()
        if stored:
            words += " " + _("Hồ sơ đã có trong sổ luôn được tính trước.")
        if more > 0:
            words += " " + _("Còn {n} việc trùng nữa ở từng tệp.").format(n=format_number(more))
        self._note.setText(words)
        self._note.setVisible(bool(words))
        self._fit()

    def hasHeightForWidth(self) -> bool:
        return False  # it has the height that it fixes; a layout shares such heights unfairly

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            # Within the event the layout would keep the places of the height before.
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Be as high as the words need: beside the refused rows the layout would give less."""
        layout = self.layout()
        wanted = layout.totalHeightForWidth(self.width()) if layout is not None else 0
        if wanted > 0:
            self.setFixedHeight(wanted)

    def _add_alike(self, session: Session, one: Suspect, grid: QGridLayout, number: int) -> int:
        listed = [file.name for file in session.plan.files]
        found = row_at(session.plan, one.second)
        title, day = _title_and_day(found, session.names) if found else ("", "")
        names = (place_text(place, listed) for place in (one.first, one.second))
        words = _("Giống nhau: {places}").format(places=" – ".join(names))
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(label(words, "base"), number, 0, top)
        grid.addWidget(label(title, "base", wrap=True), number, 1, top)
        grid.addWidget(label(day, "base"), number, 2, top)
        link = self._link(session, one.register, (one.first, one.second), counted=one.first)
        grid.addWidget(link, number, 3, top)
        return number + 1

    def _link(
        self, session: Session, register: str, rows: Sequence[Location], *, counted: Location
    ) -> Link:
        link = Link(_("So sánh…"))
        listed = [file.name for file in session.plan.files]
        places = ", ".join(place_text(place, listed) for place in rows)
        link.setAccessibleName(_("So sánh {places}").format(places=places))
        other = next(place for place in rows if place != counted)
        link.clicked.connect(lambda: self.compare_wanted.emit((register, counted, other)))
        self.links.append(link)
        return link

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
        """List the refused rows of a plan; ``outside`` rows count in other periods."""
        listed = [file.name for file in plan.files]
        rejected = plan.rejected
        words = _("{n} dòng bị từ chối trong cả {files} tệp").format(
            n=format_number(len(rejected)), files=len(listed)
        )
        self._head.setText(words if rejected else _("Không có dòng nào bị từ chối"))
        told = []
        if outside:
            words = _("{n} dòng ngoài kỳ vẫn lưu, không tính vào kỳ này")
            told.append(words.format(n=format_number(outside)))
        if too_many(plan):
            told.append(_("Nhiều dòng nên chưa tìm dòng gần giống; lưu xong xem trang Nghi trùng"))
        self._outside.setText("\n".join(told))
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
        """Show the first lines without scrolling, as many as fit whole."""
        if not self._fixed:
            return
        width = self.width() - theme.px(40)
        shown = self.lines[:REFUSED_SHOWN]
        height = 0
        for line in shown:
            needed = max(line.heightForWidth(width), theme.px(18))
            if height and height + needed > theme.px(126):
                break
            height += needed
        self._scroll.setFixedHeight(height + 2)

    def hasHeightForWidth(self) -> bool:
        return False  # it scrolls; a layout would give it room of what stands above it

    def fill_room(self, fill: bool) -> None:
        """Take all the room there is, or only that of the first lines."""
        self._fixed = not fill
        if fill:
            self._scroll.setMinimumHeight(theme.px(40))
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
        names = {f.name: _(f.label) for f in import_target(str(sheet.register)).fields}
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
        row_words = label(_line_words(sheet, row), "base")
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


def _line_words(sheet: SheetPlan, row: PlannedRow) -> str:
    """Name a record's line: a row, or a column of a form that stands on its side."""
    if sheet.turned:
        return _("cột {letter}").format(letter=column_letter(row.row))
    return _("dòng {n}").format(n=row.row)


def _title_and_day(found: tuple[SheetPlan, PlannedRow], names: Directory) -> tuple[str, str]:
    sheet, row = found
    spec = import_target(str(sheet.register))
    title = shown_value(row, spec.field(spec.title_field), names)
    day = shown_value(row, spec.field(spec.date_field), names)
    if len(day) == 4 and day.isdecimal():
        day = _("Năm {year}").format(year=day)
    if not title and spec.unit_field:
        title = shown_value(row, spec.field(spec.unit_field), names)
    return title, day


def _without_field(issue: Issue, field: str) -> str:
    """Say what is wrong beside the field's name, which need not be said twice."""
    message = issue.message.removeprefix(f"{field}: ")
    message = message[:1].upper() + message[1:]
    return " ".join(part for part in (message, issue.remedy) if part)


def _scroll_area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
