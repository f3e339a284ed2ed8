"""What stands before a visitor: the work ahead, and the counters that may do it, shared or each its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.counter import STAFFED, CounterState
from app.domain.mall import Mall, Pool
from app.domain.waiting import Estimate, estimate

Group = tuple[str, str | None]  # service, and the one counter that may call these visitors
Counts = Mapping[Group, int]


@dataclass(frozen=True, slots=True)
class Staffing:
    """The counters of a site that go on calling visitors, and those among them that have one."""

    states: Mapping[str, CounterState]
    busy: frozenset[str]

    def is_there(self, counter: str) -> bool:
        return self.states.get(counter) in STAFFED

    def desks(self, pool: Pool) -> int:
        """Staffed counters of this pool; 0 before any opens."""
        return sum(1 for code in pool.counters if self.is_there(code))


@dataclass(frozen=True, slots=True)
class Pressure:
    """People and minutes of work that come before somebody, and the counters that share them.

    `staffed` counters are there now and `planned` ones could be. `clear_minutes` pass until a counter
    that may call this visitor has nobody else to call. `begun_minutes` are what remains to be done for
    visitors who are at a counter, counted where it keeps nobody waiting. `later_minutes` is the work of
    those who will be called back or come here from another service: nobody knows when.
    """

    waiting: int
    work_minutes: float
    staffed: int
    planned: int
    clear_minutes: float
    begun_minutes: float
    later_minutes: float = 0.0

    def estimate(self) -> Estimate:
        """The time until the call, which shall never turn out too short.

        Before anybody opens, one counter is counted on and not all that are planned: how many will
        come is unknown, and each that does makes the wait shorter, while twenty that are hoped for
        and one that comes would make it twenty times as long.
        """
        return estimate(ahead=self.waiting, work_minutes=self.clear_minutes, desks=1)


def by_service(counts: Counts) -> dict[str, int]:
    """The same people, whoever may call them."""
    found: dict[str, int] = {}
    for (service, _), count in counts.items():
        found[service] = found.get(service, 0) + count
    return found


def clear_after(shared: float, own: Iterable[float]) -> float:
    """Minutes until a counter is free: each does its `own` work first, then all that are free the shared.

    The most it can be, in whatever order the visitors stand. Infinite where nobody is there.
    """
    known = sorted(own)
    done = 0.0  # of the shared work, when the counters before this one have come as far as its own
    for others, level in enumerate(known[1:], start=1):
        reached = others * (level - known[others - 1])
        if done + reached >= shared:
            return known[others - 1] + (shared - done) / others
        done += reached
    return known[-1] + (shared - done) / len(known) if known else float("inf")


def pool_pressure(
    mall: Mall,
    pool: Pool,
    counts: Counts,
    staff: Staffing,
    *,
    only_at: str | None = None,
    later: Mapping[str, int] | None = None,
) -> Pressure:
    """The pressure on a pool, half a service still to go at each of its busy counters.

    `counts` are those who wait, or who wait before somebody; with `only_at`, somebody whom that
    counter alone may call. `later` are those who will be called back or come from another service.
    """
    there = [code for code in pool.counters if staff.is_there(code)]
    kept = dict.fromkeys(there, 0.0)
    only = only_at if only_at in kept else None
    shared, people = 0.0, 0
    for (code, counter), count in _known(mall, pool, counts, staff):
        minutes = float(mall.service[code].minutes * count)
        if counter in kept:
            kept[counter] += minutes
        else:
            shared += minutes
        people += count if counter not in kept or only in (None, counter) else 0
    half = _half_a_service(mall, pool, counts)
    busy = [code for code in pool.counters if code in staff.busy]
    is_full = len(busy) >= len(there)
    begun = len(busy) * half
    return Pressure(
        waiting=people,
        work_minutes=shared + sum(kept.values()) + (begun if is_full else 0.0),
        staffed=len(there),
        planned=len(pool.counters),
        clear_minutes=_clear(shared, kept, only, busy, half, is_full=is_full),
        begun_minutes=0.0 if is_full else begun,
        later_minutes=_minutes(mall, pool, later or {}),
    )


def _known(mall: Mall, pool: Pool, counts: Counts, staff: Staffing) -> Iterable[tuple[Group, int]]:
    """Those whom a counter of the pool may call; whoever is kept for one that is gone is anybody's."""
    for (code, counter), count in counts.items():
        is_kept_elsewhere = counter is not None and counter not in pool.counters and staff.is_there(counter)
        if code in pool.services and code in mall.service and not is_kept_elsewhere:
            yield (code, counter), count


def _clear(
    shared: float, kept: Mapping[str, float], only: str | None, busy: list[str], half: float, *, is_full: bool
) -> float:
    if not kept:
        return shared + half
    if only is None:
        return clear_after(shared + (len(busy) * half if is_full else 0.0), kept.values())
    others = [code for code in busy if code != only]
    mine = kept[only] + (half if only in busy else 0.0)
    beside = [minutes for code, minutes in kept.items() if code != only]
    return mine + clear_after(shared + (len(others) * half if is_full else 0.0), [0.0, *beside])


def _half_a_service(mall: Mall, pool: Pool, counts: Counts) -> float:
    waiting = {code for code, _ in counts} & pool.services & mall.service.keys()
    known = [mall.service[code].minutes for code in (waiting or pool.services)]
    return sum(known) / len(known) / 2 if known else 0.0


def _minutes(mall: Mall, pool: Pool, people: Mapping[str, int]) -> float:
    known = pool.services & mall.service.keys()
    return float(sum(mall.service[code].minutes * count for code, count in people.items() if code in known))
