"""What must hold between indicators, declared with them: sums, limits, people for each event.

A term is an indicator's code; ``code@before`` is its value in the period before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from danvan_desktop.i18n import _

BEFORE = "@before"
PER_EVENT = (5, 2000)
"""Fewer or more people for each event than this want a reason (W2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One declared relation: ``left`` and ``right`` added up, compared as ``rule`` says.

    ``kind`` is ``equal``, ``at_most`` (left ≤ right), ``per`` (left for each of right, within
    ``limits``) or ``rows`` (a typed figure equals its records).
    """

    rule: str
    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    limits: tuple[int, int] = PER_EVENT

    @property
    def codes(self) -> frozenset[str]:
        """Every indicator that it names."""
        return frozenset(term.removesuffix(BEFORE) for term in (*self.left, *self.right))

    @property
    def codes_in_order(self) -> tuple[str, ...]:
        """Every indicator that it names, as written."""
        return tuple(term.removesuffix(BEFORE) for term in (*self.left, *self.right))


def read_relation(entry: Mapping[str, Any]) -> tuple[Relation | None, list[str]]:
    """Read a declared relation, or say what is wrong with it."""
    rule = str(entry.get("rule", ""))
    for kind in ("equal", "at_most", "per", "rows"):
        if kind not in entry:
            continue
        sides = [_terms(side) for side in entry[kind]] if kind != "rows" else [_terms(entry[kind])]
        if len(sides) != (1 if kind == "rows" else 2) or not rule:
            break
        first, last = entry.get("limits", PER_EVENT)
        return Relation(
            rule=rule,
            kind=kind,
            left=sides[0],
            right=sides[1] if len(sides) > 1 else (),
            limits=(int(first), int(last)),
        ), []
    return None, [_("quan hệ {rule} không đủ hai vế").format(rule=rule or "?")]


def unknown_terms(relations: tuple[Relation, ...], known: Mapping[str, Any]) -> Iterator[str]:
    """List codes that relations name and nobody declared."""
    for relation in relations:
        yield from sorted(code for code in relation.codes if code not in known)


def _terms(side: Any) -> tuple[str, ...]:
    return (str(side),) if isinstance(side, str) else tuple(str(term) for term in side)
