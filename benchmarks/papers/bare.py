"""The paper made by bare ReportLab: platypus as its manual shows it, no layout rules of ours."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import content as say
from measured import main


def build(content: say.Content, fonts: Path, target: Path) -> None:
    """Lay the paper out with paragraphs and one long table."""
    from reportlab.lib import colors
    from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import LongTable, PageBreak, Paragraph, SimpleDocTemplate

    for face, path in say.font_files(fonts).items():
        pdfmetrics.registerFont(TTFont(face, str(path)))
    body = ParagraphStyle(
        "body",
        fontName="Regular",
        fontSize=14,
        leading=19,
        firstLineIndent=10 * mm,
        spaceBefore=6,
        alignment=TA_JUSTIFY,
    )
    bold = ParagraphStyle("bold", parent=body, fontName="Bold")
    centre = ParagraphStyle("centre", parent=bold, alignment=TA_CENTER, firstLineIndent=0)
    italic = ParagraphStyle("italic", parent=body, fontName="Italic")
    story = [
        Paragraph(say.SUPERIOR, body),
        Paragraph(say.ISSUER, bold),
        Paragraph(say.MOTTO, bold),
        Paragraph(say.NUMBER, body),
        Paragraph(say.PLACE_DATE, italic),
        Paragraph(say.TYPE, centre),
        Paragraph(say.TITLE, centre),
    ]
    for heading, paragraphs in content.sections():
        story.append(Paragraph(escape(heading), bold))
        story += [Paragraph(escape(text), body) for text in paragraphs]
    story += [Paragraph(text, body) for text in ("Nơi nhận:", *say.RECIPIENTS)]
    story += [Paragraph(say.POSITION, bold), Paragraph(say.SIGNER, bold), PageBreak()]
    table = LongTable([say.COLUMNS, *content.table()], repeatRows=1)
    table.setStyle(
        [
            ("FONTNAME", (0, 0), (-1, -1), "Regular"),
            ("FONTNAME", (0, 0), (-1, 0), "Bold"),
            ("FONTSIZE", (0, 0), (-1, -1), 12),
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ]
    )
    story += [Paragraph(say.ANNEX, centre), table]

    def number(canvas: object, template: object) -> None:
        canvas.setFont("Regular", 14)  # type: ignore[attr-defined]
        canvas.drawCentredString(112.5 * mm, 283 * mm, str(template.page))  # type: ignore[attr-defined]

    frame = SimpleDocTemplate(
        str(target),
        pagesize=A4,
        leftMargin=30 * mm,
        rightMargin=15 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
    )
    frame.build(story, onLaterPages=number)


if __name__ == "__main__":
    main(build)
