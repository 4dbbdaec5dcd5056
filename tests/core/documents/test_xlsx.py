"""The annexes as a workbook: real numbers, the look of the paper, and text that stays text."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Bar,
    Cell,
    Chart,
    Column,
    Document,
    Header,
    Paragraph,
    Row,
    RowKind,
    TableBlock,
    runs,
)
from danvan_desktop.documents.xlsx import render_xlsx
from danvan_desktop.documents.xlsx_cells import cell_number
from danvan_desktop.errors import Cancelled, UserError

RIGHT = Align.RIGHT
COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Đơn vị", 3),
    Column("Tập thể", 1, RIGHT, "Kinh tế"),
    Column("Cá nhân", 1, RIGHT, "Kinh tế"),
    Column("Kinh phí", 1.5, RIGHT),
    Column("Tỷ lệ", 1, RIGHT),
)
ROWS = (
    Row(("Khối xã",), RowKind.SECTION),
    Row(
        ("1", "Xã Suối Đá", Cell("1.250", "a@H1/2020"), "04", Cell("1.018,5", "k@H1/2020"), "71,7%")
    ),
    Row(("2", "=SUM(A1:A9)", "…", "-", Cell("trên 4.400", "b@H1/2020"), "+8,3%")),
    Row(("", "Tổng cộng", "1.250", "4", "x", ""), RowKind.TOTAL),
)
TABLE = TableBlock(
    COLUMNS, ROWS, "1. Đăng ký", "Đơn vị tính: triệu đồng", "Ghi chú: “-” là không có."
)
VALUES = {
    "a@H1/2020": Decimal(1250),
    "k@H1/2020": Decimal(1_018_512_000),
    "b@H1/2020": Decimal(4412),
}


def paper(*annexes: Annex, blocks: tuple[Any, ...] = ()) -> Document:
    """A report with annexes."""
    return Document(
        profile="DANG_HD36",
        kind="BC",
        header=Header((), ("BAN DÂN VẬN",), "Số 1-BC/BDV"),
        type_name="BÁO CÁO",
        abstract="kết quả",
        blocks=blocks,
        date=date(2020, 7, 7),
        annexes=annexes,
    )


ANNEX = Annex("Phong trào thi đua “Dân vận khéo” 6 tháng/2020", (TABLE,), "(Kèm theo Báo cáo)")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of one annex with one table."""
    path = tmp_path_factory.mktemp("xlsx") / "phu-luc.xlsx"
    assert render_xlsx(paper(ANNEX), path, values=VALUES) == 1
    return path


@pytest.fixture(scope="module")
def sheet(made: Path) -> Any:
    """Its only sheet, read again."""
    return load_workbook(made).worksheets[0]


@pytest.mark.parametrize(
    ("text", "figure", "value", "form"),
    [
        ("1.250", None, "1250", "#,##0"),
        ("7", None, "7", "#,##0"),
        ("04", None, "4", "00"),
        ("2020", None, "2020", "0"),
        ("58,5", None, "58.5", "#,##0.0"),
        ("58,3", "58.3333", "58.3333", "#,##0.0"),
        ("58,3", "99", "58.3", "#,##0.0"),
        ("1.018,5", "1018512000", "1018.512", "#,##0.0"),
        ("−3", None, "-3", "#,##0"),
        ("-3", None, "-3", "#,##0"),
        ("+12", None, "12", "+#,##0;-#,##0;#,##0"),
        ("71,7%", "71.65", "0.7165", "#,##0.0%"),
        ("0", None, "0", "#,##0"),
    ],
)
def test_number_of_a_paper_is_a_number(
    text: str, figure: str | None, value: str, form: str
) -> None:
    """As the paper writes it; behind a rounded one stands the figure itself."""
    found = cell_number(text, None if figure is None else Decimal(figure))
    assert found is not None
    assert (found.value, found.form) == (Decimal(value), form)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "-",
        "x",
        "trên 4.400",
        "12/24",
        "0912345678",
        "1.25",
        "1,2,3",
        "III",
        "9" * 16,
        "1 250",
    ],
)
def test_what_is_no_plain_number_stays_text(text: str) -> None:
    """Nothing is guessed."""
    assert cell_number(text) is None


def test_cells_hold_numbers_and_text(sheet: Any) -> None:
    """Values as computed; marks, qualifiers and formulas as written."""
    rows = list(sheet.iter_rows(min_row=8, values_only=True))
    assert rows == [
        ("Khối xã", None, None, None, None, None),
        (1, "Xã Suối Đá", 1250, 4, 1018.512, 0.717),
        (2, "=SUM(A1:A9)", "…", "-", "trên 4.400", 0.083),
        (None, "Tổng cộng", 1250, 4, "x", None),
        ("Ghi chú: “-” là không có.", None, None, None, None, None),
    ]
    formula, dash = sheet.cell(10, 2), sheet.cell(10, 4)
    assert (formula.data_type, formula.quotePrefix) == ("s", True)
    assert (dash.data_type, dash.quotePrefix) == ("s", True)


def test_sheet_looks_like_the_annex(sheet: Any) -> None:
    """Titles, groups over their columns, the total bold, the page as on paper."""
    assert sheet.title == "Phụ lục Phong trào thi đua"
    heads = [sheet.cell(row, 1).value for row in range(1, 6)]
    assert heads == ["Phụ lục", ANNEX.title, ANNEX.note, TABLE.title, TABLE.unit]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"C6:D6", "A6:A7", "B6:B7", "E6:E7", "A8:F8", "A2:F2"} <= merged
    assert sheet["B11"].font.bold
    assert sheet["E11"].font.bold
    assert not sheet["B9"].font.bold
    assert sheet.print_title_rows == "$6:$7"
    assert sheet.print_area.endswith("$A$1:$F$12")
    assert sheet.freeze_panes == "A8"
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == (
        "landscape",
        9,
        1,
        0,
    )
    assert sheet.page_margins.left == pytest.approx(30 / 25.4)
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths[1] == max(widths)
    assert sum(widths) * 2.1 == pytest.approx(252, abs=5)


def test_every_table_has_its_sheet(tmp_path: Path) -> None:
    """Several tables of several annexes; words between them stand over the next table."""
    chart = Chart(
        (Bar("Xã A", 12, "12", 10, "10", "+20%", figure="a@H1/2020"),),
        "Biểu đồ",
        now_label="6 tháng đầu năm 2020",
        before_label="Cùng kỳ",
    )
    second = Annex(
        "Kết quả đối thoại",
        (Paragraph(runs("Lời dẫn")), TABLE, chart, Paragraph(runs("Lời cuối"))),
        landscape=False,
    )
    path = tmp_path / "nhieu.xlsx"
    assert render_xlsx(paper(ANNEX, second, replace(second)), path) == 5
    book = load_workbook(path)
    assert book.sheetnames == [
        "PL 1 Phong trào thi đua “Dân",
        "PL 2.1 Kết quả đối thoại",
        "PL 2.2 Kết quả đối thoại",
        "PL 3.1 Kết quả đối thoại",
        "PL 3.2 Kết quả đối thoại",
    ]
    texts = [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert "Lời dẫn" in texts
    last = list(book.worksheets[2].iter_rows(values_only=True))
    assert ("Xã A", 12, 10, 0.2) in last
    assert last[-1][0] == "Lời cuối"
    assert book.worksheets[1].page_setup.orientation == "portrait"


def test_paper_without_annex_gives_the_tables_of_its_body(tmp_path: Path) -> None:
    """A list is one table in the body; a paper without any is refused in words."""
    path = tmp_path / "ds.xlsx"
    assert render_xlsx(paper(blocks=(TABLE,)), path) == 1
    assert load_workbook(path).sheetnames == ["Bảng"]
    with pytest.raises(UserError) as refused:
        render_xlsx(paper(blocks=(Paragraph(runs("Chữ")),)), tmp_path / "khong.xlsx")
    assert refused.value.code == "no_tables"
    assert not (tmp_path / "khong.xlsx").exists()


def test_stopped_book_leaves_no_file(tmp_path: Path) -> None:
    """Cancelling between two sheets writes nothing."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        render_xlsx(paper(ANNEX, ANNEX), tmp_path / "dung.xlsx", progress=stop)
    assert list(tmp_path.iterdir()) == []


def test_any_text_can_stand_in_a_table(tmp_path: Path) -> None:
    """Control characters go, the rest is there; names of sheets are what Excel allows."""
    table = TableBlock((Column("A/B:[C]?*"),), (Row(("a\x00b\x0bc\nd 🙂",)), Row(("x" * 40_000,))))
    path = tmp_path / "la.xlsx"
    render_xlsx(paper(Annex("[A]/B:*?" * 9, (table,))), path)
    (sheet,) = load_workbook(path).worksheets
    values = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert "ab\nc\nd 🙂" in values
    assert len(str(values[-1])) == 32_767
    assert len(sheet.title) <= 31


def test_another_reader_sees_the_same_figures(made: Path, tmp_path: Path) -> None:
    """LibreOffice opens it without repair and computes with the numbers."""
    program = shutil.which("soffice")
    if program is None or not list(Path(program).resolve().parent.glob("*sclo.*")):
        pytest.skip("LibreOffice Calc is not installed: nobody else can read the XLSX here")
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
            "--outdir",
            str(tmp_path),
            str(made),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    (found,) = tmp_path.glob("*.csv")
    rows = list(csv.reader(found.read_text(encoding="utf-8").splitlines()))
    assert ["1", "Xã Suối Đá", "1250", "4", "1018.512", "71.7%"] in rows
    assert ["2", "=SUM(A1:A9)", "…", "-", "trên 4.400", "8.3%"] in rows
