"""The paper made by this program."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import content as say
from measured import main


def build(content: say.Content, fonts: Path, target: Path) -> None:
    """Render the paper; the program finds the fonts itself."""
    from danvan_desktop.documents import model
    from danvan_desktop.documents.pdf import render_pdf

    blocks: list[model.Block] = []
    for heading, paragraphs in content.sections():
        blocks.append(model.Heading(2, (model.Run(heading),)))
        blocks += [model.Paragraph((model.Run(text),)) for text in paragraphs]
    columns = tuple(model.Column(text) for text in say.COLUMNS)
    table = model.TableBlock(columns, tuple(model.Row(cells) for cells in content.table()))
    document = model.Document(
        profile="DANG_HD36",
        kind="BC",
        header=model.Header((say.SUPERIOR,), (say.ISSUER,), say.NUMBER, say.PLACE_DATE),
        type_name=say.TYPE,
        abstract=say.TITLE,
        blocks=tuple(blocks),
        date=date(2020, 7, 7),
        signatures=(model.Signature(say.POSITION, say.SIGNER),),
        recipients=say.RECIPIENTS,
        annexes=(model.Annex(say.ANNEX, (table,), landscape=False),),
    )
    render_pdf(document, target)


if __name__ == "__main__":
    main(build)
