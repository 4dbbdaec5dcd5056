"""Words that a draft took from a record, held against what the record says now.

A paper about records has their words written out once, so that the clerk may change them. Until it
is issued they must still agree with the register. Two things are told apart: words that nobody
changed while the record did (found by the text that the template gave at first, which the history
keeps), and numbers, hours and days that the clerk typed over. What else was reworded is the
clerk's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.building import template_of
from danvan_desktop.reports.drafts import settled, stands
from danvan_desktop.reports.lifecycle import predecessors
from danvan_desktop.reports.literal import without_shields
from danvan_desktop.reports.live import LiveFigures
from danvan_desktop.reports.names import names_of
from danvan_desktop.reports.placeholders import words_in
from danvan_desktop.reports.sections import render_section
from danvan_desktop.reports.subjects import period_of
from danvan_desktop.reports.templates import ReportTemplate
from danvan_desktop.reports.typed_numbers import TypedNumber

REGISTER = "bao_cao"
MOST_LETTERS = 20_000
"""Texts longer than this are not compared; a record's words are a page or two."""

SHORT, FEW = 12, 2
"""Tokens of a tag's words that are put right whole; of longer ones, of each number in them."""

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Stand around the words of a tag while a template is rendered."""

_TOKEN = re.compile(
    r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}|(?:\w+(?:[./:,]\w+)*|[^\w\s])\u034f?|\n",
    re.DOTALL,
)
_DIGITS = re.compile(r"\d+")

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Words of sections that the record contradicts, and the abstract if it should read anew."""

    words: tuple[TypedNumber, ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text cut into tokens; ``slots`` are the token ranges that came from tags."""

    text: str
    tokens: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    slots: tuple[tuple[int, int], ...] = ()

    def between(self, first: int, last: int) -> str:
        """Give the text of tokens ``first`` up to but not ``last``."""
        return self.text[self.places[first][0] : self.places[last - 1][1]] if first < last else ""


def against_records(books: Books, record_id: str, values: Values) -> Contradicted:
    """Find what a draft about records says that its records do not say (any more).

    ``values`` are those of the draft as it is on the screen, ``record_id`` finds its history.
    """
    template, then = _first_words(books, record_id, values)
    if template.register is None:
        return Contradicted()
    names = names_of(books, values, template=template)
    source = LiveFigures(books, period_of(books, values))
    patterns = {section.code: section.text_for(names["cap"]) for section in template.sections}
    first = {str(one["ma"]): str(one.get("noi_dung") or "") for one in then.get("muc") or ()}
    found: list[TypedNumber] = []
    for section in values.get("muc") or ():
        code, written = str(section["ma"]), str(section.get("noi_dung") or "")
        pattern = patterns.get(code, "")
        if "{" not in pattern or not written or len(written) > MOST_LETTERS:
            continue
        whole = stands(pattern, template)
        now = _marked(settled(_with_marks(pattern), source, names, whole=whole))
        if now.text != written and len(now.text) <= MOST_LETTERS:
            found += _compared(code, first.get(code, ""), written, now)
    title = " ".join(render_section(template.title, source, names).plain().split())[:500]
    own = str(values.get("ten") or "")
    stale = own == then.get("ten") and own.casefold() != title.casefold()
    return Contradicted(tuple(found), title if stale else "")


# --- private


def _first_words(
    books: Books, record_id: str, values: Values
) -> tuple[ReportTemplate, dict[str, Any]]:
    """Give template, and abstract and sections as the template wrote them at first.

    What stands in the place of another paper began as a copy of it, so the oldest counts.
    """
    template = template_of(books, values)
    if template.register is None:
        return template, {}
    before = predecessors(books, values)
    oldest = before[-1] if before else books.record(REGISTER, record_id) if record_id else None
    if oldest is None:
        return template, {}
    then = {name: oldest.values.get(name) for name in ("ten", "muc")}
    for entry in books.history(REGISTER, oldest.id):
        if entry.field in then:
            then[entry.field] = entry.old
    return template, then


def _with_marks(pattern: str) -> str:
    pieces, position = [], 0
    for word in words_in(pattern):
        pieces += [pattern[position : word.start], _OPEN, word.text, _CLOSE]
        position = word.end
    return "".join([*pieces, pattern[position:]])


def _tokens(text: str) -> _Text:
    found = list(_TOKEN.finditer(text))
    return _Text(
        text,
        tuple(map(without_shields, (one[0] for one in found))),
        tuple(one.span() for one in found),
    )


def _marked(rendered: str) -> _Text:
    """Take the marks out of a rendered text again and keep where they stood."""
    pieces, ranges, length, opened = [], [], 0, 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", rendered):
        if piece == _OPEN:
            opened = length
        elif piece == _CLOSE:
            ranges.append((opened, length))
        else:
            pieces.append(piece)
            length += len(piece)
    bare = _tokens("".join(pieces))
    slots = []
    for start, end in ranges:
        inside = [i for i, (a, b) in enumerate(bare.places) if a < end and b > start]
        if inside:
            slots.append((inside[0], inside[-1] + 1))
    return _Text(bare.text, bare.tokens, bare.places, tuple(slots))


def _compared(code: str, first: str, written: str, now: _Text) -> Iterator[TypedNumber]:
    """Give what is stale in a section, then what was typed against the record, in their order."""
    own = _tokens(written)
    stale = list(_stale(_tokens(first), own, now)) if first else []
    typed = [
        one for one in _typed(own, now) if not any(one[0] < s[1] and s[0] < one[1] for s in stale)
    ]
    for start, end, words in sorted([*stale, *typed]):
        begin, last = own.places[start][0], own.places[end - 1][1]
        yield TypedNumber(code, begin, last, written[begin:last], "", "", words)


def _pairs(left: _Text, right: _Text) -> tuple[SequenceMatcher[str], dict[int, int]]:
    """Match two texts; the pairs are tokens of the left with their like in the right."""
    match = SequenceMatcher(None, left.tokens, right.tokens, autojunk=False)
    blocks = match.get_matching_blocks()
    return match, {b.a + i: b.b + i for b in blocks for i in range(b.size)}


def _stale(first: _Text, own: _Text, now: _Text) -> Iterator[tuple[int, int, str]]:
    """Find what the record says otherwise since, where the draft still has the first words."""
    match, to_now = _pairs(first, now)
    _match, to_own = _pairs(first, own)
    hunks: list[list[int]] = []
    for _tag, *ranges in (one for one in match.get_opcodes() if one[0] != "equal"):
        a1, a2, b1, b2 = _widened(first, now, to_now, *ranges)
        if hunks and hunks[-1][1] >= a1:
            hunks[-1][1], hunks[-1][3] = a2, b2
        else:
            hunks.append([a1, a2, b1, b2])
    for a1, a2, b1, b2 in hunks:
        places = [to_own.get(i) for i in range(a1, a2)]
        start = places[0] if places else None
        if start is None or places != list(range(start, start + len(places))):
            continue
        words, kept = now.between(b1, b2), own.between(start, start + len(places))
        if without_shields(words).casefold() != without_shields(kept).casefold():
            yield start, start + len(places), words


def _widened(
    first: _Text, now: _Text, to_now: Mapping[int, int], a1: int, a2: int, b1: int, b2: int
) -> tuple[int, int, int, int]:
    """Widen a change to the whole words of its tags, and to a word that stays beside it."""
    for start, end in now.slots:
        if start < b2 and end > b1:
            while b1 > start and a1 > 0 and to_now.get(a1 - 1) == b1 - 1:
                a1, b1 = a1 - 1, b1 - 1
            while b2 < end and a2 < len(first.tokens) and to_now.get(a2) == b2:
                a2, b2 = a2 + 1, b2 + 1
    if a1 == a2 or b1 == b2:
        while a1 > 0 and to_now.get(a1 - 1) == b1 - 1:
            a1, b1 = a1 - 1, b1 - 1
            if first.tokens[a1][0].isalnum():
                return a1, a2, b1, b2
        if a2 < len(first.tokens) and to_now.get(a2) == b2:
            a2, b2 = a2 + 1, b2 + 1
    return a1, a2, b1, b2


def _typed(own: _Text, now: _Text) -> Iterator[tuple[int, int, str]]:
    """Find numbers, hours and days in the place of others, between words that are the same."""
    _match, to_own = _pairs(now, own)
    for start, end in now.slots:
        before = to_own.get(start - 1) if start else -1
        behind = to_own.get(end) if end < len(now.tokens) else len(own.tokens)
        if before is None or behind is None or before + 1 >= behind:
            continue
        right, typed = now.between(start, end), own.between(before + 1, behind)
        if max(end - start, behind - before - 1) > SHORT:
            yield from _typed_within(own, now, (before + 1, behind), (start, end))
        elif _other_numbers(right, typed):
            yield before + 1, behind, right


def _typed_within(
    own: _Text, now: _Text, here: tuple[int, int], there: tuple[int, int]
) -> Iterator[tuple[int, int, str]]:
    """Look into the long words of a tag, where only the numbers themselves are put right."""
    parts = own.tokens[slice(*here)], now.tokens[slice(*there)]
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, *parts, autojunk=False).get_opcodes():
        right = now.between(there[0] + b1, there[0] + b2)
        if tag == "replace" and max(a2 - a1, b2 - b1) <= FEW:
            typed = own.between(here[0] + a1, here[0] + a2)
            if _other_numbers(right, typed):
                yield here[0] + a1, here[0] + a2, right


def _other_numbers(right: str, typed: str) -> bool:
    """Tell whether two wordings name other numbers; "7/7" and "07 tháng 7" are the same."""
    wanted, given = _numbers(right), _numbers(typed)
    return bool(wanted and given and wanted != given and "{" not in typed)


def _numbers(text: str) -> Sequence[int]:
    return [int(digits) for digits in _DIGITS.findall(text)]
