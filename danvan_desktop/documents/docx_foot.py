"""The foot of a paper as a borderless table that no page end divides.

One signature stands on the right with the recipients beside it; several stand in rows of two, and
certification and recipients below them on the left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from danvan_desktop.documents.docx_head import line_text, widest_of
from danvan_desktop.documents.docx_layout import Place, centred, side_by_side
from danvan_desktop.documents.docx_pictures import floating
from danvan_desktop.documents.docx_styles import GAP, style_id
from danvan_desktop.documents.docx_xml import Para, clean, run
from danvan_desktop.documents.model import Document, Signature
from danvan_desktop.documents.pdf_foot import BELOW
from danvan_desktop.documents.pdf_frame import Frame
from danvan_desktop.documents.pdf_images import picture
from danvan_desktop.documents.pdf_sheet import MM
from danvan_desktop.documents.pdf_signature import ALSO


class Foot:
    """Signatures, certification, recipients and the typist's mark.

    ``keep`` stores the bytes of a picture in the file and returns its relationship.
    """

    def __init__(
        self, frame: Frame, document: Document, *, width: float, keep: Callable[[bytes], str]
    ) -> None:
        self._frame = frame
        self._document = document
        self._width = width
        self._keep = keep
        self._pictures = 0

    def xml(self) -> str:
        """Return the table, "" when the paper has no foot."""
        rows = [row for row in self._rows() if row]
        if not rows:
            return ""
        spaced: list[list[Place]] = []
        for row in rows:
            space = BELOW if spaced else self._frame.profile.signature.before
            spaced += [[Place(0.0, self._width, (Para(GAP, line=space),))], row]
        return side_by_side(spaced, width=self._width, keep=True)

    def _rows(self) -> list[list[Place]]:
        document, width, half = self._document, self._width, self._width / 2
        signatures = document.signatures
        if len(signatures) == 1:
            left = width - self._frame.profile.signature.right_mm * MM
            column = self._signature(signatures[0], left, width)
            rows = [[*self._recipients(right=left), column]]
        else:
            rows = [self._pair(signatures[n : n + 2]) for n in range(0, len(signatures), 2)]
        if document.certification:
            rows.append([self._signature(document.certification, 0.0, half)])
        if len(signatures) != 1:
            rows.append(self._recipients(right=width))
        return rows

    def _pair(self, signatures: Sequence[Signature]) -> list[Place]:
        """Return two signatures side by side; the last of an odd number stands in the middle."""
        half = self._width / 2
        if len(signatures) == 1:
            quarter = half / 2
            return [self._signature(signatures[0], quarter, half + quarter, caption=True)]
        tallest = max(self._captions_height(one, half) for one in signatures)
        return [
            self._signature(one, left, left + half, caption=True, captions=tallest)
            for one, left in zip(signatures, (0.0, half), strict=True)
        ]

    def _captions(self, signature: Signature) -> list[tuple[str, str]]:
        """List the lines above the room for the hand, each with its style."""
        above = [
            (text, "signature_note" if text == ALSO else "authority")
            for text in signature.authority
        ]
        return [*above, (signature.position, "position"), (signature.note, "signature_note")]

    def _captions_height(self, signature: Signature, width: float) -> float:
        frame, limit = self._frame, width - 2 * MM
        styled = ((text, frame.style(name)) for text, name in self._captions(signature))
        return sum(
            len(frame.balanced(text, style, limit=limit)) * style.line_height
            for text, style in styled
        )

    def _signature(
        self,
        signature: Signature,
        left: float,
        right: float,
        *,
        caption: bool = False,
        captions: float = 0.0,
    ) -> Place:
        """Return captions, room for the hand, and the name, centred between two edges.

        ``captions`` is how high those of the tallest signature in the row are, in points.
        """
        frame, limit = self._frame, right - left - 2 * MM
        lone = frame.profile.signature.lone_position_bold or caption
        bold = lone and not signature.authority and not frame.style("position").bold
        lacking = captions - self._captions_height(signature, right - left) if captions else 0.0
        made: list[Para] = []
        height = 0.0
        for text, name in [*self._captions(signature), (signature.name, "signer")]:
            style = frame.style(name)
            broken = frame.balanced(text, style, limit=limit)
            if name == "signer":
                self._add_pictures(made, signature, top=height, width=limit, inset=MM)
            if not broken and name != "signer":
                continue
            stressed = bold and name == "position"
            para = Para(style_id(name), line_text(broken, bold=stressed))
            if name == "signer" and lacking:
                para = replace(para, before=frame.profile.signing_room + lacking)
            edges = (left, right)
            middle = (left + right) / 2
            made.append(centred(para, edges, centre=middle, need=widest_of(broken)))
            height = len(broken) * style.line_height
        return Place(left, right, made)

    def _add_pictures(
        self, made: list[Para], signature: Signature, *, top: float, width: float, inset: float
    ) -> None:
        """Hang signature and seal on the last caption, ``top`` points above the room for them.

        NĐ 30/2020, Phụ lục I, mục II.7-8: the seal covers a third of the signature, from the left.
        """
        rules = self._frame.profile.signature
        gap = self._frame.profile.signing_room
        image, seal = picture(signature.image), picture(signature.seal)
        if not (image or seal):
            return
        if not made:
            made.append(Para(style_id("position")))
        centre = inset + width / 2
        across = min(rules.image_mm * MM, width)
        if image:
            across = min(across, gap / image.ratio)
            high = across * image.ratio
            place = (centre - across / 2, top + (gap - high) / 2)
            made[-1].content += self._drawn(signature.image, "Chữ ký", place, (across, high))
        if seal:
            size = rules.seal_mm * MM
            start = centre - across / 2 + rules.seal_cover * across - size
            place = (start, top + (gap - size) / 2)
            made[-1].content += self._drawn(
                signature.seal, "Con dấu", place, (size, size * seal.ratio)
            )

    def _drawn(
        self, data: bytes, name: str, place: tuple[float, float], size: tuple[float, float]
    ) -> str:
        self._pictures += 1
        kept = self._keep(data)
        return floating(kept, name=name, number=self._pictures, place=place, size=size)

    def _recipients(self, *, right: float) -> list[Place]:
        """Return *Nơi nhận:* and its list, the label on the baseline of the first caption."""
        frame, document = self._frame, self._document
        made: list[Para] = []
        if document.recipients:
            rules = frame.profile.recipients
            drop = self._drop() if len(document.signatures) == 1 else 0.0
            made = [Para(style_id("recipients_label"), run(clean(rules.label)), before=drop)]
            made += [
                Para(style_id("recipients"), run(clean(text)), right=2 * MM)
                for text in rules.lines(document.recipients)
            ]
        style = frame.style("typist")
        mark = clean(document.typist_mark.upper() if style.upper else document.typist_mark)
        if mark.strip():
            made.append(Para(style_id("typist"), run(mark)))
        return [Place(0.0, right, made)] if made else []

    def _drop(self) -> float:
        """Return how much lower a smaller label starts, to stand level with the caption."""
        caption = self._frame.style("authority").size
        label = self._frame.style("recipients_label").size
        return max(0.0, self._frame.faces.bold.ascent * (caption - label))
