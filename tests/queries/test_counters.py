"""What a clerk is shown does not depend on how many counters were read with it."""

from app.queries.counters import hall_queue
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
