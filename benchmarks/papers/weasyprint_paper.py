"""The paper made by WeasyPrint from HTML and CSS."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import content as say
from html_page import page
from measured import main


def build(content: say.Content, fonts: Path, target: Path) -> None:
    """Write the page and let WeasyPrint lay it out."""
    from weasyprint import HTML

    HTML(string=page(content, fonts)).write_pdf(target)


if __name__ == "__main__":
    main(build)
