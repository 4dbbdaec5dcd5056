"""The filters, conditions, lists and tables of the template language, and its limits."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from danvan_desktop.documents.model import Align, ListItem, Paragraph, RowKind, TableBlock
from danvan_desktop.reports.bare_sentences import without_sentences
from danvan_desktop.reports.drafts import settled
from danvan_desktop.reports.figures import (
    Coverage,
    FigurePart,
    FigureValue,
    parse_path,
    reference,
    split_reference,
)
from danvan_desktop.reports.markup import blocks_of
from danvan_desktop.reports.no_data import spoken
from danvan_desktop.reports.placeholders import figure_tag, figures_in, tags_in
from danvan_desktop.reports.sections import render_section, settle_words
from danvan_desktop.reports.shown import CATALOGUE, FILTERS, LABELS, TEXT_FILTERS, TEXT_LABELS
from danvan_desktop.vietnamese import number_in_words
from tests.core.reports.helpers import FixedFigures

NAMES = {
    "ky": {"ten": "6 tháng đầu năm 2020", "tu_ngay": "15/12/2019", "den_ngay": "14/6/2020"},
    "dia_ban": "huyện",
}
SECONDS = 2.0


class Broken(FixedFigures):
    """Figures that can be broken down by level and by unit."""

    def __init__(self) -> None:
        super().__init__(mo_hinh=24, khong_co=0)

    def figure(self, path: str) -> FigureValue | None:
        """Give one of the fixed figures, a unit's part of it, or a figure with a word."""
        if path == "gan_dung":
            return FigureValue(path=path, value=4400, unit="lượt", qualifier="trên")
        if path == "mo_hinh/cap/X":
            return FigureValue(path=path, value=20, unit="mô hình")
        if path == "mo_hinh/don_vi/X1":
            return FigureValue(path=path, value=6, unit="mô hình")
        return super().figure(path)

    def parts(self, path: str, axis: str = "") -> tuple[FigurePart, ...] | None:
        """Break ``mo_hinh`` down."""
        if path == "khong_co":
            return ()
        if path != "mo_hinh" or axis not in ("", "cap", "don_vi"):
            return None
        if axis == "don_vi":
            pairs = (("X1", "xã Phan", 6), ("X2", "xã Lộc Ninh", 14), ("X3", "xã Suối Đá", 4))
            return tuple(FigurePart(key=k, name=n, value=v) for k, n, v in pairs)
        return (
            FigurePart(key="H", name="cấp huyện", value=4),
            FigurePart(key="X", name="cấp xã", value=Decimal(20), qualifier="trên"),
        )

    def coverage(self, path: str) -> Coverage | None:
        """Miss one of five communes."""
        return Coverage(reported=4, expected=5, missing=("X5",), present=("X1", "X2", "X3", "X4"))

    def unit_name(self, code: str) -> str:
        """Name a commune by its code."""
        return {"X5": "xã Chà Là", "X4": "xã Bàu Năng"}.get(code, f"xã {code}")

    def units(self) -> tuple[tuple[str, str], ...]:
        """List two communes."""
        return (("X1", "xã Phan"), ("X2", "xã Lộc Ninh"))


def said(text: str) -> str:
    """Fill in a text that has no faults."""
    found = render_section(text, Broken(), NAMES)
    assert not found.faults
    return found.plain()


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ('{{ "gan_dung" | so }}', "trên 4.400"),
        ('{{ "gan_dung" | so_dvt }}', "trên 4.400 lượt"),
        ('{{ "mo_hinh" | chu }}', "hai mươi bốn"),
        ('{{ "mo_hinh" | so_chu }}', "24 (hai mươi bốn)"),
        ('{{ "mo_hinh" | so_dvt }}', "24 mô hình"),
        ('{{ "mo_hinh/cap/X" | ty_trong }}', "83,3%"),
        ('{{ "mo_hinh/cap/X" | ty_trong: 0 }}', "83%"),
        ('{{ "tien" | tien: "ty" }}', "1,706 tỷ đồng"),
        ('{{ "tien" | tien: "dong" }}', "1.705.500.000 đồng"),
        ('{{ "tien" | tien_chu }}', "một tỷ bảy trăm linh năm triệu năm trăm nghìn đồng"),
        ('{{ "mo_hinh" | so_sanh: "phan_tram" }}', "tăng 50% so với cùng kỳ năm 2019"),
        ('{{ "mo_hinh" | so_sanh: "so" }}', "tăng 08 mô hình so với cùng kỳ năm 2019"),
        ('{{ "mo_hinh" | so_sanh: "ngan" }}', "tăng 50%"),
        ('{{ "mo_hinh" | so_sanh | hoa_dau }}', "Tăng 08 mô hình (+50%) so với cùng kỳ năm 2019"),
        ('{{ "hoi_nghi" | so_sanh_truoc }}', "chưa có số liệu kỳ trước để so sánh"),
        ('{{ "mo_hinh" | trong_do }}', "trong đó: cấp huyện 04, cấp xã trên 20"),
        ('{{ "mo_hinh" | phan_theo: "don_vi" }}', "xã Phan 06, xã Lộc Ninh 14, xã Suối Đá 04"),
        ('{{ "khong_co" | phan_theo }}', "không"),
        ('{{ "mo_hinh" | dung_dau: 2 }}', "xã Lộc Ninh (14), xã Phan (06)"),
        ('{{ "mo_hinh" | thap_nhat: 1 }}', "xã Suối Đá (04)"),
        ('{{ "mo_hinh" | chua_co }}', "xã Bàu Năng"),
        ('{{ "so" | da_bao_cao }}', "xã X1, xã X2, xã X3, xã Bàu Năng"),
        ('{{ "so" | so_thieu }}', "01"),
        ("{{ ky.tu_ngay | ngay_dai }}", "ngày 15 tháng 12 năm 2019"),
        ("{{ ky.den_ngay | thang_nam }}", "tháng 6/2020"),
        ("{{ ky.ten | hoa_dau }}", "6 tháng đầu năm 2020"),
        ("{{ dia_ban | hoa }}", "HUYỆN"),
        ('{% if "mo_hinh" | co %}có{% else %}không{% endif %}', "có"),
        ('{% if "khong_co" | khong %}không có{% endif %}', "không có"),
        ('{% if "trong" | co %}a{% elsif "trong" | khong %}b{% else %}c{% endif %}', "c"),
        ('{% if "mo_hinh" | gia_tri > 20 and "mo_hinh" | tang %}nhiều{% endif %}', "nhiều"),
        ('{% unless "mo_hinh" | giam %}không giảm{% endunless %}', "không giảm"),
        ('{% if "mo_hinh" | bang %}bằng{% else %}khác{% endif %}', "khác"),
        ('{% if "mo_hinh" | gia_tri == 24 %}đúng{% endif %}', "đúng"),
        ('{% if "mo_hinh" | co_cung_ky %}{{ "mo_hinh" | so_sanh: "ngan" }}{% endif %}', "tăng 50%"),
        ('{% if "trong" | co_cung_ky %}{{ "trong" | so_sanh }}{% endif %}', ""),
        ('{% if "so" | thieu %}còn thiếu {{ "so" | so_thieu }}{% endif %}', "còn thiếu 01"),
        ("{% for dv in don_vi %}{{ dv.ten }}; {% endfor %}", "xã Phan; xã Lộc Ninh; "),
        (
            '{% for dv in don_vi %}{% if dv.ma == "X1" %}{{ "mo_hinh" | so: dv.ma }}'
            "{% endif %}{% endfor %}",
            "06",
        ),
    ],
)
def test_filters_write_what_papers_say(tag: str, shown: str) -> None:
    """Every form of a figure reads as in a printed report."""
    assert said(tag) == shown


def test_every_filter_is_explained() -> None:
    """The editor has a label, an explanation and an example for each filter."""
    assert set(LABELS) == set(FILTERS)
    assert set(TEXT_LABELS) == set(TEXT_FILTERS)
    for spec in CATALOGUE.values():
        assert spec.label
        assert spec.explanation
        assert spec.example


def test_figure_at_a_unit_keeps_the_unit_in_its_reference() -> None:
    """A figure in a loop over units leads to the records of its own unit."""
    found = render_section('{{ "mo_hinh" | so: "X1" }}', Broken(), NAMES)
    assert found.uses[0].path == "mo_hinh/don_vi/X1"
    assert found.uses[0].filter == "so"


@pytest.mark.parametrize(
    ("path", "place", "axis", "when"),
    [
        ("a", "", "", ""),
        ("a/linh_vuc/KT", "", "linh_vuc", ""),
        ("a/don_vi/TN-DMC-05", "don_vi/TN-DMC-05", "", ""),
        ("a/cap/X/linh_vuc/KT", "cap/X", "linh_vuc", ""),
        ("a@luy_ke", "", "", "luy_ke"),
        ("a/don_vi/X5@N/2019", "don_vi/X5", "", "N/2019"),
        ("a@GD/2018-2020", "", "", "GD/2018-2020"),
    ],
)
def test_paths_are_read_and_written_back(path: str, place: str, axis: str, when: str) -> None:
    """A path names place, part and time, and survives being a reference of a paper."""
    found = parse_path(path)
    assert found is not None
    assert (found.place, found.axis, found.when) == (place, axis, when)
    assert found.written() == path
    assert split_reference(reference(path, "H1/2020")) == (path, "H1/2020")


@pytest.mark.parametrize(
    "path", ["", "a/b", "a/b/c/d/e/f/g", "a@hom_qua", "a b", "a@", "a/x/y/u/v/w/z"]
)
def test_paths_that_are_none_are_refused(path: str) -> None:
    """What cannot name a figure is not read as one."""
    assert parse_path(path) is None


@pytest.mark.parametrize(
    "name", ["so", "so_sanh:ngan", "dung_dau:5", "trong_do:cap", "so_sanh:so|hoa_dau"]
)
def test_tags_are_written_and_found_again(name: str) -> None:
    """What the picker inserts is the figure that the editor shows."""
    tag = figure_tag("mo_hinh/cap/X@luy_ke", name)
    (found,) = figures_in(f"a {tag} b")
    assert (found.path, found.filter) == ("mo_hinh/cap/X@luy_ke", name)


def test_words_and_conditions_are_found_as_tags() -> None:
    """The editor can show what is not a figure as a chip too."""
    text = '{{ ky.ten }} {% if "mo_hinh" | co %}x{% endif %} {{ hỏng {% lạ %}'
    assert [tag.text for tag in tags_in(text)] == [
        "{{ ky.ten }}",
        '{% if "mo_hinh" | co %}',
        "{% endif %}",
    ]


def test_settled_words_leave_conditions_and_figures() -> None:
    """A default text keeps what is live when a draft begins."""
    text = '{% if "mo_hinh" | co %}{{ ky.ten }}: {{ "mo_hinh" | so }}{% endif %}{{ dv.ten }}'
    settled = settle_words(text, Broken(), NAMES)
    assert settled == (
        '{% if "mo_hinh" | co %}6 tháng đầu năm 2020: {{ "mo_hinh" | so }}{% endif %}{{ dv.ten }}'
    )


def test_table_of_units_is_filled_by_a_loop() -> None:
    """Lines between bars become a table with header, right-aligned numbers and total."""
    text = (
        "Trước bảng\n| Đơn vị | Số mô hình |\n|---|---:|\n"
        '{% for dv in don_vi %}| {{ dv.ten }} | {{ "mo_hinh" | so_nguyen }} |\n{% endfor %}'
        '| Cộng | **{{ "mo_hinh" | so_nguyen }}** |\nSau bảng'
    )
    before, table, after = blocks_of(render_section(text, Broken(), NAMES), "H1/2020")
    assert isinstance(table, TableBlock)
    assert isinstance(before, Paragraph)
    assert isinstance(after, Paragraph)
    assert [column.header for column in table.columns] == ["Đơn vị", "Số mô hình"]
    assert table.columns[1].align is Align.RIGHT
    assert [row.kind for row in table.rows] == [RowKind.NORMAL, RowKind.NORMAL, RowKind.TOTAL]
    cell = table.rows[2].cells[1]
    assert not isinstance(cell, str)
    assert (cell.text, cell.figure, cell.bold) == ("24", "mo_hinh@H1/2020", True)


def test_uneven_rows_lose_no_text() -> None:
    """A short row is filled, a long one keeps its words, one cell goes across."""
    text = "| A | B |\n| một |\n| hai | ba | bốn |\n| 5 |"
    (table,) = blocks_of(render_section(text, Broken(), NAMES), "H1/2020")
    assert isinstance(table, TableBlock)
    assert [len(row.cells) for row in table.rows] == [1, 3, 1]


@pytest.mark.parametrize(
    ("text", "markers"),
    [
        ("a) một\nb) hai\nd) ba", ["a)", "b)", "d)"]),
        ('a) một\n{% if "trong" | co %}b) hai\n{% endif %}c) ba', ["a)", "b)"]),
        ('3. một\n{% if "trong" | co %}4. hai\n{% endif %}5. ba', ["3.", "4."]),
    ],
)
def test_numbered_items_close_the_gap_of_a_condition(text: str, markers: list[str]) -> None:
    """What was typed stands; only where a condition left an item out is it numbered anew."""
    found = blocks_of(render_section(text, Broken(), NAMES), "H1/2020")
    assert [block.marker for block in found if isinstance(block, ListItem)] == markers


@pytest.mark.parametrize(
    "bomb",
    [
        "**a " * 50_000,
        "{{ " * 60_000,
        "{% if x %}" * 20_000,
        "{{ ky" + ".a" * 60_000 + " }}",
        "{% if 1 == " + "(" * 30_000 + " %}{% endif %}",
        "{% if " + "true and " * 20_000 + "true %}x{% endif %}",
        "{{ " + "9" * 10_000 + " }}",
        '{% for i in (1..1000) %}{% for j in (1..1000) %}{{ "mo_hinh" | chu }}'
        "{% endfor %}{% endfor %}",
        "{% for i in (1..1000) %}{% assign a = ky.ten %}" + "x" * 900 + "{% endfor %}",
        "| a " * 40_000,
        "a) x\n" * 40_000,
        "{{" * 50_000,
        "{" * 100_000,
        "{%" * 50_000,
        "{#" * 50_000,
        "{{-" * 60_000,
        '{{ "' * 50_000,
        "{%if" + " " * 190_000,
        ("{{" + " " * 990 + "}}") * 200,
        "{% raw %}" * 20_000,
        "{% comment %}" + "{{ " * 60_000 + "{% endcomment %}",
        "{% if x %}" * 9_000 + "{% endfor %}" * 9_000,
        "{{ 'a' }}" * 20_000,
        "*" * 200_000,
    ],
)
def test_bombs_end_in_time(bomb: str) -> None:
    """Whatever is written stops within two seconds, as text or as one message."""
    begun = time.perf_counter()
    found = render_section(bomb, Broken(), NAMES)
    blocks_of(found, "H1/2020")
    settled(bomb, Broken(), NAMES, whole=True)
    spoken(bomb, bomb, Broken(), NAMES)
    without_sentences(bomb, ["mo_hinh"])
    assert time.perf_counter() - begun < SECONDS
    for fault in found.faults:
        assert fault.message
        assert fault.remedy


@pytest.mark.parametrize(
    "text",
    [
        '{% include "a" %}',
        '{% render "a" %}',
        '{% extends "a" %}',
        "{% macro a %}{% endmacro %}",
        "{% capture a %}x{% endcapture %}",
        "{% liquid assign a = 1 %}",
        "{% increment a %}",
        "{{ ky.__class__ }}",
        "{{ ky.ten.__class__.__mro__ }}",
        "{{ don_vi.__len__ }}",
        '{{ "x" | import }}',
        '{{ "/etc/passwd" | so }}',
    ],
)
def test_nothing_outside_can_be_reached(text: str) -> None:
    """No file, no other template, no attribute of an object: each is a sentence."""
    found = render_section(text, Broken(), NAMES)
    assert len(found.faults) == 1
    assert found.faults[0].line == 1
    assert found.faults[0].remedy


# --- any template over the grammar

_PATHS = st.sampled_from(
    ["mo_hinh", "trong", "khong_co", "tien", "ty_le", "mo_hinh/cap/X", "lạ", "a b", "x@luy_ke", ""]
)
_OPTIONS = st.sampled_from(["", ': "cap"', ": 3", ': "lạ"', ": dv.ma", ": 1, 2", ": x: 1"])
_FILTER = st.sampled_from([*CATALOGUE, *TEXT_FILTERS, "upcase", "lạ"])
_FIGURE = st.builds(
    lambda path, name, option, more: f'{{{{ "{path}" | {name}{option}{more} }}}}',
    _PATHS,
    _FILTER,
    _OPTIONS,
    st.sampled_from(["", " | hoa_dau", " | so", " | ngay"]),
)
_WORD = st.sampled_from(
    ["{{ ky.ten }}", "{{ ky.tu_ngay | ngay_dai }}", "{{ a.b }}", "{{ dv.ten }}"]
)
_PLAIN = st.text(alphabet="aâđ |*-#\n{}%\"'1.)", max_size=12)
_CONDITION = st.builds(
    lambda path, name, more: f'"{path}" | {name}{more}',
    _PATHS,
    st.sampled_from(["co", "khong", "bang", "gia_tri", "so", "thieu"]),
    st.sampled_from(["", " > 10", ' == "a"', " and ky.ten", " or false", " contains 1", " and"]),
)


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    many = st.lists(inner, max_size=3).map("".join)
    more, times = (_CONDITION, many, many), st.integers(-3, 10**9)
    return st.one_of(
        st.builds(lambda c, a, b: f"{{% if {c} %}}{a}{{% else %}}{b}{{% endif %}}", *more),
        st.builds(lambda c, a: f"{{% unless {c} %}}{a}{{% endunless %}}", _CONDITION, many),
        st.builds(lambda a: f"{{% for dv in don_vi %}}{a}{{% endfor %}}", many),
        st.builds(lambda n, a: f"{{% for i in (1..{n}) %}}{a}{{% endfor %}}", times, many),
        st.builds(lambda c, a: f"{{% if {c} %}}{a}", _CONDITION, many),
        st.builds(
            lambda p, a: (
                f'{{% assign x = "{p}" | gia_tri %}}{{% case x %}}{{% when 1 %}}{a}{{% endcase %}}'
            ),
            _PATHS,
            many,
        ),
    )


_TEMPLATES = st.recursive(st.one_of(_FIGURE, _WORD, _PLAIN), _nested, max_leaves=12)
_QUICK = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@_QUICK
@given(st.lists(_TEMPLATES, max_size=4).map("".join))
def test_any_template_renders_or_says_where_and_why(text: str) -> None:
    """Over the whole grammar, right or wrong, there is a paper or a sentence with its place."""
    _holds(text)


@_QUICK
@given(st.text(max_size=200))
def test_any_text_renders_or_says_where_and_why(text: str) -> None:
    """Arbitrary letters are text, or a mistake that can be found."""
    _holds(text)


@_QUICK
@given(st.text(alphabet="{}%|\"' .:()[]=<>ifendortr1\n", max_size=120))
def test_any_signs_of_the_language_render_or_say_why(text: str) -> None:
    """Neither does a heap of the language's own signs break it."""
    _holds(text)


def _holds(text: str) -> None:
    begun = time.perf_counter()
    found = render_section(text, Broken(), NAMES)
    blocks_of(found, "H1/2020")
    assert time.perf_counter() - begun < SECONDS
    for fault in found.faults:
        assert fault.line >= 1
        assert fault.column >= 1
        assert 0 <= fault.offset <= len(text) + 1
        assert fault.message.endswith(".")
        assert fault.remedy.endswith(".")
    if found.faults:
        assert found.uses == ()


# --- numbers in words


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 10**12))
def test_numbers_in_words_follow_the_rules(number: int) -> None:
    """Mốt and lăm stand only behind mươi or mười, linh only between trăm and a digit."""
    words = number_in_words(number).split()
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        if word == "mốt":
            assert before == "mươi"
        if word == "lăm":
            assert before in ("mươi", "mười")
        if word == "linh":
            assert before == "trăm"
            assert words[place + 1] in (
                "một",
                "hai",
                "ba",
                "bốn",
                "năm",
                "sáu",
                "bảy",
                "tám",
                "chín",
            )
        if word == "mươi":
            assert before not in ("", "một", "không")
    assert "một mươi" not in " ".join(words)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 10**9))
def test_numbers_in_words_read_back(number: int) -> None:
    """The words say exactly this number."""
    assert _read(number_in_words(number).split()) == number


def _read(words: list[str]) -> int:
    digits = {w: n for n, w in enumerate("không một hai ba bốn năm sáu bảy tám chín".split())}
    digits |= {"mốt": 1, "lăm": 5}
    total, group, digit = 0, 0, 0
    for word in words:
        if word in digits:
            digit = digits[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word in ("nghìn", "triệu", "tỷ"):
            power = {"nghìn": 1000, "triệu": 10**6, "tỷ": 10**9}[word]
            total, group, digit = total + (group + digit) * power, 0, 0
    return total + group + digit
