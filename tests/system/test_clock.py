"""The machine's clock, with its zone."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from callbook.system.clock import SteadyClock, elapsed, local_zone, utc_now
from tests.conftest import CHECKOUT


def test_now_is_now_and_in_utc() -> None:
    before = datetime.now(UTC)
    now = utc_now()
    assert now.utcoffset() == timedelta(0)
    assert before <= now <= datetime.now(UTC)


def test_here_is_somewhere() -> None:
    assert datetime.now(local_zone()).utcoffset() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the variable is not asked")
@pytest.mark.parametrize(
    ("set_to", "zone"), [("Asia/Tokyo", "Asia/Tokyo"), ("America/New_York", "America/New_York"), ("Moon/Base", "UTC")]
)
def test_the_zone_is_what_the_machine_is_set_to(set_to: str, zone: str) -> None:
    show = "from callbook.system.clock import local_zone; print(local_zone().key)"
    done = subprocess.run(
        [sys.executable, "-c", show],
        cwd=CHECKOUT,
        env={**os.environ, "TZ": set_to},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == zone, done.stderr


class Machine:
    """A machine whose clock is set and which sleeps as the test says."""

    def __init__(self) -> None:
        self.wall = datetime(2026, 11, 24, 10, 41, tzinfo=UTC)
        self.steady = 1000.0
        self.timing = True

    def on(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds

    def clock(self) -> SteadyClock:
        made = SteadyClock(lambda: self.wall, lambda: self.steady)
        made.busy = lambda: self.timing
        return made


def test_a_clock_put_right_in_a_call_changes_no_length() -> None:
    machine = Machine()
    clock = machine.clock()
    began = clock()
    machine.on(60)
    machine.wall += timedelta(hours=1)
    machine.on(60)
    machine.wall -= timedelta(days=400)
    machine.on(60)
    assert clock() - began == timedelta(minutes=3)


def test_it_follows_the_machine_as_soon_as_nothing_is_timed() -> None:
    machine = Machine()
    clock = machine.clock()
    clock()
    machine.wall += timedelta(hours=1)
    assert clock() != machine.wall
    machine.timing = False
    assert clock() == machine.wall
    machine.on(5)
    assert clock() == machine.wall


def test_a_small_drift_makes_no_jump() -> None:
    machine = Machine()
    machine.timing = False
    clock = machine.clock()
    began = clock()
    machine.wall += timedelta(seconds=1.5)
    machine.on(10)
    assert clock() - began == timedelta(seconds=10)


def test_elapsed_time_goes_forward() -> None:
    earlier = elapsed()
    assert earlier <= elapsed() < earlier + 60
