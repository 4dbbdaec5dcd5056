"""``import``: workbooks into the registers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, office
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.schema import period_code
from danvan_desktop.spreadsheets.as_json import plan_as_json, write_records
from danvan_desktop.spreadsheets.importer import ImportPlan, expand, inspect, write
from danvan_desktop.spreadsheets.targets import find_target


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
        plan = _with_period(plan, options.period)
        found: dict[str, Any] = plan_as_json(plan)
        written = None if options.dry_run else write(plan, context)
        found["written"] = written.rows if written else 0
    if options.errors is not None:
        from danvan_desktop.spreadsheets.error_book import write_error_book

        write_error_book(plan, options.errors)
    if options.records is not None:
        write_records(plan, options.records)
    output.result(found)
    _tell(plan, found, output, dry_run=options.dry_run)
    return REFUSED if plan.files and all(file.refused for file in plan.files) else OK


def _with_period(plan: ImportPlan, named: str | None) -> ImportPlan:
    """Give the period to the sheets that ask for one; UserError for a text that is none."""
    if named is None:
        return plan
    code = period_code(named)
    if code is None:
        raise UserError(
            _("“{value}” không phải là kỳ báo cáo.").format(value=named),
            safe=_("Chưa nhập gì."),
            remedy=_("Ghi mã kỳ, ví dụ H1/2020."),
            code="bad_period",
        )
    for sheet in [sheet for sheet in plan.sheets if sheet.asks_period]:
        plan = plan.set_period(sheet.file, sheet.name, code)
    return plan


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
    if plan.skipped:
        names = ", ".join(plan.skipped[:5]) + (" …" if len(plan.skipped) > 5 else "")
        output.complain(
            _("Không xem {n} mục không phải bảng tính trong thư mục: {names}").format(
                n=len(plan.skipped), names=names
            )
        )
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
    for asking in (one for one in plan.sheets if one.asks_period):
        output.say(
            _("  {file}, {sheet}: tiêu đề không ghi kỳ, lấy kỳ {period}.").format(
                file=asking.file, sheet=asking.name, period=asking.row_period or "?"
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
    target = find_target(key) if key else None
    return _(target.label) if target else "–"


def _place(origin: dict[str, Any]) -> str:
    return _("{file}, {sheet}, dòng {n}").format(
        file=origin.get("file"), sheet=origin.get("sheet"), n=origin.get("row")
    )
