"""A second start raises the first window and hands over its files."""

from __future__ import annotations

import threading
from pathlib import Path

from pytestqt.qtbot import QtBot

from ui.single_instance import SingleInstance


def test_second_start_is_heard_by_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    """The first start gets the files of the second, Vietnamese names included."""
    first = SingleInstance(tmp_path)
    second = SingleInstance(tmp_path)
    assert first.first
    assert not second.first
    sent: list[bool] = []
    with qtbot.waitSignal(first.asked, timeout=5000) as asked:
        # the second start is another process in life: it must not wait for our event loop
        thread = threading.Thread(target=lambda: sent.append(second.hand_over(["Cầu Khởi.xlsx"])))
        thread.start()
    thread.join()
    assert asked.args == [["Cầu Khởi.xlsx"]]
    assert sent == [True]
    first.release()


def test_other_folder_is_another_program(tmp_path: Path) -> None:
    """Two data folders may be open at once."""
    first, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.first
    assert other.first
    first.release()
    other.release()


def test_next_start_is_first_after_release(tmp_path: Path) -> None:
    """Closing the window lets the next start open one."""
    first = SingleInstance(tmp_path)
    first.release()
    again = SingleInstance(tmp_path)
    assert again.first
    again.release()
