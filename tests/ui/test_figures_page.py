"""The page of figures on the half-year that communes reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from danvan_desktop.spreadsheets import importer
from ui import messages, tasks, theme
from ui.screens.figures import FiguresScreen

Wait = Callable[[], None]


@pytest.fixture(scope="module")
def filled(
    office_data_dir: Path, year_2020: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Context]:
    """Open an office with everything imported that the registers take; tests only read it."""
    import shutil

    folder = tmp_path_factory.mktemp("filled") / "data"
    shutil.copytree(office_data_dir, folder)
    context = open_context(folder, user="Lê Văn C")
    importer.write(importer.inspect([year_2020 / "incoming"], context), context)
    yield context
    context.close()


@pytest.fixture
def settled(qtbot: QtBot) -> Wait:
    """Wait until no work is under way and everything was delivered."""

    def wait() -> None:
        for _again in range(2):
            qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=20_000)
            QApplication.processEvents()

    return wait


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, filled: Context, settled: Wait) -> FiguresScreen:
    """Show the figures of the first half of 2020."""
    theme.apply(qapp, mode="light")
    screen = FiguresScreen(filled)
    qtbot.addWidget(screen)
    screen.resize(1190, 630)
    screen.period_changed(filled.period("H1/2020"))
    screen.show()
    settled()
    return screen


def cells_of(page: FiguresScreen, code: str) -> tuple[str, ...]:
    """Return the texts of an indicator's line."""
    row = next(row for row in page.table.plain.rows if row.key == code)
    return tuple(str(cell) for cell in row.cells)


def test_registered_models_show_24_against_16_and_open_24_records(
    page: FiguresScreen, filled: Context, qtbot: QtBot
) -> None:
    """A figure is never dead: the list behind it is as long as the figure says."""
    assert cells_of(page, "dvk_dang_ky")[2:] == ("24", "16", "▲ +8", "+50%")
    page.select("dvk_dang_ky")
    assert page.detail.open_button.text() == "Mở 24 hồ sơ"
    with qtbot.waitSignal(page.go) as opened:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    key, query = opened.args
    assert key == "dan_van_kheo"
    assert filled.count(query) == 24


def test_what_is_unknown_is_not_written_as_none(page: FiguresScreen) -> None:
    """Dialogues of 2019 were not reported: three dots, and no change is computed."""
    assert cells_of(page, "doi_thoai_nguoi")[2:] == ("1.844", "…", "…", "…")
    assert cells_of(page, "dvk_kinh_phi")[1:3] == ("triệu đồng", "644,0")


def test_parts_by_unit_add_up_and_name_who_is_missing(page: FiguresScreen) -> None:
    """The breakdown ends in the total, and a commune without data has dots."""
    page.select("doi_thoai_cuoc", "don_vi")
    rows = page.detail.parts.plain.rows
    assert rows[-1].cells[:2] == ("Tổng", "19")
    added = sum(int(str(row.cells[1])) for row in rows[:-1] if str(row.cells[1]).isdecimal())
    assert added == 19
    assert next(row.cells[1] for row in rows if row.cells[0] == "Chà Là") == "…"
    assert page.detail.coverage.text() == "10/11 đơn vị cấp xã có số liệu; thiếu: Chà Là."


def test_a_part_opens_its_own_records(page: FiguresScreen, filled: Context, qtbot: QtBot) -> None:
    """A line of a breakdown leads to exactly its records."""
    page.select("doi_thoai_cuoc", "hinh_thuc")
    part = page.detail.parts.plain.rows[0]
    with qtbot.waitSignal(page.go) as opened:
        page.detail.parts.opened.emit(part.key)
    assert filled.count(opened.args[1]) == int(str(part.cells[1]))


def test_copied_numbers_are_numbers(page: FiguresScreen, qtbot: QtBot) -> None:
    """On the clipboard stands what Excel adds up, not what people read."""
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert "Lượt người dự đối thoại\tlượt người\t1844\t\t\t" in lines


def test_search_without_tones_filters_and_says_when_nothing_fits(
    page: FiguresScreen, qtbot: QtBot
) -> None:
    """Words are found without their marks; an empty result names the search."""
    page.search.setText("ty le")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    codes = [row.key for row in page.table.plain.rows if isinstance(row.key, str)]
    assert {"dvk_ty_le_cong_nhan", "doi_thoai_ty_le_tra_loi"} <= set(codes)
    assert all("ty_le" in code for code in codes)
    page.search.setText("khong co")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert page.none.accessibleName() == "Không có chỉ tiêu khớp “khong co”"


def test_f8_goes_to_what_a_check_speaks_of(
    page: FiguresScreen, qtbot: QtBot, settled: Wait
) -> None:
    """The missing commune leads to its register in the period, a jump to the records behind it."""
    lines = page.checks.list.lines()
    assert any(line.issue.code == "E12" and "Chà Là" in line.words for line in lines)
    went = {}
    for _turn in range(len(lines)):
        page.next_issue(1)
        issue = page.checks.list.issue
        assert issue is not None
        with qtbot.waitSignal(page.go) as opened:
            settled()
        went[issue.place.record or issue.place.register] = opened.args
    assert went["doi_thoai"][0] == "doi_thoai"
    assert went["doi_thoai"][1].first_day == "2019-12-15"
    assert went["dvk_khen"][0] == "dan_van_kheo"
    issue = page.checks.list.issue
    assert issue is not None
    assert page.table.key == issue.place.record


def test_narrow_form_shows_list_or_details(page: FiguresScreen) -> None:
    """Below a logical width of 1000 the two columns become tabs."""
    page.set_narrow(True)
    assert page.left.isVisible()
    assert not page.detail.isVisible()
    page.details()
    assert page.detail.isVisible()
    page.set_narrow(False)
    assert page.left.isVisible()


def test_shown_figures_are_exported_as_numbers(
    page: FiguresScreen, settled: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the family and the search leave goes into the file, with numbers that add up."""
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: tmp_path / "so lieu")
    page.family.setCurrentIndex(page.family.findData("doi_thoai"))
    page.export_button.click()
    settled()
    sheet = load_workbook(tmp_path / "so lieu.xlsx").active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "Số liệu"
    assert rows[2][2] == "6 tháng đầu năm 2020"
    assert [row[0] for row in rows].count("Đối thoại") == 1
    numbers = [row[2] for row in rows[4:] if row[2] is not None]
    assert numbers
    assert all(isinstance(number, int | float) for number in numbers)
