"""Every command as data: its name, words, key and menu. Menus, shortcuts, palette and help all read this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget


def tr(text: str) -> str:
    return QCoreApplication.translate("actions", text)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the window; `keys` in Qt's portable form, the first one shown. "" in `menu`: keys only."""

    name: str
    words: str
    keys: tuple[str, ...] = ()
    menu: str = ""
    line_before: bool = False


OF_WHOM_IS_SHOWN = (
    "edit_prospect", "tag", "stage", "move_next", "save_contact", "save_meeting", "visit_sheet", "do_not_call",
    "delete",
)  # fmt: skip
"""Commands about the prospects shown or selected on the Call page: they rest while another page hides them."""

OF_THE_CALL = (
    "primary", "save_and_stay", "dial", "picked_up", "pause", "skip", "back", "end_block", "keep_view",
)  # fmt: skip
"""Commands that write or dial for what the Call page shows: from another page they bring it into sight, no more."""


def menus() -> dict[str, str]:
    return {
        "file": tr("&File"),
        "edit": tr("&Edit"),
        "prospect": tr("&Prospect"),
        "call": tr("&Call"),
        "view": tr("&View"),
        "help": tr("&Help"),
    }


def commands() -> tuple[Command, ...]:
    """All commands in the order of the menus."""
    return (
        Command("import_file", tr("Import…"), ("Ctrl+O",), "file"),
        Command("export", tr("Export…"), ("Ctrl+Shift+E",), "file"),
        Command("week_page", tr("Week on a page…"), (), "file"),
        Command("demo_book", tr("Open the demonstration book"), (), "file"),
        Command("backup", tr("Back up now"), (), "file", True),
        Command("show_folder", tr("Show where the book lies"), (), "file"),
        Command("settings", tr("Settings…"), ("Ctrl+,",), "file", True),
        Command("quit", tr("Quit"), ("Ctrl+Q",), "file", True),
        Command("undo", tr("Undo"), ("Ctrl+Z",), "edit"),
        Command("redo", tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "edit"),
        Command("paste_list", tr("Paste a list…"), ("Ctrl+Shift+V",), "edit", True),
        Command("search", tr("Search"), ("Ctrl+F",), "edit", True),
        Command("filter", tr("Sort and filter"), ("Ctrl+Shift+F",), "edit"),
        Command("keep_view", tr("Keep the search as a view"), ("Ctrl+S",), "edit"),
        Command("palette", tr("All commands, prospects and scripts"), ("Ctrl+K",), "edit"),
        Command("new_prospect", tr("New prospect"), ("Ctrl+N",), "prospect"),
        Command("edit_prospect", tr("Edit"), ("F2",), "prospect"),
        Command("tag", tr("Tag…"), ("Ctrl+Shift+T",), "prospect", True),
        Command("stage", tr("Stage…"), ("Ctrl+Shift+G",), "prospect"),
        Command("move_next", tr("Next action…"), ("Ctrl+Shift+N",), "prospect"),
        Command("save_contact", tr("Save as a contact…"), (), "prospect", True),
        Command("save_meeting", tr("Save the next action for a calendar…"), (), "prospect"),
        Command("visit_sheet", tr("Visit sheet…"), (), "prospect", True),
        Command("visits_today", tr("Sheet of today's visits…"), (), "prospect"),
        Command("do_not_call", tr("Do not call, or lift it"), (), "prospect", True),
        Command("delete", tr("Delete"), ("Ctrl+Shift+Del", "Ctrl+Shift+Backspace"), "prospect"),
        Command("duplicates", tr("Likely duplicates…"), (), "prospect", True),
        Command("primary", tr("Start · hang up · save and next"), ("Ctrl+Return", "Ctrl+Enter"), "call"),
        Command("save_and_stay", tr("Save and stay"), ("Ctrl+Shift+Return",), "call"),
        Command("inbound", tr("They are calling"), ("Ctrl+I",), "call"),
        Command("log_call", tr("Log without timer…"), ("Ctrl+L",), "call"),
        Command("dial", tr("Dial"), ("Ctrl+D",), "call"),
        Command("show_number", tr("Show the number large"), ("Ctrl+Shift+D",), "call"),
        Command("script", tr("Choose the script"), ("Ctrl+Shift+S",), "call"),
        Command("picked_up", tr("They picked up"), ("Ctrl+T",), "call", True),
        Command("desk", tr("Somebody else picked up"), ("Ctrl+G",), "call"),
        Command("pause", tr("Pause or go on"), ("Ctrl+P",), "call"),
        Command("ask", tr("Ask something else"), ("Ctrl+E",), "call"),
        Command("object", tr("They object"), ("Ctrl+B",), "call"),
        Command("skip", tr("Skip to the next"), ("Alt+Right",), "call", True),
        Command("back", tr("Back to the one before"), ("Alt+Left",), "call"),
        Command("block", tr("Start or go on with a call block"), ("Ctrl+Shift+B",), "call", True),
        Command("end_block", tr("End the call block"), (), "call"),
        Command("reminder", tr("To the reminder"), ("Ctrl+Shift+R",), "view"),
        Command("page_call", tr("Call"), ("Ctrl+1",), "view"),
        Command("page_history", tr("History"), ("Ctrl+2",), "view"),
        Command("page_insights", tr("Insights"), ("Ctrl+3",), "view"),
        Command("page_scripts", tr("Scripts"), ("Ctrl+4",), "view"),
        Command("theme_system", tr("Colours as the system"), (), "view", True),
        Command("theme_light", tr("Light"), (), "view"),
        Command("theme_dark", tr("Dark"), (), "view"),
        Command("shortcuts", tr("All shortcuts"), ("F1", "Ctrl+?"), "help"),
        Command("about", tr("About Callbook"), (), "help"),
    )


def make_actions(window: QWidget, doings: Mapping[str, Callable[[], object]]) -> dict[str, QAction]:
    """A QAction for each command, by name, each doing what `doings` says; KeyError where one does nothing."""
    made = {}
    for command in commands():
        action = QAction(command.words, window)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.triggered.connect(lambda _=False, do=doings[command.name]: do())
        window.addAction(action)
        made[command.name] = action
    return made


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """The menus of the menu bar, by name."""
    found = {name: bar.addMenu(words) for name, words in menus().items()}
    for command in commands():
        if not command.menu:
            continue
        if command.line_before:
            found[command.menu].addSeparator()
        found[command.menu].addAction(actions[command.name])
    return found
