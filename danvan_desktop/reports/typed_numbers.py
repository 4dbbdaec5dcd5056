"""Numbers that were typed where a live figure belongs, and contradict it (rule E11).

Only what is certain is reported: the whole clause around the typed number must be, word for word,
a clause in which the template (or the report itself) shows a figure. A clause that a section uses
of several figures ("đạt 92,5%") is told apart by the one before it. In another section the clause
must also be long enough to mean the same thing. Conditions end a clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from danvan_desktop.reports.placeholders import FigureRef, figure_tag, figures_in
from danvan_desktop.vietnamese import fold, parse_number

SPECIFIC_WORDS = 4
"""A clause of so many words means the same in every section; a shorter one only in its own."""

NUMERIC = ("so", "so_nguyen", "ty_le", "tien")
MONEY_WORDS = " triệu đồng"

_SLOT = "\ue000"
_PARTS = re.compile(
    r"(?P<tag>\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\})"
    r"|(?P<skip>\d[\d.,]{0,80}[/-]\S*|\S{0,80}[/-]\d\S*)"
    r"|(?P<number>(?<![\w/.,-])\d+(?:[.,]\d+)*%?(?![\w/]))",
    re.DOTALL,
)
_CLAUSE_END = re.compile(r"[.;:,()!?\n]")

Shown = Callable[[str, str], str | None]
"""Shows the figure at a path with a filter; None when it has nothing to show."""


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A typed number that contradicts a figure, with the tag that would put it right.

    Without a path it stands for words that contradict a record (``against_records``). What stands
    in the clerk's own words is not ``sure`` to mean the figure (``prose_numbers``).
    """

    section: str
    start: int
    end: int
    typed: str
    path: str
    filter: str
    shown: str
    sure: bool = True

    @property
    def tag(self) -> str:
        """Return the live figure to put in its place; for words of a record these words."""
        return figure_tag(self.path, self.filter) if self.path else self.shown


@dataclass(frozen=True, slots=True)
class _Slot:
    """A number or figure in a text; ``ref`` is None for a typed number."""

    start: int
    end: int
    text: str
    ref: FigureRef | None


@dataclass(frozen=True, slots=True)
class _Clause:
    """The folded words of a clause with its slots in order; ``behind`` is the clause before it."""

    words: str
    slots: tuple[_Slot, ...]
    behind: str = ""

    @property
    def both(self) -> str:
        """The words together with those of the clause before."""
        return f"{self.behind}\n{self.words}"

    @property
    def specific(self) -> bool:
        """Tell whether the clause means the same wherever it stands."""
        return sum(1 for word in self.words.split() if word != _SLOT) >= SPECIFIC_WORDS


def contradictions(
    texts: Mapping[str, str], defaults: Mapping[str, str], shown: Shown
) -> list[TypedNumber]:
    """Find typed numbers in the sections (text by code) that contradict a figure."""
    known = _known_clauses([*defaults.items(), *texts.items()])
    found: list[TypedNumber] = []
    for section, text in texts.items():
        for clause in _clauses(text):
            refs = known.get((section, clause.words)) or known.get((section, clause.both))
            if refs is None and clause.specific:
                refs = known.get(("", clause.words))
            if refs is not None:
                found += _compared(section, text, clause, refs, shown)
    return found


def corrected(text: str, number: TypedNumber) -> str:
    """Return a section's text with a typed number replaced by its live figure."""
    end = number.end
    if number.filter == "tien" and text[end:].startswith(MONEY_WORDS):
        end += len(MONEY_WORDS)
    return text[: number.start] + number.tag + text[end:]


def _known_clauses(
    sources: Iterable[tuple[str, str]],
) -> dict[tuple[str, str], tuple[FigureRef | None, ...]]:
    """Map (section or "" for anywhere, clause) to its figures; what is ambiguous is left out."""
    known: dict[tuple[str, str], tuple[FigureRef | None, ...]] = {}
    ambiguous: set[tuple[str, str]] = set()
    for section, text in sources:
        for clause in _clauses(text):
            refs = tuple(slot.ref for slot in clause.slots)
            if not any(refs):
                continue
            for key in ((section, clause.words), (section, clause.both), ("", clause.words)):
                before = known.setdefault(key, refs)
                if _paths(before) != _paths(refs):
                    ambiguous.add(key)
    return {key: refs for key, refs in known.items() if key not in ambiguous}


def _paths(refs: tuple[FigureRef | None, ...]) -> list[str]:
    return [ref.path for ref in refs if ref is not None]


def _compared(
    section: str,
    text: str,
    clause: _Clause,
    refs: tuple[FigureRef | None, ...],
    shown: Shown,
) -> Iterable[TypedNumber]:
    for slot, ref in zip(clause.slots, refs, strict=True):
        if ref is None or slot.ref is not None or ref.filter not in NUMERIC:
            continue
        right = shown(ref.path, ref.filter)
        value = _value(right)
        if right is not None and value is not None and value != _value(slot.text):
            yield TypedNumber(section, slot.start, slot.end, slot.text, ref.path, ref.filter, right)


def _clauses(text: str) -> Iterable[_Clause]:
    slots, pieces, position = [], [], 0
    tags = {ref.start: ref for ref in figures_in(text)}
    for part in _PARTS.finditer(text):
        ref = tags.get(part.start()) if part["tag"] else None
        if part["tag"] and part["tag"].startswith("{%"):
            pieces += [text[position : part.start()], "\n"]
            position = part.end()
            continue
        if part["skip"] or (part["tag"] and (ref is None or ref.filter not in NUMERIC)):
            continue
        pieces += [text[position : part.start()], f" {_SLOT} "]
        if ref is not None and ref.filter == "tien":
            pieces.append(MONEY_WORDS)
        slots.append(_Slot(part.start(), part.end(), part[0], ref))
        position = part.end()
    pieces.append(text[position:])
    taken, behind = 0, ""
    for clause in _CLAUSE_END.split("".join(pieces)):
        count = clause.count(_SLOT)
        words = " ".join(fold(clause).split())
        if count:
            yield _Clause(words, tuple(slots[taken : taken + count]), behind)
        taken += count
        behind = words or behind


def _value(written: str | None) -> Decimal | None:
    if not written:
        return None
    number = written.rstrip("%").removesuffix(MONEY_WORDS).replace("−", "-")
    return parse_number(number).value
