"""One writer for one series of commits: a crowd shares few of them, and a lost one is lost for all of it."""

import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.engine import threads
from app.store.writer import DEEDS_HERE, LONE_DEEDS, MOST_PER_COMMIT, SLOW_FLUSH_SECONDS, Work, Writer


class Disk:
    """Commits by remembering; holds every commit back until `open`, breaks those in `broken`."""

    def __init__(self) -> None:
        self.commits: list[int] = []
        self.broken: set[int] = set()
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.flush = 0.001

    def commit(self, batch: Sequence[Work]) -> float:
        self.begun.set()
        self.gate.wait()
        self.commits.append(len(batch))
        for work in batch:
            work.result = work.deed
        if len(self.commits) in self.broken:
            raise OSError("disk full")
        return self.flush


def crowd(disk: Disk, writer: Writer, size: int) -> list[object]:
    """One deed that is being committed, and `size - 1` that come meanwhile; each returns its number."""

    def run(number: int) -> object:
        try:
            return writer.run("main", number)  # type: ignore[arg-type]
        except OSError as trouble:
            return trouble

    with ThreadPoolExecutor(size) as pool:
        first = pool.submit(run, 0)
        disk.begun.wait()
        others = [pool.submit(run, number) for number in range(1, size)]
        while len(writer._waiting) < size - 1:
            threading.Event().wait(0.001)
        disk.gate.set()
        return [first.result(), *(other.result() for other in others)]


def test_deeds_that_arrive_together_share_a_commit() -> None:
    disk = Disk()
    results = crowd(disk, Writer(disk.commit, offload=threads().offload), 32)

    assert disk.commits == [1, 31]
    assert results == list(range(32))


def test_a_commit_never_grows_without_bound() -> None:
    disk = Disk()
    results = crowd(disk, Writer(disk.commit, offload=threads().offload), MOST_PER_COMMIT + 10)

    assert disk.commits == [1, MOST_PER_COMMIT, 9]
    assert results == list(range(MOST_PER_COMMIT + 10))


def test_everyone_in_a_commit_that_failed_hears_of_it_and_the_next_goes_on() -> None:
    disk = Disk()
    disk.broken = {2}
    writer = Writer(disk.commit, offload=threads().offload)

    results = crowd(disk, writer, 5)

    assert results[0] == 0
    assert all(isinstance(result, OSError) for result in results[1:])
    assert writer.run("main", 7) == 7  # type: ignore[arg-type]


def test_a_caller_killed_in_the_line_holds_up_nobody() -> None:
    disk = Disk()
    writer = Writer(disk.commit, offload=threads().offload)

    def interrupt() -> None:
        while not writer._waiting:
            threading.Event().wait(0.001)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(writer.run, "main", 0)  # type: ignore[arg-type]
        disk.begun.wait()
        pool.submit(interrupt)
        with pytest.raises(KeyboardInterrupt):
            writer.run("main", 1)  # type: ignore[arg-type]
        disk.gate.set()
        assert first.result(10) == 0
        assert pool.submit(writer.run, "main", 2).result(10) == 2  # type: ignore[arg-type]
    assert disk.commits == [1, 1]


def test_a_writer_that_fails_alone_can_be_used_again() -> None:
    disk = Disk()
    disk.gate.set()
    disk.broken = {1}
    writer = Writer(disk.commit, offload=threads().offload)

    with pytest.raises(OSError, match="disk full"):
        writer.run("main", 1)  # type: ignore[arg-type]
    assert writer.run("main", 2) == 2  # type: ignore[arg-type]


def handed_over(disk: Disk, deeds: int) -> int:
    """How many of so many deeds, one after the other, were handed to another thread."""
    away: list[int] = []

    def offload(deed: Callable[[], Any], /) -> Any:
        away.append(1)
        return deed()

    disk.gate.set()
    writer = Writer(disk.commit, offload=offload)
    for number in range(deeds):
        writer.run("main", number)  # type: ignore[arg-type]
    return len(away)


def test_lone_deeds_on_a_quick_disk_mostly_stay_where_they_are() -> None:
    assert handed_over(Disk(), LONE_DEEDS + DEEDS_HERE) == LONE_DEEDS
    assert handed_over(Disk(), 2 * (LONE_DEEDS + DEEDS_HERE)) == 2 * LONE_DEEDS


def test_on_a_slow_disk_every_deed_leaves_the_event_loop() -> None:
    disk = Disk()
    disk.flush = 2 * SLOW_FLUSH_SECONDS
    assert handed_over(disk, 30) == 30
