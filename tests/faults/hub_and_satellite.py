"""A hub and a satellite, two real servers of one mall with a cable between them, and a busy day at both."""

import contextlib
import itertools
import re
import shutil
import threading
import time
import uuid
from collections import Counter as Tally
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from config.bootstrap import ROOT
from config.satellites import Satellite, save_satellites
from config.settings import Settings
from tests.displays.cable import Cable
from tests.services.server import Answer, Server

HERE, THERE = "BWI", "RGJ"  # kept by the hub, and by the satellite
API = "/api/v1"
COUNTERS = ("1", "2")
PAGE = 500
PATIENCE_SECONDS = 90.0
SLIP = re.compile(r'number-letter">(\w+)<.*?number-hyphen">(-)<.*?number-figures">(\d+)<')
Fact = Mapping[str, Any]


class TwoServers:
    """`cable` carries all that the hub asks of the satellite."""

    def __init__(self, folder: Path, *, engines: tuple[str, str]) -> None:
        mall = a_mall_without_end(folder / "mall")
        self.hub = _server(folder / "hub", engines[0], mall, ANTREAN_PROXIES="1")
        self.satellite = _server(folder / "satellite", engines[1], mall, ANTREAN_SITES=THERE)
        self.satellite.start()
        self.cable = Cable(self.satellite.port)
        secret = self.satellite.token("hub")
        settings = Settings(data=Path(self.hub.environment["ANTREAN_DATA"]))
        save_satellites(settings, [Satellite(THERE, self.cable.url, secret)])
        self.hub.start()

    def end(self) -> None:
        for server in (self.hub, self.satellite):
            with contextlib.suppress(Exception):
                server.kill()
        self.cable.remove()

    def facts(self, server: Server) -> list[Fact]:
        """The whole journal of the satellite's site, as this server has it."""
        token = server.token("admin")
        found: list[Fact] = []
        while True:
            after = found[-1]["id"] if found else 0
            path = f"{API}/journal?site={THERE}&after={after}&limit={PAGE}"
            page = server.request("GET", path, token=token).json["facts"]
            found += page
            if len(page) < PAGE:
                return found

    def wait_for_the_picture(self, *, seconds: float) -> float:
        """Until the hub has every fact of the satellite; after how many seconds, with nothing going on."""
        began = time.monotonic()
        wanted = len(self.facts(self.satellite))
        while time.monotonic() - began < seconds:
            if len(self.facts(self.hub)) >= wanted:
                return time.monotonic() - began
            time.sleep(0.25)
        raise AssertionError(f"{len(self.facts(self.hub))} of {wanted} facts after {seconds} s")


def told(facts: list[Fact]) -> list[tuple[Any, ...]]:
    """What a journal says, without what is a database's own: its ids."""
    return [(f["at"], f["kind"], f["actor"], f["counter"], f["data"]) for f in facts]


def a_mall_without_end(folder: Path) -> Path:
    """Banyuwangi, where a day never gets too full for another number."""
    shutil.copytree(ROOT / "config" / "malls" / "banyuwangi", folder)
    mall = folder / "mall.toml"
    mall.write_text(mall.read_text("utf-8").replace("capacity_check = true", "capacity_check = false"))
    return folder


def _server(data: Path, engine: str, mall: Path, **environment: str) -> Server:
    data.mkdir()
    options = ("--demo", "--no-agent", "--mall", str(mall))
    server = Server(data=data, database=f"sqlite:///{data}/antrean.db", engine=engine, options=options)
    server.environment.update(environment)
    return server


class BusyDay:
    """People at both servers until `stop`; what each was answered is counted by `phase`."""

    def __init__(self, two: TwoServers) -> None:
        self.two = two
        self.phase = "before"
        self.counted: Tally[tuple[str, str]] = Tally()  # phase, what
        self.acknowledged: dict[str, list[str]] = {HERE: [], THERE: []}  # numbers at kiosks
        self.by_phone: list[str] = []  # numbers that phones got of the satellite through the hub
        self.by_desk: list[str] = []  # numbers on slips that a village desk of the hub handed out
        self.troubles: list[str] = []
        self.slowest: dict[str, float] = {}  # seconds of the longest answer of the hub's own, by phase
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._service = {site: self._first_service(server, site) for site, server in self._keepers.items()}
        deeds: tuple[Callable[[], Iterator[float]], ...] = (
            lambda: self._kiosk(HERE),
            lambda: self._kiosk(THERE),
            *(partial(self._clerk, code) for code in COUNTERS),
            self._phones,
            self._desk,
            self._reader,
        )
        self._threads = [threading.Thread(target=self._keep_on, args=(deed,)) for deed in deeds]

    def begin(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Whoever waits for an answer gets it first."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    @property
    def _keepers(self) -> dict[str, Server]:
        return {HERE: self.two.hub, THERE: self.two.satellite}

    def _first_service(self, server: Server, site: str) -> str:
        agencies = server.request("GET", f"{API}/sites/{site}").json["agencies"]
        served = next(agency for agency in agencies if agency["code"] == "A")
        return str(next(one["code"] for one in served["services"] if one["online"] and one["open"]))

    def _keep_on(self, deed: Callable[[], Iterator[float]]) -> None:
        """Each pause that a deed asks for ends with the day."""
        try:
            for pause in deed():
                self._over.wait(pause)
        except Exception as trouble:  # noqa: BLE001 - told by the test, in its own thread
            self.troubles.append(f"{type(trouble).__name__}: {trouble}")

    def _count(self, what: str) -> None:
        with self._lock:
            self.counted[self.phase, what] += 1

    def _post(self, server: Server, path: str, token: str | None, body: object, **headers: str) -> Answer:
        once = {"Idempotency-Key": uuid.uuid4().hex, **headers}
        return server.request("POST", f"{API}{path}", token=token, body=body, headers=once)

    def _kiosk(self, site: str) -> Iterator[float]:
        server = self._keepers[site]
        token = server.token("kiosk", site=site, name="K1")
        while not self._over.is_set():
            began = time.monotonic()
            answer = self._post(server, f"/sites/{site}/tickets", token, {"service": self._service[site]})
            if answer.status != 201:
                self.troubles.append(f"kiosk at {site}: {answer.status} {answer.body!r}")
            self.acknowledged[site].append(answer.json["number"])
            self._count(f"numbers at {site}")
            if site == HERE:
                self.slowest[self.phase] = max(self.slowest.get(self.phase, 0.0), time.monotonic() - began)
            yield 0.1

    def _clerk(self, counter: str) -> Iterator[float]:
        server = self.two.satellite
        token = server.token("counter", site=THERE)

        def deed(name: str) -> Answer:
            return self._post(server, f"/counters/{counter}/{name}?site={THERE}", token, {})

        deed("open")
        while not self._over.is_set():
            if deed("call-next").status == 200:
                deed("serve")
                deed("finish")
                self._count("visitors served there")
            yield 0.1

    def _phones(self) -> Iterator[float]:
        """One after the other; whoever is refused comes back after the cut, with the same key."""
        waiting: list[dict[str, str]] = []
        for phone in itertools.count(1):
            if self._over.is_set():
                break
            waiting.append(
                {
                    "Idempotency-Key": uuid.uuid4().hex,
                    "Cookie": f"antrean_phone={phone:064x}",
                    "X-Forwarded-For": f"10.{phone // 250}.{phone % 250}.7",
                }
            )
            if self.phase == "cut":
                self._ask_from_afar(waiting[-1])  # whatever comes of it
            else:
                waiting = [each for each in waiting if not self._ask_from_afar(each)]
            yield 0.5
        deadline = time.monotonic() + PATIENCE_SECONDS
        while waiting and time.monotonic() < deadline:
            waiting = [each for each in waiting if not self._ask_from_afar(each)]
            time.sleep(0.5)
        if waiting:
            self.troubles.append(f"{len(waiting)} phones got no number")

    def _ask_from_afar(self, phone: Mapping[str, str]) -> bool:
        """Whether the phone has its number now."""
        wish = {"service": self._service[THERE]}
        answer = self._post(self.two.hub, f"/sites/{THERE}/remote-tickets", None, wish, **phone)
        if answer.status in (200, 201):
            self.by_phone.append(answer.json["number"])
            self._count("numbers for phones")
            return True
        code = answer.json["code"]
        self._count(f"phones refused: {code}")
        if code != "satellite_away":
            self.troubles.append(f"phone: {answer.status} {answer.body!r}")
        return False

    def _desk(self) -> Iterator[float]:
        """Citizen after citizen wishes for the same; whoever got no slip is asked for again under the key."""
        token, waiting = self.two.hub.token("admin"), list[str]()
        while not self._over.is_set():
            waiting.append(uuid.uuid4().hex)
            if self.phase == "cut":
                self._hand_out(token, waiting[-1])
            else:
                waiting = [key for key in waiting if not self._hand_out(token, key)]
            yield 0.5
        deadline = time.monotonic() + PATIENCE_SECONDS
        while waiting and time.monotonic() < deadline:
            waiting = [key for key in waiting if not self._hand_out(token, key)]
            time.sleep(0.5)
        if waiting:
            self.troubles.append(f"{len(waiting)} citizens of the desk got no number")

    def _hand_out(self, token: str, key: str) -> bool:
        """Whether the slip was printed."""
        way = f"/desa/{THERE}/{self._service[THERE]}/nomor"
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.two.hub.request("POST", way, token=token, body=f"key={key}".encode(), headers=kind)
        found = SLIP.search(answer.body.decode())
        if answer.status == 200 and found:
            self.by_desk.append("".join(found.groups()))
            self._count("numbers from the desk")
            return True
        self._count(f"desk refused: {answer.status}")
        if answer.status != 503:
            self.troubles.append(f"desk: {answer.status} {answer.body!r}")
        return False

    def _reader(self) -> Iterator[float]:
        """Somebody looks at the public page of the satellite's site, on the hub."""
        while not self._over.is_set():
            answer = self.two.hub.request("GET", f"/{THERE}")
            if answer.status != 200:
                self.troubles.append(f"page: {answer.status}")
            self._count("pages read")
            yield 0.5
