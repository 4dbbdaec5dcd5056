"""The head of page 1 as a borderless table, then type, abstract and addressee.

The columns share the width as in the PDF; rules are the upper edges of short paragraphs, indented
until they are as long as the format wants.
"""

from __future__ import annotations

from collections.abc import Iterator

from danvan_desktop.documents.docx_layout import Place, centred, side_by_side
from danvan_desktop.documents.docx_styles import GAP, motto_id, style_id
from danvan_desktop.documents.docx_xml import Para, lines, run
from danvan_desktop.documents.model import Align, Document
from danvan_desktop.documents.pdf_frame import Frame, StyledLine
from danvan_desktop.documents.pdf_head import TITLE_SHARE, HeaderBox
from danvan_desktop.documents.pdf_marks import UnderNumber
from danvan_desktop.documents.pdf_sheet import MM, RED, RULE
from danvan_desktop.documents.profiles import Mark


class Head:
    """Issuer and motto, number and date, and what stands under the number."""

    def __init__(self, frame: Frame, document: Document, *, width: float) -> None:
        self._frame = frame
        self._document = document
        self._width = width
        box = HeaderBox(frame, document, width=width)
        self._left, self._right, self._limit = box.columns
        self._number = box.number

    def xml(self) -> str:
        """Return the table."""
        upper, lower = self._upper(), self._lower()
        rows = [upper, lower, *self._under(split=upper[0].right)]
        return side_by_side(rows, width=self._width, keep=True)

    def _upper(self) -> list[Place]:
        frame, head = self._frame, self._document.header
        issuer = [
            *((style_id("superior"), ln) for ln in self._broken(head.superior_lines, "superior")),
            *((style_id("issuer"), ln) for ln in self._broken(head.issuer_lines, "issuer")),
        ]
        motto = [
            (motto_id(number), [frame.line(line.text, line.style)])
            for number, line in enumerate(frame.profile.motto, start=1)
        ]
        widest = max((widest_of(broken) for _style, broken in issuer), default=0.0)
        split = self._between(widest, max(widest_of(broken) for _style, broken in motto))
        marks = frame.profile.marks
        return [
            self._column(issuer, (0.0, split), centre=self._left, mark=marks["issuer"]),
            self._column(motto, (split, self._width), centre=self._right, mark=marks["motto"]),
        ]

    def _lower(self) -> list[Place]:
        frame, number = self._frame, self._number
        date = self._date(widest_of(number))
        split = self._between(widest_of(number), widest_of(date))
        places = [self._column([(style_id("number"), number)], (0.0, split), centre=self._left)]
        lower = frame.style("place_date").size - frame.style("number").size
        if date:
            places[0].paragraphs[0].before = max(0.0, frame.faces.regular.ascent * lower)
            column = [(style_id("place_date"), date)]
            places.append(self._column(column, (split, self._width), centre=self._right))
        return places

    def _under(self, *, split: float) -> Iterator[list[Place]]:
        """Yield the rows of what stands under the number, framed marks with a gap above."""
        for mark in UnderNumber(self._frame, self._document, limit=self._limit).marks:
            if not mark.framed:
                entries = [(style_id(mark.name), list(mark.lines))]
                yield [self._column(entries, (0.0, split), centre=self._left)]
                continue
            yield [Place(0.0, split, (Para(GAP, line=mark.before),))]
            left, right = self._left - mark.width / 2, self._left + mark.width / 2
            colour = f"{round(RED[0] * 255):02X}0000" if mark.red else "000000"
            words = lines([line.text for line in mark.lines], colour=colour)
            para = Para(style_id(mark.name), words, before=0.0)
            yield [
                Place(
                    max(0.0, left),
                    min(right, split),
                    (para,),
                    height=mark.framed,
                    rule=RULE,
                    colour=colour,
                )
            ]

    def _date(self, number: float) -> list[StyledLine]:
        frame = self._frame
        gap = frame.profile.columns.gap_mm * MM
        free = self._width - (self._left + number / 2) - gap
        limit = min(free, 2 * (self._width - self._right))
        text = self._document.header.place_date_line or ""
        return frame.balanced(text, frame.style("place_date"), limit=limit)

    def _broken(self, texts: tuple[str, ...], name: str) -> Iterator[list[StyledLine]]:
        style = self._frame.style(name)
        made = (self._frame.balanced(text, style, limit=self._limit) for text in texts)
        return (broken for broken in made if broken)

    def _between(self, left: float, right: float) -> float:
        """Return the middle of the free space between a left and a right text."""
        ends, begins = self._left + left / 2, self._right - right / 2
        return min(max((ends + begins) / 2, 1.0), self._width - 1.0)

    def _column(
        self,
        entries: list[tuple[str, list[StyledLine]]],
        edges: tuple[float, float],
        *,
        centre: float,
        mark: Mark | None = None,
    ) -> Place:
        made = [
            centred(Para(style, line_text(broken)), edges, centre=centre, need=widest_of(broken))
            for style, broken in entries
        ]
        if mark and entries:
            above = entries[-1][1][-1].width
            made += mark_paras(self._frame, mark, edges, centre=centre, above=above)
        return Place(*edges, made)


def title(frame: Frame, document: Document, *, width: float) -> list[Para]:
    """Return the type name, the abstract in balanced lines, and the separator under them."""
    limit = width * TITLE_SHARE
    kind = frame.balanced(document.type_name, frame.style("type_name"), limit=limit)
    abstract = frame.balanced(document.abstract, frame.style("abstract"), limit=limit)
    made = [Para(style_id("type_name"), line_text(kind), keep_next=True)] if kind else []
    if abstract:
        made.append(Para(style_id("abstract"), line_text(abstract), keep_next=True))
    mark = frame.profile.marks["abstract"]
    if abstract and document.kind not in mark.not_for:
        edges, above = (0.0, width), abstract[-1].width
        made += mark_paras(frame, mark, edges, centre=width / 2, above=above)
        made[-1].keep_next = True
    return made


def addressee(frame: Frame, document: Document, *, width: float) -> list[Para]:
    """Return *Kính gửi:* with one name on the same line, or several in a list beside it."""
    rules, style = frame.profile.addressee, frame.style("addressee")
    label = frame.line(rules.label_for(document.kind), frame.style("addressee_label"))
    gap = frame.faces.of(style).width(" ", style.size)
    several = len(document.to_lines) > 1
    texts = rules.lines(document.to_lines) if several else list(document.to_lines)
    limit = width - label.width - gap
    names = [broken for text in texts if (broken := frame.balanced(text, style, limit=limit))]
    if not names:
        return []
    lead = run(label.text, style=style_id("addressee_label"))
    if len(names) == 1 and len(names[0]) == 1:
        words = run(f" {names[0][0].text}")
        return [Para(style_id("addressee"), lead + words, align=Align.CENTER)]
    hanging = label.width + gap
    start = (width - hanging - max(widest_of(broken) for broken in names)) / 2 + hanging
    made = [
        Para(style_id("addressee"), line_text(broken), before=0.0, left=start, align=Align.LEFT)
        for broken in names
    ]
    made[0].content = f"{lead}<w:r><w:tab/></w:r>{made[0].content}"
    made[0].before, made[0].first = None, -hanging
    return made


def mark_paras(
    frame: Frame, mark: Mark, edges: tuple[float, float], *, centre: float, above: float
) -> list[Para]:
    """Return a separator under a text ``above`` points wide: characters, or a rule."""
    if mark.kind == "text":
        line = frame.line(mark.text, frame.style("mark"))
        para = Para(style_id("mark"), run(line.text), before=mark.before, after=mark.after)
        return [centred(para, edges, centre=centre, need=line.width)]
    half = above * mark.share / 2
    left, right = edges
    return [
        Para(
            GAP,
            before=mark.before,
            line=max(1.0, mark.after),
            left=centre - half - left,
            right=right - centre - half,
            rule=RULE,
        )
    ]


def line_text(broken: list[StyledLine], *, bold: bool = False) -> str:
    """Return balanced lines as the content of one paragraph."""
    return lines([line.text for line in broken], bold=bold)


def widest_of(broken: list[StyledLine]) -> float:
    """Return the width of the widest line."""
    return max((line.width for line in broken), default=0.0)
