"""“Soạn văn bản…”: what it offers, what it says before writing, and where it leads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.reports.drafts import start_paper
from danvan_desktop.reports.meeting_file import read_meeting
from danvan_desktop.storage.values import Record
from ui.paper_dialog import PaperDialog
from ui.paper_work import Wanted
from ui.screens.meeting import MeetingScreen
from ui.screens.registers import RegisterScreen

Settled = Callable[[], None]

BARE = {"ten": "Giao ban quý II", "loai": "giao_ban", "ngay": "2020-06-10", "duoc_moi": 9}
MODEL = {"linh_vuc": "KT", "doi_tuong": "tap_the", "don_vi": "TN-DMC-05"}


@pytest.fixture
def meeting(office: Context, year_2020: Path) -> Record:
    """Store the conference of 7 July 2020."""
    saved = office.save("hoi_nghi", dict(read_meeting(year_2020 / "meeting.json"))["hoi_nghi"])
    assert saved.record is not None
    return saved.record


@pytest.fixture
def ask(office: Context, qtbot: QtBot, settled: Settled) -> Callable[..., PaperDialog]:
    """Open the dialog on a subject; what it opens is kept in ``opened``."""

    def show(wanted: Wanted, **more: Any) -> PaperDialog:
        opened: list[str] = []
        dialog = PaperDialog(office, wanted, said="Từ sổ", opened=opened.append, **more)
        qtbot.addWidget(dialog)
        dialog.show()
        settled()
        dialog.kept = opened  # type: ignore[attr-defined]
        return dialog

    return show


def _names(dialog: PaperDialog) -> list[str]:
    return [dialog.list.item(row).text().splitlines()[0] for row in range(dialog.list.count())]


def _choose(dialog: PaperDialog, name: str, settled: Settled) -> None:
    dialog.list.setCurrentRow(_names(dialog).index(name))
    settled()


def test_meeting_is_offered_its_papers_and_told_what_each_will_be(
    ask: Callable[..., PaperDialog], meeting: Record, office: Context, settled: Settled
) -> None:
    """Five papers; the invitation is planned before the meeting, and its draft opens."""
    dialog = ask(Wanted("hoi_nghi", (meeting.id,)))
    assert _names(dialog)[0] == "Giấy mời họp, hội nghị"
    assert len(_names(dialog)) == 5
    assert dialog.outlook.text().startswith("Sẽ soạn bản nháp giấy mời (01-GM/BDV), ngày 16/6/2020")
    _choose(dialog, "Chương trình họp, hội nghị", settled)
    assert "(không lấy số)" in dialog.outlook.text()
    dialog.go.click()
    settled()
    [paper] = office.all_of("bao_cao")
    assert dialog.kept == [paper.id]  # type: ignore[attr-defined]
    assert paper.values["mau"] == "chuong_trinh_hop"
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_paper_that_lacks_something_says_what(
    ask: Callable[..., PaperDialog], office: Context, settled: Settled
) -> None:
    """Without tasks there is no follow-up: the line says so and the button has the reason."""
    saved = office.save("hoi_nghi", {**BARE, "co_mat": 9}).record
    assert saved is not None
    dialog = ask(Wanted("hoi_nghi", (saved.id,)))
    _choose(dialog, "Công văn theo dõi thực hiện kết luận", settled)
    assert dialog.outlook.text() == "Chưa ghi: Việc giao"
    assert not dialog.go.isEnabled()
    assert dialog.go.toolTip() == "Chưa ghi: Việc giao"


def test_started_paper_is_opened_instead_of_begun_twice(
    ask: Callable[..., PaperDialog], meeting: Record, office: Context, settled: Settled
) -> None:
    """The draft of the same subject is named and opened; a new one is a choice of its own."""
    draft = start_paper(office, "giay_moi", records=[meeting])
    dialog = ask(Wanted("hoi_nghi", (meeting.id,)))
    assert dialog.outlook.text().startswith("Đã có 01-GM/BDV")
    assert dialog.go.text() == "Mở bản đã có"
    assert dialog.again.isVisible()
    dialog.go.click()
    settled()
    assert dialog.kept == [draft.id]  # type: ignore[attr-defined]
    assert len(office.all_of("bao_cao")) == 1


def test_period_can_be_changed(
    ask: Callable[..., PaperDialog], office: Context, settled: Settled
) -> None:
    """Papers of a period follow the box of periods; the regular report comes first."""
    periods = office.periods()
    dialog = ask(Wanted(period="H1/2020"), periods=periods)
    assert _names(dialog)[0] == "Báo cáo 6 tháng công tác dân vận"
    assert "6 tháng đầu năm 2020" in dialog.outlook.text()
    dialog.period.setCurrentIndex(dialog.period.findData("H1/2019"))
    settled()
    assert "6 tháng đầu năm 2019" in dialog.outlook.text()


def test_chosen_models_become_one_decision(
    office: Context, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list's menu makes one paper of the rows that are chosen."""
    names = ("Tổ tự quản", "Đường hoa")
    for name in names:
        assert office.save(
            "dan_van_kheo", {**MODEL, "ten": name, "ngay_dang_ky": "2020-03-01"}
        ).saved
    page = RegisterScreen(office, "dan_van_kheo")
    qtbot.addWidget(page)
    page.resize(1190, 620)
    page.show()
    page.activate()
    settled()
    assert page.list is not None
    page.list.table.view.selectAll()
    settled()
    gone: list[tuple[str, object]] = []
    page.go.connect(lambda key, paper: gone.append((key, paper)))

    def choose(dialog: PaperDialog) -> int:
        settled()
        dialog.go.click()
        settled()
        return 1

    monkeypatch.setattr(PaperDialog, "exec", choose)
    menu = page.list.more_menu()
    next(one for one in menu.actions() if one.text() == "Soạn văn bản…").trigger()
    settled()
    [paper] = office.all_of("bao_cao")
    assert gone == [("report", paper.id)]
    assert paper.values["ky_hieu"] == "01-QĐ/BDV"
    assert len(str(paper.values["doi_tuong"]).split(",")) == 2


def test_meeting_page_has_the_button(
    office: Context, meeting: Record, qtbot: QtBot, settled: Settled
) -> None:
    """Papers are begun from the meeting's own page as well as from its form."""
    page = MeetingScreen(office)
    qtbot.addWidget(page)
    page.activate(meeting.id)
    settled()
    assert page.papers_button in page.header_actions()
    assert any(one.label == "Soạn văn bản…" for one in page.commands())
