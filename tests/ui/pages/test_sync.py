"""Gửi – nhận: export, verified copy, verdict."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles.export import ExportChoices
from danvan_desktop.bundles.verify import verify_file
from danvan_desktop.context import Context
from ui import export_dialog, messages
from ui.screens.sync import SyncScreen
from ui.verify_dialog import LOOKS, VerifyDialog
from ui.widgets.bundle_pane import fingerprint


@pytest.fixture
def screen(qtbot: QtBot, office: Context, settled: Callable[[], None]) -> SyncScreen:
    """The page for the first half of 2020."""
    shown = SyncScreen(office)
    qtbot.addWidget(shown)
    shown.resize(1190, 620)
    shown.show()
    shown.period_changed(office.period("H1/2020"))
    settled()
    return shown


def _export(
    screen: SyncScreen, monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]
) -> Path:
    monkeypatch.setattr(export_dialog, "choose_export", lambda *a, **k: ExportChoices())
    screen.export_new()
    settled()
    (bundle,) = screen.context.paths.outbox.glob("*.asice")
    return bundle


def test_empty_page_says_what_to_do(screen: SyncScreen) -> None:
    """Before the first bundle the page names the next step."""
    assert screen.empty.isVisible()
    assert not screen.bundles.isVisible()


def test_export_writes_a_verified_bundle(
    screen: SyncScreen, monkeypatch: pytest.MonkeyPatch, settled: Callable[[], None]
) -> None:
    """The bundle is listed, its contents and its key are shown, and it verifies."""
    bundle = _export(screen, monkeypatch, settled)
    assert bundle.name == "TN-DMC-BDV_2020-H1_lan-1.asice"
    assert screen.bundles.isVisible()
    assert "Gói lần 1" in screen.pane.title.text()
    assert screen.pane.copy.isEnabled()
    screen.export_new()
    settled()
    assert screen.bundles.key is not None
    assert screen.bundles.key.number == 2


def test_copy_is_read_back_and_noted(
    screen: SyncScreen,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    settled: Callable[[], None],
) -> None:
    """The copy on the stick equals the original, and the log says so."""
    bundle = _export(screen, monkeypatch, settled)
    (tmp_path / "usb").mkdir()
    monkeypatch.setattr(messages, "choose_folder", lambda *a, **k: tmp_path / "usb")
    screen.copy_selected()
    settled()
    assert (tmp_path / "usb" / bundle.name).read_bytes() == bundle.read_bytes()
    assert "giống hệt" in screen.facts.log[0].text


def test_tampered_bundle_is_invalid_in_words(
    qtbot: QtBot,
    screen: SyncScreen,
    monkeypatch: pytest.MonkeyPatch,
    settled: Callable[[], None],
) -> None:
    """One changed byte is called invalid, with icon and words (acceptance scenario 7)."""
    bundle = _export(screen, monkeypatch, settled)
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 1
    bundle.write_bytes(content)
    now = screen.context.clock.now()
    verdict = verify_file(bundle, screen.context.trust(), now=datetime.fromisoformat(now))
    dialog = VerifyDialog(verdict)
    qtbot.addWidget(dialog)
    assert LOOKS[verdict.state][1] == "error"
    screen.refresh()
    settled()
    assert not screen.pane.copy.isEnabled()


def test_fingerprint_is_short_enough_for_the_phone() -> None:
    """Four groups of four digits."""
    assert fingerprint("7f3a91c40d2e88b6ffff") == "7F3A 91C4 0D2E 88B6"
