"""The head of the office signs the issued report with a key file, and its verdict is shown."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context, open_context
from danvan_desktop.reports import service
from danvan_desktop.reports.paper_files import paper_name, paper_pdf
from danvan_desktop.sample import SampleClock
from danvan_desktop.signing.demo_keys import make_personal_p12
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock
from ui import messages, printing
from ui.print_dialog import PrintDialog
from ui.screens.reports import ReportsScreen
from ui.sign_dialog import SignDialog

Settle = Callable[[], None]
PASSPHRASE = "mật khẩu 123"
NAME = "Nguyễn Văn A"


@pytest.fixture
def key_file(tmp_path: Path, books: Context) -> Path:
    """Make a key file of the head of the office."""
    made = make_personal_p12(
        tmp_path / "khoa.p12",
        name=NAME,
        role="Trưởng Ban",
        organisation="Ban Dân vận",
        passphrase=PASSPHRASE,
        now=datetime.fromisoformat(books.clock.now()),
    )
    return made.p12


@pytest.fixture
def dialog(qtbot: QtBot, books: Context, issued: Record, settle: Settle) -> SignDialog:
    """Open the box that signs."""
    box = SignDialog(books, issued)
    qtbot.addWidget(box)
    box.show()
    settle()
    return box


def test_certificate_is_shown_before_signing(
    dialog: SignDialog, key_file: Path, settle: Settle
) -> None:
    """Name, role, issuer, validity and what the certificate is worth stand there first."""
    assert not dialog.sign_button.isEnabled()
    assert dialog.signer.currentText().startswith(NAME)
    assert dialog.source.choose_button.isVisible()
    dialog.take_file(key_file)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.open_key()
    settle()
    assert dialog.sheet.texts[0] == NAME
    assert "Hiệu lực: 15/06/2020 – 16/06/2023" in dialog.sheet.texts
    assert "Chứng thư thử nghiệm, không có giá trị pháp lý." in dialog.sheet.texts
    assert dialog.sign_button.isEnabled()


def test_wrong_passphrase_is_said_in_words(
    dialog: SignDialog, key_file: Path, settle: Settle
) -> None:
    """Nothing is signed, and the remedy is named."""
    dialog.take_file(key_file)
    dialog.passphrase.setText("sai")
    dialog.open_key()
    settle()
    assert dialog.sheet.texts[0] == "Mật khẩu của tệp khóa khoa.p12 không đúng."
    assert "Chưa ký gì." in dialog.sheet.texts
    assert not dialog.sign_button.isEnabled()


def test_expired_certificate_forbids_signing(
    dialog: SignDialog, key_file: Path, settle: Settle, clock: Any
) -> None:
    """The error stands beside the certificate, and the button says why it does nothing."""
    clock.moment = "2026-01-05T02:00:00Z"
    dialog.take_file(key_file)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.open_key()
    settle()
    assert not dialog.sign_button.isEnabled()
    assert "đã hết hạn" in dialog.sign_button.toolTip()


def test_certificate_of_somebody_else_is_noticed(
    dialog: SignDialog, tmp_path: Path, books: Context, settle: Settle
) -> None:
    """The paper names one person and the key another: that wants a look."""
    other = make_personal_p12(
        tmp_path / "khac.p12",
        name="Trần Thị B",
        role="",
        organisation="",
        passphrase=PASSPHRASE,
        now=datetime.fromisoformat(books.clock.now()),
    )
    dialog.take_file(other.p12)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.open_key()
    settle()
    assert any("văn bản ghi người ký là Nguyễn Văn A" in words for words in dialog.sheet.texts)


def test_signed_report_is_kept_and_its_verdict_shown(
    qtbot: QtBot, dialog: SignDialog, key_file: Path, books: Context, settle: Settle
) -> None:
    """The signed file replaces nothing: it is kept beside the issued one, and verified at once."""
    dialog.take_file(key_file)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.open_key()
    settle()
    with qtbot.waitSignal(dialog.signed, timeout=30_000):
        qtbot.mouseClick(dialog.sign_button, Qt.MouseButton.LeftButton)
    assert dialog.sheet.texts[0] == "Đã ký. Kiểm tra lại: Chưa xác định"
    assert dialog.passphrase.text() == ""
    stored = books.record("bao_cao", dialog.record.id)
    assert stored is not None
    assert stored.values["trang_thai"] == "da_ky"
    assert stored.values["tep_da_ky"] != stored.values["tep_pdf"]
    assert b"/ETSI.CAdES.detached" in paper_pdf(books, stored.id)
    assert paper_name(stored) == "01-BC-BDV_H1-2020_da-ky.pdf"


def test_key_folder_is_remembered_but_never_the_passphrase(
    dialog: SignDialog, key_file: Path, books: Context, settle: Settle, monkeypatch: Any
) -> None:
    """The next signature starts in the same folder; no file of ours holds the passphrase."""
    monkeypatch.setattr(messages, "choose_file", lambda *_a, **_n: key_file)
    dialog.choose_key()
    dialog.passphrase.setText(PASSPHRASE)
    dialog.open_key()
    settle()
    assert books.settings.get("key_folder") == str(key_file.parent)
    assert PASSPHRASE not in books.paths.settings.read_text("utf-8")


def test_trial_certificates_are_offered_in_the_sample_office_only(dialog: SignDialog) -> None:
    """A real office never sees the button."""
    assert not dialog.demo_button.isVisible()


def test_trial_certificate_of_the_sample_office_says_what_it_is(
    qtbot: QtBot, books_dir: Path, tmp_path: Path, settle: Settle, monkeypatch: Any
) -> None:
    """In the sample office one click makes a key to practise with, clearly without value."""
    shutil.copytree(books_dir, tmp_path / "sample")
    sample = open_context(tmp_path / "sample", clock=SampleClock(FixedClock()), user="Đỗ Thị L")
    monkeypatch.setattr(messages, "ask", lambda *_arguments, **_named: "make")
    box = SignDialog(sample, service.start_report(sample, "H1/2020"))
    qtbot.addWidget(box)
    box.show()
    settle()
    qtbot.mouseClick(box.demo_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: box.key is not None, timeout=10_000)
    assert "Chứng thư thử nghiệm, không có giá trị pháp lý." in box.sheet.texts
    sample.close()


@pytest.fixture
def reports(qtbot: QtBot, books: Context, settle: Settle) -> ReportsScreen:
    """Open the list of reports."""
    screen = ReportsScreen(books)
    qtbot.addWidget(screen)
    screen.period_changed(books.period("H1/2020"))
    screen.resize(1100, 600)
    screen.show()
    screen.activate()
    settle()
    return screen


def test_empty_list_names_the_period_and_starts_its_report(
    qtbot: QtBot, reports: ReportsScreen, books: Context
) -> None:
    """One button leads from nothing to the editor; a second time it opens the same report."""
    assert reports.empty.accessibleName() == "Chưa có văn bản nào của 6 tháng đầu năm 2020"
    with qtbot.waitSignal(reports.go, timeout=10_000) as first:
        qtbot.mouseClick(reports.write_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(reports.go, timeout=10_000) as second:
        reports.new_record()
    assert first.args == second.args
    assert first.args[0] == "report"
    assert len(books.all_of("bao_cao")) == 1


def test_list_saves_the_file_of_a_report(
    issued: Record,
    reports: ReportsScreen,
    books: Context,
    tmp_path: Path,
    settle: Settle,
    monkeypatch: Any,
) -> None:
    """What is saved is the kept file, byte for byte, under a name that says what it is."""
    asked: list[Path] = []

    def choose(_title: str, *, suggested: Path, **_named: Any) -> Path:
        asked.append(suggested)
        return tmp_path / suggested.name

    monkeypatch.setattr(messages, "choose_save", choose)
    assert reports.table.key == issued.id
    reports.save_pdf()
    settle()
    assert asked[0].name == "01-BC-BDV_H1-2020.pdf"
    assert (tmp_path / asked[0].name).read_bytes() == paper_pdf(books, issued.id)
    assert not reports.delete_button.isEnabled()


def test_draft_is_deleted_and_comes_back(
    qtbot: QtBot, reports: ReportsScreen, books: Context, settle: Settle
) -> None:
    """Only a draft can be deleted, and undo brings it back."""
    service.start_report(books, "H1/2020")
    reports.refresh()
    settle()
    reports.delete()
    settle()
    assert books.all_of("bao_cao") == []
    books.undo()
    assert len(books.all_of("bao_cao")) == 1


def test_no_printer_is_said_in_the_print_dialog(
    qtbot: QtBot, own_page: Any, settle: Settle, monkeypatch: Any
) -> None:
    """Printing without a printer names the other way."""
    monkeypatch.setattr(printing, "printers", list)
    own_page.print_page()
    settle()
    (dialog,) = own_page.findChildren(PrintDialog)
    settle()
    assert "chưa có máy in" in dialog.options.state.text()
    assert not dialog.print_button.isEnabled()
    dialog.reject()
    own_page.preview()
    assert [box for box in own_page.findChildren(QDialog) if box.isVisible()]
