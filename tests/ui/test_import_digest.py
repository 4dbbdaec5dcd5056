"""What the import page shows of a plan: verdicts, reminders, double events, closed periods."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context
from danvan_desktop.organisation.closing import ImportGuard, LateMark
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets import packed_rows, shelf
from danvan_desktop.spreadsheets.importer import ImportPlan, inspect
from tests.core.spreadsheets.kit import make_book
from ui.screens import import_events, import_reminders
from ui.screens.import_digest import Tally, Verdict, digest
from ui.screens.import_words import closed_words

HEADER = ["STT", "Tên mô hình", "Đơn vị", "Lĩnh vực", "Đối tượng", "Ngày đăng ký", "Kinh phí"]


@pytest.fixture
def plan(office: Context, tmp_path: Path) -> ImportPlan:
    """Forty rows: each seventh without a unit, every fifth the event of the first."""
    rows: list[list[Any]] = [HEADER]
    for number in range(1, 41):
        unit = None if number % 7 == 0 else "xã Phan"
        name = "Tổ tự quản" if number % 5 == 1 else f"Mô hình số {number}"
        rows.append([number, name, unit, "KT", "TT", f"{number % 28 + 1:02d}/6/2020", "gần 100"])
    return inspect([make_book(tmp_path / "Phan.xlsx", rows, sheet="DVK")], office)


def told(plan: ImportPlan) -> list[Any]:
    """Everything that the page shows of the rows of a plan."""
    found = digest(plan)
    (view,) = found.views.values()
    rows = [(v.planned.row, v.verdict, v.other, v.rare, v.common) for v in view]
    places = [(view.is_reminded(n), view.has_reason(n, full=False)) for n in range(len(view))]
    fields = [field.name for field in view.fields]
    return [rows, places, fields, view.common, view.tally, found.days, found.events]


def test_rows_of_a_large_sheet_are_shown_as_those_of_a_small_one(
    plan: ImportPlan, office: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Verdicts, reminders, columns and events do not depend on how the rows are kept."""
    expected = told(plan)
    assert expected[4] == Tally(accepted=35, doubles=6, known=0, rejected=5)
    for module in (shelf, packed_rows):
        monkeypatch.setattr(module, "LARGE", 10)
        monkeypatch.setattr(module, "BATCH", 3)
    packed = inspect([tmp_path / "Phan.xlsx"], office)
    assert isinstance(packed.sheets[0].rows, packed_rows.PackedRows)
    assert told(packed) == expected


def test_events_and_their_rows_are_listed_up_to_a_number(
    plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an event with many reports the first are listed and the others counted."""
    monkeypatch.setattr(import_events, "MOST_REPORTS", 4)
    (event,) = digest(plan).events["", ""].listed
    assert (len(event.rows), event.more) == (5, 2)
    monkeypatch.setattr(import_events, "MOST_EVENTS", 0)
    assert digest(plan).events == {}


def test_other_reminders_than_those_counted_are_said_row_by_row(
    plan: ImportPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet with thousands of different reminders loses none of them."""
    monkeypatch.setattr(import_reminders, "MOST_REMINDERS", 0)
    (view,) = digest(plan).views.values()
    assert view.common == []
    assert all(view.is_reminded(n) == bool(row.rare) for n, row in enumerate(view))


def test_rows_of_closed_periods_are_announced(plan: ImportPlan, office: Context) -> None:
    """Rows before 15/6/2020 are late for the closed half-year; totals of it cannot be stored."""
    periods = [
        replace(one, state="khoa") if one.code == "H1/2020" else one for one in office.periods()
    ]
    guard = ImportGuard(periods)
    found = digest(plan, guard)
    (mark,) = found.late
    assert mark == LateMark("H1/2020", "H2/2020")
    late = sum(n for day, n in found.days.items() if day is not None and day <= "2020-06-14")
    assert found.late[mark] == late > 0
    assert closed_words(found) == [
        f"{late} dòng của kỳ H1/2020 đã khóa: vẫn lưu, tính vào H2/2020 là bổ sung kỳ trước."
    ]
    totals = REGISTERS["hoa_giai_tong_hop"]
    (refused,) = guard.refused(totals, {totals.date_field: "H1/2020"})
    assert refused.code == "H1/2020"
    words = closed_words(replace(found, late={}, closed={"H1/2020": 3}))
    assert words == ["3 dòng là số tổng của kỳ H1/2020 đã khóa: mở lại kỳ rồi mới lưu được."]
    assert Verdict.ACCEPTED in {row.verdict for row in next(iter(found.views.values()))}
