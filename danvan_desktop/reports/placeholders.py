"""Live figures in the text of a section: finding them and writing them.

The editor shows each as a chip; it needs places and names, not the value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan_desktop.reports.shown import FILTERS

_TAG = re.compile(
    r"""\{\{-?\s*(["'])(?P<path>[^"'{}]*)\1\s*\|\s*(?P<filter>\w+)\s*-?\}\}""",
)
_PATH = re.compile(r"\w+(?:/[\w.-]+/[\w.-]+)*")


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A live figure in a text: its path, how it is shown, and where its tag stands."""

    path: str
    filter: str
    start: int
    end: int


def figures_in(text: str) -> list[FigureRef]:
    """List the live figures of a text in their order; broken tags are not among them."""
    return [
        FigureRef(found["path"], found["filter"], found.start(), found.end())
        for found in _TAG.finditer(text)
    ]


def figure_tag(path: str, filter_name: str = "so") -> str:
    """Write the tag of a live figure; ValueError for a path or filter that cannot be one."""
    if filter_name not in FILTERS or not _PATH.fullmatch(path):
        raise ValueError(f"{path} | {filter_name}")
    return f'{{{{ "{path}" | {filter_name} }}}}'
