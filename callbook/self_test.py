"""The program trying itself out where it is installed: a new book, a window, a call logged and found again."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLibraryInfo, QTranslator, qVersion
from PySide6.QtGui import QPixmap

from callbook import __version__
from callbook.app import Program, application, open_window
from callbook.domain import phone, workdays
from callbook.domain.prospect import Phone, Prospect
from callbook.services import prospects, upkeep
from callbook.services.prospects import Draft
from callbook.storage import calls
from callbook.storage.calls import HistoryFilter
from callbook.storage.engine import sqlite_version
from callbook.system import resources
from callbook.system.paths import paths
from callbook.ui.dialogs import number
from callbook.ui.theme import pixmap

OLDEST_SQLITE = (3, 38, 0)  # strict tables and the text index's "unicode61 remove_diacritics 2"


# What Qt loads by itself from its folder of plugins, which a build that goes by imports would leave out.
LINUX_PLUGINS = (
    ("Chinese can be typed", "platforminputcontexts", ("ibus", "compose")),
    ("a window can be opened on X11, on Wayland and without a screen", "platforms", ("xcb", "wayland", "offscreen")),
)

Check = tuple[str, Callable[[], object]]


def self_test() -> int:
    """Run every check, print a line each and one of the outcome, and answer 0 when all passed, else 1."""
    app = application(["callbook"])
    with TemporaryDirectory(prefix="callbook-self-test-") as folder:
        program = open_window(app, paths(Path(folder)))
        passed = [report(words, check) for words, check in (*checks(program), *system_checks(sys.platform))]
        program.close()
    print(outcome(passed))
    return 0 if all(passed) else 1


def checks(program: Program) -> tuple[Check, ...]:
    return (
        (f"Callbook {__version__}, Qt {qVersion()}, SQLite {'.'.join(map(str, sqlite_version()))}", versions),
        ("the shipped files are there", shipped_files),
        ("a window opens on a new book", lambda: program.window.isVisible()),
        ("a call is logged by its keys", lambda: log_a_call(program)),
        ("and found again", lambda: found_again(program)),
        ("the book is sound", lambda: upkeep.check(program.book.path) == []),
        ("time zones are known", time_zones),
        ("the time zone of a number is known", zone_of_a_number),
        ("public holidays are known", public_holidays),
        ("the code for a phone's camera can be drawn", lambda: len(number.modules("+442079460000")) >= 21),
        ("icons can be drawn", icons),
        ("Qt's own words are there in Chinese", chinese_words),
    )


def system_checks(platform: str) -> tuple[Check, ...]:
    """What is needed on this system alone."""
    if platform != "linux":
        return ()
    return tuple(
        (words, lambda folder=folder, names=names: all(plugin_is_there(folder, name) for name in names))
        for words, folder, names in LINUX_PLUGINS
    )


def outcome(passed: list[bool]) -> str:
    failed = passed.count(False)
    return f"{failed} of {len(passed)} checks failed." if failed else f"All {len(passed)} checks passed."


def report(words: str, check: Callable[[], object]) -> bool:
    """Print one check's line. Whatever goes wrong in it is its result, not the end of the run."""
    try:
        good = bool(check())
    except Exception as error:  # noqa: BLE001
        print(f"FAILED  {words}: {type(error).__name__}: {error}")
        return False
    print(f"{'ok    ' if good else 'FAILED'}  {words}")
    return good


def versions() -> bool:
    return sqlite_version() >= OLDEST_SQLITE


def shipped_files() -> bool:
    icons, scripts = resources.resource("icons"), resources.texts("scripts", ".json")
    return len(list(icons.glob("*.svg"))) > 20 and len(scripts) == 7 and bool(resources.text("styles", "callbook.qss"))


def log_a_call(program: Program) -> bool:
    draft = Draft(Prospect(name="Self test", country="GB"), phones=(Phone(typed="020 7946 0000"),))
    program.session.do(prospects.add, draft)
    program.window.page.begin()
    call = program.window.page.call
    call.primary()
    call.choose_key("1")
    return call.state is None


def found_again(program: Program) -> bool:
    rows = calls.history_page(program.book, HistoryFilter(words=("self",)), 0, 10)
    return [(row.prospect, row.call.outcome) for row in rows] == [("Self test", "No answer")]


def time_zones() -> bool:
    noon = datetime(2026, 7, 1, 12, tzinfo=UTC)
    return noon.astimezone(ZoneInfo("Europe/London")).hour == 13


def zone_of_a_number() -> bool:
    """Of Vanuatu and Lebanon, of which only the library knows, from abroad and at home."""
    return phone.zones_of("+678 22222", "") == ("Pacific/Efate",) and phone.zones_of("01 234567", "LB") == (
        "Asia/Beirut",
    )


def public_holidays() -> bool:
    """Of a fixed date and by the moon, each country's in a module of its own that is loaded by name."""
    christmas, spring_festival = date(2026, 12, 25), date(2026, 2, 17)
    everywhere = all(workdays.holidays_of(country, "", (2026,)) for country in ("US", "JP", "IN", "VU"))
    return (
        everywhere
        and christmas in workdays.holidays_of("DE", "BY", (2026,))
        and spring_festival in workdays.holidays_of("CN", "", (2026,))
    )


def icons() -> bool:
    """By the drawing in the window, and by the plugin through which a style sheet draws."""
    tick = QPixmap(str(resources.resource("styles", "check-dark.svg")))
    return all(is_drawn(image) for image in (pixmap("callbook", "black", 64), tick))


def is_drawn(image: QPixmap) -> bool:
    drawn = image.toImage()
    return any(drawn.pixelColor(x, y).alpha() for x in range(drawn.width()) for y in range(drawn.height()))


def chinese_words() -> bool:
    translator = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator.load("qtbase_zh_CN", folder) and translator.translate("QPlatformTheme", "Cancel") == "取消"


def plugin_is_there(folder: str, name: str) -> bool:
    """Wayland's has carried the way it draws in its name: libqwayland-egl.so."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / folder
    return any(plugins.glob(f"lib*{name}*.so"))
