"""The command line and call logs: recognised by what stands in them, counted, and the same the second time."""

import json
from pathlib import Path

import pytest

from callbook.cli import DONE, LEFT_OUT, main

LEADS = "company,phone\nNorthgate Dental,0161 496 0142\n"
LOG = """Name,Number,Type,Date,Duration
Jo,+441614960142,OUTGOING,2026-07-01 09:00:00,75
Jo,+441614960142,OUTGOING,2026-07-01 10:00:00,0
,+442079460109,OUTGOING,2026-07-02 10:00:00,0
,Private number,MISSED,2026-07-02 10:00:00,0
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    (tmp_path / "leads.csv").write_text(LEADS, encoding="utf-8")
    (tmp_path / "calls.csv").write_text(LOG, encoding="utf-8")
    assert main(["--data", str(tmp_path / "data"), "import", str(tmp_path / "leads.csv")]) == DONE
    return tmp_path / "calls.csv"


def counts(log: Path, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, object]:
    capsys.readouterr()
    assert main(["--data", str(log.parent / "data"), "import", "--json", *options, str(log)]) == LEFT_OUT
    found = json.loads(capsys.readouterr().out)
    numbers = sum(found[name] for name in ("new", "updated", "same", "doubtful"))
    assert found["read"] == numbers + len(found["left_out"])
    assert isinstance(found, dict)
    return found


def test_a_log_is_counted_and_the_same_the_second_time(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left_out = [{"line": 4, "reason": "stranger"}, {"line": 5, "reason": "hidden"}]
    expected = {"read": 4, "new": 2, "updated": 0, "same": 0, "doubtful": 0, "left_out": left_out}
    assert counts(log, capsys, "--preview") == expected
    assert counts(log, capsys) == expected
    assert counts(log, capsys) == expected | {"new": 0, "same": 2}


def test_strangers_come_in_where_they_are_asked_for(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = counts(log, capsys, "--strangers")
    assert (found["new"], found["left_out"]) == (3, [{"line": 5, "reason": "hidden"}])
    assert counts(log, capsys)["same"] == 3


def test_what_becomes_of_a_log_is_said(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["--data", str(log.parent / "data"), "import", "--preview", str(log)]) == LEFT_OUT
    assert capsys.readouterr().out.splitlines() == [
        "A call log, 4 rows read: 2 calls new, 0 logged already.",
        "1 of them without an outcome, which Unfinished in the window shows.",
        "line 4 is left out: stranger",
        "line 5 is left out: hidden",
        "Nothing was written.",
    ]
