"""Where a serif family fit for official papers lies on this computer.

The regulations name Times New Roman, which may not be redistributed: it is taken from Windows
and embedded in each PDF. Elsewhere Liberation Serif 2 and Tinos have the same widths. Older
Liberation releases (1.x) lack most Vietnamese letters under the same file names, so a family
counts only after its glyphs were seen. Reading glyphs is the caller's job: this file imports
no PDF library.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import resources

_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_VOWELS = "aăâeêioôơuưy"


def _vietnamese_letters() -> str:
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES}
    lower = {letter for letter in toned | {"đ"} if not letter.isascii()}
    return "".join(sorted(lower | {letter.upper() for letter in lower}))


VIETNAMESE_LETTERS = _vietnamese_letters()
"""The 134 letters beyond ASCII with which Vietnamese is written, in NFC."""

NEEDED = VIETNAMESE_LETTERS + "“”‘’–—…₫"


@dataclass(frozen=True, slots=True)
class FontFamily:
    """The four files of one family."""

    name: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path

    @property
    def files(self) -> tuple[Path, Path, Path, Path]:
        """Return the files in the order regular, bold, italic, bold italic."""
        return self.regular, self.bold, self.italic, self.bold_italic


_FILE_NAMES: dict[str, tuple[tuple[str, ...], ...]] = {
    "Times New Roman": (
        ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
        (
            "Times_New_Roman.ttf",
            "Times_New_Roman_Bold.ttf",
            "Times_New_Roman_Italic.ttf",
            "Times_New_Roman_Bold_Italic.ttf",
        ),
        (
            "Times New Roman.ttf",
            "Times New Roman Bold.ttf",
            "Times New Roman Italic.ttf",
            "Times New Roman Bold Italic.ttf",
        ),
    ),
    "Liberation Serif": (
        tuple(
            f"LiberationSerif-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")
        ),
    ),
    "Tinos": (
        tuple(f"Tinos-{style}.ttf" for style in ("Regular", "Bold", "Italic", "BoldItalic")),
    ),
}


def font_folders() -> list[Path]:
    """List the folders in which this system keeps fonts, the program's own folder last."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        folders = [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    elif sys.platform == "darwin":
        system = Path("/System/Library/Fonts")
        folders = [system / "Supplemental", system, Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        shared = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts")]
        folders = [*shared, home / ".local/share/fonts", home / ".fonts"]
    return [*folders, resources() / "fonts"]


def find_family(
    is_complete: Callable[[FontFamily], bool], *, folders: list[Path] | None = None
) -> FontFamily:
    """Return the first complete family, best first; raise UserError when there is none."""
    for family in _candidates(font_folders() if folders is None else folders):
        if is_complete(family):
            return family
    raise UserError(
        _("Máy này chưa có phông chữ dùng được cho văn bản tiếng Việt"),
        safe=_("Số liệu và bản nháp vẫn nguyên"),
        remedy=_(
            "Trên Windows: cài lại phông Times New Roman. Trên Debian, Ubuntu: cài gói "
            "fonts-liberation2 hoặc fonts-croscore, rồi mở lại chương trình"
        ),
        code="no_font",
    )


def _candidates(folders: list[Path]) -> Iterator[FontFamily]:
    """Walk the families that have all four files, best first."""
    wanted = {name for sets in _FILE_NAMES.values() for names in sets for name in names}
    found: dict[str, list[Path]] = {}
    for folder in folders:
        for here, _folders, names in os.walk(folder):
            for name in names:
                if name in wanted:
                    found.setdefault(name, []).append(Path(here))
    for family, sets in _FILE_NAMES.items():
        for file_names in sets:
            for place in found.get(file_names[0], []):
                files = [place / name for name in file_names]
                if all(file.is_file() for file in files):
                    yield FontFamily(family, *files)
