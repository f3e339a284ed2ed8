"""A display's working day in haste: its screen, its clerks, its outages; soaking.py tells how and why."""

import math
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.mall import Mall
from config.bootstrap import ROOT
from displays.announce import Utterance
from displays.voice.espeak import Espeak
from displays.voice.lexicon import load_lexicons
from displays.voice.recordings import Recordings
from displays.voice.repertoire import repertoire
from tests.bench.calling import SITE
from tests.bench.hasty import HastyServer
from tests.bench.hasty_screen import ZONE, Screen, Weight
from tests.faults.hall_in_trouble import COUNTERS

AWAITED = 12  # the latest visitors, whom nobody recalls and who are not done yet
RECALLS = 6  # of so many summons, one is a recall
WARM_SECONDS = 1800.0  # before the first weighing
WEIGH_SECONDS = 3600.0
CUT_SECONDS = 30.0
DEAD_SECONDS = 30.0  # so long after it, requests of the cut may hang on connections that died


@dataclass(frozen=True)
class Plan:
    """What is tried; `recorded`: the voice is the office's recordings, else espeak-ng reads each sentence."""

    hours: float
    calls_a_minute: float
    outages: int
    seed: int
    engine: str
    recorded: bool = True
    lull: float = 120.0  # seconds without calls before the page is weighed, so that it is at rest
    minutes: float = math.inf  # of the machine's own time; then the day ends early


class Clerks:
    """Those of one floor, where every number is called once and some are called again."""

    def __init__(self, server: HastyServer, chance: random.Random) -> None:
        self._server, self._chance = server, chance
        self._kiosk = server.token("kiosk", site=SITE, name="K1")
        self._desk = server.token("counter", site=SITE)
        self._service = dict(COUNTERS[ZONE])
        self._busy: dict[str, bool] = {}  # counter -> whether its visitor was recalled; the latest call last
        for counter in self._service:
            self._press(counter, "open")

    def summon(self) -> str:
        """A call, or a recall of somebody whom every display knows; returns its id."""
        known = list(self._busy)[:-AWAITED]
        unheeded = [counter for counter in known if not self._busy[counter]]
        if unheeded and self._chance.randrange(RECALLS) == 0:
            counter = self._chance.choice(unheeded)
            self._busy[counter] = True
            return self._press(counter, "recall")
        free = [counter for counter in self._service if counter not in self._busy]
        counter = self._chance.choice(free or known)
        if self._busy.pop(counter, None) is not None:
            self._press(counter, "finish")
        self._post(f"/sites/{SITE}/tickets", self._kiosk, {"service": self._service[counter]})
        self._busy[counter] = False
        return self._press(counter, "call-next")

    def _press(self, counter: str, deed: str) -> str:
        told = self._post(f"/counters/{counter}/{deed}?site={SITE}", self._desk, {})["ticket"]
        return f"{told['id']}-{told['calls']}" if told else ""

    def _post(self, path: str, token: str, body: object) -> Any:
        once = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self._server.request("POST", f"/api/v1{path}", token=token, body=body, headers=once)
        if answer.status >= 300:
            raise RuntimeError(f"{path}: {answer.body!r}")
        return answer.json


class Day:
    """Hours of calls with their outages; everything that is measured lies here afterwards."""

    def __init__(self, server: HastyServer, screen: Screen, plan: Plan) -> None:
        self._server, self.screen = server, screen
        self._chance = random.Random(plan.seed)
        self._clerks = Clerks(server, self._chance)
        self._lull = plan.lull
        self._pace = plan.calls_a_minute / 60
        self._busy_seconds = plan.hours * 3600
        self._start = screen.now
        self._deadline = time.monotonic() + plan.minutes * 60
        self.weights: list[Weight] = []
        self.outages: list[tuple[float, float]] = []  # when one began, and when the display was right again
        step = self._busy_seconds / (plan.outages + 1)
        self._coming = [
            (step * (1 + turn), (self._cut, self._restart)[turn % 2]) for turn in range(plan.outages)
        ]
        warm = min(WARM_SECONDS, self._busy_seconds / 4)
        hours = (hour * WEIGH_SECONDS for hour in range(1, math.ceil(self._busy_seconds / WEIGH_SECONDS)))
        self._weighings = [warm, *(hour for hour in hours if hour > warm)]

    def run(self, say: Callable[[Weight], None]) -> None:
        passed = 0.0
        while passed < self._busy_seconds and time.monotonic() < self._deadline:
            gap = self._chance.expovariate(self._pace)
            passed += gap
            self.screen.live(gap)
            self.screen.hear(self._clerks.summon())
            if self._coming and passed >= self._coming[0][0]:
                self._suffer(self._coming.pop(0)[1])
            if self._weighings and passed >= self._weighings[0]:
                self._weighings.pop(0)
                self._weigh(say)
        self._weigh(say)

    def _weigh(self, say: Callable[[Weight], None]) -> None:
        self.screen.live(self._lull)
        self.weights.append(self.screen.weigh(self._start))
        say(self.weights[-1])

    def _suffer(self, outage: Callable[[], None]) -> None:
        began, known = self.screen.now, self.screen.snapshots
        outage()
        self.screen.wait(lambda: self.screen.snapshots > known, "a snapshot after the outage")
        self.outages.append((began, self.screen.now))
        self._call_meanwhile(DEAD_SECONDS)
        self.screen.wait(lambda: self.screen.has_its_clips, "clips that were asked for in the outage")

    def _cut(self) -> None:
        self.screen.cable.cut()
        self._call_meanwhile(CUT_SECONDS)
        self.screen.cable.mend()

    def _call_meanwhile(self, seconds: float) -> None:
        """Clerks go on calling, whether the display hears it or not."""
        until = self.screen.now + seconds
        while (gap := self._chance.expovariate(self._pace)) < until - self.screen.now:
            self.screen.endure(gap)
            self._clerks.summon()
        self.screen.endure(max(0.0, until - self.screen.now))

    def _restart(self) -> None:
        self._server.kill()
        starting = threading.Thread(target=self._server.start)
        starting.start()
        self.screen.wait(lambda: not starting.is_alive(), "the server", seconds=3600)


def record_words(packs: Path, mall: Mall) -> None:
    """What the office of this mall would record, spoken by espeak-ng: joining words is quick."""
    lexicons = load_lexicons(ROOT / "config" / "voice")
    engine = Espeak({language: lexicon.voice for language, lexicon in lexicons.items()})
    part = packs / "word.wav"
    packs.mkdir(parents=True)
    for language, lexicon in lexicons.items():
        for phrase in repertoire(lexicon, mall):
            engine.write(Utterance(language, phrase.words, lexicon.pronounced(phrase.words)), part)
            Recordings(packs, language).keep(phrase.words, part.read_bytes(), speaker="espeak-ng")
    part.unlink()
    engine.close()
