"""Between a script as it is stored and the words on the form, and what is said about its version."""

from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from callbook.domain.script import ScriptText
from callbook.services.scripts import Wording
from callbook.ui import texts


def tr(text: str) -> str:
    return QCoreApplication.translate("scripts", text)


def wording_of(text: ScriptText) -> Wording:
    """A stored script as a form holds it."""
    script, version = text.script, text.version
    return Wording(
        name=script.name,
        direction=script.direction,
        channel=script.channel,
        purpose=script.purpose,
        positioning=version.positioning,
        value_proposition=version.value_proposition,
        openers=tuple(opener.text for opener in text.openers),
        gatekeeper_line=version.gatekeeper_line,
        voicemail=version.voicemail,
        questions=tuple(prompt.wording for prompt in text.prompts),
        known=tuple(prompt.question_id for prompt in text.prompts),
        objections=tuple((pair.objection, pair.reply) for pair in text.objections),
    )


def tidied(wording: Wording) -> Wording:
    """A form's wording without its empty rows, each question still beside the id it had."""
    asked = [
        (text.strip(), known)
        for text, known in zip(wording.questions, wording.known, strict=True)
        if text.strip()
    ]
    pairs = [(objection.strip(), reply.strip()) for objection, reply in wording.objections]
    return replace(
        wording,
        name=wording.name.strip(),
        openers=tuple(text.strip() for text in wording.openers if text.strip()),
        questions=tuple(text for text, _ in asked),
        known=tuple(known for _, known in asked),
        objections=tuple(pair for pair in pairs if any(pair)),
    )


def says_the_same(wording: Wording, text: ScriptText) -> bool:
    """Whether a form, tidied, says what is stored already; an emptied name means the one it had."""
    stored = replace(tidied(wording_of(text)), known=())
    return replace(wording, name=wording.name or stored.name, known=()) == stored


def used(calls: int) -> str:
    """How often a script was used: "used in 34 calls"."""
    if not calls:
        return tr("not used yet")
    return texts.counted(tr("used in 1 call"), tr("used in %n calls"), calls)


def version_line(number: int, in_use: bool, calls: int) -> str:
    """What happens when this wording is changed. `calls` counts those made with any version of the script."""
    version = tr("Version %1").replace("%1", str(number))
    if in_use:
        told = used(calls) if number == 1 or not calls else in_all(calls)
        begins = tr("changing it begins version %1, so the numbers stay honest").replace("%1", str(number + 1))
        return f"{version} · {told if calls else tr('in use')}; {begins}"
    if calls:
        kept = texts.counted(
            tr("1 call keeps the wording it was made with"), tr("%n calls keep the wording they were made with"), calls
        )
        return f"{version} · {tr('no call with it yet')}; {kept}"
    if number > 1:
        return f"{version} · {tr('no call with it yet')}"
    return f"{version} · {tr('not used in a call yet, so changes simply replace what stands here')}"


def in_all(calls: int) -> str:
    return texts.counted(
        tr("used in 1 call, all versions together"),
        tr("used in %n calls, all versions together"),
        calls,
    )
