"""The paper made by Typst (compiled, through its Python package)."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import content as say
from measured import main

TEMPLATE = """
#let data = json("data.json")
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm),
  header: context align(center, counter(page).display()))
#set text(font: "Liberation Serif", size: 14pt, lang: "vi")
#set par(justify: true, first-line-indent: 10mm, leading: 5pt, spacing: 11pt)
#for line in data.head { par(line) }
#align(center, strong(data.title))
#for section in data.sections {
  block(sticky: true, strong(section.at(0)))
  for text in section.at(1) { par(text) }
}
#for line in data.foot { par(line) }
#pagebreak()
#set text(size: 12pt)
#table(columns: data.columns.len(), stroke: 0.5pt,
  table.header(..data.columns.map(strong)), ..data.rows.flatten())
"""


def build(content: say.Content, fonts: Path, target: Path) -> None:
    """Write the data beside a template and compile it."""
    import typst

    data = {
        "head": [say.SUPERIOR, say.ISSUER, say.MOTTO, say.NUMBER, say.PLACE_DATE],
        "title": f"{say.TYPE} {say.TITLE}",
        "sections": content.sections(),
        "foot": ["Nơi nhận:", *say.RECIPIENTS, say.POSITION, say.SIGNER, say.ANNEX],
        "columns": say.COLUMNS,
        "rows": content.table(),
    }
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "data.json").write_text(json.dumps(data), encoding="utf-8")
        source = Path(folder) / "paper.typ"
        source.write_text(TEMPLATE, encoding="utf-8")
        typst.compile(str(source), output=str(target), font_paths=[str(fonts)])


if __name__ == "__main__":
    main(build)
