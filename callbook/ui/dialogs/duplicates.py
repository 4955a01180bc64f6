"""Pairs of prospects that may be one: look at the two side by side, and make one of them or say they are different."""

from collections.abc import Callable
from threading import Event

from PySide6.QtCore import QMargins, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListView, QPushButton, QVBoxLayout, QWidget

from callbook.domain.change import Op
from callbook.domain.duplicates import Strength
from callbook.domain.phone import national
from callbook.services import merging
from callbook.storage import belongings
from callbook.storage import prospects as reader
from callbook.storage.duplicates import MOST_PAIRS, NamedPair, likely_pairs
from callbook.ui import texts
from callbook.ui.dialogs.duplicate_pairs import PairDelegate, PairModel, shared, strength, unlike
from callbook.ui.dialogs.duplicate_sides import Sides
from callbook.ui.fields import Card, ElidedLabel, Label, button, row, scrolling
from callbook.ui.session import Session
from callbook.ui.theme import Theme

LIST_WIDTH = 300
LARGEST, AROUND = QSize(1080, 720), QMargins(20, 20, 20, 20)
NATIVE = QKeySequence.SequenceFormat.NativeText
Fact = tuple[str, str, str]


class DuplicatesDialog(QDialog):
    """`merged` carries the prospect that stays and the one that went into it, `replayed` a change taken back here."""

    merged = Signal(int, int)
    replayed = Signal(object)

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._stop = Event()
        self._shown: tuple[int, int] | None = None
        self._list, self._sides = QListView(), Sides(theme)
        self._model = PairModel(self)
        self._title, self._count = Label(self.tr("Likely duplicates"), "title"), Label("", "quiet")
        self._strength, self._why = Label("", "pill"), ElidedLabel("", "quiet")
        self._empty, self._both = Label("", "quiet", wrap=True), QWidget()
        self._said, self._undo = ElidedLabel("", "quiet"), button(self.tr("Undo"), "link", self.undo)
        self._skip = button(with_key(self.tr("Skip"), "Alt+Right"), clicked=self.skip)
        self._apart = button(with_key(self.tr("They are different"), "Ctrl+D"), clicked=self.keep_apart)
        self._merge = button(with_key(self.tr("Merge"), "Ctrl+Return"), "primary", self.merge)
        self._prepare(theme)
        self._lay_out()
        self._connect()

    def open(self) -> None:
        """Look through the book, on the worker."""
        window = self.parentWidget()
        if window is not None:
            self.resize(LARGEST.boundedTo(window.size().shrunkBy(AROUND)).expandedTo(self.minimumSize()))
        super().open()
        self._say("")
        self._look(None)

    def hideEvent(self, event: QHideEvent) -> None:
        self._stop.set()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from the fields to the list, and from there out."""
        if event.key() == Qt.Key.Key_Escape and any(one.hasFocus() for one in self._sides.rows):
            self._list.setFocus()
        elif event.key() == Qt.Key.Key_Right and not event.modifiers() and self._list.hasFocus():
            self._sides.focus_first()
        else:
            super().keyPressEvent(event)

    # what a person does

    def merge(self) -> None:
        if self._shown is None:
            return
        keep, other = self._shown
        done = self._session.do(merging.merge, keep, other, self._sides.choices(), by=self)
        if done is None:
            return
        at = self._list.currentIndex().row()
        name = reader.name_of(self._session.book, keep)
        self._take(at)
        self._model.follow(keep, name, other)
        self._say(self.tr("Merged into %1.").replace("%1", name), undo=True)
        self.merged.emit(keep, other)
        self._go_to(at)

    def keep_apart(self) -> None:
        """They are different: not offered again."""
        if self._shown is None:
            return
        done = self._session.do(merging.keep_apart, *self._shown, by=self)
        if done is not None:
            at = self._list.currentIndex().row()
            self._take(at)
            self._say(self.tr("Not offered again."), undo=True)
            self._go_to(at)

    def skip(self) -> None:
        """The next pair; this one stays in the list."""
        if self._model.pairs:
            self._go_to((self._list.currentIndex().row() + 1) % len(self._model.pairs))

    def undo(self) -> None:
        """Take the last thing done here back, and look again."""
        if self._session.book.undo_op not in (Op.MERGE, Op.KEEP_APART):
            return
        change = self._session.undo()
        if change is not None:
            self._say(texts.notice(change))
            self.replayed.emit(change)
            ids = change.ids("prospect")
            self._look(ids or None)

    # what is shown

    def _look(self, ids: frozenset[int] | None) -> None:
        """Find the pairs anew; afterwards show the one of these prospects, else the first."""
        self._stop.set()
        stop = self._stop = Event()
        self._show_empty(self.tr("Looking through the book…"))
        job = self._session.read_aside(lambda connection: likely_pairs(connection, stop.is_set))
        job.done.connect(lambda pairs: self._found(stop, pairs, ids))
        job.failed.connect(lambda error: self._show_empty(getattr(error, "sentence", "") or str(error)))

    def _found(self, stop: Event, pairs: list[NamedPair], ids: frozenset[int] | None) -> None:
        if stop.is_set():
            return
        self._model.show(pairs)
        wanted = (at for at, one in enumerate(pairs) if ids and {one.pair.first, one.pair.second} <= ids)
        self._go_to(next(wanted, 0))

    def _go_to(self, at: int) -> None:
        """Show a pair of the list, and let the keyboard be there."""
        left = len(self._model.pairs)
        most = self.tr("The %n strongest pairs").replace("%n", texts.grouped(left))
        counted = texts.counted(self.tr("1 pair"), self.tr("%n pairs"), left)
        self._count.setText(most if left >= MOST_PAIRS else counted)
        if not left:
            self._show_empty(self.tr("No two prospects in the book look like one."))
            return
        self._both.show()
        self._empty.hide()
        self._enable(True)
        index = self._model.index(min(at, left - 1))
        self._list.setCurrentIndex(index)
        self._list.setFocus()
        self._show_current()

    def _take(self, at: int) -> None:
        """Take a pair out of the list; what the list goes to by itself is not shown."""
        blocker = QSignalBlocker(self._list.selectionModel())
        self._model.take(at)
        blocker.unblock()

    def _show_empty(self, words: str) -> None:
        self._shown = None
        self._sides.clear()
        self._empty.setText(words)
        self._empty.show()
        self._both.hide()
        self._count.setText("")
        self._enable(False)

    def _enable(self, enabled: bool) -> None:
        for each in (self._skip, self._apart, self._merge):
            each.setEnabled(enabled)

    def _show_current(self) -> None:
        index = self._list.currentIndex()
        if not index.isValid():
            return
        pair = self._model.pairs[index.row()].pair
        book = self._session.book
        calls = {key: belongings.calls_made(book, key) for key in (pair.first, pair.second)}
        keep, other = sorted((pair.first, pair.second), key=lambda key: (-calls[key], key))
        ours, theirs = reader.card(book, keep), reader.card(book, other)
        if ours is None or theirs is None:
            at = index.row()
            self._take(at)
            self._go_to(at)
            return
        self._shown = (keep, other)
        self._sides.show_cards(ours, theirs, self._facts(ours, theirs, calls))
        self._strength.setText(strength(pair.strength))
        self._strength.setVisible(pair.strength is not Strength.NONE)
        but = unlike(pair.signals)
        self._why.setText(
            texts.joined((shared(pair.signals), self.tr("but %1").replace("%1", but) if but else ""), " · ")
        )

    def _facts(self, ours: reader.Card, theirs: reader.Card, calls: dict[int, int]) -> list[Fact]:
        rows: tuple[tuple[str, Callable[[reader.Card], str]], ...] = (
            (self.tr("Calls"), lambda card: texts.grouped(calls[card.prospect.id])),
            (self.tr("In the book since"), self._since),
            (self.tr("Next action"), self._next),
            (self.tr("Do not call"), lambda card: self.tr("asked") if card.prospect.do_not_call_at else ""),
            (self.tr("People"), people),
            (self.tr("Numbers"), self._numbers),
            (self.tr("Tags"), lambda card: ", ".join(card.tags)),
            (self.tr("Referred by"), lambda card: card.referrer),
            (self.tr("Notes"), lambda card: card.prospect.notes.strip()),
        )
        return [(what, words(ours), words(theirs)) for what, words in rows]

    def _since(self, card: reader.Card) -> str:
        made = card.prospect.created_at
        return texts.day_and_month(made.astimezone(self._session.zone).date(), with_year=True) if made else ""

    def _next(self, card: reader.Card) -> str:
        action = card.next_action
        if action is None or action.due is None:
            return ""
        due = texts.due_words(action.due, self._session.now(), self._session.zone)
        return texts.joined((texts.action(action.kind), due, action.text))

    def _numbers(self, card: reader.Card) -> str:
        home = self._session.settings().home_country
        return "\n".join(national(phone.typed, card.prospect.country, home) for phone in card.phones)

    def _say(self, words: str, undo: bool = False) -> None:
        self._said.setText(words)
        self._undo.setVisible(undo)

    def _say_error(self, sentence: str, next_step: str) -> None:
        if self.isVisible():
            self._say(f"{sentence} {next_step}".strip())

    # the window itself

    def _prepare(self, theme: Theme) -> None:
        self._list.setModel(self._model)
        self._list.setItemDelegate(PairDelegate(theme, self._list))
        self._list.setMouseTracking(True)
        self._list.setUniformItemSizes(True)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.tr("Pairs"))
        theme.changed.connect(self._list.viewport().update)
        theme.changed.connect(self._sides.update)

    def _lay_out(self) -> None:
        self.setWindowTitle(self.tr("Likely duplicates"))
        self.setMinimumSize(760, 460)
        listed, beside = Card(), Card()
        listed.column.setContentsMargins(6, 6, 6, 6)
        listed.column.addWidget(self._list)
        listed.setFixedWidth(LIST_WIDTH)
        why = row(self._strength, self._why, spacing=10)
        why.setStretch(1, 1)
        area = scrolling(self._sides)
        self._sides.row_focused.connect(area.show_field)
        beside.column.addLayout(why)
        beside.column.addWidget(area, 1)
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(14)
        both.addWidget(listed)
        both.addWidget(beside, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(12)
        whole.addLayout(row(self._title, None, self._count))
        whole.addWidget(self._both, 1)
        whole.addWidget(self._empty, 1, Qt.AlignmentFlag.AlignTop)
        foot = row(self._said, self._undo, self._skip, self._apart, self._merge)
        foot.setStretch(0, 1)
        whole.addLayout(foot)
        for each in self.findChildren(QPushButton):
            each.setAutoDefault(False)

    def _connect(self) -> None:
        self._list.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self._list.activated.connect(lambda _: self._sides.focus_first())
        self._session.failed.connect(self._say_error)
        for keys, do in (
            ("Ctrl+Return", self.merge),
            ("Ctrl+Enter", self.merge),
            ("Ctrl+D", self.keep_apart),
            ("Alt+Right", self.skip),
            ("Ctrl+Z", self.undo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(do)


def with_key(words: str, keys: str) -> str:
    return f"{words}   {QKeySequence(keys).toString(NATIVE)}"


def people(card: reader.Card) -> str:
    return "\n".join(texts.joined((one.name, one.title, one.email), ", ") for one in card.contacts)
