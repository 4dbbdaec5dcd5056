"""What a paper asks of the records it is about, and what they take over once it is issued.

The template says which fields must say something before (``needs``): a list of exemplary models has
exemplary ones. And which take over its number, its day or a tick (``keeps``): the notice of a
dialogue writes ``so_thong_bao``, the decision of recognition number, day and tick of every model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.reports.building import template_of
from danvan_desktop.reports.subjects import subject_of
from danvan_desktop.reports.templates import ReportTemplate
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]


def keep_issued(books: Books, paper: Record) -> list[Issue]:
    """Write an issued paper's number and day into the records that it is about.

    A field that holds something else already stays. What a register refuses comes back as Issues,
    and the other records are written nevertheless; a paper about a period writes nothing.
    """
    found: list[Issue] = []
    for record, taken in _takings(books, paper.values):
        label = _("Ghi số {number}").format(number=paper.values.get("ky_hieu"))
        try:
            result = books.save(record.register, taken, id=record.id, label=label)
        except UserError as error:
            found.append(Issue(error.code, error.message, error.remedy))
            continue
        if has_errors(list(result.issues)):
            found += result.issues
    return found


def refusals(books: Books, values: Values) -> list[Issue]:
    """Tell beforehand which records would not take the number over, and why; nothing is written."""
    found = []
    for record, taken in _takings(books, values):
        issues = books.validate(record.register, {**record.values, **taken})
        wrong = next((issue for issue in issues if issue.severity is Severity.ERROR), None)
        if wrong is not None:
            title = REGISTERS[record.register].title_of(record.values)
            found.append(
                Issue(
                    "number_not_kept",
                    _("“{title}” chưa ghi được số này vào sổ: {why}").format(
                        title=title[:80], why=wrong.message
                    ),
                    wrong.remedy or _("Sửa hồ sơ trong sổ, hoặc bỏ hồ sơ này khỏi văn bản."),
                    Place(register="bao_cao", field="doi_tuong"),
                    Severity.WARNING,
                )
            )
    return found


def lacking(template: ReportTemplate, register: str, records: Sequence[Record]) -> str:
    """Name what none of the records says yet, in the words of their form; "" when all is there."""
    spec = REGISTERS[register]
    labels = {one.name: one.label for one in spec.fields}
    labels |= {one.key: one.label for one in spec.children}
    empty = [
        _(labels[name])
        for name in template.needs
        if name in labels and not any(record.values.get(name) for record in records)
    ]
    return _("Chưa ghi: {fields}").format(fields=", ".join(empty)) if empty else ""


def not_ready(books: Books, values: Values) -> list[Issue]:
    """Tell which records of a paper do not say yet what the paper says of them."""
    template = template_of(books, values)
    found = []
    for record in subject_of(books, values).records if template.needs else ():
        words = lacking(template, record.register, [record])
        if words:
            title = REGISTERS[record.register].title_of(record.values)
            found.append(
                Issue(
                    "record_not_ready",
                    _("“{title}” chưa đủ để đưa vào văn bản này. {why}.").format(
                        title=title[:80], why=words
                    ),
                    _("Ghi vào sổ, hoặc bỏ hồ sơ này khỏi văn bản."),
                    Place(register="bao_cao", field="doi_tuong"),
                )
            )
    return found


def _takings(books: Books, values: Values) -> list[tuple[Record, dict[str, Any]]]:
    """Give the records of a paper that take something over, each with what it takes."""
    template = template_of(books, values)
    found = []
    for record in subject_of(books, values).records if template.keeps else ():
        taken = {
            name: value
            for name, what in template.keeps.items()
            if (value := _taken(what, values)) and not record.values.get(name)
        }
        if taken:
            found.append((record, taken))
    return found


def _taken(what: str, values: Values) -> Any:
    return {"so": values.get("ky_hieu"), "ngay": values.get("ngay"), "co": True}.get(what)
