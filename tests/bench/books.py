"""The books the bench runs on: made once for each size, and copied for each run, which writes into its copy alone."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from callbook.app import ready_book
from callbook.services.demo import fill_demo, read_material
from callbook.services.upkeep import copy_book
from callbook.system.paths import Paths, paths
from callbook.system.resources import texts

NOW = datetime(2026, 3, 4, 11, 10, tzinfo=UTC)  # a Wednesday, in the middle of a morning's calls
ZONE = ZoneInfo("Europe/London")
SEED = 1


def book_of(data: Path, prospects: int, calls: int) -> Paths:
    """A folder with a demonstration book of that size, written now unless an earlier run has written it."""
    made = data / f"{prospects}x{calls}"
    if not made.is_dir():
        part = made.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        fill(paths(part), prospects, calls)
        part.rename(made)
    return paths(made)


def fill(places: Paths, prospects: int, calls: int) -> None:
    material = read_material(texts("demo", ".json") | texts("scripts", ".json"))
    book = ready_book(places, NOW)
    try:
        fill_demo(book, material, prospects, calls, Random(SEED), now=NOW, zone=ZONE, progress=tell)
        book.settle()
    finally:
        book.close()
    print(file=sys.stderr)


def tell(done: int, total: int) -> None:
    print(f"\rwriting the book: {100 * done // max(1, total)} %", end="", file=sys.stderr, flush=True)


def copied(source: Paths, target: Path) -> Paths:
    """A folder of its own with a copy of the book."""
    shutil.rmtree(target, ignore_errors=True)
    places = paths(target)
    copy_book(source.book, places.book)
    return places
