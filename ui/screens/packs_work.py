"""What the page of packs reads and does on a worker, and how it calls things."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from danvan_desktop.bundles import media
from danvan_desktop.bundles.container import copy_bundle
from danvan_desktop.bundles.enrolment import receives
from danvan_desktop.bundles.journal import Entry
from danvan_desktop.bundles.ledger import SendingOffice, sending_offices
from danvan_desktop.bundles.packs import applying
from danvan_desktop.bundles.packs.making import Choice, draft, made_packs, write_pack
from danvan_desktop.bundles.packs.model import Ident, PackEntry, Plan
from danvan_desktop.bundles.packs.shelf import packs
from danvan_desktop.context import Context
from danvan_desktop.errors import Issue, UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.pack_parts import Item, Offer, Part, Sort
from danvan_desktop.signing.files import make_folder
from danvan_desktop.vietnamese import format_number

SORTS = {
    Sort.ADD: N_("thêm"),
    Sort.CHANGE: N_("đổi"),
    Sort.REMOVE: N_("bỏ"),
    Sort.SAME: N_("như cũ"),
}
"""What taking an entry over does, in one word."""

FILES = {
    "indicators": N_("Tệp khai báo chỉ tiêu (*.json)"),
    "annexes": N_("Tệp khai báo phụ lục (*.json)"),
    "templates": N_("Tệp mẫu (*.dvmau)"),
    "certificates": N_("Chứng thư (*.pem *.crt *.cer *.crl)"),
}
"""Parts that take files from elsewhere, and the name filter of their dialog."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The lists of the page: what was applied here, what was made here."""

    packs: tuple[PackEntry, ...]
    made: tuple[Entry, ...]
    receives: bool


@dataclass(frozen=True, slots=True)
class Written:
    """A pack that was written and copied, and the stick it lies on if there is one."""

    number: int
    copy: Path
    stick: Path | None


def read_shelf(context: Context) -> Shelf:
    """Read both lists."""
    return Shelf(tuple(packs(context)), tuple(made_packs(context)), receives(context))


def check(context: Context, plan: Plan, accepted: Collection[Ident]) -> list[Issue]:
    """Check what would stand here."""
    return applying.issues(context, plan, accepted, context.pack_parts)


def read_offers(context: Context) -> tuple[dict[str, list[Offer]], tuple[SendingOffice, ...]]:
    """List what may go into a pack, and to whom."""
    offers = {part.key: part.offers(context) for part in context.pack_parts}
    return offers, sending_offices(context)


def write(
    context: Context,
    choices: Mapping[str, Choice],
    offices: Sequence[str],
    note: str,
    folder: Path,
) -> Written:
    """Make the pack in the outbox, then copy it to where it is carried from, read back."""
    parts = context.pack_parts
    wanted = draft(context, choices, parts, offices=offices, words=note)
    make_folder(context.paths.outbox)
    made = write_pack(context, wanted, context.paths.outbox, context.office_key(), parts)
    return Written(made.number, copy_bundle(made.path, folder), media.stick_of(folder))


def copy_again(entry: Entry, folder: Path) -> Written:
    """Copy a pack that was made before, read back; UserError when its file is gone."""
    source = Path(str(entry.file))
    if not source.is_file():
        raise UserError(
            _("Không còn tệp {name} trên máy này.").format(name=source.name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Lập gói mới."),
            code="file_gone",
        )
    copy = copy_bundle(source, folder)
    return Written(int(entry.details["number"]), copy, media.stick_of(folder))


def part_named(context: Context, key: str) -> Part:
    """Find a part by its key."""
    return next(part for part in context.pack_parts if part.key == key)


def counts_text(plan: Plan, part: str) -> str:
    """Say of a part: thêm 3, đổi 1, như cũ 12."""
    counts = plan.counts(part)
    found = [f"{_(SORTS[sort])} {format_number(n)}" for sort, n in counts.items() if n]
    return ", ".join(found) or _("không có gì")


def decision_text(item: Item) -> str:
    """Say beside an entry what happens, or why nothing does."""
    if item.barred:
        return _("không nhận được")
    return (
        _("{what}, thay của cơ quan").format(what=_(SORTS[item.sort]))
        if item.conflict
        else _(SORTS[item.sort])
    )


def told_text(entry: PackEntry, context: Context) -> str:
    """Sum up in one line what a pack changed."""
    found = []
    for part in context.pack_parts:
        n = sum(1 for key, _sort, _title in entry.told if key == part.key)
        if n:
            found.append(f"{_(part.label)}: {format_number(n)}")
    return "; ".join(found) or _("không đổi gì")
