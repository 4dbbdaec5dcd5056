"""What an office remembers of its exchange with the province, kept in its own database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from danvan_desktop.bundles.protocol import Epoch, Seen, Sender
from danvan_desktop.organisation.books import Books
from danvan_desktop.storage.connections import Statements
from danvan_desktop.storage.counters import counter

EPOCH, EPOCH_BEFORE, KNOWN = "epoch", "epoch_before", "sync_sender"
"""Settings: this life of the database, the one it was restored from, what receipts said."""

MOST_SENT = 1_000
"""So many of the last states that were sent are kept; a receipt for an older one is for nobody."""


def sender(books: Books, office: str) -> Sender:
    """Read the office's side of the exchange; a database that was restored gets a new epoch."""
    own_epoch(books)
    with books.database.reading() as connection:
        return _read(connection, office)


def remember(books: Books, known: Sender) -> None:
    """Keep the office's side as it is now: a new epoch has begun."""
    with books.database.write() as connection:
        _keep(connection, known)


def change(
    books: Books, office: str, turn: Callable[[Sender, int], Sender]
) -> tuple[Sender, Sender]:
    """Change the office's side in one transaction; returns it as it was and as it is.

    ``turn`` also gets the number of the last change.
    """
    own_epoch(books)
    with books.database.write() as connection:
        before = _read(connection, office)
        after = turn(before, counter(connection, "seq"))
        if after is not before:
            _keep(connection, after)
    return before, after


def epoch_in(connection: Statements) -> Epoch:
    """Read this life of the database in an open transaction; ``own_epoch`` was asked before."""
    return Epoch.parse(_setting(connection, EPOCH) or "")


def begin_epoch(connection: Statements, epoch: Epoch) -> None:
    """Begin another life of the database in an open transaction."""
    _set(connection, EPOCH, str(epoch))


def own_epoch(books: Books) -> Epoch:
    """Name this life of the database; made once, and anew when a backup was restored."""
    with books.database.write() as connection:
        written = _setting(connection, EPOCH)
        if written:
            return Epoch.parse(written)
        before = _setting(connection, EPOCH_BEFORE)
        first = Epoch(0, books.new_id())
        epoch = (Epoch.parse(before) if before else first).next(
            name=books.new_id(), hint=seconds(books) if before else 0
        )
        _set(connection, EPOCH, str(epoch))
    return epoch


def seconds(books: Books) -> int:
    """Give the clock as a hint for the number of a new epoch."""
    return int(datetime.fromisoformat(books.clock.now()).timestamp())


# --- private


def _read(connection: Statements, office: str) -> Sender:
    epoch = epoch_in(connection)
    known = json.loads(_setting(connection, KNOWN) or "{}")
    if known.get("epoch") != str(epoch):
        return Sender(office, epoch, seen=_seen(known.get("seen")))
    fence = known.get("fence")
    return Sender(
        office,
        epoch,
        acknowledged=int(known["acknowledged"]),
        seen=_seen(known.get("seen")),
        fence=Epoch.parse(fence) if fence else None,
        sent=frozenset((int(high), str(state)) for high, state in known.get("sent", ())),
    )


def _keep(connection: Statements, known: Sender) -> None:
    text = json.dumps(
        {
            "epoch": str(known.epoch),
            "acknowledged": known.acknowledged,
            "seen": [str(known.seen.epoch), known.seen.number] if known.seen else None,
            "fence": str(known.fence) if known.fence else None,
            "sent": sorted(known.sent)[-MOST_SENT:],
        }
    )
    _set(connection, EPOCH, str(known.epoch))
    _set(connection, KNOWN, text)


def _seen(written: Any) -> Seen | None:
    return Seen(Epoch.parse(written[0]), int(written[1])) if written else None


def _setting(connection: Statements, name: str) -> str | None:
    row = connection.exec_driver_sql("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row and row[0] else None


def _set(connection: Statements, name: str, value: str) -> None:
    connection.exec_driver_sql(
        "INSERT INTO setting (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
