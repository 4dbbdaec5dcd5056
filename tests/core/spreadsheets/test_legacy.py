"""Texts in .VnTime: recognised by their font, shown before and after, converted on consent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.core.spreadsheets.kit import Office, fill_sheet, look, only_sheet

TCVN3: list[list[Any]] = [
    ["STT", "Tªn m« h×nh", "§¬n vÞ", "LÜnh vùc", "§èi t\xadîng", "Ngµy ®¨ng ký"],
    [1, "Tæ tù qu¶n vÒ an ninh trËt tù", "x· Ph­íc Ninh", "QP-AN", "TËp thÓ", 2020],
]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workbook typed in .VnTime."""
    book = Workbook()
    fill_sheet(book.active, TCVN3, font=".VnTime")
    book.save(tmp_path / "cũ.xlsx")
    return tmp_path / "cũ.xlsx"


def test_legacy_text_is_converted_on_consent(old: Path, clerk: Office) -> None:
    """With consent headings and cells read like any others."""
    sheet = only_sheet(old, clerk)
    (row,) = sheet.accepted
    assert row.values["ten"] == "Tổ tự quản về an ninh trật tự"
    assert row.values["don_vi"] == "TN-DMC-09"


def test_legacy_text_stays_without_consent(old: Path, clerk: Office) -> None:
    """Without consent nothing is converted, and the samples say what would be."""
    plan = look(old, clerk, convert_legacy=False)
    assert [sheet.register for sheet in plan.sheets] == [None]
    pairs = {sample.before: sample.after for sample in plan.files[0].samples}
    assert pairs["Tæ tù qu¶n vÒ an ninh trËt tù"] == "Tổ tự quản về an ninh trật tự"
    assert {sample.font for sample in plan.files[0].samples} == {".VnTime"}


def test_capital_font_means_capitals(tmp_path: Path, clerk: Office) -> None:
    """.VnTimeH shows small letters as capitals, so capitals are what is meant."""
    rows: list[list[Any]] = [TCVN3[0], [1, "b¾c cÇu", "x. phan", "KT", "TT", 2020]]
    book = Workbook()
    fill_sheet(book.active, rows, font=".VnTimeH")
    book.save(tmp_path / "a.xlsx")
    (row,) = only_sheet(tmp_path / "a.xlsx", clerk).accepted
    assert row.values["ten"] == "BẮC CẦU"
    assert row.values["don_vi"] == "TN-DMC-07"


def test_unicode_under_a_legacy_font_is_kept_and_told(old: Path, clerk: Office) -> None:
    """Text that already is Unicode is never converted a second time."""
    book = Workbook()
    page = book.active
    fill_sheet(page, [TCVN3[0], [1, "Bộ phận Một cửa", "Phan", "KT", "TT", 2020]], font=".VnTime")
    book.save(old)
    (row,) = only_sheet(old, clerk).accepted
    assert row.values["ten"] == "Bộ phận Một cửa"
    assert row.flags == ["unicode_text_in_legacy_font", "year_only"]


def test_runs_of_two_fonts_in_one_cell(tmp_path: Path, clerk: Office) -> None:
    """A cell that mixes fonts is converted run by run."""
    book = Workbook()
    page = book.active
    assert page is not None
    fill_sheet(page, [["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"],
                      [1, None, "Phan", "KT", "TT", 2020]])  # fmt: skip
    page["B2"] = CellRichText(
        TextBlock(InlineFont(rFont=".VnTime"), "Tæ tù qu¶n "),
        TextBlock(InlineFont(rFont="Times New Roman"), "ấp Đồng Tâm"),
    )
    page["B2"].font = Font(name="Times New Roman")
    book.save(tmp_path / "a.xlsx")
    (row,) = only_sheet(tmp_path / "a.xlsx", clerk).accepted
    assert row.values["ten"] == "Tổ tự quản ấp Đồng Tâm"


VNI: list[list[Any]] = [
    ["STT", "Teân moâ hình", "Ñôn vò", "Lónh vöïc", "Ñoái töôïng", "Ngaøy ñaêng kyù"],
    [1, "Toå töï quaûn veà an ninh traät töï", "xaõ Phöôùc Ninh", "QP-AN", "Taäp theå", 2020],
]


@pytest.mark.parametrize("font", ["VNI-Times", "Times New Roman"])
@pytest.mark.parametrize("rows", [TCVN3, VNI])
def test_bytes_tell_where_the_font_does_not(
    tmp_path: Path, clerk: Office, font: str, rows: list[list[Any]]
) -> None:
    """A workbook that lost its fonts is known by its bytes and shown before and after."""
    if rows is TCVN3 and font != "Times New Roman":
        font = ".VnArial"
    book = Workbook()
    fill_sheet(book.active, rows, font=font)
    book.save(tmp_path / "a.xlsx")
    plan = look(tmp_path / "a.xlsx", clerk)
    (sheet,) = plan.sheets
    (row,) = sheet.accepted
    assert row.values["ten"] == "Tổ tự quản về an ninh trật tự"
    assert row.values["don_vi"] == "TN-DMC-09"
    wanted = "" if font == "Times New Roman" else font
    assert {sample.font for sample in plan.files[0].samples} == {wanted}


def test_half_converted_cells_are_found(tmp_path: Path, clerk: Office) -> None:
    """Only the words that still are old change; Unicode beside them stays."""
    book = Workbook()
    rows: list[list[Any]] = [
        ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"],
        [1, "Tổ tự quản vÒ an ninh trËt tự", "Chà Là", "KT", "Tập thể", 2020],
        [2, "Bếp ăn nghĩa tình, 30°C, café", "Phan", "KT", "tËp thÓ", 2020],
    ]
    fill_sheet(book.active, rows)
    book.save(tmp_path / "a.xlsx")
    sheet = only_sheet(tmp_path / "a.xlsx", clerk)
    assert [row.values["ten"] for row in sheet.accepted] == [
        "Tổ tự quản về an ninh trật tự",
        "Bếp ăn nghĩa tình, 30°C, café",
    ]
    assert sheet.accepted[1].values["doi_tuong"] == "tap_the"
