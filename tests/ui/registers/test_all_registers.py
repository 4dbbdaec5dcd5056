"""The page of all registers: counts, families, finding one by typing, the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.registers import clerk_registers
from tests.ui.registers.helpers import add, model_values
from ui.screens.all_registers import AllRegistersScreen
from ui.widgets.book_row import BookRow


@pytest.fixture
def page(
    office: Context, qtbot: QtBot, settled: Callable[[], None]
) -> Iterator[AllRegistersScreen]:
    """The page over an office with one model in the period and one before it."""
    add(office, "dan_van_kheo", **model_values("Đường hoa"))
    add(office, "dan_van_kheo", **model_values("Đường cờ", ngay_dang_ky="2018-03-01"))
    add(
        office,
        "tiep_dan",
        don_vi="X2",
        ky="H1/2020",
        luot_tiep=51,
        don_tiep_nhan=34,
        don_giai_quyet=33,
        don_dang=1,
    )
    shown = AllRegistersScreen(office)
    qtbot.addWidget(shown)
    shown.resize(1190, 640)
    shown.period_changed(office.current_period())
    shown.show()
    shown.activate()
    settled()
    yield shown
    settled()


def row_of(page: AllRegistersScreen, key: str) -> BookRow:
    """Find the row of a register."""
    return next(row for row in page.rows if row.register.key == key)


def test_every_register_has_a_row_in_its_family(page: AllRegistersScreen) -> None:
    """Nothing is left out, and the families keep the order of the domain."""
    assert [row.register.key for row in page.rows] == [spec.key for spec in clerk_registers()]
    for family in page.families:
        assert len({row.register.family for row in family.rows}) == 1


def test_rows_count_the_period_and_open_the_list(page: AllRegistersScreen) -> None:
    """The number is that of the period; the tool tip tells the whole and the newest record."""
    row = row_of(page, "dan_van_kheo")
    assert row.open_button.count == "1"
    assert "Cả sổ có 2 hồ sơ. Mới nhất: Đường hoa, 09/3/2020" in row.open_button.toolTip()
    asked: list[str] = []
    page.go.connect(lambda key, _argument: asked.append(key))
    row.open_button.click()
    row.add_button.click()
    assert asked == ["dan_van_kheo", "record:dan_van_kheo"]


def test_newest_row_of_a_period_is_named_by_unit_and_period(page: AllRegistersScreen) -> None:
    """A row without a name of its own says what it is, whose and of when, each once."""
    words = row_of(page, "tiep_dan").open_button.toolTip()
    assert words.endswith("Biểu tiếp công dân, xã Suối Đá, 6 tháng đầu năm 2020")


def test_typing_finds_a_register_and_enter_opens_it(page: AllRegistersScreen, qtbot: QtBot) -> None:
    """Without tones, in any order of words; nothing found is said."""
    asked: list[str] = []
    page.go.connect(lambda key, _argument: asked.append(key))
    page.find_in_page()
    qtbot.keyClicks(page.search, "don thu tiep")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert asked == ["tiep_dan"]
    assert [row.register.key for row in page.shown()] == ["tiep_dan"]
    assert [f.isHidden() for f in page.families].count(False) == 1
    page.search.clear()
    qtbot.keyClicks(page.search, "khong co so nay")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert not page.shown()
    assert page._none.isVisible()


def test_arrow_keys_walk_through_the_registers(page: AllRegistersScreen, qtbot: QtBot) -> None:
    """Down leaves the search for the first register, Up comes back."""
    page.activateWindow()
    page.find_in_page()
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    first = page.shown()[0].open_button
    assert first.hasFocus()
    qtbot.keyClick(first, Qt.Key.Key_Up)
    assert page.search.hasFocus()


def test_narrow_page_has_two_columns(page: AllRegistersScreen, qtbot: QtBot) -> None:
    """At 150 % two columns remain, and every family is in one of them."""
    page.set_narrow(True)
    page.resize(860, 420)
    qtbot.waitUntil(lambda: page.families[0].width() > 380)
    places = {family.mapTo(page, QPoint(0, 0)).x() for family in page.families}
    assert len(places) == 2
