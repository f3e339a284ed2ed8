"""A simulated day of people who walk in, who took a number from afar, and who booked a time: one queue.

Places are those of app/domain/arriving.py, the order of call is that of app/domain/ordering.py. Whoever is
not here yet is told when to come, and comes early, in time or late; the day shows what that changes.
"""

import heapq
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.arriving import appointment, place
from app.domain.ordering import Turn, first, sort_key
from app.domain.ticket import Priority
from app.domain.waiting import estimate
from tests.factories import MORNING

CREDIT_MINUTES, GRACE_MINUTES, SLOT_MINUTES = 20, 30, 30
HOURS, COUNTERS, SERVICE_MINUTES, LOAD = 7, 6, 9.0, 1.05
EARLIEST, LATEST = -25.0, 28.0  # minutes after the time that people were told, at which they come


class Way(StrEnum):
    WALKED = "walk-in"
    REMOTE = "remote"
    BOOKED = "booked"


@dataclass(frozen=True, slots=True)
class Person:
    """`asked_at` is when a number is taken, `promised` when to come, `shift` how much later one does come."""

    id: int
    way: Way
    asked_at: datetime
    shift: float = 0.0
    promised: datetime | None = None
    here_at: datetime = MORNING
    sort_key: datetime = MORNING
    called_at: datetime = MORNING
    priority: Priority | None = None
    service: str = "ktp"

    @property
    def waiting_since(self) -> datetime:
        return self.here_at

    @property
    def due_at(self) -> datetime:
        """From when on the wait is the mall's: the time that was told, or the arrival after it."""
        return max(self.promised or self.here_at, self.here_at)

    @property
    def wait_minutes(self) -> float:
        return max(0.0, (self.called_at - self.due_at).total_seconds() / 60)


@dataclass(frozen=True, slots=True)
class Seen:
    """`latest_overtaker` in minutes that those called earlier were due after the one they overtook."""

    visits: int
    most_overtakes: int
    latest_overtaker: float
    p90: dict[Way, float]


def people(*, seed: int, remote: float, booked: float) -> list[Person]:
    """Who wants to come that day; the shares of those who come with a number or a booking."""
    chance, now, found = random.Random(seed), MORNING, list[Person]()
    rate = COUNTERS / SERVICE_MINUTES * LOAD
    while (now := now + timedelta(minutes=chance.expovariate(rate))) < MORNING + timedelta(hours=HOURS):
        lot, shift = chance.random(), chance.uniform(EARLIEST, LATEST)
        way = Way.REMOTE if lot < remote else Way.BOOKED if lot < remote + booked else Way.WALKED
        found.append(Person(len(found) + 1, way, now, 0.0 if way is Way.WALKED else shift))
    return found


def a_day(wishes: list[Person], *, seed: int) -> list[Person]:
    """Everybody in the order of call."""
    chance, called, waiting = random.Random(-seed), list[Person](), list[Person]()
    coming: list[tuple[datetime, int, Person]] = []
    for person in wishes:
        begin = _booked(person) if person.way is Way.BOOKED else person
        heapq.heappush(coming, (_next_moment(begin), begin.id, begin))
    free = [(MORNING, number) for number in range(COUNTERS)]
    while coming or waiting:
        moment, counter = free[0]
        if coming and (not waiting or coming[0][0] <= moment):
            _come(heapq.heappop(coming)[2], coming, waiting)
            continue
        chosen = first(waiting, Turn())
        assert chosen is not None
        waiting.remove(chosen)
        moment = max(moment, chosen.here_at)
        called.append(replace(chosen, called_at=moment))
        minutes = chance.expovariate(1 / SERVICE_MINUTES)
        heapq.heapreplace(free, (moment + timedelta(minutes=minutes), counter))
    return called


def _booked(person: Person) -> Person:
    """A slot that begins before the moment of the wish."""
    passed = (person.asked_at - MORNING) // timedelta(minutes=SLOT_MINUTES)
    promised = MORNING + passed * timedelta(minutes=SLOT_MINUTES)
    return arriving(replace(person, asked_at=MORNING - timedelta(days=1), promised=promised))


def _next_moment(person: Person) -> datetime:
    return person.here_at if person.promised is not None else person.asked_at


def _come(person: Person, coming: list[tuple[datetime, int, Person]], waiting: list[Person]) -> None:
    """A walk-in joins the queue, a phone is told when to come, an arrival gets its place."""
    if person.way is Way.REMOTE and person.promised is None:
        expected = sum(1 for _, _, one in coming if one.way is Way.REMOTE and one.promised is not None)
        ahead = len(waiting) + expected
        wait = estimate(ahead=ahead, work_minutes=ahead * SERVICE_MINUTES, desks=COUNTERS).low
        told = appointment(person.asked_at, wait_minutes=wait, grace_minutes=GRACE_MINUTES)
        person = arriving(replace(person, promised=told.promised))
        heapq.heappush(coming, (person.here_at, person.id, person))
    elif person.promised is None:
        key = sort_key(person.asked_at, None, credit_minutes=CREDIT_MINUTES)
        waiting.append(replace(person, here_at=person.asked_at, sort_key=key))
    else:
        waiting.append(person)


def arriving(person: Person) -> Person:
    """Here so many minutes after the time that was told, never before asking; with the place that gives."""
    assert person.promised is not None
    here = max(person.asked_at, person.promised + timedelta(minutes=person.shift))
    key = place(
        person.promised,
        here,
        None,
        asked=person.asked_at,
        credit_minutes=CREDIT_MINUTES,
        priority_credit_minutes=CREDIT_MINUTES,
    )
    return replace(person, here_at=here, sort_key=key)


def overtakes(called: list[Person]) -> Iterator[tuple[Person, Person]]:
    """(overtaken, overtaker): both were here, and the one who was due later was called first."""
    for order, person in enumerate(called):
        for other in called[:order]:
            if other.due_at > person.due_at and other.called_at >= person.here_at:
                yield person, other


def p90(waits: list[float]) -> float:
    """Nine in ten wait at most as long."""
    return sorted(waits)[max(0, -(-len(waits) * 9 // 10) - 1)]


def seen(called: list[Person]) -> Seen:
    by_person: dict[int, int] = {}
    latest = 0.0
    for person, other in overtakes(called):
        by_person[person.id] = by_person.get(person.id, 0) + 1
        latest = max(latest, (other.due_at - person.due_at).total_seconds() / 60)
    waits = {way: [one.wait_minutes for one in called if one.way is way] for way in Way}
    return Seen(
        len(called),
        max(by_person.values(), default=0),
        latest,
        {way: p90(minutes) for way, minutes in waits.items() if minutes},
    )
