"""Inventing firms: what they are called, where they are, who works there, how they can be reached."""

import re
import unicodedata
from collections.abc import Mapping
from random import Random
from zoneinfo import ZoneInfo

from callbook.domain.phone import e164
from callbook.domain.prospect import PREPARATION, BuyingRole, Contact, Phone, Prospect
from callbook.domain.script import Purpose
from callbook.services.demo.course import Sketch, Standing
from callbook.services.demo.material import Material, Place
from callbook.services.prospects import Draft

COUNTRIES = {"GB": 46, "US": 20, "DE": 18, "FR": 5, "AT": 4, "IE": 3, "CA": 2, "CN": 2}
PURPOSES = {Purpose.NEW_BUSINESS: 80, Purpose.MARKET_RESEARCH: 20}
# With trades whose customers could be ours as well.
PURPOSES_AMONG_PARTNERS = {Purpose.NEW_BUSINESS: 45, Purpose.MARKET_RESEARCH: 15, Purpose.PARTNERSHIP: 40}
PARTNERS = ("design", "print", "office")
PREPARED = (0, 0, 0, 1, 2, 3, 5, 5)
SOURCES = ("Directory", "Directory", "Map", "Trade fair", "Chamber of commerce", "Walked past", "Newspaper", "")
REFERRED = "Referral"
NEAR = "near"
NAMED_AFTER = 0.7
HAS_EMAIL = 0.6
DECIDES = re.compile("owner|partner|director|founder|principal|broker", re.IGNORECASE)
ANSWERS = re.compile("desk|reception|office|secretary|assistant", re.IGNORECASE)
LETTERS = "ABDEFGHJLNPRSTUWXYZ"  # with which a UK postcode may end


def sketches(material: Material, count: int, random: Random) -> list[Sketch]:
    """That many firms, mostly in the United Kingdom, the United States and Germany."""
    places = {
        country: found
        for country in COUNTRIES
        if (found := [place for place in material.places if place.country == country])
    }
    countries = random.choices(list(places), weights=[COUNTRIES[country] for country in places], k=count)
    home = material.places[0].region
    return [sketch(material, random.choice(places[country]), home, random) for country in countries]


def sketch(material: Material, place: Place, home: str, random: Random) -> Sketch:
    trade = random.choice(material.trades)
    purposes = PURPOSES_AMONG_PARTNERS if trade.tag in PARTNERS else PURPOSES
    return Sketch(
        place=place,
        clock=ZoneInfo(place.zone),
        trade=trade,
        purpose=random.choices(list(purposes), weights=list(purposes.values()))[0],
        people=random.choice((1, 1, 2)),
        numbers=random.choice((1, 1, 2)),
        prepared=random.choice(PREPARED),
        near=place.region == home,
    )


def invent(drawn: Sketch, standing: Standing, material: Material, taken: set[str], random: Random) -> Draft:
    """A firm that fits its sketch, as it was when it came into the book; the first number is the firm's own.

    `taken` are the names there are already; the new one is added.
    """
    name, family = name_of(drawn, material, taken, random)
    home, prepared = domain(name), preparation(drawn, random)
    return Draft(
        prospect=Prospect(
            created_at=standing.added_at,
            name=name,
            website=f"https://{home}" if home else "",
            city=drawn.place.city,
            region=drawn.place.region,
            postcode=filled(drawn.place.postcode, random),
            country=drawn.place.country,
            zone=drawn.place.zone,
            source=random.choice(SOURCES) if standing.referred_by is None else REFERRED,
            stage=drawn.stage,
            what_they_do=prepared["what_they_do"],
            how_they_do_it=prepared["how_they_do_it"],
            sets_apart=prepared["sets_apart"],
            how_we_fit=prepared["how_we_fit"],
            who_decides=prepared["who_decides"],
        ),
        contacts=tuple(people(drawn, material, family, home, random)),
        phones=tuple(numbers(drawn, random)),
        tags=(drawn.trade.tag, NEAR) if drawn.near else (drawn.trade.tag,),
    )


def name_of(drawn: Sketch, material: Material, taken: set[str], random: Random) -> tuple[str, str]:
    """A name nobody has yet, and the family name in it or ""; with the town or a second family name, if need be."""
    language, city = drawn.place.language, drawn.place.city
    name = pattern = last = ""
    for joint in ("", "", "-", "-", "-"):
        last = joint.join(random.choices(material.last[language], k=2 if joint else 1))
        pattern = random.choice(drawn.trade.names[language])
        name = pattern.replace("{last}", last).replace("{place}", city)
        if name in taken and "{place}" not in pattern:
            name = city + name if language == "zh" else f"{name}, {city}"
        if name not in taken:
            break
    taken.add(name)
    return name, last if "{last}" in pattern else ""


def preparation(drawn: Sketch, random: Random) -> Mapping[str, str]:
    """The fields of the preparation sheet; only the first few are filled in, unless all are."""
    filled_in = PREPARATION[: drawn.prepared]
    return {field: random.choice(drawn.trade.preparation[field]) if field in filled_in else "" for field in PREPARATION}


def people(drawn: Sketch, material: Material, family: str, home: str, random: Random) -> list[Contact]:
    """The people of a firm, whoever decides first; the firm mostly has that person's name."""
    titles = random.sample(drawn.trade.roles, min(drawn.people, len(drawn.trade.roles)))
    titles.sort(key=lambda title: DECIDES.search(title) is None)
    found = []
    for position, title in enumerate(titles):
        names = material.last[drawn.place.language]
        named_after = position == 0 and family and DECIDES.search(title) and random.random() < NAMED_AFTER
        last = family if named_after else random.choice(names)
        found.append(person(drawn, material, last, home, position, title, random))
    return found


def person(
    drawn: Sketch, material: Material, last: str, home: str, position: int, title: str, random: Random
) -> Contact:
    language = drawn.place.language
    first = random.choice(material.first[language])
    mailbox = plain(f"{first} {last}").replace(" ", ".")
    return Contact(
        position=position,
        name=last + first if language == "zh" else f"{first} {last}",
        title=title,
        email=f"{mailbox}@{home}" if home and mailbox and random.random() < HAS_EMAIL else "",
        role=role(title, position, random),
    )


def role(title: str, position: int, random: Random) -> BuyingRole:
    if DECIDES.search(title):
        return BuyingRole.DECISION_MAKER
    if ANSWERS.search(title):
        return BuyingRole.GATEKEEPER
    first = position == 0 and random.random() < 0.5
    return BuyingRole.DECISION_MAKER if first else random.choice((BuyingRole.INFLUENCER, BuyingRole.UNKNOWN))


def numbers(drawn: Sketch, random: Random) -> list[Phone]:
    found = []
    for position in range(drawn.numbers):
        typed = filled(drawn.place.phone, random)
        found.append(
            Phone(
                position=position,
                label="Mobile" if position else "Office",
                typed=typed,
                e164=e164(typed, drawn.place.country),
            )
        )
    return found


def filled(pattern: str, random: Random) -> str:
    """A pattern with a digit for each {d} and a letter for each {A}."""
    parts = re.split(r"(\{[dA]\})", pattern)
    drawn = {"{d}": lambda: random.choice("0123456789"), "{A}": lambda: random.choice(LETTERS)}
    return "".join(drawn[part]() if part in drawn else part for part in parts)


def plain(text: str) -> str:
    """Small letters a to z, digits and single blanks: what an address on the net may be made of."""
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    base = (each for each in folded if not unicodedata.combining(each))
    return " ".join("".join(each if each.isascii() and each.isalnum() else " " for each in base).split())


def domain(name: str) -> str:
    """An address that can never be anybody's: .example is kept free for this (RFC 2606); "" for other scripts."""
    return f"{found}.example" if (found := plain(name).replace(" ", "-")[:40].strip("-")) else ""
