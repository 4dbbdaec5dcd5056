"""“Lưu thành Word…”: on the page of a report and in the preview, remembered, told, never lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import Progress, UserError
from tests.core.documents.docx_reading import all_text, parts
from ui import messages
from ui.screens.report import ReportScreen
from ui.screens.reports import ReportsScreen
from ui.widgets.pdf_preview import PreviewDialog
from ui.word_file import save_as_word

Settle = Callable[[], None]


def test_report_is_saved_for_word_as_it_stands(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    page: ReportScreen,
    settle: Settle,
    tmp_path: Path,
) -> None:
    """Ctrl+Shift+S writes the draft with its mark, says where, and offers its folder."""
    asked: list[tuple[str, Path]] = []

    def choose(title: str, *, suggested: Path, kinds: str, parent: object) -> Path:
        asked.append((title, suggested))
        return tmp_path / "van-ban"  # typed without ending

    monkeypatch.setattr(messages, "choose_save", choose)
    told: list[str] = []
    page.told.connect(lambda words, _undoable: told.append(words))
    page.show()
    qtbot.keyClick(
        page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settle()
    assert asked[0][0] == "Lưu thành Word"
    assert asked[0][1].suffix == ".docx"
    text = all_text((tmp_path / "van-ban.docx").read_bytes()).replace("\xa0", " ")
    assert "đăng ký thực hiện 24 mô hình" in text
    assert "Dự thảo" in text
    assert told[-1] == f"Đã lưu van-ban.docx vào {tmp_path}"
    assert page.papers.has_folder()
    page.papers.save_word()
    settle()
    assert asked[1][1].parent == tmp_path


def test_paper_of_the_list_is_saved_for_word(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    page: ReportScreen,
    settle: Settle,
    tmp_path: Path,
) -> None:
    """The list of papers answers the same keys for the line that is chosen."""
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: tmp_path / "x.docx")
    screen = ReportsScreen(page.context)
    qtbot.addWidget(screen)
    screen.activate(page.record_id)
    settle()
    screen.table.setCurrentIndex(screen.table.model().index(0, 0))
    screen.save_word()
    settle()
    assert (tmp_path / "x.docx").exists()
    assert "x.docx" in screen.told_label.text()


def test_margins_follow_the_sides_that_were_printed(
    monkeypatch: pytest.MonkeyPatch, page: ReportScreen, settle: Settle, tmp_path: Path
) -> None:
    """Whoever prints this kind of paper on both sides gets mirrored margins."""
    target = tmp_path / "hai-mat.docx"
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: target)
    page.context.settings.set("print/BC", {"sides": "long_edge"})
    page.papers.save_word()
    settle()
    page.context.settings.set("print/BC", None)
    settings = parts(target.read_bytes())["word/settings.xml"]
    assert [node for node in settings if node.tag.endswith("mirrorMargins")]


def test_preview_saves_for_word_and_opens_the_folder(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    page: ReportScreen,
    settle: Settle,
    tmp_path: Path,
) -> None:
    """The preview has the command only where the paper can be written as DOCX."""
    assert page.record is not None
    pdf = page.panes.preview.pdf
    show = partial(
        PreviewDialog, page.context, pdf, title="Báo cáo", file_name="bao-cao.pdf", kind="BC"
    )
    plain, dialog = show(), show(word=page.papers.writer(page.record))
    qtbot.addWidget(plain)
    qtbot.addWidget(dialog)
    assert plain.word_button.isHidden()
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: tmp_path / "x.docx")
    opened: list[Path] = []
    monkeypatch.setattr("ui.widgets.pdf_preview.open_folder", opened.append)
    dialog.save_word()
    settle()
    assert "x.docx" in dialog.told.text()
    dialog.folder_button.click()
    assert opened == [tmp_path]


def test_file_open_in_word_is_named_as_such(
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
    page: ReportScreen,
    settle: Settle,
    tmp_path: Path,
) -> None:
    """A refused file says to close it in Word; a path not chosen writes nothing."""
    target = tmp_path / "dang-mo.docx"
    target.write_bytes(b"cu")

    def refuse(out: Path, *, duplex: bool, progress: Progress) -> None:
        raise UserError("Không có quyền ghi", code="not_writable")

    shown: list[UserError] = []
    monkeypatch.setattr(messages, "show_error", lambda error, _parent=None: shown.append(error))
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: target)
    context: Context = page.context
    told: list[str] = []
    save_as_word(context, refuse, "a.docx", kind="BC", parent=page, told=told.append)
    settle()
    assert "Đóng tệp này trong Word" in shown[0].remedy
    assert (target.read_bytes(), told) == (b"cu", [])
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: None)
    gone = save_as_word(context, refuse, "a.docx", kind="BC", parent=page, told=told.append)
    assert gone is None
