"""Where this machine uploads bundles to: a folder or an https address, and what was agreed to.

Kept in the settings of the data folder, never in the registers, and never with a password. Consent
to upload without asking belongs to one place as it was when it was given: whoever changes the
address, the user or the believed root has to give it again.
"""

from __future__ import annotations

import hashlib
import ssl
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.settings import Settings

SETTING = "noi_tai_len"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Hosts to which plain http is allowed: nothing of it leaves the machine."""

_MAX_ROOT = 1 << 16


class Kind(StrEnum):
    """What a place is."""

    FOLDER = "folder"
    """A share, a folder that another program synchronises, a stick."""
    WEB = "https"
    """An address that takes PUT, with WebDAV or without."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place to upload to; ``address`` is the path of a folder or an URL without ``/`` at its end.

    ``root`` is the one certificate (PEM) that vouches for the server, "" for those of the system.
    ``parts`` says that the server once refused a whole file; ``at_once`` is the clerk's consent to
    upload every export at once.
    """

    kind: Kind
    address: str
    user: str = ""
    root: str = ""
    parts: bool = False
    at_once: bool = False

    @property
    def name(self) -> str:
        """The place as people see it."""
        return self.address

    @property
    def host(self) -> str:
        """The server's name, "" for a folder."""
        return urlsplit(self.address).hostname or "" if self.kind is Kind.WEB else ""

    def same_as(self, other: Place) -> bool:
        """Tell whether consent for one is consent for the other."""
        mine = (self.kind, self.address, self.user, self.root)
        return mine == (other.kind, other.address, other.user, other.root)


def folder_place(folder: Path) -> Place:
    """Make a place of a folder."""
    return Place(Kind.FOLDER, str(folder))


def web_place(address: str, *, user: str = "", root: str = "") -> Place:
    """Make a place of an address; UserError when it is not https, or carries a password."""
    return Place(Kind.WEB, _checked(address), user.strip(), root)


def places(settings: Settings) -> list[Place]:
    """List the known places, the one used last first."""
    stored = settings.get(SETTING)
    found = []
    for one in stored if isinstance(stored, list) else ():
        try:
            found.append(Place(**{**one, "kind": Kind(one["kind"])}))
        except (TypeError, KeyError, ValueError):
            continue
    return found


def keep(settings: Settings, place: Place) -> Place:
    """Put a place first in the list, with the consent it had; returns it as it is kept."""
    known = places(settings)
    agreed = any(one.at_once for one in known if one.same_as(place))
    kept = replace(place, at_once=agreed)
    _store(settings, [kept, *(one for one in known if one.address != place.address)])
    return kept


def forget(settings: Settings, place: Place) -> None:
    """Take a place out of the list, with its consent."""
    _store(settings, [one for one in places(settings) if one.address != place.address])


def agree(settings: Settings, place: Place, *, at_once: bool) -> None:
    """Give or withdraw consent to upload to a known place right after every export."""
    changed = [
        replace(one, at_once=at_once) if one.same_as(place) else one for one in places(settings)
    ]
    _store(settings, changed)


def agreed(settings: Settings) -> list[Place]:
    """List the places that every export goes to without asking; usually none."""
    return [one for one in places(settings) if one.at_once]


def read_root(path: Path) -> str:
    """Read the certificate (PEM or DER) of the authority that vouches for a server, as PEM."""
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_ROOT)
        text = content.decode("ascii") if b"-----BEGIN" in content else ""
        pem = text or ssl.DER_cert_to_PEM_cert(content)
        ssl.create_default_context(cadata=pem)
    except (OSError, ValueError) as error:
        raise UserError(
            _("Tệp {name} không phải chứng thư.").format(name=path.name),
            safe=_("Chưa có gì thay đổi."),
            remedy=_("Chọn tệp chứng thư gốc mà cấp trên đưa (.pem, .crt, .cer)."),
            code="no_certificate",
        ) from error
    return pem


def root_fingerprint(pem: str) -> str:
    """Return the SHA-256 of a certificate in groups of four, for comparison by telephone."""
    begin = pem.index("-----BEGIN CERTIFICATE-----")
    end = "-----END CERTIFICATE-----"
    return grouped(ssl.PEM_cert_to_DER_cert(pem[begin : pem.index(end, begin) + len(end)]))


def grouped(certificate: bytes) -> str:
    """Write the SHA-256 of a certificate (DER) in groups of four."""
    digest = hashlib.sha256(certificate).hexdigest().upper()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


# --- private


def _store(settings: Settings, found: list[Place]) -> None:
    settings.set(SETTING, [asdict(one) for one in found])


def _checked(address: str) -> str:
    text = address.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        host = ""
    if not host or ("." not in host and host not in LOOPBACK):
        raise _refused(
            _("Địa chỉ tải lên chưa đúng."), _("Ghi như https://noi-nhan.vn/thu-muc."), "address"
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in LOOPBACK):
        raise _refused(
            _("Chỉ tải lên địa chỉ https."),
            _("Địa chỉ khác để lộ mật khẩu và gói trên đường đi. Hỏi cấp trên địa chỉ https."),
            "not_https",
        )
    if parts.username is not None or parts.password is not None:
        raise _refused(
            _("Địa chỉ có kèm tên hoặc mật khẩu."),
            _("Bỏ phần trước dấu @; ghi tên vào ô Tên người dùng, mật khẩu được hỏi riêng."),
            "password_in_address",
        )
    if parts.query or parts.fragment:
        raise _refused(
            _("Địa chỉ tải lên không được có dấu ? hoặc #."),
            _("Ghi địa chỉ của thư mục, như https://noi-nhan.vn/thu-muc."),
            "address",
        )
    path = quote(parts.path.rstrip("/"), safe="/%:@!$&'()*+,;=~-._")
    shown = f"[{host}]" if ":" in host else host
    return urlunsplit((parts.scheme, shown + port, path, "", ""))


def _refused(message: str, remedy: str, code: str) -> UserError:
    return UserError(message, safe=_("Chưa gửi gì."), remedy=remedy, code=code)
