"""The question about a folder that another machine worked with last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles.logbook import EXPORT, Line, note
from danvan_desktop.bundles.sender import sender
from danvan_desktop.context import MACHINE, PLACE, Context
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


@pytest.mark.parametrize("there", [True, False])
def test_folder_from_elsewhere_on_this_machine_is_asked_in_other_words(
    qtbot: QtBot, office: Context, settled: Settled, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path, *, there: bool,
) -> None:  # fmt: skip
    """It names the other place; where that is still there, “copy” is what is meant by default."""
    office.office_key()
    note(office, Line(kind=EXPORT, text="Gói"))
    other = tmp_path / "cho-cu"
    other.mkdir()
    kept = machine.place_of(other)
    if not there:
        other.rename(tmp_path / "cho-khac")
    office.settings.set(PLACE, kept.as_setting())
    asked: list[tuple[str, str, dict[str, str]]] = []

    def ask(title: str, text: str, choices: Any, **_n: Any) -> None:
        asked.append((title, text, {one.key: one.kind for one in choices}))

    monkeypatch.setattr(messages, "ask", ask)
    window = QWidget()
    qtbot.addWidget(window)
    moved_folder.offer(office, cast("Any", window))
    settled()
    [(title, text, kinds)] = asked
    assert title == "Đây là bản sao hay thư mục được chuyển tới chỗ mới?"
    assert str(other) in text
    assert ("vẫn còn" in text) is there
    assert kinds["copy" if there else "moved"] == "primary"
