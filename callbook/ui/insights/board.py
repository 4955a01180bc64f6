"""Everything counted, in cards that stand side by side where there is room."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from callbook.domain.stats import RATES, TOO_FEW, Count
from callbook.ui import texts
from callbook.ui.fields import button, row
from callbook.ui.insights import conclusions, definitions, shown, words
from callbook.ui.insights.bands import Bands
from callbook.ui.insights.bars import DayBars
from callbook.ui.insights.card import PictureCard
from callbook.ui.insights.chart import Chart, Mark
from callbook.ui.insights.columns import StepBars
from callbook.ui.insights.figures import FigureCard
from callbook.ui.insights.grid import Grid
from callbook.ui.insights.levels import LevelBars
from callbook.ui.insights.published import PublishedCard
from callbook.ui.insights.question import Period
from callbook.ui.insights.reading import Reading
from callbook.ui.theme import Theme

SPACE = 14
NARROW = 820
"""Below this width in pixels cards stand under each other, the figures in twos."""


class Board(QWidget):
    """Shows a reading; knows nothing of how it was read. `opened` carries the mark of a figure that was chosen."""

    opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.figures = {
            count: FigureCard(count, definitions.of_rate(count) if count in RATES else definitions.of_count(count))
            for count in shown.FUNNEL
        }
        self.days, self.funnel, self.scripts = DayBars(theme), LevelBars(theme), Bands(theme)
        self.hours, self.reasons, self.over_time = Grid(theme), LevelBars(theme), Grid(theme)
        self.tries, self.waits, self.stages = StepBars(theme), StepBars(theme), LevelBars(theme)
        self._charts: tuple[tuple[str, Chart], ...] = (
            (self.tr("Attempts a day"), self.days),
            (self.tr("From attempt to meeting"), self.funnel),
            (self.tr("Conversations per connect, by script"), self.scripts),
            (self.tr("When the right person answers"), self.hours),
            (self.tr("Refusals by reason"), self.reasons),
            (self.tr("Refusals over time"), self.over_time),
            (self.tr("Attempts until somebody was reached"), self.tries),
            (self.tr("Days from the first attempt to a meeting"), self.waits),
            (self.tr("Prospects by stage"), self.stages),
        )
        self._definitions: dict[Chart, str] = {
            self.days: definitions.of_count(Count.ATTEMPTS),
            self.funnel: " ".join(definitions.of_count(count) for count in shown.FUNNEL),
            self.scripts: definitions.of_rate(Count.CONVERSATIONS),
            self.hours: definitions.of_rate(Count.CONNECTS),
            self.reasons: definitions.of_count(Count.REFUSALS),
            self.over_time: definitions.of_count(Count.REFUSALS),
            self.tries: definitions.of_tries(),
            self.waits: definitions.of_waits(),
        }
        self.cards: dict[Chart, PictureCard] = {}
        self._waiting: list[Callable[[], None]] = []
        self._next = QTimer(self)
        self._next.setInterval(0)
        self._next.timeout.connect(self._show_next)
        self.done, self._done_marks = QWidget(), list[Mark]()
        self.done_buttons = [button("", "more", partial(self._open_done, at)) for at in range(shown.MOST_DONE)]
        self._published: PublishedCard | None = None
        self._columns = 0
        self._lay_out()

    def show_reading(self, reading: Reading) -> None:
        """The figures at once, then a card at a time: dressing and drawing all of them would hold the window."""
        self._show_figures(reading)
        self._show_done(reading)
        cards = (
            self._show_days, self._show_funnel, self._show_scripts, self._show_hours, self._show_reasons,
            self._show_over_time, self._show_tries, self._show_waits, self._show_stages, self._show_published,
        )  # fmt: skip
        self._waiting = [partial(show, reading) for show in cards]
        self._next.start()

    @property
    def complete(self) -> bool:
        """Whether every card shows the last reading."""
        return not self._waiting

    def _show_next(self) -> None:
        if self._waiting:
            self._waiting.pop(0)()
        if not self._waiting:
            self._next.stop()

    def card(self, chart: Chart) -> PictureCard:
        """The card of a figure, made and put into its place when it is first needed."""
        if chart not in self.cards:
            at = next(at for at, (_, one) in enumerate(self._charts) if one is chart)
            card = self.cards[chart] = PictureCard(self._charts[at][0], chart, grows=chart is self.days)
            card.define(self._definitions.get(chart, ""))
            card.opened.connect(self.opened)
            self._place(at, card)
        return self.cards[chart]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(1 if self.width() < NARROW else 2)

    def _show_figures(self, reading: Reading) -> None:
        told = words.period_told(reading.question)
        if reading.question.period is Period.MONTH:
            told = texts.joined((told, words.called_words(reading.days_called)))
        for count, card in self.figures.items():
            said = shown.told_rate(reading, count) if count in RATES else told
            if count is Count.MEETINGS and reading.came_in:
                said = texts.joined((said, words.came_in_words(reading.came_in)))
            card.show_figure(reading.tally.count(count), said, shown.figure_mark(reading, count))

    def _show_done(self, reading: Reading) -> None:
        """What was done with everybody, each sentence a button to its calls."""
        sentences = shown.cheer_words(reading)
        self._done_marks = [mark for _, mark in sentences]
        told = [said for said, _ in sentences]
        for at, one in enumerate(self.done_buttons):
            one.setVisible(at < len(told))
            one.setText(told[at] if at < len(told) else "")

    def _show_published(self, reading: Reading) -> None:
        if self._published is None and reading.settings.published:
            self._published = PublishedCard()
            self._grid.addWidget(self._published, 2 + len(self._charts), 0, 1, self._columns)
        if self._published is not None:
            self._published.setVisible(bool(reading.settings.published))

    def _open_done(self, at: int) -> None:
        self.opened.emit(self._done_marks[at])

    def _show_days(self, reading: Reading) -> None:
        goal = 0 if reading.question.view else reading.settings.daily_goal  # which is for all calls
        told = words.days_words(reading.days_called, reading.days_met, goal)
        marks = shown.day_marks(reading)
        name = ". ".join([self.tr("Attempts a day"), told])
        self.days.show_days(name, reading.days, goal, marks, shown.day_sheet(reading, marks))
        days = words.shown_days(reading.question, len(reading.days))
        self.card(self.days).show_state(True, told, days)

    def _show_funnel(self, reading: Reading) -> None:
        levels = shown.funnel(reading)
        self.funnel.show_levels(self.tr("From attempt to meeting"), levels, shown.funnel_sheet(reading, levels))
        self.card(self.funnel).show_state(True, "", words.asked_told(reading.question))

    def _show_scripts(self, reading: Reading) -> None:
        name = self.tr("Conversations per connect, by script")
        rows = shown.bands(reading.by_script, Count.CONVERSATIONS, reading.question)
        self.scripts.show_bands(name, rows, shown.bands_sheet(self.tr("Script"), Count.CONVERSATIONS, rows))
        none = self.tr("No attempt in this period was made with a script.")
        names, rates = [row.name for row in rows], [row.rate for row in rows]
        told = conclusions.conclusion(names, rates, reading.verdict, Count.CONNECTS) if rows else none
        self.card(self.scripts).show_state(bool(rows), told)

    def _show_hours(self, reading: Reading) -> None:
        lines, columns, cells = shown.week(reading)
        name = self.tr("Connects by weekday and hour of their clock")
        fewest = words.number_of(Count.ATTEMPTS, TOO_FEW)
        self.hours.show_cells(name, lines, columns, cells, shown.week_sheet(reading))
        told = (
            texts.filled(
                self.tr(
                    "Connects in a hundred attempts. Hours with fewer than %1 stay empty; whether hours differ is told "
                    "in Compare."
                ),
                fewest,
            )
            if cells
            else texts.filled(self.tr("Too early to tell: no hour of the week has %1 yet."), fewest)
        )
        self.card(self.hours).show_state(bool(cells), told, self.tr("their clock"))

    def _show_reasons(self, reading: Reading) -> None:
        levels = shown.reasons(reading)
        count = sum(level.count for level in levels)
        sheet = shown.levels_sheet((self.tr("Reason"), words.count_name(Count.REFUSALS)), levels)
        self.reasons.show_levels(self.tr("Refusals by reason"), levels, sheet)
        none = self.tr("Nobody said no in this period.")
        self.card(self.reasons).show_state(bool(count), "" if count else none, words.refusals(count) if count else "")

    def _show_over_time(self, reading: Reading) -> None:
        lines, columns, cells = shown.reasons_over_time(reading)
        self.over_time.show_cells(
            self.tr("Refusals over time"), lines, columns, cells, shown.reasons_sheet(reading)
        )
        hidden = len(reading.refusals) - len(lines)
        earlier = len(reading.over_time.spans) - len(columns)
        more = self.tr("All reasons and all years are in the table.") if hidden > 0 or earlier else ""
        none = self.tr("Nobody said no in this period.")
        weeks = self.tr("weeks from Monday") if reading.over_time.weeks and cells else ""
        self.card(self.over_time).show_state(bool(cells), more if cells else none, weeks)

    def _show_tries(self, reading: Reading) -> None:
        steps = shown.tries(reading)
        titles = (self.tr("First reached at attempt"), self.tr("Prospects"))
        self.tries.show_steps(self.tr("Attempts until somebody was reached"), steps, shown.steps_sheet(titles, steps))
        none = self.tr("Nobody was reached for the first time in this period.")
        self.card(self.tries).show_state(bool(steps), words.tries_words(reading.reached_at) if steps else none)

    def _show_waits(self, reading: Reading) -> None:
        steps = shown.waits(reading)
        titles = (self.tr("Days since the first attempt"), self.tr("First meetings"))
        self.waits.show_steps(
            self.tr("Days from the first attempt to a meeting"), steps, shown.steps_sheet(titles, steps)
        )
        none = self.tr("No prospect agreed to a first meeting in this period.")
        self.card(self.waits).show_state(bool(steps), words.waits_words(reading.waited) if steps else none)

    def _show_stages(self, reading: Reading) -> None:
        levels = shown.pipeline(reading)
        sheet = shown.levels_sheet((self.tr("Stage"), self.tr("Prospects")), levels)
        self.stages.show_levels(self.tr("Prospects by stage"), levels, sheet)
        self.card(self.stages).show_state(bool(levels), "" if levels else self.tr("No prospects."), self.tr("now"))

    def _lay_out(self) -> None:
        self.done.setLayout(row(*self.done_buttons, None, spacing=4))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, SPACE, 0)
        self._grid.setSpacing(SPACE)
        self._line = QWidget()
        self._across = QGridLayout(self._line)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(SPACE)
        self._grid.setRowStretch(3 + len(self._charts), 1)  # below all there can be
        for figure in self.figures.values():
            figure.opened.connect(self.opened)
        self._arrange(2)

    def _arrange(self, columns: int) -> None:
        """Two cards to a row, and the figures in one; or all of it half as wide."""
        if columns == self._columns:
            return
        self._columns = columns
        across = len(self.figures) if columns == 2 else 2
        for at, figure in enumerate(self.figures.values()):
            self._across.addWidget(figure, at // across, at % across)
        for at in range(len(self.figures)):
            self._across.setColumnStretch(at, 1 if at < across else 0)
        self._grid.addWidget(self._line, 0, 0, 1, columns)
        self._grid.addWidget(self.done, 1, 0, 1, columns)
        for at, (_, chart) in enumerate(self._charts):
            if chart in self.cards:
                self._place(at, self.cards[chart])
        if self._published is not None:
            self._grid.addWidget(self._published, 2 + len(self._charts), 0, 1, columns)
        for at in range(2):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)

    def _place(self, at: int, card: PictureCard) -> None:
        columns = self._columns
        alone = columns == 2 and at % 2 == 0 and at == len(self._charts) - 1
        self._grid.addWidget(card, 2 + at // columns, at % columns, 1, 2 if alone else 1)
