"""A list added up in one pass."""

from __future__ import annotations

from danvan_desktop.context import Context
from danvan_desktop.storage.values import ListQuery
from tests.on_server import both_databases


@both_databases
def test_summary_counts_sums_and_shares_without_duplicates(office: Context) -> None:
    """Ticks, amounts, shares and units agree with the records; a duplicate is left out."""
    values = {"linh_vuc": "KT", "doi_tuong": "tap_the", "ngay_dang_ky": "2020-03-09"}
    for name, unit, more in (
        ("Một", "TN-DMC-10", {"tham_dinh": True, "kinh_phi": 5_000_000}),
        ("Hai", "TN-DMC-02", {"doi_tuong": "ca_nhan"}),
        ("Một", "TN-DMC-10", {"kinh_phi": 7_000_000}),
    ):
        assert office.save("dan_van_kheo", {**values, "ten": name, "don_vi": unit, **more}).saved
    found = office.summary(
        ListQuery(register="dan_van_kheo"),
        sums=("kinh_phi", "tham_dinh"),
        shares=("doi_tuong", ("tap_the", "ca_nhan")),
        different="don_vi",
    )
    assert found.count == 2
    assert found.sums == {"kinh_phi": 5_000_000, "tham_dinh": 1}
    assert found.shares == {"tap_the": 1, "ca_nhan": 1}
    assert found.different == 2


def test_summary_of_a_figure_that_nobody_gave_is_unknown(office: Context) -> None:
    """A column in which nothing was written has no sum; 0 would claim that nothing happened."""
    values = {"linh_vuc": "KT", "doi_tuong": "tap_the", "ngay_dang_ky": "2020-03-09"}
    assert office.save("dan_van_kheo", {**values, "ten": "Một", "don_vi": "TN-DMC-10"}).saved
    found = office.summary(ListQuery(register="dan_van_kheo"), sums=("kinh_phi",))
    assert found.sums == {"kinh_phi": None}


@both_databases
def test_overview_looks_at_several_registers_at_once(office: Context) -> None:
    """Records of the days and of all time, and what names the newest one."""
    model = {"ten": "Một", "don_vi": "TN-DMC-10", "linh_vuc": "KT", "doi_tuong": "tap_the"}
    for day in ("2020-03-09", "2018-01-05"):
        assert office.save("dan_van_kheo", {**model, "ngay_dang_ky": day}).saved
    first, last = "2019-12-15", "2020-06-14"
    models, talks = office.overview(
        [
            ListQuery(register=key, first_day=first, last_day=last)
            for key in ("dan_van_kheo", "doi_thoai")
        ]
    )
    assert (models.register, models.here, models.ever) == ("dan_van_kheo", 1, 2)
    assert models.newest == {"ten": "Một", "don_vi": "TN-DMC-10", "ngay_dang_ky": "2020-03-09"}
    assert (talks.register, talks.here, talks.ever, talks.newest) == ("doi_thoai", 0, 0, {})
