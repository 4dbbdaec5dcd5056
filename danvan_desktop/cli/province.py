"""``province …``: the receiver's work without a window, from the inbox to the reminder letters."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from danvan_desktop.bundles import inbox, ledger, returns
from danvan_desktop.bundles.inbox import LEFTOVERS, Heap, Leftover
from danvan_desktop.bundles.ledger import SentCell, Standing
from danvan_desktop.bundles.quarantine import quarantined, remove
from danvan_desktop.bundles.receiving import Received
from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, REFUSED, office
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation import pins
from danvan_desktop.organisation.pins import Pin, PinState
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.files import make_folder
from danvan_desktop.vietnamese import format_number

STANDINGS: dict[Standing, str] = {
    Standing.ON_TIME: N_("đúng hạn"),
    Standing.LATE: N_("muộn"),
    Standing.EARLY: N_("gửi sớm, chưa chốt"),
    Standing.HELD_UP: N_("cần gửi lại"),
    Standing.UNDECIDED: N_("chờ xác nhận"),
    Standing.REFUSED: N_("bị từ chối"),
    Standing.MISSING: N_("chưa gửi"),
    Standing.WAITING: N_("chờ gửi"),
}

STATES: dict[PinState, str] = {
    PinState.DRAFT: N_("chờ ghi phiếu"),
    PinState.OPEN: N_("đã gửi trả"),
    PinState.RECEIVED: N_("cơ quan đã nhận"),
    PinState.FIXED: N_("đã sửa"),
    PinState.ANSWERED: N_("đã trả lời"),
    PinState.CLOSED: N_("đã xong"),
}


def matrix(options: argparse.Namespace, output: Output) -> int:
    """Print who has sent what for which period."""
    with office(options) as context:
        wanted = [context.period(code) for code in options.period or ()]
        found = ledger.sent_matrix(context, wanted or context.periods())
    cells = {
        one.code: {p.code: _cell(found.cell(one.code, p.code)) for p in found.periods}
        for one in found.offices
    }
    owing = {p.code: [one.code for one in found.owing(p.code)] for p in found.periods}
    output.result({"cells": cells, "owing": owing})
    heads = ("", *(p.code for p in found.periods))
    rows = [
        (one.name, *(_standing(found.cell(one.code, p.code)) for p in found.periods))
        for one in found.offices
    ]
    output.table([heads, *rows])
    return OK


def figures(options: argparse.Namespace, output: Output) -> int:
    """Print the consolidated figures of a period, of chosen indicators also by office."""
    from danvan_desktop.indicators import catalogue, compute
    from danvan_desktop.indicators.engine import shares

    with office(options) as context:
        period = context.period(options.period)
        found = compute(context, period, options.code or None)
        named = {"": _("Nhập tại đây"), **ledger.office_names(context)}
        split = {code: shares(context, code, period) for code in options.code}
    said: dict[str, Any] = {code: figure.plain() for code, figure in found.items()}
    for code, parts in split.items():
        said[code]["offices"] = {one: figure.plain()["value"] for one, figure in parts.items()}
    output.result(said)
    rows = []
    for code, figure in found.items():
        rows.append((catalogue()[code].label, figure.shown(), catalogue()[code].unit_label))
        parts = split.get(code, {})
        rows += [("    " + named[one], figure.shown(), "") for one, figure in parts.items()]
    output.table(rows, right=frozenset({1}))
    return OK


def receive(options: argparse.Namespace, output: Output) -> int:
    """Take bundles, each by itself, and write the answers."""
    with office(options) as context:
        heap = inbox.look(options.paths)
        outcomes = inbox.take_all(context, heap.bundles, agreed=options.agree)
        received = [one.received for one in outcomes]
        answers = []
        if options.receipts is not None:
            make_folder(options.receipts)
            key = context.office_key()
            answers = inbox.answer_all(context, received, options.receipts, key)
    output.result(
        {
            "bundles": [_received(one) for one in received],
            "receipts": [str(path) for path in answers],
            "left": [str(path) for path, _why in heap.left],
            "reasons": {str(path): _left_words(path, why) for path, why in heap.left},
        }
    )
    for one in received:
        output.say(f"{one.file}: {one.office_name} {one.period} – {one.reason}")
    for path in answers:
        output.say(str(path))
    _tell_left(heap, output)
    if any(one.received.waits for one in outcomes):
        output.complain(
            _("Gói chờ xác nhận: hỏi cơ quan gửi, rồi nhận lại riêng gói đó với --agree.")
        )
    return REFUSED if any(one.aside for one in outcomes) or not received else OK


def inbox_(options: argparse.Namespace, output: Output) -> int:
    """List what came and what became of it, the newest first."""
    with office(options) as context:
        found = ledger.bundles_of(context, office=options.office, period=options.period)
    output.result(
        {
            "bundles": [
                {
                    "at": one.at,
                    "file": one.file,
                    "office": one.office,
                    "period": one.period,
                    "number": one.number,
                    "verdict": one.verdict,
                    "reason": one.reason,
                    "sha256": one.sha256,
                    "counts": dict(one.counts),
                }
                for one in found
            ]
        }
    )
    output.table((one.at, one.office, one.period, one.file, one.reason) for one in found)
    return OK


def quarantine(options: argparse.Namespace, output: Output) -> int:
    """List the files that were refused or wait for a decision; remove one for good."""
    with office(options) as context:
        found = quarantined(context)
        if options.drop:
            gone = [one for one in found if options.drop in (one.path.name, one.name)]
            if len(gone) != 1:
                raise UserError(
                    _("Không có một tệp cách ly tên {name}.").format(name=options.drop),
                    code="not_aside",
                )
            remove(context, gone[0])
            found = quarantined(context)
    output.result(
        {
            "files": [
                {
                    "file": str(one.path),
                    "from": one.origin,
                    "reason": one.reason,
                    "waits": one.waits,
                }
                for one in found
            ]
        }
    )
    for one in found:
        output.say(f"{one.path.name}: {one.reason}")
    return OK


def offices(options: argparse.Namespace, output: Output) -> int:
    """Tell of each office whether its key is believed, and up to where its records are here."""
    with office(options) as context:
        found = ledger.office_states(context)
    output.result(
        {
            "offices": [
                {
                    "office": one.office.code,
                    "name": one.office.name,
                    "enrolled": one.office.enrolled,
                    "epoch": one.epoch,
                    "high": one.high,
                    "at": one.at,
                    "bundles": one.bundles,
                    "pins": one.waiting,
                }
                for one in found
            ]
        }
    )
    for one in found:
        key = _("đang tin khóa") if one.office.enrolled else _("khóa không được tin")
        held = _("nhận đến {n}, {at}").format(n=one.high, at=one.at) if one.epoch else _("chưa có")
        waiting = _("{n} ghim đang chờ").format(n=format_number(one.waiting))
        output.say(f"{one.office.code}  {one.office.name}: {key}; {held}; {waiting}")
    return OK


def pin(options: argparse.Namespace, output: Output) -> int:
    """Pin a remark to a record or a figure that an office sent."""
    with office(options) as context:
        made = _pin_record(context, options) if options.record else _pin_figure(context, options)
    output.result(_plain(made))
    output.say(_("Đã ghim {place}; ghi phiếu trả lại để gửi.").format(place=made.title))
    return OK


def list_pins(options: argparse.Namespace, output: Output) -> int:
    """List the pins and what the offices answered."""
    with office(options) as context:
        found = [one for one in pins.pins(context) if not one.sender]
    output.result({"pins": [_plain(one) for one in found]})
    output.table((one.id, one.office, one.title, one.text, _answer(one)) for one in found)
    return OK


def accept(options: argparse.Namespace, output: Output) -> int:
    """Accept the answer to a pin, or pin to the same place again."""
    with office(options) as context:
        if options.again:
            made = pins.return_again(context, options.pin, options.again)
            output.result(_plain(made))
            output.say(_("Đã ghim lại {place}.").format(place=made.title))
        else:
            pins.accept_answer(context, options.pin)
            output.result({"id": options.pin, "state": "closed"})
            output.say(_("Đã chấp nhận."))
    return OK


def send_back(options: argparse.Namespace, output: Output) -> int:
    """Write the waiting pins as returns, one for each office."""
    deadline = _day(options.deadline)
    make_folder(options.out)
    with office(options) as context:
        key = context.office_key()
        made = returns.write_returns(context, options.out, key, deadline=deadline)
    output.result({"returns": [{"office": one, "file": str(path)} for one, path in made]})
    for _code, path in made:
        output.say(str(path))
    return OK


def remind(options: argparse.Namespace, output: Output) -> int:
    """Begin the letters that remind the offices which owe a period."""
    from danvan_desktop.reports.paper_files import pdf_bytes
    from danvan_desktop.reports.reminder import build_reminder, letter_for, start_reminders

    with office(options) as context:
        period = context.period(options.period)
        owing = [
            one
            for one in context.owing_offices(period)
            if not options.office or one.unit in options.office
        ]
        letter = letter_for(context, offices=True)
        if options.until:
            letter = replace(letter, answer_by=_day(options.until))
        made = start_reminders(context, period, owing, letter, each=options.each)
        files = []
        if options.out is not None:
            make_folder(options.out)
            groups = [[one] for one in owing] if options.each else [owing]
            for group, record in zip(groups, made, strict=True):
                path = options.out / f"Cong-van-don-doc_{record.values['so']:02d}.pdf"
                path.write_bytes(pdf_bytes(build_reminder(context, period, group, letter)))
                files.append(path)
    output.result(
        {
            "letters": [{"id": one.id, "number": one.values["so"]} for one in made],
            "offices": [one.unit for one in owing],
            "files": [str(path) for path in files],
        }
    )
    for one in made:
        output.say(_("Công văn số {n}: {name}").format(n=one.values["so"], name=one.values["ten"]))
    for path in files:
        output.say(str(path))
    return OK


# --- private


def _pin_record(context: Context, options: argparse.Namespace) -> Pin:
    register, _slash, record_id = options.record.partition("/")
    if register not in REGISTERS:
        raise UserError(_("Không có sổ {name}.").format(name=register), code="unknown_register")
    try:
        return pins.write_pin(context, register, record_id, options.field, options.text)
    except ValueError:
        raise UserError(_("Không phải hồ sơ do cơ quan khác gửi."), code="not_foreign") from None


def _pin_figure(context: Context, options: argparse.Namespace) -> Pin:
    from danvan_desktop.indicators.pinned import write_figure_pin

    if not (options.figure and options.period and options.office):
        raise UserError(
            _("Chưa rõ ghim vào đâu."),
            remedy=_("Ghi --record, hoặc --office, --period và --figure."),
            code="no_place",
        )
    period = context.period(options.period)
    place = (options.place, options.figure)
    try:
        return write_figure_pin(context, period, options.office, *place, options.text)
    except ValueError:
        raise UserError(_("Cơ quan này chưa gửi gói nào."), code="unknown_office") from None


def _tell_left(heap: Heap, output: Output) -> None:
    """Name what was left alone; of a bundle in parts the list or the first part speaks for all."""
    for path, why in heap.left:
        if why is not Leftover.PART or not heap.bundles:
            output.complain(f"{path}: {_left_words(path, why)}")
    if not heap.bundles:
        output.complain(_("Không có gói nào trong các tệp, thư mục đã nêu."))


def _left_words(path: Path, why: Leftover) -> str:
    if why is Leftover.UNREADABLE and not path.exists():
        return _("Không có tệp hay thư mục này.")
    return _(LEFTOVERS[why])


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UserError(
            _("Chưa rõ ngày {text}.").format(text=text),
            remedy=_("Ghi như 2020-06-25."),
            code="bad_day",
        ) from None


def _cell(cell: SentCell) -> dict[str, Any]:
    return {
        "standing": str(cell.standing),
        "times": cell.times,
        "first": cell.first,
        "last": cell.last,
        "returned": cell.returned,
    }


def _standing(cell: SentCell) -> str:
    if cell.returned:
        return _("gửi trả, hạn {day}").format(day=cell.returned)
    return f"{_(STANDINGS[cell.standing])} {cell.first}".strip()


def _plain(one: Pin) -> dict[str, Any]:
    names = ("id", "office", "title", "text", "register", "record_id", "field", "period", "place")
    more = ("path", "deadline", "answer", "told_value", "followed_by")
    said = {name: getattr(one, name) for name in (*names, *more)}
    return {"state": str(one.state), "value": one.value if one.path else None, **said}


def _answer(one: Pin) -> str:
    parts = (_(STATES[one.state]), one.told_value or "", one.answer or "")
    return ": ".join(part for part in parts if part)


def _received(one: Received) -> dict[str, object]:
    return {
        "file": one.file,
        "office": one.office,
        "period": one.period,
        "number": one.number,
        "verdict": str(one.verdict),
        "reason": one.reason,
        "sha256": one.sha256,
        "counts": dict(one.counts),
        "strayed": one.strayed,
        "lost": [one.title for one in one.differences] if one.waits else [],
    }
