"""The three kinds of failure, kept apart, and the way long work reports and is cancelled.

* ``Issue`` – the *data* are wrong. Returned in lists, never raised.
* ``UserError`` – the *world* refused (full disk, locked file). One sentence for the clerk.
* anything else – a bug: logged, shown by the crash dialog.

``Cancelled`` is none of them: the clerk changed their mind.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Severity(StrEnum):
    """How much an Issue matters: an error blocks, a warning wants a reason, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an Issue sits; whatever is unknown stays None. ``row`` is the Excel row number.

    Of a figure ``record`` is the indicator, ``field`` the axis or path, ``unit`` the place.
    """

    register: str | None = None
    record: str | None = None
    field: str | None = None
    file: str | None = None
    sheet: str | None = None
    row: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong with the data: a stable code, the place, what is wrong, what to do.

    ``message`` and ``remedy`` are finished sentences in the clerk's language.
    """

    code: str
    message: str
    remedy: str = ""
    place: Place = Place()
    severity: Severity = Severity.ERROR


class UserError(Exception):
    """The world refused: what happened, what is safe, what to do next.

    ``code`` is stable and machine-readable (for ``--json`` and tests).
    """

    def __init__(
        self, message: str, *, safe: str = "", remedy: str = "", code: str = "refused"
    ) -> None:
        super().__init__(message)
        self.message = message
        self.safe = safe
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.safe, self.remedy) if part)


class Cancelled(Exception):
    """The user stopped a long operation; everything acknowledged before stays."""


class Progress(Protocol):
    """Called now and then by long work; raises ``Cancelled`` when the user wants to stop."""

    def __call__(self, done: int, total: int, text: str = "") -> None:
        """Report ``done`` of ``total`` steps and what is being worked on."""


def no_progress(done: int, total: int, text: str = "") -> None:
    """Ignore progress: the default for callers who do not wait."""


def has_errors(issues: list[Issue]) -> bool:
    """Tell whether any Issue blocks."""
    return any(issue.severity is Severity.ERROR for issue in issues)
