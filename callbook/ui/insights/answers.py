"""The page of answers: what people said to each question, gathered under the user's own themes."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSplitter, QStackedWidget, QWidget

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.services import research as service
from callbook.storage import research
from callbook.storage.engine import Connection
from callbook.storage.matching import folded
from callbook.storage.research import Asked, Narrowing
from callbook.ui.fields import Card, Label, button, column, row, section
from callbook.ui.insights import answers_words as words
from callbook.ui.insights.answers_bars import Naming, Offer
from callbook.ui.insights.answers_list import AnswerDelegate, AnswerList
from callbook.ui.insights.answers_model import AnswerModel
from callbook.ui.insights.answers_questions import QuestionList
from callbook.ui.insights.answers_reading import Asking, Themes, read_proposals, read_themes
from callbook.ui.insights.answers_themes import ChosenCard, EscField, ThemesCard
from callbook.ui.session import Session
from callbook.ui.theme import Theme

TYPING_MS = 150
ANSWERED = ("call", "answer", "prospect", "question", "script", "tagging", "tag")
"""A change to one of these may change which answers there are, or of whom."""


class AnswersPage(QWidget):
    """`prospect_chosen` carries whom to show; `prospects_asked` and `block_asked` a search for a list of prospects and
    for a call block."""

    prospect_chosen = Signal(int)
    prospects_asked = Signal(str)
    block_asked = Signal(str)

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._session, self._theme = session, theme
        self._question = Asked(0, "", 0)
        self._known = Themes()
        self._theme_id: int | None = None
        self._tag_id: int | None = None
        self._wishes: list[Callable[[list[int]], object]] = []
        self._newest = {"questions": 0, "themes": 0, "words": 0}
        self.questions = QuestionList(theme)
        self.search = EscField()
        self.model = AnswerModel(session, self)
        self.drawn = AnswerDelegate(session, theme, self)
        self.list = AnswerList(self.model, self.drawn)
        self.themes, self.chosen = ThemesCard(theme), ChosenCard()
        self.offer, self.naming = Offer(), Naming()
        self.asked, self.count = Label("", "name", wrap=True), Label("", "quiet")
        self.nothing = Label("", "quiet", wrap=True)
        self.told = Label(self.tr("Reading …"), "title", wrap=True)
        self.told_more = Label("", "quiet", wrap=True)
        self._clear = button(self.tr("Show all answers"), clicked=self.show_all)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    # what is asked for

    def refresh(self) -> None:
        """Read the questions again, and what belongs to the one that is shown."""
        self._read("questions", research.questions)

    def show_all(self) -> None:
        """Back to all answers to the question."""
        self.search.clear()
        self._narrow(None)
        self.list.setFocus()

    def choose_question(self, question_id: int) -> None:
        asked = next((one for one in self.questions.questions() if one.question_id == question_id), Asked(0, "", 0))
        self._question, self._known = asked, Themes(question_id)
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.themes.show_words(())
        self._show_head()
        self._show_known(self._known)
        self._narrow(None)
        self._read_words()

    def choose_theme(self, theme_id: int | None) -> None:
        """Narrow the answers to a theme: 0 for those without any, None for all."""
        self._narrow(theme_id)

    def _narrow(self, theme_id: int | None, tag_id: int | None = None) -> None:
        self._theme_id, self._tag_id = theme_id, tag_id
        self._ask()
        self._read_themes()

    def _ask(self) -> None:
        """Ask for the answers as the fields say, if they say something new."""
        self._timer.stop()
        found = tuple(self.search.text().split())
        if self.offer.theme_id and self.search.text() != self.offer.word:
            self.offer.end()
        narrowing = Narrowing(found, self._theme_id, self._tag_id)
        self.model.show(Asking(self._question.question_id, narrowing))
        self._show_state()

    @property
    def narrowed(self) -> bool:
        return self.model.asking.narrowing != Narrowing()

    # reading

    def _read(self, what: str, read: Callable[[Connection], Any]) -> None:
        """Read aside; an answer that is overtaken by a newer question of its kind is void."""
        self._newest[what] += 1
        number = self._newest[what]
        # The job must not hold the page: it ends on another thread, where no widget may die.
        job = self._session.read_aside(lambda book: (what, number, read(book)))
        job.done.connect(self._arrived)
        job.failed.connect(self._failed)

    def _arrived(self, answer: tuple[str, int, Any]) -> None:
        what, number, found = answer
        if self._newest[what] != number:
            return
        if what == "questions":
            self._show_questions(found)
        elif what == "themes":
            self._show_known(found)
        else:
            self.themes.show_words(found)

    def _read_themes(self) -> None:
        question_id, theme_id = self._question.question_id, self._theme_id or 0
        if question_id:
            self._read("themes", lambda book: read_themes(book, question_id, theme_id))

    def _read_words(self) -> None:
        question_id = self._question.question_id
        if question_id:
            self._read("words", lambda book: read_proposals(book, question_id))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)

    # showing

    def _show_questions(self, questions: list[Asked]) -> None:
        self._stack.setCurrentIndex(1 if questions else 0)
        if not questions:
            self._question = Asked(0, "", 0)
            self.told.setText(self.tr("No answers yet"))
            self.told_more.setText(
                self.tr(
                    "Your scripts have questions. What people answer, typed below a question during a call or "
                    "afterwards, stands here once the call is saved: every answer to a question, newest first, from "
                    "all calls. You can search them and gather them under themes in your own words. A question that "
                    "was not asked, or not answered, is no answer."
                )
            )
            return
        here = next((one for one in questions if one.question_id == self._question.question_id), None)
        self.questions.show_questions(questions, (here or questions[0]).question_id)
        if here is None:
            self.choose_question(questions[0].question_id)
            return
        self._question = here
        self._show_head()
        self._read_themes()

    def _show_head(self) -> None:
        self.asked.setText(self._question.text)
        self._show_state()

    def _show_known(self, known: Themes) -> None:
        self._known = known
        if self._theme_id and all(theme.id != self._theme_id for theme in known.themes):
            self._theme_id = self._tag_id = None  # it was removed, or went into another
            self._ask()
        if all(theme.id != self.offer.theme_id for theme in known.themes):
            self.offer.end()
        whole = self._question.answers
        self.themes.show_themes(known, whole, self._theme_id)
        self.chosen.show_chosen(known, whole, self._tag_id)
        self.drawn.show_question(self._question.text, known.themes)
        self.list.look_again()
        self._show_state()

    def _show_state(self) -> None:
        """The count, and what stands there instead of a list where there is none."""
        count, counted = self.model.count, self.model.counted
        self.count.setText(words.shown(count, self._question.answers, counted, self.narrowed))
        self.offer.show_count(count, counted)
        nothing = counted and count == 0
        self._empty.setVisible(nothing)
        self.list.setVisible(not nothing)
        self._clear.setVisible(self.narrowed)
        if self.search.text().strip():
            self.nothing.setText(self.tr("No answer holds all of these words."))
        elif self._theme_id == 0:
            self.nothing.setText(self.tr("Every answer has a theme."))
        else:
            self.nothing.setText(
                self.tr("No answer has this theme yet. Choose some among all answers, then press its digit.")
            )

    def _renewed(self) -> None:
        self.list.go_to(0 if self.model.count else -1)

    # themes on answers

    def turn(self, digit: int) -> None:
        """Put the theme of a digit on the answers chosen, or take it off where all of them bear it."""
        if digit <= len(self._known.themes):
            theme_id = self._known.themes[digit - 1].id
            self._with_chosen(lambda ids: self._session.do(service.turn_theme, theme_id, ids, by=self))

    def name_theme(self) -> None:
        """Ask for a theme in a small field."""
        if self.list.selected_count():
            self.naming.open_for(self.list.selected_count(), self._known.themes)

    def _named(self, name: str) -> None:
        there = next((theme for theme in self._known.themes if folded(theme.name) == folded(name)), None)
        question_id = self._question.question_id
        if there is not None:
            self._with_chosen(lambda ids: self._session.do(service.put_theme, there.id, ids, by=self))
        else:
            self._with_chosen(lambda ids: self._session.do(service.add_theme, question_id, name, ids, by=self))

    def _with_chosen(self, do: Callable[[list[int]], object]) -> None:
        """Do something with the ids of the answers chosen; those not read yet are looked for aside."""
        runs = self.list.selected_rows()
        ids = self.model.ids_at_hand(runs)
        if ids is not None:
            if ids:
                do(ids)
            return
        if self.model.moved:  # what stands where is known again once it is read anew
            self._ask()
            return
        self._look_up(self.model.asking, lambda found: do([key for one, end in runs for key in found[one : end + 1]]))

    def _look_up(self, asking: Asking, then: Callable[[list[int]], object]) -> None:
        """Do something with the ids of all the answers asked for, which are read aside, one such wish after another."""
        self._wishes.append(then)
        job = self._session.read_aside(lambda book: research.ids(book, asking.question_id, asking.narrowing))
        job.done.connect(self._looked_up)
        job.failed.connect(self._not_looked_up)

    def _looked_up(self, ids: list[int]) -> None:
        self._wishes.pop(0)(ids)

    def _not_looked_up(self, error: Exception) -> None:
        self._wishes.pop(0)
        self._failed(error)

    # themes themselves

    def _make(self, name: str) -> None:
        self._session.do(service.add_theme, self._question.question_id, name, by=self)

    def _propose(self, word: str) -> None:
        """Make a theme of a frequent word, and show which answers hold it, for them to be taken or left."""
        change = self._session.do(service.add_theme, self._question.question_id, word, by=self)
        if change is not None:
            self.offer.begin(change.one("theme"), word)
            self.search.setText(word)
            self._narrow(None)

    def _take_offer(self) -> None:
        theme_id = self.offer.theme_id
        asking = Asking(self._question.question_id, Narrowing(tuple(self.offer.word.split())))
        self._end_offer()
        self._look_up(asking, lambda ids: self._session.do(service.put_theme, theme_id, ids, by=self))

    def _end_offer(self) -> None:
        self.offer.end()
        self.show_all()

    def rename(self) -> None:
        """Edit the name of the theme chosen."""
        if self.chosen.isVisible():
            self.chosen.name.setFocus()
            self.chosen.name.selectAll()

    def _renamed(self, name: str) -> None:
        if self._theme_id:
            self._session.do(service.rename_theme, self._theme_id, name, by=self)

    def _merge(self, keep_id: int) -> None:
        if self._theme_id:
            merged, self._theme_id = self._theme_id, keep_id
            self._session.do(service.merge_themes, keep_id, merged, by=self)
            self._narrow(keep_id)

    def _remove(self) -> None:
        if self._theme_id:
            self._session.do(service.delete_theme, self._theme_id, by=self)

    # what Qt tells

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.wake()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.rest()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames the theme chosen; Esc goes back to all answers first."""
        if event.key() == Qt.Key.Key_F2:
            self.rename()
        elif event.key() == Qt.Key.Key_Escape and self.narrowed:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _changed(self, change: Change, _by: QObject | None) -> None:
        if not self.isVisible():
            return
        if any(change.ids(table) for table in ANSWERED):
            self.refresh()
        elif change.ids("theme") or change.ids("answer_theme"):
            self._read_themes()
        if change.ids("theme"):
            self._read_words()

    # building

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        for part, stretch, least in ((self._left(), 0, 190), (self._middle(), 1, 340), (self._right(), 0, 304)):
            part.setMinimumWidth(least)
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([240, 620, 320])
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing_yet())
        self._stack.addWidget(split)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 14, 0)
        whole.addWidget(self._stack)
        order = (self.questions, self.search, self.offer.take, self.offer.leave, self.list, self.naming.field)
        for one, following in pairwise((*order, self.themes.list, self.themes.name)):
            QWidget.setTabOrder(one, following)

    def _nothing_yet(self) -> QWidget:
        card = Card()
        card.column.addWidget(self.told)
        card.column.addWidget(self.told_more)
        outside = QWidget()
        outside.setLayout(column(card, None))
        return outside

    def _left(self) -> QWidget:
        card = Card()
        card.column.setContentsMargins(8, 14, 8, 10)
        head = row(section(self.tr("Questions")))
        head.setContentsMargins(10, 0, 10, 0)
        card.column.addLayout(head)
        card.column.addWidget(self.questions, 1)
        return card

    def _middle(self) -> QWidget:
        self.search.setPlaceholderText(self.tr("Search these answers"))
        self.search.setAccessibleName(self.tr("Search these answers"))
        self.search.setProperty("role", "search")
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(self._theme.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        card = Card()
        card.column.setContentsMargins(6, 14, 6, 10)
        self.asked.setContentsMargins(0, 0, 0, 2)
        top = column(row(section(self.tr("Answers")), None, self.count), self.asked, self.search, self.offer, spacing=9)
        top.setContentsMargins(12, 0, 12, 0)
        self._empty = QWidget()
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        empty = column(None, self.nothing, row(None, self._clear, None), None, None, spacing=14)
        empty.setContentsMargins(20, 20, 20, 20)
        self._empty.setLayout(empty)
        hint = Label(
            self.tr("1–9 a theme on or off · T type one · F2 rename · Ctrl+Enter prospect"), "faint", wrap=True
        )
        hint.setContentsMargins(12, 2, 12, 0)
        card.column.addLayout(top)
        for part, stretch in ((self.list, 1), (self._empty, 1), (self.naming, 0), (hint, 0)):
            card.column.addWidget(part, stretch)
        return card

    def _right(self) -> QWidget:
        whole = column(self.themes, self.chosen, spacing=14)
        whole.setStretch(0, 1)
        self.chosen.hide()
        made = QWidget()
        made.setLayout(whole)
        return made

    def _connect(self) -> None:
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TYPING_MS)
        self._timer.timeout.connect(self._ask)
        self.search.textChanged.connect(lambda _: self._timer.start())
        self.search.returnPressed.connect(self._searched)
        self.model.modelReset.connect(self._renewed)
        self.model.updated.connect(self._show_state)
        self.questions.chosen.connect(self.choose_question)
        self.themes.list.chosen.connect(self.choose_theme)
        self.themes.list.removal_asked.connect(self._remove)
        self.themes.made.connect(self._make)
        self.themes.proposed.connect(self._propose)
        for left in (
            self.search.left,
            self.naming.left,
            self.themes.list.left,
            self.themes.name.left,
            self.chosen.left,
        ):
            left.connect(self.list.setFocus)
        self.questions.entered.connect(self.list.setFocus)
        self.list.digit.connect(self.turn)
        self.list.naming.connect(self.name_theme)
        self.list.chosen.connect(self.prospect_chosen)
        self.list.doubleClicked.connect(lambda _: self.list.choose())
        self.list.beside.connect(lambda step: (self.questions if step < 0 else self.themes.list).setFocus())
        self.naming.named.connect(self._named)
        self.offer.taken.connect(self._take_offer)
        self.offer.refused.connect(self._end_offer)
        self._connect_chosen()
        self._session.changed.connect(self._changed)
        self._session.minute.connect(self.list.look_again)
        self._theme.changed.connect(self._recolour)

    def _connect_chosen(self) -> None:
        self.chosen.renamed.connect(self._renamed)
        self.chosen.merge_asked.connect(self._merge)
        self.chosen.removal_asked.connect(self._remove)
        self.chosen.tag_chosen.connect(lambda tag_id: self._narrow(self._theme_id, tag_id))
        self.chosen.prospects_asked.connect(self.prospects_asked)
        self.chosen.block_asked.connect(self.block_asked)

    def _searched(self) -> None:
        self._ask()
        self.list.setFocus()

    def _recolour(self) -> None:
        self._glass.setIcon(self._theme.icon("search"))
        self.list.look_again()
