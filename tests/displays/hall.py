"""The floor of a running demonstration: visitors take numbers and clerks call them, over HTTP."""

import uuid
from typing import Any

from tests.services.server import Server

SITE = "BWI"


class Hall:
    """Counters 1 to 6 of the main mall serve agency A and stand on the first floor, before TV1."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._busy: set[str] = set()
        self._tokens = {(link["site"], link["role"], link["code"]): link["token"] for link in server.links()}

    def token(self, role: str, code: str = "", *, site: str = SITE) -> str:
        return str(self._tokens[site, role, code])

    def screen(self, code: str = "TV1", *, site: str = SITE, base: str | None = None, ask: str = "") -> str:
        """The address that opens a display."""
        return f"{base or self.server.url}/display{ask}#token={self.token('display', code, site=site)}"

    def take_number(self, service: str = "A01") -> str:
        answer = self._post(f"/sites/{SITE}/tickets", self.token("kiosk", "K1"), {"service": service})
        return str(answer["number"])

    def open_counter(self, counter: str) -> None:
        self._clerk(counter, "open")

    def call_next(self, counter: str) -> str:
        number = str(self._clerk(counter, "call-next")["ticket"]["number"])
        self._busy.add(counter)
        return number

    def recall(self, counter: str) -> None:
        self._clerk(counter, "recall")

    def give_back(self, counter: str) -> None:
        """The visitor returns to the queue and keeps the place."""
        self._clerk(counter, "return")
        self._busy.discard(counter)

    def finish(self, counter: str) -> None:
        self._clerk(counter, "finish")
        self._busy.discard(counter)

    def help(self, counter: str, code: str) -> None:
        """The counter serves this agency or service, too, for half an hour."""
        wish = {"service": code, "minutes": 30}
        self._post(f"/counters/{counter}/help?site={SITE}", self.token("admin", site=""), wish)

    def end_help(self, counter: str) -> None:
        self._post(f"/counters/{counter}/help/end?site={SITE}", self.token("admin", site=""), {})

    def post_notice(self, text_id: str, text_en: str, *, urgent: bool = False) -> None:
        wish = {"text_id": text_id, "text_en": text_en, "urgent": urgent}
        self._post(f"/sites/{SITE}/notice", self.token("admin", site=""), wish)

    def set_display(self, code: str, **wish: Any) -> None:
        """As the office sets it; its screen follows at once. What is left out is as the mall's data say."""
        self._send("PATCH", f"/sites/{SITE}/displays/{code}", self.token("admin", site=""), wish)

    def end_notice(self) -> None:
        self._post(f"/sites/{SITE}/notice/end", self.token("admin", site=""), {})

    def call(self, counter: str, service: str = "A01") -> str:
        """A visitor comes and is called at once, after the one before is done; the counter must be open."""
        self.welcome(counter, service)
        return self.call_next(counter)

    def call_together(self, counters: str) -> set[str]:
        """A visitor for each of these counters, one letter each, and then their calls right after another."""
        for counter in counters:
            self.welcome(counter)
        return {self.call_next(counter) for counter in counters}

    def welcome(self, counter: str, service: str = "A01") -> None:
        """The visitor before is done, and another one comes, to be called."""
        if counter in self._busy:
            self.finish(counter)
        self.take_number(service)

    def _clerk(self, counter: str, deed: str) -> Any:
        return self._post(f"/counters/{counter}/{deed}?site={SITE}", self.token("counter"), {})

    def _post(self, path: str, token: str, body: object) -> Any:
        return self._send("POST", path, token, body)

    def _send(self, method: str, path: str, token: str, body: object) -> Any:
        answer = self.server.request(
            method, f"/api/v1{path}", token=token, body=body, headers={"Idempotency-Key": uuid.uuid4().hex}
        )
        assert answer.status < 300, answer.body
        return answer.json
