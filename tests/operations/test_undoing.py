"""The last move of a counter is taken back for ten seconds, and only while nothing went on."""

import os
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from app.domain.errors import NothingToUndo
from app.domain.ticket import PrintState, Status, Ticket
from app.operations import calling, counters, journeys
from app.operations.undoing import undo
from app.operations.walking_up import walk_up
from app.queries.board import board
from app.queries.last_moves import undoable
from tests.factories import LINKS, MAIN
from tests.hall import Hall

FROM_CALLED: dict[str, Callable[..., Any]] = {
    "recall": calling.recall,
    "serve": calling.serve,
    "finish": calling.finish,
    "hold": partial(calling.hold, reason="fotokopi"),
    "transfer": partial(journeys.transfer, service="paspor"),
    "return": calling.return_to_queue,
    "return uncounted": partial(calling.return_to_queue, count=False),
    "cancel": calling.cancel,
}


def bare(ticket: Ticket) -> tuple:
    """All of a ticket but its counts of moves and announcements, and its paper."""
    apart = ("moves", "announced", "print_state")
    return tuple(getattr(ticket, name) for name in Ticket.__slots__ if name not in apart)


def called(hall: Hall) -> Ticket:
    hall.ticket()
    hall.open("1")
    return hall.call()


def shown(hall: Hall) -> list[str]:
    with hall.database.read() as connection:
        site = hall.mall.site[hall.site]
        return [call["id"] for call in board(connection, hall.mall, site, now=hall.now)["calls"]]


@pytest.mark.parametrize("move", FROM_CALLED)
def test_a_move_taken_back_never_was(hall: Hall, move: str) -> None:
    before = called(hall)
    hall.later(seconds=3)
    hall.clerk("1", FROM_CALLED[move])
    hall.later(seconds=3)

    assert bare(hall.clerk("1", undo)) == bare(before)
    assert hall.facts()[-1] == f"move_undone {before.number}"


def test_a_miss_is_taken_back(hall: Hall) -> None:
    called(hall)
    before = hall.clerk("1", calling.recall)
    hall.clerk("1", calling.miss)

    assert bare(hall.clerk("1", undo)) == bare(before)


def test_a_call_taken_back_leaves_the_board_and_sounds_anew_the_next_time(hall: Hall) -> None:
    ticket = called(hall)
    assert shown(hall) == [f"{ticket.id}-1"]
    back = hall.clerk("1", undo)
    assert (back.status, back.calls, back.called_at, back.counter) == (Status.WAITING, 0, None, None)
    assert shown(hall) == []

    again = hall.call()
    assert (again.calls, shown(hall)) == (1, [f"{ticket.id}-2"])


def test_a_number_given_by_mistake_is_void(hall: Hall) -> None:
    hall.open("1")
    deed = partial(walk_up, service="ktp", priority=None, links=LINKS, random=os.urandom)
    hall.clerk("1", deed)

    assert hall.clerk("1", undo).status is Status.VOIDED


def test_after_ten_seconds_it_is_too_late(hall: Hall) -> None:
    called(hall)
    hall.later(seconds=10)
    with pytest.raises(NothingToUndo):
        hall.clerk("1", undo)


def test_what_was_taken_back_is_not_taken_back_further(hall: Hall) -> None:
    called(hall)
    hall.clerk("1", calling.serve)
    hall.clerk("1", undo)
    with pytest.raises(NothingToUndo):
        hall.clerk("1", undo)


def test_a_ticket_that_went_on_stays_where_it_is(hall: Hall) -> None:
    called(hall)
    hall.clerk("1", calling.return_to_queue)
    hall.open("2")
    hall.call("2")
    with pytest.raises(NothingToUndo):
        hall.clerk("1", undo)


def test_nobody_comes_back_to_a_counter_that_closed(hall: Hall) -> None:
    called(hall)
    hall.finish()
    hall.clerk("1", counters.close_counter, reason="")
    with pytest.raises(NothingToUndo):
        hall.clerk("1", undo)


def test_nobody_comes_back_to_a_counter_on_a_break_and_none_is_offered(hall: Hall) -> None:
    called(hall)
    hall.finish()
    hall.clerk("1", counters.break_counter, minutes=15, reason="")
    with hall.database.read() as connection:
        assert undoable(connection, site=MAIN, counter="1", now=hall.now) is None
    hall.open("1")
    with pytest.raises(NothingToUndo):
        hall.clerk("1", undo)


def test_a_clock_set_back_keeps_no_move_young(hall: Hall) -> None:
    called(hall)
    hall.finish()
    hall.later(hours=-1)
    with pytest.raises(NothingToUndo):
        hall.clerk("1", undo)
    hall.later(minutes=59, seconds=52)  # as far from the move as a clock may drift

    assert hall.clerk("1", undo).status is Status.CALLED


def test_the_paper_of_a_number_that_was_cancelled_by_mistake_comes_out(hall: Hall) -> None:
    ticket = called(hall)
    hall.clerk("1", calling.cancel)
    assert hall.lease() == ()
    hall.later(seconds=3)
    hall.clerk("1", undo)

    assert hall.look(ticket).print_state is PrintState.QUEUED
    assert [job.id for job in hall.lease()] == [hall.paper(ticket).id]
