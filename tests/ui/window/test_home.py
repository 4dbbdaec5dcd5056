"""The first page: work with one button each, figures that open their records, honest copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.agenda import Action, ActionKind, TodoGroup, TodoItem
from danvan_desktop.context import Context
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import ListQuery
from ui import messages
from ui.screens.home import HomeScreen
from ui.screens.home_facts import read_home

Settled = Callable[[], None]


@pytest.fixture
def home(qtbot: QtBot, office: Context, settled: Settled) -> HomeScreen:
    """Open the first page on the period H1/2020."""
    page = HomeScreen(office)
    qtbot.addWidget(page)
    page.resize(1150, 640)
    page.show()
    page.period_changed(_period(office))
    page.activate()
    settled()
    return page


def _period(office: Context) -> Period:
    return office.period("H1/2020")


def _item(kind: ActionKind, **action: object) -> TodoItem:
    return TodoItem(
        group=TodoGroup.OVERDUE,
        icon="dialogue",
        title="Hát karaoke bằng loa kéo gây ồn",
        detail="Ý kiến số 12",
        badge="Quá 11 ngày",
        tone="error",
        register="doi_thoai",
        action=Action(kind=kind, label="Ghi kết quả", register="doi_thoai", **action),  # type: ignore[arg-type]
    )


def test_enter_does_what_the_row_says(home: HomeScreen, qtbot: QtBot) -> None:
    """Enter on a row opens its record."""
    home.work.show_items((_item(ActionKind.OPEN_RECORD, record_id="abc"),))
    with qtbot.waitSignal(home.go) as asked:
        qtbot.keyClick(home.work.list, Qt.Key.Key_Return)
    assert asked.args == ["record:doi_thoai", "abc"]


def test_button_of_a_row_can_be_clicked(home: HomeScreen, qtbot: QtBot) -> None:
    """A click on the painted button does the same as Enter; elsewhere it only selects."""
    home.work.show_items((_item(ActionKind.OPEN_RECORD, record_id="abc"),))
    view = home.work.list
    row = view.visualRect(view.currentIndex())
    with qtbot.waitSignal(home.go):
        qtbot.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.button_rect(row).center()
        )
    with qtbot.assertNotEmitted(home.go):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())


def test_head_counts_by_group_and_filter(home: HomeScreen) -> None:
    """The head says how much there is of which kind; the box offers the registers that occur."""
    home.work.show_items((_item(ActionKind.OPEN_RECORD), _item(ActionKind.OPEN_RECORD)))
    assert home.work.accessibleName() == "2 việc"
    home.work.show_items(())
    assert home.work.empty.isVisible()


def test_rows_are_read_aloud_whole(home: HomeScreen) -> None:
    """Title, origin, deadline and button are in the accessible text of a row."""
    home.work.show_items((_item(ActionKind.OPEN_RECORD),))
    view = home.work.list
    text = view.item(view.currentRow()).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Quá 11 ngày" in text
    assert "Ghi kết quả" in text


def test_reminder_leads_to_who_has_sent_what(home: HomeScreen, qtbot: QtBot) -> None:
    """The letter is written on the page that knows what each unit owes."""
    item = _item(ActionKind.REMIND_UNITS, period="H1/2020", units=("TN-DMC-10",))
    home.work.show_items((item,))
    with qtbot.waitSignal(home.go) as asked:
        home.work.list.wanted.emit(item)
    assert asked.args == ["completeness", ("H1/2020", ("TN-DMC-10",))]


@pytest.mark.parametrize("kind", [ActionKind.SEND_BUNDLE, ActionKind.RENEW_KEY])
def test_sending_and_keys_lead_to_the_page_of_bundles(
    home: HomeScreen, qtbot: QtBot, kind: ActionKind
) -> None:
    """Without an argument: that page would take it for a file that came in."""
    home.work.show_items((_item(kind, record_id="abc", period="H1/2020"),))
    with qtbot.waitSignal(home.go) as asked:
        home.work.list.wanted.emit(home.work.list.numbered(0))
    assert asked.args == ["sync", None]


def test_figure_opens_the_records_it_counts(
    home: HomeScreen, settled: Settled, qtbot: QtBot
) -> None:
    """Choosing a row of the chart asks for the list behind it."""
    with qtbot.waitSignal(home.go, timeout=10_000) as asked:
        home.chart.chosen.emit("dvk_dang_ky")
    settled()
    key, query = asked.args
    assert key == "dan_van_kheo"
    assert isinstance(query, ListQuery)
    assert query.first_day == _period(home.context).first_day


def test_unknown_last_year_is_no_zero(office: Context) -> None:
    """Where nothing is known of the last period the chart says "…" and no difference."""
    pairs = {pair.code: pair for pair in read_home(office, _period(office)).pairs}
    assert pairs["hoi_nghi_co_mat"].before_text == "…"
    assert pairs["hoi_nghi_co_mat"].difference == ""


def test_copy_on_a_medium_is_told_truthfully(
    home: HomeScreen, settled: Settled, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a copy the page warns; afterwards it names the moment, and the file is there."""
    assert "Chưa có bản sao" in read_home(home.context, None).usb.text
    monkeypatch.setattr(messages, "choose_folder", lambda title, parent: tmp_path / "usb")
    home.copy_to_usb()
    settled()
    assert list((tmp_path / "usb").glob("danvan-*.db"))
    assert "14:05 hôm nay" in read_home(home.context, None).usb.text


def test_narrow_form_has_two_tabs(home: HomeScreen) -> None:
    """In the narrow form both halves are pages of their own, and come back side by side."""
    home.set_narrow(True)
    assert home.work.isVisible()
    home.set_narrow(False)
    assert home.work.isVisible()
    assert home.chart.isVisible()
