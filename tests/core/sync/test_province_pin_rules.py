"""What a pin and its return may say: refused in words where it is written, not at the office."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from danvan_desktop.bundles import returns
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.bundles.returns import take_in_return, write_returns
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.indicators.pinned import write_figure_pin
from danvan_desktop.organisation.pin_rules import MAX_TEXT
from danvan_desktop.organisation.pins import PinState, drop_pin, pins, return_again, write_pin
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
DEADLINE = "2020-06-25"
LONG = "ý" * (MAX_TEXT + 1)


@pytest.fixture
def record(receiver: Context, districts: list[Office]) -> str:
    """Let the province have the first district's dialogues; return one."""
    take_all(receiver, [districts[0].send(H1)])
    return districts[0].context.all_of("doi_thoai")[0].id


def test_pin_that_no_return_can_carry_is_refused_when_it_is_written(
    receiver: Context, districts: list[Office], record: str
) -> None:
    """Too long, empty, on a field that is none, on a cell or a unit that there is not."""
    period, office, unit = receiver.period(H1), districts[0].code, districts[0].unit()

    def code(register: str, field: str, text: str) -> str:
        with pytest.raises(UserError) as caught:
            write_pin(receiver, register, record, field, text)
        assert caught.value.remedy
        return caught.value.code

    def figure(place: str, path: str, text: str = "Xem lại") -> str:
        with pytest.raises(UserError) as caught:
            write_figure_pin(receiver, period, office, place, path, text)
        return caught.value.code

    assert code("doi_thoai", "so_nguoi", LONG) == "too_long"
    assert code("doi_thoai", "so_nguoi", " ") == "empty"
    assert code("doi_thoai", "zzz", "Xem lại") == "unknown_field"
    assert figure("", "doi_thoai_cuoc", LONG) == "too_long"
    assert figure("", "doi_thoai_cuoc/nope/nope") == "unknown_figure"
    assert figure("", "doi_thoai_cuoc/hinh_thuc/nope") == "unknown_figure"
    assert figure("", "doi_thoai_cuoc/don_vi/TN-ZZ-99") == "unknown_figure"
    assert figure("TN-ZZ-99", "doi_thoai_cuoc") == "unknown_unit"
    assert pins(receiver) == []
    pinned = write_figure_pin(receiver, period, office, unit, "doi_thoai_cuoc", "y" * MAX_TEXT)
    write_figure_pin(receiver, period, office, "cap/X", f"doi_thoai_cuoc/don_vi/{unit}", "Vì sao?")
    assert {one.state for one in pins(receiver)} == {PinState.DRAFT}
    with pytest.raises(UserError):
        return_again(receiver, pinned.id, LONG)


def test_draft_of_an_older_program_is_named_before_anything_is_written(
    receiver: Context, record: str, tmp_path: Path
) -> None:
    """The good pins wait with it; once it is gone they go."""
    good = write_pin(receiver, "doi_thoai", record, "ngay", "Sai ngày")
    bad = write_pin(receiver, "doi_thoai", record, "ngay", "Ô lạ")
    with receiver.database.write() as connection:
        connection.exec_driver_sql("UPDATE return_pin SET field = 'zzz' WHERE id = ?", (bad.id,))
    key = receiver.office_key()
    with pytest.raises(UserError, match="Ô lạ"):
        write_returns(receiver, tmp_path, key, deadline=DEADLINE)
    assert list(tmp_path.glob("*.asice")) == []
    assert {one.state for one in pins(receiver)} == {PinState.DRAFT}
    drop_pin(receiver, bad.id)
    assert len(write_returns(receiver, tmp_path, key, deadline=DEADLINE)) == 1
    assert [(one.id, one.state) for one in pins(receiver)] == [(good.id, PinState.OPEN)]


def test_more_pins_than_one_return_takes_go_in_several(
    receiver: Context,
    districts: list[Office],
    record: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By number and by the size of the file; each of them is taken in."""
    for number in range(5):
        write_pin(receiver, "doi_thoai", record, "", f"Nhận xét {number}")
    monkeypatch.setattr(returns, "MAX_PINS", 3)
    key = receiver.office_key()
    made = write_returns(receiver, tmp_path, key, deadline=DEADLINE)
    trust = TrustList((key.certificate,))
    taken = [take_in_return(districts[0].context, path, trust).pins for _office, path in made]
    assert taken == [3, 2]
    monkeypatch.setattr(returns, "MAX_LETTERS", MAX_TEXT + 100)
    for _number in range(2):
        write_pin(receiver, "doi_thoai", record, "", "y" * MAX_TEXT)
    assert len(write_returns(receiver, tmp_path, key, deadline=DEADLINE)) == 2


def test_deadline_that_is_over_is_refused(receiver: Context, record: str, tmp_path: Path) -> None:
    """Yesterday is no deadline, today is; the pins wait meanwhile."""
    write_pin(receiver, "doi_thoai", record, "ngay", "Sai ngày")
    key = receiver.office_key()
    with pytest.raises(UserError) as caught:
        write_returns(receiver, tmp_path, key, deadline="2020-06-15")
    assert (caught.value.code, pins(receiver)[0].state) == ("past_deadline", PinState.DRAFT)
    assert len(write_returns(receiver, tmp_path, key, deadline="2020-06-16")) == 1


@pytest.mark.parametrize("database_kind", ["province-on-postgresql"], indirect=True)
def test_two_people_who_write_returns_at_once_send_each_pin_once(
    receiver: Context, record: str, tmp_path: Path
) -> None:
    """Who comes second finds what is left, or nothing; a file that fails leaves no pin sent."""
    write_pin(receiver, "doi_thoai", record, "ngay", "Sai ngày")
    key, together = receiver.office_key(), threading.Barrier(2)
    made: list[tuple[str, Path]] = []

    def write() -> None:
        together.wait()
        try:
            made.extend(write_returns(receiver, tmp_path, key, deadline=DEADLINE))
        except UserError as error:
            made.append((error.code, tmp_path / "x"))

    people = [threading.Thread(target=write) for _number in range(2)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert ("nothing_pinned", tmp_path / "x") in made
    assert sorted(path.suffix for _office, path in made) == ["", ".asice"]
    assert len(list(tmp_path.glob("*.asice"))) == 1
    write_pin(receiver, "doi_thoai", record, "", "Xem lại")
    with pytest.raises(UserError):
        write_returns(receiver, tmp_path / "không có", key, deadline=DEADLINE)
    assert pins(receiver)[0].state is PinState.DRAFT
