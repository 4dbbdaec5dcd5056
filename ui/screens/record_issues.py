"""What the form page makes of Issues: lines of the list, states of the sections, known repairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from danvan_desktop.errors import Issue, Place, Severity
from danvan_desktop.i18n import _
from danvan_desktop.schema import LongText
from ui.screens.record_layout import FILES, RELATED
from ui.widgets.issue_list import IssueLine
from ui.widgets.record_form import RecordForm
from ui.widgets.repairs import repair_for
from ui.widgets.section_list import SectionState


def missing_figures(form: RecordForm) -> list[Issue]:
    """Note figures that may stay empty but are then missing in the totals."""
    found: list[Issue] = []
    for name, row in form.rows.items():
        if row.spec.total and not row.spec.required and row.editor.read().value is None:
            place = Place(register=form.register.key, field=name)
            words = _("{label}: chưa có số liệu").format(label=_(row.spec.label))
            remedy = _("được để trống, khi đó không cộng vào tổng")
            found.append(Issue("no_figure", words, remedy, place, severity=Severity.NOTE))
    return found


def issue_lines(form: RecordForm, issues: Iterable[Issue]) -> list[IssueLine]:
    """Write issues for the list: place, fault, section and consequence."""
    return [_line(form, issue) for issue in issues]


def section_states(
    form: RecordForm, issues: Sequence[Issue], files: int, related: int = 0
) -> list[SectionState]:
    """Tell how every section of the form stands."""
    states = []
    for section in form.sections:
        mine = [i for i in issues if form.section_of(form.field_of(i)) == section.key]
        errors = sum(issue.severity is Severity.ERROR for issue in mine)
        warnings = sum(issue.severity is Severity.WARNING for issue in mine)
        state = "error" if errors else "warning" if warnings else _filled(form, section.key)
        count = str(errors + warnings) if errors + warnings else ""
        if section.key == FILES:
            state = "done" if files else "empty"
            count = _("{n} tệp").format(n=files) if files else ""
        if section.key == RELATED:
            state = "done" if related else "empty"
            count = str(related) if related else ""
        states.append(SectionState(section.key, section.label, state, count))
    return states


def offer_repairs(form: RecordForm) -> None:
    """Show the button beside every field whose fault has a known repair."""
    for name, row in form.rows.items():
        known = repair_for(form.register.key, name)
        if known is not None:
            wrong = any(issue.code == known.code for issue in row.issues)
            row.offer_repair(_(known.words) if wrong else "")


def repair(form: RecordForm, field: str) -> bool:
    """Move a text to where it belongs, behind what already stands there."""
    known = repair_for(form.register.key, field)
    if known is None:
        return False
    typed = str(form.rows[field].editor.raw() or "")
    target = form.rows[known.target]
    joint = "\n" if isinstance(target.spec.type, LongText) else " "
    target.set_value(joint.join(t for t in (str(target.editor.raw() or ""), typed) if t))
    form.rows[field].set_value(None)
    return True


def _line(form: RecordForm, issue: Issue) -> IssueLine:
    field = form.field_of(issue)
    place, text = "", issue.message
    if field in form.rows:
        place = _(form.rows[field].spec.label)
    elif field in form.children_:
        place = _(form.children_[field].spec.label)
        if issue.place.row is not None:
            place = _("{list}, dòng {n}").format(list=place, n=issue.place.row)
    for head in (f"{place}: ", f"{place}, "):
        text = text.removeprefix(head)
    section = next((s for s in form.sections if s.key == form.section_of(field)), None)
    number = _("Mục {n}").format(n=section.number) if section else ""
    consequence = {
        Severity.ERROR: _("bắt buộc sửa"),
        Severity.WARNING: _("nên bổ sung"),
        Severity.NOTE: issue.remedy,
    }[issue.severity]
    return IssueLine(issue, place, text, " · ".join(p for p in (number, consequence) if p))


def _filled(form: RecordForm, section: str) -> str:
    rows = [row for row in form.rows.values() if row.spec.section == section]
    values = [(row.spec.required, row.editor.read().value) for row in rows]
    if any(required and value in (None, "") for required, value in values):
        return "empty"
    lists = [table for table in form.children_.values() if table.spec.section == section]
    has_rows = any(table.model.rows for table in lists)
    has_value = any(value not in (None, "", False) for _required, value in values)
    return "done" if has_rows or has_value else "empty"
