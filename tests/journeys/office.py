"""A running demonstration over HTTP: what its screens, its clerks and its administrator may do and see."""

import uuid
from typing import Any

import psutil

from tests.services.server import Answer, Server

SITE = "BWI"


class Office:
    """The main mall, with the tokens that the demonstration gave out."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._tokens = {(link["site"], link["role"], link["code"]): link["token"] for link in server.links()}

    def token(self, role: str, code: str = "") -> str:
        return str(self._tokens["" if role == "admin" else SITE, role, code])

    def screen(self, role: str, code: str = "", *, base: str | None = None) -> str:
        """The link that opens a screen; `base` is another way to the same server."""
        return f"{base or self.server.url}/{role}#token={self.token(role, code)}"

    def take_number(
        self, service: str, *, kiosk: str = "K1", language: str = "id", key: str | None = None
    ) -> dict[str, Any]:
        """A visitor at a kiosk without a screen; returns the Ticket."""
        body = {"service": service, "language": language}
        token = self.token("kiosk", kiosk)
        ticket: dict[str, Any] = self.post(f"/sites/{SITE}/tickets", token, body, key=key)
        return ticket

    def reprint(self, ticket: dict[str, Any]) -> None:
        """A clerk has the ticket's paper printed once more."""
        path = f"/tickets/{ticket['id']}/reprint?site={SITE}"
        self.post(path, self.token("counter"), {"reason": "hilang"})

    def clerk(self, counter: str, deed: str) -> dict[str, Any]:
        """A deed at a counter; returns {state, ticket}."""
        done: dict[str, Any] = self.post(f"/counters/{counter}/{deed}?site={SITE}", self.token("counter"), {})
        return done

    def call_next(self, counter: str) -> dict[str, Any] | None:
        """The Ticket that is called; None when nobody waits there."""
        path = f"/api/v1/counters/{counter}/call-next?site={SITE}"
        once = {"Idempotency-Key": uuid.uuid4().hex}
        answer = self.server.request("POST", path, token=self.token("counter"), body={}, headers=once)
        if answer.status == 409 and answer.json["code"] == "nobody_waiting":
            return None
        called: dict[str, Any] = self._fine(answer)["ticket"]
        return called

    def ticket(self, token: str) -> dict[str, Any]:
        ticket: dict[str, Any] = self.get(f"/tickets/{token}")
        return ticket

    def facts(self, *, ticket: int | None = None) -> list[dict[str, Any]]:
        """The journal of the main mall, or what it holds of one ticket."""
        journal = self.get(f"/journal?site={SITE}&limit=500", self.token("admin"))
        return [fact for fact in journal["facts"] if ticket is None or fact["ticket"] == ticket]

    def printer(self, code: str) -> dict[str, Any]:
        """What the administrator sees of a printer."""
        seen = self.get(f"/admin/overview?site={SITE}", self.token("admin"))["printers"]
        return next(printer for printer in seen if printer["code"] == code)

    def child(self, command: str) -> psutil.Process:
        """The process of the server's own "agent" or "emulator"."""
        children = psutil.Process(self.server.pid).children(recursive=True)
        return next(child for child in children if command in child.cmdline())

    def get(self, path: str, token: str | None = None) -> Any:
        return self._fine(self.server.request("GET", f"/api/v1{path}", token=token))

    def post(self, path: str, token: str | None, body: object, *, key: str | None = None) -> Any:
        once = {"Idempotency-Key": key or uuid.uuid4().hex}
        return self._fine(self.server.request("POST", f"/api/v1{path}", token=token, body=body, headers=once))

    def _fine(self, answer: Answer) -> Any:
        assert answer.status < 300, answer.body
        return answer.json
