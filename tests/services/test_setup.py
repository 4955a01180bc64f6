"""What a new book holds before anybody did anything."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from callbook.domain.outcome import SHIPPED_OUTCOMES, SHIPPED_REASONS
from callbook.domain.settings import BookSettings
from callbook.formats.script_file import ScriptFile, read_script
from callbook.services.setup import set_up
from callbook.services.upkeep import check
from callbook.storage.calls import outcomes, reasons
from callbook.storage.opening import open_book
from callbook.storage.scripts import scripts
from callbook.storage.settings import settings
from callbook.system import resources
from tests.storage.desk import COLD_CALL, TUESDAY, dump, no_backup

WORDS_OF_A_SCRIPT = ("name", "positioning", "value_proposition", "openers", "gatekeeper_line", "voicemail", "questions")


def shipped() -> list[ScriptFile]:
    return [read_script(text) for text in resources.texts("scripts", ".json").values()]


def test_a_new_book_can_be_called_with(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    with closing(open_book(path, no_backup)) as book:
        set_up(book, shipped(), now=TUESDAY)
        assert [outcome.label for outcome in outcomes(book)] == [outcome.label for outcome in SHIPPED_OUTCOMES]
        assert [reason.label for reason in reasons(book)] == list(SHIPPED_REASONS)
        assert settings(book) == BookSettings()
        assert [text.script.name for text in scripts(book)] == [script.name for script in shipped()]
        assert book.undo() is None
    assert check(path) == []


def test_every_shipped_script_comes_in_whole(tmp_path: Path) -> None:
    with closing(open_book(tmp_path / "callbook.book", no_backup)) as book:
        set_up(book, shipped(), now=TUESDAY)
        for script, text in zip(shipped(), scripts(book), strict=True):
            assert all(getattr(script, word) for word in WORDS_OF_A_SCRIPT)
            assert (text.script.direction, text.script.channel, text.script.purpose) == (
                script.direction,
                script.channel,
                script.purpose,
            )
            assert tuple(opener.text for opener in text.openers) == script.openers
            assert tuple(prompt.wording for prompt in text.prompts) == script.questions
            assert tuple((one.objection, one.reply) for one in text.objections) == script.objections
            assert len(script.objections) >= 3


def test_a_book_that_has_outcomes_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "callbook.book"
    with closing(open_book(path, no_backup)) as book:
        set_up(book, [COLD_CALL], now=TUESDAY)
        before = dump(path)
        set_up(book, shipped(), now=TUESDAY + timedelta(days=1))
        assert dump(path) == before
