"""Links in a form: found while typing, picked by keyboard, opened; what belongs to the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.storage.values import Record
from tests.ui.registers.helpers import add, model_values, type_text
from ui.screens.record import RecordScreen
from ui.widgets.link_editor import LinkEditor
from ui.widgets.record_form import RecordForm

Settled = Callable[[], None]
AWARD = {
    "ten": "Hội LHPN xã Suối Đá",
    "don_vi": "X2",
    "doi_tuong": "tap_the",
    "hinh_thuc": "giay_khen",
    "so_qd": "774/QĐ-UBND",
    "ngay": "2020-05-14",
}


@pytest.fixture
def models(office: Context) -> list[Record]:
    """Two models to choose from."""
    names = ("Tổ phụ nữ phân loại rác", "Cổng trường an toàn")
    return [add(office, "dan_van_kheo", **model_values(name)) for name in names]


@pytest.fixture
def open_form(
    office: Context, qtbot: QtBot, settled: Settled
) -> Iterator[Callable[..., RecordScreen]]:
    """Give a function that opens a form and waits until it shows what was asked for."""

    def open_it(register: str, argument: Any = None) -> RecordScreen:
        page = RecordScreen(office, register)
        qtbot.addWidget(page)
        page.resize(1190, 640)
        page.show()
        with qtbot.waitSignal(page.opened, timeout=5000):
            page.activate(argument)
        settled()
        return page

    yield open_it
    settled()


def form_of(page: RecordScreen) -> RecordForm:
    """Give the form of an open page."""
    assert page.layout_ is not None
    return page.layout_.form


def link_of(page: RecordScreen) -> LinkEditor:
    """Give the editor of the award's model, with the focus."""
    editor = form_of(page).rows["lien_ket"].editor
    assert isinstance(editor, LinkEditor)
    editor.select()
    return editor


def search(editor: LinkEditor, text: str, qtbot: QtBot) -> None:
    """Type as a keyboard driver does and wait for what is found."""
    editor.line.clear()
    type_text(editor.line, text)
    qtbot.waitUntil(lambda: bool(editor.offered))


def test_typed_words_find_and_enter_picks(
    office: Context,
    models: list[Record],
    open_form: Callable[..., RecordScreen],
    settled: Settled,
    qtbot: QtBot,
) -> None:
    """The words truong an without tones, Enter, save: the award knows its model."""
    award = add(office, "khen_thuong", **AWARD)
    page = open_form("khen_thuong", award.id)
    editor = link_of(page)
    search(editor, "truong an", qtbot)
    assert [(one.title, one.detail) for one in editor.offered] == [
        ("Cổng trường an toàn", "DVK-2020-002 · xã Suối Đá · 09/3/2020")
    ]
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "Cổng trường an toàn"
    assert (editor.read().value, editor.offered) == (models[1].id, ())
    page.save()
    settled()
    stored = office.record("khen_thuong", award.id)
    assert stored is not None
    assert stored.values["lien_ket"] == models[1].id


def test_arrows_choose_and_escape_leaves_the_words(
    models: list[Record], open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """Alt+Down offers the newest, Down goes on, Escape closes the list and nothing else."""
    page = open_form("khen_thuong")
    editor = link_of(page)
    qtbot.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(editor.offered) == 2)
    qtbot.keyClick(editor.line, Qt.Key.Key_Escape)
    assert editor.offered == ()
    qtbot.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(editor.offered) == 2)
    qtbot.keyClick(editor.line, Qt.Key.Key_Down)
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.read().value == models[0].id


def test_words_that_lead_nowhere_stay_and_are_an_issue(
    models: list[Record], open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """Nothing typed is lost; leaving the field says what is wrong; emptying it is good again."""
    page = open_form("khen_thuong")
    editor = link_of(page)
    type_text(editor.line, "cây cầu")
    form_of(page).rows["so_qd"].editor.select()
    editor.tidy()
    assert (editor.line.text(), editor.read().code) == ("cây cầu", "unknown_record")
    assert form_of(page).draft()["lien_ket"] == "cây cầu"
    editor.line.clear()
    editor.tidy()
    assert (editor.read().value, editor.read().code) == (None, None)


def test_whole_title_is_taken_without_picking(
    models: list[Record], open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """Who types a title to its end and goes on means that record."""
    page = open_form("khen_thuong")
    editor = link_of(page)
    search(editor, "to phu nu phan loai rac", qtbot)
    editor.tidy()
    assert editor.line.text() == "Tổ phụ nữ phân loại rác"
    assert editor.read().value == models[0].id


def test_chosen_record_can_be_opened(
    office: Context, models: list[Record], open_form: Callable[..., RecordScreen], qtbot: QtBot
) -> None:
    """The arrow in the field leads to the model, the list in the model's form back to the award."""
    award = add(office, "khen_thuong", **AWARD, lien_ket=models[0].id)
    page = open_form("khen_thuong", award.id)
    editor = link_of(page)
    assert editor.line.text() == "Tổ phụ nữ phân loại rác"
    with qtbot.waitSignal(page.go) as asked:
        editor._open.trigger()
    assert asked.args == ["record:dan_van_kheo", models[0].id]
    model = open_form("dan_van_kheo", models[0].id)
    assert model.layout_ is not None
    (lines,) = model.layout_.related.lists
    with qtbot.waitSignal(model.go) as asked:
        qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert asked.args == ["record:khen_thuong", award.id]


def test_locked_form_shows_the_link_and_offers_nothing(
    office: Context, models: list[Record], open_form: Callable[..., RecordScreen]
) -> None:
    """In a closed period the model can still be opened, but not changed."""
    closed = {**AWARD, "ngay": "2019-03-01", "lien_ket": models[0].id}
    award = add(office, "khen_thuong", **closed)
    editor = link_of(open_form("khen_thuong", award.id))
    assert editor.line.isReadOnly()
    editor.search()
    assert editor.offered == ()


def test_sentence_moves_from_the_number_to_the_merit(
    open_form: Callable[..., RecordScreen],
) -> None:
    """The button beside the wrong number puts the sentence where it belongs."""
    page = open_form("khen_thuong")
    form = form_of(page)
    number = form.rows["so_qd"]
    number.editor.widget.setProperty("text", "Có nhiều thành tích")
    number.editor.edited.emit()
    number.editor.left.emit()
    assert number.repair.text() == "Chuyển xuống “Thành tích”"
    number.repair.click()
    assert form.rows["thanh_tich"].editor.read().value == "Có nhiều thành tích"
    assert number.editor.read().value is None
