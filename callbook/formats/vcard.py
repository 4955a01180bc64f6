"""vCard files of any version as prospects to come."""

from dataclasses import dataclass, field
from itertools import islice

from callbook.domain.errors import UserError
from callbook.formats.incoming import Incoming, LeftOut, Reason
from callbook.formats.vcard_card import Reading
from callbook.formats.vcard_lines import ContentLine, ContentLines
from callbook.formats.vcard_property import AGENT, BOOKKEEPING
from callbook.formats.vcard_text import unescaped
from callbook.formats.watched import Watch, unwatched, watched

# A card of more properties never ends; what follows is kept as text.
_MOST_PROPERTIES = 20_000
# Nobody has so many: the file is none of an address book, or several that were put together.
MOST_CARDS = 500_000
_VERSIONS = frozenset({"2.1", "3.0", "4.0"})


@dataclass(frozen=True, slots=True)
class Cards:
    """The cards of a file: each is a row or left out, and so is all text between them.

    `encoding` is what most values with other than ASCII letters are in.
    """

    encoding: str
    rows: tuple[Incoming, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(slots=True)
class _Card:
    line: int
    properties: list[ContentLine] = field(default_factory=list)
    agents: int = 0  # how many cards inside the card are still open


@dataclass(slots=True)
class _Text:
    """Lines that are left out, while they come."""

    line: int
    reason: Reason
    lines: list[str] = field(default_factory=list)


class _Sorting:
    """The lines of a file on their way into cards."""

    def __init__(self) -> None:
        self.rows: list[Incoming] = []
        self.left_out: list[LeftOut] = []
        self.found = False
        self.card: _Card | None = None
        self.text: _Text | None = None

    def add(self, line: ContentLine) -> None:
        if line.name == "BEGIN" and line.text == "VCARD":
            self.begin(line)
        elif line.name == "END" and line.text == "VCARD":
            self.end()
        elif self.card is None and line.name == "VERSION" and line.text.strip() in _VERSIONS:
            self.open(line)
        elif self.card is None or len(self.card.properties) >= _MOST_PROPERTIES:
            self.put_aside(line)
        else:
            self.keep(self.card, line)

    def begin(self, line: ContentLine) -> None:
        """A card that begins where no agent is announced ends the one before."""
        last = self.card.properties[-1] if self.card and self.card.properties else None
        if self.card and last and last.name in ("AGENT", f"{AGENT}AGENT") and not last.text:
            self.card.properties.pop()
            self.card.agents += 1
        else:
            self.open(line)

    def open(self, line: ContentLine) -> None:
        self.close()
        self.found = True
        self.card = _Card(line.line)

    def keep(self, card: _Card, line: ContentLine) -> None:
        """An agent may be lines of the file, or a card within one value."""
        if card.agents:
            card.properties.append(_of_agent(line))
        elif line.name == "AGENT" and line.text[:11].upper() == "BEGIN:VCARD":
            text = line.text if "\n" in line.text else unescaped(line.text, old=False)
            inside = (each for each in ContentLines(text.encode()) if each.name not in ("BEGIN", "END"))
            card.properties += map(_of_agent, islice(inside, _MOST_PROPERTIES))
        else:
            card.properties.append(line)

    def end(self) -> None:
        if self.card and self.card.agents:
            self.card.agents -= 1
        else:
            self.close()

    def put_aside(self, line: ContentLine) -> None:
        if self.text is None:
            self.text = _Text(line.line, Reason.DAMAGED if self.card else Reason.OUTSIDE)
        self.text.lines.append(line.source)

    def close(self) -> None:
        """What has come so far becomes a row or is left out."""
        if self.card:
            self.read(self.card)
        if self.text:
            self.left_out.append(LeftOut(self.text.line, self.text.reason, "\n".join(self.text.lines)))
        self.card = self.text = None

    def read(self, card: _Card) -> None:
        if len(self.rows) + len(self.left_out) >= MOST_CARDS:
            raise UserError(
                f"There are more than {MOST_CARDS:,} vCards in this file.",
                "Split it and choose one part after another.",
            )
        if all(line.name in BOOKKEEPING for line in card.properties):
            self.left_out.append(LeftOut(card.line, Reason.EMPTY, ""))
            return
        old = any(line.name == "VERSION" and line.text.strip() == "2.1" for line in card.properties)
        reading = Reading(card.line, card.properties, old)
        reason = Reason.GROUP if reading.group else Reason.EMPTY
        row = reading.read()
        if row.name and reason is Reason.EMPTY:
            self.rows.append(row)
        else:
            self.left_out.append(LeftOut(card.line, reason, "\n".join(filter(None, [row.name, row.notes]))))


def _of_agent(line: ContentLine) -> ContentLine:
    return line._replace(name=f"{AGENT}{line.name}") if line.name else line


def read_cards(data: bytes, encoding: str = "", watch: Watch = unwatched) -> Cards:
    """Every card of a vCard file, 2.1, 3.0 and 4.0 in any mixture and in any encoding, however damaged.

    `encoding` is for values that name no character set and are no Unicode; "" takes Windows-1252. Nothing is dropped
    but pictures, for which a note says that they were there, and what programs note down about the card itself
    (BOOKKEEPING). Raises UserError for what has no card in it, or more than MOST_CARDS.
    """
    lines = ContentLines(data, encoding)
    sorting = _Sorting()
    for line in watched(lines, watch):
        sorting.add(line)
    sorting.close()
    if not sorting.found:
        raise UserError(
            "There is no vCard in this file.", "Choose a file that an address book has exported, most often .vcf."
        )
    used = lines.used.most_common(1)
    return Cards(used[0][0] if used else "utf-8", tuple(sorting.rows), tuple(sorting.left_out))
