"""The left side of the page of unit changes: what kind of change, from when, by which paper, whom.

Values are read when a field is left, never while typing. ``changed`` asks for a new preview.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.unit_changes import KIND_LABELS, ChangeKind, UnitChange
from danvan_desktop.organisation.units import Directory, UnitVersion, day_after
from danvan_desktop.registers.choices import CAP
from danvan_desktop.schema import Date, Text, children, field
from danvan_desktop.vietnamese import fold
from ui import messages, theme
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.child_table import ChildTable
from ui.widgets.form_row import FormRow
from ui.widgets.labels import label

FILE = "file"
"""The choice that reads a units file instead of asking."""

DAY = replace(
    field(Date(), N_("Ngày có hiệu lực"), required=True, example="01/7/2025"), name="ngay"
)
BASIS = replace(
    field(
        Text(max_length=300),
        N_("Văn bản căn cứ"),
        required=True,
        help=N_("Số, ngày, cơ quan ban hành, ví dụ Nghị quyết 1682/NQ-UBTVQH15 ngày 16/6/2025."),
    ),
    name="can_cu",
)
NEW_UNITS = replace(
    children(
        N_("Đơn vị mới"),
        section="",
        ten=field(Text(max_length=200), N_("Tên"), required=True, width=150),
        loai=field(Text(max_length=40), N_("Loại"), width=70),
        cap=field(CAP, N_("Cấp"), width=80),
        ma=field(Text(max_length=40), N_("Mã"), width=100),
        cha=field(Text(max_length=40), N_("Thuộc mã"), width=100),
    ),
    key="moi",
)
UNIT_ROLE = Qt.ItemDataRole.UserRole


class ChangeForm(QWidget):
    """The questions; ``asked`` gives the answers, ``file`` the units file that was chosen."""

    changed = Signal()

    def __init__(self, names: Directory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = names
        self.file: Path | None = None
        self.kind = QComboBox()
        for kind, words in KIND_LABELS.items():
            self.kind.addItem(_(words), kind)
        self.kind.addItem(_("Nhập danh mục đơn vị (CSV)"), FILE)
        self.kind.setAccessibleName(_("Loại thay đổi"))
        self.kind.activated.connect(self._kind_chosen)
        self.day = FormRow(DAY, names)
        self.basis = FormRow(BASIS, names)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Tìm đơn vị"))
        self.search.setAccessibleName(_("Tìm đơn vị"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.old = QListWidget()
        self.old.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.old.setAccessibleName(_("Đơn vị cũ"))
        self.old.setMinimumHeight(theme.px(132))
        self.old.itemChanged.connect(self._ticked)
        self.new = ChildTable(NEW_UNITS, names)
        for button in (self.new.up_button, self.new.down_button):
            button.hide()
        self.choose = Button(_("Chọn tệp…"), "folder", on_click=self._choose_file)
        self.path = label("", "base", wrap=True)
        self.count = label("", "help")
        self._lay_out()
        self.day.editor.left.connect(self._day_left)
        self.basis.editor.left.connect(self.changed)
        self.new.left.connect(self.changed)
        self._list_units()
        self._show_parts()

    # --- queries

    @property
    def from_file(self) -> bool:
        """Tell whether a units file is to be read."""
        return self.kind.currentData() == FILE

    def asked(self) -> UnitChange:
        """Give what was asked for so far."""
        return UnitChange(
            kind=ChangeKind(self.kind.currentData()),
            day=str(self.day.editor.read().value or ""),
            basis=str(self.basis.editor.read().value or ""),
            old=tuple(self.ticked()),
            new=tuple(self._new_units()),
        )

    def ticked(self) -> list[str]:
        """Give the codes of the old units that are ticked."""
        found = []
        for row in range(self.old.count()):
            item = self.old.item(row)
            if item.checkState() is Qt.CheckState.Checked:
                found.append(item.data(UNIT_ROLE).code)
        return found

    def paper(self) -> str:
        """Give the legal basis."""
        return str(self.basis.editor.read().value or "")

    # --- commands

    def set_names(self, names: Directory) -> None:
        """Show the units as they stand now."""
        self._names = names
        self._list_units()

    def start(self, kind: ChangeKind | str, *, file: Path | None = None) -> None:
        """Begin with a kind of change (or a file) chosen."""
        self.kind.setCurrentIndex(self.kind.findData(kind))
        if file is not None:
            self._take_file(file)
        self._kind_chosen()

    def tick(self, *codes: str) -> None:
        """Tick old units."""
        for row in range(self.old.count()):
            item = self.old.item(row)
            if item.data(UNIT_ROLE).code in codes:
                item.setCheckState(Qt.CheckState.Checked)

    def clear(self) -> None:
        """Forget what was asked; day and paper stay for the next change of the same reform."""
        self.file = None
        self.path.setText("")
        self.new.load(())
        self.old.clear()
        self._list_units()

    # --- private

    def _lay_out(self) -> None:
        what = Card(_("Thay đổi"))
        words = label(_("Loại thay đổi"), "label")
        words.setBuddy(self.kind)
        kinds = QVBoxLayout()
        kinds.setSpacing(theme.px(3))
        kinds.addWidget(words)
        kinds.addWidget(self.kind)
        kinds.addStretch(1)
        first = QHBoxLayout()
        first.setSpacing(theme.px(12))
        first.addLayout(kinds, 3)
        first.addWidget(self.day, 2)
        what.body.addLayout(first)
        what.body.addWidget(self.basis)
        top = QHBoxLayout()
        top.setSpacing(theme.px(12))
        self.file_card = Card(_("Tệp danh mục đơn vị"))
        note = _(
            "Tệp CSV có các cột code, name, kind, level, parent, valid_from, valid_to, "
            "merged_into. Đơn vị không có trong tệp giữ nguyên."
        )
        self.file_card.body.addWidget(label(note, "help", wrap=True))
        top.addWidget(self.choose)
        top.addWidget(self.path, 1)
        self.file_card.body.addLayout(top)
        self.old_card = Card(_("Đơn vị cũ"))
        self.old_card.body.addWidget(self.search)
        self.old_card.body.addWidget(self.old)
        self.old_card.body.addWidget(self.count)
        self.new_card = Card(_("Đơn vị mới"))
        hint = _("Để trống mã, cấp, loại thì lấy theo đơn vị cũ. Ghi mã cũ nếu đơn vị đó tiếp tục.")
        self.new_card.body.addWidget(label(hint, "help", wrap=True))
        self.new_card.body.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for card in (what, self.file_card, self.old_card, self.new_card):
            column.addWidget(card)
        column.addStretch(1)

    def _show_parts(self) -> None:
        kind = self.kind.currentData()
        self.file_card.setVisible(kind == FILE)
        self.old_card.setVisible(kind != FILE)
        self.new_card.setVisible(kind not in (FILE, ChangeKind.ABOLISH))
        self.day.setVisible(kind != FILE)

    def _kind_chosen(self) -> None:
        self._show_parts()
        self._prefill()
        self.changed.emit()

    def _day_left(self) -> None:
        self._list_units()
        self.changed.emit()

    def _list_units(self) -> None:
        """List what stands on the day before the change, ticks kept."""
        ticked = set(self.ticked())
        day = str(self.day.editor.read().value or "9998-12-31")
        before = day_after(day, -1)
        standing = [
            unit
            for code in dict.fromkeys(unit.code for unit in self._names.units())
            for unit in self._names.versions(code)
            if unit.valid_on(before) and (unit.last_day is None or unit.last_day >= day)
        ]
        self.old.blockSignals(True)
        self.old.clear()
        for unit in standing:
            item = QListWidgetItem(_line(unit))
            item.setData(UNIT_ROLE, unit)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            on = unit.code in ticked
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.old.addItem(item)
        self.old.blockSignals(False)
        self._filter(self.search.text())
        self._count()

    def _filter(self, text: str) -> None:
        wanted = fold(text)
        for row in range(self.old.count()):
            item = self.old.item(row)
            item.setHidden(bool(wanted) and wanted not in fold(item.text()))

    def _ticked(self, _item: QListWidgetItem) -> None:
        self._count()
        self._prefill()
        self.changed.emit()

    def _count(self) -> None:
        self.count.setText(_("Đã chọn {n} đơn vị.").format(n=len(self.ticked())))

    def _prefill(self) -> None:
        """Put the units that keep their code into the table, to be changed there."""
        if self.kind.currentData() not in (ChangeKind.RENAME, ChangeKind.MOVE):
            return
        known = {str(row.get("ma")): row for row in self.new.values()}
        rows: list[dict[str, Any]] = []
        for code in self.ticked():
            unit = self._names.unit(code)
            if unit is not None:
                rows.append(known.get(code) or _as_row(unit))
        self.new.load(rows)

    def _new_units(self) -> Sequence[dict[str, Any]]:
        if self.kind.currentData() == ChangeKind.ABOLISH:
            return ()
        taken = {unit.code for unit in self._names.units()}
        rows = []
        for row in self.new.values():
            code = row.get("ma") or self._free_code(taken)
            taken.add(str(code))
            rows.append({**row, "ma": code})
        return rows

    def _free_code(self, taken: set[str]) -> str:
        """Make a code after the pattern of the old unit's parent: TN-DMC-12."""
        unit = next((self._names.unit(code) for code in self.ticked()), None)
        head = (unit.parent or unit.code) if unit is not None else "DV"
        number = 1
        while f"{head}-{number:02d}" in taken:
            number += 1
        return f"{head}-{number:02d}"

    def _choose_file(self) -> None:
        path = messages.choose_file(
            _("Chọn danh mục đơn vị"), kinds=_("Danh sách đơn vị (*.csv)"), parent=self
        )
        if path is not None:
            self._take_file(path)
            self.changed.emit()

    def _take_file(self, path: Path) -> None:
        self.file = path
        self.path.setText(path.name)


def _line(unit: UnitVersion) -> str:
    name = unit.full_name
    return f"{name[:1].upper()}{name[1:]} · {unit.code}"


def _as_row(unit: UnitVersion) -> dict[str, Any]:
    return {
        "ma": unit.code,
        "ten": unit.name,
        "loai": unit.kind,
        "cap": unit.level,
        "cha": unit.parent,
    }
