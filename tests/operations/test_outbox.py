"""The outbox on both databases: owed once for one fact, tried patiently, and never by two at once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.delivering import LEASE, MOST_TRIES, PAUSES, Channel, Declined, Outcome, Retry, Sent, Wait
from app.domain.errors import UnknownDelivery
from app.operations.outbox import Delivery, forget_deliveries, put, send_again, settle, take
from app.store.tables import delivery
from tests.hall import Hall

DOWN = Retry("the gateway did not answer")


def owe(hall: Hall, fact: str = "called:1:1", *, target: str = "7", **more: Any) -> bool:
    return hall.database.write(
        hall.site,
        lambda tx: put(
            tx,
            channel=Channel.MAIL,
            target=target,
            subject="called",
            fact=fact,
            body={"ticket": 1},
            now=hall.now,
            **more,
        ),
    )


def work(hall: Hall, channel: Channel = Channel.MAIL) -> Delivery | None:
    return hall.database.write("", lambda tx: take(tx, channel, now=hall.now))


def must_work(hall: Hall) -> Delivery:
    taken = work(hall)
    assert taken is not None
    return taken


def note(hall: Hall, taken: Delivery, outcome: Outcome) -> bool:
    return hall.database.write("", lambda tx: settle(tx, taken, outcome, now=hall.now))


def rows(hall: Hall) -> list[Any]:
    with hall.database.read() as connection:
        return list(connection.execute(select(delivery).order_by(delivery.c.id)))


def test_what_is_owed_is_taken_once_and_sent(hall: Hall) -> None:
    owe(hall)
    taken = must_work(hall)
    assert (taken.site, taken.target, taken.subject, taken.body) == (hall.site, "7", "called", {"ticket": 1})
    assert work(hall) is None
    assert note(hall, taken, Sent())
    (row,) = rows(hall)
    assert (row.state, row.sent_at, row.attempts) == ("sent", hall.now, 1)


def test_one_fact_is_owed_once_to_each(hall: Hall) -> None:
    assert [owe(hall), owe(hall), owe(hall, target="8"), owe(hall, "called:1:2")] == [True, False, True, True]
    assert len(rows(hall)) == 3


def test_what_was_sent_is_not_owed_anew(hall: Hall) -> None:
    owe(hall)
    note(hall, must_work(hall), Sent())
    assert not owe(hall)
    assert work(hall) is None


def test_a_deed_that_fails_owes_nothing(hall: Hall) -> None:
    def fail(tx: Any) -> None:
        put(tx, channel=Channel.MAIL, target="7", subject="called", fact="1", body={}, now=hall.now)
        raise UnknownDelivery

    with pytest.raises(UnknownDelivery):
        hall.database.write(hall.site, fail)
    assert rows(hall) == []


def test_a_channel_takes_only_its_own(hall: Hall) -> None:
    owe(hall)
    assert work(hall, Channel.WEBHOOK) is None


def test_a_failed_message_is_tried_later_and_later_and_then_given_up(hall: Hall) -> None:
    owe(hall)
    for pause in PAUSES:
        note(hall, must_work(hall), DOWN)
        hall.now += pause - timedelta(seconds=1)
        assert work(hall) is None
        hall.now += timedelta(seconds=1)
    note(hall, must_work(hall), DOWN)
    (row,) = rows(hall)
    assert (row.state, row.attempts, row.last_error) == ("given_up", MOST_TRIES, DOWN.reason)
    hall.later(days=1)
    assert work(hall) is None


def test_what_was_not_even_tried_waits_and_loses_no_try(hall: Hall) -> None:
    owe(hall)
    for _ in range(3 * MOST_TRIES):
        note(hall, must_work(hall), Wait("it did not answer a moment ago", timedelta(seconds=5)))
        hall.later(seconds=4)
        assert work(hall) is None
        hall.later(seconds=1)
    assert must_work(hall).attempts == 1


def test_what_can_never_go_well_is_not_tried_again(hall: Hall) -> None:
    owe(hall)
    note(hall, must_work(hall), Declined("no such address"))
    assert (rows(hall)[0].state, rows(hall)[0].last_error) == ("given_up", "no such address")


def test_a_worker_that_died_is_waited_for_and_its_message_sent_again_as_the_same_one(hall: Hall) -> None:
    owe(hall)
    first = must_work(hall)
    hall.now += LEASE - timedelta(seconds=1)
    assert work(hall) is None
    hall.later(seconds=1)
    second = must_work(hall)
    assert (second.id, second.attempts) == (first.id, 2)


def test_whoever_comes_back_after_the_lease_notes_nothing(hall: Hall) -> None:
    owe(hall)
    late = must_work(hall)
    hall.now += LEASE
    second = must_work(hall)
    assert not note(hall, late, Declined("no such address"))
    assert note(hall, second, Sent())
    assert rows(hall)[0].state == "sent"


def test_a_message_that_kills_its_workers_is_given_up(hall: Hall) -> None:
    owe(hall)
    for _ in range(MOST_TRIES):
        must_work(hall)
        hall.now += LEASE
    assert work(hall) is None
    assert (rows(hall)[0].state, rows(hall)[0].last_error) == (
        "given_up",
        "whoever sent it stopped, and noted no answer",
    )


def test_old_news_is_not_sent(hall: Hall) -> None:
    owe(hall, until=hall.now + timedelta(minutes=5))
    hall.later(minutes=5)
    assert work(hall) is None
    assert (rows(hall)[0].state, rows(hall)[0].last_error) == ("given_up", "too late")


def test_news_that_will_be_old_is_not_waited_for(hall: Hall) -> None:
    owe(hall, until=hall.now + timedelta(seconds=20))
    note(hall, must_work(hall), DOWN)
    assert (rows(hall)[0].state, rows(hall)[0].last_error) == ("given_up", DOWN.reason)


def test_an_administrator_has_it_sent_again(hall: Hall) -> None:
    owe(hall)
    note(hall, must_work(hall), Declined("no such address"))
    number = rows(hall)[0].id
    hall.later(hours=3)
    hall.database.write(hall.site, lambda tx: send_again(tx, number, now=hall.now))
    assert must_work(hall).attempts == 1
    with pytest.raises(UnknownDelivery):  # it is on its way
        hall.database.write(hall.site, lambda tx: send_again(tx, number, now=hall.now))


def test_another_sites_message_is_nobodys_here(hall: Hall) -> None:
    owe(hall)
    note(hall, must_work(hall), Sent())
    number = rows(hall)[0].id
    with pytest.raises(UnknownDelivery):
        hall.database.write("branch", lambda tx: send_again(tx, number, now=hall.now))


def test_settled_messages_are_forgotten_after_a_while(hall: Hall) -> None:
    owe(hall)
    note(hall, must_work(hall), Sent())
    owe(hall, "called:1:2")
    hall.later(days=40)
    assert hall.database.write(hall.site, lambda tx: forget_deliveries(tx, before=hall.now)) == 1
    assert [row.state for row in rows(hall)] == ["due"]


def test_workers_side_by_side_take_every_message_once(hall: Hall) -> None:
    for number in range(24):
        owe(hall, f"called:{number}:1")
    taken: list[int] = []
    gate = threading.Barrier(4)

    def worker() -> None:
        gate.wait()
        while (one := work(hall)) is not None:
            taken.append(one.id)
            note(hall, one, Sent())

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(row.id for row in rows(hall))
    assert len(taken) == 24
