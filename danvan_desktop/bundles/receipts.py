"""Receipts as files: the province answers a bundle, the office takes the answer in.

A receipt says how far the province is with the office (see ``protocol``) and what became of the
bundle that it answers, so that the office can show its report as received.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.bounds import MAX_CODE, label, whole
from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.logbook import ANSWER, RECEIPT, Line, note
from danvan_desktop.bundles.message import FORMAT_2, Message, read_message, write_message
from danvan_desktop.bundles.protocol import Epoch, Held, Receipt
from danvan_desktop.bundles.receiving import REASONS, Received
from danvan_desktop.bundles.sender import change
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.signing.files import make_folder, replacing
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList

KIND = "receipt"
_STATE = re.compile(r"[0-9a-f]{64}")
TAKEN_IN = RECEIPT
"""The kind of a receipt in the log of sending and receiving."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a receipt told the office; ``shut_out``: it must decide to send everything anew."""

    province: str
    period: str
    number: int
    verdict: str
    reason: str
    sha256: str
    counts: Mapping[str, int]
    acknowledged: int
    shut_out: bool
    news: bool


def write_receipt(books: Books, received: Received, folder: Path, key: SigningKey) -> Path:
    """Write the answer to a bundle into a folder, signed by the province; returns its path.

    ValueError for a file that was refused: nobody is known to answer to.
    """
    receipt = received.receipt
    if receipt is None:
        raise ValueError("nothing to answer")
    office = books.office() or {}
    held = receipt.held
    body = {
        "office": receipt.office,
        "epoch": str(receipt.epoch),
        "number": receipt.number,
        "held": _written(held),
        "diverged": receipt.diverged,
        "bundle": {
            "sha256": received.sha256,
            "period": received.period,
            "number": received.number,
            "verdict": str(received.verdict),
            "counts": dict(received.counts),
        },
    }
    lines = {
        "Cơ quan gửi": received.office_name,
        "Kỳ": received.period,
        "Lần gửi": str(received.number),
        "Kết quả": received.reason,
        "Số hồ sơ trong gói": str(sum(received.counts.values())),
        "Mã kiểm của gói": received.sha256,
    }
    target = folder / _file_name(receipt, received)
    write_message(
        target,
        KIND,
        body,
        key,
        sender=(str(office.get("ma") or ""), str(office.get("ten_day_du") or "")),
        created=datetime.fromisoformat(books.clock.now()),
        lines=lines,
        version=FORMAT_2,
    )
    text = _("Lập biên nhận số {n} cho {name}: {reason}").format(
        n=receipt.number, name=received.office_name or receipt.office, reason=received.reason
    )
    note(
        books,
        Line(
            kind=ANSWER,
            text=text,
            period=received.period,
            number=received.number,
            file=target,
            sha256=received.sha256,
            size=target.stat().st_size,
        ),
    )
    return target


def take_in(books: Books, path: Path, trust: TrustList) -> TakenIn:
    """Take a receipt into the office's books.

    UserError when it is not for this office or not from a province that it knows. A receipt that
    is older than one already taken in changes nothing (``news`` False), but is kept as proof.
    """
    now = datetime.fromisoformat(books.clock.now())
    message = read_message(path, trust, now=now, wanted=KIND)
    office = books.office() or {}
    if not trust.holds(message.signature.fingerprint):
        raise UserError(
            _("Chưa biết khóa của {name}, nơi lập biên nhận này.").format(name=message.sender_name),
            safe=_("Không có gì thay đổi."),
            remedy=_("Nạp giấy giới thiệu khóa của cấp trên rồi mở lại biên nhận."),
            code="unknown_province",
        )
    receipt, about = _read(message)
    if receipt.office != str(office.get("ma")):
        raise UserError(
            _("Biên nhận này của đơn vị khác."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Kiểm tra lại USB."),
            code="other_office",
        )
    before, after = change(books, receipt.office, lambda own, seq: own.received(receipt, seq))
    _log(books, message, path, about)
    return TakenIn(
        province=message.sender_name,
        period=about["period"],
        number=about["number"],
        verdict=about["verdict"],
        reason=reason_of(about),
        sha256=about["sha256"],
        counts=about["counts"],
        acknowledged=after.acknowledged,
        shut_out=after.shut_out,
        news=after is not before,
    )


def reason_of(about: Mapping[str, Any]) -> str:
    """Say what became of a bundle, by the ``verdict`` of a receipt."""
    words = REASONS[str(about["verdict"])]
    return _(words)


# --- private


def _file_name(receipt: Receipt, received: Received) -> str:
    period = "-".join(reversed(received.period.split("/")))
    parts = [receipt.office, period, f"lan-{received.number}", f"bien-nhan-{receipt.number}"]
    return "_".join(re.sub(r"[^A-Za-z0-9.-]+", "-", part) for part in parts) + ".asice"


def _read(message: Message) -> tuple[Receipt, dict[str, Any]]:
    """Read the fields of a receipt; BundleRefused when one is missing or of a wrong type."""
    body = message.body
    try:
        held = body["held"]
        receipt = Receipt(
            office=_code(body["office"]),
            epoch=Epoch.parse(_code(body["epoch"])),
            number=whole(body["number"]),
            held=_held(held, stated=message.version == FORMAT_2) if held else None,
            diverged=body["diverged"] is True,
        )
        about = body["bundle"]
        counts = {_code(key): whole(n, least=0) for key, n in about["counts"].items()}
        verdict = _code(about["verdict"])
        if verdict not in REASONS:
            raise ValueError("verdict")
        return receipt, {
            "sha256": _code(about["sha256"]),
            "period": _code(about["period"]),
            "number": whole(about["number"]),
            "verdict": verdict,
            "counts": counts,
            "held": receipt.held is not None,
            "receipt_number": receipt.number,
        }
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise refused("datapackage_bad", str(error)) from error


def _written(held: Held | None) -> dict[str, Any]:
    if held is None:
        return {}
    return {"epoch": str(held.epoch), "high": held.high, "state": held.state}


def _held(written: Mapping[str, Any], *, stated: bool) -> Held:
    """Read how far the province is; version 1 did not say with which state."""
    state = _code(written.get("state", ""))
    if (state or stated) and _STATE.fullmatch(state) is None:
        raise ValueError("state")
    return Held(Epoch.parse(_code(written["epoch"])), whole(written["high"], least=0), state)


def _log(books: Books, message: Message, path: Path, about: Mapping[str, Any]) -> None:
    """Keep the receipt as proof, and note it; the second time it is here already."""
    with books.database.reading() as connection:
        known = connection.exec_driver_sql(
            "SELECT 1 FROM sync_log WHERE kind = ? AND details LIKE ?",
            (TAKEN_IN, f"%{message.sha256}%"),
        ).fetchone()
    if known:
        return
    make_folder(books.paths.receipts)
    kept = books.paths.receipts / f"{message.sha256[:16]}.asice"
    with replacing(kept) as file:
        file.write(path.read_bytes())
    text = _("Nạp biên nhận của {name}: {reason}").format(
        name=message.sender_name, reason=reason_of(about)
    )
    details = {
        "receipt": message.sha256,
        "number": about["receipt_number"],
        "verdict": about["verdict"],
        "by": message.sender_name,
        "created": message.created,
        "held": about["held"],
    }
    note(
        books,
        Line(
            kind=TAKEN_IN,
            text=text,
            period=about["period"],
            number=about["number"],
            file=kept,
            sha256=about["sha256"],
            size=kept.stat().st_size,
            details=details,
        ),
    )


def _code(value: Any) -> str:
    return label(value, MAX_CODE)
