"""Alarms in the database: raised once, told in the journal, acknowledged by a person, ended by the round."""

from dataclasses import replace

import pytest
from sqlalchemy import null, update

from app.domain.alarms import QUIET_SECONDS
from app.domain.errors import UnknownAlarm
from app.domain.printing import PrinterState
from app.operations.alarms import acknowledge_alarm
from app.operations.printing import note_printer
from app.queries.alarms import open_alarms
from app.store.tables import alarm as table
from app.watchman import Watchman
from tests.factories import BRANCH, MAIN
from tests.hall import Hall, row_counts


class Guard:
    """The watchman of a hall whose clock the test moves on."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self._watchman = Watchman(hall.database, mall_now=lambda: hall.mall, clock=lambda: hall.now)
        for site, printer in ((MAIN, "P1"), (BRANCH, "P1")):
            self.says(PrinterState.READY, printer=printer, site=site)
        self.round()

    def round(self, *, after: float = 0.0) -> list[str]:
        """Goes round every two seconds, the agent always there; the kinds of the open alarms of P1."""
        while after > 0:
            self.hall.later(seconds=min(2.0, after))
            after -= 2.0
            self._watchman.do_one()
        self._watchman.do_one()
        return self.kinds()

    def says(self, state: PrinterState, *, printer: str = "P1", site: str = MAIN) -> None:
        now = self.hall.now
        self.hall.database.write(
            site, lambda tx: note_printer(tx, printer, state=state, reason="", actor="agent:1", now=now)
        )

    def kinds(self) -> list[str]:
        with self.hall.database.read() as connection:
            return [alarm["kind"] for alarm in open_alarms(connection, MAIN)]

    def acknowledge(self, alarm: int, *, site: str = MAIN, actor: str = "counter:1") -> dict[str, object]:
        now = self.hall.now
        return self.hall.database.write(site, lambda tx: acknowledge_alarm(tx, alarm, actor=actor, now=now))


@pytest.fixture
def guard(hall: Hall) -> Guard:
    return Guard(hall)


def alarm_facts(hall: Hall) -> list[str]:
    return [fact for fact in hall.facts() if fact.startswith("alarm_")]


def test_where_all_is_well_a_round_writes_nothing(guard: Guard) -> None:
    before = row_counts(guard.hall.database)
    assert guard.round(after=20) == []
    assert row_counts(guard.hall.database) == before


def test_an_alarm_is_raised_once_and_ends_when_all_is_well(guard: Guard) -> None:
    guard.says(PrinterState.PAPER_OUT)
    assert guard.round() == ["paper_out"]
    assert guard.round(after=8) == ["paper_out"]
    guard.says(PrinterState.READY)
    assert guard.round() == ["paper_out"]
    assert guard.round(after=QUIET_SECONDS) == []

    assert alarm_facts(guard.hall) == ["alarm_raised", "alarm_cleared"]


def test_the_same_trouble_later_is_another_alarm(guard: Guard) -> None:
    for _ in range(2):
        guard.says(PrinterState.PAPER_OUT)
        guard.round()
        guard.says(PrinterState.READY)
        guard.round(after=QUIET_SECONDS + 2)

    assert alarm_facts(guard.hall) == ["alarm_raised", "alarm_cleared"] * 2


def test_two_servers_raise_one_alarm(guard: Guard) -> None:
    other = Watchman(guard.hall.database, mall_now=lambda: guard.hall.mall, clock=lambda: guard.hall.now)
    guard.says(PrinterState.ERROR)
    guard.round()
    other.do_one()

    assert guard.kinds() == ["fault"]
    assert alarm_facts(guard.hall) == ["alarm_raised"]


def test_a_silent_agent_is_told_and_its_return_ends_it(guard: Guard) -> None:
    assert guard.round(after=30) == ["agent_lost"]
    guard.says(PrinterState.READY)
    guard.round()
    for _ in range(2):
        guard.round(after=6)
        guard.says(PrinterState.READY)

    assert guard.kinds() == []


def test_a_server_that_slept_blames_no_agent(guard: Guard) -> None:
    guard.hall.later(hours=10)
    assert guard.round() == []


def test_somebody_takes_an_alarm_once(guard: Guard) -> None:
    guard.says(PrinterState.PAPER_OUT)
    guard.round()
    first = guard.acknowledge(1)
    guard.hall.later(seconds=5)
    again = guard.acknowledge(1, actor="counter:2")

    assert first == again
    assert (first["acknowledged_by"], first["cleared_at"]) == ("counter:1", None)
    assert alarm_facts(guard.hall) == ["alarm_raised", "alarm_acknowledged"]
    assert guard.kinds() == ["paper_out"]


def test_an_alarm_of_a_version_that_kept_no_counts_covers_what_it_names(guard: Guard) -> None:
    hall = guard.hall
    hall.issue()
    hall.fails()
    guard.round()
    before = update(table).where(table.c.kind == "needs_staff").values(covers=null())
    hall.database.write(MAIN, lambda tx: tx.execute(before))
    told = alarm_facts(hall)
    guard.round()
    assert alarm_facts(hall) == told
    hall.issue()
    hall.fails()
    guard.round()

    assert alarm_facts(hall) == [*told, "alarm_raised"]


def test_an_alarm_belongs_to_its_site(guard: Guard) -> None:
    guard.says(PrinterState.PAPER_OUT)
    guard.round()
    for site, alarm in ((MAIN, 99), (BRANCH, 1)):
        with pytest.raises(UnknownAlarm):
            guard.acknowledge(alarm, site=site)


def test_a_paper_that_waits_and_one_that_was_given_up_call_staff(guard: Guard) -> None:
    hall = guard.hall
    hall.issue()
    assert guard.round(after=10) == ["oldest_job"]
    hall.fails()
    guard.says(PrinterState.READY)
    guard.round()
    with hall.database.read() as connection:
        alarms = {alarm["kind"]: alarm["detail"] for alarm in open_alarms(connection, MAIN)}
    assert alarms == {"oldest_job": "", "needs_staff": "A-001"}


def test_a_visitor_who_noted_the_number_needs_nobody(guard: Guard) -> None:
    hall = guard.hall
    ticket = hall.issue().ticket
    hall.fails()
    guard.says(PrinterState.READY)
    assert guard.round() == ["needs_staff"]
    hall.confirm(ticket)
    assert guard.round(after=QUIET_SECONDS + 2) == []


def test_a_number_that_fails_again_after_a_reprint_is_not_covered_by_the_first_answer(guard: Guard) -> None:
    hall = guard.hall
    first, _ = hall.issue().ticket, hall.issue()
    for _ in range(2):
        hall.fails()
    guard.says(PrinterState.READY)
    guard.round()
    assert guard.acknowledge(1)["acknowledged_by"] == "counter:1"
    hall.reprint(first)
    hall.fails()
    guard.says(PrinterState.READY)
    guard.round()

    with hall.database.read() as connection:
        (alarm,) = open_alarms(connection, MAIN)
    assert (alarm["id"], alarm["detail"], alarm["acknowledged_by"]) == (1, "A-001, A-002", None)
    assert alarm_facts(hall) == ["alarm_raised", "alarm_acknowledged", "alarm_raised"]


def test_an_alarm_of_a_printer_that_was_taken_away_ends(guard: Guard) -> None:
    hall = guard.hall
    guard.says(PrinterState.PAPER_OUT)
    assert guard.round() == ["paper_out"]
    bare = replace(hall.mall.site[MAIN], printers=(), kiosks=())
    hall.mall = replace(hall.mall, sites=(bare, hall.mall.site[BRANCH]))

    assert guard.round(after=QUIET_SECONDS + 2) == []
