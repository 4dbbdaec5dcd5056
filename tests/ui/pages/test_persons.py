"""The dialog about one private person: found, taken out, erased with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.organisation.persons import access_log, find_person
from ui import messages
from ui.persons_dialog import PersonsDialog, show_access_log

Settled = Callable[[], None]


@pytest.fixture
def dialog(office: Context, qtbot: QtBot, settled: Settled) -> PersonsDialog:
    """Open the dialog over an office with one named person, and search for her."""
    opinion: dict[str, Any] = {"noi_dung": "Sửa đường", "xu_ly": "tai_cho", "nguoi_neu": "L.T.X"}
    saved = office.save(
        "doi_thoai",
        {
            "don_vi": "TN-DMC-10",
            "ngay": "2020-05-14",
            "hinh_thuc": "dinh_ky",
            "so_nguoi": 80,
            "y_kien_chi_tiet": [opinion],
        },
    )
    assert saved.saved, saved.issues
    made = PersonsDialog(office)
    qtbot.addWidget(made)
    made.show()
    made.words.setText("ltx")
    made.words.setText("L.T.X")
    made.search()
    settled()
    return made


def test_person_is_listed_with_place_and_value(dialog: PersonsDialog) -> None:
    """Register, day, field and what stands there."""
    (row,) = dialog.table.plain.rows
    assert row.cells == ("Đối thoại", "14/5/2020", "Người nêu", "L.T.X")
    assert dialog.erase.isEnabled()


def test_erasing_asks_why_and_is_noted(
    dialog: PersonsDialog, office: Context, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a reason nothing happens; with one it is gone and the log says so."""
    answers = iter([None, "Theo đơn ngày 10/6/2020"])
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_k: next(answers))
    dialog.erase.click()
    settled()
    assert find_person(office, "L.T.X")
    dialog.erase.click()
    settled()
    assert find_person(office, "L.T.X") == []
    assert not dialog.erase.isEnabled()
    shown: list[str] = []
    monkeypatch.setattr(messages, "show_text", lambda _t, text, **_k: shown.append(text))
    show_access_log(office, dialog)
    settled()
    assert "Lê Văn C · Xóa · Đối thoại · Theo đơn ngày 10/6/2020" in shown[0]
    assert "L.T.X" not in shown[0]


def test_taking_out_is_noted(
    dialog: PersonsDialog,
    office: Context,
    settled: Settled,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The workbook for the person who asked, and the note of it."""
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: tmp_path / "x.xlsx")
    dialog.take_out.click()
    settled()
    assert (tmp_path / "x.xlsx").exists()
    assert access_log(office)[0].kind == "export"
