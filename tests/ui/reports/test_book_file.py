"""The annexes of the open paper are saved for Excel, where the clerk wants it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from danvan_desktop.errors import UserError
from ui import messages

Settle = Callable[[], None]


def test_annexes_are_saved_from_the_menu(
    qtbot: QtBot, own_page: Any, settle: Settle, monkeypatch: Any, tmp_path: Path
) -> None:
    """The suggested name says what it is; the place is remembered; the clerk is told."""
    names: list[str] = []

    def choose(*_about: Any, suggested: Any = "", **_named: Any) -> Path:
        names.append(Path(str(suggested)).name)
        return tmp_path / "phu luc"

    monkeypatch.setattr(messages, "choose_save", choose)
    told: list[str] = []
    own_page.told.connect(lambda words, _undo: told.append(words))
    menu = own_page.header.make_menu()
    action = next(a for a in menu.actions() if a.text() == "Lưu phụ lục thành Excel…")
    action.trigger()
    settle()
    settle()
    assert names[0].endswith("_phu-luc.xlsx")
    assert load_workbook(tmp_path / "phu luc.xlsx").sheetnames
    assert told
    assert told[-1].startswith("Đã lưu phu luc.xlsx")
    assert own_page.context.settings.get("book_folder") == str(tmp_path)


def test_place_that_refuses_is_said(
    qtbot: QtBot, own_page: Any, settle: Settle, monkeypatch: Any, tmp_path: Path
) -> None:
    """A folder that is not there: a sentence, and nothing is written."""
    shown: list[UserError] = []
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_n: tmp_path / "khong" / "a.xlsx")
    monkeypatch.setattr(messages, "show_error", lambda error, *_rest: shown.append(error))
    own_page.papers.save_book()
    settle()
    settle()
    assert [error.code for error in shown] == ["write_failed"]
    assert not (tmp_path / "khong").exists()
