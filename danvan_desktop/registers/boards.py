"""What people's inspection boards and community investment supervision boards have in common.

A board is a stock: it counts from the day on which it was set up until its last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from danvan_desktop.errors import Issue, Place
from danvan_desktop.i18n import N_, _
from danvan_desktop.schema import (
    ChildSpec,
    Choice,
    Flag,
    Option,
    PersonName,
    Text,
    Values,
    children,
    field,
    issue_for,
)

VAI_TRO_BAN = Choice(
    options=(
        Option("truong", N_("Trưởng ban")),
        Option("pho", N_("Phó Trưởng ban")),
        Option("thanh_vien", N_("Thành viên")),
    )
)


def member_list() -> ChildSpec:
    """Declare the list of a board's members."""
    return children(
        N_("Thành viên"),
        section="thanh_vien",
        ho_ten=field(PersonName(), N_("Họ và tên"), required=True, width=170),
        vai_tro=field(VAI_TRO_BAN, N_("Vai trò"), width=110),
        nu=field(Flag(), N_("Nữ"), default=False, width=44),
        dia_ban=field(Text(max_length=200), N_("Ấp, khu phố, đơn vị"), width=200),
    )


def board_totals(values: Values) -> dict[str, Any]:
    """Count the members where they are listed."""
    members = values.get("thanh_vien") or []
    if not members:
        return {}
    women = sum(1 for member in members if member.get("nu"))
    return {"so_thanh_vien": len(members), "so_nu": women}


def board_issues(values: Values, register: str) -> Iterable[Issue]:
    """A board ends after it began and has no more women than members."""
    first, last = values.get("tu_ngay"), values.get("den_ngay")
    if first and last and str(last) < str(first):
        yield issue_for(
            "impossible_value",
            place=Place(register=register, field="den_ngay"),
            message=_("Ngày kết thúc trước ngày thành lập."),
        )
    women, members = values.get("so_nu"), values.get("so_thanh_vien")
    if women is not None and members is not None and women > members:
        yield issue_for(
            "impossible_value",
            place=Place(register=register, field="so_nu"),
            message=_("Số nữ ({women}) nhiều hơn số thành viên ({members}).").format(
                women=women, members=members
            ),
        )
