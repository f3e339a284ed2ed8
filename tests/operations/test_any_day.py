"""Days of any visitors and clerks: whatever they do, numbers have no gap and quotas hold."""

from collections import Counter as Tally
from collections import defaultdict
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domain.errors import Refused
from app.domain.ticket import ACTIVE, Action, Priority, Status, Ticket
from app.operations import calling
from app.operations.moving import Kind, move
from app.store.tables import ticket as table
from tests.factories import MAIN, moment
from tests.hall import Hall, row_counts

MONDAYS = count()
COUNTERS = ("1", "2", "3")
DEEDS = (calling.call_next, calling.serve, calling.finish, calling.miss, calling.return_to_queue)

visits = st.tuples(
    st.just("issue"),
    st.sampled_from(["ktp", "kk", "paspor"]),
    st.one_of(st.none(), st.sampled_from(Priority)),
)
leavings = st.tuples(st.sampled_from(["cancel", "void"]), st.integers(0, 30), st.none())
services = st.tuples(st.just("clerk"), st.sampled_from(COUNTERS), st.sampled_from(DEEDS))
days = st.lists(st.one_of(visits, visits, leavings, services, services), max_size=25)


def a_fresh_morning(hall: Hall) -> None:
    """A Monday that no example has used yet, every counter open."""
    hall.now = moment("2030-01-07 08:30") + timedelta(weeks=next(MONDAYS))
    while hall.now.date() in hall.mall.holiday:
        hall.later(weeks=1)
    hall.open(*COUNTERS)


def void(hall: Hall, ticket: Ticket) -> None:
    hall.database.write(
        MAIN,
        lambda tx: move(tx, ticket, Action.VOID, Kind.TICKET_VOIDED, actor="system", now=hall.now),
    )


def live(hall: Hall, day: list[tuple]) -> None:
    """Does what may be done; what is refused must leave nothing."""
    tickets: list[Ticket] = []
    for deed, what, how in day:
        hall.later(seconds=20)
        before = row_counts(hall.database)
        try:
            if deed == "issue":
                tickets.append(hall.issue(what, priority=how).ticket)
            elif deed == "clerk":
                hall.clerk(what, how)
            elif tickets and deed == "cancel":
                hall.cancel(tickets[what % len(tickets)])
            elif tickets:
                void(hall, hall.look(tickets[what % len(tickets)]))
        except Refused:
            assert row_counts(hall.database) == before


def rows_of(hall: Hall, day: date) -> list:
    with hall.database.read() as connection:
        return list(
            connection.execute(
                select(table).where(table.c.site == MAIN, table.c.day == day).order_by(table.c.id)
            )
        )


@given(day=days)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_day_brings_its_numbers_and_promises_hold(hall: Hall, day: list[tuple]) -> None:
    a_fresh_morning(hall)
    live(hall, day)
    rows = rows_of(hall, hall.now.date())

    series: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        series[row.prefix].append(row.ordinal)
    for ordinals in series.values():
        assert ordinals == list(range(1, len(ordinals) + 1))

    passports = [row for row in rows if row.service == "paspor" and row.status != Status.VOIDED]
    assert len(passports) <= 3

    occupied = Tally(row.counter for row in rows if row.status in ACTIVE)
    assert set(occupied.values()) <= {1}
    assert all(row.counter is None for row in rows if row.status == Status.WAITING)
