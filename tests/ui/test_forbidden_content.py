"""Acceptance scenario 9: "Forbidden content".

"Clerk tries to attach “Bao cao MAT ton giao.docx” / set độ mật = MẬT; enters CCCD of a complainant.
Pass: blocked, nothing written to disk/recent/temp/backup, guidance shown; person-data field
flagged, export masks."
"""

from __future__ import annotations

import io
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.reports.drafts import start_report
from danvan_desktop.secrecy import PAPER_BOOK
from danvan_desktop.spreadsheets.importer import inspect, write
from danvan_desktop.storage.values import ImportRow
from danvan_desktop.vietnamese import fold
from ui.screens.record import RecordScreen
from ui.widgets.record_form import RecordForm

SECRET = "Điểm nóng tôn giáo tại ấp Phước Tân"
"""The sentence that must not be found anywhere."""
MARKED = f"TỐI MẬT\n{SECRET}"
CITIZEN = "072099001234"
Settle = Callable[[], None]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program a temporary folder that the test can search."""
    folder = tmp_path / "temp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture
def untraced(office: Context, temporary: Path, settled: Settle) -> Iterator[Callable[..., None]]:
    """Give a function that finds no trace of texts in the data, backups, logs and temp folder."""

    def check(*texts: str) -> None:
        settled()
        office.writer.submit(lambda: None).result()  # drafts that wait to be written
        office.back_up_now()
        for _round in range(2):
            for path in (*office.paths.data.rglob("*"), *temporary.rglob("*")):
                if path.is_file():
                    content = path.read_bytes()
                    assert not [t for t in texts for form in _forms(t) if form in content], path
                assert not [t for t in texts if t in str(path)]
            with office.database.read() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    return check  # type: ignore[return-value]


def _forms(text: str) -> Iterator[bytes]:
    """The bytes in which a text could have been written."""
    for spelling in {text, unicodedata.normalize("NFD", text), fold(text)}:
        yield spelling.encode()
        yield spelling.encode("utf-16-le")
    yield text.encode("ascii", "backslashreplace")


@pytest.fixture
def open_form(office: Context, qtbot: QtBot, settled: Settle) -> Callable[..., RecordScreen]:
    """Give a function that opens a form."""

    def open_it(register: str, argument: Any = None) -> RecordScreen:
        page = RecordScreen(office, register)
        qtbot.addWidget(page)
        page.resize(1190, 640)
        page.show()
        with qtbot.waitSignal(page.opened, timeout=5000):
            page.activate(argument)
        settled()
        return page

    return open_it


def form_of(page: RecordScreen) -> RecordForm:
    """Give the form of an open page."""
    assert page.layout_ is not None
    return page.layout_.form


def put(page: RecordScreen, field: str, text: str) -> None:
    """Type into a field and leave it, which keeps a draft."""
    editor = form_of(page).rows[field].editor
    if isinstance(editor.widget, QPlainTextEdit):
        editor.widget.setPlainText(text)
    elif isinstance(editor.widget, QLineEdit):
        editor.widget.setText(text)
    else:
        editor.set_value(text)
    editor.edited.emit()
    editor.left.emit()


def dialogue(office: Context, **values: Any) -> str:
    """Store a sound dialogue and give its id."""
    whole = {
        "don_vi": "TN-DMC-10",
        "ngay": "2020-05-14",
        "hinh_thuc": "dinh_ky",
        "so_nguoi": 80,
        "y_kien": 1,
        "tra_loi": 1,
        "chuyen": 0,
    }
    saved = office.save("doi_thoai", {**whole, **values}).record
    assert saved is not None
    return saved.id


def word_file(path: Path, *paragraphs: str) -> Path:
    """Write a Word file of these paragraphs."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        runs = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
        made.writestr("word/document.xml", f"<w:body>{runs}</w:body>")
    path.write_bytes(target.getvalue())
    return path


def test_marked_text_is_blocked_and_leaves_no_trace(
    open_form: Callable[..., RecordScreen],
    office: Context,
    settled: Settle,
    untraced: Callable[..., None],
    qtbot: QtBot,
) -> None:
    """The field is flagged with guidance; save and draft write nothing, an older draft is wiped."""
    page = open_form("doi_thoai")
    with qtbot.waitSignal(page.draft_kept):
        put(page, "dia_diem", "Nhà văn hóa ấp")
    assert office.drafts()
    put(page, "ket_luan", MARKED)
    settled()
    flagged = form_of(page).rows["ket_luan"].issues
    assert [issue.code for issue in flagged] == ["state_secret"]
    assert "sổ văn bản mật trên giấy" in flagged[0].remedy
    assert PAPER_BOOK in flagged[0].remedy
    page.save()
    settled()
    assert page.record is None
    office.writer.submit(lambda: None).result()
    assert office.drafts() == []
    assert "đối thoại" not in (office.undo_label() or "").lower()
    untraced(SECRET, "Nhà văn hóa ấp")


def test_degree_blocks_everything_but_number_and_day(
    open_form: Callable[..., RecordScreen],
    office: Context,
    settled: Settle,
    untraced: Callable[..., None],
) -> None:
    """Độ mật = Mật: the abstract is refused, "VB mật – xem sổ mật giấy" is what may be stored."""
    page = open_form("van_ban")
    values = {"so_ky_hieu": "12-BC/HU", "ngay": "2020-05-14", "co_quan": PAPER_BOOK}
    form_of(page).load({**values, "trich_yeu": SECRET, "do_mat": "mat"})
    form_of(page).edited.emit()
    page.save()
    settled()
    assert page.record is None
    assert "state_secret" in {issue.code for issue in page.issues}
    assert form_of(page).rows["do_mat"].issues
    office.writer.submit(lambda: None).result()
    assert office.drafts() == []
    untraced(SECRET)
    allowed = office.save("van_ban", {**values, "trich_yeu": PAPER_BOOK, "do_mat": "mat"})
    assert allowed.saved


def test_marked_files_are_refused_with_guidance(
    open_form: Callable[..., RecordScreen],
    office: Context,
    tmp_path: Path,
    settled: Settle,
    untraced: Callable[..., None],
) -> None:
    """By name and by content; of neither is a byte, a name or a recent entry kept."""
    outside = tmp_path / "usb"
    outside.mkdir()
    by_name = word_file(outside / "Bao cao MAT ton giao.docx", "Báo cáo", SECRET)
    by_content = word_file(outside / "Bao cao ton giao.docx", "HUYỆN ỦY", "TUYỆT MẬT", SECRET)
    fresh = open_form("doi_thoai")
    fresh.attach([by_name])
    settled()
    assert fresh.layout_ is not None
    assert fresh.layout_.files.chips == ()
    record = dialogue(office)
    page = open_form("doi_thoai", record)
    page.attach([by_name, by_content])
    settled()
    assert page.layout_ is not None
    said = page.layout_.files.said
    assert "ghi độ mật" in said
    assert "máy độc lập" in said
    assert office.attachments("doi_thoai", record) == []
    assert not office.paths.attachments.exists()
    untraced(SECRET, "Bao cao MAT ton giao", "Bao cao ton giao")


def test_marked_workbook_is_refused_whole(
    office: Context, tmp_path: Path, untraced: Callable[..., None]
) -> None:
    """One sheet that declares a degree refuses the whole file; nothing is remembered of it."""
    outside = tmp_path / "usb"
    outside.mkdir()
    book = openpyxl.Workbook()
    book.active.append(["TT", "Đơn vị", "Nội dung"])  # type: ignore[union-attr]
    sheet = book.create_sheet("Tình hình")
    sheet.append(["Độ mật:", "Mật"])
    sheet.append([SECRET])
    book.save(outside / "Tinh hinh.xlsx")
    plan = inspect([outside], office)
    assert [file.refused.code for file in plan.files if file.refused] == ["state_secret"]
    assert write(plan, office).changes is None
    untraced(SECRET, "Tinh hinh.xlsx")


def test_marked_text_is_refused_at_every_other_door(
    office: Context, untraced: Callable[..., None]
) -> None:
    """Report text, several records at once, import rows and drafts are asked the same."""
    report = start_report(office, "H1/2020")
    sections = [dict(section) for section in report.values["muc"]]
    sections[0]["noi_dung"] = MARKED
    refused = office.save("bao_cao", {"muc": sections}, id=report.id)
    assert not refused.saved
    assert "state_secret" in {issue.code for issue in refused.issues}
    record = dialogue(office)
    many = office.save_many("doi_thoai", {record: {"ket_luan": MARKED}}, "Sửa")
    assert not many.saved
    row = ImportRow("doi_thoai", {"ket_luan": MARKED}, {"file": "a.xlsx"}, "1")
    with pytest.raises(UserError) as import_refused:
        office.import_rows("Nhập", [row])
    with pytest.raises(UserError) as draft_refused:
        office.keep_draft("doi_thoai", None, {"ket_luan": MARKED}, "ket_luan")
    with pytest.raises(UserError) as reason_refused:
        office.save("doi_thoai", {"so_nguoi": 81}, id=record, label=f"Sửa: {MARKED}")
    for error in (import_refused, draft_refused, reason_refused):
        assert error.value.code == "state_secret"
        assert SECRET not in str(error.value)
    untraced(SECRET)


def test_identity_number_of_a_complainant_is_blocked_and_not_kept(
    open_form: Callable[..., RecordScreen],
    office: Context,
    settled: Settle,
    untraced: Callable[..., None],
) -> None:
    """The cell is flagged with "chỉ ghi chữ viết tắt"; the draft is kept without it."""
    page = open_form("doi_thoai", dialogue(office))
    opinion = {"noi_dung": "Sửa đường ấp Phước Tân", "xu_ly": "tai_cho", "nguoi_neu": CITIZEN}
    table = form_of(page).children_["y_kien_chi_tiet"]
    table.load([opinion])
    table.edited.emit()
    table.left.emit()
    settled()
    flagged = [issue for issue in page.issues if issue.code == "identity_number"]
    assert [issue.severity for issue in flagged] == [Severity.ERROR]
    assert "chữ viết tắt" in flagged[0].remedy
    assert flagged[0].place.field == "y_kien_chi_tiet.nguoi_neu"
    page.save()
    settled()
    office.writer.submit(lambda: None).result()
    (draft,) = office.drafts()
    assert draft.values["y_kien_chi_tiet"][0]["noi_dung"] == "Sửa đường ấp Phước Tân"
    untraced(CITIZEN)


def test_ordinary_words_pass(office: Context) -> None:
    """Honey, density and the protection of secrets are the clerk's daily words."""
    text = "Nuôi ong lấy mật; mật độ dân số; tuyên truyền bảo vệ bí mật nhà nước; ông Mật dự."
    result = office.save("doi_thoai", {"ket_luan": text}, id=dialogue(office))
    assert result.saved
    assert result.issues == ()
