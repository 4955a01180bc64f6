"""Words for what domain and services speak in enums, and times, dates and lengths as people read them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from callbook.domain.change import Change, Op
from callbook.domain.followup import ActionKind
from callbook.domain.outcome import Reached, Result, Wait
from callbook.domain.prospect import BuyingRole, Stage
from callbook.domain.script import Channel, Direction, Purpose
from callbook.domain.when import Due, Lateness, lateness, local_day
from callbook.services.bringing_in import Doubt


def tr(text: str) -> str:
    return QCoreApplication.translate("texts", text)


def stage(value: Stage, names: Mapping[Stage, str] | None = None) -> str:
    """A stage as the user calls it in `names`, else as it ships."""
    if names and value in names:
        return names[value]
    return {
        Stage.NEW: tr("New"),
        Stage.PREPARED: tr("Prepared"),
        Stage.INTRODUCED: tr("Introduced"),
        Stage.TALKING: tr("Talking"),
        Stage.MEETING: tr("Meeting"),
        Stage.PROPOSAL: tr("Proposal"),
        Stage.CLIENT: tr("Client"),
        Stage.PARTNER: tr("Partner"),
        Stage.RESTING: tr("Resting"),
        Stage.CLOSED: tr("Closed"),
    }[value]


def role(value: BuyingRole) -> str:
    return {
        BuyingRole.DECISION_MAKER: tr("decision maker"),
        BuyingRole.GATEKEEPER: tr("gatekeeper"),
        BuyingRole.INFLUENCER: tr("influencer"),
        BuyingRole.USER: tr("user"),
        BuyingRole.UNKNOWN: "",
    }[value]


def direction(value: Direction) -> str:
    return {Direction.OUTBOUND: tr("We called"), Direction.INBOUND: tr("They called us")}[value]


def channel(value: Channel) -> str:
    return {
        Channel.PHONE: tr("Phone"),
        Channel.WALK_IN: tr("Walk-in"),
        Channel.VIDEO: tr("Video"),
        Channel.MEETING: tr("Meeting"),
    }[value]


def purpose(value: Purpose) -> str:
    return {
        Purpose.NEW_BUSINESS: tr("New business"),
        Purpose.MARKET_RESEARCH: tr("Market research"),
        Purpose.PARTNERSHIP: tr("Partnership"),
    }[value]


def action(value: ActionKind) -> str:
    return {
        ActionKind.CALL: tr("Call"),
        ActionKind.VISIT: tr("Walk-in"),
        ActionKind.MEETING: tr("Meeting"),
        ActionKind.EMAIL: tr("E-mail"),
    }[value]


def reached(value: Reached) -> str:
    return {
        Reached.NOBODY: tr("nobody"),
        Reached.BUSY: tr("busy"),
        Reached.VOICEMAIL: tr("voicemail"),
        Reached.WRONG_NUMBER: tr("wrong number"),
        Reached.GATEKEEPER: tr("gatekeeper"),
        Reached.SOMEBODY_ELSE: tr("somebody else"),
        Reached.RIGHT_PERSON: tr("right person"),
    }[value]


def what_happened(value: Reached) -> str:
    """What an outcome says of the call itself, to be chosen from."""
    return {
        Reached.NOBODY: tr("nobody answered"),
        Reached.BUSY: tr("it was busy"),
        Reached.VOICEMAIL: tr("a voicemail"),
        Reached.WRONG_NUMBER: tr("a wrong number"),
        Reached.GATEKEEPER: tr("a gatekeeper"),
        Reached.SOMEBODY_ELSE: tr("somebody else"),
        Reached.RIGHT_PERSON: tr("the right person"),
    }[value]


def what_it_meant(value: Result) -> str:
    """What an outcome says of the answer, to be chosen from."""
    return {
        Result.NONE: tr("nothing yet"),
        Result.MEETING: tr("a meeting"),
        Result.CALL_BACK: tr("call them back"),
        Result.INFORMATION: tr("information"),
        Result.REFERRAL: tr("a referral"),
        Result.NOT_NOW: tr("not now"),
        Result.NOT_INTERESTED: tr("not interested"),
        Result.DO_NOT_CALL: tr("do not call"),
    }[value]


def wait(value: Wait) -> str:
    """How an outcome finds the day of its next action, to be chosen from."""
    return {
        Wait.NOTHING: tr("no next action"),
        Wait.ASK: tr("ask for the date"),
        Wait.WORKING_DAYS: tr("working days later"),
        Wait.DAYS: tr("days later"),
        Wait.WEEKS: tr("weeks later"),
        Wait.MONTHS: tr("months later"),
    }[value]


def preparation(field: str) -> str:
    """The question of one field of the preparation sheet, short."""
    return {
        "what_they_do": tr("What they do"),
        "how_they_do_it": tr("How they do it"),
        "sets_apart": tr("What sets them apart"),
        "how_we_fit": tr("How we fit"),
        "who_decides": tr("Who decides"),
    }[field]


def operation(op: Op) -> str:
    """An operation as it stands behind Undo: "Undo: call saved"."""
    return {
        Op.SET_UP: tr("set up"),
        Op.IMPORT: tr("import"),
        Op.DEMO: tr("demonstration book"),
        Op.ADD_PROSPECT: tr("prospect added"),
        Op.EDIT_PROSPECT: tr("prospect edited"),
        Op.DELETE_PROSPECTS: tr("prospects deleted"),
        Op.MERGE: tr("prospects merged"),
        Op.KEEP_APART: tr("said to be different"),
        Op.TAG_PROSPECTS: tr("tags changed"),
        Op.MOVE_STAGE: tr("stage moved"),
        Op.MOVE_NEXT: tr("next action moved"),
        Op.CLOSE_NEXT: tr("next action closed"),
        Op.MARK_DO_NOT_CALL: tr("marked do not call"),
        Op.LIFT_DO_NOT_CALL: tr("do not call lifted"),
        Op.START_CALL: tr("call started"),
        Op.EDIT_CALL: tr("call edited"),
        Op.PAUSE_CALL: tr("call paused"),
        Op.GO_ON_CALL: tr("call went on"),
        Op.HANG_UP: tr("hung up"),
        Op.SAVE_CALL: tr("call saved"),
        Op.LOG_CALL: tr("call logged"),
        Op.DELETE_CALLS: tr("calls deleted"),
        Op.EDIT_SCRIPT: tr("script edited"),
        Op.ADD_SCRIPT: tr("script added"),
        Op.DELETE_SCRIPT: tr("script deleted"),
        Op.SAVE_VIEW: tr("view kept"),
        Op.DELETE_VIEW: tr("view removed"),
        Op.EDIT_SETTINGS: tr("settings changed"),
        Op.START_BLOCK: tr("block started"),
        Op.PUT_OFF: tr("put off until later today"),
        Op.END_BLOCK: tr("block ended"),
        Op.PUT_THEME: tr("themes of answers changed"),
        Op.EDIT_THEME: tr("theme edited"),
        Op.MERGE_THEMES: tr("themes merged"),
        Op.DELETE_THEME: tr("theme removed"),
    }[op]


def counted(one: str, many: str, number: int) -> str:
    """`one` or `many` (already translated, with %n) with the number in it."""
    return (one if number == 1 else many).replace("%n", grouped(number))


def notice(change: Change) -> str:
    """What a change is worth saying in the notice bar; "" where the screen itself shows it."""
    prospects, calls = len(change.ids("prospect")), len(change.ids("call"))
    if change.undone is not None:
        taken = tr("Undone: %1") if change.undone else tr("Done again: %1")
        return taken.replace("%1", operation(change.op))
    if change.op is Op.DELETE_PROSPECTS:
        return counted(tr("1 prospect deleted."), tr("%n prospects deleted."), prospects)
    if change.op is Op.DELETE_CALLS:
        return counted(tr("1 call deleted."), tr("%n calls deleted."), calls)
    if change.op is Op.MOVE_STAGE:
        return counted(tr("Stage moved."), tr("Stage of %n prospects moved."), prospects)
    if change.op is Op.MOVE_NEXT:
        return counted(tr("Next action moved."), tr("%n next actions moved."), prospects)
    if change.op is Op.PUT_THEME and len(change.ids("answer_theme")) > 1:
        return counted("", tr("Themes of %n answers changed."), len(change.ids("answer_theme")))
    if change.op is Op.TAG_PROSPECTS:
        return tr("Tags changed.")
    fixed = {
        Op.MERGE: tr("Two prospects became one."),
        Op.EDIT_THEME: tr("Theme changed."),
        Op.MERGE_THEMES: tr("Two themes became one."),
        Op.LOG_CALL: tr("Call logged."),
        Op.SAVE_CALL: tr("Call saved."),
        Op.CLOSE_NEXT: tr("Next action closed."),
        Op.MARK_DO_NOT_CALL: tr("Marked as do not call."),
        Op.LIFT_DO_NOT_CALL: tr("May be called again."),
        Op.SAVE_VIEW: tr("Kept as a view."),
        Op.DELETE_VIEW: tr("View removed."),
        Op.DELETE_THEME: tr("Theme removed. The answers stay as they are."),
        Op.DELETE_SCRIPT: tr("Script removed. Calls made with it keep their wording."),
    }
    return fixed.get(change.op, "")


def filled(pattern: str, *parts: str) -> str:
    """`pattern` with %1, %2, ... replaced at once: a name that holds "%2" stays as it is."""
    return re.sub(r"%(\d)", lambda found: parts[int(found[1]) - 1], pattern)


def grouped(number: int) -> str:
    """A number with its thousands apart, as the user's country writes it."""
    return QLocale().toString(number)


def length(seconds: int) -> str:
    """Talk time on one call: "4:27", "1:02:03"."""
    hours, rest = divmod(max(0, seconds), 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def long_length(seconds: int) -> str:
    """Talk time added up: "8m 56s", "3h 04m"."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}h {minutes:02}m" if hours else f"{minutes}m {rest:02}s"


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """The time of day at a place: "10:41"."""
    return moment.astimezone(zone).strftime("%H:%M")


def weekday(day: date) -> str:
    return QLocale().dayName(day.isoweekday(), QLocale.FormatType.LongFormat)


def short_day(day: date, today: date) -> str:
    """A day as short as is clear: "today", "tomorrow", "Thursday", "26 Nov", "26 Nov 2027"."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return {-1: tr("yesterday"), 0: tr("today"), 1: tr("tomorrow")}[away]
    if 1 < away < 7:
        return weekday(day)
    return day_and_month(day, day.year != today.year)


def day_and_month(day: date, with_year: bool = False, with_weekday: bool = False) -> str:
    """A date with a short month, in this country's order: "26 Nov 2026", "Nov 26, 2026", "2026年11月26日"."""
    whole, without_year, among = date_forms()
    form = whole if with_year else without_year
    if with_weekday:
        form = among.replace("%1", form)
    return QLocale().toString(QDate(day.year, day.month, day.day), form)


def span(since: date, until: date) -> str:
    """Two days: "3 Nov – 9 Nov 2026"; one of them alone where they are the same. A year that both share stands once,
    with the first where years come first."""
    if since == until:
        return day_and_month(until, with_year=True)
    apart, leads = since.year != until.year, year_leads()
    first, last = day_and_month(since, with_year=apart or leads), day_and_month(until, with_year=apart or not leads)
    return filled(tr("%1 – %2"), first, last)


def day_leads() -> bool:
    """Whether a date with a short month begins with its day here."""
    return date_forms()[0].startswith("d")


def year_leads() -> bool:
    """Whether a date begins with its year here."""
    return date_forms()[0].startswith("y")


def date_forms() -> tuple[str, str, str]:
    """Qt's forms of a date with its year, of one without, and of a weekday with a date (%1), in the order of this
    country's long form. What stands in between is known of those who write no date without it."""
    plain = QLocale().dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "")
    if "日" in plain:
        return "yyyy年MMMd日", "MMMd日", "%1 ddd"
    if "일" in plain:
        return "yyyy년 MMM d일", "MMM d일", "%1 ddd"
    if plain.find("d") < plain.find("M"):
        return "d MMM yyyy", "d MMM", "ddd %1"
    if plain.find("y") < plain.find("M"):
        return "yyyy MMM d", "MMM d", "%1 ddd"
    return "MMM d, yyyy", "MMM d", "ddd, %1"


def past_moment(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """When a call was: "Today 10:21", "Fri 20 Nov", "2 Oct 2024"."""
    day, today = moment.astimezone(zone).date(), now.astimezone(zone).date()
    if day == today:
        return tr("Today %1").replace("%1", clock(moment, zone))
    if day == today - timedelta(days=1):
        return tr("Yesterday %1").replace("%1", clock(moment, zone))
    this_year = day.year == today.year
    return day_and_month(day, with_year=not this_year, with_weekday=this_year)


def due_words(due: Due, now: datetime, zone: ZoneInfo) -> str:
    """When a next action is due, against the clock: "20 min overdue", "today 11:00", "Thursday", "3 days overdue"."""
    today, day = local_day(now, zone), local_day(due, zone)
    late = lateness(due, now, zone)
    if late is Lateness.OVERDUE:
        return counted(tr("1 day overdue"), tr("%n days overdue"), (today - day).days)
    if isinstance(due, datetime):
        minutes = round((now - due).total_seconds() / 60)
        if late is Lateness.NOW and minutes >= 1:
            return late_by(minutes)
        return f"{short_day(day, today)} {clock(due, zone)}"
    return short_day(day, today)


def late_by(minutes: int) -> str:
    if minutes < 60:
        return tr("%n min overdue").replace("%n", str(minutes))
    return tr("%n h overdue").replace("%n", str(minutes // 60))


def due_reading(due: Due, now: datetime, zone: ZoneInfo, theirs: ZoneInfo | None = None) -> str:
    """What was understood of a typed date, whole: "Thu 26 Nov 09:30".

    Where the clock shows another time in the zone `theirs`: "Thu 26 Nov 09:30 · 04:30 there".
    """
    day = local_day(due, zone)
    words = day_and_month(day, with_year=day.year != local_day(now, zone).year, with_weekday=True)
    if not isinstance(due, datetime):
        return words
    return joined((f"{words} {clock(due, zone)}", _time_there(due, zone, theirs or zone)))


def _time_there(due: datetime, zone: ZoneInfo, theirs: ZoneInfo) -> str:
    """ "04:30 there", or "Wed 23:30 there" where it is another day; "" where the clocks agree."""
    ours, there = due.astimezone(zone), due.astimezone(theirs)
    if ours.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    words = clock(due, theirs)
    if ours.date() != there.date():
        words = f"{QLocale().dayName(there.isoweekday(), QLocale.FormatType.ShortFormat)} {words}"
    return tr("%1 there").replace("%1", words)


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def due_typed(due: Due, zone: ZoneInfo) -> str:
    """A due moment as somebody would type it, and as `typed_date.read_due` reads it back."""
    day = local_day(due, zone)
    words = f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return f"{words} {clock(due, zone)}" if isinstance(due, datetime) else words


def joined(parts: Sequence[str], between: str = " · ") -> str:
    """What is there of some parts, in one line."""
    return between.join(part for part in parts if part)


def result(value: Result) -> str:
    return {
        Result.NONE: "",
        Result.MEETING: tr("meeting"),
        Result.CALL_BACK: tr("call back"),
        Result.INFORMATION: tr("information"),
        Result.REFERRAL: tr("referral"),
        Result.NOT_NOW: tr("not now"),
        Result.NOT_INTERESTED: tr("not interested"),
        Result.DO_NOT_CALL: tr("do not call"),
    }[value]


def day_comes_first() -> bool:
    """Whether 1/12 is the first of December where this machine is."""
    form = QLocale().dateFormat(QLocale.FormatType.ShortFormat).lower()
    return form.find("d") < form.find("m")


def doubt(value: Doubt) -> str:
    """Why a row of an import is doubtful."""
    return {
        Doubt.NONE: "",
        Doubt.KNOWN_NUMBER: tr("Its number is that of a prospect by another name or at another place"),
        Doubt.KNOWN_EMAIL: tr("Its e-mail address is that of a prospect by another name or at another place"),
        Doubt.KNOWN_NAME: tr("There is a prospect of this name, and nothing tells the two apart"),
        Doubt.DESTROYED_NUMBER: tr("A spreadsheet has destroyed its number"),
        Doubt.INCOMPLETE_NUMBER: tr("Its number is none of its country: a zero or the area code may be missing"),
    }[value]


def left_out(reason: str) -> str:
    """Why a part of a file becomes no prospect."""
    words = {
        "empty": tr("There is nothing in it"),
        "damaged": tr("A card that is damaged and never ends"),
        "outside": tr("Text that belongs to no card"),
        "group": tr("A list of other cards"),
    }
    return words.get(reason, reason.replace("_", " "))
