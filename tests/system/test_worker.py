"""Work beside the window: one thread, in order, reported where it was asked; and garbage collected on one thread."""

import gc
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from callbook.system.garbage import GarbageOnThisThread, collect_if_due
from callbook.system.worker import Worker


def test_work_is_done_elsewhere_and_told_here(qtbot: QtBot) -> None:
    worker, told = Worker(), []
    job = worker.start(threading.get_ident)
    job.done.connect(lambda _: told.append(threading.get_ident()))
    with qtbot.waitSignal(job.done) as done:
        pass
    assert done.args != [threading.get_ident()]
    assert told == [threading.get_ident()]


def test_one_after_another_on_one_thread(qtbot: QtBot) -> None:
    worker, order = Worker(), []
    threads: set[int] = set()

    def work(number: int) -> int:
        threads.add(threading.get_ident())
        order.append(number)
        return number

    jobs = [worker.start(partial(work, number)) for number in range(20)]
    told: list[int] = []
    for job in jobs:
        job.done.connect(told.append)
    with qtbot.waitSignal(jobs[-1].done):
        pass
    assert order == told == list(range(20))
    assert len(threads) == 1


def test_what_goes_wrong_is_handed_over_whole_and_work_goes_on(qtbot: QtBot) -> None:
    worker = Worker()

    def fail() -> None:
        raise LookupError("nobody")

    job = worker.start(fail)
    done: list[object] = []
    job.done.connect(done.append)
    with qtbot.waitSignal(job.failed) as failed:
        pass
    assert failed.args is not None
    (error,) = failed.args
    assert isinstance(error, LookupError)
    assert done == []
    with qtbot.waitSignal(worker.start(lambda: 42).done) as answered:
        pass
    assert answered.args == [42]


def test_there_is_time_to_connect_however_fast_the_work_is(qtbot: QtBot) -> None:
    worker = Worker()
    for number in range(50):
        job = worker.start(partial(int, number))
        worker.finish()
        with qtbot.waitSignal(job.done) as done:
            pass
        assert done.args == [number]


def test_finishing_waits_for_all_that_was_started() -> None:
    worker = Worker()
    done: list[int] = []
    free = threading.Event()
    worker.start(lambda: done.append(free.wait(5)))
    worker.start(lambda: done.append(2))
    free.set()
    worker.finish()
    assert done == [True, 2]


@pytest.fixture
def collecting() -> Iterator[None]:
    was = gc.isenabled()
    yield
    if was:
        gc.enable()


class Knot:
    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("collecting", "qapp")
def test_cycles_are_collected_on_this_thread_and_left_to_python_afterwards() -> None:
    garbage = GarbageOnThisThread()
    assert not gc.isenabled()
    collected: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "stop":
            collected.append(threading.get_ident())

    gc.callbacks.append(note)
    try:
        knots = [Knot() for _ in range(gc.get_threshold()[0] * 2)]
        del knots
        collect_if_due()
    finally:
        gc.callbacks.remove(note)
    assert collected == [threading.get_ident()]
    garbage.stop()
    assert gc.isenabled()
    gc.collect()
    collect_if_due()  # nothing is due right after a collection
