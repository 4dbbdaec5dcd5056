"""REFERENCE §9, scenario 4, in the window: dialogues of the district and what became of them.

One regular and one extraordinary dialogue, 35 opinions: 30 answered at once, 5 assigned with a
deadline, two of them overdue on 16/6/2020.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from danvan_desktop.agenda import TodoGroup
from danvan_desktop.bundles.export import ExportChoices
from danvan_desktop.bundles.opening import open_bundle
from danvan_desktop.context import Context
from danvan_desktop.documents.model import TableBlock, plain_text
from danvan_desktop.reports.service import build_report
from danvan_desktop.storage.values import ListQuery
from ui import export_dialog
from ui.main_window import MainWindow
from ui.paper_dialog import PaperDialog
from ui.screens.home import HomeScreen
from ui.screens.record import RecordScreen
from ui.screens.report import ReportScreen
from ui.screens.sync import SyncScreen

Settled = Callable[[], None]

AUTHORS = ("L.T.H.", "P.T.A.", "N.V.T.")
REGULAR = [
    *(f"{AUTHORS[n % 3]}\tGiao thông\tĐường ấp {n} xuống cấp\tUBND xã\tTrả lời tại chỗ\tĐã có kế "
      "hoạch sửa chữa\t\t14/5/2020" for n in range(1, 25)),
    "L.T.H.\tCán bộ\tCán bộ cần xuống ấp nhiều hơn\tHuyện ủy\tChuyển giải quyết\t\t31/5/2020\t",
    "P.T.A.\tTrật tự\tHát karaoke gây ồn\tUBND xã\tChuyển giải quyết\t\t05/6/2020\t",
    "N.V.T.\tĐất đai\tCông khai quy hoạch\tPhòng TN-MT\tChuyển giải quyết\t\t30/6/2020\t",
    "P.T.A.\tVăn hóa\tNhà văn hóa thiếu bàn ghế\tPhòng VHTT\tChuyển giải quyết\t\t30/6/2020\t",
]  # fmt: skip
EXTRAORDINARY = [
    *(f"{AUTHORS[n % 3]}\tMôi trường\tMùi hôi trại heo số {n}\tUBND huyện\tTrả lời tại chỗ\tĐã "
      "kiểm tra\t\t28/5/2020" for n in range(1, 7)),
    "L.T.H.\tMôi trường\tDi dời trại heo số 7\tUBND huyện\tChuyển giải quyết\t\t15/7/2020\t",
]  # fmt: skip


@pytest.fixture
def window(qtbot: QtBot, office: Context, settled: Settled) -> Iterator[MainWindow]:
    """Open the window over the office of Dương Minh Châu on the half-year that ends 14/6/2020."""
    office.settings.set("period", "H1/2020")
    shown = MainWindow(office.settings)
    qtbot.addWidget(shown)
    shown.resize(1366, 698)
    shown.show()
    shown.take_context(office)
    settled()
    yield shown
    settled()


@pytest.fixture
def dialogues(window: MainWindow, qtbot: QtBot, settled: Settled) -> MainWindow:
    """Enter both dialogues through their form, the opinions pasted from Excel."""
    for form, day, overdue, opinions in (
        ("Định kỳ", "14.5.20", "2", REGULAR),
        ("Đột xuất", "28.5.20", "0", EXTRAORDINARY),
    ):
        page = _form(window, qtbot, settled, None)
        _put(page, "don_vi", "huyện Dương Minh Châu")
        _put(page, "ngay", day)
        _put(page, "hinh_thuc", form)
        _put(page, "chu_tri", "Hoàng Thị T, Bí thư Huyện ủy")
        _put(page, "so_nguoi", "186")
        _put(page, "qua_han", overdue)
        _put(page, "ket_luan", "Các cơ quan trả lời đúng hạn.")
        assert page.layout_ is not None
        table = page.layout_.form.children_["y_kien_chi_tiet"]
        QGuiApplication.clipboard().setText("\n".join(opinions))
        table.paste_button.click()
        page.save()
        settled()
        assert page.record is not None, page.issues
    return window


def test_totals_follow_from_the_opinions(dialogues: MainWindow, office: Context) -> None:
    """35 = 30 + 5 without anybody adding up: 28 = 24 + 4 and 7 = 6 + 1."""
    found = [
        tuple(record.values[name] for name in ("hinh_thuc", "y_kien", "tra_loi", "chuyen"))
        for record in sorted(office.all_of("doi_thoai"), key=lambda one: str(one.event_date))
    ]
    assert found == [("dinh_ky", 28, 24, 4), ("dot_xuat", 7, 6, 1)]


def test_two_overdue_opinions_stand_first_on_the_list_of_work(
    dialogues: MainWindow, settled: Settled
) -> None:
    """Both are named with their agency; the other three are due within 30 days."""
    dialogues.open_screen("home")
    settled()
    page = dialogues.page
    assert isinstance(page, HomeScreen)
    shown = page.work.list
    items = [item for row in range(shown.count()) if (item := shown.item_at(row)) is not None]
    overdue = [item for item in items if item.group is TodoGroup.OVERDUE]
    assert [(item.title, item.badge) for item in overdue] == [
        ("Cán bộ cần xuống ấp nhiều hơn", "Quá 16 ngày"),
        ("Hát karaoke gây ồn", "Quá 11 ngày"),
    ]
    soon = [i for i in items if i.register == "doi_thoai" and i.group is TodoGroup.SOON]
    assert [item.badge for item in soon] == ["Còn 14 ngày", "Còn 29 ngày"]
    assert soon[0].title.startswith("2 ý kiến chờ trả lời")


def test_notice_of_conclusions_takes_the_next_number(
    dialogues: MainWindow,
    office: Context,
    qtbot: QtBot,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """After two notices of the term the draft is Số 03-TB/BDV; its page opens to be written on."""
    [term] = [t for t in office.all_of("nhiem_ky") if t.values["ten"] == "2015-2020"]
    assert office.save("nhiem_ky", {"so_da_dung": [{"loai": "TB", "so": 2}]}, id=term.id).saved
    regular = min(office.all_of("doi_thoai"), key=lambda one: str(one.event_date))
    page = _form(dialogues, qtbot, settled, regular.id)
    looked: list[str] = []

    def choose(dialog: PaperDialog) -> int:
        settled()
        rows = [dialog.list.item(row) for row in range(dialog.list.count())]
        row = next(n for n, item in enumerate(rows) if item.text().startswith("Thông báo kết luận"))
        dialog.list.setCurrentRow(row)
        settled()
        looked.append(dialog.outlook.text())
        dialog.go.click()
        settled()
        return 1

    monkeypatch.setattr(PaperDialog, "exec", choose)
    button = next(b for b in page.header_actions() if "Soạn văn bản" in b.text())  # type: ignore[attr-defined]
    button.click()  # type: ignore[attr-defined]
    settled()
    assert looked[0].startswith("Sẽ soạn bản nháp thông báo (03-TB/BDV), ngày ")
    [paper] = [one for one in office.all_of("bao_cao") if one.values["loai"] == "TB"]
    assert (paper.values["ky_hieu"], paper.values["doi_tuong"]) == (
        "03-TB/BDV",
        f"doi_thoai:{regular.id}",
    )
    assert isinstance(dialogues.page, ReportScreen)
    assert dialogues.page.record_id == paper.id


def test_authors_of_opinions_do_not_leave_the_office(
    dialogues: MainWindow,
    office: Context,
    settled: Settled,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bundle of the period holds all 35 opinions and no author."""
    dialogues.open_screen("sync")
    settled()
    page = dialogues.page
    assert isinstance(page, SyncScreen)
    monkeypatch.setattr(export_dialog, "choose_export", lambda *a, **k: ExportChoices())
    page.export_new()
    settled()
    [bundle] = office.paths.outbox.glob("*.asice")
    sent = _sent_opinions(bundle)
    assert len(sent) == 35
    assert all("nguoi_neu" not in opinion for opinion in sent)
    assert not any(author in str(sent) for author in AUTHORS)


def test_annex_row_adds_up_and_the_share_is_printed(dialogues: MainWindow, office: Context) -> None:
    """B4, row of the district: 2 = 1 + 1, 35 = 30 + 5, 2 overdue; the text says 85,7%."""
    document, _issues = build_report(office, "H1/2020")
    table = next(
        block
        for annex in document.annexes
        for block in annex.blocks
        if isinstance(block, TableBlock) and "đối thoại" in str(block.columns)
    )
    row = next(r for r in table.rows if "Huyện Dương Minh Châu" in str(r))
    cells = [getattr(cell, "text", cell) for cell in row.cells]
    assert cells[2:] == ["2", "1", "1", "372", "35", "30", "5", "2"]
    assert "trả lời tại chỗ 30 ý kiến, đạt 85,7%" in plain_text(document)
    assert office.count(ListQuery(register="doi_thoai")) == 2


def _form(window: MainWindow, qtbot: QtBot, settled: Settled, record: str | None) -> RecordScreen:
    window.open_screen("record:doi_thoai", record)
    settled()
    page = window.page
    assert isinstance(page, RecordScreen)
    qtbot.waitUntil(lambda: page.layout_ is not None)
    return page


def _put(page: RecordScreen, field: str, text: str) -> None:
    """Type a text into a field and leave it."""
    assert page.layout_ is not None
    editor = page.layout_.form.rows[field].editor
    widget = editor.widget
    if isinstance(widget, QComboBox):
        widget.setEditText(text) if widget.isEditable() else widget.setCurrentText(text)
    elif isinstance(widget, QPlainTextEdit):
        widget.setPlainText(text)
    else:
        assert isinstance(widget, QLineEdit)
        widget.setText(text)
    editor.edited.emit()
    editor.tidy()
    editor.left.emit()


def _sent_opinions(bundle: Path) -> list[dict[str, Any]]:
    with open_bundle(bundle, now=datetime(2020, 6, 20, tzinfo=UTC)) as opened:
        rows = list(opened.rows("doi_thoai"))
    return [opinion for row in rows for opinion in row["values"]["y_kien_chi_tiet"]]
