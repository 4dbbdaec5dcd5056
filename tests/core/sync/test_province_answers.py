"""Pins on figures, and the answers that travel back with the office's bundles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.agenda.model import ActionKind
from danvan_desktop.agenda.todo import todo
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.bundles.message import FORMAT_2, read_message
from danvan_desktop.bundles.returns import take_in_return, write_returns
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.indicators.pinned import waiting_pins, write_figure_pin
from danvan_desktop.organisation.pins import (
    Pin,
    PinState,
    accept_answer,
    drop_pin,
    pins,
    return_again,
    settle_pin,
    write_pin,
)
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
CODE = "doi_thoai_cuoc"
DEADLINE = "2020-06-25"


@dataclass
class Sides:
    """The province, the district that it pins to, and the folder between them."""

    province: Context
    district: Office
    folder: Path

    def pin_figure(self, place: str = "", path: str = CODE) -> Pin:
        """Pin to a figure of the district."""
        period = self.province.period(H1)
        return write_figure_pin(
            self.province, period, self.district.code, place, path, "Ít hơn biểu đã gửi"
        )

    def return_all(self) -> Path:
        """Write the return and take it in at the district."""
        province = self.province
        [(_office, path)] = write_returns(
            province, self.folder, province.office_key(), deadline=DEADLINE
        )
        trust = TrustList((province.office_key().certificate,))
        assert take_in_return(self.district.context, path, trust).news
        return path

    def answer(self) -> list[tuple[PinState, str | None, str | None]]:
        """Carry the district's next bundle; state, words and new figure of every pin there."""
        take_all(self.province, [self.district.send(H1)])
        return self.known()

    def known(self) -> list[tuple[PinState, str | None, str | None]]:
        """Tell what the province knows of its pins, the oldest first."""
        return [(p.state, p.answer, p.told_value) for p in reversed(pins(self.province))]


@pytest.fixture
def sides(receiver: Context, districts: list[Office], tmp_path: Path) -> Sides:
    """Let the province have two dialogues of the first district."""
    take_all(receiver, [districts[0].send(H1)])
    return Sides(receiver, districts[0], tmp_path)


def test_pin_on_a_figure_leads_to_its_cell_and_ends_with_the_figure(sides: Sides) -> None:
    """It names the cell and the figure; the corrected figure settles it there and is told."""
    office, unit = sides.district, sides.district.unit()
    pin = sides.pin_figure(place=unit)
    assert (pin.value, pin.period, pin.place, pin.path) == ("1", H1, unit, CODE)
    path = sides.return_all()
    message = read_message(
        path,
        TrustList((sides.province.office_key().certificate,)),
        now=datetime.fromisoformat(sides.province.clock.now()),
    )
    assert message.body["pins"] == []
    assert FORMAT_2.encode() in path.read_bytes()
    [item] = [one for one in todo(office.context, "2020-06-16") if one.icon == "return"]
    assert (item.action.kind, item.action.field, item.action.period) == (
        ActionKind.OPEN_FIGURE, f"{CODE}@{unit}", H1,
    )  # fmt: skip
    assert sides.answer() == [(PinState.RECEIVED, None, None)]
    with pytest.raises(UserError):
        accept_answer(sides.province, pin.id)
    office.dialogue("2020-04-01")
    assert waiting_pins(office.context) == []
    assert sides.answer() == [(PinState.FIXED, None, "2")]
    accept_answer(sides.province, pin.id)
    assert sides.known() == [(PinState.CLOSED, None, "2")]


def test_words_travel_though_no_record_changed(sides: Sides) -> None:
    """The next bundle brings them; not content, the province pins to the same cell again."""
    pin = sides.pin_figure(path=f"{CODE}/don_vi/{sides.district.unit()}")
    sides.return_all()
    settle_pin(sides.district.context, pin.id, "Đúng như biên bản")
    assert sides.answer() == [(PinState.ANSWERED, "Đúng như biên bản", None)]
    again = return_again(sides.province, pin.id, "Gửi kèm biên bản")
    assert (again.path, again.value, again.place) == (pin.path, pin.value, pin.place)
    assert [state for state, *_rest in sides.known()] == [PinState.CLOSED, PinState.DRAFT]
    drop_pin(sides.province, again.id)
    assert [state for state, *_rest in sides.known()] == [PinState.ANSWERED]
    return_again(sides.province, pin.id, "Gửi kèm biên bản")
    sides.return_all()
    assert [one.text for one in waiting_pins(sides.district.context)] == ["Gửi kèm biên bản"]


def test_old_bundle_takes_no_answer_back(sides: Sides) -> None:
    """What was exported before the answer and arrives after it changes nothing."""
    [record, *_rest] = sides.district.context.all_of("doi_thoai")
    pin = write_pin(sides.province, "doi_thoai", record.id, "", "Xem lại")
    sides.return_all()
    late = sides.district.send(H1)
    settle_pin(sides.district.context, pin.id, "Đã xem, đúng")
    answered = [(PinState.ANSWERED, "Đã xem, đúng", None)]
    assert sides.answer() == answered
    take_all(sides.province, [late])
    assert sides.known() == answered


def test_answer_of_an_office_is_its_own(sides: Sides, districts: list[Office]) -> None:
    """Nobody settles another's pin, and an answer that no bundle could carry is not kept."""
    pin = sides.pin_figure()
    sides.return_all()
    other = districts[1]
    other.dialogue("2020-03-01")
    with sides.province.database.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM return_pin").fetchone()
    with other.context.database.write() as connection:
        marks = ", ".join("?" * len(row))
        connection.exec_driver_sql(f"INSERT INTO return_pin VALUES ({marks})", tuple(row))
        connection.exec_driver_sql("UPDATE return_pin SET sender = 'Tỉnh'")
    settle_pin(other.context, pin.id, "Không phải của tôi")
    take_all(sides.province, [other.send(H1)])
    assert sides.known() == [(PinState.OPEN, None, None)]
    with pytest.raises(UserError):
        settle_pin(sides.district.context, pin.id, "x" * 5_000)
