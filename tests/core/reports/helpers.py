"""What the tests of papers share: fixed figures, typing into a section, kept texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from danvan_desktop.context import Context
from danvan_desktop.organisation.periods import Period
from danvan_desktop.reports.figures import (
    SAME_LAST_YEAR,
    Comparison,
    Coverage,
    FigurePart,
    FigureValue,
)
from danvan_desktop.storage.values import Record

GOLDEN = Path(__file__).parent / "golden"


class FixedFigures:
    """A FigureSource with a few figures, for texts that need no database."""

    period = Period("H1/2020", "6 tháng đầu năm 2020", "2019-12-15", "2020-06-14")

    def __init__(self, **values: int | None) -> None:
        self.values: dict[str, int | None] = {"mo_hinh": 7, "hoi_nghi": 1844, "trong": None}
        self.values |= values

    def figure(self, path: str) -> FigureValue | None:
        """Give a figure of the table; ``ty_le`` is a rate and ``tien`` an amount."""
        if path == "ty_le":
            return FigureValue(path=path, value=72, unit="%")
        if path == "tien":
            return FigureValue(path=path, value=1_705_500_000, unit="đồng")
        if path not in self.values:
            return None
        return FigureValue(path=path, value=self.values[path], unit="mô hình")

    def comparison(self, path: str, base: str = SAME_LAST_YEAR) -> Comparison | None:
        """Compare one figure with the same period last year, and know nothing of others."""
        if path != "mo_hinh" or base != SAME_LAST_YEAR:
            return None
        return Comparison(now=24, last=16, last_name="năm 2019")

    def parts(self, path: str, axis: str = "") -> tuple[FigurePart, ...] | None:
        """Break nothing down."""
        return None

    def counted(self, path: str) -> int:
        """Count as many records as the value says."""
        return self.values.get(path) or 0

    def coverage(self, path: str) -> Coverage | None:
        """Miss one commune everywhere but under an unknown path."""
        return Coverage(reported=10, expected=11, missing=("X5",)) if path == "so" else None

    def unit_name(self, code: str) -> str:
        """Name the commune that is missing."""
        return {"X5": "xã Chà Là"}[code]

    def units(self) -> tuple[tuple[str, str], ...]:
        """List the commune that is missing."""
        return (("X5", "xã Chà Là"),)


def write_section(context: Context, report: Record, code: str, text: str) -> Record:
    """Type a text over a section of a report, as the editor does."""
    sections = [
        {**section, "noi_dung": text} if section["ma"] == code else section
        for section in report.values["muc"]
    ]
    saved = context.save("bao_cao", {"muc": sections}, id=report.id).record
    assert saved is not None
    return saved


def check_golden(name: str, text: str) -> None:
    """Compare with the kept text; a missing one is written and the test fails once, to be read."""
    kept = GOLDEN / name
    if not kept.exists():
        kept.write_text(text, encoding="utf-8")
        pytest.fail(f"wrote {name}: read it before it is committed")
    assert text == kept.read_text("utf-8")
