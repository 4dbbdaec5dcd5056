"""Conditions of a report's default text, decided when its draft is begun.

A clerk wants to read sentences, not "nếu … nếu không … hết nếu". So a draft takes the branch that
holds now, and its figures stay live in it. One thing is not decided: a sentence that says that
there was nothing. Its condition stays, because it would be false as soon as something is entered;
a figure in a full sentence that becomes none is only printed as 00, which the review tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from danvan_desktop.reports.figures import FigureSource
from danvan_desktop.reports.sections import hopeless, render_section

_TAG = re.compile(r"\{%-?\s*(?P<word>\w+)\s*(?P<rest>.*?)\s*-?%\}", re.DOTALL)
_OF_NOTHING = re.compile(r"\|\s*khong\b")
_KNOWN = ("if", "elsif", "else", "endif")


@dataclass(slots=True)
class _Block:
    """An ``if`` with its branches in order; the condition of ``else`` is None."""

    branches: list[tuple[str | None, list[_Node]]] = field(default_factory=list)
    raw: str = ""


_Node = str | _Block


def decided(text: str, source: FigureSource, names: Mapping[str, Any]) -> str:
    """Take the branches that hold now; a text with loops or a mistake stays as it is."""
    nodes = None if hopeless(text) else _tree(text)
    if nodes is None:
        return text
    conditions = list(dict.fromkeys(_conditions(nodes)))
    asked = "|".join(f"{{% if {one} %}}1{{% else %}}0{{% endif %}}" for one in conditions)
    rendered = render_section(asked, source, names)
    if rendered.faults:
        return text
    holds = dict(zip(conditions, rendered.plain().split("|"), strict=True))
    return _written(nodes, holds)


# --- private


def _tree(text: str) -> list[_Node] | None:
    """Read a text into blocks; None where it has other tags or a block is not closed."""
    root: list[_Node] = []
    here, position = root, 0
    open_blocks: list[tuple[_Block, list[_Node], int]] = []
    for tag in _TAG.finditer(text):
        word = tag["word"]
        if word not in _KNOWN or (word != "if" and not open_blocks):
            return None
        here.append(text[position : tag.start()])
        position = tag.end()
        if word == "if":
            block = _Block()
            open_blocks.append((block, here, tag.start()))
            here = _branch(block, tag["rest"])
        elif word == "endif":
            block, outer, start = open_blocks.pop()
            block.raw = text[start : tag.end()]
            outer.append(block)
            here = outer
        else:
            here = _branch(open_blocks[-1][0], tag["rest"] if word == "elsif" else None)
    here.append(text[position:])
    return None if open_blocks else root


def _branch(block: _Block, condition: str | None) -> list[_Node]:
    nodes: list[_Node] = []
    block.branches.append((condition, nodes))
    return nodes


def _conditions(nodes: list[_Node]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, _Block):
            for condition, inner in node.branches:
                if condition is not None:
                    yield condition
                yield from _conditions(inner)


def _written(nodes: list[_Node], holds: Mapping[str, str]) -> str:
    return "".join(n if isinstance(n, str) else _chosen(n, holds) for n in nodes)


def _chosen(block: _Block, holds: Mapping[str, str]) -> str:
    for condition, nodes in block.branches:
        if condition is None or holds[condition] == "1":
            if condition is not None and _OF_NOTHING.search(condition):
                return block.raw
            return _written(nodes, holds)
    return ""
