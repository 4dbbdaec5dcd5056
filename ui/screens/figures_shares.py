"""A figure by the offices that sent it: how much each says, and the way to its records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.storage.values import ListQuery
from danvan_desktop.vietnamese import format_number
from ui import theme
from ui.screens import figures_facts as words
from ui.screens.figures_facts import FigureRow
from ui.widgets.buttons import Button
from ui.widgets.labels import label
from ui.widgets.plain_table import Column, PlainTable, Row

if TYPE_CHECKING:
    from danvan_desktop.context import Context
    from danvan_desktop.indicators import Figure
    from danvan_desktop.indicators.numbers import Number
    from danvan_desktop.organisation.periods import Period
    from danvan_desktop.organisation.units import Directory


@dataclass(frozen=True, slots=True)
class Shares:
    """What each office says of an indicator; "" is this office.

    ``keepers`` tells which of them keeps a unit at the end of the period.
    """

    code: str
    figures: Mapping[str, Figure]
    names: Mapping[str, str]
    keepers: Mapping[str, str]


def read_shares(context: Context, code: str, period: Period) -> Shares:
    """Compute an indicator office by office (for a worker)."""
    from danvan_desktop.bundles.ledger import office_names
    from danvan_desktop.bundles.strayed import keepers
    from danvan_desktop.indicators.engine import shares

    names = {"": _("Nhập tại đây"), **office_names(context)}
    kept = keepers(context, period.last_day)
    return Shares(code, shares(context, code, period), names, kept)


def list_of_office(context: Context, code: str, period: Period, office: str) -> ListQuery:
    """Give the list of the records of one office behind a figure (for a worker)."""
    from danvan_desktop.indicators import records_of

    return replace(records_of(context, code, period), office=office)


class SharesPage(QWidget):
    """The offices, the largest share first; ``office_wanted`` asks for one's records.

    ``pin_wanted`` asks for a remark on what an office says of the chosen part: the office, its
    name, place and path.
    """

    office_wanted = Signal(str)
    pin_wanted = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        self._found: Shares | None = None
        self._row: FigureRow | None = None
        self.part = QComboBox()
        self.part.setAccessibleName(_("Phần của số liệu"))
        self.part.setMaxVisibleItems(20)
        self.part.setMinimumContentsLength(16)
        self.part.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.part.currentIndexChanged.connect(lambda _n: self._show())
        self.pin_button = Button(_("Ghim để gửi trả…"), "return", on_click=self._pin)
        self.table = PlainTable(
            (
                Column(_("Cơ quan gửi")),
                Column(_("Kỳ này"), 84, right=True),
                Column(_("Hồ sơ"), 60, right=True),
            ),
            _("Theo cơ quan gửi"),
            row=22,
        )
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.opened.connect(self.office_wanted.emit)
        self.table.chosen.connect(lambda _key: self._choose())
        self.hint = label("", "help", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        column.addWidget(self.part)
        column.addWidget(self.table)
        column.addWidget(self.pin_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.hint)

    def clear(self) -> None:
        """Wait for another indicator."""
        self.shown, self._found, self._row = "", None, None
        self.part.clear()
        self.table.show_rows([])
        self.hint.setText(_("Đang đọc…"))
        self._choose()

    def show_shares(self, found: Shares, row: FigureRow, names: Directory) -> None:
        """Show what was read; offices without anything stand at the end."""
        self.shown, self._found, self._row = found.code, found, row
        self.part.blockSignals(True)
        self.part.clear()
        self.part.addItem(_("Cả chỉ tiêu"), "")
        for words_, part in _parts(found, row, names):
            self.part.addItem(words_, part)
        self.part.blockSignals(False)
        self.part.setVisible(self.part.count() > 1)
        self._show()

    def _show(self) -> None:
        found, row, part = self._found, self._row, str(self.part.currentData() or "")
        if found is None or row is None:
            return
        values = {office: _value(one, part) for office, one in found.figures.items()}
        order = sorted(
            values, key=lambda office: (-float(values[office] or 0), found.names[office])
        )
        rows = []
        for office in order:
            one = found.figures[office]
            value = words.value_words(row, values[office], known=one.known)
            records = "" if part else format_number(one.records) or ""
            rows.append(Row(office, (found.names[office], value, records)))
        self.table.show_rows(rows, select=self.table.key)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(theme.px(22) * len(rows) + head + 2)
        told = _("Enter mở hồ sơ của cơ quan. Số gõ tay của nơi nhận không chia được.")
        self.hint.setText(" ".join(one for one in (self._whose(part), told) if one))
        self._choose()

    def _whose(self, part: str) -> str:
        """Say whose the chosen unit is, and that another office has entered something for it."""
        found, row = self._found, self._row
        axis, _slash, unit = part.partition("/")
        if found is None or row is None or axis != row.indicator.spec.unit_field:
            return ""
        keeper = found.keepers.get(unit)
        if keeper is None:
            return ""
        said = _("Đơn vị này của {office}.").format(office=found.names[keeper])
        strayed = any(
            _value(one, part) for office, one in found.figures.items() if office not in ("", keeper)
        )
        more = _(
            "Số của cơ quan khác ở đây là ghi cho đơn vị không phải của mình: ghim để gửi trả."
        )
        return f"{said} {more}" if strayed else said

    def _choose(self) -> None:
        self.pin_button.forbid("" if self.table.key else _("Chọn một cơ quan gửi"))

    def _pin(self) -> None:
        found, row, office = self._found, self._row, self.table.key
        if found is None or row is None or not office:
            return
        part = str(self.part.currentData() or "")
        axis, _slash, key = part.partition("/")
        path, place = found.code, ""
        if axis and axis == row.indicator.spec.unit_field:
            place = key
        elif axis:
            path = f"{found.code}/{part}"
        self.pin_wanted.emit(office, found.names[office], place, path)


def _parts(found: Shares, row: FigureRow, names: Directory) -> list[tuple[str, str]]:
    """List the parts that any office has: words, axis/key."""
    from danvan_desktop.indicators import axis_label, key_label

    one = row.indicator
    listed = []
    for axis in one.axes:
        keys = dict.fromkeys(
            key for share in found.figures.values() for key in share.by.get(axis, {})
        )
        for key in keys:
            name, named = axis_label(one, axis), key_label(one, axis, key, names)
            listed.append(
                (named if named.startswith(name) else f"{name}: {named}", f"{axis}/{key}")
            )
    return listed


def _value(one: Figure, part: str) -> Number | None:
    axis, _slash, key = part.partition("/")
    return one.by.get(axis, {}).get(key, 0) if axis else one.value
