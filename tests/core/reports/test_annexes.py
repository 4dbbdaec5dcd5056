"""Annex tables: their sums are the figures of the text, and every cell leads to its figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.documents.model import (
    Annex,
    Cell,
    Chart,
    Row,
    RowKind,
    TableBlock,
)
from danvan_desktop.documents.pdf_columns import DENSE_SIZE, Measurer
from danvan_desktop.documents.pdf_fonts import faces
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_sheet import MM
from danvan_desktop.documents.profiles import profile_for
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import use_language
from danvan_desktop.indicators import catalogue, enter
from danvan_desktop.organisation.periods import Period, half_year
from danvan_desktop.reports.annexes import AnnexData, annex_tables, build_annexes, use_tables
from danvan_desktop.reports.annexes.declared import load_table, read_table
from danvan_desktop.reports.annexes.figures import shown
from danvan_desktop.reports.annexes.matrix import ROUNDED, matrix
from danvan_desktop.reports.figures import split_reference
from danvan_desktop.reports.live import LiveFigures

SIGNS = ("…", "-", "x", "")


@pytest.fixture(scope="module")
def annexes(reading: Context) -> dict[str, Annex]:
    """Build every declared annex of the half-year."""
    period = reading.period("H1/2020")
    found = build_annexes(annex_tables(), reading, period, LiveFigures(reading, period))
    return dict(zip(annex_tables(), found, strict=True))


def _tables(annexes: dict[str, Annex]) -> Iterator[tuple[str, TableBlock]]:
    for code, annex in annexes.items():
        for block in annex.blocks:
            if isinstance(block, TableBlock):
                yield code, block


def test_no_annex_is_cramped_on_its_sheet(annexes: dict[str, Annex]) -> None:
    """Upright or crosswise: no word is cut, no column below 11 mm, headers of three lines at most.

    More than ten columns always lie crosswise (REFERENCE §5.3).
    """
    frame = Frame(profile_for("DANG_HD36"), faces())
    for code, block in _tables(annexes):
        page = frame.profile.landscape if annexes[code].landscape else frame.profile.page
        measurer = Measurer(frame, block, width=page.text_width_mm * MM)
        table = measurer.measure(page.height_mm * MM)
        widths = [b - a for a, b in pairwise(table.edges)]
        assert min(widths[1:]) / MM >= 11, (code, block.title)
        assert max(len(cell.lines) for cell in table.header) <= 3, (code, block.title)
        assert table.size >= DENSE_SIZE, (code, block.title)
        for row in table.rows:
            for cell in row.cells:
                words = {word for line in cell.lines for word in line.split(" ")}
                room = cell.width - 2 * table.pad + 0.2
                assert all(cell.face.width(word, table.size) <= room for word in words)
        assert annexes[code].landscape or len(block.columns) <= 10


def _text(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _number(cell: Cell | str) -> Decimal:
    text = _text(cell)
    return Decimal(0 if text in SIGNS else text.replace(".", "").replace(",", "."))


def _build(books: Context, code: str, name: str) -> Annex:
    period = books.period_named(code)
    return build_annexes([name], books, period, LiveFigures(books, period))[0]


def _row(annex: Annex, label: str, *, table: int | None = None) -> list[str]:
    tables = [block for block in annex.blocks if isinstance(block, TableBlock)]
    chosen = tables if table is None else [tables[table]]
    rows = (row for block in chosen for row in block.rows if row.kind is not RowKind.SECTION)
    found: Row = next(row for row in rows if _text(row.cells[1]) == label)
    return [_text(cell) for cell in found.cells]


def test_all_ten_tables_of_the_reference_are_declared() -> None:
    """B1–B10 of the domain reference, each with its number in its name."""
    names = [table.name.partition(".")[0] for table in annex_tables().values()]
    assert {f"B{number}" for number in range(1, 11)} <= set(names)


def test_every_cell_shows_the_figure_that_it_refers_to(
    reading: Context, annexes: dict[str, Annex]
) -> None:
    """What a click on a cell explains is the number in it, in sums, parts, last year and so far."""
    source = LiveFigures(reading, reading.period("H1/2020"))
    seen = 0
    for _code, table in _tables(annexes):
        for row in table.rows:
            for cell in row.cells:
                if isinstance(cell, str) or cell.figure is None:
                    continue
                path, period = split_reference(cell.figure)
                figure = source.figure(path)
                assert period == "H1/2020"
                assert figure is not None, path
                assert figure.value is not None, path
                assert cell.text == shown(figure.value, figure.unit), path
                seen += 1
    assert seen > 800


def test_columns_add_up_to_their_total(annexes: dict[str, Annex]) -> None:
    """E11, E12: in every table the rows of a count make the total that the text cites."""
    added = 0
    for code, table in _tables(annexes):
        totals = [row for row in table.rows if row.kind is RowKind.TOTAL]
        for row in totals:
            rows = [one for one in table.rows if one.kind is RowKind.NORMAL]
            for place, cell in enumerate(row.cells):
                if isinstance(cell, str) or cell.figure is None or cell.text.endswith("%"):
                    continue
                one = catalogue()[cell.figure.partition("/")[0].partition("@")[0]]
                column = [one_row.cells[place] for one_row in rows]
                assert sum(map(_number, column)) == _number(cell), (code, one.code)
                added += 1
    assert added > 50


def test_totals_are_those_of_the_key(annexes: dict[str, Annex], key: dict[str, Any]) -> None:
    """B2, B3, B4, B7 and B8 end in the values that the answer key has."""
    expected = {code: item["value"] for code, item in key["indicators"].items()}
    seen = set()
    for _code, table in _tables(annexes):
        for cell in (c for row in table.rows if row.kind is RowKind.TOTAL for c in row.cells):
            code = "" if isinstance(cell, str) else (cell.figure or "").partition("@")[0]
            if code in expected and not _text(cell).endswith("%"):
                scale = 1_000_000 if catalogue()[code].unit == "đồng" else 1
                assert _number(cell) == Decimal(str(expected[code])) / scale, code
                seen.add(code)
    wanted = {"giam_sat_cuoc", "phan_bien_cuoc", "ttnd_cuoc", "gsdt_so_tien", "hoa_giai_tiep_nhan"}
    assert wanted | {"doan_vien_moi", "tuyen_truyen_luot", "tiep_dan_luot"} <= seen


def test_supervision_is_shown_by_subject_and_level(
    annexes: dict[str, Annex], key: dict[str, Any]
) -> None:
    """B3: rows are who supervises, columns the levels; the levels of a row make its sum."""
    table = annexes["giam_sat_phan_bien"].blocks[0]
    assert isinstance(table, TableBlock)
    assert [column.header for column in table.columns[2:5]] == ["Cấp huyện", "Cấp xã", "Cộng"]
    by_level = key["indicators"]["giam_sat_cuoc"]["by"]["cap"]
    total = [_number(cell) for cell in table.rows[-1].cells[2:5]]
    assert total == [by_level["H"], by_level["X"], 27]
    for row in table.rows:
        district, commune, both = map(_number, row.cells[2:5])
        assert district + commune == both


def test_what_the_office_never_kept_is_no_line_of_dots(annexes: dict[str, Annex]) -> None:
    """An optional row without any data is left out, and with it a section that has no other."""
    texts = [_text(c) for _code, t in _tables(annexes) for row in t.rows for c in row.cells]
    assert "Hồ sơ thủ tục hành chính tiếp nhận" not in texts
    assert not any("Nắm tình hình" in text for text in texts)
    assert "Văn bản chỉ đạo ban hành trong kỳ" in texts


def test_tables_that_fit_stand_upright_and_signs_are_explained(annexes: dict[str, Annex]) -> None:
    """Upright A4 where the columns fit; “-” and “…” are explained under the last table."""
    upright = {code for code, annex in annexes.items() if not annex.landscape}
    assert upright == {
        "dan_chu_co_so",
        "doi_thoai",
        "lanh_dao",
        "tong_hop",
        "tuyen_truyen_doan_vien",
    }
    for annex in annexes.values():
        tables = [block for block in annex.blocks if isinstance(block, TableBlock)]
        assert tables[-1].note.startswith("Ghi chú: “-” là không phát sinh")


def test_chart_shows_the_funnel_beside_last_year(annexes: dict[str, Annex]) -> None:
    """Five bars, from registered to awarded, each with that of the same period."""
    chart = annexes["dan_van_kheo"].blocks[-1]
    assert isinstance(chart, Chart)
    assert [(bar.value, bar.previous) for bar in chart.bars] == [
        (24, 16),
        (18, 12),
        (12, 8),
        (4, 3),
        (2, 1),
    ]
    assert (chart.now_label, chart.before_label) == ("6 tháng đầu năm 2020", "Cùng kỳ năm 2019")
    assert chart.bars[0].figure == "dvk_dang_ky@H1/2020"
    assert chart.bars[0].previous_figure == "dvk_dang_ky@cung_ky@H1/2020"


def test_percentages_of_a_table_total_a_hundred(annexes: dict[str, Annex]) -> None:
    """W6: 17 + 38 + 21 + 25 = 101, so the shares are printed with one decimal."""
    annex = annexes["dan_van_kheo"]
    assert [_row(annex, name, table=2)[3] for name in ("Kinh tế", "Văn hóa - xã hội")] == [
        "16,7%",
        "37,5%",
    ]
    assert _row(annex, "Tổng cộng", table=2)[3] == "100%"


def test_percentages_that_cannot_total_a_hundred_have_their_note(reporting: Context) -> None:
    """W6: three equal parts are 33,3 % each with one decimal too, and the note says so."""
    period = reporting.period("H1/2020")
    parts = {f"dvk_dang_ky/linh_vuc/{field}": (1, "") for field in ("KT", "VHXH", "QPAN")}
    enter(reporting, period, "", {**parts, "dvk_dang_ky/linh_vuc/HTCT": (0, "")})
    data = AnnexData(reporting, period, LiveFigures(reporting, period))
    table = matrix(data, annex_tables()["dan_van_kheo"].blocks[2])
    assert [_text(row.cells[3]) for row in table.rows[:3]] == ["33,3%"] * 3
    assert ROUNDED in table.note


def test_typed_total_without_breakdown_leaves_the_parts_open(reporting: Context) -> None:
    """What nobody divided stands in a row of its own, so that the table adds up; no part is 0."""
    period = reporting.period("H2/2020")
    enter(reporting, period, "", {"doi_thoai_cuoc": (20, "tren")})
    annex = _build(reporting, "H2/2020", "doi_thoai")
    assert _row(annex, "Tổng cộng")[2:5] == ["trên 20", "1", "…"]
    assert _row(annex, "Huyện Dương Minh Châu")[2] == "1"
    assert _row(annex, "Chưa chia theo đơn vị")[2] == "19"


def test_words_in_front_of_numbers_stay_in_tables(reporting: Context) -> None:
    """A unit's “gần 134” keeps its word in the cell, in every language of the window."""
    enter(reporting, reporting.period("H1/2020"), "TN-DMC-02", {"doi_thoai_nguoi": (134, "gan")})
    use_language("en")
    assert _row(_build(reporting, "H1/2020", "doi_thoai"), "Xã Bàu Năng")[5] == "gần 134"


def test_level_that_ended_prints_x(office: Context) -> None:
    """After 1/7/2025 the district column of last year is compared with “x”, never with 0."""
    for year in (2025, 2026):
        assert office.save("ky", half_year(year, 1, "duong_lich")).saved
    for unit, day in (("TN-DMC", "2025-03-04"), ("TN-X01", "2026-03-04")):
        values = {"chu_the": "MTTQ", "don_vi": unit, "noi_dung": "Giám sát", "ngay": day}
        assert office.save("giam_sat", values).saved
    annex = _build(office, "H1/2026", "giam_sat_phan_bien")
    assert _row(annex, "- Cấp huyện")[3:7] == ["x", "1", "x", "x"]
    assert _row(annex, "- Cấp xã")[3:6] == ["1", "-", "+1"]
    comparison = next(
        b for b in annex.blocks if isinstance(b, TableBlock) and b.title.startswith("2.")
    )
    assert "từ 01/7/2025 không còn cấp huyện" in comparison.note


def test_year_so_far_adds_flows_and_leaves_stocks_alone(reading: Context) -> None:
    """Lũy kế: the whole year for a second half, nothing for what stands at the period's end."""
    annex = _build(reading, "H2/2020", "tong_hop")
    dialogues = _row(annex, "Hội nghị đối thoại")
    assert (dialogues[3], dialogues[7]) == ("1", "20")
    assert _row(annex, "Đoàn viên, hội viên cuối kỳ")[7:] == ["", "Cuối kỳ"]
    month = _row(_build(reading, "T05/2020", "tong_hop"), "Hội nghị đối thoại")
    assert (month[3], month[7]) == ("4", "17")


def test_period_of_several_years_has_a_column_for_each(reading: Context) -> None:
    """Sơ kết 3 năm: one column a year, flows summed, stocks as they were last, rates recomputed."""
    annex = _build(reading, "GD/2018-2020", "tong_hop")
    table = annex.blocks[0]
    assert isinstance(table, TableBlock)
    assert [column.header for column in table.columns[3:7]] == [
        "2018",
        "2019",
        "2020",
        "Cả giai đoạn",
    ]
    assert _row(annex, "Mô hình, điển hình “Dân vận khéo” đăng ký")[3:7] == ["…", "18", "25", "43"]
    assert _row(annex, "Đoàn viên, hội viên cuối kỳ")[5:7] == ["56.102", "56.102"]
    assert _row(annex, "Tỷ lệ hòa giải thành")[6] == "71,9%"


def test_rates_are_defined_under_their_table(annexes: dict[str, Annex]) -> None:
    """Tỷ lệ hòa giải thành = thành / tiếp nhận stands under the table that shows it."""
    notes = " ".join(table.note for _code, table in _tables(annexes))
    assert "Tỷ lệ hòa giải thành: thành / tiếp nhận." in notes


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ({"compare": ["khong_co"]}, "khong_co"),
        ({"compare": ["doi_thoai_cuoc/mau/do"]}, "mau"),
        ({"matrix": "don_vi", "columns": [{"path": "doi_thoai_cuoc/cap"}]}, "đường dẫn"),
        ({"list": "khong_co", "columns": []}, "khong_co"),
        ({"list": "hoi_nghi", "columns": [{"field": "mau", "header": "Màu"}]}, "mau"),
        ({"title": "1."}, "không ghi loại"),
    ],
)
def test_wrong_declaration_says_what_is_wrong(
    block: dict[str, Any], reason: str, tmp_path: Path
) -> None:
    """A clerk who declares an annex is told which file and which part of it is wrong."""
    data = {"code": "thu", "name": "Thử", "title": "Thử", "blocks": [block]}
    with pytest.raises(ValueError, match=reason):
        read_table(data)
    path = tmp_path / "thu.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(UserError, match=r"thu\.json"):
        load_table(path)


def test_province_pack_adds_an_annex_without_code(reading: Context, tmp_path: Path) -> None:
    """A file in the pack's folder is an annex like ours; a wrong one is told and left out."""
    own = {
        "code": "rieng",
        "name": "Bảng riêng",
        "title": "Bảng riêng {ky}",
        "blocks": [{"compare": ["doi_thoai_cuoc", {"each": "doi_thoai_cuoc/hinh_thuc"}]}],
    }
    (tmp_path / "rieng.json").write_text(json.dumps(own), encoding="utf-8")
    (tmp_path / "sai.json").write_text("{", encoding="utf-8")
    try:
        issues = use_tables(tmp_path)
        assert [issue.place.file for issue in issues] == ["sai.json"]
        annex = _build(reading, "H1/2020", "rieng")
        assert annex.title == "Bảng riêng 6 tháng đầu năm 2020"
        assert _row(annex, "- Định kỳ")[3] == "11"
    finally:
        use_tables(None)


def test_annexes_of_the_data_folder_are_in_force_while_it_is_open(
    office_data_dir: Path, tmp_path: Path
) -> None:
    """The folder phu_luc beside the database holds the pack's annexes; another office has none."""
    shutil.copytree(office_data_dir, tmp_path / "data")
    (tmp_path / "data" / "phu_luc").mkdir()
    own = {"code": "rieng", "name": "Riêng", "title": "Riêng", "blocks": [{"text": "Không."}]}
    (tmp_path / "data" / "phu_luc" / "rieng.json").write_text(json.dumps(own), "utf-8")
    context = open_context(tmp_path / "data")
    assert "rieng" in annex_tables()
    context.close()
    assert "rieng" not in annex_tables()


def test_declared_annex_that_is_unknown_is_left_out(reading: Context) -> None:
    """A template of a newer version may name an annex that this one does not have."""
    period: Period = reading.period("H1/2020")
    assert build_annexes(["khong_co"], reading, period, LiveFigures(reading, period)) == ()
