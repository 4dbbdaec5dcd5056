"""Introduce a key to the other side, once, and take in what the other side introduces.

The letter ("Giấy giới thiệu khóa") is a signed message with the certificate in it. Whoever gets it
compares the fingerprint by telephone; a key that is renewed in time is introduced by the one before
it, and needs no telephone. The key that is introduced signs too, so nobody can introduce a key
that they do not have.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from danvan_desktop.bundles.inspection import refused
from danvan_desktop.bundles.logbook import KEY, Line, note
from danvan_desktop.bundles.message import Message, read_message, write_message
from danvan_desktop.bundles.partners import Partner, Role, keep, partner, partners, withdraw
from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.organisation.office_code import refuse_other
from danvan_desktop.signing.certificates import describe, fingerprint, fingerprint_text
from danvan_desktop.signing.cms import sign_detached, verify_detached
from danvan_desktop.signing.key_ends import KeyEnd, Whose
from danvan_desktop.signing.keys import (
    GIVEN_UP,
    OFFICE,
    RECEIVING,
    RENEWED,
    SigningKey,
    day_text,
    pem,
    renewed_key,
    stored_certificate,
)
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.wrapping import fit_to_receive
from danvan_desktop.vietnamese import fold_key

KIND = "enrolment"
RECEIVER_LEVEL = "T"

ROLE_NAMES = {Role.OFFICE: N_("Cơ quan gửi gói"), Role.SUPERIOR: N_("Nơi nhận gói")}
"""What people call each role."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A key that asks to be believed.

    ``renewal``: a key that is believed already introduces it, so no telephone is needed. ``known``:
    the same key was accepted before. ``rivals`` are other keys believed of the same office.
    ``held_by`` is the name of the office that has this code here, where that is another one.
    """

    partner: Partner
    renewal: bool
    known: Partner | None
    rivals: tuple[Partner, ...]
    held_by: str = ""

    @property
    def fingerprint_text(self) -> str:
        """The fingerprint in groups of four, as it is read over the telephone."""
        return fingerprint_text(self.partner.fingerprint)

    @property
    def settled(self) -> bool:
        """Tell whether there is nothing left to decide: the same letter was taken in before."""
        known = self.known
        return (
            known is not None
            and not (known.withdrawn or known.replaced)
            and known.receiving == self.partner.receiving
        )


def receives(books: Books) -> bool:
    """Tell whether this office is one that receives bundles."""
    return (books.office() or {}).get("cap") == RECEIVER_LEVEL


def own_codes(books: Books) -> frozenset[str]:
    """Name what no other office may call itself: this office's codes, its units', and nothing."""
    with books.database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT ma, don_vi FROM van_phong WHERE deleted = 0")
        return frozenset(str(code) for row in rows for code in row if code) | {""}


def write_enrolment(books: Books, folder: Path, key: SigningKey) -> Path:
    """Write the letter that introduces this office's keys into a folder; returns its path.

    A key that was renewed in time is introduced by the one before it. UserError before set-up,
    for an unfit key or a disk that refuses.
    """
    office = books.office()
    if office is None:
        raise UserError(_("Chưa lập cơ quan nên chưa có khóa."), code="no_office")
    code, name = str(office["ma"]), str(office["ten_day_du"])
    refuse_other(books.database, code, key.info.code)
    created = datetime.fromisoformat(books.clock.now())
    receiving = (stored_certificate(books.paths.keys, RECEIVING) or b"") if receives(books) else b""
    role = Role.SUPERIOR if receives(books) else Role.OFFICE
    said = _statement(code, role, key.certificate, receiving)
    body = {
        "office": code,
        "name": name,
        "role": str(role),
        "certificate": pem(key.certificate),
        "receiving": pem(receiving) if receiving else "",
        "proof": base64.b64encode(sign_detached(said, key, now=created)).decode("ascii"),
    }
    lines = {
        "Cơ quan": name,
        "Mã cơ quan": code,
        "Vân tay khóa": key.fingerprint_text,
        "Có hiệu lực đến": day_text(key.info.not_after),
        "Cách đối chiếu": "Đọc vân tay qua điện thoại cho bên nhận so từng nhóm bốn ký tự.",
    }
    target = folder / f"{_plain(code)}_gioi-thieu-khoa_{key.info.fingerprint[:8]}.asice"
    sha256 = write_message(
        target, KIND, body, _introducer(books, key, created), sender=(code, name), created=created,
        lines=lines,
    )  # fmt: skip
    text = _("Ghi giấy giới thiệu khóa {name}").format(name=target.name)
    note(books, Line(kind=KEY, text=text, file=target, sha256=sha256, size=target.stat().st_size))
    return target


def untold_end(books: Books) -> KeyEnd | None:
    """Tell when the key before the present one ends, while no letter introduces the present one.

    None where there was none before it.
    """
    keys = books.paths.keys
    own = stored_certificate(keys, OFFICE)
    folders = [one for where in (RENEWED, GIVEN_UP) for one in (keys / where).glob("*")]
    kept = [one for folder in folders if (one := stored_certificate(folder, OFFICE)) is not None]
    if own is None or not kept:
        return None
    letter = f"%_{fingerprint(own)[:8]}.asice"
    with books.database.reading() as connection:
        written = connection.exec_driver_sql(
            "SELECT 1 FROM sync_log WHERE kind = ? AND file LIKE ? LIMIT 1", (KEY, letter)
        ).fetchone()
    if written is not None:
        return None
    newest = max((describe(one) for one in kept), key=lambda info: info.not_before)
    return KeyEnd(Whose.UNTOLD, newest.not_after, travels=receives(books))


def read_enrolment(books: Books, path: Path) -> Candidate:
    """Read a letter; nothing is believed yet. BundleRefused or UserError when it cannot be."""
    now = datetime.fromisoformat(books.clock.now())
    known = partners(books.paths)
    trust = TrustList(tuple(one.certificate for one in known if one.believed(now)))
    message = read_message(path, trust, now=now, wanted=KIND)
    one = _partner(books, message, now)
    own = stored_certificate(books.paths.keys, OFFICE)
    if own is not None and fingerprint(own) == one.fingerprint:
        raise UserError(
            _("Đây là giấy giới thiệu khóa của chính cơ quan này."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Gửi tệp này cho bên kia; ở đây cần tệp do bên kia gửi."),
            code="own_enrolment",
        )
    if one.office in own_codes(books):
        raise UserError(
            _("Giấy giới thiệu này ghi mã {code}, là mã của chính cơ quan này.").format(
                code=one.office
            ),
            safe=_("Không có gì thay đổi."),
            remedy=_("Gọi điện hỏi bên gửi; hai cơ quan không được dùng chung một mã."),
            code="own_code",
        )
    mates = [m for m in known if m.office == one.office and m.role is one.role]
    believed = [m for m in mates if m.believed(now) and not m.replaced]
    renewal = message.signature.state.value != "unknown" and any(
        m.fingerprint == message.signature.fingerprint for m in believed
    )
    return Candidate(
        partner=one,
        renewal=renewal,
        known=partner(books.paths, one.fingerprint),
        rivals=tuple(m for m in believed if m.fingerprint != one.fingerprint),
        held_by="" if renewal else _held_by(books, one, mates),
    )


def code_taken(candidate: Candidate) -> UserError:
    """Say that the code of a letter is another office's here, and how its sender gets one."""
    one = candidate.partner
    return UserError(
        _("Mã {code} đang là của {held}, còn giấy này của {name}.").format(
            code=one.office, held=candidate.held_by, name=one.name
        ),
        safe=_("Chưa tin khóa này; số liệu đang giữ không thay đổi."),
        remedy=_(
            "Hai cơ quan không dùng chung một mã. Cấp cho nơi gửi một mã chưa ai dùng; họ lập cơ "
            "quan với mã đó (ô Mã cơ quan khi khai báo lần đầu) rồi gửi giấy mới. Chỉ khi chắc "
            "chắn vẫn là cơ quan ấy đổi tên thì xác nhận đổi tên (--renamed)."
        ),
        code="code_taken",
    )


def accept(
    books: Books, candidate: Candidate, *, withdraw_others: bool = False, renamed: bool = False
) -> Partner:
    """Believe a key from now on, after the telephone or, for a renewal, one confirmation.

    ``withdraw_others`` takes the trust from the office's other keys: they were lost. ``renamed``
    says that the office which has the code under another name (``held_by``) is this very one;
    without it UserError (``code_taken``).
    """
    if candidate.held_by and not renamed:
        raise code_taken(candidate)
    at = books.clock.now()
    how = "renewal" if candidate.renewal else "telephone"
    one = replace(candidate.partner, since=at, by=books.user, how=how)
    for other in candidate.rivals:
        if withdraw_others:
            withdraw(books.paths, other.fingerprint, at=at, reason=_("Thay bằng khóa mới"))
        else:
            keep(books.paths, replace(other, replaced=at))
    keep(books.paths, one)
    words = _("Nhận khóa của {name} ({role}), đã đối chiếu qua điện thoại: {fingerprint}")
    if candidate.renewal:
        words = _("Nhận khóa gia hạn của {name} ({role}), do khóa cũ giới thiệu: {fingerprint}")
    _log(books, words, one)
    return one


def withdraw_key(books: Books, certificate_fingerprint: str, reason: str) -> Partner:
    """Believe a key no more, with the reason, and note it."""
    one = withdraw(books.paths, certificate_fingerprint, at=books.clock.now(), reason=reason)
    words = _("Thu hồi tin cậy khóa của {name} ({role}): {reason}")
    _log(books, words, one)
    return one


def accepted(found: Sequence[Partner], role: Role, now: datetime) -> list[Partner]:
    """Pick the keys that are believed in a role."""
    return [one for one in found if one.role is role and one.believed(now)]


# --- private


def _held_by(books: Books, one: Partner, mates: Sequence[Partner]) -> str:
    """Name the office that has a code here, where it never bore the name that a letter gives."""
    named = [mate.name for mate in mates]
    if one.role is Role.OFFICE:
        with books.database.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT name FROM sync_office WHERE office = ?", (one.office,)
            )
            named = [*(str(row[0]) for row in rows), *named]
    known = {fold_key(name) for name in named}
    return named[0] if named and fold_key(one.name) not in known else ""


def _introducer(books: Books, key: SigningKey, now: datetime) -> SigningKey:
    """Give the key that signs the letter: the one before, while it is still good for that."""
    before = renewed_key(books.paths.keys)
    if before is None or not before.info.not_before <= now <= before.info.not_after:
        return key
    return before if before.info.code == key.info.code else key


def _partner(books: Books, message: Message, now: datetime) -> Partner:
    """Check what a letter says against itself."""
    body = message.body
    try:
        role = Role(_text(body, "role"))
        certificate = _der(_text(body, "certificate"))
        receiving = _der(_text(body, "receiving")) if body["receiving"] else b""
        proof = base64.b64decode(_text(body, "proof"), validate=True)
        info = describe(certificate)
        code, name = _text(body, "office"), _text(body, "name")
    except (KeyError, ValueError, TypeError, binascii.Error) as error:
        raise refused("datapackage_bad", str(error)) from error
    if not info.office_key or info.code != code or message.sender != code or not name.strip():
        raise refused("other_office", code)
    if receiving and (not fit_to_receive(receiving) or describe(receiving).code != code):
        raise refused("datapackage_bad", "receiving")
    said = _statement(code, role, certificate, receiving)
    proven = verify_detached(said, proof, TrustList((certificate,)), now=now)
    if not proven.state.value.startswith("valid") or proven.fingerprint != info.fingerprint:
        first = proven.reasons[0].message if proven.reasons else ""
        raise refused("signature_bad", first)
    return Partner(role, code, name, certificate, receiving, "", "", "")


def _statement(code: str, role: Role, certificate: bytes, receiving: bytes) -> bytes:
    """Give the bytes by which a key shows that it is there itself."""
    other = fingerprint(receiving) if receiving else ""
    lines = ("danvan-enrolment/1", code, str(role), fingerprint(certificate), other)
    return "".join(f"{line}\n" for line in lines).encode()


def _der(text: str) -> bytes:
    """Read one PEM certificate in exactly the form that we write."""
    body = re.fullmatch(
        r"-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)-----END CERTIFICATE-----\n", text
    )
    if body is None:
        raise ValueError("certificate")
    der = base64.b64decode(body[1].replace("\n", ""), validate=True)
    if pem(der) != text:
        raise ValueError("certificate")
    return der


def _text(body: Any, key: str) -> str:
    value = body[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text)


def _log(books: Books, words: str, one: Partner) -> None:
    text = words.format(
        name=one.name,
        role=_(ROLE_NAMES[one.role]),
        fingerprint=fingerprint_text(one.fingerprint)[:19],
        reason=one.reason,
    )
    details = {"fingerprint": one.fingerprint, "office": one.office, "how": one.how}
    note(books, Line(kind=KEY, text=text, details=details))
