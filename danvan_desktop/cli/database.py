"""``database show|move|join|restored``: where the data are, and moving them."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence

from danvan_desktop.cli.output import Output
from danvan_desktop.cli.run import OK, now
from danvan_desktop.i18n import _
from danvan_desktop.paths import Paths, default_data_folder
from danvan_desktop.storage import passwords, relocation
from danvan_desktop.storage.move import Compared
from danvan_desktop.storage.place import Server, read_address, server_of


def show(options: argparse.Namespace, output: Output) -> int:
    """Say where the database of the folder is."""
    paths = _paths(options)
    server = server_of(paths.place)
    kind, where = ("postgresql", server.words) if server else ("sqlite", str(paths.database))
    output.result({"database": kind, "where": where})
    output.say(
        _("Máy chủ PostgreSQL: {where}").format(where=where)
        if server
        else _("Tệp SQLite: {where}").format(where=where)
    )
    return OK


def move(options: argparse.Namespace, output: Output) -> int:
    """Move the database to a server or back, and say what was compared."""
    paths = _paths(options)
    stamp = now().strftime("%Y-%m-%dT%H:%M:%SZ")
    told = _Told(output)
    if options.to_sqlite:
        compared = relocation.to_file(paths, now=stamp, progress=told)
        where = str(paths.database)
    else:
        server, password = _address(options)
        compared = relocation.to_server(paths, server, password, now=stamp, progress=told)
        where = server.words
        _remember(password, output)
    _say(compared, where, output)
    return OK


def join(options: argparse.Namespace, output: Output) -> int:
    """Work from now on with the data that are on a server already."""
    paths = _paths(options)
    server, password = _address(options)
    paths.data.mkdir(parents=True, exist_ok=True)
    relocation.join(paths, server, password, now=now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    _remember(password, output)
    output.result({"database": "postgresql", "where": server.words})
    output.say(_("Từ nay làm việc với {where}.").format(where=server.words))
    return OK


def restored(options: argparse.Namespace, output: Output) -> int:
    """Begin a new epoch after the server's database was restored from a copy."""
    relocation.begin_anew(_paths(options), now=now().strftime("%Y-%m-%dT%H:%M:%SZ"))
    output.result({"restored": True})
    output.say(_("Đã ghi nhận: từ nay số thứ tự thay đổi thuộc một đợt mới."))
    return OK


class _Told:
    """Says on a line of its own which tenth is done."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._last = ""

    def __call__(self, done: int, total: int, text: str = "") -> None:
        line = f"{text} {100 * done // max(total, 1) // 10 * 10}%"
        if line != self._last:
            self._last = line
            self._output.say(line)


def _paths(options: argparse.Namespace) -> Paths:
    return Paths((options.data_dir or default_data_folder()).resolve())


def _address(options: argparse.Namespace) -> tuple[Server, str]:
    """Read the address; the password is asked for where one is wanted, never shown or logged."""
    server, password = read_address(options.to)
    if options.ask_password:
        password = getpass.getpass(_("Mật khẩu của {name}: ").format(name=server.words))
    return server, password


def _remember(password: str, output: Output) -> None:
    if password and not passwords.available():
        output.complain(
            _("Máy này không có nơi giữ mật khẩu: ghi mật khẩu vào tệp pgpass của PostgreSQL.")
        )


def _say(compared: Sequence[Compared], where: str, output: Output) -> None:
    rows = sum(one.rows for one in compared)
    output.result(
        {
            "where": where,
            "rows": rows,
            "tables": {o.table: {"rows": o.rows, "sha256": o.sha256} for o in compared},
        }
    )
    output.table(
        ((one.table, str(one.rows), one.sha256[:16]) for one in compared if one.rows),
        right=frozenset({1}),
    )
    output.say(
        _(
            "Đã chuyển {rows} dòng của {n} bảng tới {where}; số dòng và SHA-256 hai bên khớp."
        ).format(rows=rows, n=len(compared), where=where)
    )
