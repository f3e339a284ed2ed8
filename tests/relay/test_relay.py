"""The relay: every screen hears every fact in order, whatever happens to the others."""

import subprocess
import sys
import threading
import time

import pytest

from app.domain.events import Event
from app.relay import SETTLE_SECONDS, SUM_UP_AFTER_SECONDS, Relay
from app.store.database import Database, StoreUnavailable
from config.bootstrap import ROOT
from tests.factories import BRANCH, MAIN
from tests.relay.recorder import Recorder, Stumbler, a_relay, running
from tests.store.facts import fact, unknown_fact


def add(database: Database, actor: str, *, site: str = MAIN) -> int:
    return database.write(site, lambda tx: fact(tx, actor))


def soon() -> float:
    """The moment at which what was told just now may be summed up."""
    return time.monotonic() + SUM_UP_AFTER_SECONDS


def test_facts_are_told_in_the_order_of_the_journal(database: Database) -> None:
    screen = Recorder()
    with running(database, screen):
        cursors = [add(database, f"t{n}") for n in range(20)]
        assert screen.heard(20)

    assert screen.actors == [f"t{n}" for n in range(20)]
    assert [event.id for event in screen.facts] == cursors


def test_a_screen_never_hears_a_fact_twice_however_many_write(database: Database) -> None:
    screen = Recorder()
    with running(database, screen):
        crowd = [
            threading.Thread(target=lambda n=n: [add(database, f"w{n}-{k}") for k in range(5)])
            for n in range(8)
        ]
        for writer in crowd:
            writer.start()
        for writer in crowd:
            writer.join()
        assert screen.heard(40)

    cursors = [event.id for event in screen.facts]
    assert cursors == sorted(set(cursors))
    assert len(cursors) == 40


def test_the_first_screen_hears_everything_before_the_second(database: Database) -> None:
    log: list[str] = []
    relay = a_relay(database, Recorder(log=log, name="display"), Recorder(log=log, name="phone"))
    add(database, "a")
    add(database, "b")

    relay.do_one()
    relay.settle_due(soon())

    assert log == [
        "display hears a",
        "phone hears a",
        "display hears b",
        "phone hears b",
        "display settles main",
        "phone settles main",
    ]


def test_what_was_in_the_journal_before_the_start_is_not_told(database: Database) -> None:
    add(database, "yesterday")
    screen = Recorder()
    with running(database, screen) as relay:
        cursor = add(database, "today")
        assert screen.has_settled(MAIN, cursor)
        assert relay.cursors == {MAIN: cursor, BRANCH: 0}

    assert screen.actors == ["today"]


def test_cursors_of_the_sites_are_kept_apart(database: Database) -> None:
    screen = Recorder()
    relay = a_relay(database, screen)
    add(database, "m1")
    there = add(database, "b1", site=BRANCH)
    here = add(database, "m2")

    assert relay.do_one()
    assert not relay.do_one()

    assert relay.cursors == {MAIN: here, BRANCH: there}
    assert sorted(screen.actors) == ["b1", "m1", "m2"]


def test_a_burst_of_facts_is_summed_up_once(database: Database) -> None:
    screen = Recorder()
    relay = a_relay(database, screen)
    for n in range(10):
        cursor = add(database, f"t{n}")
        relay.do_one()

    relay.settle_due(soon())

    assert screen.settled == [(MAIN, cursor)]


def test_the_next_summary_waits_its_turn(database: Database) -> None:
    screen = Recorder()
    relay = a_relay(database, screen)
    add(database, "a")
    relay.do_one()
    relay.settle_due(soon())
    cursor = add(database, "b")
    relay.do_one()

    wait = relay.settle_due(soon())
    assert len(screen.settled) == 1
    assert 0 < wait <= SETTLE_SECONDS

    relay.settle_due(soon() + SETTLE_SECONDS)
    assert screen.settled[-1] == (MAIN, cursor)


def test_a_prompt_screen_is_summed_up_sooner(database: Database) -> None:
    console, phone = Recorder(), Recorder()
    relay = Relay(database, (phone, console), sites=lambda: (MAIN,), prompt=(console,))
    cursor = add(database, "a")
    moment = time.monotonic()
    relay.do_one()

    while not console.settled:
        moment += 0.01
        relay.settle_due(moment)
    assert phone.settled == []

    relay.settle_due(soon())
    assert console.settled == phone.settled == [(MAIN, cursor)]


def test_a_screen_that_stumbles_silences_no_other_and_hears_what_comes_next(database: Database) -> None:
    before, broken, after = Recorder(), Stumbler("b"), Recorder()
    with running(database, before, broken, after):
        for actor in ("a", "b", "c"):
            cursor = add(database, actor)
        assert after.has_settled(MAIN, cursor)

    assert before.actors == after.actors == ["a", "b", "c"]
    assert broken.actors == ["a", "c"]


def test_a_fact_of_a_newer_version_is_passed_over_with_a_word_in_the_log(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    screen = Recorder()
    relay = a_relay(database, screen)
    add(database, "a")
    database.write(MAIN, lambda tx: unknown_fact(tx, "ticket_beamed"))
    cursor = add(database, "b")

    relay.do_one()
    relay.settle_due(soon())

    assert screen.actors == ["a", "b"]
    assert screen.settled == [(MAIN, cursor)]
    (line,) = [record.getMessage() for record in caplog.records]
    assert "ticket_beamed is of a newer version" in line


class Forgetful(Recorder):
    """Its first look at the database fails, as when that is away for a moment."""

    def __init__(self) -> None:
        super().__init__()
        self.failures = 0

    def tell(self, cursor: int, event: Event) -> None:
        self._fail(1)
        super().tell(cursor, event)

    def settle(self, site: str, cursor: int) -> None:
        self._fail(2)
        super().settle(site, cursor)

    def _fail(self, times: int) -> None:
        if self.failures < times:
            self.failures += 1
            raise StoreUnavailable("away")


def test_what_a_lost_database_kept_from_a_screen_is_told_when_it_is_back(database: Database) -> None:
    screen = Forgetful()
    relay = a_relay(database, screen)
    cursor = add(database, "a")

    with pytest.raises(StoreUnavailable):
        relay.do_one()
    relay.do_one()
    with pytest.raises(StoreUnavailable):
        relay.settle_due(soon())
    relay.settle_due(soon())

    assert screen.actors == ["a"]
    assert screen.settled == [(MAIN, cursor)]


@pytest.fixture
def never_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """A relay that would look by itself only long after a test has lost its patience."""
    monkeypatch.setattr("app.relay.LOOK_SECONDS", 3_600.0)


@pytest.mark.usefixtures("never_looking")
def test_a_commit_wakes_the_relay_at_once(database: Database) -> None:
    screen = Recorder()
    with running(database, screen):
        for n in range(6):
            add(database, f"t{n}")
            assert screen.heard(1 + n)


def test_a_commit_of_another_process_is_heard(database: Database, request: pytest.FixtureRequest) -> None:
    if not database.is_sqlite:  # PostgreSQL tells us by NOTIFY, long before we would look ourselves
        request.getfixturevalue("never_looking")
    screen = Recorder()
    command = [sys.executable, "-m", "tests.relay.elsewhere", database.url]
    with (
        subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other,
        running(database, screen),
    ):
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        for n in range(3):
            print(f"t{n}", file=other.stdin, flush=True)
            assert screen.heard(n + 1)
        other.stdin.close()

    assert screen.actors == ["t0", "t1", "t2"]


def test_a_stopped_relay_is_silent(database: Database) -> None:
    screen = Recorder()
    with running(database, screen):
        add(database, "a")
        assert screen.heard(1)
    add(database, "b")

    assert screen.actors == ["a"]
