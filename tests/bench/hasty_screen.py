"""The display of a day in haste: a page whose clock is moved on; soaking.py tells how and why.

Its browser is driven by the bare debugging protocol, and nothing of it watches the network: for whoever
watches, a browser keeps every clip that the page ever brought, until none has room any more.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.calling import SCREEN, SITE
from tests.bench.hasty import HastyServer
from tests.browser.devtools import OldBrowser
from tests.displays.cable import Cable
from tests.faults.hall_history import Note, Witness
from tests.journeys.patience import until

DISPLAY, ZONE = "TV1", "Z1"
SLICE_SECONDS = 1.0  # so far the server's clock may be ahead of the page's
OUTAGE_PACE = 5.0
OUTAGE_SLICE = 0.1
PATIENCE = 60.0  # seconds of the machine's own time
REDUCED = {"name": "prefers-reduced-motion", "value": "reduce"}
WEIGHED = ("JSHeapUsedSize", "Nodes", "JSEventListeners", "Documents")
JAVASCRIPT = Path(__file__).with_name("soaking.js")


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

    def __init__(self, browser: OldBrowser, server: HastyServer) -> None:
        self._moment = server.moment
        self.cable = Cable(server.port)
        self.notes: list[Note] = []
        self.clips: dict[str, str] = {}  # whose sentence a clip is
        self.snapshots = 0
        token = server.token("display", site=SITE, name=DISPLAY)
        self._page = browser.unwatched(SCREEN["width"], SCREEN["height"])
        self._page.tell("Emulation.setEmulatedMedia", features=[REDUCED])
        script = f"({JAVASCRIPT.read_text()})({self.now * 1000})"
        self._page.tell("Page.addScriptToEvaluateOnNewDocument", source=script)
        self._page.tell("Performance.enable")
        self._page.open(f"{self.cable.url}/display#token={token}")
        until(lambda: self._page.ask("Boolean(window.soak)"))
        self.wait(lambda: self.snapshots > 0, "the first snapshot")
        for touch in ("mousePressed", "mouseReleased"):
            self._page.tell("Input.dispatchMouseEvent", type=touch, x=5, y=5, button="left", clickCount=1)
        until(lambda: self._page.ask("document.querySelector('[data-part=sound]').hidden"))

    @property
    def troubles(self) -> list[str]:
        """What its scripts threw."""
        return self._page.troubles

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
        if not self._page.ask(f"window.soak.heard({json.dumps(call)})"):
            raise RuntimeError(f"the display was not told of {call}")

    @property
    def has_its_clips(self) -> bool:
        """None is on its way, on a connection that may have died."""
        return bool(self._page.ask("window.soak.missing() === 0"))

    def weigh(self, start: float) -> Weight:
        for _ in range(2):
            self._page.tell("HeapProfiler.collectGarbage")
        told = {each["name"]: each["value"] for each in self._page.tell("Performance.getMetrics")["metrics"]}
        return Weight((self.now - start) / 3600, self._code(), *(told[name] for name in WEIGHED))

    def _code(self) -> int:
        """What the browser compiled of the scripts, and goes on compiling for hours; no data of the page."""
        self._page.pieces.clear()
        self._page.tell("HeapProfiler.takeHeapSnapshot", reportProgress=False)
        shot = json.loads("".join(self._page.pieces))
        self._page.pieces.clear()
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
        self._page.leave()
        self.cable.remove()

    def _move(self, until: float, *, held: bool) -> None:
        """Moves both clocks; what the page waits for it gets, however slow the machine is."""
        self._moment.now = until
        deadline = time.monotonic() + PATIENCE
        while True:
            told = self._page.ask(f"window.soak.advance({until * 1000!r}, {json.dumps(held)})")
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
