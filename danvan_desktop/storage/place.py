"""Where the database of a data folder is: its own file, or a server that a small file names.

The small file is read before anything is opened. A damaged one is refused: taking it for none
would open an empty file beside the real data. A password is never in it: it lies in the system's
keyring, or where PostgreSQL's own clients look for it (``pgpass``).
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.paths import sync_folder

if TYPE_CHECKING:
    from danvan_desktop.storage.postgres import ServerDatabase

SERVICE = "Dân Vận Desktop: máy chủ dữ liệu"
"""The name under which the password is found in the system's own list of passwords."""

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a PostgreSQL server; ``url`` is libpq's, without a password."""

    url: str

    @property
    def host(self) -> str:
        """The name of the server."""
        parts = urlsplit(self.url)
        return parts.hostname or dict(parse_qsl(parts.query)).get("host") or "localhost"

    @property
    def words(self) -> str:
        """The server, its database and who works there, for people."""
        parts = urlsplit(self.url)
        port = f":{parts.port}" if parts.port else ""
        name = unquote(parts.path.lstrip("/"))
        return f"{unquote(parts.username or '')}@{self.host}{port}/{name}"

    def opened(self, password: str = "") -> ServerDatabase:
        """Give the database, with the password that is kept when none is given."""
        from danvan_desktop.storage import passwords
        from danvan_desktop.storage.postgres import ServerDatabase

        return ServerDatabase(self.url, password=password or passwords.kept(SERVICE, self.url))

    def keep_password(self, password: str) -> bool:
        """Keep a password in the system's keyring; tell whether the system took it."""
        from danvan_desktop.storage import passwords

        return passwords.keep(SERVICE, self.url, password)


def read_address(typed: str) -> tuple[Server, str]:
    """Take an address apart into the server and the password that stood in it, if any.

    UserError when it is not one of a PostgreSQL database.
    """
    typed = typed.strip()
    try:
        parts = urlsplit(typed)
        named = parts.scheme in SCHEMES and parts.path.strip("/") and parts.port != 0
    except ValueError:
        named = False
    if not named:
        raise UserError(
            _("“{address}” không phải địa chỉ cơ sở dữ liệu PostgreSQL.").format(
                address=_hidden(typed)
            ),
            safe=_("Không có gì thay đổi."),
            remedy=_("Ghi theo mẫu postgresql://tài_khoản@máy_chủ:5432/cơ_sở_dữ_liệu."),
            code="bad_address",
        )
    options = parse_qsl(parts.query)
    password = unquote(parts.password or "") or dict(options).get("password", "")
    others = [(name, value) for name, value in options if name != "password"]
    kept = urlencode(others, safe="/:,")
    return Server(_joined(parts, kept)), password


def server_of(place: Path) -> Server | None:
    """Read which server a folder's small file names; None when there is no such file."""
    try:
        text = place.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unreadable(place) from error
    try:
        return read_address(str(json.loads(text)["url"]))[0]
    except (ValueError, TypeError, KeyError, UserError) as error:
        raise _unreadable(place) from error


def name_server(place: Path, server: Server | None) -> None:
    """Say in the small file where the database is from now on; None: in the folder's own file."""
    if server is None:
        place.unlink(missing_ok=True)
        return
    temporary = place.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"url": server.url}, ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())  # the file of before is deleted next
    temporary.replace(place)
    sync_folder(place.parent)


def _joined(parts: SplitResult, query: str) -> str:
    user = quote(unquote(parts.username or ""))
    host = parts.netloc.rpartition("@")[2]
    return (
        f"postgresql://{user + '@' if user else ''}{host}{parts.path}{'?' if query else ''}{query}"
    )


def _hidden(typed: str) -> str:
    """Leave out what may be a password: what is shown may be read by others."""
    before, at, after = typed.rpartition("@")
    return f"…@{after}" if at and before else typed


def _unreadable(place: Path) -> UserError:
    return UserError(
        _("Tệp {name} cho biết dữ liệu ở đâu bị hỏng.").format(name=place.name),
        safe=_("Dữ liệu vẫn nguyên ở nơi đang giữ."),
        remedy=_("Ghi lại địa chỉ bằng lệnh: {command}").format(
            command="main.py database join --to URL"
        ),
        code="place_damaged",
    )
