import unicodedata

import pytest
from hypothesis import given, strategies as st

from danvan_desktop.vietnamese import (
    VIETNAMESE_LETTERS,
    clean,
    clean_lines,
    contains_vietnamese,
    fold,
    fold_key,
    nfc,
)

texts = st.text(st.sampled_from([*sorted(VIETNAMESE_LETTERS), *"aAyY -–'’.,\n\t\xa0\u200b\u0301"]))


def test_the_letters_are_134_and_composed() -> None:
    """Vietnamese has 67 letters beyond ASCII, each with its capital, all one code point."""
    assert len(VIETNAMESE_LETTERS) == 134
    assert all(nfc(letter) == letter for letter in VIETNAMESE_LETTERS)
    assert {letter.swapcase() for letter in VIETNAMESE_LETTERS} == VIETNAMESE_LETTERS


@pytest.mark.parametrize("letter", sorted(VIETNAMESE_LETTERS))
def test_every_letter_folds_to_plain_ascii(letter: str) -> None:
    """A letter is found without its marks, composed or decomposed, in either case."""
    spread = unicodedata.normalize("NFD", letter.lower().replace("đ", "d"))
    folded = fold(letter)
    assert folded == "".join(char for char in spread if not unicodedata.combining(char))
    assert len(folded) == 1
    assert folded.isascii()
    assert fold(unicodedata.normalize("NFD", letter)) == folded
    assert fold(letter.swapcase()) == folded
    assert contains_vietnamese(unicodedata.normalize("NFD", letter))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Nhà\nvăn\xa0hóa  ấp\tsố 9 ", "Nhà văn hóa ấp số 9"),
        (unicodedata.normalize("NFD", "Đảng ủy xã Bến Củi"), "Đảng ủy xã Bến Củi"),
        ("\ufeffXã\u200b Phan\x00\x07", "Xã Phan"),
        ("t\xadëng", "t\xadëng"),
        ("A\ud800B", "AB"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("", ""),
    ],
)
def test_clean_gives_the_stored_form(typed: str, stored: str) -> None:
    """Spaces, code points and invisible characters are put right and nothing else."""
    assert clean(typed) == stored


def test_clean_lines_keeps_paragraphs() -> None:
    """Line ends of any system stay, blank lines do not pile up."""
    assert clean_lines("\r\n Một  \r\n\r\n\r\nHai\u2028Ba\n\n") == "Một\n\nHai\nBa"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "hoà bình"),
        ("ỦY BAN", "uỷ ban"),
        ("Đối thoại", "doi  thoai"),
        ("Đường", unicodedata.normalize("NFD", "đường")),
    ],
)
def test_fold_makes_spellings_equal(one: str, other: str) -> None:
    """Case, accents, tone-mark style, code points and spaces do not hinder the search."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Dân vận khéo”", "DAN VAN KHEO"),
        ("văn hóa-xã hội", "Văn hoá – xã hội."),
        ("Điểu K’Ré", "Điểu K'Ré"),
        ("X. Phan", "x phan"),
    ],
)
def test_fold_key_ignores_punctuation(one: str, other: str) -> None:
    """Names that differ in punctuation only are the same name."""
    assert fold_key(one) == fold_key(other)


def test_fold_keeps_punctuation_and_other_letters() -> None:
    """The search form drops no sign the clerk can type, and other scripts stay."""
    assert fold("Số 12-KH/BDV, ½ Ω") == "so 12-kh/bdv, ½ ω"


def test_contains_vietnamese_needs_a_mark() -> None:
    """Plain letters are no evidence."""
    assert not contains_vietnamese("Ban Dan van 2020")
    assert contains_vietnamese("Ban Dân vận")


@given(texts | st.text())
def test_the_forms_are_stable(text: str) -> None:
    """Doing it twice changes nothing, and cleaning first changes no folded form."""
    for form in (clean, clean_lines, fold, fold_key):
        once = form(text)
        assert form(once) == once
    assert fold(nfc(text)) == fold(text)
    assert fold_key(fold(text)) == fold_key(text)
