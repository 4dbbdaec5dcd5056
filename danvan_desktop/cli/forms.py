"""``forms``: blank workbooks for communes."""

from __future__ import annotations

import argparse
from pathlib import Path

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, office
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.periods import Period
from danvan_desktop.spreadsheets.blank_form import form_name, write_form, write_forms
from danvan_desktop.spreadsheets.targets import import_targets


def make_forms(options: argparse.Namespace, output: Output) -> int:
    """Write one form for each unit, or one in which every row names its unit."""
    keys = [spec.key for spec in import_targets()]
    if options.register not in keys:
        raise UserError(
            _("Không có sổ {key}.").format(key=options.register),
            remedy=_("Các sổ: {keys}.").format(keys=", ".join(keys)),
            code="unknown_register",
        )
    with office(options) as context:
        period = context.period(options.period) if options.period else None
        made = _made(options, context, period)
    output.result({"files": [str(path) for path in made]})
    for path in made:
        output.say(_("Đã tạo {name}").format(name=path))
    return OK


def _made(options: argparse.Namespace, context: Context, period: Period | None) -> list[Path]:
    if options.common:
        options.out.mkdir(parents=True, exist_ok=True)
        path: Path = options.out / form_name(options.register, None, period)
        write_form(path, context, options.register, period=period)
        return [path]
    names = context.directory(period.last_day if period else context.clock.today())
    units = options.unit or [unit.code for unit in names.communes()]
    unknown = [code for code in units if names.unit(code) is None]
    if unknown:
        raise UserError(
            _("Không có đơn vị {code} trong danh mục.").format(code=", ".join(unknown)),
            code="unknown_unit",
        )
    return write_forms(options.out, context, options.register, units, period=period)
