"""``bundle split|receipt|return|answer|enrol|keys``: keys, answers and parts, without a window."""

from __future__ import annotations

import argparse
import re
from datetime import date

from danvan_desktop.bundles import enrolment, receipts, returns
from danvan_desktop.bundles.enrolment import Candidate
from danvan_desktop.bundles.partners import Partner, partners
from danvan_desktop.bundles.parts import split_file
from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, office
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.pins import settle_pin
from danvan_desktop.signing.certificates import fingerprint_text
from danvan_desktop.signing.files import make_folder

MEGABYTE = 1_000_000


def split(options: argparse.Namespace, output: Output) -> int:
    """Cut a file into parts for e-mail."""
    made = split_file(options.file, options.out, options.size * MEGABYTE)
    output.result({"files": [str(path) for path in made]})
    for path in made:
        output.say(str(path))
    return OK


def receipt(options: argparse.Namespace, output: Output) -> int:
    """Take in a receipt of the superior."""
    with office(options) as context:
        taken = receipts.take_in(context, options.file, context.superiors())
    output.result(
        {
            "from": taken.province,
            "period": taken.period,
            "number": taken.number,
            "verdict": taken.verdict,
            "counts": dict(taken.counts),
            "shut_out": taken.shut_out,
            "news": taken.news,
        }
    )
    output.say(
        _("Biên nhận của {name}, {period} lần {n}: {reason}").format(
            name=taken.province, period=taken.period, n=taken.number, reason=taken.reason
        )
    )
    if taken.shut_out:
        output.complain(_("Gói tới cần bundle export --restart, hoặc xuất ở máy chính."))
    return OK


def enrol(options: argparse.Namespace, output: Output) -> int:
    """Write this office's letter, or read and accept the other side's."""
    with office(options) as context:
        if options.out is not None:
            return _write_letter(context, options, output)
        if options.file is None:
            raise UserError(_("Ghi tên tệp giấy giới thiệu, hoặc --out DIR."), code="no_file")
        found = enrolment.read_enrolment(context, options.file)
        _tell_candidate(found, output)
        if not found.settled:
            given = re.sub(r"[^0-9a-f]", "", options.fingerprint.lower())
            if not found.renewal and given != found.partner.fingerprint:
                output.result(_key(found.partner, accepted=False))
                output.complain(
                    _("Chưa tin khóa này: ghi --fingerprint đúng vân tay nghe qua điện thoại.")
                )
                return REFUSED
            enrolment.accept(context, found, withdraw_others=options.lost, renamed=options.renamed)
    output.result(_key(found.partner, accepted=True))
    output.say(_("Từ nay tin khóa của {name}").format(name=found.partner.name))
    return OK


def keys(options: argparse.Namespace, output: Output) -> int:
    """List the keys that are believed, withdraw one, or replace the office's own."""
    with office(options) as context:
        if options.renew or options.replace_lost:
            context.replace_keys(lost=options.replace_lost)
        if options.withdraw:
            one = _one_of(partners(context.paths), options.withdraw)
            enrolment.withdraw_key(context, one.fingerprint, options.reason or _("không ghi"))
        own = context.office_key()
        known = partners(context.paths)
        today = context.clock.today()
        ending = [one for one in context.key_ends(today) if one.near(date.fromisoformat(today))]
    output.result(
        {
            "own": own.info.fingerprint,
            "known": [_key(one, accepted=not one.withdrawn) for one in known],
            "ending": {str(end.whose): end.until.isoformat() for end in ending},
        }
    )
    output.say(_("Khóa của cơ quan: {fingerprint}").format(fingerprint=own.fingerprint_text))
    for one in known:
        state = _("đã thu hồi") if one.withdrawn else _("đang tin")
        role = _(enrolment.ROLE_NAMES[one.role])
        output.say(f"  {one.fingerprint[:16].upper()}  {one.name} ({role}), {state}")
    for end in ending:
        output.complain(f"{end.told(date.fromisoformat(today))} {end.remedy}")
    return OK


def take_return(options: argparse.Namespace, output: Output) -> int:
    """Take in a return of the superior."""
    with office(options) as context:
        taken = returns.take_in_return(context, options.file, context.superiors())
    output.result(
        {
            "from": taken.province,
            "pins": taken.pins,
            "deadline": taken.deadline,
            "news": taken.news,
        }
    )
    output.say(
        _("{name} gửi trả {n} ghim, hạn {day}").format(
            name=taken.province, n=taken.pins, day=taken.deadline
        )
    )
    return OK


def answer(options: argparse.Namespace, output: Output) -> int:
    """List the pins that wait for this office, or answer one with words."""
    from danvan_desktop.indicators.pinned import waiting_pins

    with office(options) as context:
        if options.pin:
            if not options.text:
                raise UserError(_("Ghi câu trả lời bằng --text."), code="no_text")
            settle_pin(context, options.pin, options.text)
        waiting = waiting_pins(context)
    output.result(
        {
            "pins": [
                {"id": one.id, "title": one.title, "text": one.text, "deadline": one.deadline}
                for one in waiting
            ]
        }
    )
    for one in waiting:
        output.say(f"{one.id}  {one.deadline}  {one.title}: {one.text}")
    return OK


# --- private


def _write_letter(context: Context, options: argparse.Namespace, output: Output) -> int:
    make_folder(options.out)
    if enrolment.receives(context):
        context.receiving_key()
    key = context.office_key()
    letter = enrolment.write_enrolment(context, options.out, key)
    output.result({"file": str(letter), "fingerprint": key.info.fingerprint})
    output.say(str(letter))
    output.say(_("Vân tay để đọc qua điện thoại: {text}").format(text=key.fingerprint_text))
    return OK


def _tell_candidate(found: Candidate, output: Output) -> None:
    one = found.partner
    output.say(f"{one.name} ({one.office}), {_(enrolment.ROLE_NAMES[one.role])}")
    output.say(_("Vân tay khóa: {text}").format(text=found.fingerprint_text))
    for rival in found.rivals:
        if not found.renewal:
            words = _("Cơ quan này đang có khóa khác, của {name}: {fingerprint}")
            output.say(
                words.format(name=rival.name, fingerprint=fingerprint_text(rival.fingerprint)[:19])
            )
    if found.renewal:
        output.say(_("Khóa đang được tin ký giới thiệu khóa mới này, nên không cần gọi điện."))


def _one_of(known: list[Partner], given: str) -> Partner:
    wanted = re.sub(r"[^0-9a-f]", "", given.lower())
    found = [one for one in known if len(wanted) >= 8 and one.fingerprint.startswith(wanted)]
    if len(found) != 1:
        raise UserError(_("Không tìm thấy khóa này trong danh sách."), code="unknown_key")
    return found[0]


def _key(one: Partner, *, accepted: bool) -> dict[str, object]:
    return {
        "office": one.office,
        "name": one.name,
        "role": str(one.role),
        "fingerprint": one.fingerprint,
        "receives": bool(one.receiving),
        "accepted": accepted,
    }
