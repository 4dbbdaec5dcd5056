"""REFERENCE §9, scenario 3, in the window: a year of Dân vận khéo.

24 models are registered, 20 of them from a workbook in .VnTime of which 3 rows lack a field; 18
are appraised, 12 recognised by decision, 4 are exemplary, 2 rewarded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Cell, TableBlock
from danvan_desktop.indicators.crossing import cross, over
from danvan_desktop.indicators.engine import compute
from danvan_desktop.registers.choices import DOI_TUONG, LINH_VUC
from danvan_desktop.reports.annexes import build_annexes
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.spreadsheets import importer
from danvan_desktop.storage.values import ListQuery, Record
from tests.core.spreadsheets.kit import make_book
from tests.core.vietnamese.test_legacy import STANDARD
from tests.ui.registers.helpers import add, model_values
from tests.ui.registers.test_register_steps import answer
from ui import screens
from ui.main_window import MainWindow
from ui.screens import register_steps
from ui.screens.import_view import CHECK, SAVED
from ui.screens.import_workbooks import ImportScreen
from ui.screens.record import RecordScreen
from ui.screens.register_steps import step_named
from ui.screens.registers import RegisterScreen

Settled = Callable[[], None]

PERIOD = "H1/2020"
UNITS = ("Suối Đá", "Bàu Năng", "Ấp Mới")
FIELDS = ("Kinh tế", "Văn hóa - xã hội", "Quốc phòng - an ninh", "Hệ thống chính trị")
KINDS = ("Tập thể", "Cá nhân")
HEADINGS = ("TT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký")
WITHOUT = {4: 1, 9: 3, 16: 4}
"""Rows of the workbook and the column that is empty: no name, no field of work, no kind."""
STEPS = ("tham_dinh", "cong_nhan", "tieu_bieu", "khen")


def _rows() -> list[list[Any]]:
    """The table of 20 models as it was meant."""
    rows: list[list[Any]] = []
    for number in range(1, 21):
        row = [
            number,
            f"tổ tự quản giữ gìn đường hoa ấp {number}",
            UNITS[number % 3],
            FIELDS[number % 4],
            KINDS[number % 5 == 0],
            f"{number:02d}/3/2020",
        ]
        if number in WITHOUT:
            row[WITHOUT[number]] = None
        rows.append(row)
    return rows


def _vntime(value: Any) -> Any:
    """Type a text as a machine with TCVN3 fonts does."""
    codes = {letter: chr(code) for code, letter in STANDARD.items()}
    codes |= {"Đ": "\xa7"}
    return "".join(codes.get(c, c) for c in value) if isinstance(value, str) else value


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The workbook that the communes' cluster sent, typed in .VnTime."""
    rows = [[_vntime(value) for value in row] for row in [list(HEADINGS), *_rows()]]
    return make_book(tmp_path / "Dan van kheo 2020.xlsx", rows, font=".VnTime")


@pytest.fixture
def window(qtbot: QtBot, office: Context, settled: Settled) -> Iterator[MainWindow]:
    """Open the window over the office on the first half of 2020."""
    shown = MainWindow(office.settings)
    qtbot.addWidget(shown)
    shown.resize(1366, 698)
    shown.show()
    shown.take_context(office)
    settled()
    yield shown
    settled()


@pytest.fixture
def registered(office: Context, workbook: Path) -> list[Record]:
    """The 24 models: 20 rows of the workbook with what was missing, and 4 that were typed."""
    plan = importer.inspect([workbook], office)
    for number, column in WITHOUT.items():
        plan = plan.correct(*_completed(plan, number, column))
    assert importer.write(plan, office).rows == 20
    for number in range(4):
        add(office, "dan_van_kheo", **model_values(f"Mô hình gõ tay {number}"))
    return list(office.page(ListQuery(register="dan_van_kheo", sort="ten"), 0, 100))


def _completed(plan: Any, number: int, column: int) -> tuple[str, str, int, str, str]:
    [sheet] = plan.sheets
    field = {1: "ten", 3: "linh_vuc", 4: "doi_tuong"}[column]
    typed = {1: "Ấp không rác", 3: "Kinh tế", 4: "Tập thể"}[column]
    return sheet.file, sheet.name, number + 1, field, typed


def test_workbook_in_vntime_is_shown_converted_and_three_rows_are_refused(
    window: MainWindow, office: Context, workbook: Path, settled: Settled
) -> None:
    """Before and after stand side by side; without consent nothing is converted; 17 + 3 = 20."""
    window.open_screen("import", [workbook])
    settled()
    page = window.page
    assert isinstance(page, ImportScreen)
    assert page.step == CHECK
    card = page.legacy_card
    assert not card.isHidden()
    texts = " ".join(one.text() for one in card.findChildren(QLabel))
    assert f"Trước {_vntime(FIELDS[2])} Sau {FIELDS[2]}" in texts
    card.consent.setChecked(False)
    settled()
    assert "Suối Đá" not in {row.raw.get("don_vi") for row in _shown(page)}
    card.consent.setChecked(True)
    settled()
    assert page.save_button.text() == "Lưu 17 dòng vào sổ"
    refused = {row.row: row.reason for row in _shown(page) if not row.accepted}
    assert {
        number - 1: reason.code for number, reason in refused.items() if reason
    } == dict.fromkeys(WITHOUT, "missing_required")
    assert office.count(ListQuery(register="dan_van_kheo")) == 0
    for number, column in WITHOUT.items():
        assert page.session is not None
        page.correct(*_completed(page.session.plan, number, column)[2:])
        settled()
    page.save()
    settled()
    assert page.step == SAVED
    names = {one.values["ten"] for one in office.page(ListQuery(register="dan_van_kheo"), 0, 50)}
    assert len(names) == 20
    assert {"tổ tự quản giữ gìn đường hoa ấp 20", "Ấp không rác"} <= names
    office.undo()
    assert office.count(ListQuery(register="dan_van_kheo")) == 0


def _shown(page: ImportScreen) -> Any:
    assert page.session is not None
    [sheet] = page.session.plan.sheets
    return sheet.rows


def test_funnel_is_24_18_12_4_2_and_never_widens(
    window: MainWindow,
    office: Context,
    registered: list[Record],
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each step is taken for several models in the list; one that was not appraised is refused."""
    page = _list(window, settled)
    ids = [one.id for one in registered]
    _take(page, "tham_dinh", ids[:18], APPRAISED, monkeypatch, settled)
    _take(page, "tieu_bieu", ids[:4], {}, monkeypatch, settled)
    assert _funnel(office) == [24, 18, 0, 0, 0], "exemplary before it was recognised"
    _take(page, "cong_nhan", ids[6:19], RECOGNISED, monkeypatch, settled)
    assert _funnel(office) == [24, 18, 0, 0, 0], "one of them was not appraised"
    _take(page, "cong_nhan", ids[:12], RECOGNISED, monkeypatch, settled)
    _take(page, "tieu_bieu", ids[:4], {}, monkeypatch, settled)
    _take(page, "khen", ids[:2], REWARDED, monkeypatch, settled)
    assert _funnel(office) == [24, 18, 12, 4, 2]
    settled()
    assert page.list is not None
    cells = [c.accessibleName() for c in page.list.funnel.findChildren(QWidget)]
    figures_shown = [name.partition(": ")[2].partition(".")[0] for name in cells]
    assert figures_shown == ["24", "18", "12", "4", "2"]
    figures = compute(office, office.period(PERIOD))
    assert [figures[f"dvk_{step}"].value for step in ("dang_ky", *STEPS)] == [24, 18, 12, 4, 2]


def test_matrix_of_fields_and_kinds_adds_up(office: Context, registered: list[Record]) -> None:
    """Annex B5: every row and every column of fields × tập thể/cá nhân makes the sum, 24 in all."""
    period = office.period(PERIOD)
    [annex] = build_annexes(["dan_van_kheo"], office, period, LiveFigures(office, period))
    matrix = next(block for block in annex.blocks if isinstance(block, TableBlock))
    numbers = [[_number(cell) for cell in row.cells[2:]] for row in matrix.rows]
    *units, total = [row for row in numbers if None not in row]
    assert [sum(column) for column in zip(*units, strict=True)] == total
    width = len(LINH_VUC.options) * len(DOI_TUONG.options)
    for row in (*units, total):
        *parts, collective, single, both = row
        assert len(parts) == width
        assert (sum(parts[0::2]), sum(parts[1::2])) == (collective, single)
        assert collective + single == both
    assert total[-3:] == [20, 4, 24]
    found = cross(office, "dvk_dang_ky", period, rows="linh_vuc", columns="doi_tuong")
    assert sum(found.values()) == 24


def _number(cell: Cell | str) -> Any:
    text = str(getattr(cell, "text", cell))
    return {"-": 0, "…": None}[text] if text in ("-", "…") else int(text)


def test_continued_model_is_the_same_model_next_year(
    window: MainWindow, office: Context, registered: list[Record], settled: Settled
) -> None:
    """Registered again as duy trì it keeps its code: 25 registrations, still 24 models."""
    page = _list(window, settled)
    model = registered[0]
    page.continue_record(model)
    settled()
    form = window.page
    assert isinstance(form, RecordScreen)
    form.save()
    settled()
    assert form.record is not None, form.issues
    assert form.record.values["tinh_chat"] == "duy_tri"
    assert form.record.values["ma"] == model.values["ma"]
    assert form.record.values["nam"] == 2021
    years = [office.period_named(code) for code in ("N/2020", "N/2021")]
    assert over(office, "dvk_dang_ky", years) == 25
    assert over(office, "dvk_mo_hinh", years) == 24
    assert compute(office, years[1], ["dvk_mo_hinh"])["dvk_mo_hinh"].value == 24


APPRAISED = {"ngay_tham_dinh": "2020-04-20", "diem_tham_dinh": 86, "to_tham_dinh": "Tổ 3 người"}
RECOGNISED = {"so_qd_cong_nhan": "21-QĐ/HU", "ngay_cong_nhan": "2020-05-04", "cap_cong_nhan": "H"}
REWARDED = {"so_qd_khen": "125-QĐ/HU", "ngay_khen": "2020-05-20", "hinh_thuc_khen": "giay_khen"}


def _list(window: MainWindow, settled: Settled) -> RegisterScreen:
    assert screens.screen("dan_van_kheo") is not None
    window.open_screen("dan_van_kheo")
    settled()
    page = window.page
    assert isinstance(page, RegisterScreen)
    return page


def _take(
    page: RegisterScreen,
    key: str,
    ids: list[str],
    asked: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Select records in the list and take a step for all of them."""
    assert page.list is not None
    page.list.table.select(ids)
    settled()
    assert len(page.list.table.selected()) == len(ids)
    monkeypatch.setattr(register_steps, "ask_fields", answer(asked))
    action = step_named("dan_van_kheo", key)
    assert action is not None
    page.list.take(action)
    settled()


def _funnel(office: Context) -> list[int]:
    """Count the models that reached each step."""
    models = office.all_of("dan_van_kheo")
    return [len(models), *(sum(bool(one.values[step]) for one in models) for step in STEPS)]
