"""The office in Settings: a new stage repeats the present one; its address goes onto papers."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import start_paper
from tests.ui.registers.helpers import type_text
from ui.screens.record import RecordScreen
from ui.screens.record_opening import NewRecord
from ui.screens.registers import RegisterScreen


def test_new_stage_repeats_the_office_but_its_days(qtbot: QtBot, office: Context) -> None:
    """Code, header, symbol and place need not be typed again; the first day must be."""
    screen = RegisterScreen(office, "van_phong")
    qtbot.addWidget(screen)
    with qtbot.waitSignal(screen.go, timeout=10_000) as asked:
        screen.new_record()
    key, new = asked.args
    assert key == "record:van_phong"
    assert isinstance(new, NewRecord)
    assert new.values["ma"] == "TN-DMC-BDV"
    assert not {"tu_ngay", "den_ngay"} & set(new.values)


def test_address_typed_in_settings_stands_on_the_next_letter(
    qtbot: QtBot, office: Context, settled: Callable[[], None]
) -> None:
    """The clerk fills in the second part of the form and saves; the office chose nothing else."""
    page = RecordScreen(office, "van_phong")
    qtbot.addWidget(page)
    page.resize(1190, 640)
    page.show()
    with qtbot.waitSignal(page.opened, timeout=10_000):
        page.activate(office.all_of("van_phong")[0].id)
    assert page.layout_ is not None
    rows = page.layout_.form.rows
    assert rows["lien_he"].editor.raw() == "cong_van"
    for name, text in (("dia_chi", "Khu phố 1"), ("dien_thoai", "0276 3877 000")):
        editor = rows[name].editor
        type_text(editor.widget, text)
        editor.left.emit()
    page.save()
    settled()
    letter = start_paper(office, "cong_van_don_doc", period="H1/2020")
    document, _issues = build_report(office, letter)
    assert document.contact_lines == ("Địa chỉ: Khu phố 1", "Điện thoại: 0276 3877 000")
