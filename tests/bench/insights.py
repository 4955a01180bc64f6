"""Asking the insights of the real window: how long until all is shown, and how long a key would have waited."""

import time
from collections.abc import Callable

from PySide6.QtCore import QThreadPool

from callbook.storage.listing import prospect_ids
from callbook.ui.insights.page import ANSWERS, COMPARE, NUMBERS, InsightsPage
from callbook.ui.insights.question import Period
from tests.bench.report import Measured
from tests.bench.turns import Turns
from tests.bench.window import Driven

SHOWN = ("all", "version", "hour", "reason", "reached_at", "waited")
VIEWS = ("stage:talking", "stage:closed", "stage:resting")
"""Of a book made for this they hold about a hundredth, a quarter and two thirds of all prospects."""


def measure_insights(driven: Driven, runs: int) -> list[Measured]:
    """Every page that ships over all years, then views of one's own that were never asked before; the first of the
    runs makes the pages, too."""
    asked = Insights(driven)
    shipped = [asked.shipped(what, do, dimensions, runs) for what, do, dimensions in asked.pages()]
    own = [asked.own_view(query) for query in VIEWS]
    return [*shipped, *own, *asked.turns()]


class Insights:
    """The page of insights before whoever asks, and the longest turns seen so far by what was done."""

    def __init__(self, driven: Driven) -> None:
        self._driven = driven
        self._turns = Turns(driven.app)
        self._pool = driven.program.session.worker.findChild(QThreadPool)
        self._seen: dict[str, list[float]] = {}
        self._settled("opened", driven.program.window.actions_by_name["page_insights"].trigger)
        page = driven.program.window.findChild(InsightsPage)
        assert isinstance(page, InsightsPage)
        self._page = page
        self._settled("period", lambda: page.choose(Period.ALL))

    def pages(self) -> list[tuple[str, Callable[[], None], tuple[str, ...]]]:
        """What is looked at, how to get there, and the sums it needs at least."""
        page = self._page

        def cities() -> None:
            page.compare.by.choose("city")
            page.refresh()

        return [
            ("insights: numbers of all years", lambda: page.show_page(NUMBERS), SHOWN),
            ("insights: scripts compared", lambda: page.show_page(COMPARE), ("version",)),
            ("insights: cities compared", cities, ("city",)),
            ("insights: answers", lambda: page.show_page(ANSWERS), ("all",)),
        ]

    def shipped(self, what: str, do: Callable[[], None], dimensions: tuple[str, ...], runs: int) -> Measured:
        ours, floor = [], []
        for _ in range(runs):
            ours.append(self._settled(what, do))
            floor.append(self._driven.plain.sums(dimensions))
        return Measured(what, "ms", ours, floor, "the same sums by plain sqlite3")

    def own_view(self, query: str) -> Measured:
        """The numbers of all years of a view, from when it is chosen."""
        page, what = self._page, f"insights: numbers of {query}"
        page.show_page(NUMBERS)
        page.bar.view.addItem(query, query)
        page.bar.view.choose(query)
        ours = self._settled(what, page.refresh)
        whose = page.bar.question().whose
        assert whose is not None
        floor = self._driven.plain.facts(*prospect_ids(whose.query, whose.now, whose.zone))
        return Measured(what, "ms", [ours], [floor], "its facts counted once by plain sqlite3")

    def turns(self) -> list[Measured]:
        """The longest turn in each of these."""
        window = self._driven.program.window
        paint = [self._paint(window.grab) for _ in range(3)]
        return [
            Measured(f"longest turn in {what}", "ms", turns, paint, "the window painted once")
            for what, turns in self._seen.items()
        ]

    def _settled(self, what: str, do: Callable[[], object]) -> float:
        took, longest = self._turns.until(do, lambda: self._pool.activeThreadCount() > 0)
        self._seen.setdefault(what, []).append(longest)
        return took

    def _paint(self, paint: Callable[[], object]) -> float:
        begun = time.perf_counter()
        paint()
        return (time.perf_counter() - begun) * 1000
