"""Tables that spare pages, and titles that break where a reader would pause."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Column,
    Heading,
    Paragraph,
    Row,
    TableBlock,
    runs,
)
from danvan_desktop.documents.pdf_columns import _evened
from danvan_desktop.documents.pdf_fonts import faces
from danvan_desktop.documents.pdf_lines import Segment, balance, break_lines
from danvan_desktop.documents.spacing import NBSP, held, held_title
from tests.core.documents import samples
from tests.core.documents.docx_reading import bare, opened, written
from tests.core.documents.reading import paper

LINES = tuple(Paragraph(runs("Một dòng.")) for _ in range(3))


def _table(rows: int) -> TableBlock:
    columns = (
        Column("TT", 0.5, Align.CENTER),
        Column("Chỉ tiêu", 1.0),
        Column("Kỳ này", 3.0, Align.RIGHT),
        Column("Ghi chú", 3.0),
    )
    cells = ("Phản biện xã hội của Mặt trận Tổ quốc", "8.597", "Cuối kỳ")
    return TableBlock(columns, tuple(Row((str(n), *cells)) for n in range(1, rows + 1)))


def test_room_goes_to_the_columns_whose_texts_would_wrap() -> None:
    """What a column has to spare goes first to small wants; the sum stays as it was."""
    assert _evened([50.0, 10.0, 40.0], [20.0, 15.0, 60.0]) == pytest.approx([25.0, 15.0, 60.0])
    assert _evened([50.0, 50.0], [20.0, 30.0]) == [50.0, 50.0]
    assert _evened([10.0, 10.0], [20.0, 30.0]) == [10.0, 10.0]
    page = paper(replace(samples.report(), blocks=(_table(2),), annexes=())).pages[0]
    assert page.has("Phản biện xã hội của Mặt trận Tổ quốc")


LINED = (
    "Một việc|Hai\tviệc",
    "a\r\nb\u2028c\x85d\x0be",
    "x" * 300,
    "\n",
    "khoản\n" * 90,
    "y " * 50_000,
)


def test_lines_of_a_cell_are_lines_in_pdf_and_docx() -> None:
    """Line ends of any kind divide a cell; no text, however long, breaks table or page."""
    columns = tuple(Column(f"Cột {n}") for n in range(4))
    rows = tuple(Row((text, "2", text if len(text) < 400 else "", "4")) for text in LINED)
    table = TableBlock(columns, rows)
    document = replace(samples.report(), blocks=(table, *LINES), annexes=())
    made = paper(document)
    letters = {text.text: text for page in made.pages for text in page.texts}
    column = [letters[letter] for letter in "abcde"]
    assert len({text.left for text in column}) == 1
    steps = [b.baseline - a.baseline for a, b in pairwise(column)]
    assert steps == pytest.approx([steps[0]] * 4, abs=0.01)
    edge = 210 - 15
    assert all(text.right <= edge + 0.1 for page in made.pages for text in page.texts)
    assert made.plain.count("khoản") == 90
    assert made.plain.count("y") >= 50_000
    docx = opened(written(document)).tables
    cells = next(t for t in docx if len(t.columns) == 4).rows
    assert [row.cells[0].text for row in cells][2] == "a\nb\nc\nd\ne"
    assert bare(cells[1].cells[0].text) == bare("Một việc|Hai việc")
    assert cells[5].cells[0].text.count("khoản\n") == 89


@pytest.mark.parametrize(("rows", "pages"), [(33, 1), (36, 1), (50, 2)])
def test_annex_of_a_few_rows_too_many_is_set_tighter(rows: int, pages: int) -> None:
    """Two rows on a page of their own are drawn in; half a page stays, in letters as usual."""
    annex = Annex("Danh sách", (_table(rows),), landscape=False)
    made = paper(replace(samples.report(), annexes=(annex,)))
    sheets = made.pages[made.result.body_pages :]
    assert len(sheets) == pages
    assert {t.size for t in sheets[0].texts if t.text == "8.597"} <= {12.0, 11.5, 11.0}


@pytest.mark.parametrize(
    ("title", "limit", "lines"),
    [
        (
            "PHONG TRÀO THI ĐUA “DÂN VẬN KHÉO” 6 THÁNG ĐẦU NĂM 2020",
            420,
            ["PHONG TRÀO THI ĐUA “DÂN VẬN KHÉO”", "6 THÁNG ĐẦU NĂM 2020"],
        ),
        (
            "kết quả thực hiện Quy chế dân chủ ở cơ sở 6 tháng đầu năm 2020; nhiệm vụ "
            "6 tháng cuối năm 2020",
            420,
            [
                "kết quả thực hiện Quy chế dân chủ ở cơ sở",
                "6 tháng đầu năm 2020; nhiệm vụ 6 tháng cuối năm 2020",
            ],
        ),
    ],
)
def test_title_keeps_a_period_on_one_line(title: str, limit: float, lines: list[str]) -> None:
    """“6 tháng đầu | năm 2020” tears one name; a break before it or after a quotation does not."""
    found = balance(held(title), faces().pick(bold=True, italic=False), 14, limit=limit)
    assert [line.replace("\xa0", " ") for line in found] == lines


@pytest.mark.parametrize(
    ("heading", "lines"),
    [
        (
            "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2020",
            ["IV. PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM", "6 THÁNG CUỐI NĂM 2020"],
        ),
        (
            "II. KẾT QUẢ CÔNG TÁC DÂN VẬN VÀ THỰC HIỆN QUY CHẾ DÂN CHỦ QUÝ IV NĂM 2020",
            ["II. KẾT QUẢ CÔNG TÁC DÂN VẬN", "VÀ THỰC HIỆN QUY CHẾ DÂN CHỦ QUÝ IV NĂM 2020"],
        ),
        ("TÊN " + "X" * 90, ["TÊN"]),
    ],
)
def test_heading_in_the_text_tears_no_name(heading: str, lines: list[str]) -> None:
    """A heading of several lines breaks as a typist would break it, in the PDF; periods in both."""
    document = replace(samples.report(), blocks=(Heading(1, runs(heading)), *LINES), annexes=())
    found = [t.text.replace("\xa0", " ").strip() for t in paper(document).pages[0].texts]
    place = next(n for n, text in enumerate(found) if text.startswith(lines[0]))
    if "X" in heading:
        assert "".join(found[place : place + 4]).startswith(heading.replace(" ", ""))
    else:
        assert found[place : place + len(lines)] == lines
        period = " ".join(lines[-1].split()[-4:])
        assert held_title(period).replace(NBSP, " ") == period
        assert " " not in held_title(period)


def test_word_that_is_cut_keeps_the_space_before_its_dash() -> None:
    """A narrow column cuts “phòng -” and never prints “phòng-”."""
    face = faces().pick(bold=True, italic=False)
    parts = [Segment("Quốc phòng - an ninh", face)]
    for room in (20.0, 30.0, 38.0, 45.0):
        found = break_lines(parts, 12, first=room, rest=room)
        text = "|".join("".join(s.text for s in line.segments) for line in found)
        assert "g-" not in text
