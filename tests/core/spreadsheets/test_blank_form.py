"""Blank workbooks for communes: what stands in them, and how they come back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree
from openpyxl import load_workbook

from danvan_desktop.context import Context
from danvan_desktop.errors import Cancelled
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets import importer
from danvan_desktop.spreadsheets.blank_form import form_fields, form_name, write_form, write_forms
from danvan_desktop.spreadsheets.form_identity import FORM_MARK
from danvan_desktop.spreadsheets.plan import FilePlan
from danvan_desktop.storage.values import ListQuery

UNIT = "TN-DMC-02"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROWS = (
    ("Tổ phụ nữ tự quản", "Kinh tế", "Tập thể", date(2020, 1, 14), 43.5),
    ("Tuyến đường hoa", "Văn hóa - xã hội", "Cá nhân", "20/2/2020", None),
)


@pytest.fixture
def blank(office: Context, tmp_path: Path) -> Path:
    """Write the form of the register Dân vận khéo for one commune and one half-year."""
    path = tmp_path / "mau.xlsx"
    write_form(path, office, "dan_van_kheo", unit=UNIT, period=office.period("H1/2020"))
    return path


def fill(
    path: Path, rows: Sequence[Sequence[Any]] = ROWS, also: Callable[[Any], object] | None = None
) -> Path:
    """Type rows below the header, as a commune does; ``also`` does something to the workbook."""
    book = load_workbook(path)
    page = book.worksheets[0]
    head = next(n for n, row in enumerate(page.values, start=1) if row[0] == "TT")
    for number, row in enumerate(rows, start=head + 1):
        for column, value in enumerate(row, start=2):
            page.cell(number, column).value = value
    if also is not None:
        also(book)
    book.save(path)
    return path


def taken(path: Path, office: Context) -> FilePlan:
    """Inspect one workbook."""
    (file,) = importer.inspect([path], office).files
    return file


def test_form_says_whose_it_is_and_what_to_fill_in(blank: Path) -> None:
    """Office, form, unit and period stand on top, required headings carry a star."""
    page = load_workbook(blank).worksheets[0]
    texts = [row[0] for row in page.iter_rows(max_row=6, values_only=True)]
    assert texts[:4] == [
        "BAN DÂN VẬN HUYỆN ỦY DƯƠNG MINH CHÂU",
        "DÂN VẬN KHÉO",
        "Đơn vị: xã Bàu Năng",
        "Kỳ: 6 tháng đầu năm 2020 (từ 15/12/2019 đến 14/6/2020)",
    ]
    headings = [cell.value for cell in page[6]]
    assert headings[:3] == ["TT", "Tên mô hình, điển hình *", "Lĩnh vực *"]
    assert "Kinh phí (triệu đồng)" in headings
    assert "Đơn vị thực hiện *" not in headings


def test_form_guards_and_prints_itself(blank: Path) -> None:
    """The written XML locks all but the rows, lists choices, and repeats the header on paper."""
    with zipfile.ZipFile(blank) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))
    guard = sheet.find(f"{MAIN}sheetProtection")
    assert guard is not None
    assert guard.get("sheet") == "1"
    assert guard.get("password") is None
    rules = sheet.findall(f"{MAIN}dataValidations/{MAIN}dataValidation")
    assert {rule.get("type") for rule in rules} >= {"list", "decimal", "textLength"}
    assert all(len(rule.get("prompt") or "") <= 255 for rule in rules)
    setup = sheet.find(f"{MAIN}pageSetup")
    assert setup is not None
    assert setup.get("orientation") == "landscape"
    names = {n.get("name"): n.text for n in book.findall(f"{MAIN}definedNames/{MAIN}definedName")}
    assert names["_xlnm.Print_Titles"] == "'Dân vận khéo'!$6:$6"
    states = {s.get("name"): s.get("state") for s in book.iter(f"{MAIN}sheet")}
    assert states == {
        "Dân vận khéo": "visible",
        "_danh_muc": "veryHidden",
        "_mau": "veryHidden",
    }
    page = load_workbook(blank).worksheets[0]
    assert page["B6"].protection.locked
    assert not page["B7"].protection.locked


def test_filled_form_is_read_by_what_it_says_of_itself(blank: Path, office: Context) -> None:
    """Unit, period and columns come from the hidden sheet; nothing is asked."""
    (sheet,) = taken(fill(blank), office).sheets
    assert (sheet.unit, sheet.period) == (UNIT, "H1/2020")
    assert [(r.values["ten"], r.values["linh_vuc"], r.accepted) for r in sheet.rows] == [
        ("Tổ phụ nữ tự quản", "KT", True),
        ("Tuyến đường hoa", "VHXH", True),
    ]
    assert sheet.rows[0].values["kinh_phi"] == 43_500_000
    assert sheet.notes == ()


def test_form_is_known_after_renaming_and_insertion(
    blank: Path, office: Context, tmp_path: Path
) -> None:
    """The commune may rename file and sheet, insert lines and columns, and unhide what is ours."""

    def change(book: Any) -> None:
        page = book.worksheets[0]
        page.title = "Trang tinh cua xa"
        page.insert_rows(1, 2)
        page["A1"] = "UBND XÃ BÀU NĂNG"
        page.insert_cols(3)
        for other in book.worksheets[1:]:
            other.sheet_state = "hidden"

    first = taken(fill(blank), office).sheets[0]
    moved = tmp_path / "Bau Nang gui.xlsx"
    moved.write_bytes(fill(blank, also=change).read_bytes())
    (sheet,) = taken(moved, office).sheets
    assert sheet.unit == UNIT
    assert [row.values for row in sheet.rows] == [row.values for row in first.rows]
    assert [row.fingerprint for row in sheet.rows] == [row.fingerprint for row in first.rows]


def test_form_saved_by_libreoffice_is_known(fixtures_dir: Path, office: Context) -> None:
    """LibreOffice 7.4 wrote this file from a form of ours: its hidden sheets are still there."""
    (sheet,) = taken(fixtures_dir / "forms" / "saved-by-libreoffice.xlsx", office).sheets
    assert (sheet.register, sheet.unit, sheet.period) == ("dan_van_kheo", UNIT, "H1/2020")
    assert [row.values["ten"] for row in sheet.accepted] == [row[0] for row in ROWS]


def test_form_renamed_after_import_brings_nothing_twice(
    blank: Path, office: Context, tmp_path: Path
) -> None:
    """Rows of a form are known by the form, so only what the commune added is new."""
    importer.write(importer.inspect([fill(blank)], office), office)
    again = tmp_path / "bo sung.xlsx"
    more = (*ROWS, ("Thêm một việc", "Kinh tế", "Cá nhân", date(2020, 3, 1), 5))
    again.write_bytes(fill(blank, more).read_bytes())
    plan = importer.inspect([again], office)
    assert [row.values["ten"] for _f, _s, row in plan.new_rows] == ["Thêm một việc"]
    importer.write(plan, office)
    assert office.count(ListQuery(register="dan_van_kheo")) == 3


def test_form_of_a_newer_program_is_refused_in_words(blank: Path, office: Context) -> None:
    """A form that this program cannot read is not guessed at."""

    def newer(book: Any) -> None:
        book["_mau"]["B1"] = 99

    refused = taken(fill(blank, also=newer), office).refused
    assert refused is not None
    assert refused.code == "newer_form"
    assert "mới hơn" in refused.message


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [("so", "so_la", "unknown_form"), ("don_vi", "TN-XX-99", "foreign_form")],
)
def test_form_of_another_office_is_refused_in_words(
    blank: Path, office: Context, name: str, value: str, code: str
) -> None:
    """An unknown register or unit stops the file, not the others."""

    def change(book: Any) -> None:
        for row in book["_mau"].iter_rows():
            if row[0].value == name:
                row[1].value = value

    refused = taken(fill(blank, also=change), office).refused
    assert refused is not None
    assert refused.code == code


def test_form_warns_of_another_unit_or_period_on_top(blank: Path, office: Context) -> None:
    """A commune that filled in its neighbour's form is found out before anything is stored."""

    def change(book: Any) -> None:
        page = book.worksheets[0]
        page["A3"] = "Đơn vị: xã Suối Đá"
        page["A4"] = "Kỳ: 6 tháng cuối năm 2020"

    (sheet,) = taken(fill(blank, also=change), office).sheets
    assert [note.code for note in sheet.notes] == ["form_unit", "form_period"]
    assert "xã Suối Đá" in sheet.notes[0].message


def test_day_outside_the_period_of_the_form_is_warned_about(blank: Path, office: Context) -> None:
    """The row is kept, because it may be late; the clerk is told."""
    rows = (("Muộn", "Kinh tế", "Tập thể", date(2020, 9, 1), None),)
    (row,) = taken(fill(blank, rows), office).sheets[0].rows
    assert row.accepted
    assert [issue.code for issue in row.issues] == ["outside_form_period"]


def test_empty_form_has_no_rows(blank: Path, office: Context) -> None:
    """A form that came back as it went out brings nothing in."""
    (sheet,) = taken(blank, office).sheets
    assert sheet.register == "dan_van_kheo"
    assert sheet.rows == ()


def test_hidden_sheets_of_a_form_are_never_read_as_data(blank: Path, office: Context) -> None:
    """Also with hidden sheets wanted, our own are not among them."""
    (file,) = importer.inspect([fill(blank)], office, hidden=True).files
    assert [sheet.name for sheet in file.sheets] == ["Dân vận khéo"]


def test_forms_for_all_communes_lie_in_one_folder(office: Context, tmp_path: Path) -> None:
    """One file for each unit, named after it; progress counts the units."""
    told: list[tuple[int, int, str]] = []
    period = office.period("H1/2020")
    units = [unit.code for unit in office.directory("2020-06-14").communes()]
    made = write_forms(
        tmp_path / "mau",
        office,
        "doi_thoai",
        units,
        period=period,
        progress=lambda n, total, text="": told.append((n, total, text)),
    )
    assert len(made) == len(units) == 11
    assert made[1].name == "Mẫu Đối thoại - xã Bàu Năng - 6 tháng đầu năm 2020.xlsx"
    assert told[-1] == (11, 11, "")
    codes = set()
    for path in made:
        page = load_workbook(path)["_mau"]
        facts = {row[0]: row[1] for row in page.iter_rows(values_only=True)}
        assert facts[FORM_MARK] == 1
        codes.add((facts["don_vi"], facts["ma_mau"]))
    assert {unit for unit, _id in codes} == set(units)
    assert len({form for _unit, form in codes}) == 11


def test_cancelled_forms_leave_whole_files_only(office: Context, tmp_path: Path) -> None:
    """Files made before the clerk cancelled are whole; there is no part of another one."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_forms(tmp_path / "mau", office, "doi_thoai", [UNIT, "TN-DMC-03"], progress=stop)
    (path,) = (tmp_path / "mau").iterdir()
    assert load_workbook(path).sheetnames[-1] == "_mau"


def test_form_asks_for_no_private_person(office: Context) -> None:
    """Personal fields that are not required, running codes and derived fields are not asked."""
    for spec in REGISTERS.values():
        for field in form_fields(spec):
            assert not field.derived
            assert field.required or not field.personal
    names = [field.name for field in form_fields(REGISTERS["dan_van_kheo"])]
    assert "ma" not in names


def test_form_name_has_no_letter_that_windows_refuses() -> None:
    """Slashes of periods and labels do not become folders."""
    assert form_name("doi_thoai", None, None) == "Mẫu Đối thoại.xlsx"
