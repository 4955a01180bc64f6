"""Measures the real window beside its floor in the same run: python -m tests.bench --prospects N --calls M."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import qVersion

from callbook.storage.engine import sqlite_version
from tests.bench.books import book_of, copied
from tests.bench.insights import measure_insights
from tests.bench.report import table
from tests.bench.start import measure_start
from tests.bench.window import driven, measure_window


def main() -> None:
    asked = arguments()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    kept = book_of(asked.data, asked.prospects, asked.calls)
    places = copied(kept, asked.data / "copy")
    size = places.book.stat().st_size / 1024**2
    print(f"{asked.prospects} prospects, {asked.calls} calls, {size:.0f} MB")
    print(f"Qt {qVersion()}, SQLite {'.'.join(map(str, sqlite_version()))}, Python {sys.version.split()[0]}")
    rows = measure_start(places.folder, asked.starts)
    rows += measure_window(places, asked.runs)
    with driven(places) as window:
        rows += measure_insights(window, min(asked.runs, 5))
    print(table(rows))


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser("python -m tests.bench", description=__doc__)
    made.add_argument("--prospects", type=int, default=100_000)
    made.add_argument("--calls", type=int, default=1_000_000)
    made.add_argument("--starts", type=int, default=5, metavar="N", help="how often to start the program")
    made.add_argument("--runs", type=int, default=30, metavar="N", help="how often to search, select and save")
    made.add_argument(
        "--data",
        type=Path,
        default=Path(tempfile.gettempdir()) / "callbook-bench",
        metavar="DIR",
        help="where the books are kept from run to run",
    )
    return made.parse_args()


if __name__ == "__main__":
    main()
