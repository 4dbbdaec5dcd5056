"""Look at a pack, apply what was accepted of it, and take a pack back: each in one transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.logbook import Line, note
from danvan_desktop.bundles.packs.model import (
    LOGGED,
    Ident,
    Pack,
    PackEntry,
    Plan,
    Standing,
    TakenBack,
)
from danvan_desktop.bundles.packs.newest import newest_seen, remember_newest
from danvan_desktop.bundles.packs.reading import read_pack
from danvan_desktop.bundles.packs.shelf import brought, packs
from danvan_desktop.bundles.packs.undoing import put_back
from danvan_desktop.bundles.packs.units import UnitsPart, outside
from danvan_desktop.errors import Issue, Severity, UserError, has_errors
from danvan_desktop.i18n import _
from danvan_desktop.organisation import closing
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import Item, Part, Parts
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.files import make_folder, replacing
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.unit_of_work import UnitOfWork
from danvan_desktop.storage.values import Changes

MOST_TOLD = 500
"""Items of a pack that the list names one by one."""


def look(books: Books, path: Path, trust: TrustList, parts: Parts) -> Plan:
    """Say whose a pack is and what it would change here; nothing is written."""
    pack = read_pack(books, path, trust, parts)
    shelf = packs(books)
    held = brought(books, pack.sender)
    items = tuple(
        item
        for part in parts
        if part.key in pack.entries
        for item in part.compare(books, pack.entries[part.key], held)
    )
    mine = [one for one in shelf if one.sender == pack.sender and one.in_force]
    return Plan(
        pack=pack,
        standing=_standing(books, pack, mine),
        newest=max((one.number for one in mine), default=0),
        items=items,
        brought=held,
        outside=outside(books, pack.entries.get(UnitsPart.key, ())),
    )


def issues(books: Books, plan: Plan, accepted: Collection[Ident], parts: Parts) -> list[Issue]:
    """Check what would stand here once the accepted items are taken over.

    A part that is not in the pack is looked at too: its files may stand on what goes away.
    """
    before = {part.key: _standing_faults(books, part) for part in parts}
    found: list[Issue] = []
    with ExitStack() as stack:
        for part in parts:
            entries = plan.pack.entries.get(part.key)
            if entries is None:
                new = (x for x in _standing_faults(books, part) if x not in before[part.key])
                found += [replace(one, severity=Severity.WARNING) for one in new]
                continue
            keys = _keys(accepted, part.key)
            found += map(_of_a_pack, part.issues(books, entries, keys, plan.brought))
            stack.enter_context(part.trial(books, entries, keys, plan.brought))
    return found


def apply(books: Books, plan: Plan, accepted: Collection[Ident], parts: Parts) -> Changes:
    """Bring what was accepted into force, as one operation that undo takes back whole.

    UserError when the pack may not be applied, when anything accepted is wrong, or when the data
    changed since they were looked at; then nothing is written. The caller settles the files.
    """
    pack = plan.pack
    taken = [one for one in plan.items if one.open and one.ident in accepted]
    idents = frozenset(one.ident for one in taken)
    _refuse(books, plan, idents, parts)
    label = _("Áp dụng gói số {n} của {name}").format(n=pack.number, name=pack.sender_name)
    files: dict[str, dict[str, str]] = {}
    steps = []
    for part in parts:
        entries = pack.entries.get(part.key)
        if entries is not None:
            keys = _keys(idents, part.key)
            steps += part.rows(books, entries, keys, label)
            wanted = part.files(books, entries, keys, plan.brought)
            if wanted is not None:
                files[part.key] = wanted
    kept = _keep(books, pack)
    with books.operation(label) as (work, done):
        for step in steps:
            spec = REGISTERS[step.register]
            if step.record_id is None:
                work.insert(spec, spec.complete(step.values))
            else:
                work.update(spec, step.record_id, step.values, rev=step.rev)
        work.stand()
        _enter(work, books, pack, taken, files)
    _follow(books, done[0])
    remember_newest(books, packs(books))
    details = {"number": pack.number, "from": pack.sender, "items": len(taken)}
    line = Line(kind=LOGGED, text=label, file=kept, sha256=pack.sha256, details=details)
    note(books, line)
    return done[0]


def take_back(books: Books, pk: int, parts: Parts) -> TakenBack:
    """Put back what stood before a pack, as one operation; what changed since then stays.

    UserError unless it is the newest pack in force of its sender. The caller settles the files.
    """
    entry = next((one for one in packs(books) if one.pk == pk), None)
    if entry is None or not entry.last:
        raise _not_last(entry)
    words = _("Thu hồi gói số {n} của {name}")
    label = words.format(n=entry.number, name=entry.sender_name)
    with books.operation(label, kind="pack_back") as (work, done):
        kept = put_back(books, work, entry.operation, parts)
        work.stand()
        work.connection.exec_driver_sql(
            "UPDATE operation SET undone_by = ? WHERE id = ?", (work.operation, entry.operation)
        )
    _follow(books, done[0])
    remember_newest(books, packs(books))
    details = {"number": entry.number, "from": entry.sender, "kept": len(kept)}
    note(books, Line(kind=LOGGED, text=label, sha256=entry.sha256, details=details))
    return TakenBack(entry.number, entry.sender_name, kept, done[0])


def in_force(books: Books) -> frozenset[int]:
    """Name the packs in force, to see later whether undo or redo turned one."""
    return frozenset(one.pk for one in packs(books) if one.in_force)


def note_turned(books: Books, before: frozenset[int]) -> None:
    """Log the packs that undo took out of force, or redo brought back."""
    shelf = packs(books)
    turned = [one for one in shelf if one.in_force != (one.pk in before)]
    for one in turned:
        words = _("Làm lại: áp dụng gói số {n} của {name}")
        if not one.in_force:
            words = _("Hoàn tác: thu hồi gói số {n} của {name}")
        text = words.format(n=one.number, name=one.sender_name)
        details = {"number": one.number, "from": one.sender}
        note(books, Line(kind=LOGGED, text=text, sha256=one.sha256, details=details))
    if turned:
        remember_newest(books, shelf)


# --- private


def _of_a_pack(issue: Issue) -> Issue:
    """Say what can be done about an entry that is wrong: it is not the clerk's to correct."""
    if issue.severity is not Severity.ERROR:
        return issue
    remedy = _("Đánh dấu cả mục đi cùng, bỏ mục này, hoặc báo cấp trên lập lại gói.")
    return replace(issue, remedy=remedy)


def _standing_faults(books: Books, part: Part) -> list[Issue]:
    folder = part.folder(books.paths)
    return part.faults(folder) if folder is not None and folder.is_dir() else []


def _keys(accepted: Collection[Ident], part: str) -> frozenset[str]:
    return frozenset(key for which, key in accepted if which == part)


def _standing(books: Books, pack: Pack, mine: Sequence[PackEntry]) -> Standing:
    if any(one.sha256 == pack.sha256 for one in mine):
        return Standing.HELD
    orders = [(one.epoch, one.number) for one in mine]
    if orders and pack.order <= max(orders):
        return Standing.OLDER
    seen = newest_seen(books.paths, pack.sender)
    return Standing.OLDER if seen is not None and pack.order < seen else Standing.NEW


def _refuse(books: Books, plan: Plan, idents: Collection[Ident], parts: Parts) -> None:
    """Raise UserError when the plan may not be carried out."""
    pack = plan.pack
    shelf = [one for one in packs(books) if one.sender == pack.sender and one.in_force]
    standing = _standing(books, pack, shelf)
    if standing is Standing.HELD:
        raise UserError(
            _("Gói số {n} đang có hiệu lực.").format(n=pack.number),
            safe=_("Không có gì thay đổi."),
            code="pack_held",
        )
    if standing is Standing.OLDER:
        raise UserError(
            _("Gói số {n} cũ hơn gói đang dùng của {name}.").format(
                n=pack.number, name=pack.sender_name
            ),
            safe=_("Không có gì thay đổi."),
            remedy=_("Dùng gói mới nhất, hoặc thu hồi gói đang dùng trước."),
            code="older_pack",
        )
    now = [
        item
        for part in parts
        if part.key in pack.entries
        for item in part.compare(books, pack.entries[part.key], brought(books, pack.sender))
    ]
    if tuple(now) != plan.items:
        raise UserError(
            _("Dữ liệu của cơ quan vừa thay đổi."),
            safe=_("Chưa áp dụng gói nào."),
            remedy=_("Mở lại gói để xem gói thay đổi gì."),
            code="changed_meanwhile",
        )
    found = issues(books, plan, idents, parts)
    if has_errors(found):
        first = next(one for one in found if one.severity is Severity.ERROR)
        raise UserError(
            first.message,
            safe=_("Không có gì thay đổi."),
            remedy=first.remedy,
            code="bad_pack",
        )


def _keep(books: Books, pack: Pack) -> Path:
    """Keep the pack itself as proof of what was signed."""
    make_folder(books.paths.packs)
    kept = books.paths.packs / f"so-{pack.number}_{pack.sha256[:16]}.asice"
    if not kept.exists():
        data = pack.path.read_bytes()
        with replacing(kept) as file:
            file.write(data)
    return kept


def _enter(
    work: UnitOfWork,
    books: Books,
    pack: Pack,
    taken: Sequence[Item],
    files: dict[str, dict[str, str]],
) -> None:
    """Write the pack into the table, in the transaction of its rows."""
    told: list[Any] = [[one.part, one.sort.value, one.title] for one in taken[:MOST_TOLD]]
    work.connection.exec_driver_sql(
        "INSERT INTO province_pack (owner, operation, sha256, sender, sender_name, epoch, number, "
        'created, note, at, "by", told, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        (
            work.owner,
            work.operation,
            pack.sha256,
            pack.sender,
            pack.sender_name,
            str(pack.epoch),
            pack.number,
            pack.created,
            pack.note,
            books.clock.now(),
            books.user,
            json.dumps(told, ensure_ascii=False),
            json.dumps(files, ensure_ascii=False),
        ),
    )


def _follow(books: Books, changes: Changes) -> None:
    """Read anew what other rooms remember of the directory."""
    books.forget_units()
    if "ky" in changes.registers:
        closing.place_waiting(books.database, books.periods())


def _not_last(entry: PackEntry | None) -> UserError:
    if entry is not None and entry.in_force:
        return UserError(
            _("Còn gói mới hơn của {name} đang có hiệu lực.").format(name=entry.sender_name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Thu hồi gói mới nhất trước."),
            code="pack_not_last",
        )
    return UserError(
        _("Gói này không còn hiệu lực."), safe=_("Không có gì thay đổi."), code="pack_not_in_force"
    )
