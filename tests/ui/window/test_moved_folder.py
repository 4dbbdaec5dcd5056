"""The question about a folder that another machine worked with last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles.logbook import EXPORT, Line, note
from danvan_desktop.bundles.sender import sender
from danvan_desktop.context import MACHINE, Context
from danvan_desktop.signing.keys import OFFICE
from danvan_desktop.storage import machine
from ui import messages, moved_folder

Settled = Callable[[], None]


@pytest.mark.parametrize(("answer", "shut_out", "asked"), [
    ("copy", True, 1), ("moved", False, 1), (None, False, 2),
])  # fmt: skip
def test_folder_from_elsewhere_is_asked_about_once(
    qtbot: QtBot, office: Context, settled: Settled, monkeypatch: pytest.MonkeyPatch,
    answer: str | None, *, shut_out: bool, asked: int,
) -> None:  # fmt: skip
    """An answer holds; Esc puts the question off; a key that stayed behind is told of."""
    monkeypatch.setattr(machine, "_system_name", lambda: "máy này")
    office.office_key()
    note(office, Line(kind=EXPORT, text="Gói"))
    (office.paths.keys / OFFICE.passphrase).unlink()
    office.settings.set(MACHINE, "may-khac")
    seen: list[str] = []
    told: list[str] = []

    def ask(title: str, *_a: Any, **_n: Any) -> str | None:
        seen.append(title)
        return answer

    monkeypatch.setattr(messages, "ask", ask)
    monkeypatch.setattr(messages, "show_note", lambda _title, text, *_a: told.append(text))
    window = QWidget()
    qtbot.addWidget(window)
    for _start in range(2):
        moved_folder.offer(office, cast("Any", window))
        settled()
    assert seen == ["Đây là bản sao hay thư mục được chuyển sang máy này?"] * asked
    assert sender(office, str((office.office() or {})["ma"])).shut_out is shut_out
    assert [("khóa dự phòng" in text) for text in told] == [True] * (answer == "moved")
