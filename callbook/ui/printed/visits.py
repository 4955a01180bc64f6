"""A visit sheet: the round on the first page, then a form for each prospect with what to know, say and write."""

from callbook.domain.call import Answer
from callbook.domain.prospect import PREPARATION, Contact, Phone, Prospect
from callbook.storage.prospects import Card
from callbook.storage.visits import Visit, VisitReading
from callbook.ui import texts
from callbook.ui.call import wording
from callbook.ui.printed.parts import Break, Form, Heading, Named, Paragraph, Part, Printed, Table, Words
from callbook.ui.printed.wording import as_of, cut, day, language, more, one_line, paper, tr
from callbook.ui.texts import filled

LONGEST_NAME, LONGEST_PREPARED, LONGEST_SAID, LONGEST_LINE = 120, 180, 240, 300
MOST_PEOPLE, MOST_NUMBERS, MOST_ANSWERS, MOST_QUESTIONS = 4, 4, 3, 8


def visit_sheet(reading: VisitReading, name: str) -> Printed:
    """`name` says whose round it is: "Leeds", "Today's visits"."""
    title = filled(tr("Visits: %1"), one_line(name, LONGEST_NAME))
    count = texts.counted(tr("1 prospect"), tr("%n prospects"), len(reading.visits))
    return Printed(
        title=title,
        under=texts.joined((count, filled(tr("as of %1"), as_of(reading.now, reading.zone)))),
        language=language(),
        page=tr("page %1 of %2"),
        paper=paper(reading.settings),
        parts=(*round_of(reading), Break(), *(form(each, at, reading) for at, each in enumerate(reading.visits, 1))),
    )


def round_of(reading: VisitReading) -> list[Part]:
    rows = tuple(
        (
            Words(texts.grouped(at)),
            Words(one_line(each.card.prospect.name, LONGEST_NAME), first_person(each.card)),
            Words(address(each.card.prospect)),
            Words(hour(each, reading)),
        )
        for at, each in enumerate(reading.visits, start=1)
    )
    found: list[Part] = [Heading(tr("The round"), tr("by postcode, then street"))]
    found.append(Table((0.06, 0.34, 0.44, 0.16), ("", tr("Who"), tr("Address"), tr("Planned")), rows))
    left_out = more(reading.total - len(reading.visits))
    if left_out:
        found.append(Paragraph(filled(tr("%1: narrow the list for these."), left_out), quiet=True))
    if reading.barred:
        one, many = tr("1 is left out: do not call."), tr("%n are left out: do not call.")
        found.append(Paragraph(texts.counted(one, many, reading.barred), quiet=True))
    return found


def first_person(card: Card) -> str:
    return one_line(card.contacts[0].name, LONGEST_NAME) if card.contacts else ""


def address(prospect: Prospect) -> str:
    """Street, postcode and city in one line; said to be missing where there is none."""
    parts = (prospect.address, f"{prospect.postcode} {prospect.city}", prospect.region)
    found = ", ".join(one_line(part, LONGEST_NAME) for part in parts if part.strip())
    return found or tr("No address kept")


def hour(visit: Visit, reading: VisitReading) -> str:
    """When the visit is planned; "" where none is."""
    return texts.due_reading(visit.due, reading.now, reading.zone) if visit.due else ""


def form(visit: Visit, number: int, reading: VisitReading) -> Form:
    card, script = visit.card, reading.script
    values = wording.known(card, card.contacts[0] if card.contacts else None, reading.settings)
    line = script.openers[0].text if script and script.openers else ""
    said = cut(wording.said(line, values), LONGEST_LINE)
    questions = script.prompts if script else ()
    return Form(
        title=f"{number}. {one_line(card.prospect.name, LONGEST_NAME)}",
        beside=address(card.prospect),
        under=planned_words(visit, reading),
        left=known(visit, reading),
        opening=Named(tr("To say"), f"“{said}”") if said else None,
        questions=tuple(cut(wording.said(each.wording, values), LONGEST_LINE) for each in questions[:MOST_QUESTIONS]),
        room=tr("What came of it"),
    )


def planned_words(visit: Visit, reading: VisitReading) -> str:
    text = visit.card.next_action.text if visit.due and visit.card.next_action else ""
    told = texts.joined((hour(visit, reading), one_line(text, LONGEST_PREPARED)))
    return filled(tr("Planned: %1"), told) if told else ""


def known(visit: Visit, reading: VisitReading) -> tuple[Named, ...]:
    """What is known, in the order of use; nothing stands there for what is not."""
    card = visit.card
    found = [Named(tr("People"), people(card.contacts)), Named(tr("Numbers"), numbers(card.phones))]
    found += [
        Named(texts.preparation(field), one_line(getattr(card.prospect, field), LONGEST_PREPARED))
        for field in PREPARATION
    ]
    found.append(Named(tr("Last time"), last_time(visit, reading)))
    return tuple(each for each in found if each.text)


def people(contacts: tuple[Contact, ...]) -> str:
    lines = [one_line(texts.joined((one.name, one.title, texts.role(one.role)), ", "), 90) for one in contacts]
    return limited(lines, MOST_PEOPLE)


def numbers(phones: tuple[Phone, ...]) -> str:
    right = [phone for phone in phones if phone.wrong_at is None]
    return limited([one_line(texts.joined((one.typed, one.label)), 60) for one in right], MOST_NUMBERS)


def limited(lines: list[str], most: int) -> str:
    told = [line for line in lines if line]
    return "\n".join([*told[:most], more(len(told) - most)]).rstrip()


def last_time(visit: Visit, reading: VisitReading) -> str:
    call = visit.last
    if call is None or call.started_at is None:
        return ""
    when = day(call.started_at.astimezone(reading.zone).date())
    lines = [texts.joined((when, texts.channel(call.channel), one_line(call.outcome, 60)))]
    lines += [one_line(call.note, LONGEST_SAID), *map(answer_line, visit.answers[:MOST_ANSWERS])]
    return "\n".join(line for line in (*lines, more(len(visit.answers) - MOST_ANSWERS)) if line)


def answer_line(answer: Answer) -> str:
    return filled(tr("%1 — %2"), one_line(answer.wording, 60), one_line(answer.text, 120))
