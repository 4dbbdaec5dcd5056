"""Nhận gói: a heap of files is taken, answered and shown; an office that sends has no such page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from danvan_desktop.agenda.todo import todo
from danvan_desktop.bundles.inbox import take_all
from danvan_desktop.bundles.partners import Partner, Role, keep
from danvan_desktop.bundles.returns import take_in_return, write_returns
from danvan_desktop.context import Context
from danvan_desktop.organisation.pins import PinState, pins, write_pin
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.certificates import fingerprint_text
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.values import ListQuery
from tests.core.sync.province_kit import Office, enrol, make_office, make_province
from tests.ui.registers.helpers import type_text
from ui import messages, pin_dialog, reminder_dialog
from ui.main_window import MainWindow
from ui.pin_dialog import PinDialog
from ui.reminder_dialog import ReminderDialog
from ui.screens import sync_book
from ui.screens.figures import FiguresScreen
from ui.screens.figures_detail import SHARES
from ui.screens.home import HomeScreen
from ui.screens.province import ASIDE, PINS, SENT, STRAYED, TAKING, TWICE, ProvinceScreen
from ui.screens.record import RecordScreen
from ui.screens.registers import RegisterScreen
from ui.screens.sync import SyncScreen
from ui.widgets.columns import OFFICE_KEY, OWN_OFFICE

H1 = "H1/2020"
Settled = Callable[[], None]


@pytest.fixture
def receiver(empty_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open the province."""
    context = make_province(empty_data_dir, tmp_path / "province", clock)
    yield context
    context.close()


@pytest.fixture
def district(
    empty_data_dir: Path, tmp_path: Path, clock: Any, receiver: Context
) -> Iterator[Office]:
    """Open an enrolled district with a dialogue."""
    office = make_office(empty_data_dir, tmp_path / "office", "Gò Dầu", clock)
    enrol(receiver, office)
    office.dialogue("2020-02-01")
    yield office
    office.context.close()


@pytest.fixture
def screen(qtbot: QtBot, receiver: Context, settled: Settled) -> ProvinceScreen:
    """Show the page for the first half of 2020."""
    shown = ProvinceScreen(receiver)
    qtbot.addWidget(shown)
    shown.resize(1190, 620)
    shown.show()
    shown.period_changed(receiver.period(H1))
    settled()
    return shown


def _drop(screen: ProvinceScreen, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    screen.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))


def test_dropped_folder_is_taken_and_answered(
    screen: ProvinceScreen,
    district: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Verdict per file without a question; then one click writes the receipts."""
    assert screen.empty.isVisible()
    assert not screen.answer_button.isEnabled()
    district.send(H1)
    (district.post / "hong.asice").write_bytes(b"nothing")
    (district.post / "thu.txt").write_text("kính gửi", "utf-8")
    _drop(screen, district.post)
    settled()
    shown = [[getattr(c, "text", c) for c in row.cells] for row in screen.results.plain.rows]
    assert [row[-1] for row in shown] == ["Đã nhận", "Từ chối", ""]
    assert shown[0][1:5] == ["Ban Dân vận Huyện ủy Gò Dầu", H1, "1", "1"]
    assert shown[2][:2] == ["thu.txt", "Không phải gói số liệu."]
    assert screen.told_.text() == (
        "1 gói đã nhận · 1 tệp bị từ chối, đã cách ly · 1 tệp khác bỏ qua"
    )
    usb = tmp_path / "usb"
    usb.mkdir()
    monkeypatch.setattr(messages, "choose_folder", lambda *_a, **_k: usb)
    screen.answer()
    settled()
    assert len(list(usb.glob("*bien-nhan*"))) == 1


def test_matrix_shows_who_owes_and_writes_a_lost_receipt_again(
    screen: ProvinceScreen,
    district: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """An enrolled office stands there before it ever sent; then the cell tells what came."""
    screen.tabs.setCurrentIndex(SENT)
    screen.refresh()
    settled()
    assert screen.sent.cell == (district.code, H1)
    assert "hạn 20/6/2020" in screen.pane.said.text()
    screen.take([district.send(H1)])
    settled()
    screen.tabs.setCurrentIndex(SENT)
    settled()
    assert "Đã nhận đúng hạn" in screen.pane.said.text()
    monkeypatch.setattr(messages, "choose_folder", lambda *_a, **_k: tmp_path)
    screen.pane.answer.click()
    settled()
    assert list(tmp_path.glob("*bien-nhan*"))


def test_owing_offices_are_reminded_from_the_matrix(
    screen: ProvinceScreen,
    district: Office,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """The button tells who owes the chosen period and begins a letter; then nobody owes it."""
    screen.tabs.setCurrentIndex(SENT)
    screen.refresh()
    settled()
    assert "1 cơ quan chưa gửi" in screen.owed.text()
    monkeypatch.setattr(
        reminder_dialog,
        "ask_reminder",
        lambda owing, letter, *_a, **_k: ReminderDialog(owing, letter, screen),
    )
    with qtbot.waitSignal(screen.go) as went:
        screen.remind_button.click()
        settled()
    assert went.args[0] == "report"
    screen.take([district.send(H1)])
    settled()
    screen.tabs.setCurrentIndex(SENT)
    settled()
    assert not screen.remind_button.isEnabled()


def test_only_a_receiver_has_the_page_in_its_rail(
    qtbot: QtBot, receiver: Context, office: Context, settled: Settled
) -> None:
    """The rail of a district does not offer it."""
    for context, offered in ((receiver, True), (office, False)):
        window = MainWindow(context.settings)
        qtbot.addWidget(window)
        window.show()
        window.take_context(context)
        settled()
        assert window.rail.items["province"].isVisible() is offered


def test_records_of_another_office_are_read_only_and_filtered(
    qtbot: QtBot, receiver: Context, district: Office, settled: Settled
) -> None:
    """The list offers the sending office; the form names it and lets nothing be typed."""
    take_all(receiver, [district.send(H1)])
    window = MainWindow(receiver.settings)
    qtbot.addWidget(window)
    window.show()
    window.take_context(receiver)
    settled()
    window.open_screen("doi_thoai")
    settled()
    page = window.page
    assert isinstance(page, RegisterScreen)
    assert page.list is not None
    assert page.list.offices == {district.code: "Ban Dân vận Huyện ủy Gò Dầu"}
    page.list.show_office("")
    settled()
    assert page.list.table.model.rowCount() == 0
    page.list.show_office(district.code)
    settled()
    assert page.list.table.model.rowCount() == 1
    page.list.show_office(None)
    model = page.list.table.model
    place = [column.key for column in model.columns].index(OFFICE_KEY)
    settled()
    assert model.index(0, place).data() == "Ban Dân vận Huyện ủy Gò Dầu"
    senders = page.list.table.header.editor(OFFICE_KEY)
    assert senders is not None
    for chosen, count in ((OWN_OFFICE, 0), (district.code, 1)):
        senders.set_value(chosen)
        senders._settle()
        settled()
        assert model.rowCount() == count
    [record] = receiver.page(ListQuery(register="doi_thoai"), 0, 5)
    window.open_record("doi_thoai", record.id)
    settled()
    form = window.page
    assert isinstance(form, RecordScreen)
    assert form.layout_ is not None
    assert form.layout_.read_only
    assert "Gò Dầu" in form.layout_.banner._text.text()


def test_figure_is_split_by_office(
    qtbot: QtBot, receiver: Context, district: Office, settled: Settled
) -> None:
    """The detail of a figure has the offices; Enter leads to one's records."""
    take_all(receiver, [district.send(H1)])
    shown = FiguresScreen(receiver)
    qtbot.addWidget(shown)
    shown.show()
    shown.period_changed(receiver.period(H1))
    shown.activate("doi_thoai_cuoc")
    settled()
    shown.detail.views.setCurrentIndex(SHARES)
    settled()
    cells = [row.cells for row in shown.detail.shares.table.plain.rows]
    assert cells[0] == ("Ban Dân vận Huyện ủy Gò Dầu", "1", "1")
    with qtbot.waitSignal(shown.go) as went:
        shown.detail.shares.table.opened.emit(district.code)
    assert went.args[0] == "doi_thoai"
    assert receiver.count(went.args[1]) == 1


def test_pin_goes_back_and_the_form_opens_at_it(
    qtbot: QtBot,
    receiver: Context,
    district: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Pinned in the form, written on the page, dropped at the office, shown at its field."""
    take_all(receiver, [district.send(H1)])
    [record] = receiver.page(ListQuery(register="doi_thoai"), 0, 5)
    form = RecordScreen(receiver, "doi_thoai")
    qtbot.addWidget(form)
    form.activate(record.id)
    settled()
    monkeypatch.setattr(pin_dialog, "ask_pin", lambda *_a: ("so_nguoi", "Số người dự?"))
    form.notices.send_back()
    settled()
    page = ProvinceScreen(receiver)
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentIndex(PINS)
    page.pins.refresh()
    settled()
    assert [getattr(row.cells[2], "whole", "") for row in page.pins.table.plain.rows] == [
        "Số người dự?"
    ]
    monkeypatch.setattr(messages, "choose_folder", lambda *_a, **_k: tmp_path)
    refused: list[str] = []
    monkeypatch.setattr(messages, "show_error", lambda error, _page: refused.append(error.code))
    for day in ("25/6/2019", "25/6/2020"):
        monkeypatch.setattr(messages, "ask_text", lambda *_a, day=day, **_k: day)
        page.pins.send_back()
        settled()
    assert refused == ["past_deadline"]
    assert not page.pins.return_button.isEnabled()
    [path] = tmp_path.glob("*tra-lai*")
    _introduce(district.context, receiver)
    sync = SyncScreen(district.context)
    qtbot.addWidget(sync)
    sync.take_in(path)
    settled()
    own = RecordScreen(district.context, "doi_thoai")
    qtbot.addWidget(own)
    own.show()
    own.activate(record.id)
    with qtbot.waitSignal(own.opened):
        settled()
    assert own.layout_ is not None
    assert "Số người dự?" in own.layout_.banner._text.text()
    type_text(own.layout_.form.rows["dia_diem"].editor.widget, "Nhà văn hóa")
    own.save()
    settled()
    assert "Số người dự?" in own.layout_.banner._text.text()
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_k: "Đúng như biên bản")
    own.notices.settle()
    settled()
    assert not own.layout_.banner.isVisible()


def test_pin_that_waits_is_taken_back(
    qtbot: QtBot,
    receiver: Context,
    district: Office,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """One that no return carries yet goes after a question; cancelled, it stays."""
    take_all(receiver, [district.send(H1)])
    [record] = receiver.page(ListQuery(register="doi_thoai"), 0, 5)
    write_pin(receiver, "doi_thoai", record.id, "so_nguoi", "Số người dự?")
    page = ProvinceScreen(receiver)
    qtbot.addWidget(page)
    page.show()
    page.tabs.setCurrentIndex(PINS)
    page.pins.refresh()
    settled()
    page.pins.table.selectRow(0)
    assert page.pins.drop_button.isEnabled()
    monkeypatch.setattr(messages, "ask", lambda *_a, **_k: None)
    page.pins.drop()
    settled()
    assert len(pins(receiver)) == 1
    monkeypatch.setattr(messages, "ask", lambda *_a, **_k: "drop")
    page.pins.drop()
    settled()
    assert pins(receiver) == []
    assert not page.pins.drop_button.isEnabled()


def test_pin_on_a_figure_goes_there_and_back(
    qtbot: QtBot,
    receiver: Context,
    district: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """Pinned beside the office's share, shown at its cell there, answered, and accepted here."""
    take_all(receiver, [district.send(H1)])
    page = ProvinceScreen(receiver)
    shown = FiguresScreen(receiver)
    for one in (page, shown):
        qtbot.addWidget(one)
        one.show()
        one.period_changed(receiver.period(H1))
    shown.activate("doi_thoai_cuoc")
    settled()
    shown.detail.views.setCurrentIndex(SHARES)
    settled()
    shares = shown.detail.shares
    shares.part.setCurrentIndex(shares.part.findData(f"don_vi/{district.unit()}"))
    assert shares.table.key == district.code
    monkeypatch.setattr(pin_dialog, "ask_figure_pin", lambda *_a: "Ít hơn biểu")
    shares.pin_button.click()
    settled()
    [(_office, path)] = write_returns(
        receiver, tmp_path, receiver.office_key(), deadline="2020-06-25"
    )
    take_in_return(district.context, path, TrustList((receiver.office_key().certificate,)))
    window = MainWindow(district.context.settings)
    qtbot.addWidget(window)
    window.show()
    window.take_context(district.context)
    settled()
    [item] = [i for i in todo(district.context, "2020-06-16") if i.icon == "return"]
    district.context.settings.set("period", "H2/2020")
    window.read_facts()
    settled()
    assert isinstance(window.page, HomeScreen)
    window.page._do(item)
    settled()
    figures = window.page
    assert isinstance(figures, FiguresScreen)
    assert figures.period is not None
    assert (figures.period.code, figures.detail.parts.key) == (H1, district.unit())
    assert "Ít hơn biểu. Số đã gửi: 1; hạn sửa 25/6/2020" in figures.returned.accessibleName()
    sync = SyncScreen(district.context)
    qtbot.addWidget(sync)
    sync.period_changed(district.context.period(H1))
    sync.activate()
    settled()
    [row] = sync.bundles.plain.rows
    assert getattr(row.cells[-1], "text", "") == "Trả lại, hạn 25/6"
    monkeypatch.setattr(messages, "ask_text", lambda *_a, **_k: "Đúng như biểu")
    figures.returned._follow()
    settled()
    assert not figures.returned.isVisible()
    page.take([district.send(H1)])
    settled()
    page.tabs.setCurrentIndex(PINS)
    assert [getattr(row.cells[3], "whole", "") for row in page.pins.table.plain.rows] == [
        "Đúng như biểu"
    ]
    page.pins.table.selectRow(0)
    page.pins.accept_button.click()
    settled()
    assert [one.state for one in pins(receiver)] == [PinState.CLOSED]


def test_pin_dialog_wants_a_remark(qtbot: QtBot) -> None:
    """Field of the register or the whole record; no pin without words, nor with too many."""
    dialog = PinDialog(REGISTERS["doi_thoai"], "Ban Dân vận Huyện ủy Gò Dầu")
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled()
    dialog.field.setCurrentIndex(dialog.field.findData("so_nguoi"))
    dialog.text.setPlainText("Khác biên bản")
    assert dialog.go.isEnabled()
    assert dialog.answer == ("so_nguoi", "Khác biên bản")
    dialog.text.setPlainText("ý" * 4001)
    assert not dialog.go.isEnabled()
    assert "4.000" in dialog.limit.text()


def _introduce(office: Context, superior: Context) -> None:
    """Let an office believe its superior, as after the telephone call."""
    own = superior.office() or {}
    keep(
        office.paths,
        Partner(
            role=Role.SUPERIOR,
            office=str(own["ma"]),
            name=str(own["ten_day_du"]),
            certificate=superior.office_key().certificate,
            receiving=b"",
            since=office.clock.now(),
            by="",
            how="telephone",
        ),
    )


def test_record_for_another_offices_unit_is_seen_and_pinned(
    qtbot: QtBot,
    screen: ProvinceScreen,
    receiver: Context,
    district: Office,
    empty_data_dir: Path,
    tmp_path: Path,
    clock: Any,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """The verdict asks for a look; its own list sends it back; the figure says whose unit it is."""
    other = make_office(empty_data_dir, tmp_path / "other", "Tân Biên", clock)
    enrol(receiver, other)
    unit = next(u for u in district.context.all_of("don_vi") if u.values["ma"] == district.unit())
    above = (other.context.office() or {})["don_vi"]
    assert other.context.save("don_vi", {**unit.values, "cha": above}).saved
    record = other.dialogue("2020-03-03")
    assert other.context.save("doi_thoai", {"don_vi": district.unit()}, id=record).saved
    screen.take([district.send(H1)])
    settled()
    screen.take([other.send(H1)])
    settled()
    assert screen.results.plain.rows[0].cells[5].text == "Đã nhận, cần xem"  # type: ignore[union-attr]
    assert "1 hồ sơ ghi cho nơi khác" in screen.told_.text()
    screen.tabs.setCurrentIndex(STRAYED)
    settled()
    [row] = screen.strayed.table.plain.rows
    texts = [getattr(cell, "text", cell) for cell in row.cells]
    assert texts[0] == "Ban Dân vận Huyện ủy Tân Biên"
    assert texts[2:] == ["xã Gò Dầu Một", "Ban Dân vận Huyện ủy Gò Dầu", "Chưa ghim"]
    with qtbot.waitSignal(screen.go) as went:
        screen.strayed.table.opened.emit(0)
    assert went.args == ["record:doi_thoai", record]
    asked: list[str] = []

    def answer(*_a: object, initial: str, **_k: object) -> str:
        asked.append(initial)
        return initial

    monkeypatch.setattr(messages, "ask_text", answer)
    screen.strayed.pin_button.click()
    settled()
    assert "là đơn vị của Ban Dân vận Huyện ủy Gò Dầu" in asked[0]
    [pin] = pins(receiver)
    assert (pin.record_id, pin.field, pin.text) == (record, "don_vi", asked[0])
    assert screen.strayed.table.plain.rows[0].cells[4].text == "Chờ ghi phiếu"  # type: ignore[union-attr]
    assert not screen.strayed.pin_button.isEnabled()
    assert not screen.strayed.all_button.isEnabled()
    figures = FiguresScreen(receiver)
    qtbot.addWidget(figures)
    figures.show()
    figures.period_changed(receiver.period(H1))
    figures.activate("doi_thoai_cuoc")
    settled()
    figures.detail.views.setCurrentIndex(SHARES)
    settled()
    shares = figures.detail.shares
    shares.part.setCurrentIndex(shares.part.findData(f"don_vi/{district.unit()}"))
    assert "Đơn vị này của Ban Dân vận Huyện ủy Gò Dầu. Số của cơ quan khác" in shares.hint.text()
    shares.part.setCurrentIndex(0)
    assert "Đơn vị này" not in shares.hint.text()
    other.context.close()


def test_event_of_two_offices_stands_there_with_both(
    qtbot: QtBot, screen: ProvinceScreen, receiver: Context, district: Office, settled: Settled
) -> None:
    """Side by side, read only; Enter opens the first record. A narrow window has a tab of it."""
    take_all(receiver, [district.send(H1)])
    [sent] = receiver.page(ListQuery(register="doi_thoai"), 0, 5)
    assert receiver.save("doi_thoai", sent.values).saved
    screen.tabs.setCurrentIndex(TWICE)
    settled()
    [row] = screen.twice.plain.rows
    assert row.cells[2] == "Ban Dân vận Huyện ủy Gò Dầu; Nhập tại đây"
    with qtbot.waitSignal(screen.go) as went:
        screen.twice.opened.emit(0)
    assert went.args == ["record:doi_thoai", sent.id]
    screen.set_narrow(True)
    assert not screen.pane.isVisible()
    screen.details()
    assert screen.pane.isVisible()
    screen.set_narrow(False)
    assert screen.pane.isVisible()
    assert screen.views.isVisible()


def test_refused_file_stays_on_the_page_until_it_is_settled(
    screen: ProvinceScreen,
    receiver: Context,
    district: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """The list outlives the next drop; a file is taken again, another removed after a question."""
    sent = district.send(H1)
    take_all(receiver, [sent], trust=TrustList())
    (tmp_path / "hong.asice").write_bytes(b"nothing")
    take_all(receiver, [tmp_path / "hong.asice"])
    screen.refresh()
    screen.tabs.setCurrentIndex(ASIDE)
    settled()
    files = {one.name: n for n, one in enumerate(screen.aside.files)}
    screen.aside.table.selectRow(files[sent.name])
    assert screen.pane.title.text() == sent.name
    screen.aside.again_button.click()
    settled()
    assert screen.view == TAKING
    [row] = screen.results.plain.rows
    assert getattr(row.cells[-1], "text", "") == "Đã nhận"
    assert screen.answer_button.isEnabled()
    screen.tabs.setCurrentIndex(ASIDE)
    screen.aside.table.selectRow(0)
    monkeypatch.setattr(messages, "ask", lambda *_a, **_k: None)
    screen.aside.drop()
    settled()
    assert len(screen.aside.files) == 1
    monkeypatch.setattr(messages, "ask", lambda *_a, **_k: "drop")
    screen.aside.drop()
    settled()
    assert [one.name for one in screen.aside.files] == []
    assert screen.aside.empty.isVisible()


def test_book_and_signer_are_on_the_page(
    screen: ProvinceScreen,
    receiver: Context,
    district: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """The pane reads the fingerprint out in groups; the menu prints and saves the book."""
    screen.take([district.send(H1)])
    settled()
    screen.results.selectRow(0)
    settled()
    said = [one.text() for one in screen.pane.findChildren(QLabel)]
    assert fingerprint_text(district.context.office_key().info.fingerprint) in said
    assert fingerprint_text(screen.outcomes[0].received.sha256) in said
    assert "Hợp lệ" in said
    shown: list[bytes] = []
    monkeypatch.setattr(sync_book, "show_paper", lambda _page, pdf: shown.append(pdf))
    monkeypatch.setattr(messages, "choose_save", lambda *_a, **_k: tmp_path / "so")
    menu = screen.book_menu()
    assert [one.text() for one in menu.actions()] == [
        "In sổ, 6 tháng đầu năm 2020",
        "In sổ, mọi kỳ",
        "Lưu Excel, 6 tháng đầu năm 2020…",
        "Lưu Excel, mọi kỳ…",
    ]
    for one in (menu.actions()[0], menu.actions()[3]):
        one.trigger()
        settled()
    assert shown[0].startswith(b"%PDF")
    assert (tmp_path / "so.xlsx").exists()


def test_bundle_that_takes_records_away_waits_for_a_yes(
    screen: ProvinceScreen,
    district: Office,
    empty_data_dir: Path,
    tmp_path: Path,
    clock: Any,
    monkeypatch: pytest.MonkeyPatch,
    settled: Settled,
) -> None:
    """What would go stands beside it; in quarantine it is agreed to after a question."""
    screen.take([district.send(H1)])
    settled()
    clock.moment = "2020-06-17T03:00:00Z"
    anew = make_office(empty_data_dir, tmp_path / "anew", "Gò Dầu", clock)
    enrol(screen.context, anew)
    anew.dialogue("2020-03-03")
    screen.take([anew.send(H1)])
    settled()
    row = screen.results.plain.rows[0]
    assert getattr(row.cells[-1], "text", "") == "Chờ xác nhận"
    assert "1 gói chờ xác nhận" in screen.told_.text()
    screen.results.selectRow(0)
    beside = " ".join(one.text() for one in screen.pane.findChildren(QLabel))
    assert "1 hồ sơ đang giữ không có trong gói" in beside
    assert "Đang giữ mà gói không có" in beside
    screen.tabs.setCurrentIndex(SENT)
    settled()
    assert "chờ nơi này xác nhận" in screen.pane.said.text()
    screen.tabs.setCurrentIndex(ASIDE)
    settled()
    screen.aside.table.selectRow(0)
    assert "Đồng ý thay" in screen.pane.said.text()
    asked: list[str] = []

    def agree(*words: Any, **_named: Any) -> str:
        asked.append(words[1])
        return "agree"

    monkeypatch.setattr(messages, "ask", agree)
    screen.aside.agree_button.click()
    settled()
    assert "1 hồ sơ đang giữ không có trong gói" in asked[0]
    assert screen.outcomes[-1].received.verdict == "replace"
    assert screen.aside.files == ()
    anew.context.close()
