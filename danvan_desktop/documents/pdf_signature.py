"""One signature: captions, room for the hand and the seal, maybe their pictures, the name.

NĐ 30/2020, Phụ lục I, mục II.7-8, and HD 05: the signature's picture (blue) stands between
position and name; the seal's (red, real size) covers about a third of it on the left.
"""

from __future__ import annotations

from dataclasses import replace

from danvan_desktop.documents.model import Signature
from danvan_desktop.documents.pdf_frame import Frame, height_of
from danvan_desktop.documents.pdf_images import picture
from danvan_desktop.documents.pdf_sheet import MM, Sheet

ALSO = "kiêm"
"""Between two offices of one person (BÍ THƯ / kiêm / TRƯỞNG BAN CHỈ ĐẠO): small and slanted."""


class SignatureColumn:
    """A signature centred in its column; ``caption`` when it stands beside another one."""

    def __init__(self, frame: Frame, signature: Signature, *, width: float, caption: bool) -> None:
        rules = frame.profile.signature
        position = frame.style("position")
        if not signature.authority and (rules.lone_position_bold or caption):
            position = replace(position, bold=True)
        authority, note = frame.style("authority"), frame.style("signature_note")
        above = [(text, note if text == ALSO else authority) for text in signature.authority]
        self._captions = [
            *(line for text, style in above for line in frame.balanced(text, style, limit=width)),
            *frame.balanced(signature.position, position, limit=width),
            *frame.balanced(signature.note, note, limit=width),
        ]
        self._names = frame.balanced(signature.name, frame.style("signer"), limit=width)
        self._gap = frame.profile.signing_room
        self._width = width
        self._name = signature.name
        self._rules = rules
        self._image, self._seal = picture(signature.image), picture(signature.seal)
        self._sealed = signature.sealed

    @property
    def captions(self) -> float:
        """Height of what stands above the room for the hand, in points."""
        return height_of(self._captions)

    @property
    def height(self) -> float:
        """Height of the whole column, in points."""
        return self.captions + self._gap + height_of(self._names)

    def level(self, captions: float) -> None:
        """Let the name stand beside one whose captions are ``captions`` points high."""
        self._gap += captions - self.captions

    def draw(self, sheet: Sheet, *, centre: float, top: float) -> None:
        """Draw under ``top`` and remember the empty space for the signature and the seal."""
        for line in self._captions:
            top = line.draw_centred(sheet, centre=centre, top=top)
        bottom = top - self._gap
        image_width, image_bottom = self._image_place(bottom)
        seal = self._seal_place(centre, image_width, bottom)
        sheet.signature(
            self._name,
            x=centre - self._width / 2,
            bottom=bottom,
            width=self._width,
            height=self._gap,
            seal=seal if self._sealed else None,
        )
        top = bottom
        for line in self._names:
            top = line.draw_centred(sheet, centre=centre, top=top)
        if self._image:
            x = centre - image_width / 2
            sheet.picture(self._image, x=x, bottom=image_bottom, width=image_width)
        if self._seal:
            sheet.picture(self._seal, x=seal[0], bottom=seal[1], width=seal[2])

    def _image_place(self, bottom: float) -> tuple[float, float]:
        """Return width and lower edge of the signature's picture, centred in the gap."""
        width = min(self._rules.image_mm * MM, self._width)
        if self._image is None:
            return width, bottom
        width = min(width, self._gap / self._image.ratio)
        return width, bottom + (self._gap - width * self._image.ratio) / 2

    def _seal_place(
        self, centre: float, image_width: float, bottom: float
    ) -> tuple[float, float, float]:
        """Return left, bottom and diameter of the seal, over the left part of the signature."""
        size = self._rules.seal_mm * MM
        left = centre - image_width / 2 + self._rules.seal_cover * image_width - size
        return left, bottom + (self._gap - size) / 2, size
