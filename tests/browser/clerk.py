"""One counter of a running demonstration and the visitors who come to it, over HTTP."""

import uuid
from dataclasses import dataclass
from typing import Any

from tests.services.server import Server

SITE = "BWI"


@dataclass(frozen=True)
class Clerk:
    """A counter with an agency of its own, so that nobody else calls its visitors."""

    server: Server
    counter: str
    name: str
    service: str
    tokens: dict[str, str]

    @property
    def console(self) -> str:
        """The address that opens the counter console."""
        return f"{self.server.url}/counter#token={self.tokens['counter']}"

    def visitor(self, **wish: object) -> dict[str, Any]:
        """Somebody takes a number; returns the Ticket."""
        body = {"service": self.service, **wish}
        ticket: dict[str, Any] = self._post(f"/sites/{SITE}/tickets", self.tokens["kiosk"], body)
        return ticket

    def press(self, deed: str, **wish: object) -> dict[str, Any]:
        """A deed of the clerk; returns {state, ticket}."""
        done: dict[str, Any] = self._post(
            f"/counters/{self.counter}/{deed}?site={SITE}", self.tokens["counter"], wish
        )
        return done

    def desk(self) -> dict[str, Any]:
        """What the console of this counter is shown."""
        path = f"/api/v1/counters/{self.counter}?site={SITE}"
        shown: dict[str, Any] = self.server.request("GET", path, token=self.tokens["counter"]).json
        return shown

    def _post(self, path: str, token: str, body: object) -> Any:
        key = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self.server.request("POST", f"/api/v1{path}", token=token, body=body, headers=key)
        assert answer.status < 300, answer.body
        return answer.json


def clerks(server: Server) -> list[Clerk]:
    """One clerk for every agency of the main mall that has counters of its own and nobody waiting."""
    tokens = {link["role"]: link["token"] for link in server.links() if link["site"] in (SITE, "")}
    counters = server.request("GET", f"/api/v1/counters?site={SITE}", token=tokens["counter"]).json[
        "counters"
    ]
    agencies = server.request("GET", f"/api/v1/sites/{SITE}").json["agencies"]
    idle = [agency for agency in agencies if agency["waiting"] == 0]  # a demonstration begins with one ticket
    services = {agency["short_name"]: agency["services"][0]["code"] for agency in idle}
    first = {agency: counter for counter in reversed(counters) for agency in counter["agencies"][:1]}
    return [
        Clerk(server, first[agency]["code"], first[agency]["name"], service, tokens)
        for agency, service in services.items()
        if agency in first and first[agency]["agencies"] == [agency]
    ]


def booked_today(clerk: Clerk) -> str:
    """The code of a booking for the last slot of today that is free."""
    site, service = f"/api/v1/sites/{SITE}", clerk.service
    days = clerk.server.request("GET", f"{site}/services/{service}/slots").json["days"]
    slot = [slot for slot in days[0]["slots"] if slot["open"]][-1]
    wish, key = {"service": service, "starts_at": slot["starts_at"]}, {"Idempotency-Key": uuid.uuid4().hex}
    answer = clerk.server.request("POST", f"{site}/bookings", body=wish, headers=key)
    assert answer.status == 201, answer.body
    return str(answer.json["code"])
