"""Reading scripts: what to say now, what was said then, and how each was used."""

from collections.abc import Iterable

from peewee import fn

from callbook.domain.script import Objection, Opener, Prompt, Question, Script, ScriptText, ScriptVersion
from callbook.storage.engine import Connection, columns
from callbook.storage.schema import (
    CallTable,
    ObjectionTable,
    OpenerTable,
    PromptTable,
    QuestionTable,
    ScriptTable,
    ScriptVersionTable,
)


def scripts(book: Connection) -> list[ScriptText]:
    """Every script that was not deleted, in the user's order, each in its newest version."""
    query = ScriptTable.select(*columns(Script)).where(ScriptTable.deleted_at.is_null())
    found = book.fetch(Script, query.order_by(ScriptTable.position, ScriptTable.id))
    return [text for script in found if (text := newest_text(book, script)) is not None]


def newest_text(book: Connection, script: Script) -> ScriptText | None:
    query = ScriptVersionTable.select(*columns(ScriptVersion)).where(ScriptVersionTable.script_id == script.id)
    versions = book.fetch(ScriptVersion, query.order_by(ScriptVersionTable.number.desc()).limit(1))
    return filled(book, script, versions[0]) if versions else None


def text_of_version(book: Connection, version_id: int) -> ScriptText | None:
    """The wording a call used, however old, of a deleted script too."""
    version = book.get(ScriptVersion, version_id)
    script = None if version is None else book.get(Script, version.script_id)
    return filled(book, script, version) if script is not None and version is not None else None


def filled(book: Connection, script: Script, version: ScriptVersion) -> ScriptText:
    def parts(record: type, table: type) -> tuple[object, ...]:
        query = table.select(*columns(record)).where(table.version_id == version.id)  # type: ignore[attr-defined]
        return tuple(book.fetch(record, query.order_by(table.position, table.id)))  # type: ignore[attr-defined]

    return ScriptText(
        script,
        version,
        parts(Opener, OpenerTable),  # type: ignore[arg-type]
        parts(Prompt, PromptTable),  # type: ignore[arg-type]
        parts(Objection, ObjectionTable),  # type: ignore[arg-type]
    )


def is_used(book: Connection, version_id: int) -> bool:
    """Whether any call was made with this version; then its wording stands for ever."""
    query = CallTable.select(CallTable.id).where(CallTable.version_id == version_id).limit(1)
    return book.one(query) is not None


def usage(book: Connection) -> dict[int, int]:
    """Calls made with each script, over all its versions."""
    query = (
        ScriptVersionTable.select(ScriptVersionTable.script_id, fn.COUNT(CallTable.id))
        .join(CallTable, on=(CallTable.version_id == ScriptVersionTable.id))
        .where(CallTable.deleted_at.is_null(), CallTable.saved_at.is_null(False))
        .group_by(ScriptVersionTable.script_id)
    )
    return {script: int(calls) for script, calls in book.rows(query)}


def questions_worded(book: Connection, wordings: Iterable[str]) -> dict[str, Question]:
    """Questions known by exactly these wordings."""
    query = QuestionTable.select(*columns(Question)).where(QuestionTable.text.in_(list(wordings)))
    return {question.text: question for question in book.fetch(Question, query)}
