"""Who has reported which form, and further indicators from a province pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.indicators import (
    Arrival,
    Way,
    catalogue,
    compute,
    coverage,
    enter,
    matrix,
    reminders,
)
from danvan_desktop.indicators.catalogue import use_pack
from danvan_desktop.organisation.periods import Period


def test_matrix_tells_who_sent_what_and_how(filled: Context, period: Period) -> None:
    """Chà Là has no dialogue; the others came by workbook, Bến Củi also typed in time."""
    enter(filled, period, "TN-DMC-03", {"doi_thoai_cuoc": 1})
    found = matrix(filled, period)
    assert len(found.units) == 11
    cell = found.cell("TN-DMC-01", "doi_thoai")
    assert (cell.arrival, cell.ways) == (Arrival.LATE, (Way.IMPORT,))
    cell = found.cell("TN-DMC-03", "doi_thoai")
    assert (cell.arrival, cell.first) == (Arrival.ON_TIME, "2020-06-16")
    assert set(cell.ways) == {Way.IMPORT, Way.TYPED}
    assert found.cell("TN-DMC-05", "doi_thoai").arrival is Arrival.WAITING
    assert {u: [f.code for f in forms] for u, forms in found.missing().items()} == {
        "TN-DMC-05": ["doi_thoai"],
        "TN-DMC-03": ["hoa_giai"],
    }


def test_what_comes_after_the_due_day_is_late(filled: Context) -> None:
    """H1/2019 was due on 20/6/2019; a figure typed today is late, the others are missing."""
    last = filled.period("H1/2019")
    enter(filled, last, "TN-DMC-05", {"doi_thoai_cuoc": 2})
    found = matrix(filled, last)
    cell = found.cell("TN-DMC-05", "doi_thoai")
    assert (cell.arrival, cell.ways, cell.count) == (Arrival.LATE, (Way.TYPED,), 1)
    assert found.cell("TN-DMC-01", "doi_thoai").arrival is Arrival.MISSING
    assert coverage(filled, "doi_thoai", last).shown == "1/11"


def test_reminder_names_forms_and_the_day_due(filled: Context, period: Period) -> None:
    """The letter needs the unit, what it owes and since when."""
    found = {one.unit: one for one in reminders(filled, period)}
    assert found["TN-DMC-05"].name == "xã Chà Là"
    assert [form.label for form in found["TN-DMC-05"].forms] == ["Đối thoại"]
    assert found["TN-DMC-05"].due == "2020-06-20"


PACK = {
    "family": "Chỉ tiêu của tỉnh",
    "register": "doi_thoai",
    "indicators": [
        {"code": "tinh_dot_xuat", "name": "Đối thoại đột xuất", "unit": "cuộc", "kind": "flow"}
        | {"where": {"hinh_thuc": "dot_xuat"}, "axes": ["don_vi"]},
        {"code": "doi_thoai_cuoc", "name": "Trùng mã", "unit": "cuộc", "kind": "flow"},
        {"code": "tinh_sai", "name": "Sai", "unit": "cuộc", "kind": "flow", "sum": "khong_co"},
    ],
    "forms": [{"code": "tinh_bieu", "name": "Biểu của tỉnh", "registers": ["ra_quan"]}],
}


@pytest.fixture
def packed(filled: Context, tmp_path: Path) -> Context:
    """Open the filled office with a province pack in its data folder."""
    data = filled.paths.data
    filled.close()
    folder = data / "chi_tieu"
    folder.mkdir()
    (folder / "tinh.json").write_text(json.dumps(PACK, ensure_ascii=False), "utf-8")
    (folder / "hong.json").write_text("{", "utf-8")
    return open_context(data, clock=filled.clock, user="Lê Văn C")


def test_province_pack_adds_indicators_and_lists_its_faults(packed: Context) -> None:
    """Sound entries count like our own; wrong ones are Issues, ours are never replaced."""
    period = packed.period("H1/2020")
    try:
        assert compute(packed, period, ["tinh_dot_xuat"])["tinh_dot_xuat"].value == 8
        assert catalogue()["doi_thoai_cuoc"].name == "Hội nghị đối thoại"
        assert "tinh_sai" not in catalogue()
        assert "tinh_bieu" in {form.code for form in matrix(packed, period).forms}
        assert {i.place.file or i.code for i in catalogue().issues} >= {"hong.json", "tinh.json"}
        assert any("hai lần" in issue.message for issue in catalogue().issues)
    finally:
        packed.close()
    assert "tinh_dot_xuat" not in catalogue()


def test_folder_without_files_is_no_pack(tmp_path: Path) -> None:
    """An empty folder leaves the program's own catalogue."""
    assert use_pack(tmp_path) is use_pack(None)
