"""A busy morning in a running demonstration, made through the API as its screens would."""

import itertools
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.services.server import Server

SITE = "BWI"
VISITORS = 170
BUSY = (0, 1, 0, 2, 0, 3, 1, 0, 2, 4, 0, 5, 6, 0, 1, 7, 2, 3)  # agencies by their place in the catalogue
PAPER_EVERY = 20  # a printer takes seconds for each
PRIORITY_EVERY = 11


@dataclass(frozen=True)
class Morning:
    """The main mall of a demonstration; `tokens` by role, `issued` is every ticket by its id."""

    server: Server
    tokens: Mapping[str, str]
    issued: dict[int, Any] = field(default_factory=dict)

    def link(self, role: str) -> str:
        return f"{self.server.url}/{role}#token={self.tokens[role]}"

    def ticket_page(self, ticket: int) -> str:
        return f"{self.server.url}/t/{self.issued[ticket]['token']}"

    def visitor(self, service: str, *, taken_at: str = "kiosk", priority: str | None = None) -> Any:
        """Somebody takes a number, with paper at the kiosk and without at a "counter"; returns the Ticket."""
        ticket = self._post(f"/sites/{SITE}/tickets", taken_at, {"service": service, "priority": priority})
        self.issued[ticket["id"]] = ticket
        return ticket

    def press(self, counter: str, *deeds: str, **wish: object) -> Any:
        """A clerk's deeds one after another, refused ones too; returns what the last one came to."""
        done = None
        for deed in deeds:
            done = self._post(f"/counters/{counter}/{deed}?site={SITE}", "counter", wish)
        return done

    def get(self, path: str, role: str) -> Any:
        return self.server.request("GET", f"/api/v1{path}", token=self.tokens[role]).json

    def _post(self, path: str, role: str, body: object) -> Any:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        token = self.tokens[role]
        return self.server.request("POST", f"/api/v1{path}", token=token, body=body, headers=key).json


def begin(server: Server, *, papers: bool = True) -> Morning:
    """Visitors of every agency, the busy ones more often, and clerks at work in between.

    Without `papers` nobody waits for a printer, and the hall is the same whenever it is looked at.
    """
    links = [link for link in server.links() if link["site"] in (SITE, "", None)]
    morning = Morning(server, {link["role"]: link["token"] for link in reversed(links)})
    desks = _staffed(morning.get(f"/counters?site={SITE}", "counter")["counters"])
    for desk in desks:
        morning.press(desk, "open")
    for number, service in zip(range(VISITORS), _services(morning), strict=False):
        morning.visitor(
            service,
            taken_at="counter" if number % PAPER_EVERY or not papers else "kiosk",
            priority=None if (number + 1) % PRIORITY_EVERY else "elderly",
        )
    for turn, desk in enumerate(reversed(desks)):
        morning.press(desk, "call-next", "serve")
        if turn % 2:
            morning.press(desk, "finish", "call-next", "serve")
    morning.press(desks[-1], "finish", "break", minutes=20)
    return morning


def _services(morning: Morning) -> Iterator[str]:
    """What the next visitors want: a busy agency, now and then another, and its services in turn."""
    agencies = morning.get(f"/sites/{SITE}", "admin")["agencies"]
    wanted = [itertools.cycle([service["code"] for service in agency["services"][:4]]) for agency in agencies]
    others = itertools.cycle(range(max(BUSY) + 1, len(agencies)))
    for turn, busy in enumerate(itertools.cycle(BUSY)):
        yield next(wanted[busy])
        if turn % 3 == 0:
            yield next(wanted[next(others)])


def _staffed(counters: list[Any]) -> list[str]:
    """Every other counter, and the first of each agency but the last."""
    first = {agency: counter["code"] for counter in reversed(counters) for agency in counter["agencies"]}
    present = {*list(first.values())[1:], *(counter["code"] for counter in counters[::2])}
    return [counter["code"] for counter in counters if counter["code"] in present]
