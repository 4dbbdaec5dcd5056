"""The steps that a list can take for one or several records at once: thẩm định, công nhận, khen.

Each step is a line of the table below: which fields it asks, what it sets. The rules of the
register decide whether a record may take it; nothing is written unless all may.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from danvan_desktop.errors import Issue, has_errors
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import SaveResult
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Record
from ui import tasks
from ui.widgets.field_dialog import ask_fields

if TYPE_CHECKING:
    from danvan_desktop.context import Context


@dataclass(frozen=True, slots=True)
class StepAction:
    """A step: its button, the fields that it asks, what it sets besides."""

    key: str
    label: str
    icon: str
    title: str
    done: str
    fields: tuple[str, ...] = ()
    sets: tuple[tuple[str, Any], ...] = ()
    text: str = ""


STEPS: dict[str, tuple[StepAction, ...]] = {
    "dan_van_kheo": (
        StepAction(
            "tham_dinh",
            N_("Thẩm định…"),
            "appraised",
            N_("Thẩm định {n} mô hình?"),
            N_("Thẩm định {n} mô hình"),
            ("ngay_tham_dinh", "diem_tham_dinh", "to_tham_dinh"),
            (("tham_dinh", True),),
            N_("Ghi như biên bản thẩm định. Đạt từ 70 điểm mới được công nhận."),
        ),
        StepAction(
            "cong_nhan",
            N_("Công nhận…"),
            "check",
            N_("Công nhận {n} mô hình?"),
            N_("Công nhận {n} mô hình"),
            ("so_qd_cong_nhan", "ngay_cong_nhan", "cap_cong_nhan"),
            (("cong_nhan", True),),
            N_("Chưa có số quyết định thì để trống cả số và ngày, bổ sung sau."),
        ),
        StepAction(
            "tieu_bieu",
            N_("Chọn tiêu biểu"),
            "star",
            N_("Chọn {n} mô hình tiêu biểu?"),
            N_("Chọn tiêu biểu {n} mô hình"),
            (),
            (("tieu_bieu", True),),
        ),
        StepAction(
            "khen",
            N_("Đề nghị khen…"),
            "award",
            N_("Đề nghị khen {n} mô hình?"),
            N_("Đề nghị khen {n} mô hình"),
            ("hinh_thuc_khen", "so_qd_khen", "ngay_khen", "ly_do_khen"),
            (),
            N_("Chưa có quyết định thì ghi hình thức, lý do. Có số và ngày mới tính là đã khen."),
        ),
    )
}
"""The steps of each register that has them, in the order of its funnel."""


def step_named(register: str, key: str) -> StepAction | None:
    """Find a step of a register."""
    return next((step for step in STEPS.get(register, ()) if step.key == key), None)


def next_action(record: Record) -> StepAction | None:
    """Give the step that a record takes next, if a button can take it."""
    order = {"dang_ky": "tham_dinh", "tham_dinh": "cong_nhan", "cong_nhan": "tieu_bieu"}
    order["tieu_bieu"] = "khen"
    return step_named(record.register, order.get(str(record.values.get("trang_thai")), ""))


def new_values(action: StepAction, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a step writes; an award counts only once its decision is known."""
    values = {name: value for name, value in asked.items() if value is not None}
    values.update(action.sets)
    if action.key == "khen" and values.get("so_qd_khen") and values.get("ngay_khen"):
        values["khen"] = True
    return values


def take_step(
    context: Context,
    action: StepAction,
    records: Sequence[Record],
    words: str,
    parent: QWidget,
    *,
    reason: str = "",
) -> tasks.Task | None:
    """Ask what the step needs and write it for all records as ``words``; None when cancelled.

    ``reason`` says why records of a closed period are changed.
    """
    spec = REGISTERS[records[0].register]
    directory = context.directory()

    def check(asked: Mapping[str, Any]) -> list[Issue]:
        values = new_values(action, asked)
        found: list[Issue] = []
        for record in records:
            whole = spec.complete({**record.values, **values})
            title = str(record.values.get(spec.title_field) or "")
            found += [_named(i, title, action) for i in spec.validate(whole, directory)]
        return [issue for issue in found if has_errors([issue])]

    asked = ask_fields(
        spec,
        directory,
        action.fields,
        title=_(action.title).format(n=len(records)),
        text=_(action.text) or "; ".join(_title(r) for r in records[:4]),
        verb=_(action.label).rstrip("…"),
        initial={name: _common(records, name) for name in action.fields},
        check=check,
        parent=parent,
    )
    if asked is None:
        return None
    values = new_values(action, asked)
    changes = {record.id: values for record in records}
    return tasks.write(
        context, context.save_many, spec.key, changes, words, done=_refused, reason=reason
    )


def _refused(result: SaveResult) -> None:
    """Say why nothing was written although the dialog had found no error (a change meanwhile)."""
    if not result.saved and result.issues:
        from danvan_desktop.errors import UserError

        first = result.issues[0]
        tasks.show_failure(
            UserError(first.message, safe=_("Chưa có gì thay đổi."), remedy=first.remedy)
        )


def _named(issue: Issue, title: str, action: StepAction) -> Issue:
    """Put the record's name before an issue that is not about a field of the dialog."""
    if issue.place.field in action.fields:
        return issue
    return replace(issue, message=f"“{title}”: {issue.message}")


def _title(record: Record) -> str:
    return str(record.values.get(REGISTERS[record.register].title_field) or "")


def _common(records: Sequence[Record], name: str) -> Any:
    """Give the value that all records share, None when they differ."""
    values = {str(record.values.get(name)) for record in records}
    return records[0].values.get(name) if len(values) == 1 else None
