"""Texts from before Unicode: found by font, then by bytes; shown before and after, converted.

Converting needs the clerk's consent in the window, because a wrong guess garbles names; without
it the text stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from danvan_desktop.spreadsheets.model import Cells, Run, Sheet
from danvan_desktop.spreadsheets.shelf import ByPlace, CellGatherer, PlaceSet
from danvan_desktop.vietnamese import (
    decode_by_bytes,
    decode_by_font,
    guess_encoding,
    looks_unicode,
    mend,
    nfc,
)

MAX_SAMPLES = 12
MOST_LISTED = 2000
"""Converted cells that are listed for the clerk before and after; of more only the first."""

MAX_LOOKED_AT = 20_000
"""So many texts of a sheet show what its old texts are like; a large one has hundred thousands."""

_SURELY_OLD = 3
"""So many times more old texts than Unicode ones make a sheet an old one."""

_ODD = re.compile(
    "[\xa1-\xac\xad\xb5-\xb9\xbc-\xbeÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïñö÷øûüþ]"  # no letters of Unicode
    "|[aeouyAEOUYôöÔÖ][âàáãèéêùúõÂÀÁÃÈÉÊÙÚÕ]"  # VNI: a vowel with its mark; also toán, xuân
)
"""What a text needs to be worth a look; nearly all Unicode texts are passed by at once."""


@dataclass(frozen=True, slots=True)
class LegacySample:
    """One converted text for the clerk to judge: where it stands, before and after, its font.

    ``font`` is empty for a text whose bytes gave it away.
    """

    sheet: str
    row: int
    column: int
    before: str
    after: str
    font: str


@dataclass(frozen=True, slots=True)
class LegacyText:
    """A sheet with its legacy texts settled.

    ``samples`` are worth showing (distinct, longest first); ``kept`` are cells that hold Unicode
    text under a legacy font and were left alone.
    """

    sheet: Sheet
    samples: tuple[LegacySample, ...] = ()
    kept: Collection[tuple[int, int]] = frozenset()
    converted: int = 0


def settle(sheet: Sheet, *, convert: bool) -> LegacyText:
    """Find the legacy texts of a sheet and, with consent, turn them into Unicode."""
    if not sheet.legacy and not sheet.odd:
        return LegacyText(sheet)
    kept = PlaceSet(
        place for place, runs in sheet.legacy.items() if any(_is_kept(run) for run in runs)
    )
    some: list[LegacySample] = []
    rows, number = CellGatherer(), 0
    for row, cells, found in _looked_through(sheet):
        number += len(found)
        if len(some) < MAX_LOOKED_AT:
            some += found
        if convert:
            turned = {sample.column: sample.after for sample in found}
            rows.put(row, {**cells, **turned} if turned else cells)
    if not number:
        return LegacyText(sheet, kept=kept)
    distinct = {sample.before: sample for sample in reversed(some)}
    longest = sorted(distinct.values(), key=lambda sample: -len(sample.before))[:MAX_SAMPLES]
    if convert:
        sheet = sheet.with_rows(rows.rows())
    return LegacyText(sheet, tuple(longest), kept, number)


def every_sample(sheet: Sheet) -> Iterator[LegacySample]:
    """List each cell of a sheet that conversion changes, before and after, in order."""
    if sheet.legacy or sheet.odd:
        yield from (sample for _row, _cells, found in _looked_through(sheet) for sample in found)


def _looked_through(sheet: Sheet) -> Iterator[tuple[int, Cells, list[LegacySample]]]:
    """Give row after row with its cells and those of them that conversion changes."""
    plain = _conversion(sheet)
    legacy = sheet.legacy
    runs_of = legacy.rows if isinstance(legacy, ByPlace) else _by_row(legacy)
    for row in sorted(sheet.rows):
        cells, runs = sheet.rows[row], runs_of.get(row, {})
        found = []
        for column in sorted(cells):
            font = ""
            if column in runs:
                before = "".join(text for text, _font in runs[column])
                after = nfc("".join(decode_by_font(text, f).text for text, f in runs[column]))
                font = next(f for _text, f in runs[column] if f) if after != before else ""
            else:
                value = cells[column]
                if plain is None or not isinstance(value, str):
                    continue
                before, after = value, plain(value)
            if after != before:
                found.append(LegacySample(sheet.name, row, column, before, after, font or ""))
        yield row, cells, found


def _by_row(legacy: Mapping[tuple[int, int], tuple[Run, ...]]) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = {}
    for (row, column), runs in legacy.items():
        found.setdefault(row, {})[column] = runs
    return found


def _is_kept(run: Run) -> bool:
    decoded = decode_by_font(*run)
    return decoded.kept and bool(decoded.text.strip())


def may_be_old(text: str) -> bool:
    """Tell whether the bytes of a text could be of an old encoding; nearly all Unicode is not."""
    return _ODD.search(text) is not None


def _conversion(sheet: Sheet) -> Callable[[str], str] | None:
    """Tell how texts in ordinary fonts are turned whose bytes show them to be old, or old in part.

    None: none is. The first texts of a sheet show how old it is.
    """
    if not sheet.odd:
        return None
    texts: set[str] = set()
    for text in _plain_texts(sheet):
        if not text.isascii():
            texts.add(text)
            if len(texts) >= MAX_LOOKED_AT:
                break
    odd = [text for text in texts if may_be_old(text)]
    encoding = guess_encoding(odd) if odd else None
    if encoding is None:
        return None
    old = [text for text in odd if guess_encoding([text]) == encoding]
    # Where hardly a text is Unicode the short ones are not either: "sè" alone proves nothing.
    whole = len(old) >= _SURELY_OLD * sum(looks_unicode(text) for text in texts)

    @lru_cache(maxsize=4096)
    def turned(text: str) -> str:
        if text.isascii() or not (whole or may_be_old(text)):
            return text
        return _turned(text, encoding, whole or guess_encoding([text]) == encoding)

    return turned


def _plain_texts(sheet: Sheet) -> Iterator[str]:
    for cells in sheet.rows.values():
        for value in cells.values():
            if isinstance(value, str):
                yield value


def _turned(text: str, encoding: str, is_old: bool) -> str:
    if looks_unicode(text):
        return mend(text, encoding)
    return decode_by_bytes(text, encoding) if is_old else text
