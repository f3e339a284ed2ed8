"""A lobby display over a working day in haste: its memory, the calls that it loses, how late its voice is.

`python -m tests.bench.soaking [--hours 8] [--calls-a-minute 12] [--outages 2] [--seed 20] [--engine ...]`
Calls come at random; clerks of 18 counters take numbers from a real server, call them and recall some. A real
Chromium shows one display that speaks. In each outage its line is cut for half a minute while clerks go on
calling, or the server is killed and started again, in turn. `--minutes` ends the day early, but whole.

How a day becomes minutes: nobody waits. The page's timers, its Date and its performance.now stand still
(soaking.js) until they are moved on from one timer to the next; the server goes by the same moment (hasty.py)
and so does the heartbeat between them. All else is as in a hall: the page's scripts, the live link, SQLite,
drawing, the voice, which joins an office's own recordings (here words of espeak-ng). The loudspeaker alone is
a stand-in: a clip takes as long as the header of its WAV file says, at the rate that the page asks for, and
80 ms to begin. What the machine needs (a call to reach the page, a clip to be joined and brought) takes none
of the day's time, but for outages and half a minute after them, when the day runs at five times the machine's
pace. The server's own rounds go by the machine's clock; nothing moves on the screen (reduced motion).

The heap is weighed by the browser's own tools after it collected its garbage, each time in a lull of two
minutes, the first time when half an hour has passed; the code that the browser compiled is told apart, for it
goes on compiling for hours. What was lit and said is judged by the oracle of tests/faults by the journal;
a call's lag is from the clerk's press to the chime or bell that opens it.
"""

import argparse
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from config import mall as mall_files
from config.bootstrap import ROOT
from tests.bench.hasty import HastyServer
from tests.bench.hasty_day import Day, Plan, record_words
from tests.bench.hasty_screen import Screen, Weight
from tests.browser.devtools import OldBrowser
from tests.faults.hall_history import OPENINGS, Call, wrongs
from tests.faults.hall_in_trouble import journal_of
from tests.services import chromium

GOAL_GROWTH = 0.05
AFTERMATH_SECONDS = 300.0  # calls up to here after an outage are told apart


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--calls-a-minute", type=float, default=12.0)
    parser.add_argument("--outages", type=int, default=2)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    parser.add_argument("--minutes", type=float, default=math.inf)
    asked = parser.parse_args()
    plan = Plan(
        asked.hours, asked.calls_a_minute, asked.outages, asked.seed, asked.engine, minutes=asked.minutes
    )
    found = chromium.provide_locked()
    print(chromium.version(found), flush=True)
    began = time.monotonic()
    with opened(found) as browser, tempfile.TemporaryDirectory() as folder:
        day, calls = soaked(browser, Path(folder), plan, _say)
    print(f"{day.weights[-1].hours:.2f} hours took {(time.monotonic() - began) / 60:.1f} minutes")
    _print(day, calls)


@contextmanager
def opened(found: chromium.Chromium) -> Iterator[OldBrowser]:
    """A browser whose pages nobody watches more than is needed."""
    browser = OldBrowser(found, ("--headless=old", *chromium.ARGUMENTS))
    try:
        yield browser
    finally:
        browser.end()


def soaked(
    browser: OldBrowser, folder: Path, plan: Plan, say: Callable[[Weight], None]
) -> tuple[Day, list[Call]]:
    """A day that is over, and what the journal says was called."""
    database = f"sqlite:///{folder / 'antrean.db'}"
    server = HastyServer(data=folder / "data", database=database, engine=plan.engine, start=_morning())
    mall = mall_files.load(ROOT / "config" / "malls" / "banyuwangi")
    if plan.recorded:
        record_words(folder / "data" / "voice", mall)
    server.start()
    try:
        screen = Screen(browser, server)
        day = Day(server, screen, plan)
        day.run(say)
        screen.remove()
        return day, journal_of(server, mall)
    finally:
        server.kill()


def lags(calls: Iterable[Call], screen: Screen) -> dict[str, float]:
    """Seconds from each call that was said to its chime or bell."""
    at = {call.id: call.at for call in calls}
    found: dict[str, float] = {}
    opened = 0.0
    for note in screen.notes:
        if note.kind == "plays" and note.what in OPENINGS:
            opened = note.at
        elif note.kind == "plays" and (call := screen.clips.get(note.what)) in at:
            found.setdefault(str(call), opened - at[str(call)])
    return found


def growth(weights: Sequence[Weight]) -> tuple[float, float]:
    """Of the heap, from the first weighing to the last, as a share: whole, and without compiled code."""
    first, last = weights[0], weights[-1]
    data = (last.JSHeapUsedSize - last.code) / (first.JSHeapUsedSize - first.code)
    return last.JSHeapUsedSize / first.JSHeapUsedSize - 1, data - 1


def _morning() -> float:
    """Eight o'clock of the next working day that begins, in the mall's time zone."""
    zone = ZoneInfo("Asia/Jakarta")
    day = datetime.now(UTC).astimezone(zone) + timedelta(days=1)
    return day.replace(hour=8, minute=0, second=0, microsecond=0).timestamp()


def _say(weight: Weight) -> None:
    print(
        f"after {weight.hours:5.2f} h: heap {weight.JSHeapUsedSize / 1e6:6.3f} MB, of it code "
        f"{weight.code / 1e6:5.3f} MB, {weight.Nodes:.0f} nodes, "
        f"{weight.JSEventListeners:.0f} listeners, {weight.Documents:.0f} documents",
        flush=True,
    )


def _print(day: Day, calls: list[Call]) -> None:
    wrong = wrongs(calls, day.screen.witness(), day.screen.clips) + day.screen.troubles
    print(f"{len(calls)} calls; wrong: {len(wrong)} (not lit, not said once, not in order, failed scripts)")
    print("\n".join(f"  {one}" for one in wrong[:20]))
    late = lags(calls, day.screen)
    near = {
        call.id
        for call in calls
        for began, ended in day.outages
        if began <= call.at <= ended + AFTERMATH_SECONDS
    }
    _print_lags("usual", [lag for call, lag in late.items() if call not in near])
    _print_lags("after outages", [lag for call, lag in late.items() if call in near])
    for began, ended in day.outages:
        print(f"outage: right again {ended - began:.0f} s after its begin")
    whole, data = growth(day.weights)
    print(f"heap {whole:+.1%}, without compiled code {data:+.1%} since the first (goal < {GOAL_GROWTH:.0%})")


def _print_lags(when: str, seconds: list[float]) -> None:
    if len(seconds) > 1:
        p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
        told = f"p50 {p50:5.1f} s, p95 {p95:5.1f} s, worst {max(seconds):5.1f} s"
        print(f"voice {when:<14} {told} ({len(seconds)} calls)")


if __name__ == "__main__":
    main()
