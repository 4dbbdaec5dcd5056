"""``pack make|show|apply|undo|list``: packs of the province, without a window."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.packs import applying
from danvan_desktop.bundles.packs.making import Choice, draft, made_packs, write_pack
from danvan_desktop.bundles.packs.model import Ident, Plan, Standing
from danvan_desktop.bundles.packs.shelf import packs
from danvan_desktop.cli.output import Output, plain_issue
from danvan_desktop.cli.run import OK, REFUSED, office
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError, has_errors
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.pack_parts import Item, Offer, Sort
from danvan_desktop.signing.files import make_folder

ALL = "all"

SORTS = {
    Sort.ADD: N_("thêm"),
    Sort.CHANGE: N_("đổi"),
    Sort.REMOVE: N_("bỏ"),
    Sort.SAME: N_("như cũ"),
}
"""What taking an item over does."""


def make(options: argparse.Namespace, output: Output) -> int:
    """Make a pack of what the command line names."""
    with office(options) as context:
        parts = context.pack_parts
        wanted = draft(
            context, _choices(context, options), parts, offices=options.offices, words=options.note
        )
        make_folder(options.out)
        made = write_pack(context, wanted, options.out, context.office_key(), parts)
    output.result(
        {
            "file": str(made.path),
            "number": made.number,
            "sha256": made.sha256,
            "counts": dict(wanted.counts),
        }
    )
    output.say(str(made.path))
    return OK


def show(options: argparse.Namespace, output: Output) -> int:
    """Say whose a pack is and what it would change here; nothing is written."""
    with office(options) as context:
        plan = context.look_at_pack(options.file)
        found = applying.issues(context, plan, plan.proposed(), context.pack_parts)
    output.result({**_plan(plan), "issues": [plain_issue(one) for one in found]})
    _tell(plan, output)
    output.issues(found)
    return OK


def apply(options: argparse.Namespace, output: Output) -> int:
    """Apply a pack; what would replace the office's own only with its key or ``all``."""
    with office(options) as context:
        plan = context.look_at_pack(options.file)
        accepted = _accepted(plan, options)
        found = applying.issues(context, plan, accepted, context.pack_parts)
        if plan.can_apply and has_errors(found):
            output.refuse_issues(found)
            return REFUSED
        context.apply_pack(plan, accepted)
    left = [one for one in plan.items if one.open and one.ident not in accepted]
    output.result(
        {
            "number": plan.pack.number,
            "from": plan.pack.sender,
            "applied": len(accepted),
            "left": [f"{one.part}:{one.key}" for one in left],
        }
    )
    output.say(
        _("Đã áp dụng gói số {n} của {name}: {done} mục").format(
            n=plan.pack.number, name=plan.pack.sender_name, done=len(accepted)
        )
    )
    for one in left:
        output.say(_("Giữ của cơ quan: {title} ({key})").format(title=one.title, key=_key(one)))
    return OK


def undo(options: argparse.Namespace, output: Output) -> int:
    """Take the newest pack back."""
    with office(options) as context:
        last = [one for one in packs(context) if one.last]
        chosen = [one for one in last if options.number in (None, one.number)]
        if len(chosen) != 1:
            raise UserError(
                _("Không có gói nào như vậy để thu hồi."),
                safe=_("Không có gì thay đổi."),
                remedy=_("Xem các gói bằng lệnh pack list; thu hồi từ gói mới nhất."),
                code="no_pack",
            )
        back = context.take_back_pack(chosen[0].pk)
    output.result({"number": back.number, "kept": list(back.kept)})
    output.say(_("Đã thu hồi gói số {n} của {name}").format(n=back.number, name=back.sender_name))
    for words in back.kept:
        output.say(_("Giữ nguyên: {words}").format(words=words))
    return OK


def shelf(options: argparse.Namespace, output: Output) -> int:
    """List the packs that were applied here, and those that this office made."""
    with office(options) as context:
        here, made = packs(context), made_packs(context)
    output.result(
        {
            "packs": [
                {
                    "number": one.number,
                    "from": one.sender,
                    "applied": one.at,
                    "in_force": one.in_force,
                    "items": len(one.told),
                    "sha256": one.sha256,
                }
                for one in here
            ],
            "made": [
                {"number": one.details["number"], "at": one.at, "file": one.file} for one in made
            ],
        }
    )
    for one in here:
        state = _("đang dùng") if one.in_force else _("đã thu hồi")
        output.say(
            _("Gói số {n} của {name}, áp dụng {at}: {state}").format(
                n=one.number, name=one.sender_name, at=one.at, state=state
            )
        )
    for entry in made:
        output.say(entry.text)
    return OK


# --- private


def _choices(context: Context, options: argparse.Namespace) -> dict[str, Choice]:
    """Turn the options into choices: keys or ``all`` for each part, and files."""
    found: dict[str, Choice] = {}
    for part in context.pack_parts:
        given: list[str] | None = getattr(options, part.key)
        if given is None:
            continue
        offers = part.offers(context)
        known = {one.key for one in offers}
        keys = known if ALL in given else _below(offers, given) & known
        files = [Path(one) for one in given if one not in known and one != ALL]
        if part.folder(context.paths) is None and part.key != "templates" and files:
            raise UserError(
                _("Không có mục {key} để đưa vào gói.").format(key=files[0]), code="unknown_item"
            )
        found[part.key] = Choice(keys=frozenset(keys), files=tuple(files))
    return found


def _below(offers: Collection[Offer], keys: Collection[str]) -> set[str]:
    """Give what was named and all that hangs below it."""
    found = set(keys)
    while fresh := {one.key for one in offers if one.above in found} - found:
        found |= fresh
    return found


def _accepted(plan: Plan, options: argparse.Namespace) -> frozenset[Ident]:
    """Give what is proposed, what was said yes to, without what was left out."""
    yes, no = set(options.accept), set(options.leave)
    return frozenset(
        one.ident
        for one in plan.items
        if one.open and _key(one) not in no and (not one.conflict or ALL in yes or _key(one) in yes)
    )


def _key(one: Item) -> str:
    return f"{one.part}:{one.key}"


def _plan(plan: Plan) -> dict[str, Any]:
    pack = plan.pack
    return {
        "from": pack.sender,
        "name": pack.sender_name,
        "number": pack.number,
        "created": pack.created,
        "note": pack.note,
        "standing": plan.standing.value,
        "newest": plan.newest,
        "outside": plan.outside,
        "items": [
            {
                "key": _key(one),
                "title": one.title,
                "what": one.sort.value,
                "conflict": one.conflict,
                "barred": one.barred,
                "differences": [
                    {"place": d.place, "before": d.before, "after": d.after}
                    for d in one.differences
                ],
            }
            for one in plan.items
        ],
    }


def _tell(plan: Plan, output: Output) -> None:
    pack = plan.pack
    output.say(_("Gói số {n} của {name}").format(n=pack.number, name=pack.sender_name))
    if plan.standing is Standing.HELD:
        output.say(_("Gói này đang có hiệu lực; không có gì để áp dụng."))
    elif plan.standing is Standing.OLDER:
        output.say(_("Cơ quan đã dùng gói mới hơn gói này; xin cấp trên gói mới nhất."))
    for one in plan.items:
        if one.sort is Sort.SAME:
            continue
        output.say(f"{_(SORTS[one.sort])}  {_key(one)}  {one.title}")
        for part in one.differences:
            output.say(f"    {part.place}: {part.before or '–'} → {part.after or '–'}")
        if one.conflict or one.barred:
            output.say(f"    {one.conflict or one.barred}")
    if plan.outside:
        output.say(_("Ngoài địa bàn, không nhập: {n} đơn vị").format(n=plan.outside))
