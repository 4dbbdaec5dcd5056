"""Consolidated figures: the sum of what the offices say, whatever they counted or typed."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.bundles.foreign import same_events
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.context import Context
from danvan_desktop.documents.model import plain_text
from danvan_desktop.indicators import compute, enter, records_of
from danvan_desktop.indicators.engine import shares
from danvan_desktop.indicators.typed import typed
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.to_chuc import CLOSED
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import start_paper
from tests.core.sync.kit import dialogue
from tests.core.sync.province_kit import Office
from tests.on_server import province_on_both

H1, H2 = "H1/2020", "H2/2020"
CODE = "doi_thoai_cuoc"


@pytest.fixture
def districts(districts: list[Office]) -> list[Office]:
    """Give the second district a dialogue too: two and one."""
    districts[1].dialogue("2020-03-01")
    return districts


def _value(context: Context, period: str = H1) -> Any:
    return compute(context, context.period(period), [CODE])[CODE].value


@province_on_both
def test_figures_move_with_each_bundle_and_add_up(
    receiver: Context, districts: list[Office]
) -> None:
    """What was computed before the bundle is not shown after it; shares name their office."""
    assert _value(receiver) == 0
    take_all(receiver, [districts[0].send(H1)])
    assert _value(receiver) == 2
    take_all(receiver, [districts[1].send(H1)])
    assert _value(receiver) == 3
    found = shares(receiver, CODE, receiver.period(H1))
    assert {office: figure.value for office, figure in found.items()} == {
        "": 0,
        districts[0].code: 2,
        districts[1].code: 1,
    }


def test_report_is_made_of_all_offices_and_leads_to_their_records(
    receiver: Context, districts: list[Office]
) -> None:
    """A figure in the province's report is the sum over the offices, each record with its owner."""
    take_all(receiver, [one.send(H1) for one in districts])
    paper = start_paper(receiver, "bao_cao_6_thang", period=H1)
    content, _issues = content_of(receiver, paper.values)
    said = plain_text(to_document(content, "DANG_HD36"))
    assert "Hội nghị đối thoại\thội nghị\t3" in said
    found = receiver.page(records_of(receiver, CODE, receiver.period(H1)), 0, 10)
    codes = [districts[0].code, districts[0].code, districts[1].code]
    assert sorted(record.owner for record in found) == sorted(codes)


def test_what_a_district_typed_for_its_whole_area_is_not_the_provinces(
    receiver: Context, districts: list[Office]
) -> None:
    """A typed total wins over that district's records alone; one for a commune likewise."""
    first, second = districts
    period = first.context.period(H1)
    assert enter(first.context, period, "", {CODE: 10}).saved
    assert enter(second.context, period, second.unit(2), {CODE: 5}).saved
    assert (_value(first.context), _value(second.context)) == (10, 6)
    take_all(receiver, [one.send(H1) for one in districts])
    assert _value(receiver) == 16
    found = shares(receiver, CODE, receiver.period(H1))
    assert [found[one.code].value for one in districts] == [10, 6]
    assert typed(receiver, receiver.period(H1), place="") == []


def test_the_province_may_type_its_own_total_over_all(
    receiver: Context, districts: list[Office]
) -> None:
    """Its own cell for the whole area counts, and the shares stay what the offices said."""
    assert enter(districts[0].context, districts[0].context.period(H1), "", {CODE: 10}).saved
    take_all(receiver, [one.send(H1) for one in districts])
    assert enter(receiver, receiver.period(H1), "", {CODE: 40}).saved
    figure = compute(receiver, receiver.period(H1), [CODE])[CODE]
    assert figure.value == 40
    found = shares(receiver, CODE, receiver.period(H1))
    assert [found[one.code].value for one in districts] == [10, 1]


@province_on_both
def test_late_record_counts_where_its_district_counts_it(
    receiver: Context, districts: list[Office]
) -> None:
    """Entered after the district closed H1, it counts in H2 there and here."""
    first = districts[0]
    [period] = [one for one in first.context.all_of("ky") if one.values["ma"] == H1]
    with first.context.operation("Khóa kỳ") as (work, _done):
        work.update(REGISTERS["ky"], period.id, {"trang_thai": CLOSED})
    first.dialogue("2020-04-04")
    assert (_value(first.context, H1), _value(first.context, H2)) == (2, 1)
    take_all(receiver, [first.send(H1)])
    assert (_value(receiver, H1), _value(receiver, H2)) == (2, 1)


@province_on_both
def test_event_of_two_offices_is_proposed_and_counted(
    receiver: Context, districts: list[Office]
) -> None:
    """The same dialogue from two districts: both count until one corrects it; both are named."""
    first, second = districts
    one = {**dialogue("2020-04-04"), "don_vi": first.unit()}
    assert first.context.save("doi_thoai", one).saved
    unit = next(u for u in first.context.all_of("don_vi") if u.values["ma"] == first.unit())
    assert second.context.save("don_vi", unit.values).saved
    assert second.context.save("doi_thoai", one).saved
    take_all(receiver, [office.send(H1) for office in districts])
    assert _value(receiver) == 5
    [event] = same_events(receiver)
    assert sorted(event.offices) == [
        "Ban Dân vận Huyện ủy Gò Dầu",
        "Ban Dân vận Huyện ủy Tân Biên",
    ]
