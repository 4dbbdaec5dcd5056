"""The report's PDF against bare ReportLab with the same content, and against LibreOffice.

Limits: at most 1.3 times bare ReportLab (platypus, plain paragraphs and tables, no layout rules of
ours), and faster than LibreOffice converting the same text. One run, in turn, medians.
Run: ``python benchmarks/bench_report.py [paragraphs]``.
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reportlab.lib import colors  # noqa: E402
from reportlab.lib.enums import TA_JUSTIFY  # noqa: E402
from reportlab.lib.pagesizes import A4  # noqa: E402
from reportlab.lib.styles import ParagraphStyle  # noqa: E402
from reportlab.lib.units import mm  # noqa: E402
from reportlab.pdfbase import pdfmetrics  # noqa: E402
from reportlab.pdfbase.ttfonts import TTFont  # noqa: E402
from reportlab.platypus import (  # noqa: E402
    Flowable,
    Paragraph as Flowing,
    SimpleDocTemplate,
    Table,
)

from danvan_desktop.documents.fonts import find_family  # noqa: E402
from danvan_desktop.documents.model import (  # noqa: E402
    Annex,
    Column,
    Document,
    Header,
    Heading,
    Paragraph,
    Row,
    Run,
    Signature,
    TableBlock,
)
from danvan_desktop.documents.pdf import render_pdf  # noqa: E402

REPEATS = 15
LIMIT_BARE = 1.3
SENTENCE = (
    "Toàn huyện tổ chức 19 hội nghị đối thoại (định kỳ 11, đột xuất 08); trong đó, cấp huyện 02 "
    "hội nghị, cấp xã 17 hội nghị, với 1.844 lượt người tham dự. Qua đối thoại tiếp nhận 305 ý "
    "kiến, trả lời tại chỗ 265 ý kiến, đạt 86,9%; chuyển cơ quan chức năng giải quyết 40 ý kiến."
)
UNITS = ("Bàu Năng", "Bến Củi", "Cầu Khởi", "Lộc Ninh", "Phan", "Phước Minh", "Suối Đá")
HEADINGS = ("Đơn vị", "Định kỳ", "Đột xuất", "Lượt người", "Ý kiến", "Tại chỗ", "Chuyển")


def main() -> int:
    """Measure, print, and return 1 above a limit."""
    paragraphs = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    document = _document(paragraphs)
    faces = find_family(lambda family: family.regular.exists())
    pdfmetrics.registerFont(TTFont("Bench", str(faces.regular)))
    pdfmetrics.registerFont(TTFont("Bench-Bold", str(faces.bold)))
    pdfmetrics.registerFont(TTFont("Bench-Italic", str(faces.italic)))
    ours, bare = _in_turn(lambda: _ours(document), lambda: _bare(paragraphs))
    pages = render_pdf(document, io.BytesIO()).pages
    print(f"content: {paragraphs} paragraphs, a table of {len(_rows())} rows, {pages} pages")
    print(f"ours:           {ours * 1000:.1f} ms")
    print(f"bare ReportLab: {bare * 1000:.1f} ms")
    print(f"ratio {ours / bare:.2f}, limit {LIMIT_BARE}")
    office = _libreoffice(paragraphs)
    if office is None:
        print("LibreOffice is not installed here")
        return int(ours / bare > LIMIT_BARE)
    print(f"LibreOffice:    {office * 1000:.0f} ms, {office / ours:.0f} times ours")
    return int(ours / bare > LIMIT_BARE or ours > office)


def _document(paragraphs: int) -> Document:
    columns = tuple(Column(text) for text in HEADINGS)
    table = TableBlock(columns, tuple(Row(cells) for cells in _rows()))
    blocks = [Heading(1, (Run("II- KẾT QUẢ CÔNG TÁC DÂN VẬN"),))]
    return Document(
        profile="DANG_HD36",
        kind="BC",
        header=Header(
            ("HUYỆN ỦY DƯƠNG MINH CHÂU",),
            ("BAN DÂN VẬN",),
            "Số 15-BC/BDV",
            "Dương Minh Châu, ngày 07 tháng 7 năm 2020",
        ),
        type_name="BÁO CÁO",
        abstract="kết quả công tác dân vận 6 tháng đầu năm 2020",
        blocks=(*blocks, *(Paragraph((Run(SENTENCE),)) for _number in range(paragraphs))),
        date=date(2020, 7, 7),
        signatures=(Signature("TRƯỞNG BAN", "Nguyễn Văn A"),),
        recipients=("Ban Dân vận Tỉnh ủy (để báo cáo)", "Lưu Ban Dân vận"),
        annexes=(Annex("Biểu đối thoại", (table,)),),
    )


def _rows() -> list[tuple[str, ...]]:
    return [(unit, "1", "2", "123", "20", "18", "2") for unit in UNITS * 4]


def _ours(document: Document) -> None:
    render_pdf(document, io.BytesIO())


def _bare(paragraphs: int) -> None:
    body = ParagraphStyle(
        "body",
        fontName="Bench",
        fontSize=14,
        leading=19,
        firstLineIndent=10 * mm,
        spaceBefore=6,
        alignment=TA_JUSTIFY,
    )
    bold = ParagraphStyle("bold", parent=body, fontName="Bench-Bold")
    italic = ParagraphStyle("italic", parent=body, fontName="Bench-Italic")
    story: list[Flowable] = [
        Flowing("HUYỆN ỦY DƯƠNG MINH CHÂU", body),
        Flowing("BAN DÂN VẬN", bold),
        Flowing("ĐẢNG CỘNG SẢN VIỆT NAM", bold),
        Flowing("Số 15-BC/BDV", body),
        Flowing("Dương Minh Châu, ngày 07 tháng 7 năm 2020", italic),
        Flowing("BÁO CÁO", bold),
        Flowing("kết quả công tác dân vận 6 tháng đầu năm 2020", bold),
        Flowing("II- KẾT QUẢ CÔNG TÁC DÂN VẬN", bold),
    ]
    story += [Flowing(escape(SENTENCE), body) for _number in range(paragraphs)]
    table = Table([HEADINGS, *_rows()], repeatRows=1)
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), "Bench"),
            ("FONTSIZE", (0, 0), (-1, -1), 13),
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ]
    )
    recipients = ("Nơi nhận:", "- Ban Dân vận Tỉnh ủy (để báo cáo),", "- Lưu Ban Dân vận.")
    story += [Flowing(text, body) for text in recipients]
    story += [Flowing("TRƯỞNG BAN", bold), Flowing("Nguyễn Văn A", bold)]
    story += [Flowing("Biểu đối thoại", bold), table]
    frame = SimpleDocTemplate(
        io.BytesIO(),
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=15 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
    )
    frame.build(story)


def _libreoffice(paragraphs: int) -> float | None:
    soffice = shutil.which("soffice")
    if soffice is None:
        return None
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in _rows()
    )
    text = f"<p>{escape(SENTENCE)}</p>" * paragraphs + f"<table border=1>{rows}</table>"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "bao-cao.html"
        source.write_text(f"<html><meta charset=utf-8><body>{text}</body></html>", encoding="utf-8")
        command = [
            soffice,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf:writer_web_pdf_Export",
            "--outdir",
            folder,
            str(source),
        ]

        def convert() -> None:
            subprocess.run(command, check=True, capture_output=True)

        return statistics.median(_seconds(convert) for _repeat in range(4))


def _in_turn(first: Callable[[], None], second: Callable[[], None]) -> tuple[float, float]:
    first(), second()
    pairs = [(_seconds(first), _seconds(second)) for _repeat in range(REPEATS)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def _seconds(call: Callable[[], None]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
