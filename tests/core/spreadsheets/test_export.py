"""Lists as workbooks: real numbers and dates, safe texts, and a way back in."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook

from danvan_desktop.errors import Cancelled
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets.export import export_list
from tests.core.spreadsheets.kit import Office, look

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SPEC = REGISTERS["dan_van_kheo"]
RECORD = {
    "ten": '=HYPERLINK("http://x")\x07 Tổ tự quản',
    "don_vi": "TN-DMC-01",
    "linh_vuc": "VHXH",
    "doi_tuong": "ca_nhan",
    "ngay_dang_ky": "2020-01-14",
    "kinh_phi": 43_500_000,
    "tham_dinh": True,
}
FIELDS = [*RECORD, "ngay_cong"]


def _page(path: Path) -> Any:
    return load_workbook(path).active


def test_export_writes_numbers_dates_and_words(tmp_path: Path, clerk: Office) -> None:
    """What counts can be summed, what is a day can be sorted, and no text becomes a formula."""
    path = tmp_path / "Dân vận khéo.xlsx"
    done = export_list(path, SPEC, [RECORD], units=clerk.directory(), fields=FIELDS)
    page = _page(path)
    assert done == 1
    name, unit, field, who, day, money, tick, blank = page[2]
    assert (name.value, name.data_type) == ('=HYPERLINK("http://x") Tổ tự quản', "s")
    assert unit.value == "thị trấn Dương Minh Châu"
    assert (field.value, who.value) == ("Văn hóa - xã hội", "Cá nhân")
    assert (day.value, day.number_format) == (datetime(2020, 1, 14), "dd/mm/yyyy")
    assert money.value == 43.5
    assert (tick.value, blank.value) == ("x", None)


def test_export_is_ready_to_work_with(tmp_path: Path, clerk: Office) -> None:
    """The header stays in view, every column can be filtered, none is too narrow."""
    path = tmp_path / "a.xlsx"
    export_list(path, SPEC, [RECORD, RECORD], units=clerk.directory())
    page = _page(path)
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref.startswith("A1:")
    assert page.auto_filter.ref.endswith("3")
    assert all(dimension.width >= 8 for dimension in page.column_dimensions.values())


def test_export_prints_with_its_header_on_every_page(tmp_path: Path, clerk: Office) -> None:
    """Landscape A4, as wide as the page, the header repeated, the filled part printed."""
    path = tmp_path / "a.xlsx"
    export_list(path, SPEC, [RECORD], units=clerk.directory(), fields=FIELDS)
    with zipfile.ZipFile(path) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    setup = sheet.find(f"{MAIN}pageSetup")
    assert setup is not None
    assert (setup.get("orientation"), setup.get("paperSize")) == ("landscape", "9")
    assert (setup.get("fitToWidth"), setup.get("fitToHeight")) == ("1", "0")
    fit = sheet.find(f"{MAIN}sheetPr/{MAIN}pageSetUpPr")
    assert fit is not None
    assert fit.get("fitToPage") == "1"
    names = {n.get("name"): n.text for n in book.findall(f"{MAIN}definedNames/{MAIN}definedName")}
    assert names["_xlnm.Print_Titles"] == "'Dân vận khéo'!$1:$1"
    assert names["_xlnm.Print_Area"] == "'Dân vận khéo'!$A$1:$H$2"


@pytest.mark.parametrize("text", ["=1+1", "+84 66", "-5", "@SUM(A1)", "\t=1"])
def test_text_stays_text_also_after_editing(tmp_path: Path, clerk: Office, text: str) -> None:
    """The cell is a string with the mark that keeps it one when somebody edits it."""
    path = tmp_path / "a.xlsx"
    export_list(path, SPEC, [{**RECORD, "ten": text}], units=clerk.directory(), fields=["ten"])
    with zipfile.ZipFile(path) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(package.read("xl/styles.xml"))
    (found,) = [c for c in sheet.iter(f"{MAIN}c") if c.get("r") == "A2"]
    assert found.get("t") in ("s", "inlineStr")
    assert found.find(f"{MAIN}f") is None
    formats = styles.findall(f"{MAIN}cellXfs/{MAIN}xf")
    assert formats[int(found.get("s", 0))].get("quotePrefix") == "1"


def test_personal_fields_are_left_out_unless_wanted(tmp_path: Path, clerk: Office) -> None:
    """Who takes personal data along ticks it; what is left of a list is at least its title."""
    fields = tuple(replace(f, personal=f.name == "don_vi") for f in SPEC.fields)
    spec = replace(SPEC, fields=fields)
    for wanted, headings in ((False, ["Tên mô hình, điển hình"]), (True, None)):
        path = tmp_path / "a.xlsx"
        units = clerk.directory()
        export_list(path, spec, [RECORD], units=units, fields=["ten", "don_vi"], personal=wanted)
        found = [cell.value for cell in _page(path)[1]]
        assert found == (headings or ["Tên mô hình, điển hình", "Đơn vị thực hiện"])


def test_exported_list_can_be_imported_again(tmp_path: Path, clerk: Office) -> None:
    """Every field that was written comes back with its value."""
    year_only = {**RECORD, "ten": "Hiến đất", "ngay_dang_ky": "2020", "tham_dinh": False}
    path = tmp_path / "a.xlsx"
    export_list(path, SPEC, [RECORD, year_only], units=clerk.directory("2020-01-14"), fields=FIELDS)
    (sheet,) = look(path, clerk).sheets
    first, second = (row.values for row in sheet.accepted)
    wanted = {**RECORD, "ten": '=HYPERLINK("http://x") Tổ tự quản'}
    assert {name: first[name] for name in wanted} == wanted
    assert {name: second[name] for name in year_only} == year_only


def test_empty_list_still_has_its_header(tmp_path: Path, clerk: Office) -> None:
    """A list without records is a workbook with headings."""
    path = tmp_path / "a.xlsx"
    assert export_list(path, SPEC, [], units=clerk.directory()) == 0
    assert _page(path)["A1"].value == "Tên mô hình, điển hình"


def test_cancelled_export_leaves_nothing(tmp_path: Path, clerk: Office) -> None:
    """An export that was given up leaves neither the file nor a part of it."""

    def stop(done: int, total: int, text: str = "") -> None:
        raise Cancelled

    records = [RECORD] * 600
    with pytest.raises(Cancelled):
        export_list(tmp_path / "a.xlsx", SPEC, records, units=clerk.directory(), progress=stop)
    assert list(tmp_path.iterdir()) == []
