"""The words of call logs in several languages: the titles of their columns, and how a call went.

The titles and values of exports were looked up in programs that read or write them: the constants of Android's
android.provider.CallLog.Calls; the result words of RingCentral's call log API (Call connected, Accepted, Missed,
Voicemail, Hang Up, Busy, No Answer) and its table Type, Phone Number, Name, Date, Time, Action, Action Result,
Duration; 3CX's Call Time, Call ID, From, To, Direction, Status, Ringing, Talking; the FRITZ!Box's
Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from callbook.domain.script import Direction
from callbook.formats.headers import plain_words
from callbook.formats.table import LONG


class CallField(StrEnum):
    """What a column of a call log can be."""

    NUMBER = "number"
    FROM = "from"  # who called
    TO = "to"  # who was called
    NAME = "name"
    FROM_NAME = "from_name"
    TO_NAME = "to_name"
    MOMENT = "moment"  # a day, a time of day, or both: the cells say
    LENGTH = "length"
    DIRECTION = "direction"
    RESULT = "result"
    OUTCOME = "outcome"  # in the words of whoever kept the log
    NOTE = "note"
    OWN = "own"  # our own number or line


class Answer(StrEnum):
    """How a call went, as the log says it."""

    UNKNOWN = "unknown"
    ANSWERED = "answered"
    MISSED = "missed"  # nobody picked up, on whichever side
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    BLOCKED = "blocked"  # refused without ringing


def _by_word(table: dict[CallField, str]) -> dict[str, CallField]:
    return {plain_words(word): field for field, words in table.items() for word in words.split("|")}


_TITLES = _by_word(
    {
        CallField.NUMBER: "number|phone number|phone|phone no|telephone number|telephone|tel|mobile number|msisdn"
        "|contact number|external number|customer number|remote number|other party|formatted number|cli"
        "|dialled number cli|rufnummer|telefonnummer|nummer|telefon|numero|numero de telephone|numero appele"
        "|numero de telefono|telefono|numero di telefono|telefoonnummer|numero de telefone|telefone|numer telefonu"
        "|電話番号|番号|号码|电话号码|手机号码|对方号码",
        CallField.FROM: "from|from number|from phone number|caller|caller number|caller id|caller phone number"
        "|calling number|call from|source|source number|src|von|anrufer|appelant|de|origen|da|发起方|主叫|主叫号码",
        CallField.TO: "to|to number|to phone number|callee|callee number|called|called number|call to|dialed number"
        "|dialled number|destination|destination number|dst|an|angerufener|ziel|zielrufnummer|appele|vers|destino"
        "|a|被叫|被叫号码",
        CallField.NAME: "name|contact name|contact|cached name|display name|nom|nom du contact|nombre|nome|naam"
        "|kontakt|kontaktname|名前|姓名|联系人",
        CallField.FROM_NAME: "from name|caller name|calling name",
        CallField.TO_NAME: "to name|callee name|called name|recipient name",
        CallField.MOMENT: "date|time|date time|datetime|date and time|call time|call date|call date time|start"
        "|start time|start date|started|started at|call start|call start time|call started|timestamp|time stamp"
        "|date called|day|time gmt|date gmt|utc time|date time utc|start time utc|datum|uhrzeit|zeit|zeitpunkt"
        "|beginn|datum uhrzeit|heure|date et heure|date heure|fecha|hora|fecha y hora|fecha hora|data|ora"
        "|data e ora|data ora|data hora|tijd|datum tijd|godzina|日期|时间|通话时间|呼叫时间|日時|日付|時刻|発信日時",
        CallField.LENGTH: "duration|call duration|talk time|talking|talk duration|call length|length|billsec"
        "|dauer|gesprachsdauer|anrufdauer|duree|duree de l appel|duracion|durata|duur|gespreksduur|duracao"
        "|czas trwania|seconds|secs|minutes|mins|sekunden|minuten|secondes|segundos|minutos|secondi|minuti"
        "|talk seconds|call seconds|duration sec|通話時間|通話秒数|通话时长|通话秒数|时长|持续时间|秒数",
        CallField.DIRECTION: "direction|call direction|type|call type|typ|anruftyp|art|richtung|type d appel|sens"
        "|tipo|tipo de llamada|direccion|direzione|tipo di chiamata|richting|soort|tipo de chamada|kierunek"
        "|类型|通话类型|呼叫类型|種別",
        CallField.RESULT: "action result|call result|result|disposition|call status|status|answer state|ergebnis"
        "|resultat|resultado|esito|estado|statut|状态|結果",
        CallField.OUTCOME: "outcome",
        CallField.NOTE: "note|notes|comment|comments|remark|remarks|bemerkung|bemerkungen|notiz|notizen|commentaire"
        "|commentaires|remarque|nota|notas|note chiamata|opmerking|opmerkingen|メモ|備考|备注",
        CallField.OWN: "own number|own phone number|eigene rufnummer|my number|local number|outgoing caller id"
        "|extension|nebenstelle|line|sim|device|user",
    }
)
_UNITS = re.compile(
    r"( in)? (s|sec|secs|seconds|sek|sekunden|secondes|segundos|secondi|m|min|mins|minutes|minuten|minutos|minuti"
    r"|ms|msec|milliseconds|h|hh|mm|ss|秒|分|分钟|分鐘)\b"
)
# One word or phrase, and what it says. Longer phrases are looked for first.
_IN, _OUT = Direction.INBOUND, Direction.OUTBOUND
_SIDES = {
    _IN: "incoming|inbound|received|receive|eingehend|ankommend|angenommen|entrant|entrante|recu|recibida|recebida"
    "|ricevuta|in entrata|inkomend|ontvangen|przychodzace|przychodzacy|着信|呼入|来电|已接|已接来电",
    _OUT: "outgoing|outbound|dialed|dialled|placed|ausgehend|gewahlt|abgehend|sortant|emis|saliente|realizada"
    "|efectuada|efetuada|effettuata|in uscita|uitgaand|wychodzace|wychodzacy|発信|呼出|拨出|去电|已拨",
}
_WHOLE_SIDES = {"in": _IN, "out": _OUT, "i": _IN, "o": _OUT}
_ANSWERS = {
    Answer.MISSED: "no answer|not answered|unanswered|missed|noanswer|abandoned|cancelled|canceled|hang up|hung up"
    "|stopped|failed|call failed|call failure|declined|rejected|reject|no response|nicht angenommen"
    "|nicht erreicht|verpasst|entgangen|abgelehnt|manque|sans reponse|refuse|perdida|rechazada|sin respuesta"
    "|persa|rifiutata|nessuna risposta|gemist|geweigerd|nieodebrane|odrzucone|不在着信|未接|未接来电|拒接",
    Answer.BUSY: "busy|line busy|engaged|besetzt|occupe|ocupado|occupato|bezet|zajety|話中|忙",
    Answer.VOICEMAIL: "voicemail|voice mail|mailbox|answering machine|anrufbeantworter|messagerie|repondeur"
    "|buzon de voz|segreteria|留守番電話|语音信箱",
    Answer.BLOCKED: "blocked|spam|refused|blockiert|gesperrt|bloque|bloqueada|bloccata|geblokkeerd|拦截|骚扰",
    Answer.ANSWERED: "answered|connected|call connected|accepted|completed|success|successful|answer|beantwortet"
    "|verbunden|repondu|contestada|atendida|risposta|beantwoord|接通",
}
_NO_CALLS = frozenset(
    ("fax", "sms", "mms", "text", "message", "chat", "walk", "meeting", "internal", "intern", "interne", "interno")
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a cell says of how a call went; None and UNKNOWN where it says nothing. `no_call` for a fax, a message,
    a visit, or a call within the house."""

    direction: Direction | None = None
    answer: Answer = Answer.UNKNOWN
    no_call: bool = False

    def __bool__(self) -> bool:
        return self.direction is not None or self.answer is not Answer.UNKNOWN or self.no_call


def _phrases() -> list[tuple[str, Direction | Answer]]:
    said: list[tuple[str, Direction | Answer]] = []
    for side, words in _SIDES.items():
        said += [(plain_words(word), side) for word in words.split("|")]
    for answer, words in _ANSWERS.items():
        said += [(plain_words(word), answer) for word in words.split("|")]
    return sorted(said, key=lambda one: -len(one[0]))


_PHRASES = _phrases()
# Of android.provider.CallLog.Calls: 1 incoming, 2 outgoing, 3 missed, 4 voicemail, 5 rejected by the user, 6 blocked,
# 7 answered on another device. Android writes no word for an outgoing call that nobody answered: it lasted 0 seconds.
ANDROID = {
    "1": Word(_IN),
    "2": Word(_OUT),
    "3": Word(_IN, Answer.MISSED),
    "4": Word(_IN, Answer.VOICEMAIL),
    "5": Word(_IN, Answer.MISSED),
    "6": Word(_IN, Answer.BLOCKED),
    "7": Word(_IN, Answer.ANSWERED),
}
# Of a FRITZ!Box: 1 incoming, 2 missed, 3 refused, 4 outgoing, 5 and 6 still going on. Before there was a 4, outgoing
# calls were 3.
FRITZBOX = {
    "1": Word(_IN, Answer.ANSWERED),
    "2": Word(_IN, Answer.MISSED),
    "3": Word(_IN, Answer.BLOCKED),
    "4": Word(_OUT),
    "5": Word(_IN, Answer.ANSWERED),
    "6": Word(_OUT),
}
OLD_FRITZBOX = FRITZBOX | {"3": Word(_OUT)}


def read_title(title: str) -> CallField | None:
    """What the title of a column says it is; None where it is none of a call log."""
    words = plain_words(title)
    return _TITLES.get(words) or _TITLES.get(_UNITS.sub("", words).strip())


def unit_of(title: str) -> float:
    """How many seconds one is in a column of lengths with this title: 60 for minutes."""
    words = set(plain_words(title).split())
    if words & {"ms", "msec", "milliseconds"}:
        return 0.001
    minutes = words & {"min", "mins", "minutes", "minuten", "minutos", "minuti", "分", "分钟", "分鐘"}
    return 60.0 if minutes and not words & {"s", "sec", "secs", "seconds", "ss"} else 1.0


def is_utc(title: str) -> bool:
    return not {"utc", "gmt"}.isdisjoint(plain_words(title).split())


@lru_cache(maxsize=4096)
def read_word(cell: str) -> Word:
    """What a cell says: "Outgoing, no answer" is both. Nothing for a word of no call log."""
    text = plain_words(cell[:LONG])
    if text in _WHOLE_SIDES:
        return Word(_WHOLE_SIDES[text])
    direction: Direction | None = None
    answer = Answer.UNKNOWN
    rest = f" {text} "
    for phrase, says in _PHRASES:
        if f" {phrase} " not in rest:
            continue
        rest = rest.replace(f" {phrase} ", "  ")
        if isinstance(says, Direction):
            direction = direction or says
        elif answer is Answer.UNKNOWN:
            answer = says
    return Word(direction, answer, not _NO_CALLS.isdisjoint(text.split()))
