"""Finding out whether a prospect is in the book already."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from callbook.domain.phone import digits
from callbook.storage.engine import Connection
from callbook.storage.schema import ContactTable, PhoneTable, ProspectTable

Fingerprint: TypeAlias = tuple[str, ...]
CHUNK = 400


def fingerprint(
    name: str,
    people: Iterable[str],
    phones: Iterable[str],
    emails: Iterable[str],
    address: str,
    postcode: str,
) -> Fingerprint:
    """What two entries share when they are the same: names, numbers by their digits, e-mails and the address,
    whatever their case, blanks and order."""
    return (
        folded(name),
        "\n".join(sorted({folded(person) for person in people if person.strip()})),
        "\n".join(sorted({digits(phone) for phone in phones if digits(phone)})),
        "\n".join(sorted({folded(email) for email in emails if email.strip()})),
        folded(address),
        folded(postcode),
    )


def folded(text: str) -> str:
    return " ".join(text.casefold().split())


def fingerprints(book: Connection, names: Iterable[str]) -> set[Fingerprint]:
    """The fingerprints of all prospects with one of these names, deleted ones left out."""
    found: set[Fingerprint] = set()
    folds = {folded(name) for name in names}
    present = ProspectTable.select(ProspectTable.name).where(ProspectTable.deleted_at.is_null()).distinct()
    wanted = [name for (name,) in book.rows(present) if folded(name) in folds]
    for start in range(0, len(wanted), CHUNK):
        found |= fingerprints_of(book, wanted[start : start + CHUNK])
    return found


def fingerprints_of(book: Connection, names: list[str]) -> set[Fingerprint]:
    named = ProspectTable.select(
        ProspectTable.id, ProspectTable.name, ProspectTable.address, ProspectTable.city, ProspectTable.postcode
    ).where(ProspectTable.name.collate("NOCASE").in_(names), ProspectTable.deleted_at.is_null())
    rows = book.rows(named)
    ids = [row[0] for row in rows]
    people = gathered(book, ContactTable.prospect_id, ContactTable.name, ids)
    emails = gathered(book, ContactTable.prospect_id, ContactTable.email, ids)
    phones = gathered(book, PhoneTable.prospect_id, PhoneTable.typed, ids)
    return {
        fingerprint(name, people.get(key, ()), phones.get(key, ()), emails.get(key, ()), f"{address}\n{city}", postcode)
        for key, name, address, city, postcode in rows
    }


def gathered(book: Connection, owner: Any, text: Any, ids: list[int]) -> dict[int, list[str]]:
    """Prospect id -> the texts of one column of its parts."""
    found: dict[int, list[str]] = {}
    for key, value in book.rows(owner.model.select(owner, text).where(owner.in_(ids))):
        found.setdefault(key, []).append(value)
    return found


def do_not_call_numbers(book: Connection) -> set[str]:
    """The digits of every number of prospects that asked not to be called."""
    query = (
        PhoneTable.select(PhoneTable.typed)
        .join(ProspectTable, on=(ProspectTable.id == PhoneTable.prospect_id))
        .where(ProspectTable.do_not_call_at.is_null(False))
    )
    return {digits(typed) for (typed,) in book.rows(query) if digits(typed)}
