"""The life of a paper: every state × step, what is kept for good, corrections, the history."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from danvan_desktop.agenda.papers import unsigned
from danvan_desktop.agenda.period_end import reports
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import Issue, UserError
from danvan_desktop.registers.bao_cao import STATES, protect
from danvan_desktop.reports import lifecycle
from danvan_desktop.reports.lifecycle import STEPS, Step, next_state
from danvan_desktop.reports.paper_files import marked
from danvan_desktop.reports.review import give_paper_reason, review
from danvan_desktop.reports.service import build_report, freeze, report_of
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock


@pytest.fixture(scope="module")
def ready_data_dir(reporting_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a reason for every reminder about the half-year report, once."""
    folder = tmp_path_factory.mktemp("ready") / "data"
    shutil.copytree(reporting_data_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    report = report_of(context, "H1/2020")
    assert report is not None
    for issue in lifecycle.obstacles(review(context, report.id).issues):
        give_paper_reason(context, report.id, issue, "đã đối chiếu với xã")
    context.close()
    return folder


@pytest.fixture
def ready(report: Record) -> Record:
    """Return the half-year report with a reason for every reminder (see ``reporting``)."""
    return report


@pytest.mark.parametrize("state", [one.code for one in STATES])
@pytest.mark.parametrize("step", list(Step))
def test_every_step_is_allowed_or_says_why_not(state: str, step: Step) -> None:
    """The table answers for each of 6 × 9 pairs; a refusal names state, step and what to do."""
    found = next_state(state, step)
    if (state, step) in STEPS:
        assert found == STEPS[state, step]
    else:
        assert isinstance(found, Issue)
        assert found.code == "wrong_step"
        assert found.remedy


def test_paper_goes_all_the_way(reporting: Context, ready: Record) -> None:
    """Draft, checked, submitted, issued, signed, sent; the history tells each with who and when."""
    lifecycle.mark_checked(reporting, ready.id)
    assert lifecycle.submit(reporting, ready.id).values["ngay_trinh"] == "2020-06-16"
    issued = lifecycle.issue(reporting, ready.id)
    assert (issued.values["trang_thai"], issued.values["so"]) == ("chot", 15)
    assert issued.values["ngay_ban_hanh"] == "2020-06-16"
    assert issued.values["tep_pdf"]
    lifecycle.mark_signed(reporting, ready.id)
    sent = lifecycle.mark_sent(reporting, ready.id, "2020-06-17")
    assert sent.values["ngay_gui"] == "2020-06-17"
    passed = lifecycle.passed(reporting, ready.id)
    assert [one.state for one in passed] == ["da_soat", "trinh", "chot", "da_ky", "da_gui"]
    assert {one.by for one in passed} == {"Lê Văn C"}


def test_paper_with_open_reminders_is_not_checked(reporting: Context, report: Record) -> None:
    """A reminder wants a reason before the paper goes on; the refusal names the first one."""
    with pytest.raises(UserError) as refused:
        lifecycle.mark_checked(reporting, report.id)
    assert refused.value.code == "not_ready"
    assert "lời nhắc chưa có lý do" in refused.value.message


def test_paper_with_errors_is_not_issued(reporting: Context, ready: Record) -> None:
    """What turned wrong after the check still holds the paper back."""
    lifecycle.mark_checked(reporting, ready.id)
    with pytest.raises(UserError) as refused:
        lifecycle.issue(reporting, ready.id, day="2018-01-01")
    assert refused.value.code == "not_ready"
    assert reporting.record("bao_cao", ready.id).values["trang_thai"] == "da_soat"  # type: ignore[union-attr]


def test_submitted_paper_is_recalled_or_given_back(reporting: Context, ready: Record) -> None:
    """While it waits nobody changes it; it comes back as a draft, with a remark or without."""
    lifecycle.mark_checked(reporting, ready.id)
    lifecycle.submit(reporting, ready.id)
    with pytest.raises(UserError) as refused:
        reporting.save("bao_cao", {"ten": "khác"}, id=ready.id)
    assert refused.value.code == "paper_submitted"
    assert lifecycle.draft_round(reporting, ready.id) == 1
    assert lifecycle.recall(reporting, ready.id).values["trang_thai"] == "nhap"
    assert lifecycle.draft_round(reporting, ready.id) == 2
    lifecycle.mark_checked(reporting, ready.id)
    lifecycle.submit(reporting, ready.id)
    with pytest.raises(UserError, match="ý kiến"):
        lifecycle.send_back(reporting, ready.id, " ")
    back = lifecycle.send_back(reporting, ready.id, "Bổ sung xã Chà Là")
    assert (back.values["trang_thai"], back.values["y_kien"]) == ("nhap", "Bổ sung xã Chà Là")
    document, _issues = build_report(reporting, back)
    assert marked(reporting, document, ready.id).draft_mark == "Dự thảo lần 3"
    reporting.undo()
    assert lifecycle.draft_round(reporting, ready.id) == 2


CHANGES: tuple[dict[str, object], ...] = (
    {"ten": "khác"},
    {"so": 99},
    {"ngay": "2020-07-08"},
    {"muc": []},
    {"so_lieu": None},
    {"trang_thai": "nhap"},
    {"nguoi_ky": "Trần Thị B"},
    {"tep_pdf": None},
)


def test_issued_paper_is_refused_by_the_store(reporting: Context, issued: Record) -> None:
    """Whoever writes, an issued paper keeps its content, its file and its state."""
    before = reporting.record("bao_cao", issued.id)
    for change in CHANGES:
        with pytest.raises(UserError) as refused:
            reporting.save("bao_cao", change, id=issued.id)
        assert refused.value.code == "issued_paper"
        with pytest.raises(UserError):
            reporting.save_many("bao_cao", {issued.id: change}, "Sửa")
    assert reporting.record("bao_cao", issued.id) == before


def test_issued_paper_is_not_deleted(reporting: Context, issued: Record) -> None:
    """An issued paper never goes to the bin; a draft does."""
    with pytest.raises(UserError) as refused:
        reporting.delete("bao_cao", [issued.id])
    assert refused.value.code == "issued_paper"
    assert protect({**issued.values, "trang_thai": "nhap"}, None) is None


def test_correction_is_a_paper_of_its_own(reporting: Context, report: Record) -> None:
    """The old paper stays readable; a second correction of it is refused, one of the new is not."""
    freeze(reporting, report.id)
    old = build_report(reporting, report.id)[0]
    new = lifecycle.correct(reporting, report.id, "sót xã Chà Là")
    assert new.id != report.id
    assert (new.values["lan"], new.values["ly_do"]) == (2, "sót xã Chà Là")
    assert lifecycle.successor(reporting, report.id).id == new.id  # type: ignore[union-attr]
    with pytest.raises(UserError) as refused:
        lifecycle.correct(reporting, report.id, "lần nữa")
    assert refused.value.code == "already_corrected"
    freeze(reporting, new.id)
    third = lifecycle.correct(reporting, new.id, "sai số mô hình", keep_number=True)
    assert (third.values["lan"], third.values["so"]) == (3, new.values["so"])
    assert [one.id for one in lifecycle.predecessors(reporting, third.values)] == [
        new.id,
        report.id,
    ]
    issued = freeze(reporting, third.id)
    assert issued.values["so"] == new.values["so"]
    assert build_report(reporting, report.id)[0] == old


def test_undo_of_issuing_keeps_the_number(reporting: Context, report: Record) -> None:
    """What was issued by mistake is a draft again, and its number goes to no other paper."""
    freeze(reporting, report.id)
    reporting.undo()
    left = reporting.record("bao_cao", report.id)
    assert left is not None
    assert (left.values["trang_thai"], left.values["so_lieu"]) == ("nhap", None)
    values = {**report.values, "so": 15, "ky": "H2/2020", "muc": []}
    other = reporting.save("bao_cao", values).record
    assert other is not None
    with pytest.raises(UserError) as refused:
        freeze(reporting, other.id)
    assert refused.value.code == "same_number"
    assert freeze(reporting, report.id).values["so"] == 15


def test_todo_list_follows_the_way_of_the_paper(reporting: Context, ready: Record) -> None:
    """What there is to do names the step where the paper stands."""

    def said() -> str:
        return next(i.detail for i in reports(reporting, "2020-06-16") if "6 tháng đầu" in i.title)

    lifecycle.mark_checked(reporting, ready.id)
    assert "soát, chưa ban hành" in said()
    lifecycle.submit(reporting, ready.id)
    assert "ang trình ký" in said()
    lifecycle.issue(reporting, ready.id)
    waiting = [item.title for item in unsigned(reporting, "2020-06-16")]
    assert any("chưa ký" in title for title in waiting)
