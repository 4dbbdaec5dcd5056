"""The form offers the units of the record's own day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from tests.ui.registers.conftest import unit
from ui.screens.record import RecordScreen

MERGER = "2025-07-01"


def test_units_follow_the_date_and_a_chosen_one_stays(
    office: Context, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    """After the merger the new commune is offered; the old one is kept, warned of with a remedy."""
    (old,) = [one for one in office.all_of("don_vi") if one.values["ma"] == "X2"]
    new = {**unit("N1", "Núi Bà", "xã", "X", None), "tu_ngay": MERGER}
    assert office.save("don_vi", new).saved
    ended = {"den_ngay": "2025-06-30", "nhap_vao": "N1"}
    assert office.save("don_vi", ended, id=old.id).saved
    page = RecordScreen(office, "doi_thoai")
    qtbot.addWidget(page)
    page.period_changed(office.current_period())
    page.show()
    with qtbot.waitSignal(page.opened, timeout=5000):
        page.activate()
    settled()
    assert page.layout_ is not None
    rows = page.layout_.form.rows
    combo = rows["don_vi"].editor.widget
    assert isinstance(combo, QComboBox)
    assert combo.findData("N1") < 0
    rows["don_vi"].set_value("X2")
    rows["ngay"].set_value("2025-08-12")
    rows["ngay"].editor.left.emit()
    settled()
    assert combo.findData("N1") >= 0
    assert combo.findData("X2") < 0
    assert rows["don_vi"].editor.read().value == "X2"
    (warning,) = rows["don_vi"].issues
    assert warning.code == "unit_not_valid"
    assert "Chọn xã Núi Bà" in warning.remedy
