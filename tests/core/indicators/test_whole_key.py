"""Every indicator, comparison and coverage of the answer key, over all registers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.indicators import catalogue, compare, compute, coverage, enter_many, lists_of
from danvan_desktop.indicators.declarations import Kind, Measure
from danvan_desktop.organisation.periods import Period
from tests.on_server import both_databases

LAST_YEAR = "so_lieu_ky_truoc"


def _typed_rows(year_2020: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for line in (year_2020 / "expected-records.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        if item["register"] == LAST_YEAR:
            values = item["values"]
            unit = values.pop("don_vi")
            yield unit, {code: number for code, number in values.items() if number is not None}


@pytest.fixture
def whole(filled: Context, year_2020: Path) -> Context:
    """Fill the office with every row of the key, last year's typed figures included."""
    last = filled.period("H1/2019")
    enter_many(filled, [(last, unit, cells) for unit, cells in _typed_rows(year_2020)])
    return filled


@both_databases
def test_every_figure_agrees_with_the_key(
    filled: Context, period: Period, key: dict[str, Any]
) -> None:
    """All 56 indicators of the key with all their breakdowns, to the letter."""
    wanted = key["indicators"]
    assert sorted(set(wanted) - set(catalogue())) == []
    found = compute(filled, period)
    assert {code: found[code].plain() for code in wanted} == wanted


@both_databases
def test_every_comparison_agrees_with_the_key(
    whole: Context, period: Period, key: dict[str, Any]
) -> None:
    """The same half of last year comes from typed figures or from records, as the key says."""
    for wanted in key["comparison"]:
        found = compare(whole, wanted["indicator"], period)
        plain = found.plain()
        assert {name: plain[name] for name in wanted} == wanted


def test_every_coverage_agrees_with_the_key(
    filled: Context, period: Period, key: dict[str, Any]
) -> None:
    """Ten of eleven communes held a dialogue, and ten of eleven reported mediation."""
    for register, wanted in key["coverage"].items():
        found = coverage(filled, register, period)
        assert (found.shown, list(found.missing)) == (wanted["shown"], wanted["missing"])


def test_every_count_has_as_many_records(filled: Context, period: Period) -> None:
    """The lists behind a count, and behind each of its parts, are as long as the count."""
    for code, figure in compute(filled, period).items():
        one = catalogue()[code]
        if one.kind is Kind.RATIO or {p.measure for p in one.parts} != {Measure.COUNT}:
            continue
        assert _listed(filled, code, period) == figure.value, code
        for axis, parts in figure.by.items():
            for part, number in parts.items():
                assert _listed(filled, code, period, axis, part) == number, (code, axis, part)


def _listed(context: Context, code: str, period: Period, *part: str) -> int:
    return sum(context.count(query) for query in lists_of(context, code, period, *part))
