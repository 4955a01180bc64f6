"""The command line takes everything out: by the ending of the name, never over a file that is there,
and while a window has the book open."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from callbook.cli import DONE, LEFT_OUT, OPEN_ELSEWHERE, WRONG_USE, main
from callbook.domain.followup import ActionKind
from callbook.services import prospects
from callbook.services import settings as settings_service
from callbook.services.upkeep import check
from callbook.storage.opening import open_book
from callbook.system.clock import utc_now
from tests.old_book import lay_old_book

Said = Callable[[], tuple[str, str]]
LEADS = "Company,Contact,Phone,City\nNorthgate Dental,Ann Lee,0161 496 0142,Leeds\nLarch Bakery,,0113 496 0143,York\n"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


@pytest.fixture
def data(tmp_path: Path, said: Said) -> Path:
    """The folder of a book with two prospects, one planned, and a view."""
    folder, leads = tmp_path / "data", tmp_path / "leads.csv"
    leads.write_text(LEADS, encoding="utf-8")
    main(["import", str(leads), "--data", str(folder)])
    with closing(open_book(folder / "callbook.book", before_migration=lambda _: None)) as book:
        prospects.move_next(book, [1], ActionKind.CALL, date(2026, 12, 3), "Europe/London", now=utc_now())
        settings_service.save_view(book, "In York", "city:york", now=utc_now())
    said()
    return folder


def names(path: Path) -> list[str]:
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""))
    return [row["Company"] for row in rows]


@pytest.mark.parametrize(
    "name, more, told",
    [
        ("out.csv", [], "2 prospects"),
        ("out.CSV", ["--view", "in york"], "1 prospect"),
        ("out.csv", ["--calls"], "no calls"),
        ("out.xlsx", ["--view", "all"], "2 prospects"),
        ("out.vcf", [], "2 prospects"),
        ("out.vcf", ["--vcard", "4.0", "--view", "new"], "2 prospects"),
        ("out.ics", [], "1 next action"),
    ],
)
def test_the_ending_says_what_comes_out(
    data: Path, tmp_path: Path, said: Said, name: str, more: list[str], told: str
) -> None:
    path = tmp_path / name
    assert main(["export", str(path), "--data", str(data), *more]) == DONE
    assert said() == (f"{path}: {told}.\n", "")
    assert path.stat().st_size > 0


def test_a_view_narrows_it(data: Path, tmp_path: Path) -> None:
    main(["export", str(tmp_path / "all.csv"), "--data", str(data)])
    main(["export", str(tmp_path / "view.csv"), "--data", str(data), "--view", "In York"])
    assert names(tmp_path / "all.csv") == ["Northgate Dental", "Larch Bakery"]
    assert names(tmp_path / "view.csv") == ["Larch Bakery"]


def test_a_file_that_is_there_is_replaced_only_by_force(data: Path, tmp_path: Path, said: Said) -> None:
    path = tmp_path / "out.csv"
    path.write_text("as it was")
    assert main(["export", str(path), "--data", str(data)]) == LEFT_OUT
    assert said() == ("", "There is a file of this name already; it was left as it is. --force replaces it.\n")
    assert path.read_text() == "as it was"
    assert main(["export", str(path), "--data", str(data), "--force"]) == DONE
    assert names(path) == ["Northgate Dental", "Larch Bakery"]


@pytest.mark.parametrize(
    "arguments, hint",
    [
        (["out.doc"], "Let it end in .csv, .xlsx, .vcf, .ics, .json."),
        (["out"], "Let it end in .csv, .xlsx, .vcf, .ics, .json."),
        (["out.xlsx", "--calls"], "--calls goes with .csv"),
        (["out.csv", "--vcard", "3.0"], "--vcard goes with .vcf"),
        (["out.vcf", "--vcard", "2.1"], "invalid choice"),
        (["out.json", "--view", "new"], "--view does not go with .json"),
        ([], "required: file"),
    ],
)
def test_wrong_use_leaves_with_2_and_says_what_is_wrong(
    data: Path, said: Said, arguments: list[str], hint: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["export", *arguments, "--data", str(data)])
    assert left.value.code == WRONG_USE
    assert hint in said()[1]


def test_what_cannot_be_done_leaves_with_1(data: Path, tmp_path: Path, said: Said) -> None:
    for arguments, sentence in (
        ([str(tmp_path / "out.csv"), "--view", "far away"], "There is no view of this name."),
        ([str(tmp_path / "out.csv"), "--view", "today"], "There is nothing to export here."),
        ([str(tmp_path / "no" / "out.csv")], "No file can be written there."),
    ):
        assert main(["export", *arguments, "--data", str(data)]) == LEFT_OUT
        assert said()[1].startswith(sentence)
    assert main(["export", str(tmp_path / "out.csv"), "--data", str(tmp_path / "nothing")]) == LEFT_OUT
    assert said()[1] == "There is no book in this folder.\n"
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == ["leads.csv"]


def test_it_works_while_a_window_has_the_book_open(data: Path, tmp_path: Path) -> None:
    lock = QLockFile(str(data / "callbook.lock"))
    assert lock.tryLock(0)
    try:
        with closing(open_book(data / "callbook.book", before_migration=lambda _: None)) as book:
            prospects.mark_do_not_call(book, [2], now=utc_now())  # not yet in the file itself
            assert main(["export", str(tmp_path / "out.json"), "--data", str(data)]) == DONE
    finally:
        lock.unlock()
    whole = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [bool(row.get("do_not_call_at")) for row in whole["tables"]["prospect"]] == [False, True]


def test_an_older_book_is_brought_up_to_date_first(tmp_path: Path, said: Said) -> None:
    data = tmp_path / "data"
    lay_old_book(data)
    lock = QLockFile(str(data / "callbook.lock"))
    assert lock.tryLock(0)
    assert main(["export", str(tmp_path / "out.json"), "--data", str(data)]) == OPEN_ELSEWHERE
    lock.unlock()
    said()
    assert main(["export", str(tmp_path / "out.json"), "--data", str(data)]) == DONE
    assert said()[1].startswith("Your book was brought up to date")


def test_a_complete_book_comes_back_into_an_empty_folder(data: Path, tmp_path: Path, said: Said) -> None:
    path, other = tmp_path / "all.json", tmp_path / "other"
    main(["export", str(path), "--data", str(data)])
    said()
    assert main(["import", str(path), "--data", str(other)]) == DONE
    assert said()[0].endswith(" rows brought back.\n")
    assert check(other / "callbook.book") == []
    main(["export", str(tmp_path / "again.json"), "--data", str(other)])
    first, again = (json.loads((tmp_path / name).read_text(encoding="utf-8")) for name in ("all.json", "again.json"))
    assert first["tables"] == again["tables"]
    assert len(list((other / "backups").iterdir())) == 1
    said()
    assert main(["import", str(path), "--data", str(other)]) == LEFT_OUT
    assert said()[1].startswith("A complete book can be brought back only into an empty one")
    assert main(["import", str(path), "--data", str(tmp_path / "third"), "--preview"]) == LEFT_OUT
    assert said()[1].startswith("A complete book has no preview.")
