"""The numbering book of a Party office whose terms do not reach to today."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from ui.screens.numbers import NumbersScreen
from ui.widgets.buttons import Button


def test_empty_book_of_a_day_in_no_term_leads_to_the_terms(
    qtbot: QtBot, office: Context, settled: Callable[[], None]
) -> None:
    """It says which day that is and that numbers go by year; its first button opens the terms."""
    today = office.clock.today()
    (present,) = [
        term
        for term in office.all_of("nhiem_ky")
        if term.values["tu_ngay"] <= today <= (term.values["den_ngay"] or "9")
    ]
    office.save("nhiem_ky", {"den_ngay": present.values["tu_ngay"]}, id=present.id)
    screen = NumbersScreen(office)
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    settled()
    assert screen.unsaid is not None
    assert "không thuộc nhiệm kỳ nào" in screen.unsaid.message
    first = screen.empty.findChildren(Button)[0]
    with qtbot.waitSignal(screen.go) as gone:
        first.click()
    assert gone.args == ["nhiem_ky", None]
