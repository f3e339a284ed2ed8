"""Any hall: whatever visitors, clerks and time do, every ticket has one place, and the journal knows it."""

import os
from collections import Counter as Tally
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, true

from app.domain.counter import CounterState
from app.domain.errors import Refused
from app.domain.events import Event
from app.domain.mall import Mall, Rules
from app.domain.ordering import Ratio, first
from app.domain.replay import Place, replay
from app.domain.switching import Setting
from app.domain.ticket import ACTIVE, ENDED, Priority, Status, Ticket
from app.operations import calling, counters, helping, journeys, undoing, walking_up
from app.operations.switching import set_service
from app.queries.helping import with_help
from app.queries.next import turn_of
from app.queries.tickets import SELECT, from_row
from app.store.database import Database
from app.store.journal import since
from app.store.tables import counter as counter_table
from app.store.tables import ticket as table
from tests.factories import LINKS, MAIN, a_mall, a_wish, main_site, moment
from tests.hall import Hall

COUNTERS = ("1", "2", "3")
SERVICES = ("ktp", "kk", "paspor")
SIMPLE: dict[str, Callable[..., Any]] = {
    "call next": calling.call_next,
    "look": calling.look,
    "call looked": calling.call_looked,
    "recall": calling.recall,
    "serve": calling.serve,
    "finish": calling.finish,
    "miss": calling.miss,
    "park": calling.park,
    "hold": partial(calling.hold, reason="fotokopi"),
    "return": calling.return_to_queue,
    "return uncounted": partial(calling.return_to_queue, count=False),
    "cancel": calling.cancel,
    "note": partial(calling.note, text="catatan"),
    "undo": undoing.undo,
    "open": counters.open_counter,
    "break": partial(counters.break_counter, minutes=15, reason=""),
    "close": partial(counters.close_counter, reason=""),
    "ask to close": partial(counters.close_counter, reason="rapat", may_approve=False),
    "ask to close for a while": partial(
        counters.close_counter, reason="rapat", reopens_minutes=5, may_approve=False
    ),
    "approve": counters.approve_closing,
    "refuse": counters.refuse_closing,
    "withdraw": counters.withdraw_closing,
    "help with ktp": partial(helping.help_elsewhere, code="ktp", minutes=5),
    "help with passports": partial(helping.help_elsewhere, code="IMIGRASI", minutes=5),
    "end help": helping.end_help,
}
# Often what a clerk does often, so that tickets get far.
DEEDS = (*SIMPLE, "open", *("call next",) * 3, "recall", "serve", "finish", "miss", "undo", "undo")


class AnyHall(RuleBasedStateMachine):
    """The real operations on a real database; refusals are answers like any other."""

    url: str
    day = 0

    def __init__(self) -> None:
        super().__init__()
        self.database = Database(self.url)
        self.hall = Hall(self.database)
        self.keys: dict[int, Any] = {}
        self.told: list[Event] = []
        self.paused: dict[str, datetime] = {}

    @initialize(
        ratio=st.none() | st.just(Ratio(1, 2)),
        longest=st.none() | st.just(10),
        prefers=st.sampled_from(((), ("kk",))),
    )
    def a_new_day(self, ratio: Ratio | None, longest: int | None, prefers: tuple[str, ...]) -> None:
        """A Tuesday of its own, after whatever earlier examples left was tidied away."""
        type(self).day += 1
        rules = Rules(closing_needs_approval=True, priority_ratio=ratio, priority_max_wait_minutes=longest)
        self.hall.mall = hall_that_prefers(rules, prefers)
        self.hall.now = moment(f"{2030 + type(self).day}-03-05 08:30")
        while self.hall.now.weekday() != 1:
            self.hall.later(days=1)
        while self.hall.tidy():
            pass
        with self.database.read() as connection:
            self.begun = max((event.id for event in since(connection, MAIN, 0, limit=10**6)), default=0)
        self.hall.open("1", "2")

    @rule(
        service=st.sampled_from(SERVICES), priority=st.none() | st.sampled_from(Priority), then=st.booleans()
    )
    def come(self, service: str, priority: Priority | None, then: bool) -> None:
        stops = ("paspor", "kk") if then and service == "ktp" else ()
        with suppress(Refused):
            ticket = self.hall.take(a_wish(service, priority=priority, then=stops)).ticket
            self.keys[ticket.id] = ticket.sort_key
            assert self.paused.get(service, self.hall.now) <= self.hall.now

    @rule(
        service=st.sampled_from(SERVICES),
        setting=st.sampled_from(Setting),
        minutes=st.sampled_from((5, 20)),
    )
    def switch(self, service: str, setting: Setting, minutes: int) -> None:
        """A supervisor pauses a service, forces it open, spares it in a rush, or lets it be."""
        now, mall = self.hall.now, self.hall.mall
        self.database.write(
            MAIN,
            lambda tx: set_service(
                tx, mall, service, setting, reason="", minutes=minutes, actor="staff:sri", now=now
            ),
        )
        self.paused.pop(service, None)
        if setting is Setting.PAUSED:
            self.paused[service] = now + timedelta(minutes=minutes)

    @rule(first=st.sampled_from(("1", "2")), way=st.sampled_from(("return", "finish", "hold")))
    def one_visitor_two_counters(self, first: str, way: str) -> None:
        """A visitor leaves a counter, the colleague calls, and the first one thinks again."""
        other = {"1": "2", "2": "1"}[first]
        self._try(first, calling.call_next)
        self._try(first, SIMPLE[way])
        self._try(other, calling.call_next)
        self._try(first, undoing.undo)

    @rule(
        counter=st.sampled_from(COUNTERS),
        ask=st.sampled_from(("ask to close", "ask to close for a while")),
        answer=st.sampled_from(("refuse", "withdraw", "approve")),
    )
    def a_closing_asked_for_on_a_break(self, counter: str, ask: str, answer: str) -> None:
        """Whoever asks may still call, and an answer may find a visitor there."""
        for deed in ("break", ask, "call next", answer):
            self._try(counter, SIMPLE[deed])

    @rule(counter=st.sampled_from(COUNTERS), deed=st.sampled_from(DEEDS))
    def work(self, counter: str, deed: str) -> None:
        calls_next = deed in ("call next", "look")
        wanted = self._first_for(counter) if calls_next else None
        done = self._try(counter, SIMPLE[deed])
        if calls_next and done is not None:
            assert done.id == wanted

    @rule(
        counter=st.sampled_from(COUNTERS),
        service=st.none() | st.sampled_from(SERVICES),
        to=st.none() | st.sampled_from(COUNTERS),
        come_back=st.booleans(),
    )
    def transfer(self, counter: str, service: str | None, to: str | None, come_back: bool) -> None:
        self._try(counter, partial(journeys.transfer, service=service, come_back=come_back), to=to)

    @rule(counter=st.sampled_from(COUNTERS), which=st.integers(0, 30), again=st.booleans())
    def choose(self, counter: str, which: int, again: bool) -> None:
        if self.keys:
            known = sorted(self.keys)
            deed = calling.call_again if again else calling.call_chosen
            self._try(counter, deed, known[which % len(known)])

    @rule(counter=st.sampled_from(COUNTERS), service=st.sampled_from(SERVICES))
    def walk_up(self, counter: str, service: str) -> None:
        deed = partial(walking_up.walk_up, service=service, priority=None, links=LINKS, random=os.urandom)
        ticket = self._try(counter, deed)
        if ticket is not None:
            self.keys[ticket.id] = ticket.sort_key

    @rule(which=st.integers(0, 30))
    def give_up(self, which: int) -> None:
        if self.keys:
            known = sorted(self.keys)
            with suppress(Refused):
                self.hall.cancel(self._ticket(known[which % len(known)]))
            self.hall.tidy()  # by whom a counter closes whose visitor gave up at home

    @rule(seconds=st.sampled_from((1, 5, 30, 300, 900)))
    def time_passes(self, seconds: int) -> None:
        self.hall.later(seconds=seconds)
        while self.hall.tidy():
            pass
        with self.database.read() as connection:
            mall = with_help(connection, self.hall.mall, site=MAIN)
        site, states = mall.site[MAIN], self._states()
        for ticket in self._tickets().values():
            if ticket.only_at is not None and ticket.status is Status.WAITING:
                assert states[ticket.only_at] is not CounterState.CLOSED
                assert ticket.service in mall.services_of(site, site.counter[ticket.only_at])

    @invariant()
    def every_ticket_has_one_place(self) -> None:
        tickets, states = self._tickets(), self._states()
        assert set(tickets) == set(self.keys)
        for ticket in tickets.values():
            assert (ticket.status is Status.WAITING) <= (ticket.counter is None)
            assert (ticket.status in ACTIVE) <= (ticket.counter is not None)
            assert (ticket.status in ENDED) == (ticket.ended_at is not None)
            assert (ticket.status is Status.MISSED) == (ticket.parked_at is not None)
            assert ticket.sort_key == self.keys[ticket.id]
            assert 0 <= ticket.calls <= ticket.announced
        occupied = Tally(ticket.counter for ticket in tickets.values() if ticket.status in ACTIVE)
        assert set(occupied.values()) <= {1}
        assert all(states[code] in (CounterState.OPEN, CounterState.CLOSING) for code in occupied)
        assert self._leaving() <= set(occupied)

    @invariant()
    def the_journal_tells_the_same(self) -> None:
        seen = self.told[-1].id if self.told else getattr(self, "begun", 0)
        with self.database.read() as connection:
            self.told += since(connection, MAIN, seen)
        assert replay(self.told) == {number: place(ticket) for number, ticket in self._tickets().items()}

    def teardown(self) -> None:
        """By evening whoever waits has been called, and nobody was lost: an open hall empties."""
        self._empty()
        left = [ticket for ticket in self._tickets().values() if ticket.status not in ENDED]
        self.database.close()
        assert left == []

    def _empty(self) -> None:
        for _ in range(12):
            for code in COUNTERS:
                self._try(code, counters.open_counter)
                while self._try(code, calling.finish) or self._try(code, calling.call_looked):
                    pass
                while self._try(code, calling.call_next):
                    self._try(code, calling.finish)
            for ticket in self._tickets().values():
                if ticket.status is Status.HELD:
                    for code in COUNTERS:
                        self._try(code, calling.call_again, ticket.id)
                        self._try(code, calling.finish)
            self.hall.later(minutes=1)
            self.hall.tidy()
            if all(ticket.status is not Status.WAITING for ticket in self._tickets().values()):
                self.hall.later(minutes=15)
                self.hall.tidy()

    def _try(self, counter: str, deed: Callable[..., Any], *words: Any, to: str | None = None) -> Any:
        """Whatever a clerk does leaves the visitors of the colleagues alone; None if it was refused."""
        more = partial(deed, counter=to) if to is not None else deed
        others = self._visitors_beside(counter)
        done = None
        with suppress(Refused):
            done = self.hall.clerk(counter, more, *words)
        assert self._visitors_beside(counter) == others
        return done

    def _first_for(self, counter: str) -> int | None:
        """Whom the order of call names at this counter, as the rule alone says it."""
        now, tickets = self.hall.now, self._tickets().values()
        with self.database.read() as connection:
            mall = with_help(connection, self.hall.mall, site=MAIN)
            site = mall.site[MAIN]
            turn = turn_of(connection, mall, site, site.counter[counter], now=now)
        services = mall.services_of(site, site.counter[counter])
        waiting = (
            ticket
            for ticket in tickets
            if ticket.status is Status.WAITING
            and ticket.service in services
            and ticket.only_at in (None, counter)
        )
        wanted = first(waiting, turn)
        return wanted.id if wanted else None

    def _leaving(self) -> set[str | None]:
        """The counters that will close when their visitor has left."""
        with self.database.read() as connection:
            rows = connection.execute(select(counter_table.c.code).where(counter_table.c.approved == true()))
            return {row.code for row in rows}

    def _visitors_beside(self, counter: str) -> dict[int, Status]:
        return {
            ticket.id: ticket.status
            for ticket in self._tickets().values()
            if ticket.status in ACTIVE and ticket.counter != counter
        }

    def _ticket(self, number: int) -> Ticket:
        return self._tickets()[number]

    def _tickets(self) -> dict[int, Ticket]:
        with self.database.read() as connection:
            rows = connection.execute(SELECT.where(table.c.site == MAIN, table.c.day == self.hall.now.date()))
            return {row.id: from_row(row) for row in rows}

    def _states(self) -> dict[str, CounterState]:
        with self.database.read() as connection:
            rows = connection.execute(select(counter_table.c.code, counter_table.c.state))
            return {row.code: CounterState(row.state) for row in rows}


def hall_that_prefers(rules: Rules, prefers: tuple[str, ...]) -> Mall:
    site = main_site()
    first_one, *others = site.counters
    counters_of_all = (replace(first_one, prefers=prefers), *others)
    return a_mall(rules=rules, sites=(replace(site, counters=counters_of_all),))


def place(ticket: Ticket) -> Place:
    return Place(
        status=ticket.status,
        service=ticket.service,
        agency=ticket.agency,
        sort_key=ticket.sort_key,
        counter=ticket.counter,
        calls=ticket.calls,
        only_at=ticket.only_at,
        stops=ticket.stops,
    )


def test_whatever_a_hall_goes_through_every_ticket_has_one_place(database_url: str) -> None:
    quick = database_url.startswith("sqlite")
    here = type("AnyHallHere", (AnyHall,), {"url": database_url})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=15 if quick else 4,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
