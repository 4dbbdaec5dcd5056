"""The page that says where the data are, and moves them with progress and a way to stop."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress
from danvan_desktop.paths import Paths
from danvan_desktop.storage.move import Compared
from danvan_desktop.storage.place import Server as Place, server_of
from tests.postgres import Server
from ui.database_dialog import MovingDialog, PlaceDialog, Wish

NOW = "2020-06-16T08:00:00Z"


@pytest.fixture
def url(server: Server) -> Iterator[str]:
    """Make an empty database on the server."""
    name = server.make()
    yield server.url(name)
    server.drop(name)


def _words(dialog: PlaceDialog | MovingDialog) -> str:
    return " ".join(one.text() for one in dialog.findChildren(QLabel) if not one.isHidden())


def test_address_is_looked_at_before_anything_moves(
    qtbot: QtBot, office: Context, url: str, settled: Callable[[], None]
) -> None:
    """A wrong address is refused under its field; of a right one it says what is there."""
    dialog = PlaceDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    assert str(office.paths.database) in _words(dialog)
    dialog.address.setText("mysql://x")
    dialog.look()
    assert "không phải địa chỉ" in _words(dialog)
    dialog.address.setText(url.replace("danvan@", "danvan:bi-mat@"))
    dialog.look()
    settled()
    assert "trống" in _words(dialog)
    assert dialog.address.text() == url
    assert dialog.password.text() == "bi-mat"
    dialog.move_data()
    assert dialog.wish == Wish("to_server", Place(url), "bi-mat")


def test_data_move_with_progress_and_their_tables_are_listed(
    qtbot: QtBot, office_data_dir: Path, tmp_path: Path, url: str
) -> None:
    """After the move the dialog says what agreed, and the folder works with the server."""
    paths = Paths(shutil.copytree(office_data_dir, tmp_path / "data"))
    dialog = MovingDialog(Wish("to_server", Place(url)), paths, NOW)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    assert not dialog.close_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.close_button.isEnabled(), timeout=20_000)
    assert dialog.done_well
    assert "don_vi\t25\t" in dialog.details.toPlainText()
    assert server_of(paths.place) == Place(url)
    dialog.reject()
    assert not dialog.isVisible()


def test_stopped_move_says_that_nothing_changed(
    qtbot: QtBot, office_data_dir: Path, tmp_path: Path
) -> None:
    """Esc stops the work first; the dialog stays to say that the data are where they were."""

    class Endless(Wish):
        def carry_out(self, paths: Paths, now: str, progress: Progress) -> list[Compared]:
            while True:
                progress(1, 2, "")

    dialog = MovingDialog(Endless("to_file"), Paths(tmp_path), NOW)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.start()
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.close_button.isEnabled(), timeout=20_000)
    assert dialog.isVisible()
    assert not dialog.done_well
    assert "không có gì thay đổi" in _words(dialog)
