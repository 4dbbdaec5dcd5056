"""Tables of supervision, inspection and mediation, as offices head them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.core.spreadsheets.kit import Office, make_book, only_sheet, verdicts

PERIOD = "6 tháng đầu năm 2020"

TABLES: dict[str, tuple[str, list[Any]]] = {
    "by organisation in a column": (
        "giam_sat",
        [
            ("TỔNG HỢP KẾT QUẢ HOẠT ĐỘNG GIÁM SÁT",),
            (PERIOD,),
            ("TT", "Cơ quan chủ trì", "Nội dung, chuyên đề giám sát", "Địa bàn",
             "Thời gian giám sát", "Hình thức giám sát", "Kiến nghị", "Được tiếp thu", "Ghi chú"),
            (1, "Ban Thường trực Ủy ban MTTQ huyện", "Việc thu, chi quỹ", "Phan", "12/5/2020",
             "Đoàn giám sát", 3, 2, None),
            (2, "Huyện Đoàn", "Việc vay vốn", "Chà Là", "13.5.20", "nghiên cứu văn bản", "-", "-"),
        ],
    ),
    "drafts": (
        "phan_bien",
        [
            ("KẾT QUẢ PHẢN BIỆN",),
            (PERIOD,),
            ("STT", "Tên dự thảo văn bản", "Tổ chức chủ trì", "Đơn vị tổ chức", "Thời gian",
             "Hình thức", "Tổng số ý kiến", "Ý kiến được tiếp thu"),
            (1, "Dự thảo Quy chế", "UBMTTQ", "Cấp huyện", "15/3/2020", "Hội nghị", 10, 6),
            (2, "Dự thảo Đề án", "Hội CCB", "Phan", "16/3/2020", "gửi văn bản", 4, 4),
        ],
    ),
    "comments": (
        "gop_y",
        [
            ("GÓP Ý XÂY DỰNG ĐẢNG, XÂY DỰNG CHÍNH QUYỀN THEO QUYẾT ĐỊNH 218",),
            ("TT", "Nội dung góp ý", "Chủ thể", "Đơn vị", "Ngày tổ chức", "Đối tượng góp ý",
             "Số ý kiến góp ý", "Số ý kiến được tiếp thu"),
            (1, "Dự thảo nghị quyết", "MTTQ", "Phan", "15/3/2020", "Chính quyền", 10, 6),
            (2, "Cán bộ ở ấp", "HND", "Chà Là", "16/3/2020", "cán bộ, đảng viên", 4, 4),
        ],
    ),
    "inspections": (
        "thanh_tra_nd",
        [
            ("KẾT QUẢ HOẠT ĐỘNG BAN TTND",),
            ("TT", "Xã, thị trấn", "Nội dung thanh tra", "Thời gian", "Số vụ phát hiện",
             "Kiến nghị", "Đã giải quyết"),
            (1, "Phan", "Thu, chi ngân sách", "15/3/2020", 1, 3, 2),
            (2, "Chà Là", "Đất công ích", "17/3/2020", "-", "-", "-"),
        ],
    ),
    "boards": (
        "ban_thanh_tra",
        [
            ("DANH SÁCH BAN THANH TRA NHÂN DÂN NHIỆM KỲ 2019-2021",),
            ("TT", "Đơn vị", "Họ tên trưởng ban", "Ngày thành lập", "Nhiệm kỳ",
             "Số lượng thành viên", "Trong đó nữ"),
            (1, "Phan", "Nguyễn Văn A", "15/3/2019", "2019-2021", 7, 2),
            (2, "Chà Là", "Lê Thị B", "2019", "2019-2021", 5, 1),
        ],
    ),
    "projects": (
        "gsdt_cong_dong",
        [
            ("KẾT QUẢ GIÁM SÁT ĐẦU TƯ CỦA CỘNG ĐỒNG",),
            ("TT", "Tên công trình, dự án", "Ban GSĐTCĐ", "Thời gian giám sát", "Chủ đầu tư",
             "Số vi phạm", "Số tiền sai phạm (triệu đồng)", "Đã thu hồi (triệu đồng)"),
            (1, "Đường A", "Phan", "15/3/2020", "UBND xã", 1, "12,5", "10"),
            (2, "Đường B", "Chà Là", "16/3/2020", "UBND xã", "-", "-", "-"),
        ],
    ),
    "teams": (
        "to_hoa_giai",
        [
            ("SỐ LIỆU TỔ HÒA GIẢI, HÒA GIẢI VIÊN",),
            (PERIOD,),
            ("TT", "Địa phương", "Tổng số tổ hòa giải", "Tổng số hòa giải viên", "Nữ",
             "Dân tộc thiểu số"),
            (1, "Phan", 9, 60, 20, 1),
            (2, "Chà Là", 7, 40, 12, 0),
        ],
    ),
    "results with opening stock": (
        "hoa_giai_tong_hop",
        [
            ("CÔNG TÁC HÒA GIẢI Ở CƠ SỞ",),
            (PERIOD,),
            ("TT", "Đơn vị", "Kỳ trước chuyển sang", "Số vụ tiếp nhận trong kỳ",
             "Số vụ hòa giải thành", "Số vụ hòa giải không thành", "Chuyển cơ quan khác",
             "Đang giải quyết", "Tỷ lệ hòa giải thành (%)"),
            (1, "Phan", 1, 9, 7, 1, 1, 1, "77,8"),
            (2, "Chà Là", 0, 7, 4, 1, 0, 2, "57,1"),
        ],
    ),
    "cases with parties": (
        "hoa_giai_vu_viec",
        [
            ("SỔ THEO DÕI HÒA GIẢI",),
            ("TT", "Đơn vị", "Ngày, tháng tiếp nhận", "Họ tên các bên", "Loại vụ việc",
             "Nội dung vụ việc", "Kết quả hòa giải", "Ngày hòa giải thành"),
            (1, "Phan", "12/2/2020", "Nguyễn Văn A và Trần Thị B", "Hôn nhân, gia đình",
             "Mâu thuẫn vợ chồng", "Hòa giải thành", "15/2/2020"),
            (2, "Chà Là", "13/2/2020", "Lê C", "Tranh chấp đất", "Ranh đất", "Đang giải quyết"),
        ],
    ),
    "cases ticked, unit in the title": (
        "hoa_giai_vu_viec",
        [
            ("SỔ VỤ VIỆC HÒA GIẢI XÃ PHAN",),
            ("TT", "Ngày nhận", "Loại tranh chấp", "Thành", "Không thành", "Đang giải quyết"),
            (1, "12/2/2020", "Dân sự", "x", None, None),
            (2, "13/2/2020", "Mâu thuẫn", None, None, "x"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("register", "table"), TABLES.values(), ids=TABLES)
def test_table_goes_to_its_register(
    tmp_path: Path, clerk: Office, register: str, table: list[Any]
) -> None:
    """Two good rows under headings that are not ours are two records of the right register."""
    sheet = only_sheet(make_book(tmp_path / "bang.xlsx", table), clerk)
    assert sheet.register == register
    assert verdicts(sheet) == []
    assert len(sheet.accepted) == 2
    units = {row.values["don_vi"] for row in sheet.rows}
    assert units <= {"TN-DMC", "TN-DMC-05", "TN-DMC-07"}


def test_parties_of_a_workbook_become_initials(tmp_path: Path, clerk: Office) -> None:
    """Names in a workbook's column of parties are shortened before anything is kept."""
    _register, table = TABLES["cases with parties"]
    sheet = only_sheet(make_book(tmp_path / "so.xlsx", table), clerk)
    assert [row.values["ben_mot"] for row in sheet.rows] == ["N.V.A., T.T.B.", "L.C."]
    assert [row.values["ngay_ket_thuc"] for row in sheet.rows] == ["2020-02-15", None]


def test_results_keep_their_opening_stock(tmp_path: Path, clerk: Office) -> None:
    """Cases carried over and passed on balance; the period is that of the title."""
    _register, table = TABLES["results with opening stock"]
    [first, second] = only_sheet(make_book(tmp_path / "kq.xlsx", table), clerk).rows
    assert (first.values["ky"], first.values["ton_dau"], first.values["rut_chuyen"]) == (
        "H1/2020",
        1,
        1,
    )
    assert second.values["dang"] == 2
