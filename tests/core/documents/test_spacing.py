"""Which words a line end may not part."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from danvan_desktop.documents.model import Paragraph, Run, runs
from danvan_desktop.documents.spacing import NBSP, held, held_runs
from tests.core.documents import samples
from tests.core.documents.reading import paper


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("đã công nhận 12 mô hình", "đã công nhận 12~mô hình"),
        ("đạt 30 % và 58,5 tỷ đồng", "đạt 30~% và 58,5~tỷ~đồng"),
        ("ngày 07 tháng 7 năm 2020", "ngày~07 tháng~7 năm~2020"),
        ("số 25-NQ/TW, ngày 07/7/2020 của", "số~25-NQ/TW, ngày~07/7/2020 của"),
        ("6 tháng đầu năm 2020", "6~tháng đầu năm~2020"),
        ("05 (năm) cuộc giám sát", "05~(năm)~cuộc giám sát"),
        ("1.327.453 lượt người", "1.327.453~lượt người"),
        ("13 giờ 30 phút", "13~giờ 30~phút"),
        ("Điều 5 khoản 2", "Điều~5 khoản~2"),
        ("năm 2020 và những năm sau", "năm~2020 và những năm sau"),
        ("6 THÁNG CUỐI NĂM 2020", "6~THÁNG CUỐI NĂM~2020"),
        ("NGÀY 07 THÁNG 7 NĂM 2020", "NGÀY~07 THÁNG~7 NĂM~2020"),
        ("quý I, quý II/2020; Phụ lục IV", "quý~I, quý~II/2020; Phụ lục~IV"),
        ("không có số nào", "không có số nào"),
    ],
)
def test_number_stays_with_its_unit(text: str, kept: str) -> None:
    """REFERENCE 8.9: no break between number and unit; a date breaks only between its parts."""
    assert held(text).replace(NBSP, "~") == kept


def test_number_in_a_run_of_its_own_stays_with_the_unit_after_it() -> None:
    """A live figure ends its Run; the unit begins the next one."""
    figure = Run("12", figure="dvk@H1/2020")
    kept = held_runs(runs("công nhận ", figure, " mô hình"))
    assert [run.text for run in kept] == ["công nhận ", "12", f"{NBSP}mô hình"]
    assert kept[1].figure == "dvk@H1/2020"


@given(st.text(alphabet="0123456789 ngàythámgnăm().,%/-số\n", max_size=60))
def test_holding_exchanges_only_spaces(text: str) -> None:
    """Nothing is added, lost or moved."""
    assert held(text).replace(NBSP, " ") == text.replace(NBSP, " ")
    assert len(held(text)) == len(text)


def test_no_line_of_a_paper_ends_between_number_and_unit() -> None:
    """Over many lengths of the words before, the pair comes to stand on one line."""
    for letters in range(30, 90, 3):
        words = "x" * 5 + " " + "y" * letters
        text = f"{words} đã công nhận 12 mô hình, ngày 07/7/2020."
        page = paper(replace(samples.report(), blocks=(Paragraph(runs(text)),), annexes=())).pages[
            0
        ]
        lines = [t.text.strip() for t in page.texts]
        assert any("12 mô" in line for line in lines)
        assert any("ngày 07/7/2020" in line for line in lines)
