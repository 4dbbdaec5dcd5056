"""Papers of a made-up office, the same words in both formats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Block,
    Cell,
    Column,
    Document,
    Header,
    Heading,
    ListItem,
    Paragraph,
    Row,
    RowKind,
    Run,
    Signature,
    TableBlock,
    runs,
)

DAY = date(2020, 7, 7)
SUBJECT = (
    "kết quả công tác dân vận và thực hiện Quy chế dân chủ ở cơ sở 6 tháng đầu năm 2020; "
    "phương hướng, nhiệm vụ 6 tháng cuối năm 2020"
)
FILLER = (
    "Các cấp ủy, chính quyền, Mặt trận Tổ quốc và các tổ chức chính trị - xã hội huyện tiếp tục "
    "đổi mới nội dung, phương thức công tác dân vận; tập trung hướng về cơ sở, gần dân, sát dân, "
    "kịp thời nắm bắt tâm tư, nguyện vọng chính đáng của Nhân dân để giải quyết ngay từ cơ sở."
)
PARTY_HEADER = Header(
    superior_lines=("HUYỆN ỦY DƯƠNG MINH CHÂU",),
    issuer_lines=("BAN DÂN VẬN",),
    number_line="Số 15-BC/BDV",
    place_date_line="Dương Minh Châu, ngày 07 tháng 7 năm 2020",
)
STATE_HEADER = Header(
    superior_lines=("ỦY BAN NHÂN DÂN HUYỆN DƯƠNG MINH CHÂU",),
    issuer_lines=("PHÒNG NỘI VỤ",),
    number_line="Số: 15/BC-PNV",
    place_date_line="Dương Minh Châu, ngày 07 tháng 7 năm 2020",
)
RECIPIENTS = (
    "Ban Dân vận Tỉnh ủy (để báo cáo)",
    "Thường trực Huyện ủy",
    "MTTQ và các đoàn thể huyện",
    "Khối dân vận các xã, thị trấn",
    "Lưu Ban Dân vận",
)


def matrix(*, rows: int = 11) -> TableBlock:
    """Return the table of models by unit and field, with two header levels and totals."""
    group = "Lĩnh vực đăng ký"
    columns = (
        Column("TT", 0.6, Align.CENTER),
        Column("Đơn vị", 3.4),
        Column("Kinh tế", 1.2, Align.RIGHT, group),
        Column("Văn hóa - xã hội", 1.4, Align.RIGHT, group),
        Column("Quốc phòng - an ninh", 1.6, Align.RIGHT, group),
        Column("Xây dựng hệ thống chính trị", 1.8, Align.RIGHT, group),
        Column("Tổng số", 1.2, Align.RIGHT),
        Column("Kinh phí vận động (đồng)", 2.0, Align.RIGHT),
        Column("Ghi chú", 2.4),
    )
    names = ("Thị trấn Dương Minh Châu", "Xã Bàu Năng", "Xã Bến Củi", "Xã Cầu Khởi", "Xã Chà Là")
    data = [
        Row(
            (
                str(n),
                names[n % 5],
                "1",
                "02",
                "-",
                "…",
                Cell("3", figure=f"dvk_dang_ky@H1/2020?unit={n}"),
                "1.327.453",
                "Duy trì mô hình từ năm trước, có bổ sung nội dung" if n % 3 == 0 else "",
            )
        )
        for n in range(1, rows + 1)
    ]
    total = Row(("", "Tổng cộng", "11", "22", "0", "0", "33", "14.601.983", ""), kind=RowKind.TOTAL)
    section = Row(("A. Các xã, thị trấn",), kind=RowKind.SECTION)
    return TableBlock(
        columns,
        (section, *data, total),
        title="Biểu số 05. Đăng ký mô hình “Dân vận khéo”",
        unit="Đơn vị tính: mô hình",
        note="“-”: không phát sinh; “…”: chưa có số liệu.",
    )


def body(*, fillers: int = 5) -> tuple[Block, ...]:
    """Return a report's text with headings of all levels and live figures."""
    figure = Run("12", figure="dvk_cong_nhan@H1/2020")
    return (
        Paragraph(
            runs(
                "Thực hiện Nghị quyết số 25-NQ/TW, ngày 03/6/2013 của Ban Chấp hành Trung ương và "
                "chương trình công tác năm 2020, Ban Dân vận Huyện ủy báo cáo kết quả như sau:"
            )
        ),
        Heading(1, runs("I- TÌNH HÌNH CHUNG")),
        Heading(2, runs("1. Kinh tế - xã hội, quốc phòng - an ninh")),
        *(Paragraph(runs(FILLER)) for _ in range(fillers)),
        Heading(1, runs("II- KẾT QUẢ CÔNG TÁC DÂN VẬN")),
        Heading(2, runs("6. Phong trào thi đua “Dân vận khéo”")),
        Heading(3, runs("a) Đăng ký, thẩm định")),
        Paragraph(
            runs(
                "Qua thẩm định 18 mô hình, đã công nhận ",
                figure,
                " mô hình, trong đó có ",
                Run("04", bold=True, figure="dvk_tieu_bieu@H1/2020"),
                " mô hình tiêu biểu, ",
                Run("tăng 08 mô hình (+50%) so với cùng kỳ năm 2019", italic=True),
                "; 02 mô hình được khen thưởng; 05 mô hình tiếp tục được duy trì từ năm trước.",
            )
        ),
        ListItem(runs("Cấp huyện: 02 mô hình.")),
        ListItem(runs("Cấp xã: 10 mô hình, của 08 xã, thị trấn.")),
        Paragraph(runs("Trên đây là báo cáo kết quả công tác dân vận 6 tháng đầu năm 2020")),
    )


def report(profile: str = "DANG_HD36", *, fillers: int = 5, rows: int = 11) -> Document:
    """Return the half-year report in a Party or a State format."""
    party = profile.startswith("DANG")
    signature = Signature(
        authority=("K/T TRƯỞNG BAN",) if party else ("KT. TRƯỞNG PHÒNG",),
        position="PHÓ TRƯỞNG BAN" if party else "PHÓ TRƯỞNG PHÒNG",
        name="Trần Thị B",
    )
    return Document(
        profile=profile,
        kind="BC",
        header=PARTY_HEADER if party else STATE_HEADER,
        type_name="BÁO CÁO",
        abstract=SUBJECT,
        blocks=body(fillers=fillers),
        date=DAY,
        signatures=(signature,),
        recipients=RECIPIENTS,
        annexes=(
            Annex(
                "Phụ lục số liệu",
                (matrix(rows=rows),),
                note="(Kèm theo Báo cáo số 15-BC/BDV, ngày 07/7/2020 của Ban Dân vận Huyện ủy)",
            ),
        ),
        title="Báo cáo 6 tháng đầu năm 2020",
        author="Ban Dân vận Huyện ủy Dương Minh Châu",
    )


def minutes(profile: str = "DANG_HD36") -> Document:
    """Return the minutes of a conference in a Party or a State format."""
    party = profile.startswith("DANG")
    captions = ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ") if party else ("THƯ KÝ", "CHỦ TỌA")
    notes = ("", "") if party else ("(Chữ ký)", "(Chữ ký, dấu)")
    number = "Số 07-BB/BDV" if party else "Số: 07/BB-PNV"
    header = PARTY_HEADER if party else STATE_HEADER
    names = ("Lê Văn C", "Nguyễn Văn A")
    return Document(
        profile=profile,
        kind="BB",
        header=replace(header, number_line=number, place_date_line=None),
        type_name="BIÊN BẢN",
        abstract="Hội nghị sơ kết công tác dân vận và thực hiện Quy chế dân chủ ở cơ sở "
        "6 tháng đầu năm 2020",
        blocks=(
            Paragraph(runs("Thời gian bắt đầu: 13 giờ 30 phút, ngày 07 tháng 7 năm 2020.")),
            Paragraph(runs("Địa điểm: Hội trường Huyện ủy.")),
            Paragraph(runs("Thành phần tham dự: 45 đại biểu được mời, có mặt 42, vắng 03.")),
            Heading(1, runs("I- NỘI DUNG")),
            Paragraph(runs(FILLER)),
            Heading(1, runs("II- Ý KIẾN PHÁT BIỂU")),
            ListItem(runs(Run("Lê Văn R", bold=True), ", xã Cầu Khởi: ", FILLER), marker="1."),
            ListItem(runs(Run("Hồ Văn R", bold=True), ", Hội Nông dân: ", FILLER), marker="2."),
            Heading(1, runs("III- KẾT LUẬN")),
            Paragraph(runs(FILLER)),
            Paragraph(
                runs(
                    "Hội nghị kết thúc vào hồi 16 giờ 45 phút cùng ngày. Biên bản đã được thư ký "
                    "đọc lại cho hội nghị nghe và thống nhất thông qua."
                )
            ),
        ),
        date=DAY,
        signatures=tuple(
            Signature(position=caption, name=name, note=note)
            for caption, name, note in zip(captions, names, notes, strict=True)
        ),
        recipients=("Thường trực Huyện ủy", "Lưu Ban Dân vận")
        if party
        else ("Như thành phần dự họp", "Lưu: VT, Hồ sơ"),
        title="Biên bản Hội nghị sơ kết",
    )
