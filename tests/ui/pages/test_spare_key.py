"""The keys dialog: where the key opens, its spare for the safe, and what a new laptop is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.logbook import KEY, Line, note
from danvan_desktop.context import Context
from danvan_desktop.signing.keys import OFFICE
from tests.core.bundles.upload.kit import Ring
from ui import messages
from ui.keys_dialog import KeysDialog
from ui.widgets.buttons import Button

Settled = Callable[[], None]


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    """Give the system a keyring for one test, and the user a home with the data in it."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_spare_brings_the_key_to_a_new_laptop(
    qtbot: QtBot,
    office: Context,
    ring: Ring,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Put away here, taken in where the keyring knows nothing; the fingerprint stays the same."""
    office.office_key()
    dialog = KeysDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    mark = dialog.fingerprint.text()
    assert "chỉ mở được trên máy này" in dialog.kept.text()
    assert "cất một khóa dự phòng" in dialog.kept.text()
    assert not (office.paths.keys / OFFICE.passphrase).exists()
    assert not dialog.take_button.isEnabled()
    monkeypatch.setattr(messages, "choose_folder", lambda *a, **k: tmp_path)
    shown: list[str] = []
    monkeypatch.setattr(messages, "show_text", lambda _t, text, **k: shown.append(text))
    _click(qtbot, dialog.spare_button)
    settled()
    code = shown[0].rpartition("\n")[2]
    assert "Khóa dự phòng đã cất ngày" in dialog.kept.text()
    assert "Cất khóa dự phòng" in journal.entries(office)[0].text
    assert code not in journal.entries(office)[0].text
    [file] = tmp_path.glob("*.khoa-du-phong")

    ring.held.clear()  # the folder is now on another laptop
    dialog.refresh()
    settled()
    assert "Máy này không mở được khóa cơ quan" in dialog.until.text()
    assert "nạp để dùng tiếp khóa cũ" in dialog.kept.text()
    for button in (dialog.letter_button, dialog.renew_button, dialog.spare_button):
        assert not button.isEnabled()
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: file)
    monkeypatch.setattr(messages, "ask_text", lambda *a, **k: code.lower())
    told: list[str] = []
    monkeypatch.setattr(messages, "show_note", lambda title, *a, **k: told.append(title))
    _click(qtbot, dialog.take_button)
    settled()
    assert told == ["Đã nạp khóa của cơ quan"]
    assert dialog.fingerprint.text() == mark
    assert dialog.letter_button.isEnabled()
    assert len(ring.held) == 1


def test_books_restored_without_a_key_guide_to_it(
    qtbot: QtBot, office: Context, settled: Settled
) -> None:
    """A copy of the books carries no key: none is made in silence, both ways are named."""
    note(office, Line(kind=KEY, text="Ghi giấy giới thiệu khóa", file=Path("a.asice")))
    shutil.rmtree(office.paths.keys, ignore_errors=True)
    dialog = KeysDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    assert "chưa có khóa của cơ quan" in dialog.until.text()
    assert "Khóa bị mất" in dialog.until.text()
    assert dialog.take_button.isEnabled()
    assert dialog.lost_button.isEnabled()
    assert not (office.paths.keys / OFFICE.key).exists()


def _click(qtbot: QtBot, button: Button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
