"""Data about private persons: masked in lists and forms, shown by a deliberate, noted action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.organisation.persons import access_log
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import HistoryEntry, ListQuery
from ui.screens.record import RecordScreen
from ui.widgets.cells import MASK, cell_text, copy_text, full_text
from ui.widgets.history import change_text
from ui.widgets.record_form import RecordForm

Settled = Callable[[], None]
CASE, DIALOGUE = REGISTERS["hoa_giai_vu_viec"], REGISTERS["doi_thoai"]


@pytest.fixture
def page(office: Context, qtbot: QtBot, settled: Settled) -> RecordScreen:
    """Open the form of a dialogue in which somebody raised an opinion."""
    opinion: dict[str, Any] = {"noi_dung": "Sửa đường", "xu_ly": "tai_cho", "nguoi_neu": "N.V.A"}
    saved = office.save(
        "doi_thoai",
        {
            "don_vi": "X2",
            "ngay": "2020-05-14",
            "hinh_thuc": "dinh_ky",
            "so_nguoi": 80,
            "y_kien_chi_tiet": [opinion],
        },
    )
    assert saved.record is not None, saved.issues
    made = RecordScreen(office, "doi_thoai")
    qtbot.addWidget(made)
    made.resize(1190, 640)
    made.show()
    with qtbot.waitSignal(made.opened, timeout=5000):
        made.activate(saved.record.id)
    settled()
    return made


def form_of(page: RecordScreen) -> RecordForm:
    """Give the form of an open page."""
    assert page.layout_ is not None
    return page.layout_.form


def test_lists_tooltips_copies_and_history_are_masked(office: Context) -> None:
    """Wherever a list or the history writes a value, a person is "•••"."""
    spec, names = CASE.field("ben_mot"), office.directory()
    texts = [write(spec, "N.V.A", names) for write in (cell_text, full_text, copy_text)]
    assert texts == [MASK] * 3
    assert cell_text(spec, None, names) == ""
    entry = HistoryEntry("", "", "", "ben_mot", "N.V.A", "N.V.B")
    assert change_text(CASE, entry, names).endswith(f"{MASK} → {MASK}")


def test_form_masks_until_asked_and_notes_it(
    page: RecordScreen, office: Context, settled: Settled
) -> None:
    """The button “Hiện dữ liệu cá nhân” shows the names; the log says who looked at which field."""
    model = form_of(page).children_["y_kien_chi_tiet"].model
    column = [field.name for field in model.spec.fields].index("nguoi_neu")
    cell = model.index(0, column)
    assert model.data(cell) == MASK
    assert not model.flags(cell) & Qt.ItemFlag.ItemIsEditable
    assert model.flags(model.index(1, column)) & Qt.ItemFlag.ItemIsEditable
    (button,) = [
        one for one in page.header_actions() if one.property("text") == "Hiện dữ liệu cá nhân"
    ]
    button.click()  # type: ignore[attr-defined]
    settled()
    office.writer.submit(lambda: None).result()
    assert model.data(model.index(0, column)) == "N.V.A"
    (entry,) = access_log(office)
    assert (entry.kind, entry.by, entry.fields) == (
        "show",
        "Lê Văn C",
        ("y_kien_chi_tiet.nguoi_neu",),
    )
    assert button not in page.header_actions()


def test_masked_values_are_saved_unchanged(
    page: RecordScreen, office: Context, settled: Settled
) -> None:
    """Editing another field loses nothing of what is masked."""
    row = form_of(page).rows["dia_diem"]
    row.set_value("Nhà văn hóa")
    row.editor.edited.emit()
    row.editor.left.emit()
    page.save()
    settled()
    assert page.record is not None
    (record,) = office.page(ListQuery(register="doi_thoai"), 0, 10)
    kept = office.record("doi_thoai", record.id)
    assert kept is not None
    assert kept.values["dia_diem"] == "Nhà văn hóa"
    assert kept.values["y_kien_chi_tiet"][0]["nguoi_neu"] == "N.V.A"


def test_new_form_shows_what_is_typed(office: Context, qtbot: QtBot, settled: Settled) -> None:
    """Nobody types behind a mask."""
    made = RecordScreen(office, "hoa_giai_vu_viec")
    qtbot.addWidget(made)
    made.show()
    with qtbot.waitSignal(made.opened, timeout=5000):
        made.activate()
    settled()
    row = form_of(made).rows["ben_mot"]
    assert row.editor.widget.isVisibleTo(made)
    assert not row.veil.isVisibleTo(made)
