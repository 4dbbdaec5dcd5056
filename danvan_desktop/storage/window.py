"""Which records belong to some days: what happened in them, or what held in them."""

from __future__ import annotations

from collections.abc import Iterator

from danvan_desktop.schema import RegisterSpec


def window(
    spec: RegisterSpec, first: str | None, last: str | None, *, held: bool
) -> Iterator[tuple[str, str]]:
    """Give the SQL conditions, each with its one value, for inclusive ISO days (None: open).

    ``held`` takes records that hold for a time (positions, programmes) by that time.
    """
    if spec.valid is None or not held:
        if first is not None:
            yield "event_date >= ?", first
        if last is not None:
            yield "event_date <= ?", last
        return
    begin, end = spec.valid
    # Years and days are both texts here, of different length: 2019 holds on each day of 2019.
    if last is not None:
        yield f'cast("{begin}" AS TEXT) <= ?', last
    if first is not None:
        until = f'cast("{end}" AS TEXT)'
        yield f'("{end}" IS NULL OR {until} >= substr(?, 1, length({until})))', first
