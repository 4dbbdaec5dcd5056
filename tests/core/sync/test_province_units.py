"""Units at the province: deleted, ended, taken back, and passed from one office to another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from danvan_desktop.agenda.todo import todo
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.returns import take_in_return, write_returns
from danvan_desktop.bundles.strayed import keepers, pin_strayed, strayed
from danvan_desktop.context import Context
from danvan_desktop.indicators import compute
from danvan_desktop.organisation.pins import PinState
from danvan_desktop.signing.trust import TrustList
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
LAST, FIRST = "2020-03-31", "2020-04-01"
"""The day on which a unit ends with one office, and begins with the other."""


def _unit(office: Office, code: str) -> Any:
    return next(u for u in office.context.all_of("don_vi") if u.values["ma"] == code)


def _take_over(office: Office, code: str, values: dict[str, Any]) -> None:
    """Let an office enter a unit that passes to it."""
    passed = {**values, "cha": (office.context.office() or {})["don_vi"], "tu_ngay": FIRST}
    assert office.context.save("don_vi", {**passed, "den_ngay": None}).saved
    assert _unit(office, code)


def test_deleted_unit_is_deleted_here_and_an_ended_one_ends(
    receiver: Context, districts: list[Office]
) -> None:
    """The newest bundle names all units; records keep the code of one that is gone."""
    first = districts[0]
    take_all(receiver, [first.send(H1)])
    first.context.delete("don_vi", [_unit(first, first.unit(2)).id])
    ended = _unit(first, first.unit(1))
    assert first.context.save("don_vi", {"den_ngay": "2019-11-30"}, id=ended.id).saved
    take_all(receiver, [first.send(H1)])
    codes = {unit.code for unit in receiver.directory().units()}
    assert first.unit(2) not in codes
    assert first.unit(1) in codes
    assert first.unit(1) not in {u.code for u in receiver.directory("2020-01-01").units()}
    period = receiver.period(H1)
    assert compute(receiver, period, ["doi_thoai_cuoc"])["doi_thoai_cuoc"].value == 2


def test_unit_of_a_life_before_a_restore_goes(receiver: Context, districts: list[Office]) -> None:
    """What the restored office no longer has, or has in an earlier version, follows it back."""
    first = districts[0]
    unit = _unit(first, first.unit(1))
    before = dict(unit.values)
    assert first.context.save("don_vi", {"ten": "Tên mới"}, id=unit.id).saved
    take_all(receiver, [first.send(H1)])
    assert receiver.directory().unit_name(first.unit(1)) == "xã Tên mới"
    with first.context.database.write() as connection:
        connection.exec_driver_sql(
            "UPDATE don_vi SET ten = ?, seq = 1, rev = 1 WHERE id = ?", (before["ten"], unit.id)
        )
    first.context.forget_units()
    take_all(receiver, [first.send(H1, restart=True, full=True)])
    assert receiver.directory().unit_name(first.unit(1)) == f"xã {before['ten']}"
    assert len([u for u in receiver.directory().units() if u.code == first.unit(1)]) == 1


def test_unit_that_passes_to_another_office(receiver: Context, districts: list[Office]) -> None:
    """In either order of arrival: the old days are the old office's, the new ones the new one's."""
    first, second = districts
    code = first.unit(1)
    take_all(receiver, [one.send(H1) for one in districts])
    old = _unit(first, code)
    _take_over(second, code, dict(old.values))
    second.dialogue("2020-05-05")
    [early] = take_all(receiver, [second.send(H1)])
    assert code in early.received.reason
    assert early.received.verdict == Verdict.MERGE
    assert receiver.directory("2020-05-05").unit_parent(code) == "TN-GODAU"
    assert first.context.save("don_vi", {"den_ngay": LAST}, id=old.id).saved
    take_all(receiver, [first.send(H1)])
    [again] = take_all(receiver, [second.send(H1)])
    assert again.received.verdict == Verdict.NOTHING
    assert code not in again.received.reason
    assert receiver.directory(LAST).unit_parent(code) == "TN-GODAU"
    assert receiver.directory(FIRST).unit_parent(code) == "TN-TANBIEN"
    with receiver.database.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT owner, tu_ngay FROM don_vi WHERE ma = ? AND deleted = 0 ORDER BY tu_ngay",
            (code,),
        ).fetchall()
    assert [owner for owner, _day in rows] == [first.code, second.code]
    # Deleted by the office that had it: the other's days stay.
    first.context.delete("don_vi", [old.id])
    take_all(receiver, [first.send(H1)])
    assert receiver.directory(FIRST).unit_parent(code) == "TN-TANBIEN"
    assert code not in {u.code for u in receiver.directory(LAST).units()}


def test_own_unit_of_the_receiver_stays(receiver: Context, districts: list[Office]) -> None:
    """A code that the province keeps itself is nobody else's, and no reason to complain."""
    first = districts[0]
    values = {**_unit(first, first.unit(1)).values, "ten": "Của tỉnh"}
    assert receiver.save("don_vi", values).saved
    [taken] = take_all(receiver, [first.send(H1)])
    assert first.unit(1) not in taken.received.reason
    assert receiver.directory().unit_name(first.unit(1)) == "xã Của tỉnh"


def test_record_for_a_unit_of_another_office_is_named_listed_and_sent_back(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """It counts under that unit; verdict and receipt say so; pins go back until it is corrected."""
    first, second = districts
    first.dialogue("2020-05-06")
    take_all(receiver, [first.send(H1)])
    code = first.unit(1)
    _take_over(second, code, dict(_unit(first, code).values))
    mine = second.dialogue("2020-05-05", unit=1)
    theirs = second.context.save("doi_thoai", {"don_vi": code}, id=mine)
    assert theirs.saved
    figure = {"ky": H1, "don_vi": code, "chi_tieu": "dvk_dang_ky", "gia_tri": 7_000}
    assert second.context.save("so_lieu", figure).saved
    [taken] = take_all(receiver, [second.send(H1)])
    name = str((first.context.office() or {})["ten_day_du"])
    assert taken.received.taken
    assert taken.received.strayed == 2
    assert f"2 hồ sơ ghi cho đơn vị của cơ quan khác: {code} ({name})." in taken.received.reason
    found = {one.register: one for one in strayed(receiver)}
    assert set(found) == {"doi_thoai", "so_lieu"}
    one = found["doi_thoai"]
    assert (one.record.id, one.unit, one.office) == (mine, code, second.code)
    assert (one.keeper, one.keeper_name, one.pinned) == (first.code, name, None)
    assert (one.path, found["so_lieu"].path) == ("", "dvk_dang_ky")
    assert keepers(receiver, "2020-05-05")[code] == first.code
    period = receiver.period(H1)
    counted = compute(receiver, period, ["doi_thoai_cuoc"])["doi_thoai_cuoc"]
    assert counted.by["don_vi"][code] == 3
    assert pin_strayed(receiver, found.values()) == 2
    again = strayed(receiver)
    assert [one.pinned for one in again] == [PinState.DRAFT] * 2
    assert pin_strayed(receiver, again) == 0
    [(office, letter)] = write_returns(
        receiver, tmp_path, receiver.office_key(), deadline="2020-06-25"
    )
    assert office == second.code
    believed = TrustList((receiver.office_key().certificate,))
    assert take_in_return(second.context, letter, believed).pins == 2
    waiting = [one for one in todo(second.context, "2020-06-16") if one.icon == "return"]
    assert all(name in one.title for one in waiting)
    assert {one.action.field for one in waiting if one.register == "doi_thoai"} == {"don_vi"}
    assert second.context.save("doi_thoai", {"don_vi": second.unit(1)}, id=mine).saved
    [better] = take_all(receiver, [second.send(H1)])
    assert better.received.strayed == 0
    assert [one.register for one in strayed(receiver)] == ["so_lieu"]
    # Whoever sends all again says it again: the figure is still there.
    [whole] = take_all(receiver, [second.send(H1, restart=True, full=True)])
    assert whole.received.strayed == 1


def test_unit_that_nobody_else_keeps_is_nobodys_mistake(
    receiver: Context, districts: list[Office]
) -> None:
    """Own units, also of the days before they passed on, are no reason to say anything."""
    first, second = districts
    code = first.unit(1)
    old = _unit(first, code)
    assert first.context.save("don_vi", {"den_ngay": LAST}, id=old.id).saved
    _take_over(second, code, dict(old.values))
    second.dialogue("2020-05-05")
    taken = take_all(receiver, [one.send(H1) for one in districts])
    assert [one.received.strayed for one in taken] == [0, 0]
    assert strayed(receiver) == []
