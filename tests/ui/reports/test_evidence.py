"""Years later a certificate has expired, and the receipt still vouches for the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles.export import export_bundle
from danvan_desktop.bundles.receipts import write_receipt
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.context import Context
from danvan_desktop.reports.paper_files import paper_pdf
from danvan_desktop.signing.keys import pem
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock
from tests.core.signing.kit import make_authority, make_key
from tests.core.sync.pair import introduce
from tests.core.sync.province_kit import make_province
from ui import messages
from ui.screens.reports import ReportsScreen
from ui.screens.sync import SyncScreen
from ui.verify_dialog import VerifyDialog
from ui.widgets.buttons import Button

H1 = "H1/2020"
YEARS_LATER = "2022-03-01T02:00:00Z"
PROOF = "Hợp lệ khi nhận"
Settled = Callable[[], None]


@pytest.fixture
def province(empty_data_dir: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Context]:
    """Open the superior."""
    context = make_province(empty_data_dir, tmp_path / "province", clock)
    yield context
    context.close()


@pytest.fixture
def page(
    qtbot: QtBot, books: Context, issued: Record, tmp_path: Path, settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> ReportsScreen:  # fmt: skip
    """Show the papers, one of them signed with a certificate that the province's roots cover."""
    authority = make_authority()
    books.paths.trusted.mkdir(exist_ok=True)
    (books.paths.trusted / "goc.pem").write_text(pem(authority.der), encoding="ascii")
    key = make_key(tmp_path, authority=authority, name="Nguyễn Văn A")
    (tmp_path / "out.pdf").write_bytes(paper_pdf(books, issued.id))
    now = datetime.fromisoformat(books.clock.now())
    back = sign_pdf(tmp_path / "out.pdf", tmp_path / "da-ky.pdf", key, now=now).path
    monkeypatch.setattr(VerifyDialog, "exec", VerifyDialog.open)
    monkeypatch.setattr(messages, "choose_file", lambda *_a, **_n: back)
    screen = ReportsScreen(books)
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    settled()
    screen.take_back()
    settled()
    _only(screen).close()
    return screen


def test_receipt_vouches_after_the_certificate_expired(
    qtbot: QtBot, page: ReportsScreen, books: Context, province: Context, clock: FixedClock,
    tmp_path: Path, settled: Settled, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Without a receipt the clerk sees a limit; with it the proof, in the box and on the sheet."""
    introduce(books, province, tmp_path / "letters")
    introduce(province, books, tmp_path / "letters")
    books.paths.outbox.mkdir(exist_ok=True)
    made = export_bundle(books, books.period(H1), books.paths.outbox, books.office_key())
    sent = clock.moment
    clock.moment = YEARS_LATER
    shown = _check(qtbot, page, settled)
    assert shown.verdict.text == "Hợp lệ có giới hạn"
    assert "đã hết hạn" in _words(shown)
    assert PROOF not in _words(shown)
    shown.close()

    clock.moment = sent
    received = receive(province, made.to_send, province.enrolled())
    answer = write_receipt(province, received, tmp_path, province.office_key())
    sync = SyncScreen(books)
    qtbot.addWidget(sync)
    sync.take_in(answer)
    settled()
    clock.moment = YEARS_LATER
    shown = _check(qtbot, page, settled)
    assert shown.received.isVisible()
    said = shown.received.text()
    assert said.startswith(PROOF)
    assert "16/06/2020" in said
    assert "số 1" in said
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_n: tmp_path / "phieu.pdf")
    qtbot.mouseClick(shown.save_button, Qt.MouseButton.LeftButton)
    settled()
    [sheet] = PdfReader(tmp_path / "phieu.pdf").pages
    text = " ".join(sheet.extract_text().split())
    assert " ".join(said.split()) in text
    assert "đã hết hạn" in text
    shown.close()


def _check(qtbot: QtBot, page: ReportsScreen, settled: Settled) -> VerifyDialog:
    """Press the page's button, choose the signed file, wait for the verdict."""
    [button] = [one for one in page.findChildren(Button) if one.text() == "Kiểm tra chữ ký…"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settled()
    return _only(page)


def _only(page: ReportsScreen) -> VerifyDialog:
    [shown] = [one for one in page.findChildren(VerifyDialog) if one.isVisible()]
    return shown


def _words(shown: VerifyDialog) -> str:
    return " ".join(one.text() for one in shown.findChildren(QLabel) if one.isVisible())
