"""The words of a script as they are said to this prospect: fields filled in, gaps named."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from callbook.domain.filling import fill
from callbook.domain.prospect import Contact
from callbook.domain.script import ScriptText
from callbook.domain.settings import BookSettings
from callbook.storage.prospects import Card
from callbook.ui import texts


def tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)


def known(card: Card | None, contact: Contact | None, settings: BookSettings) -> dict[str, str]:
    """What the fields of a script stand for in this call."""
    return {
        "me": settings.me,
        "my offer": settings.offer,
        "contact": contact.name if contact else "",
        "company": card.prospect.name if card else "",
        "what they do": card.prospect.what_they_do if card else "",
        "referrer": card.referrer if card else "",
    }


def said(text: str, values: Mapping[str, str]) -> str:
    """A line to say, with a named gap where something is not known yet."""
    names = {
        "me": tr("your name"),
        "my offer": tr("what you offer"),
        "contact": tr("their name"),
        "company": tr("the business"),
        "what they do": tr("what they do"),
        "referrer": tr("who referred you"),
    }
    return fill(text, values, lambda field: f"‹{names.get(field, field)}›")


def situation(text: ScriptText) -> str:
    """What a script is for: "New business · phone · they called us"."""
    script = text.script
    return texts.joined(
        (
            texts.purpose(script.purpose),
            texts.channel(script.channel).lower(),
            texts.direction(script.direction).lower(),
        )
    )
