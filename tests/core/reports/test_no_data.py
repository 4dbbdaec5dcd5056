"""Where nobody has entered anything a paper says so once, and keeps what the clerk wrote."""

from __future__ import annotations

from danvan_desktop.context import Context
from danvan_desktop.documents.model import TableBlock, plain_text
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import start_paper
from danvan_desktop.reports.review import review
from danvan_desktop.storage.values import Record
from tests.core.reports.helpers import write_section

OUTREACH = {
    "chu_the": "HND",
    "don_vi": "TN-DMC-10",
    "ngay": "2020-03-10",
    "noi_dung": "Phòng, chống dịch",
    "so_cuoc": 12,
    "luot_nguoi": 400,
}


def _text(context: Context, report: Record) -> str:
    return plain_text(build_report(context, report)[0])


def _section(context: Context, report: Record, code: str) -> str:
    return next(str(one["noi_dung"]) for one in report.values["muc"] if one["ma"] == code)


def test_lines_of_dots_become_one_sentence(office: Context) -> None:
    """Each section names what it has no figures of; the check says it once for all."""
    report = start_paper(office, "bao_cao_6_thang", period="H1/2020")
    text = _text(office, report)
    assert "…" not in text
    assert "Chưa có số liệu về tiếp công dân, đơn thư; đối thoại." in text
    assert "Chưa có số liệu về mô hình “Dân vận khéo”." in text
    [found] = [one for one in review(office, report).issues if one.code == "no_data"]
    assert "10 phụ lục chưa có số liệu nên không kèm theo" in found.message
    assert build_report(office, report)[0].annexes == ()


def test_line_that_the_clerk_wrote_stays(office: Context) -> None:
    """A typed number beside an unknown figure is not lost; the rest of the section follows."""
    report = start_paper(office, "bao_cao_6_thang", period="H1/2020")
    before = _section(office, report, "II.2").split("\n")
    changed = [*before[:-1], 'Đã tiếp 35 lượt công dân, nhận {{ "don_tiep_nhan" | so }} đơn.']
    report = write_section(office, report, "II.2", "\n".join(changed))
    assert "Đã tiếp 35 lượt công dân, nhận … đơn." in _text(office, report)


def test_section_speaks_again_as_soon_as_there_are_figures(office: Context) -> None:
    """The draft was begun in an empty office; its sentences are still in it."""
    report = start_paper(office, "bao_cao_6_thang", period="H1/2020")
    assert office.save("tuyen_truyen", OUTREACH).issues == ()
    text = _text(office, report)
    assert "Tổ chức 12 cuộc tuyên truyền với 400 lượt người tham dự." in text
    assert "Chưa có số liệu về tuyên truyền" not in text
    titles = [annex.title for annex in build_report(office, report)[0].annexes]
    assert titles
    assert not [title for title in titles if "tiêu biểu" in title]


def test_table_without_figures_becomes_a_sentence(office: Context) -> None:
    """An annex of which one table is known keeps that table and says the other in words."""
    assert office.save("tuyen_truyen", OUTREACH).issues == ()
    report = start_paper(office, "bao_cao_6_thang", period="H1/2020")
    annexes = build_report(office, report)[0].annexes
    [outreach] = [one for one in annexes if one.title.startswith("Công tác tuyên truyền")]
    tables = [block for block in outreach.blocks if isinstance(block, TableBlock)]
    assert 0 < len(tables) < len(outreach.blocks)
    assert "chưa có số liệu" in _text(office, report)
