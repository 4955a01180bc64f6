"""Printed pages: read back from PDF and HTML, whose texts are escaped, whose rows are whole, whose fonts are inside."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtWidgets import QApplication

from callbook.domain.call import Answer
from callbook.domain.errors import UserError
from callbook.domain.followup import ActionKind
from callbook.domain.paper import Paper
from callbook.domain.script import Channel, Direction
from callbook.domain.settings import BookSettings
from callbook.domain.stats import Tally
from callbook.domain.weeks import read_week
from callbook.services import calls, prospects, scripts
from callbook.services.calls import Ending, NextStep, Situation
from callbook.services.scripts import Wording
from callbook.storage import visits as visit_reader
from callbook.storage import week as week_reader
from callbook.ui.printed.blocks import usual_type
from callbook.ui.printed.file import write_printed
from callbook.ui.printed.html import html
from callbook.ui.printed.parts import Form, Named, Part, Printed, Table, Words
from callbook.ui.printed.pdf import pdf
from callbook.ui.printed.report import made_of_visits, made_of_week, read_week_of, report
from callbook.ui.printed.week import beside, comparison
from callbook.ui.printed.wording import cut
from tests.storage.desk import TODAY, TOMORROW, Desk, new_desk
from tests.ui.printed.reading import Pdf, read_pdf

NAME = "<b>Søren & Partner</b> %1"


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def printed(*parts: Part, paper: Paper = Paper.A4) -> Printed:
    return Printed("A title", "", "en", "page %1 of %2", paper, parts)


def drawn(one: Printed) -> Pdf:
    return read_pdf(pdf(one, usual_type()))


def parsed(text: str) -> ElementTree.Element:
    """The page as a tree; it is well-formed as XML too."""
    return ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>\n"))  # noqa: S314  written by the program itself


def busy_week(desk: Desk) -> None:
    key = desk.add(NAME, "0161 496 0142", people=("Ann <Lee>",), country="US", region="NY", city="New York")
    script = desk.script()
    call = desk.start(key, version_id=script.version.id)
    prompt = script.prompts[0]
    answer = Answer(0, "", call, prompt.question_id, 0, prompt.wording, 'In a "diary" & <i>by phone</i>\x01')
    calls.write(desk.book, call, "", (answer,), now=desk.now)
    calls.hang_up(desk.book, call, now=desk.now)
    due = desk.now + timedelta(days=2)
    step = NextStep(ActionKind.MEETING, due, "bring <u>drawings</u>", "the café", 45)
    calls.save(desk.book, call, Ending(desk.outcome("Meeting set"), next=step), desk.zone, now=desk.now)
    promised = NextStep(ActionKind.CALL, TOMORROW, "send prices & dates")
    other = desk.add("Larch Bakery")
    talked = Ending(desk.outcome("Talked"), next=promised)
    calls.log(desk.book, Situation(desk.zone, other), desk.now, 60, "", talked, now=desk.now)


def test_talk_time_is_that_of_the_whole_week(desk: Desk) -> None:
    busy_week(desk)
    desk.log(1, "Meeting set", direction=Direction.INBOUND)
    reading = read_week_of(desk.book, read_week("2026-48"), desk.now, desk.zone)
    told = beside(replace(reading, tally=replace(reading.tally, seconds=8340)))
    assert told == "Beside these: 1 call came in, 1 meeting set in it. Talk time of the whole week: 2h 19m."


def test_a_week_in_html_is_well_formed_escaped_and_stands_alone(desk: Desk) -> None:
    busy_week(desk)
    text = html(made_of_week(read_week_of(desk.book, read_week("2026-48"), desk.now, desk.zone)).printed)
    page = parsed(text)
    assert page.get("lang") == "en"
    told = " ".join(" ".join(page.itertext()).split())
    for words in (
        "Week 48, 23 – 29 Nov 2026", NAME, 'In a "diary" & <i>by phone</i>', "bring <u>drawings</u>", "05:41 there",
        "send prices & dates", "the café", "2 of 2 attempts, too early to tell", "How do people book today?",
        "45 minutes", "goal of 20 met on 0 of 1 day with attempts",
    ):  # fmt: skip
        assert words in told, words
    assert "\x01" not in text
    assert {each.tag for each in page.iter()}.isdisjoint({"script", "i", "u", "img", "link", "a", "iframe"})
    assert re.findall(r"(?:https?:)?//[^\s\"<]+", text) == ["http://www.w3.org/2000/svg"]  # a name, not an address
    assert page.find(".//{http://www.w3.org/2000/svg}rect") is not None


def test_a_week_in_pdf_is_of_letters_and_lines_with_the_fonts_inside(desk: Desk) -> None:
    busy_week(desk)
    made = made_of_week(read_week_of(desk.book, read_week("2026-48"), desk.now, desk.zone))
    found = drawn(made.printed)
    assert (found.size, found.pictures) == ((595, 842), 0)
    assert found.fonts == found.embedded > 0
    for words in ("Week 48, 23 – 29 Nov 2026", NAME, 'In a "diary" & <i>by phone</i>', "Thu 26 Nov 10:41"):
        assert words in found.text, words
    assert f"Week 48, 23 – 29 Nov 2026 · page 1 of {len(found.pages)}" in found.pages[0]


def test_an_american_prints_on_letter(desk: Desk) -> None:
    reading = read_week_of(desk.book, read_week("2026-48"), desk.now, desk.zone)
    made = made_of_week(replace(reading, settings=BookSettings(home_country="US")))
    assert drawn(made.printed).size == (612, 792)
    assert "size: letter" in html(made.printed)


def test_an_empty_week_says_so_and_one_ahead_is_refused(desk: Desk) -> None:
    desk.now += timedelta(days=7)
    empty = made_of_week(read_week_of(desk.book, read_week("2026-48"), desk.now, desk.zone)).printed
    assert "No calls in this week." in html(empty)
    assert "No calls in this week so far." in html(
        made_of_week(read_week_of(desk.book, read_week("2026-49"), desk.now, desk.zone)).printed
    )
    with pytest.raises(UserError, match="has not begun"):
        read_week_of(desk.book, read_week("2026-50"), desk.now, desk.zone)


def test_no_row_breaks_across_pages_and_each_page_has_the_heads(qapp: QApplication) -> None:
    rows = tuple((Words(f"Row {at}.", under=f"Under {at}."), Words("x")) for at in range(90))
    pages = drawn(printed(Table((0.5, 0.5), ("Left", "Right"), rows, "and 12 more"))).pages
    assert len(pages) > 2
    told = [re.findall(r"Row (\d+)\.", page) for page in pages]
    assert told == [re.findall(r"Under (\d+)\.", page) for page in pages]
    assert [int(one) for page in told for one in page] == list(range(90))
    assert all("Left\nRight" in page for page in pages)
    assert "and 12 more" in pages[-1]


def test_what_is_higher_than_a_page_goes_on_over_the_next(qapp: QApplication) -> None:
    long = "\n".join(f"line {at}." for at in range(150))
    pages = drawn(printed(Table((1.0,), ("",), ((Words(long),),)))).pages
    assert [int(one) for one in re.findall(r"line (\d+)\.", "\n".join(pages))] == list(range(150))


@pytest.mark.parametrize("questions, pages", [(1, 3), (6, 4), (14, 7)])
def test_forms_are_whole_two_or_three_to_a_page(qapp: QApplication, questions: int, pages: int) -> None:
    asked = tuple(f"Question {at}?" for at in range(questions))
    forms = [
        Form(f"Firm {at}.", "1 Main St", "", (Named("People", "Ann"),), None, asked, f"Room {at}.") for at in range(7)
    ]
    found = drawn(printed(*forms)).pages
    assert len(found) == pages
    for page in found:
        firms = re.findall(r"Firm (\d)\.", page)
        assert firms == re.findall(r"Room (\d)\.", page)
        assert page.count("Question") == questions * len(firms)


@pytest.mark.parametrize(
    "week, before, told",
    [
        (Tally(), Tally(), ""),
        (Tally(9, 3), Tally(400, 40), ""),
        (Tally(100, 10), Tally(400, 40), "no share differs by more than chance may bring about"),
        (Tally(100, 40), Tally(400, 40), "More attempts reached the right person than in the 4 weeks before: "
         "40.0\u00a0% of 100 attempts, then 10.0\u00a0% of 400 attempts."),
        (Tally(400, 40), Tally(400, 160), "Fewer attempts reached the right person"),
    ],
)  # fmt: skip
def test_the_weeks_before_are_compared_only_where_the_counts_bear_it(
    desk: Desk, week: Tally, before: Tally, told: str
) -> None:
    reading = week_reader.read(desk.book, read_week("2026-48"), desk.now, desk.zone)
    found = comparison(replace(reading, tally=week, each_before=(before, Tally(), Tally(), Tally())))
    assert told in found
    assert bool(found) == bool(told)


def test_a_visit_sheet_holds_what_to_know_say_and_write(desk: Desk, tmp_path: Path) -> None:
    wording = Wording(
        "At the door", channel=Channel.WALK_IN, openers=("Is {contact} in?",), questions=("Who decides at {company}?",)
    )
    scripts.add(desk.book, wording, now=desk.now)
    key = desk.add(
        NAME, "0161 496 0142", people=("Ann Lee",), address="1 Briggate", postcode="LS1 6HD", city="Leeds",
        what_they_do="Teeth", how_they_do_it="Gently", sets_apart="Late", how_we_fit="Diary", who_decides="Ann",
    )  # fmt: skip
    desk.log(key, at=desk.now - timedelta(days=5), note="She is in on Tuesdays")
    prospects.move_next(desk.book, [key], ActionKind.VISIT, TODAY, "Europe/London", now=desk.now)
    made = report(desk.path, None, " Today ", now=desk.now, zone=desk.zone)
    assert (made.told, made.left_out) == ("1 visit", 0)
    path = tmp_path / "visits.pdf"
    write_printed(made.printed, path)
    first, second = read_pdf(path.read_bytes()).pages
    assert NAME in first and "1 Briggate, LS1 6HD Leeds" in first
    for words in (
        NAME, "1 Briggate, LS1 6HD Leeds", "Ann Lee", "0161 496 0142", "Teeth", "Gently", "Late", "Diary",
        "She is in on Tuesdays", "“Is Ann Lee in?”", "Who decides at", "What came of it", "Planned: Tue 24 Nov",
    ):  # fmt: skip
        assert words in second, words
    assert NAME in "".join(parsed(html(made.printed)).itertext())


def test_nobody_to_visit_is_said(desk: Desk) -> None:
    for which in ("today", "Leeds"):
        with pytest.raises(UserError, match="nobody to visit"):
            report(desk.path, None, which, now=desk.now, zone=desk.zone)


def test_more_visits_than_fit_are_said_to_be_left_out(desk: Desk) -> None:
    desk.add("Northgate", city="Leeds")
    made = report(desk.path, None, "leeds", now=desk.now, zone=desk.zone)
    assert made.told == "1 visit"
    reading = visit_reader.of_city(desk.book, "Leeds", desk.now, desk.zone)
    more = made_of_visits(replace(reading, total=412), "Leeds")
    assert (more.told, more.left_out) == ("1 visit of 412, by postcode and street", 411)
    assert "and 411 more: narrow the list for these." in html(more.printed)


@pytest.mark.parametrize("text, told", [("short", "short"), ("one two three", "one two…"), ("x" * 30, "x" * 10 + "…")])
def test_a_long_text_is_cut_between_words(text: str, told: str) -> None:
    assert cut(text, 10) == told
