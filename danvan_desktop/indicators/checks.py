"""Is a period's set of figures consistent? The rules E1–E14 and W1–W7.

Errors stop a period from being closed, warnings want a reason, notes inform. The rules E… find
errors, but for E8 and E12 where they only remind (another denominator, units that sent nothing);
of the rules W…, W6 is a note. Each rule is one small function; how to add one: write it, name it
in ``CHECKS``. E11 (a table and a sentence of the same report) is checked in ``reports.review``.
"""

from __future__ import annotations

from danvan_desktop.errors import Issue
from danvan_desktop.indicators.checking import Check, Facts
from danvan_desktop.indicators.checks_awards import awards_and_models_agree
from danvan_desktop.indicators.checks_relations import relations_hold
from danvan_desktop.indicators.checks_sums import (
    funnels_narrow,
    parts_make_the_whole,
    percentages_make_a_hundred,
    qualified_addends,
    rates_are_rates,
    typed_beside_records,
)
from danvan_desktop.indicators.checks_time import (
    JUMP,
    cumulative_grows,
    no_great_jumps,
    not_copied,
    periods_add_up,
)
from danvan_desktop.indicators.checks_units import (
    everyone_reported,
    only_valid_units,
    same_denominators,
    total_of_units,
    typed_coverage,
)
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period

__all__ = ["CHECKS", "JUMP", "check_period"]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("E1 E2 E3 E4 W5", parts_make_the_whole),
    ("E5", funnels_narrow),
    ("E5 E6 E13 E14 W2", relations_hold),
    ("E13", awards_and_models_agree),
    ("E7 W3", rates_are_rates),
    ("E8", only_valid_units),
    ("E8", typed_coverage),
    ("E12", everyone_reported),
    ("E12 W5", total_of_units),
    ("E9", cumulative_grows),
    ("E10 W5", periods_add_up),
    ("W1", no_great_jumps),
    ("W4", not_copied),
    ("W5", qualified_addends),
    ("W6", percentages_make_a_hundred),
    ("W7", same_denominators),
    ("", typed_beside_records),
)
"""Every rule with the codes that it gives, in the order in which the clerk reads them."""


def check_period(books: Books, period: Period) -> list[Issue]:
    """List what does not add up, what looks odd and who is missing in a period."""
    facts = Facts(books, period)
    return [issue for _codes, check in CHECKS for issue in check(facts)]
