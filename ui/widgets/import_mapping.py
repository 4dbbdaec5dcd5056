"""The step "Ghép cột": which register a table belongs to, and which column is which field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QWidget,
)

from danvan_desktop.i18n import _
from danvan_desktop.schema import Choice, Money, RegisterSpec
from danvan_desktop.spreadsheets.mapping import ColumnMapping, Mapping, map_columns
from danvan_desktop.spreadsheets.model import column_letter, show
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.spreadsheets.targets import find_target, import_targets
from danvan_desktop.spreadsheets.titles import sheet_money_unit
from ui import theme
from ui.widgets.badge import Badge, Mark
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.import_side import clear_ground
from ui.widgets.labels import label

SAMPLES = 2
Target = tuple[str, str | None]
"""A field and, for tick columns, the option that a tick stands for."""


class MappingEditor(Card):
    """One line per column; ``mapped`` gives the mapping chosen so far, None for "do not import"."""

    mapped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Ghép cột"), parent=parent, padding=0)
        self.sheet: SheetPlan | None = None
        self.register = _Combo()
        self.register.setAccessibleName(_("Sổ nhận các dòng của trang này"))
        self.register.currentIndexChanged.connect(self._register_chosen)
        self.badge = Badge()
        self.missing = label("", "error", wrap=True)
        head = QHBoxLayout()
        head.setContentsMargins(12, 9, 12, 6)
        head.setSpacing(theme.px(8))
        words = label(_("Nhập vào"), "label")
        words.setBuddy(self.register)
        head.addWidget(words)
        head.addWidget(self.register)
        head.addWidget(self.badge)
        head.addWidget(self.missing, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._empty = EmptyState()
        self.combos: dict[int, QComboBox] = {}
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._empty, 1)

    @property
    def mapping(self) -> Mapping | None:
        """What is chosen now."""
        spec = self._spec
        if spec is None:
            return None
        columns = []
        for column, combo in sorted(self.combos.items()):
            target: Target | None = combo.currentData()
            if target is not None:
                name, option = target
                columns.append(ColumnMapping(column, name, option, self._money(spec, column, name)))
        return Mapping(spec.key, tuple(columns))

    def show_sheet(self, sheet: SheetPlan | None, title: str) -> None:
        """Show a table's headings with what they were taken for."""
        self.sheet = sheet
        self.set_title(title)
        usable = sheet is not None and sheet.header is not None
        self._empty.setVisible(not usable)
        self._scroll.setVisible(usable)
        self.register.setEnabled(usable)
        if not usable:
            self._empty.show_state(
                icon="sheet",
                title=_("Không tìm thấy dòng tiêu đề"),
                help_text=_("Trang cần một dòng tiêu đề như Tên mô hình, Đơn vị, Ngày đăng ký."),
            )
        key = sheet.register if sheet is not None and sheet.register else ""
        with QSignalBlocker(self.register):
            if not self.register.count():  # not at once: the page opens without its registers
                self.register.addItem(_("Không nhập trang này"), "")
                for spec in import_targets():
                    self.register.addItem(_(spec.label), spec.key)
            self.register.setCurrentIndex(max(0, self.register.findData(key)))
        self._build(sheet.mapping if sheet is not None else None)

    @property
    def _spec(self) -> RegisterSpec | None:
        key = self.register.currentData()
        return find_target(key) if key else None

    def _register_chosen(self) -> None:
        spec, sheet = self._spec, self.sheet
        found = None
        if spec is not None and sheet is not None and sheet.header is not None:
            money = sheet_money_unit(sheet.titles)
            found = map_columns(sheet.header, spec, sheet_money=money)
        self._build(found)
        self.mapped.emit(self.mapping)

    def _build(self, mapping: Mapping | None) -> None:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(12, 4, 12, 12)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(6))
        grid.setColumnStretch(1, 4)
        grid.setColumnStretch(2, 3)
        self.combos = {}
        heads = (_("Cột"), _("Tiêu đề trong tệp"), _("Vài ô đầu"), _("Là trường"))
        for number, text in enumerate(heads):
            grid.addWidget(label(text, "small_strong"), 0, number)
        chosen = {c.column: (c.field, c.option) for c in mapping.columns} if mapping else {}
        header = self.sheet.header if self.sheet is not None else None
        for number, column in enumerate(sorted(header.headings) if header else (), start=1):
            assert header is not None
            grid.addWidget(label(column_letter(column), "muted"), number, 0)
            grid.addWidget(label(header.title(column), "base", wrap=True), number, 1)
            grid.addWidget(label(self._samples(column), "help", wrap=True), number, 2)
            combo = self._combo(chosen.get(column))
            combo.setAccessibleName(
                _("Cột {column}: {heading}").format(
                    column=column_letter(column), heading=header.title(column)
                )
            )
            self.combos[column] = combo
            grid.addWidget(combo, number, 3)
        grid.setRowStretch(len(self.combos) + 1, 1)
        self._scroll.setWidget(box)
        clear_ground(self._scroll)
        self._tell()

    def _combo(self, chosen: Target | None) -> QComboBox:
        combo = _Combo()
        combo.addItem(_("Không nhập"), None)
        for words, target in _targets(self._spec):
            combo.addItem(words, target)
        combo.setMinimumWidth(theme.px(220))
        combo.setEnabled(self._spec is not None)
        for number in range(combo.count()):
            if chosen is not None and combo.itemData(number) == chosen:
                combo.setCurrentIndex(number)
        combo.currentIndexChanged.connect(lambda _n: self._field_chosen(combo))
        return combo

    def _field_chosen(self, changed: QComboBox) -> None:
        """Give a field to one column only: the column that had it before lets it go."""
        target = changed.currentData()
        for combo in self.combos.values():
            if combo is not changed and target is not None and combo.currentData() == target:
                with QSignalBlocker(combo):
                    combo.setCurrentIndex(0)
        self._tell()
        self.mapped.emit(self.mapping)

    def _tell(self) -> None:
        """Say how many columns are used and which required field has none."""
        spec, mapping = self._spec, self.mapping
        if spec is None or mapping is None:
            self.badge.show_mark(Mark(""))
            self.missing.setText("")
            return
        done = len(mapping.columns) == len(self.combos)
        words = _("{n}/{total} cột").format(n=len(mapping.columns), total=len(self.combos))
        mark = Mark(words, "success" if done else "warning", "tick" if done else "warning")
        self.badge.show_mark(mark)
        given = mapping.fields | ({spec.unit_field} if self.sheet and self.sheet.unit else set())
        given |= {spec.date_field} if self.sheet and self.sheet.row_period else set()
        lacking = [
            _(f.label) for f in spec.fields if f.required and not f.derived and f.name not in given
        ]
        self.missing.setText(
            _("Chưa có cột cho: {fields}").format(fields=", ".join(lacking)) if lacking else ""
        )

    def _samples(self, column: int) -> str:
        assert self.sheet is not None
        header = self.sheet.header
        last = header.last_row if header else 0
        rows = self.sheet.sheet.rows
        found = [
            show(rows[row][column]) for row in sorted(rows) if row > last and column in rows[row]
        ]
        return " · ".join(" ".join(text.split()) for text in found[:SAMPLES])

    def _money(self, spec: RegisterSpec, column: int, name: str) -> int | None:
        kind = spec.field(name).type
        if not isinstance(kind, Money) or self.sheet is None or self.sheet.header is None:
            return None
        for known in self.sheet.mapping.columns if self.sheet.mapping else ():
            if (known.column, known.field) == (column, name):
                return known.unit_dong
        guessed = map_columns(
            self.sheet.header, spec, sheet_money=sheet_money_unit(self.sheet.titles)
        )
        units = [c.unit_dong for c in guessed.columns if (c.column, c.field) == (column, name)]
        return units[0] if units and units[0] else kind.unit_dong


class _Combo(QComboBox):
    """A choice that the wheel scrolls past, not through."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _targets(spec: RegisterSpec | None) -> Sequence[tuple[str, Target]]:
    if spec is None:
        return ()
    found: list[tuple[str, Target]] = []
    importable = [field for field in spec.fields if not field.derived]
    found += [(_(field.label), (field.name, None)) for field in importable]
    for field in importable:
        if isinstance(field.type, Choice):
            for option in field.type.options:
                words = _("{field}: đánh dấu {option}").format(
                    field=field.list_label, option=_(option.label)
                )
                found.append((words, (field.name, option.code)))
    return found
