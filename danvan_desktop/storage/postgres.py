"""The database on a PostgreSQL server: the same interface as the file, for several people at once.

One writer at a time, as on SQLite: everything that writes takes the same advisory lock first, so
the counters and the one order of changes hold for all. Many rows of one plain INSERT go by COPY.
Drivers are imported when such a database is opened, never with a start on SQLite.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import pq
from psycopg.adapt import Dumper, Loader, PyFormat
from psycopg.types.numeric import Int8Dumper

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import _
from danvan_desktop.storage.connections import Readers, Reading, Statements
from danvan_desktop.storage.dialect import (
    POSTGRESQL,
    Dialect,
    percent_marks,
    plain_insert,
    with_arrays,
)
from danvan_desktop.storage.engine import Database

if TYPE_CHECKING:
    from psycopg import Connection as Driver
    from sqlalchemy import Connection, Engine

WAIT = "10s"
"""How long a write waits for somebody else's, as on SQLite."""

BY_COPY = 20
"""From so many rows on COPY is faster than a batch of INSERTs."""

_WRITING = f"""
    SET LOCAL lock_timeout = '{WAIT}';
    SET LOCAL enable_seqscan = off;
    SET LOCAL plan_cache_mode = force_generic_plan
"""
"""What holds for a write: it looks rows up in tables that grow while it runs, by an index always.

The server knows nothing yet of rows just written: it would read all of a table where it guesses
that a list of keys finds much of it, and keep a plan made while the table was small. One made anew
for the values at hand weighs each value of a long list.
"""

_WRITER = 0x44616E56616E
"""The number of the lock that whoever writes holds ("DanVan")."""

_LEFT = "danvan_left"
"""A table without columns: where it stands, the data have gone elsewhere."""

_CHANGING = re.compile(r'\s*(?:UPDATE|DELETE FROM|INSERT INTO) "?(\w+)"?')


class ServerDatabase(Database):
    """A database on a server; ``url`` is libpq's.

    Without a password libpq looks for one where it always does (``pgpass``, the environment).
    """

    dialect: Dialect = POSTGRESQL

    def __init__(self, url: str, *, password: str = "") -> None:
        self._driver = partial(_driver, url, password)
        self._use(Readers(self._opened))

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Give a connection for plain SQL that reads; several threads may read at once."""
        with _told(), self._readers.reading() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give SQLAlchemy's connection to read by statements that it compiles."""
        with _told(), super().read() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a transaction that writes alone; leaving commits or rolls back."""
        with _told(), self._readers.using(), self.engine.connect() as connection:
            try:
                connection.exec_driver_sql(_WRITING)
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(?)", (_WRITER,))
                refuse_left(connection)
                yield connection
                connection.commit()
            except BaseException:
                with suppress(Exception):
                    connection.rollback()
                raise

    @contextmanager
    def erase(self) -> Iterator[Connection]:
        """Give a writing connection; the tables that it changed are written anew afterwards.

        The server's log and its copies keep what they hold: that is the server's to erase.
        """
        with self._readers.using():
            with self.write() as connection:
                changed: set[str] = set()
                connection.info["changed"] = changed
                try:
                    yield connection
                finally:
                    del connection.info["changed"]
            with _told(), self._driver() as driver:
                driver.autocommit = True
                for name in sorted(changed):
                    driver.execute(f'VACUUM (FULL) "{name}"')

    def quick_check(self) -> bool:
        """Ask whether the server answers; it looks after its own files."""
        with self.reading() as connection:
            return bool(connection.exec_driver_sql("SELECT 1").fetchone() == (1,))

    def _opened(self) -> Reading:
        return ServerReading(self._reader(), again=self._reader)

    def _reader(self) -> Driver[Any]:
        driver = self._driver()
        driver.autocommit = True
        driver.execute("SET default_transaction_read_only = on")
        return driver

    def _connect(self) -> Engine:
        return connect(self._driver)


def leave(connection: Statements) -> None:
    """Mark the database as left: its data went on elsewhere, nobody may write here any more."""
    connection.exec_driver_sql(f"CREATE TABLE {_LEFT} ()")


def refuse_left(connection: Statements) -> None:
    """Raise UserError when the data were moved away: two places that go on are two offices."""
    row = connection.exec_driver_sql(f"SELECT to_regclass('{_LEFT}') IS NULL").fetchone()
    if row[0]:
        return
    raise UserError(
        _("Dữ liệu đã được chuyển khỏi máy chủ này."),
        safe=_("Dữ liệu trên máy chủ còn nguyên như lúc chuyển."),
        remedy=_("Hỏi người đã chuyển dữ liệu hiện ở đâu, rồi làm việc ở đó."),
        code="left",
    )


class ServerReading:
    """A psycopg connection under the names of our reading connections.

    ``again`` opens another one when the server ended this one between two questions: a server that
    was started anew is no reason to refuse anything. Within a transaction it is never asked.
    """

    def __init__(
        self, driver: Driver[Any], *, again: Callable[[], Driver[Any]] | None = None
    ) -> None:
        self._driver = driver
        self._again = again
        self._within = False

    def exec_driver_sql(self, statement: str, parameters: Sequence[Any] = (), /) -> Any:
        """Run a statement with ``?`` marks; the cursor gives rows as tuples."""
        said, values = _said(statement, parameters)
        return self._asked(said.encode(), values)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See the database as it is now until left."""
        self._asked(b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", ())
        self._within = True
        try:
            yield
        finally:
            self.rest()

    def rest(self) -> bool:
        """End what is still open; tell whether the connection can be used again."""
        self._within = False
        if self._driver.closed:
            return False
        if self._driver.info.transaction_status != pq.TransactionStatus.IDLE:
            with suppress(psycopg.Error):
                self._driver.rollback()
        return not self._driver.closed

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def _asked(self, statement: bytes, values: Sequence[Any]) -> Any:
        try:
            return self._driver.execute(statement, values)
        except psycopg.Error:
            if self._again is None or self._within or not self._driver.closed:
                raise
            self._driver = self._again()
            return self._driver.execute(statement, values)


def connect(driver: Callable[[], Driver[Any]]) -> Engine:
    """Make SQLAlchemy's engine for a server; ``?`` marks mean there what they mean on SQLite."""
    from sqlalchemy import create_engine, event

    engine = create_engine(
        "postgresql+psycopg://",
        creator=driver,
        hide_parameters=True,  # a fault goes to the log: what people typed must not go with it
        pool_pre_ping=True,
        use_native_hstore=False,
    )

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _marks(
        connection: Connection, cursor: Any, statement: str, values: Any, context: Any, many: bool
    ) -> tuple[str, Any]:
        if context is not None and context.compiled is not None:
            return statement, values
        if many and len(values) >= BY_COPY:
            context.by_copy = plain_insert(statement)
        changed = connection.info.get("changed")
        if changed is not None and (found := _CHANGING.match(statement)):
            changed.add(found[1])
        return (percent_marks(statement), values) if many else _said(statement, values)

    @event.listens_for(engine, "do_executemany")
    def _copied(cursor: Any, statement: str, values: Any, context: Any) -> bool:
        target = getattr(context, "by_copy", None)
        if target is None:
            return False
        copy_rows(cursor, target, values)
        return True

    return engine


def copy_rows(cursor: Any, target: tuple[str, str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows into some columns of a table by COPY, as ``dialect.plain_insert`` names them.

    What an INSERT says of conflicts needs a table between: COPY knows nothing of them.
    """
    table, names, conflict = target
    into = f'"{table}"'
    if conflict:
        into = '"pg_temp"."in_between"'
        cursor.execute(
            "CREATE TEMPORARY TABLE in_between ON COMMIT DROP AS "
            f'SELECT {names} FROM "{table}" WITH NO DATA'
        )
    # COPY writes all as texts, so numbers need no care there, and the driver's own way is quicker.
    cursor.adapters.register_dumper(int, psycopg.adapters.get_dumper(int, PyFormat.TEXT))
    with cursor.copy(f"COPY {into} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    if conflict:
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM {into} {conflict}')
        cursor.execute(f"DROP TABLE {into}")


def _said(statement: str, values: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    """Say a statement with ``?`` marks and its values as the driver takes them."""
    said, arrays = with_arrays(statement)
    if not arrays:
        return said, tuple(values)
    given: list[Any] = []
    last = 0
    for start, end in arrays:
        given += values[last:start]
        given.append(_array(values[start:end]))
        last = end
    return said, (*given, *values[last:])


def _array(values: Sequence[Any]) -> str | list[Any]:
    """Write texts as the server reads an array of them: the driver takes several times as long."""
    if any(type(value) is not str for value in values):
        return list(values)
    escaped = [value.replace("\\", r"\\").replace('"', r"\"") for value in values]
    return '{"' + '","'.join(escaped) + '"}'


def _driver(url: str, password: str) -> Driver[Any]:
    """Open a connection on which values travel as they do on SQLite."""
    driver = psycopg.connect(
        url,
        password=password or None,
        connect_timeout=10,
        application_name="Dan Van Desktop",
        client_encoding="utf8",
        keepalives_idle=60,
    )
    driver.adapters.register_dumper(int, _Number)
    driver.adapters.register_dumper(bool, _Tick)
    driver.adapters.register_loader("numeric", _Sum)
    return driver


class _Number(Int8Dumper):
    """A number that becomes a text where the column holds texts, as on SQLite."""

    oid = 0


class _Tick(Dumper):
    """A truth value as the number that our columns hold."""

    def dump(self, obj: bool) -> bytes:
        """Write 1 or 0."""
        return b"1" if obj else b"0"


class _Sum(Loader):
    """A sum of whole numbers is a whole number."""

    def load(self, data: Any) -> int | float:
        """Read what ``sum`` and ``avg`` give."""
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise in_words(error) from error


def in_words(error: Exception) -> Exception:
    """Turn what the server refuses into the clerk's sentence; leave everything else as it is."""
    cause = getattr(error, "orig", error)
    if not isinstance(cause, psycopg.Error):
        return error
    kept = _("Nội dung bạn gõ vẫn ở trên màn hình.")
    state = cause.sqlstate or ""
    if state in ("53100", "53200"):
        return UserError(
            _("Máy chủ dữ liệu hết chỗ nên chưa lưu được."),
            safe=kept,
            remedy=_("Báo người quản trị máy chủ rồi nhấn Lưu lại."),
            code="disk_full",
        )
    if state == "55P03":
        return UserError(
            _("Người khác đang ghi một việc lớn nên chưa lưu được."),
            safe=kept,
            remedy=_("Chờ một lát rồi nhấn Lưu lại."),
            code="locked",
        )
    if state in ("25006", "42501"):
        return UserError(
            _("Máy chủ dữ liệu không cho ghi."),
            safe=kept,
            remedy=_("Báo người quản trị máy chủ cấp quyền cho tài khoản của chương trình."),
            code="not_writable",
        )
    if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        return UserError(
            _("Không liên lạc được với máy chủ dữ liệu ({reason}).").format(reason=_first(cause)),
            safe=kept,
            remedy=_("Kiểm tra mạng, máy chủ, tài khoản và mật khẩu rồi thử lại."),
            code="server_unreachable",
        )
    return error


def _first(error: Exception) -> str:
    """Give the last line of what the server said: the others repeat where it was looked for."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
