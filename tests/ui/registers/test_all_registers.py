"""The page of all registers."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from tests.ui.registers.helpers import add, model_values
from ui.screens.all_registers import AllRegistersScreen


def test_cards_count_the_period_and_open_the_list(
    office: Context, qtbot: QtBot, settled: Callable[[], None]
) -> None:
    """Every book has a card; its button leads to the list."""
    add(office, "dan_van_kheo", **model_values("Đường hoa"))
    page = AllRegistersScreen(office)
    qtbot.addWidget(page)
    page.period_changed(office.current_period())
    page.activate()
    settled()
    card = page.cards[0]
    assert card._figure.text() == "1"
    asked: list[str] = []
    page.go.connect(lambda key, _argument: asked.append(key))
    card.open_button.click()
    card.add_button.click()
    assert asked == ["dan_van_kheo", "record:dan_van_kheo"]
