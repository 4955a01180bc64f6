"""The first contents of a new book: outcomes, reasons for refusals, scripts."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from callbook.domain.change import Op
from callbook.domain.outcome import SHIPPED_OUTCOMES, SHIPPED_REASONS, Reason
from callbook.domain.settings import BookSettings
from callbook.formats.script_file import ScriptFile
from callbook.services.scripts import Wording, insert
from callbook.services.settings import write_settings
from callbook.storage import calls as reader
from callbook.storage.book import Book


def set_up(book: Book, scripts: Sequence[ScriptFile], *, now: datetime) -> None:
    """Give a new book what it ships with; a book that has outcomes is left as it is. Not undoable: nobody did it."""
    if reader.outcomes(book):
        return
    with book.step(Op.SET_UP) as step:
        step.insert_many(replace(outcome, position=at) for at, outcome in enumerate(SHIPPED_OUTCOMES))
        step.insert_many(Reason(position=at, label=label) for at, label in enumerate(SHIPPED_REASONS))
        for at, script in enumerate(scripts):
            insert(step, Wording(**asdict(script)), at, now)
        write_settings(step, BookSettings())
    book.forget_undo()
