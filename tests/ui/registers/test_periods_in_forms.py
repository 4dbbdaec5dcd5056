"""Rows of a period: typing and picking it, the column and its filter; years in lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.registers import REGISTERS
from danvan_desktop.schema import FieldSpec, Period, Quantity, Year, field
from danvan_desktop.storage.values import Filter
from tests.ui.registers.helpers import add
from ui.screens.record import RecordScreen
from ui.screens.registers import RegisterScreen
from ui.widgets.cells import cell_text, copy_text, full_text
from ui.widgets.choice_editors import PeriodEditor
from ui.widgets.filter_row import ListFilter, make_filter_editor
from ui.widgets.filter_text import read_filter

Settled = Callable[[], None]
KY = REGISTERS["tiep_dan"].field("ky")
NAM: FieldSpec = field(Year(), "Năm")


def figures(period: str) -> dict[str, Any]:
    """Give the values of a row of receptions."""
    return {
        "don_vi": "X2",
        "ky": period,
        "luot_tiep": 51,
        "don_tiep_nhan": 34,
        "don_giai_quyet": 33,
        "don_dang": 1,
    }


def test_new_row_begins_in_the_period_of_the_window(
    office: Context, qtbot: QtBot, settled: Settled
) -> None:
    """The period that the clerk works in stands there; the others are in the list."""
    page = RecordScreen(office, "tiep_dan")
    qtbot.addWidget(page)
    page.period_changed(office.current_period())
    page.show()
    with qtbot.waitSignal(page.opened, timeout=5000):
        page.activate(None)
    settled()
    assert page.layout_ is not None
    editor = page.layout_.form.rows["ky"].editor
    assert isinstance(editor, PeriodEditor)
    assert editor.read().value == "H1/2020"
    assert editor.combo.currentText() == "6 tháng đầu năm 2020"
    offered = [editor.combo.itemData(place) for place in range(editor.combo.count())]
    assert offered == ["H1/2020", "H1/2019"]


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("h2/2020", "H2/2020", "6 tháng cuối năm 2020"),
        ("quý II/2020", "Q2/2020", "Quý II/2020"),
        ("6 thang dau nam 2019", "H1/2019", "6 tháng đầu năm 2019"),
        ("năm 2020", "N/2020", "Năm 2020"),
        ("", None, ""),
    ],
)
def test_period_is_typed_by_code_or_name(
    office: Context, qtbot: QtBot, typed: str, value: str | None, shown: str
) -> None:
    """Whatever names a period is read on leaving and shown as its name."""
    parent = QWidget()
    qtbot.addWidget(parent)
    editor = PeriodEditor(KY, office.directory(), parent)
    editor.combo.setEditText(typed)
    assert (editor.read().value, editor.read().code) == (value, None)
    editor.tidy()
    assert editor.combo.currentText() == shown


def test_unreadable_period_stays_as_typed(office: Context, qtbot: QtBot) -> None:
    """A draft keeps the text; the list of periods may come later."""
    parent = QWidget()
    qtbot.addWidget(parent)
    editor = PeriodEditor(KY, office.directory(), parent)
    editor.combo.setEditText("đầu năm")
    editor.set_periods(["H1/2020"])
    assert (editor.raw(), editor.read().code) == ("đầu năm", "bad_period")


def test_period_cell_is_short_and_tooltip_whole(office: Context) -> None:
    """A narrow column leaves out the word "năm"; the clipboard has the whole name."""
    names = office.directory()
    assert cell_text(KY, "H1/2020", names) == "6 tháng đầu 2020"
    assert full_text(KY, "H1/2020", names) == "6 tháng đầu năm 2020"
    assert copy_text(KY, "Q1/2020", names) == "Quý I/2020"


def test_year_has_no_separator_and_is_filtered_as_a_number(office: Context) -> None:
    """2020 is a year, not two thousand and twenty."""
    assert cell_text(NAM, 2020, office.directory()) == "2020"
    assert cell_text(NAM, None, office.directory()) == ""
    spec = field(Year(), "Năm")
    assert read_filter(spec, ">=2019") == (Filter(spec.name, "gte", 2019),)
    assert read_filter(spec, "2019-2021") == (
        Filter(spec.name, "gte", 2019),
        Filter(spec.name, "lte", 2021),
    )


def test_quantity_is_filtered_in_its_own_unit() -> None:
    """Half a tonne is typed as 0,5, whatever it is kept in."""
    spec = field(Quantity(), "Số lượng")
    assert read_filter(spec, ">=0,5") == (Filter(spec.name, "gte", 50),)


def test_column_of_periods_offers_the_known_ones(office: Context, qtbot: QtBot) -> None:
    """The filter is a choice of periods, each by its name."""
    parent = QWidget()
    qtbot.addWidget(parent)
    names = office.directory()
    editor = make_filter_editor(KY, names, 120, parent, periods=("H1/2020", "H1/2019"))
    assert isinstance(editor, ListFilter)
    editor.set_value("H1/2019")
    assert editor.combo.currentText() == "6 tháng đầu 2019"
    assert editor.filters() == (Filter("ky", "eq", "H1/2019"),)


def test_list_of_period_rows_filters_by_period(
    office: Context, qtbot: QtBot, settled: Settled
) -> None:
    """Rows of two periods are listed; one is chosen over the column."""
    assert isinstance(KY.type, Period)
    add(office, "tiep_dan", **figures("H1/2020"))
    add(office, "tiep_dan", **figures("Q1/2020"))
    page = RegisterScreen(office, "tiep_dan")
    qtbot.addWidget(page)
    page.activate()
    settled()
    assert page.list is not None
    assert page.list.table.model.rowCount() == 2
    editor = page.list.table.header.editor("ky")
    assert editor is not None
    assert isinstance(editor.widget, QComboBox)
    editor.set_value("H1/2020")
    editor.changed.emit()
    settled()
    assert page.list.table.model.rowCount() == 1
