"""Numbers that one counter alone may call: sent there, called there, and free again once it is gone."""

from collections.abc import Callable
from functools import partial

import pytest

from app.domain.errors import (
    BadRequest,
    CounterAbsent,
    Forbidden,
    NobodyWaiting,
    NotServedThere,
)
from app.domain.journey import Stop
from app.domain.ticket import Status, Ticket
from app.operations import calling, counters, journeys
from app.operations.desk import desk_at
from app.operations.helping import end_help, help_elsewhere
from tests.hall import Hall
from tests.operations.test_moves import at_counter, refused


def test_who_is_sent_to_one_counter_is_called_there_alone(hall: Hall) -> None:
    hall.open("2")
    sent = at_counter(hall)
    kept = hall.clerk("1", partial(journeys.transfer, counter="2"))

    assert (kept.status, kept.service, kept.only_at) == (Status.WAITING, "ktp", "2")
    refused(hall, NobodyWaiting, "1", calling.call_next)
    refused(hall, NobodyWaiting, "1", calling.look)
    assert hall.call("2").id == sent.id


def test_nobody_is_sent_to_a_counter_that_would_not_call(hall: Hall) -> None:
    at_counter(hall)
    refused(hall, BadRequest, "1", journeys.transfer)
    refused(hall, CounterAbsent, "1", partial(journeys.transfer, counter="2"))
    hall.open("3")
    refused(hall, NotServedThere, "1", partial(journeys.transfer, counter="3"))
    assert hall.clerk("1", partial(journeys.transfer, service="paspor", counter="3")).only_at == "3"


def test_whoever_is_kept_for_a_colleague_is_not_taken_back_by_others(hall: Hall) -> None:
    """Neither held nor missed, by whoever may not choose."""
    hall.open("2")
    sent = at_counter(hall)
    hall.clerk("1", partial(journeys.transfer, counter="2"))
    hall.call("2")
    hall.clerk("2", calling.hold, reason="fotokopi")

    def again(deed: Callable[..., Ticket], *, may: bool) -> Ticket:
        return hall.database.write(
            hall.site,
            lambda tx: deed(
                tx,
                desk_at(tx, hall.mall, "1", actor="staff:siti", may_choose=lambda _: may),
                sent.id,
                now=hall.now,
            ),
        )

    for deed in (calling.call_again, calling.call_chosen):
        with pytest.raises(Forbidden):
            again(deed, may=False)
    assert again(calling.call_again, may=True).counter == "1"


def test_whoever_is_kept_for_a_break_without_end_is_anybodys(hall: Hall) -> None:
    hall.open("1", "2")
    hall.ticket()
    hall.call()
    hall.clerk("2", counters.break_counter, minutes=10, reason="salat")
    sent = hall.clerk("1", partial(journeys.transfer, counter="2"))
    hall.later(minutes=24, seconds=59)
    hall.tidy()
    assert hall.look(sent).only_at == "2"
    hall.later(seconds=1)
    hall.tidy()

    assert hall.call("1").id == sent.id


def test_a_way_back_is_promised_once(hall: Hall) -> None:
    hall.open("1", "2")
    sent = hall.ticket()
    for here, there in (("1", "2"), ("2", "1")) * 3:
        hall.call(here)
        hall.clerk(here, partial(journeys.transfer, counter=there, come_back=True))

    assert hall.look(sent).stops == (Stop("ktp", "2"), Stop("ktp", "1"))


def test_whoever_was_kept_for_a_counter_that_helps_no_more_is_anybodys(hall: Hall) -> None:
    hall.open("1", "3")
    hall.clerk("3", help_elsewhere, code="ktp", minutes=30)
    hall.ticket()
    hall.call()
    sent = hall.clerk("1", partial(journeys.transfer, counter="3"))
    hall.clerk("3", end_help)
    hall.tidy()

    assert hall.look(sent).only_at is None
    assert hall.call("1").id == sent.id


def test_whoever_was_kept_for_a_counter_that_closed_is_anybodys(hall: Hall) -> None:
    hall.open("2")
    sent = at_counter(hall)
    hall.clerk("1", partial(journeys.transfer, counter="2"))
    hall.clerk("2", counters.close_counter, reason="")
    hall.tidy()

    assert hall.look(sent).only_at is None
    assert hall.call("1").id == sent.id


def test_who_is_to_come_back_is_called_by_the_same_counter_again(hall: Hall) -> None:
    hall.open("2", "3")
    sent = at_counter(hall)
    away = hall.clerk("1", partial(journeys.transfer, service="paspor", come_back=True))
    assert (away.service, away.stops) == ("paspor", (Stop("ktp", "1"),))
    hall.call("3")
    back = hall.finish("3")

    assert (back.status, back.service, back.only_at, back.stops) == (Status.WAITING, "ktp", "1", ())
    assert (back.number, back.sort_key) == (sent.number, sent.sort_key)
    refused(hall, NobodyWaiting, "2", calling.call_next)
    hall.call("1")
    assert hall.finish("1").status is Status.SERVED
