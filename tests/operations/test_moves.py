"""The moves beyond call and finish: look, choose, park, keep for a colleague, go on, write, walk up."""

import os
from functools import partial

import pytest
from sqlalchemy import insert

from app.domain.errors import (
    CounterBusy,
    Forbidden,
    NobodyWaiting,
    RecallFirst,
    UnknownService,
    WrongState,
)
from app.domain.ticket import Status, Ticket
from app.operations import calling, journeys
from app.operations.desk import desk_at
from app.operations.helping import help_elsewhere
from app.operations.walking_up import walk_up
from app.store.tables import helping
from tests.factories import LINKS, a_wish
from tests.hall import Hall

walk_up_here = partial(walk_up, priority=None, links=LINKS, random=os.urandom)


def refused(hall: Hall, reason: type[Exception], counter: str, deed: object, *words: object) -> None:
    before = hall.facts()
    with pytest.raises(reason):
        hall.clerk(counter, deed, *words)
    assert hall.facts() == before


def at_counter(hall: Hall, counter: str = "1", service: str = "ktp") -> Ticket:
    """A visitor who has arrived at the open counter."""
    hall.ticket(service)
    hall.open(counter)
    hall.call(counter)
    served: Ticket = hall.clerk(counter, calling.serve)
    return served


def test_a_number_looked_at_stands_at_the_counter_and_was_never_called(hall: Hall) -> None:
    first = hall.ticket()
    hall.open("1")
    looked = hall.clerk("1", calling.look)

    assert (looked.id, looked.status, looked.counter) == (first.id, Status.LOOKED, "1")
    assert (looked.calls, looked.called_at) == (0, None)
    refused(hall, CounterBusy, "1", calling.call_next)
    called = hall.clerk("1", calling.call_looked)
    assert (called.status, called.calls, called.summons) == (Status.CALLED, 1, 1)


def test_nobody_is_announced_who_was_not_looked_at(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    refused(hall, WrongState, "1", calling.call_looked)
    hall.call("1")
    refused(hall, WrongState, "1", calling.call_looked)


def test_a_chosen_number_comes_out_of_turn(hall: Hall) -> None:
    hall.ticket()
    late = hall.ticket()
    hall.open("1")

    assert hall.clerk("1", calling.call_chosen, late.id).id == late.id


def test_who_may_not_choose_keeps_to_the_order(hall: Hall) -> None:
    hall.ticket()
    late = hall.ticket()
    hall.open("1")

    def choose() -> None:
        hall.database.write(
            hall.site,
            lambda tx: calling.call_chosen(
                tx,
                desk_at(tx, hall.mall, "1", actor="staff:siti", may_choose=lambda _: False),
                late.id,
                now=hall.now,
            ),
        )

    with pytest.raises(Forbidden):
        choose()


def test_a_clerk_of_one_agency_calls_no_other(hall: Hall) -> None:
    """At counter 1, which helps immigration for a while; before that it is not that clerk's at all."""
    hall.ticket("ktp")
    hall.open("1")

    def call() -> Ticket:
        return hall.database.write(
            hall.site,
            lambda tx: calling.call_next(
                tx,
                desk_at(tx, hall.mall, "1", actor="staff:siti", only_agencies=frozenset({"IMIGRASI"})),
                now=hall.now,
            ),
        )

    with pytest.raises(Forbidden):
        call()
    hall.clerk("1", partial(help_elsewhere, code="paspor", minutes=30))
    with pytest.raises(NobodyWaiting):
        call()
    passport = hall.ticket("paspor")
    assert call().id == passport.id


def test_a_number_is_missed_only_after_its_second_call(hall: Hall) -> None:
    hall.ticket()
    hall.open("1")
    hall.call()
    refused(hall, RecallFirst, "1", calling.miss)
    hall.clerk("1", calling.recall)

    assert hall.clerk("1", calling.miss).status is Status.MISSED


def test_who_was_missed_is_back_after_a_while_in_the_old_place(hall: Hall) -> None:
    missed = hall.ticket()
    hall.ticket()
    hall.open("1")
    hall.call()
    hall.miss()
    hall.later(minutes=14, seconds=59)
    hall.tidy()
    assert hall.look(missed).status is Status.MISSED
    hall.later(seconds=1)
    hall.tidy()

    back = hall.look(missed)
    assert (back.status, back.sort_key, back.parked_at) == (Status.WAITING, missed.sort_key, None)
    assert hall.call().id == missed.id


def test_who_does_not_come_again_is_not_called_any_more(hall: Hall) -> None:
    missed = hall.ticket()
    hall.open("1")
    hall.call()
    hall.miss()
    hall.clerk("1", calling.call_again, missed.id)

    ended = hall.miss()
    assert (ended.status, ended.ended_at) == (Status.NO_SHOW, hall.now)
    hall.later(minutes=30)
    hall.tidy()
    refused(hall, NobodyWaiting, "1", calling.call_next)


def test_who_came_after_all_may_be_missed_anew(hall: Hall) -> None:
    missed = hall.ticket()
    hall.open("1")
    hall.call()
    hall.miss()
    hall.clerk("1", calling.call_again, missed.id)
    hall.clerk("1", calling.serve)
    hall.clerk("1", calling.return_to_queue)
    hall.call()

    assert hall.miss().status is Status.MISSED


def test_a_call_that_does_not_count_leaves_no_trace_in_the_queue(hall: Hall) -> None:
    ticket = hall.ticket()
    hall.open("1")
    hall.call()
    hall.clerk("1", calling.recall)
    back = hall.clerk("1", calling.return_to_queue, count=False)

    assert (back.status, back.calls, back.summons, back.called_at) == (Status.WAITING, 0, 0, None)
    assert back.announced == 2  # the displays have said it
    assert back.sort_key == ticket.sort_key


def test_why_a_number_is_held_is_known_until_it_goes_on(hall: Hall) -> None:
    held = at_counter(hall)
    assert hall.clerk("1", calling.hold, reason="fotokopi").hold_reason == "fotokopi"
    assert hall.clerk("1", calling.call_again, held.id).hold_reason == ""


def test_a_visitor_gives_up_at_the_counter(hall: Hall) -> None:
    at_counter(hall)
    assert hall.clerk("1", calling.cancel, reason="pulang").status is Status.CANCELLED
    refused(hall, NobodyWaiting, "1", calling.call_next)


def test_a_note_stays_with_the_number_and_out_of_the_journal(hall: Hall) -> None:
    at_counter(hall)
    hall.clerk("1", calling.note, text="kartu lama hilang")
    moved = hall.clerk("1", journeys.transfer, service="kk")

    assert moved.note == "kartu lama hilang"
    assert hall.facts()[-2].startswith("ticket_noted")


def test_a_supervisor_parks_whoever_does_not_come_though_the_clerk_called_once(hall: Hall) -> None:
    hall.open("1")
    hall.ticket()
    hall.call()
    with pytest.raises(RecallFirst):
        hall.clerk("1", calling.miss)

    assert hall.clerk("1", calling.park).status is Status.MISSED


def test_a_journey_goes_from_stop_to_stop_on_one_number(hall: Hall) -> None:
    ticket = hall.take(a_wish("ktp", then=("paspor", "kk"))).ticket
    hall.open("1", "3")
    seen = []
    for counter in ("1", "3", "1"):
        called = hall.call(counter)
        seen.append((called.id, called.number, called.service, called.sort_key))
        last = hall.finish(counter)

    key = (ticket.id, ticket.number)
    assert seen == [(*key, service, ticket.sort_key) for service in ("ktp", "paspor", "kk")]
    assert last.status is Status.SERVED


def test_a_journey_to_what_nobody_serves_is_not_begun(hall: Hall) -> None:
    with pytest.raises(UnknownService):
        hall.take(a_wish("ktp", then=("visa",)))


def test_who_walks_up_is_served_at_once_by_a_number_of_the_series(hall: Hall) -> None:
    waiting = hall.ticket()
    hall.open("1")
    here = hall.clerk("1", walk_up_here, service="ktp")

    assert (here.status, here.counter, here.serving_at) == (Status.SERVING, "1", hall.now)
    assert (waiting.number, here.number) == ("A-001", "A-002")
    assert here.called_at is None  # no display says it
    refused(hall, CounterBusy, "1", partial(walk_up_here, service="ktp"))
    assert hall.finish().status is Status.SERVED


def test_nobody_walks_up_to_a_counter_that_does_not_serve_it(hall: Hall) -> None:
    hall.open("1")
    refused(hall, UnknownService, "1", partial(walk_up_here, service="paspor"))


def test_whoever_was_at_a_counter_is_no_ghost(hall: Hall) -> None:
    """A paper that never came out voids no number whose visitor was seen."""
    ticket = hall.issue("ktp").ticket
    hall.fails()
    hall.open("1")
    hall.call()
    hall.clerk("1", calling.serve)
    hall.clerk("1", partial(journeys.transfer, service="kk"))
    hall.later(minutes=10)
    hall.tidy()

    assert hall.look(ticket).status is Status.WAITING


def test_a_counter_that_helps_elsewhere_calls_there_too(hall: Hall) -> None:
    passport = hall.ticket("paspor")
    hall.open("1")
    refused(hall, NobodyWaiting, "1", calling.call_next)
    row = {"site": hall.site, "counter": "1", "code": "paspor", "actor": "staff:ratna"}
    row |= {"since": hall.now, "until": hall.later(minutes=30)}
    hall.database.write(hall.site, lambda tx: tx.execute(insert(helping).values(row)).rowcount)

    assert hall.call("1").id == passport.id
