"""A prospect with all that stands on it as a contact for an address book, and its next action as a calendar's entry."""

from collections.abc import Iterator
from datetime import time
from zoneinfo import ZoneInfo

from callbook.domain.followup import ActionKind, NextAction
from callbook.domain.prospect import PREPARATION, BuyingRole, Stage
from callbook.domain.settings import BookSettings
from callbook.domain.when import due_text
from callbook.formats.calendar_out import Entry
from callbook.formats.vcard_out import OutCard, OutPerson, OutPhone
from callbook.formats.vcard_own import NEXT, NUMBER, PERSON, TEXTS, instant
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
        own=tuple(own_properties(card)),
    )


def said_by(card: Card) -> dict[str, str]:
    """What an address book has no field for, by the field of ours."""
    prospect = card.prospect
    said = {name: getattr(prospect, name) for name in (*PREPARATION, "source", "zone")}
    said |= {"referred_by": card.referrer, "do_not_call": instant(prospect.do_not_call_at)}
    said["stage"] = "" if prospect.stage is Stage.NEW else prospect.stage.value
    return {name: text.strip() for name, text in said.items() if text.strip()}


def own_properties(card: Card) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The properties of our own that bring all of a prospect back."""
    said = said_by(card)
    yield from ((name, (said[field],)) for field, (name, _) in TEXTS.items() if field in said)
    more = any(not each.name or each.role is not BuyingRole.UNKNOWN or each.note for each in card.contacts)
    if more or len(card.contacts) > 1:
        for each in card.contacts:
            role = "" if each.role is BuyingRole.UNKNOWN else each.role.value
            yield PERSON, (each.name, each.title, each.email, role, each.note.strip())
    named = {contact.id: contact.name for contact in card.contacts}
    for phone in card.phones:
        owner = named.get(phone.contact_id or 0, "")
        if phone.wrong_at or owner:
            yield NUMBER, (phone.typed, instant(phone.wrong_at), owner)
    action = card.next_action
    if action is not None and action.due is not None:
        yield NEXT, (action.kind.value, due_text(action.due), action.zone, action.text, action.place)


def noted(card: Card) -> Iterator[str]:
    said = said_by(card)
    for field, (_, title) in TEXTS.items():
        if title and field in said:
            yield f"{title}: {'yes' if field == 'do_not_call' else said[field]}"
    yield from (f"{each.name or each.email}: {each.note.strip()}" for each in card.contacts if each.note.strip())
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
