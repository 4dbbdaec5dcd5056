"""``import``: workbooks into the registers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, office
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.registers import REGISTERS
from danvan_desktop.spreadsheets.importer import ImportPlan, expand, inspect, plan_as_json, write


def import_workbooks(options: argparse.Namespace, output: Output) -> int:
    """Check workbooks and store their good rows; refused when no file could be read at all."""
    _refuse_missing(options.paths)
    if not any(True for _path in expand(options.paths)):
        raise UserError(
            _("Trong thư mục {name} không có bảng tính nào.").format(name=options.paths[0]),
            safe=_("Chưa nhập gì."),
            remedy=_("Chọn thư mục chứa tệp .xlsx, hoặc chọn thẳng các tệp."),
            code="no_workbooks",
        )
    with office(options) as context:
        plan = inspect(
            options.paths,
            context,
            convert_legacy=not options.keep_legacy,
            hidden=options.hidden,
        )
        found: dict[str, Any] = plan_as_json(plan)
        written = None if options.dry_run else write(plan, context)
        found["written"] = written.rows if written else 0
    if options.errors is not None:
        from danvan_desktop.spreadsheets.error_book import write_error_book

        write_error_book(plan, options.errors)
    output.result(found)
    _tell(plan, found, output, dry_run=options.dry_run)
    return REFUSED if plan.files and all(file.refused for file in plan.files) else OK


def _refuse_missing(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise UserError(
                _("Không có tệp hay thư mục {name}.").format(name=path),
                safe=_("Chưa nhập gì."),
                code="not_found",
            )


def _tell(plan: ImportPlan, found: dict[str, Any], output: Output, *, dry_run: bool) -> None:
    for file in found["refused_files"]:
        output.complain(f"{file['file']}: {file['message']}")
    rows = [
        (
            sheet["file"],
            sheet["sheet"],
            _register_label(sheet["register"]),
            str(sheet["accepted"]),
            str(len(sheet["rejected"])),
        )
        for sheet in found["sheets"]
    ]
    head = (_("Tệp"), _("Trang"), _("Sổ"), _("Nhận"), _("Từ chối"))
    output.table([head, *rows], right=frozenset({3, 4}))
    for sheet in found["sheets"]:
        for row in sheet["rejected"]:
            place = _("{file}, {sheet}, dòng {n}").format(
                file=sheet["file"], sheet=sheet["sheet"], n=row["row"]
            )
            output.say(f"  {place}: {row['message']}")
    for pair in found["duplicates"]:
        output.say(
            _("  Trùng: {a} và {b}; tính một lần.").format(
                a=_place(pair["counted"]), b=_place(pair["duplicate"])
            )
        )
    known = sum(1 for sheet in plan.sheets for row in sheet.accepted if row.known)
    pattern = (
        _("Sẽ ghi {n} dòng, {known} dòng đã có từ trước.")
        if dry_run
        else _("Đã ghi {n} dòng, {known} dòng đã có từ trước.")
    )
    count = len(plan.new_rows) if dry_run else found["written"]
    output.say(pattern.format(n=count, known=known))


def _register_label(key: str | None) -> str:
    return _(REGISTERS[key].label) if key in REGISTERS else "–"


def _place(origin: dict[str, Any]) -> str:
    return _("{file}, {sheet}, dòng {n}").format(
        file=origin.get("file"), sheet=origin.get("sheet"), n=origin.get("row")
    )
