"""Charts on paper: cut between lines, complete, and readable without colour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from danvan_desktop.documents.model import Annex, Bar, Chart, Paragraph, figures, plain_text, runs
from tests.core.documents import samples
from tests.core.documents.reading import Paper, paper

LONG = "Hội nghị đối thoại của người đứng đầu cấp ủy, chính quyền cấp xã với Nhân dân"


def chart(*, bars: int, compare: bool = True) -> Chart:
    """Return a chart of units with growing values."""
    return Chart(
        tuple(
            Bar(f"Xã số {n}", n, f"{n} lượt", n / 2, f"{n}/2", f"+{n}%", f"now@{n}", f"before@{n}")
            for n in range(1, bars + 1)
        ),
        title="Biểu đồ 1. Số lượt",
        unit="Đơn vị tính: lượt",
        note="Nguồn: sổ của Ban.",
        now_label="6 tháng đầu năm 2020",
        before_label="Cùng kỳ năm 2019" if compare else "",
    )


def _drawn(block: Chart, *, landscape: bool = False) -> Paper:
    annex = Annex("Biểu đồ", (block,), landscape=landscape)
    return paper(replace(samples.report(), blocks=(), annexes=(annex,)), links=True)


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("compare", [False, True])
def test_chart_of_many_lines_is_cut_between_them(*, landscape: bool, compare: bool) -> None:
    """Every page of it has the legend; no label is parted from its bars; nothing is lost."""
    made = _drawn(chart(bars=60, compare=compare), landscape=landscape)
    pages = made.pages[made.result.body_pages :]
    assert len(pages) >= 2
    seen: list[int] = []
    for page in pages:
        assert page.has("Cùng kỳ năm 2019") is compare
        labels = [t for t in page.texts if t.text.startswith("Xã số")]
        values = [t for t in page.texts if t.text.endswith(" lượt") and t.size == 12 and t.bold]
        assert len(labels) == len(values) > 1
        seen += [int(t.text.split()[-1]) for t in labels]
        for area in page.areas:
            assert area.right <= page.width - 15 + 0.05
            assert area.bottom <= page.height - 20 + 0.05
    assert seen == list(range(1, 61))
    assert pages[-1].has("Nguồn: sổ")
    assert not pages[0].has("Nguồn: sổ")


def test_short_chart_is_moved_and_not_cut() -> None:
    """A chart of less than a third of a page stays in one piece with its title."""
    for fill in range(24, 34, 3):
        lines = tuple(Paragraph(runs("Một dòng.")) for _ in range(fill))
        document = replace(samples.report(), blocks=(*lines, chart(bars=5)), annexes=())
        (page,) = [p for p in paper(document).pages if p.has("Biểu đồ 1.")]
        assert page.has("Xã số 1")
        assert page.has("Xã số 5")


def test_bars_are_as_long_as_their_values() -> None:
    """The longest reaches as far as its words allow; the others stand in proportion."""
    page = _drawn(chart(bars=10)).pages[-1]
    solid = [a for a in page.areas if a.fill is not None][1:]
    hatched = [a for a in page.areas if a.fill is None][1:]
    assert len(solid) == len(hatched) == 10
    for number, (now, before) in enumerate(zip(solid, hatched, strict=True), start=1):
        assert now.width / solid[-1].width == pytest.approx(number / 10, abs=0.01)
        assert before.width / now.width == pytest.approx(0.5, abs=0.01)
        assert before.top == pytest.approx(now.bottom, abs=1)
    assert page.find("10 lượt").right <= page.find("+10%").left


def test_nothing_and_no_data_have_words_and_no_bar() -> None:
    """Zero and unknown are said, not drawn."""
    block = Chart((Bar("Không", 0, "-"), Bar("Chưa có", None, "…"), Bar("Có", 2, "02")))
    page = _drawn(block).pages[-1]
    assert len(page.areas) == 1
    assert [page.has(words) for words in ("-", "…", "02", "Chưa có")] == [True] * 4


def test_chart_without_any_value_is_still_drawn() -> None:
    """All zero: only words and the axis."""
    page = _drawn(Chart((Bar("A", 0, "0"), Bar("B", None, "…")))).pages[-1]
    assert not page.areas
    assert page.has("…")


def test_long_words_of_a_chart_are_broken_within_their_column() -> None:
    """Labels, values, differences and legend may be long; the page's edge holds."""
    bar = Bar(LONG, 5, "5 cuộc, trong đó có " + LONG, 4, LONG, LONG)
    block = Chart((bar,), now_label=LONG * 2, before_label=LONG)
    page = _drawn(block).pages[-1]
    assert max(t.right for t in page.texts) <= page.width - 15 + 0.05
    shown = " ".join(t.text for t in page.texts)
    assert shown.count("Nhân dân") == LONG.count("Nhân dân") * 7


def test_values_of_a_chart_lead_to_their_records() -> None:
    """Each value is a link in the preview, the period before included."""
    block = chart(bars=2)
    made = _drawn(block)
    places = [place.figure for place in made.result.figure_places]
    assert places == ["now@1", "before@1", "now@2", "before@2"]
    document = replace(samples.report(), blocks=(block,), annexes=())
    assert figures(document) == tuple(places)
    assert "Xã số 1\t1 lượt\t1/2\t+1%" in plain_text(document)


@pytest.mark.parametrize("value", [-1.0, float("nan"), float("inf")])
def test_bar_that_cannot_be_drawn_is_refused(value: float) -> None:
    """A negative or endless length is a mistake of the caller."""
    with pytest.raises(ValueError, match="bar of length"):
        Bar("A", value, "?")
    with pytest.raises(ValueError, match="bar of length"):
        Bar("A", 1, "1", previous=value)


def test_last_line_of_a_chart_is_not_alone_on_its_page() -> None:
    """At least two lines go over."""
    for bars in range(18, 26):
        made = _drawn(chart(bars=bars))
        for page in made.pages[made.result.body_pages :]:
            assert len([t for t in page.texts if t.text.startswith("Xã số")]) >= 2


def test_chart_of_very_tall_lines_is_cut_one_by_one() -> None:
    """Labels of half a page each still find their pages."""
    bars = tuple(Bar(f"{n}. {LONG} " * 12, n, str(n)) for n in range(1, 6))
    made = _drawn(Chart(bars))
    shown = " ".join(t.text for p in made.pages for t in p.texts)
    assert shown.count("Nhân dân") == 60
