"""The visible block of a signature: who, in what office, when, in letters that print rightly.

The signing library writes glyph widths without scaling them to 1000 units per em, so a font of
2048 units is drawn letter-spaced and clipped. The font is therefore cut to the letters that
Vietnamese needs and scaled once, and the result is kept in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.files import make_folder, replacing

if TYPE_CHECKING:
    from pyhanko.pdf_utils.font.api import FontEngineFactory
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.stamp import TextStampStyle

CACHE_NAME = "DanVanDesktop"
MM = 72 / 25.4
UNITS_PER_EM = 1000
FONT_SIZES = (10, 9, 8, 7, 6)
"""Points; 10 is what NĐ 30/2020 (Phụ lục I) sets for the text of a signature."""

PADDING = 4
DESCENT = 2
"""Points by which the tails of letters hang below the library's idea of the text."""

LEADING = 1.2
CLEARANCE = 1.0
"""Millimetres between a block and the lines above and below its place."""

MISSING = "?"
_RECIPE = "1"
"""Part of the cache name; raise it when the way of making the font changes."""

_BLOCKS = ((0x20, 0x17F), (0x1A0, 0x1B0), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x20AB, 0x20AC))


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page in mm, measured from the page's top left corner; ``page`` counts from 1."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Appearance:
    """How a visible block is drawn: the TrueType font, where its scaled form is kept, the place.

    ``cache`` defaults to the user's cache folder. Without ``box`` the block goes to the place that
    the paper reserves, or else into the bottom margin of the last upright page (see ``places``).
    """

    font: Path
    cache: Path | None = None
    box: Box | None = None


def scaled_font(font: Path, cache: Path | None = None) -> Path:
    """Return a form of ``font`` with 1000 units per em, made on first use and kept in ``cache``."""
    cache = cache or Path(platformdirs.user_cache_dir(CACHE_NAME, appauthor=False))
    try:
        data = font.read_bytes()
    except OSError as error:
        raise UserError(
            _("Không đọc được phông chữ {name} để in khung chữ ký.").format(name=font.name),
            remedy=_("Cài lại phông chữ hoặc chọn phông khác trong phần cài đặt."),
            code="font_unreadable",
        ) from error
    digest = hashlib.sha256(data).hexdigest()[:16]
    target = cache / f"{font.stem}-{digest}-{_RECIPE}.ttf"
    if not _is_sound(target):
        make_folder(cache)
        _scale(font, target)
    return target


def stamp_style(lines: list[str], *, font: Path, width: float, height: float) -> TextStampStyle:
    """Lay lines out in a block of ``width`` × ``height`` points, the type as large as fits."""
    from pyhanko.pdf_utils import layout, text
    from pyhanko.stamp import TextStampStyle

    def rule(margin: int, scaling: layout.InnerScaling) -> layout.SimpleBoxLayoutRule:
        return layout.SimpleBoxLayoutRule(
            x_align=layout.AxisAlignment.ALIGN_MIN,
            y_align=layout.AxisAlignment.ALIGN_MID,
            margins=layout.Margins(margin, margin, margin, bottom=margin and margin + DESCENT),
            inner_content_scaling=scaling,
        )

    size, fitted = fit(lines, font=font, width=width, height=height)
    return TextStampStyle(
        # the library interpolates with %, and a name may contain one
        stamp_text="\n".join(fitted).replace("%", "%%"),
        text_box_style=text.TextBoxStyle(
            font=_engine(font, size),
            font_size=size,
            leading=round(size * LEADING),
            # without a rule of its own the text gets a margin of 10 points more
            box_layout_rule=rule(0, layout.InnerScaling.NO_SCALING),
        ),
        inner_content_layout=rule(PADDING, layout.InnerScaling.SHRINK_TO_FIT),
        border_width=1,
        border_color=(0.45, 0.5, 0.58),
    )


def fit(lines: list[str], *, font: Path, width: float, height: float) -> tuple[int, list[str]]:
    """Choose the largest size (points) at which the lines fit; cut them at the smallest."""
    room, depth = width - 2 * PADDING, height - 2 * PADDING - DESCENT
    wrapped: list[str] = []
    rows = 1
    for size in FONT_SIZES:
        wrapped = [part for line in lines for part in _wrap(line, font, size, room)]
        rows = max(1, int(depth // (size * LEADING)))
        if len(wrapped) <= rows:
            return size, wrapped
    cut = wrapped[:rows]
    return FONT_SIZES[-1], [*cut[:-1], cut[-1][:-1] + "…"]


def shrunk(box: Box, lines: list[str], *, font: Path) -> Box:
    """Return the part in the middle of a box that the lines need, clear of the box's edges."""
    room_width, room_height = box.width * MM, (box.height - 2 * CLEARANCE) * MM
    size, fitted = fit(lines, font=font, width=room_width, height=room_height)
    width = min(room_width, max(_width(line, font, size) for line in fitted) + 2 * PADDING + 1) / MM
    height = min(room_height, len(fitted) * size * LEADING + 2 * PADDING + DESCENT) / MM
    return Box(
        page=box.page,
        left=box.left + (box.width - width) / 2,
        top=box.top + (box.height - height) / 2,
        width=width,
        height=height,
    )


def printable(text: str, font: Path) -> str:
    """Return one NFC line of ``text``, with a question mark for each letter that the font lacks."""
    advances = _advances(font)
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c if ord(c) in advances else MISSING for c in line)


def _engine(font: Path, size: int) -> FontEngineFactory:
    from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory
    from pyhanko.pdf_utils.font.opentype import GlyphAccumulator

    class FromMemory(FontEngineFactory):
        """Makes the engine from bytes; the library's own factory never closes its file."""

        def create_font_engine(
            self, writer: BasePdfFileWriter, obj_stream: Any = None
        ) -> FontEngine:
            data = BytesIO(font.read_bytes())
            return GlyphAccumulator(writer, data, font_size=size, obj_stream=obj_stream)

    return FromMemory()


def _wrap(line: str, font: Path, size: int, room: float) -> list[str]:
    done: list[str] = []
    current = ""
    for word in line.split(" "):
        candidate = f"{current} {word}" if current else word
        if current and _width(candidate, font, size) > room:
            done.append(current)
            candidate = word
        while _width(candidate, font, size) > room and len(candidate) > 1:
            keep = max(1, _prefix(candidate, font, size, room))
            done.append(candidate[:keep])
            candidate = candidate[keep:]
        current = candidate
    return [*done, current]


def _prefix(text: str, font: Path, size: int, room: float) -> int:
    count = len(text)
    while count > 1 and _width(text[:count], font, size) > room:
        count -= 1
    return count


def _width(text: str, font: Path, size: int) -> float:
    advances = _advances(font)
    return sum(advances.get(ord(c), UNITS_PER_EM) for c in text) * size / UNITS_PER_EM


@lru_cache(maxsize=4)
def _advances(font: Path) -> dict[int, int]:
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        metrics = opened["hmtx"].metrics
        return {code: metrics[name][0] for code, name in opened.getBestCmap().items()}


def _is_sound(font: Path) -> bool:
    """Tell whether a cached font is there and readable; a cache may be cleaned or damaged."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with font.open("rb") as file, TTFont(file, lazy=True) as opened:
            return bool(opened["head"].unitsPerEm == UNITS_PER_EM)
    except (OSError, TTLibError, KeyError, ValueError):
        return False


def _scale(font: Path, target: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.ttLib.scaleUpem import scale_upem

    options = subset.Options(layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += ["FFTM"]  # a FontForge time stamp, named here to keep the log quiet
    try:
        with font.open("rb") as source, TTFont(source, lazy=True, fontNumber=0) as opened:
            cutter = subset.Subsetter(options)
            cutter.populate(unicodes=[c for a, b in _BLOCKS for c in range(a, b + 1)])
            cutter.subset(opened)
            if opened["head"].unitsPerEm != UNITS_PER_EM:
                scale_upem(opened, UNITS_PER_EM)
            with replacing(target) as file:
                opened.save(file, reorderTables=False)
    except TTLibError as error:
        raise UserError(
            _("Phông chữ {name} bị hỏng.").format(name=font.name),
            remedy=_("Cài lại phông chữ hoặc chọn phông khác trong phần cài đặt."),
            code="font_bad",
        ) from error
