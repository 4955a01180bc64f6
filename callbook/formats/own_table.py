"""The columns of the tables that Callbook itself writes, and what each means when such a table comes back."""

import re
from collections.abc import Sequence

from callbook.formats.columns import Mapping
from callbook.formats.headers import Field
from callbook.formats.xlsx_out import Heading

_Column = tuple[str, int, Field | None]
_FIRST = (("Company", 32, Field.COMPANY),)
# One group a person, and one a number; from the second on with its place behind: "Contact 2".
_PERSON = (("Contact", 22, Field.PERSON), ("Job title", 20, Field.ROLE), ("Email", 28, Field.EMAIL))
_PERSON_MORE = (("Buying role", 14, Field.BUYING_ROLE), ("About the contact", 24, Field.PERSON_NOTE))
# The label stands before its number, as in other programs' tables.
_NUMBER = (("Phone label", 12, Field.PHONE_LABEL), ("Phone", 20, Field.PHONE))
_NUMBER_MORE = (
    ("Phone link", 20, Field.IGNORE),
    ("Wrong since", 14, Field.WRONG_SINCE),
    ("Number of", 18, Field.NUMBER_OF),
)
_REST = (
    ("Website", 26, Field.WEBSITE),
    ("Address", 28, Field.ADDRESS),
    ("City", 16, Field.CITY),
    ("Region", 14, Field.REGION),
    ("Postcode", 11, Field.POSTCODE),
    ("Country", 9, Field.COUNTRY),
    ("Tags", 20, Field.TAGS),
    ("Source", 16, Field.SOURCE),
    ("Referred by", 20, Field.REFERRED_BY),
    ("Notes", 40, Field.NOTES),
    ("What they do", 30, Field.WHAT_THEY_DO),
    ("How they do it", 30, Field.HOW_THEY_DO_IT),
    ("What sets them apart", 30, Field.SETS_APART),
    ("How we fit", 30, Field.HOW_WE_FIT),
    ("Who decides", 24, Field.WHO_DECIDES),
    ("Stage", 12, Field.STAGE),
    ("Do not call since", 16, Field.DO_NOT_CALL),
    ("Time zone", 18, Field.ZONE),
    ("Next action", 12, Field.ACTION_KIND),
    ("Next action on", 14, Field.ACTION_ON),
    ("Next action at", 16, Field.ACTION_AT),
    ("Next action zone", 18, Field.ACTION_ZONE),
    ("Next action text", 28, Field.ACTION_TEXT),
    ("Next action place", 24, Field.ACTION_PLACE),
    # What the book counts for itself, and counts anew wherever the prospect is.
    ("Calls", 8, Field.IGNORE),
    ("Conversations", 12, Field.IGNORE),
    ("Tries since reached", 12, Field.IGNORE),
    ("Talk time", 10, Field.IGNORE),
    ("Last call at", 16, Field.IGNORE),
    ("Added at", 16, Field.IGNORE),
)
_MEANS: dict[str, Field | None] = {
    name: field for name, _, field in (*_FIRST, *_PERSON, *_PERSON_MORE, *_NUMBER, *_NUMBER_MORE, *_REST)
}
_ONLY_OURS = {"Tries since reached", "Next action on", "Do not call since", "What sets them apart", "Wrong since"}
_PLACE = re.compile(r" ([2-9]|[1-9]\d+)$")

CALL_HEADINGS = tuple(
    Heading(name, width)
    for name, width in (
        ("Call", 8), ("Prospect", 32), ("City", 16), ("Contact", 22), ("Job title", 20), ("Number", 20),
        ("Answered by", 20), ("Direction", 11), ("Channel", 10), ("Purpose", 16), ("Started at", 16), ("Zone", 18),
        ("Their time", 16), ("Their zone", 18), ("Length", 10), ("Outcome", 18), ("Reached", 16), ("Result", 16),
        ("Reason", 18), ("Conversation", 12), ("Script", 22), ("Opener", 30), ("Objections", 30), ("Note", 50),
        ("Next", 20), ("Answers", 50),
    )
)  # fmt: skip
ANSWER_HEADINGS = tuple(
    Heading(name, width)
    for name, width in (
        ("Call", 8), ("Prospect", 32), ("Started at", 16), ("Outcome", 18), ("Question", 40), ("Answer", 60),
    )
)  # fmt: skip


def prospect_headings(people: int, numbers: int) -> tuple[Heading, ...]:
    """The header of a table with room for that many people and numbers a prospect, one of each at least."""
    parts: list[_Column] = [*_FIRST]
    for group, many in (((*_PERSON, *_PERSON_MORE), people), ((*_NUMBER, *_NUMBER_MORE), numbers)):
        for at in range(1, max(1, many) + 1):
            parts += [(name if at == 1 else f"{name} {at}", width, field) for name, width, field in group]
    return tuple(Heading(name, width) for name, width, _ in (*parts, *_REST))


def own_mapping(names: Sequence[str]) -> Mapping | None:
    """What the columns of a table of prospects that Callbook wrote mean; None for any other table.

    Columns may have been taken out of it, as long as one is left that no other program has; then what the book counts
    for itself is not left out: the columns may be somebody's own.
    """
    plain = [_PLACE.sub("", name) for name in names]
    if "Company" not in names or set(plain) - set(_MEANS) or _ONLY_OURS.isdisjoint(plain):
        return None
    whole = set(names) >= {"Contact", "Tries since reached", "Next action on"}
    means = (_MEANS[name] for name in plain)
    return tuple(None if field is Field.IGNORE and not whole else field for field in means)
