"""Texts in .VnTime: recognised by their font, shown before and after, converted on consent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from danvan_desktop.spreadsheets.importer import inspect
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.vietnamese import nfc
from tests.core.spreadsheets.kit import Office, fill_sheet, look, only_sheet
from tests.core.vietnamese.test_legacy import STANDARD, VNI as VNI_TABLE

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


def test_real_workbooks_in_old_encodings_give_the_same(
    year_2020: Path, tmp_path: Path, clerk: Office
) -> None:
    """Every table of the half-year, typed in VNI or TCVN3, with its fonts or without them."""
    encoders = {"VNI": _encoder(VNI_CODES, {}), "TCVN3": _encoder(STANDARD_CODES, CAPITALS)}
    modes = [(e, font) for e in encoders for font in (True, False)]
    original = inspect([year_2020 / "incoming"], clerk)
    for number, plan in enumerate(sheet for sheet in original.sheets if sheet.register):
        name, fonts = modes[number % len(modes)]
        book = Workbook()
        page: Any = book.active
        page.title = plan.name
        for row, cells in plan.sheet.rows.items():
            for column, value in cells.items():
                cell = page.cell(row, column)
                cell.value = encoders[name](value) if isinstance(value, str) else value
                if isinstance(value, str):
                    cell.data_type = "s"
                    capital = "H" if value == value.upper() else ""
                    old = "VNI-Times" if name == "VNI" else f".VnTime{capital}"
                    cell.font = Font(name=old if fonts else "Arial")
        for area in plan.sheet.areas:
            page.merge_cells(None, area.first_row, area.first_column, area.last_row,
                             area.last_column)  # fmt: skip
        path = tmp_path / f"{number}.xlsx"
        book.save(path)
        (found,) = [sheet for sheet in inspect([path], clerk).sheets if sheet.register]
        assert found.register == plan.register, (plan.name, name, fonts)
        assert _outcome(found) == _outcome(plan), (plan.name, name, fonts)


def _outcome(sheet: SheetPlan) -> tuple[Any, Any]:
    refused = [(row.row, row.reason.code) for row in sheet.rejected if row.reason]
    values = [
        [v.lower() if isinstance(v, str) else v for v in row.values.values()]
        for row in sheet.accepted
    ]
    return values, refused


def _encoder(codes: Mapping[str, str], capitals: Mapping[str, str]) -> Callable[[str], str]:
    """Type a Unicode text in an old encoding; small letters stand for missing capitals."""

    def encoded(text: str) -> str:
        return "".join(
            codes.get(char) or capitals.get(char) or codes.get(char.lower(), char)
            for char in nfc(text)
        )

    return encoded


VNI_CODES = {letter: bytes(codes).decode("latin-1") for codes, letter in VNI_TABLE.items()}
STANDARD_CODES = {letter: chr(code) for code, letter in STANDARD.items()}
CAPITALS = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
