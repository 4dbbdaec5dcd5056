"""The same paper for every tool: what it says, as plain values (see ``bench_papers.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SENTENCE = (
    "Toàn huyện tổ chức 19 hội nghị đối thoại (định kỳ 11, đột xuất 08); trong đó, cấp huyện 02 "
    "hội nghị, cấp xã 17 hội nghị, với 1.844 lượt người tham dự. Qua đối thoại tiếp nhận 305 ý "
    "kiến, trả lời tại chỗ 265 ý kiến, đạt 86,9%; chuyển cơ quan chức năng giải quyết 40 ý kiến."
)
UNITS = ("Bàu Năng", "Bến Củi", "Cầu Khởi", "Lộc Ninh", "Phan", "Phước Minh", "Suối Đá")
COLUMNS = ("TT", "Đơn vị", "Định kỳ", "Đột xuất", "Lượt người", "Ý kiến", "Tại chỗ", "Chuyển")
SUPERIOR, ISSUER = "HUYỆN ỦY DƯƠNG MINH CHÂU", "BAN DÂN VẬN"
MOTTO, NUMBER = "ĐẢNG CỘNG SẢN VIỆT NAM", "Số 15-BC/BDV"
PLACE_DATE = "Dương Minh Châu, ngày 07 tháng 7 năm 2020"
TYPE, TITLE = "BÁO CÁO", "kết quả công tác dân vận 6 tháng đầu năm 2020"
RECIPIENTS = ("Ban Dân vận Tỉnh ủy (để báo cáo)", "Lưu Ban Dân vận")
POSITION, SIGNER = "TRƯỞNG BAN", "Nguyễn Văn A"
ANNEX = "Biểu đối thoại"
FONTS = ("Regular", "Bold", "Italic", "BoldItalic")


@dataclass(frozen=True, slots=True)
class Content:
    """How long the paper is: headings with paragraphs, then an annex table of ``rows`` rows."""

    headings: int
    paragraphs: int
    rows: int

    def sections(self) -> list[tuple[str, list[str]]]:
        """Return headings with their paragraphs; no paragraph is quite like another."""
        return [
            (
                f"{number}. Kết quả công tác dân vận, mục {number}",
                [f"({number}.{place}) {SENTENCE}" for place in range(1, self.paragraphs + 1)],
            )
            for number in range(1, self.headings + 1)
        ]

    def table(self) -> list[tuple[str, ...]]:
        """Return the rows of the annex as text."""
        return [
            (str(n), UNITS[n % len(UNITS)], "1", "2", str(100 + n % 900), "20", "18", "2")
            for n in range(1, self.rows + 1)
        ]


SIZES = {
    "three": Content(headings=4, paragraphs=5, rows=28),
    "long": Content(headings=8, paragraphs=6, rows=10_000),
}
"""Three pages, and about two hundred with ten thousand rows."""


def font_files(folder: Path) -> dict[str, Path]:
    """Find the four faces of the serif family that every tool embeds (Liberation Serif)."""
    return {face: folder / f"LiberationSerif-{face}.ttf" for face in FONTS}
