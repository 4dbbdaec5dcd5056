"""One model keeps one code over the years, in whatever order its registrations come in."""

from __future__ import annotations

from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.organisation import running_codes
from danvan_desktop.storage.values import ImportRow, ListQuery

LAST_YEAR: dict[str, Any] = {"ngay_dang_ky": "2019-03-01", "tinh_chat": None}
THIS_YEAR: dict[str, Any] = {"ngay_dang_ky": "2020-03-01", "tinh_chat": "duy_tri"}


@pytest.mark.parametrize("order", [(LAST_YEAR, THIS_YEAR), (THIS_YEAR, LAST_YEAR)])
@pytest.mark.parametrize("at_once", [True, False])
def test_continuing_model_keeps_its_code(
    office: Context, order: tuple[dict[str, Any], ...], at_once: bool
) -> None:
    """Last year's row and this year's get one code, in one import or in two, either way round."""
    rows = [_row(number, values) for number, values in enumerate(order)]
    for together in [rows] if at_once else [[row] for row in rows]:
        office.import_rows("Nhập", together)
    assert len(_codes(office)) == 1


def test_new_model_of_the_same_name_gets_a_new_code(office: Context) -> None:
    """What is registered as new is a new model, even if last year's had the same name."""
    office.save("dan_van_kheo", _values(LAST_YEAR))
    office.save("dan_van_kheo", _values({**THIS_YEAR, "tinh_chat": "moi"}))
    assert _codes(office) == {"DVK-2019-001", "DVK-2020-001"}


def test_second_report_of_a_registration_has_its_code(office: Context) -> None:
    """Should the first report be deleted, the second takes its place without a new model."""
    office.import_rows("Nhập", [_row(0, THIS_YEAR), _row(1, THIS_YEAR)])
    assert _codes(office) == {"DVK-2020-001"}


def test_units_do_not_share_codes(office: Context) -> None:
    """Two communes with a model of the same name have two models."""
    office.save("dan_van_kheo", _values(LAST_YEAR))
    office.save("dan_van_kheo", _values({**THIS_YEAR, "don_vi": "TN-DMC-04"}))
    assert len(_codes(office)) == 2


def test_undone_import_does_not_confuse_the_count(office: Context) -> None:
    """Codes given after an undo are new ones; two models never share one."""
    office.import_rows("Nhập", [_row(0, LAST_YEAR)])
    office.undo()
    office.save("dan_van_kheo", _values({**LAST_YEAR, "ten": "Bếp ăn nghĩa tình"}))
    office.save("dan_van_kheo", _values({**LAST_YEAR, "ten": "Ánh sáng an ninh"}))
    assert len(_codes(office)) == 2


def _codes(office: Context) -> set[str]:
    return {r.values["ma"] for r in office.page(ListQuery(register="dan_van_kheo"), 0, 10)}


def _row(number: int, values: dict[str, Any]) -> ImportRow:
    return ImportRow("dan_van_kheo", _values(values), {"row": number}, f"row-{number}")


def _values(values: dict[str, Any]) -> dict[str, Any]:
    whole = {
        "ten": "Tiếng kẻng an ninh",
        "don_vi": "TN-DMC-07",
        "linh_vuc": "QPAN",
        "doi_tuong": "tap_the",
    }
    return whole | values


def test_large_import_finds_codes_of_rows_that_it_no_longer_remembers(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a hundred thousand models only the last ones are remembered; the table has the others."""
    monkeypatch.setattr(running_codes, "MOST_SEEN", 2)
    rows = [
        _row(2 * number + year, {**values, "ten": f"Mô hình {number}"})
        for year, values in enumerate((LAST_YEAR, THIS_YEAR))
        for number in range(5)
    ]
    office.import_rows("Nhập", rows)
    assert _codes(office) == {f"DVK-2019-00{number}" for number in range(1, 6)}
