"""A small office in a folder of its own, its lists and forms."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.setup import OfficeSetup
from tests.conftest import FixedClock

SINCE = "2011-01-01"


def unit(code: str, name: str, kind: str, level: str, parent: str | None) -> dict[str, Any]:
    """Give the values of a unit."""
    return {
        "ma": code,
        "ten": name,
        "loai": kind,
        "cap": level,
        "cha": parent,
        "tu_ngay": SINCE,
        "den_ngay": None,
    }


def period(code: str, name: str, days: tuple[str, str], state: str = "mo") -> dict[str, Any]:
    """Give the values of a period."""
    first, last = days
    return {"ma": code, "ten": name, "tu_ngay": first, "den_ngay": last, "trang_thai": state}


OFFICE = OfficeSetup(
    office={
        "ma": "TN-DMC-BDV",
        "loai": "bdv_huyen",
        "ten": "Ban Dân vận",
        "ten_day_du": "Ban Dân vận Huyện ủy Dương Minh Châu",
        "cap_tren": "Huyện ủy Dương Minh Châu",
        "tieu_de_1": "HUYỆN ỦY DƯƠNG MINH CHÂU",
        "tieu_de_2": "BAN DÂN VẬN",
        "noi_nhan": "Thường trực Huyện ủy",
        "ky_hieu": "BDV",
        "dia_danh": "Dương Minh Châu",
        "don_vi": "H",
        "cap": "H",
        "the_thuc": "DANG_HD36",
        "cach_tinh_ky": "15-14",
        "tu_ngay": SINCE,
    },
    terms=(),
    officers=(),
    units=(
        unit("H", "Dương Minh Châu", "huyện", "H", None),
        unit("X1", "Dương Minh Châu", "thị trấn", "X", "H"),
        unit("X2", "Suối Đá", "xã", "X", "H"),
        unit("X3", "Bàu Năng", "xã", "X", "H"),
        unit("X4", "Ấp Mới", "xã", "X", "H"),
    ),
    periods=(
        period("H1/2019", "6 tháng đầu năm 2019", ("2018-12-15", "2019-06-14"), "khoa"),
        period("H1/2020", "6 tháng đầu năm 2020", ("2019-12-15", "2020-06-14")),
    ),
)


@pytest.fixture(scope="session")
def _office_folder(empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "data"
    shutil.copytree(empty_data_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    context.set_up(OFFICE)
    context.close()
    return folder


@pytest.fixture
def office(_office_folder: Path, tmp_path: Path) -> Iterator[Context]:
    """Open a copy of the office in the application's look."""
    folder = tmp_path / "data"
    shutil.copytree(_office_folder, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    context.settings.set("period", "H1/2020")
    yield context
    context.close()
