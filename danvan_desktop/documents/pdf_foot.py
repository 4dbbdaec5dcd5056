"""The foot of a paper: signatures on the right, recipients level with them on the left.

Minutes carry two signatures side by side, joint papers more, in rows of two; recipients and a
certification then stand below left.
"""

from __future__ import annotations

from danvan_desktop.documents.model import Document
from danvan_desktop.documents.pdf_frame import Frame, StyledLine, height_of
from danvan_desktop.documents.pdf_lines import Segment, break_lines
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_signature import SignatureColumn
from danvan_desktop.documents.pdf_text import Box
from danvan_desktop.i18n import N_

BELOW = 12.0
"""Points between a row of signatures and what stands under it."""


class RecipientsColumn:
    """*Nơi nhận:* and its list, left-aligned, then the typist's mark.

    A list higher than ``most`` points is cut; what is left over is in ``more``.
    """

    def __init__(self, frame: Frame, document: Document, *, width: float, most: float) -> None:
        label = frame.profile.recipients.label if document.recipients else ""
        self._label = frame.line(label, frame.style("recipients_label"))
        self._level = frame.faces.bold.ascent * frame.style("authority").size
        lines = [
            line
            for text in frame.profile.recipients.lines(document.recipients)
            for line in _broken(frame, text, "recipients", width=width)
        ]
        typist = _broken(frame, document.typist_mark, "typist", width=width)
        self._mark_gap = frame.style("typist").before if typist else 0.0
        used = self._label.style.line_height + self._mark_gap + height_of(typist)
        fitting = max(1, int((most - used) / frame.style("recipients").line_height))
        cut = lines[fitting:]
        self.more = [*cut, *typist] if cut else []
        self._lines, self._typist = lines[:fitting], [] if cut else typist
        self.height = used + height_of(self._lines)

    def draw(self, sheet: Sheet, *, top: float) -> None:
        """Draw under ``top``, the label level with the authority beside it."""
        self._label.draw(sheet, x=0, baseline=top - self._level)
        top -= self._level + self._label.face.descent * self._label.style.size + 1
        top = _draw_left(sheet, self._lines, top)
        _draw_left(sheet, self._typist, top - self._mark_gap)


class MoreRecipientsBox(Box):
    """The part of a very long list of recipients for which the signature's page had no room."""

    def __init__(self, lines: list[StyledLine]) -> None:
        self._lines = lines
        self.height = height_of(lines)

    @property
    def least(self) -> float:
        return self._lines[0].style.line_height

    def split(self, room: float) -> tuple[Box, Box] | None:
        count = int(room / self._lines[0].style.line_height)
        if not 0 < count < len(self._lines):
            return None
        return MoreRecipientsBox(self._lines[:count]), MoreRecipientsBox(self._lines[count:])

    def draw(self, sheet: Sheet, top: float) -> None:
        _draw_left(sheet, self._lines, top)


class FootBox(Box):
    """The whole foot, which is never divided; ``more`` are recipients that a page cannot hold."""

    name = N_("chữ ký và nơi nhận")

    def __init__(
        self, frame: Frame, document: Document, *, width: float, page_height: float
    ) -> None:
        rules = frame.profile.signature
        half, right = width / 2, rules.right_mm * MM
        self._single_centre = width - right / 2
        self._pair_centres = (half / 2, width - half / 2)
        self._middle = half
        column = half if len(document.signatures) > 1 else right
        self._signatures = [
            SignatureColumn(frame, one, width=column - 2 * MM, caption=len(document.signatures) > 1)
            for one in document.signatures
        ]
        for pair in self._pairs():
            tallest = max(one.captions for one in pair)
            for one in pair:
                one.level(tallest)
        self._certification = (
            SignatureColumn(frame, document.certification, width=half - 2 * MM, caption=False)
            if document.certification
            else None
        )
        self._recipients: RecipientsColumn | None = None
        if document.recipients or document.typist_mark:
            above = 0.0 if len(self._signatures) == 1 else sum(h for _k, h in self._rows()) + BELOW
            kept = rules.text_lines * frame.style("body").line_height + rules.before + 20
            self._recipients = RecipientsColumn(
                frame,
                document,
                width=(rules.left_mm * MM if self._signatures else width) - 2 * MM,
                most=page_height - above - kept,
            )
        self.more = self._recipients.more if self._recipients else []
        self.before = rules.before
        self.height = sum(height for _kind, height in self._rows())

    def loosened(self) -> list[Box]:
        rows = [(kind, height) for kind, height in self._rows() if kind != "space"]
        return [FootRow(self, kind, height) for kind, height in rows] if len(rows) > 1 else []

    def draw(self, sheet: Sheet, top: float) -> None:
        for kind, height in self._rows():
            self.draw_row(sheet, kind, top)
            top -= height

    def draw_row(self, sheet: Sheet, kind: str, top: float) -> None:
        """Draw one row by its kind; ``pair 2`` is the second row of signatures."""
        if kind == "single":
            self._signatures[0].draw(sheet, centre=self._single_centre, top=top)
        if kind in ("single", "recipients") and self._recipients:
            self._recipients.draw(sheet, top=top)
        if kind.startswith("pair"):
            pair = self._pairs()[int(kind.split()[1]) - 1]
            centres = self._pair_centres if len(pair) == 2 else (self._middle,)
            for column, centre in zip(pair, centres, strict=True):
                column.draw(sheet, centre=centre, top=top)
        if kind == "certification" and self._certification:
            self._certification.draw(sheet, centre=self._pair_centres[0], top=top)

    def _pairs(self) -> list[list[SignatureColumn]]:
        """Return the rows of a paper that several persons sign."""
        found = self._signatures
        return [found[start : start + 2] for start in range(0, len(found), 2)]

    def _rows(self) -> list[tuple[str, float]]:
        """List the rows of the foot with their heights, spaces between them included."""
        rows: list[tuple[str, float]] = []
        count = len(self._signatures)
        recipients = self._recipients.height if self._recipients else 0.0
        if count == 1:
            rows.append(("single", max(self._signatures[0].height, recipients)))
        else:
            for number, pair in enumerate(self._pairs(), start=1):
                rows += [("space", BELOW)] if rows else []
                rows.append((f"pair {number}", max(column.height for column in pair)))
        if self._certification:
            rows += [("space", BELOW), ("certification", self._certification.height)]
        if self._recipients and count != 1:
            rows += [("space", BELOW if rows else 0.0), ("recipients", recipients)]
        return rows


class FootRow(Box):
    """One row of a foot that fits on no page as a whole."""

    name = FootBox.name

    def __init__(self, foot: FootBox, kind: str, height: float) -> None:
        self._foot = foot
        self._kind = kind
        self.height = height
        self.before = BELOW

    def draw(self, sheet: Sheet, top: float) -> None:
        self._foot.draw_row(sheet, self._kind, top)


def _broken(frame: Frame, text: str, name: str, *, width: float) -> list[StyledLine]:
    """Break a text into left-aligned lines of one style."""
    style = frame.style(name)
    shown = frame.clean(text.upper() if style.upper else text)
    parts = [Segment(shown, frame.faces.of(style))]
    broken = break_lines(parts, style.size, first=width, rest=width)
    return [frame.line("".join(s.text for s in line.segments), style) for line in broken]


def _draw_left(sheet: Sheet, lines: list[StyledLine], top: float) -> float:
    for line in lines:
        line.draw(sheet, x=0, baseline=top - line.face.ascent * line.style.size)
        top -= line.style.line_height
    return top
