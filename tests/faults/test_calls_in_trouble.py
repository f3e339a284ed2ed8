"""Random bursts of calls while lines are cut, displays restarted and the server killed: nobody is left out.

Everything that was shown and said is noted by the displays and judged afterwards by one oracle
(hall_history.py) against the journal. TEST_TROUBLED_CALLS in the environment asks for so many calls in
trouble (without it only the calm dozen is tried), TEST_SEED for another run of chance.
"""

import contextlib
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.domain.mall import Mall
from tests.faults.hall_history import wrongs
from tests.faults.hall_in_trouble import (
    AT_ONCE,
    PATIENCE,
    SITE,
    Clerks,
    Display,
    Listener,
    journal_of,
    make_older,
)
from tests.journeys.patience import until
from tests.services.databases import Databases
from tests.services.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CALLS = int(os.environ.get("TEST_TROUBLED_CALLS", "0"))
SEED = int(os.environ.get("TEST_SEED", "20"))
LISTENERS = 3


class Hall:
    """A running demonstration with three displays, of which two speak, and some listeners."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server = server
        self.chance = random.Random(SEED)
        self.clerks = Clerks(server, self.chance)
        self.displays = [
            Display(browser, server, "TV1", ("Z1",), speaks=True),
            Display(browser, server, "TV2", ("Z2",), speaks=True),
            Display(browser, server, "TV4", ("Z1", "Z2", "Z3"), speaks=False),
        ]
        token = next(
            e["token"]
            for e in server.links()
            if (e["role"], e["site"], e["code"]) == ("display", SITE, "TV4")
        )
        self.listeners = [Listener(server, token) for _ in range(LISTENERS)]
        self.settle()

    def settle(self) -> None:
        for display in self.displays:
            display.settle()
        self.clerks.all_know()

    def clips(self) -> dict[str, str]:
        """Whose sentence a clip is; each call has sentences of its own."""
        told = [call for listener in self.listeners for call in listener.calls if "speech" in call]
        spoken = [(one, call["id"]) for call in told for one in (*call["speech"], *call["short"])]
        return {clip.rpartition("/")[2]: call for one, call in spoken for clip in one["clips"]}

    def remove(self) -> None:
        for display in self.displays:
            display.remove()
        for listener in self.listeners:
            listener.remove()

    # --- what may happen; at most a dozen calls before everybody is back ---

    def calm(self, left: int) -> None:
        self.clerks.burst(left)

    def cut(self, left: int) -> None:
        """Some lines are dead, until the screens notice; one call is too old when they are back."""
        gone = self.chance.sample(self.displays, self.chance.randint(1, len(self.displays)))
        deaf_one = self.chance.choice(self.listeners)
        told = deaf_one.snapshots
        cut: list[Display | Listener] = [*gone, deaf_one]
        for one in cut:
            one.cable.cut()
        deaf = {zone for display in gone if display.speaks for zone in display.zones}
        lost = [ticket for ticket, zone in self.clerks.burst(left).items() if zone in deaf]
        for old in lost[:1]:
            make_older(self.server, old)
            for one in cut:
                one.too_old.add(f"{old}-1")
        for display in gone:
            display.expect_stale()
        for one in cut:
            one.cable.mend()
        until(lambda: deaf_one.snapshots > told, within=PATIENCE)

    def restart_display(self, left: int) -> None:
        self.clerks.burst(left // 2)
        display = self.chance.choice(self.displays)
        display.switch_off()
        self.clerks.burst(left - left // 2)
        display.switch_on()

    def kill_server(self, left: int) -> None:
        """In the middle of a burst; whoever has no answer presses again."""
        everybody: list[Display | Listener] = [*self.displays, *self.listeners]
        told = [one.snapshots for one in everybody]
        with self.clerks.bursting(left):
            self.chance.choice((self.server.kill, self.server.stop))()
            self.server.start()
        for one, before in zip(everybody, told, strict=True):
            until(lambda one=one, had=before: one.snapshots > had, within=PATIENCE)  # type: ignore[misc]


@pytest.fixture
def hall(browser: Browser, sqlite_databases: Databases, tmp_path: Path) -> Iterator[Hall]:
    database = sqlite_databases.fresh(tmp_path)
    server = Server(data=tmp_path, database=database, engine="eventlet", options=("--demo", "--no-agent"))
    hall = Hall(server.start(), browser)
    yield hall
    hall.remove()
    server.kill()


def expect_nothing_wrong(hall: Hall, mall: Mall) -> None:
    """Once all is said, and nobody says any more: the oracle finds nothing."""
    calls = journal_of(hall.server, mall)

    def found() -> list[str]:
        clips = hall.clips()
        return [wrong for display in hall.displays for wrong in wrongs(calls, display.witness(), clips)]

    with contextlib.suppress(AssertionError):
        until(lambda: not any("said 0 times" in wrong for wrong in found()), within=PATIENCE)
    until(lambda: all(display.is_silent for display in hall.displays), within=PATIENCE)
    wrong = found()
    assert not wrong, "\n".join(wrong)
    every = {call.id for call in calls}
    for listener in hall.listeners:
        until(lambda one=listener: not every - one.heard(), within=PATIENCE)  # type: ignore[misc]


def test_a_dozen_calls_at_once_are_all_shown_and_all_said(hall: Hall, banyuwangi: Mall) -> None:
    hall.calm(AT_ONCE)
    expect_nothing_wrong(hall, banyuwangi)


@pytest.mark.skipif(CALLS == 0, reason="TEST_TROUBLED_CALLS asks for it")
def test_nobody_is_left_out_whatever_breaks(hall: Hall, banyuwangi: Mall) -> None:
    made = 0
    first = [hall.cut, hall.restart_display, hall.kill_server]
    while made < CALLS:
        trouble = (
            first.pop()
            if first
            else hall.chance.choice((hall.calm, hall.cut, hall.restart_display, hall.kill_server))
        )
        size = hall.chance.randint(6, AT_ONCE - 1)
        hall.clerks.recall()
        trouble(size)
        hall.settle()
        made += size
    expect_nothing_wrong(hall, banyuwangi)
