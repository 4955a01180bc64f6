"""Reading scripts: what to say now, what was said then, and how each was used."""

from collections.abc import Iterable
from typing import Any

from peewee import Tuple, fn

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
    newest = newest_versions(book, [script.id for script in found])
    return texts(book, [(script, newest[script.id]) for script in found if script.id in newest])


def newest_text(book: Connection, script: Script) -> ScriptText | None:
    versions = newest_versions(book, [script.id])
    return texts(book, [(script, versions[script.id])])[0] if versions else None


def text_of_version(book: Connection, version_id: int) -> ScriptText | None:
    """The wording a call used, however old, of a deleted script too."""
    version = book.get(ScriptVersion, version_id)
    script = None if version is None else book.get(Script, version.script_id)
    return texts(book, [(script, version)])[0] if script is not None and version is not None else None


def newest_versions(book: Connection, script_ids: list[int]) -> dict[int, ScriptVersion]:
    """Of each of these scripts the version with the highest number."""
    version = ScriptVersionTable
    highest = version.select(version.script_id, fn.MAX(version.number)).where(version.script_id.in_(script_ids))
    query = version.select(*columns(ScriptVersion)).where(
        Tuple(version.script_id, version.number).in_(highest.group_by(version.script_id))
    )
    return {found.script_id: found for found in book.fetch(ScriptVersion, query)}


def texts(book: Connection, wanted: list[tuple[Script, ScriptVersion]]) -> list[ScriptText]:
    """Each of these versions with its parts: one query for a kind of part, however many versions."""
    ids = [version.id for _, version in wanted]
    openers, prompts, objections = (
        parts(book, record, table, ids)
        for record, table in ((Opener, OpenerTable), (Prompt, PromptTable), (Objection, ObjectionTable))
    )
    return [
        ScriptText(script, version, openers[version.id], prompts[version.id], objections[version.id])
        for script, version in wanted
    ]


def parts(book: Connection, record: type[Any], table: Any, version_ids: list[int]) -> dict[int, tuple[Any, ...]]:
    """The parts of one kind by their version, in order."""
    query = table.select(*columns(record)).where(table.version_id.in_(version_ids))
    found: dict[int, list[Any]] = {key: [] for key in version_ids}
    for part in book.fetch(record, query.order_by(table.version_id, table.position, table.id)):
        found[part.version_id].append(part)
    return {key: tuple(some) for key, some in found.items()}


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
