"""Where things lie on this machine: the book, its backups, settings and logs."""

from dataclasses import dataclass
from pathlib import Path

import appdirs

BOOK_NAME = "callbook.book"
BESIDE = "book"


@dataclass(frozen=True, slots=True)
class Paths:
    """All paths of one book's folder; nothing else on the machine is touched.

    `beside_program` says that a packaged program carries the folder about with it.
    """

    folder: Path
    beside_program: bool = False

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


def paths(data: Path | None = None, beside_program: bool = False) -> Paths:
    """The paths under `data`, or under the user's own data directory; the folder is made, readable by its owner.
    OSError where it cannot be."""
    folder = data if data is not None else Path(appdirs.user_data_dir("Callbook", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Resolved after it exists: only then does Windows spell a short 8.3 name out.
    return Paths(folder.resolve(), beside_program)


def folder_beside(executable: Path, packaged: bool) -> Path | None:
    """The folder `book` beside a packaged program, where somebody made one: everything is kept there then, and can be
    carried about on a stick. None where there is none, and for a program that runs from source.

    On macOS it lies beside the bundle that the program is in. A link that leads nowhere counts too: what it led to is
    missed, and not to be begun anew elsewhere.
    """
    if not packaged:
        return None
    program = executable.resolve()
    inside = program.parent.name == "MacOS" and program.parents[1].name == "Contents"
    folder = (program.parents[2] if inside else program).parent / BESIDE
    return folder if folder.is_dir() or folder.is_symlink() else None
