"""The small parts: reached by the keyboard, named for reading aloud, never cut."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from danvan_desktop.organisation.periods import Period
from ui import tasks, theme
from ui.widgets.action_bar import ActionBar
from ui.widgets.badge import Badge, Mark, badge_size, deadline_mark
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, equal_widths
from ui.widgets.empty_state import EmptyState
from ui.widgets.focus_ring import OUTSIDE, FocusRing
from ui.widgets.funnel import FunnelCell, FunnelStrip
from ui.widgets.labels import IconLabel, Link
from ui.widgets.page_header import PageHeader
from ui.widgets.pair_chart import Pair, PairChart
from ui.widgets.period_selector import PeriodSelector, period_text
from ui.widgets.plain_table import Brief, Column, PlainTable, Row
from ui.widgets.progress import ProgressBar
from ui.widgets.search_box import SearchBox
from ui.widgets.stepper import StatePath, Step, Stepper
from ui.widgets.undo_bar import UndoBar

H1 = Period("H1/2020", "6 tháng đầu năm 2020", "2019-12-15", "2020-06-14")
H2 = Period("H2/2020", "6 tháng cuối năm 2020", "2020-06-15", "2020-12-14", state="khoa")


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-16, "Quá 16 ngày", "error"),
        (0, "Hôm nay", "warning"),
        (4, "Còn 4 ngày", "warning"),
        (10, "Còn 10 ngày", "warning"),
        (14, "Còn 14 ngày", "neutral"),
    ],
)
def test_deadline_badge_by_days(days: int, words: str, tone: str) -> None:
    """Overdue is an error, up to ten days a warning, later neutral."""
    assert (deadline_mark(days).text, deadline_mark(days).tone) == (words, tone)


def test_badge_has_room_for_its_words(qtbot: QtBot) -> None:
    """The badge is wide enough for icon and word, and its name is the word."""
    badge = Badge(Mark("Không công nhận", "error", "cross"))
    qtbot.addWidget(badge)
    words = QFontMetrics(theme.font("small")).horizontalAdvance("Không công nhận")
    assert badge_size(Mark("Không công nhận", "error", "cross")).width() > words + 12
    assert badge.accessibleName() == "Không công nhận"


def test_funnel_cell_filters_by_key_and_again_clears(qtbot: QtBot) -> None:
    """Space chooses a step; on the active step it clears the filter."""
    strip = FunnelStrip()
    qtbot.addWidget(strip)
    cells = [FunnelCell("dang_ky", "24", "Đăng ký"), FunnelCell("tham_dinh", "18", "Thẩm định")]
    strip.show_cells(cells)
    strip.show()
    second = strip.findChildren(QWidget)[1]
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.keyClick(second, Qt.Key.Key_Space)
    assert chosen.args == ["tham_dinh"]
    strip.show_cells(cells, active="tham_dinh")
    with qtbot.waitSignal(strip.chosen) as chosen:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert chosen.args == [""]


def test_steps_name_the_present_one(qtbot: QtBot) -> None:
    """The name for reading aloud tells where one stands, and that all is done."""
    for made in (Stepper(), StatePath()):
        qtbot.addWidget(made)
        made.show_steps([Step("Nháp"), Step("Đã ký")], 1)
        assert made.accessibleName() == "Bước 2 trên 2: Đã ký"
        made.show_steps([Step("Nháp"), Step("Đã ký")], 2)
        assert made.accessibleName() == "Đã xong mọi bước"


def test_path_without_room_spells_the_nearest_steps(qtbot: QtBot) -> None:
    """The present step keeps its words at any width, all of them where there is room."""
    path = StatePath()
    qtbot.addWidget(path)
    path.show_steps([Step(name) for name in ("Nháp", "Trình chủ trì", "Đã ký", "Khóa")], 1)
    path.resize(path.sizeHint())
    assert path.spelled() == {0, 1, 2, 3}
    path.resize(path.sizeHint().width() - 10, path.height())
    assert path.spelled() == {0, 1, 2}
    path.resize(40, path.height())
    assert path.spelled() == {1}
    assert path.toolTip() == "Nháp → Trình chủ trì → Đã ký → Khóa"


def test_badge_of_another_page_stays_away(qtbot: QtBot) -> None:
    """A badge that changes after its page left the head is not seen over the next page."""
    head = PageHeader()
    qtbot.addWidget(head)
    head.show()
    badge = Badge(Mark("Bản nháp"))
    words = {"title": "Sổ", "subtitle": "", "back": False, "period": False, "search": False}
    head.show_page(**words, badges=(badge,), actions=())  # type: ignore[arg-type]
    assert badge.isVisible()
    head.show_page(**words, badges=(), actions=())  # type: ignore[arg-type]
    badge.show_mark(Mark("Đã soát"))
    assert not badge.isVisible()
    head.show_page(**words, badges=(badge,), actions=())  # type: ignore[arg-type]
    assert badge.isVisible()


def test_brief_cell_copies_and_tells_the_whole(qtbot: QtBot) -> None:
    """A short form in a table gives its whole text as tool tip; headings are never cut."""
    table = PlainTable((Column("Số, ký hiệu và nơi nhận", 20),), "Sổ")
    qtbot.addWidget(table)
    table.show_rows([Row(1, (Brief("A và 2 nơi khác", "A; B; C"),))])
    cell = table.plain.index(0, 0)
    assert cell.data() == "A và 2 nơi khác"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "A; B; C"
    assert table.columnWidth(0) >= table.horizontalHeader().sectionSizeHint(0)


def test_period_is_written_with_its_days() -> None:
    """Within one year the year of the first day is left out."""
    assert period_text(H1) == "6 tháng đầu năm 2020 (15/12/2019 – 14/6/2020)"
    assert period_text(H2) == "6 tháng cuối năm 2020 (15/6 – 14/12/2020)"


def test_period_selector_shows_and_offers(qtbot: QtBot) -> None:
    """The button names the period; its menu has every period, the newest first."""
    selector = PeriodSelector()
    qtbot.addWidget(selector)
    selector.show_periods([H1, H2], H1)
    assert "15/12/2019 – 14/6/2020" in selector.text()
    offered = [action.data().code for action in selector.menu_actions()]
    assert offered == ["H2/2020", "H1/2020"]


def test_search_waits_for_the_hands_to_rest(qtbot: QtBot) -> None:
    """Typing and UniKey's Backspace start one search, after the last key."""
    box = SearchBox("Tìm trong sổ này", "Ctrl+F")
    qtbot.addWidget(box)
    seen: list[str] = []
    box.searched.connect(seen.append)
    qtbot.keyClicks(box, "duong")
    qtbot.keyClick(box, Qt.Key.Key_Backspace)
    assert seen == []
    qtbot.waitUntil(lambda: seen == ["duon"])
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert seen == ["duon", ""]


def test_chart_is_walked_by_keys(qtbot: QtBot) -> None:
    """↓ and Enter choose the figure of a row; the rows are read aloud."""
    chart = PairChart()
    qtbot.addWidget(chart)
    rows = [
        Pair("a", "Mô hình đăng ký", 24, 16, "24", "16", "▲ +50%"),
        Pair("b", "Hội nghị đối thoại", 19, 0, "19", "…"),
    ]
    chart.show_pairs(rows, legend=("Kỳ này", "Cùng kỳ"), heads=("2020", "2019", "So sánh"))
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == ["b"]
    assert "Mô hình đăng ký: 24, 16 ▲ +50%" in chart.accessibleDescription()


def test_undo_bar_floats_above_the_lower_edge(qtbot: QtBot) -> None:
    """Centred, with the way back; without one the button is gone."""
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(900, 500)
    area.show()
    pressed: list[bool] = []
    bar = UndoBar(area, lambda: pressed.append(True))
    bar.tell("Đã chuyển 1 cuộc đối thoại vào Thùng rác")
    assert abs(bar.geometry().center().x() - 450) <= 1
    assert bar.geometry().bottom() < 500
    bar.findChildren(Button)[0].click()
    assert pressed == [True]
    bar.tell("Đã hoàn tác", undoable=False)
    assert not bar.findChildren(Button)[0].isVisible()


def test_undo_bar_leaves_the_buttons_under_a_form_free(qtbot: QtBot) -> None:
    """Over a page with a bar of buttons it floats above that bar."""
    area = QWidget()
    qtbot.addWidget(area)
    area.resize(900, 500)
    foot = ActionBar(area)
    foot.setGeometry(0, 454, 900, 46)
    area.show()
    bar = UndoBar(area, lambda: None)
    bar.tell("Đã lưu hồ sơ")
    assert not bar.geometry().intersects(foot.geometry())
    foot.hide()
    bar.tell("Đã lưu hồ sơ")
    assert bar.geometry().intersects(foot.geometry())


def test_path_shows_no_tick_at_a_step_that_was_passed_over(qtbot: QtBot) -> None:
    """Its dot is a dash, and the tool tip says so."""
    path = StatePath()
    qtbot.addWidget(path)
    steps = [Step("Đã soát"), Step("Trình ký", skipped=True), Step("Đã ban hành")]
    path.show_steps(steps, 2)
    assert path.toolTip() == "Đã soát → Trình ký (bỏ qua) → Đã ban hành"
    assert path._text_colour(1) == "muted"
    path.resize(400, 24)
    path.grab()


def test_progress_appears_late_and_goes_by_itself(qtbot: QtBot) -> None:
    """Short work never flashes a bar; long work shows count and words, then leaves."""
    bar = ProgressBar()
    qtbot.addWidget(bar)
    task = tasks.Task(text="Đang đọc")
    bar.follow(task)
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible, timeout=2000)
    bar.report(1240, 10_000, "03. Cum 2.xlsx")
    assert "1.240/10.000" in [label.text() for label in bar.findChildren(type(bar._count))]
    bar.findChildren(Button)[0].click()
    assert task.cancelled
    task.finished = True
    qtbot.waitUntil(lambda: not bar.isVisible())


def test_focus_ring_surrounds_the_control(qtbot: QtBot) -> None:
    """The ring lies one pixel outside the field that has the keyboard, and leaves with it."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(20, 20, 20, 20)
    field = QLineEdit()
    column.addWidget(field)
    qtbot.addWidget(page)
    page.show()
    ring = FocusRing()
    qtbot.addWidget(ring)
    ring.follow(field)
    assert ring.isVisible()
    assert ring.geometry() == field.geometry().adjusted(-OUTSIDE, -OUTSIDE, OUTSIDE, OUTSIDE)
    ring.follow(None)
    assert not ring.isVisible()


def test_forbidden_button_says_why(qtbot: QtBot) -> None:
    """A disabled action stays visible, with the reason as tool tip."""
    button = Button("Nộp cấp trên", "send")
    qtbot.addWidget(button)
    button.forbid("Còn 1 lỗi phải sửa")
    assert not button.isEnabled()
    assert button.toolTip() == "Còn 1 lỗi phải sửa"
    button.forbid("")
    assert button.isEnabled()


def test_buttons_of_a_column_are_equally_wide(qtbot: QtBot) -> None:
    """The widest decides, at least 112."""
    buttons = [Button("Soát kỳ"), Button("Mở bảng tổng hợp của tỉnh")]
    equal_widths(*buttons)
    assert buttons[0].width() == buttons[1].width() >= 112


def test_banner_link_is_reached_by_keys(qtbot: QtBot) -> None:
    """A banner shows one sentence and one link; without a sentence it takes no room."""
    banner, followed = Banner(), []
    qtbot.addWidget(banner)
    banner.tell("Kỳ đã khóa.", link="Xem kỳ đã khóa", on_link=lambda: followed.append(True))
    banner.show()
    qtbot.keyClick(banner.findChildren(Link)[0], Qt.Key.Key_Space)
    assert followed == [True]
    banner.tell("")
    assert not banner.isVisible()


def test_empty_state_replaces_its_buttons(qtbot: QtBot) -> None:
    """Showing another state drops the old buttons."""
    state = EmptyState()
    qtbot.addWidget(state)
    state.show_state(icon="dialogue", title="Chưa có gì", buttons=[Button("Thêm"), Button("Nhập")])
    state.show_state(icon="dialogue", title="Không có hồ sơ khớp", buttons=[Button("Bỏ lọc")])
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [button.text() for button in state.findChildren(Button)] == ["Bỏ lọc"]


def test_empty_state_spares_picture_and_help_before_its_button(qtbot: QtBot) -> None:
    """In little room the sentence and the button stay whole; with more the rest comes back."""
    state = EmptyState()
    qtbot.addWidget(state)
    state.show_state(
        icon="sync", title="Chưa có gói", help_text="Chốt rồi xuất.", buttons=[Button("Xuất")]
    )
    state.show()
    shown = {}
    for height in (300, 60, 300):
        state.setFixedSize(400, height)
        button = state.findChild(Button)
        picture = state.findChild(IconLabel)
        assert button is not None
        assert picture is not None
        assert button.height() >= button.minimumSizeHint().height()
        words = [one.text() for one in state.findChildren(QLabel) if one.isVisible()]
        shown[height] = (words, picture.isVisible())
    assert shown == {300: (["Chưa có gói", "Chốt rồi xuất."], True), 60: (["Chưa có gói"], False)}
