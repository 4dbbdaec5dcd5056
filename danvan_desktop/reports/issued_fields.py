"""What the registers take over from a paper that was issued: its number, its day, a tick.

The template says which fields (``keeps``): the notice of a dialogue writes ``so_thong_bao``, the
decision of recognition writes number, day and tick of every model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from danvan_desktop.errors import Issue, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.reports.building import template_of
from danvan_desktop.reports.subjects import subject_of
from danvan_desktop.storage.values import Record

Values = Mapping[str, Any]


def keep_issued(books: Books, paper: Record) -> list[Issue]:
    """Write an issued paper's number and day into the records that it is about.

    A field that holds something else already stays. What a register refuses comes back as Issues,
    and the other records are written nevertheless; a paper about a period writes nothing.
    """
    template = template_of(books, paper.values)
    found: list[Issue] = []
    for record in subject_of(books, paper.values).records if template.keeps else ():
        taken = {
            name: value
            for name, what in template.keeps.items()
            if (value := _taken(what, paper.values)) and not record.values.get(name)
        }
        if not taken:
            continue
        label = _("Ghi số {number}").format(number=paper.values.get("ky_hieu"))
        try:
            result = books.save(record.register, taken, id=record.id, label=label)
        except UserError as error:
            found.append(Issue(error.code, error.message, error.remedy))
            continue
        if has_errors(result.issues):
            found += result.issues
    return found


def _taken(what: str, values: Values) -> Any:
    return {"so": values.get("ky_hieu"), "ngay": values.get("ngay"), "co": True}.get(what)
