"""The database and the rule agree on whom a counter calls, whatever the mall has chosen."""

from dataclasses import asdict, replace
from datetime import date, timedelta
from functools import partial
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from app.domain.events import Kind
from app.domain.mall import Mall, Rules
from app.domain.ordering import Ratio, first, sort_key
from app.domain.ticket import Priority, Status, Ticket
from app.operations import calling, journeys, undoing
from app.queries.counters import hall_queue
from app.queries.next import first_waiting, turn_of
from app.store.database import Database
from app.store.journal import record
from app.store.tables import ticket as table
from tests.factories import LINKS, MAIN, MORNING, a_mall, a_ticket, main_site
from tests.hall import Hall

COUNTERS = ("1", "2", "3")
AGENCY = {"ktp": "DUKCAPIL", "kk": "DUKCAPIL", "paspor": "IMIGRASI"}
_numbers = count(1)

visitors = st.tuples(
    st.sampled_from(sorted(AGENCY)),
    st.none() | st.sampled_from(Priority),
    st.integers(0, 90),  # minutes ago
    st.none() | st.sampled_from(COUNTERS),  # kept for it
    st.sampled_from([Status.WAITING] * 4 + [Status.SERVED, Status.HELD]),
)
rules = st.builds(
    Rules,
    priority_max_wait_minutes=st.none() | st.integers(1, 90),
    priority_ratio=st.none() | st.builds(Ratio, st.integers(1, 3), st.integers(1, 3)),
    preference_minutes=st.integers(0, 15),
)
preferences = st.lists(st.sampled_from(["DUKCAPIL", "IMIGRASI", *AGENCY]), max_size=2, unique=True).map(tuple)


def hall_of(chosen: Rules, prefers: tuple[str, ...]) -> Mall:
    """Counter 1 serves both agencies and may prefer, 2 and 3 as always."""
    site = main_site()
    broad = replace(site.counter["1"], services=("DUKCAPIL", "IMIGRASI"), prefers=prefers)
    return a_mall(rules=chosen, sites=(replace(site, counters=(broad, *site.counters[1:])),))


def row(visitor: tuple[str, Priority | None, int, str | None, Status]) -> dict[str, Any]:
    service, priority, ago, only_at, status = visitor
    number = next(_numbers)
    came = MORNING - timedelta(minutes=ago)
    is_called = status is not Status.WAITING
    ticket = a_ticket(
        number,
        service=service,
        agency=AGENCY[service],
        priority=priority,
        issued_at=came,
        waiting_since=came,
        sort_key=sort_key(came, priority, credit_minutes=20),
        only_at=only_at,
        status=status,
        called_at=came + timedelta(seconds=number) if is_called else None,
        day=date(2026, 11, 23),
    )
    values = {**asdict(ticket), "stops": [], "prefix": "T", "ordinal": number}
    return {**values, "token_hash": number.to_bytes(32)}


def test_the_database_calls_whom_the_rule_calls(database_url: str) -> None:
    database = Database(database_url)
    quick = database_url.startswith("sqlite")

    @settings(max_examples=60 if quick else 20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(people=st.lists(visitors, max_size=14), chosen=rules, prefers=preferences)
    def agree(people: list[Any], chosen: Rules, prefers: tuple[str, ...]) -> None:
        mall = hall_of(chosen, prefers)
        rows = [row(visitor) for visitor in people]

        def fill(tx: Any) -> None:
            tx.execute(delete(table))
            for each in rows:
                tx.execute(insert(table).values(each))
                if each["called_at"] is not None:
                    data = {"service": each["service"], "from": Status.WAITING.value}
                    record(
                        tx, Kind.TICKET_CALLED, at=each["called_at"], actor="x", ticket=each["id"], data=data
                    )

        database.write(MAIN, fill)
        site = mall.site[MAIN]
        tickets = [Ticket(**{name: each[name] for name in Ticket.__slots__}) for each in rows]
        with database.read() as connection:
            shown = hall_queue(connection, mall, site, now=MORNING, counters=site.counters)
            for counter in site.counters:
                services = mall.services_of(site, counter)
                mine = [
                    ticket
                    for ticket in tickets
                    if ticket.status is Status.WAITING
                    and ticket.service in services
                    and ticket.only_at in (None, counter.code)
                ]
                found = first_waiting(connection, mall, site, counter, services=services, now=MORNING)
                wanted = first(mine, turn_of(connection, mall, site, counter, now=MORNING))
                assert (found.id if found else None) == (wanted.id if wanted else None)
                queue = shown.document(counter, links=LINKS)["queue"]
                assert [one["id"] for one in queue[:1]] == ([wanted.id] if wanted else [])

    agree()
    database.close()


def test_a_counter_calls_its_preferred_service_first_and_changes_no_key(hall: Hall) -> None:
    hall.mall = hall_of(Rules(), ("paspor",))
    hall.open("1", "2")
    early, wanted = hall.ticket("ktp"), hall.ticket("paspor")
    called = hall.call("1")

    assert (called.id, called.sort_key) == (wanted.id, wanted.sort_key)
    assert hall.call("2").id == early.id


def test_lanes_take_turns_over_a_morning(hall: Hall) -> None:
    hall.mall = hall_of(Rules(priority_ratio=Ratio(1, 2)), ())
    hall.open("1")
    for _ in range(4):
        hall.ticket("ktp")
    for _ in range(3):
        hall.ticket("ktp", priority=Priority.ELDERLY)
    lanes = []
    for _ in range(7):
        hall.later(minutes=1)
        lanes.append(hall.call("1").priority is not None)
        hall.clerk("1", calling.finish)

    assert lanes == [True, False, False, True, False, False, True]


def test_whoever_came_from_another_counter_has_not_waited_here_all_that_time(hall: Hall) -> None:
    hall.mall = a_mall(rules=Rules(priority_max_wait_minutes=30, priority_credit_minutes=0))
    hall.open("1", "3")
    passing = hall.issue("paspor", priority=Priority.ELDERLY, then=("ktp",)).ticket
    hall.call("3")
    hall.later(minutes=1)
    early = hall.issue("ktp", priority=Priority.CHILD).ticket
    hall.later(minutes=40)
    hall.finish("3")

    assert hall.look(passing).waiting_since == hall.now
    site = hall.mall.site[MAIN]
    with hall.database.read() as connection:
        queue = hall_queue(connection, hall.mall, site, now=hall.now, counters=site.counters)
    shown = queue.document(site.counter["1"], links=LINKS)
    assert ([each["id"] for each in shown["queue"]], shown["longest_wait"]) == ([early.id, passing.id], 40)
    assert hall.call("1").id == early.id


def lane_of(hall: Hall, counter: str) -> bool:
    """Calls the next, a little later, and says whether it has priority."""
    hall.later(seconds=20)
    return hall.call(counter).priority is not None


def test_a_number_said_again_takes_no_second_turn(hall: Hall) -> None:
    hall.mall = hall_of(Rules(priority_ratio=Ratio(1, 2)), ())
    hall.open("1", "2")
    for _ in range(5):
        hall.ticket("ktp")
    for _ in range(3):
        hall.ticket("ktp", priority=Priority.ELDERLY)
    lanes = [lane_of(hall, "2")]
    for _ in range(6):
        lanes.append(lane_of(hall, "1"))
        hall.finish("1")
        hall.clerk("2", calling.recall)

    assert lanes == [True, False, False, True, False, False, True]


def test_a_call_that_was_taken_back_or_did_not_count_takes_no_turn(hall: Hall) -> None:
    hall.mall = hall_of(Rules(priority_ratio=Ratio(1, 2)), ())
    hall.open("1")
    for lane in (None, None, Priority.ELDERLY, Priority.ELDERLY):
        hall.ticket("ktp", priority=lane)
    assert lane_of(hall, "1")
    hall.clerk("1", undoing.undo)
    assert lane_of(hall, "1")
    hall.clerk("1", partial(calling.return_to_queue, count=False))
    lanes = []
    for _ in range(4):
        lanes.append(lane_of(hall, "1"))
        hall.finish("1")

    assert lanes == [True, False, False, True]


def test_a_visitor_sent_here_took_no_turn_here_yet(hall: Hall) -> None:
    hall.mall = a_mall(rules=Rules(priority_ratio=Ratio(1, 2)))
    hall.open("1", "3")
    hall.ticket("paspor", priority=Priority.ELDERLY)
    for lane in (None, None, Priority.CHILD):
        hall.ticket("ktp", priority=lane)
    hall.call("3")
    hall.clerk("3", partial(journeys.transfer, service="ktp"))

    assert lane_of(hall, "1")
