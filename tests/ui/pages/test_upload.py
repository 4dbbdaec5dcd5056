"""“Tải lên…”: destinations, one press, resumed, consent that is given and withdrawn."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles import journal
from danvan_desktop.bundles.enrolment import accept, read_enrolment, write_enrolment
from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.upload import places as known, web as upload_web
from danvan_desktop.bundles.upload.places import folder_place, web_place
from danvan_desktop.context import Context, open_context
from tests.core.bundles.upload.kit import PASSWORD, USER, Behaviour, Ring, Serving, serving
from ui import export_dialog, messages, upload_dialog
from ui.screens import sync_words
from ui.screens.sync import SyncScreen
from ui.upload_address_dialog import AddressDialog
from ui.upload_dialog import UploadDialog

PERIOD = "H1/2020"
Settled = Callable[[], None]


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    yield
    keyring.set_keyring(before)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Serving]:
    """Serve WebDAV over TLS."""
    with serving(tmp_path, Behaviour()) as one:
        yield one


@pytest.fixture
def sealing(office: Context, province_dir: Path, tmp_path: Path) -> Context:
    """Return the office with the key of its province, so that bundles are encrypted."""
    shutil.copytree(province_dir, tmp_path / "tinh")
    province = open_context(tmp_path / "tinh", clock=office.clock)
    letter = write_enrolment(province, tmp_path, province.office_key())
    province.close()
    accept(office, read_enrolment(office, letter))
    return office


def _exported(office: Context) -> Entry:
    folder = office.paths.outbox
    folder.mkdir(exist_ok=True)
    export_bundle(office, office.period(PERIOD), folder, office.office_key())
    return journal.exports(journal.entries(office))[0]


def _open(qtbot: QtBot, office: Context, settled: Settled) -> UploadDialog:
    dialog = UploadDialog(office, _exported(office), "6 tháng đầu năm 2020")
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    return dialog


def _forbid_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_a: object, **_k: object) -> None:
        raise AssertionError("network")

    monkeypatch.setattr(socket.socket, "connect", fail)
    monkeypatch.setattr(socket, "getaddrinfo", fail)


def test_first_place_is_a_folder_and_is_remembered(
    qtbot: QtBot,
    office: Context,
    tmp_path: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing can be pressed before a place is there; consent is off and stays off."""
    _forbid_network(monkeypatch)
    dialog = _open(qtbot, office, settled)
    assert not dialog.upload_button.isEnabled()
    share = tmp_path / "chia-se"
    share.mkdir()
    monkeypatch.setattr(messages, "choose_folder", lambda *a, **k: share)
    dialog.add_folder()
    assert not dialog.at_once.isChecked()
    dialog.upload_now()
    settled()
    assert [path.suffix for path in share.iterdir()] == [".asice"]
    assert "đọc lại khớp" in dialog.outcome.title.text()
    assert known.agreed(office.settings) == []
    dialog.remove_place()
    assert dialog.place is None
    assert known.places(office.settings) == []


def test_plain_bundle_may_not_go_to_an_address(
    qtbot: QtBot, office: Context, settled: Settled
) -> None:
    """The reason stands in the dialog and the button is off."""
    known.keep(office.settings, web_place("https://tinh.vn/goi"))
    dialog = _open(qtbot, office, settled)
    assert not dialog.upload_button.isEnabled()
    assert "không mã hóa" in dialog.way.title.text()


def test_password_is_asked_and_the_cut_upload_goes_on(
    qtbot: QtBot,
    sealing: Context,
    server: Serving,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No password, a wrong one, a cut, then the rest; without a keyring nothing is kept."""
    monkeypatch.setattr(upload_web, "PART", 4096)
    server.does.password = PASSWORD
    known.keep(sealing.settings, web_place(server.address, user=USER, root=server.root))
    dialog = _open(qtbot, sealing, settled)
    assert not dialog.keep_password.isEnabled()
    assert "không có kho mật khẩu" in dialog.keep_password.text()
    dialog.upload_now()
    settled()
    assert "Cần mật khẩu" in dialog.outcome.title.text()
    dialog.password.setText("nhầm")
    dialog.upload_now()
    settled()
    assert "không nhận tên hoặc mật khẩu" in dialog.outcome.title.text()
    dialog.password.setText(PASSWORD)
    server.does.cut_after = 6000
    dialog.upload_now()
    settled()
    assert "ngắt kết nối" in dialog.outcome.title.text()
    assert dialog.upload_button.text() == "Tải tiếp"
    dialog.upload_now()
    settled()
    assert "phần còn thiếu" in dialog.outcome.title.text()
    assert dialog.password.text() == ""
    assert PASSWORD not in sealing.paths.settings.read_text(encoding="utf-8")


def test_password_that_worked_is_kept_by_the_system(
    qtbot: QtBot, sealing: Context, server: Serving, settled: Settled
) -> None:
    """A wrong password is not kept, the right one is, and the next upload needs none typed."""
    ring = Ring()
    keyring.set_keyring(ring)
    server.does.password = PASSWORD
    known.keep(sealing.settings, web_place(server.address, user=USER, root=server.root))
    dialog = _open(qtbot, sealing, settled)
    assert dialog.keep_password.isEnabled()
    dialog.keep_password.setChecked(True)
    for typed, kept in (("nhầm", []), (PASSWORD, [PASSWORD])):
        dialog.password.setText(typed)
        dialog.upload_now()
        settled()
        assert list(ring.held.values()) == kept
    dialog.upload_now()
    settled()
    assert "không phải gửi lại" in dialog.outcome.title.text()
    dialog.remove_place()
    settled()
    assert ring.held == {}


def test_parts_are_offered_where_the_whole_is_too_large(
    qtbot: QtBot,
    sealing: Context,
    server: Serving,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """413 shows the button; what it chose is remembered for this place."""
    monkeypatch.setattr(upload_web, "PART", 4096)
    server.does.dav, server.does.limit = False, 4096
    known.keep(sealing.settings, web_place(server.address, root=server.root))
    dialog = _open(qtbot, sealing, settled)
    dialog.upload_now()
    settled()
    assert dialog.parts_button.isVisible()
    dialog.upload_in_parts()
    settled()
    assert dialog.uploaded is not None
    assert dialog.uploaded.parts > 1
    assert known.places(sealing.settings)[0].parts


def test_stop_answers_at_once(
    qtbot: QtBot, sealing: Context, server: Serving, settled: Settled
) -> None:
    """“Hủy” while the server is silent ends the upload within 0.3 s; closing the dialog too."""
    server.does.silent = threading.Event()
    known.keep(sealing.settings, web_place(server.address, root=server.root))
    dialog = _open(qtbot, sealing, settled)
    dialog.upload_now()
    qtbot.waitUntil(lambda: server.does.taken > 0, timeout=5000)
    before = time.monotonic()
    dialog.progress._stop()
    qtbot.waitUntil(lambda: "Đã dừng" in dialog.outcome.title.text(), timeout=2000)
    assert time.monotonic() - before < 0.3
    assert dialog.upload_button.text() == "Tải tiếp"
    dialog.upload_now()
    dialog.reject()
    settled()
    server.does.silent.set()


def test_consent_uploads_after_the_next_export_until_withdrawn(
    qtbot: QtBot,
    office: Context,
    tmp_path: Path,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without consent an export stays at home; with it it goes; withdrawn it stays again."""
    _forbid_network(monkeypatch)
    share = tmp_path / "chia-se"
    share.mkdir()
    known.keep(office.settings, folder_place(share))
    screen = SyncScreen(office)
    qtbot.addWidget(screen)
    screen.resize(1190, 620)
    screen.show()
    screen.period_changed(office.period(PERIOD))
    monkeypatch.setattr(export_dialog, "choose_export", lambda *a: ExportChoices())
    _export(screen, settled)
    assert list(share.iterdir()) == []
    dialog = UploadDialog(office, journal.exports(screen.facts.log)[0], PERIOD)
    qtbot.addWidget(dialog)
    dialog.at_once.click()
    assert known.agreed(office.settings) == []
    dialog.upload_now()
    settled()
    assert len(known.agreed(office.settings)) == 1
    _export(screen, settled)
    assert len(list(share.iterdir())) == 2
    assert screen.bundles.plain.rows[0].cells[4].text == "Đã tải lên"  # type: ignore[union-attr]
    steps, _present = sync_words.path_of(screen.facts, PERIOD)
    assert (steps[3].label, steps[3].done) == ("Tải lên", True)
    dialog.at_once.click()
    assert known.agreed(office.settings) == []
    assert "Đã thôi" in dialog.outcome.title.text()
    _export(screen, settled)
    assert len(list(share.iterdir())) == 2


def test_refusal_after_an_export_is_told(
    qtbot: QtBot, office: Context, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plain bundle with consent for an address stays at home, and the clerk reads why."""
    _forbid_network(monkeypatch)
    place = known.keep(office.settings, web_place("https://tinh.vn/goi"))
    known.agree(office.settings, place, at_once=True)
    screen = SyncScreen(office)
    qtbot.addWidget(screen)
    screen.period_changed(office.period(PERIOD))
    monkeypatch.setattr(export_dialog, "choose_export", lambda *a: ExportChoices())
    told: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda error, *a: told.append(error.code))
    _export(screen, settled)
    assert told == ["not_encrypted"]


def test_page_opens_the_dialog_for_the_selected_bundle(
    qtbot: QtBot, office: Context, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The button of the pane hands over the bundle that is selected."""
    entry = _exported(office)
    screen = SyncScreen(office)
    qtbot.addWidget(screen)
    screen.period_changed(office.period(PERIOD))
    settled()
    opened: list[Any] = []
    monkeypatch.setattr(upload_dialog, "upload_bundle", lambda *a: opened.append(a[1].sha256))
    screen.pane.upload.click()
    settled()
    assert opened == [entry.sha256]


def test_address_is_checked_where_it_is_typed(
    qtbot: QtBot, server: Serving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only https is taken; the root of the province is a file, shown by its fingerprint."""
    dialog = AddressDialog(None)
    qtbot.addWidget(dialog)
    dialog.address.setText("http://tinh.vn/goi")
    dialog.accept()
    assert dialog.place is None
    assert "https" in dialog.trouble.text()
    root = tmp_path / "goc.pem"
    root.write_text(server.root)
    monkeypatch.setattr(messages, "choose_file", lambda *a, **k: root)
    dialog.choose_root()
    assert known.root_fingerprint(server.root) in dialog.root.text()
    dialog.address.setText(server.address)
    dialog.user.setText(USER)
    dialog.accept()
    assert dialog.place == web_place(server.address, user=USER, root=server.root)
    dialog.drop_root()
    assert not dialog.system_button.isVisible()


def _export(screen: SyncScreen, settled: Settled) -> None:
    screen.export_new()
    settled()
    settled()
