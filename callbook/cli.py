"""The command line: the same services without a window. Heavy things are imported by the command that needs them.

Exit codes: 0 done; 1 done with something left out, or a check that failed; 2 wrong usage; 3 the book is open elsewhere.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from callbook import __version__
from callbook.domain.errors import CallbookError
from callbook.system.paths import Paths, folder_beside, paths

if TYPE_CHECKING:
    from callbook.domain.weeks import Week
    from callbook.services.call_logs import CallLogPlan
    from callbook.services.exchange import ImportPlan, Reading
    from callbook.services.export import Exported
    from callbook.storage.book import Book

DONE, LEFT_OUT, WRONG_USE, OPEN_ELSEWHERE = 0, 1, 2, 3
COMMANDS = {"import", "export", "report", "check", "backup", "demo", "screenshots"}
READING = {"check", "backup", "export", "report"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run Callbook as from a shell; answers with the exit code."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        asked = asked_with_files(words) if names_files(words) else parser().parse_args(words)
        data = asked.data_after or asked.data
        if asked.command is None:
            return window(asked, data)
        if asked.command in READING and data is not None and not data.exists():
            return say_no_book()  # and make no folder where one was only misspelt
        return int(asked.run(asked, places_of(data)))
    except CallbookError as error:
        print(f"{error.sentence} {error.next_step}".strip(), file=sys.stderr)
        return LEFT_OUT
    except OSError as error:
        print(f"{error.filename or 'A file'}: {error.strerror}.", file=sys.stderr)
        return LEFT_OUT


def names_files(words: Sequence[str]) -> bool:
    """Whether a file manager's "open with" or a shell names files to be shown in the window: the first word that is no
    option is no command, and looks like a path or lies here."""
    if "--" in words:  # after which nothing is an option or a command
        return True
    peek = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    peek.add_argument("--data")
    try:
        _, rest = peek.parse_known_args(words)
    except argparse.ArgumentError:  # wrong use, of which the parser itself will tell
        return False
    first = next((word for word in rest if not word.startswith("-")), "")
    if not first or first in COMMANDS:
        return False
    return any(sign in first for sign in ("/", os.sep)) or bool(Path(first).suffix) or Path(first).is_file()


def asked_with_files(words: Sequence[str]) -> argparse.Namespace:
    """The options and files among the words; whatever follows "--" is a file, even if it begins with a dash."""
    end = words.index("--") if "--" in words else len(words)
    asked = file_parser().parse_intermixed_args(words[:end])
    asked.files += map(Path, words[end + 1 :])
    return asked


def places_of(data: Path | None) -> Paths:
    """Where the book lies: in the folder that was named, else beside a packaged program that has one, else in the
    user's own. StorageError where it cannot be made."""
    beside = None if data else folder_beside(Path(sys.executable), getattr(sys, "frozen", False))
    return made(data or beside, beside is not None)


def made(folder: Path | None, beside_program: bool) -> Paths:
    from callbook.storage.opening import unwritable

    try:
        return paths(folder, beside_program)
    except OSError as error:
        raise unwritable(folder or Path(error.filename or "~"), beside_program) from error


def options() -> argparse.ArgumentParser:
    """What may be said with a command, with files, or with neither."""
    made = argparse.ArgumentParser(
        "callbook",
        usage="callbook [--data DIR] [--demo] [FILE ...] or callbook [--data DIR] COMMAND ...",
        description="A call log for people who sell their own work.",
        epilog="callbook FILE opens the window and shows what the file would become.",
    )
    made.add_argument("--version", action="version", version=f"Callbook {__version__}")
    made.add_argument("--data", type=Path, metavar="DIR", help="where the book and the settings lie")
    made.add_argument("--demo", action="store_true", help="open a demonstration book beside your own")
    made.add_argument("--self-test", action="store_true", help="open a window on a new book, log a call, find it")
    made.set_defaults(command=None, data_after=None)
    return made


def file_parser() -> argparse.ArgumentParser:
    made = options()
    made.add_argument("files", type=Path, nargs="*", metavar="FILE", help="shown in the window, to be imported")
    return made


def parser() -> argparse.ArgumentParser:
    made = options()
    made.set_defaults(files=[])
    commands = made.add_subparsers(metavar="COMMAND")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", type=Path, dest="data_after", metavar="DIR", help="where the book lies")

    def command(name: str, run: object, words: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, parents=[common], help=words, description=words)
        found.set_defaults(command=name, run=run)
        return found

    adding = command("import", import_file, "bring in a table (CSV and its relatives, a workbook) or contact cards")
    adding.add_argument("file", type=Path)
    adding.add_argument("--preview", action="store_true", help="say what would happen, and write nothing")
    adding.add_argument("--json", action="store_true", help="say it as one JSON object, for scripts")
    adding.add_argument("--strangers", action="store_true", help="of a call log: make prospects of unknown numbers")
    add_export_words(command("export", export_file, "write prospects, calls, contacts, dates or everything to a file"))
    add_report_words(command("report", report_file, "print a week, or a sheet to take along on visits"))
    command("check", check, "read every row of the book and say what is wrong with it")
    command("backup", backup, "write a verified backup beside the book")
    demo = command("demo", make_demo, "write a plausible book of any size into a folder")
    demo.add_argument("folder", type=Path)
    demo.add_argument("--prospects", type=whole_number, default=400)
    demo.add_argument("--calls", type=whole_number, default=4000)
    demo.add_argument("--seed", type=int, default=1)
    tour = command("screenshots", screenshots, "draw every screen in both themes, on a machine without a screen too")
    tour.add_argument("out", type=Path)
    tour.add_argument("--size", type=window_size, default=(1320, 840), metavar="WxH")
    return made


def add_export_words(leaving: argparse.ArgumentParser) -> None:
    leaving.add_argument(
        "file",
        type=file_to_write,
        help="what it becomes follows from its ending: .csv and .xlsx tables, .vcf contacts, .ics next actions and "
        "meetings, .json the complete book",
    )
    leaving.add_argument("--view", metavar="NAME", help="only the prospects of this view; else everything")
    leaving.add_argument("--calls", action="store_true", help="with .csv: a row a call instead of a row a prospect")
    leaving.add_argument("--vcard", choices=("3.0", "4.0"), help="with .vcf: the version, else 3.0")
    leaving.add_argument("--force", action="store_true", help="replace a file that is there already")
    leaving.set_defaults(refuse=leaving.error)


def add_report_words(printing: argparse.ArgumentParser) -> None:
    printing.add_argument("file", type=page_to_write, help="a .pdf or .html file")
    which = printing.add_mutually_exclusive_group()
    which.add_argument("--week", type=week_named, metavar="YEAR-WEEK", help="an ISO week, else the last whole one")
    visits = "a visit sheet instead: today's visits, or those of a city"
    which.add_argument("--visits", type=something, metavar="WHICH", help=visits)
    printing.add_argument("--force", action="store_true", help="replace a file that is there already")


def something(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("must not be blank")
    return text


def page_to_write(text: str) -> Path:
    from callbook.ui.printed.file import kind_of

    try:
        kind_of(Path(text))
    except CallbookError as error:
        raise argparse.ArgumentTypeError(f"{error.sentence} {error.next_step}") from error
    return Path(text)


def week_named(text: str) -> "Week":
    from callbook.domain.weeks import read_week

    try:
        return read_week(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} names no week: 2026-47 does") from error


def file_to_write(text: str) -> Path:
    from callbook.services.export import format_of

    try:
        format_of(Path(text))
    except CallbookError as error:
        raise argparse.ArgumentTypeError(f"{error.sentence} {error.next_step}") from error
    return Path(text)


def window_size(text: str) -> tuple[int, int]:
    """Logical pixels, as "1280x720"; ValueError for anything else or beyond use."""
    width, height = (int(number) for number in text.split("x"))
    if not (320 <= width <= 7680 and 240 <= height <= 4320):
        raise argparse.ArgumentTypeError("must lie between 320x240 and 7680x4320")
    return width, height


def whole_number(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def window(asked: argparse.Namespace, data: Path | None) -> int:
    if asked.self_test:
        use_offscreen_without_display()
        from callbook.self_test import self_test

        return self_test()
    if not has_display():
        print("There is no display to open a window on. `callbook screenshots OUT` draws the screens without one.")
        return LEFT_OUT
    from callbook.app import refuse, run

    try:
        places = places_for_window(data, asked.demo)
    except CallbookError as error:
        return refuse(error, sys.argv[:1])
    return run(places, sys.argv[:1], [path.absolute() for path in asked.files])


def places_for_window(data: Path | None, demo: bool) -> Paths:
    from callbook.storage.opening import refuse_unwritable

    places = places_of(data)
    refuse_unwritable(places.folder, places.beside_program)
    if demo:
        places = made(places.folder / "demonstration", places.beside_program)
        if not places.book.exists():
            write_demo(places, 400, 4000, 1)
    return places


def import_file(asked: argparse.Namespace, places: Paths) -> int:
    if asked.file.suffix.lower() == ".json":
        return bring_back(asked, places)
    from callbook.app import ready_book
    from callbook.services.exchange import Choices, bytes_of, planned, read_file
    from callbook.services.importing import run_import
    from callbook.system.clock import local_zone, utc_now

    try:
        data = bytes_of(asked.file)
    except CallbookError as error:
        print(f"{asked.file}: {error.sentence} {error.next_step}", file=sys.stderr)
        return LEFT_OUT
    reading = read_file(data, Choices())
    with claimed(places) as free, TemporaryDirectory(prefix="callbook-preview-") as nowhere:
        if not free:
            return say_open()
        kept = places.book.exists() or not asked.preview
        book = ready_book(places if kept else paths(Path(nowhere)), utc_now(), say_migrated)
        try:
            if reading.log is not None:
                return import_log(asked, book, reading)
            plan = planned(book, reading, asked.file.name, Choices(), local_zone())
            if asked.json:
                print(json.dumps(counted(plan)))
            else:
                say_plan(plan)
            if not asked.preview:
                run_import(book, plan, now=utc_now())
            elif not asked.json:
                print("Nothing was written.")
        finally:
            book.close()
    return LEFT_OUT if plan.left_out else DONE


def import_log(asked: argparse.Namespace, book: "Book", log: "Reading") -> int:
    """A call log into the book: calls of the prospects whose numbers match, and of strangers where they are asked
    for."""
    from callbook.services.call_log_writing import run_call_log
    from callbook.services.call_logs import LogChoices, plan_log
    from callbook.system.clock import local_zone, utc_now

    now, zone = utc_now(), local_zone()
    plan = plan_log(book, log, asked.file.name, zone, LogChoices(strangers=asked.strangers), now=now)
    if asked.json:
        print(json.dumps(counted_calls(plan)))
    else:
        say_log(plan)
    if not asked.preview:
        run_call_log(book, plan, zone, now=now)
    elif not asked.json:
        print("Nothing was written.")
    return LEFT_OUT if plan.left_out else DONE


def counted_calls(plan: "CallLogPlan") -> dict[str, object]:
    """What becomes of a call log, for scripts, as `counted` has it for a list; a log updates nothing."""
    left_out = [{"line": one.call.line, "reason": str(one.reason or "")} for one in plan.left_out]
    numbers = {"read": plan.read, "new": plan.new, "updated": 0, "same": plan.same}
    return {**numbers, "doubtful": plan.doubtful, "left_out": left_out}


def say_log(plan: "CallLogPlan") -> None:
    print(f"A call log, {plan.read} rows read: {plan.new} calls new, {plan.same} logged already.")
    if plan.doubtful:
        print(f"{plan.doubtful} more are doubtful: they come in with a note that says why.")
    open_ended = sum(one.outcome is None for one in plan.written)
    if open_ended:
        print(f"{open_ended} of them without an outcome, which Unfinished in the window shows.")
    for one in plan.left_out:
        print(f"line {one.call.line} is left out: {str(one.reason or '').replace('_', ' ')}")


def counted(plan: "ImportPlan") -> dict[str, object]:
    """What becomes of a file, for scripts: the numbers and the length of "left_out" add up to "read"."""
    left_out = [{"line": one.line, "reason": one.reason.value} for one in plan.left_out]
    numbers = {"read": plan.read, "new": plan.new, "updated": plan.updated, "same": plan.same}
    return {**numbers, "doubtful": plan.doubtful, "left_out": left_out}


def say_plan(plan: "ImportPlan") -> None:
    print(f"{plan.read} rows read: {plan.new} new, {plan.same} already there.")
    if plan.updated:
        print(f"{plan.updated} more add to prospects that are there; nothing of these is changed.")
    if plan.doubtful:
        print(f'{plan.doubtful} more are doubtful: they come in with the tag "doubtful".')
    if plan.do_not_call:
        print(f"{plan.do_not_call} of them asked not to be called, or carry a number that did, and stay so.")
    table = plan.reading.table
    for line in table.strays if table is not None else ():
        print(f"line {line} has letters of another encoding")
    for one in plan.left_out:
        print(f"line {one.line} is left out: {one.reason.value}")
    for name, field in zip(plan.names, plan.fields, strict=False):
        print(f"  {name or '(no name)'} -> {field.replace('_', ' ') or 'notes'}")


def bring_back(asked: argparse.Namespace, places: Paths) -> int:
    """A complete book into an empty one. What a new book ships with gives way, behind a backup."""
    from callbook.app import ready_book
    from callbook.domain.errors import UserError
    from callbook.services import upkeep, whole_book
    from callbook.system.clock import utc_now

    if asked.preview:
        raise UserError("A complete book has no preview.", "Import it into an empty folder: callbook --data DIR.")
    with claimed(places) as free:
        if not free:
            return say_open()
        book = ready_book(places, utc_now(), say_migrated)
        try:
            keep = partial(upkeep.backup, places.book, places.backups)
            whole_book.bring_back(book, asked.file, keep, now=utc_now())
            print(f"{whole_book.row_count(book)} rows brought back.")
        finally:
            book.close()
    return DONE


def export_file(asked: argparse.Namespace, places: Paths) -> int:
    from callbook.services.export import Wanted, export, format_of, listing_named
    from callbook.system.clock import local_zone, utc_now

    kind = format_of(asked.file)
    refuse_what_does_not_go_together(asked, kind)
    if not places.book.exists():
        return say_no_book()
    if asked.file.exists() and not asked.force:
        return say_there()
    if not brought_up_to_date(places):
        return say_open()
    listing = None if asked.view is None else listing_named(places.book, asked.view)
    wanted = Wanted(kind, listing, calls=asked.calls, version=asked.vcard or "3.0")
    made = export(places.book, asked.file, wanted, now=utc_now(), zone=local_zone())
    print(f"{made.path}: {told_of(made)}.")
    return DONE


def refuse_what_does_not_go_together(asked: argparse.Namespace, kind: str) -> None:
    if asked.calls and kind != "csv":
        asked.refuse("--calls goes with .csv; .xlsx has a sheet of calls anyway.")
    if asked.vcard and kind != "vcf":
        asked.refuse("--vcard goes with .vcf.")
    if asked.view is not None and kind == "json":
        asked.refuse("--view does not go with .json, which is the complete book.")


def told_of(made: "Exported") -> str:
    if made.format == "json":
        return f"the complete book, {made.rows} rows"
    what = "next action" if made.format == "ics" else "prospect"
    counts = ((made.rows, what), (made.calls, "call"))
    said = [f"{number} {word if number == 1 else f'{word}s'}" for number, word in counts if number]
    return ", ".join(said) or "no calls"


def report_file(asked: argparse.Namespace, places: Paths) -> int:
    if not places.book.exists():
        return say_no_book()
    if asked.file.exists() and not asked.force:
        return say_there()
    if not brought_up_to_date(places):
        return say_open()
    if sys.platform.startswith("linux"):  # letters are measured without a screen
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from callbook.app import application
    from callbook.system.clock import local_zone, utc_now
    from callbook.ui.printed import report

    app = application(sys.argv[:1])  # has to be there as long as letters are
    made = report.report(places.book, asked.week, asked.visits, now=utc_now(), zone=local_zone())
    report.write_printed(made.printed, asked.file)
    del app
    print(f"{asked.file}: {made.told}.")
    return LEFT_OUT if made.left_out else DONE


def brought_up_to_date(places: Paths) -> bool:
    """Have a book of an older schema migrated, behind a backup; False where a window keeps it from that."""
    from callbook.services.export import is_older

    if not is_older(places.book):
        return True
    from callbook.app import ready_book
    from callbook.system.clock import utc_now

    with claimed(places) as free:
        if free:
            ready_book(places, utc_now(), say_migrated).close()
    return free


def check(asked: argparse.Namespace, places: Paths) -> int:
    from callbook.services import upkeep

    if not places.book.exists():
        return say_no_book()
    found = upkeep.check(places.book)
    for finding in found:
        print(f"{finding.table}: {finding.rows} {finding.what}")
    if not found:
        print("The book is sound.")
    return LEFT_OUT if found else DONE


def backup(asked: argparse.Namespace, places: Paths) -> int:
    from callbook.services import upkeep
    from callbook.system.clock import utc_now

    if not places.book.exists():
        return say_no_book()
    made = upkeep.backup(places.book, places.backups, utc_now())
    print(made.path)
    return DONE


def make_demo(asked: argparse.Namespace, places: Paths) -> int:
    if asked.calls and not asked.prospects:
        print("Calls need somebody to be with: ask for one prospect at least.", file=sys.stderr)
        return WRONG_USE
    folder = paths(asked.folder)
    if folder.book.exists():
        print("There is a book in this folder already; it was left as it is. Name another folder.", file=sys.stderr)
        return LEFT_OUT
    write_demo(folder, asked.prospects, asked.calls, asked.seed)
    print(f"{asked.prospects} prospects and {asked.calls} calls. Open them with: callbook --data {asked.folder}")
    return DONE


def write_demo(places: Paths, prospects: int, calls: int, seed: int) -> None:
    from random import Random

    from callbook.app import ready_book
    from callbook.services.demo import fill_demo, read_material
    from callbook.system import resources
    from callbook.system.clock import local_zone, utc_now

    now = utc_now()
    book = ready_book(places, now)
    try:
        material = read_material(resources.texts("demo", ".json") | resources.texts("scripts", ".json"))
        fill_demo(book, material, prospects, calls, Random(seed), now=now, zone=local_zone())
    finally:
        book.close()


def screenshots(asked: argparse.Namespace, places: Paths) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from callbook.tour import take_tour

    own = asked.data_after or asked.data
    for path in take_tour(asked.out, places if own else None, asked.size):
        print(path)
    return DONE


def has_display() -> bool:
    """Whether a window can be opened: Qt itself would abort the process where it cannot."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def use_offscreen_without_display() -> None:
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


@contextmanager
def claimed(places: Paths) -> Iterator[bool]:
    """The book for this process: True, or False where a window has it open. StorageError where the lock cannot be
    written, as on a disk without a byte left."""
    from PySide6.QtCore import QLockFile

    from callbook.storage.opening import refuse_unwritable, unwritable

    refuse_unwritable(places.folder, places.beside_program)
    lock = QLockFile(str(places.lock))
    held = lock.tryLock(100)
    if not held and lock.error() is not QLockFile.LockError.LockFailedError:
        raise unwritable(places.folder, places.beside_program)
    try:
        yield held
    finally:
        lock.unlock()


def say_migrated(copy: Path) -> None:
    said = f"Your book was brought up to date for Callbook {__version__}. A copy of it as it was is in {copy}"
    print(said, file=sys.stderr)


def say_no_book() -> int:
    print("There is no book in this folder.", file=sys.stderr)
    return LEFT_OUT


def say_there() -> int:
    print("There is a file of this name already; it was left as it is. --force replaces it.", file=sys.stderr)
    return LEFT_OUT


def say_open() -> int:
    print("The book is open in a window. Import it there with File, Import, or close it first.", file=sys.stderr)
    return OPEN_ELSEWHERE
