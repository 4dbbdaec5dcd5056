"""Texts are worked out word by word; the whole text worked out at once gives the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from danvan_desktop.vietnamese import by_word, clean, fold, fold_key, sort_key
from danvan_desktop.vietnamese.by_word import LONGEST_WORD, OddWord, WordTable
from danvan_desktop.vietnamese.collation import _weighed
from danvan_desktop.vietnamese.text import _clean, _fold, _key

SPECIAL = (
    "  aăâbđĐưƯ\u0300\u0301\u0302\u0303\u0309\u031b\u0323-,.'’½ﬁİßς12"
    "\u00ad\u200b\u200e\t\n\r\v\x85\x00\u00a0\u2028\u3000"
)
texts = st.one_of(st.text(), st.text(st.sampled_from(SPECIAL)))


def _same(text: str) -> None:
    assert clean(text) == _clean(text)
    assert fold(text) == _fold(text)
    assert fold_key(text) == _key(text)
    assert sort_key(text) == "\t".join(_weighed(_clean(text)))


@settings(max_examples=400)
@given(texts)
def test_any_text_word_by_word_is_the_text_as_a_whole(text: str) -> None:
    """Stored, searched, compared and sorted forms do not depend on how they are worked out."""
    _same(text)


def test_every_character_of_some_scripts_beside_words() -> None:
    """A character at the end, at the beginning, alone, and one that vanishes."""
    for first in range(0, 0x2100, 3):
        a, b, c = (chr(first + place) for place in range(3))
        _same(f"hòa{a} {b}Ủy {c} x")


@pytest.mark.parametrize("text", ["", " ", "  a", "a ", "a  b", "\u200b", "a \u0301 b", "\u0301 a"])
def test_text_that_is_not_words_is_taken_as_a_whole(text: str) -> None:
    """Empty pieces between spaces, words that vanish, tones without a letter."""
    _same(text)


def test_words_are_kept_only_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running numbers do not fill the memory; long words and odd ones are not kept."""
    monkeypatch.setattr(by_word, "MOST_WORDS", 3)
    table = WordTable(lambda word: word.upper() or None)
    assert [table[str(number)] for number in range(10)] == [str(number) for number in range(10)]
    assert len(table) <= 3
    assert table["x" * (LONGEST_WORD + 1)] == "X" * (LONGEST_WORD + 1)
    assert len(max(table, key=len)) == 1
    with pytest.raises(OddWord):
        table[""]
