"""What must hold together at the foot of a page, whatever the length of the text."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Block,
    Column,
    Heading,
    Paragraph,
    Row,
    RowKind,
    TableBlock,
    runs,
)
from danvan_desktop.errors import Cancelled
from tests.core.documents import samples
from tests.core.documents.reading import Paper, paper

LINE = "Một dòng."


def _short(*blocks: Block, fill: int) -> Paper:
    """Render ``fill`` one-line paragraphs and then ``blocks``, with signature, without annex."""
    filler = tuple(Paragraph(runs(LINE)) for _ in range(fill))
    return paper(replace(samples.report(), blocks=filler + blocks, annexes=()))


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 7])
def test_signature_is_kept_whole_with_two_lines_of_text(lines: int) -> None:
    """Over a sweep of lengths the block never splits and never stands without text."""
    words = " ".join(["Kết thúc"] * (lines * 9 - 4))
    pages_used = set()
    for fill in range(9, 20):
        made = _short(Paragraph(runs(words)), fill=fill)
        last = made.pages[-1]
        pages_used.add(len(made.pages))
        for part in ("K/T TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Trần Thị B", "Nơi nhận:", "- Lưu Ban"):
            assert last.has(part), f"{part} is not on the last page of {fill} lines"
        foot = last.find("K/T TRƯỞNG BAN").baseline
        above = {round(t.baseline, 1) for t in last.texts if 20 < t.baseline < foot - 1}
        assert len(above) >= 2, f"only {len(above)} lines above the signature of {fill} lines"
    assert pages_used == {1, 2}


def test_paragraphs_leave_no_single_line_behind() -> None:
    """Neither the first nor the last line of a paragraph stands alone on a page."""
    for fill in range(20, 28):
        made = _short(Paragraph(runs(samples.FILLER)), Paragraph(runs(LINE)), fill=fill)
        counts = [
            len({round(t.baseline, 1) for t in page.texts if _is_filler(t.text)})
            for page in made.pages
        ]
        assert 1 not in counts
        assert sum(counts) == 4


def _is_filler(text: str) -> bool:
    return any(text.startswith(w) for w in ("Các cấp", "huyện tiếp", "về cơ sở", "Nhân dân để"))


def test_heading_never_stands_at_the_foot_of_a_page() -> None:
    """A chain of headings moves on together with at least two lines of its text."""
    for fill in range(16, 25):
        made = _short(
            Heading(1, runs("II- KẾT QUẢ")),
            Heading(2, runs("1. Đăng ký")),
            Paragraph(runs(samples.FILLER)),
            Paragraph(runs(LINE)),
            fill=fill,
        )
        (page,) = [p for p in made.pages if p.has("1. Đăng ký")]
        assert page.has("II- KẾT QUẢ")
        assert page.has("Các cấp ủy")
        assert page.has("huyện tiếp tục")


def test_heading_before_a_short_ending_goes_with_the_signature() -> None:
    """A heading is not left behind by a last paragraph that has to move."""
    for fill in range(16, 25):
        made = _short(Heading(1, runs("V- KIẾN NGHỊ")), Paragraph(runs("Không có.")), fill=fill)
        (page,) = [p for p in made.pages if p.has("V- KIẾN NGHỊ")]
        assert page.has("Không có.")
        assert page.has("K/T TRƯỞNG BAN")


@pytest.mark.parametrize("rows", [1, 2, 9])
def test_table_before_the_signature_leaves_rows_beside_it(rows: int) -> None:
    """A text that ends in a table keeps at least one row, under its header, with the block."""
    columns = (Column("TT", 0.5), Column("Nội dung", 5))
    table = TableBlock(columns, tuple(Row((str(n), "việc giao")) for n in range(rows)), title="Tựa")
    for fill in range(12, 25, 2):
        last = _short(table, fill=fill).pages[-1]
        assert last.has("K/T TRƯỞNG BAN")
        assert last.has("- Lưu Ban")
        assert last.has("việc giao")
        assert last.has("Nội dung")
        assert last.has("Tựa") or rows > 2


def test_text_without_paragraphs_still_carries_its_signature() -> None:
    """An empty draft shows its head and foot on one page."""
    made = _short(fill=0)
    assert len(made.pages) == 1
    assert made.pages[0].has("Trần Thị B")


def test_section_pages_tell_where_headings_and_annexes_begin() -> None:
    """The preview can jump to a section; the PDF's bookmarks name the same."""
    made = paper(samples.report())
    found = [(s.title, s.level, s.page) for s in made.result.section_pages]
    assert found[0] == ("I- TÌNH HÌNH CHUNG", 1, 1)
    assert ("6. Phong trào thi đua “Dân vận khéo”", 2, 2) in found
    assert found[-1] == ("Phụ lục số liệu", 1, 3)
    outline = made.reader.outline
    assert [str(entry.title) for entry in outline if not isinstance(entry, list)] == [
        title for title, level, _page in found if level == 1
    ]


def test_progress_is_told_page_by_page_and_may_cancel() -> None:
    """A long paper can be stopped; nothing is written then."""
    seen: list[int] = []

    def stop(done: int, total: int, text: str = "") -> None:
        seen.append(done)
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        paper(samples.report(rows=200), progress=stop)
    assert seen == [1, 2, 3]


@pytest.mark.parametrize("profile", ["DANG_HD36", "ND30"])
def test_table_header_repeats_and_no_row_is_torn(profile: str) -> None:
    """Every page of an annex is landscape and starts with the header; rows stay whole."""
    made = paper(samples.report(profile, rows=90))
    annex = made.pages[made.result.body_pages :]
    assert len(annex) > 3
    for page in annex:
        assert (round(page.width), round(page.height)) == (297, 210)
        for head in ("Lĩnh vực đăng ký", "Đơn vị", "Kinh tế", "Tổng số", "Ghi chú"):
            assert page.has(head)
        pieces = [t for t in page.texts if t.text in ("Duy trì mô hình từ", "sung nội dung")]
        assert len(pieces) % 2 == 0
    numbers = [t.text for p in annex for t in p.texts if t.text.isdigit() and t.right < 37]
    assert numbers == [str(n) for n in range(1, 91)]
    total = annex[-1].find("Tổng cộng")
    assert total.bold
    assert annex[-1].find("33").bold
    assert annex[-1].has("“-”: không phát sinh")
    assert any(t.text.isdigit() and t.right < 37 for t in annex[-1].texts), "the total is alone"


def test_table_of_two_header_levels_spans_its_group() -> None:
    """The group stands centred over its four columns and above their heads."""
    page = paper(samples.report()).pages[2]
    group, first, last = page.find("Lĩnh vực"), page.find("Kinh tế"), page.find("chính trị")
    assert first.left < group.left
    assert group.right < last.right
    assert group.baseline < first.baseline
    edges = sorted({round(r.left, 2) for r in page.rules if r.left == pytest.approx(r.right)})
    assert edges[0] == pytest.approx(30, abs=0.05)
    assert edges[-1] == pytest.approx(297 - 15, abs=0.05)
    assert len(edges) == 10


def test_row_taller_than_a_page_is_divided_and_loses_nothing() -> None:
    """Only a row that no page could hold is cut, between lines."""
    words = " ".join(f"ý{n}" for n in range(2500))
    table = TableBlock(
        (Column("TT", 0.5), Column("Ý kiến", 3)), (Row(("1", words)), Row(("2", "hết")))
    )
    made = paper(replace(samples.report(), blocks=(table,)))
    body = [w for t in made.plain.split() for w in [t] if w.startswith("ý") and w[1:].isdigit()]
    assert body == words.split()
    for page in made.pages:
        assert max(t.baseline for t in page.texts) <= page.height - 20


def test_wide_table_shrinks_before_it_cuts_words() -> None:
    """Many columns of long numbers are set smaller, down to 9 pt, and stay whole."""
    columns = tuple(Column(f"Cột số {n}", 1, Align.RIGHT) for n in range(11))
    table = TableBlock(columns, (Row(tuple("1.327.453.000" for _ in columns)),))
    made = paper(replace(samples.report(), blocks=(), annexes=_annex(table)))
    numbers = [t for t in made.pages[-1].texts if t.text == "1.327.453.000"]
    assert len(numbers) == 11
    assert 9 <= numbers[0].size < 12
    assert all(a.right <= b.left for a, b in pairwise(numbers))


def _annex(table: TableBlock) -> tuple[Annex, ...]:
    return (Annex("Số liệu", (table,)),)


def test_section_rows_keep_their_first_row() -> None:
    """A heading inside a table is not the last row of a page."""
    rows = [
        Row((f"Mục {n // 3}",), RowKind.SECTION) if n % 3 == 0 else Row((str(n), "dòng"))
        for n in range(90)
    ]
    made = paper(
        replace(
            samples.report(),
            annexes=_annex(TableBlock((Column("TT"), Column("Nội dung", 5)), tuple(rows))),
        )
    )
    for page in made.pages[made.result.body_pages :]:
        assert not page.texts[-1].text.startswith("Mục")


def test_several_annexes_are_numbered_in_roman() -> None:
    """Phụ lục I, II … each on new pages (NĐ 30, Phụ lục I)."""
    document = samples.report(rows=3)
    second = replace(document.annexes[0], title="Danh sách mô hình", landscape=False)
    made = paper(replace(document, annexes=(*document.annexes, second)))
    assert made.pages[-2].has("Phụ lục I")
    assert made.pages[-1].has("Phụ lục II")
    assert made.pages[-1].has("DANH SÁCH MÔ HÌNH")
    assert round(made.pages[-1].width) == 210


def test_section_of_a_table_keeps_two_rows_where_it_has_them() -> None:
    """Neither the name of a section nor one row of it stays behind at a page's foot."""
    for rows_in_section in (2, 3, 5):
        rows: list[Row] = []
        for number in range(30):
            rows.append(Row((f"Mục {number}",), RowKind.SECTION))
            rows += [Row((str(n), f"dòng {n} của mục {number}")) for n in range(rows_in_section)]
        columns = (Column("TT"), Column("Nội dung", 5))
        made = paper(replace(samples.report(), annexes=_annex(TableBlock(columns, tuple(rows)))))
        for page in made.pages[made.result.body_pages :]:
            shown = [t.text for t in page.texts if t.text.startswith(("Mục", "dòng"))]
            assert shown[-2].startswith("dòng")
            assert shown[-1].startswith("dòng")


def test_table_begins_with_two_rows_or_on_the_next_page() -> None:
    """A header with a single row under it is not left at a page's foot."""
    columns = (Column("TT"), Column("Nội dung", 5))
    table = TableBlock(columns, tuple(Row((str(n), "việc")) for n in range(12)), title="Bảng A")
    for fill in range(18, 30):
        made = _short(table, Paragraph(runs(LINE)), fill=fill)
        (page,) = [p for p in made.pages if p.has("Bảng A")]
        assert len([t for t in page.texts if t.text == "việc"]) >= 2
