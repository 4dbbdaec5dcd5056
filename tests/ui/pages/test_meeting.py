"""The meeting page: what it shows, edits through the rules, and leads to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.reports.meeting_file import read_meeting
from ui import messages
from ui.screens.meeting import MeetingScreen
from ui.widgets.field_dialog import FieldDialog
from ui.widgets.pdf_preview import PreviewDialog


@pytest.fixture
def screen(
    qtbot: QtBot, office: Context, year_2020: Path, settled: Callable[[], None]
) -> MeetingScreen:
    """The conference of 7 July 2020 on its page."""
    meetings = dict(read_meeting(year_2020 / "meeting.json"))
    saved = office.save("hoi_nghi", meetings["hoi_nghi"]).record
    assert saved is not None
    shown = MeetingScreen(office)
    qtbot.addWidget(shown)
    shown.resize(1190, 620)
    shown.show()
    shown.activate(saved.id)
    settled()
    return shown


def _texts(screen: MeetingScreen) -> list[str]:
    return [one.text() for one in screen.findChildren(QLabel)]


def test_page_shows_the_sums_and_the_absent(screen: MeetingScreen) -> None:
    """45 invited = 42 present + 3 absent; 3 = 2 with + 1 without a reason; they are named."""
    texts = _texts(screen)
    assert {"45", "42", "3", "2", "1"} <= set(texts)
    assert "Vũ Văn R, Truông Mít" in texts
    assert "Đi học lớp trung cấp lý luận chính trị" in texts
    assert "95,2%" in texts


def test_step_leads_along_the_path(
    qtbot: QtBot, screen: MeetingScreen, office: Context, settled: Callable[[], None]
) -> None:
    """The primary button takes the minutes to the next state, and undo takes it back."""
    assert screen.step_button.text() == "Trình chủ trì"
    qtbot.mouseClick(screen.step_button, Qt.MouseButton.LeftButton)
    settled()
    assert screen.record is not None
    stored = office.record("hoi_nghi", screen.record.id)
    assert stored is not None
    assert stored.values["trang_thai"] == "trinh"
    assert office.undo_label() == "Biên bản: Trình chủ trì"


def test_locked_minutes_cannot_be_edited(
    qtbot: QtBot,
    screen: MeetingScreen,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After the lock, which is asked for once, nothing on the page can be changed."""
    monkeypatch.setattr(messages, "ask", lambda *a, **k: "lock")
    for _step in range(4):
        qtbot.mouseClick(screen.step_button, Qt.MouseButton.LeftButton)
        settled()
        assert screen.record is not None
        screen.activate(screen.record.id)
        settled()
    assert not screen.step_button.isVisible()
    assert not screen.form_button.isEnabled()


def test_wrong_votes_are_refused_in_the_dialog(screen: MeetingScreen) -> None:
    """More votes than people entitled are refused before anything is saved."""
    wrong = [{"noi_dung": "Chỉ tiêu", "co_quyen": 42, "tan_thanh": 43}]
    issues = screen._problems({"bieu_quyet": wrong}, ("bieu_quyet",))
    assert [issue.place.field for issue in issues] == ["bieu_quyet.tan_thanh"]


def test_edit_conclusion_saves_through_the_rules(
    screen: MeetingScreen,
    office: Context,
    settled: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is typed in the dialog is in the register afterwards."""

    def typed(dialog: FieldDialog) -> int:
        dialog.rows["ket_luan"].editor.set_value("Một kết luận.")
        dialog.try_accept()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(FieldDialog, "exec", typed)
    screen.edit_fields(("ket_luan",), "Kết luận")
    settled()
    assert screen.record is not None
    stored = office.record("hoi_nghi", screen.record.id)
    assert stored is not None
    assert stored.values["ket_luan"] == "Một kết luận."


def test_preview_shows_the_minutes(
    screen: MeetingScreen, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The preview is the real PDF of the minutes."""
    shown: list[bytes] = []

    def keep(dialog: PreviewDialog) -> int:
        shown.append(dialog.preview.pdf)
        return 0

    monkeypatch.setattr(PreviewDialog, "exec", keep)
    screen.preview()
    settled()
    assert shown[0].startswith(b"%PDF")
    settled()
