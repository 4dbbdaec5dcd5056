"""Carry-over: the words of the last report, section by section, marked until confirmed."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.reports.carry_over import confirm, last_paper, offer, take_over
from danvan_desktop.reports.outline import outline
from danvan_desktop.reports.review import check_before_submit
from danvan_desktop.reports.service import freeze, start_report
from danvan_desktop.storage.values import Record
from tests.core.reports.helpers import write_section

WRITTEN = 'Xã Phan vận động 17 hộ hiến đất, cả huyện {{ "dvk_dang_ky" | so }} mô hình.'


@pytest.fixture
def started(reporting: Context, report: Record) -> Record:
    """Start the report of the second half-year after the first one was written and issued."""
    write_section(reporting, report, "II.7", WRITTEN)
    freeze(reporting, report.id)
    return start_report(reporting, "H2/2020")


def test_last_report_of_the_template_is_offered(
    reporting: Context, report: Record, started: Record
) -> None:
    """Only what somebody wrote is offered, with the digits that it holds."""
    found = last_paper(reporting, started)
    assert found is not None
    assert found.id == report.id
    offered = offer(reporting, started)
    assert offered is not None
    assert (offered.label, offered.period) == ("15-BC/BDV", "6 tháng đầu năm 2020")
    (section,) = offered.sections
    assert (section.code, section.text, section.numbers) == ("II.7", WRITTEN, ("17",))
    assert not section.own


def test_first_report_has_nothing_to_take(reporting: Context, report: Record) -> None:
    """Without an earlier paper of the template there is no offer."""
    assert offer(reporting, report) is None


def test_taken_section_keeps_its_figures_alive_and_is_marked(
    reporting: Context, report: Record, started: Record
) -> None:
    """The tag comes along as a tag; outline and check say that nobody has confirmed it."""
    taken = take_over(reporting, started.id, report.id, ["II.7"])
    items = {item.code: item for item in outline(taken.values)}
    assert (items["II.7"].taken, items["II.7"].done) == ("15-BC/BDV", False)
    section = next(s for s in taken.values["muc"] if s["ma"] == "II.7")
    assert section["noi_dung"] == WRITTEN
    codes = {i.code: i.message for i in check_before_submit(reporting, started.id)}
    assert codes["taken_section"] == "1 mục lấy từ kỳ trước, chưa xác nhận: II.7."
    assert codes["taken_number"].endswith("17.")
    sections = confirm(taken.values, "II.7")
    saved = reporting.save("bao_cao", {"muc": sections}, id=started.id).record
    assert saved is not None
    assert not any(item.taken for item in outline(saved.values))
    assert not {"taken_section", "taken_number"} & {
        i.code for i in check_before_submit(reporting, started.id)
    }


def test_carry_over_is_one_operation_with_undo(
    reporting: Context, report: Record, started: Record
) -> None:
    """One undo gives the template's own words back."""
    take_over(reporting, started.id, report.id, ["II.7"])
    reporting.undo()
    left = reporting.record("bao_cao", started.id)
    assert left is not None
    assert left.values["muc"] == started.values["muc"]


def test_issued_paper_takes_nothing_over(reporting: Context, issued: Record) -> None:
    """Words come into drafts only."""
    with pytest.raises(UserError) as refused:
        take_over(reporting, issued.id, issued.id, ["II.7"])
    assert refused.value.code == "not_a_draft"
