"""The keeper of drafts when its page goes first."""

from __future__ import annotations

import threading

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from ui.screens.record_draft import DraftKeeper


def test_draft_of_a_closed_page_is_kept_and_nobody_told(qtbot: QtBot, office: Context) -> None:
    """The writer ends after the page was destroyed: the draft is there, and no fault with it."""
    page, ready = QObject(), threading.Event()
    office.writer.submit(ready.wait, 10)
    keeper = DraftKeeper(office, "hoi_nghi", lambda: ({"noi_dung": "sơ kết"}, "noi_dung"), page)
    keeper.begin(None)
    keeper.keep()
    shiboken6.delete(page)
    with qtbot.captureExceptions() as faults:
        ready.set()
        office.writer.submit(int).result(10)
        QApplication.sendPostedEvents()
    assert faults == []
    assert [draft.values for draft in office.drafts()] == [{"noi_dung": "sơ kết"}]
