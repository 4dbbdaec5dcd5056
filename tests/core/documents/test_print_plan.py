"""Pages are laid out on sheets so that every margin is at the right edge."""

from __future__ import annotations

import pytest

from danvan_desktop.documents.print_plan import (
    Alignment,
    Offset,
    PageShape,
    Side,
    Sides,
    Stack,
    binding_mm,
    plan,
    read_pages,
)

TEXT = PageShape(landscape=False, left_mm=30.1, right_mm=15.2)
TABLE = PageShape(landscape=True, left_mm=30.0, right_mm=15.0)
FIVE = [TEXT] * 5


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", (0, 1, 2, 3, 4, 5, 6, 7)),
        ("3", (2,)),
        ("1-3, 5", (0, 1, 2, 4)),
        ("5; 1–2", (0, 1, 4)),
        ("7-", (6, 7)),
        ("-2", (0, 1)),
        ("2,2,1-3", (0, 1, 2)),
    ],
)
def test_page_range_reads_as_it_is_typed(text: str, pages: tuple[int, ...]) -> None:
    """Commas, semicolons, dashes and open ends are understood; no page comes twice."""
    assert read_pages(text, 8) == (pages, "")


@pytest.mark.parametrize("text", ["0", "9", "3-2", "ba", "1-9", "-", "1 2", "1--2"])
def test_page_range_that_cannot_be_says_what_to_type(text: str) -> None:
    """A range outside the paper, or no range, is refused in words."""
    pages, fault = read_pages(text, 8)
    assert pages == ()
    assert fault


def test_one_sided_pages_keep_their_margins() -> None:
    """Without backs nothing is mirrored; only the printer's own offset is applied."""
    laid = plan(
        range(3),
        FIVE,
        sides=Sides.ONE,
        copies=2,
        alignment=Alignment(front=Offset(1.5, -0.5), back=Offset(9, 9)),
    )
    assert laid.passes == (tuple(Side(page, Offset(1.5, -0.5)) for page in range(3)),)
    assert (laid.copies, laid.sheets) == (2, 6)


def test_back_side_has_its_wide_margin_at_the_binding_edge() -> None:
    """The back moves by 15 mm to the left (30/15 becomes 15/30), plus what its side needs."""
    alignment = Alignment(Offset(1, 0), Offset(-2, 0.5))
    (sides,) = plan(range(4), FIVE, sides=Sides.LONG_EDGE, alignment=alignment).passes
    assert sides == (
        Side(0, Offset(1, 0)),
        Side(1, Offset(-17, 0.5)),
        Side(2, Offset(1, 0)),
        Side(3, Offset(-17, 0.5)),
    )


def test_even_page_alone_comes_on_the_back_of_an_empty_front() -> None:
    """Reprinting pages 2 to 4 keeps each on its own side of the sheet."""
    (sides,) = plan([1, 2, 3], FIVE, sides=Sides.LONG_EDGE).passes
    assert [side.page for side in sides] == [None, 1, 2, 3]


def test_crosswise_back_is_not_moved_sideways() -> None:
    """A landscape annex is bound at its head, where both sides have the same margin."""
    shapes = [TEXT, TABLE]
    (sides,) = plan(range(2), shapes, sides=Sides.LONG_EDGE).passes
    assert sides[1] == Side(1, Offset())


def test_turning_by_hand_prints_fronts_then_backs() -> None:
    """Five pages are three sheets; the last back is empty so that every sheet comes out."""
    laid = plan(range(5), FIVE, sides=Sides.MANUAL)
    assert [[side.page for side in one] for one in laid.passes] == [[0, 2, 4], [1, 3, None]]
    assert laid.sheets == 3


def test_turning_by_hand_with_the_last_sheet_on_top_prints_backs_in_reverse() -> None:
    """The first sheet that the printer takes then is the last one of the stack."""
    laid = plan(range(5), FIVE, sides=Sides.MANUAL, alignment=Alignment(stack=Stack.LAST))
    assert [side.page for side in laid.passes[1]] == [None, 3, 1]


@pytest.mark.parametrize(
    ("collate", "fronts", "backs"),
    [(True, [0, 2, 0, 2], [1, 3, 1, 3]), (False, [0, 0, 2, 2], [1, 1, 3, 3])],
)
def test_copies_turned_by_hand_are_in_both_passes(
    collate: bool, fronts: list[int], backs: list[int]
) -> None:
    """Each back meets its own front, whatever the order of the copies."""
    laid = plan(range(4), FIVE, sides=Sides.MANUAL, copies=2, collate=collate)
    assert [[side.page for side in one] for one in laid.passes] == [fronts, backs]
    assert laid.copies == 1


def test_single_page_needs_no_turning() -> None:
    """Where all backs are empty nobody is asked to turn the stack."""
    assert len(plan([0], FIVE, sides=Sides.MANUAL).passes) == 1


@pytest.mark.parametrize(
    ("left", "right", "moved"), [(30, 15, -15), (30.4, 20.3, -10), (15, 30, 0), (20, 20, 0)]
)
def test_binding_follows_the_margins_of_the_paper(left: float, right: float, moved: float) -> None:
    """Margins that are alike or mirrored already are left as they are."""
    assert binding_mm([PageShape(False, left, right), TABLE]) == moved


def test_binding_of_a_paper_without_text_is_none() -> None:
    """Pictures alone say nothing about margins."""
    assert binding_mm([PageShape(False)]) == 0
