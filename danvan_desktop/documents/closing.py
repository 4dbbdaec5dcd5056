"""How a text ends: Party papers with a full stop, State papers with ``./.``."""

from __future__ import annotations

from dataclasses import replace

from danvan_desktop.documents.model import Block, ListItem, Paragraph, Run, Runs


def with_ending(blocks: tuple[Block, ...], ending: str) -> tuple[Block, ...]:
    """Return the blocks with the last paragraph closed by ``ending`` instead of what it has.

    A text that ends in a table, a heading or a question is left alone.
    """
    if not blocks or not isinstance(blocks[-1], Paragraph | ListItem):
        return blocks
    last = blocks[-1]
    runs = list(last.runs)
    while runs and not runs[-1].text.strip():
        runs.pop()
    if not runs:
        return blocks
    bare = runs[-1].text.rstrip().removesuffix("./.").rstrip(" .;,")
    if bare.endswith((":", "?", "!", "…")):
        return blocks
    final = runs.pop()
    if final.figure or not bare:
        runs += [replace(final, text=bare)] if bare else []
        runs.append(Run(ending))
    else:
        runs.append(replace(final, text=bare + ending))
    return (*blocks[:-1], replace(last, runs=tuple(runs)))


def without_stop(runs: Runs) -> Runs:
    """Return Runs without the stop, comma or semicolon that was typed at their end."""
    kept = list(runs)
    while kept:
        bare = kept[-1].text.rstrip(" .;,\t\n\xa0")
        if bare:
            kept[-1] = replace(kept[-1], text=bare)
            break
        kept.pop()
    return tuple(kept)
