"""Scripts: what calls were made with stands for ever, and a question stays the question it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from callbook.domain.change import Op
from callbook.domain.errors import UserError
from callbook.domain.script import Channel, Direction, Purpose, Script, ScriptText
from callbook.services import scripts
from callbook.services.scripts import Wording
from callbook.storage.scripts import questions_worded, text_of_version
from callbook.storage.scripts import scripts as script_texts
from tests.storage.desk import Desk, new_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    yield from new_desk(tmp_path)


def wording_of(text: ScriptText) -> Wording:
    """What a form opened on this script would hold."""
    return Wording(
        text.script.name,
        text.script.direction,
        text.script.channel,
        text.script.purpose,
        text.version.positioning,
        text.version.value_proposition,
        tuple(opener.text for opener in text.openers),
        text.version.gatekeeper_line,
        text.version.voicemail,
        tuple(prompt.wording for prompt in text.prompts),
        tuple(prompt.question_id for prompt in text.prompts),
        tuple((one.objection, one.reply) for one in text.objections),
    )


def replaced(text: ScriptText, **words: object) -> Wording:
    from_form = wording_of(text)
    return Wording(**{name: words.get(name, getattr(from_form, name)) for name in Wording.__slots__})  # type: ignore[arg-type]


def reword(desk: Desk, text: ScriptText, merge: str = "", **words: object) -> ScriptText:
    scripts.reword(desk.book, text.script.id, replaced(text, **words), now=desk.now, merge=merge)
    return desk.script(str(words.get("name", text.script.name)))


def test_a_new_script_comes_last(desk: Desk) -> None:
    wording = Wording(
        " Walk-in ", Direction.OUTBOUND, Channel.WALK_IN, Purpose.PARTNERSHIP, "A neighbour", "I am round the corner.",
        ("  Good morning!  ", "  ", "Hello?"), "Who decides?", "", (" Who does this now? ", "", "And why?"), (),
        (("No time", "When?"), ("", ""), ("No", "")),
    )  # fmt: skip
    change = scripts.add(desk.book, wording, now=desk.now)
    made = desk.script("Walk-in")
    assert change.one("script") == made.script.id
    assert [text.script.name for text in script_texts(desk.book)][-1] == "Walk-in"
    assert (made.script.position, made.version.number, made.version.created_at) == (2, 1, desk.now)
    assert [opener.text for opener in made.openers] == ["Good morning!", "Hello?"]
    assert [(prompt.position, prompt.wording) for prompt in made.prompts] == [
        (0, "Who does this now?"),
        (1, "And why?"),
    ]
    assert [(one.objection, one.reply) for one in made.objections] == [("No time", "When?"), ("No", "")]


def test_a_script_needs_a_name(desk: Desk) -> None:
    before = desk.dump()
    with pytest.raises(UserError, match="needs a name"):
        scripts.add(desk.book, Wording("  "), now=desk.now)
    assert desk.dump() == before


def test_words_nobody_has_used_yet_are_written_over(desk: Desk) -> None:
    text = desk.script()
    after = reword(desk, text, openers=("Hello?",), voicemail="Bye.")
    assert after.version.id == text.version.id
    assert (after.version.number, after.version.voicemail) == (1, "Bye.")
    assert [opener.text for opener in after.openers] == ["Hello?"]
    assert [prompt.question_id for prompt in after.prompts] == [prompt.question_id for prompt in text.prompts]
    desk.book.undo()
    assert desk.script() == text


def test_the_first_change_of_used_words_makes_the_next_version_not_each_keystroke(desk: Desk) -> None:
    text = desk.script()
    call = desk.log(None, version_id=text.version.id, opener_id=text.openers[0].id)
    for typed in ("H", "He", "Hello"):
        reword(desk, text, merge="this visit", openers=(typed,))
    after = reword(desk, text, merge="this visit", openers=("Hello?",))
    assert (after.version.number, after.version.id != text.version.id) == (2, True)
    assert text_of_version(desk.book, text.version.id) == text
    assert desk.call(call).version_id == text.version.id
    desk.book.undo()
    assert desk.script() == text


def test_a_live_call_uses_its_words_too(desk: Desk) -> None:
    text = desk.script()
    desk.start(None, version_id=text.version.id)
    assert reword(desk, text, openers=("Hello?",)).version.number == 2


def test_nothing_changed_is_no_version(desk: Desk) -> None:
    text = desk.script()
    desk.log(None, version_id=text.version.id)
    change = scripts.reword(desk.book, text.script.id, wording_of(text), now=desk.now)
    assert change.touched == {}
    assert desk.script() == text


def test_a_name_is_no_part_of_what_is_said(desk: Desk) -> None:
    text = desk.script()
    desk.log(None, version_id=text.version.id)
    after = reword(desk, text, name="Warm call", channel=Channel.WALK_IN)
    assert (after.version, after.script.channel) == (text.version, Channel.WALK_IN)
    scripts.reword(desk.book, text.script.id, replaced(after, name="  "), now=desk.now)
    assert desk.script("Warm call").script.id == text.script.id


def test_a_question_only_reworded_is_the_same_question(desk: Desk) -> None:
    text = desk.script()
    first, second = (prompt.question_id for prompt in text.prompts)
    after = reword(desk, text, questions=("What happens at night?", "How do people book today?"), known=(second, first))
    assert [prompt.question_id for prompt in after.prompts] == [second, first]
    assert [prompt.wording for prompt in after.prompts] == ["What happens at night?", "How do people book today?"]


def test_a_wording_given_up_can_be_asked_anew_and_the_same_one_twice(desk: Desk) -> None:
    text = desk.script("Cold call")
    first, second = (prompt.question_id for prompt in text.prompts)
    given_up = text.prompts[0].wording
    asked = ("What happens at night?", given_up, "Who else?", "Who else?", text.prompts[1].wording)
    after = reword(desk, text, questions=asked, known=(first, 0, 0, 0, second))
    night, anew, *twice, last = (prompt.question_id for prompt in after.prompts)
    assert (night, last) == (first, second)
    assert twice[0] == twice[1]
    assert len({night, anew, twice[0], last}) == 4
    assert [prompt.wording for prompt in after.prompts] == list(asked)


def test_a_new_question_is_a_new_one_and_a_known_wording_the_old_one(desk: Desk) -> None:
    text = desk.script()
    after = reword(desk, text, questions=("Who else?", "What made you get in touch?"), known=(0, 0))
    assert after.prompts[0].question_id not in {prompt.question_id for prompt in text.prompts}
    assert after.prompts[1].question_id == desk.script("They call us").prompts[0].question_id
    assert set(questions_worded(desk.book, ["Who else?"])) == {"Who else?"}


def test_a_deleted_script_is_no_choice_any_more_and_comes_back(desk: Desk) -> None:
    text = desk.script()
    call = desk.log(None, version_id=text.version.id)
    scripts.delete(desk.book, [text.script.id], now=desk.now)
    assert [one.script.name for one in script_texts(desk.book)] == ["They call us"]
    assert text_of_version(desk.book, desk.call(call).version_id or 0) is not None
    desk.book.undo()
    assert desk.script() == text


def test_rewording_what_is_not_there(desk: Desk) -> None:
    with pytest.raises(KeyError):
        scripts.reword(desk.book, 404, Wording("x"), now=desk.now)
    with desk.book.step(Op.ADD_SCRIPT) as step:
        bare = step.insert(Script(name="Bare"))
    with pytest.raises(KeyError):
        scripts.reword(desk.book, bare.id, Wording("x"), now=desk.now)
