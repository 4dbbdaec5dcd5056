"""A return ("Phiếu trả lại") as a file: the province's pins and the new deadline, to one office."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.logbook import Line, note
from danvan_desktop.bundles.message import FORMAT, FORMAT_2, read_message, write_message
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.pins import Pin, PinState, count_change, keep_pin, pins
from danvan_desktop.registers import REGISTERS
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.vietnamese import format_date

KIND = "return"
LOGGED = "tra_lai"
"""The kind of a return in the log of sending and receiving."""

MAX_PINS = 5_000
MAX_TEXT = 4_000
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PATH = re.compile(r"[a-z][a-z0-9_]{0,79}(/[a-z][a-z0-9_]{0,59}/[^/\s][^/]{0,79})?")
_PERIOD = re.compile(r"[0-9A-Z]{1,4}/[0-9-]{4,9}")
_VALUE = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,12})?")


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
    """Write every waiting pin into one return for each office: code of the office, file.

    UserError when nothing waits or the disk refuses; then the pins keep waiting.
    """
    waiting: dict[str, list[Pin]] = {}
    for pin in reversed(pins(books)):
        if pin.state is PinState.DRAFT:
            waiting.setdefault(pin.office, []).append(pin)
    if not waiting:
        raise UserError(
            _("Chưa có ghim nào chờ gửi trả."),
            remedy=_("Mở hồ sơ do cơ quan gửi và nhấn “Ghim…”."),
            code="nothing_pinned",
        )
    return [
        (office, _write(books, folder, key, office, some, deadline))
        for office, some in waiting.items()
    ]


def take_in_return(books: Books, path: Path, trust: TrustList) -> Returned:
    """Take a return into the office's books; its pins stand on the list of work.

    UserError when it is not for this office or not from a province that it knows.
    """
    message = read_message(path, trust, now=datetime.fromisoformat(books.clock.now()))
    if message.kind != KIND:
        raise refused("datapackage_bad", message.kind)
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
    with books.database.write() as connection:
        new = [keep_pin(connection, pin) for pin in found]
        if any(new):
            # The next bundle tells the sender that the return is here.
            count_change(connection)
    if any(new):
        text = _("Nhận phiếu trả lại của {name}: {n} ghim, hạn {day}").format(
            name=message.sender_name, n=len(found), day=_day(deadline)
        )
        note(books, Line(kind=LOGGED, text=text, file=path, sha256=message.sha256))
    return Returned(message.sender_name, len(found), deadline, any(new))


# --- private


def _write(
    books: Books, folder: Path, key: SigningKey, office: str, some: list[Pin], deadline: str
) -> Path:
    own, return_id = books.office() or {}, books.new_id()
    body: dict[str, Any] = {
        "office": office,
        "id": return_id,
        "deadline": deadline,
        "pins": [_record_pin(pin) for pin in some if not pin.path],
    }
    figures = [_figure_pin(pin) for pin in some if pin.path]
    if figures:
        body["figures"] = figures
    now = datetime.fromisoformat(books.clock.now())
    lines = {
        "Gửi trả cơ quan": office,
        "Hạn gửi lại": _day(deadline),
        **{f"Ghim {n}": _words(pin) for n, pin in enumerate(some, start=1)},
    }
    target = folder / f"{re.sub(r'[^A-Za-z0-9-]+', '-', office)}_tra-lai_{return_id[:13]}.asice"
    sender = (str(own.get("ma") or ""), str(own.get("ten_day_du") or ""))
    # A reader that knows no pins on figures must not take in the others alone.
    version = FORMAT_2 if figures else FORMAT
    sha256 = write_message(
        target, KIND, body, key, sender=sender, created=now, lines=lines, version=version
    )
    with books.database.write() as connection:
        for pin in some:
            connection.exec_driver_sql(
                "UPDATE return_pin SET return_id = ?, deadline = ? WHERE id = ?",
                (return_id, deadline, pin.id),
            )
    text = _("Gửi trả {office}: {n} ghim, hạn {day}").format(
        office=office, n=len(some), day=_day(deadline)
    )
    note(books, Line(kind=LOGGED, text=text, file=target, sha256=sha256))
    return target


def _record_pin(pin: Pin) -> dict[str, Any]:
    return {
        "id": pin.id,
        "register": pin.register,
        "record": pin.record_id,
        "field": pin.field,
        "rev": pin.rev,
        "title": pin.title,
        "text": pin.text,
    }


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
        office, return_id = _text(body["office"]), _known_id(body["id"])
        made = [_one(one, office) for one in listed]
        made += [_one_figure(one, office) for one in figures]
        return [
            replace(pin, return_id=return_id, sender=sender, deadline=deadline) for pin in made
        ], deadline
    except (KeyError, TypeError, ValueError) as error:
        raise refused("datapackage_bad", str(error)) from error


def _one(one: Mapping[str, Any], office: str) -> Pin:
    spec = REGISTERS[_text(one["register"])]
    field = _text(one["field"])
    if field and field not in {f.name for f in spec.fields} | {c.key for c in spec.children}:
        raise ValueError("field")
    if type(one["rev"]) is not int:
        raise TypeError("rev")
    return Pin(
        id=_known_id(one["id"]),
        office=office,
        register=spec.key,
        record_id=_known_id(one["record"]),
        field=field,
        rev=one["rev"],
        title=_text(one["title"]),
        text=_text(one["text"]),
    )


def _one_figure(one: Mapping[str, Any], office: str) -> Pin:
    value = one["value"]
    return Pin(
        id=_known_id(one["id"]),
        office=office,
        period=_matching(_PERIOD, one["period"]),
        place=_text(one["place"]),
        path=_matching(_PATH, one["path"]),
        value=None if value is None else _matching(_VALUE, value),
        title=_text(one["title"]),
        text=_text(one["text"]),
    )


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if pattern.fullmatch(_text(value)) is None:
        raise ValueError(pattern.pattern)
    return str(value)


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise TypeError("text")
    return value


def _known_id(value: Any) -> str:
    return _matching(_ID, value)


def _day(day: str) -> str:
    return format_date(date.fromisoformat(day))
