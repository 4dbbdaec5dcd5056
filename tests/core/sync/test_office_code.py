"""The code by which records, key and receiver know an office does not change on the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from danvan_desktop.bundles.enrolment import write_enrolment
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.storage.owners import THIS_OFFICE
from danvan_desktop.storage.values import ListQuery
from tests.core.sync.province_kit import Office

H1 = "H1/2020"
OTHER = "TN-MOI-BDV"


def test_another_code_is_refused_in_a_stage_old_or_new(office: Context) -> None:
    """In words, at the field; what else changes is saved, and a later stage keeps the code."""
    [stage] = office.all_of("van_phong")
    code = stage.values["ma"]
    later = {**stage.values, "tu_ngay": "2025-07-01", "ten_day_du": "Ban mới"}
    for refused in (
        office.save("van_phong", {"ma": OTHER}, id=stage.id),
        office.save("van_phong", {**later, "ma": OTHER}),
        office.save_many("van_phong", {stage.id: {"ma": OTHER}}, "Sửa"),
    ):
        [issue] = refused.issues
        assert (issue.code, issue.place.field) == ("office_code_fixed", "ma")
        assert code in issue.message
        assert not refused.saved
    assert office.save("van_phong", {"ten_day_du": "Ban Dân vận"}, id=stage.id).saved
    assert office.save("van_phong", later).saved
    with office.database.reading() as connection:
        row = connection.exec_driver_sql(f"SELECT {THIS_OFFICE}").fetchone()
    period = office.period(H1)
    now, then = office.office(period.last_day), office.office()
    assert now is not None
    assert then is not None
    assert (now["ten_day_du"], then["ten_day_du"]) == ("Ban Dân vận", "Ban mới")
    assert [row[0] if row else "", now["ma"], then["ma"]] == [code] * 3


def test_folder_whose_code_was_changed_is_told_and_can_be_put_right(
    receiver: Context, districts: list[Office], tmp_path: Path
) -> None:
    """An older version let it: nothing is written before the code is back; then all goes."""
    office = districts[0]
    books, code = office.context, office.code
    [stage] = books.all_of("van_phong")
    with books.database.write() as connection:
        connection.exec_driver_sql("UPDATE van_phong SET ma = ?", (OTHER,))
    for write in (
        lambda: office.send(H1),
        lambda: write_enrolment(books, tmp_path, books.office_key()),
    ):
        with pytest.raises(UserError) as caught:
            write()
        assert caught.value.code == "other_code"
        assert code in str(caught.value)
        assert OTHER in str(caught.value)
    assert list(office.post.iterdir()) == []
    office.dialogue("2020-04-01")
    assert not books.save("van_phong", {"ten": "Ban"}, id=stage.id).saved
    assert books.save("van_phong", {"ma": code}, id=stage.id).saved
    office.dialogue("2020-04-02")
    [outcome] = take_all(receiver, [office.send(H1)])
    assert outcome.received.taken
    assert receiver.count(ListQuery(register="doi_thoai")) == 4
