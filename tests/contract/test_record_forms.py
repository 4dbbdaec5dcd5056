"""The form of every register shows a full record without changing it, and takes it as typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.registers import clerk_registers
from danvan_desktop.schema import RegisterSpec
from danvan_desktop.storage.values import ListQuery, Record
from tests.contract.conftest import PERIOD
from ui import tasks, theme
from ui.screens.record import RecordScreen
from ui.screens.record_opening import NewRecord
from ui.widgets.record_form import RecordForm


@pytest.fixture(params=clerk_registers(), ids=lambda spec: str(spec.key))
def spec(request: pytest.FixtureRequest) -> RegisterSpec:
    """Each register that the clerk keeps, in turn."""
    found: RegisterSpec = request.param
    return found


@pytest.fixture
def page(
    spec: RegisterSpec, books: Context, qtbot: QtBot, qapp: QApplication
) -> Iterator[RecordScreen]:
    """The page of a record of that register."""
    theme.apply(qapp, mode="light")
    shown = RecordScreen(books, spec.key)
    qtbot.addWidget(shown)
    shown.resize(1190, 640)
    shown.period_changed(books.period(PERIOD))
    shown.show()
    yield shown
    _settle(qtbot)


def test_form_shows_a_record_and_leaves_it_as_it_is(
    spec: RegisterSpec,
    page: RecordScreen,
    books: Context,
    kept: dict[str, Record],
    qtbot: QtBot,
) -> None:
    """Every editor gives back the value that it was given; saving adds nothing to the history."""
    record = kept[spec.key]
    form = _opened(page, record.id, qtbot)
    read = form.values()
    editable = [field.name for field in spec.fields if not field.derived]
    assert {name: read[name] for name in editable} == {
        name: record.values[name] for name in editable
    }
    for child in spec.children:
        assert [_filled(row) for row in read[child.key]] == [
            _filled(row) for row in record.values[child.key]
        ]
    before = len(books.history(spec.key, record.id))
    page.save()
    _settle(qtbot)
    assert len(books.history(spec.key, record.id)) == before


def test_filled_form_becomes_the_same_record(
    spec: RegisterSpec,
    page: RecordScreen,
    books: Context,
    kept: dict[str, Record],
    qtbot: QtBot,
) -> None:
    """A new record that is filled in like another one is stored like it."""
    model = kept[spec.key]
    derived = {field.name for field in spec.fields if field.derived}
    values = {name: value for name, value in model.values.items() if name not in derived}
    count = books.count(ListQuery(register=spec.key))
    _opened(page, NewRecord(values), qtbot)
    page.save()
    _settle(qtbot)
    assert page.record is not None, page.issues
    assert page.record.id != model.id
    own = {spec.codes.field} if spec.codes else set()
    names = [field.name for field in spec.fields if field.name not in own]
    stored = page.record.values
    assert {n: stored[n] for n in names} == {n: model.values[n] for n in names}
    books.undo()
    assert books.count(ListQuery(register=spec.key)) == count


def _opened(page: RecordScreen, argument: object, qtbot: QtBot) -> RecordForm:
    with qtbot.waitSignal(page.opened, timeout=10_000):
        page.activate(argument)
    _settle(qtbot)
    assert page.layout_ is not None
    return page.layout_.form


def _settle(qtbot: QtBot) -> None:
    for _again in range(2):  # what is delivered may start more work
        qtbot.waitUntil(lambda: tasks.hub().pending == 0, timeout=10_000)
        QApplication.processEvents()


def _filled(row: dict[str, object]) -> dict[str, object]:
    """Leave out what is empty: a list keeps no difference between empty and absent."""
    return {name: value for name, value in row.items() if value not in (None, "", False)}
