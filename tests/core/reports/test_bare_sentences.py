"""Sentences whose figures nobody has are left out whole, and nothing else is."""

from __future__ import annotations

import pytest

from danvan_desktop.reports.bare_sentences import without_sentences

A, B = '{{ "a" | so }}', '{{ "b" | so }}'


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"Có {A} cuộc. Có {B} lượt.", f"Có {A} cuộc."),
        (f"Có {B} lượt. Có {A} cuộc.", f"Có {A} cuộc."),
        (f"Một dòng.\nTiếp {B} lượt, đạt {A}.\nHai dòng.", "Một dòng.\nHai dòng."),
        (f"Tăng 12.5 điểm, có {A} cuộc; thêm {B} lượt.", f"Tăng 12.5 điểm, có {A} cuộc;"),
        (
            '{% if "a" | co %}Có ' + A + " cuộc. Có " + B + " lượt.{% endif %}",
            '{% if "a" | co %}Có ' + A + " cuộc. {% endif %}",
        ),
        (f"Chỉ có {B}.", ""),
        ("Không có số nào.", "Không có số nào."),
    ],
)
def test_sentences_of_missing_figures_are_left_out(text: str, left: str) -> None:
    """Other sentences, line ends and conditions stay as they are."""
    assert without_sentences(text, {"b"}) == left
