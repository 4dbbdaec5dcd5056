"""Letters of the province to the offices that owe a period."""

from __future__ import annotations

from typing import Any

from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.context import Context
from danvan_desktop.reports.paper_files import pdf_bytes
from danvan_desktop.reports.reminder import build_reminder, letter_for, start_reminders
from tests.core.sync.province_kit import Office

H1 = "H1/2020"


def test_owing_offices_get_a_letter_each_with_its_number(
    receiver: Context, districts: list[Office], clock: Any
) -> None:
    """Who sent is left alone; each letter names one office, what it owes, and has its number."""
    period = receiver.period(H1)
    owing = list(receiver.owing_offices(period))
    assert [one.unit for one in owing] == sorted(one.code for one in districts)
    letters = start_reminders(
        receiver, period, owing, letter_for(receiver, offices=True), each=True
    )
    numbers = [int(one.values["so"]) for one in letters]
    assert numbers == [numbers[0], numbers[0] + 1]
    first = letters[0].values
    assert first["kinh_gui"] == owing[0].name
    assert any("toàn bộ gói số liệu của kỳ" in section["noi_dung"] for section in first["muc"])
    take_all(receiver, [districts[0].send(H1)])
    left = receiver.owing_offices(period)
    assert [one.unit for one in left] == [districts[1].code]
    both = build_reminder(receiver, period, owing, letter_for(receiver, offices=True))
    assert pdf_bytes(both).startswith(b"%PDF")
    assert districts[0].context.owing_offices(period) == []


def test_returned_period_owes_after_its_deadline(
    receiver: Context, districts: list[Office], clock: Any, tmp_path: Any
) -> None:
    """Sent back figures are asked for once the day has passed, not before."""
    from danvan_desktop.bundles.returns import write_returns
    from danvan_desktop.indicators.pinned import write_figure_pin

    period, first = receiver.period(H1), districts[0]
    take_all(receiver, [one.send(H1) for one in districts])
    write_figure_pin(receiver, period, first.code, "", "doi_thoai_cuoc", "Xem lại")
    write_returns(receiver, tmp_path, receiver.office_key(), deadline="2020-06-25")
    assert receiver.owing_offices(period) == []
    clock.day = "2020-06-26"
    [one] = receiver.owing_offices(period)
    assert (one.unit, one.words) == (
        first.code, "các số liệu đã gửi trả, hạn sửa ngày 25/6/2020",
    )  # fmt: skip
