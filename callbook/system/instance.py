"""One program per book: a lock file, and a local socket by which a second start raises the first window."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_MS = 1000
PATIENCE_MS = 3000  # for a message to be whole, once its sender is there
LONGEST = 64 * 1024  # bytes of a message


class Instance(QObject):
    """Whether this process is the one that has the book open.

    `raised` tells of a second start, `opened` of the files that it was given: a list of whole paths.
    """

    raised = Signal()
    opened = Signal(list)

    def __init__(self, lock: Path) -> None:
        super().__init__()
        self._lock = QLockFile(str(lock))
        # A name of fixed length: a socket's path may have 108 bytes at most.
        self._name = "callbook-" + hashlib.sha256(str(lock).encode()).hexdigest()[:24]
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._answer)

    def claim(self) -> bool:
        """Take the book for this process. False where another holds it; a dead process's lock is taken over."""
        if not self._lock.tryLock(100):
            return False
        QLocalServer.removeServer(self._name)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.listen(self._name)
        return True

    def is_held(self) -> bool:
        """After a claim in vain: whether another program holds the book. Else the lock could not be written."""
        return self._lock.error() is QLockFile.LockError.LockFailedError

    def raise_other(self, files: Sequence[Path] = ()) -> bool:
        """Ask the program that holds the book to show its window, and these files in it, by whole paths; False where
        it does not answer within a second."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(message(files))
        return bool(socket.waitForBytesWritten(ANSWER_MS))

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        while self._server.hasPendingConnections():
            reading = _Message(self._server.nextPendingConnection())
            reading.whole.connect(self._read)
            self.raised.emit()
            reading.look()

    def _read(self, line: bytes) -> None:
        files = files_in(line)
        if files:
            self.opened.emit(files)


class _Message(QObject):
    """One line from another start, read as it comes; nobody waits for it. It lives as long as its connection."""

    whole = Signal(bytes)

    def __init__(self, connection: QLocalSocket) -> None:
        super().__init__(connection)
        self._connection = connection
        self._line = b""
        connection.setReadBufferSize(LONGEST)
        connection.readyRead.connect(self.look)
        connection.disconnected.connect(connection.deleteLater)
        QTimer.singleShot(PATIENCE_MS, self, connection.abort)

    def look(self) -> None:
        """Take what has come. A line that is whole is told, once; one that gets too long is not read on."""
        self._line += bytes(self._connection.readAll().data())
        line, end, _ = self._line.partition(b"\n")
        if not end and len(self._line) <= LONGEST:
            return
        self._connection.readyRead.disconnect(self.look)
        if len(line) <= LONGEST:
            self.whole.emit(line)
        self._connection.abort()


def message(files: Sequence[Path]) -> bytes:
    """One line: the files' paths as a JSON list, as many of them as a message may hold."""
    told = [str(path) for path in files]
    while len(line := json.dumps(told).encode("utf-8")) > LONGEST:
        told = told[: len(told) // 2]
    return line + b"\n"


def files_in(line: bytes) -> list[Path]:
    """The files that a message names; [] where it is no list of whole paths."""
    try:
        told = json.loads(line.decode("utf-8"))
    except (ValueError, RecursionError):
        return []
    if not isinstance(told, list) or not all(isinstance(one, str) for one in told):
        return []
    files = [Path(one) for one in told if "\0" not in one]
    return [path for path in files if path.is_absolute()]
