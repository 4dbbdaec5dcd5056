"""The template language of a section: what it shows, what it refuses, what it cannot reach."""

from __future__ import annotations

import pytest

from danvan_desktop.documents.model import (
    Cell,
    ListItem,
    Paragraph,
    RowKind,
    Run,
    TableBlock,
    runs_text,
)
from danvan_desktop.reports.markup import blocks_of
from danvan_desktop.reports.placeholders import figure_tag, figures_in
from danvan_desktop.reports.sections import Rendered, render_section, settle_words
from tests.core.reports.helpers import FixedFigures

NAMES = {"ky": {"ten": "6 tháng đầu năm 2020"}}


def filled(text: str) -> Rendered:
    """Fill in a text from the fixed figures."""
    return render_section(text, FixedFigures(), NAMES)


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ('{{ "mo_hinh" | so }}', "07"),
        ('{{ "mo_hinh" | so_nguyen }}', "7"),
        ('{{ "hoi_nghi" | so }}', "1.844"),
        ('{{ "ty_le" | ty_le }}', "72%"),
        ('{{ "tien" | tien }}', "1.705,5 triệu đồng"),
        ('{{ "mo_hinh" | so_sanh }}', "tăng 08 mô hình (+50%) so với cùng kỳ năm 2019"),
        ('{{ "hoi_nghi" | so_sanh }}', "chưa có số liệu cùng kỳ để so sánh"),
        ('{{ "so" | do_phu }}', "10/11"),
        ('{{ "so" | danh_sach_thieu }}', "xã Chà Là"),
        ('{{ "trong" | so }}', "…"),
        ("{{ ky.ten }}", "6 tháng đầu năm 2020"),
        ('{% if true %}{{ "mo_hinh" | so }}{% endif %}', "07"),
    ],
)
def test_filters_show_figures_as_papers_write_them(tag: str, shown: str) -> None:
    """Each filter writes its figure in the official style."""
    assert filled(tag).plain() == shown


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ('một\nhai {{ "khong_co" | so }}', 2, 9, "khong_co"),
        ('{{ "mo_hinh" | ty_le }}', 1, 5, "không phải là tỷ lệ"),
        ('{{ "mo_hinh" | tien }}', 1, 5, "không phải là số tiền"),
        ('{{ "khong_co" | do_phu }}', 1, 5, "khong_co"),
        ('Có {{ "mo_hinh" | so', 1, 4, "chưa có phần đóng"),
        ("dòng đầu\n{% if true %}dòng hai", 2, 1, "chưa có phần đóng"),
        ("{% for i in (1..3) %}x{% endif %}", 1, 1, "chưa có phần đóng"),
        ("{{ khong_co }}", 1, 4, "không có mục “khong_co”"),
        ('{{ "mo_hinh" | upcase }}', 1, 16, "không có cách hiện số “upcase”"),
        ('{% include "x" %}', 1, 4, "không dùng được thẻ “include”"),
        ('{% render "/etc/passwd" %}', 1, 4, "không dùng được thẻ “render”"),
        ("{{ ky.__class__ }}", 1, 4, "không có mục"),
        ('{{ "mo_hinh" so }}', 1, 14, "viết sai"),
        ("{{ }}", 1, 1, "chưa có gì bên trong"),
        ('a\nb \ud800 {{ "mo_hinh" | so }}', 2, 3, "ký tự hỏng"),
        ('a\nb\n{{ "a" | }}', 3, 8, "chưa có cách hiện số"),
        ("a\nb {{ }}", 2, 3, "chưa có gì bên trong"),
        ("a\n{% for x in %}x{% endfor %}", 2, 1, "thẻ lặp viết sai"),
        ("a\n{% assign x %}", 2, 1, "viết sai"),
        ('a\n{{ "mo_hinh" | so\nb {{ ky.ten }}', 2, 1, "chưa có phần đóng"),
        ("a\n{% endif %}", 2, 1, "thẻ đóng “endif” không có thẻ mở"),
        ("a\n{% else %}", 2, 1, "phải nằm trong một đoạn mở bằng “if”"),
        ("{% if true %}a{% else %}b\n{% else %}c{% endif %}", 2, 1, "đã có một thẻ “else”"),
        ("{% if true %}a{% else %}b{% elsif 1 %}c{% endif %}", 1, 26, "đứng sau “else”"),
        ('a\n{% if "mo_hinh" | gia_tri = 3 %}x{% endif %}', 2, 27, "hai dấu “==”"),
        ("a\n{% if %}x{% endif %}", 2, 1, "chưa có điều kiện"),
        ('a\n{{ "mo_hinh" | so | so }}', 2, 21, "đã hiện bằng “so”"),
        ('a\n{{ "mo_hinh" | hoa_dau | so }}', 2, 26, "phải đứng ngay sau số liệu"),
        ("a\n{{ ky.ten | so }}", 2, 4, "không có số liệu “6 tháng đầu năm 2020”"),
    ],
)
def test_mistakes_are_placed_and_explained(text: str, line: int, column: int, word: str) -> None:
    """A mistake becomes a sentence with line, column and what to do; nothing is raised."""
    found = filled(text)
    assert found.text == text
    fault = found.faults[0]
    assert (fault.line, fault.column) == (line, column)
    assert word in fault.message
    assert fault.remedy
    issue = fault.issue(section="II.6", title="Mục II.6")
    assert issue.message.startswith(f"Mục II.6, dòng {line}, cột {column}: ")


def test_every_mistake_of_a_section_is_told() -> None:
    """Several slips are listed at once, each on its line, and what is right is not among them."""
    text = (
        '{{ }} {{ "mo_hinh" | so }}\n{{ "a" | soo }}\n'
        '{% comment %}{{ }}{% endcomment %} {% endif %}\n{{ "mo_hinh" | so | so }}'
    )
    found = filled(text).faults
    assert [(one.line, one.column) for one in found] == [(1, 1), (2, 10), (3, 36), (4, 21)]


@pytest.mark.parametrize(
    "bomb",
    [
        "{% for i in (1..100000000) %}x{% endfor %}",
        "{% for i in (1..900) %}{% for j in (1..900) %}x{% endfor %}{% endfor %}",
        "{% if true %}" * 3000 + "{% endif %}" * 3000,
        '{% for i in (1..1000) %}{{ "mo_hinh" | so }}{{ "mo_hinh" | so }}{{ "mo_hinh" | so }}'
        '{{ "mo_hinh" | so }}{{ "mo_hinh" | so }}{{ "mo_hinh" | so }}{% endfor %}',
    ],
)
def test_bombs_are_stopped(bomb: str) -> None:
    """Loops without end and towers of blocks become one Issue, quickly."""
    found = filled(bomb)
    assert [fault.code for fault in found.faults] == ["template_limit"]


def test_hostile_text_stays_text() -> None:
    """Markup of other languages, private characters and stray braces are only letters."""
    text = "<b>x</b> & \U000f0000 }} %} {# c #} *lẻ **lẻ"
    (block,) = blocks_of(filled(text), "H1/2020")
    assert isinstance(block, Paragraph)
    assert runs_text(block.runs) == "<b>x</b> &  }} %} {# c #} *lẻ **lẻ"


def test_markup_makes_paragraphs_items_and_styles() -> None:
    """A line is a paragraph, "- " an item; stars make bold and italic, also around figures."""
    text = 'Có **{{ "mo_hinh" | so }} mô hình**, *mới*.\n\n- ý một\n+ ý hai'
    first, second, third = blocks_of(filled(text), "H1/2020")
    assert first == Paragraph(
        (
            Run("Có "),
            Run("07", bold=True, figure="mo_hinh@H1/2020"),
            Run(" mô hình", bold=True),
            Run(", "),
            Run("mới", italic=True),
            Run("."),
        )
    )
    assert second == ListItem((Run("ý một"),), "-")
    assert third == ListItem((Run("ý hai"),), "+")


def test_figures_in_text_are_found_with_their_places() -> None:
    """The editor gets every live figure with the place of its tag."""
    text = "Có {{ \"dvk_dang_ky/doi_tuong/tap_the\" | so }} và {{'mo_hinh'|ty_le}}, {{ hỏng"
    first, second = figures_in(text)
    assert (first.path, first.filter) == ("dvk_dang_ky/doi_tuong/tap_the", "so")
    assert text[first.start : first.end] == figure_tag(first.path)
    assert (second.path, second.filter) == ("mo_hinh", "ty_le")


@pytest.mark.parametrize("path", ["", 'a"b', "a/b", "a }} b", "a b"])
def test_figure_tag_refuses_what_is_no_path(path: str) -> None:
    """A tag is only written for what can be a path."""
    with pytest.raises(ValueError, match=r"\| so"):
        figure_tag(path)


_HOSTILE = (
    "Thửa đất 2*3*4 m và A*B*, xem (*) **đậm**",
    "# X",
    "### X",
    "#",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "|",
    "- gạch\n+ cộng\n– dài\n• tròn\n-",
    "1. một\n12. mười hai\n3.",
    "a) điểm\nđ) điểm",
    "{{ ky.ten }}{% for %}{",
    "{% if true %}x{% endif %}",
    "%}}}",
    "---",
    ":--:",
)


@pytest.mark.parametrize("said", _HOSTILE)
@pytest.mark.parametrize(
    "frame", ["{}", "Có {}.", "**{}**", "*{}*", "- {}", "a) {} *x*", "{} **x**"]
)
def test_text_of_a_record_is_never_markup(said: str, frame: str) -> None:
    """What stood in a record is printed letter for letter, live and after it was written out."""
    upright = frame not in ("**{}**", "*{}*")
    said = said if upright else said.partition("\n")[0]
    names = {"hop": {"ten": said}}
    template = frame.format("{{ hop.ten }}")
    live = render_section(template, FixedFigures(), names)
    settled = render_section(settle_words(template, FixedFigures(), names), FixedFigures(), {})
    wanted = frame.format("§").replace("**", "").replace("*", "").removeprefix("- ")
    for found in (live, settled):
        assert found.faults == ()
        blocks = blocks_of(found, "H1/2020")
        printed = [runs_text(b.runs) for b in blocks if isinstance(b, Paragraph | ListItem)]
        assert len(printed) == len(blocks)
        shown = wanted.removeprefix("a) ").replace("§", said)
        assert "\n".join(printed) == shown
        lists = [one for one in blocks if isinstance(one, ListItem)]
        assert len(lists) == (frame[:2] in ("- ", "a)"))
        for block in blocks[:1]:
            assert isinstance(block, Paragraph | ListItem)
            for run in block.runs:
                assert not upright or run.text == "x" or not (run.bold or run.italic)
    assert live.plain() == template.replace("{{ hop.ten }}", said)


def test_cells_of_records_leave_the_table_as_it_is() -> None:
    """A bar, a line of dashes or stars in a record is a letter of its cell."""
    names = {"hop": {"ten": "a | b", "so": "---", "sao": "*x*"}}
    text = "| Tên | Số | Sao |\n| {{ hop.ten }} | {{ hop.so }} | {{ hop.sao }} |"
    (table,) = blocks_of(render_section(text, FixedFigures(), names), "H1/2020")
    assert isinstance(table, TableBlock)
    (row,) = table.rows
    assert [getattr(cell, "text", cell) for cell in row.cells] == ["a | b", "---", "*x*"]
    assert not any(getattr(cell, "italic", False) for cell in row.cells)


_LINES = ("một\nhai\r\nba", "| a | b |\n|---|\n\n- gạch\u2028Tổng\x85# đề", "\n\n", "x" * 9_000)


@pytest.mark.parametrize("said", _LINES)
def test_lines_of_a_record_stay_in_their_cell(said: str) -> None:
    """A text of several lines is one cell of one row: live, in a loop and written out."""
    rows = "{% for dong in hop.dong %}| {{ dong.ten }} | **{{ dong.ten }}** | x |\n{% endfor %}"
    text = f"| A | B | C |\n| --- | --- | --- |\n| {{{{ hop.ten }}}} | 1 | 2 |\n{rows}Sau bảng."
    names = {"hop": {"ten": said, "dong": [{"ten": said}] * 2}}
    live = render_section(text, FixedFigures(), names)
    settled = render_section(settle_words(text, FixedFigures(), names), FixedFigures(), names)
    typed_over = render_section(live.stored(), FixedFigures(), {})
    for found in (live, settled, typed_over):
        table, after = blocks_of(found, "H1/2020")
        assert isinstance(table, TableBlock)
        assert isinstance(after, Paragraph)
        assert [len(row.cells) for row in table.rows] == [3, 3, 3]
        assert {row.kind for row in table.rows} == {RowKind.NORMAL}
        for row in table.rows:
            cell = row.cells[0]
            assert isinstance(cell, Cell)
            shown = [line.strip() for line in cell.text.splitlines() if line.strip()]
            assert shown == [line.strip() for line in said.splitlines() if line.strip()]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("| Tổng cộng | 5 |", RowKind.TOTAL),
        ("| | **Cộng:** | 5 |", RowKind.TOTAL),
        ("| Tổng {{ hop.so }} xã | 5 |", RowKind.TOTAL),
        ("| Tổng vệ sinh môi trường | 5 |", RowKind.NORMAL),
        ("| Công tác dân vận | 5 |", RowKind.NORMAL),
        ("| Tống Văn A | 5 |", RowKind.NORMAL),
        ("| {{ hop.ten }} | 5 |", RowKind.NORMAL),
        ("| {{ hop.tong }} | 5 |", RowKind.NORMAL),
    ],
)
def test_total_is_what_the_clerk_wrote(row: str, kind: RowKind) -> None:
    """A model named “Cộng đồng …” or even “Tổng cộng” is no total; the clerk's own words are."""
    names = {"hop": {"ten": "Cộng đồng tự quản", "tong": "Tổng cộng", "so": "11"}}
    for text in (row, settle_words(row, FixedFigures(), names)):
        found = render_section(f"| A | B |\n{text}", FixedFigures(), names)
        (table,) = blocks_of(found, "H1/2020")
        assert isinstance(table, TableBlock)
        assert table.rows[0].kind is kind


def test_text_that_somebody_wrote_stays_markup() -> None:
    """Texts of papers from before have no shields; they mean what they meant."""
    (block,) = blocks_of(filled("Có *ba* và \\*một\\* **việc**"), "H1/2020")
    assert isinstance(block, Paragraph)
    assert [run.text for run in block.runs if run.italic or run.bold] == ["ba", "một\\", "việc"]
