"""Telling a closed question, one that a yes or a no would answer, by its first words; for English wordings."""

import re

_CLOSED = re.compile(
    r"(?:(?:so|and|but|well|okay|ok|then|now)\W+)*"
    r"(?:am|are|is|was|were|do|does|did|have|has|had|can|could|will|would|shall|should|may|might|must)(?:n't)?\b"
    r"|can't\b|won't\b"
)
# Closed in grammar only: nobody answers these with a yes.
_INVITES = re.compile(r"\b(tell|show|walk|talk|take|give) me\b|\b(describe|explain|share|help me understand)\b")
_CLAUSE_END = re.compile(r"[.!?:;]")
_CHOICE = re.compile(r"\bor\b")


def is_closed(question: str) -> bool:
    """Whether a finished question (it ends in ?) asks for a yes or a no.

    Only its last clause counts: "May I ask: how do you do it?" is open. A choice between two things is open
    too, and so is what merely sounds closed ("Could you tell me how ...?"). Other languages give False.
    """
    text = question.strip().replace("’", "'").casefold()
    if not text.endswith("?"):
        return False
    clause = next((part.strip() for part in reversed(_CLAUSE_END.split(text)) if part.strip()), "")
    return bool(_CLOSED.match(clause)) and not _CHOICE.search(clause) and not _INVITES.search(clause)
