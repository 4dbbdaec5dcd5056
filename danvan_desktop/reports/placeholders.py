"""Live figures and other tags in the text of a section: finding them and writing them.

The editor shows each as a chip; it needs places and names, not the value. The filter of a figure
is written short here: ``trong_do:cap``, ``so_sanh|hoa_dau`` (see ``shown``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from danvan_desktop.reports.figures import PATH
from danvan_desktop.reports.shown import FILTERS, LETTERS

_TAG = re.compile(
    r"""\{\{-?\s*(["'])(?P<path>[^"'{}]{0,200})\1\s*\|\s*(?P<filter>\w+)\s*"""
    r"""(?::\s*(?:(["'])(?P<words>[\w.-]{1,40})\4|(?P<count>\d{1,3}))\s*)?"""
    r"""(?:\|\s*(?P<letters>\w+)\s*)?-?\}\}""",
)
_WORD = re.compile(r"\{\{-?\s*[a-z_]\w*(?:\.\w+)*(?:\s*\|\s*\w+)*\s*-?\}\}")
_OF_LOOP = re.compile(
    r"""\{\{-?\s*(["'])[^"'{}]{0,200}\1\s*\|\s*\w+\s*:\s*[a-z_]\w*(?:\.\w+)*\s*-?\}\}"""
)
_CONTROL = re.compile(r"\{%-?\s*(?P<word>\w+)\b(?P<rest>[^{}%]*?)-?%\}")
_SHORT = re.compile(r"(?P<name>\w+)(?::(?P<option>[\w.-]{1,40}))?(?:\|(?P<letters>\w+))?")

CONTROLS = ("if", "elsif", "else", "endif", "unless", "endunless", "for", "endfor")
"""The tags that the editor shows as chips of their own."""


@dataclass(frozen=True, slots=True)
class FigureRef:
    """A live figure in a text: its path, how it is shown, and where its tag stands."""

    path: str
    filter: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TagRef:
    """Another tag of the language (a word, a condition, a loop) as it is written."""

    text: str
    start: int
    end: int


def figures_in(text: str) -> list[FigureRef]:
    """List the live figures of a text in their order; broken tags are not among them."""
    return [
        FigureRef(found["path"], _short(found), found.start(), found.end())
        for found in _TAG.finditer(text)
    ]


def tags_in(text: str) -> list[TagRef]:
    """List the other whole tags of a text: words, conditions, loops, figures of a loop's units."""
    found = [
        TagRef(one[0], one.start(), one.end())
        for pattern in (_WORD, _OF_LOOP)
        for one in pattern.finditer(text)
    ]
    found += [
        TagRef(one[0], one.start(), one.end())
        for one in _CONTROL.finditer(text)
        if one["word"] in CONTROLS
    ]
    return sorted(found, key=lambda ref: ref.start)


def words_in(text: str) -> list[TagRef]:
    """List the tags that stand for words (``{{ ky.ten }}``)."""
    return [TagRef(one[0], one.start(), one.end()) for one in _WORD.finditer(text)]


def figure_tag(path: str, filter_name: str = "so") -> str:
    """Write the tag of a live figure; ValueError for a path or filter that cannot be one."""
    found = _SHORT.fullmatch(filter_name)
    letters = found["letters"] if found else None
    if (
        found is None
        or found["name"] not in FILTERS
        or (letters and letters not in LETTERS)
        or not PATH.fullmatch(path)
    ):
        raise ValueError(f"{path} | {filter_name}")
    option = found["option"]
    behind = "" if not option else f": {option}" if option.isdigit() else f': "{option}"'
    case = f" | {letters}" if letters else ""
    return f'{{{{ "{path}" | {found["name"]}{behind}{case} }}}}'


def _short(found: re.Match[str]) -> str:
    option = found["words"] or found["count"]
    name = f"{found['filter']}:{option}" if option else found["filter"]
    return f"{name}|{found['letters']}" if found["letters"] else name
