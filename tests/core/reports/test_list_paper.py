"""A list as a paper."""

from __future__ import annotations

import io

import pytest

from danvan_desktop.context import Context
from danvan_desktop.documents.model import RowKind, TableBlock, plain_text
from danvan_desktop.documents.pdf import render_pdf
from danvan_desktop.errors import UserError
from danvan_desktop.reports import list_paper
from danvan_desktop.reports.list_paper import build_list
from danvan_desktop.storage.values import ListQuery

FIELDS = ("ten", "don_vi", "linh_vuc", "ngay_dang_ky", "kinh_phi", "trang_thai")


def add(office: Context, name: str, money: int | None) -> None:
    """Save a model."""
    values = {
        "ten": name,
        "don_vi": "TN-DMC-10",
        "linh_vuc": "KT",
        "doi_tuong": "tap_the",
        "ngay_dang_ky": "2020-03-09",
        "kinh_phi": money,
    }
    assert office.save("dan_van_kheo", values).saved


def test_list_prints_what_the_screen_shows(office: Context) -> None:
    """Columns, order and totals are those of the list; unknown and none differ."""
    add(office, "Tổ phụ nữ phân loại rác", 43_500_000)
    add(office, "Đường hoa", None)
    add(office, "Bếp ăn", 0)
    query = ListQuery(register="dan_van_kheo", sort="ten")
    paper = build_list(office, query, FIELDS, title="6 tháng đầu năm 2020", day="2020-06-16")
    (table,) = paper.blocks
    assert isinstance(table, TableBlock)
    assert [row.cells[1] for row in table.rows[:3]] == [
        "Bếp ăn",
        "Đường hoa",
        "Tổ phụ nữ phân loại rác",
    ]
    assert [row.cells[5] for row in table.rows[:3]] == ["-", "…", "43,5"]
    assert table.rows[-1].kind is RowKind.TOTAL
    assert "DANH SÁCH MÔ HÌNH" in plain_text(paper)
    out = io.BytesIO()
    render_pdf(paper, out)
    assert out.getvalue().startswith(b"%PDF")


def test_list_that_nobody_reads_on_paper_is_refused(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred pages are refused in words, with the remedy."""
    add(office, "Đường hoa", None)
    monkeypatch.setattr(list_paper, "MOST_ROWS", 0)
    with pytest.raises(UserError, match="quá dài để in"):
        build_list(office, ListQuery(register="dan_van_kheo"), FIELDS, title="", day="2020-06-16")
