"""The program's log and crash traces, in a file of their own: they hold no names, numbers or notes."""

import faulthandler
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def start_logs(folder: Path) -> TextIO:
    """Log to callbook.log and trace crashes of the interpreter to crash.log in `folder`.

    Answers with the open crash file, which must live as long as the program.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "callbook.log", maxBytes=500_000, backupCount=2, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger("callbook")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    # A windowed build has no stderr, so the traces of a hard crash need a real file.
    crashes = (folder / "crash.log").open("a", encoding="utf-8")
    faulthandler.enable(crashes)
    return crashes


def error_report(kind: type[BaseException], error: BaseException, trace: str, version: str) -> str:
    """What a bug's dialog offers to copy: where it happened and in which versions.

    Only the error's type and the lines of our code: its message may quote what somebody typed.
    """
    python = ".".join(map(str, sys.version_info[:3]))
    return f"Callbook {version}, Python {python}, {sys.platform}\n{kind.__module__}.{kind.__qualname__}\n{trace}"
