"""Where things lie on this machine: the book, its backups, settings and logs."""

from dataclasses import dataclass
from pathlib import Path

import appdirs

BOOK_NAME = "callbook.book"


@dataclass(frozen=True, slots=True)
class Paths:
    """All paths of one book's folder; nothing else on the machine is touched."""

    folder: Path

    @property
    def book(self) -> Path:
        return self.folder / BOOK_NAME

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def settings(self) -> Path:
        return self.folder / "settings.ini"

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    @property
    def lock(self) -> Path:
        return self.folder / "callbook.lock"


def paths(data: Path | None = None) -> Paths:
    """The paths under `data`, or under the user's own data directory; the folder is made, readable by its owner."""
    folder = data if data is not None else Path(appdirs.user_data_dir("Callbook", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Resolved after it exists: only then does Windows spell a short 8.3 name out.
    return Paths(folder.resolve())
