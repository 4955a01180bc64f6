"""Call logs as telephones and services write them: recognised, read row by row, and no list of people taken for one."""

from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest

from callbook.domain.errors import CallbookError, UserError
from callbook.domain.script import Direction
from callbook.formats.call_log import (
    LogDoubt,
    LoggedCall,
    LogReason,
    find_columns,
    logged_calls,
    possible_columns,
)
from callbook.formats.call_times import Order, order_of, read_cell, seconds_of
from callbook.formats.call_words import Answer, Word, read_word
from callbook.formats.call_xml import is_calls_xml, read_calls
from callbook.formats.csv_file import read_table
from callbook.formats.incoming import Reason
from callbook.formats.xlsx_file import OpenWorkbook, is_workbook

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
IN, OUT = Direction.INBOUND, Direction.OUTBOUND

RINGCENTRAL = """Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Result Description,Duration
Outgoing,Voice,(555) 234-5678,Jo Hill,Mon 01/15/2024,9:30 AM,VoIP Call,Call connected,,0:05:20
Outgoing,Voice,(555) 234-5679,,Tue 01/16/2024,1:05 PM,VoIP Call,No Answer,,0:00:12
Outgoing,Voice,(555) 234-5680,,Tue 01/16/2024,1:06 PM,VoIP Call,Busy,,0:00:02
Incoming,Voice,(555) 234-5679,,Tue 01/16/2024,12:05 AM,Phone Call,Missed,,-
Incoming,Fax,(555) 234-5679,,Tue 01/16/2024,2:05 PM,Incoming Fax,Received,,0:00:40
"""
THREE_CX = """Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost
2026-09-22T22:01:10,0-1,09516047180,FAX (8888),Inbound,Answered,00:00:00,00:00:39,0.00
2026-09-22T10:00:00,0-2,"Hoehne, Info (832)",02115551234,Outbound,Unanswered,00:00:01,00:00:00,0.00
2026-09-22T10:00:30,0-3,"Hoehne, Info (832)",Max (833),Internal,Answered,00:00:01,00:00:10,0.00
"""
FRITZBOX = """sep=;
Typ;Datum;Name;Rufnummer;Landes-/Ortsnetzbereich;Nebenstelle;Eigene Rufnummer;Dauer
1;20.07.26 10:45;Andrea;030208477964;Berlin;Telefon;97911585;0:10
2;20.07.26 14:37;;024339392801;;;97911585;0:00
3;20.07.26 15:00;;08001234567;;;97911585;0:00
4;21.07.26 09:08;;030208477964;Berlin;Telefon;97911585;1:04
"""
ANDROID = """Name,Number,Type,Date,Duration(Seconds)
Jo,+442079460100,OUTGOING,2026-07-01 09:00:00,75
,+442079460101,MISSED,2026-07-02 09:00:00,0
,Private number,REJECTED,2026-07-02 09:00:00,0
"""
BOTH_SIDES = """From;To;Start;Duration
+442079460000;+442079460100;2026-07-01T09:00:00+02:00;75
+442079460101;+442079460000;2026-07-02T09:00:00Z;0:20
+442079460000;+442079460109;2026-07-03T09:00:00Z;1:00:20
"""
XML = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore-->
<calls count="4" backup_set="x">
  <call number="+442079460100" duration="75" date="1303378237194" type="2" contact_name="Jo &#55357;&#56397;" />
  <call number="+442079460100" duration="0" date="1303378337000" type="2" contact_name="(Unknown)" />
  <call number="-1" duration="0" date="1303378337000" type="3" contact_name="(Unknown)" />
  <call number="+442079460101" duration="0" date="1303378337000" type="6" contact_name="null" />
</calls>
"""
ANY_TITLES = "Number,Date,Duration,Type\n"


def calls(text: str) -> list[LoggedCall]:
    table = read_table(text.encode()) if not text.startswith("<?xml") else read_calls(text.encode())[0]
    columns = find_columns(table)
    assert columns is not None
    return logged_calls(table, columns, LONDON, NOW)[0]


def told(call: LoggedCall) -> tuple[object, ...]:
    start = "" if call.started_at is None else f"{call.started_at:%Y-%m-%d %H:%M:%S}"
    return call.line, call.number, start, call.seconds, call.direction, call.answer, call.reason


def test_ringcentral() -> None:
    found = calls(RINGCENTRAL)
    assert [told(call) for call in found] == [
        (2, "(555) 234-5678", "2024-01-15 09:30:00", 320, OUT, Answer.ANSWERED, None),
        (3, "(555) 234-5679", "2024-01-16 13:05:00", 12, OUT, Answer.MISSED, None),
        (4, "(555) 234-5680", "2024-01-16 13:06:00", 2, OUT, Answer.BUSY, None),
        (5, "(555) 234-5679", "2024-01-16 00:05:00", None, IN, Answer.MISSED, None),
        (6, "(555) 234-5679", "2024-01-16 14:05:00", 40, IN, Answer.UNKNOWN, LogReason.NO_CALL),
    ]
    assert found[0].name == "Jo Hill"
    assert [call.unanswered for call in found[:4]] == [False, True, True, True]


def test_numbers_may_be_written_as_addresses() -> None:
    rows = ["tel:+442079460100,1/7/2026 9:00,60,Outgoing", "sip:+442079460101@calls.example,2/7/2026 9:00,10,Outgoing"]
    assert [call.number for call in calls(ANY_TITLES + "\n".join(rows) + "\n")] == ["+442079460100", "+442079460101"]


def test_a_telephone_system_names_its_own_lines() -> None:
    assert [told(call) for call in calls(THREE_CX)] == [
        (2, "09516047180", "2026-09-22 21:01:10", 39, IN, Answer.ANSWERED, None),
        (3, "02115551234", "2026-09-22 09:00:00", 0, OUT, Answer.MISSED, None),
        (4, "832", "2026-09-22 09:00:30", 10, IN, Answer.ANSWERED, LogReason.NO_CALL),
    ]


def test_a_fritzbox_counts_minutes_and_writes_codes() -> None:
    assert [told(call) for call in calls(FRITZBOX)] == [
        (3, "030208477964", "2026-07-20 09:45:00", 600, IN, Answer.ANSWERED, None),
        (4, "024339392801", "2026-07-20 13:37:00", 0, IN, Answer.MISSED, None),
        (5, "08001234567", "2026-07-20 14:00:00", 0, IN, Answer.BLOCKED, LogReason.BLOCKED),
        (6, "030208477964", "2026-07-21 08:08:00", 3840, OUT, Answer.UNKNOWN, None),
    ]


def test_an_android_table() -> None:
    assert [told(call) for call in calls(ANDROID)] == [
        (2, "+442079460100", "2026-07-01 08:00:00", 75, OUT, Answer.UNKNOWN, None),
        (3, "+442079460101", "2026-07-02 08:00:00", 0, IN, Answer.MISSED, None),
        (4, "", "2026-07-02 08:00:00", 0, IN, Answer.MISSED, LogReason.HIDDEN),
    ]


def test_the_number_in_most_rows_is_ours() -> None:
    assert [(call.number, call.direction, call.seconds) for call in calls(BOTH_SIDES)] == [
        ("+442079460100", OUT, 75),
        ("+442079460101", IN, 20),
        ("+442079460109", OUT, 3620),
    ]


def test_android_xml() -> None:
    found = calls(XML)
    assert [told(call) for call in found] == [
        (4, "+442079460100", "2011-04-21 09:30:37", 75, OUT, Answer.UNKNOWN, None),
        (5, "+442079460100", "2011-04-21 09:32:17", 0, OUT, Answer.UNKNOWN, None),
        (6, "", "2011-04-21 09:32:17", 0, IN, Answer.MISSED, LogReason.HIDDEN),
        (7, "+442079460101", "2011-04-21 09:32:17", 0, IN, Answer.BLOCKED, LogReason.BLOCKED),
    ]
    assert [call.name for call in found] == ["Jo \U0001f44d", "", "", ""]


def test_a_damaged_xml_gives_what_was_read_before() -> None:
    table, left_out = read_calls(XML[: XML.index('type="6"')].encode())
    assert len(table.rows) == 3
    assert [(part.line, part.reason) for part in left_out] == [(7, Reason.DAMAGED)]
    assert "+442079460101" in left_out[0].text


def test_no_xml_with_declarations_of_its_own_is_read() -> None:
    entities = '<!DOCTYPE calls [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    bomb = f'<?xml version="1.0"?>{entities}<calls><call number="&b;"/></calls>'
    assert is_calls_xml(bomb.encode())
    with pytest.raises(UserError, match="not a list of calls"):
        read_calls(bomb.encode())
    with pytest.raises(UserError, match="no calls"):
        read_calls(b'<smses count="1"><sms address="1" body="Hello"/></smses>')
    assert not is_calls_xml(b"<html><body><calls>")
    assert not is_calls_xml(b"number,date\n")


@pytest.mark.parametrize(
    "text",
    [
        "company,person,phone\nNorthgate,Aisha,0161 496 0142\n",
        "Name,Phone,Created At,Type,Duration\nHalden,+442079460100,2026-07-01 09:00,Customer,\n",
        "Name,Phone,Email,Last call,Duration,Direction,Time\n"
        "Jo,+442079460100,jo@example.com,x,75,Outgoing,2026-07-01 09:00\n",
        "First Name,Last Name,Number,Date,Duration,Type\nJo,Hill,+442079460100,2026-07-01 09:00,75,Outgoing\n",
        "id1,id2,duration,time\n0,25,0,732204.802211\n1,5,15,732165.995775\n",
        "Date,Amount,Type,Number\n2026-07-01 09:00,12.50,in,7\n",
        "+442079460100,2026-07-01 09:00:00,75\n+442079460101,2026-07-02 09:00:00,5\n",  # no titles, and no direction
    ],
)
def test_other_tables_are_no_call_logs(text: str) -> None:
    assert find_columns(read_table(text.encode())) is None


def test_a_log_without_titles() -> None:
    text = "+442079460100,outgoing,2026-07-01 09:00:00,75\n+442079460101,missed,2026-07-02 09:00:00,0\n"
    assert [(call.number, call.direction, call.seconds) for call in calls(text)] == [
        ("+442079460100", OUT, 75),
        ("+442079460101", IN, 0),
    ]


@pytest.mark.parametrize("folder", ["contacts_csv", "xlsx"])
def test_no_real_list_is_taken_for_a_log(shared_data: Path, folder: str) -> None:
    taken = []
    for path in sorted((shared_data / folder).rglob("*")):
        if not path.is_file() or path.suffix in (".md", ".tsv") or path.stat().st_size > 200_000:
            continue
        data = path.read_bytes()
        try:
            table = OpenWorkbook(data).table() if is_workbook(data) else read_table(data)
        except CallbookError:
            continue
        taken += [path.name] * (find_columns(table) is not None)
    assert taken == []


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["13/01/2026", "01/02/2026"], Order.DAY_FIRST),
        (["01/13/2026", "01/02/2026"], Order.MONTH_FIRST),
        (["03.04.26", "01.02.26"], Order.DAY_FIRST),
        (["2026-03-04"], Order.DAY_FIRST),
        (["03/12/2026"], Order.MONTH_FIRST),  # the third of December has not come yet
        (["01/02/2026", "02/02/2026", "01/03/2026"], Order.DAY_FIRST),  # in the order of time
        (["03/04/2026"], None),
        (["03/04/2026", "05/01/2026", "01/05/2026"], None),
        (["25/06/2026", "06/25/2026", "03/04/2026"], None),  # written both ways
        (["25/06/2026", "06/25/2026", "2026-03-04"], Order.DAY_FIRST),  # and yet clear
        (["04/04/2026"], Order.DAY_FIRST),  # either way the same day
    ],
)
def test_the_whole_column_decides_which_number_is_the_day(days: list[str], order: Order | None) -> None:
    assert order_of(map(read_cell, days), NOW) is order


def test_an_unclear_order_makes_rows_doubtful_until_somebody_says() -> None:
    table = read_table(
        b"number,time,duration,type\n+442079460100,03/04/2026 09:00,75,out\n+442079460101,5/1/2026 9:00,5,in\n"
    )
    columns = find_columns(table)
    assert columns is not None
    found, unclear = logged_calls(table, columns, LONDON, NOW)
    assert unclear
    assert [call.doubt for call in found] == [LogDoubt.ORDER] * 2
    assert found[0].started_at == datetime(2026, 4, 3, 8, 0, tzinfo=UTC)
    said, unclear = logged_calls(table, columns, LONDON, NOW, Order.MONTH_FIRST)
    assert not unclear
    assert [call.doubt for call in said] == [LogDoubt.NONE] * 2
    assert said[0].started_at == datetime(2026, 3, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1303378237194", "2011-04-21T09:30:37+00:00"),
        ("1303378237", "2011-04-21T09:30:37+00:00"),
        ("2026-07-01T09:00:00.123Z", "2026-07-01T09:00:00+00:00"),
        ("2026-07-01 09:00:00 +0200", "2026-07-01T07:00:00+00:00"),
        ("Jul 1, 2026 9:05:07 PM", "2026-07-01T20:05:07+00:00"),
        ("1. Juli 2026 21:05", "2026-07-01T20:05:00+00:00"),
        ("Wed, 1 Jul 2026 09:05", "2026-07-01T08:05:00+00:00"),
        ("1 févr. 2026 09:05", "2026-02-01T09:05:00+00:00"),
        ("2026年7月1日 09:05", "2026-07-01T08:05:00+00:00"),
        ("12:05 AM 7/1/2026", "2026-01-07T00:05:00+00:00"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    call = calls(f'number,when it was,start,length,type\n+442079460100,,"{text}",5,in\n')[0]
    assert call.started_at == datetime.fromisoformat(moment)


@pytest.mark.parametrize("text", ["", "soon", "31/02/2026 09:00", "2026-07-01", "2026-07-01 25:00", "7" * 500])
def test_what_is_no_moment_is_left_out_and_kept(text: str) -> None:
    good = "".join(f"+4420794601{at:02},2026-07-01 09:00,5,in\n" for at in range(10))
    call = calls(f"number,start,length,type\n{good}+442079460199,{text},5,in\n")[-1]
    assert call.reason is LogReason.NO_TIME
    assert "+442079460199" in call.text


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("75", 75),
        ("75.4", 75),
        ("3:20", 200),
        ("00:03:20", 200),
        ("1:00:20", 3620),
        ("3 min 20 s", 200),
        ("3m20s", 200),
        ("1h 2m 3s", 3723),
        ("2 Std. 5 Min.", 7500),
        ("3 minutes and 20 seconds", 200),
        ("PT3M20S", 200),
        ("", None),
        ("-", None),
        ("3 apples", None),
        ("12345678", None),  # longer than a week
    ],
)
def test_lengths(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("Number,Date\n+442079460101,25/06/2026 09:00\n,soon\n", True),
        ("Name,Phone,Date,Duration\nJo,+442079460101,25/06/2026 09:00,5\nAl,,soon,5\nBo,,soon,5\n", True),
        ("Phone,Email,Time\n+442079460101,jo@example.com,25/06/2026 09:00\n", True),
        ("Name,Phone,Date\nJo,+442079460101,25/06/2026\n", False),  # no time of day
        ("Name,Phone,Date\nJo,none,25/06/2026 09:00\n", False),
        ("company,person,phone\nNorthgate,Aisha,0161 496 0142\n", False),
        ("+442079460100,2026-07-01 09:00:00,75\n", False),  # no titles
    ],
)
def test_a_table_may_be_taken_for_a_log_where_titles_name_number_and_moment(text: str, possible: bool) -> None:
    table = read_table(text.encode())
    assert find_columns(table) is None
    assert (possible_columns(table) is not None) is possible


def test_a_very_long_cell_takes_no_time() -> None:
    long = "Jo, " * 50_000 + "(1"
    table = read_table(f'from,to,start,duration\n"{long}","{long}","{long}","{long}"\n'.encode())
    began = perf_counter()
    assert find_columns(table) is None
    assert perf_counter() - began < 1


def test_a_visit_is_no_call() -> None:
    text = "Number,Direction,Channel,Started at,Length\n0161 496 0142,outbound,walk-in,2026-07-01 09:00,0:05:00\n"
    assert calls(text)[0].reason is LogReason.NO_CALL


def test_a_title_may_say_the_unit() -> None:
    assert calls("number,start,duration (min),type\n+442079460100,2026-07-01 09:00,2.5,in\n")[0].seconds == 150
    assert seconds_of("0:10", hours_and_minutes=True) == 600


@pytest.mark.parametrize(
    ("title", "seconds"),
    [
        ("Seconds", 2), ("Talk time", 2), ("Duration (seconds)", 2), ("Sekunden", 2), ("Duration in sec", 2),
        ("通话时长", 2), ("通话时长(秒)", 2), ("Minutes", 120), ("Dauer (Min.)", 120), ("通话时长（分钟）", 120),
    ],
)  # fmt: skip
def test_titles_of_lengths_in_their_unit(title: str, seconds: int) -> None:
    assert calls(f"number,start,{title},type\n+442079460100,2026-07-01 09:00,2,in\n")[0].seconds == seconds


def test_an_odd_length_takes_nothing_from_the_others() -> None:
    rows = "".join(f"+44207946010{at},2026-07-01 09:0{at},{at},out\n" for at in range(1, 4))
    odd = "+442079460109,2026-07-01 09:09,not answered,out\n+442079460108,2026-07-01 09:08,3 apples,in\n"
    assert [(call.seconds, call.answer, call.unanswered, call.doubt) for call in calls(f"{ANY_TITLES}{rows}{odd}")] == [
        (1, Answer.UNKNOWN, False, LogDoubt.NONE),
        (2, Answer.UNKNOWN, False, LogDoubt.NONE),
        (3, Answer.UNKNOWN, False, LogDoubt.NONE),
        (None, Answer.MISSED, True, LogDoubt.NONE),
        (None, Answer.UNKNOWN, False, LogDoubt.LENGTH),
    ]


def test_a_length_that_cannot_be_read_is_no_doubt_where_the_log_says_how_it_went() -> None:
    rows = "number,start,duration,type,result\n" + "+442079460100,2026-07-01 09:00,5,in,Connected\n" * 2
    assert calls(rows + "+442079460100,2026-07-01 10:00,?,in,Missed\n")[-1].doubt is LogDoubt.NONE


@pytest.mark.parametrize("odd", ["n/a", "garbage", "31/02/2026 11:00", ""])
def test_one_odd_date_makes_no_list_of_people_of_a_log(odd: str) -> None:
    rows = "".join(f"+44207946010{at},25/06/2026 09:0{at},{at},out\n" for at in range(1, 4))
    found = calls(f"{ANY_TITLES}{rows}+442079460109,{odd},7,in\n")
    assert [call.reason for call in found] == [None, None, None, LogReason.NO_TIME]


def test_a_table_whose_dates_mostly_cannot_be_read_is_no_log() -> None:
    rows = "+442079460101,25/06/2026 09:00,5,out\n+442079460102,soon,5,out\n+442079460103,later,5,in\n"
    assert find_columns(read_table((ANY_TITLES + rows).encode())) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Outgoing call, no answer", Word(OUT, Answer.MISSED)),
        ("MISSED", Word(None, Answer.MISSED)),
        ("unanswered", Word(None, Answer.MISSED)),
        ("answered", Word(None, Answer.ANSWERED)),
        ("Verpasst", Word(None, Answer.MISSED)),
        ("Appel sortant", Word(OUT)),
        ("in", Word(IN)),
        ("呼出", Word(OUT)),
        ("Line Busy", Word(None, Answer.BUSY)),
        ("Mobile", Word()),
        ("Invoice in draft", Word()),
    ],
)
def test_words(text: str, word: Word) -> None:
    assert read_word(text) == word
