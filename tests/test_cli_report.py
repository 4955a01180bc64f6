"""The command line prints: a week or a sheet for visits, as PDF or HTML by the ending of the name."""

import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from callbook.cli import DONE, LEFT_OUT, WRONG_USE, main
from callbook.domain.followup import ActionKind
from callbook.domain.weeks import last_whole_week
from callbook.services import prospects
from callbook.storage.opening import open_book
from callbook.system.clock import local_zone, utc_now
from tests.ui.printed.reading import read_pdf

Said = Callable[[], tuple[str, str]]
LEADS = (
    "Company,Contact,Phone,City,Postcode\nNorthgate,Ann Lee,0161 496 0142,Leeds,LS1\nLarch,,0113 496 0143,York,YO1\n"
)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


@pytest.fixture
def data(tmp_path: Path, said: Said, qapp: QApplication) -> Path:
    """The folder of a book with two prospects, the second to be visited today."""
    folder, leads = tmp_path / "data", tmp_path / "leads.csv"
    leads.write_text(LEADS, encoding="utf-8")
    main(["import", str(leads), "--data", str(folder)])
    today = utc_now().astimezone(local_zone()).date()
    with closing(open_book(folder / "callbook.book", before_migration=lambda _: None)) as book:
        prospects.move_next(book, [2], ActionKind.VISIT, today, "Europe/London", now=utc_now())
    said()
    return folder


@pytest.mark.parametrize(
    "name, more, told",
    [
        ("week.pdf", [], r"Week \d+, .* \d{4}"),
        ("week.HTML", ["--week", "2026-01"], "Week 1, 29 Dec 2025 – 4 Jan 2026"),
        ("week.html", ["--week", "2026-W47"], "Week 47, 16 – 22 Nov 2026"),
        ("visits.pdf", ["--visits", "today"], "1 visit"),
        ("visits.html", ["--visits", "leeds"], "1 visit"),
    ],
)
def test_it_prints(data: Path, tmp_path: Path, said: Said, name: str, more: list[str], told: str) -> None:
    path = tmp_path / name
    assert main(["report", str(path), "--data", str(data), *more]) == DONE
    out, problems = said()
    assert re.fullmatch(re.escape(str(path)) + f": {told}\\.\n", out), out
    assert problems == ""
    assert path.read_bytes().startswith(b"%PDF-" if name.endswith(".pdf") else b"<!DOCTYPE html>")
    assert [each.name for each in tmp_path.iterdir() if each.name.endswith(".partial")] == []


def test_without_a_week_it_is_the_last_whole_one(data: Path, tmp_path: Path) -> None:
    main(["report", str(tmp_path / "week.pdf"), "--data", str(data)])
    week = last_whole_week(utc_now().astimezone(local_zone()).date())
    assert f"Week {week.number}, " in read_pdf((tmp_path / "week.pdf").read_bytes()).text


def test_today_is_who_is_planned_for_today(data: Path, tmp_path: Path) -> None:
    main(["report", str(tmp_path / "today.pdf"), "--data", str(data), "--visits", "today"])
    text = read_pdf((tmp_path / "today.pdf").read_bytes()).text
    assert "YO1 York" in text and "Northgate" not in text


def test_a_file_that_is_there_is_replaced_only_by_force(data: Path, tmp_path: Path, said: Said) -> None:
    path = tmp_path / "week.pdf"
    path.write_text("as it was")
    assert main(["report", str(path), "--data", str(data)]) == LEFT_OUT
    assert said() == ("", "There is a file of this name already; it was left as it is. --force replaces it.\n")
    assert path.read_text() == "as it was"
    assert main(["report", str(path), "--data", str(data), "--force"]) == DONE
    assert path.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "arguments, hint",
    [
        (["out.doc"], "Let it end in .pdf, .html."),
        (["out.pdf", "--week", "2025-53"], "'2025-53' names no week"),
        (["out.pdf", "--week", "2026-47", "--visits", "today"], "not allowed with"),
        (["out.pdf", "--visits", " "], "must not be blank"),
        ([], "required: file"),
    ],
)
def test_wrong_use_leaves_with_2_and_says_what_is_wrong(
    data: Path, said: Said, arguments: list[str], hint: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["report", *arguments, "--data", str(data)])
    assert left.value.code == WRONG_USE
    assert hint in said()[1]


def test_what_cannot_be_printed_leaves_with_1_and_no_file(data: Path, tmp_path: Path, said: Said) -> None:
    for arguments, sentence in (
        ([str(tmp_path / "out.pdf"), "--week", "2999-01"], "This week has not begun yet."),
        ([str(tmp_path / "out.pdf"), "--visits", "Hull"], "There is nobody to visit here."),
        ([str(tmp_path / "no" / "out.pdf")], "No file can be written there."),
    ):
        assert main(["report", *arguments, "--data", str(data)]) == LEFT_OUT
        assert said()[1].startswith(sentence)
    assert main(["report", str(tmp_path / "out.pdf"), "--data", str(tmp_path / "nothing")]) == LEFT_OUT
    assert said()[1] == "There is no book in this folder.\n"
    assert list(tmp_path.glob("*.pdf")) == []


def test_it_works_while_a_window_has_the_book_open(data: Path, tmp_path: Path) -> None:
    lock = QLockFile(str(data / "callbook.lock"))
    assert lock.tryLock(0)
    try:
        with closing(open_book(data / "callbook.book", before_migration=lambda _: None)) as book:
            prospects.mark_do_not_call(book, [1], now=utc_now())  # not yet in the file itself
            assert main(["report", str(tmp_path / "out.pdf"), "--data", str(data), "--visits", "Leeds"]) == LEFT_OUT
            assert main(["report", str(tmp_path / "out.pdf"), "--data", str(data), "--visits", "York"]) == DONE
    finally:
        lock.unlock()
