"""The middle of the window: a prospect before, during and after a call, in one place."""

from dataclasses import replace
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from callbook.domain.call import Answer, Call, CallState
from callbook.domain.change import Change
from callbook.domain.followup import Closing
from callbook.domain.outcome import Outcome
from callbook.domain.phone import digits
from callbook.domain.prospect import Phone, Prospect
from callbook.domain.script import Direction, Opener, ScriptText
from callbook.services import prospects as prospect_service
from callbook.services import timing
from callbook.services.calls import Ending, Situation
from callbook.services.prospects import Draft
from callbook.storage import calls as reader
from callbook.storage import prospects as prospect_reader
from callbook.storage import scripts as script_reader
from callbook.storage.prospects import Card
from callbook.ui import texts
from callbook.ui.call import choice, dialling, wording
from callbook.ui.call.before import BeforeView
from callbook.ui.call.caller import CallerField
from callbook.ui.call.header import CallHeader
from callbook.ui.call.in_hand import CallInHand
from callbook.ui.call.live import LiveView
from callbook.ui.call.live_bar import LiveBar
from callbook.ui.session import Session
from callbook.ui.theme import Theme

SHOWN_TABLES = (
    *("prospect", "contact", "phone", "tagging", "next_action", "call", "answer", "raised"),
    *("setting", "script_version", "outcome", "reason"),
)


class CallPanel(QWidget):
    """Shows one prospect, or an open call. What it asks of its composer stands in its signals."""

    advance_asked = Signal()
    skip_asked = Signal()
    prospect_asked = Signal(int)
    referred = Signal(int)
    turn_asked = Signal(int)
    open_shown = Signal(bool)
    edit_asked = Signal(int)
    log_asked = Signal(int, object)
    move_asked = Signal(int)
    settings_asked = Signal()
    said = Signal(str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session = session
        self._card: Card | None = None
        self._text: ScriptText | None = None
        self._opener: Opener | None = None
        self._hand = CallInHand(session)
        self._interrupted = 0  # whose turn it was when somebody called
        self._bar = LiveBar()
        self._header = CallHeader(session, theme)
        self._caller = CallerField(session)
        self._before = BeforeView(session)
        self._live = LiveView(session)
        self._views = QStackedWidget()
        self._lay_out()
        self._connect()

    # what is shown

    @property
    def prospect_id(self) -> int:
        return self._card.prospect.id if self._card else 0

    @property
    def state(self) -> CallState | None:
        """None before a call."""
        return self._hand.state

    def show_prospect(self, prospect_id: int) -> None:
        """Show a prospect: its open call where it has one, else what to say before one."""
        self.flush()
        self._card = prospect_reader.card(self._session.book, prospect_id)
        own = [call for call in reader.open_calls(self._session.book) if call.prospect_id == prospect_id]
        self._open(own[0] if own and self._card else None)

    def show_call(self, call_id: int) -> None:
        """Show an open call, whoever it is with."""
        self.flush()
        call = self._session.book.get(Call, call_id)
        if call is None:
            return
        self._card = prospect_reader.card(self._session.book, call.prospect_id) if call.prospect_id else None
        self._open(call)

    def _open(self, call: Call | None) -> None:
        if self._hand.take(call):
            self._live.forget_saved()
        self._choose_script()
        self._show_from()
        self.reload()
        if call is not None and self._hand.outcome is not None:
            outcome = self._hand.outcome
            self._live.next.restore(outcome, self._hand.proposal(outcome), call.next_text, call.reason_id)

    def _show_from(self) -> None:
        call, prospect = self._hand.call, self._card.prospect if self._card else None
        self._live.next.show_from(prospect, *((call.id, call.beside) if call else (0, "")))

    def reload(self) -> None:
        """Show again what the book says; fields somebody types in keep their text, because it was saved first."""
        self._show_head()
        if self._hand.call is not None:
            self._show_live(self._hand.call)
        elif self._card is not None:
            scripts = script_reader.scripts(self._session.book)
            self._before.show_card(self._card, self._text, self._opener, self._values(), scripts)
            self._views.setCurrentWidget(self._before)
        self._show_bar()
        self.open_shown.emit(self._hand.call is not None)

    def focus_preparation(self) -> None:
        """Into the first question about them that has no answer yet."""
        self._before.sheet.focus_first_gap()

    def focus_note(self) -> None:
        self._live.focus_note()

    def flush(self) -> None:
        """Save what was typed and not saved yet."""
        self._live.flush()
        self._before.sheet.flush()

    # what a person does

    def primary(self) -> None:
        """Ctrl+Return: start the call; while talking hang up; in wrap-up save and go on."""
        if self.state is None:
            self.start()
        elif self.state is CallState.LIVE:
            self.hang_up()
        else:
            self.save(advance=True)

    def start(self) -> None:
        if self._card is not None and self._hand.call is None and not self._back_to_live():
            self.flush()
            self._began(self._hand.begin(self._situation()))

    def _back_to_live(self) -> bool:
        """One live call at a time: whoever begins another is taken back to it."""
        other = choice.live_elsewhere(reader.open_calls(self._session.book), self._hand.call)
        if other is None or other.state is not CallState.LIVE:
            return False
        self._back_to(other.id)
        self.said.emit(self.tr("You are on this call. Hang up first, then call somebody else."))
        return True

    def _back_to(self, call_id: int) -> None:
        self.show_call(call_id)
        if self._card is not None:
            self.prospect_asked.emit(self.prospect_id)

    def start_inbound(self) -> None:
        """They are calling: the timer and the inbound script at once; who it is comes later."""
        self.flush()
        text = choice.inbound_script(self._session.book)
        situation = choice.situation(self._session.zone, None, text, choice.first_opener(text), None)
        turn = self.prospect_id if self._hand.call is None else 0
        begun = self._hand.begin(replace(situation, direction=Direction.INBOUND))
        if begun is not None:
            self._interrupted = turn or self._interrupted
            self._card = None
            self._began(begun)
            self._caller.begin()

    def _began(self, call: Call | None) -> None:
        if call is None:
            return
        self._open(call)
        self._live.focus_first()
        if self._card is not None:  # read from a large library once, before an outcome key waits for it
            now, whom = self._session.now(), self._card.prospect
            self._session.worker.start(partial(prospect_service.working_days_off, whom, now))

    def hang_up(self) -> None:
        self._hand.hang_up()

    def pick_up(self) -> None:
        self._hand.pick_up()

    def pause(self) -> None:
        self._hand.pause()

    def tick(self) -> None:
        """Show the time that has passed, as the timer does by itself."""
        self._live.strip.tick()

    def toggle_desk(self) -> None:
        """Somebody else picked up."""
        if self._hand.live:
            self._live.toggle_desk()

    def ask(self) -> None:
        """Ask something that is not in the script."""
        if self._hand.call is not None:
            self._live.ask()

    def show_objections(self) -> None:
        """They object: the replies, one key away."""
        if self._hand.call is not None:
            self._live.show_objections()

    def open_scripts(self) -> None:
        """Choose another script for the call about to be made."""
        if self._hand.call is None and self._card is not None:
            self._before.opening.open_choice()

    def pause_for_closing(self) -> None:
        """A live call does not go on counting while the program is closed."""
        for call in reader.open_calls(self._session.book):
            if call.state is CallState.LIVE:
                self._session.do(timing.pause, call.id, by=self)

    def _ask_else(self, words: str) -> None:
        if self._hand.ask(words):
            self._live.focus_last()

    def _keep_who_answered(self, name: str) -> None:
        if self._hand.keep_who_answered(name):
            self._card = prospect_reader.card(self._session.book, self.prospect_id)
            self.reload()

    def choose_key(self, key: str) -> None:
        """An outcome key, wherever the call stands."""
        found = next((one for one in reader.outcomes(self._session.book) if one.key == key), None)
        if found is not None:
            self.choose(found)

    def choose(self, outcome: Outcome) -> None:
        """Choose an outcome: it ends the talk, proposes what is next, and some save by themselves.

        Before a call it logs an attempt of no length.
        """
        if self._hand.call is None:
            if self._back_to_live():
                return
            self.start()
        self._hand.hang_up()
        if self.state is not CallState.WRAP_UP:
            return
        self._hand.outcome = outcome
        self._live.next.propose(outcome, self._hand.proposal(outcome))
        self._live.choose(outcome)
        if outcome.saves_itself:
            self.save(advance=True)
        else:
            self._hand.keep_choice(self._live.next)
            self._live.next.take_focus()

    def save(self, advance: bool) -> None:
        """End wrap-up; without an outcome the call is kept as unfinished."""
        if self._hand.call is None or self.state is not CallState.WRAP_UP:
            return
        self.flush()
        if self._live.unwritten:  # why was said already; the text stays in its fields
            return
        if self._hand.call.prospect_id is None and self._caller.typed():
            self._add_stranger(self._caller.typed())
        saved = self._hand.save(self._live.next)
        if saved is not None:
            self.said.emit(self._saved_words())
            self._hand.let_go()
            self._go_on(*saved, advance)

    def _go_on(self, ending: Ending, change: Change, advance: bool) -> None:
        """To whom they named, who is to be prepared; back to what a call of theirs interrupted; else to the next."""
        named = change.ids("prospect") - {self.prospect_id} if ending.referred else ()
        parked = reader.open_calls(self._session.book)
        turn, self._interrupted = self._interrupted, 0
        if advance and parked:
            self._back_to(parked[0].id)
        elif advance and named:
            self.referred.emit(*named)
        elif advance and turn and turn != self.prospect_id:
            self.turn_asked.emit(turn)
        elif advance:
            self.advance_asked.emit()
        elif self._card is not None:
            self.show_prospect(self.prospect_id)

    def dial(self, phone: Phone | None = None) -> None:
        """Hand the number to the system and copy it."""
        number = phone or self._header.phone
        why_not = dialling.hindrance(self._card, number)
        self.said.emit(why_not or (dialling.hand_over(number) if number else ""))

    def number_shown(self) -> tuple[str, str, str] | None:
        """Whom to call, their number as it is read, and as a phone dials it; None where there is none to dial."""
        number, card = self._header.phone, self._card
        if why_not := dialling.hindrance(card, number):
            self.said.emit(why_not)
        if why_not or card is None or number is None:
            return None
        return card.prospect.name, self._header.shown_number(number), dialling.dialled(number)

    def undo_typing_into(self, change: Change) -> None:
        """After undo or redo: show the call it brought back into wrap-up, or what it changed here."""
        for key in change.ids("call"):
            call = self._session.book.get(Call, key)
            if call is not None and call.state is not CallState.SAVED and call.deleted_at is None:
                self.show_call(call.id)
                return
        self._hand.refetch()
        self.show_prospect(self.prospect_id)

    # inside

    def _situation(self) -> Situation:
        return choice.situation(self._session.zone, self._card, self._text, self._opener, self._header.phone)

    def _choose_script(self) -> None:
        """The call's own wording, else the script that fits best before one."""
        book = self._session.book
        self._text, self._opener = None, None
        if self._hand.call is not None:
            self._text = choice.script_during(book, self._hand.call)
            self._opener = choice.opener_of(self._text, self._hand.call.opener_id)
        elif self._card is not None:
            self._text = choice.script_before(book, self._card)
            self._opener = choice.first_opener(self._text)

    def _script_chosen(self, script_id: int) -> None:
        found = [text for text in script_reader.scripts(self._session.book) if text.script.id == script_id]
        if found:
            self._text = found[0]
            self._opener = choice.first_opener(self._text)
            self.reload()

    def choose_script(self, script_id: int) -> None:
        """Take another script for the call about to be made."""
        if self._hand.call is None:
            self._script_chosen(script_id)

    def _opener_chosen(self, opener_id: int) -> None:
        self._opener = choice.opener_of(self._text, opener_id) or self._opener
        self.reload()

    def _values(self) -> dict[str, str]:
        contact = self._card.contacts[0] if self._card and self._card.contacts else None
        return wording.known(self._card, contact, self._session.settings())

    def _show_head(self) -> None:
        call = self._hand.call
        stranger = call is not None and call.prospect_id is None
        self._caller.setVisible(stranger)
        self._header.setVisible(not stranger and self._card is not None)
        if self._card is not None:
            called = [phone for phone in self._card.phones if call and phone.id == call.phone_id]
            self._header.show_card(self._card, called[0] if called else None, live=call is not None)

    def _show_live(self, call: Call) -> None:
        shown = choice.shown(self._session.book, call, self._text, self._opener, self._card)
        self._live.show_call(shown, self._values())
        self._live.next.show_zone(ZoneInfo(call.their_zone) if call.their_zone else None)
        self._live.choose(self._hand.outcome)
        self._views.setCurrentWidget(self._live)

    def _show_bar(self) -> None:
        """A line above that shows the live call while another prospect is looked at."""
        other = choice.live_elsewhere(reader.open_calls(self._session.book), self._hand.call)
        self._bar.setVisible(other is not None)
        if other is not None:
            name = prospect_reader.name_of(self._session.book, other.prospect_id)
            self._bar.show_call(other, name or self.tr("somebody who called"))

    def _write(self, note: str, answers: list[Answer]) -> None:
        if self._hand.call is not None:
            self._live.show_written(self._hand.write(note, answers))

    def _attach(self, prospect_id: int) -> None:
        self._hand.attach(prospect_id)
        self._card = prospect_reader.card(self._session.book, prospect_id)
        self._show_from()
        self.reload()
        self._live.focus_first()
        self.prospect_asked.emit(prospect_id)

    def _add_stranger(self, name: str) -> None:
        # A number alone is all that is known of them: it can be called back.
        phones = (Phone(typed=name),) if len(digits(name)) >= 5 and not any(map(str.isalpha, name)) else ()
        change = self._session.do(prospect_service.add, Draft(Prospect(name=name), phones=phones), by=self)
        if change is not None:
            self._attach(change.one("prospect"))

    def _saved_words(self) -> str:
        name = self._card.prospect.name if self._card else ""
        outcome = self._hand.outcome.label if self._hand.outcome else self.tr("kept as unfinished")
        return texts.joined((outcome, name))

    def _changed(self, change: Change, by: object) -> None:
        if by in (self, self._hand) or change.undone is not None or self._card is None:
            return
        if any(change.ids(table) for table in SHOWN_TABLES):
            self.flush()
            self._card = prospect_reader.card(self._session.book, self.prospect_id) or self._card
            self._hand.refetch()
            if by is not self._before.sheet:
                self.reload()
            else:
                self._show_head()

    def _close_next(self, closing: Closing) -> None:
        self._session.do(prospect_service.close_next, [self.prospect_id], closing)

    def _lift(self) -> None:
        self._session.do(prospect_service.lift_do_not_call, self.prospect_id)

    def _lay_out(self) -> None:
        self._views.addWidget(self._before)
        self._views.addWidget(self._live)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        for part in (self._bar, self._header, self._caller):
            whole.addWidget(part)
        whole.addWidget(self._views, 1)
        self._bar.hide()
        self._caller.hide()

    def _connect(self) -> None:
        self._session.changed.connect(self._changed)
        self._bar.return_asked.connect(self._back_to)
        self._header.edit_asked.connect(lambda: self.edit_asked.emit(self.prospect_id))
        self._header.dial_asked.connect(self.dial)
        self._header.lift_asked.connect(self._lift)
        self._header.closing_asked.connect(self._close_next)
        self._header.move_asked.connect(lambda: self.move_asked.emit(self.prospect_id))
        self._caller.known.connect(self._attach)
        self._caller.stranger.connect(self._add_stranger)
        self._before.start_asked.connect(self.start)
        self._before.skip_asked.connect(self.skip_asked)
        self._before.log_asked.connect(self.log)
        self._before.opening.script_chosen.connect(self._script_chosen)
        self._before.opening.opener_chosen.connect(self._opener_chosen)
        self._before.opening.settings_asked.connect(self.settings_asked)
        strip = self._live.strip
        strip.hang_up_asked.connect(self._hand.hang_up)
        strip.picked_up_asked.connect(self._hand.pick_up)
        strip.pause_asked.connect(self._hand.pause)
        strip.beat.connect(self._hand.beat)
        strip.length_corrected.connect(self._hand.correct_length)
        strip.stretch_taken_out.connect(self._hand.take_out)
        strip.answered.connect(self._keep_who_answered)
        self._hand.flush_asked.connect(self.flush)
        self._hand.acted.connect(self.reload)
        self._live.question_asked.connect(self._ask_else)
        self._live.objection_raised.connect(self._hand.raise_objection)
        self._live.outcome_chosen.connect(self.choose)
        self._live.save_asked.connect(lambda: self.save(advance=True))
        self._live.written.connect(self._write)
        self._live.choice_typed.connect(lambda: self._hand.keep_choice(self._live.next))

    def log(self) -> None:
        """Log a call without the timer."""
        if self._card is not None:
            self.log_asked.emit(self.prospect_id, self._situation())
        else:
            self.said.emit(self.tr("Choose a prospect first."))
