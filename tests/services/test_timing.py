"""The time of a call: exact cases, and a machine that does anything in any order beside a second-by-second count."""

from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from callbook.domain.call import Answer, CallState, talk_seconds
from callbook.domain.errors import UserError
from callbook.services import calls, timing
from callbook.services.calls import Ending
from callbook.storage import calls as reader
from callbook.storage.opening import open_book
from tests.storage.desk import LONDON, Desk, no_backup, template


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "callbook.book"
    path.write_bytes(template())
    with closing(open_book(path, no_backup)) as book:
        yield Desk(book)


def length(desk: Desk, call: int) -> int:
    return talk_seconds(desk.call(call), desk.now)


def test_a_pause_does_not_count(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.on(seconds=20)
    timing.pause(desk.book, call, now=desk.now)
    desk.on(minutes=5)
    assert length(desk, call) == 20
    timing.go_on(desk.book, call, now=desk.now)
    desk.on(seconds=7)
    assert length(desk, call) == 27
    calls.hang_up(desk.book, call, now=desk.now)
    assert desk.call(call).seconds == 27


def test_hanging_up_in_a_pause_counts_up_to_it(desk: Desk) -> None:
    call = desk.start()
    desk.on(seconds=20)
    timing.pause(desk.book, call, now=desk.now)
    desk.on(minutes=5)
    calls.hang_up(desk.book, call, now=desk.now)
    assert desk.call(call).seconds == 20


def test_pausing_twice_or_going_on_twice_changes_nothing(desk: Desk) -> None:
    call = desk.start()
    desk.on(seconds=20)
    timing.pause(desk.book, call, now=desk.now)
    desk.on(seconds=10)
    timing.pause(desk.book, call, now=desk.now)
    timing.go_on(desk.book, call, now=desk.now)
    desk.on(seconds=10)
    timing.go_on(desk.book, call, now=desk.now)
    assert length(desk, call) == 30


def test_they_picked_up_after_a_pause_begins_anew(desk: Desk) -> None:
    call = desk.start()
    desk.on(seconds=20)
    timing.pause(desk.book, call, now=desk.now)
    desk.on(seconds=20)
    timing.pick_up(desk.book, call, now=desk.now)
    desk.on(seconds=33)
    assert length(desk, call) == 33


def test_a_stretch_can_be_left_out_during_and_after(desk: Desk) -> None:
    call = desk.start()
    desk.on(minutes=20)
    timing.take_out(desk.book, call, 720, now=desk.now)
    assert length(desk, call) == 480
    calls.hang_up(desk.book, call, now=desk.now)
    timing.take_out(desk.book, call, 80, now=desk.now)
    assert desk.call(call).seconds == 400
    timing.take_out(desk.book, call, 5000, now=desk.now)
    assert desk.call(call).seconds == 0


def test_a_length_is_put_right_by_hand_and_back(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.on(minutes=20)
    calls.hang_up(desk.book, call, now=desk.now)
    timing.correct_length(desk.book, call, 267, now=desk.now)
    assert desk.call(call).seconds == 267
    desk.book.undo()
    assert desk.call(call).seconds == 1200
    with pytest.raises(UserError):
        timing.correct_length(desk.book, call, -1, now=desk.now)


def test_a_beat_is_nothing_to_undo(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.on(seconds=5)
    timing.beat(desk.book, call, now=desk.now)
    assert desk.call(call).seen_at == desk.now
    desk.book.undo()
    assert reader.open_calls(desk.book) == []


def test_a_beat_leaves_what_was_undone_to_be_done_again(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    calls.write(desk.book, call, "said yes", (), now=desk.now)
    desk.book.undo()
    desk.on(seconds=5)
    timing.beat(desk.book, call, now=desk.now)
    desk.book.redo()
    assert desk.call(call).note == "said yes"


def test_a_beat_in_a_book_just_opened_is_kept(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.book.forget_undo()
    desk.on(seconds=5)
    timing.beat(desk.book, call, now=desk.now)
    assert (desk.call(call).seen_at, desk.book.undo()) == (desk.now, None)


def test_a_clock_set_back_makes_no_length_below_nothing(desk: Desk) -> None:
    call = desk.start(desk.add("Northgate"))
    desk.on(hours=-1)
    calls.hang_up(desk.book, call, now=desk.now)
    ended = desk.call(call)
    assert (ended.seconds, ended.ended_at) == (0, ended.started_at)


def test_fractions_of_seconds_are_neither_lost_nor_counted_twice(desk: Desk) -> None:
    call = desk.start()
    for _ in range(40):
        desk.on(seconds=1.7)
        timing.pause(desk.book, call, now=desk.now)
        desk.on(seconds=0.6)
        timing.go_on(desk.book, call, now=desk.now)
    assert abs(length(desk, call) - 68) <= 1


TYPED = st.characters(codec="utf-8", exclude_characters="\0")  # which no field lets in


@dataclass
class Counted:
    """A call as somebody beside it would count it: one more each second that it runs."""

    talk: int = 0
    running: bool = True
    over: bool = False
    saved: bool = False
    answer: str = ""
    note: str = ""
    seen: int = 0


class AnyOrder(RuleBasedStateMachine):
    """Start, pause, hang up, outcome, undo, another prospect, close, crash and open again, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "callbook.book"
        self.path.write_bytes(template())
        self.desk = Desk(open_book(self.path, no_backup))
        self.counted: dict[int, Counted] = {}
        self.before: list[tuple[dict[int, Counted], int]] = []
        self.clock = 0

    def teardown(self) -> None:
        self.desk.book.close()
        self.folder.cleanup()

    @initialize()
    def two_prospects(self) -> None:
        self.prospects = [self.desk.add("Northgate"), self.desk.add("Halden")]
        self.desk.book.forget_undo()

    def did(self) -> None:
        """Something is about to be done that can be taken back."""
        self.before.append((deepcopy(self.counted), self.clock))

    def tick(self, seconds: int) -> None:
        self.desk.on(seconds=seconds)
        self.clock += seconds
        for call in self.counted.values():
            call.talk += seconds * (call.running and not call.over)

    @property
    def live(self) -> int | None:
        return next((key for key, call in self.counted.items() if not call.over), None)

    @property
    def wrapping(self) -> int | None:
        return next((key for key, call in self.counted.items() if call.over and not call.saved), None)

    @rule(seconds=st.integers(0, 4000))
    def time_passes(self, seconds: int) -> None:
        self.tick(seconds)

    @rule(which=st.integers(0, 1))
    def start(self, which: int) -> None:
        self.did()
        for call in self.counted.values():
            call.over = True
        self.counted[self.desk.start(self.prospects[which])] = Counted()

    @precondition(lambda self: self.live)
    @rule(text=st.text(TYPED, max_size=8))
    def answer(self, text: str) -> None:
        call = self.counted[self.live or 0]
        if text == call.answer:
            return
        if text.strip() or call.answer:
            self.did()
            call.answer, call.seen = text, call.talk
            answers = [Answer(position=0, wording="What made you take this call?", text=text)]
            calls.write(self.desk.book, self.live or 0, call.note, answers, now=self.desk.now)

    @precondition(lambda self: self.live)
    @rule()
    def pause_or_go_on(self) -> None:
        self.did()
        call = self.counted[self.live or 0]
        verb = timing.pause if call.running else timing.go_on
        call.running, call.seen = not call.running, call.talk
        verb(self.desk.book, self.live or 0, now=self.desk.now)

    @precondition(lambda self: self.live)
    @rule()
    def beat(self) -> None:
        call = self.counted[self.live or 0]
        call.seen = call.talk
        timing.beat(self.desk.book, self.live or 0, now=self.desk.now)

    @precondition(lambda self: self.live)
    @rule()
    def hang_up(self) -> None:
        self.did()
        key = self.live or 0
        self.counted[key].over = True
        calls.hang_up(self.desk.book, key, now=self.desk.now)

    @precondition(lambda self: self.wrapping)
    @rule(label=st.sampled_from(["Talked", "No answer", "Gatekeeper", ""]))
    def outcome(self, label: str) -> None:
        self.did()
        key = self.wrapping or 0
        call = self.counted[key]
        call.saved = True
        call.talk = 0 if label == "No answer" else call.talk
        ending = Ending(self.desk.outcome(label)) if label else Ending()
        calls.save(self.desk.book, key, ending, LONDON, now=self.desk.now)

    @rule()
    def undo(self) -> None:
        change = self.desk.book.undo()
        assert (change is not None) == bool(self.before)
        if change is None:
            return
        self.counted, then = self.before.pop()
        for call in self.counted.values():
            call.talk += (self.clock - then) * (call.running and not call.over)

    @rule(crashed=st.booleans())
    def close_and_open(self, crashed: bool) -> None:
        """Closing pauses a live call; after a crash it comes back as of its last saved moment."""
        key = self.live
        if key is not None and not crashed:
            timing.pause(self.desk.book, key, now=self.desk.now)
        self.desk.book.close()
        self.desk.book = open_book(self.path, no_backup)
        self.before.clear()
        if key is None:
            return
        call = self.counted[key]
        if crashed and call.running:
            timing.recover(self.desk.book, key, now=self.desk.now)
            self.desk.book.forget_undo()
            call.talk = call.seen
        call.running = False

    @invariant()
    def every_second_and_every_answer_is_there(self) -> None:
        shown = {call.id: call for call in (self.desk.call(key) for key in self.counted)}
        assert {call.id for call in reader.open_calls(self.desk.book)} == {
            key for key, call in self.counted.items() if not call.saved
        }
        for key, call in self.counted.items():
            stored = shown[key]
            seconds = talk_seconds(stored, self.desk.now) if stored.state is CallState.LIVE else stored.seconds
            assert seconds == call.talk, (stored, call)
            said = [answer.text for answer in reader.answers(self.desk.book, [key]).get(key, ())]
            assert "".join(said) == call.answer


AnyOrder.TestCase.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
TestAnyOrder = AnyOrder.TestCase
