"""A filled-in form taken back: its header found, its columns known, what does not fit said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.schema import period_code
from danvan_desktop.spreadsheets.form_identity import FormIdentity
from danvan_desktop.spreadsheets.mapping import Mapping
from danvan_desktop.spreadsheets.model import CellValue, Sheet
from danvan_desktop.spreadsheets.plan import SheetPlan
from danvan_desktop.spreadsheets.titles import Reading
from danvan_desktop.vietnamese import clean, fold_key

_UNIT, _PERIOD = "don vi", "ky"
"""How the lines over a form's table begin that name unit and period."""


def form_plan(plan: SheetPlan, form: FormIdentity, reading: Reading) -> SheetPlan | None:
    """Map a sheet by the form it was made from; None for a sheet that is not the form's."""
    sheet = turned(plan.sheet, form) if form.turned else plan.sheet
    found = form.header_in(sheet)
    if found is None:
        return None
    header, mapping = found
    if form.turned:
        return replace(
            plan,
            sheet=_filled(sheet, mapping),
            register=form.register,
            header=header,
            mapping=mapping,
            titles=_column_texts(plan.sheet),
            unit=form.unit,
            period=form.period,
            form=form,
            source=form.source,
            notes=tuple(_mismatches(form, _column_texts(plan.sheet), reading, plan)),
            kept=frozenset((column, row) for row, column in plan.kept),
        )
    rows = [row for row in sorted(plan.sheet.rows) if row < header.first_row]
    cells = (value for row in rows for _c, value in sorted(plan.sheet.rows[row].items()))
    titles = tuple(clean(value) for value in cells if isinstance(value, str))
    return replace(
        plan,
        register=form.register,
        header=header,
        mapping=mapping,
        titles=titles,
        unit=form.unit,
        period=form.period,
        form=form,
        source=form.source,
        notes=tuple(_mismatches(form, titles, reading, plan)),
    )


def turned(sheet: Sheet, form: FormIdentity) -> Sheet:
    """Put columns for rows, so that a form on its side is a table of records.

    Merged cells are left out: over the table they only hold titles.
    """
    rows: dict[int, dict[int, CellValue]] = {}
    for row, cells in sheet.rows.items():
        for column, value in cells.items():
            rows.setdefault(column, {})[row] = value
    return replace(
        sheet,
        rows=rows,
        areas=(),
        unsolved=frozenset((column, row) for row, column in sheet.unsolved),
    )


def _filled(sheet: Sheet, mapping: Mapping) -> Sheet:
    """Leave out the records in which nothing but the unit is filled in."""
    asked = {column.column for column in mapping.columns if column.field != "don_vi"}
    header = min(sheet.rows, default=0)
    kept = {
        row: cells for row, cells in sheet.rows.items() if row <= header + 1 or asked & set(cells)
    }
    return sheet.with_rows(kept)


def _column_texts(sheet: Sheet) -> tuple[str, ...]:
    """The lines of the first column: what stands over a table, and its running numbers."""
    cells = (sheet.rows[row].get(1) for row in sorted(sheet.rows))
    return tuple(clean(value) for value in cells if isinstance(value, str))


def check_unit(form: FormIdentity, reading: Reading, *, file: str) -> None:
    """Refuse (UserError ``foreign_form``) a form made for a unit that this office does not know."""
    if form.unit is not None and reading.unit_level(form.unit) is None:
        raise UserError(
            _("Tệp {name} là mẫu lập cho đơn vị không có trong danh mục ({code}).").format(
                name=file, code=form.unit
            ),
            safe=_("Chưa có dòng nào được ghi vào sổ."),
            remedy=_("Kiểm tra tệp có gửi nhầm cơ quan không, hoặc thêm đơn vị trong Cài đặt."),
            code="foreign_form",
        )


def _mismatches(
    form: FormIdentity, titles: Iterable[str], reading: Reading, plan: SheetPlan
) -> Iterator[Issue]:
    """Compare what somebody wrote over the table with what the form was made for."""
    place = Place(register=form.register, file=plan.file, sheet=plan.name)
    for title in titles:
        name, colon, rest = title.partition(":")
        if not colon:
            continue
        if form.unit and fold_key(name) == _UNIT:
            code = reading.find_unit(rest).code
            if code is not None and code != form.unit:
                yield _warning(
                    "form_unit",
                    _("Mẫu lập cho {unit} nhưng phần đầu trang ghi {other}.").format(
                        unit=reading.unit_name(form.unit), other=reading.unit_name(code)
                    ),
                    place,
                )
        elif form.period and fold_key(name) == _PERIOD:
            code = period_code(rest.partition("(")[0])
            if code is not None and code != form.period:
                yield _warning(
                    "form_period",
                    _("Mẫu lập cho kỳ {period} nhưng phần đầu trang ghi kỳ {other}.").format(
                        period=form.period, other=code
                    ),
                    place,
                )


def _warning(code: str, text: str, place: Place) -> Issue:
    remedy = _("Hỏi lại đơn vị trước khi lưu; chương trình nhập theo mẫu đã lập.")
    return Issue(code, text, remedy, place, Severity.WARNING)
