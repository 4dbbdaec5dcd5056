"""Finds records that may be one event though their keys differ: a word, a letter, a day.

A register's duplicate key says what makes an event (unit, day, folded subject …). Two keys that
agree in all parts but one are suspicious when that part is a text nearly the same or a day close
by; other parts (units, forms, periods) either agree or speak of two events. Tones, case and marks
do not count, because keys hold folded texts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations, pairwise
from typing import TypeVar

Key = tuple[str, ...]
Ref = TypeVar("Ref", bound=Hashable)

NEAR_DAYS = 3
"""A dialogue reported with the day of its invitation, or of the paper about it."""

NEAR_TEXT = 0.86
_SHARED_WORDS = 0.5
_LEAST_WORDS = 4
_ALL_COMPARED, _RARE = 60, 20
"""So many texts of one unit and time are compared each with each (under a millisecond a record);
of more, those that share a word which at most so many of them have, and neighbours in order."""


def alike_pairs(keyed: Iterable[tuple[Ref, Key]]) -> list[tuple[Ref, Ref]]:
    """List the suspicious pairs, each once, in the order in which the records came."""
    listed = list(keyed)
    order = {ref: number for number, (ref, _key) in enumerate(listed)}
    found: dict[tuple[Ref, Ref], None] = {}
    for part in range(max((len(key) for _ref, key in listed), default=0)):
        buckets: dict[tuple[int, Key], list[tuple[Ref, str]]] = defaultdict(list)
        for ref, key in listed:
            if part < len(key) and _comparable(key[part]):
                buckets[len(key), (*key[:part], *key[part + 1 :])].append((ref, key[part]))
        for bucket in buckets.values():
            for one, other in _near(bucket):
                pair = (one, other) if order[one] < order[other] else (other, one)
                found.setdefault(pair)
    return sorted(found, key=lambda pair: (order[pair[0]], order[pair[1]]))


def nearly_same(one: str, other: str) -> bool:
    """Tell whether two folded texts are one subject written in two ways.

    Numbers must agree: "to tu quan so 1" and "to tu quan so 2" are two.
    """
    if one == other:
        return True
    words, others = one.split(), other.split()
    if _numbers(words) != _numbers(others):
        return False
    first, second = set(words), set(others)
    shared = len(first & second)
    if shared < _SHARED_WORDS * min(len(first), len(second)):
        return False
    if min(len(first), len(second)) >= _LEAST_WORDS and (first <= second or second <= first):
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= NEAR_TEXT and matcher.ratio() >= NEAR_TEXT


def near_days(one: str, other: str) -> bool:
    """Tell whether two ISO days lie at most ``NEAR_DAYS`` apart."""
    first, second = _day(one), _day(other)
    return bool(first and second and abs((first - second).days) <= NEAR_DAYS)


def _comparable(part: str) -> bool:
    return " " in part or _day(part) is not None


def _near(bucket: Sequence[tuple[Ref, str]]) -> Iterable[tuple[Ref, Ref]]:
    if len(bucket) < 2:
        return
    ordered = sorted(bucket, key=lambda entry: entry[1])
    places: Iterable[tuple[int, int]] = combinations(range(len(ordered)), 2)
    if len(ordered) > _ALL_COMPARED:
        places = _likely([text for _ref, text in ordered])
    for one, two in places:
        (ref, text), (other_ref, other_text) = ordered[one], ordered[two]
        if text == other_text:
            continue  # the same key: storage marks these by itself
        if near_days(text, other_text) or (
            " " in text and " " in other_text and nearly_same(text, other_text)
        ):
            yield ref, other_ref


def _likely(texts: Sequence[str]) -> Iterable[tuple[int, int]]:
    """Choose which of many sorted texts are worth comparing, by their places."""
    having: dict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        for word in dict.fromkeys(text.split()):
            having[word].append(place)
    chosen = dict.fromkeys(pairwise(range(len(texts))))
    for places in having.values():
        if len(places) <= _RARE:
            chosen.update(dict.fromkeys(combinations(places, 2)))
    return chosen


def _numbers(words: Sequence[str]) -> list[str]:
    """The words that tell things apart: numbers, and single letters (initials, ấp A)."""
    return sorted(word for word in words if len(word) == 1 or any(map(str.isdigit, word)))


def _day(text: str) -> date | None:
    if len(text) != 10 or text[4] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
