"""Themes of answers on a real book: put on, renamed, merged, let go, and counted with what they are counted from."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from callbook.domain.call import Answer
from callbook.domain.change import Op
from callbook.domain.errors import UserError
from callbook.domain.research import Trait
from callbook.services import calls, merging, research
from callbook.services.calls import Ending
from callbook.services.upkeep import check
from callbook.storage import research as reader
from callbook.storage.research import Narrowing
from tests.storage.desk import LONDON, Desk, new_desk

ANYTHING = Narrowing()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


@pytest.fixture
def asked(desk: Desk) -> int:
    """The first question of the cold call, with three answers from two prospects and one that stayed empty."""
    question = desk.script().prompts[0].question_id
    north, south = desk.add("North", tags=("warm",)), desk.add("South")
    for prospect, text in ((north, "On paper"), (south, "By phone"), (north, "Paper, all of it"), (south, "  ")):
        answer(desk, prospect, question, text)
        desk.on(hours=1)
    return question


def answer(desk: Desk, prospect: int, question: int, text: str) -> int:
    call = desk.start(prospect, version_id=desk.script().version.id)
    prompt = desk.script().prompts[0]
    calls.write(desk.book, call, "", (Answer(0, "", call, question, 0, prompt.wording, text),), now=desk.now)
    calls.hang_up(desk.book, call, now=desk.now)
    calls.save(desk.book, call, Ending(desk.outcome("Talked")), LONDON, now=desk.now)
    return call


def said(desk: Desk, question: int, narrowing: Narrowing = ANYTHING) -> list[str]:
    found = reader.page(desk.book, question, narrowing, 0, 100)
    assert len(found) == reader.count(desk.book, question, narrowing)
    return [one.text for one in found]


def themed(desk: Desk, question: int) -> dict[str, int]:
    counts = reader.theme_counts(desk.book, question)
    return {theme.name: counts.get(theme.id, 0) for theme in reader.themes(desk.book, question)}


def theme(desk: Desk, question: int, name: str, *texts: str) -> int:
    ids = [one.answer_id for one in reader.page(desk.book, question, ANYTHING, 0, 100) if one.text in texts]
    return research.add_theme(desk.book, question, name, ids, now=desk.now).one("theme")


def test_answers_come_newest_first_and_an_empty_one_is_none(desk: Desk, asked: int) -> None:
    assert said(desk, asked) == ["Paper, all of it", "By phone", "On paper"]
    assert [(one.question_id, one.answers) for one in reader.questions(desk.book)] == [(asked, 3)]
    assert reader.page(desk.book, asked, ANYTHING, 1, 1)[0].prospect == "South"


def test_an_answer_of_a_call_that_is_deleted_or_not_saved_is_none(desk: Desk, asked: int) -> None:
    call = answer(desk, desk.add("West"), asked, "With a diary")
    calls.delete(desk.book, [call], now=desk.now)
    live = desk.start(desk.add("East"))
    calls.write(desk.book, live, "", (Answer(0, "", live, asked, 0, "?", "Not yet"),), now=desk.now)
    assert len(said(desk, asked)) == 3
    desk.book.undo()  # what was typed
    desk.book.undo()  # East's call
    desk.book.undo()  # East
    desk.book.undo()  # the deleting
    assert said(desk, asked)[0] == "With a diary"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("paper",), ["Paper, all of it", "On paper"]),
        (("paper", "all"), ["Paper, all of it"]),
        (("%",), []),
        (("_",), []),
    ],
)
def test_answers_are_searched_by_what_they_hold(
    desk: Desk, asked: int, words: tuple[str, ...], found: list[str]
) -> None:
    assert said(desk, asked, Narrowing(words)) == found


def test_a_theme_is_put_on_answers_and_counted(desk: Desk, asked: int) -> None:
    paper = theme(desk, asked, " On   paper ", "On paper", "Paper, all of it")
    assert themed(desk, asked) == {"On paper": 2}
    assert said(desk, asked, Narrowing(theme_id=paper)) == ["Paper, all of it", "On paper"]
    assert said(desk, asked, Narrowing(theme_id=0)) == ["By phone"]
    assert [(tag.name, tag.answers) for tag in reader.theme_tags(desk.book, paper)] == [("warm", 2)]
    assert len(reader.ids(desk.book, asked, Narrowing(theme_id=paper))) == 2
    assert reader.who_said(desk.book, [paper]) == [1]
    assert reader.theme_prospects(desk.book, paper) == 1
    shown = reader.page(desk.book, asked, ANYTHING, 0, 9)
    assert reader.marks(desk.book, asked, [one.answer_id for one in shown]) == {
        one.answer_id: one.themes for one in shown if one.themes
    }
    (first,) = [one.answer_id for one in reader.page(desk.book, asked, ANYTHING, 2, 1)]
    research.take_theme(desk.book, paper, [first], now=desk.now)
    research.put_theme(desk.book, paper, [first, first], now=desk.now)
    assert themed(desk, asked) == {"On paper": 2}
    assert check(desk.path) == []


def test_turning_a_theme_puts_it_on_what_lacks_it_and_takes_it_off_what_all_bears_it(desk: Desk, asked: int) -> None:
    paper = theme(desk, asked, "Paper", "On paper")
    both = [one.answer_id for one in reader.page(desk.book, asked, Narrowing(("paper",)), 0, 9)]
    for bear in (2, 0, 2):
        research.turn_theme(desk.book, paper, both, now=desk.now)
        assert themed(desk, asked) == {"Paper": bear}
    research.turn_theme(desk.book, paper, both[:1], now=desk.now)
    assert themed(desk, asked) == {"Paper": 1}


def test_very_many_answers_are_turned_and_merged_in_pieces_that_are_one_entry(desk: Desk, asked: int) -> None:
    (call, *_) = [one.call_id for one in reader.page(desk.book, asked, ANYTHING, 0, 1)]
    with desk.book.step(Op.EDIT_CALL) as step:
        step.insert_rows(Answer(0, "", call, asked, at, "?", f"More {at}") for at in range(research.SLICE))
    ids = reader.ids(desk.book, asked, ANYTHING)
    old = theme(desk, asked, "Old ways", "On paper", "By phone")
    book, now = desk.book, desk.now
    stood = [desk.dump()]
    pieces = len(list(research.add_theme_in_pieces(book, asked, "All", ids[: research.SLICE], now=now)))
    made = reader.themes(book, asked)[-1].id
    for verb in (
        lambda: research.put_theme_in_pieces(book, made, ids, now=now),  # the first piece writes nothing
        lambda: research.turn_theme_in_pieces(book, made, ids, now=now),
        lambda: research.turn_theme_in_pieces(book, made, ids, now=now),
        lambda: research.merge_themes_in_pieces(book, old, made, now=now),
    ):
        stood.append(desk.dump())
        pieces += len(list(verb()))
    assert pieces == 2 + 2 + 2 + 2 + 3
    assert themed(desk, asked) == {"Old ways": len(ids)}
    for before in reversed(stood):
        assert desk.book.undo() is not None
        assert desk.dump() == before
    assert check(desk.path) == []


def test_a_theme_half_put_on_can_be_taken_back(desk: Desk, asked: int) -> None:
    ids = reader.ids(desk.book, asked, ANYTHING)
    pieces = research.add_theme_in_pieces(desk.book, asked, "All", ids, now=desk.now)
    assert next(pieces).ids("theme")
    desk.add("West")
    with pytest.raises(UserError, match="Something else was written meanwhile"):
        next(pieces)
    assert themed(desk, asked) == {"All": 0}
    desk.book.undo()
    desk.book.undo()
    assert themed(desk, asked) == {}


def test_where_most_are_who_said_it(desk: Desk, asked: int) -> None:
    paper = theme(desk, asked, "Paper", "On paper", "By phone")
    assert reader.theme_city(desk.book, paper) == ""
    answer(desk, desk.add("West", city="Leeds"), asked, "A diary")
    diary = theme(desk, asked, "Diary", "A diary", "By phone")
    assert reader.theme_city(desk.book, diary) == "Leeds"


def test_what_those_have_who_said_it_is_set_against_the_others_who_answered(desk: Desk, asked: int) -> None:
    leeds = [desk.add(name, tags=("warm", "b2b"), city=city) for name, city in (("West", "Leeds"), ("East", "leeds"))]
    for prospect in (*leeds, leeds[0]):
        answer(desk, prospect, asked, "A diary")
    desk.add("Silent", tags=("warm",), city="Leeds")
    diary = theme(desk, asked, "Diary", "A diary", "On paper")
    (chosen,) = [one for one in reader.themes(desk.book, asked) if one.id == diary]
    found = reader.theme_traits(desk.book, chosen)
    assert (found.said, found.others) == (3, 1)
    assert set(found.traits) == {
        Trait("tag", "warm", 3, 0), Trait("city", "Leeds", 2, 0), Trait("tag", "b2b", 2, 0)
    }  # fmt: skip
    answer(desk, desk.add("South again", tags=("b2b",), city="LEEDS"), asked, "By phone")
    answer(desk, desk.add("Farther", tags=("b2b",)), asked, "By phone")
    assert set(reader.theme_traits(desk.book, chosen).traits) == {
        Trait("tag", "warm", 3, 0), Trait("city", "Leeds", 2, 1), Trait("tag", "b2b", 2, 2)
    }  # fmt: skip


def test_names_of_themes_over_all_questions(desk: Desk, asked: int) -> None:
    for question, name in ((asked, "paper"), (2, "Paper"), (asked, "Ads")):
        theme(desk, question, name)
    gone = theme(desk, asked, "gone")
    research.delete_theme(desk.book, gone, now=desk.now)
    assert reader.theme_names(desk.book) == ["Ads", "Paper"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("theme:paper", ["North"]),
        ("theme:PAPER theme:phone", []),
        ("theme:phone", ["South"]),
        ("nottheme:paper", ["South", "West"]),
        ("theme:nothing", []),
    ],
)
def test_prospects_are_found_by_what_they_said(desk: Desk, asked: int, text: str, names: list[str]) -> None:
    desk.add("West")
    theme(desk, asked, "Paper", "On paper", "Paper, all of it")
    theme(desk, asked, "phone", "By phone")
    gone = theme(desk, asked, "Nothing", "By phone")
    research.delete_theme(desk.book, gone, now=desk.now)
    assert desk.names(text=text + " sort:name") == names


def test_answers_of_a_tag(desk: Desk, asked: int) -> None:
    warm = desk.book.sql("SELECT id FROM tag WHERE name = 'warm'")[0][0]
    assert said(desk, asked, Narrowing(tag_id=warm)) == ["Paper, all of it", "On paper"]


def test_merging_puts_one_theme_in_the_place_of_two(desk: Desk, asked: int) -> None:
    paper = theme(desk, asked, "Paper", "On paper", "Paper, all of it")
    old = theme(desk, asked, "Old ways", "On paper", "By phone")
    before = desk.dump()
    research.merge_themes(desk.book, paper, old, now=desk.now)
    assert themed(desk, asked) == {"Paper": 3}
    research.merge_themes(desk.book, paper, paper, now=desk.now)
    assert themed(desk, asked) == {"Paper": 3}
    desk.book.undo()
    assert desk.dump() == before
    assert themed(desk, asked) == {"Paper": 2, "Old ways": 2}


def test_a_theme_can_be_renamed_and_let_go(desk: Desk, asked: int) -> None:
    paper = theme(desk, asked, "Paper", "On paper")
    research.rename_theme(desk.book, paper, "PAPER", now=desk.now)
    assert themed(desk, asked) == {"PAPER": 1}
    research.delete_theme(desk.book, paper, now=desk.now)
    assert themed(desk, asked) == {}
    assert [one.themes for one in reader.page(desk.book, asked, ANYTHING, 0, 9)] == [(), (), ()]
    assert len(said(desk, asked, Narrowing(theme_id=0))) == 3
    theme(desk, asked, "Paper")
    assert themed(desk, asked) == {"Paper": 0}


@pytest.mark.parametrize(
    "verb",
    [
        lambda desk, one, other: research.add_theme(desk.book, 1, "  ", now=desk.now),
        lambda desk, one, other: research.add_theme(desk.book, 1, "paper", now=desk.now),
        lambda desk, one, other: research.rename_theme(desk.book, one, "phone", now=desk.now),
        lambda desk, one, other: research.merge_themes(desk.book, one, other, now=desk.now),
    ],
    ids=["blank", "taken", "renamed to another", "of another question"],
)
def test_what_cannot_be_a_theme_is_refused_in_words(
    desk: Desk, asked: int, verb: Callable[[Desk, int, int], object]
) -> None:
    one, _ = theme(desk, 1, "Paper"), theme(desk, 1, "Phone")
    other = theme(desk, 2, "Paper")
    before = desk.dump()
    with pytest.raises(UserError):
        verb(desk, one, other)
    assert desk.dump() == before


def test_merging_prospects_keeps_what_both_said(desk: Desk, asked: int) -> None:
    paper = theme(desk, asked, "Paper", "On paper", "By phone")
    merging.merge(desk.book, 1, 2, {}, now=desk.now)
    assert reader.who_said(desk.book, [paper]) == [1]
    assert themed(desk, asked) == {"Paper": 2}
