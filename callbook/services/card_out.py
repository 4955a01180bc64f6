"""A prospect with all that stands on it as a contact for an address book, and its next action as a calendar's entry."""

from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind, NextAction
from callbook.domain.settings import BookSettings
from callbook.formats.calendar_out import Entry
from callbook.formats.vcard_out import OutCard, OutPerson, OutPhone
from callbook.services.table_rows import words, zone_named
from callbook.storage.prospects import Card

CALL_MINUTES = 15  # how long a call stands in a calendar


def out_card(card: Card) -> OutCard:
    """A prospect as a contact; what an address book has no field for goes on in the notes, each line with its name."""
    prospect = card.prospect
    return OutCard(
        name=prospect.name,
        people=tuple(OutPerson(each.name, each.title, each.email, each.uuid) for each in card.contacts if each.name),
        phones=tuple(OutPhone(phone.label, phone.typed, phone.e164) for phone in card.phones),
        email=next((each.email for each in card.contacts if each.email and not each.name), ""),
        website=prospect.website,
        address=prospect.address,
        city=prospect.city,
        region=prospect.region,
        postcode=prospect.postcode,
        country=prospect.country,
        tags=card.tags,
        notes="\n".join([prospect.notes] * bool(prospect.notes) + list(noted(card))),
        uid=prospect.uuid,
    )


def noted(card: Card) -> Iterator[str]:
    prospect = card.prospect
    said = {
        "What they do": prospect.what_they_do,
        "How they do it": prospect.how_they_do_it,
        "What sets them apart": prospect.sets_apart,
        "How we fit": prospect.how_we_fit,
        "Who decides": prospect.who_decides,
        "Source": prospect.source,
        "Referred by": card.referrer,
        "Do not call": prospect.do_not_call_at and "yes",
    }
    yield from (f"{name}: {text}" for name, text in said.items() if text)
    yield from (f"{each.name or each.email}: {each.note}" for each in card.contacts if each.note)
    unnamed = [each for each in card.contacts if not each.name]
    yield from (f"Job title: {each.title}" for each in unnamed if each.title)
    yield from (f"E-mail: {each.email}" for each in [one for one in unnamed if one.email][1:])


def entry(card: Card, action: NextAction, settings: BookSettings, zone: ZoneInfo) -> Entry:
    """An open next action for the calendar: a meeting takes its own time or the usual, anything else the reminder's."""
    usual = settings.meeting_minutes if action.kind in (ActionKind.MEETING, ActionKind.VISIT) else CALL_MINUTES
    going = action.kind in (ActionKind.MEETING, ActionKind.VISIT)
    address = ", ".join(filter(None, (card.prospect.address, card.prospect.postcode, card.prospect.city)))
    assert action.due is not None  # noqa: S101  only dated steps come here
    return Entry(
        uid=action.uuid,
        title=f"{words(action.kind).capitalize()}: {card.prospect.name}",
        due=action.due,
        zone=zone_named(action.zone) or zone,
        minutes=action.minutes or usual,
        remind=settings.remind_minutes,
        day_alarm=time(settings.first_hour % 24),
        place=action.place or (address if going else ""),
        text="\n".join(filter(None, (action.text, *reached_by(card)))),
        created_at=action.created_at,
    )


def reached_by(card: Card) -> Iterator[str]:
    yield from (" ".join(filter(None, (each.name, each.title and f"({each.title})"))) for each in card.contacts)
    yield from (" ".join(filter(None, (phone.typed, phone.label))) for phone in card.phones if not phone.wrong_at)
