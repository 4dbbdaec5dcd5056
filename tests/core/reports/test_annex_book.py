"""The workbook of the annexes has the figures of the paper, live and as it was issued."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from danvan_desktop.context import Context
from danvan_desktop.documents.model import Cell, Document, TableBlock, all_blocks
from danvan_desktop.reports.annex_book import book_name, figure_values, write_annexes
from danvan_desktop.reports.service import build_report, report_of
from danvan_desktop.storage.values import Record
from danvan_desktop.vietnamese import format_number


def numbers(document: Document) -> list[str]:
    """List what the tables of the paper show, cell by cell."""
    return [
        cell.text if isinstance(cell, Cell) else cell
        for block in all_blocks(document)
        if isinstance(block, TableBlock)
        for row in block.rows
        for cell in row.cells
    ]


def shown(path: Path) -> Iterator[str]:
    """Write the cells of a workbook's tables as the paper would, row by row."""
    for sheet in load_workbook(path).worksheets:
        first = int(str(sheet.print_title_rows).split("$")[-1]) + 1
        last = sheet.max_row
        for row in sheet.iter_rows(min_row=first, max_row=last):
            for cell in row:
                if cell.border.left.style == "thin":
                    yield _written(cell)


def _written(cell: Any) -> str:
    if cell.value is None or isinstance(cell.value, str):
        return str(cell.value or "")
    form = cell.number_format.split(";")[0]
    percent, sign = form.endswith("%"), form.startswith("+") and cell.value > 0
    places = len(form.rstrip("%").partition(".")[2])
    value = Decimal(repr(cell.value)) * (100 if percent else 1)
    value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return ("+" if sign else "") + format_number(value, places) + ("%" if percent else "")


def compared(text: str) -> str:
    """Leave out how zero, a leading zero and the minus are written."""
    return text.lstrip("0").replace("−", "-") if text[:1] == "0" else text.replace("−", "-")


def test_live_workbook_shows_what_the_paper_shows(reading: Context, tmp_path: Path) -> None:
    """Every cell of every annex, in order, reads the same in the workbook."""
    record = report_of(reading, "H1/2020")
    assert record is not None
    document, _issues = build_report(reading, record)
    path = tmp_path / book_name(record)
    assert write_annexes(reading, record.values, path) == sum(
        isinstance(block, TableBlock) or type(block).__name__ == "Chart"
        for block in all_blocks(document)
    )
    found = [compared(text) for text in shown(path) if text]
    wanted = [compared(text) for text in numbers(document) if text]
    missing = [text for text in wanted if text not in set(found)]
    assert missing == []
    assert path.name.endswith("_phu-luc.xlsx")


def test_rounded_figures_are_whole_behind(reading: Context) -> None:
    """A cell refers to the figure itself, not to what the paper made of it."""
    record = report_of(reading, "H1/2020")
    assert record is not None
    document, _issues = build_report(reading, record)
    values = figure_values(reading, record.values, document)
    assert values["dvk_cong_nhan@H1/2020"] == 12
    assert values["dvk_kinh_phi@H1/2020"] > 1_000_000  # in đồng, though the paper says triệu


def test_issued_workbook_stays_as_issued(
    reporting: Context, issued: Record, tmp_path: Path
) -> None:
    """What happens in the registers afterwards does not change it."""
    before, after = tmp_path / "truoc.xlsx", tmp_path / "sau.xlsx"
    write_annexes(reporting, issued.values, before)
    reporting.delete("doi_thoai", [one.id for one in reporting.all_of("doi_thoai")][:3])
    write_annexes(reporting, issued.values, after)
    assert list(shown(before)) == list(shown(after))


def test_command_line_writes_the_annexes(
    reporting_data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``report --out FILE.xlsx`` writes the workbook of the period's report."""
    from danvan_desktop.cli import main

    out = tmp_path / "phu-luc.XLSX"
    command = ["--data-dir", str(reporting_data_dir), "report", "--period", "H1/2020"]
    assert main([*command, "--out", str(out)]) == 0
    assert "trang tính" in capsys.readouterr().out
    assert load_workbook(out).sheetnames
