"""Texts from before Unicode: found by font, then by bytes; shown before and after, converted.

Converting needs the clerk's consent in the window, because a wrong guess garbles names; without
it the text stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from danvan_desktop.spreadsheets.model import CellValue, Run, Sheet
from danvan_desktop.spreadsheets.shelf import gathered
from danvan_desktop.vietnamese import (
    decode_by_bytes,
    decode_by_font,
    guess_encoding,
    looks_unicode,
    mend,
    nfc,
)

MAX_SAMPLES = 12

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
    kept: frozenset[tuple[int, int]] = frozenset()
    converted: int = 0


def settle(sheet: Sheet, *, convert: bool) -> LegacyText:
    """Find the legacy texts of a sheet and, with consent, turn them into Unicode."""
    found = every_sample(sheet)
    kept = frozenset(
        place for place, runs in sheet.legacy.items() if any(_is_kept(run) for run in runs)
    )
    if not found:
        return LegacyText(sheet, kept=kept)
    distinct = {sample.before: sample for sample in reversed(found)}
    longest = sorted(distinct.values(), key=lambda sample: -len(sample.before))[:MAX_SAMPLES]
    if convert:
        turned: dict[int, dict[int, CellValue]] = {}
        for sample in found:
            turned.setdefault(sample.row, {})[sample.column] = sample.after
        rows = ((row, {**cells, **turned.get(row, {})}) for row, cells in sheet.rows.items())
        sheet = sheet.with_rows(gathered(rows))
    return LegacyText(sheet, tuple(longest), kept, len(found))


def every_sample(sheet: Sheet) -> list[LegacySample]:
    """List each cell of a sheet that conversion changes, before and after, in order."""
    found = []
    for (row, column), runs in sheet.legacy.items():
        before = "".join(text for text, _font in runs)
        after = nfc("".join(decode_by_font(text, font).text for text, font in runs))
        if after != before and column in sheet.rows.get(row, {}):
            font = next(font for _text, font in runs if font) or ""
            found.append(LegacySample(sheet.name, row, column, before, after, font))
    found += _without_font(sheet)
    return sorted(found, key=lambda sample: (sample.row, sample.column))


def _is_kept(run: Run) -> bool:
    decoded = decode_by_font(*run)
    return decoded.kept and bool(decoded.text.strip())


def may_be_old(text: str) -> bool:
    """Tell whether the bytes of a text could be of an old encoding; nearly all Unicode is not."""
    return _ODD.search(text) is not None


def _without_font(sheet: Sheet) -> Iterator[LegacySample]:
    """Texts in ordinary fonts that their bytes show to be old, or old in part."""
    if not sheet.odd:
        return
    texts = {text for text in _plain_texts(sheet) if not text.isascii()}
    odd = [text for text in texts if may_be_old(text)]
    encoding = guess_encoding(odd) if odd else None
    if encoding is None:
        return
    old = [text for text in odd if guess_encoding([text]) == encoding]
    # Where hardly a text is Unicode the short ones are not either: "sè" alone proves nothing.
    whole = len(old) >= _SURELY_OLD * sum(looks_unicode(text) for text in texts)
    taken = texts if whole else {*odd}
    turned = {text: _turned(text, encoding, whole or text in old) for text in taken}
    changed = {before: after for before, after in turned.items() if after != before}
    if not changed:
        return
    for row, cells in sheet.rows.items():
        for column, value in cells.items():
            if isinstance(value, str) and value in changed and (row, column) not in sheet.legacy:
                yield LegacySample(sheet.name, row, column, value, changed[value], "")


def _plain_texts(sheet: Sheet) -> Iterator[str]:
    for cells in sheet.rows.values():
        for value in cells.values():
            if isinstance(value, str):
                yield value


def _turned(text: str, encoding: str, is_old: bool) -> str:
    if looks_unicode(text):
        return mend(text, encoding)
    return decode_by_bytes(text, encoding) if is_old else text
