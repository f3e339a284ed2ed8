"""A hall with displays on cables of their own, clerks who call at once, and bare clients that listen."""

import contextlib
import json
import random
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import create_engine, update

from app.domain.events import Event, Kind
from app.domain.mall import Mall, Site
from app.queries.board import call_fields
from app.store.database import Database
from app.store.journal import since
from app.store.tables import ticket as tickets
from tests.bench.sockets import Phone, answer, connect, packets
from tests.displays.cable import Cable
from tests.faults.hall_history import Call, Note, Witness
from tests.journeys.patience import until
from tests.services.server import Server

SITE, NAMESPACE = "BWI", "/display"
COUNTERS = {  # of two floors, with the service that each of them calls
    "Z1": [(str(n), "A01") for n in range(1, 11)] + [(str(n), "B01") for n in range(11, 19)],
    "Z2": [(str(n), "C01") for n in range(27, 31)]
    + [(str(n), "D01") for n in range(31, 35)]
    + [(str(n), "E01") for n in range(40, 44)]
    + [(str(n), "F01") for n in range(44, 47)]
    + [(str(n), "G04") for n in range(49, 52)],
}
JUST_CALLED = 6  # of a floor, nobody presses there again before twelve others have called
HASTE = 14  # how many times faster than in a hall the loudspeakers talk
AT_ONCE = 12  # clerks who press at the same moment
OLD = timedelta(minutes=2)
PATIENCE = 60.0
DEAD_SECONDS = 6.0  # the server is heard every five
SILENT_SECONDS = 2.0  # longer than any sentence, at this haste

# Notes what was lit and what was heard, in the browser's own memory, so that a restart loses nothing of it;
# counts the snapshots that the page was told since it began.
NOTE = """
haste => {
  let count = Number(localStorage.getItem("history") || 0);
  const note = (...fact) => {
    localStorage.setItem(`history.${count}`, JSON.stringify([Date.now() / 1000, ...fact]));
    count += 1;
    localStorage.setItem("history", count);
  };
  note("began");
  const Link = window.WebSocket;
  window.snapshots = 0;
  window.WebSocket = class extends Link {
    constructor(...wish) {
      super(...wish);
      this.addEventListener("message", ({ data }) => {
        if (String(data).includes('["snapshot"')) window.snapshots += 1;
      });
    }
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!this.noted) {
      this.noted = true;
      this.addEventListener("ended", () => note("ended", this.src.split("/").pop()), { capture: true });
    }
    this.defaultPlaybackRate = this.playbackRate = haste;
    return play.call(this);
  };
  let lit = new Set();
  const face = (box) => {
    const recalled = box.querySelector(".tag") ? " again" : "";
    return [".number", ".place"].map((part) => box.querySelector(part).textContent).join(" ") + recalled;
  };
  const look = () => {
    const now = new Set();
    for (const box of document.querySelectorAll(".lit")) {
      if (box.querySelector(".number") && box.offsetHeight > 0) now.add(face(box));
    }
    for (const one of now) if (!lit.has(one)) note("lit", one);
    lit = now;
  };
  const watching = { subtree: true, childList: true, attributes: true, attributeFilter: ["class"] };
  new MutationObserver(look).observe(document, watching);
}
"""
READ = """() => Array.from({ length: Number(localStorage.getItem("history") || 0) },
  (_, at) => JSON.parse(localStorage.getItem(`history.${at}`)))"""


def journal_of(server: Server, mall: Mall) -> list[Call]:
    """Every call and recall of the site, in the order in which they were committed."""
    database = Database(server.environment["ANTREAN_DATABASE"])
    facts: list[Event] = []
    with database.read() as connection:
        while page := since(connection, SITE, facts[-1].id if facts else 0):
            facts += page
    database.close()
    kinds = (Kind.TICKET_CALLED, Kind.TICKET_RECALLED)
    return [_call(mall, mall.site[SITE], fact) for fact in facts if fact.kind in kinds]


def _call(mall: Mall, site: Site, fact: Event) -> Call:
    recall = fact.kind is Kind.TICKET_RECALLED
    told = call_fields(
        mall, site, ticket=fact.ticket or 0, number=fact.data["number"], agency=fact.data["agency"],
        counter=fact.counter or "", announced=fact.data["announced"], recall=recall, at=fact.at,
    )  # fmt: skip
    face = f"{told['number']} {told['counter_name']}" + (" again" if recall else "")
    return Call(told["id"], face, tuple(told["zones"]), fact.at.timestamp(), fact.id)


def make_older(server: Server, ticket: int) -> None:
    """Lets a call have been made minutes ago, as if a cut had lasted so long."""
    engine = create_engine(server.environment["ANTREAN_DATABASE"])
    with engine.begin() as connection:
        then = datetime.now(UTC) - OLD
        connection.execute(update(tickets).where(tickets.c.id == ticket).values(called_at=then))
    engine.dispose()


class Display:
    """A television that can be cut off and switched off; its browser remembers, as a television's does."""

    def __init__(
        self, browser: Browser, server: Server, code: str, zones: tuple[str, ...], *, speaks: bool
    ) -> None:
        self.code, self.zones, self.speaks = code, zones, speaks
        self.cable = Cable(server.port)
        self.too_old: set[str] = set()
        links = {(each["role"], each["site"], each["code"]): each["token"] for each in server.links()}
        self._address = f"{self.cable.url}/display#token={links['display', SITE, code]}"
        self._context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
        self._context.add_init_script(f"({NOTE})({HASTE})")
        self.page: Page
        self.switch_on()

    def switch_on(self) -> None:
        self.page = self._context.new_page()
        self.page.goto(self._address)

    def settle(self) -> None:
        """Waits until the display is right, and allows it to speak."""
        expect(self.page.locator("[data-part=last] *").first).to_be_visible(timeout=PATIENCE * 1000)
        expect(self.page.locator("[data-part=stale]")).to_be_hidden(timeout=PATIENCE * 1000)
        if self.speaks:
            self.page.mouse.click(5, 5)
            expect(self.page.locator("[data-part=sound]")).to_be_hidden()

    def expect_stale(self) -> None:
        """The display itself says that its line is dead."""
        expect(self.page.locator("[data-part=stale]")).to_be_visible(timeout=10_000)

    @property
    def snapshots(self) -> int:
        """How many its page was told: one whenever it is connected."""
        return int(self.page.evaluate("window.snapshots"))

    def switch_off(self) -> None:
        self.page.close()

    def witness(self) -> Witness:
        notes = [Note(*told) for told in self.page.evaluate(READ)]
        return Witness(self.code, self.zones, self.speaks, notes, frozenset(self.too_old))

    @property
    def is_silent(self) -> bool:
        ended = [note.at for note in self.witness().notes if note.kind == "ended"]
        return not ended or time.time() - max(ended) > SILENT_SECONDS

    def remove(self) -> None:
        self._context.close()
        self.cable.remove()


class Listener:
    """A bare client of the displays' link that comes back by itself and keeps every call that it is told."""

    def __init__(self, server: Server, token: str) -> None:
        self.cable = Cable(server.port)
        self.calls: list[dict[str, Any]] = []
        self.snapshots = 0
        self.too_old: set[str] = set()
        self._token = token
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def heard(self) -> set[str]:
        """The calls that it was told, or that were too old by then."""
        return {call["id"] for call in self.calls} | self.too_old

    def remove(self) -> None:
        self._is_over.set()
        self._thread.join()
        self.cable.remove()

    def _listen(self) -> None:
        while not self._is_over.wait(0.2):
            with contextlib.suppress(OSError):
                phone = connect(self.cable.port, NAMESPACE, {"token": self._token}, timeout=2.0)
                with contextlib.closing(phone.connection):
                    self._stay(phone)

    def _stay(self, phone: Phone) -> None:
        """Until the line is silent for longer than the server ever is."""
        phone.connection.settimeout(0.5)
        heard_at = time.monotonic()
        while not self._is_over.is_set() and time.monotonic() - heard_at < DEAD_SECONDS:
            with contextlib.suppress(TimeoutError):
                chunk = phone.connection.recv(65536)
                if not chunk:
                    return
                phone.received += chunk
                heard_at = time.monotonic()
            for packet in packets(phone.received):
                answer(phone, packet)
                if packet.startswith(f"42{NAMESPACE},"):
                    self._keep(*json.loads(packet.partition(",")[2]))

    def _keep(self, event: str, told: Any) -> None:
        if event == "snapshot":
            self.calls += told["board"]["calls"]
            self.snapshots += 1
        if event == "called":
            self.calls.append(told["call"])


class Clerks:
    """Those of two floors; whoever gets no answer presses again, with the same key."""

    def __init__(self, server: Server, chance: random.Random) -> None:
        links = {(each["role"], each["site"], each["code"]): each["token"] for each in server.links()}
        self._server, self._chance = server, chance
        self._kiosk, self._desk = links["kiosk", SITE, "K1"], links["counter", SITE, ""]
        self._waiting = {zone: list(counters) for zone, counters in COUNTERS.items()}
        self._at_counter: dict[str, int] = {}
        self._recalled: set[int] = set()
        self._standing: list[str] = []
        for counters in COUNTERS.values():
            for counter, _ in counters:
                self._press(counter, "open")

    def burst(self, size: int) -> dict[int, str]:
        """So many call at almost the same moment; the tickets, and on which floor."""
        zones = [self._chance.choice(sorted(self._waiting)) for _ in range(size)]
        chosen = [self._next(zone) for zone in zones]
        pauses = [self._chance.uniform(0, 0.3) for _ in chosen]
        with ThreadPoolExecutor(AT_ONCE) as hands:
            called = list(hands.map(self._call, chosen, pauses))
        for (counter, _), ticket in zip(chosen, called, strict=True):
            self._at_counter[counter] = ticket
        return dict(zip(called, zones, strict=True))

    @contextlib.contextmanager
    def bursting(self, size: int) -> Iterator[None]:
        """A burst that goes on meanwhile."""
        with ThreadPoolExecutor(1) as elsewhere:
            done = elsewhere.submit(self.burst, size)
            time.sleep(self._chance.uniform(0, 0.3))  # somewhere in it
            yield
            done.result()

    def recall(self) -> None:
        """One of those whom every display knows is said once more."""
        known = [counter for counter in self._standing if self._at_counter[counter] not in self._recalled]
        if known:
            counter = self._chance.choice(known)
            self._recalled.add(self._at_counter[counter])
            self._press(counter, "recall")

    def all_know(self) -> None:
        """Every display has seen what was called so far."""
        late = [counter for row in self._waiting.values() for counter, _ in row[-JUST_CALLED:]]
        self._standing = [counter for counter in late if counter in self._at_counter]

    def _next(self, zone: str) -> tuple[str, str]:
        """The counter of the floor that called longest ago."""
        chosen = self._waiting[zone].pop(0)
        self._waiting[zone].append(chosen)
        return chosen

    def _call(self, chosen: tuple[str, str], pause: float) -> int:
        counter, service = chosen
        if counter in self._at_counter:
            self._press(counter, "finish")
        self._post(f"/sites/{SITE}/tickets", self._kiosk, {"service": service})
        time.sleep(pause)  # the rhythm of the burst, not a wait for something
        return int(self._press(counter, "call-next")["ticket"]["id"])

    def _press(self, counter: str, deed: str) -> Any:
        return self._post(f"/counters/{counter}/{deed}?site={SITE}", self._desk, {})

    def _post(self, path: str, token: str, body: object) -> Any:
        once = {"Idempotency-Key": uuid.uuid4().hex}

        def press() -> Any:
            with contextlib.suppress(OSError, urllib.error.URLError, ValueError):
                answer = self._server.request("POST", f"/api/v1{path}", token=token, body=body, headers=once)
                return answer if answer.status < 500 else None  # it is about to end
            return None

        answer = until(press, within=PATIENCE)
        assert answer.status < 300, answer.body
        return answer.json
