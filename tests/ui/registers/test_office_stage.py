"""A new stage of the office begins with what the present one says."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from ui.screens.record_opening import NewRecord
from ui.screens.registers import RegisterScreen


def test_new_stage_repeats_the_office_but_its_days(qtbot: QtBot, office: Context) -> None:
    """Code, header, symbol and place need not be typed again; the first day must be."""
    screen = RegisterScreen(office, "van_phong")
    qtbot.addWidget(screen)
    with qtbot.waitSignal(screen.go, timeout=10_000) as asked:
        screen.new_record()
    key, new = asked.args
    assert key == "record:van_phong"
    assert isinstance(new, NewRecord)
    assert new.values["ma"] == "TN-DMC-BDV"
    assert not {"tu_ngay", "den_ngay"} & set(new.values)
