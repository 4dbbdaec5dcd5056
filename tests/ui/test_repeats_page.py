"""The page of possible repeats: found alike, side by side, judged, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.storage.values import ListQuery
from ui import messages
from ui.screens.repeats import RepeatsScreen

Wait = Callable[[], None]
TALK = {
    "don_vi": "TN-DMC-02",
    "ngay": "2020-05-14",
    "hinh_thuc": "dinh_ky",
    "chu_tri": "Bí thư",
    "so_nguoi": 45,
    "y_kien": 3,
    "tra_loi": 3,
    "chuyen": 0,
}


@pytest.fixture
def page(qtbot: QtBot, office: Context, settled: Wait) -> RepeatsScreen:
    """Show the page with two dialogues that lie a day apart."""
    for values in (TALK, {**TALK, "ngay": "2020-05-15", "so_nguoi": 47, "chu_tri": None}):
        assert office.save("doi_thoai", values).saved
    screen = RepeatsScreen(office)
    qtbot.addWidget(screen)
    screen.resize(1190, 630)
    screen.show()
    screen.activate("doi_thoai")
    settled()
    return screen


def duplicates(office: Context) -> dict[str, bool]:
    """Tell for each day whether its dialogue is marked as a repeat."""
    rows = office.page(ListQuery(register="doi_thoai"), 0, 9)
    return {str(row.event_date): row.duplicate_of is not None for row in rows}


def test_records_a_day_apart_stand_side_by_side(page: RepeatsScreen) -> None:
    """What differs can be chosen; an empty value is not chosen by itself."""
    assert len(page.table.plain.rows) == 1
    assert page.focusWidget() is page.table  # the keyboard goes on in the pairs
    assert set(page.view.differing) == {"ngay", "so_nguoi", "chu_tri"}
    assert page.view.chosen["chu_tri"] == "left"
    assert not page.buttons.merge.isEnabled()
    assert "Hồ sơ" not in page.buttons.merge.toolTip()


def test_merge_takes_the_chosen_values_and_counts_once(
    page: RepeatsScreen, settled: Wait, office: Context
) -> None:
    """One operation: the number of the right side in the record of the left."""
    page.view.groups["so_nguoi"].buttons()[1].click()
    assert page.buttons.merge.isEnabled()
    page.buttons.merge.click()
    settled()
    assert duplicates(office) == {"2020-05-14": False, "2020-05-15": True}
    kept = next(r for r in office.page(ListQuery(register="doi_thoai"), 0, 9) if not r.duplicate_of)
    assert (kept.values["so_nguoi"], kept.values["chu_tri"]) == (47, "Bí thư")
    office.undo()
    assert duplicates(office) == {"2020-05-14": False, "2020-05-15": False}


def test_two_things_are_not_listed_again(
    page: RepeatsScreen, settled: Wait, office: Context
) -> None:
    """The clerk says it once; with nothing left the page says so."""
    page.buttons.apart.click()
    settled()
    changes = office.undo_label()
    assert changes is not None
    assert "Hai việc khác nhau" in changes
    page.refresh()
    settled()
    assert page.stack.currentWidget() is page.none
    assert duplicates(office) == {"2020-05-14": False, "2020-05-15": False}


def test_right_record_may_count(page: RepeatsScreen, settled: Wait, office: Context) -> None:
    """Keeping the right side marks the left one."""
    page.buttons.right.click()
    settled()
    assert duplicates(office) == {"2020-05-14": True, "2020-05-15": False}
    page.refresh()
    settled()
    mark = page.table.plain.rows[0].cells[2]
    assert not isinstance(mark, str)
    assert mark.text == "Đã tính một lần"


def test_merge_against_the_rules_says_why(
    page: RepeatsScreen, settled: Wait, office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sum that does not add up is refused in words, and nothing is written."""
    third = office.save("doi_thoai", {**TALK, "ngay": "2020-05-16", "y_kien": 9, "tra_loi": 9})
    assert third.saved
    page.refresh()
    settled()
    told: list[str] = []
    monkeypatch.setattr(messages, "show_note", lambda title, text, *_rest: told.append(text))
    for row in range(len(page.table.plain.rows)):
        page.table.selectRow(row)
        if "y_kien" in page.view.differing:
            break
    page.view.groups["y_kien"].buttons()[1].click()
    page.buttons.merge.click()
    settled()
    assert "ý kiến" in told[0]
    assert not any(duplicates(office).values())
