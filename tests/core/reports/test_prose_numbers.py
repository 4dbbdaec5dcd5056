"""Numbers in the clerk's own words are held against the figures; what is doubtful is left alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from danvan_desktop.context import Context
from danvan_desktop.documents.xlsx_cells import CellNumber, cell_number
from danvan_desktop.errors import Severity
from danvan_desktop.indicators import enter
from danvan_desktop.reports.annexes import annex_tables, build_annexes
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.prose_numbers import contradictions_in_prose
from danvan_desktop.reports.review import give_paper_reason, review
from danvan_desktop.reports.shown import show
from danvan_desktop.reports.typed_numbers import corrected
from danvan_desktop.storage.values import Record
from tests.core.reports.helpers import write_section

PLACE = "huyện Dương Minh Châu"
SENTENCES = (Path(__file__).parent / "prose_numbers.txt").read_text("utf-8").splitlines()
FOUND = 0.93
"""The least share of the seeded faults that must be found; what is missed is a doubt."""


def _said(source: LiveFigures, text: str, title: str = "") -> list[str]:
    found = contradictions_in_prose([("II.1", title, text)], source, PLACE)
    return [f"{one.typed} -> {one.shown}" for one in found]


def test_seeded_faults_are_found_and_harmless_numbers_are_not(reading: Context) -> None:
    """No false alarm in over 200 sentences; of the faults all but those in unusual words."""
    source = LiveFigures(reading, reading.period("H1/2020"))
    wanted, missed, alarms = 0, [], []
    for line in SENTENCES:
        head, _bar, sentence = line.partition(" | ")
        if head.startswith("#"):
            continue
        found = _said(source, sentence)
        wanted += head.startswith("!")
        if head.startswith("!") and head[2:] not in found:
            missed.append(line)
        alarms += [(sentence, one) for one in found if one != head[2:]]
    assert alarms == []
    assert wanted > 130
    assert len(missed) <= wanted * (1 - FOUND), missed


def test_who_a_paragraph_speaks_of_counts(reading: Context) -> None:
    """A list under a body's name, a plan's section and a table's row are left alone."""
    source = LiveFigures(reading, reading.period("H1/2020"))
    own = "Trong kỳ, các cấp đã tổ chức:\n- 20 hội nghị đối thoại;\n- 11 cuộc phản biện xã hội."
    assert _said(source, own) == ["20 -> 19", "11 -> 10"]
    assert _said(source, own.replace("các cấp", "Công an huyện")) == []
    assert _said(source, own, "Phương hướng › Công tác đối thoại") == []
    assert _said(source, "| Tổ chức 20 hội nghị đối thoại | 3 |") == []
    live = '{{ "hoa_giai_thanh" | so }}'
    assert _said(source, f"Hòa giải thành {live} vụ, đạt 75%.") == ["75% -> 71,7%"]


def test_period_is_named_in_its_own_way(reading: Context) -> None:
    """The bare year is the year's own word, and another time for a half of it."""
    text = "{when}, toàn huyện đăng ký 999 mô hình."
    year = LiveFigures(reading, reading.period_named("N/2020"))
    (said,) = _said(year, text.format(when="Năm 2020"))
    assert said.startswith("999 -> ")
    half = LiveFigures(reading, reading.period("H1/2020"))
    assert _said(half, text.format(when="6 tháng đầu năm 2020")) == ["999 -> 24"]
    assert _said(half, text.format(when="Năm 2020")) == []
    assert _said(half, text.format(when="6 tháng cuối năm 2020")) == []


def test_rate_is_never_rounded_to_all_of_it(reporting: Context) -> None:
    """33.398 of 33.407 are 99,97 % in sentence, annex and worksheet; 100 % contradicts them."""
    period = reporting.period("H2/2020")
    enter(reporting, period, "", {"hoa_giai_tiep_nhan": 33407, "hoa_giai_thanh": 33398})
    source = LiveFigures(reporting, period)
    assert show(source, "hoa_giai_ty_le", "ty_le:0") == "99,97%"
    assert _said(source, "Tỷ lệ hòa giải thành đạt 100%.") == ["100% -> 99,97%"]
    assert _said(source, "Tỷ lệ hòa giải thành đạt 99,97%.") == []
    assert "'99,97%'" in str(build_annexes(annex_tables(), reporting, period, source))
    assert cell_number("99,97%", Decimal("99.9731")) == CellNumber(Decimal("0.999731"), "#,##0.00%")


def test_doubted_number_is_a_reminder_that_a_reason_settles(
    reporting: Context, report: Record
) -> None:
    """The line names the indicator, offers the figure, and a reason is enough to go on."""
    text = "Trong kỳ có Mười ba mô hình.\nNhìn chung, có 1.030 cuộc tuyên truyền.\nMười lăm mô hình"
    text += " được công nhận; vận động ủng hộ được hơn 2 tỷ đồng."
    written = write_section(reporting, report, "III.1", text)
    found = review(reporting, written)
    issues = [one for one in found.issues if one.code == "typed_number"]
    assert issues[0].message == (
        "Mục III.1: gõ tay “1.030”, trong sổ “Cuộc tuyên truyền” là 1.003."
    )
    assert {one.severity for one in issues} == {Severity.WARNING}
    assert found.total - found.agree == len(found.typed) == len(issues) == 3
    repaired = text
    for number in reversed(found.typed):
        repaired = corrected(repaired, number)
    assert repaired == text.replace("1.030", '{{ "tuyen_truyen_cuoc" | so }}').replace(
        "Mười lăm", '{{ "dvk_cong_nhan" | chu | hoa_dau }}'
    ).replace("hơn 2 tỷ đồng", '{{ "van_dong_tien" | tien: "ty" }}')
    give_paper_reason(reporting, written.id, issues[0], "chỉ tính cấp huyện")
    left = review(reporting, written.id)
    assert [one.typed for one in left.typed] == ["Mười lăm", "hơn 2 tỷ đồng"]
    assert [one.reason for one in left.settled] == ["chỉ tính cấp huyện"]
    clean = write_section(reporting, written, "III.1", repaired)
    assert review(reporting, clean).typed == ()
