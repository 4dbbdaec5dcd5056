"""The certificates that this office believes, and the revocation lists it was given."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.signing.certificates import CertificateInfo, describe, fingerprint
from danvan_desktop.signing.files import make_folder, replacing

DIGITS = 12
"""Digits of the SHA-256 that stand before the name of a file that was added."""

_PEM = re.compile(rb"-----BEGIN (CERTIFICATE|X509 CRL)-----(.*?)-----END \1-----", re.DOTALL)
_MAX_FILE = 4 << 20
_CERTIFICATE, _CRL = "CERTIFICATE", "X509 CRL"


@dataclass(frozen=True, slots=True)
class Block:
    """One certificate (``info``) or revocation list (``issuer``, ``made``), to be carried alone.

    ``sha256`` is the digest of its DER form, ``pem`` its one text form.
    """

    pem: str
    sha256: str
    info: CertificateInfo | None = None
    issuer: str = ""
    made: datetime | None = None


@dataclass(frozen=True, slots=True)
class TrustList:
    """Trusted certificates and known revocation lists, all DER. Empty: nobody is vouched for."""

    certificates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()

    @classmethod
    def from_files(cls, *paths: Path) -> TrustList:
        """Read PEM files (certificates and CRLs, any number in each), a DER certificate or CRL.

        Raises UserError when a file cannot be read or holds neither.
        """
        found = cls()
        for path in paths:
            found = found.joined(_read(path))
        return found

    def joined(self, other: TrustList) -> TrustList:
        """Return a list that believes what either of two believes."""
        return TrustList(
            tuple(dict.fromkeys(self.certificates + other.certificates)),
            tuple(dict.fromkeys(self.crls + other.crls)),
        )

    def blocks(self) -> list[Block]:
        """Take the list apart into what can be carried one by one."""
        found = [
            Block(_pem(_CERTIFICATE, d), fingerprint(d), describe(d)) for d in self.certificates
        ]
        return found + [_list_block(der) for der in self.crls]

    def without(self, fingerprints: Collection[str]) -> TrustList:
        """Return a list that believes none of these certificates."""
        kept = (der for der in self.certificates if fingerprint(der) not in fingerprints)
        return TrustList(tuple(kept), self.crls)

    def vouching_for(self, certificate: bytes) -> tuple[bytes, ...]:
        """Return the trusted certificates that may vouch for one: authorities, and itself.

        An office key on the list stands for its office alone; without this rule each enrolled
        office could issue certificates in the name of any other.
        """
        return tuple(
            der for der in self.certificates if der == certificate or describe(der).authority
        )

    def holds(self, certificate_fingerprint: str) -> bool:
        """Tell whether a certificate itself is on the list."""
        return any(fingerprint(der) == certificate_fingerprint for der in self.certificates)


@dataclass(frozen=True, slots=True)
class TrustFolder:
    """What a folder of certificates holds, by file, and the files that are none and are skipped."""

    files: tuple[tuple[Path, TrustList], ...] = ()
    skipped: tuple[Path, ...] = ()

    @property
    def trust(self) -> TrustList:
        """Believe what any of the files says."""
        found = TrustList()
        for _path, one in self.files:
            found = found.joined(one)
        return found


def read_folder(folder: Path) -> TrustFolder:
    """Read every file of a folder by itself: a stray one (desktop.ini) must not stop the others."""
    files, skipped = [], []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not path.is_file():
            continue
        try:
            files.append((path, _read(path)))
        except UserError:
            skipped.append(path)
    return TrustFolder(tuple(files), tuple(skipped))


def add_file(folder: Path, path: Path) -> Path:
    """Keep a file of certificates or revocation lists for good, beside others of the same name.

    UserError when it holds none, or when the disk refuses; then the folder is as it was.
    """
    data = _content(path)
    _checked(path, data)
    make_folder(folder)
    target = folder / f"{hashlib.sha256(data).hexdigest()[:DIGITS]}-{path.name}"
    with replacing(target) as file:
        file.write(data)
    return target


def blocks_of(data: bytes) -> list[Block]:
    """Read PEM text or one DER; ValueError when it holds anything that cannot be read."""
    return _parsed(data).blocks()


def _list_block(der: bytes) -> Block:
    from cryptography import x509

    found = x509.load_der_x509_crl(der)
    names = found.issuer.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    issuer = str(names[0].value) if names else found.issuer.rfc4514_string()
    return Block(_pem(_CRL, der), fingerprint(der), issuer=issuer, made=found.last_update_utc)


def _pem(kind: str, der: bytes) -> str:
    body = base64.b64encode(der).decode("ascii")
    lines = [body[i : i + 64] for i in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {kind}-----", *lines, f"-----END {kind}-----", ""])


def _is_crl(data: bytes) -> bool:
    from cryptography import x509

    try:
        x509.load_der_x509_crl(data)
    except (ValueError, x509.InvalidVersion):
        return False
    return True


def _read(path: Path) -> TrustList:
    return _checked(path, _content(path))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp chứng thư {name}.").format(name=path.name),
            remedy=_("Kiểm tra đường dẫn rồi chọn lại."),
            code="trust_file_unreadable",
        ) from error
    if len(data) > _MAX_FILE:  # of a part of it, some would be believed and some not
        raise _bad(path)
    return data


def _checked(path: Path, data: bytes) -> TrustList:
    from cryptography import x509

    try:
        return _parsed(data)
    except (ValueError, x509.InvalidVersion) as error:
        raise _bad(path) from error


def _bad(path: Path) -> UserError:
    return UserError(
        _("Tệp {name} không chứa chứng thư nào đọc được.").format(name=path.name),
        remedy=_("Chọn tệp .pem, .crt hoặc .cer do nơi cấp chứng thư gửi."),
        code="trust_file_bad",
    )


def _parsed(data: bytes) -> TrustList:
    from cryptography import x509

    blocks = [(kind, base64.b64decode(body)) for kind, body in _PEM.findall(data)]
    certificates = tuple(der for kind, der in blocks if kind == _CERTIFICATE.encode())
    crls = tuple(der for kind, der in blocks if kind == _CRL.encode())
    if not blocks and _is_crl(data):
        crls = (data,)
    elif not blocks:
        certificates = (data,)
    for der in certificates:
        describe(der)
    for der in crls:
        x509.load_der_x509_crl(der)
    return TrustList(certificates, crls)
