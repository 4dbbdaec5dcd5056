"""Single cells and rows: numbers, dates, units, choices and the reason when they cannot be read."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.errors import Severity
from tests.core.spreadsheets.kit import Office, make_book, only_sheet, verdicts

DIALOGUE = {
    "Đơn vị": "Phan",
    "Ngày tổ chức": "2/2/2020",
    "Hình thức": "định kỳ",
    "Số người dự": 10,
    "Số ý kiến": 5,
    "Trả lời tại chỗ": 3,
    "Chuyển giải quyết": 2,
    "Quá hạn": 0,
}
MODEL = {
    "Tên mô hình": "A",
    "Đơn vị": "Phan",
    "Lĩnh vực": "KT",
    "Đối tượng": "TT",
    "Ngày đăng ký": "2/2/2020",
}


def _one(path: Path, clerk: Office, base: dict[str, Any], **changed: Any) -> Any:
    """Import one row of a register with some cells changed."""
    cells = {**base, **{name.replace("_", " "): value for name, value in changed.items()}}
    return only_sheet(make_book(path / "a.xlsx", [list(cells), list(cells.values())]), clerk)


@pytest.mark.parametrize(
    ("heading", "typed", "verdict"),
    [
        ("Số người dự", "1,250", ("ambiguous_number", "so_nguoi")),
        ("Số người dự", "chưa thống kê", ("not_a_number", "so_nguoi")),
        ("Số người dự", -8, ("impossible_value", "so_nguoi")),
        ("Số người dự", None, ("missing_required", "so_nguoi")),
        ("Ngày tổ chức", "30/02/2020", ("bad_date", "ngay")),
        ("Ngày tổ chức", 2020, ("year_only_date", "ngay")),
        ("Ngày tổ chức", "năm 2020", ("year_only_date", "ngay")),
        ("Ngày tổ chức", None, ("missing_required", "ngay")),
        ("Đơn vị", "xã Tân Phong", ("unknown_unit", "don_vi")),
        ("Đơn vị", "Dương Minh Châu", ("ambiguous_unit", "don_vi")),
        ("Đơn vị", None, ("missing_required", "don_vi")),
        ("Hình thức", "định kỳ, đột xuất", ("two_choices", "hinh_thuc")),
        ("Hình thức", None, ("missing_required", "hinh_thuc")),
        ("Số ý kiến", 6, ("impossible_value", "y_kien")),
        ("Quá hạn", 3, ("impossible_value", "qua_han")),
    ],
)
def test_row_is_refused_with_reason_and_field(
    tmp_path: Path, clerk: Office, heading: str, typed: Any, verdict: tuple[str, str]
) -> None:
    """One fault gives one reason at one field, with a remedy and the place."""
    sheet = _one(tmp_path, clerk, DIALOGUE, **{heading: typed})
    assert verdicts(sheet) == [(2, *verdict)]
    reason = sheet.rejected[0].reason
    assert reason.remedy
    assert (reason.place.file, reason.place.sheet, reason.place.row) == ("a.xlsx", "Sheet1", 2)


@pytest.mark.parametrize(
    ("heading", "typed", "field", "value"),
    [
        ("Số người dự", "1.250", "so_nguoi", 1250),
        ("Số người dự", "1\xa0250 người", "so_nguoi", 1250),
        ("Số người dự", "gần 390", "so_nguoi", 390),
        ("Số người dự", "08", "so_nguoi", 8),
        ("Quá hạn", "-", "qua_han", 0),
        ("Quá hạn", None, "qua_han", None),
        ("Ngày tổ chức", "7.7.20", "ngay", "2020-07-07"),
        ("Ngày tổ chức", "ngày 07 tháng 7 năm 2020", "ngay", "2020-07-07"),
        ("Ngày tổ chức", datetime(2020, 7, 7, 8, 30), "ngay", "2020-07-07"),
        ("Ngày tổ chức", date(2020, 7, 7), "ngay", "2020-07-07"),
        ("Ngày tổ chức", 44019, "ngay", "2020-07-07"),
        ("Ngày tổ chức", "44020", "ngay", "2020-07-08"),
        ("Đơn vị", "UBND  XÃ\nPHƯỚC NINH ", "don_vi", "TN-DMC-09"),
        ("Đơn vị", "Truong Mit", "don_vi", "TN-DMC-11"),
        ("Đơn vị", "Huyện", "don_vi", "TN-DMC"),
        ("Đơn vị", "Thị trấn", "don_vi", "TN-DMC-01"),
        ("Đơn vị", "xã Phan, huyện Dương Minh Châu", "don_vi", "TN-DMC-07"),
        ("Hình thức", "ĐỘT XUẤT", "hinh_thuc", "dot_xuat"),
        ("Hình thức", "Đối thoại định kỳ", "hinh_thuc", "dinh_ky"),
    ],
)
def test_cell_is_read_as_people_type_it(
    tmp_path: Path, clerk: Office, heading: str, typed: Any, field: str, value: Any
) -> None:
    """Numbers, dates, units and choices in the spellings that communes use."""
    sheet = _one(tmp_path, clerk, DIALOGUE, **{heading: typed})
    assert verdicts(sheet) == []
    assert sheet.accepted[0].values[field] == value


@pytest.mark.parametrize(
    ("heading", "typed", "dong"),
    [
        ("Kinh phí (triệu đồng)", "43,5", 43_500_000),
        ("Kinh phí\n(triệu đồng)", 15.5, 15_500_000),
        ("Kinh phí (tr.đ)", "1.250", 1_250_000_000),
        ("Kinh phí (nghìn đồng)", "1.250,5", 1_250_500),
        ("Kinh phí (1.000đ)", 500, 500_000),
        ("Kinh phí (đồng)", "1.500.000", 1_500_000),
        ("Kinh phí", 20, 20_000_000),
        ("Kinh phí (triệu đồng)", "-", 0),
        ("Kinh phí (triệu đồng)", None, None),
    ],
)
def test_money_follows_the_unit_of_its_heading(
    tmp_path: Path, clerk: Office, heading: str, typed: Any, dong: int | None
) -> None:
    """Money is kept in đồng, whatever unit the heading names."""
    sheet = _one(tmp_path, clerk, MODEL, **{heading: typed})
    assert sheet.accepted[0].values["kinh_phi"] == dong


def test_money_follows_the_unit_over_the_table(tmp_path: Path, clerk: Office) -> None:
    """A line like "ĐVT: nghìn đồng" holds for headings that name no unit."""
    rows = [["ĐVT: nghìn đồng"], [*MODEL, "Kinh phí"], [*MODEL.values(), 700]]
    sheet = only_sheet(make_book(tmp_path / "a.xlsx", rows), clerk)
    assert sheet.accepted[0].values["kinh_phi"] == 700_000


def test_bare_year_is_enough_to_register(tmp_path: Path, clerk: Office) -> None:
    """The registration date may be a year, typed as a number or as text."""
    for typed in (2020, "2020", "năm 2020"):
        sheet = _one(tmp_path, clerk, MODEL, Ngày_đăng_ký=typed)
        assert sheet.accepted[0].values["ngay_dang_ky"] == "2020"


def test_units_are_those_of_the_row_s_day(tmp_path: Path, clerk: Office) -> None:
    """After 1/7/2025 the old communes no longer exist and the new ones do."""
    assert verdicts(_one(tmp_path, clerk, MODEL, Ngày_đăng_ký="2/7/2025")) == [
        (2, "unknown_unit", "don_vi")
    ]
    later = _one(tmp_path, clerk, MODEL, Ngày_đăng_ký="2/7/2025", Đơn_vị="xã Cầu Khởi")
    assert later.accepted[0].values["don_vi"] == "TN-X02"


def test_text_like_a_formula_stays_text(tmp_path: Path, clerk: Office) -> None:
    """Text that begins like a command is stored as it stands."""
    for text in ("=cmd|' /C calc'!A0", "+84 tổ", "@phan"):
        sheet = _one(tmp_path, clerk, MODEL, Tên_mô_hình=text)
        assert sheet.accepted[0].values["ten"] == text


def test_formula_without_result_is_told(tmp_path: Path, clerk: Office) -> None:
    """A formula that was saved without its result blocks only where a value is needed."""
    needed = _one(tmp_path, clerk, DIALOGUE, Số_người_dự="=SUM(1,2)")
    assert verdicts(needed) == [(2, "missing_required", "so_nguoi")]
    assert "công thức" in needed.rejected[0].reason.message
    optional = _one(tmp_path, clerk, DIALOGUE, Quá_hạn="=SUM(1,2)")
    codes = [issue.code for issue in optional.accepted[0].issues]
    assert codes == ["formula_without_result"]


def test_formula_with_result_gives_the_result(tmp_path: Path, clerk: Office) -> None:
    """What Excel last computed is what counts."""
    cells = {**DIALOGUE, "Số người dự": "=SUM(1,2)"}
    source = make_book(tmp_path / "a.xlsx", [list(cells), list(cells.values())])
    target = tmp_path / "b.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            solved = re.sub(rb"</f><v ?/>|</f><v></v>", b"</f><v>77</v>", old.read(name))
            new.writestr(name, solved)
    assert only_sheet(target, clerk).accepted[0].values["so_nguoi"] == 77


def test_estimate_is_used_and_noted(tmp_path: Path, clerk: Office) -> None:
    """A qualifier in front of a number is a note, not a fault."""
    sheet = _one(tmp_path, clerk, DIALOGUE, Số_người_dự="trên 120 người")
    notes = [(i.code, i.severity) for i in sheet.accepted[0].issues]
    assert notes == [("qualifier:tren", Severity.NOTE)]


def test_remark_column_is_never_imported(tmp_path: Path, clerk: Office) -> None:
    """A column of remarks is data to nobody."""
    sheet = _one(tmp_path, clerk, MODEL, Ghi_chú="nội dung quan trọng")
    assert "nội dung quan trọng" not in map(str, sheet.accepted[0].values.values())


def test_every_fault_of_a_row_is_listed(tmp_path: Path, clerk: Office) -> None:
    """The clerk sees all faults at once; a faulty field is not also called missing."""
    sheet = _one(tmp_path, clerk, DIALOGUE, Ngày_tổ_chức="31/4/2020", Số_người_dự="nhiều")
    found = sorted((i.code, i.place.field) for i in sheet.rejected[0].issues)
    assert found == [("bad_date", "ngay"), ("not_a_number", "so_nguoi")]
