"""Do units and denominators agree? E8, E12, W7."""

from __future__ import annotations

from collections.abc import Iterator

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.indicators.checking import Facts, found
from danvan_desktop.indicators.coverage import coverage, reporting_units
from danvan_desktop.indicators.declarations import LEVEL_AXIS
from danvan_desktop.indicators.numbers import added
from danvan_desktop.registers import clerk_registers
from danvan_desktop.vietnamese import format_number


def only_valid_units(facts: Facts) -> Iterator[Issue]:
    """E8: only units valid in the period count, so k cannot exceed n."""
    books, period = facts.books, facts.period
    known = {unit.code for unit in books.directory(period.first_day).units()}
    known |= {unit.code for unit in facts.directory.units()}
    for spec in clerk_registers():
        if spec.unit_field is None:
            continue
        for code in sorted(reporting_units(books, spec.key, period, alone=True) - known):
            yield Issue(
                "E8",
                _("Sổ {register}: {unit} không còn hiệu lực trong kỳ.").format(
                    register=_(spec.label), unit=books.directory().unit_name(code)
                ),
                _("Chọn lại đơn vị cho các hồ sơ này."),
                Place(register=spec.key, field=spec.unit_field, unit=code),
            )


def typed_coverage(facts: Facts) -> Iterator[Issue]:
    """E8: a typed k/n has k ≤ n; n is the number of units of that level valid in the period."""
    for cell in facts.cells:
        k, n = cell.entry.reported, cell.entry.expected
        if k is None or n is None or cell.code not in facts.catalogue:
            continue
        one = facts.catalogue[cell.code]
        level = cell.place.removeprefix(f"{LEVEL_AXIS}/") if "/" in cell.place else ""
        if k > n:
            yield found(
                "E8",
                one,
                _("{name}: {k}/{n} đơn vị, tử số lớn hơn mẫu số.").format(
                    name=one.label, k=format_number(k), n=format_number(n)
                ),
                remedy=_("Sửa số đơn vị báo cáo."),
                field=cell.path,
                unit=cell.place,
            )
        elif level and n != (valid := len(facts.directory.territories(level))):
            yield found(
                "E8",
                one,
                _("{name}: mẫu số {n}, danh mục có {valid} đơn vị trong kỳ.").format(
                    name=one.label, n=format_number(n), valid=format_number(valid)
                ),
                remedy=_("Đối chiếu danh mục đơn vị vào ngày cuối kỳ, hoặc ghi lý do."),
                severity=Severity.WARNING,
                field=cell.path,
                unit=cell.place,
            )


def everyone_reported(facts: Facts) -> Iterator[Issue]:
    """E12: the communes that sent nothing are named.

    A reminder: only a total that is not the sum of its units is an error. A paper that says 10/11
    units is right, and one commune must not keep the district from reporting.
    """
    for form in facts.catalogue.required_forms():
        reported = coverage(facts.books, form.code, facts.period)
        if reported.missing:
            yield Issue(
                "E12",
                _("{register}: {shown} đơn vị có số liệu, thiếu {units}.").format(
                    register=form.label,
                    shown=reported.shown,
                    units=", ".join(facts.directory.unit_name(code) for code in reported.missing),
                ),
                _("Đôn đốc đơn vị còn thiếu, hoặc ghi rõ trong báo cáo."),
                Place(register=reported.register, record=None),
                Severity.WARNING,
            )


def total_of_units(facts: Facts) -> Iterator[Issue]:
    """E12: a typed total is the sum of all units once every commune has a figure."""
    communes = {unit.code for unit in facts.directory.communes()}
    for cell in facts.cells:
        one = facts.catalogue.get(cell.code)
        if one is None or cell.place or cell.axis or cell.value is None or not one.parts:
            continue
        axis = one.spec.unit_field
        parts = facts.figures[cell.code].by.get(axis or "", {})
        total = added(*parts.values())
        if not communes or not communes <= set(parts) or total == cell.value:
            continue
        inexact = cell.entry.qualifier != ""
        yield found(
            "W5" if inexact else "E12",
            one,
            _("{name}: các đơn vị cộng lại {added}, tổng nhập tay {total}.").format(
                name=one.label, added=format_number(total), total=format_number(cell.value)
            ),
            remedy=_("Sửa số tổng hoặc số của đơn vị."),
            severity=Severity.WARNING if inexact else Severity.ERROR,
            field=axis,
            unit="",
        )


def same_denominators(facts: Facts) -> Iterator[Issue]:
    """W7: other units at the end of the period than at its beginning or a year ago."""
    books, period = facts.books, facts.period
    now = _communes(facts, period.last_day)
    before = next((p for p in books.periods() if p.code == period.compare_with), None)
    days = [period.first_day] + ([before.last_day] if before is not None else [])
    for day in days:
        then = _communes(facts, day)
        if then and now and then != now:
            yield Issue(
                "W7",
                _("Mẫu số đổi: {then} đơn vị cấp xã ngày {day}, {now} vào ngày cuối kỳ.").format(
                    then=len(then), day=_day(day), now=len(now)
                ),
                _("Ghi chú mẫu số của từng thời gian; không so sánh thẳng hai tỷ lệ."),
                Place(register="don_vi", field=day),
                Severity.WARNING,
            )


def _communes(facts: Facts, day: str) -> frozenset[str]:
    return frozenset(unit.code for unit in facts.books.directory(day).communes())


def _day(day: str) -> str:
    year, month, number = day.split("-")
    return f"{int(number):02d}/{int(month):02d}/{year}"
