"""The foot of a paper: signatures on the right, recipients level with them on the left.

Minutes carry two signatures side by side; recipients and a certification then stand below left.
"""

from __future__ import annotations

from dataclasses import replace

from danvan_desktop.documents.model import Document, Signature
from danvan_desktop.documents.pdf_frame import Frame, StyledLine, height_of
from danvan_desktop.documents.pdf_lines import Segment, break_lines
from danvan_desktop.documents.pdf_sheet import MM, Sheet
from danvan_desktop.documents.pdf_text import Box

BELOW = 12.0
"""Points between a row of signatures and what stands under it."""


class SignatureColumn:
    """One signature, centred in its column: captions, room for the hand, the name."""

    def __init__(self, frame: Frame, signature: Signature, *, width: float, caption: bool) -> None:
        position = frame.style("position")
        alone = not signature.authority and frame.profile.signature.lone_position_bold
        if alone or caption:
            position = replace(position, bold=True)
        authority, note = frame.style("authority"), frame.style("signature_note")
        self._captions = [
            *(ln for t in signature.authority for ln in frame.balanced(t, authority, limit=width)),
            *frame.balanced(signature.position, position, limit=width),
            *frame.balanced(signature.note, note, limit=width),
        ]
        self._names = frame.balanced(signature.name, frame.style("signer"), limit=width)
        self._gap = frame.profile.signature.gap_lines * frame.style("body").line_height
        self._width = width
        self._name = signature.name
        self.height = height_of(self._captions) + self._gap + height_of(self._names)

    def draw(self, sheet: Sheet, *, centre: float, top: float) -> None:
        """Draw under ``top`` and remember the empty space for the signature."""
        for line in self._captions:
            top = line.draw_centred(sheet, centre=centre, top=top)
        x, top = centre - self._width / 2, top - self._gap
        sheet.signature(self._name, x=x, bottom=top, width=self._width, height=self._gap)
        for line in self._names:
            top = line.draw_centred(sheet, centre=centre, top=top)


class RecipientsColumn:
    """*Nơi nhận:* and its list, left-aligned."""

    def __init__(self, frame: Frame, recipients: tuple[str, ...], *, width: float) -> None:
        style = frame.style("recipients")
        self._label = frame.line(frame.profile.recipients.label, frame.style("recipients_label"))
        self._lines: list[StyledLine] = []
        face = frame.faces.of(style)
        for text in frame.profile.recipients.lines(recipients):
            parts = [Segment(frame.clean(text), face)]
            for line in break_lines(parts, style.size, first=width, rest=width):
                self._lines.append(frame.line("".join(s.text for s in line.segments), style))
        self.height = self._label.style.line_height + height_of(self._lines)

    def draw(self, sheet: Sheet, *, top: float, level: float) -> None:
        """Draw under ``top``, the label on the baseline that is ``level`` points below it."""
        self._label.draw(sheet, x=0, baseline=top - level)
        top -= level + self._label.face.descent * self._label.style.size + 1
        for line in self._lines:
            baseline = top - line.face.ascent * line.style.size
            line.draw(sheet, x=0, baseline=baseline)
            top -= line.style.line_height


class FootBox(Box):
    """The whole foot, which is never divided."""

    def __init__(self, frame: Frame, document: Document, *, width: float) -> None:
        rules = frame.profile.signature
        self._frame = frame
        self._level = frame.faces.bold.ascent * frame.style("authority").size
        self._columns = [rules.left_mm * MM, width - rules.right_mm * MM / 2]
        caption = len(document.signatures) > 1
        half = width / 2
        column = half if caption else rules.right_mm * MM
        self._signatures = [
            SignatureColumn(frame, one, width=column - 2 * MM, caption=caption)
            for one in document.signatures
        ]
        self._paired = [half / 2, width - half / 2]
        self._certification = (
            SignatureColumn(frame, document.certification, width=half - 2 * MM, caption=False)
            if document.certification
            else None
        )
        self._recipients = (
            RecipientsColumn(frame, document.recipients, width=rules.left_mm * MM - 2 * MM)
            if document.recipients
            else None
        )
        self.before = rules.before
        self.height = sum(height for _kind, height in self._rows())

    def draw(self, sheet: Sheet, top: float) -> None:
        beside = len(self._signatures) == 1
        for kind, height in self._rows():
            if kind == "single":
                self._signatures[0].draw(sheet, centre=self._columns[1], top=top)
                if beside and self._recipients:
                    self._recipients.draw(sheet, top=top, level=self._level)
            elif kind == "pair":
                for column, centre in zip(self._signatures, self._paired, strict=False):
                    column.draw(sheet, centre=centre, top=top)
            elif kind == "certification" and self._certification:
                self._certification.draw(sheet, centre=self._paired[0], top=top)
            elif kind == "recipients" and self._recipients:
                self._recipients.draw(sheet, top=top, level=self._level)
            top -= height

    def _rows(self) -> list[tuple[str, float]]:
        """List the rows of the foot with their heights, spaces between them included."""
        rows: list[tuple[str, float]] = []
        count = len(self._signatures)
        recipients = self._recipients.height if self._recipients else 0.0
        if count == 1:
            rows.append(("single", max(self._signatures[0].height, recipients)))
        elif count:
            rows.append(("pair", max(column.height for column in self._signatures)))
        if self._certification:
            rows += [("space", BELOW), ("certification", self._certification.height)]
        if self._recipients and count != 1:
            rows += [("space", BELOW if rows else 0.0), ("recipients", recipients)]
        return rows
