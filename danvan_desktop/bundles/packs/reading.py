"""Read a pack: whose it is, that it is for this office, and that every entry is what it may be.

Nothing is written and nothing from the pack is believed before its signer is known. What a known
province says is still checked like any other foreign input.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop import __version__
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.message import Message, read_message
from danvan_desktop.bundles.packs.model import FORM, KIND, Pack
from danvan_desktop.bundles.protocol import Epoch
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pack_parts import Entry, Parts, text_of
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.vietnamese import nfc

MAX_OFFICES = 2_000
MAX_NOTE = 2_000
MAX_NUMBER = 1_000_000


def read_pack(books: Books, path: Path, trust: TrustList, parts: Parts) -> Pack:
    """Read and check a pack; ``trust`` are the keys whose packs are taken.

    BundleRefused for a damaged file, UserError for an unknown signer, another office's pack, one
    that needs a newer program, or one with an entry that cannot be used.
    """
    now = datetime.fromisoformat(books.clock.now())
    message = read_message(path, trust, now=now, wanted=KIND)
    if not trust.holds(message.signature.fingerprint):
        raise UserError(
            _("Chưa biết khóa của {name}, nơi lập gói này.").format(name=message.sender_name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Nạp giấy giới thiệu khóa của cấp trên rồi mở lại gói."),
            code="unknown_province",
        )
    body = message.body
    _refuse_newer(body)
    head = _head(body)
    offices = body["for"]
    if offices and str((books.office() or {}).get("ma")) not in offices:
        raise UserError(
            _("Gói này của tỉnh lập cho cơ quan khác."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Xin cấp trên gói lập cho cơ quan này."),
            code="other_office",
        )
    return _pack(path, message, head, _entries(body, parts))


# --- private


def _refuse_newer(body: Mapping[str, Any]) -> None:
    form = body.get("form")
    if type(form) is not int or form < 1:
        raise refused("datapackage_bad", "form")
    if form > FORM:
        raise _newer(body)


def _newer(body: Mapping[str, Any]) -> UserError:
    return UserError(
        _("Gói này do bản chương trình mới hơn lập ({version}).").format(
            version=str(body.get("program", ""))[:20]
        ),
        safe=_("Không có gì thay đổi."),
        remedy=_("Cập nhật chương trình rồi mở lại gói."),
        code="newer_program",
    )


def _head(body: Mapping[str, Any]) -> tuple[Epoch, int, str, str]:
    """Read what stands beside the parts; BundleRefused when a field is missing or wrong."""
    try:
        # What cannot be written as UTF-8 (half a letter, infinity) is not read either.
        json.dumps(dict(body), ensure_ascii=False, allow_nan=False).encode()
        epoch = Epoch.parse(text_of(body, "epoch", most=60))
        number, offices = body["number"], body["for"]
        if type(number) is not int or not 0 < number <= MAX_NUMBER:
            raise ValueError("number")
        if not isinstance(offices, list) or len(offices) > MAX_OFFICES:
            raise ValueError("for")
        if not isinstance(body["parts"], dict) or not body["parts"]:
            raise ValueError("parts")
        note = text_of(body, "note", most=MAX_NOTE, required=False)
        return epoch, number, note, text_of(body, "program", most=40)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise refused("datapackage_bad", str(error)[:80]) from error


def _entries(body: Mapping[str, Any], parts: Parts) -> dict[str, tuple[Entry, ...]]:
    known = {part.key: part for part in parts}
    found: dict[str, tuple[Entry, ...]] = {}
    for key, entries in body["parts"].items():
        part = known.get(key)
        if part is None:
            raise refused("datapackage_bad", nfc(key)[:40])
        if not isinstance(entries, list):
            raise refused("datapackage_bad", key)
        try:
            if len(entries) > part.most:
                raise ValueError(_("quá {n} mục").format(n=part.most))
            found[key] = tuple(part.read(entries))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise _unusable(body, _(part.label), str(error)) from error
    return found


def _unusable(body: Mapping[str, Any], part: str, reason: str) -> UserError:
    if _version(str(body.get("program"))) > _version(__version__):
        return _newer(body)
    return UserError(
        _("Gói có phần “{part}” không dùng được: {reason}.").format(
            part=part, reason=reason[:200].rstrip(".")
        ),
        safe=_("Không có gì thay đổi."),
        remedy=_("Báo cấp trên lập lại gói."),
        code="bad_pack",
    )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(".") if one.isascii() and one.isdigit())


def _pack(
    path: Path,
    message: Message,
    head: tuple[Epoch, int, str, str],
    entries: Mapping[str, tuple[Entry, ...]],
) -> Pack:
    epoch, number, note, program = head
    return Pack(
        path=path,
        sha256=message.sha256,
        sender=message.sender,
        sender_name=message.sender_name,
        fingerprint=message.signature.fingerprint,
        epoch=epoch,
        number=number,
        created=message.created,
        note=note,
        program=program,
        entries=entries,
    )
