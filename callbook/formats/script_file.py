"""The shipped scripts, as JSON files hold them."""

import json
from dataclasses import dataclass

from callbook.domain.script import Channel, Direction, Purpose


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """One script as it ships: what it is for and everything it says."""

    name: str
    direction: Direction
    channel: Channel
    purpose: Purpose
    positioning: str
    value_proposition: str
    openers: tuple[str, ...]
    gatekeeper_line: str
    voicemail: str
    questions: tuple[str, ...]
    objections: tuple[tuple[str, str], ...]


def read_script(text: str) -> ScriptFile:
    """A script from its JSON; KeyError or ValueError where the file is not one of ours."""
    data = json.loads(text)
    return ScriptFile(
        name=data["name"],
        direction=Direction(data["direction"]),
        channel=Channel(data["channel"]),
        purpose=Purpose(data["purpose"]),
        positioning=data["positioning"],
        value_proposition=data["value_proposition"],
        openers=tuple(data["openers"]),
        gatekeeper_line=data["gatekeeper_line"],
        voicemail=data["voicemail"],
        questions=tuple(question["text"] for question in data["questions"]),
        objections=tuple((pair["objection"], pair["reply"]) for pair in data["objections"]),
    )
