"""What a paper may ask about the figures of a period, whoever computes them.

A figure is named by its path, ``code[/place][/axis/key][@when]``:

| path | what it is |
|---|---|
| ``dvk_dang_ky`` | the whole figure in the paper's own period |
| ``dvk_dang_ky/doi_tuong/tap_the`` | one part of a breakdown |
| ``doi_thoai_cuoc/don_vi/X05`` | the figure of one unit (every register's unit is ``don_vi``) |
| ``doi_thoai_cuoc/cap/X`` | the figure of a level (T, H, X) |
| ``doi_thoai_cuoc/don_vi/X05/hinh_thuc/dinh_ky`` | a part of a breakdown at a unit or a level |
| ``dvk_dang_ky/linh_vuc/KT/doi_tuong/tap_the`` | what lies in two parts at once (tables) |
| ``…@cung_ky`` | in the period that this one is compared with (the same last year) |
| ``…@ky_truoc`` | in the period of the same kind just before this one |
| ``…@luy_ke`` | from the beginning of the year to the end of this period |
| ``…@N/2019`` | in a period named by its code |

A place in a paper refers to ``path@period`` of the paper (``dvk_cong_nhan@luy_ke@H2/2020``), so
that the window can open the records that were counted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from danvan_desktop.organisation.periods import Period

MONEY = "đồng"
PERCENT = "%"

UNIT_PLACE, LEVEL_PLACE = "don_vi", "cap"
"""The words that begin a place in a path: a unit, or every unit of a level."""

SAME_LAST_YEAR, BEFORE, YEAR_TO_DATE = "cung_ky", "ky_truoc", "luy_ke"

_PERIOD_CODE = (
    r"(?:(?:H[12]|Q[1-4]|T(?:0[1-9]|1[0-2])|9T|N)/(?:19|20)\d\d"
    r"|GD/(?:19|20)\d\d-(?:19|20)\d\d)"
)
PATH = re.compile(
    r"(?P<code>\w+)(?P<parts>(?:/\w+/[\w.-]+){0,3})"
    rf"(?:@(?P<when>{SAME_LAST_YEAR}|{BEFORE}|{YEAR_TO_DATE}|{_PERIOD_CODE}))?"
)
"""What a path looks like; whether there is such a figure only the catalogue can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigurePath:
    """A path taken apart: ``place`` is ``don_vi/<unit>`` or ``cap/<level>``, empty for the whole.

    ``when`` is empty for the paper's own period. ``also`` is a second part, ``doi_tuong/tap_the``.
    """

    code: str
    place: str = ""
    axis: str = ""
    key: str = ""
    when: str = ""
    also: str = ""

    @property
    def unit(self) -> str:
        """The unit's code when the place is a unit."""
        head, _slash, code = self.place.partition("/")
        return code if head == UNIT_PLACE else ""

    @property
    def whole(self) -> FigurePath:
        """The same figure without its breakdown, at the same place and time."""
        return replace(self, axis="", key="", also="")

    def written(self) -> str:
        """Write it back."""
        part = f"{self.axis}/{self.key}" if self.axis else ""
        path = "/".join(piece for piece in (self.code, self.place, part, self.also) if piece)
        return f"{path}@{self.when}" if self.when else path


def parse_path(path: str) -> FigurePath | None:
    """Take a path apart; None when it cannot be one."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    pieces = found["parts"].split("/")[1:]
    pairs = list(zip(pieces[::2], pieces[1::2], strict=True))
    place = ""
    if pairs and pairs[0][0] in (UNIT_PLACE, LEVEL_PLACE):
        place = "/".join(pairs.pop(0))
    if len(pairs) > 2:
        return None
    axis, key = pairs[0] if pairs else ("", "")
    return FigurePath(
        code=found["code"],
        place=place,
        axis=axis,
        key=key,
        when=found["when"] or "",
        also="/".join(pairs[1]) if len(pairs) == 2 else "",
    )


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
class FigurePart:
    """One part of a breakdown with its name in running text: ``cấp xã``, ``xã Phan``."""

    key: str
    name: str
    value: Decimal | int
    qualifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A figure beside the same figure of an earlier period named ``last_name``."""

    now: Decimal | int
    last: Decimal | int
    last_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many of the expected units reported, and the codes of those that did and did not.

    ``present`` is empty where only the number is known (30/30 typed from paper).
    """

    reported: int
    expected: int
    missing: tuple[str, ...] = ()
    present: tuple[str, ...] = ()


class FigureSource(Protocol):
    """Where a paper gets its figures from: live, or fixed in a test."""

    @property
    def period(self) -> Period:
        """The period that the figures are of."""

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure; None when no indicator has this path."""

    def comparison(self, path: str, base: str = SAME_LAST_YEAR) -> Comparison | None:
        """Give a figure beside that of an earlier period; None without such data.

        ``base`` is SAME_LAST_YEAR (the period that is declared for comparison) or BEFORE.
        """

    def parts(self, path: str, axis: str = "") -> tuple[FigurePart, ...] | None:
        """Break a figure down by an axis (default: its first) in the axis's order.

        None when it cannot be broken down so; empty when nothing is known of it.
        """

    def counted(self, path: str) -> int:
        """Tell how many records a figure counts; 0 for an unknown path."""

    def coverage(self, path: str) -> Coverage | None:
        """Tell who reported what the indicator or register counts; None when nobody is asked."""

    def unit_name(self, code: str) -> str:
        """Name a unit in running text."""

    def units(self) -> tuple[tuple[str, str], ...]:
        """List the communes of the period's last day: code and name in running text."""


def reference(path: str, period_code: str) -> str:
    """Write what a place in a paper refers to: ``dvk_cong_nhan@H1/2020``."""
    return f"{path}@{period_code}"


def split_reference(written: str) -> tuple[str, str]:
    """Read a reference back into path and the code of the paper's period."""
    path, _mark, period_code = written.rpartition("@")
    return path, period_code
