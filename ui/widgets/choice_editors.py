"""Editors in which one picks: a closed list, a unit, a reporting period, a tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from danvan_desktop.i18n import _
from danvan_desktop.schema import Choice, Coded, FieldSpec, Parsed, is_period_code
from ui.widgets.cells import period_text
from ui.widgets.editor_base import FieldEditor, Units


class ChoiceEditor(FieldEditor):
    """A closed list; nothing chosen is a choice too."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.combo = QComboBox(parent)
        super().__init__(spec, names, self.combo)
        kind = spec.type
        self.combo.addItem(_("Chưa chọn"), None)
        for option in kind.options if isinstance(kind, Choice | Coded) else ():
            self.combo.addItem(_(option.label), option.code)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.activated.connect(self._activated)

    def set_value(self, value: Any) -> None:
        place = self.combo.findData(value)
        if place < 0:
            # A code of an older or newer program version must survive opening and saving the form.
            self.combo.addItem(str(value), value)
            place = self.combo.count() - 1
        self.combo.setCurrentIndex(place)

    def read(self) -> Parsed:
        value = self.combo.currentData()
        return Parsed(value, self.spec.type.check(value))

    def raw(self) -> Any:
        return self.combo.currentData()

    def _activated(self, _place: int) -> None:
        self.edited.emit()
        self.left.emit()


class PickedEditor(FieldEditor):
    """A value typed by any known spelling or picked from the list (Alt+Down); read on leaving."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.combo = QComboBox(parent)
        self.combo.setEditable(True)
        super().__init__(spec, names, self.combo)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)  # type: ignore[arg-type] # Qt takes a null pointer here
        self._fill()
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(8)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._line().setPlaceholderText(_(spec.example) or self._hint())
        self._line().setAccessibleName(self.combo.accessibleName())
        self._line().textEdited.connect(self.edited)
        self.combo.activated.connect(self._activated)
        self._value: Any = None
        self._shown = ""
        self.set_value(None)

    def set_value(self, value: Any) -> None:
        self._value = value
        self._shown = self._written(value) if value else ""
        self.combo.setCurrentIndex(self.combo.findData(value) if value else -1)
        self.combo.setEditText(self._shown)

    def read(self) -> Parsed:
        text = self.combo.currentText()
        if text == self._shown and (not self._value or self._is_known(self._value)):
            return Parsed(self._value)
        return self.spec.type.parse(text, self.names)

    def raw(self) -> Any:
        parsed = self.read()
        return parsed.value if parsed.code is None else self.combo.currentText()

    def select(self) -> None:
        super().select()
        self._line().selectAll()

    def tidy(self) -> None:
        parsed = self.read()
        if parsed.code is None and self.combo.isEnabled():
            self.set_value(parsed.value)

    def _items(self) -> Sequence[tuple[str, str]]:
        """Give what the list offers, as shown text and value."""
        raise NotImplementedError

    def _hint(self) -> str:
        """Say in the empty field what to type."""
        raise NotImplementedError

    def _written(self, value: Any) -> str:
        """Write a value as the field shows it."""
        raise NotImplementedError

    def _is_known(self, value: Any) -> bool:
        """Tell whether the shown text stands for a value and is not an unread text of a draft."""
        raise NotImplementedError

    def _fill(self) -> None:
        self.combo.clear()
        for shown, value in self._items():
            self.combo.addItem(shown, value)

    def _fill_again(self) -> None:
        raw = self.raw()
        self._fill()
        self.set_value(raw)

    def _line(self) -> QLineEdit:
        line = self.combo.lineEdit()
        assert line is not None  # an editable combo box has one
        return line

    def _activated(self, place: int) -> None:
        self.set_value(self.combo.itemData(place))
        self.edited.emit()
        self.left.emit()


class UnitEditor(PickedEditor):
    """A unit of the day by any known spelling of its name."""

    def set_names(self, names: Units) -> None:
        raw = self.raw()  # as read by the units of the day before
        super().set_names(names)
        self._fill()
        self.set_value(raw)

    def _items(self) -> Sequence[tuple[str, str]]:
        return [(self.names.unit_name(unit.code), unit.code) for unit in self.names.units()]

    def _hint(self) -> str:
        return _("Gõ tên xã, cơ quan")

    def _written(self, value: Any) -> str:
        return self.spec.type.format(value, self.names)

    def _is_known(self, value: Any) -> bool:
        return self.combo.findData(value) >= 0 or self.names.unit_name(str(value)) != str(value)


class PeriodEditor(PickedEditor):
    """A reporting period by its code (H1/2020) or its name (6 tháng đầu năm 2020)."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self._codes: tuple[str, ...] = ()
        super().__init__(spec, names, parent)

    def set_periods(self, codes: Sequence[str]) -> None:
        if self._codes != tuple(codes):
            self._codes = tuple(codes)
            self._fill_again()

    def _items(self) -> Sequence[tuple[str, str]]:
        return [(period_text(code), code) for code in self._codes]

    def _hint(self) -> str:
        return _("Gõ H1/2020 hoặc 6 tháng đầu năm 2020")

    def _written(self, value: Any) -> str:
        return period_text(value)

    def _is_known(self, value: Any) -> bool:
        return is_period_code(str(value))


class FlagEditor(FieldEditor):
    """A tick with its own words."""

    def __init__(self, spec: FieldSpec, names: Units, parent: QWidget | None = None) -> None:
        self.box = QCheckBox(_(spec.label), parent)
        super().__init__(spec, names, self.box)
        self.box.clicked.connect(self._clicked)

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def read(self) -> Parsed:
        return Parsed(self.box.isChecked())

    def _clicked(self) -> None:
        self.edited.emit()
        self.left.emit()
