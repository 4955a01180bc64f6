"""One property of a vCard: its types, its label, its text without escapes, and how it reads in the notes."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from callbook.formats.vcard_lines import ContentLine
from callbook.formats.vcard_own import PARTS
from callbook.formats.vcard_text import split, unescaped

# What programs note down about the card itself.
BOOKKEEPING = frozenset({"VERSION", "PRODID", "REV", "UID", "CLIENTPIDMAP", "X-ABUID"})
TITLES = {
    "ADR": "Address",
    "AGENT": "Agent",
    "ANNIVERSARY": "Anniversary",
    "BDAY": "Birthday",
    "CATEGORIES": "Categories",
    "CLASS": "Access",
    "EMAIL": "E-mail",
    "FN": "Name",
    "GENDER": "Gender",
    "GEO": "Position",
    "IMPP": "Instant messages",
    "KEY": "Key",
    "LABEL": "Address label",
    "LANG": "Language",
    "LOGO": "Logo",
    "N": "Name",
    "NICKNAME": "Nickname",
    "ORG": "Organisation",
    "PHOTO": "Photo",
    "RELATED": "Related",
    "ROLE": "Role",
    "SOUND": "Sound",
    "TEL": "Telephone",
    "TITLE": "Title",
    "TZ": "Time zone",
    "URL": "Website",
    "X-ABRELATEDNAMES": "Related",
}
_LEFT_OUT = {"PHOTO": "picture left out", "LOGO": "picture left out", "SOUND": "recording left out"}
_STRUCTURED = {"ADR": 7, "N": 5, "ORG": 20, **PARTS}
# Types that say nothing to a person who calls.
_SILENT = frozenset({"", "PREF", "VOICE", "INTERNET", "MSG", "TEXT", "POSTAL", "PARCEL", "DOM", "INTL"})
_CODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
# What Apple's programs write round a label of their own, to be shown in any language.
_APPLE_LABEL = ("_$!<", ">!$_")
# No number is longer.
_LONGEST_URI = 1000
AGENT = "AGENT "  # stands before the name of a property of a card inside a card
_WORDS = re.compile(r"\w+")
_ITEM = re.compile(r"item\d+\.", re.IGNORECASE)
_TEL_URI = re.compile(r"tel:([^;]*)((?:;[^;=]*(?:=[^;]*)?)*)", re.IGNORECASE)


class Property:
    """A property of a card. `old` says that the card is vCard 2.1, `label` is what its group is called."""

    def __init__(self, line: ContentLine, old: bool, label: str = "") -> None:
        self.line = line
        self.old = old
        self.label = label.removeprefix(_APPLE_LABEL[0]).removesuffix(_APPLE_LABEL[1]) if label else ""
        self.own_label = label if label == self.label else ""
        self.name = line.name.removeprefix(AGENT)
        self._parts: list[str] | None = None

    @property
    def types(self) -> list[str]:
        """In lower case, in the order of the file, without those that tell a caller nothing."""
        found = []
        for key, value in self.line.params:
            if key == "TYPE" or (not key and value.upper() not in _CODINGS):
                found += [word.strip().upper().removeprefix("TYPE=") for word in value.split(",")]
        return [word.removeprefix("X-").lower() for word in found if word not in _SILENT]

    @property
    def preferred(self) -> bool:
        return any(key == "PREF" or "PREF" in value.upper().split(",") for key, value in self.line.params)

    def param(self, name: str) -> str:
        return next((value for key, value in self.line.params if key == name), "")

    def plain(self) -> str:
        return unescaped(self.line.text, self.old).strip()

    def parts(self) -> list[str]:
        """The components of an address, a name or an organisation; what is too many is in the last."""
        if self._parts is None:
            self._parts = self._split()
        return list(self._parts)

    def _split(self) -> list[str]:
        most = _STRUCTURED[self.name]
        parts = [unescaped(part, self.old).strip() for part in split(self.line.text, ";", most + 1)]
        if more := "".join(parts[most:]).strip("; "):
            parts[most - 1] += f"; {more}"
        return parts[:most] + [""] * (most - len(parts))

    def shown(self) -> str:
        """Its value as text; of what is no text, what it was."""
        if self.line.binary:
            return _LEFT_OUT.get(self.name, "file left out")
        if self.name in _STRUCTURED:
            return ", ".join(part for part in self.parts() if part)
        if not self.name:
            return self.line.text.strip()
        # Telephones pad what they add of their own to a fixed number of components.
        return self.plain().rstrip(";") if self.name.startswith(("X-", "SOUND")) else self.plain()

    def title(self) -> str:
        """What stands before its value in the notes: "E-mail (home)"."""
        if self.label and self.name.startswith("X-AB"):
            return self.label
        written = _ITEM.sub("", self.line.head.partition(";")[0].strip())
        name = TITLES.get(self.name, written)
        if self.line.name != self.name:
            name = f"{TITLES['AGENT']}, {name}"
        kinds = [] if self.line.binary else self.types
        said = [*([self.label] if self.label else kinds), self.param("X-SERVICE-TYPE")]
        return f"{name} ({', '.join(filter(None, said))})" if any(said) else name

    def notes(self) -> Iterator[str]:
        """It as lines "Label: value" for the notes, and what its parameters say."""
        text = self.shown()
        if not self.line.name:
            yield text
        elif text:
            yield f"{self.title()}: {text}"
        yield from self.beside()

    def beside(self) -> Iterator[str]:
        """What its parameters say beside its value, as lines for the notes."""
        if not self.line.params:
            return
        label = unescaped(self.param("LABEL"), old=False).strip("\\ \n")
        if label and not words_of(label) <= words_of(*self.parts() if self.name in _STRUCTURED else ()):
            yield f"{TITLES['LABEL']}: {label}"
        if order := self.param("SORT-AS").strip():
            yield f"Sorted as: {order}"


def words_of(*texts: str) -> set[str]:
    return {word.casefold() for text in texts for word in _WORDS.findall(text)}


def labelled(lines: Sequence[ContentLine], old: bool) -> Iterator[Property]:
    """The properties with the labels of their groups; a label that belongs to nothing stays a property."""
    labels = {line.group: line for line in lines if line.group and line.name == "X-ABLABEL"}
    if not labels:
        yield from (Property(line, old) for line in lines)
        return
    used = {line.group for line in lines if line.group in labels and line.name != "X-ABLABEL"}
    for line in lines:
        label = labels.get(line.group)
        if label is line and line.group in used:
            continue
        text = unescaped(label.text, old).strip() if label and label is not line else ""
        yield Property(line, old, text)


def dialled(text: str) -> tuple[str, str]:
    """A number as a person writes it, from a tel: URI too, and the URI where it says more than that."""
    uri = _TEL_URI.fullmatch(text) if len(text) < _LONGEST_URI else None
    if uri is None:
        return text, ""
    number = unquote(uri[1])
    params = dict(param.partition("=")[::2] for param in uri[2].lower().split(";")[1:])
    extension = params.pop("ext", "")
    return (f"{number} ext. {extension}" if extension else number), text if params else ""
