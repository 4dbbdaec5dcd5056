"""Leaving out the sentences of a section whose figures nobody has: the repair of a common finding.

A template speaks of everything that an office may do; an office that keeps no such register drops
the sentence instead of printing “…”. Conditions and loops of the text stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from danvan_desktop.reports.placeholders import figures_in

_SHOWN = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)
_CONTROL = re.compile(r"(\{%(?:(?!\{%).)*?%\})", re.DOTALL)
_SENTENCE = re.compile(r"[^.;!?\n]*(?:[.;!?](?!\s|$)[^.;!?\n]*)*[.;!?]?[ \t]*\n?")
_MASK = "\ue001"


def without_sentences(text: str, paths: Collection[str]) -> str:
    """Return a text without the sentences that show a figure of these paths."""
    kept = [part if part.startswith("{%") else _kept(part, paths) for part in _CONTROL.split(text)]
    lines = (line.rstrip() for line in "".join(kept).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _kept(text: str, paths: Collection[str]) -> str:
    """Drop sentences of a stretch without control tags."""
    tags = _SHOWN.findall(text)
    masked = _SHOWN.sub(_MASK, text)
    pieces, number = [], 0
    for found in _SENTENCE.finditer(masked):
        own = tags[number : number + found[0].count(_MASK)]
        number += len(own)
        between = found[0].split(_MASK)
        shown = "".join(map("".join, zip(between, [*own, ""], strict=True)))
        if any(ref.path in paths for ref in figures_in("".join(own))):
            pieces.append("\n" if shown.endswith("\n") else "")
        else:
            pieces.append(shown)
    return "".join(pieces)
