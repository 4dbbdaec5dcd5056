"""What a paper says where nobody has entered anything: one sentence, not a line of dots.

REFERENCE 5.3: “…” means that there is no figure yet, “-” that there was nothing. A clerk's
sentence of many “…” says nothing, so a line of the template of which no figure is known is left
out, and its section says once what has no figures. Lines that the clerk wrote or changed stay as
they are. Of annexes see ``annexes.silent``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators import catalogue
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.drafts import settled
from danvan_desktop.reports.figures import (
    SAME_LAST_YEAR,
    Comparison,
    Coverage,
    FigurePart,
    FigureSource,
    FigureValue,
)
from danvan_desktop.reports.filters import thuong_dau
from danvan_desktop.reports.placeholders import figures_in

SENTENCE = "Chưa có số liệu về {what}."

CODE = "no_data"
"""The code of the one Issue: a fact about the records, not about the text."""

MOST_NAMED = 4
"""So many subjects or annexes one line names."""

_SHOWN = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)
_BLOCK = re.compile(r"\{%-?\s*(?P<end>end)?(?:if|unless|case|for)\b")
_NAMES = {"dan_van_kheo": "mô hình “Dân vận khéo”"}
_PROPER = ("Ban ",)


def spoken(
    text: str, pattern: str, source: FigureSource, names: Mapping[str, Any]
) -> tuple[str, tuple[str, ...]]:
    """Return the text of a section without lines of dots, and what it has no figures of.

    ``pattern`` is what the template says there; only lines that still read so are left out.
    """
    lines = list(_whole_lines(text))
    silent = {line: found for line in lines if (found := _unknown(line, source))}
    if not silent:
        return text, ()
    own = {*_whole_lines(settled(pattern, source, names))}
    own |= {*_whole_lines(settled(pattern, _Nothing(source), names))}
    missing = dict.fromkeys(name for line in lines if line in own for name in silent.get(line, ()))
    if not missing:
        return text, ()
    said = SENTENCE.format(what="; ".join(missing))
    kept: list[str] = []
    for line in lines:
        if line not in own or line not in silent:
            kept.append(line)
        elif said not in kept:
            kept.append(said)
    return "\n".join(kept), tuple(missing)


def no_data_issue(missing: Iterable[str], annexes: Iterable[str], section: str) -> Issue | None:
    """Say once what a paper has no figures of; None when it has all. ``section`` is a code."""
    what, left_out = list(dict.fromkeys(missing)), list(annexes)
    if not what and not left_out:
        return None
    said = []
    if what:
        words = _("Chưa có số liệu về {what}; văn bản ghi như vậy.")
        said.append(words.format(what=_few(what)))
    if left_out:
        words = _("{n} phụ lục chưa có số liệu nên không kèm theo: {titles}.")
        said.append(words.format(n=len(left_out), titles=_few(left_out)))
    return Issue(
        CODE,
        " ".join(said),
        _("Nhập số liệu của kỳ; phần nào không phát sinh thì ghi số 0. Nếu để vậy, ghi lý do."),
        Place(register="bao_cao", field=section or None),
        Severity.WARNING,
    )


# --- private


def _few(names: Sequence[str]) -> str:
    """Name the first ones and count the rest, so that the line can be read."""
    text = "; ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return text + _(" và {n} phần khác").format(n=more) if more > 0 else text


class _Nothing:
    """The figures of an office that has entered nothing, for what a template would say then."""

    def __init__(self, source: FigureSource) -> None:
        self._source = source

    @property
    def period(self) -> Any:
        """The period of the figures."""
        return self._source.period

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure that nobody knows."""
        found = self._source.figure(path)
        return found and replace(found, value=None)

    def comparison(self, path: str, base: str = SAME_LAST_YEAR) -> Comparison | None:
        """Compare nothing."""
        return None

    def parts(self, path: str, axis: str = "") -> tuple[FigurePart, ...] | None:
        """Break nothing down."""
        return None if self._source.parts(path, axis) is None else ()

    def counted(self, path: str) -> int:
        """Count no records."""
        return 0

    def coverage(self, path: str) -> Coverage | None:
        """Leave who reported as it is."""
        return self._source.coverage(path)

    def unit_name(self, code: str) -> str:
        """Name a unit."""
        return self._source.unit_name(code)

    def units(self) -> tuple[tuple[str, str], ...]:
        """List the units."""
        return self._source.units()


def _whole_lines(text: str) -> Iterator[str]:
    """Walk a text line by line; a condition or loop over several lines stays in one piece."""
    piece: list[str] = []
    depth = 0
    for line in text.split("\n"):
        piece.append(line)
        for found in _BLOCK.finditer(line):
            depth += -1 if found["end"] else 1
        if depth <= 0:
            yield "\n".join(piece)
            piece, depth = [], 0
    if piece:
        yield "\n".join(piece)


def _unknown(line: str, source: FigureSource) -> tuple[str, ...]:
    """Name what a line shows when none of its figures is known; () else."""
    paths = dict.fromkeys(ref.path for ref in figures_in("".join(_SHOWN.findall(line))))
    named: dict[str, None] = {}
    for path in paths:
        found = source.figure(path)
        if found is None or found.value is not None:
            return ()
        named[_name(path)] = None
    return tuple(named)


def _name(path: str) -> str:
    one = catalogue()[re.split(r"[/@]", path, maxsplit=1)[0]]
    label = REGISTERS[one.register].label
    return _NAMES.get(one.register) or (label if label.startswith(_PROPER) else thuong_dau(label))
