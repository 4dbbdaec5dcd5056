"""The light markup of a section: a line is a paragraph, "- " a list item, **bold**, *italic*.

Figures inside the text are marks of ``sections.py``; each becomes a Run that refers to its figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from danvan_desktop.documents.model import Block, ListItem, Paragraph, Run
from danvan_desktop.reports.figures import reference
from danvan_desktop.reports.sections import Rendered, is_mark

_STYLED = re.compile(
    r"\*\*(?=\S)(?P<bold>.+?)(?<=\S)\*\*(?!\*)|\*(?=[^\s*])(?P<italic>.+?)(?<=[^\s*])\*"
)
_ITEM = re.compile(r"[-+–•]\s+")


def blocks_of(rendered: Rendered, period_code: str) -> tuple[Block, ...]:
    """Turn a rendered section into the paragraphs and list items of a Document."""
    lines = (line.strip() for line in rendered.text.splitlines())
    return tuple(_block(line, rendered, period_code) for line in lines if line)


def _block(text: str, rendered: Rendered, period_code: str) -> Block:
    item = _ITEM.match(text)
    if item is not None:
        marker = "+" if text[0] == "+" else "-"
        return ListItem(tuple(_runs(text[item.end() :], rendered, period_code)), marker)
    return Paragraph(tuple(_runs(text, rendered, period_code)))


def _runs(
    text: str, rendered: Rendered, period_code: str, *, bold: bool = False, italic: bool = False
) -> Iterator[Run]:
    position = 0
    for found in _STYLED.finditer(text):
        yield from _figures(text[position : found.start()], rendered, period_code, bold, italic)
        inner = found["bold"] or found["italic"]
        yield from _runs(
            inner,
            rendered,
            period_code,
            bold=bold or found["bold"] is not None,
            italic=italic or found["italic"] is not None,
        )
        position = found.end()
    yield from _figures(text[position:], rendered, period_code, bold, italic)


def _figures(
    text: str, rendered: Rendered, period_code: str, bold: bool, italic: bool
) -> Iterator[Run]:
    words = ""
    for character in text:
        if not is_mark(character):
            words += character
            continue
        if words:
            yield Run(words, bold, italic)
            words = ""
        use = rendered.use_of(character)
        yield Run(use.shown, bold, italic, reference(use.path, period_code))
    if words:
        yield Run(words, bold, italic)
