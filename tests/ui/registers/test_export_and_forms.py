"""From a register's menu: the list as an Excel file, blank workbooks, possible repeats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from ui import forms_dialog, messages
from ui.forms_dialog import FormsDialog, make_forms
from ui.screens.registers import RegisterScreen

Wait = Callable[[], None]
MODEL = {
    "ten": "Tổ phụ nữ tự quản",
    "don_vi": "X2",
    "linh_vuc": "KT",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-01-14",
    "kinh_phi": 43_500_000,
}


@pytest.fixture
def page(qtbot: QtBot, office: Context, settled: Wait) -> RegisterScreen:
    """Show the list of models with two records."""
    for name in (MODEL["ten"], "Tuyến đường hoa"):
        assert office.save("dan_van_kheo", {**MODEL, "ten": name}).saved
    screen = RegisterScreen(office, "dan_van_kheo")
    qtbot.addWidget(screen)
    screen.resize(1190, 630)
    screen.period_changed(office.period("H1/2020"))
    screen.show()
    screen.activate(None)
    settled()
    return screen


def entry(menu: QMenu, words: str) -> Any:
    """Find an entry of the menu."""
    return next(action for action in menu.actions() if action.text() == words)


def test_list_is_exported_with_its_filter_and_columns(
    page: RegisterScreen, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file holds what is on the screen, numbers as numbers, and the page says so."""
    target = tmp_path / "danh sach"
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: target)
    assert page.list is not None
    told: list[str] = []
    page.list.told.connect(lambda words, _undo: told.append(words))
    page.list.search.setText("duong hoa")
    page.list.reload()
    settled()
    entry(page.list.more_menu(), "Xuất ra Excel…").trigger()
    settled()
    sheet = load_workbook(target.with_suffix(".xlsx")).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert "Tuyến đường hoa" in rows[1]
    assert 43.5 in rows[1]
    assert told == ["Đã xuất 1 hồ sơ ra danh sach.xlsx"]


def test_menu_leads_to_repeats(page: RegisterScreen, qtbot: QtBot) -> None:
    """The list of possible repeats is reached from the register."""
    assert page.list is not None
    with qtbot.waitSignal(page.go) as asked:
        entry(page.list.more_menu(), "Nghi trùng…").trigger()
    assert asked.args == ["repeats", "dan_van_kheo"]


def test_forms_are_made_for_the_ticked_units(
    qtbot: QtBot, office: Context, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Communes are ticked beforehand; one file for each goes into the folder."""
    monkeypatch.setattr(messages, "choose_folder", lambda *_a, **_k: tmp_path / "mau")
    monkeypatch.setattr(forms_dialog, "open_folder", lambda _folder: None)
    dialog = FormsDialog(office, "dan_van_kheo", office.period("H1/2020"))
    qtbot.addWidget(dialog)
    settled()
    assert dialog.period.currentText() == "6 tháng đầu năm 2020"
    assert dialog.chosen_units == ["X1", "X2", "X3", "X4"]
    dialog.tick(communes=False)
    assert not dialog.go.isEnabled()
    dialog.tick(communes=True)
    assert dialog.go.text() == "Tạo 4 tệp…"
    dialog.go.click()
    settled()
    assert len(dialog.made) == 4
    assert sorted(path.name for path in (tmp_path / "mau").iterdir())[0].startswith(
        "Mẫu Dân vận khéo - thị trấn Dương Minh Châu"
    )


def test_one_form_for_all_names_units_in_its_rows(
    qtbot: QtBot, office: Context, settled: Wait, tmp_path: Path
) -> None:
    """Without a unit the form has a column for it."""
    dialog = FormsDialog(office, "dan_van_kheo", None)
    qtbot.addWidget(dialog)
    settled()
    dialog.common.click()
    assert dialog.go.text() == "Tạo 1 tệp…"
    assert not dialog.units.isEnabled()
    (path,) = make_forms(office, "dan_van_kheo", [], None, tmp_path)
    page = load_workbook(path).worksheets[0]
    headings = next(row for row in page.values if row[0] == "TT")
    assert "Đơn vị thực hiện *" in headings
