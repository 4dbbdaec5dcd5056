"""The list of a register: rows, filters, order, copying, totals, the bin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import ListQuery, Record
from tests.ui.registers.helpers import add, model_values, type_text
from ui.screens.registers import RegisterScreen
from ui.widgets.columns import default_columns
from ui.widgets.record_model import PAGE_ROWS, RecordModel

Settled = Callable[[], None]


@pytest.fixture
def models(office: Context) -> Context:
    """Fill the register of Dân vận khéo."""
    steps = {"tham_dinh": True, "cong_nhan": True}
    add(office, "dan_van_kheo", **model_values("Tổ phụ nữ phân loại rác", kinh_phi=5_500_000))
    add(office, "dan_van_kheo", **model_values("Ấp không rác", don_vi="X1", tham_dinh=True))
    add(office, "dan_van_kheo", **model_values("Bếp ăn nghĩa tình", don_vi="X3", **steps))
    add(office, "dan_van_kheo", **model_values("Đường hoa", doi_tuong="ca_nhan", **steps))
    add(office, "dan_van_kheo", **model_values("Dòng họ tự quản", ngay_dang_ky="2019-03-01"))
    return office


@pytest.fixture
def screen(models: Context, qtbot: QtBot, settled: Settled) -> RegisterScreen:
    """Show the list of Dân vận khéo for the first half of 2020."""
    page = RegisterScreen(models, "dan_van_kheo")
    qtbot.addWidget(page)
    page.resize(1190, 640)
    page.period_changed(models.current_period())
    page.show()
    page.activate()
    settled()
    return page


def names(screen: RegisterScreen) -> list[str]:
    """Read the names in the list from top to bottom."""
    assert screen.list is not None
    model = screen.list.table.model
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def filter_by(screen: RegisterScreen, field: str, value: object, settled: Settled) -> None:
    """Put a value into the filter over a column."""
    assert screen.list is not None
    editor = screen.list.table.header.editor(field)
    assert editor is not None
    editor.set_value(value)
    editor.changed.emit()
    settled()


def test_list_shows_the_period_only(screen: RegisterScreen) -> None:
    """The model of 2019 belongs to another period."""
    assert len(names(screen)) == 4
    assert "Dòng họ tự quản" not in names(screen)


def test_sorting_follows_the_vietnamese_alphabet(screen: RegisterScreen, settled: Settled) -> None:
    """A, Ă, Â come before B; D before Đ; a click on the heading turns the order."""
    assert screen.list is not None
    screen.list.table.sort_by("ten")
    settled()
    assert names(screen) == [
        "Ấp không rác",
        "Bếp ăn nghĩa tình",
        "Đường hoa",
        "Tổ phụ nữ phân loại rác",
    ]
    screen.list.table.header.sectionClicked.emit(1)
    settled()
    assert names(screen)[0] == "Tổ phụ nữ phân loại rác"


def test_text_filter_ignores_tones(screen: RegisterScreen, settled: Settled) -> None:
    """What is typed without marks finds what is written with them."""
    filter_by(screen, "ten", "to phu nu", settled)
    assert names(screen) == ["Tổ phụ nữ phân loại rác"]
    assert screen.list is not None
    assert screen.list.toolbar.shown.text() == "1/4 hồ sơ"
    screen.list.clear_filters()
    settled()
    assert len(names(screen)) == 4
    assert not screen.list.toolbar.clear.isVisible()


def test_typing_in_a_filter_waits_for_the_hands_to_rest(
    screen: RegisterScreen, qtbot: QtBot, settled: Settled
) -> None:
    """The list follows 250 ms after the last key, and the typed text is never touched."""
    assert screen.list is not None
    editor = screen.list.table.header.editor("ten")
    assert editor is not None
    type_text(editor.widget, "đường")
    assert len(names(screen)) == 4
    with qtbot.waitSignal(editor.changed, timeout=2000):
        pass
    settled()
    assert names(screen) == ["Đường hoa"]
    assert editor.value() == "đường"


def test_unreadable_filter_narrows_nothing_and_says_why(
    screen: RegisterScreen, settled: Settled
) -> None:
    """Nonsense over a date column is marked; the list stays."""
    assert screen.list is not None
    filter_by(screen, "ngay_dang_ky", "hôm qua", settled)
    editor = screen.list.table.header.editor("ngay_dang_ky")
    assert editor is not None
    assert editor.widget.property("issue") == "error"
    assert len(names(screen)) == 4


def test_funnel_filters_by_step(screen: RegisterScreen, settled: Settled) -> None:
    """A click on a cell shows the records that reached the step."""
    assert screen.list is not None
    screen.list.funnel.chosen.emit("cong_nhan")
    settled()
    assert sorted(names(screen)) == ["Bếp ăn nghĩa tình", "Đường hoa"]


def test_search_box_searches_the_whole_record(
    screen: RegisterScreen, qtbot: QtBot, settled: Settled
) -> None:
    """A word that stands in no column finds its record; no result says so."""
    assert screen.list is not None
    screen.list.search.setText("nghia tinh")
    screen.list.search.returnPressed.emit()
    settled()
    assert names(screen) == ["Bếp ăn nghĩa tình"]
    screen.list.search.setText("khong co gi ca")
    screen.list.search.returnPressed.emit()
    settled()
    assert screen.list.empty.isVisible()
    assert screen.list.empty.accessibleName() == "Không có hồ sơ khớp “khong co gi ca”"


def test_totals_follow_the_filters(screen: RegisterScreen, settled: Settled) -> None:
    """The pinned row counts and adds what is shown."""
    assert screen.list is not None
    texts = screen.list.table.total.texts()
    assert texts["ten"] == "Tổng cộng: 4 mô hình (3 tập thể, 1 cá nhân)"
    assert texts["don_vi"] == "3 đơn vị"
    assert texts["kinh_phi"] == "5,5"
    filter_by(screen, "doi_tuong", "ca_nhan", settled)
    assert screen.list.table.total.texts()["ten"] == "Tổng cộng: 1 mô hình (1 cá nhân)"


def test_copied_rows_carry_headings_and_exact_values(
    screen: RegisterScreen, settled: Settled
) -> None:
    """Excel gets headings, full names and decimals with a comma."""
    assert screen.list is not None
    screen.list.table.sort_by("ten", descending=True)
    settled()
    screen.list.table.view.selectRow(0)
    screen.list.table.copy()
    settled()
    heading, row = QGuiApplication.clipboard().text().splitlines()
    assert heading.split("\t")[:3] == ["Tên mô hình, điển hình", "Đơn vị thực hiện", "Lĩnh vực"]
    assert row.split("\t")[:2] == ["Tổ phụ nữ phân loại rác", "xã Suối Đá"]
    assert "5,5" in row.split("\t")


def test_keys_open_edit_and_delete(
    screen: RegisterScreen, qtbot: QtBot, settled: Settled, models: Context
) -> None:
    """Enter and F2 open the form; Delete moves to the bin, and undo brings it back."""
    assert screen.list is not None
    table = screen.list.table
    wanted: list[tuple[str, object]] = []
    screen.go.connect(lambda key, argument: wanted.append((key, argument)))
    table.view.selectRow(0)
    first = table.selected()[0]
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    qtbot.keyClick(table.view, Qt.Key.Key_F2)
    assert wanted == [("record:dan_van_kheo", first.id)] * 2
    qtbot.keyClick(table.view, Qt.Key.Key_Delete)
    settled()
    assert models.undo_label() == "Chuyển 1 mô hình vào Thùng rác"
    screen.refresh()
    settled()
    assert len(names(screen)) == 3
    screen.list.show_bin(True)
    settled()
    assert names(screen) == [first.values["ten"]]
    models.undo()
    screen.list.show_bin(False)
    settled()
    assert len(names(screen)) == 4


def test_selection_survives_a_refresh(screen: RegisterScreen, settled: Settled) -> None:
    """After F5 the same record is selected, wherever it now stands."""
    assert screen.list is not None
    screen.list.table.view.selectRow(2)
    before = screen.list.table.selected()[0].id
    screen.list.table.sort_by("ten")
    settled()
    screen.refresh()
    settled()
    assert [record.id for record in screen.list.table.selected()] == [before]


def test_pane_tells_the_life_of_the_selected_record(
    screen: RegisterScreen, qtbot: QtBot, settled: Settled
) -> None:
    """The pane follows the selection and names the next step."""
    assert screen.list is not None
    page = screen.list
    page.table.sort_by("ten")
    settled()
    page.table.view.selectRow(0)
    qtbot.waitUntil(
        lambda: page.pane.record is not None and page.pane.record.values["ten"] == "Ấp không rác"
    )


def test_continuing_model_keeps_code_and_begins_anew(screen: RegisterScreen) -> None:
    """The next year's registration has the old code, the new year, and no appraisal."""
    assert screen.list is not None
    record = screen.list.table.model.record(0)
    assert record is not None
    asked: list[object] = []
    screen.go.connect(lambda _key, argument: asked.append(argument))
    screen.continue_record(record)
    values = getattr(asked[0], "values")  # noqa: B009 - the signal carries an object
    assert values["ma"] == record.values["ma"]
    assert values["ngay_dang_ky"] == "2021"
    assert values["tinh_chat"] == "duy_tri"
    assert "tham_dinh" not in values


def test_columns_are_chosen_and_remembered(
    screen: RegisterScreen, models: Context, settled: Settled
) -> None:
    """A hidden column stays hidden in the next list; reset brings the declared set back."""
    assert screen.list is not None
    table = screen.list.table
    from ui.widgets.column_menu import ColumnMenu

    menu = ColumnMenu(table, screen)
    menu.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert table.header.isSectionHidden(2)
    again = RegisterScreen(models, "dan_van_kheo")
    again.activate()
    settled()
    assert again.list is not None
    assert again.list.table.header.isSectionHidden(2)
    menu.reset()
    assert not table.header.isSectionHidden(2)
    again.deleteLater()
    menu.deleteLater()


def test_drill_down_shows_exactly_the_counted_records(
    screen: RegisterScreen, settled: Settled
) -> None:
    """A figure opens its records, and the banner leads back to the whole register."""
    assert screen.list is not None
    record = screen.list.table.model.record(1)
    assert record is not None
    screen.activate(ListQuery(register="dan_van_kheo", ids=(record.id,)))
    settled()
    assert names(screen) == [record.values["ten"]]
    assert screen.list.banner.isVisible()


def test_empty_register_offers_the_likeliest_step(
    office: Context, qtbot: QtBot, settled: Settled
) -> None:
    """An empty period says so and offers to add, import or make a blank workbook."""
    page = RegisterScreen(office, "doi_thoai")
    qtbot.addWidget(page)
    page.show()
    page.period_changed(office.current_period())
    page.activate()
    settled()
    assert page.list is not None
    assert page.list.empty.accessibleName() == "Kỳ này chưa có cuộc đối thoại nào"


class Many:
    """A source with very many records that counts how many it gave away."""

    def __init__(self, count: int) -> None:
        self.given = 0
        self._count = count

    def count(self, query: ListQuery) -> int:
        """Count the records."""
        return self._count

    def page(self, query: ListQuery, offset: int, limit: int) -> list[Record]:
        """Give a page."""
        rows = range(offset, min(offset + limit, self._count))
        self.given += len(rows)
        return [Record("dan_van_kheo", f"id{n}", 1, {"ten": f"Mô hình {n}"}) for n in rows]


def test_model_never_loads_the_whole_table(office: Context, qtbot: QtBot) -> None:
    """Jumping through 100,000 rows reads only the pages that come into view."""
    source = Many(100_000)
    model = RecordModel(source, lambda work, done: done(work()), office.directory())
    model.set_columns(default_columns(REGISTERS["dan_van_kheo"]))
    model.show(ListQuery(register="dan_van_kheo"))
    assert model.rowCount() == 100_000
    last = model.index(99_999, 1)
    assert last.data() is None
    qtbot.waitUntil(lambda: last.data() == "Mô hình 99999")
    assert source.given <= 3 * PAGE_ROWS


def test_late_answers_of_an_older_query_are_dropped(office: Context) -> None:
    """While someone types, answers may overtake each other; only the newest is shown."""
    waiting: list[Callable[[], None]] = []
    model = RecordModel(
        Many(3), lambda work, done: waiting.append(lambda: done(work())), office.directory()
    )
    model.set_columns(default_columns(REGISTERS["dan_van_kheo"]))
    model.show(ListQuery(register="dan_van_kheo", text="cũ"))
    model.show(ListQuery(register="dan_van_kheo", text="mới"))
    shown: list[int] = []
    model.arrived.connect(shown.append)
    waiting[1]()
    waiting[0]()
    assert shown == [3]


def test_record_model_keeps_qt_promises(office: Context, qtmodeltester: object) -> None:
    """Qt's own checks of a model pass."""
    model = RecordModel(Many(450), lambda work, done: done(work()), office.directory())
    model.set_columns(default_columns(REGISTERS["dan_van_kheo"]))
    model.show(ListQuery(register="dan_van_kheo"))
    qtmodeltester.check(model)  # type: ignore[attr-defined]


def test_filter_editors_stand_under_their_columns(screen: RegisterScreen) -> None:
    """Each editor moves with its column, and Tab goes from left to right."""
    assert screen.list is not None
    header = screen.list.table.header
    header.moveSection(header.visualIndex(3), 1)
    visible = [e.widget for e in header.editors if e.widget.isVisible()]
    lefts = [widget.mapTo(header, QPoint(0, 0)).x() for widget in visible]
    assert lefts == sorted(lefts)
    assert header.editors[0].spec.name == "linh_vuc"


def test_list_is_printed_as_it_stands(
    screen: RegisterScreen, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+P shows the paper of the rows and columns on the screen."""
    from ui.widgets import pdf_preview

    shown: list[bytes] = []
    monkeypatch.setattr(
        pdf_preview.PreviewDialog, "exec", lambda dialog: shown.append(dialog.preview.pdf)
    )
    filter_by(screen, "doi_tuong", "ca_nhan", settled)
    screen.print_page()
    qtbot.waitUntil(lambda: bool(shown), timeout=10_000)
    settled()
    assert shown[0].startswith(b"%PDF")
