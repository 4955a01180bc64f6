"""One program per book: a lock file, and a local socket by which a second start raises the first window."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

RAISE = b"raise\n"
ANSWER_MS = 1000


class Instance(QObject):
    """Whether this process is the one that has the book open."""

    raised = Signal()

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

    def raise_other(self) -> bool:
        """Ask the program that holds the book to show its window; False where it does not answer within a second."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(RAISE)
        return bool(socket.waitForBytesWritten(ANSWER_MS))

    def release(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _answer(self) -> None:
        connection = self._server.nextPendingConnection()
        connection.disconnected.connect(connection.deleteLater)
        self.raised.emit()
