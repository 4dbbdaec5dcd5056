"""A section's text between its two forms: the template that is stored, the document that is edited.

In the document a live figure is one object (``figure_chip``), bold and italic are formats; in the
template they are ``{{ "…" | so }}``, ``**…**`` and ``*…*``. Reading and writing are inverse to
each other, so opening and saving a text changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from danvan_desktop.reports.markup import MAX_STYLES, styled as stretches
from danvan_desktop.reports.placeholders import figure_tag, figures_in, tags_in

OBJECT = "\ufffc"
"""The character that Qt keeps in a document for an inline object."""

_FIRST = 0xE000
MOST_CHIPS = 6_000
"""As many as there are private characters; what is beyond them stays as it is written."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What a chip stands for: path of the figure and how it is shown.

    A chip of another tag (a word, a condition) has that tag as its path and no filter.
    """

    path: str
    filter: str

    @property
    def tag(self) -> str:
        """Write it as the template does."""
        return figure_tag(self.path, self.filter) if self.filter else self.path


@dataclass(frozen=True, slots=True)
class Mark:
    """One character of the document (or a figure), its style, its place in the document."""

    text: str
    bold: bool = False
    italic: bool = False
    figure: Figure | None = None
    position: int = -1


@dataclass(frozen=True, slots=True)
class Written:
    """A template with, for each of its characters, the document position it came from (or -1)."""

    text: str
    origin: tuple[int, ...]

    def position(self, offset: int) -> int:
        """Tell where in the document a character of the template stands."""
        return self.origin[offset] if 0 <= offset < len(self.origin) else -1


def read_template(text: str) -> list[list[Mark]]:
    """Read a template: one list of marks for each line."""
    refs = [(ref.start, ref.end, _figure(ref.path, ref.filter)) for ref in figures_in(text)]
    refs += [(ref.start, ref.end, Figure(ref.text, "")) for ref in tags_in(text)]
    refs = sorted((ref for ref in refs if ref[2] is not None), key=lambda ref: ref[0])[:MOST_CHIPS]
    pieces: list[str] = []
    figures: list[Figure] = []
    position = 0
    for start, end, figure in refs:
        if figure is None:
            continue
        pieces += [text[position:start], chr(_FIRST + len(figures))]
        figures.append(figure)
        position = end
    bare = "".join([*pieces, text[position:]])
    return [list(_styled(line, figures)) for line in bare.split("\n")]


def write_template(lines: Sequence[Sequence[Mark]]) -> Written:
    """Write the lines of a document as a template."""
    parts: list[tuple[str, int]] = []
    for number, line in enumerate(lines):
        if number:
            parts.append(("\n", -1))
        parts += _styled_parts(line, outer=True)
    text = "".join(part for part, _origin in parts)
    origin = tuple(where for part, where in parts for _character in part)
    return Written(text, origin)


def typed_tags(line: Sequence[Mark]) -> list[tuple[int, int, Figure]]:
    """List the whole tags that stand in a line as typed letters: first position, end, figure."""
    text = "".join(mark.text if mark.figure is None else OBJECT for mark in line)
    if "{" not in text or len(text) != len(line):
        return []
    refs = [(ref.start, ref.end, _figure(ref.path, ref.filter)) for ref in figures_in(text)]
    refs += [(ref.start, ref.end, Figure(ref.text, "")) for ref in tags_in(text)]
    return [
        (line[start].position, line[end - 1].position + 1, figure)
        for start, end, figure in sorted(refs, key=lambda ref: ref[0])
        if figure is not None and OBJECT not in text[start:end]
    ]


def _figure(path: str, filter_name: str) -> Figure | None:
    """Make the figure of a tag; None where it could not be written again as it is."""
    figure = Figure(path, filter_name)
    try:
        figure.tag  # noqa: B018 - asked only whether it can be written
    except ValueError:
        return None
    return figure


def _styled(
    text: str,
    figures: Sequence[Figure],
    *,
    bold: bool = False,
    italic: bool = False,
    depth: int = 0,
) -> Iterator[Mark]:
    position = 0
    for found in stretches(text) if depth < MAX_STYLES else ():
        yield from _plain(text[position : found.start], figures, bold, italic)
        yield from _styled(
            text[found.start + found.sign : found.end - found.sign],
            figures,
            bold=bold or found.sign == 2,
            italic=italic or found.sign == 1,
            depth=depth + 1,
        )
        position = found.end
    yield from _plain(text[position:], figures, bold, italic)


def _plain(text: str, figures: Sequence[Figure], bold: bool, italic: bool) -> Iterator[Mark]:
    for character in text:
        number = ord(character) - _FIRST
        if 0 <= number < len(figures):
            yield Mark(OBJECT, bold, italic, figures[number])
        else:
            yield Mark(character, bold, italic)


def _styled_parts(marks: Sequence[Mark], *, outer: bool) -> list[tuple[str, int]]:
    """Write marks with bold around italic; a sign of style must touch a letter, never a space."""
    sign = "**" if outer else "*"
    parts: list[tuple[str, int]] = []
    for styled, group in groupby(marks, key=lambda mark: mark.bold if outer else mark.italic):
        stretch = list(group)
        first = next((i for i, mark in enumerate(stretch) if not mark.text.isspace()), None)
        if not styled or first is None:
            parts += _inner(stretch, outer=outer)
            continue
        last = max(i for i, mark in enumerate(stretch) if not mark.text.isspace())
        parts += _inner(stretch[:first], outer=outer)
        parts.append((sign, -1))
        parts += _inner(stretch[first : last + 1], outer=outer)
        parts.append((sign, -1))
        parts += _inner(stretch[last + 1 :], outer=outer)
    return parts


def _inner(marks: Sequence[Mark], *, outer: bool) -> list[tuple[str, int]]:
    if outer:
        return _styled_parts(marks, outer=False)
    return [(mark.figure.tag if mark.figure else mark.text, mark.position) for mark in marks]
