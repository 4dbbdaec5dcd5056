"""Parts, articles and grounds in the flow of pages; the contact foot; papers laid crosswise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from danvan_desktop.documents.closing import without_stop
from danvan_desktop.documents.model import (
    Align,
    Block,
    Grounds,
    Heading,
    HeadingKind,
    Paragraph,
    Run,
    plain_text,
    runs,
    runs_text,
)
from danvan_desktop.reports.codec import decode, encode
from tests.core.documents import samples
from tests.core.documents.reading import paper
from tests.core.documents.skeletons import CHART

LINES: tuple[Block, ...] = tuple(Paragraph(runs("Một dòng.")) for _ in range(30))
PART = Heading(1, runs("Nhiệm vụ, giải pháp"), HeadingKind.PART, "Phần II")
ARTICLE = Heading(2, runs("Điều 4. Hiệu lực thi hành"), HeadingKind.ARTICLE)


def test_part_and_article_stay_with_the_text_under_them() -> None:
    """Neither a centred name nor an article is the last line of a page."""
    for fill in range(16, 26):
        blocks = (*LINES[:fill], PART, ARTICLE, Paragraph(runs(samples.FILLER)), LINES[0])
        made = paper(replace(samples.report(), blocks=blocks, annexes=()))
        (page,) = [p for p in made.pages if p.has("Phần II")]
        assert page.has("NHIỆM VỤ, GIẢI PHÁP")
        assert page.has("Điều 4.")
        assert page.has("huyện tiếp tục")


def test_line_that_keeps_its_next_is_never_last() -> None:
    """QUYẾT ĐỊNH: moves on with what is decided."""
    verdict = Paragraph(runs(Run("QUYẾT ĐỊNH:", bold=True)), align=Align.CENTER, keep_next=True)
    for fill in range(18, 28):
        blocks = (*LINES[:fill], verdict, Paragraph(runs(samples.FILLER)), LINES[0])
        made = paper(replace(samples.report(), blocks=blocks, annexes=()))
        (page,) = [p for p in made.pages if p.has("QUYẾT ĐỊNH:")]
        assert page.has("Các cấp ủy")


def test_bookmarks_name_parts_with_their_label() -> None:
    """``Phần II. Nhiệm vụ, giải pháp``, and the article below it."""
    made = paper(replace(samples.report(), blocks=(PART, ARTICLE, *LINES[:3]), annexes=()))
    titles = [(s.title, s.level) for s in made.result.section_pages]
    assert titles == [("Phần II. Nhiệm vụ, giải pháp", 1), ("Điều 4. Hiệu lực thi hành", 2)]


def test_part_without_a_name_is_its_label_alone() -> None:
    """And one without anything takes no room."""
    blocks = (replace(PART, runs=()), Heading(1, (), HeadingKind.PART), *LINES[:2])
    page = paper(replace(samples.report(), blocks=blocks, annexes=())).pages[0]
    assert page.has("Phần II")
    assert len([t for t in page.texts if t.text == "Một dòng."]) == 2


@pytest.mark.parametrize(
    "typed", ["Căn cứ A", "Căn cứ A;", "Căn cứ A.", "Căn cứ A, ", "Căn cứ A ;"]
)
def test_grounds_end_as_the_format_wants_whatever_was_typed(typed: str) -> None:
    """One ground of a Party paper ends with a comma; a figure at its end stays whole."""
    document = replace(samples.report(), blocks=(Grounds((runs(typed),)), *LINES[:3]), annexes=())
    assert paper(document).pages[0].find("Căn cứ").text == "- Căn cứ A,"
    figure = Run("12", figure="x@H1/2020")
    assert without_stop((Run("Cộng "), figure, Run(" ;"))) == (Run("Cộng "), figure)
    assert without_stop(runs(" ; ")) == ()


def test_paper_laid_crosswise_keeps_its_head_and_margins() -> None:
    """A list with a wide table may be landscape from its first page on."""
    document = replace(samples.report(), landscape=True, contact_lines=("Địa chỉ",), annexes=())
    for page in paper(document).pages:
        assert (round(page.width), round(page.height)) == (297, 210)
        assert min(t.left for t in page.texts) == pytest.approx(30, abs=0.1)
        assert max(t.right for t in page.texts) <= 297 - 15 + 0.05
    page = paper(document).pages[0]
    assert page.find("Địa chỉ").baseline < 210 - 20
    assert page.find("BÁO CÁO").centre == pytest.approx((30 + 297 - 15) / 2, abs=0.5)


def test_text_never_runs_into_the_contact_lines() -> None:
    """Page 1 ends above them, page 2 at the margin again."""
    lines = tuple(f"Dòng liên hệ số {n}" for n in range(1, 5))
    for fill in range(14, 26):
        blocks = tuple(Paragraph(runs("Một dòng.")) for _ in range(fill))
        document = replace(samples.report(), blocks=blocks, contact_lines=lines, annexes=())
        first = paper(document).pages[0]
        top = first.find("Dòng liên hệ số 1").baseline - 4
        assert all(t.baseline < top for t in first.texts if "Dòng liên hệ" not in t.text)


def test_new_blocks_are_kept_by_a_frozen_report() -> None:
    """What a report says is stored as JSON and comes back equal."""
    for block in (PART, ARTICLE, Grounds((runs("Căn cứ A"),)), CHART):
        assert decode(encode(block)) == block


def test_plain_text_holds_parts_grounds_marks_and_contact() -> None:
    """Search sees all of it, in reading order."""
    document = replace(
        samples.report(),
        blocks=(Grounds((runs("Căn cứ A"),)), PART, CHART),
        typist_mark="ABC-268",
        contact_lines=("Điện thoại 0276.3877001",),
    )
    text = plain_text(document)
    parts = ("Căn cứ A", "Phần II", "Nhiệm vụ", "Mô hình đăng ký", "ABC-268", "Điện thoại")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert runs_text(PART.runs) == "Nhiệm vụ, giải pháp"
