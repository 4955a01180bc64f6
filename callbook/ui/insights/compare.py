"""The page that compares: groups of calls beside each other by one rate, and no winner that the numbers do not name."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QScrollArea, QWidget

from callbook.domain.stats import RATES, Count, Rate
from callbook.ui import texts
from callbook.ui.choices import Choice
from callbook.ui.fields import Card, Label, ScrollArea, column, row, scrolling, section
from callbook.ui.insights import conclusions, definitions, shown, words
from callbook.ui.insights.asking import Asking
from callbook.ui.insights.bands import Band, Bands
from callbook.ui.insights.card import PictureCard
from callbook.ui.insights.comparing import Compared, compared
from callbook.ui.insights.grouping import By, Group
from callbook.ui.insights.head import make_chip
from callbook.ui.insights.long_choice import LongChoice
from callbook.ui.insights.numbers import FiguresPage
from callbook.ui.insights.question import Period, Question
from callbook.ui.insights.words import settled, tr
from callbook.ui.session import Session
from callbook.ui.theme import Theme


class ComparePage(FiguresPage):
    """`asked` tells that something else is to be counted; order and pair are only shown otherwise."""

    asked = Signal()

    def __init__(self, session: Session, theme: Theme) -> None:
        super().__init__()
        self._asking = Asking(session, self)
        self._theme = theme
        self._area = ScrollArea()
        self._compared: Compared | None = None
        self._made = False
        self._asking.answered.connect(self._show)
        self._asking.counting.connect(self.counting)

    def _make(self) -> None:
        """Everything on the page, once it is first asked for: most looks at the numbers never need it."""
        self._made = True
        self.by, self.rate = Choice(), Choice()
        self.by_name, self.by_number = make_chip(self.tr("By name")), make_chip(self.tr("By number"))
        self.bands = Bands(self._theme)
        self.card = PictureCard(self.tr("Side by side"), self.bands)
        self.verdict = Label("", "", wrap=True)
        self.first, self.second = LongChoice(), LongChoice()
        self.pair_told = Label("", "", wrap=True)
        self.pair = Card()
        self._fill()
        self._lay_out()
        self._connect()

    @property
    def area(self) -> QScrollArea:
        return self._area

    def ask(self, question: Question) -> None:
        if not self._made:
            self._make()
        by, count = By(self.by.currentData()), Count(self.rate.currentData())
        self._asking.ask(partial(compared, by=by, count=count, question=question))

    def stop(self) -> None:
        self._asking.stop()

    def _show(self, found: Compared) -> None:
        self._compared = found
        self.rate.setVisible(not found.parts)
        self._show_rows()
        self._show_verdict(found)
        self._offer_pair(found)

    def _show_rows(self) -> None:
        found = self._compared
        if found is None:
            return
        rows = list(found.rows)
        if self.by_number.isChecked():
            rows.sort(key=lambda pair: (-self._number(found, *pair), pair[0].place))
        shown_rows = tuple(self._band(found, *pair) for pair in rows)
        name = self.tr("Who was reached") if found.parts else words.rate_name(found.count)
        sheet = shown.bands_sheet(self.by.currentText(), found.count, shown_rows)
        if found.parts:
            sheet = shown.parts_sheet(self.by.currentText(), shown_rows)
        title = name if found.parts else words.rate_by(found.count, self.by.currentText())
        self.card.rename(title)
        self.bands.show_bands(title, shown_rows, sheet)
        self.card.define("" if found.parts else definitions.of_rate(found.count))
        told = "" if rows else self._nothing(found.question)
        self.card.show_state(bool(rows), told, words.asked_told(found.question))

    def _nothing(self, question: Question) -> str:
        if question.period is not Period.ALL or question.view:
            return self.tr("Nothing to compare in this period.")
        return self.tr(
            "Nothing to compare yet. Once you have logged calls, their scripts, openers, cities or hours stand here "
            "side by side, and a sentence says what may be concluded from so many."
        )

    def _number(self, found: Compared, group: Group, rate: Rate) -> int:
        return group.tally.attempts if found.parts else rate.n

    def _band(self, found: Compared, group: Group, rate: Rate) -> Band:
        if found.parts:
            return shown.part_band(group, rate, found.question)
        return shown.band(group.name, rate, group, found.count, found.question)

    def _show_verdict(self, found: Compared) -> None:
        self.verdict.setText(compared_words(found))
        self.verdict.setVisible(bool(self.verdict.text()))

    def _offer_pair(self, found: Compared) -> None:
        """The two with the largest n, unless others were chosen that are still there."""
        before = self.first.currentText(), self.second.currentText()
        counted = [(group, rate) for group, rate in found.rows if rate.n]
        largest = sorted(range(len(counted)), key=lambda at: -counted[at][1].n)
        names = [" ".join(group.name.split()) for group, _ in counted]
        for at, choice in enumerate((self.first, self.second)):
            choice.offer((name, place) for place, name in enumerate(names))
            kept = names.index(before[at]) if before[at] in names else None
            choice.setCurrentIndex(kept if kept is not None else largest[at] if at < len(largest) else -1)
        self.pair.setVisible(len(counted) > 1 and not found.parts)
        self._show_pair()

    def _show_pair(self) -> None:
        found, at, other = self._compared, self.first.currentIndex(), self.second.currentIndex()
        if found is None or at < 0 or other < 0:
            return
        counted = [(group.name, rate) for group, rate in found.rows if rate.n]
        if at == other:
            self.pair_told.setText(self.tr("Choose two different ones."))
            return
        self.pair_told.setText(conclusions.pair_words(counted[at], counted[other], found.verdict.pairs, found.unit))

    def _fill(self) -> None:
        names = words.group_names()
        self.by.offer((names[by], by.value) for by in By)
        self.rate.offer((words.rate_name(count), count.value) for count in RATES)
        self.rate.choose(Count.CONVERSATIONS.value)
        order = QButtonGroup(self)
        for chip in (self.by_name, self.by_number):
            order.addButton(chip)
        self.by_name.setChecked(True)
        for choice, name in (
            (self.by, self.tr("Compare by")),
            (self.rate, self.tr("Which rate")),
            (self.first, self.tr("One of the two")),
            (self.second, self.tr("The other of the two")),
        ):
            choice.setAccessibleName(name)
            choice.setMinimumContentsLength(20)
        for choice in (self.by, self.rate):  # whose names are ours, and short enough to stand there whole
            choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)

    def _lay_out(self) -> None:
        head = row(self.by, self.rate, None, Label(self.tr("Order"), "quiet"), self.by_name, self.by_number, spacing=8)
        head.setContentsMargins(0, 0, 14, 0)
        self.card.column.addWidget(self.verdict)
        self.pair.column.addWidget(section(self.tr("Two of them")))
        two = row(self.first, Label(self.tr("and"), "quiet"), self.second)
        for at in (0, 2):
            two.setStretch(at, 1)
        self.pair.column.addLayout(two)
        self.pair.column.addWidget(self.pair_told)
        self.pair.hide()
        content = QWidget()
        content.setLayout(column(self.card, self.pair, None, spacing=14))
        content.setContentsMargins(0, 0, 14, 0)
        self._area = scrolling(content)
        self.setLayout(column(head, self._area, spacing=14))

    def _connect(self) -> None:
        self.card.opened.connect(self.opened)
        for choice in (self.by, self.rate):
            choice.activated.connect(self.asked)
        for choice in (self.first, self.second):
            choice.activated.connect(self._show_pair)
        for chip in (self.by_name, self.by_number):
            chip.clicked.connect(self._show_rows)


def compared_words(found: Compared) -> str:
    """The sentence under the rows: what may be concluded, and of how many pairs."""
    if found.parts:
        return conclusions.parts_words() if found.rows else ""
    names, rates = [group.name for group, _ in found.rows], [rate for _, rate in found.rows]
    can = [rate for group, rate in found.rows if rate.n or group.tally.attempts]
    if len(can) < 2 <= len(rates):
        return tr("Fewer than two of them have attempts: there is nothing to compare.")
    told = conclusions.conclusion(names, rates, found.verdict, found.unit)
    if found.left_out:
        left_out = conclusions.left_out_words(len(found.rows), found.left_out, found.verdict.pairs)
        return texts.joined((left_out, told), " ")
    if found.verdict.pairs > 1 and sum(map(settled, rates)) > 1:
        return texts.joined((told, conclusions.pairs_looked_at(found.verdict.pairs)), " ")
    return told
