"""Names of persons: the key by which lists sort them, as every other text has its own."""

from __future__ import annotations

from random import Random

from danvan_desktop.schema import PersonName, Text
from danvan_desktop.vietnamese import name_sort_key, sort_key


def test_names_sort_by_given_name_and_texts_by_their_first_word() -> None:
    """Nguyễn Văn An stands before Lê Thị Bình as a name, behind it as a text."""
    names = ["Lê Thị Bình", "Nguyễn Văn An"]
    assert sorted(names, key=PersonName().sort_key) == names[::-1]
    assert sorted(names, key=Text().sort_key) == names
    assert PersonName().sort_key("Điểu K’Ré") == name_sort_key("Điểu K’Ré")
    assert Text().sort_key("Ấp 3") == sort_key("Ấp 3")


def test_name_is_read_as_it_is_typed() -> None:
    """Spaces are tidied, letters never changed."""
    assert PersonName().parse("  NGUYỄN  văn An ").value == "NGUYỄN văn An"
    assert PersonName().parse(" ").value is None
    assert PersonName().sample(Random(3)) == PersonName().sample(Random(3))
