"""A pin is corrected when what it points at is another value than it was pinned to."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from danvan_desktop.agenda.todo import todo
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.bundles.message import write_message
from danvan_desktop.bundles.returns import KIND, take_in_return, write_returns
from danvan_desktop.context import Context
from danvan_desktop.indicators.pinned import received_pins, write_figure_pin
from danvan_desktop.organisation.pins import PinState, pins, return_again, settle_pin, write_pin
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles.second_reader import said
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
OPEN, RECEIVED, FIXED = PinState.OPEN, PinState.RECEIVED, PinState.FIXED


class Sides:
    """The province and the district whose record it pins to."""

    def __init__(self, province: Context, district: Office, folder: Path) -> None:
        self.province, self.district, self.folder = province, district, folder
        self.record = district.dialogue("2020-02-05", people=5)
        self.send()

    def pin(self, *fields: str) -> None:
        """Pin to fields of the record."""
        for field in fields:
            write_pin(self.province, "doi_thoai", self.record, field, f"Xem lại {field}")

    def written(self) -> Path:
        """Write the return."""
        key = self.province.office_key()
        [(_o, path)] = write_returns(self.province, self.folder, key, deadline="2020-06-25")
        return path

    def take_in(self, path: Path) -> None:
        """Let the district have the return."""
        trust = TrustList((self.province.office_key().certificate,))
        assert take_in_return(self.district.context, path, trust).news

    def edit(self, **values: object) -> None:
        """Change the record."""
        saved = self.district.context.save("doi_thoai", values, id=self.record)
        assert not saved.issues

    def send(self) -> None:
        """Carry the district's next bundle."""
        take_all(self.province, [self.district.send(H1)])

    def here(self) -> dict[str, PinState]:
        """Tell how the district's pins stand, by field or path."""
        return {one.field or one.path: one.state for one in received_pins(self.district.context)}

    def there(self) -> dict[str, PinState]:
        """Tell what the province knows, after a bundle."""
        self.send()
        return {one.field or one.path: one.state for one in reversed(pins(self.province))}

    def work(self) -> list[str]:
        """List the remarks on the district's list of work."""
        found = todo(self.district.context, "2020-06-16")
        return sorted(one.title for one in found if one.icon == "return")


@pytest.fixture
def sides(receiver: Context, districts: list[Office], tmp_path: Path) -> Sides:
    """Let the province have a record of the district."""
    return Sides(receiver, districts[0], tmp_path)


def test_only_the_pin_whose_field_changed_is_corrected(sides: Sides) -> None:
    """Of two on one record; a list of entries is a field too; undone, it is open again."""
    sides.pin("so_nguoi", "ngay", "y_kien")
    path = sides.written()
    (sides.folder / "tinh.pem").write_text(sides.province.office_key().certificate_pem)
    returned = said("read_message", path, sides.folder / "tinh.pem")["body"]
    assert returned["pins"][0]["seen"] == hashlib.sha256(b"5").hexdigest()
    sides.take_in(path)
    sides.edit(so_nguoi=50, dia_diem="Nhà văn hóa")
    assert sides.here() == {"so_nguoi": FIXED, "ngay": OPEN, "y_kien": OPEN}
    assert len(sides.work()) == 2
    assert sides.there() == {"so_nguoi": FIXED, "ngay": RECEIVED, "y_kien": RECEIVED}
    sides.district.context.undo()
    assert sides.here() == {"so_nguoi": OPEN, "ngay": OPEN, "y_kien": OPEN}
    assert set(sides.there().values()) == {RECEIVED}


def test_return_that_comes_after_another_field_changed_is_work(sides: Sides) -> None:
    """Its remark is shown; one whose own field was corrected meanwhile is not."""
    sides.pin("so_nguoi", "ngay")
    path = sides.written()
    sides.edit(dia_diem="Nhà văn hóa", ngay="2020-02-06")
    assert sides.there() == {"so_nguoi": OPEN, "ngay": FIXED}
    sides.take_in(path)
    assert sides.work() == ["Gửi trả: Xem lại so_nguoi"]
    assert sides.there() == {"so_nguoi": RECEIVED, "ngay": FIXED}


def test_answered_pin_stays_answered_until_its_own_field_changes(sides: Sides) -> None:
    """An edit beside it does not make the words into a correction; nor when pinned again."""
    sides.pin("so_nguoi")
    sides.take_in(sides.written())
    [pin] = pins(sides.province)
    settle_pin(sides.district.context, pin.id, "Đã kiểm tra, đúng 5")
    sides.edit(dia_diem="Nhà văn hóa")
    assert sides.there() == {"so_nguoi": PinState.ANSWERED}
    return_again(sides.province, pin.id, "Vẫn ít")
    sides.take_in(sides.written())
    assert sides.work() == ["Gửi trả: Vẫn ít"]
    sides.edit(so_nguoi=55)
    sides.send()
    assert [one.state for one in pins(sides.province)] == [FIXED, PinState.CLOSED]


def test_pin_without_field_ends_with_any_change_and_every_pin_with_the_record(
    sides: Sides,
) -> None:
    """The record as a whole has its number; a deleted one has no field left to correct."""
    sides.pin("", "ngay")
    sides.take_in(sides.written())
    sides.edit(dia_diem="Nhà văn hóa")
    assert sides.there() == {"": FIXED, "ngay": RECEIVED}
    sides.district.context.delete("doi_thoai", [sides.record])
    assert set(sides.here().values()) == set(sides.there().values()) == {FIXED}


def test_return_of_an_older_province_is_compared_with_what_the_office_had(sides: Sides) -> None:
    """It says no value: the field is work as it stands when the return comes."""
    key, clock = sides.province.office_key(), sides.province.clock
    pin_id = sides.province.new_id()
    pin = {"id": pin_id, "register": "doi_thoai", "record": sides.record, "field": "so_nguoi"}
    body = {
        "office": sides.district.code,
        "id": sides.province.new_id(),
        "deadline": "2020-06-25",
        "pins": [{**pin, "rev": 1, "title": "Đối thoại", "text": "Ít quá"}],
    }
    sides.edit(dia_diem="Nhà văn hóa")
    path = sides.folder / "cu.asice"
    write_message(
        path, KIND, body, key, sender=("TN-BDVTU", "Tỉnh"),
        created=datetime.fromisoformat(clock.now()), lines={},
    )  # fmt: skip
    sides.take_in(path)
    assert sides.here() == {"so_nguoi": OPEN}
    sides.edit(so_nguoi=50)
    assert sides.here() == {"so_nguoi": FIXED}


def test_figure_that_moved_before_the_return_came_is_still_work(sides: Sides) -> None:
    """Any other record moves a figure: the office sees the remark, the province the new figure."""
    province, district = sides.province, sides.district
    write_figure_pin(
        province, province.period(H1), district.code, "", "doi_thoai_cuoc", "Thiếu một cuộc"
    )
    path = sides.written()
    district.dialogue("2020-04-01")
    sides.send()
    sides.take_in(path)
    assert sides.work() == ["Gửi trả: Thiếu một cuộc"]
    sides.send()
    [pin] = pins(province)
    assert (pin.state, pin.value, pin.told_value) == (RECEIVED, "3", "4")
    district.dialogue("2020-04-02")
    assert sides.there() == {"doi_thoai_cuoc": FIXED}
