"""What a record may not hold: declared state secrets and numbers that identify private persons.

Luật 117/2025/QH15 keeps secrets off machines like the clerk's; Luật 91/2025/QH15 asks for no more
about a person than the work needs. An Issue never repeats the text that it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.schema.reasons import REASONS, issue_for
from danvan_desktop.schema.types import LongText, Text
from danvan_desktop.secrecy import (
    PAPER_BOOK,
    declares_degree,
    identifies_person,
    states_identity_number,
)

if TYPE_CHECKING:
    from danvan_desktop.schema.register import FieldSpec, RegisterSpec

DEGREE_FIELD, NOT_SECRET = "do_mat", "khong"
"""A field of this name exists only to refuse; the one choice that lets a record be written."""

_DIGITS = re.compile(r"\d[\d .]{7}|\d(?:[ .\-]?\d){9}")
"""What every number that identifies a person looks like; most records have nothing of the kind."""

NUMBER_FIELDS = frozenset(("so", "ky_hieu", "so_ky_hieu"))
"""What may be noted of a secret paper besides its day."""

PHONE_FIELD = "dien_thoai"
"""The field of an official's telephone, which takes nothing but that."""

_PERSONAL: dict[str, bool] = {}

_Filled = tuple["FieldSpec", Any, str | None, int | None]


def forbidden_issues(spec: RegisterSpec, values: Mapping[str, Any]) -> list[Issue]:
    """Find what may not be stored; a degree of secrecy comes first."""
    together = _together(values)
    issues: list[Issue] = []
    if not together:
        return issues
    if declares_degree(together):
        issues += (_issue(spec, "state_secret", one) for one in _filled(spec, values, _secret))
    if values.get(DEGREE_FIELD) not in (None, "", NOT_SECRET):
        issues += _beside_degree(spec, values)
    if _DIGITS.search(together) is None:
        return issues
    if _has_personal(spec):
        found = _filled(spec, values, _identifies)
        issues += (_issue(spec, "identity_number", one) for one in found)
    if states_identity_number(together):
        issues += (
            replace(_issue(spec, "identity_number", one), severity=Severity.WARNING)
            for one in _filled(spec, values, _mentions)
        )
    return issues


def texts_in(values: Mapping[str, Any]) -> list[str]:
    """Give every text of a record or draft, those of its lists too."""
    found = [value for value in values.values() if type(value) is str]
    for value in values.values():
        if value and isinstance(value, list | tuple):
            for entry in value:
                if isinstance(entry, Mapping):
                    found += texts_in(entry)
                elif isinstance(entry, str):
                    found.append(entry)
    return found


def may_be_kept(spec: RegisterSpec, values: Mapping[str, Any]) -> bool:
    """Tell whether a half-filled form may be written at all."""
    if values.get(DEGREE_FIELD) not in (None, "", NOT_SECRET) and _beside_degree(spec, values):
        return False
    return not declares_degree("\n".join(texts_in(values)))


def refuse_secrets(values: Mapping[str, Any]) -> None:
    """Raise UserError when any text declares a degree of state secrecy: the last door of all."""
    if declares_degree(_together(values)):
        raise secret_text()


def secret_text() -> UserError:
    """Make the refusal of a text that declares a degree of secrecy; it does not repeat the text."""
    reason = REASONS["state_secret"]
    return UserError(
        _("Nội dung ghi độ mật nên không được lưu, kể cả bản nháp."),
        safe=_("Không có gì của nội dung này được ghi vào máy."),
        remedy=_(reason.remedy),
        code="state_secret",
    )


def without_identity_numbers(spec: RegisterSpec, values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what identifies a private person: the rest of a half-filled form may be kept."""
    kept = dict(values)
    for field, _value, child, row in _filled(spec, values, _identifies):
        if child is None or row is None:
            kept[field.name] = None
            continue
        rows = list(kept[child])
        rows[row - 1] = {**rows[row - 1], field.name: None}
        kept[child] = rows
    return kept


def _together(values: Mapping[str, Any]) -> str:
    """Put every text into one: nearly always one look tells that there is nothing to find."""
    texts = [value for value in values.values() if type(value) is str]
    for value in values.values():
        if type(value) is list and value:
            texts += texts_in({"": value})
    return "\n".join(texts)


def _has_personal(spec: RegisterSpec) -> bool:
    """Tell whether a register has fields about persons; an import asks for each row."""
    known = _PERSONAL.get(spec.key)
    if known is None:
        lists = (spec.fields, *(child.fields for child in spec.children))
        known = any(field.personal for fields in lists for field in fields)
        _PERSONAL[spec.key] = known
    return known


def _secret(field: FieldSpec, value: Any) -> bool:
    return isinstance(value, str) and declares_degree(value)


def _identifies(field: FieldSpec, value: Any) -> bool:
    if not field.personal or not isinstance(value, str):
        return False
    return states_identity_number(value) if field.name == PHONE_FIELD else identifies_person(value)


def _mentions(field: FieldSpec, value: Any) -> bool:
    return not field.personal and isinstance(value, str) and states_identity_number(value)


def _filled(spec: RegisterSpec, values: Mapping[str, Any], wanted: Any) -> Iterator[_Filled]:
    """Find fields by their content: field, value, list and row (from 1) that it stands in."""
    for field in spec.fields:
        if wanted(field, values.get(field.name)):
            yield field, values[field.name], None, None
    for child in spec.children:
        for row, entry in enumerate(values.get(child.key) or (), start=1):
            for field in child.fields:
                if wanted(field, entry.get(field.name)):
                    yield field, entry[field.name], child.key, row


def _beside_degree(spec: RegisterSpec, values: Mapping[str, Any]) -> Iterable[Issue]:
    """Refuse all content of a paper with a degree but its number, its day and the set phrase."""

    def content(field: FieldSpec, value: Any) -> bool:
        text = isinstance(field.type, Text | LongText) and field.name not in NUMBER_FIELDS
        return text and value not in (None, "", PAPER_BOOK)

    found = list(_filled(spec, values, content))
    if not found:
        return ()
    names = ", ".join(dict.fromkeys(_(field.label) for field, *_rest in found))
    place = Place(register=spec.key, field=DEGREE_FIELD)
    message = _("Văn bản có độ mật: không được ghi {fields} vào chương trình.")
    remedy = _("Chỉ ghi số, ngày và “{phrase}”; nội dung vào sổ văn bản mật trên giấy.")
    return (
        issue_for(
            "state_secret",
            place=place,
            message=message.format(fields=names),
            remedy=remedy.format(phrase=PAPER_BOOK),
        ),
    )


def _issue(spec: RegisterSpec, code: str, found: _Filled) -> Issue:
    field, _value, child, row = found
    name = f"{child}.{field.name}" if child else field.name
    place = Place(register=spec.key, field=name, row=row)
    return issue_for(code, label=_(field.label), place=place)
