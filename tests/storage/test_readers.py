"""What the other readers answer: cards, look-ups, scripts and their use, counts, settings and views."""

from dataclasses import replace
from datetime import date, timedelta

from callbook.domain.change import Op
from callbook.domain.facts import Dimension
from callbook.domain.followup import Closing
from callbook.domain.prospect import Contact, Phone, Prospect
from callbook.domain.query import Query
from callbook.domain.script import Channel, Direction, Script
from callbook.domain.settings import BookSettings
from callbook.domain.stats import Count, Rate, Tally
from callbook.services import calls as call_verbs
from callbook.services import prospects as verbs
from callbook.services import scripts as script_verbs
from callbook.services import settings as setting_verbs
from callbook.services.calls import Ending
from callbook.services.prospects import Draft
from callbook.storage import insights, prospects, scripts
from callbook.storage.insights import Whose
from callbook.storage.settings import settings, views
from tests.storage.desk import LONDON, TODAY, TOMORROW, Desk


def test_a_card_holds_all_that_stands_on_it(desk: Desk) -> None:
    friend = desk.add("Larch Bakery")
    number = desk.add("Northgate", "0161 496 0142", "0161 496 0143", tags=("warm", "dental"), people=("Ann", "Bob"))
    verbs.edit(
        desk.book,
        Draft(
            replace(desk.prospect(number), referred_by=friend),
            tuple(prospects.contacts(desk.book, number)),
            tuple(prospects.phones(desk.book, number)),
            ("warm", "dental"),
        ),
        now=desk.now,
    )
    verbs.move_next(desk.book, [number], None, TODAY, "Europe/London", now=desk.now)
    card = prospects.card(desk.book, number)
    assert card is not None
    assert card.prospect == desk.prospect(number)
    assert [contact.name for contact in card.contacts] == ["Ann", "Bob"]
    assert [(phone.typed, phone.e164) for phone in card.phones] == [
        ("0161 496 0142", "+441614960142"),
        ("0161 496 0143", "+441614960143"),
    ]
    assert card.tags == ("dental", "warm")
    assert card.next_action is not None
    assert card.next_action.due == TODAY
    assert card.referrer == "Larch Bakery"


def test_no_card_of_who_is_not_there(desk: Desk) -> None:
    number = desk.add("Northgate")
    verbs.delete(desk.book, [number], now=desk.now)
    assert prospects.card(desk.book, number) is None
    assert prospects.card(desk.book, 404) is None
    assert desk.book.get(Prospect, 404) is None
    assert prospects.name_of(desk.book, None) == prospects.name_of(desk.book, 404) == ""
    assert prospects.open_action(desk.book, number) is None


def test_a_wrong_number_goes_to_the_end(desk: Desk) -> None:
    number = desk.add("Northgate", "111 111", "222 222", "333 333")
    wrong = prospects.phones(desk.book, number)[0]
    desk.log(number, "Wrong number", phone_id=wrong.id)
    assert [phone.typed for phone in prospects.phones(desk.book, number)] == ["222 222", "333 333", "111 111"]


def test_tags_and_cities_by_name_each_once(desk: Desk) -> None:
    desk.add("A", tags=("warm", "dental"), city="york")
    desk.add("B", tags=("Warm",), city="Leeds")
    desk.add("C", city="Leeds")
    gone = desk.add("D", city="Atlantis")
    verbs.delete(desk.book, [gone], now=desk.now)
    assert prospects.all_tags(desk.book) == ["dental", "warm"]
    assert prospects.cities(desk.book) == ["Leeds", "york"]
    assert prospects.cities(desk.book, limit=1) == ["Leeds"]
    found = prospects.tag_named(desk.book, " WARM ")
    assert found is not None
    assert found.name == "warm"
    assert prospects.tag_named(desk.book, "cold") is None


def test_names_by_their_beginning(desk: Desk) -> None:
    larch = desk.add("Larch Bakery", city="Leeds")
    larger = desk.add("larger Things")
    desk.add("Northgate")
    verbs.delete(desk.book, [desk.add("Larch Gone")], now=desk.now)
    assert prospects.named_like(desk.book, "LAR") == [(larch, "Larch Bakery", "Leeds"), (larger, "larger Things", "")]
    assert prospects.named_like(desk.book, "larg") == [(larger, "larger Things", "")]
    assert len(prospects.named_like(desk.book, "", limit=2)) == 2


def test_which_calls_point_to_a_row(desk: Desk) -> None:
    number = desk.add("Northgate", "0161 496 0142", people=("Ann",))
    (contact,), (phone,) = prospects.contacts(desk.book, number), prospects.phones(desk.book, number)
    call = desk.log(number, contact_id=contact.id, phone_id=phone.id)
    other = desk.log(number)
    call_verbs.delete(desk.book, [other], now=desk.now)
    assert prospects.calls_pointing(desk.book, "prospect_id", number) == [call, other]
    assert prospects.calls_pointing(desk.book, "contact_id", contact.id) == [call]
    assert prospects.calls_pointing(desk.book, "phone_id", phone.id) == [call]


# Scripts


def test_scripts_in_the_users_order_in_their_newest_words(desk: Desk) -> None:
    assert [text.script.name for text in scripts.scripts(desk.book)] == ["Cold call", "They call us"]
    cold = desk.script()
    assert [opener.text for opener in cold.openers] == [
        "Do you have a minute?",
        "I was wondering if you could help me.",
    ]
    assert [prompt.wording for prompt in cold.prompts] == [
        "How do people book today?",
        "What happens when you are closed?",
    ]
    assert [(one.objection, one.reply) for one in cold.objections][0] == ("No time", "When is better?")


def test_an_old_version_and_a_deleted_script_can_still_be_read(desk: Desk) -> None:
    text = desk.script()
    desk.log(None, version_id=text.version.id)
    script_verbs.reword(desk.book, text.script.id, script_verbs.Wording("Cold call", openers=("Hello?",)), now=desk.now)
    script_verbs.delete(desk.book, [text.script.id], now=desk.now)
    old = scripts.text_of_version(desk.book, text.version.id)
    assert old is not None
    assert old.openers == text.openers
    assert [one.script.name for one in scripts.scripts(desk.book)] == ["They call us"]
    assert scripts.text_of_version(desk.book, 404) is None


def test_a_script_without_words_has_no_text(desk: Desk) -> None:
    with desk.book.step(Op.ADD_SCRIPT) as step:
        bare = step.insert(Script(name="Bare", direction=Direction.OUTBOUND, channel=Channel.PHONE))
    assert scripts.newest_text(desk.book, bare) is None
    assert "Bare" not in [text.script.name for text in scripts.scripts(desk.book)]


def test_how_often_each_script_was_used(desk: Desk) -> None:
    text = desk.script()
    assert scripts.is_used(desk.book, text.version.id) is False
    desk.log(None, version_id=text.version.id)
    script_verbs.reword(desk.book, text.script.id, script_verbs.Wording("Cold call", openers=("Hello?",)), now=desk.now)
    desk.log(None, version_id=desk.script().version.id)
    deleted = desk.log(None, version_id=desk.script().version.id)
    call_verbs.delete(desk.book, [deleted], now=desk.now)
    desk.start(None, version_id=desk.script().version.id)
    assert scripts.usage(desk.book) == {text.script.id: 2}
    assert scripts.is_used(desk.book, text.version.id) is True


def test_questions_are_one_over_all_scripts(desk: Desk) -> None:
    """The two scripts share a wording, so they share the question."""
    shared = desk.script().prompts[0]
    assert shared.question_id == desk.script("They call us").prompts[1].question_id
    found = scripts.questions_worded(desk.book, ["How do people book today?", "What else?"])
    assert {text: question.id for text, question in found.items()} == {"How do people book today?": shared.question_id}


# Counts


def test_a_tally_counts_by_the_definitions(desk: Desk) -> None:
    number = desk.add("Northgate")
    cold, inbound = desk.script().version.id, desk.script("They call us").version.id
    for at, label in enumerate(("No answer", "Gatekeeper", "Call back", "Talked", "Meeting set", "Not interested")):
        desk.log(number, label, desk.now - timedelta(minutes=at), version_id=cold)
    desk.log(number, "Meeting set", version_id=inbound, direction=Direction.INBOUND)
    desk.log(number, "Talked", channel=Channel.MEETING)
    desk.log(number, "No answer", channel=Channel.WALK_IN)
    desk.log(number, "Talked", desk.now - timedelta(days=2))
    desk.start(number)
    whole = Tally(attempts=7, connects=4, conversations=2, meetings=1, calls=9, seconds=420)
    assert insights.tally(desk.book, TODAY, TODAY) == whole
    assert insights.tally(desk.book, TODAY - timedelta(days=1), TOMORROW) == whole
    assert insights.tally(desk.book, TOMORROW, TOMORROW) == Tally()
    assert insights.by(desk.book, Dimension.VERSION, TODAY, TODAY)[cold] == Tally(6, 4, 2, 1, 0, 6, 300)
    assert insights.wordings(desk.book)[cold] == insights.Wording(desk.script().script.id, "Cold call", 1)
    assert insights.by(desk.book, Dimension.HOUR, TODAY, TODAY) == {34: Tally(7, 4, 2, 1, 0, 7, 300)}
    assert insights.by(desk.book, Dimension.DIRECTION, TODAY, TODAY)["inbound"] == Tally(0, 0, 1, 1, 0, 1, 60)
    assert insights.by(desk.book, Dimension.CHANNEL, TODAY, TODAY)["meeting"] == Tally(0, 0, 1, 0, 0, 1, 60)
    days = insights.by_day(desk.book, Dimension.ALL, date.min, TOMORROW)
    assert [(day, one.attempts) for (_, day), one in days.items()] == [(TODAY - timedelta(days=2), 1), (TODAY, 7)]
    deleted = desk.log(number, "Talked")
    call_verbs.delete(desk.book, [deleted], now=desk.now)
    assert insights.tally(desk.book, TODAY, TODAY) == whole


def test_the_hour_counts_at_their_clock_where_it_is_known(desk: Desk) -> None:
    desk.log(desk.add("Tokyo", country="JP"), "Talked")
    desk.log(desk.add("Nowhere", country=""), "Talked")
    found = insights.by(desk.book, Dimension.HOUR, TODAY, TODAY)
    assert {divmod(int(hour), 24): one.connects for hour, one in found.items()} == {(1, 19): 1}


def test_a_meeting_counts_as_held_once_it_was(desk: Desk) -> None:
    number = desk.add("Northgate")
    desk.log(number, "Meeting set", due=TOMORROW)
    for closing, rate in ((None, Rate(0, 0)), (Closing.HELD, Rate(1, 1)), (Closing.DROPPED, Rate(0, 1))):
        if closing is not None:
            verbs.close_next(desk.book, [number], closing, now=desk.now)
        still_open = insights.open_meetings(desk.book, TODAY, TODAY)
        assert insights.tally(desk.book, TODAY, TODAY).rate(Count.HELD, still_open) == rate
        if closing is not None:
            desk.book.undo()
    assert insights.open_meetings(desk.book, TODAY, TODAY) == 1


def test_open_meetings_are_told_apart_as_the_meetings_are(desk: Desk) -> None:
    version, whose = desk.script().version.id, Whose(Query(), desk.now, LONDON)
    for name, direction in (("North", Direction.OUTBOUND), ("South", Direction.INBOUND)):
        number = desk.add(name, tags=("warm", "dental"), city="Leeds")
        desk.log(number, "Meeting set", due=TOMORROW, version_id=version, direction=direction)
    for dimension in insights.PARTS:
        counted = insights.by(desk.book, dimension, TODAY, TODAY)
        meetings = {what: one.meetings for what, one in counted.items() if one.meetings}
        assert insights.open_meetings_by(desk.book, dimension, TODAY, TODAY) == meetings, dimension
        assert insights.open_meetings_by(desk.book, dimension, TODAY, TODAY, whose) == meetings, dimension
    assert insights.open_meetings_by(desk.book, Dimension.DIRECTION, TODAY, TODAY) == {"outbound": 1, "inbound": 1}


def test_refusals_by_their_reasons(desk: Desk) -> None:
    refused = desk.outcome("Not interested")
    for label in ("No budget", "No need", "No budget", ""):
        call = desk.start(None)
        reason = desk.reason(label).id if label else None
        call_verbs.save(desk.book, call, Ending(refused, reason), LONDON, now=desk.now)
    desk.log(None, "Not now")
    labels = {0: "", **insights.reasons(desk.book)}
    found = insights.by(desk.book, Dimension.REASON, TODAY, TODAY)
    assert {labels[int(key)]: one.calls for key, one in found.items()} == {"": 1, "No need": 1, "No budget": 2}


# Settings and views


def test_settings_are_read_as_they_were_written(desk: Desk) -> None:
    assert settings(desk.book) == BookSettings()
    wanted = BookSettings(me="Ann Lee", offer="websites", home_country="GB", daily_goal=30, first_hour=7, last_hour=19)
    setting_verbs.change_settings(desk.book, wanted, now=desk.now)
    assert settings(desk.book) == wanted


def test_a_setting_that_cannot_be_read_keeps_its_default(desk: Desk) -> None:
    desk.book.sql("UPDATE setting SET value = 'many' WHERE key = 'daily_goal'")
    desk.book.sql("DELETE FROM setting WHERE key = 'me'")
    assert settings(desk.book) == BookSettings()


def test_views_in_order_without_deleted_ones(desk: Desk) -> None:
    for name in ("Leeds", "York", "Bath"):
        setting_verbs.save_view(desk.book, name, f"city:{name}", now=desk.now)
    setting_verbs.delete_view(desk.book, views(desk.book)[1].id, now=desk.now)
    assert [(view.name, view.query) for view in views(desk.book)] == [("Leeds", "city:Leeds"), ("Bath", "city:Bath")]


def test_people_and_numbers_keep_their_order(desk: Desk) -> None:
    number = desk.add("Northgate")
    draft = Draft(
        desk.prospect(number),
        tuple(Contact(name=name) for name in ("C", "A", "B")),
        tuple(Phone(typed=typed) for typed in ("3", "1", "2")),
    )
    verbs.edit(desk.book, draft, now=desk.now)
    assert [contact.name for contact in prospects.contacts(desk.book, number)] == ["C", "A", "B"]
    assert [phone.typed for phone in prospects.phones(desk.book, number)] == ["3", "1", "2"]
