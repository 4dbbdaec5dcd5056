"""Tables of the authority's work and of grassroots democracy, as offices head them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.schema import Period
from tests.core.spreadsheets.kit import Office, make_book, only_sheet

PERIOD = "(Số liệu 6 tháng đầu năm 2020)"

ONE_STOP: list[Any] = [
    ("UBND HUYỆN DƯƠNG MINH CHÂU", None, None, None, None, None, None),
    ("TÌNH HÌNH TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ THỦ TỤC HÀNH CHÍNH",),
    (PERIOD,),
    ("STT", "Đơn vị", "Tồn kỳ trước", "Số hồ sơ tiếp nhận", "Kết quả", None, None, None),
    (None, None, None, None, "Hồ sơ đã giải quyết", "Đúng hạn", "Quá hạn", "Hồ sơ đang xử lý"),
    (1, "Xã Lộc Ninh", 3, "1.320", "1.318", "1.316", 2, 5),
    (2, "UBND xã Phan", None, 410, 409, 409, 0, 1),
    (3, "Xã Suối Đá", None, 100, 90, 80, 5, 10),
]
PLACES: list[Any] = [
    ("KẾT QUẢ THỰC HIỆN DÂN CHỦ Ở CƠ SỞ",),
    (PERIOD,),
    ("TT", "Loại hình", "Xã, thị trấn", "Tổng số đơn vị", "Đã ban hành quy chế", "Công khai",
     "Hội nghị CBCC", "Được kiểm tra"),
    (1, "Cơ quan, đơn vị", "Lộc Ninh", 12, 12, 12, 11, 3),
    (2, "Doanh nghiệp", "Lộc Ninh", 4, 3, 3, 5, 0),
]  # fmt: skip
OPINIONS: list[Any] = [
    ("TỔNG HỢP LẤY Ý KIẾN NHÂN DÂN",),
    ("STT", "Ngày tổ chức", "Đơn vị", "Tên dự thảo", "Số cuộc", "Số người tham gia", "Số ý kiến"),
    (1, "03/03/2020", "Xã Phan", "Dự thảo Báo cáo chính trị Đại hội Đảng bộ huyện", 4, 210, 37),
]
NOTES: list[Any] = [
    ("NẮM TÌNH HÌNH NHÂN DÂN THÁNG 5/2020",),
    ("STT", "Ngày", "Địa bàn", "Đối tượng", "Nội dung phản ánh", "Mức độ quan tâm", "Kiến nghị"),
    (1, "10/05/2020", "Xã Phan", "Nông dân", "Kênh tưới sạt lở", "Bức xúc", "Sửa trước vụ mới"),
]


@pytest.mark.parametrize(
    ("table", "register", "accepted", "refused"),
    [
        (ONE_STOP, "mot_cua", 2, [(8, "giai_quyet")]),
        (PLACES, "dan_chu_co_so", 1, [(5, "hoi_nghi")]),
        (OPINIONS, "lay_y_kien", 1, []),
        (NOTES, "tinh_hinh", 1, []),
    ],
)
def test_table_is_known_by_its_headings(
    tmp_path: Path,
    clerk: Office,
    table: list[Any],
    register: str,
    accepted: int,
    refused: list[tuple[int, str]],
) -> None:
    """Each goes to its register; rows that contradict themselves are refused."""
    sheet = only_sheet(make_book(tmp_path / "bang.xlsx", table), clerk)
    assert sheet.register == register
    assert len(sheet.accepted) == accepted, [row.issues for row in sheet.rejected]
    found = [(row.row, row.reason.place.field) for row in sheet.rejected if row.reason]
    assert found == refused


def test_one_stop_table_is_read_into_its_period(tmp_path: Path, clerk: Office) -> None:
    """Every column finds its field, and the title its period."""
    sheet = only_sheet(make_book(tmp_path / "bang.xlsx", ONE_STOP), clerk)
    values = dict(sheet.accepted[0].values)
    assert Period().check(values["ky"]) is None
    known = {name: value for name, value in values.items() if value is not None}
    assert known == {
        "don_vi": "TN-DMC-06",
        "ky": "H1/2020",
        "ton_dau": 3,
        "tiep_nhan": 1320,
        "giai_quyet": 1318,
        "dung_han": 1316,
        "tre_han": 2,
        "dang": 5,
    }
