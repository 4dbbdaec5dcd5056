"""Words of papers for the levels: what a district, a commune or a province says on a day.

Decided by REFERENCE §6: {T, H, X} until 30/6/2025, {T, X} afterwards; boards of Tuyên giáo và
Dân vận since 03/02/2025.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.first_run import Answers, office_of
from danvan_desktop.organisation.level_words import level_words
from danvan_desktop.organisation.units import Directory, UnitVersion
from danvan_desktop.reports.building import content_of
from danvan_desktop.reports.content import to_document
from danvan_desktop.reports.drafts import paper_values
from tests.conftest import FixedClock
from tests.core.documents.docx_reading import all_text, written

NEW_TERM = ("2025-2030", "2025-07-01", "2030-06-30")


def _directory(*kinds: str) -> Directory:
    level = {"huyện": "H", "thị xã": "H", "tỉnh": "T"}
    return Directory(
        UnitVersion(f"U{n}", f"Tên {n}", kind, level.get(kind, "X"), None, "2000-01-01")
        for n, kind in enumerate(kinds)
    )


@pytest.mark.parametrize(
    ("kinds", "day", "level", "communes", "below"),
    [
        (("xã", "thị trấn"), "2020-07-07", "H", "xã, thị trấn", "Khối dân vận các xã, thị trấn"),
        ((), "2020-07-07", "H", "xã, phường, thị trấn", "Khối dân vận các xã, phường, thị trấn"),
        (("huyện", "thị xã"), "2020-07-07", "T", "", "Ban Dân vận các huyện ủy, thị ủy"),
        (("huyện",), "2025-03-01", "T", "", "Ban Tuyên giáo và Dân vận các huyện ủy"),
        (("phường", "xã"), "2025-07-01", "T", "xã, phường", "Đảng ủy các xã, phường"),
        ((), "2026-01-01", "T", "xã, phường, đặc khu", "Đảng ủy các xã, phường, đặc khu"),
    ],
)
def test_words_follow_units_and_day(
    kinds: tuple[str, ...], day: str, level: str, communes: str, below: str
) -> None:
    """What stands there is named; of an empty directory what the law of the day knows."""
    words = level_words(_directory(*kinds), day, level=level)
    assert words.below == below
    assert communes in ("", words.communes)


def test_front_does_not_write_to_itself() -> None:
    """The Front of a commune has boards in the villages, and names the organisations beside it."""
    words = level_words(
        _directory("xã"), "2026-01-01", level="X", kind="mttq_xa", territory="phường"
    )
    assert words.communes == "phường"
    assert words.beside == "Các tổ chức chính trị - xã hội"
    assert "Mặt trận" in words.below


@pytest.fixture(scope="module", params=["xdd_xa", "tinh"])
def after_2025(
    request: pytest.FixtureRequest, empty_data_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Any:
    """Open an office of the two levels: a commune's, then a province's."""
    folder = tmp_path_factory.mktemp("two-levels") / "data"
    shutil.copytree(empty_data_dir, folder)
    context = open_context(folder, clock=FixedClock("2026-07-10", "2026-07-10T02:00:00Z"))
    commune: dict[str, Any] = {"body": "Đảng ủy xã", "territory": "xã", "place": "Suối Đá"}
    province: dict[str, Any] = {
        "body": "Tỉnh ủy",
        "territory": "tỉnh",
        "place": "Tây Ninh",
        "units": ("xã Suối Đá", "phường Ninh Thạnh"),
    }
    words = commune if request.param == "xdd_xa" else province
    answers = Answers(kind=request.param, province="Tây Ninh", head="Lê A", term=NEW_TERM, **words)
    context.set_up(office_of(answers, today="2026-07-10"))
    yield context
    context.close()


PAPERS = ("bao_cao_nam", "bao_cao_chuyen_de_dan_chu", "thong_bao_han_bao_cao", "cong_van_don_doc")
"""Between them every section and annex that names levels."""


def test_no_paper_of_2026_knows_districts_or_towns(after_2025: Context) -> None:
    """Text, annexes and recipients of papers of an office of the two levels."""
    for code in PAPERS:
        values = paper_values(after_2025, code, period="H1/2026")
        document = to_document(content_of(after_2025, values)[0], values["the_thuc"])
        text = all_text(written(document)) + str(values["noi_nhan"])
        assert not re.search(r"thị trấn|huyện", text, re.IGNORECASE), code
        assert "Khối dân vận các" not in text
