"""A display's working day in haste: its screen, its clerks, its outages; soaking.py tells how and why."""

import json
import math
import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from app.domain.mall import Mall
from config.bootstrap import ROOT
from displays.announce import Utterance
from displays.voice.espeak import Espeak
from displays.voice.lexicon import load_lexicons
from displays.voice.recordings import Recordings
from displays.voice.repertoire import repertoire
from tests.bench.calling import SCREEN, SITE
from tests.bench.hasty import HastyServer
from tests.displays.cable import Cable
from tests.faults.hall_history import Note, Witness
from tests.faults.hall_in_trouble import COUNTERS

DISPLAY, ZONE = "TV1", "Z1"
AWAITED = 12  # the latest visitors, whom nobody recalls and who are not done yet
RECALLS = 6  # of so many summons, one is a recall
SLICE_SECONDS = 1.0  # so far the server's clock may be ahead of the page's
WARM_SECONDS = 1800.0  # before the first weighing
WEIGH_SECONDS = 3600.0
CUT_SECONDS = 30.0
DEAD_SECONDS = 30.0  # so long after it, requests of the cut may hang on connections that died
OUTAGE_PACE = 5.0
OUTAGE_SLICE = 0.1
PATIENCE = 60.0  # seconds of the machine's own time
WEIGHED = ("JSHeapUsedSize", "Nodes", "JSEventListeners", "Documents")
JAVASCRIPT = Path(__file__).with_name("soaking.js")


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


@dataclass(frozen=True)
class Weight:
    """What the page holds, `hours` after the start of the day; heap and its compiled code in bytes."""

    hours: float
    code: int
    JSHeapUsedSize: float
    Nodes: float
    JSEventListeners: float
    Documents: float


class Screen:
    """The display on a cable of its own, and everything that its page noted; times in seconds since 1970."""

    def __init__(self, browser: Browser, server: HastyServer) -> None:
        self._moment = server.moment
        self.cable = Cable(server.port)
        self.notes: list[Note] = []
        self.clips: dict[str, str] = {}  # whose sentence a clip is
        self.snapshots = 0
        token = server.token("display", site=SITE, name=DISPLAY)
        self._page = browser.new_context(viewport=SCREEN, reduced_motion="reduce").new_page()
        self._page.add_init_script(f"({JAVASCRIPT.read_text()})({self.now * 1000})")
        self.troubles: list[str] = []
        self._page.on("pageerror", lambda problem: self.troubles.append(str(problem)))
        self._page.goto(f"{self.cable.url}/display#token={token}")
        self._tools = self._page.context.new_cdp_session(self._page)
        self._tools.send("Performance.enable")
        self.wait(lambda: self.snapshots > 0, "the first snapshot")
        self._page.mouse.click(5, 5)
        expect(self._page.locator("[data-part=sound]")).to_be_hidden()

    @property
    def now(self) -> float:
        return self._moment.now

    def live(self, seconds: float) -> None:
        """The day goes on."""
        until = self.now + seconds
        while self.now < until:
            self._move(min(until, self.now + SLICE_SECONDS), held=True)

    def endure(self, seconds: float) -> None:
        """The same while the line is dead."""
        until = self.now + seconds
        while self.now < until:
            self._move(min(until, self.now + OUTAGE_SLICE), held=False)
            time.sleep(OUTAGE_SLICE / OUTAGE_PACE)  # the pace of an outage, not a wait for something

    def wait(self, is_there: Callable[[], bool], what: str, *, seconds: float = 120.0) -> float:
        """Endures until it is there; returns how long that took."""
        since = self.now
        while not is_there():
            if self.now - since > seconds:
                raise RuntimeError(f"the display waits in vain for {what}")
            self.endure(OUTAGE_SLICE)
        return self.now - since

    def hear(self, call: str) -> None:
        if not self._page.evaluate("call => window.soak.heard(call)", call):
            raise RuntimeError(f"the display was not told of {call}")

    @property
    def has_its_clips(self) -> bool:
        """None is on its way, on a connection that may have died."""
        return bool(self._page.evaluate("window.soak.missing() === 0"))

    def weigh(self, start: float) -> Weight:
        for _ in range(2):
            self._tools.send("HeapProfiler.collectGarbage")
        told = {each["name"]: each["value"] for each in self._tools.send("Performance.getMetrics")["metrics"]}
        return Weight((self.now - start) / 3600, self._code(), *(told[name] for name in WEIGHED))

    def _code(self) -> int:
        """What the browser compiled of the scripts, and goes on compiling for hours; no data of the page."""
        parts: list[str] = []
        chunk = "HeapProfiler.addHeapSnapshotChunk"

        def keep(told: Any) -> None:
            parts.append(told["chunk"])

        self._tools.on(chunk, keep)
        self._tools.send("HeapProfiler.takeHeapSnapshot")
        self._tools.remove_listener(chunk, keep)
        shot = json.loads("".join(parts))
        fields, nodes = shot["snapshot"]["meta"]["node_fields"], shot["nodes"]
        kinds = shot["snapshot"]["meta"]["node_types"][fields.index("type")]
        sizes = zip(
            nodes[fields.index("type") :: len(fields)],
            nodes[fields.index("self_size") :: len(fields)],
            strict=True,
        )
        return sum(size for kind, size in sizes if kinds[kind] == "code")

    def witness(self) -> Witness:
        return Witness(DISPLAY, (ZONE,), speaks=True, notes=self.notes)

    def remove(self) -> None:
        self._page.context.close()
        self.cable.remove()

    def _move(self, until: float, *, held: bool) -> None:
        """Moves both clocks; what the page waits for it gets, however slow the machine is."""
        self._moment.now = until
        deadline = time.monotonic() + PATIENCE
        while True:
            told = self._page.evaluate("([to, held]) => window.soak.advance(to, held)", [until * 1000, held])
            self._keep(told["notes"])
            if not told["missing"] and not told["late"]:
                return
            if time.monotonic() > deadline:
                raise RuntimeError(f"the page waits in vain: {told}")
            if told["late"]:
                self._moment.ask_beat()

    def _keep(self, noted: list[Any]) -> None:
        for at, kind, what in noted:
            if kind == "told":
                self.clips |= {clip.rpartition("/")[2]: what["call"] for clip in what["clips"]}
            elif kind == "snapshot":
                self.snapshots += 1
            else:
                self.notes.append(Note(at, kind, what))


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
