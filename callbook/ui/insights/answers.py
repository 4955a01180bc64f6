"""The page of answers: what people said to each question, gathered under the user's own themes."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from callbook.domain.change import Change
from callbook.domain.errors import CallbookError
from callbook.domain.research import Theme as AnswersTheme
from callbook.services import research as service
from callbook.storage import research
from callbook.storage.engine import Connection
from callbook.storage.matching import folded
from callbook.storage.research import Asked, Narrowing
from callbook.ui.fields import Card, Label, column, row, section
from callbook.ui.insights.answers_card import AnswersCard
from callbook.ui.insights.answers_gathering import Gathering
from callbook.ui.insights.answers_questions import QuestionList
from callbook.ui.insights.answers_reading import Asking, Themes, read_proposals, read_themes
from callbook.ui.insights.answers_themes import ChosenCard, ThemesCard
from callbook.ui.session import Session
from callbook.ui.theme import Theme

ANSWERED = ("call", "answer", "prospect", "question", "script", "tagging", "tag")
"""A change to one of these may change which answers there are, or of whom."""
NO_QUESTION = Asked(0, "", 0)


class AnswersPage(QWidget):
    """`prospect_chosen` carries whom to show; `prospects_asked` and `block_asked` a search for a list of prospects and
    for a call block."""

    prospect_chosen = Signal(int)
    prospects_asked = Signal(str)
    block_asked = Signal(str)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._question = NO_QUESTION
        self._known = Themes()
        self._theme_id: int | None = None
        self._tag_id: int | None = None
        self._newest = {"questions": 0, "themes": 0, "words": 0, "others": 0}
        self.questions = QuestionList(theme)
        self.card = AnswersCard(session, theme)
        self.themes, self.chosen = ThemesCard(theme), ChosenCard()
        self._gathering = Gathering(session, self.card.model, self.card.list)
        self.told = Label(self.tr("Reading …"), "title", wrap=True)
        self.told_more = Label("", "quiet", wrap=True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.card.list)

    # what is asked for

    def refresh(self) -> None:
        """Read the questions again, and what belongs to the one that is shown."""
        self._read("questions", research.questions)

    def show_all(self) -> None:
        """Back to all answers to the question."""
        self.card.clear_search()
        self.narrow(None)
        self.card.list.setFocus()

    def choose_question(self, question_id: int) -> None:
        found = (one for one in self.questions.questions() if one.question_id == question_id)
        self._question = next(found, NO_QUESTION)
        self.card.clear_search()
        self.themes.show_words(())
        self._show_known(Themes(question_id))
        self.narrow(None)
        if self._question.question_id:
            self._read("words", lambda book: read_proposals(book, question_id))

    def narrow(self, theme_id: int | None, tag_id: int | None = None) -> None:
        """Narrow the answers to a theme, 0 for those without any and None for all, and to a tag of who said it."""
        self._theme_id, self._tag_id = theme_id, tag_id
        self._ask()
        self._read_themes()

    def _ask(self) -> None:
        """Ask for the answers as everything says now."""
        words = self.card.words()
        if words != tuple(self.card.offer.word.split()):
            self.card.offer.end()
        narrowing = Narrowing(words, self._theme_id, self._tag_id)
        self.card.model.show(Asking(self._question.question_id, narrowing))
        self._show_state()

    # reading

    def _read(self, what: str, read: Callable[[Connection], Any]) -> None:
        """Read aside; an answer that is overtaken by a newer question of its kind is void."""
        self._newest[what] += 1
        number = self._newest[what]
        # The job must not hold the page: it ends on another thread, where no widget may die.
        job = self._session.read_aside(lambda book: (what, number, read(book)))
        job.done.connect(self._arrived)
        job.failed.connect(self._failed)

    def _read_themes(self) -> None:
        question_id, theme_id = self._question.question_id, self._theme_id or 0
        if question_id:
            self._read("themes", lambda book: read_themes(book, question_id, theme_id))

    def _read_others(self, theme: AnswersTheme) -> None:
        self._read("others", lambda book: (theme, research.theme_traits(book, theme)))

    def _arrived(self, answer: tuple[str, int, Any]) -> None:
        what, number, found = answer
        if self._newest[what] != number:
            return
        if what == "questions":
            self._show_questions(found)
        elif what == "themes":
            self._show_known(found)
        elif what == "others":
            self.chosen.offer_others(*found)
        else:
            self.themes.show_words(found)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CallbookError):
            raise error
        self._session.failed.emit(error.sentence, error.next_step)

    # showing

    def _show_questions(self, questions: list[Asked]) -> None:
        self._stack.setCurrentIndex(1 if questions else 0)
        if not questions:
            self._question = NO_QUESTION
            self._say_nothing_yet()
            return
        here = next((one for one in questions if one.question_id == self._question.question_id), None)
        self.questions.show_questions(questions, (here or questions[0]).question_id)
        if here is None:
            self.choose_question(questions[0].question_id)
            return
        self._question = here
        self._show_state()
        self._read_themes()

    def _say_nothing_yet(self) -> None:
        self.told.setText(self.tr("No answers yet"))
        self.told_more.setText(
            self.tr(
                "Your scripts have questions. What people answer, typed below a question during a call or "
                "afterwards, stands here once the call is saved: every answer to a question, newest first, from "
                "all calls. You can search them and gather them under themes in your own words. A question that "
                "was not asked, or not answered, is no answer."
            )
        )

    def _show_known(self, known: Themes) -> None:
        self._known = known
        there = {theme.id for theme in known.themes}
        if self._theme_id and self._theme_id not in there:  # it was removed, or went into another
            self._theme_id = self._tag_id = None
            self._ask()
        if self.card.offer.theme_id not in there:
            self.card.offer.end()
        self.card.offer.bearing = known.counts.get(self.card.offer.theme_id, 0)
        whole = self._question.answers
        self.themes.show_themes(known, whole, self._theme_id)
        self.chosen.show_chosen(known, whole, self._tag_id)
        self.card.drawn.show_question(self._question.text, known.themes)
        self.card.list.look_again()
        self._show_state()

    def _show_state(self) -> None:
        self.card.show_state(self._question, self._found_now())

    def _found_now(self) -> int | None:
        """How many answers the theme chosen has now, where others stand here because it was put on or taken off."""
        model = self.card.model
        if not model.moved or model.asking.narrowing != Narrowing(theme_id=self._theme_id):
            return None
        return self._known.counts.get(self._theme_id, 0) if self._theme_id else self._known.without

    # themes

    def _turn(self, digit: int) -> None:
        """Put the theme of a digit on the answers chosen, or take it off."""
        if digit <= len(self._known.themes):
            self._gathering.turn(self._known.themes[digit - 1].id)

    def _ask_name(self) -> None:
        """Ask for a theme in a small field."""
        if self.card.list.selected_count():
            self.card.naming.open_for(self.card.list.selected_count(), self._known.themes)

    def _named(self, name: str) -> None:
        there = next((theme for theme in self._known.themes if folded(theme.name) == folded(name)), None)
        if there is not None:
            self._gathering.put(there.id)
        else:
            self._gathering.begin(self._question.question_id, name)

    def _make(self, name: str) -> None:
        self._session.do(service.add_theme, self._question.question_id, name, by=self)

    def _propose(self, word: str) -> None:
        """Make a theme of a frequent word, and show which answers hold it, for them to be taken or left."""
        change = self._session.do(service.add_theme, self._question.question_id, word, by=self)
        if change is not None:
            self.card.offer.begin(change.one("theme"), word)
            self.card.search.setText(word)
            self.narrow(None)

    def _take_offer(self) -> None:
        theme_id, word = self.card.offer.theme_id, self.card.offer.word
        self.show_all()
        self._gathering.put_where(theme_id, self._question.question_id, word)

    def _edit_name(self) -> None:
        """Edit the name of the theme chosen."""
        if self.chosen.isVisible():
            self.chosen.name.setFocus()
            self.chosen.name.selectAll()

    def _renamed(self, name: str) -> None:
        if self._theme_id:
            self._session.do(service.rename_theme, self._theme_id, name, by=self)

    def _merge(self, keep_id: int) -> None:
        merged = self._theme_id
        if not merged:
            return
        rows = 2 * self._known.counts.get(merged, 0)
        self._session.do_many(
            rows, service.merge_themes, service.merge_themes_in_pieces, keep_id, merged,
            words=self.tr("Making one theme of two…"), then=lambda: self.narrow(keep_id),
        )  # fmt: skip

    def _remove(self) -> None:
        if self._theme_id:
            self._session.do(service.delete_theme, self._theme_id, by=self)

    # what Qt tells

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.card.model.wake()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self.card.model.rest()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 renames the theme chosen; Esc goes back to all answers first."""
        if event.key() == Qt.Key.Key_F2:
            self._edit_name()
        elif event.key() == Qt.Key.Key_Escape and self.card.model.asking.narrowing != Narrowing():
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
        if change.ids("theme") and self._question.question_id:
            question_id = self._question.question_id
            self._read("words", lambda book: read_proposals(book, question_id))

    # building

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(14)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing_yet())
        self._stack.addWidget(split)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 14, 0)
        whole.addWidget(self._stack)
        # Last, since it asks each for its size: what is dressed for that must not be put elsewhere.
        for part, stretch, least in ((self._left(), 0, 190), (self.card, 1, 340), (self._right(), 0, 304)):
            part.setMinimumWidth(least)
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([240, 620, 320])
        card, themes = self.card, self.themes
        order = (self.questions, card.search, card.offer.take, card.offer.leave, card.list, card.naming.field)
        for one, following in pairwise((*order, themes.list, themes.name)):
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

    def _right(self) -> QWidget:
        whole = column(self.themes, self.chosen, spacing=14)
        whole.setStretch(0, 1)
        self.chosen.hide()
        made = QWidget()
        made.setLayout(whole)
        return made

    def _connect(self) -> None:
        card, answers, themes = self.card, self.card.list, self.themes
        card.searched.connect(self._ask)
        card.cleared.connect(self.show_all)
        card.model.updated.connect(self._show_state)
        card.naming.named.connect(self._named)
        card.offer.taken.connect(self._take_offer)
        card.offer.refused.connect(self.show_all)
        answers.digit.connect(self._turn)
        answers.naming.connect(self._ask_name)
        answers.chosen.connect(self.prospect_chosen)
        answers.beside.connect(lambda step: (self.questions if step < 0 else themes.list).setFocus())
        self._gathering.outdated.connect(self._ask)
        self.questions.chosen.connect(self.choose_question)
        themes.list.chosen.connect(self.narrow)
        themes.list.removal_asked.connect(self._remove)
        themes.made.connect(self._make)
        themes.proposed.connect(self._propose)
        for left in (self.questions.entered, themes.list.left, themes.name.left, self.chosen.left):
            left.connect(answers.setFocus)
        self._connect_chosen()
        self._session.changed.connect(self._changed)

    def _connect_chosen(self) -> None:
        self.chosen.renamed.connect(self._renamed)
        self.chosen.merge_asked.connect(self._merge)
        self.chosen.removal_asked.connect(self._remove)
        self.chosen.tag_chosen.connect(lambda tag_id: self.narrow(self._theme_id, tag_id))
        self.chosen.prospects_asked.connect(self.prospects_asked)
        self.chosen.others_asked.connect(self._read_others)
        self.chosen.block_asked.connect(self.block_asked)
