"""Importing a list beside its floor in the same run: python -m tests.bench.importing --rows N.

The floor is what the csv module and one executemany for each table and the text index need for the same rows, without
looking for duplicates, without checksums and without a way back.
"""

import argparse
import csv
import gc
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any
from uuid import uuid4

from callbook.app import ready_book
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.services.exchange import plan_import
from callbook.services.importing import import_in_pieces
from callbook.storage.book import Book
from callbook.storage.records import MAPS
from callbook.system.garbage import collect_if_due
from callbook.system.paths import paths
from tests.bench.books import NOW, SEED
from tests.bench.report import Measured, table

TITLES = ("Company", "First name", "Last name", "Phone", "Email", "Address", "City", "Postcode", "Notes")
TEXT = "INSERT INTO prospect_text(rowid, name, people, numbers, rest) VALUES (?, ?, ?, ?, ?)"


def main() -> None:
    asked = arguments()
    if asked.only:
        print(*{"import": measure_import, "floor": measure_floor}[asked.only](a_list(asked.rows)))
        return
    found: dict[str, list[tuple[float, float]]] = {"import": [], "floor": []}
    for _ in range(asked.runs):
        for kind, measured in found.items():
            measured.append(in_a_process(kind, asked.rows))
    ours, floor = ([seconds * 1000 for seconds, _ in found[kind]] for kind in found)
    room = [[megabytes for _, megabytes in found[kind]] for kind in found]
    what = "csv and one executemany a table"
    memory = Measured("memory at its peak", "MB", room[0], room[1], what)
    print(table([Measured("import", "ms", ours, floor, what), memory]))


def in_a_process(kind: str, rows: int) -> tuple[float, float]:
    """Seconds and megabytes of one run in a process of its own: the memory of one is not that of the other."""
    command = [sys.executable, "-m", "tests.bench.importing", "--rows", str(rows), "--only", kind]
    seconds, megabytes = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(seconds), float(megabytes)


def a_list(rows: int) -> bytes:
    random, text = Random(SEED), io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(TITLES)
    for at in range(rows):
        number = f"020 {random.randrange(1000, 9999)} {random.randrange(1000, 9999)}"
        place = (f"{at % 200} High Street", random.choice(("Leeds", "York", "Bath")), f"LS{at % 20} {at % 9}AB")
        person = (f"First{at % 997}", f"Last{at % 4999}", number, f"p{at}@firm{at}.example")
        writer.writerow([f"Firm {at} {random.choice(('Ltd', 'Dental', 'Bakery'))}", *person, *place, "met at the fair"])
    return text.getvalue().encode()


def measured(write: Callable[[Book], object]) -> tuple[float, float]:
    gc.disable()  # as the program has it: collected by its own timer
    with (
        tempfile.TemporaryDirectory(prefix="callbook-bench-") as folder,
        closing(ready_book(paths(Path(folder)), NOW)) as book,
    ):
        begun = time.perf_counter()
        write(book)
        return time.perf_counter() - begun, peak_mb()


def peak_mb() -> float:
    """The most memory this process has held."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10  # bytes there, kilobytes elsewhere


def measure_import(data: bytes) -> tuple[float, float]:
    def write(book: Book) -> None:
        for _ in import_in_pieces(book, plan_import(book, data, "list.csv"), now=NOW):
            collect_if_due()

    return measured(write)


def measure_floor(data: bytes) -> tuple[float, float]:
    def write(book: Book) -> None:
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))[1:]
        connection = book.connection
        connection.execute("BEGIN IMMEDIATE")
        for record, plain in ((Prospect, prospect), (Contact, contact), (Phone, phone)):
            maps = MAPS[record]
            connection.executemany(
                maps.insert,
                [(*filled(maps.columns, plain(at, row)), 1) for at, row in enumerate(rows, 1)],
            )
        connection.executemany(TEXT, (words(at, row) for at, row in enumerate(rows, 1)))
        connection.execute("COMMIT")

    return measured(write)


def words(at: int, row: list[str]) -> tuple[int, str, str, str, str]:
    return at, row[0], f"{row[1]} {row[2]} {row[4]}", row[3], " ".join(row[5:])


def filled(columns: tuple[str, ...], values: dict[str, Any]) -> tuple[Any, ...]:
    nothing = {"deleted_at", "referred_by", "do_not_call_at", "last_call_at", "next_due", "wrong_at", "contact_id"}
    numbers = {"tries", "position"}
    return tuple(values.get(name, None if name in nothing else 0 if name in numbers else "") for name in columns)


def prospect(at: int, row: list[str]) -> dict[str, Any]:
    place = {"address": row[5], "city": row[6], "postcode": row[7], "country": "GB", "notes": row[8]}
    said = {"created_at": "2026-03-04T11:10:00Z", "name": row[0], "stage": "new"}
    return {"id": at, "uuid": uuid4().hex, **said, **place}


def contact(at: int, row: list[str]) -> dict[str, Any]:
    said = {"name": f"{row[1]} {row[2]}", "email": row[4], "role": "unknown"}
    return {"id": at, "uuid": uuid4().hex, "prospect_id": at, **said}


def phone(at: int, row: list[str]) -> dict[str, Any]:
    return {"id": at, "uuid": uuid4().hex, "prospect_id": at, "typed": row[3]}


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser("python -m tests.bench.importing", description=__doc__)
    made.add_argument("--rows", type=int, default=100_000)
    made.add_argument("--runs", type=int, default=3)
    made.add_argument("--only", choices=("import", "floor"), help="one run of one of the two, in this process")
    return made.parse_args()


if __name__ == "__main__":
    main()
