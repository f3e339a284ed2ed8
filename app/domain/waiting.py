"""How long will it take? A range in minutes from the work ahead and the counters that share it."""

from dataclasses import dataclass
from math import ceil, floor

# (people ahead at most, p50, p90) of true wait over projected wait before anything was learned
# from the mall's own days; from simulated mall days with breaks, no-shows and priority lanes.
COLD_START = ((0, 1.0, 2.0), (2, 0.9, 1.75), (6, 0.92, 1.57), (14, 0.95, 1.41), (30, 0.97, 1.31))
COLD_START_BEYOND = (0.93, 1.2)
STEP_MINUTES = 5


@dataclass(frozen=True, slots=True)
class Estimate:
    """Minutes until the call, from the likely to the nearly certain (p50 to p90)."""

    low: int
    high: int


def estimate(*, ahead: int, work_minutes: float, desks: int, opens_in: float = 0.0) -> Estimate:
    """The range shown to visitors, rounded outwards to five minutes.

    `ahead` people and `work_minutes` of service (what remains at busy counters included) come
    before; `desks` counters share them; nothing happens for `opens_in` minutes.
    """
    projected = work_minutes / max(1, desks)
    middle, high = COLD_START_BEYOND
    for most, p50, p90 in COLD_START:
        if ahead <= most:
            middle, high = p50, p90
            break
    low_minutes = opens_in + max(0.0, middle * (projected + 2) - 2)
    high_minutes = opens_in + max(0.0, high * (projected + 2) - 2)
    low = floor(low_minutes / STEP_MINUTES) * STEP_MINUTES
    return Estimate(low, max(low + STEP_MINUTES, ceil(high_minutes / STEP_MINUTES) * STEP_MINUTES))
