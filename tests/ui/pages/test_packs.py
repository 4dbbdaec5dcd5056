"""Gói của tỉnh in the window: opened, ticked, applied, taken back; made at the province."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles.packs.shelf import packs
from danvan_desktop.context import Context
from danvan_desktop.indicators import catalogue
from tests.core.packs.kit import INDICATORS, believe, everything, fill, make, write_json
from tests.core.sync.province_kit import make_province
from ui import messages, put_away
from ui.screens.packs import MAKE, MAKING, OPENED, SHELF, PacksScreen
from ui.screens.sync import SyncScreen

Settled = Callable[[], None]
UNIT = ("units", "TN-DMC@2011-01-01")


@pytest.fixture
def province(empty_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a province."""
    context = make_province(empty_data_dir, tmp_path / "province", clock)
    yield context
    context.close()


@pytest.fixture
def pack(province: Context, office: Context, tmp_path: Path) -> Path:
    """Return a pack that the office may take."""
    believe(office, province)
    return make(province, fill(province, tmp_path), tmp_path).path


def _screen(qtbot: QtBot, context: Context, settled: Settled) -> PacksScreen:
    shown = PacksScreen(context)
    qtbot.addWidget(shown)
    shown.resize(1190, 620)
    shown.show()
    shown.activate()
    settled()
    return shown


def test_pack_is_applied_and_taken_back(
    qtbot: QtBot,
    office: Context,
    pack: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What replaces the office's own is not ticked; the list shows what came of it."""
    screen = _screen(qtbot, office, settled)
    assert screen.empty.isVisible()
    screen.activate(str(pack))
    settled()
    settled()
    assert screen.tabs.currentIndex() == OPENED
    plan = screen.plan.plan
    assert plan is not None
    assert screen.plan.accepted() == plan.proposed()
    assert UNIT not in screen.plan.accepted()
    item = screen.plan.tree._items[UNIT]
    screen.plan.tree.setCurrentItem(item)
    assert "giữ của cơ quan" in screen.plan.why.text()
    with qtbot.waitSignal(screen.plan.checked):
        qtbot.keyClick(screen.plan.tree, Qt.Key.Key_Space)
    assert screen.plan.accepted() == everything(plan)
    told: list[str] = []
    screen.told.connect(lambda words, _undo: told.append(words))
    screen.apply()
    settled()
    assert told == ["Đã áp dụng gói số 1 của Ban Dân vận Tỉnh ủy Tây Ninh"]
    assert screen.tabs.currentIndex() == SHELF
    assert screen.told_.plain.rowCount() == 7 - 1
    assert "tinh_cuoc" in catalogue()
    monkeypatch.setattr(messages, "ask", lambda *_words, **_more: "back")
    screen.take_back()
    settled()
    assert [one.in_force for one in packs(office)] == [False]
    assert not screen.back_button.isEnabled()
    assert "tinh_cuoc" not in catalogue()


def test_wrong_combination_is_told_before_applying(
    qtbot: QtBot, office: Context, pack: Path, settled: Settled
) -> None:
    """An annex without its indicator: the button says why it is off; the page can be left."""
    screen = _screen(qtbot, office, settled)
    screen.open_pack(pack)
    settled()
    with qtbot.waitSignal(screen.plan.checked):
        screen.plan.tree.tick(("indicators", "tinh.json"), on=False)
    assert not screen.plan.apply_button.isEnabled()
    assert "tinh_cuoc" in screen.plan.apply_button.toolTip()
    screen.apply()
    settled()
    assert packs(office) == []
    screen.close_plan()
    assert screen.tabs.currentIndex() == SHELF


def test_dropped_pack_leads_to_its_page(
    qtbot: QtBot, office: Context, pack: Path, settled: Settled
) -> None:
    """The page that takes receipts knows a pack and hands it on."""
    sync = SyncScreen(office)
    qtbot.addWidget(sync)
    gone: list[tuple[str, object]] = []
    sync.go.connect(lambda key, argument: gone.append((key, argument)))
    sync.take_in(pack)
    settled()
    assert gone == [("packs", str(pack))]


def test_held_pack_is_shown_and_cannot_be_applied_again(
    qtbot: QtBot, office: Context, pack: Path, settled: Settled
) -> None:
    """The banner says so; there is nothing to tick."""
    plan = office.look_at_pack(pack)
    office.apply_pack(plan, everything(plan))
    screen = _screen(qtbot, office, settled)
    screen.open_pack(pack)
    settled()
    assert screen.plan.banner.isVisible()
    assert screen.plan.accepted() == frozenset()
    assert not screen.plan.apply_button.isVisible()


def test_province_makes_a_pack(
    qtbot: QtBot,
    province: Context,
    tmp_path: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ticked, written to the stick, read back, on the list; the file can be copied again."""
    screen = _screen(qtbot, province, settled)
    screen.activate(MAKE)
    settled()
    assert screen.tabs.currentIndex() == MAKING
    assert not screen.making.make_button.isEnabled()
    screen.making.take_files("indicators", [write_json(tmp_path / "t.json", INDICATORS)])
    with qtbot.waitSignal(screen.making.tree.ticks_changed):
        screen.making.tree.tick(("periods", "H1/2020"))
    assert "Kỳ báo cáo, hạn nộp: 1" in screen.making.content.text()
    stick, again = tmp_path / "usb", tmp_path / "usb2"
    stick.mkdir()
    again.mkdir()
    monkeypatch.setattr(messages, "choose_folder", lambda *_words, **_more: stick)
    monkeypatch.setattr(put_away, "offer", lambda *_words, **_more: None)
    screen.make()
    settled()
    [written] = stick.iterdir()
    assert screen.tabs.currentIndex() == SHELF
    assert screen.copy_button.isVisible()
    monkeypatch.setattr(messages, "choose_folder", lambda *_words, **_more: again)
    screen.copy_again()
    settled()
    assert (again / written.name).read_bytes() == written.read_bytes()
