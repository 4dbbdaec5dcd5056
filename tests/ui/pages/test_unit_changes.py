"""The guided page of unit changes: preview, one operation, undo (issue 3 §2, scenario 10)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.organisation.unit_changes import ChangeKind
from ui import messages
from ui.screens.units_change import UnitChangesScreen
from ui.screens.units_form import FILE

DAY = "2025-07-01"
BASIS = "Nghị quyết 1682/NQ-UBTVQH15 ngày 16/6/2025"
Settle = Callable[[], None]


@pytest.fixture
def page(district: Context, qtbot: QtBot, settled: Settle) -> UnitChangesScreen:
    """Show the page over the office of before."""
    made = UnitChangesScreen(district)
    qtbot.addWidget(made)
    made.resize(1100, 620)
    made.show()
    made.activate()
    settled()
    return made


def test_units_file_is_previewed_applied_and_undone(
    page: UnitChangesScreen,
    district: Context,
    year_2020: Path,
    settled: Settle,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    """The merger of units.csv: eleven end, three begin, one undo brings all of them back."""
    monkeypatch.setattr(messages, "choose_file", lambda *_a, **_k: year_2020 / "units.csv")
    form = page.form
    assert form is not None
    form.start(FILE)
    form.choose.click()
    settled()
    assert not page.apply_button.isEnabled()
    assert "Chưa ghi văn bản căn cứ" in page.pane.words()
    form.basis.set_value(BASIS)
    form.basis.editor.left.emit()
    settled()
    words = page.pane.words()
    assert "cấp xã từ 11 còn 3 đơn vị (mẫu số 11 → 3)" in words
    assert "không còn cấp huyện" in words
    closed = [row.cells for row in page.pane.closed.plain.rows]
    assert ("Xã Suối Đá", "Xã Dương Minh Châu") in closed
    assert len(page.pane.opened.plain.rows) == 3
    assert len(district.directory(DAY).communes()) == 11

    with qtbot.waitSignal(page.told) as told:
        page.apply_button.click()
    settled()
    assert told.args[1]
    assert len(district.directory(DAY).communes()) == 3
    assert len(district.directory("2025-06-30").communes()) == 11
    district.undo()
    assert len(district.directory(DAY).communes()) == 11


def test_merger_by_hand_inherits_level_and_gets_a_code(
    page: UnitChangesScreen, district: Context, settled: Settle
) -> None:
    """Day, paper, two ticks and a name are enough."""
    form = page.form
    assert form is not None
    form.day.set_value(DAY)
    form.basis.set_value(BASIS)
    form.tick("TN-DMC-10", "TN-DMC-07")
    form.new.load([{"ten": "Núi Bà"}])
    form.changed.emit()
    settled()
    assert "từ 11 còn 10" in page.pane.words()
    page.apply()
    settled()
    new = district.directory(DAY).unit("TN-DMC-12")
    assert new is not None
    assert (new.full_name, new.level, new.parent) == ("xã Núi Bà", "X", "TN-DMC")
    assert form.ticked() == []


def test_rename_shows_the_unit_to_be_changed(page: UnitChangesScreen, settled: Settle) -> None:
    """What is ticked stands in the table with its code, ready for the new name."""
    form = page.form
    assert form is not None
    form.start(ChangeKind.RENAME)
    form.tick("TN-DMC-10")
    settled()
    (row,) = form.new.values()
    assert (row["ma"], row["ten"], row["loai"]) == ("TN-DMC-10", "Suối Đá", "xã")


def test_file_that_cannot_be_read_is_said_on_the_page(
    page: UnitChangesScreen, tmp_path: Path, settled: Settle
) -> None:
    """No box: the reason stands where the preview would be, and nothing can be applied."""
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe")
    page.activate(tmp_path / "x.csv")
    settled()
    assert "Không đọc được tệp x.csv" in page.pane.empty.text()
    assert not page.apply_button.isEnabled()
