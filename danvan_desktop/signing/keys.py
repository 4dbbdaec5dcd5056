"""The private keys that sign: an officer's PKCS#12 file, and the office key that set-up makes.

A key is checked before it signs, because the signing library accepts an expired certificate or one
issued for something else without complaint, and only the receiver would notice.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.errors import Issue, Severity, UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.certificates import (
    OTHER_PURPOSES,
    WEAK_HASHES,
    CertificateInfo,
    describe,
    fingerprint_text,
)
from danvan_desktop.vietnamese import VIETNAM, format_date_table
from danvan_desktop.vietnamese.text import typed_forms

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

OFFICE_KEY_FILE = "khoa-co-quan.p12"
OFFICE_PASSPHRASE_FILE = "khoa-co-quan.mat-khau"
OFFICE_CERTIFICATE_FILE = "chung-thu-co-quan.pem"
RENEWED, GIVEN_UP = "cu", "bo"
"""Folders of the keys before: renewed in time, or lost and no longer to be believed."""

COMING, COMPLETE = "moi", "xong"
"""The folder in which new keys are made, and the mark in it that they are whole."""

EXPIRY_WARNING = timedelta(days=30)

_MAX_P12 = 1 << 20


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The names of the three files in which a key of the office lies."""

    key: str
    passphrase: str
    certificate: str


OFFICE = KeyFiles(OFFICE_KEY_FILE, OFFICE_PASSPHRASE_FILE, OFFICE_CERTIFICATE_FILE)
"""The key that signs what the office sends."""

RECEIVING = KeyFiles("khoa-nhan.p12", "khoa-nhan.mat-khau", "chung-thu-nhan.pem")
"""The key that opens what is encrypted to the office."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key ready to sign, with its certificate; the key itself is never shown.

    ``device`` signs where the key never leaves a token: it gets what is to be signed as PKCS#1
    padding (RSA: a DigestInfo) or ECDSA (the digest) takes it.
    """

    info: CertificateInfo
    certificate: bytes
    other_certificates: tuple[bytes, ...] = ()
    private_key_der: bytes = field(default=b"", repr=False)
    device: Callable[[bytes], bytes] | None = field(default=None, repr=False, compare=False)

    @property
    def fingerprint_text(self) -> str:
        """Return the fingerprint as it is read out when the province enrols the office."""
        return fingerprint_text(self.info.fingerprint)

    @property
    def certificate_pem(self) -> str:
        """Return the certificate as the text that is handed to the province."""
        return pem(self.certificate)


def load_p12(path: Path, passphrase: str) -> SigningKey:
    """Load a PKCS#12 file (``.p12``, ``.pfx``); UserError when it or the passphrase is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_P12)
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp khóa {name}.").format(name=path.name),
            remedy=_("Kiểm tra USB hoặc đường dẫn rồi chọn lại tệp."),
            code="key_unreadable",
        ) from error
    return parse_p12(data, passphrase, path.name)


def check_key(key: SigningKey, now: datetime) -> list[Issue]:
    """List what speaks against signing with a key at ``now``; errors forbid it."""
    info = key.info
    issues = _date_issues(info, now)
    remedy = _("Dùng chứng thư khác, hoặc xin cấp lại.")
    if not info.may_sign:
        issues.append(Issue("key_usage", _usage_words(info), remedy))
    if not info.strong_key:
        message = _("Khóa {key} quá yếu để ký.").format(key=info.key_text)
        issues.append(Issue("key_weak", message, remedy))
    if _signed_with_weak_hash(key.certificate):
        message = _("Chứng thư của {name} dùng thuật toán băm cũ.").format(name=info.name)
        issues.append(Issue("key_weak", message, remedy))
    return issues


def refuse_unfit(key: SigningKey, now: datetime) -> None:
    """Raise UserError when a key must not sign at ``now``."""
    for issue in check_key(key, now):
        if issue.severity is Severity.ERROR:
            raise UserError(
                issue.message, safe=_("Chưa ký gì."), remedy=issue.remedy, code=issue.code
            )


def load_office_key(folder: Path) -> SigningKey:
    """Load the key that ``issuing.make_office_key`` stored; UserError when missing or damaged."""
    finish_renewal(folder)
    try:
        return load_stored(folder, OFFICE)
    except OSError as error:
        raise UserError(
            _("Không tìm thấy khóa cơ quan nên không ký được gói."),
            safe=_("Số liệu vẫn nguyên vẹn."),
            remedy=_(
                "Ở trang Gửi – nhận, nhấn Khóa…: nạp khóa dự phòng, hoặc không có thì chọn Khóa bị "
                "mất…"
            ),
            code="office_key_missing",
        ) from error


def load_stored(folder: Path, files: KeyFiles) -> SigningKey:
    """Load a key that the program keeps; OSError when it is missing.

    UserError when it is damaged, or its passphrase is not on this machine.
    """
    from danvan_desktop.signing.passphrases import passphrase_of

    (folder / files.key).stat()
    return load_p12(folder / files.key, passphrase_of(folder, files))


def stored_certificate(folder: Path, files: KeyFiles) -> bytes | None:
    """Read the certificate of a kept key (DER); None when there is none."""
    try:
        text = (folder / files.certificate).read_text(encoding="ascii")
        return base64.b64decode("".join(text.split("-----")[2].split()))
    except (OSError, ValueError, IndexError):
        return None


def renewed_key(folder: Path) -> SigningKey | None:
    """Load the office key that the present one took the place of in time; None without one."""
    found = []
    for kept in sorted((folder / RENEWED).glob("*")):
        try:
            found.append(load_stored(kept, OFFICE))
        except (OSError, UserError):
            continue
    return max(found, key=lambda key: key.info.not_before, default=None)


def finish_renewal(folder: Path) -> None:
    """Put new keys in the place of the old ones, also after a power cut half-way through that."""
    coming = folder / COMING
    if not (coming / COMPLETE).exists():
        return
    for path in sorted(coming.iterdir()):
        if path.name != COMPLETE:
            path.replace(folder / path.name)
    (coming / COMPLETE).unlink()
    coming.rmdir()


def parse_p12(data: bytes, passphrase: str, file_name: str) -> SigningKey:
    """Read the bytes of a PKCS#12 file; ``file_name`` is only for the sentence of a refusal.

    The passphrase counts in whatever code points it was typed, now and when the file was made.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    try:
        key, certificate, others = _unlocked(data, passphrase)
    except UnsupportedAlgorithm as error:
        raise UserError(
            _("Tệp khóa {name} được mã hóa kiểu cũ, không mở được.").format(name=file_name),
            remedy=_("Xuất lại chứng thư với mã hóa AES-256 rồi chọn lại."),
            code="key_old_format",
        ) from error
    except ValueError as error:
        raise _p12_refused(data, file_name) from error
    if key is None or certificate is None:
        raise UserError(
            _("Tệp {name} không có đủ khóa bí mật và chứng thư.").format(name=file_name),
            remedy=_("Xuất lại chứng thư kèm khóa bí mật (tệp .p12 hoặc .pfx)."),
            code="key_incomplete",
        )
    der = certificate.public_bytes(Encoding.DER)
    return SigningKey(
        info=describe(der),
        certificate=der,
        other_certificates=tuple(one.public_bytes(Encoding.DER) for one in others),
        private_key_der=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


def pem(der: bytes) -> str:
    """Write a DER certificate as PEM text."""
    body = base64.encodebytes(der).decode("ascii").replace("\n", "")
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


def day_text(moment: datetime) -> str:
    """Write the Vietnamese calendar day of a moment as dd/mm/yyyy."""
    return format_date_table(moment.astimezone(VIETNAM))


def time_text(moment: datetime) -> str:
    """Write a moment in Vietnamese time: dd/mm/yyyy hh:mm:ss +07:00 (NĐ 30/2020, Phụ lục I)."""
    return moment.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S +07:00")


def _date_issues(info: CertificateInfo, now: datetime) -> list[Issue]:
    first, last = day_text(info.not_before), day_text(info.not_after)
    if now < info.not_before:
        message = _("Chứng thư của {name} chỉ có hiệu lực từ ngày {day}.")
        remedy = _("Kiểm tra ngày giờ của máy.")
        return [Issue("key_not_yet_valid", message.format(name=info.name, day=first), remedy)]
    if now > info.not_after:
        message = _("Chứng thư của {name} đã hết hạn ngày {day}.")
        remedy = _("Xin cấp lại chứng thư; nếu ngày giờ của máy sai thì sửa lại.")
        if info.office_key:
            remedy = _(
                "Ở trang Gửi – nhận, nhấn “Khóa…”, “Gia hạn khóa…”, rồi gửi giấy giới thiệu khóa "
                "mới; nếu ngày giờ của máy sai thì sửa lại."
            )
        return [Issue("key_expired", message.format(name=info.name, day=last), remedy)]
    if now > info.not_after - EXPIRY_WARNING:
        message = _("Chứng thư của {name} sắp hết hạn, ngày {day}.").format(
            name=info.name, day=last
        )
        remedy = _("Xin gia hạn từ bây giờ.")
        return [Issue("key_expires_soon", message, remedy, severity=Severity.WARNING)]
    return []


def _usage_words(info: CertificateInfo) -> str:
    if not info.purposes or any(one not in OTHER_PURPOSES for one in info.purposes):
        return _("Chứng thư của {name} không được cấp để ký.").format(name=info.name)
    purposes = dict.fromkeys(OTHER_PURPOSES[one] for one in info.purposes)
    return _("Chứng thư của {name} chỉ được cấp cho việc khác: {purposes}.").format(
        name=info.name, purposes=", ".join(_(one) for one in purposes)
    )


def _unlocked(
    data: bytes, passphrase: str
) -> tuple[PrivateKeyTypes | None, Certificate | None, list[Certificate]]:
    """Try every form of a passphrase; ValueError when none opens the file, or it is no PKCS#12."""
    from cryptography.hazmat.primitives.serialization import pkcs12

    *others, last = typed_forms(passphrase)
    for one in others:
        with suppress(ValueError):
            return pkcs12.load_key_and_certificates(data, one.encode())
    return pkcs12.load_key_and_certificates(data, last.encode())


def _p12_refused(data: bytes, file_name: str) -> UserError:
    from asn1crypto import pkcs12

    try:
        pkcs12.Pfx.load(data, strict=True)["auth_safe"].native  # noqa: B018 - parses lazily
    except (ValueError, TypeError, KeyError):
        return UserError(
            _("Tệp {name} không phải tệp khóa PKCS#12 hoặc đã hỏng.").format(name=file_name),
            remedy=_("Chọn tệp .p12 hoặc .pfx do nơi cấp chứng thư giao."),
            code="key_not_p12",
        )
    return UserError(
        _("Mật khẩu của tệp khóa {name} không đúng.").format(name=file_name),
        safe=_("Chưa ký gì."),
        remedy=_("Gõ lại mật khẩu; kiểm tra bộ gõ và phím Caps Lock."),
        code="wrong_passphrase",
    )


def _signed_with_weak_hash(der: bytes) -> bool:
    from cryptography import x509

    algorithm = x509.load_der_x509_certificate(der).signature_hash_algorithm
    return algorithm is not None and algorithm.name in WEAK_HASHES
