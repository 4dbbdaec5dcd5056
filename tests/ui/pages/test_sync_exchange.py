"""Gửi – nhận between an office and its province: keys, encrypted bundles, receipts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.bundles import journal, media
from danvan_desktop.bundles.enrolment import accept, read_enrolment, write_enrolment
from danvan_desktop.bundles.export import ExportChoices, export_bundle
from danvan_desktop.bundles.receipts import write_receipt
from danvan_desktop.bundles.receiving import receive
from danvan_desktop.bundles.sender import remember, sender
from danvan_desktop.context import Context, open_context
from danvan_desktop.storage.backup import restore
from tests.conftest import FixedClock
from tests.core.sync.pair import PROVINCE_NAME
from ui import enrolment_dialog, export_dialog, messages, put_away
from ui.drops import Drops
from ui.enrolment_dialog import EnrolmentDialog
from ui.export_dialog import ExportDialog
from ui.keys_dialog import KeysDialog
from ui.screens import sync_book, sync_words, sync_work
from ui.screens.sync import SyncScreen

PERIOD = "H1/2020"
_KEPT: list[QMimeData] = []
"""What is being dropped: an event does not own it."""

Settled = Callable[[], None]


@pytest.fixture
def screen(qtbot: QtBot, office: Context, settled: Settled) -> SyncScreen:
    """The page for the first half of 2020."""
    shown = SyncScreen(office)
    qtbot.addWidget(shown)
    shown.resize(1190, 620)
    shown.show()
    shown.period_changed(office.period(PERIOD))
    settled()
    return shown


@pytest.fixture
def province(province_dir: Path, tmp_path: Path, office: Context) -> Iterator[Context]:
    """Open a province without records."""
    shutil.copytree(province_dir, tmp_path / "tinh")
    context = open_context(tmp_path / "tinh", clock=office.clock)
    yield context
    context.close()


@pytest.fixture
def letter(province: Context, tmp_path: Path) -> Path:
    """Return the province's letter that introduces its keys."""
    return write_enrolment(province, tmp_path, province.office_key())


def _enrol(one: Context, other: Context, folder: Path) -> None:
    accept(other, read_enrolment(other, write_enrolment(one, folder, one.office_key())))


def test_whole_round_in_the_window(
    screen: SyncScreen,
    province: Context,
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Letter, export, copy, receipt: the path ends green and the row says “Đã nhận”."""
    seen: list[str] = []

    def decide(candidate: object, parent: object) -> str:
        seen.append(candidate.fingerprint_text)  # type: ignore[attr-defined]
        return enrolment_dialog.ACCEPT

    monkeypatch.setattr(enrolment_dialog, "decide", decide)
    screen.take_in(letter)
    settled()
    assert seen == [province.office_key().fingerprint_text]
    assert screen.facts.receiver == PROVINCE_NAME
    screen.take_in(letter)
    settled()
    assert len(seen) == 1
    _enrol(screen.context, province, tmp_path)
    monkeypatch.setattr(export_dialog, "choose_export", lambda *a: ExportChoices())
    screen.export_new()
    settled()
    [sealed] = screen.context.paths.outbox.glob("*.p7m")
    assert screen.bundles.plain.rows[0].cells[5].text == "Chờ biên nhận"  # type: ignore[union-attr]
    assert sealed.name in screen.pane.name.text()
    received = receive(province, sealed, province.enrolled())
    answer = write_receipt(province, received, tmp_path, province.office_key())
    _drop(screen, answer)
    settled()
    assert screen.bundles.plain.rows[0].cells[5].text == "Đã nhận"  # type: ignore[union-attr]
    assert "Nạp biên nhận" in screen.facts.log[0].text
    steps, _present = sync_words.path_of(screen.facts, PERIOD)
    assert (steps[-1].label, steps[-1].done) == ("Cấp trên đã nhận", True)
    told: list[str] = []
    screen.told.connect(lambda text, _undoable: told.append(text))
    screen.take_in(answer)
    settled()
    assert "không có gì thay đổi" in told[-1]


def test_lost_bundle_is_in_the_later_one_that_arrived(
    screen: SyncScreen,
    province: Context,
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Nobody waits for the receipt of a bundle whose changes the province has by another."""
    accept(screen.context, read_enrolment(screen.context, letter))
    _enrol(screen.context, province, tmp_path)
    monkeypatch.setattr(export_dialog, "choose_export", lambda *a: ExportChoices())
    for _time in range(2):
        screen.export_new()
        settled()
    last = screen.context.paths.outbox / "TN-DMC-BDV_2020-H1_lan-2.asice.p7m"
    received = receive(province, last, province.enrolled())
    _drop(screen, write_receipt(province, received, tmp_path, province.office_key()))
    settled()
    badges = [row.cells[5].text for row in screen.bundles.plain.rows]  # type: ignore[union-attr]
    assert badges == ["Đã nhận", "Có trong gói sau"]


def test_receipt_of_a_stranger_is_refused_in_words(
    screen: SyncScreen,
    province: Context,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """A receipt of a province that was never introduced changes nothing and says what to do."""
    _enrol(screen.context, province, tmp_path)
    office = screen.context
    made = export_bundle(office, office.period(PERIOD), tmp_path, office.office_key())
    received = receive(province, made.path, province.enrolled())
    answer = write_receipt(province, received, tmp_path, province.office_key())
    refusals: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda error, *a: refusals.append(error.code))
    screen.take_in(answer)
    settled()
    assert refusals == ["unknown_province"]


def test_letter_waits_for_the_telephone(
    qtbot: QtBot, office: Context, letter: Path, province: Context
) -> None:
    """The button is there only after the comparison; the whole fingerprint is on the page."""
    dialog = EnrolmentDialog(read_enrolment(office, letter))
    qtbot.addWidget(dialog)
    assert not dialog.accept_button.isEnabled()
    dialog.compared.setChecked(True)
    assert dialog.accept_button.isEnabled()
    assert dialog.answer() == enrolment_dialog.ACCEPT
    dialog.lost.setChecked(True)
    assert dialog.answer() == enrolment_dialog.REPLACE


def test_preview_counts_what_leaves_and_asks_why(qtbot: QtBot, office: Context) -> None:
    """Counts per register, no encryption said plainly, personal data only with a reason."""
    found = sync_work.preview(office, office.period(PERIOD))
    dialog = ExportDialog(found)
    qtbot.addWidget(dialog)
    assert found.changed.full
    assert found.changed.size > 0
    assert dialog.export_button.isEnabled()
    dialog.personal.setChecked(True)
    assert not dialog.export_button.isEnabled()
    dialog.reason.setText("Tỉnh yêu cầu")
    assert dialog.export_button.isEnabled()
    choices = dialog.choices()
    assert (choices.personal, choices.reason, choices.restart) == (True, "Tỉnh yêu cầu", False)


def test_preview_asks_before_a_bundle_goes_plain_again(qtbot: QtBot, office: Context) -> None:
    """Once the receiver's certificate is over the clerk must choose; the words say what to do."""
    found = sync_work.preview(office, office.period(PERIOD))
    over = replace(found.changed, lapsed="Chứng thư nhận gói đã hết hạn.")
    dialog = ExportDialog(replace(found, changed=over, whole=over))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.plain.isVisible()
    assert not dialog.export_button.isEnabled()
    assert "giấy giới thiệu khóa mới" in dialog.export_button.toolTip()
    dialog.plain.setChecked(True)
    assert dialog.export_button.isEnabled()
    assert dialog.choices().plain


def test_end_of_the_receivers_certificate_is_told_where_bundles_go(
    qtbot: QtBot,
    screen: SyncScreen,
    letter: Path,
    clock: FixedClock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """At the top of the page with the way to the new letter, and before an export."""
    books = screen.context
    accept(books, read_enrolment(books, letter))
    clock.day, clock.moment = "2029-06-01", "2029-06-01T00:00:00Z"
    books.replace_keys(lost=False)
    screen.refresh()
    settled()
    assert "Khóa mới chưa có giấy giới thiệu" in screen.banner.accessibleName()
    write_enrolment(books, tmp_path, books.office_key())
    screen.refresh()
    settled()
    assert screen.banner.isHidden()
    clock.day, clock.moment = "2030-05-25", "2030-05-25T00:00:00Z"
    screen.refresh()
    settled()
    assert screen.banner.accessibleName() == (
        f"Chứng thư nhận gói của {PROVINCE_NAME} hết hạn ngày 14/06/2030."
    )
    asked: list[str] = []
    monkeypatch.setattr(messages, "choose_file", lambda title, **_more: asked.append(title))
    screen.banner._follow()
    assert asked == ["Chọn biên nhận hoặc giấy giới thiệu khóa"]
    dialog = ExportDialog(sync_work.preview(books, books.period(PERIOD)))
    qtbot.addWidget(dialog)
    told = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("Xin cấp trên giấy giới thiệu khóa mới" in text for text in told)
    assert dialog.export_button.isEnabled()


def test_overtaken_database_must_decide(qtbot: QtBot, screen: SyncScreen, settled: Settled) -> None:
    """The page warns, and the export waits until the clerk says that this is the right machine."""
    office = screen.context
    own = sender(office, "TN-DMC-BDV")
    above = own.epoch.next(name=office.new_id())
    remember(office, own.__class__(own.office, own.epoch, fence=above))
    screen.refresh()
    settled()
    assert screen.banner.isVisible()
    dialog = ExportDialog(sync_work.preview(office, office.period(PERIOD)))
    qtbot.addWidget(dialog)
    assert not dialog.export_button.isEnabled()
    dialog.restart.setChecked(True)
    assert dialog.export_button.isEnabled()
    choices = dialog.choices()
    assert choices.restart
    sync_work.export(office, office.period(PERIOD), choices)
    screen.refresh()
    settled()
    assert not screen.banner.isVisible()


def test_export_after_a_restore_takes_a_number_that_no_file_has(
    office: Context, tmp_path: Path
) -> None:
    """The log of the copy is shorter than the outbox; the page exports, and shows that number."""
    period = office.period(PERIOD)
    sync_work.export(office, period, ExportChoices())
    copy = office.back_up_now()
    sync_work.export(office, period, ExportChoices())
    kept = {one.name: one.read_bytes() for one in office.paths.outbox.iterdir()}
    office.close()
    restore(copy, office.paths.database, safety=tmp_path, stamp=office.clock.now())
    again = open_context(office.paths.data, clock=office.clock)
    shown = sync_work.preview(again, again.period(PERIOD)).changed.number
    made = sync_work.export(again, again.period(PERIOD), ExportChoices())
    assert (shown, made.path.name) == (3, "TN-DMC-BDV_2020-H1_lan-3.asice")
    assert {name: (office.paths.outbox / name).read_bytes() for name in kept} == kept
    again.close()


def test_parts_for_mail_and_the_book_on_paper(
    screen: SyncScreen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """A bundle is cut, the log names it, and the book goes to paper and to a workbook."""
    office = screen.context
    sync_work.export(office, office.period(PERIOD), ExportChoices())
    screen.refresh()
    settled()
    monkeypatch.setattr(messages, "ask", lambda *a, **k: "5")
    monkeypatch.setattr(messages, "choose_folder", lambda *a, **k: tmp_path / "thu")
    screen.cut_selected()
    settled()
    assert sorted(path.suffix for path in (tmp_path / "thu").iterdir()) == [".001", ".sha256"]
    assert "Chia" in screen.facts.log[0].text
    monkeypatch.setattr(messages, "choose_save", lambda *a, **k: tmp_path / "so.xlsx")
    screen.log.choice.setCurrentIndex(1)
    assert screen.log.period == PERIOD
    screen.save_book()
    settled()
    assert (tmp_path / "so.xlsx").stat().st_size > 1000
    shown: list[bytes] = []
    monkeypatch.setattr(sync_book, "show_paper", lambda _page, pdf: shown.append(pdf))
    screen.print_page()
    settled()
    assert shown[0].startswith(b"%PDF-")


def test_keys_page_lists_withdraws_and_renews(
    qtbot: QtBot,
    office: Context,
    letter: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """The key's letter, its renewal, and the list of believed keys with its withdrawal."""
    accept(office, read_enrolment(office, letter))
    dialog = KeysDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    before = dialog.fingerprint.text()
    assert before == office.office_key().fingerprint_text
    assert dialog.table.plain.rows[0].cells[5].text == "Đang tin"  # type: ignore[union-attr]
    monkeypatch.setattr(messages, "choose_folder", lambda *a, **k: tmp_path)
    shown: list[str] = []
    monkeypatch.setattr(messages, "show_text", lambda _t, text, **k: shown.append(text))
    dialog.write_letter()
    settled()
    assert before[:9] in shown[0]
    monkeypatch.setattr(messages, "ask", lambda *a, **k: "renew")
    monkeypatch.setattr(messages, "show_note", lambda *a, **k: None)
    dialog.renew()
    settled()
    assert dialog.fingerprint.text() != before
    monkeypatch.setattr(messages, "ask_text", lambda *a, **k: "Máy cũ bị mất")
    dialog.withdraw()
    settled()
    assert dialog.table.plain.rows[0].cells[5].text == "Đã thu hồi"  # type: ignore[union-attr]
    assert not dialog.withdraw_button.isEnabled()
    assert "Máy cũ bị mất" in journal.entries(office)[0].text


def test_lost_key_is_told_and_replaced(
    qtbot: QtBot, office: Context, monkeypatch: pytest.MonkeyPatch, settled: Settled
) -> None:
    """Without its file the key is not replaced in silence; the page guides to a new one."""
    office.office_key()
    (office.paths.keys / "khoa-co-quan.p12").unlink()
    dialog = KeysDialog(office)
    qtbot.addWidget(dialog)
    dialog.show()
    settled()
    assert "Không tìm thấy khóa" in dialog.until.text()
    assert not dialog.letter_button.isEnabled()
    monkeypatch.setattr(messages, "ask", lambda *a, **k: "lost")
    monkeypatch.setattr(messages, "show_note", lambda *a, **k: None)
    dialog.replace_lost()
    settled()
    assert dialog.letter_button.isEnabled()


def test_stick_is_put_away_on_request(
    screen: SyncScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settled: Settled
) -> None:
    """What the system answers is told in words."""
    told: list[str] = []
    monkeypatch.setattr(messages, "ask", lambda *a, **k: "away")
    monkeypatch.setattr(media, "put_away", lambda _stick: True)
    put_away.offer(tmp_path, tell=told.append, parent=screen)
    settled()
    assert told == ["Rút USB được rồi"]


def test_files_dropped_on_the_window_find_their_page(qtbot: QtBot, tmp_path: Path) -> None:
    """A receipt goes to this page, a workbook to the import, anything else nowhere."""
    window = QWidget()
    qtbot.addWidget(window)
    opened: list[tuple[str, str]] = []
    drops = Drops(window, lambda page, name: opened.append((page, name)))
    for name in ("bien-nhan.asice", "goi.asice.P7M", "xa.xlsx", "anh.jpg"):
        # Qt hands a drop only to the widget that it began over, so the filter is asked itself.
        drops.eventFilter(window, _dropping(tmp_path / name))
    assert [(page, Path(name).suffix) for page, name in opened] == [
        ("sync", ".asice"),
        ("sync", ".P7M"),
        ("import", ".xlsx"),
    ]


def _drop(screen: SyncScreen, path: Path) -> None:
    screen.dropEvent(_dropping(path))


def _dropping(path: Path) -> QDropEvent:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    _KEPT.append(data)
    return event


def test_letter_with_another_offices_code_needs_a_tick_of_its_own(
    qtbot: QtBot, office: Context, letter: Path
) -> None:
    """Both names stand there, and comparing the fingerprint alone is not enough."""
    candidate = replace(read_enrolment(office, letter), held_by="Ban Dân vận Huyện ủy Trảng Bàng")
    dialog = EnrolmentDialog(candidate)
    qtbot.addWidget(dialog)
    dialog.show()
    said = " ".join(one.text() for one in dialog.findChildren(QLabel))
    assert f"đang là của Ban Dân vận Huyện ủy Trảng Bàng, còn giấy này của {PROVINCE_NAME}" in said
    dialog.compared.setChecked(True)
    assert not dialog.accept_button.isEnabled()
    dialog.renamed.setChecked(True)
    assert dialog.accept_button.isEnabled()
