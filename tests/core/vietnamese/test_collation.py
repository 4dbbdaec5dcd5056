import random
import sqlite3
import unicodedata
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st

from danvan_desktop.vietnamese import VIETNAMESE_LETTERS, name_sort_key, sort_key

WORDS = ["An", "Ánh", "Ăn", "Ân", "Dũng", "Đức", "Em", "Oanh", "Ông", "Ý", "Yến"]

CADRES = [
    *("Nguyễn Văn A", "Lý Văn B", "Phạm Văn B", "Trần Thị B", "Lê Văn C", "Nguyễn Văn C"),
    *("Đỗ Văn E", "Lý Văn E", "Đặng Văn G", "Nguyễn Thị I", "Ngô Văn K", "Nguyễn Thị K"),
    *("Nguyễn Văn L", "Phan Văn L", "Phạm Thị M", "Lê Thị N", "Hồ Thị O", "Lý Văn P"),
    *("Ngô Văn P", "Đặng Văn Q", "Nguyễn Thị U", "Phạm Văn V", "Hoàng Văn X", "Lê Thị X"),
    "Trần Văn X",
]

syllables = st.text(st.sampled_from(sorted(VIETNAMESE_LETTERS) + list("abcxyzABC")), max_size=6)


def shuffled(items: list[str]) -> list[str]:
    """Mix a list, the same way each time."""
    return random.Random(7).sample(items, len(items))


def test_words_come_in_dictionary_order() -> None:
    """The reference order, which plain sorting gets wrong."""
    assert sorted(shuffled(WORDS), key=sort_key) == WORDS


def test_all_letters_come_in_the_order_of_the_alphabet() -> None:
    """Letters first, then tones, small before capital: all 134 and the plain ones."""
    vowel = {"a": "àảãáạ", "ă": "ằẳẵắặ", "â": "ầẩẫấậ", "e": "èẻẽéẹ", "ê": "ềểễếệ", "i": "ìỉĩíị"}
    vowel |= {"o": "òỏõóọ", "ô": "ồổỗốộ", "ơ": "ờởỡớợ", "u": "ùủũúụ", "ư": "ừửữứự", "y": "ỳỷỹýỵ"}
    small = [c + vowel.get(c, "") for c in "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"]
    order = [case for letter in "".join(small) for case in (letter, letter.upper())]
    assert set(order) >= VIETNAMESE_LETTERS
    assert sorted(shuffled(order), key=sort_key) == order


@pytest.mark.parametrize(
    "order",
    [
        ["ma", "mà", "mả", "mã", "má", "mạ", "mai"],
        ["Ban", "Bàn", "Bản", "Bán", "Bạn", "Ban Dân vận", "Bang"],
        ["Lộc Ninh", "Lộc-Ninh", "Lộc1", "Lộca"],
        ["ấp 1", "Ấp 1", "ấp 2"],
        ["muller", "müller", "Müller", "mullers"],
        ["Zôn", "Ωmega"],
    ],
)
def test_sort_key_orders(order: list[str]) -> None:
    """Spaces before signs, digits and letters; tones before case; ü beside u."""
    assert sorted(shuffled(order), key=sort_key) == order
    assert all(sort_key(one) < sort_key(other) for one, other in pairwise(order))


@pytest.mark.parametrize(
    ("one", "other"), [("hòa", "hoà"), ("Ủy ban", "Uỷ  ban"), ("K’Ré", "K'Ré"), ("½", "1⁄2")]
)
def test_spellings_of_one_word_have_one_key(one: str, other: str) -> None:
    """Tone-mark style, spaces and the kind of apostrophe do not tear a list apart."""
    assert sort_key(one) == sort_key(other)
    assert sort_key(unicodedata.normalize("NFD", one)) == sort_key(one)


def test_sqlite_sorts_keys_as_python_does() -> None:
    """The key is a plain TEXT column with an ordinary index."""
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE TABLE t (name TEXT, sort TEXT)")
        db.executemany("INSERT INTO t VALUES (?, ?)", [(w, sort_key(w)) for w in shuffled(WORDS)])
        assert [name for (name,) in db.execute("SELECT name FROM t ORDER BY sort")] == WORDS
    db.close()


def test_persons_are_sorted_by_given_name() -> None:
    """Given name, then family name, then middle names."""
    assert sorted(shuffled(CADRES), key=name_sort_key) == CADRES


def test_capitals_do_not_part_persons_of_one_name() -> None:
    """A list typed partly in capitals stays in order."""
    order = ["Lê Thị An", "NGUYỄN VĂN AN", "Trần Văn An", "Lê Ánh", "Điểu K’Ré", "Y", ""]
    assert sorted(shuffled(order), key=name_sort_key) == ["", *order[:-1]]


@given(st.lists(syllables, max_size=4), st.lists(syllables, max_size=4))
def test_keys_decide_by_letters_first(one: list[str], other: list[str]) -> None:
    """Two texts with other letters are never ordered by their tones or case."""

    def bare(words: list[str]) -> str:
        tones = "\u0300\u0301\u0303\u0309\u0323"
        spread = unicodedata.normalize("NFD", " ".join(" ".join(words).split()).lower())
        return sort_key("".join(char for char in spread if char not in tones))

    left, right = sort_key(" ".join(one)), sort_key(" ".join(other))
    if bare(one) < bare(other):
        assert left < right
    elif bare(one) > bare(other):
        assert left > right


ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]


@st.composite
def texts_with_order(draw: st.DrawFn) -> tuple[str, tuple[list[int], list[int], list[bool]]]:
    """Make words with what the dictionary orders them by: letters, then tones, then case."""
    written, letters, tones, cases = [], [], [], []
    for _word in range(draw(st.integers(1, 3))):
        before = draw(st.text(st.sampled_from("bcdđghklmnt"), max_size=2))
        vowel = draw(st.sampled_from("aăâeêioôơuưy"))
        after = draw(st.text(st.sampled_from("cmnpt"), max_size=1))
        tone = draw(st.integers(0, 5))
        capital = draw(st.booleans())
        word = unicodedata.normalize("NFC", before + vowel + TONES[tone] + after)
        written.append(word.upper() if capital else word)
        letters += [-1, *(ALPHABET.index(letter) for letter in before + vowel + after)]
        tones.append(tone)
        cases += [capital] * len(before + vowel + after)
    return " ".join(written), (letters, tones, cases)


@given(texts_with_order(), texts_with_order())
def test_keys_agree_with_the_order_of_the_dictionary(one: Any, other: Any) -> None:
    """An order computed letter by letter from the alphabet, without our tables, is the same."""
    (left, left_order), (right, right_order) = one, other
    assert (sort_key(left) < sort_key(right)) == (left_order < right_order)


@given(st.text())
def test_any_text_has_a_key(text: str) -> None:
    """No text breaks the order, and every key can be stored."""
    assert "\x00" not in sort_key(text)
    assert sort_key(text).encode()
    assert name_sort_key(text).encode()
