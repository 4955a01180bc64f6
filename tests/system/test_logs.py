"""Logs and crash traces: where it happened, never what was typed."""

import stat
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from callbook.system.logs import error_report
from tests.conftest import CHECKOUT

SECRET = "Ann Lee, 0161 496 0142"


def run(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own: logging and the trace of crashes are one for each process."""
    return subprocess.run(
        [sys.executable, "-c", code, str(folder)], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )


FAIL = """
import logging, sys, traceback
from pathlib import Path
from callbook.system.logs import error_report, start_logs

crashes = start_logs(Path(sys.argv[1]))
log = logging.getLogger("callbook.test")

def look_up(name):
    return {}[name]

log.info("started")
log.debug("too much")
try:
    look_up("Ann Lee, 0161 496 0142")
except KeyError as error:
    frames = traceback.extract_tb(error.__traceback__)
    trace = "".join(f"  {frame.lineno} {frame.name}" for frame in frames)
    log.error("%s", error_report(type(error), error, trace, "1.0"))
logging.getLogger("somebody.else").error("Ann Lee, 0161 496 0142")
crashes.close()
"""


def test_a_fault_is_logged_without_its_message(tmp_path: Path) -> None:
    done = run(FAIL, tmp_path / "logs")
    assert done.returncode == 0, done.stderr
    log = (tmp_path / "logs" / "callbook.log").read_text(encoding="utf-8")
    assert "INFO callbook.test: started" in log
    assert "builtins.KeyError" in log
    assert "look_up" in log
    assert "Callbook 1.0, Python " in log
    assert "too much" not in log
    for word in SECRET.split():
        assert word.strip(",") not in log


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps its permissions elsewhere")
def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    assert run(FAIL, tmp_path / "data" / "logs").returncode == 0
    assert stat.filemode((tmp_path / "data" / "logs").stat().st_mode) == "drwx------"


CRASH = """
import faulthandler, sys
from pathlib import Path
from callbook.system.logs import start_logs

crashes = start_logs(Path(sys.argv[1]))

def dial(number):
    faulthandler._sigabrt()

dial("Ann Lee, 0161 496 0142")
"""


def test_a_crash_leaves_its_trace_without_values(tmp_path: Path) -> None:
    done = run(CRASH, tmp_path)
    assert done.returncode != 0
    trace = (tmp_path / "crash.log").read_text(encoding="utf-8")
    assert "Aborted" in trace
    assert "in dial" in trace
    assert "Ann" not in trace
    assert "0161" not in trace


def test_a_second_start_goes_on_in_the_same_files(tmp_path: Path) -> None:
    assert run(FAIL, tmp_path).returncode == run(FAIL, tmp_path).returncode == 0
    assert (tmp_path / "callbook.log").read_text(encoding="utf-8").count("started") == 2


def test_a_report_names_kind_place_and_versions_alone() -> None:
    try:
        raise LookupError(SECRET)
    except LookupError as error:
        trace = "".join(traceback.format_tb(error.__traceback__))
        report = error_report(type(error), error, "  here", "2.1")
        assert SECRET not in report
        assert SECRET not in trace
    first, second, third = report.split("\n")
    assert first.startswith("Callbook 2.1, Python 3.")
    assert first.endswith(sys.platform)
    assert (second, third) == ("builtins.LookupError", "  here")
