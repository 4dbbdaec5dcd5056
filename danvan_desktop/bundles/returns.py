"""A return ("Phiếu trả lại") as a file: the province's pins and the new deadline, to one office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.ledger import office_names
from danvan_desktop.bundles.logbook import PERIODS, Line, note_within
from danvan_desktop.bundles.message import FORMAT, FORMAT_2, read_message, write_message
from danvan_desktop.bundles.returned import periods_of
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.periods import Period
from danvan_desktop.organisation.pin_rules import MAX_TEXT, fault, is_id, why_not
from danvan_desktop.organisation.pin_seen import held
from danvan_desktop.organisation.pins import (
    Pin,
    PinState,
    count_change,
    drafts,
    keep_pin,
    pins,
)
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.connections import Statements
from danvan_desktop.vietnamese import format_date

KIND = "return"
LOGGED = "tra_lai"
"""The kind of a return in the log of sending and receiving."""

MAX_PINS = 5_000
MAX_LETTERS = 1_000_000
"""Letters of remarks and names in one return: as many as always fit into a message."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What a return told the office; ``news`` False: it was taken in before."""

    province: str
    pins: int
    deadline: str
    news: bool


def write_returns(
    books: Books, folder: Path, key: SigningKey, *, deadline: str
) -> list[tuple[str, Path]]:
    """Write every waiting pin into a return for its office: code of the office, file.

    An office with more pins than one return takes gets several. UserError when nothing waits, the
    deadline (ISO day) is over, a pin is none that a return can carry, or the disk refuses; then
    the pins keep waiting. What somebody else writes meanwhile is not written again.
    """
    refuse_past(books, deadline)
    waiting = [pin for pin in reversed(pins(books)) if pin.state is PinState.DRAFT]
    for pin in waiting:
        _refuse_unfit(pin)
    made = []
    for office in dict.fromkeys(pin.office for pin in waiting):
        while (path := _write(books, folder, key, office, deadline)) is not None:
            made.append((office, path))
    if not made:
        raise UserError(
            _("Chưa có ghim nào chờ gửi trả."),
            remedy=_("Mở hồ sơ do cơ quan gửi và nhấn “Ghim…”."),
            code="nothing_pinned",
        )
    return made


def refuse_past(books: Books, deadline: str) -> None:
    """Raise UserError for a deadline (ISO day) that is over today."""
    if deadline < books.clock.today():
        raise UserError(
            _("Hạn gửi lại {day} đã qua.").format(day=_day(deadline)),
            safe=_("Chưa ghi phiếu nào; các ghim vẫn chờ."),
            remedy=_("Chọn hôm nay hoặc một ngày sau."),
            code="past_deadline",
        )


def take_in_return(books: Books, path: Path, trust: TrustList) -> Returned:
    """Take a return into the office's books; its pins stand on the list of work.

    UserError when it is not for this office or not from a province that it knows.
    """
    from danvan_desktop.indicators.pinned import as_it_came

    now = datetime.fromisoformat(books.clock.now())
    message = read_message(path, trust, now=now, wanted=KIND)
    if not trust.holds(message.signature.fingerprint):
        raise UserError(
            _("Chưa biết khóa của {name}, nơi lập phiếu này.").format(name=message.sender_name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Nạp giấy giới thiệu khóa của cấp trên rồi mở lại phiếu."),
            code="unknown_province",
        )
    body = message.body
    if body.get("office") != str((books.office() or {}).get("ma")):
        raise UserError(
            _("Phiếu trả lại này của đơn vị khác."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Kiểm tra lại USB."),
            code="other_office",
        )
    found, deadline = _read(body, message.sender_name)
    found, known = [as_it_came(books, pin) for pin in found], books.periods()
    text = _("Nhận phiếu trả lại của {name}: {n} ghim, hạn {day}").format(
        name=message.sender_name, n=len(found), day=_day(deadline)
    )
    line = Line(kind=LOGGED, text=text, file=path, sha256=message.sha256)
    with books.database.write() as connection:
        new = [keep_pin(connection, _with_digest(connection, pin)) for pin in found]
        if any(new):
            # The next bundle tells the sender that the return is here.
            count_change(connection)
            note_within(books, connection, _of_periods(connection, line, found, known))
    return Returned(message.sender_name, len(found), deadline, any(new))


# --- private


def _write(books: Books, folder: Path, key: SigningKey, office: str, deadline: str) -> Path | None:
    """Write a return with what waits for an office, and mark it; None when nothing waits.

    The pins are taken and the file is written while nobody else writes, so two people do not send
    the same pin; when either fails, neither remains.
    """
    own, return_id = books.office() or {}, books.new_id()
    names, known = office_names(books), books.periods()
    sender = (str(own.get("ma") or ""), str(own.get("ten_day_du") or ""))
    target = folder / f"{re.sub(r'[^A-Za-z0-9-]+', '-', office)}_tra-lai_{return_id[:13]}.asice"
    try:
        with books.database.write() as connection:
            some = _first(drafts(connection, office))
            if not some:
                return None
            connection.exec_driver_sql(
                "UPDATE return_pin SET return_id = ?, deadline = ? WHERE id = ? AND return_id = ''",
                [(return_id, deadline, pin.id) for pin in some],
            )
            sha256 = write_message(
                target,
                KIND,
                _body(office, return_id, deadline, some),
                key,
                sender=sender,
                created=datetime.fromisoformat(books.clock.now()),
                lines=_lines(office, deadline, some),
                # A reader that knows no pins on figures must not take in the others alone.
                version=FORMAT_2 if any(pin.path for pin in some) else FORMAT,
            )
            text = _("Gửi trả {office}: {n} ghim, hạn {day}").format(
                office=names.get(office, office), n=len(some), day=_day(deadline)
            )
            line = Line(kind=LOGGED, text=text, file=target, sha256=sha256)
            note_within(books, connection, _of_periods(connection, line, some, known))
    except BaseException:
        with suppress(OSError):
            target.unlink(missing_ok=True)
        raise
    return target


def _of_periods(
    connection: Statements, line: Line, some: Iterable[Pin], known: Iterable[Period]
) -> Line:
    """Note with a line of which periods its pins speak, so that their books have it too."""
    spoken = [code for pin in some for code in periods_of(connection, pin, known)]
    return replace(line, details={PERIODS: list(dict.fromkeys(spoken))})


def _first(waiting: Sequence[Pin]) -> list[Pin]:
    """Give as many of the pins as one return carries, at least one."""
    some: list[Pin] = []
    letters = 0
    for pin in waiting[:MAX_PINS]:
        letters += len(pin.title) + len(pin.text)
        if some and letters > MAX_LETTERS:
            break
        some.append(pin)
    return some


def _refuse_unfit(pin: Pin) -> None:
    """Raise UserError for a pin of an older program that no office would take in."""
    code, reason = why_not(pin)
    if code:
        raise UserError(
            _("Ghim “{text}” không gửi được: {why}").format(text=pin.text[:100], why=reason),
            safe=_("Chưa ghi phiếu nào; các ghim vẫn chờ."),
            remedy=_("Bỏ ghim này, ghim lại cho đúng rồi ghi phiếu."),
            code=code,
        )


def _body(office: str, return_id: str, deadline: str, some: Sequence[Pin]) -> dict[str, Any]:
    body: dict[str, Any] = {
        "office": office,
        "id": return_id,
        "deadline": deadline,
        "pins": [_record_pin(pin) for pin in some if not pin.path],
    }
    figures = [_figure_pin(pin) for pin in some if pin.path]
    return {**body, "figures": figures} if figures else body


def _lines(office: str, deadline: str, some: Sequence[Pin]) -> dict[str, str]:
    return {
        "Gửi trả cơ quan": office,
        "Hạn gửi lại": _day(deadline),
        **{f"Ghim {n}": _words(pin) for n, pin in enumerate(some, start=1)},
    }


def _record_pin(pin: Pin) -> dict[str, Any]:
    said = {
        "id": pin.id,
        "register": pin.register,
        "record": pin.record_id,
        "field": pin.field,
        "rev": pin.rev,
        "title": pin.title,
        "text": pin.text,
    }
    return said if pin.value is None else {**said, "seen": pin.value}


def _figure_pin(pin: Pin) -> dict[str, Any]:
    return {
        "id": pin.id,
        "period": pin.period,
        "place": pin.place,
        "path": pin.path,
        "value": pin.value,
        "title": pin.title,
        "text": pin.text,
    }


def _words(pin: Pin) -> str:
    parts: tuple[str, ...] = (pin.title, pin.value or "", pin.text)
    if not pin.path:
        place = _(pin.field_label) if pin.field else ""
        parts = (_(REGISTERS[pin.register].label), pin.title, place, pin.text)
    return " – ".join(part for part in parts if part)


def _read(body: Mapping[str, Any], sender: str) -> tuple[list[Pin], str]:
    """Read the pins; BundleRefused when anything is missing or of a wrong type."""
    try:
        deadline = date.fromisoformat(_text(body["deadline"])).isoformat()
        listed, figures = body["pins"], body.get("figures", [])
        for some in (listed, figures):
            if not isinstance(some, list):
                raise TypeError("pins")
        if not 0 < len(listed) + len(figures) <= MAX_PINS:
            raise ValueError("pins")
        office, return_id = _text(body["office"]), _text(body["id"])
        if not is_id(return_id):
            raise ValueError("id")
        made = [_one(one, office) for one in listed]
        made += [_one_figure(one, office) for one in figures]
        if bad := next(filter(None, map(fault, made)), ""):
            raise ValueError(bad)
        return [
            replace(pin, return_id=return_id, sender=sender, deadline=deadline) for pin in made
        ], deadline
    except (KeyError, TypeError, ValueError) as error:
        raise refused("datapackage_bad", str(error)) from error


def _one(one: Mapping[str, Any], office: str) -> Pin:
    if type(one["rev"]) is not int:
        raise TypeError("rev")
    value = one.get("seen")
    return Pin(
        id=_text(one["id"]),
        office=office,
        register=REGISTERS[_text(one["register"])].key,
        record_id=_text(one["record"]),
        field=_text(one["field"]),
        rev=one["rev"],
        value=None if value is None else _text(value),
        title=_text(one["title"]),
        text=_text(one["text"]),
    )


def _one_figure(one: Mapping[str, Any], office: str) -> Pin:
    value = one["value"]
    return Pin(
        id=_text(one["id"]),
        office=office,
        period=_text(one["period"]),
        place=_text(one["place"]),
        path=_text(one["path"]),
        value=None if value is None else _text(value),
        title=_text(one["title"]),
        text=_text(one["text"]),
    )


def _with_digest(connection: Statements, pin: Pin) -> Pin:
    """Give a pin that does not say what its field held what it holds as the return comes."""
    if pin.path or pin.value is not None:
        return pin
    return replace(pin, value=held(connection, pin.register, pin.record_id, pin.field))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise TypeError("text")
    return value


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))
