"""Tổ hòa giải: how many mediation teams and mediators there are, by unit and period.

A row is the total of a unit, or one team where ``ten`` names it. The numbers stand for the end of
the period, so they are given anew for each.
"""

from __future__ import annotations

from collections.abc import Iterable

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.registers.recommendations import not_more
from danvan_desktop.schema import (
    Integer,
    Money,
    Period,
    RuleContext,
    Section,
    Text,
    Unit,
    Values,
    field,
    issue_for,
    register,
)
from danvan_desktop.vietnamese import fold_key

LEAST_MEMBERS = 3
"""A team has three or more mediators (Luật Hòa giải ở cơ sở 35/2013/QH13, điều 12)."""

_OF_THE_MEMBERS = {
    "so_nu": N_("Số nữ ({part}) nhiều hơn số hòa giải viên ({whole})."),
    "so_dan_toc": N_("Số người dân tộc thiểu số ({part}) nhiều hơn số hòa giải viên ({whole})."),
    "so_luat": N_("Số có chuyên môn luật ({part}) nhiều hơn số hòa giải viên ({whole})."),
    "so_tap_huan": N_("Số được tập huấn ({part}) nhiều hơn số hòa giải viên ({whole})."),
}


def check(values: Values, context: RuleContext) -> Iterable[Issue]:
    """No group of mediators is greater than all of them; a team has three or more."""
    for name, sentence in _OF_THE_MEMBERS.items():
        yield from not_more(
            values, name, "so_thanh_vien", register="to_hoa_giai", message=_(sentence)
        )
    yield from not_more(
        values,
        "to_kien_toan",
        "so_to",
        register="to_hoa_giai",
        message=_("Số tổ được kiện toàn ({part}) nhiều hơn số tổ ({whole})."),
    )
    teams, members = values.get("so_to"), values.get("so_thanh_vien")
    if teams is not None and members is not None and members < teams * LEAST_MEMBERS:
        yield issue_for(
            "impossible_value",
            place=Place(register="to_hoa_giai", field="so_thanh_vien"),
            severity=Severity.WARNING,
            message=_(
                "{teams} tổ mà chỉ có {members} hòa giải viên; mỗi tổ cần từ {n} người."
            ).format(teams=teams, members=members, n=LEAST_MEMBERS),
            remedy=_("Kiểm tra lại hai số."),
        )


def duplicate_key(values: Values) -> tuple[str, ...] | None:
    """Two rows of the same unit, team and period are the same row."""
    if not (values.get("don_vi") and values.get("ky")):
        return None
    return str(values["don_vi"]), fold_key(str(values.get("ten") or "")), str(values["ky"])


@register(
    "to_hoa_giai",
    label=N_("Tổ hòa giải"),
    record_label=N_("dòng tổ hòa giải"),
    add_label=N_("Ghi số tổ hòa giải"),
    icon="mediators",
    family=N_("Hòa giải ở cơ sở"),
    sections=(
        Section("chung", N_("Tổ hòa giải")),
        Section(
            "chi_tiet",
            N_("Hòa giải viên"),
            N_("Không bắt buộc. Chỉ ghi con số, không ghi từng người."),
        ),
    ),
    title_field="ten",
    date_field="ky",
    unit_field="don_vi",
    order="don_vi",
    check=check,
    duplicate_key=duplicate_key,
)
class ToHoaGiai:
    """Teams and mediators of a unit at the end of a period."""

    ky = field(
        Period(),
        N_("Kỳ"),
        required=True,
        section="chung",
        width=76,
        help=N_("Số liệu tính đến cuối kỳ này."),
        example="H1/2020",
        aliases=("kỳ báo cáo",),
    )
    don_vi = field(
        Unit(),
        N_("Đơn vị"),
        required=True,
        section="chung",
        width=150,
        aliases=("xã, phường, thị trấn", "địa bàn"),
    )
    ten = field(
        Text(),
        N_("Tên tổ, ấp, khu phố"),
        section="chung",
        width=240,
        help=N_("Để trống nếu là số chung của cả đơn vị cấp xã."),
        example="Tổ hòa giải ấp Phước Tân",
        aliases=("tên tổ", "tên tổ hòa giải", "ấp, khu phố", "thôn, tổ dân phố", "ấp"),
    )
    so_to = field(
        Integer(),
        N_("Số tổ hòa giải"),
        short=N_("Số tổ"),
        required=True,
        section="chung",
        width=72,
        total=True,
        aliases=("số tổ", "tổ hòa giải", "tổng số tổ", "tổng số tổ hòa giải", "số lượng tổ"),
    )
    so_thanh_vien = field(
        Integer(),
        N_("Số hòa giải viên"),
        short=N_("Hòa giải viên"),
        required=True,
        section="chung",
        width=96,
        total=True,
        aliases=(
            "hòa giải viên",
            "số thành viên",
            "thành viên",
            "tổng số hòa giải viên",
            "tổng số thành viên",
            "số tổ viên",
            "tổ viên",
            "số lượng hòa giải viên",
        ),
    )

    so_nu = field(
        Integer(),
        N_("Nữ"),
        section="chi_tiet",
        aliases=("số nữ", "trong đó nữ", "hòa giải viên nữ"),
    )
    so_dan_toc = field(
        Integer(),
        N_("Người dân tộc thiểu số"),
        section="chi_tiet",
        aliases=("dân tộc thiểu số", "dân tộc", "người DTTS", "DTTS"),
    )
    so_luat = field(
        Integer(),
        N_("Có chuyên môn luật"),
        section="chi_tiet",
        aliases=("chuyên môn luật", "trình độ luật", "có trình độ chuyên môn luật"),
    )
    so_tap_huan = field(
        Integer(),
        N_("Được tập huấn trong kỳ"),
        section="chi_tiet",
        aliases=("được tập huấn", "số được tập huấn", "được bồi dưỡng", "tập huấn"),
    )
    to_kien_toan = field(
        Integer(),
        N_("Số tổ được kiện toàn"),
        section="chi_tiet",
        aliases=("tổ kiện toàn", "số tổ kiện toàn", "kiện toàn"),
    )
    kinh_phi = field(
        Money(),
        N_("Kinh phí hỗ trợ (đồng)"),
        section="chi_tiet",
        aliases=("kinh phí", "kinh phí hỗ trợ", "kinh phí hoạt động"),
    )
