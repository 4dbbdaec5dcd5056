"""Steps for one or several records: appraisal, recognition, exemplar, award."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from danvan_desktop.context import Context
from danvan_desktop.storage.values import Record
from tests.ui.registers.helpers import add, model_values
from ui.screens import register_steps
from ui.screens.register_steps import next_action, step_named, take_step
from ui.widgets.field_dialog import FieldDialog

Settled = Callable[[], None]


def answer(values: Mapping[str, Any]) -> Callable[..., dict[str, Any] | None]:
    """Make a dialog that answers at once, unless its own check finds an error."""

    def ask(*_args: Any, check: Callable[..., Sequence[Any]], **_more: Any) -> Any:
        return dict(values) if not check(values) else None

    return ask


def take(
    office: Context, key: str, records: Sequence[Record], qtbot: QtBot, settled: Settled
) -> bool:
    """Take a step as the list does; tell whether it was written."""
    from PySide6.QtWidgets import QWidget

    parent = QWidget()
    qtbot.addWidget(parent)
    action = step_named("dan_van_kheo", key)
    assert action is not None
    words = action.done.format(n=len(records))
    task = take_step(office, action, records, words, parent)
    settled()
    return task is not None


def test_several_records_are_appraised_in_one_operation(
    office: Context, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One dialog, one write, one undo for all of them."""
    records = [add(office, "dan_van_kheo", **model_values(name)) for name in ("Một", "Hai")]
    asked = {"ngay_tham_dinh": "2020-04-20", "diem_tham_dinh": 86, "to_tham_dinh": "Tổ 3 người"}
    monkeypatch.setattr(register_steps, "ask_fields", answer(asked))
    assert take(office, "tham_dinh", records, qtbot, settled)
    after = [office.record("dan_van_kheo", record.id) for record in records]
    assert [r.values["trang_thai"] for r in after if r] == ["tham_dinh", "tham_dinh"]
    assert office.undo_label() == "Thẩm định 2 mô hình"
    office.undo()
    again = office.record("dan_van_kheo", records[0].id)
    assert again is not None
    assert again.values["trang_thai"] == "dang_ky"


def test_recognition_needs_an_appraisal(
    office: Context, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The funnel can never widen: nothing is written for any of the records."""
    appraised = add(office, "dan_van_kheo", **model_values("Một", tham_dinh=True))
    bare = add(office, "dan_van_kheo", **model_values("Hai"))
    monkeypatch.setattr(register_steps, "ask_fields", answer({"cap_cong_nhan": "H"}))
    assert not take(office, "cong_nhan", [appraised, bare], qtbot, settled)
    untouched = office.record("dan_van_kheo", appraised.id)
    assert untouched is not None
    assert not untouched.values["cong_nhan"]


def test_award_counts_only_with_its_decision(
    office: Context, qtbot: QtBot, settled: Settled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proposal is noted; number and date make it an award."""
    steps = {"tham_dinh": True, "cong_nhan": True, "tieu_bieu": True}
    record = add(office, "dan_van_kheo", **model_values("Một", **steps))
    monkeypatch.setattr(register_steps, "ask_fields", answer({"ly_do_khen": "Xuất sắc"}))
    take(office, "khen", [record], qtbot, settled)
    proposed = office.record("dan_van_kheo", record.id)
    assert proposed is not None
    assert (proposed.values["khen"], proposed.values["ly_do_khen"]) == (False, "Xuất sắc")
    decided = {"so_qd_khen": "125-QĐ/HU", "ngay_khen": "2020-05-20"}
    monkeypatch.setattr(register_steps, "ask_fields", answer(decided))
    take(office, "khen", [proposed], qtbot, settled)
    awarded = office.record("dan_van_kheo", record.id)
    assert awarded is not None
    assert awarded.values["trang_thai"] == "khen"


def test_dialog_says_what_is_wrong_and_stays_open(office: Context, qtbot: QtBot) -> None:
    """A sentence in the number's field is refused beside the field."""
    from danvan_desktop.registers import REGISTERS

    dialog = FieldDialog(
        REGISTERS["dan_van_kheo"],
        office.directory(),
        ("so_qd_cong_nhan", "ngay_cong_nhan"),
        title="Công nhận 1 mô hình?",
        text="",
        verb="Công nhận",
        initial={},
        check=lambda _values: [],
    )
    qtbot.addWidget(dialog)
    row = dialog.rows["so_qd_cong_nhan"]
    row.editor.widget.setProperty("text", "Có thành tích")
    dialog.try_accept()
    assert not dialog.result()
    assert row.editor.widget.property("issue") == "error"
    row.editor.widget.setProperty("text", "21-QĐ/HU")
    dialog.try_accept()
    assert dialog.result()
    assert dialog.values()["so_qd_cong_nhan"] == "21-QĐ/HU"


def test_next_step_follows_the_state(office: Context) -> None:
    """The pane offers the one button that carries the record on."""
    record = add(office, "dan_van_kheo", **model_values("Một", tham_dinh=True))
    action = next_action(record)
    assert action is not None
    assert action.key == "cong_nhan"
