"""A PostgreSQL server that lives as long as a test run: no network, no password, nothing durable.

The server refuses to run as root, so root starts it as the system's user ``postgres``. It listens
on a socket in a folder of its own and ends with the process that started it, however that ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

ROLE = "danvan"
"""The tests work as an ordinary role: what needs a superuser must not pass unseen."""

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "autovacuum": "off",
    "jit": "off",
}
_ORDER = ("--locale=C", "--locale-provider=icu", "--icu-locale=vi")
"""An order that is not that of bytes, so that what relies on the server's own order fails."""

_ROOM = 2**30
_NUMBERS = count(1)


def missing() -> str:
    """Say why no server can be started here; "" when one can."""
    if _programs() is None:
        return "PostgreSQL is not installed (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "root needs setpriv (util-linux) to start PostgreSQL as another user"
    return ""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: the folder of its socket."""

    folder: Path

    def url(self, name: str) -> str:
        """Give the address of a database as the program takes it."""
        return f"postgresql://{ROLE}@/{name}?host={self.folder}"

    def make(self, *, template: str | None = None) -> str:
        """Make a database, empty or as a copy of another one, and give its name."""
        name = f"d{os.getpid()}_{next(_NUMBERS)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name), sql.Identifier(template or "template0")
            )
        )
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever may still be connected."""
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self.run(statement.format(sql.Identifier(name)))

    def run(self, statement: sql.SQL | sql.Composed) -> None:
        """Run one statement beside every database."""
        address = f"host={self.folder} user={ROLE} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def running() -> Iterator[Server]:
    """Start a server in a new folder; leaving stops it and removes the folder."""
    programs = _programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="danvan-pg-", dir=_memory()))
    process: subprocess.Popen[bytes] | None = None
    try:
        folder.chmod(0o755)
        (folder / "data").mkdir(mode=0o700)
        if os.geteuid() == 0:
            for place in (folder, folder / "data"):
                shutil.chown(place, "postgres")
        data = str(folder / "data")
        options = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", *_ORDER)
        with (folder / "log").open("wb") as log:
            initdb = (*_as_owner(), str(programs / "initdb"), "-D", data, *options)
            subprocess.run(initdb, check=True, stdout=log, stderr=log, cwd=folder)
            settings = [part for item in _SETTINGS.items() for part in ("-c", "=".join(item))]
            server = (str(programs / "postgres"), "-D", data, "-k", str(folder), *settings)
            process = subprocess.Popen(
                (*_as_owner(), *server),
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                cwd=folder,
            )
        _wait(folder, process)
        yield Server(folder)
    finally:
        if process is not None:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, and make the role of the tests."""
    ready = (str(_programs()) + "/pg_isready", "-q", "-h", str(folder), "-t", "1")
    while subprocess.run(ready, check=False).returncode:
        if process.poll() is not None:
            raise RuntimeError((folder / "log").read_text("utf-8", "replace"))
    with psycopg.connect(f"host={folder} user=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")


def _as_owner() -> tuple[str, ...]:
    """Start programs so that they end with us, and as another user where we are root."""
    if shutil.which("setpriv") is None:
        return ()
    ends = ("setpriv", "--pdeathsig", "SIGQUIT")
    user = ("--reuid=postgres", "--regid=postgres", "--clear-groups", "--reset-env")
    return (*ends, *(user if os.geteuid() == 0 else ()))


def _memory() -> Path | None:
    """Find a folder in memory: a copy of a database is 700 small files, slow on a busy disk."""
    place = Path("/dev/shm")
    room = shutil.disk_usage(place).free if place.is_dir() and os.access(place, os.W_OK) else 0
    return place if room > _ROOM else None


def _programs() -> Path | None:
    """Find the folder of the server's programs, the newest version first."""
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    places = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(places, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest is not None else None
