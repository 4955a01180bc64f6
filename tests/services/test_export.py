"""Taking out: what stands in each kind of file, of everything or a view, and a file that is whole or as it was."""

import csv
import errno
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject

from callbook.domain.call import Answer
from callbook.domain.errors import StorageError, UserError
from callbook.domain.followup import ActionKind
from callbook.domain.prospect import BuyingRole, Contact, Phone, Prospect
from callbook.domain.query import parse
from callbook.domain.settings import BookSettings
from callbook.services import calls, prospects
from callbook.services import settings as settings_service
from callbook.services.export import (
    Exported,
    Format,
    Stopped,
    Wanted,
    export,
    format_of,
    is_older,
    listing_named,
)
from callbook.services.prospects import Draft
from callbook.services.whole_file import replacing
from callbook.storage import prospects as reader
from callbook.storage import taking_out
from callbook.storage.listing import MOST_FOUND, Listing, Scope
from tests.storage.desk import TODAY, TOMORROW, Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def full_draft(name: str = "Larch Bakery") -> Draft:
    prospect = Prospect(
        name=name, website="https://larch.example", address="3 Mill Lane", city="Leeds", region="Yorkshire",
        postcode="LS1 4AB", country="GB", zone="Europe/London", source="Directory", notes="Closed on Mondays\n=1+1",
        what_they_do="Bread", how_they_do_it="By hand", sets_apart="Rye", how_we_fit="Orders online",
        who_decides="Dana",
    )  # fmt: skip
    people = (
        Contact(
            name="Dana Lark", title="Owner", email="dana@larch.example", role=BuyingRole.DECISION_MAKER, note="kind"
        ),
        Contact(name="Sam Roe", title="Baker", email="sam@larch.example"),
    )
    phones = (Phone(label="office", typed="+44 113 496 0142"), Phone(label="mobile", typed="07700 900123"))
    return Draft(prospect, people, phones, ("bakery", "near"))


def add_full(desk: Desk, name: str = "Larch Bakery") -> int:
    return prospects.add(desk.book, full_draft(name), now=desk.now).one("prospect")


def take_out(desk: Desk, name: str, listing: Listing | None = None, **more: Any) -> tuple[Exported, bytes]:
    path = desk.path.with_name(name)
    wanted = Wanted(format_of(path), listing, **more)
    made = export(desk.path, path, wanted, now=desk.now, zone=desk.zone)
    return made, path.read_bytes()


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def meeting(desk: Desk, prospect_id: int, due: datetime, place: str = "", minutes: int | None = None) -> int:
    """A call that set a meeting."""
    outcome = desk.outcome("Meeting set")
    following = calls.NextStep(ActionKind.MEETING, due, "bring samples", place, minutes)
    ending = calls.Ending(outcome, next=following)
    change = calls.log(
        desk.book, calls.Situation(desk.zone, prospect_id), desk.now, 130, "Wants it", ending, now=desk.now
    )
    return change.one("call")


# Tables


def test_every_field_of_a_prospect_has_its_column(desk: Desk) -> None:
    friend = desk.add("Halden Outdoor")
    full = add_full(desk)
    with desk.book.step(prospects.Op.EDIT_PROSPECT) as step:
        step.update(replace(desk.prospect(full), referred_by=friend))
        dana, mobile = reader.contacts(desk.book, full)[0], reader.phones(desk.book, full)[1]
        step.update(replace(mobile, contact_id=dana.id, wrong_at=desk.now))
    meeting(desk, full, datetime(2026, 12, 3, 14, 0, tzinfo=UTC), "the bakery")
    made, data = take_out(desk, "all.csv")
    assert (made.rows, made.calls) == (2, 0)
    (row,) = [row for row in table(data) if row["Company"] == "Larch Bakery"]
    assert row == {
        "Company": "Larch Bakery", "Contact": "Dana Lark", "Job title": "Owner", "Email": "dana@larch.example",
        "Buying role": "decision maker", "About the contact": "kind", "Contact 2": "Sam Roe", "Job title 2": "Baker",
        "Email 2": "sam@larch.example", "Buying role 2": "", "About the contact 2": "", "Phone label": "office",
        "Phone": "+44 113 496 0142", "Phone link": "tel:+441134960142", "Wrong since": "", "Number of": "",
        "Phone label 2": "mobile", "Phone 2": "07700 900123", "Phone link 2": "tel:+447700900123",
        "Wrong since 2": "2026-11-24 10:41:00", "Number of 2": "Dana Lark", "Website": "https://larch.example",
        "Address": "3 Mill Lane", "City": "Leeds", "Region": "Yorkshire", "Postcode": "LS1 4AB", "Country": "GB",
        "Tags": "bakery; near", "Source": "Directory", "Referred by": "Halden Outdoor",
        "Notes": "Closed on Mondays\n=1+1", "What they do": "Bread", "How they do it": "By hand",
        "What sets them apart": "Rye", "How we fit": "Orders online", "Who decides": "Dana", "Stage": "meeting",
        "Do not call since": "", "Time zone": "Europe/London", "Next action": "meeting",
        "Next action on": "2026-12-03", "Next action at": "2026-12-03 14:00:00", "Next action zone": "Europe/London",
        "Next action text": "bring samples", "Next action place": "the bakery", "Calls": "1", "Conversations": "1",
        "Tries since reached": "0", "Talk time": "0:02:10", "Last call at": "2026-11-24 10:41:00",
        "Added at": "2026-11-24 10:41:00",
    }  # fmt: skip


def test_a_row_a_call(desk: Desk) -> None:
    full = add_full(desk)
    phone, dana = reader.phones(desk.book, full)[0], reader.contacts(desk.book, full)[0]
    text = desk.script()
    made = desk.log(
        full, "Talked", seconds=75, note="=cmd|' /C calc'!A0", phone_id=phone.id, contact_id=dana.id,
        version_id=text.version.id, opener_id=text.openers[0].id,
    )  # fmt: skip
    answers = [Answer(question_id=text.prompts[0].question_id, wording=text.prompts[0].wording, text="By telephone")]
    calls.edit(desk.book, desk.call(made), desk.outcome("Talked"), answers, now=desk.now)
    _, data = take_out(desk, "calls.csv", calls=True)
    (row,) = table(data)
    assert {name: value for name, value in row.items() if value} == {
        "Call": str(made), "Prospect": "Larch Bakery", "City": "Leeds", "Contact": "Dana Lark", "Job title": "Owner",
        "Number": "+44 113 496 0142", "Direction": "outbound", "Channel": "phone", "Purpose": "new business",
        "Started at": "2026-11-24 10:41:00", "Zone": "Europe/London", "Their time": "2026-11-24 10:41:00",
        "Their zone": "Europe/London", "Length": "0:01:15", "Outcome": "Talked", "Reached": "right person",
        "Result": "information", "Conversation": "yes", "Script": "Cold call", "Opener": "Do you have a minute?",
        "Note": "'=cmd|' /C calc'!A0", "Answers": "How do people book today?: By telephone",
    }  # fmt: skip


def test_a_call_is_by_our_clock_and_by_theirs(desk: Desk) -> None:
    there = desk.add("Hudson Co-op", zone="America/New_York", country="US")
    desk.log(there, at=datetime(2026, 7, 1, 18, 5, tzinfo=UTC))
    (row,) = table(take_out(desk, "calls.csv", calls=True)[1])
    assert (row["Started at"], row["Zone"]) == ("2026-07-01 19:05:00", "Europe/London")
    assert (row["Their time"], row["Their zone"]) == ("2026-07-01 14:05:00", "America/New_York")


def test_a_workbook_has_the_same_on_three_sheets(desk: Desk) -> None:
    full = add_full(desk)
    text = desk.script()
    made = desk.log(full, seconds=75, version_id=text.version.id)
    answers = [Answer(question_id=prompt.question_id, wording=prompt.wording, text="x" * 9) for prompt in text.prompts]
    calls.edit(desk.book, desk.call(made), desk.outcome("Talked"), answers, now=desk.now)
    exported, data = take_out(desk, "all.xlsx")
    assert (exported.rows, exported.calls) == (1, 1)
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    assert workbook.sheetnames == ["Prospects", "Calls", "Answers"]
    read = {name: list(workbook[name].iter_rows(values_only=True)) for name in workbook.sheetnames}
    for name, more in (("Prospects", {}), ("Calls", {"calls": True})):
        plain = table(take_out(desk, "same.csv", **more)[1])
        assert list(read[name][0]) == list(plain[0])
        for cell, said in zip(read[name][1], plain[0].values(), strict=True):
            assert as_text(cell) == said
    assert [row[4:] for row in read["Answers"][1:]] == [(prompt.wording, "x" * 9) for prompt in text.prompts]
    found = dict(zip(*read["Calls"], strict=True))
    assert (found["Started at"], found["Length"]) == (datetime(2026, 11, 24, 10, 41), timedelta(seconds=75))


def as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return "" if cell is None else str(cell)


def test_calls_with_nobody_known_are_in_everything_only(desk: Desk) -> None:
    desk.log(None, "No answer", direction=calls.Direction.INBOUND)
    desk.log(add_full(desk))
    assert take_out(desk, "a.csv", calls=True)[0].calls == 2
    assert take_out(desk, "a.csv", Listing(Scope.ALL), calls=True)[0].calls == 1
    assert take_out(desk, "a.xlsx")[0].calls == 2


def test_the_deleted_stay_behind(desk: Desk) -> None:
    gone, kept = desk.add("Gone Ltd"), desk.add("Kept Ltd")
    desk.log(gone)
    calls.delete(desk.book, [desk.log(kept)], now=desk.now)
    prospects.delete(desk.book, [gone], now=desk.now)
    assert [row["Company"] for row in table(take_out(desk, "a.csv")[1])] == ["Kept Ltd"]
    assert b"Gone Ltd" not in take_out(desk, "a.vcf")[1]


# Views


def test_a_view_is_taken_out_in_its_order(desk: Desk) -> None:
    for name, city in (("Birch", "York"), ("Alder", "Leeds"), ("Cedar", "Leeds")):
        desk.add(name, city=city)
    rows = table(take_out(desk, "a.csv", Listing(Scope.ALL, parse("city:leeds sort:-name")))[1])
    assert [row["Company"] for row in rows] == ["Cedar", "Alder"]


@pytest.mark.parametrize("scope", list(Scope))
def test_each_list_is_taken_out_as_it_is_shown(desk: Desk, scope: Scope) -> None:
    late, today, new, talked = (desk.add(name) for name in ("Late", "Today", "New", "Talked"))
    desk.log(late, "Talked", at=desk.now - timedelta(days=9), due=TODAY - timedelta(days=3))
    desk.log(today, "Talked", at=desk.now - timedelta(days=1), due=TODAY)
    desk.log(talked, "", at=desk.now - timedelta(days=2))
    with_words = Listing(scope, parse("new"))
    for listing in (Listing(scope), with_words):
        shown = [row.id for row in desk.rows(scope, "new" if listing is with_words else "")]
        assert taking_out.listed(desk.book, listing, desk.now, desk.zone) == shown
    assert new in taking_out.everybody(desk.book)


def test_a_search_is_taken_out_whole_though_the_list_shows_only_the_first(desk: Desk) -> None:
    with desk.book.step(prospects.Op.IMPORT) as step:
        step.insert_many(Prospect(name=f"Mill {number}", created_at=desk.now) for number in range(MOST_FOUND + 7))
    made, _ = take_out(desk, "a.csv", Listing(Scope.ALL, parse("mill")))
    assert made.rows == MOST_FOUND + 7
    assert taking_out.listed(desk.book, Listing(Scope.ALL, parse('"?"')), desk.now, desk.zone) == []


def test_some_prospects_alone(desk: Desk) -> None:
    ids = [desk.add(name) for name in ("Birch", "Alder", "Cedar")]
    rows = table(take_out(desk, "a.csv", prospects=(ids[2], ids[0]))[1])
    assert [row["Company"] for row in rows] == ["Cedar", "Birch"]


def test_views_are_found_by_their_names(desk: Desk) -> None:
    settings_service.save_view(desk.book, "Near me", "tag:near", now=desk.now)
    assert listing_named(desk.path, "near ME ") == Listing(Scope.ALL, parse("tag:near"))
    assert listing_named(desk.path, "today") == Listing(Scope.TODAY)
    with pytest.raises(UserError, match="no view of this name"):
        listing_named(desk.path, "far away")


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.vcf", "a.ics"])
def test_of_nothing_no_file_is_made(desk: Desk, name: str) -> None:
    with pytest.raises(UserError, match="nothing to export"):
        take_out(desk, name)
    assert sorted(path.name for path in desk.path.parent.iterdir() if path.suffix != "") == [
        "callbook.book", "callbook.book-shm", "callbook.book-wal",
    ]  # fmt: skip


# Contacts


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_contact_has_all_that_an_address_book_takes(desk: Desk, version: str) -> None:
    full = add_full(desk)
    prospects.mark_do_not_call(desk.book, [full], now=desk.now)
    text = take_out(desk, "a.vcf", version=version)[1].decode()
    first, second = (card for card in vobject.readComponents(text))
    assert first.version.value == version
    assert (first.fn.value, first.org.value, first.title.value) == ("Dana Lark", ["Larch Bakery"], "Owner")
    assert [email.value for email in first.email_list] == ["dana@larch.example"]
    assert (second.fn.value, second.email.value) == ("Sam Roe", "sam@larch.example")
    assert first.url.value == "https://larch.example"
    assert (first.adr.value.city, first.adr.value.code) == ("Leeds", "LS1 4AB")
    assert first.categories.value == ["bakery", "near"]
    assert first.note.value == (
        "Closed on Mondays\n=1+1\nWhat they do: Bread\nHow they do it: By hand\nWhat sets them apart: Rye\n"
        "How we fit: Orders online\nWho decides: Dana\nSource: Directory\nDo not call: yes\nDana Lark: kind"
    )


# Calendar


def test_next_actions_are_entries_with_alarms(desk: Desk) -> None:
    settings_service.change_settings(
        desk.book, BookSettings(meeting_minutes=45, remind_minutes=20, first_hour=7), now=desk.now
    )
    late, day = add_full(desk), desk.add("Halden Outdoor", "0113 496 0123")
    meeting(desk, late, datetime(2026, 12, 3, 14, 0, tzinfo=UTC))
    desk.log(day, "Talked", due=TOMORROW)
    desk.add("Nothing planned")
    made, data = take_out(desk, "a.ics")
    calendar: Any = vobject.readOne(data.decode())
    assert made.rows == 2
    first, second = sorted(calendar.vevent_list, key=lambda event: event.summary.value, reverse=True)
    action = reader.open_action(desk.book, late)
    assert action is not None
    assert first.uid.value == action.uuid
    assert first.summary.value == "Meeting: Larch Bakery"
    assert first.location.value == "3 Mill Lane, LS1 4AB, Leeds"
    assert first.dtstart.value.astimezone(UTC) == datetime(2026, 12, 3, 14, 0, tzinfo=UTC)
    assert first.dtend.value - first.dtstart.value == timedelta(minutes=45)
    assert first.valarm.trigger.value == timedelta(minutes=-20)
    assert first.description.value.split("\n") == [
        "bring samples", "Dana Lark (Owner)", "Sam Roe (Baker)", "+44 113 496 0142 office", "07700 900123 mobile",
    ]  # fmt: skip
    assert (second.summary.value, second.dtstart.value) == ("Call: Halden Outdoor", TOMORROW)
    assert second.valarm.trigger.value == timedelta(hours=7)
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/London" in data


def test_a_meeting_has_its_own_place_and_length(desk: Desk) -> None:
    full = add_full(desk)
    meeting(desk, full, datetime(2026, 12, 3, 14, 0, tzinfo=UTC), "Café Nero", 90)
    _, data = take_out(desk, "a.ics", prospects=(full,))
    calendar: Any = vobject.readOne(data.decode())
    assert calendar.vevent.location.value == "Café Nero"
    assert calendar.vevent.dtend.value - calendar.vevent.dtstart.value == timedelta(minutes=90)


def test_the_same_step_is_the_same_entry_after_it_was_moved(desk: Desk) -> None:
    full = add_full(desk)
    prospects.move_next(desk.book, [full], ActionKind.VISIT, TODAY, "Europe/London", now=desk.now)
    first: Any = vobject.readOne(take_out(desk, "a.ics")[1].decode())
    again: Any = vobject.readOne(take_out(desk, "a.ics")[1].decode())
    assert first.vevent.uid.value == again.vevent.uid.value


def test_no_calendar_asks_to_call_who_asked_not_to_be_called(desk: Desk) -> None:
    barred, other = desk.add("Barred"), desk.add("Other")
    for each in (barred, other):
        prospects.move_next(desk.book, [each], ActionKind.CALL, TOMORROW, "Europe/London", now=desk.now)
    with desk.book.step(prospects.Op.EDIT_PROSPECT) as step:
        step.update(replace(desk.prospect(barred), do_not_call_at=desk.now))
    assert b"Barred" not in take_out(desk, "a.ics")[1]
    with pytest.raises(UserError, match="no next action"):
        take_out(desk, "a.ics", prospects=(barred,))


def test_a_zone_that_is_not_known_here_is_ours(desk: Desk) -> None:
    full = add_full(desk)
    prospects.move_next(desk.book, [full], ActionKind.VISIT, desk.now, "Mars/Olympus", now=desk.now)
    assert b"DTSTART;TZID=Europe/London:20261124T104100" in take_out(desk, "a.ics")[1]


# Which file, and where


@pytest.mark.parametrize(
    "name, kind",
    [("a.csv", Format.CSV), ("A.XLSX", Format.XLSX), ("a.b.vcf", Format.VCARD), ("a.ics", Format.CALENDAR),
     ("a.json", Format.BOOK)],
)  # fmt: skip
def test_the_ending_decides(name: str, kind: Format) -> None:
    assert format_of(Path(name)) is kind


@pytest.mark.parametrize("name", ["a", "a.txt", "csv", ".csv", "a.xls", "a.csv.zip"])
def test_an_ending_that_says_nothing_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UserError) as refused:
        format_of(Path(name))
    assert refused.value.next_step == "Let it end in .csv, .xlsx, .vcf, .ics, .json."


NAMES = ["a.csv", "a.xlsx", "a.vcf", "a.ics", "a.json"]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    full = add_full(desk)
    meeting(desk, full, datetime(2026, 12, 3, 14, 0, tzinfo=UTC))
    return desk


@pytest.mark.parametrize("name", NAMES)
def test_whoever_gives_up_leaves_the_file_that_was_there(filled: Desk, name: str) -> None:
    def stop(done: int, total: int) -> None:
        raise Stopped

    desk = filled
    with desk.book.step(prospects.Op.IMPORT) as step:
        step.insert_many(Prospect(name=f"Mill {number}", created_at=desk.now) for number in range(1100))
    path = desk.path.with_name(name)
    path.write_text("as it was")
    before = sorted(desk.path.parent.iterdir())
    with pytest.raises(Stopped):
        export(desk.path, path, Wanted(format_of(path)), now=desk.now, zone=desk.zone, tell=stop)
    assert path.read_text() == "as it was"
    assert sorted(desk.path.parent.iterdir()) == before


@pytest.mark.parametrize("name", NAMES)
def test_progress_goes_up_to_the_end(filled: Desk, name: str) -> None:
    told: list[tuple[int, int]] = []
    path = filled.path.with_name(name)
    export(
        filled.path, path, Wanted(format_of(path)), now=filled.now, zone=filled.zone, tell=lambda *at: told.append(at)
    )
    assert all(0 <= done <= total for done, total in told)
    assert told or name == "a.json"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_is_said_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("as it was")

    def write() -> None:
        with replacing(path) as file, Path("/dev/full").open("wb") as full:
            os.dup2(full.fileno(), file.fileno())
            file.write(b"x" * 100_000)

    with pytest.raises(UserError, match="disk is full"):
        write()
    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")
def test_a_new_file_is_for_its_owner_and_an_old_one_stays_for_whom_it_was(filled: Desk) -> None:
    new, old, link = (filled.path.with_name(name) for name in ("new.csv", "old.csv", "link.csv"))
    old.write_text("old")
    old.chmod(0o640)
    link.symlink_to(old)
    for path in (new, link):
        export(filled.path, path, Wanted(Format.CSV), now=filled.now, zone=filled.zone)
    assert (new.stat().st_mode & 0o777, old.stat().st_mode & 0o777) == (0o600, 0o640)
    assert link.is_symlink()
    assert old.read_bytes() == new.read_bytes()


@pytest.mark.parametrize("where", ["nowhere/a.csv", "callbook.book/a.csv", "folder.csv"])
def test_a_place_that_cannot_be_written_is_said(filled: Desk, where: str) -> None:
    filled.path.with_name("folder.csv").mkdir()
    with pytest.raises(UserError, match="No file can be written there"):
        export(filled.path, filled.path.parent / where, Wanted(Format.CSV), now=filled.now, zone=filled.zone)


def test_an_error_of_ours_is_no_error_of_the_disks(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "a.csv"):
        1 / 0  # noqa: B018
    with pytest.raises(UserError, match="No file can be written"), replacing(tmp_path / "a.csv"):
        raise OSError(errno.EIO, "broken")
    assert list(tmp_path.iterdir()) == []


def test_an_export_sees_the_book_as_it_was_when_it_began(filled: Desk) -> None:
    with filled.book.step(prospects.Op.IMPORT) as step:
        step.insert_many(Prospect(name=f"Mill {number}", created_at=filled.now) for number in range(1100))

    def meanwhile(done: int, total: int) -> None:
        filled.add("Added meanwhile")

    path = filled.path.with_name("a.json")
    export(filled.path, path, Wanted(Format.BOOK), now=filled.now, zone=filled.zone, tell=meanwhile)
    assert "Added meanwhile" in filled.names()
    names = [row["name"] for row in json.loads(path.read_text(encoding="utf-8"))["tables"]["prospect"]]
    assert len(names) == 1101
    assert "Added meanwhile" not in names


def test_what_is_no_book_is_said(tmp_path: Path) -> None:
    (tmp_path / "callbook.book").write_text("no book")
    with pytest.raises(StorageError):
        is_older(tmp_path / "callbook.book")
