"""Figures typed from paper: entering, who wins, levels, qualifiers, longer periods (scenario 6)."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators import compute
from danvan_desktop.indicators.catalogue import use_pack
from danvan_desktop.indicators.engine import tree_of
from danvan_desktop.indicators.typed import Entry, carry_over, confirm, enter, enter_many, typed
from danvan_desktop.indicators.values import Figure, Source
from danvan_desktop.organisation.periods import Period

HA_NOI = {
    "dvk_dang_ky/cap/T": 764,
    "dvk_dang_ky/cap/H": 2852,
    "dvk_dang_ky/cap/X": 6315,
    "doi_thoai_cuoc/cap/T": 4,
}


@pytest.fixture
def last_year(filled: Context) -> Period:
    """Return the first half of 2019, of which no dialogue is recorded."""
    return filled.period("H1/2019")


def _one(books: Context, code: str, period: Period) -> Figure:
    return compute(books, period, [code])[code]


def test_typed_levels_make_the_total(filled: Context) -> None:
    """Hà Nội 2019: 764 + 2.852 + 6.315 = 9.931; by form 47 + 98 and 594 + 370 (scenario 6)."""
    year = filled.period_named("N/2018")
    assert enter(filled, year, "", HA_NOI).saved
    forms: dict[str, Entry | int] = {
        "doi_thoai_cuoc/hinh_thuc/dinh_ky": 47,
        "doi_thoai_cuoc/hinh_thuc/dot_xuat": 98,
    }
    forms |= {"doi_thoai_cuoc": Entry(reported=30, expected=30)}
    enter(filled, year, "cap/H", forms)
    enter(
        filled,
        year,
        "cap/X",
        {"doi_thoai_cuoc/hinh_thuc/dinh_ky": 594, "doi_thoai_cuoc/hinh_thuc/dot_xuat": 370},
    )
    models = _one(filled, "dvk_dang_ky", year)
    assert (models.value, models.by["cap"]) == (9931, {"X": 6315, "H": 2852, "T": 764})
    talks = _one(filled, "doi_thoai_cuoc", year)
    assert (talks.value, talks.by["cap"]) == (1113, {"X": 964, "H": 145, "T": 4})
    assert talks.by["hinh_thuc"] == {"dinh_ky": 641, "dot_xuat": 468}
    assert talks.undivided == {"hinh_thuc": 4, "don_vi": 1113}
    assert (talks.source, talks.known) == (Source.TYPED, True)


def test_typed_figure_of_a_unit_wins_and_the_difference_is_kept(
    filled: Context, period: Period
) -> None:
    """Suối Đá types 5 dialogues where its book has fewer: 19 becomes 19 − recorded + 5."""
    recorded = int(_one(filled, "doi_thoai_cuoc", period).by["don_vi"]["TN-DMC-10"])
    enter(filled, period, "TN-DMC-10", {"doi_thoai_cuoc": 5})
    found = _one(filled, "doi_thoai_cuoc", period)
    assert found.value == 19 - recorded + 5
    assert (found.recorded, found.difference) == (19, 5 - recorded)
    assert found.by["don_vi"]["TN-DMC-10"] == 5
    assert found.by["cap"]["X"] == 17 - recorded + 5
    assert found.source is Source.MIXED
    assert found.undivided == {"hinh_thuc": 5 - recorded}
    tree = tree_of(filled, "doi_thoai_cuoc", period)
    [conflict] = tree.conflicts
    assert (conflict.place, conflict.other) == ("TN-DMC-10", recorded)


def test_typing_is_one_operation_with_undo(filled: Context, last_year: Period) -> None:
    """Several places at once are taken back at once; typing again changes the same cell."""
    batch = [(last_year, "TN-DMC-10", {"doi_thoai_cuoc": 3}), (last_year, "TN-DMC", HA_NOI)]
    enter_many(filled, [(p, place, {"doi_thoai_cuoc": 2}) for p, place, _cells in batch])
    assert _one(filled, "doi_thoai_cuoc", last_year).value == 4
    enter(filled, last_year, "TN-DMC-10", {"doi_thoai_cuoc": 7})
    [cell] = typed(filled, last_year, place="TN-DMC-10")
    assert (cell.value, len(filled.history("so_lieu", cell.id))) == (7, 2)
    filled.undo()
    filled.undo()
    assert typed(filled, last_year) == []
    assert not _one(filled, "doi_thoai_cuoc", last_year).known


def test_emptied_cell_is_gone(filled: Context, last_year: Period) -> None:
    """None empties a cell; what was never typed stays unknown."""
    enter(filled, last_year, "", {"doi_thoai_cuoc": (21, "tren")})
    assert _one(filled, "doi_thoai_cuoc", last_year).qualifier == "tren"
    enter(filled, last_year, "", {"doi_thoai_cuoc": None})
    assert not _one(filled, "doi_thoai_cuoc", last_year).known


@pytest.mark.parametrize(
    ("place", "path", "content", "code"),
    [
        ("", "khong_co", 1, "unknown_indicator"),
        ("", "dvk_dang_ky/mau/do", 1, "unknown_figure"),
        ("", "dvk_dang_ky/linh_vuc/XYZ", 1, "unknown_figure"),
        ("TN-XX", "dvk_dang_ky", 1, "unknown_unit"),
        ("cap/Q", "dvk_dang_ky", 1, "unknown_unit"),
        ("", "dvk_dang_ky", -1, "impossible_value"),
        ("", "dvk_dang_ky", Decimal("1.5"), "not_a_number"),
        ("", "dvk_dang_ky", (5, "chac"), "unknown_choice"),
        ("", "doi_thoai_cuoc", Entry(reported=31, expected=30), "impossible_value"),
    ],
)
def test_wrong_cell_is_refused_with_its_place(
    filled: Context, last_year: Period, place: str, path: str, content: object, code: str
) -> None:
    """Nothing of the batch is written when one cell is wrong."""
    cells = {path: content, "doi_thoai_cuoc": 3} if path != "doi_thoai_cuoc" else {path: content}
    result = enter(filled, last_year, place, cells)  # type: ignore[arg-type]
    assert not result.saved
    assert result.issues[0].code == code
    assert result.issues[0].place.field == path
    assert typed(filled, last_year) == []


def test_words_in_front_are_kept_and_printed(filled: Context, last_year: Period) -> None:
    """Trà Vinh: trên 8.270 of gần 2.500, trên 4.200, 861 and hơn 690 (nominal 8.251)."""
    fields = {
        "KT": (2500, "gan"),
        "VHXH": (4200, "tren"),
        "QPAN": (861, ""),
        "HTCT": (690, "hon"),
    }
    cells = {f"dvk_dang_ky/linh_vuc/{key}": value for key, value in fields.items()}
    enter(filled, last_year, "", cells)
    alone = _one(filled, "dvk_dang_ky", last_year)
    assert (alone.value, alone.qualifier) == (8251, "khoang")
    enter(filled, last_year, "", {"dvk_dang_ky": (8270, "tren")})
    found = _one(filled, "dvk_dang_ky", last_year)
    assert (found.value, found.shown()) == (8270, "trên 8.270")
    assert found.part_qualifiers["linh_vuc/KT"] == "gan"


def test_year_is_made_of_typed_and_recorded_halves(filled: Context) -> None:
    """H1/2020 typed, H2/2020 recorded: the year has both, nothing twice."""
    year = filled.period_named("N/2020")
    recorded = int(_one(filled, "doi_thoai_cuoc", year).value or 0)
    first = int(_one(filled, "doi_thoai_cuoc", filled.period("H1/2020")).value or 0)
    enter(filled, filled.period("H1/2020"), "TN-DMC-10", {"doi_thoai_cuoc": 9})
    mine = int(_one(filled, "doi_thoai_cuoc", filled.period("H1/2020")).value or 0)
    assert _one(filled, "doi_thoai_cuoc", year).value == recorded - first + mine
    enter(filled, year, "", {"doi_thoai_cuoc": 50})
    assert _one(filled, "doi_thoai_cuoc", year).value == 50


def test_last_typed_stock_stands_for_the_year(filled: Context) -> None:
    """A stock typed for both halves has the later value in the year."""
    for code, number in (("H1/2019", 10), ("H2/2019", 12)):
        enter(filled, filled.period_named(code), "", {"don_vi_cap_xa": number})
    year = filled.period_named("N/2019")
    assert _one(filled, "don_vi_cap_xa", year).value == 12


def test_carried_over_values_wait_for_confirmation(filled: Context, last_year: Period) -> None:
    """Last values fill empty cells, marked; confirming them is one operation."""
    before = filled.period_named("H2/2018")
    enter(filled, before, "TN-DMC-10", {"doi_thoai_cuoc": 3, "doi_thoai_nguoi": 90})
    enter(filled, last_year, "TN-DMC-10", {"doi_thoai_cuoc": 4})
    carry_over(filled, before, last_year, ["TN-DMC-10"])
    found = {c.code: (c.value, c.entry.confirmed) for c in typed(filled, last_year)}
    assert found == {"doi_thoai_cuoc": (4, True), "doi_thoai_nguoi": (90, False)}
    confirm(filled, last_year)
    assert all(cell.entry.confirmed for cell in typed(filled, last_year))


def test_typed_rate_wins_over_its_parts(filled: Context, period: Period) -> None:
    """A rate typed from paper is shown; what the parts give stays beside it."""
    enter(filled, period, "", {"doi_thoai_ty_le_tra_loi": 87})
    found = _one(filled, "doi_thoai_ty_le_tra_loi", period)
    assert (found.value, found.recorded, found.shown()) == (87.0, 86.8852, "87%")


def test_figure_of_the_whole_area_has_no_units(
    filled: Context, last_year: Period, tmp_path: Path
) -> None:
    """What only the province knows cannot be typed for a commune."""
    one = {"code": "chung", "name": "Chung", "unit": "cuộc", "kind": "flow", "space": "none"}
    pack = {"register": "doi_thoai", "indicators": [one]}
    (tmp_path / "chung.json").write_text(json.dumps(pack), "utf-8")
    try:
        use_pack(tmp_path)
        refused = enter(filled, last_year, "TN-DMC-10", {"chung": 1})
        assert [issue.code for issue in refused.issues] == ["unknown_figure"]
        assert enter(filled, last_year, "", {"chung": 1}).saved
    finally:
        use_pack(None)
