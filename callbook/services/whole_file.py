"""Files that are whole or not there: written under another name beside their place, then put there."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from callbook.domain.errors import UserError

FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
NO_ROOM = ("The disk is full.", "Free some space or choose another disk; what was there before is as it was.")
NO_PLACE = ("No file can be written there.", "Choose a folder that is there and in which you may write.")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write what shall stand at `path`; with any error what stood there stays as it was.

    Only its owner may read it, unless a file that it takes the place of said otherwise. A link stays one, to the new
    file. UserError where the folder cannot be written or the disk is full.
    """
    try:
        target = path.resolve()
        if target.is_dir():
            raise UserError(*NO_PLACE)
        handle, name = mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".partial")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(handle)
            put_in_place(Path(name), target)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise UserError(*(NO_ROOM if error.errno in FULL else NO_PLACE)) from error


def put_in_place(partial: Path, target: Path) -> None:
    if target.exists():
        partial.chmod(target.stat().st_mode & 0o777)
    partial.replace(target)
