"""What a clerk is shown, and that it does not depend on how many counters were read with it."""

from dataclasses import replace
from typing import Any

from app.domain.mall import Rules
from app.operations import helping, undoing
from app.queries.counters import hall_queue
from app.queries.last_moves import UNDO_FOR
from tests.factories import LINKS
from tests.hall import Hall


def test_a_counter_reads_the_same_alone_and_with_the_whole_hall(rogojampi: Hall) -> None:
    hall, site = rogojampi, rogojampi.mall.site["RGJ"]
    hall.open("1", "3", "4")
    for service in ("A01", "B01", "CS01", "L01", "A02"):
        hall.ticket(service)
    for counter in ("1", "3", "4"):
        hall.call(counter)
    with hall.database.read() as connection:
        everyone = hall_queue(connection, hall.mall, site, now=hall.now, counters=site.counters)
        for counter in site.counters:
            alone = hall_queue(connection, hall.mall, site, now=hall.now, counters=(counter,))
            assert alone.document(counter, links=LINKS) == everyone.document(counter, links=LINKS)
        beside = everyone.document(site.counter["3"], links=LINKS)
    assert [(one["code"], bool(one["number"])) for one in beside["colleagues"]] == [("4", True)]
    assert [ticket["service"] for ticket in beside["queue"]] == ["L01"]


def test_a_console_knows_what_may_be_taken_back_and_until_when(rogojampi: Hall) -> None:
    hall = rogojampi
    ticket = hall.ticket("A01")
    hall.open("1", "3")
    hall.call("1")

    until = (hall.now + UNDO_FOR).isoformat()
    assert desk(hall, "1")["undo"] == {"move": "call", "ticket": ticket.id, "until": until}
    assert desk(hall, "3")["undo"] is None
    hall.later(seconds=10)
    assert desk(hall, "1")["undo"] is None


def test_a_console_knows_the_rules_and_what_it_serves(rogojampi: Hall) -> None:
    hall = rogojampi
    hall.mall = replace(hall.mall, rules=Rules(missed_after_calls=3))

    shown = desk(hall, "1")

    assert shown["rules"]["missed_after_calls"] == 3
    assert shown["counter"]["serves"] == list(hall.mall.site[hall.site].counter["1"].services)


def test_a_visitor_taken_back_after_help_ended_is_shown_at_the_counter(hall: Hall) -> None:
    hall.open("1")
    hall.clerk("1", helping.help_elsewhere, code="IMIGRASI", minutes=5)
    passport = hall.ticket("paspor")
    hall.call("1")
    hall.later(minutes=5)
    hall.finish("1")
    hall.tidy()
    hall.clerk("1", undoing.undo)

    assert desk(hall, "1")["ticket"]["number"] == passport.number


def desk(hall: Hall, code: str) -> dict[str, Any]:
    site = hall.mall.site[hall.site]
    with hall.database.read() as connection:
        queue = hall_queue(connection, hall.mall, site, now=hall.now, counters=site.counters)
    return queue.document(site.counter[code], links=LINKS)
