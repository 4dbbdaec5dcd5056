"""What the blocks of later signers do to the page that the first signer saw.

A block may stand beside the text. The seal of an office, red and transparent, may also run into it,
as the rules on the form of papers want; whatever hides print, or looks like print where print
stands, is an overlay. The pages are compared as they are drawn, before and after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue, UserError
from danvan_desktop.signing.changes import area_of
from danvan_desktop.signing.verdict import reason

if TYPE_CHECKING:
    from PIL.Image import Image
    from pyhanko.pdf_utils.reader import PdfFileReader

    from danvan_desktop.documents.raster import PageImage, PdfPages

LARGEST_SHARE = 0.25
"""The part of a page that a later block may take."""

_DPI = 100
_DARK, _COLOURED = 128, 60
_NEAR = 7
"""Pixels across in which a mark counts as standing in print: about 0.75 mm to each side."""

_FEW, _TRACE = 12, 2
"""Pixels that are an accident of drawing, with colour over print (about 0.8 mm²) and without."""

_HIDDEN_BY_COLOUR = 0.5
_ODD_FLAGS = 8 | 16 | 32 | 256
"""Drawn elsewhere than in its rectangle, or on paper but not on the screen."""


@dataclass(frozen=True, slots=True)
class _Pages:
    """The file as its first signer left it, and as it is."""

    before: PdfPages
    after: PdfPages


def overlays(data: bytes, first_end: int, reader: PdfFileReader) -> list[Issue]:
    """Say what signature blocks that came after byte ``first_end`` do to the pages."""
    from danvan_desktop.documents.raster import PdfPages

    blocks = list(_later_blocks(data[:first_end], reader))
    if not blocks:
        return []
    numbers = {number for number, _widget in blocks}
    try:
        with PdfPages(data[:first_end]) as before, PdfPages(data) as after:
            if len(before) != len(after):
                return [reason("illegal_change")]
            found = [one for number, widget in blocks for one in _odd(widget, number, after)]
            pages = _Pages(before, after)
            return found + [one for number in sorted(numbers) for one in _drawn(pages, number)]
    except UserError:
        return [reason("unreadable")]


# --- private


def _later_blocks(first: bytes, reader: PdfFileReader) -> Iterator[tuple[int, Any]]:
    """Yield page number, from 0, and widget of each visible block that ``first`` lacks."""
    import io

    from pyhanko.pdf_utils.reader import PdfFileReader as Reader
    from pyhanko.sign.fields import enumerate_sig_fields

    signed = {name for name, _value, _ref in enumerate_sig_fields(Reader(io.BytesIO(first)), True)}
    later = {
        widget.reference
        for name, _value, field in enumerate_sig_fields(reader, True)
        if name not in signed
        for widget in [field, *field.get_object().get("/Kids", ())]
    }
    if not any(area_of(one.get_object()) for one in later):
        return
    for number in range(int(reader.root["/Pages"]["/Count"])):
        page, _resources = reader.find_page_for_modification(number)  # type: ignore[no-untyped-call]
        for one in page.get_object().get("/Annots", ()):
            if getattr(one, "reference", None) in later and area_of(one.get_object()):
                yield number, one.get_object()


def _odd(widget: Any, number: int, pages: PdfPages) -> list[Issue]:
    width, height = pages.size(number)
    looks = widget.get("/AP", {})
    odd = int(widget.get("/F", 0)) & _ODD_FLAGS or "/OC" in widget or set(looks) - {"/N"}
    if odd or area_of(widget) > LARGEST_SHARE * width * height:
        return [reason("overlay", page=str(number + 1))]
    return []


def _drawn(pages: _Pages, number: int) -> list[Issue]:
    """Compare a page as print, as the first signer saw it, and as it is now."""
    from PIL import ImageChops, ImageFilter

    paper = _image(pages.before.bare_picture(number, dpi=_DPI))
    old = _image(pages.before.picture(number, dpi=_DPI))
    new = _image(pages.after.picture(number, dpi=_DPI))
    if not old.size == new.size == paper.size:
        return [reason("overlay", page=str(number + 1))]
    place = ImageChops.difference(old, new).getbbox()
    if place is None:
        return []
    left, top, right, bottom = place
    # beyond the edge of the page a cut is black, which would be print
    around = (
        max(0, left - _NEAR),
        max(0, top - _NEAR),
        min(old.width, right + _NEAR),
        min(old.height, bottom + _NEAR),
    )
    bare, old, new = (_dark(paper.crop(around)), old.crop(around), new.crop(around))
    added = ImageChops.subtract(_dark(new), _dark(old))
    removed = ImageChops.subtract(_dark(old), _dark(new))
    colour = ImageChops.subtract(_coloured(new), _coloured(old))
    changed = ImageChops.lighter(added, colour)
    near = bare.filter(ImageFilter.MaxFilter(_NEAR))
    written = ImageChops.darker(ImageChops.subtract(added, colour), near)
    stained = ImageChops.darker(colour, bare)
    reached = ImageChops.darker(bare, changed.filter(ImageFilter.MaxFilter(_NEAR + 2)))
    smothered = _count(stained) > max(_FEW, _HIDDEN_BY_COLOUR * _count(reached))
    touched = _count(ImageChops.darker(colour, near)) > _FEW
    limit = _FEW if touched else _TRACE
    if _count(removed) > limit or _count(written) > limit or smothered:
        return [reason("overlay", page=str(number + 1))]
    return [reason("block_on_print", page=str(number + 1))] if touched else []


def _image(picture: PageImage) -> Image:
    from PIL import Image

    mode, raw = ("L", "L") if picture.grey else ("RGB", "BGRX")
    size = (picture.width, picture.height)
    return Image.frombuffer(mode, size, picture.pixels, "raw", raw, picture.stride, 1)


def _dark(image: Image) -> Image:
    """Return a mask of what reads as print, white where it is."""
    return image.convert("L").point(lambda value: 255 if value < _DARK else 0)


def _coloured(image: Image) -> Image:
    """Return a mask of what is red, blue or otherwise no print."""
    from PIL import ImageChops

    red, green, blue = image.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    return ImageChops.subtract(most, least).point(lambda value: 255 if value > _COLOURED else 0)


def _count(mask: Image) -> int:
    return mask.histogram()[255]
