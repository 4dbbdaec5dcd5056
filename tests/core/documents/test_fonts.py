"""Finding a font that can write Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from danvan_desktop.documents.fonts import VIETNAMESE_LETTERS, find_family
from danvan_desktop.documents.pdf_fonts import Cleaner, faces, is_complete
from danvan_desktop.errors import UserError

STYLES = ("Regular", "Bold", "Italic", "BoldItalic")


def _ascii_only(folder: Path) -> None:
    """Write a Liberation Serif that lacks Vietnamese letters, as its 1.x releases do."""
    for style, source in zip(STYLES, faces().family.files, strict=True):
        font = TTFont(source)
        cutter = subset.Subsetter(subset.Options(layout_features=[]))
        cutter.populate(text="abcxyzABC 0123456789")
        cutter.subset(font)
        font.save(folder / f"LiberationSerif-{style}.ttf")


def test_vietnamese_letters_are_the_134() -> None:
    """67 small and 67 capital letters beyond ASCII."""
    assert len(VIETNAMESE_LETTERS) == 134
    assert set("ệỆđĐơƯẵỹ") <= set(VIETNAMESE_LETTERS)


def test_family_on_this_computer_writes_all_letters_in_all_four_faces() -> None:
    """What was chosen for printing is complete."""
    chosen = faces()
    for face in (chosen.regular, chosen.bold, chosen.italic, chosen.bold_italic):
        assert all(face.has(ord(letter)) for letter in VIETNAMESE_LETTERS)


def test_no_font_at_all_is_told_with_what_to_install(tmp_path: Path) -> None:
    """The sentence names the font and the packages."""
    with pytest.raises(UserError) as caught:
        find_family(is_complete, folders=[tmp_path])
    assert "Times New Roman" in caught.value.remedy
    assert "fonts-liberation2" in caught.value.remedy


def test_old_liberation_without_vietnamese_is_passed_over(tmp_path: Path) -> None:
    """The same file names with too few letters do not count as a font."""
    _ascii_only(tmp_path)
    with pytest.raises(UserError):
        find_family(is_complete, folders=[tmp_path])


def test_damaged_font_file_is_passed_over(tmp_path: Path) -> None:
    """A broken file is no reason to stop looking."""
    for style in STYLES:
        (tmp_path / f"Tinos-{style}.ttf").write_bytes(b"not a font")
    with pytest.raises(UserError):
        find_family(is_complete, folders=[tmp_path])


def test_family_with_a_missing_face_is_passed_over(tmp_path: Path) -> None:
    """All four files or none."""
    for style, source in zip(STYLES[:3], faces().family.files, strict=False):
        (tmp_path / f"Tinos-{style}.ttf").write_bytes(source.read_bytes())
    with pytest.raises(UserError):
        find_family(is_complete, folders=[tmp_path])


def test_times_new_roman_is_preferred_to_its_look_alikes(tmp_path: Path) -> None:
    """The prescribed font wins where it is installed."""
    deep = tmp_path / "Fonts"
    deep.mkdir()
    names = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
    for name, style, source in zip(names, STYLES, faces().family.files, strict=True):
        (deep / name).write_bytes(source.read_bytes())
        (tmp_path / f"Tinos-{style}.ttf").write_bytes(source.read_bytes())
    assert find_family(is_complete, folders=[tmp_path]).name == "Times New Roman"


def test_cleaner_composes_and_drops_what_is_not_text() -> None:
    """NFC, one line, no control or invisible characters; the no-break space stays."""
    clean = Cleaner(faces().regular)
    assert (
        clean("Đo\u0302\u0301i\tthoa\u0323i\u200b\r\nNhân\u202e dân\u00a0")
        == "Đối thoại  Nhân dân\xa0"
    )
    assert not clean.missing


def test_cleaner_shows_and_counts_what_the_font_lacks() -> None:
    """A missing letter is visible on paper and reported, a typed question mark is not."""
    clean = Cleaner(faces().regular)
    assert clean("Vì sao? 漢☑") == "Vì sao? ??"
    assert set(clean.missing) == {"漢", "☑"}
