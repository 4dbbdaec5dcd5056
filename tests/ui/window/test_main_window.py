"""The frame: pages, keys, folding, saving told truthfully, undo, what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.registers import clerk_registers
from danvan_desktop.settings import Settings
from ui import screens, tasks, theme
from ui.main_window import KEPT_PAGES, SMALLEST, MainWindow
from ui.screens.registers import RegisterScreen
from ui.widgets.buttons import Button
from ui.widgets.rail import FOLDED, WIDE

Settled = Callable[[], None]
MODEL = {
    "ten": "Bộ phận Một cửa thân thiện, vì Nhân dân phục vụ",
    "don_vi": "TN-DMC-10",
    "linh_vuc": "HTCT",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-03-02",
}


def _save(window: MainWindow, office: Context, settled: Settled, **values: Any) -> None:
    tasks.write(office, office.save, "dan_van_kheo", {**MODEL, **values}, owner=window)
    settled()


def _texts(widget: QWidget) -> str:
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def test_first_page_is_what_there_is_to_do(window: MainWindow) -> None:
    """The window opens on "Việc cần làm" and names the office."""
    assert window.screen_key == "home"
    assert "Ban Dân vận Huyện ủy Dương Minh Châu" in window.windowTitle()


def test_alt_numbers_open_the_rail_in_order(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    """Alt+2 opens the second item of the rail and marks it."""
    key = list(window.rail.items)[1]
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    settled()
    assert window.screen_key == key
    assert window.rail.items[key].isChecked()


def test_f4_folds_the_rail_and_names_stay(window: MainWindow, qtbot: QtBot) -> None:
    """Folded items keep their name for reading aloud and as tool tip."""
    assert window.rail.width() == WIDE
    qtbot.keyClick(window, Qt.Key.Key_F4)
    assert window.rail.width() == FOLDED
    item = window.rail.items["home"]
    assert item.accessibleName() == "Việc cần làm"
    assert item.toolTip().startswith("Việc cần làm")


def test_saved_is_told_only_after_the_commit(
    window: MainWindow, office: Context, settled: Settled
) -> None:
    """Nothing says "Đã lưu" before a write; afterwards the time of the commit stands there."""
    assert "Đã lưu" not in _texts(window.status)
    _save(window, office, settled)
    assert "Đã lưu lúc 14:05:12" in _texts(window.status)


def test_refused_save_is_not_called_saved(
    window: MainWindow, office: Context, settled: Settled
) -> None:
    """A save with errors writes nothing and says so."""
    _save(window, office, settled, ten="")
    assert "Chưa lưu được" in _texts(window.status)
    assert "Đã lưu" not in _texts(window.status)


def test_ctrl_z_takes_back_what_the_undo_bar_names(
    window: MainWindow, office: Context, settled: Settled, qtbot: QtBot
) -> None:
    """After a save the bar and the status bar name it; Ctrl+Z takes it back, Ctrl+Y repeats it."""
    _save(window, office, settled)
    assert window.undo_bar.isVisible()
    assert "Một cửa" in window.undo_bar.accessibleName()
    assert "Ctrl+Z" in _texts(window.status)
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert office.search("mot cua") == []
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert len(office.search("mot cua")) == 1


def test_undo_with_nothing_to_take_back_says_so(
    window: MainWindow, office: Context, settled: Settled, qtbot: QtBot
) -> None:
    """More Ctrl+Z than operations end in a sentence, never in a fault."""
    for _press in range(20):
        if office.undo_label() is None:
            break
        office.undo()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.undo_bar.accessibleName() == "Không còn gì để hoàn tác"
    assert "lưu" not in _texts(window.status).lower()


def test_palette_finds_a_record_without_tones(
    window: MainWindow, office: Context, settled: Settled, qtbot: QtBot
) -> None:
    """Ctrl+K, "mot cua", Enter: the form of the record opens."""
    _save(window, office, settled)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_box
    assert palette is not None
    qtbot.keyClicks(palette.field, "mot cua")
    qtbot.waitUntil(lambda: "Một cửa" in (_first(palette.list) or ""))
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settled()
    assert window.screen_key == "record:dan_van_kheo"


def test_palette_runs_commands_and_escape_returns_the_focus(
    window: MainWindow, qtbot: QtBot
) -> None:
    """Commands are found by their words; Esc gives the focus back to where it was."""
    window.activateWindow()
    before = QApplication.focusWidget()
    window.open_palette("nen toi")
    palette = window.palette_box
    assert palette is not None
    assert _first(palette.list) == "Chuyển sang nền tối"
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is before


def test_period_reaches_the_pages(window: MainWindow, settled: Settled) -> None:
    """Choosing a period tells every page and is remembered."""
    periods = {p.code: p for p in window.context.periods()} if window.context else {}
    window.header.period.chosen.emit(periods["H1/2019"])
    settled()
    assert window.period == periods["H1/2019"]
    assert "6 tháng đầu năm 2019" in window.header.period.text()


@pytest.mark.parametrize(("width", "height", "zoom"), [(1366, 698, 100), (1366, 698, 150)])
def test_office_screen_is_enough(
    window: MainWindow, qapp: QApplication, settled: Settled, width: int, height: int, zoom: int
) -> None:
    """At 1366×768, also with text at 150 %, no page wants more room than there is."""
    theme.apply(qapp, mode="light", zoom=zoom)
    window.resize(width, height)
    for entry in screens.SCREENS:
        if entry.section:
            window.open_screen(entry.key)
            settled()
            assert window.size().toTuple() == (width, height), entry.key
            page = window.page
            assert page is not None
            wanted = page.minimumSizeHint()
            assert wanted.width() <= page.width(), f"{entry.key}: {wanted}"
            assert wanted.height() <= page.height(), f"{entry.key}: {wanted}"


def test_smallest_window_takes_the_narrow_form(window: MainWindow, settled: Settled) -> None:
    """Below 1000 the rail folds and the page is told; wide again, both come back."""
    window.resize(*SMALLEST)
    QApplication.processEvents()
    assert window.page is not None
    assert window.page.narrow
    assert window.rail.folded
    window.resize(1366, 698)
    QApplication.processEvents()
    assert not window.page.narrow
    assert not window.rail.folded


def test_f6_walks_through_the_areas(window: MainWindow, qtbot: QtBot) -> None:
    """F6 goes from area to area and comes round."""
    window.activateWindow()
    seen = []
    for _step in range(4):
        qtbot.keyClick(window, Qt.Key.Key_F6)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(window.rail.isAncestorOf(focus))
    assert True in seen
    assert False in seen


def test_failure_to_open_is_told_in_words(qtbot: QtBot, settings: Settings) -> None:
    """A locked folder is a sentence on the page with a way to try again."""
    shown = MainWindow(settings)
    qtbot.addWidget(shown)
    shown.show()
    shown.show_failure(UserError("Dữ liệu này đang mở trên máy khác.", remedy="Đóng nó lại."))
    assert "Dữ liệu này đang mở trên máy khác." in _texts(shown.opening)
    with qtbot.waitSignal(shown.retry_wanted):
        qtbot.keyClick(shown.opening.findChildren(Button)[0], Qt.Key.Key_Space)


def test_size_is_remembered(
    window: MainWindow, settings: Settings, qtbot: QtBot, office: Context
) -> None:
    """The next window is as large as the last one was, but no larger than the screen."""
    window.resize(1111, 555)
    window.close()
    again = MainWindow(settings)
    qtbot.addWidget(again)
    assert again.height() == 555
    assert again.width() == max(SMALLEST[0], again.screen().availableGeometry().width())


def _first(entries: Any) -> str | None:
    item = entries.item(0)
    return item.text() if item else None


def test_old_lists_are_let_go_and_made_anew(
    window: MainWindow, qtbot: QtBot, settled: Settled
) -> None:
    """After a walk through every register few pages are kept; each still opens."""
    keys = [spec.key for spec in clerk_registers()]
    for key in keys[: KEPT_PAGES + 3]:
        assert window.open_screen(key)
        settled()
    qtbot.waitUntil(lambda: len(window.findChildren(RegisterScreen)) <= KEPT_PAGES)
    assert window.open_screen(keys[0])
    settled()
    assert window.screen_key == keys[0]
