"""From the answers of the first run to an office that works."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import open_context
from danvan_desktop.organisation.first_run import (
    Answers,
    is_code,
    office_of,
    parse_unit,
    proposed_code,
    suggested_names,
)
from danvan_desktop.organisation.kinds import KINDS

ANSWERS = Answers(
    place="Đồng Tâm",
    province="Miền Mẫu",
    head="Nguyễn Văn A",
    deputy="Trần Thị B",
    clerk="Lê Văn C",
    units=("thị trấn Đồng Tâm", "xã An Bình", "X. Hòa Lạc", "", "Công an huyện"),
)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("xã Suối Đá", ("xã", "Suối Đá")),
        ("X. Suối Đá", ("xã", "Suối Đá")),
        ("TT. Dương Minh Châu", ("thị trấn", "Dương Minh Châu")),
        ("Phường 1", ("phường", "1")),
        ("Hội LHPN huyện", ("cơ quan", "Hội LHPN huyện")),
        ("Huyện đoàn", ("cơ quan", "Huyện đoàn")),
    ],
)
def test_parse_unit_reads_kind_and_name(line: str, unit: tuple[str, str]) -> None:
    """A line that begins with a word for a territory is one; everything else is an agency."""
    assert parse_unit(line) == unit


def test_names_follow_from_kind_and_place() -> None:
    """The header is suggested as it will be printed (acceptance scenario 1)."""
    names = suggested_names(ANSWERS)
    assert (names["tieu_de_1"], names["tieu_de_2"]) == ("HUYỆN ỦY ĐỒNG TÂM", "BAN DÂN VẬN")
    assert names["ten_day_du"] == "Ban Dân vận Huyện ủy Đồng Tâm"


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_kind_makes_a_valid_office(
    kind: object, empty_data_dir: Path, tmp_path: Path
) -> None:
    """Each of the six kinds can be set up, and every value passes its register's rules."""
    shutil.copytree(empty_data_dir, tmp_path / "data")
    context = open_context(tmp_path / "data")
    answers = Answers(
        kind=kind.key,  # type: ignore[attr-defined]
        body=kind.bodies[0],  # type: ignore[attr-defined]
        territory=kind.territories[0],  # type: ignore[attr-defined]
        place=ANSWERS.place,
        province=ANSWERS.province,
        head=ANSWERS.head,
        units=ANSWERS.units,
    )
    setup = office_of(answers, today="2020-06-16")
    context.set_up(setup)
    for register in ("van_phong", "don_vi", "ky", "nhiem_ky", "can_bo_ky"):
        for record in context.all_of(register):
            assert context.validate(register, record.values) == []
    assert (context.paths.keys / "khoa-co-quan.p12").exists()
    context.close()


def test_typed_units_are_found_by_name(empty_data_dir: Path, tmp_path: Path) -> None:
    """The communes that were typed are the ones that an import finds."""
    shutil.copytree(empty_data_dir, tmp_path / "data")
    context = open_context(tmp_path / "data")
    context.set_up(office_of(ANSWERS, today="2020-06-16"))
    directory = context.directory("2020-06-14")
    assert [unit.short_name for unit in directory.communes()] == [
        "TT. Đồng Tâm",
        "An Bình",
        "Hòa Lạc",
    ]
    assert directory.find_unit("UBND xã Hoà Lạc").code == "MM-DONGTAM-03"
    assert context.period("H1/2020").first_day == "2019-12-15"
    context.close()


def test_offices_of_one_province_are_proposed_different_codes() -> None:
    """Not the initials: Tân Biên and Trảng Bàng are two, and so is a name of two territories."""

    def code(place: str, **more: Any) -> str:
        answers = Answers(place=place, province="Tây Ninh", **more)
        assert proposed_code(answers) == office_of(answers, today="2020-06-16").office["ma"]
        return proposed_code(answers)

    codes = [
        *(code("Tân Biên"), code("Trảng Bàng"), code("Trảng Bàng", territory="thị xã")),
        *(code("Tân Bình", kind="mttq_xa", territory=kind) for kind in ("xã", "phường")),
        code("Tân Bình", names={"ky_hieu": "BXDĐ"}),
    ]
    assert codes == [
        *("TN-TANBIEN-BDV", "TN-TRANGBANG-BDV", "TN-TXTRANGBANG-BDV"),
        *("TN-XTANBINH-MTTQ-BTT", "TN-PTANBINH-MTTQ-BTT", "TN-TANBINH-BXDD"),
    ]
    assert all(map(is_code, codes))
    assert not any(map(is_code, ("", "A", "TN TB", "tn-tb", "TN/TB", "A" * 41)))


def test_code_that_the_receiver_gave_is_that_of_the_unit_too() -> None:
    """The communes get it as well, so that theirs are not another district's."""
    answers = Answers(
        place="Trảng Bàng", province="Tây Ninh", names={"ma": "TN-09-BDV"}, units=("xã An Hòa",)
    )
    setup = office_of(answers, today="2020-06-16")
    assert (setup.office["ma"], setup.office["don_vi"]) == ("TN-09-BDV", "TN-09")
    assert [unit["ma"] for unit in setup.units] == ["TN", "TN-09", "TN-09-01"]
    assert proposed_code(answers) == "TN-TRANGBANG-BDV"


def test_front_signs_for_its_standing_board_and_a_province_has_communes() -> None:
    """TM. BAN THƯỜNG TRỰC / CHỦ TỊCH (deputy without KT.); a commune is level X also under T."""
    front = Answers(kind="mttq_xa", body="xã", territory="xã", place="An Phú", head="A", deputy="B")
    signs = [one["khoi_ky"] for one in office_of(front, today="2026-06-01").officers]
    assert signs == ["T/M BAN THƯỜNG TRỰC\nCHỦ TỊCH", "T/M BAN THƯỜNG TRỰC\nPHÓ CHỦ TỊCH"]
    province = Answers(kind="tinh", body="Tỉnh ủy", territory="tỉnh", place="M", units=("xã An",))
    assert [unit["cap"] for unit in office_of(province, today="2026-06-01").units] == ["T", "X"]
