"""Acceptance scenario 8 (REFERENCE §9.8): search without tones, a directive and its reminder.

“Query "doi thoai xa dong tam" finds "Đối thoại … xã Đồng Tâm", "Uỷ ban"/"Ủy ban" both; register
KL 120-KL/TW, ngày 07/01/2016 with sơ kết due; reminder 30 days before; list sorted An, Ánh, Ăn,
Ân, Dũng, Đức….”
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.agenda import TodoItem
from danvan_desktop.context import Context
from tests.ui.registers.conftest import unit
from tests.ui.registers.helpers import add, commit_text, type_text
from ui.main_window import MainWindow
from ui.screens.home import HomeScreen
from ui.screens.record import RecordScreen
from ui.screens.registers import RegisterScreen
from ui.widgets.record_table import RecordTable

Settled = Callable[[], None]
DIALOGUE = {
    "ngay": "2020-05-14",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 90,
    "y_kien": 4,
    "tra_loi": 4,
    "chuyen": 0,
}
NAMES = ["An", "Ánh", "Ăn", "Ân", "Dũng", "Đức", "Em", "Oanh", "Ông", "Ý", "Yến"]
"""Given names in the Vietnamese order (REFERENCE §8.7)."""


@pytest.fixture
def window(qtbot: QtBot, office: Context, settled: Settled) -> Iterator[MainWindow]:
    """Open the window over an office with the commune Đồng Tâm, on 16/6/2020."""
    add(office, "don_vi", **unit("DT", "Đồng Tâm", "xã", "X", "H"))
    shown = MainWindow(office.settings)
    qtbot.addWidget(shown)
    shown.resize(1366, 698)
    shown.show()
    shown.take_context(office)
    settled()
    yield shown
    settled()


def _rows(table: RecordTable, field: str) -> list[str]:
    found = [table.model.record(row) for row in range(table.model.rowCount())]
    return [str(record.values[field]) for record in found if record is not None]


def _list(window: MainWindow, register: str, settled: Settled) -> RecordTable:
    window.open_screen(register)
    settled()
    assert isinstance(window.page, RegisterScreen)
    assert window.page.list is not None
    return window.page.list.table


def _field(window: MainWindow, name: str) -> QWidget:
    assert isinstance(window.page, RecordScreen)
    assert window.page.layout_ is not None
    return window.page.layout_.form.rows[name].editor.widget


def test_query_without_tones_finds_the_dialogue_of_the_commune(
    window: MainWindow, office: Context, settled: Settled, qtbot: QtBot
) -> None:
    """Ctrl+K, "doi thoai xa dong tam", Enter: the dialogue of xã Đồng Tâm opens."""
    wanted = add(
        office, "doi_thoai", **DIALOGUE, don_vi="DT", ten="Đối thoại với Nhân dân về đất đai"
    )
    add(office, "doi_thoai", **DIALOGUE, don_vi="X2", ten="Đối thoại với thanh niên")
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.palette_box
    assert palette is not None
    qtbot.keyClicks(palette.field, "doi thoai xa dong tam")
    qtbot.waitUntil(lambda: palette.list.count() == 1)
    assert palette.list.item(0).text() == "Đối thoại với Nhân dân về đất đai"
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    settled()
    assert window.screen_key == "record:doi_thoai"
    assert isinstance(window.page, RecordScreen)
    assert window.page.record is not None
    assert window.page.record.id == wanted.id


@pytest.mark.parametrize("query", ["Uỷ ban", "Ủy ban", "uy ban", "UỶ BAN"])
def test_both_places_of_the_tone_mark_are_found(
    window: MainWindow, office: Context, settled: Settled, qtbot: QtBot, query: str
) -> None:
    """The list's own search finds what was written Ủy ban and what was written Uỷ ban."""
    for number, chair in enumerate(("Chủ tịch Ủy ban nhân dân", "Chủ tịch Uỷ ban nhân dân")):
        day = f"2020-05-{14 + number}"
        add(office, "doi_thoai", **{**DIALOGUE, "ngay": day}, don_vi="DT", chu_tri=chair)
    other = {**DIALOGUE, "ngay": "2020-05-20"}
    add(office, "doi_thoai", **other, don_vi="DT", chu_tri="Bí thư Đảng ủy")
    table = _list(window, "doi_thoai", settled)
    assert isinstance(window.page, RegisterScreen)
    assert window.page.list is not None
    field = window.page.list.search
    type_text(field, query)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.model.rowCount() == 2)
    assert _rows(table, "chu_tri") == ["Chủ tịch Uỷ ban nhân dân", "Chủ tịch Ủy ban nhân dân"]


def test_directive_with_a_review_is_entered_and_announced_thirty_days_before(
    window: MainWindow, office: Context, settled: Settled, qtbot: QtBot
) -> None:
    """KL 120-KL/TW of 07/01/2016, sơ kết due on 16/7/2020: on 16/6 it is on the list of work."""
    window.open_screen("record:van_ban")
    settled()
    typed = {
        "so_ky_hieu": "120-KL/TW",
        "ngay": "7/1/2016",
        "co_quan": "Bộ Chính trị",
        "trich_yeu": "Kết luận về thực hiện Quy chế dân chủ ở cơ sở",
        "han_so_ket": "16/7/2020",
    }
    for name, text in typed.items():
        field = _field(window, name)
        field.setFocus()
        commit_text(field, text)
    QApplication.processEvents()
    assert isinstance(window.page, RecordScreen)
    window.page.save()
    settled()
    (saved,) = office.all_of("van_ban")
    assert (saved.values["ngay"], saved.values["han_so_ket"]) == ("2016-01-07", "2020-07-16")
    assert (saved.values["loai"], saved.values["cap_ban_hanh"]) == ("KL", "TW")
    day = _field(window, "ngay")
    assert isinstance(day, QLineEdit)
    assert day.text() == "07/01/2016"

    window.open_screen("home")
    settled()
    assert isinstance(window.page, HomeScreen)
    work = window.page.work.list
    shown = [work.item_at(row) for row in range(work.count())]
    [item] = [one for one in shown if isinstance(one, TodoItem) and one.register == "van_ban"]
    assert item.title == "Sơ kết Kết luận 120-KL/TW ngày 07/01/2016"
    assert (item.days, item.badge) == (30, "Còn 30 ngày")
    work.setCurrentRow(shown.index(item))
    qtbot.keyClick(work, Qt.Key.Key_Return)
    settled()
    assert window.screen_key == "record:van_ban"


def test_list_of_cadres_is_sorted_by_given_name(
    window: MainWindow, office: Context, settled: Settled
) -> None:
    """An, Ánh, Ăn, Ân, Dũng, Đức …: at once, and backwards at the second click on the heading."""
    for name in ("Yến", "Đức", "Ăn", "Oanh", "An", "Ý", "Dũng", "Ân", "Em", "Ánh", "Ông"):
        values = {"don_vi": "DT", "chuc_danh": "Thành viên Khối dân vận", "tu": "2018"}
        add(office, "can_bo", ho_ten=f"Nguyễn Thị {name}", **values)
    table = _list(window, "can_bo", settled)
    assert _rows(table, "ho_ten") == [f"Nguyễn Thị {name}" for name in NAMES]
    table.sort_by("ho_ten", descending=True)
    settled()
    assert _rows(table, "ho_ten") == [f"Nguyễn Thị {name}" for name in reversed(NAMES)]
