"""A simulated day through the real order of call: who overtakes whom, and how long each class waits.

    python -m tests.bench.fairness [seed]

Visitors come at random over seven hours to a hall that is full most of the day; counters call whom
app/domain/ordering.py names, as app/queries/next.py asks it of the database. Beside the head start
alone it shows what else a mall may choose: lanes that take turns, and a longest wait. Then the same for
people who walk in, who took a number from afar, and who booked (tests/bench/fair_classes.py).
"""

import heapq
import random
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from app.domain.ordering import Ratio, Turn, first, next_key
from app.domain.ticket import Priority
from tests.bench import fair_classes
from tests.bench.fair_classes import p90
from tests.factories import MORNING

CREDIT_MINUTES = 20
HOURS = 7
COUNTERS = 6
SERVICE_MINUTES = 9.0
LOAD = 1.05  # work that comes, over work that can be done
SHARES = (0.10, 0.35)
FROM_AFAR = ((0.2, 0.2), (0.35, 0.35), (0.1, 0.6), (0.6, 0.1))  # shares of numbers from afar, of bookings
RATIO = Ratio(1, 2)
LONGEST_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Visitor:
    """One who waits; there is one service."""

    id: int
    issued_at: datetime
    priority: Priority | None
    sort_key: datetime
    service: str = "ktp"

    @property
    def waiting_since(self) -> datetime:
        return self.issued_at


@dataclass(frozen=True, slots=True)
class Visit:
    id: int
    issued_at: datetime
    priority: Priority | None
    key: datetime
    called_at: datetime

    @property
    def wait_minutes(self) -> float:
        return (self.called_at - self.issued_at).total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Fairness:
    """`most_overtakes` by later visitors; `latest_overtaker` in minutes after the one it overtook."""

    visits: int
    most_overtakes: int
    latest_overtaker: float
    p90_ordinary: float
    p90_priority: float


def a_day(
    *,
    share: float,
    seed: int,
    credit_minutes: int = CREDIT_MINUTES,
    ratio: Ratio | None = None,
    longest_minutes: int | None = None,
) -> list[Visit]:
    """Every visitor of the day in the order of call; `share` of them have a head start."""
    chance = random.Random(seed)
    arrivals = _arrivals(chance, share=share, credit_minutes=credit_minutes)
    waiting: list[Visitor] = []
    free = [(MORNING, number) for number in range(COUNTERS)]
    called: list[Visit] = []
    while arrivals or waiting:
        moment, counter = heapq.heappop(free)
        if not waiting:
            moment = max(moment, arrivals[0].issued_at)
        while arrivals and arrivals[0].issued_at <= moment:
            waiting.append(arrivals.pop(0))
        lanes = [visit.priority for visit in reversed(called[-20:])]
        turn = Turn(
            overdue=moment - timedelta(minutes=longest_minutes) if longest_minutes is not None else None,
            for_priority=ratio.is_for_priority(lanes) if ratio is not None else None,
        )
        visitor = first(waiting, turn)
        assert visitor is not None
        waiting.remove(visitor)
        called.append(Visit(visitor.id, visitor.issued_at, visitor.priority, visitor.sort_key, moment))
        service = timedelta(minutes=chance.expovariate(1 / SERVICE_MINUTES))
        heapq.heappush(free, (moment + service, counter))
    return called


def _arrivals(chance: random.Random, *, share: float, credit_minutes: int) -> list[Visitor]:
    """Every visitor, as they come."""
    rate = COUNTERS / SERVICE_MINUTES * LOAD
    latest: tuple[datetime, Priority | None] | None = None
    now, found = MORNING, list[Visitor]()
    for number in count(1):
        now += timedelta(minutes=chance.expovariate(rate))
        if now >= MORNING + timedelta(hours=HOURS):
            return found
        priority = Priority.ELDERLY if chance.random() < share else None
        key = next_key(now, latest, priority, credit_minutes=credit_minutes)
        latest = (key, priority)
        found.append(Visitor(number, now, priority, key))
    raise AssertionError("a day has an end")


def fairness(called: list[Visit]) -> Fairness:
    """Who was called before somebody that had come earlier, and how much later they had come."""
    most, latest = 0, 0.0
    for place, visit in enumerate(called):
        overtakers = [other for other in called[:place] if other.issued_at > visit.issued_at]
        most = max(most, len(overtakers))
        for other in overtakers:
            latest = max(latest, (other.issued_at - visit.issued_at).total_seconds() / 60)
    return Fairness(
        visits=len(called),
        most_overtakes=most,
        latest_overtaker=latest,
        p90_ordinary=p90([visit.wait_minutes for visit in called if visit.priority is None]),
        p90_priority=p90([visit.wait_minutes for visit in called if visit.priority is not None]),
    )


def main(seed: int) -> None:
    print(f"seed {seed}, head start {CREDIT_MINUTES} min, {COUNTERS} counters, load {LOAD}")
    for share in (0.0, *SHARES):
        if share == 0.0:
            alone = p90([visit.wait_minutes for visit in a_day(share=share, seed=seed)])
            print(f"   0 % priority: p90 {alone:5.1f} min for everybody")
            continue
        print(f"{share:4.0%} priority")
        _print("head start", fairness(a_day(share=share, seed=seed)))
        _print(f"turns {RATIO}", fairness(a_day(share=share, seed=seed, ratio=RATIO)))
        longest = fairness(a_day(share=share, seed=seed, longest_minutes=LONGEST_MINUTES))
        _print(f"at most {LONGEST_MINUTES} min", longest)
    for remote, booked in FROM_AFAR:
        day = fair_classes.a_day(fair_classes.people(seed=seed, remote=remote, booked=booked), seed=seed)
        _print_classes(f"{remote:4.0%} remote, {booked:.0%} booked", fair_classes.seen(day))


def _print(rule: str, seen: Fairness) -> None:
    print(
        f"  {rule:<15} {seen.visits} visitors; overtaken by those who came at most "
        f"{seen.latest_overtaker:5.1f} min later, {seen.most_overtakes:3d} of them at most; "
        f"p90 {seen.p90_ordinary:5.1f} min ordinary, {seen.p90_priority:5.1f} min priority"
    )


def _print_classes(shares: str, seen: fair_classes.Seen) -> None:
    waits = ", ".join(f"{minutes:5.1f} min {way}" for way, minutes in seen.p90.items())
    print(
        f"{shares}: {seen.visits} visitors; overtaken by those who were due at most "
        f"{seen.latest_overtaker:5.1f} min later, {seen.most_overtakes:3d} of them at most; p90 {waits}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
