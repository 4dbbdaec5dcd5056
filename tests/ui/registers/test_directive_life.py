"""The side pane tells the life of directives, programmes and positions, and what comes next."""

from __future__ import annotations

from danvan_desktop.context import Context
from tests.ui.registers.helpers import add
from ui.widgets.record_life import next_step, stages_of

PAPER = {
    "so_ky_hieu": "120-KL/TW",
    "ngay": "2016-01-07",
    "co_quan": "Bộ Chính trị",
    "trich_yeu": "Kết luận về Quy chế dân chủ ở cơ sở",
}


def test_directive_goes_from_issue_to_conclusion(office: Context) -> None:
    """Each step with its day and paper; the next deadline is named until the last is met."""
    record = add(
        office,
        "van_ban",
        **PAPER,
        san_pham="15-KH/HU",
        han_so_ket="2020-10-09",
        han_tong_ket="2025",
    )
    assert [(s.text, s.detail) for s in stages_of(record)] == [
        ("Ban hành", "07/01/2016 · Bộ Chính trị"),
        ("Triển khai", "15-KH/HU"),
    ]
    assert next_step(record) == "Bước tiếp theo: sơ kết, hạn 09/10/2020."
    office.save("van_ban", {"ngay_so_ket": "2020-10-01"}, id=record.id)
    (reviewed,) = office.all_of("van_ban")
    assert next_step(reviewed) == "Bước tiếp theo: tổng kết, hạn 2025."
    office.save("van_ban", {"ngay_tong_ket": "2025-12-01"}, id=record.id)
    (concluded,) = office.all_of("van_ban")
    assert [s.text for s in stages_of(concluded)][-2:] == ["Sơ kết", "Tổng kết"]
    assert next_step(concluded) == ""


def test_new_directive_is_to_be_carried_out_first(office: Context) -> None:
    """What nobody has begun names its first deadline."""
    record = add(office, "van_ban", **PAPER, han_trien_khai="2016-03-01", han_so_ket="2018")
    assert next_step(record) == "Bước tiếp theo: triển khai, hạn 01/3/2016."


def test_programme_is_reviewed_yearly_and_concluded_once(office: Context) -> None:
    """The last review, and in the end the conclusion."""
    record = add(
        office,
        "phoi_hop",
        so_ky_hieu="05-CTr/BDV-CAH",
        ben="Ban Dân vận Huyện ủy, Công an huyện",
        noi_dung="An ninh Tổ quốc",
        tu_nam=2018,
        den_nam=2020,
        so_ket=[{"nam": 2019, "ket_qua": "Tốt"}],
    )
    assert [(s.text, s.detail) for s in stages_of(record)] == [
        ("Ký kết", "2018 · 05-CTr/BDV-CAH"),
        ("Sơ kết gần nhất", "2019"),
    ]
    assert next_step(record).startswith("Sơ kết mỗi năm một lần")
    rows = [{"nam": 2020, "ket_qua": "Tốt"}]
    office.save("phoi_hop", {"so_ket": rows}, id=record.id)
    (last,) = office.all_of("phoi_hop")
    assert next_step(last) == "Bước tiếp theo: tổng kết chương trình."


def test_position_begins_and_ends(office: Context) -> None:
    """A bare year is written as it is."""
    values = {"ho_ten": "Lê Thị Ánh", "don_vi": "X2", "chuc_danh": "Trưởng Khối dân vận"}
    record = add(office, "can_bo", **values, tu="2015", den="2020-01-15")
    assert [(s.text, s.detail) for s in stages_of(record)] == [
        ("Giữ chức", "2015"),
        ("Thôi giữ chức", "15/01/2020"),
    ]
