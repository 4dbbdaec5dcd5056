"""``init``: set up the office of a data folder from files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, opened
from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.setup import OfficeSetup, read_setup
from danvan_desktop.organisation.unit_faults import office_faults, unit_faults


def init(options: argparse.Namespace, output: Output) -> int:
    """Enter office, terms, officers, periods and units; a folder that has an office is refused."""
    setup = read_setup(options.office, options.units)
    with opened(options) as context:
        if context.office() is not None:
            raise UserError(
                _("Thư mục này đã có cơ quan."),
                safe=_("Không có gì thay đổi."),
                remedy=_("Chọn thư mục dữ liệu khác."),
                code="already_set_up",
            )
        issues = [
            *unit_faults(setup.units),
            *office_faults(setup.office, setup.units),
            *wrong_values(context, setup),
        ]
        if has_errors(issues):
            output.refuse_issues(issues)
            return REFUSED
        enter(context, setup)
        key = context.office_key().info
        output.issues(issues)
        output.result(
            {
                "office": setup.office["ma"],
                "name": setup.office["ten_day_du"],
                "units": len(setup.units),
                "officers": len(setup.officers),
                "periods": [period["ma"] for period in setup.periods],
                "data_dir": str(context.paths.data),
                "office_key": key.fingerprint,
            }
        )
        output.say(_("Đã lập {name}.").format(name=setup.office["ten_day_du"]))
        output.say(
            _("{units} đơn vị, {officers} chức vụ, {periods} kỳ báo cáo.").format(
                units=len(setup.units), officers=len(setup.officers), periods=len(setup.periods)
            )
        )
        output.say(_("Vân tay khóa cơ quan: {text}").format(text=key.fingerprint))
    return OK


def enter(context: Context, setup: OfficeSetup) -> None:
    """Enter a checked set-up, with the draft of the report that the file announces."""
    from danvan_desktop.reports.service import plan_report

    context.set_up(setup)
    if setup.report:
        plan_report(context, setup.report)


def wrong_values(context: Context, setup: OfficeSetup) -> Iterator[Issue]:
    """Check what a set-up would enter, as forms do."""
    for register, rows in (
        ("don_vi", setup.units),
        ("van_phong", (setup.office,)),
        ("nhiem_ky", setup.terms),
        ("can_bo_ky", setup.officers),
        ("ky", setup.periods),
    ):
        for number, values in enumerate(rows, start=1):
            for issue in context.validate(register, values):
                yield replace(issue, place=replace(issue.place, register=register, row=number))
