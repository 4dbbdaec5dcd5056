"""The paper as one HTML page, for the tools that read HTML."""

from __future__ import annotations

from html import escape
from pathlib import Path

import content as say

STYLE = """
@font-face { font-family: Serif; src: url("{Regular}"); }
@font-face { font-family: Serif; font-weight: bold; src: url("{Bold}"); }
@font-face { font-family: Serif; font-style: italic; src: url("{Italic}"); }
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); } }
body { font: 14pt Serif; line-height: 19pt; }
p { text-align: justify; text-indent: 10mm; margin: 6pt 0 0; orphans: 2; widows: 2; }
h1, h2 { font-size: 14pt; text-align: center; margin: 6pt 0 0; }
h3 { font-size: 14pt; margin: 6pt 0 0; break-after: avoid; }
table { border-collapse: collapse; width: 100%; font-size: 12pt; break-before: page; }
td, th { border: 0.5pt solid black; padding: 1.5mm; }
tr { break-inside: avoid; }
"""


def page(content: say.Content, fonts: Path) -> str:
    """Write the page; the header row is a thead, which print engines repeat."""
    faces = {face: path.as_uri() for face, path in say.font_files(fonts).items()}
    style = STYLE
    for face, uri in faces.items():
        style = style.replace("{" + face + "}", uri)
    text = [
        f"<p>{say.SUPERIOR}</p><p><b>{say.ISSUER}</b></p><p><b>{say.MOTTO}</b></p>",
        f"<p>{say.NUMBER}</p><p><i>{say.PLACE_DATE}</i></p>",
        f"<h1>{say.TYPE}</h1><h2>{say.TITLE}</h2>",
    ]
    for heading, paragraphs in content.sections():
        text.append(f"<h3>{escape(heading)}</h3>")
        text += [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
    text += [f"<p>{escape(line)}</p>" for line in ("Nơi nhận:", *say.RECIPIENTS)]
    text += [f"<p><b>{say.POSITION}</b></p><p><b>{say.SIGNER}</b></p><h2>{say.ANNEX}</h2>"]
    text.append(f"<table><thead>{_row(say.COLUMNS, 'th')}</thead><tbody>")
    text += [_row(row, "td") for row in content.table()]
    body = "".join([*text, "</tbody></table>"])
    return f"<html lang=vi><head><meta charset=utf-8><style>{style}</style></head>{body}</html>"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
