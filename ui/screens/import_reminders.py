"""What rows of an import are reminded of: said once where many rows share it."""

from __future__ import annotations

from collections.abc import Sequence

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.spreadsheets.plan import PlannedRow

SAID_EACH_TIME = 2
"""A reminder that more rows of a sheet share is said once under the list, not under every row."""

MOST_REMINDERS = 5_000
"""So many different reminders of a sheet are counted; those after them are said row by row."""

RARE, COMMON = 1, 2
"""A row has a reminder of its own, one that many rows share."""


class Reminders:
    """Counts the reminders of a table, and remembers which a row has as the number of a pattern."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self._first: list[Issue] = []
        self._counts: list[int] = []
        self._new: list[int] = []
        self._patterns: dict[tuple[int, ...], int] = {(): 0, (-1,): 1}

    def add(self, issues: Sequence[Issue], *, new: bool) -> int:
        """Count the reminders of a row and number what it has."""
        if not issues:
            return 0
        pattern = []
        for issue in issues:
            number = self._number(issue)
            if number >= 0:
                self._counts[number] += 1
                self._new[number] += new
            pattern.append(number)
        key = tuple(dict.fromkeys(pattern))
        if key not in self._patterns and len(self._patterns) >= MOST_REMINDERS:
            return 1
        return self._patterns.setdefault(key, len(self._patterns))

    def told(self) -> list[int]:
        """Say for each pattern whether it has rare and common reminders."""
        return [
            sum({COMMON if self._is_common(number) else RARE for number in pattern})
            for pattern in self._patterns
        ]

    def often(self) -> frozenset[tuple[str, ...]]:
        """Name the reminders that many rows share."""
        return frozenset(key for key, n in self._numbers.items() if self._is_common(n))

    def common(self) -> list[tuple[Issue, int]]:
        """Give the same, with how many new rows each has."""
        return [
            (self._first[n], self._new[n])
            for n in self._numbers.values()
            if self._is_common(n) and self._new[n]
        ]

    def _number(self, issue: Issue) -> int:
        key = same(issue)
        number = self._numbers.get(key, -1)
        if number < 0 and len(self._numbers) < MOST_REMINDERS:
            number = self._numbers[key] = len(self._numbers)
            self._first.append(issue)
            self._counts.append(0)
            self._new.append(0)
        return number

    def _is_common(self, number: int) -> bool:
        return number >= 0 and self._counts[number] > SAID_EACH_TIME


def reminders(row: PlannedRow) -> list[Issue]:
    """List what an accepted row is reminded of."""
    if not row.accepted:
        return []
    return [issue for issue in row.issues if issue.severity is not Severity.ERROR]


def same(issue: Issue) -> tuple[str, ...]:
    """Tell what makes reminders of two rows one and the same."""
    return issue.code, str(issue.place.field), issue.message
