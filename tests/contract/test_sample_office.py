"""The sample office has work in every register, and its numbers lead back to its records."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators.catalogue import catalogue
from danvan_desktop.indicators.declarations import Indicator, Kind, Measure
from danvan_desktop.indicators.drill import lists_of
from danvan_desktop.indicators.engine import compute
from danvan_desktop.indicators.values import Figure, Source
from danvan_desktop.organisation.periods import Period
from danvan_desktop.registers import clerk_registers
from danvan_desktop.sample import open_sample
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import ListQuery

ALL = 1_000_000


@pytest.fixture(scope="module")
def sample(sample_data_dir: Path) -> Iterator[Context]:
    """The sample office, which these tests only read."""
    context = open_sample(sample_data_dir)
    yield context
    context.close()


@pytest.fixture(scope="module")
def period(sample: Context) -> Period:
    """The half-year that the sample office reports."""
    return sample.period("H1/2020")


@pytest.fixture(scope="module")
def figures(sample: Context, period: Period) -> dict[str, Figure]:
    """All figures of the half-year."""
    return compute(sample, period)


@pytest.fixture(params=clerk_registers(), ids=lambda spec: str(spec.key))
def spec(request: pytest.FixtureRequest) -> RegisterSpec:
    """Each register that the clerk keeps, in turn."""
    found: RegisterSpec = request.param
    return found


def test_register_has_rows(spec: RegisterSpec, sample: Context, period: Period) -> None:
    """Whoever looks around finds no empty page, and something in the period that is shown."""
    assert sample.count(ListQuery(register=spec.key)) > 0
    shown = ListQuery(
        register=spec.key, first_day=period.first_day, last_day=period.last_day, held=True
    )
    assert sample.count(shown) > 0


def test_totals_row_equals_plain_sql(spec: RegisterSpec, sample: Context, period: Period) -> None:
    """The foot of a list adds what the file holds, without duplicates and the bin."""
    names = [field.name for field in spec.fields if field.total]
    sums = "".join(f", coalesce(sum({name}), 0)" for name in names)
    plain = f"SELECT count(*){sums} FROM {spec.key} WHERE deleted = 0 AND duplicate_of IS NULL"
    days = (period.first_day, period.last_day)
    whole = ListQuery(register=spec.key, counted=True)
    part = ListQuery(register=spec.key, first_day=days[0], last_day=days[1], counted=True)
    with closing(sqlite3.connect(sample.paths.database)) as file:
        for query, rows in (
            (whole, file.execute(plain)),
            (part, file.execute(f"{plain} AND event_date BETWEEN ? AND ?", days)),
        ):
            [(count, *added)] = rows
            assert sample.count(query) == count
            assert sample.totals(query) == dict(zip(names, added, strict=True))


def test_every_figure_leads_to_the_records_that_it_counts(
    spec: RegisterSpec, sample: Context, period: Period, figures: dict[str, Figure]
) -> None:
    """Behind a count stand so many records, behind a sum records that add up to it."""
    checked = 0
    for one in catalogue().values():
        if one.kind is Kind.RATIO or spec.key not in {part.register for part in one.parts}:
            continue
        figure = figures[one.code]
        if figure.source is not Source.RECORDS:
            continue
        checked += 1
        assert _behind(sample, one, period) == (figure.value or 0), one.code
    assert checked or not any(
        spec.key in {part.register for part in one.parts} for one in catalogue().values()
    )


def _behind(sample: Context, one: Indicator, period: Period) -> float:
    """Add up, record by record, the lists that a figure opens."""
    found: set[object] = set()
    total = 0.0
    for part, query in zip(one.parts, lists_of(sample, one.code, period), strict=True):
        records = sample.page(query, 0, ALL)
        if part.measure is Measure.COUNT:
            total += len(records)
        elif part.measure is Measure.SUM:
            total += sum(record.values[part.field] or 0 for record in records) / part.divisor
        else:
            found |= {record.values[part.field] for record in records}
    return total + len(found - {None})
