"""How values are written in lists, tooltips and on the clipboard."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.registers import REGISTERS
from ui.widgets.cells import abbreviated, cell_text, copy_text, full_text, one_cell
from ui.widgets.columns import arranged, default_columns, to_saved

DVK = REGISTERS["dan_van_kheo"]


@pytest.mark.parametrize(
    ("field", "value", "shown", "copied"),
    [
        ("kinh_phi", None, "…", ""),
        ("kinh_phi", 0, "-", "0"),
        ("kinh_phi", 43_500_000, "43,5", "43,5"),
        ("kinh_phi", 109_000_000, "109,0", "109"),
        ("kinh_phi", 1_250_750_000, "1.250,8", "1250,75"),
        ("ngay_cong", 1003, "1.003", "1003"),
        ("ngay_dang_ky", "2020-07-07", "07/7/2020", "07/7/2020"),
        ("ngay_dang_ky", "2020", "2020", "2020"),
        ("linh_vuc", "VHXH", "VHXH", "Văn hóa - xã hội"),
        ("don_vi", "X1", "TT. Dương Minh Châu", "thị trấn Dương Minh Châu"),
        ("tham_dinh", True, "x", "x"),
        ("dia_chi", None, "", ""),
    ],
)
def test_cells_show_short_and_copy_exact(
    office: Context, field: str, value: object, shown: str, copied: str
) -> None:
    """A cell is short; the clipboard holds the exact typed value."""
    names = office.directory()
    assert cell_text(DVK.field(field), value, names) == shown
    assert copy_text(DVK.field(field), value, names) == copied


def test_unknown_figures_are_said_in_words(office: Context) -> None:
    """A screen reader hears that a figure is missing, not three dots."""
    assert full_text(DVK.field("kinh_phi"), None, office.directory()) == "chưa có số liệu"


def test_copied_text_is_never_a_formula() -> None:
    """Excel must not calculate a name that begins with = or -."""
    assert one_cell("=HYPERLINK(x)") == "'=HYPERLINK(x)"
    assert one_cell("hai\ndòng\tvà tab") == "hai dòng và tab"


def test_long_office_names_are_abbreviated() -> None:
    """Known abbreviations keep a column narrow."""
    assert abbreviated("Ban Chỉ huy Quân sự huyện") == "Ban CHQS huyện"


def test_column_layout_survives_a_round_trip() -> None:
    """Order, hiding and widths set by hand come back; unknown columns are ignored."""
    columns = default_columns(DVK)
    saved = [{"key": "linh_vuc", "shown": True, "width": 90}, {"key": "khong_con", "shown": True}]
    first = arranged(columns, saved)
    assert [column.key for column in first[:3]] == ["#", "linh_vuc", "ten"]
    assert first[1].width == 90
    assert first[1].by_hand
    assert arranged(columns, to_saved(first)) == first
    assert arranged(columns, "hỏng") == columns
