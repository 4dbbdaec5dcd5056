"""The paper made by fpdf2."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import content as say
from measured import main


def build(content: say.Content, fonts: Path, target: Path) -> None:
    """Write paragraphs as justified cells and the rows with fpdf2's table."""
    from fpdf import FPDF

    class Paper(FPDF):
        def header(self) -> None:
            if self.page > 1:
                self.set_font("Serif", size=14)
                self.cell(0, 8, str(self.page), align="C", new_x="LMARGIN", new_y="NEXT")

    paper = Paper(format="A4")
    faces = say.font_files(fonts)
    for style, face in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
        paper.add_font("Serif", style, str(faces[face]))
    paper.set_margins(30, 20, 15)
    paper.set_auto_page_break(True, 20)
    paper.add_page()
    for style, align, text in _lines(content):
        paper.set_font("Serif", style, 14)
        paper.multi_cell(0, 19 / 72 * 25.4, text, align=align, new_x="LMARGIN", new_y="NEXT")
        paper.ln(2)
    paper.add_page()
    paper.set_font("Serif", size=12)
    with paper.table(first_row_as_headings=True, num_heading_rows=1) as table:
        for cells in (say.COLUMNS, *content.table()):
            row = table.row()
            for text in cells:
                row.cell(text)
    paper.output(str(target))


def _lines(content: say.Content) -> list[tuple[str, str, str]]:
    lines = [("", "L", say.SUPERIOR), ("B", "L", say.ISSUER), ("B", "R", say.MOTTO)]
    lines += [("", "L", say.NUMBER), ("I", "R", say.PLACE_DATE)]
    lines += [("B", "C", say.TYPE), ("B", "C", say.TITLE)]
    for heading, paragraphs in content.sections():
        lines.append(("B", "L", heading))
        lines += [("", "J", paragraph) for paragraph in paragraphs]
    lines += [("", "L", text) for text in ("Nơi nhận:", *say.RECIPIENTS)]
    return [*lines, ("B", "R", say.POSITION), ("B", "R", say.SIGNER), ("B", "C", say.ANNEX)]


if __name__ == "__main__":
    main(build)
