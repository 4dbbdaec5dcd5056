"""The first run as a clerk walks it: from the empty laptop to an office (acceptance scenario 1)."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from ui import messages
from ui.first_run import FirstRun
from ui.first_run_pages import KindPage, NamesPage, UnitsPage


@pytest.fixture
def empty(empty_data_dir: Path, tmp_path: Path) -> Iterator[Context]:
    """An open data folder with no office in it."""
    shutil.copytree(empty_data_dir, tmp_path / "data")
    context = open_context(tmp_path / "data")
    yield context
    context.close()


@pytest.fixture
def wizard(qtbot: QtBot, empty: Context) -> FirstRun:
    """The window's content on the first start."""
    window = FirstRun(empty)
    qtbot.addWidget(window)
    window.resize(1366, 698)
    window.show()
    return window


def _forward(qtbot: QtBot, wizard: FirstRun) -> None:
    qtbot.mouseClick(wizard.forward, Qt.MouseButton.LeftButton)


def _fill_names(wizard: FirstRun) -> None:
    names = wizard.pages[2]
    assert isinstance(names, NamesPage)
    names.place.setText("Đồng Tâm")
    names.place.editingFinished.emit()
    names.province.setText("Miền Mẫu")
    names.people["head"].setText("Nguyễn Văn A")


def _fill_units(wizard: FirstRun) -> None:
    units = wizard.pages[3]
    assert isinstance(units, UnitsPage)
    units.text.setPlainText("thị trấn Đồng Tâm\nxã An Bình\nCông an huyện")


def test_walk_through_makes_an_office(
    qtbot: QtBot, wizard: FirstRun, empty: Context, settled: Callable[[], None]
) -> None:
    """Six steps lead to an office with its units, periods and key."""
    for _step in range(2):
        _forward(qtbot, wizard)
    _fill_names(wizard)
    _forward(qtbot, wizard)
    _fill_units(wizard)
    _forward(qtbot, wizard)
    _forward(qtbot, wizard)
    with qtbot.waitSignal(wizard.finished, timeout=10_000):
        _forward(qtbot, wizard)
    settled()
    office = empty.office()
    assert office is not None
    assert office["tieu_de_1"] == "HUYỆN ỦY ĐỒNG TÂM"
    assert office["ma"] == "MM-DONGTAM-BDV"
    assert len(empty.directory("2020-06-16").communes()) == 2
    assert empty.officers()[0]["ho_ten"] == "Nguyễn Văn A"


def test_missing_name_is_said_and_focused(qtbot: QtBot, wizard: FirstRun) -> None:
    """A step with something missing says what to type and goes there; nothing is written."""
    for _step in range(3):
        _forward(qtbot, wizard)
    names = wizard.pages[2]
    assert isinstance(names, NamesPage)
    assert wizard.stack.currentWidget() is names
    assert "địa danh" in wizard.problem.text()
    assert names.place.hasFocus()
    assert wizard.context.office() is None


def test_going_back_keeps_what_was_typed(qtbot: QtBot, wizard: FirstRun) -> None:
    """Nothing typed is lost by going back and forth."""
    for _step in range(2):
        _forward(qtbot, wizard)
    _fill_names(wizard)
    _forward(qtbot, wizard)
    qtbot.mouseClick(wizard.back, Qt.MouseButton.LeftButton)
    names = wizard.pages[2]
    assert isinstance(names, NamesPage)
    assert names.place.text() == "Đồng Tâm"
    assert names.names["ten_day_du"].text() == "Ban Dân vận Huyện ủy Đồng Tâm"


def test_code_follows_the_names_until_it_is_typed(qtbot: QtBot, wizard: FirstRun) -> None:
    """It stands there to be read, and may be the one that the receiver gave."""
    for _step in range(2):
        _forward(qtbot, wizard)
    _fill_names(wizard)
    names = wizard.pages[2]
    assert isinstance(names, NamesPage)
    names.province.editingFinished.emit()
    assert names.code.text() == "MM-DONGTAM-BDV"
    names.code.setText("mm 09")
    _forward(qtbot, wizard)
    assert wizard.stack.currentWidget() is names
    assert "Mã cơ quan" in wizard.problem.text()
    names.code.setText("mm-09-bdv")
    _forward(qtbot, wizard)
    assert wizard.answers.names["ma"] == "MM-09-BDV"


def test_choosing_a_kind_changes_the_printed_header(qtbot: QtBot, wizard: FirstRun) -> None:
    """The header on the paper follows the kind of office."""
    _forward(qtbot, wizard)
    page = wizard.pages[1]
    assert isinstance(page, KindPage)
    qtbot.mouseClick(page.cards["xdd_xa"], Qt.MouseButton.LeftButton)
    assert page.preview.lines[1].text() == "BAN XÂY DỰNG ĐẢNG"


def test_units_from_a_file(
    qtbot: QtBot, wizard: FirstRun, year_2020: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of units comes from a CSV file as it is."""
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: year_2020 / "units.csv")
    page = wizard.pages[3]
    assert isinstance(page, UnitsPage)
    page._load()
    assert page.counted.text() == "25 đơn vị từ tệp CSV."
    assert page.problem() is None


def test_every_kind_is_reached_by_arrows_on_a_small_screen(qtbot: QtBot, wizard: FirstRun) -> None:
    """1366×768 at 150 %: the window gets that low, and what arrows choose comes in view."""
    wizard.resize(911, 448)
    assert wizard.height() == 448
    _forward(qtbot, wizard)
    kinds = wizard.pages[1]
    assert isinstance(kinds, KindPage)
    cards = list(kinds.cards.values())
    cards[0].setFocus()
    for card in cards[1:]:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        assert card.isChecked()
        assert card.visibleRegion().boundingRect() == card.rect()
