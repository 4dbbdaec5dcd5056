"""Forms that were never saved, papers that nobody has signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from danvan_desktop.agenda.model import Action, ActionKind, TodoGroup, TodoItem
from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage.values import Draft
from danvan_desktop.vietnamese import format_date

MAX_REASONS = 3
"""How many kinds of fault the line about drafts names."""


def drafts(books: Books, today: str) -> Iterator[TodoItem]:
    """List kept forms, one line for each register, with what is wrong in them."""
    by_register: dict[str, list[Draft]] = {}
    for draft in books.drafts():
        if draft.register in REGISTERS:
            by_register.setdefault(draft.register, []).append(draft)
    for register, kept in by_register.items():
        yield _drafts_of(books, register, kept)


def unsigned(books: Books, today: str) -> Iterator[TodoItem]:
    """List papers with frozen figures and agreed minutes that wait for a signature."""
    with books.database.reading() as connection:
        papers = connection.exec_driver_sql(
            "SELECT id, ten, ky_hieu, nguoi_ky FROM bao_cao "
            "WHERE deleted = 0 AND trang_thai = 'chot' ORDER BY ngay, pk"
        ).fetchall()
        minutes = connection.exec_driver_sql(
            "SELECT id, ten, ngay FROM hoi_nghi "
            "WHERE deleted = 0 AND trang_thai = 'thong_qua' ORDER BY ngay, pk"
        ).fetchall()
    for paper, name, symbol, signatory in papers:
        waits = _("chờ {name}").format(name=signatory) if signatory else ""
        detail = " · ".join(part for part in (symbol, waits) if part)
        action = Action(
            kind=ActionKind.SIGN_PAPER,
            label=_("Ký văn bản"),
            register="bao_cao",
            record_id=paper,
        )
        yield _unsigned(_("{name} chưa ký").format(name=_sentence(name)), detail, action)
    for meeting, name, held in minutes:
        action = Action(
            kind=ActionKind.OPEN_RECORD,
            label=_("Ký biên bản"),
            register="hoi_nghi",
            record_id=meeting,
        )
        day = format_date(date.fromisoformat(held))
        yield _unsigned(_("Biên bản ngày {day} chưa ký").format(day=day), name, action)


def _drafts_of(books: Books, register: str, kept: list[Draft]) -> TodoItem:
    spec = REGISTERS[register]
    wrong = [books.validate(register, draft.values) for draft in kept]
    errors = [i for issues in wrong for i in issues if i.severity is Severity.ERROR]
    faulty = sum(1 for issues in wrong if any(i.severity is Severity.ERROR for i in issues))
    pattern = (
        _("{n} bản nháp trong sổ {register} có lỗi")
        if faulty
        else _("{n} bản nháp trong sổ {register}")
    )
    action = Action(
        kind=ActionKind.OPEN_DRAFTS,
        label=_("Sửa lần lượt") if faulty else _("Viết tiếp"),
        register=register,
        record_id=kept[0].record_id,
        field=kept[0].field or None,
    )
    return TodoItem(
        group=TodoGroup.UNFINISHED,
        icon="draft",
        title=pattern.format(n=faulty or len(kept), register=_(spec.label)),
        detail=_reasons(register, errors) or _("Chưa lưu vào sổ nên chưa được tính"),
        badge=_("{n} lỗi").format(n=len(errors)) if errors else _("Bản nháp"),
        tone="error" if errors else "neutral",
        register=register,
        action=action,
    )


def _reasons(register: str, errors: list[Issue]) -> str:
    fields = {field.name: field.label for field in REGISTERS[register].fields}
    found = Counter(_(fields.get(issue.place.field or "", "")) for issue in errors)
    named = [f"{label} ({n})" for label, n in found.most_common(MAX_REASONS) if label]
    return ", ".join(named)


def _unsigned(title: str, detail: str, action: Action) -> TodoItem:
    return TodoItem(
        group=TodoGroup.UNFINISHED,
        icon="sign",
        title=title,
        detail=detail,
        badge=_("Chưa ký"),
        tone="neutral",
        register=action.register,
        action=action,
    )


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
