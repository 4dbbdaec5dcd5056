"""One window per data folder: a second start raises the first and hands over its files.

A lock file decides who is first; a local socket carries the files. Both belong to one user, and
their name comes from the data folder, so two folders may be open at once.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING
from zlib import adler32, crc32

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from ui.farewell import delete_later

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 2000
LISTEN_AFTER_MS = 300
LIMIT = 64 * 1024
"""Largest message taken from another start, in bytes."""


class SingleInstance(QObject):
    """``first`` tells whether this start may open the window; ``asked`` brings files of others."""

    asked = Signal(list)

    def __init__(self, data_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        place = str(data_folder.resolve()).encode("utf-8")
        # A check sum tells folders apart well enough, without what a real hash must import.
        self._name = f"danvan-{crc32(place):08x}{adler32(place):08x}"
        self._lock = QLockFile(str(Path(gettempdir()) / f"{self._name}.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None
        self.first = self._lock.tryLock(0)
        if self.first:
            # After the window and its first page, for which QtNetwork is not needed.
            QTimer.singleShot(LISTEN_AFTER_MS, self, self._listen)

    def hand_over(self, files: Sequence[str] = ()) -> bool:
        """Ask the first start to come forward and open files; False when it does not answer."""
        from PySide6.QtCore import QDeadlineTimer, QThread
        from PySide6.QtNetwork import QLocalSocket

        socket, wait = QLocalSocket(), QDeadlineTimer(WAIT_MS)
        socket.connectToServer(self._name)
        while not socket.waitForConnected(WAIT_MS):
            if wait.hasExpired():
                return False
            QThread.msleep(50)  # the first start listens only after it has painted
            socket.connectToServer(self._name)
        socket.write(json.dumps(list(files)).encode("utf-8") + b"\n")
        sent = socket.waitForBytesWritten(WAIT_MS)
        socket.disconnectFromServer()
        return sent

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self.first:
            self._lock.unlock()

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)  # left behind by a start that was killed
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._server.listen(self._name)

    def _accept(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.readyRead.connect(lambda s=socket: self._read(s))
            if socket.bytesAvailable():
                self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > LIMIT:
                socket.abort()
            return
        try:
            files = json.loads(bytes(socket.readLine(LIMIT).data()))
        except ValueError:
            files = []
        socket.readyRead.disconnect()  # no slot of ours may be called while it is deleted
        socket.close()
        delete_later(socket)
        self.asked.emit([str(name) for name in files] if isinstance(files, list) else [])
