"""A tour in pictures: every screen in both themes, drawn on a machine without a screen too."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QApplication

from callbook.app import Program, application, open_window, ready_book
from callbook.domain.when import next_working_day_on_or_after
from callbook.services import research, upkeep
from callbook.services.demo import fill_demo, read_material
from callbook.storage import research as reader
from callbook.storage.book import Book
from callbook.storage.research import Narrowing
from callbook.system import resources
from callbook.system.clock import utc_now
from callbook.system.paths import Paths, paths
from callbook.ui.call.panel import CallPanel
from callbook.ui.insights.page import ANSWERS, InsightsPage
from callbook.ui.notice_bar import NoticeBar

ZONE = ZoneInfo("Europe/London")
# Themes for the demonstration's answers, each with words of the answers that bear it.
THEMES = {
    "Word of mouth": ("mouth", "other customers", "Recommend", "Friends of", "People talk"),
    "Search and maps": ("Google", "search", "map on the phone"),
    "Ads, unsure of effect": ("Ads ", "ads once"),
    "Passing by": ("walk past", "Passing trade", "The sign"),
    "Nobody knows": ("do not know", "never asked"),
}
# The offscreen platform has no system font of its own; these are looked for in turn.
FONTS = ("Inter", "Segoe UI", "Cantarell", "Noto Sans", "DejaVu Sans")


class TourClock:
    """A clock that stands still until it is told to go on, so that a picture shows what it should."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)


def take_tour(out: Path, own: Paths | None = None, size: tuple[int, int] = (1320, 840)) -> list[Path]:
    """Draw the tour into the folder `out` and answer with the pictures' paths. It shows a demonstration book, or a
    copy of one's own; neither is written to. `size` is the window's in logical pixels: under QT_SCALE_FACTOR=1.5 the
    pictures are half as large again."""
    out.mkdir(parents=True, exist_ok=True)
    app = application(["callbook"])
    usual = app.font()
    choose_font(app)
    app.setCursorFlashTime(0)  # a text cursor that blinks is there in one picture and not in the next
    made: list[Path] = []
    with TemporaryDirectory(prefix="callbook-tour-") as folder:
        clock = TourClock(a_morning(utc_now()) if own is None else utc_now())
        full, empty = paths(Path(folder) / "full"), paths(Path(folder) / "empty")
        if own is None:
            write_demo(full, clock.now)
        else:
            upkeep.copy_book(own.book, full.book)
        program = open_window(app, full, clock, ZONE, "light")
        program.window.resize(*size)
        for name in screens(app, program, clock):
            made += both_themes(app, program, out, name)
        program.close()
        program = open_window(app, empty, clock, ZONE, "light")
        program.window.resize(*size)
        made += both_themes(app, program, out, "empty")
        program.close()
    app.setFont(usual)
    return made


def screens(app: QApplication, program: Program, clock: TourClock) -> Iterator[str]:
    """Go from screen to screen; at each name the window shows what the picture is called after."""
    window = program.window
    settle(app, program)
    yield "before"
    for name in a_call(app, program.window.page.call, clock):
        settle(app, program)
        yield name
    for number, name in ((1, "history"), (2, "insights"), (3, "scripts")):
        window.show_page(number)
        settle(app, program)
        yield name
        if name == "insights":
            window.findChildren(InsightsPage)[0].show_page(ANSWERS)
            settle(app, program)
            yield "insights-answers"


def a_call(app: QApplication, call: CallPanel, clock: TourClock) -> Iterator[str]:
    """A call from its first second to its date, by way of the desk, an objection, a pause and a refusal."""
    call.primary()
    clock.on(4)
    call.toggle_desk()
    type_text(app, "Dana")
    yield "live-desk"
    call.toggle_desk()
    type_text(app, "Mostly word of mouth. Tried ads once, no idea if they worked.\n")
    type_text(app, "Reception calls back in the evening, when there is time.")
    for _ in range(66):  # by steps as the timer's own: a leap would look as if the computer had slept
        clock.on(4)
        call.tick()
    yield "live"
    call.show_objections()
    type_text(app, "1")
    yield "live-objections"
    call.show_objections()
    call.pause()
    yield "live-paused"
    call.pause()
    type_text(app, "\tSounded rushed at first, warmed up when I asked about the evenings.")
    call.choose_key("8")
    yield "wrap-up-refusal"
    call.choose_key("5")
    type_text(app, "thu 9:30, at the practice")
    yield "wrap-up"
    call.primary()


def both_themes(app: QApplication, program: Program, out: Path, name: str) -> list[Path]:
    made = []
    # The one in force first: to dress a whole window anew takes a second.
    for theme in ("dark", "light") if program.theme.dark else ("light", "dark"):
        if program.theme.choice != theme:
            program.theme.choose(theme)
        settle(app, program)
        put_away_notices(program)
        path = out / f"{name}-{theme}.png"
        program.window.grab().save(str(path))
        made.append(path)
    return made


def put_away_notices(program: Program) -> None:
    """A notice goes after some seconds: on a slow machine it would be in fewer pictures than on a fast one."""
    for notice in program.window.findChildren(NoticeBar):
        notice.hide()


def settle(app: QApplication, program: Program) -> None:
    """Let everything waiting be done: reads beside the window, timers of no length, painting."""
    program.window.page.call.flush()
    for _ in range(16):  # the insights show a card at a time
        app.processEvents()
        program.session.worker.finish()
    program.session.minute.emit()
    app.processEvents()


def type_text(app: QApplication, text: str) -> None:
    """Type into the field in focus."""
    for letter in text:
        key = Qt.Key.Key_Return if letter == "\n" else Qt.Key.Key_Tab if letter == "\t" else Qt.Key.Key_unknown
        target = app.focusWidget()
        if target is not None:
            app.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, letter))
    app.processEvents()


def write_demo(places: Paths, now: datetime) -> None:
    book = ready_book(places, now)
    material = read_material(resources.texts("demo", ".json") | resources.texts("scripts", ".json"))
    fill_demo(book, material, 400, 4000, Random(7), now=now, zone=ZONE)  # noqa: S311
    gather_answers(book, now)
    book.close()


def gather_answers(book: Book, now: datetime) -> None:
    """Some themes on the answers to the question answered most."""
    asked = reader.questions(book)[0].question_id
    for name, words in THEMES.items():
        found = {key for word in words for key in reader.ids(book, asked, Narrowing((word,)))}
        research.add_theme(book, asked, name, sorted(found), now=now)


def a_morning(now: datetime) -> datetime:
    """The coming working day at 10:41, when there is something to do in the book."""
    day = next_working_day_on_or_after(now.astimezone(ZONE).date())
    return datetime.combine(day, time(10, 41), ZONE).astimezone(UTC)


def choose_font(app: QApplication) -> None:
    families = set(QFontDatabase.families())
    family = next((name for name in FONTS if name in families), None)
    if family and app.platformName() == "offscreen":
        app.setFont(QFont(family, 10))
