"""What each figure counts, as it is told under the pointer and to screen readers."""

from callbook.domain.stats import RATES, Count
from callbook.ui.insights.words import plural, rate_name, tr
from callbook.ui.texts import filled


def of_count(count: Count) -> str:
    """What is counted, in the words of domain.stats."""
    return {
        Count.ATTEMPTS: tr(
            "An attempt is a call of ours, by phone or walking in. Calls that came in and planned meetings are none."
        ),
        Count.CONNECTS: tr("A connect is an attempt that reached the right person."),
        Count.CONVERSATIONS: tr(
            "A conversation is a connect with an answer kept, or with an outcome that counts as a conversation. "
            "This is settled when the call is saved or its outcome changed; otherwise your tick in the History "
            "decides. "
            "A meeting set by somebody else than the right person is a conversation without a connect."
        ),
        Count.MEETINGS: tr("A meeting is a conversation whose outcome set one."),
        Count.HELD: tr(
            "A meeting is held once its next action was closed as held. One whose next action is still open is neither "
            "held nor off: it is in no share."
        ),
        Count.CALLS: tr("Calls are all saved ones, attempts or not."),
        Count.REFUSALS: tr("A refusal is a call that ended with somebody not interested."),
    }[count]


def of_rate(count: Count) -> str:
    """What a rate is a share of, what counts, and what the numbers beside it say."""
    parts = (
        filled(tr("%1: of the %2, the share that became %3."), rate_name(count), plural(RATES[count]), plural(count)),
        of_count(RATES[count]),
        of_count(count),
        tr("In brackets the 95 % interval: where the share may well lie in truth."),
    )
    return " ".join(parts)


def of_tries() -> str:
    return tr("Each prospect counts once, at the attempt that first reached the right person.")


def of_waits() -> str:
    return tr(
        "Each prospect counts once: whole days from the first attempt to the call that set the first meeting, be it "
        "an attempt or one that came in."
    )
