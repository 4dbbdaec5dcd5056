"""Texts in fonts from before Unicode: found by their font, shown before and after, converted.

Converting needs the clerk's consent in the window, because a wrong guess garbles names; without
it the text stays as it was typed.
"""

from __future__ import annotations

from dataclasses import dataclass

from danvan_desktop.spreadsheets.model import CellValue, Run, Sheet
from danvan_desktop.vietnamese import decode_by_font, nfc

MAX_SAMPLES = 12


@dataclass(frozen=True, slots=True)
class LegacySample:
    """One converted text for the clerk to judge: where it stands, before and after, its font."""

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
    if not sheet.legacy:
        return LegacyText(sheet)
    rows: dict[int, dict[int, CellValue]] = {row: dict(c) for row, c in sheet.rows.items()}
    kept: set[tuple[int, int]] = set()
    samples: dict[str, LegacySample] = {}
    converted = 0
    for (row, column), runs in sheet.legacy.items():
        before = "".join(text for text, _font in runs)
        after, unicode_already = _decoded(runs)
        if unicode_already:
            kept.add((row, column))
        if after == before:
            continue
        converted += 1
        font = next(font for _text, font in runs if font) or ""
        samples.setdefault(before, LegacySample(sheet.name, row, column, before, after, font))
        if convert and column in rows.get(row, {}):
            rows[row][column] = after
    longest = sorted(samples.values(), key=lambda sample: -len(sample.before))[:MAX_SAMPLES]
    return LegacyText(
        sheet.with_rows(rows) if convert else sheet, tuple(longest), frozenset(kept), converted
    )


def every_sample(sheet: Sheet) -> list[LegacySample]:
    """List each legacy cell of a sheet that conversion changes, before and after, in order."""
    found = []
    for (row, column), runs in sorted(sheet.legacy.items()):
        before = "".join(text for text, _font in runs)
        after, _kept = _decoded(runs)
        if after != before:
            font = next(font for _text, font in runs if font) or ""
            found.append(LegacySample(sheet.name, row, column, before, after, font))
    return found


def _decoded(runs: tuple[Run, ...]) -> tuple[str, bool]:
    """Decode run by run; tell too whether a run was Unicode under a legacy font."""
    parts = [decode_by_font(text, font) for text, font in runs]
    text = nfc("".join(part.text for part in parts))
    return text, any(part.kept and part.text.strip() for part in parts)
