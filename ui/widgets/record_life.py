"""The life of a record in words: what has happened to it, and what comes next.

The side pane of a list shows it, so that the form is opened only to edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.registers.choices import CAP
from danvan_desktop.storage.values import Record
from ui.moments import moment_text
from ui.widgets.cells import day_text
from ui.widgets.directive_life import (
    directive_stages,
    next_of_directive,
    next_of_programme,
    position_stages,
    programme_stages,
)
from ui.widgets.life import Stage

__all__ = ["Stage", "next_step", "stages_of"]


def stages_of(record: Record) -> tuple[Stage, ...]:
    """Tell what has happened to a record, oldest first."""
    special = {
        "dan_van_kheo": _model_stages,
        "hoi_nghi": _meeting_stages,
        "van_ban": directive_stages,
        "phoi_hop": programme_stages,
        "can_bo": position_stages,
    }.get(record.register)
    return special(record) if special else (_entered(record),)


def next_step(record: Record) -> str:
    """Name the next step of a record and what it needs; "" when there is none."""
    special = {
        "dan_van_kheo": _next_of_model,
        "hoi_nghi": _next_of_meeting,
        "doi_thoai": _next_of_dialogue,
        "van_ban": next_of_directive,
        "phoi_hop": next_of_programme,
    }.get(record.register)
    return special(record.values) if special else ""


def _entered(record: Record) -> Stage:
    how = _("{who} nhập từ Excel") if record.origin else _("{who} ghi")
    who = how.format(who=record.created_by)
    when = moment_text(record.created_at)
    return Stage(_("Ghi vào sổ"), " · ".join(p for p in (when, who) if p), "circle", "neutral")


def _model_stages(record: Record) -> tuple[Stage, ...]:
    values = record.values
    how = _("{who} nhập từ Excel") if record.origin else _("{who} ghi")
    registered = day_text(values.get("ngay_dang_ky") or "")
    found = [_stage("dang_ky", _("Đăng ký"), registered, how.format(who=record.created_by))]
    if values.get("tham_dinh"):
        score = values.get("diem_tham_dinh")
        text = _("Thẩm định: đạt {n}/100").format(n=score) if score is not None else _("Thẩm định")
        day = day_text(values.get("ngay_tham_dinh") or "")
        found.append(_stage("tham_dinh", text, day, values.get("to_tham_dinh")))
    if values.get("cong_nhan"):
        level = CAP.option(values.get("cap_cong_nhan"))
        text = _("Công nhận")
        if level:
            text = _("Công nhận {level}").format(level=_(level.label).lower())
        day = day_text(values.get("ngay_cong_nhan") or "")
        found.append(_stage("cong_nhan", text, day, _decision(values.get("so_qd_cong_nhan"))))
    if values.get("tieu_bieu"):
        year = values.get("nam")
        text = _("Chọn tiêu biểu năm {year}").format(year=year) if year else _("Chọn tiêu biểu")
        found.append(_stage("tieu_bieu", text))
    if values.get("khen"):
        day = day_text(values.get("ngay_khen") or "")
        found.append(_stage("khen", _("Khen thưởng"), day, _decision(values.get("so_qd_khen"))))
    if values.get("dien_bien"):
        state = REGISTERS["dan_van_kheo"].state(values["dien_bien"])
        found.append(
            _stage(
                str(values["dien_bien"]), _(state.label) if state else "", "", values.get("ly_do")
            )
        )
    return tuple(found)


def _meeting_stages(record: Record) -> tuple[Stage, ...]:
    spec = REGISTERS["hoi_nghi"]
    codes = [state.code for state in spec.states]
    present = str(record.values.get("trang_thai") or codes[0])
    reached = codes[: codes.index(present) + 1] if present in codes else codes[:1]
    stages = [_entered(record)]
    for code in reached[1:]:
        state = spec.state(code)
        if state is not None:
            stages.append(Stage(_(state.label), "", state.icon, state.tone))
    return tuple(stages)


def _next_of_model(values: Mapping[str, Any]) -> str:
    state = values.get("trang_thai")
    steps = {
        "dang_ky": _("Bước tiếp theo: thẩm định. Cần ngày, tổ thẩm định và điểm."),
        "tham_dinh": _("Bước tiếp theo: công nhận. Cần số, ngày quyết định và cấp công nhận."),
        "cong_nhan": _("Bước tiếp theo: chọn tiêu biểu, hoặc đăng ký tiếp năm sau."),
        "tieu_bieu": _(
            "Bước tiếp theo: đề nghị khen thưởng. Cần số, ngày quyết định và hình thức khen."
        ),
        "khen": _("Mô hình còn duy trì thì đăng ký tiếp năm sau, giữ nguyên mã."),
        "tra_lai": _("Chờ đơn vị bổ sung; nhận lại thì bỏ “Trả lại bổ sung” trong phiếu."),
    }
    return steps.get(str(state), "")


def _next_of_meeting(values: Mapping[str, Any]) -> str:
    if not values.get("ket_luan"):
        return _("Bước tiếp theo: ghi kết luận của chủ trì và việc giao.")
    return "" if values.get("trang_thai") == "khoa" else _("Bước tiếp theo: in biên bản trình ký.")


def _next_of_dialogue(values: Mapping[str, Any]) -> str:
    overdue = values.get("qua_han")
    if overdue:
        return _("{n} ý kiến quá hạn trả lời. Đôn đốc cơ quan được giao.").format(n=overdue)
    if values.get("chuyen"):
        return _("{n} ý kiến đã chuyển: theo dõi hạn trả lời.").format(n=values["chuyen"])
    return ""


def _stage(code: str, text: str, *details: Any) -> Stage:
    state = REGISTERS["dan_van_kheo"].state(code)
    detail = " · ".join(str(part) for part in details if part)
    return Stage(
        text, detail, state.icon if state else "circle", state.tone if state else "neutral"
    )


def _decision(number: Any) -> str:
    return _("Quyết định {number}").format(number=number) if number else ""
