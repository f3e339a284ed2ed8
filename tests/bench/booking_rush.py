"""A rush for bookings: so many people within a minute, each with a phone of its own; beside an idle hall.

`python -m tests.bench.booking_rush [--people 600] [--seconds 60] [--services 5] [--engine eventlet]`
Each opens the page of the site, asks for the slots of one of a few services and books one of tomorrow's;
whoever finds a slot full tries one other. Counts what was refused, looks afterwards whether any booking had
no room, and measures every request; the yardstick is one person alone.
"""

import argparse
import json
import random
import statistics
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.booking import has_room, slots_on
from app.domain.mall import Mall
from app.queries.bookings import SELECT, Booked, Booking, booked_minutes, from_row
from app.store.database import Database
from app.store.tables import booking as table
from config import mall as mall_files
from config.bootstrap import ROOT
from tests.bench.papers import load_average
from tests.journeys.office import SITE
from tests.services.server import Server

GOAL_MS = 1000
FINE = {"full", "slow down"}
WORDS = {"slot_full": "full", "remote_full": "full", "too_many": "slow down"}


@dataclass
class Rush:
    """What the people met: milliseconds of every request, and what became of their wishes."""

    latencies: list[float] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, latencies: list[float], end: str) -> None:
        with self.lock:
            self.latencies += latencies
            self.ends[end] += 1


class Person:
    """One phone with its own address, as a proxy names it."""

    def __init__(self, port: int, number: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.latencies: list[float] = []

    def ask(self, path: str, body: dict[str, Any] | None = None) -> tuple[int, bytes]:
        headers = {"X-Forwarded-For": self._address, "Content-Type": "application/json"}
        if body is not None:
            headers["Idempotency-Key"] = uuid.uuid4().hex
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self._base + path, data, headers)
        began = time.perf_counter()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()
        finally:
            self.latencies.append((time.perf_counter() - began) * 1000)

    def book(self, service: str, chance: random.Random) -> str:
        """How it ended: booked, full, slow down, or what went wrong."""
        self.ask(f"/{SITE}")
        status, told = self.ask(f"/api/v1/sites/{SITE}/services/{service}/slots")
        if status != 200:
            return f"slots: {status}"
        slots = [slot for slot in json.loads(told)["days"][1]["slots"] if slot["open"]]
        end = "full"
        for slot in chance.sample(slots, min(2, len(slots))):
            wish = {"service": service, "starts_at": slot["starts_at"]}
            status, told = self.ask(f"/api/v1/sites/{SITE}/bookings", wish)
            if status == 201:
                return "booked"
            code = str(json.loads(told).get("code", status))
            end = WORDS.get(code, code)
            if end != "full":
                return end
        return end


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--services", type=int, default=5)
    parser.add_argument("--engine", default="eventlet", choices=("eventlet", "threading"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        mall = _write_mall(folder / "mall")
        server = Server(
            data=folder / "data",
            database=f"sqlite:///{folder / 'antrean.db'}",
            engine=asked.engine,
            options=("--mall", str(folder / "mall"), "--no-agent"),
        )
        server.environment["ANTREAN_PROXIES"] = "1"
        server.start()
        try:
            alone = _one_alone(server.port, mall)
            rush = _rush(server.port, mall, asked)
            passed = _passed(server.environment["ANTREAN_DATABASE"], mall)
        finally:
            server.kill()
    _print(alone, rush, passed, asked)


def _write_mall(folder: Path) -> Mall:
    """Banyuwangi, which takes bookings, and at any hour: the rush may come at night."""
    document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
    document["rules"] = {**document.get("rules", {}), "bookings": True}
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    document["hours"] = dict.fromkeys(days, "08:00-15:00")
    document.pop("break", None)
    document.pop("holiday", None)
    mall_files.write(document, folder)
    return mall_files.load(folder)


def _services(mall: Mall) -> list[str]:
    site = mall.site[SITE]
    return [
        service.code
        for agency in mall.agencies_at(site)
        for service in agency.services
        if service.online
        and not service.archived
        and mall.pool(site, service).counters
        and service.hours is None
    ]


def _one_alone(port: int, mall: Mall) -> float:
    """Median milliseconds of a request of somebody who is alone."""
    chance, person = random.Random(0), Person(port, 1 << 20)
    for service in _services(mall)[-20:]:
        person.book(service, chance)
    return statistics.median(person.latencies)


def _rush(port: int, mall: Mall, asked: argparse.Namespace) -> Rush:
    rush, wanted = Rush(), _services(mall)[: asked.services]
    begun = time.monotonic()

    def come(number: int) -> None:
        chance = random.Random(number)
        moment = begun + chance.uniform(0, asked.seconds)
        time.sleep(max(0.0, moment - time.monotonic()))  # the pace of the load, not a wait for something
        person = Person(port, number)
        end = person.book(chance.choice(wanted), chance)
        rush.note(person.latencies, end)

    people = [threading.Thread(target=come, args=(number,)) for number in range(asked.people)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    return rush


def _passed(url: str, mall: Mall) -> int:
    """Bookings that had no room any more when they were made, by what had been booked before them."""
    database = Database(url)
    with database.read() as connection:
        made = [from_row(row) for row in connection.execute(SELECT.order_by(table.c.id))]
    database.close()
    return sum(not _had_room(mall, booking, made[:before]) for before, booking in enumerate(made))


def _had_room(mall: Mall, booking: Booking, before: list[Booking]) -> bool:
    site, service = mall.site[SITE], mall.service[booking.service]
    slots = slots_on(mall, site, service, booking.day)
    slot = next(one for one in slots if one.starts_at == booking.starts_at)
    pool = mall.pool(site, service).services
    mine = [Booked(one.service, one.starts_at, one.ends_at, 1) for one in before if one.service in pool]
    return has_room(mall, site, service, slot, booked_minutes=booked_minutes(mall, mine, slot))


def _print(alone: float, rush: Rush, passed: int, asked: argparse.Namespace) -> None:
    ordered = sorted(rush.latencies)
    p95 = ordered[int(len(ordered) * 0.95)]
    wrong = {end: count for end, count in rush.ends.items() if end not in {"booked", *FINE}}
    print(f"{asked.people} people in {asked.seconds:.0f} s on {asked.engine}; {load_average()}")
    print(f"ends: {dict(rush.ends)}; wrong: {wrong or 'none'}; bookings without room: {passed}")
    print(
        f"{len(ordered)} requests: p50 {statistics.median(ordered):.1f} ms, p95 {p95:.1f} ms, "
        f"worst {ordered[-1]:.0f} ms (goal p95 < {GOAL_MS}); alone p50 {alone:.1f} ms, "
        f"ratio of medians {statistics.median(ordered) / alone:.2f}"
    )


if __name__ == "__main__":
    main()
