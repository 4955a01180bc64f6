"""The tables as Peewee sees them, one to each kind of record; migrations.py holds the SQL that makes them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from peewee import BooleanField, Field, IntegerField, Model, TextField

from callbook.domain.block import Block, BlockMember
from callbook.domain.call import Answer, Call, Raised
from callbook.domain.followup import ActionKind, Closing, NextAction
from callbook.domain.outcome import Outcome, Reached, Reason, Result
from callbook.domain.prospect import (
    BuyingRole,
    Contact,
    Phone,
    Prospect,
    Stage,
    StageChange,
    Tag,
    Tagging,
    View,
)
from callbook.domain.research import AnswerTheme, Theme
from callbook.domain.script import (
    Channel,
    Direction,
    Objection,
    Opener,
    Prompt,
    Purpose,
    Question,
    Script,
    ScriptVersion,
)
from callbook.domain.settings import SettingRow
from callbook.domain.when import Due, due_from_text, due_text, instant_from_text, instant_text


class Text(TextField):
    """Text as it may stand in UTF-8: half a surrogate pair becomes a question mark, NUL goes."""

    def db_value(self, value: Any) -> Any:
        if value is None or value.isascii() and "\0" not in value:
            return value
        return str(value).replace("\0", "").encode("utf-8", "replace").decode("utf-8")


class Instant(Field):
    """A UTC instant, stored as text with Z, in seconds."""

    field_type = "TEXT"

    def db_value(self, value: datetime | str | None) -> str | None:
        return instant_text(value) if isinstance(value, datetime) else value

    def python_value(self, value: str | None) -> datetime | None:
        return None if value is None else instant_from_text(value)


class DueField(Field):
    """A day or a minute, as `when.due_text` writes it."""

    field_type = "TEXT"

    def db_value(self, value: Due | str | None) -> str | None:
        return value if value is None or isinstance(value, str) else due_text(value)

    def python_value(self, value: str | None) -> Due | None:
        return None if value is None else due_from_text(value)


class Word(Field):
    """A member of a StrEnum, stored as its value."""

    field_type = "TEXT"

    def __init__(self, kind: type[StrEnum], null: bool = False) -> None:
        super().__init__(null=null)
        self.kind = kind

    def db_value(self, value: StrEnum | str | None) -> str | None:
        return None if value is None else str(value)

    def python_value(self, value: str | None) -> StrEnum | None:
        return None if value is None else self.kind(value)


class ProspectTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    created_at = Instant()
    deleted_at = Instant(null=True)
    name = Text()
    website = Text()
    address = Text()
    city = Text()
    region = Text()
    postcode = Text()
    country = Text()
    zone = Text()
    source = Text()
    referred_by = IntegerField(null=True)
    notes = Text()
    what_they_do = Text()
    how_they_do_it = Text()
    sets_apart = Text()
    how_we_fit = Text()
    who_decides = Text()
    stage = Word(Stage)
    do_not_call_at = Instant(null=True)
    tries = IntegerField()
    last_call_at = Instant(null=True)
    next_due = DueField(null=True)

    class Meta:
        table_name = "prospect"


class ContactTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    prospect_id = IntegerField()
    position = IntegerField()
    name = Text()
    title = Text()
    email = Text()
    role = Word(BuyingRole)
    note = Text()

    class Meta:
        table_name = "contact"


class PhoneTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    prospect_id = IntegerField()
    contact_id = IntegerField(null=True)
    position = IntegerField()
    label = Text()
    typed = Text()
    e164 = Text()
    wrong_at = Instant(null=True)

    class Meta:
        table_name = "phone"


class TagTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    name = Text()

    class Meta:
        table_name = "tag"


class TaggingTable(Model):
    id = IntegerField(primary_key=True)
    prospect_id = IntegerField()
    tag_id = IntegerField()

    class Meta:
        table_name = "tagging"


class ScriptTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    position = IntegerField()
    name = Text()
    direction = Word(Direction)
    channel = Word(Channel)
    purpose = Word(Purpose)

    class Meta:
        table_name = "script"


class ScriptVersionTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    script_id = IntegerField()
    number = IntegerField()
    created_at = Instant()
    positioning = Text()
    value_proposition = Text()
    gatekeeper_line = Text()
    voicemail = Text()

    class Meta:
        table_name = "script_version"


class OpenerTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    version_id = IntegerField()
    position = IntegerField()
    text = Text()

    class Meta:
        table_name = "opener"


class QuestionTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    text = Text()

    class Meta:
        table_name = "question"


class PromptTable(Model):
    id = IntegerField(primary_key=True)
    version_id = IntegerField()
    question_id = IntegerField()
    position = IntegerField()
    wording = Text()

    class Meta:
        table_name = "prompt"


class ObjectionTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    version_id = IntegerField()
    position = IntegerField()
    objection = Text()
    reply = Text()

    class Meta:
        table_name = "objection"


class OutcomeTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    position = IntegerField()
    key = Text()
    label = Text()
    reached = Word(Reached)
    result = Word(Result)
    action = Word(ActionKind, null=True)
    proposes = Text()
    stage = Word(Stage, null=True)
    saves_itself = BooleanField()
    conversation = BooleanField()
    asks_reason = BooleanField()

    class Meta:
        table_name = "outcome"


class ReasonTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    position = IntegerField()
    label = Text()

    class Meta:
        table_name = "reason"


class CallTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    prospect_id = IntegerField(null=True)
    contact_id = IntegerField(null=True)
    phone_id = IntegerField(null=True)
    direction = Word(Direction)
    channel = Word(Channel)
    purpose = Word(Purpose)
    version_id = IntegerField(null=True)
    opener_id = IntegerField(null=True)
    started_at = Instant()
    zone = Text()
    their_zone = Text()
    their_weekday = IntegerField(null=True)
    their_hour = IntegerField(null=True)
    picked_up_at = Instant(null=True)
    ended_at = Instant(null=True)
    saved_at = Instant(null=True)
    seen_at = Instant(null=True)
    seconds = IntegerField()
    outcome_id = IntegerField(null=True)
    outcome = Text()
    reached = Word(Reached, null=True)
    result = Word(Result)
    reason_id = IntegerField(null=True)
    conversation = BooleanField()
    note = Text()
    next_text = Text()
    paused_at = Instant(null=True)
    paused_seconds = IntegerField()
    answered_by = IntegerField(null=True)
    beside = Text()

    class Meta:
        table_name = "call"


class AnswerTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    call_id = IntegerField()
    question_id = IntegerField(null=True)
    position = IntegerField()
    wording = Text()
    text = Text()

    class Meta:
        table_name = "answer"


class RaisedTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    call_id = IntegerField()
    objection_id = IntegerField(null=True)
    wording = Text()

    class Meta:
        table_name = "raised"


class BlockTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    name = Text()
    started_at = Instant()
    ended_at = Instant(null=True)

    class Meta:
        table_name = "block"


class BlockMemberTable(Model):
    id = IntegerField(primary_key=True)
    block_id = IntegerField()
    prospect_id = IntegerField()
    position = IntegerField()
    done_at = Instant(null=True)
    later_at = Instant(null=True)

    class Meta:
        table_name = "block_member"


class NextActionTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    prospect_id = IntegerField()
    created_at = Instant()
    kind = Word(ActionKind)
    due = DueField()
    zone = Text()
    text = Text()
    opened_by = IntegerField(null=True)
    closed_at = Instant(null=True)
    closed_by = IntegerField(null=True)
    closing = Word(Closing, null=True)
    place = Text()
    minutes = IntegerField(null=True)

    class Meta:
        table_name = "next_action"


class StageChangeTable(Model):
    id = IntegerField(primary_key=True)
    prospect_id = IntegerField()
    stage = Word(Stage)
    at = Instant()
    call_id = IntegerField(null=True)

    class Meta:
        table_name = "stage_change"


class ViewTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    position = IntegerField()
    name = Text()
    query = Text()

    class Meta:
        table_name = "view"


class SettingTable(Model):
    id = IntegerField(primary_key=True)
    key = Text()
    value = Text()

    class Meta:
        table_name = "setting"


class ThemeTable(Model):
    id = IntegerField(primary_key=True)
    uuid = Text()
    deleted_at = Instant(null=True)
    question_id = IntegerField()
    position = IntegerField()
    name = Text()

    class Meta:
        table_name = "theme"


class AnswerThemeTable(Model):
    id = IntegerField(primary_key=True)
    answer_id = IntegerField()
    theme_id = IntegerField()

    class Meta:
        table_name = "answer_theme"


TABLES: dict[type, type[Model]] = {
    Prospect: ProspectTable,
    Contact: ContactTable,
    Phone: PhoneTable,
    Tag: TagTable,
    Tagging: TaggingTable,
    Script: ScriptTable,
    ScriptVersion: ScriptVersionTable,
    Opener: OpenerTable,
    Question: QuestionTable,
    Prompt: PromptTable,
    Objection: ObjectionTable,
    Outcome: OutcomeTable,
    Reason: ReasonTable,
    Call: CallTable,
    Answer: AnswerTable,
    NextAction: NextActionTable,
    StageChange: StageChangeTable,
    View: ViewTable,
    SettingRow: SettingTable,
    Raised: RaisedTable,
    Block: BlockTable,
    BlockMember: BlockMemberTable,
    Theme: ThemeTable,
    AnswerTheme: AnswerThemeTable,
}
"""Which table keeps which record. A record's fields and its table's columns have the same names and order."""

ADDED: dict[type, dict[str, str | int | None]] = {
    Call: {"paused_at": None, "paused_seconds": 0, "answered_by": None, "beside": ""},
    NextAction: {"place": "", "minutes": None},
}
"""Columns that a migration gave to a table with rows in it, last in their order, and what those rows hold there. A
checksum counts them only where they say something else: no migration has to write a million rows anew."""
