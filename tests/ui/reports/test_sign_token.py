"""Signing with a token, several papers with one PIN, and the page that says what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.reports import service
from danvan_desktop.reports.paper_files import paper_pdf
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.verdict import State
from danvan_desktop.storage.values import Record
from tests.core.signing.kit import Authority, make_authority, make_key
from tests.softhsm import PIN, Hsm, hsm
from ui import messages
from ui.screens.report_signing import choose_signed_file, open_signing
from ui.screens.reports import ReportsScreen
from ui.screens.token import TokenScreen
from ui.sign_dialog import SignDialog
from ui.token_work import KIND, TOKEN, wrong_pins
from ui.verify_dialog import VerifyDialog

Settle = Callable[[], None]


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the authority of the token's certificates."""
    return make_authority()


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Hsm]:
    """Make a token of Nguyễn Văn A; skip without SoftHSM."""
    with hsm(tmp_path_factory.mktemp("hsm"), authority) as made:
        yield made


@pytest.fixture
def dialog(qtbot: QtBot, books: Context, issued: Record, token: Hsm, settle: Settle) -> SignDialog:
    """Open the box that signs, with the token as it was used last."""
    books.settings.set(KIND, TOKEN)
    box = SignDialog(books, issued)
    qtbot.addWidget(box)
    box.show()
    settle()
    return box


def test_token_shows_its_certificate_before_the_pin(dialog: SignDialog) -> None:
    """Whose it is and how long it lasts; the PIN is all that is missing."""
    assert dialog.sheet.texts[0] == "Nguyễn Văn A"
    assert not dialog.sign_button.isEnabled()
    assert dialog.sign_button.toolTip() == "Chưa gõ PIN"
    dialog.source.pin.setText("1")
    assert dialog.sign_button.isEnabled()


def test_wrong_pin_is_counted_and_nothing_is_signed(
    dialog: SignDialog, books: Context, settle: Settle
) -> None:
    """The field is empty, the warning stands before it, and the right PIN still works."""
    serial = dialog.source.chosen[0].serial if dialog.source.chosen else ""
    dialog.source.pin.setText("000000")
    dialog.sign()
    settle()
    assert dialog.sheet.texts[0] == "PIN không đúng."
    assert dialog.source.pin.text() == ""
    assert "1 lần liên tiếp" in dialog.source.warning.text()
    assert wrong_pins(books.settings, serial) == 1
    dialog.source.pin.setText(PIN)
    dialog.sign()
    settle()
    assert dialog.sheet.texts[0].startswith("Đã ký.")
    assert wrong_pins(books.settings, serial) == 0
    kept = books.record("bao_cao", dialog.record.id)
    assert kept is not None
    assert kept.values["trang_thai"] == "da_ky"
    assert PIN not in books.paths.settings.read_text("utf-8")


def test_invisible_signature_leaves_the_pages_alone(
    dialog: SignDialog, books: Context, settle: Settle
) -> None:
    """Without the tick no block is drawn."""
    dialog.visible_box.setChecked(False)
    dialog.source.pin.setText(PIN)
    dialog.sign()
    settle()
    assert dialog.verdict is not None
    path = books.paths.copies / dialog.verdict.path.name
    [field] = (PdfReader(path).get_fields() or {}).values()
    assert field["/FT"] == "/Sig"
    rects = [
        [float(v) for v in one.get_object()["/Rect"]]
        for page in PdfReader(path).pages
        for one in page.get("/Annots", [])
    ]
    assert all(right <= left for left, _bottom, right, _top in rects)


def test_several_papers_are_signed_with_one_pin(
    qtbot: QtBot, books: Context, issued: Record, token: Hsm, settle: Settle, authority: Authority
) -> None:
    """Each paper gets its own line and verdict."""
    other = service.freeze(books, service.start_report(books, "H2/2020").id)
    books.paths.trusted.mkdir(exist_ok=True)
    (books.paths.trusted / "ca.cer").write_bytes(authority.der)
    books.settings.set(KIND, TOKEN)
    box = SignDialog(books, [issued, other])
    qtbot.addWidget(box)
    box.show()
    settle()
    box.source.pin.setText(PIN)
    box.sign()
    settle()
    assert box.sheet.texts[0] == "Đã ký 2/2 văn bản."
    verdicts = [one.verdict for one in box.results if one.verdict]
    reasons = [[found.code for found in one.signatures[0].reasons] for one in verdicts]
    assert [one.state for one in verdicts] == [State.VALID] * 2, reasons


def test_page_of_the_token_lights_up(
    qtbot: QtBot, books: Context, token: Hsm, settle: Settle, tmp_path: Path, monkeypatch: Any
) -> None:
    """Seven lines with a word each, one sentence, and details for a helper without names."""
    page = TokenScreen(books)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    settle()
    assert len(page.lines) == 7
    assert page.lines[0].startswith("Trình điều khiển: tốt.")
    assert page.advice.text()
    target = tmp_path / "info.txt"
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_n: target)
    page.save_support()
    settle()
    assert "Nguyễn Văn A" not in target.read_text("utf-8")
    chosen = tmp_path / "own-driver.so"
    chosen.write_bytes(b"no driver")
    monkeypatch.setattr(messages, "choose_file", lambda *_a, **_n: chosen)
    page.choose_driver()
    settle()
    assert "own-driver" in page.others.text()


def test_file_signed_elsewhere_is_taken_back_from_the_list(
    qtbot: QtBot,
    books: Context,
    issued: Record,
    settle: Settle,
    tmp_path: Path,
    authority: Authority,
    monkeypatch: Any,
) -> None:
    """Nobody vouches for it, so it is kept only on a word; then its verdict is shown."""
    key = make_key(tmp_path, authority=authority, name="Nguyễn Văn A")
    (tmp_path / "out.pdf").write_bytes(paper_pdf(books, issued.id))
    now = datetime.fromisoformat(books.clock.now())
    back = sign_pdf(tmp_path / "out.pdf", tmp_path / "back.pdf", key, now=now).path
    screen = ReportsScreen(books)
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    settle()
    monkeypatch.setattr(messages, "choose_file", lambda *_a, **_n: back)
    asked: list[str] = []
    answers = ["", "keep"]

    def answer(_title: str, text: str, *_a: Any, **_n: Any) -> str:
        asked.append(text)
        return answers.pop(0)

    monkeypatch.setattr(messages, "ask", answer)
    for _time in range(2):
        assert paper_pdf(books, issued.id) != back.read_bytes()
        screen.take_back()
        settle()
        settle()
    assert asked[0].startswith("Chưa rõ chữ ký là của ai. Nơi cấp chứng thư")
    assert "Nguyễn Văn A" in screen.told_label.text()
    [shown] = screen.findChildren(VerifyDialog)
    assert paper_pdf(books, issued.id) == back.read_bytes()
    shown.close()
    refused: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda error, *_a: refused.append(error.code))
    choose_signed_file(screen, issued, screen.told_label.setText)
    settle()
    assert refused == ["kept_already"]


def test_list_offers_to_sign_issued_papers_only(
    qtbot: QtBot, books: Context, settle: Settle, monkeypatch: Any
) -> None:
    """A draft cannot be signed, and that is said."""
    service.start_report(books, "H1/2020")
    screen = ReportsScreen(books)
    qtbot.addWidget(screen)
    screen.show()
    screen.activate()
    settle()
    assert not screen.sign_button.isEnabled()
    notes: list[str] = []
    monkeypatch.setattr(messages, "show_note", lambda title, *_a: notes.append(title))
    open_signing(screen, list(screen.papers.values()))
    assert notes == ["Chưa có văn bản nào để ký"]


def test_check_sheet_is_saved(
    qtbot: QtBot,
    dialog: SignDialog,
    books: Context,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: Any,
) -> None:
    """One page with the file's hash, the signer and the certificate's number."""
    dialog.source.pin.setText(PIN)
    dialog.sign()
    settle()
    assert dialog.verdict is not None
    box = VerifyDialog(dialog.verdict, context=books)
    qtbot.addWidget(box)
    box.show()
    settle()
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_n: tmp_path / "sheet.pdf")
    box.save_sheet()
    settle()
    [page] = PdfReader(tmp_path / "sheet.pdf").pages
    text = " ".join(page.extract_text().split())
    assert "PHIẾU KIỂM TRA CHỮ KÝ" in text
    assert box.known is not None
    assert box.known.checked.sha256[:8] in text
    assert dialog.verdict.signatures[0].serial in text.replace(" ", "")
