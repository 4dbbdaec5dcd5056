"""What a command says: text for people, or one JSON object and nothing else on standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import N_, _

_WORDS = {Severity.ERROR: N_("Lỗi"), Severity.WARNING: N_("Nhắc"), Severity.NOTE: N_("Ghi chú")}


def speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page; a Windows pipe would use the old one."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


class Output:
    """Where a command's text and result go."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str = "") -> None:
        """Print a line for people; nothing with ``--json``."""
        if not self.as_json:
            print(text)

    def result(self, value: Mapping[str, Any]) -> None:
        """Print the result object with ``--json``."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, indent=1))

    def table(self, rows: Iterable[Sequence[str]], *, right: frozenset[int] = frozenset()) -> None:
        """Print rows in columns; the columns in ``right`` are set to the right."""
        found = [list(row) for row in rows]
        if self.as_json or not found:
            return
        widths = [max(len(row[n]) for row in found) for n in range(len(found[0]))]
        for row in found:
            cells = [
                text.rjust(width) if place in right else text.ljust(width)
                for place, (text, width) in enumerate(zip(row, widths, strict=True))
            ]
            print("  ".join(cells).rstrip())

    def issues(self, issues: Iterable[Issue]) -> None:
        """Print Issues for people on standard error."""
        for issue in issues:
            self.complain(
                f"{_(_WORDS[issue.severity])}: {place_text(issue)}{issue.message} {issue.remedy}"
            )

    def complain(self, text: str) -> None:
        """Print a line on standard error, also with ``--json``."""
        print(text.strip(), file=sys.stderr)

    def refuse(self, error: UserError) -> None:
        """Say that a command was refused."""
        self.complain(str(error))
        self.result({"error": refusal(error)})

    def refuse_issues(self, issues: Sequence[Issue]) -> None:
        """Say that a command was refused because the data are wrong."""
        self.issues(issues)
        first = next(issue for issue in issues if issue.severity is Severity.ERROR)
        error = {"code": first.code, "message": first.message, "remedy": first.remedy}
        self.result({"error": error, "issues": [plain_issue(issue) for issue in issues]})


def refusal(error: UserError) -> dict[str, str]:
    """Give a refusal as plain values."""
    return {
        "code": error.code,
        "message": error.message,
        "safe": error.safe,
        "remedy": error.remedy,
    }


def plain_issue(issue: Issue) -> dict[str, Any]:
    """Give an Issue as plain values, without the parts of its place that are unknown."""
    place = issue.place
    parts = {
        name: value
        for name in ("register", "record", "field", "file", "sheet", "row", "unit")
        if (value := getattr(place, name)) is not None
    }
    return {
        "severity": issue.severity.value,
        "code": issue.code,
        "message": issue.message,
        "remedy": issue.remedy,
        "place": parts,
    }


def place_text(issue: Issue) -> str:
    """Name the file, sheet and row of an Issue, where it has them."""
    place = issue.place
    parts = [place.file or "", place.sheet or ""]
    if place.row is not None:
        parts.append(_("dòng {n}").format(n=place.row))
    text = ", ".join(part for part in parts if part)
    return f"{text}: " if text else ""
