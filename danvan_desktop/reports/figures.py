"""What a paper may ask about the figures of a period, whoever computes them.

A figure is named by its path: ``dvk_dang_ky`` or, for one part of a breakdown,
``dvk_dang_ky/doi_tuong/tap_the``. A place in a paper refers to ``path@period``, so that the window
can open the records that were counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from danvan_desktop.organisation.periods import Period

MONEY = "đồng"
PERCENT = "%"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """One figure of a period; ``value`` None means that nobody reported it yet.

    Money is in đồng, a ratio in percent (unrounded). ``qualifier`` is the word in front of a
    number that was typed as not exact: gần, trên.
    """

    path: str
    value: Decimal | int | None
    name: str = ""
    unit: str = ""
    kind: str = "flow"
    qualifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A figure beside the same figure of an earlier period named ``last_name``."""

    now: Decimal | int
    last: Decimal | int
    last_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of the expected units reported, and the codes of those that did not."""

    reported: int
    expected: int
    missing: tuple[str, ...] = ()


class FigureSource(Protocol):
    """Where a paper gets its figures from: live, or fixed in a test."""

    @property
    def period(self) -> Period:
        """The period that the figures are of."""

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure; None when no indicator has this path."""

    def comparison(self, path: str) -> Comparison | None:
        """Give a figure beside that of the period to compare with; None without such data."""

    def counted(self, path: str) -> int:
        """Tell how many records a figure counts; 0 for an unknown path."""

    def coverage(self, path: str) -> Coverage | None:
        """Tell who reported what the indicator or register counts; None when nobody is asked."""

    def unit_name(self, code: str) -> str:
        """Name a unit in running text."""


def reference(path: str, period_code: str) -> str:
    """Write what a place in a paper refers to: ``dvk_cong_nhan@H1/2020``."""
    return f"{path}@{period_code}"


def split_reference(written: str) -> tuple[str, str]:
    """Read a reference back into path and period code."""
    path, _mark, period_code = written.partition("@")
    return path, period_code
