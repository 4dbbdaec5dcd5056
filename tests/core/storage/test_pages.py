"""Pages of a list: what a query finds, and records that are made when somebody looks."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.storage.values import Filter, ListQuery
from tests.on_server import both_databases

REGISTER = "dan_van_kheo"
NAMES = ("Đèn đường", "Ao cá Bác Hồ", "Ánh sáng an ninh", "Bếp ăn nghĩa tình")


@pytest.fixture
def models(office: Context) -> Context:
    """Register four models on four days, the second recognised in the following year."""
    for number, name in enumerate(NAMES):
        values = _model(name, f"2020-0{number + 1}-15", "KT" if number % 2 else "VHXH")
        if number == 1:
            values |= {
                "tham_dinh": True,
                "cong_nhan": True,
                "so_qd_cong_nhan": "21-QĐ/HU",
                "ngay_cong_nhan": "2021-01-10",
            }
        assert office.save(REGISTER, values).saved
    return office


@both_databases
def test_record_of_a_page_is_the_record(models: Context) -> None:
    """What a list shows is what the form opens, but for the child lists."""
    [first, *_others] = models.page(ListQuery(register=REGISTER), 0, 10)
    assert first == models.record(REGISTER, first.id)
    assert (first.values["cong_nhan"], first.values["ten"]) == (False, "Bếp ăn nghĩa tình")


def test_page_can_be_counted_sliced_and_read_twice(models: Context) -> None:
    """A page behaves like a list whose records are made once."""
    page = models.page(ListQuery(register=REGISTER, sort="ten"), 0, 3)
    assert len(page) == 3
    assert [r.values["ten"] for r in page[:2]] == ["Ánh sáng an ninh", "Ao cá Bác Hồ"]
    assert page[-1] == page[2]
    with pytest.raises(IndexError):
        page[3]


@both_databases
@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Filter("linh_vuc", "in", ("KT",)), {1, 3}),
        (Filter("linh_vuc", "in", ("KT", "VHXH")), {0, 1, 2, 3}),
        (Filter("cong_nhan", "eq", True), {1}),
        (Filter("ten", "match", "an nghia"), {3}),
        (Filter("ten", "match", " "), {0, 1, 2, 3}),
        (Filter("ngay_dang_ky", "range", "2020-02-01", "2020-03-31"), {1, 2}),
        (Filter("ngay_cong_nhan", "range", "2021-01-01", "2021-12-31"), {1}),
        (Filter("ngay_dang_ky", "gte", "2020-03-15"), {2, 3}),
        (Filter("ngay_dang_ky", "lte", "2020-01-15"), {0}),
        (Filter("so_qd_cong_nhan", "prefix", "21"), {1}),
    ],
)
def test_filter_finds_its_records(models: Context, condition: Filter, found: set[int]) -> None:
    """Each kind of condition finds what it says; page and count agree."""
    query = ListQuery(register=REGISTER, filters=(condition,))
    names = {record.values["ten"] for record in models.page(query, 0, 10)}
    assert names == {NAMES[number] for number in found}
    assert models.count(query) == len(found)


def test_counted_leaves_out_the_second_report_of_an_event(models: Context) -> None:
    """A list of what a figure counts is shorter than the list of what was sent."""
    models.save(REGISTER, _model(NAMES[0], "2020-01-15", "VHXH"))
    assert models.count(ListQuery(register=REGISTER)) == 5
    assert models.count(ListQuery(register=REGISTER, counted=True)) == 4


@both_databases
def test_ids_show_exactly_these(models: Context) -> None:
    """A drill-down by ids shows these records in the list's order."""
    every = models.page(ListQuery(register=REGISTER, sort="ten"), 0, 10)
    wanted = (every[2].id, every[0].id)
    found = models.page(ListQuery(register=REGISTER, sort="ten", ids=wanted), 0, 10)
    assert [record.id for record in found] == [every[0].id, every[2].id]
    assert models.count(ListQuery(register=REGISTER, ids=())) == 0


@both_databases
def test_page_of_any_register_reads(office: Context) -> None:
    """Directory and papers are listed by the same reader."""
    units = office.page(ListQuery(register="don_vi", sort="ten"), 0, 100)
    assert len(units) == 25
    assert office.totals(ListQuery(register="don_vi")) == {}


def _model(name: str, day: str, field: str) -> dict[str, Any]:
    return {
        "ten": name,
        "don_vi": "TN-DMC-10",
        "linh_vuc": field,
        "doi_tuong": "tap_the",
        "ngay_dang_ky": day,
    }
