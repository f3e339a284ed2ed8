"""The line between a hub and a satellite is cut under load: both go on, and nothing is twice or missing."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.hub_and_satellite import HERE, THERE, BusyDay, TwoServers, told

# The suite cuts the line for as long as it takes to notice; TEST_CUT_SECONDS=600 for ten minutes.
CUT_SECONDS = float(os.environ.get("TEST_CUT_SECONDS", "8"))
BEFORE_SECONDS = AFTER_SECONDS = max(4.0, CUT_SECONDS / 20)
CATCHING_UP_SECONDS = 120.0


@pytest.fixture(params=[("eventlet", "threading"), ("threading", "eventlet")], ids="-".join)
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TwoServers]:
    servers = TwoServers(tmp_path, engines=request.param)
    yield servers
    servers.end()


@pytest.mark.slow
def test_a_line_cut_under_load_costs_no_number_and_no_fact(two: TwoServers) -> None:
    day = BusyDay(two)
    day.begin()
    time.sleep(BEFORE_SECONDS)
    two.cable.cut()
    day.phase = "cut"
    time.sleep(CUT_SECONDS)
    behind = len(two.facts(two.satellite)) - len(two.facts(two.hub))
    two.cable.mend()
    day.phase = "after"
    time.sleep(AFTER_SECONDS)
    day.stop()
    there = two.facts(two.satellite)  # which goes on by itself: papers that nobody printed are given up
    caught_up = two.wait_for_the_picture(seconds=CATCHING_UP_SECONDS)
    here = two.facts(two.hub)[: len(there)]
    assert two.hub.command("satellite", "check").returncode == 0
    _tell(day, facts=len(there), behind=behind, caught_up=caught_up)

    assert day.troubles == []
    for what in (f"numbers at {HERE}", f"numbers at {THERE}", "visitors served there", "pages read"):
        assert day.counted["cut", what] > 0, what
    assert day.counted["cut", "phones refused: satellite_away"] > 0
    assert behind > 0
    assert told(here) == told(there)
    issued = [fact["data"]["number"] for fact in there if fact["kind"] == "ticket_issued"]
    assert len(set(issued)) == len(issued)
    kiosk = day.acknowledged[THERE]
    told_of = kiosk + day.by_phone + day.by_desk
    assert len(set(told_of)) == len(told_of)
    for asker, numbers in (("phone", day.by_phone), ("hub", day.by_desk)):
        given = [f for f in there if f["kind"] == "ticket_issued" and f["actor"].partition(":")[0] == asker]
        assert sorted(fact["data"]["number"] for fact in given) == sorted(numbers), asker
    assert len(day.by_phone) > day.counted["before", "numbers for phones"]
    assert len(day.by_desk) > day.counted["before", "numbers from the desk"]
    assert day.counted["cut", "desk refused: 503"] > 0
    assert set(kiosk) <= set(issued)
    assert len(set(day.acknowledged[HERE])) == len(day.acknowledged[HERE])


def _tell(day: BusyDay, *, facts: int, behind: int, caught_up: float) -> None:
    print(f"cut for {CUT_SECONDS:.0f} s; {facts} facts in all, {behind} behind at its end")
    print(f"the picture was whole {caught_up:.1f} s after the load ended")
    for (phase, what), count in sorted(day.counted.items()):
        print(f"  {phase:<7} {what:<40} {count}")
    for phase, seconds in day.slowest.items():
        print(f"  {phase:<7} longest answer to a kiosk of the hub {seconds * 1000:.0f} ms")
