"""The only pictures that a paper may carry: a handwritten signature and a seal, as checked PNG.

They come as bytes, never as a path, so that no text in a paper can make the renderer read a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _

MAX_BYTES = 5_000_000
MAX_SIDE = 4000
"""Pixels: 45 mm at 600 dpi are 1063, so this leaves room for a scan that was not cropped."""

_MAGIC = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture: red, green, blue and transparency."""

    pixels: Any

    @property
    def ratio(self) -> float:
        """Return height divided by width."""
        width, height = self.pixels.size
        return float(height / width)

    def reader(self) -> Any:
        """Return what ReportLab draws."""
        from reportlab.lib.utils import ImageReader

        return ImageReader(self.pixels)


def picture(data: bytes) -> Picture | None:
    """Decode PNG bytes, None for no bytes; UserError when they are no picture or a huge one."""
    if not data:
        return None
    from PIL import Image

    if len(data) > MAX_BYTES or not data.startswith(_MAGIC):
        raise _refusal()
    try:
        with Image.open(BytesIO(data), formats=("PNG",)) as opened:
            if max(opened.size) > MAX_SIDE:
                raise _refusal()
            return Picture(opened.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise _refusal() from error


def _refusal() -> UserError:
    return UserError(
        _("Không dùng được ảnh chữ ký hoặc con dấu."),
        remedy=_("Chọn ảnh PNG nền trong suốt, mỗi cạnh không quá {n} điểm ảnh.").format(
            n=MAX_SIDE
        ),
        code="bad_picture",
    )
