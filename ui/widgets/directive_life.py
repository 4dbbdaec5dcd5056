"""The life of directives, programmes and positions in words, for the side pane of their lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from danvan_desktop.i18n import _
from danvan_desktop.storage.values import Record
from ui.widgets.cells import day_text
from ui.widgets.life import Stage


def directive_stages(record: Record) -> tuple[Stage, ...]:
    """Tell when a paper was issued, carried out, reviewed, concluded."""
    values = record.values
    stages = [_stage(_("Ban hành"), values.get("ngay"), values.get("co_quan"), tone="neutral")]
    product = values.get("van_ban_trien_khai") or values.get("san_pham")
    if values.get("ngay_trien_khai") or product:
        stages.append(_stage(_("Triển khai"), values.get("ngay_trien_khai"), product, icon="play"))
    if values.get("ngay_so_ket"):
        stages.append(_stage(_("Sơ kết"), values["ngay_so_ket"], values.get("so_bao_cao_so_ket")))
    if values.get("ngay_tong_ket"):
        number = values.get("so_bao_cao_tong_ket")
        stages.append(_stage(_("Tổng kết"), values["ngay_tong_ket"], number, tone="success"))
    return tuple(stages)


def next_of_directive(values: Mapping[str, Any]) -> str:
    """Name the deadline that is next."""
    if values.get("ngay_tong_ket") or values.get("het_hieu_luc"):
        return ""
    if values.get("trang_thai") == "moi" and values.get("han_trien_khai"):
        return _("Bước tiếp theo: triển khai, hạn {day}.").format(
            day=day_text(values["han_trien_khai"])
        )
    if values.get("han_so_ket") and not values.get("ngay_so_ket"):
        return _("Bước tiếp theo: sơ kết, hạn {day}.").format(day=day_text(values["han_so_ket"]))
    if values.get("han_tong_ket"):
        return _("Bước tiếp theo: tổng kết, hạn {day}.").format(
            day=day_text(values["han_tong_ket"])
        )
    return ""


def programme_stages(record: Record) -> tuple[Stage, ...]:
    """Tell when a programme was signed, last reviewed, concluded."""
    return tuple(_programme(record.values))


def next_of_programme(values: Mapping[str, Any]) -> str:
    """Name what the programme wants next."""
    if values.get("ngay_tong_ket") or values.get("ngay_cham_dut"):
        return ""
    last, reviewed = values.get("den_nam"), values.get("nam_so_ket")
    if reviewed is None or (last and int(reviewed) < int(last)):
        return _("Sơ kết mỗi năm một lần, ghi trong phiếu; năm cuối thì tổng kết.")
    return _("Bước tiếp theo: tổng kết chương trình.")


def position_stages(record: Record) -> tuple[Stage, ...]:
    """Tell when a position began and ended."""
    values = record.values
    stages = [_stage(_("Giữ chức"), values.get("tu"), values.get("so_qd"), tone="success")]
    if values.get("den"):
        stages.append(_stage(_("Thôi giữ chức"), values["den"], tone="neutral", icon="pause"))
    return tuple(stages)


# --- private


def _programme(values: Mapping[str, Any]) -> Iterator[Stage]:
    signed = values.get("ngay_ky") or values.get("tu_nam")
    yield _stage(_("Ký kết"), signed, values.get("so_ky_hieu"), tone="neutral")
    if values.get("nam_so_ket"):
        yield _stage(_("Sơ kết gần nhất"), values["nam_so_ket"])
    if values.get("ngay_tong_ket"):
        number = values.get("so_bao_cao_tong_ket")
        yield _stage(_("Tổng kết"), values["ngay_tong_ket"], number, tone="success")
    if values.get("ngay_cham_dut"):
        yield _stage(_("Chấm dứt"), values["ngay_cham_dut"], tone="neutral", icon="pause")


def _stage(text: str, day: Any, *details: Any, icon: str = "check", tone: str = "accent") -> Stage:
    when = str(day) if day and len(str(day)) == 4 else day_text(day) if day else ""
    detail = " · ".join(str(part) for part in (when, *details) if part)
    return Stage(text, detail, "circle" if tone == "neutral" and icon == "check" else icon, tone)
