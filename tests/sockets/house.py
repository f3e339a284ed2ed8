"""A running demonstration and its screens: real Socket.IO clients that remember what they heard, in order."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import socketio
from socketio.exceptions import ConnectionError as Failed

from tests.services.line import Line
from tests.services.server import Server

SITE = "BWI"
PATIENCE = 60.0
EVENTS = {
    "/display": ("snapshot", "called", "board", "identify", "reload"),
    "/counter": ("snapshot", "queue_changed", "printer_changed", "identify", "reload"),
    "/kiosk": ("snapshot", "catalogue", "printed", "print_failed", "identify", "reload"),
    "/visitor": ("snapshot", "ticket"),
}


class NotLetIn(Exception):
    """The server closed the door; the words are its own, if it gave any."""


class Screen:
    """Connected from the start; raises NotLetIn when it is refused."""

    def __init__(self, url: str, namespace: str, auth: object, *, origin: str | None = None) -> None:
        self.heard: list[tuple[str, Any]] = []
        self._news = threading.Condition()
        self._namespace = namespace
        options = {"class_": Line, **({"origin": origin} if origin else {"suppress_origin": True})}
        self._client = socketio.Client(reconnection=False, websocket_extra_options=options)
        for event in EVENTS[namespace]:
            self._client.on(event, self._keep(event), namespace=namespace)
        refusals: list[str] = []
        self._client.on("connect_error", lambda said: refusals.append(str(said)), namespace=namespace)
        self.is_gone = threading.Event()
        self._client.on("disconnect", lambda *_: self.is_gone.set(), namespace=namespace)
        try:
            self._client.connect(
                url, auth=auth, namespaces=[namespace], transports=["websocket"], wait_timeout=PATIENCE
            )
        except Failed:
            self.close()
            raise NotLetIn(*refusals) from None

    def wait_for(self, event: str, when: Callable[[Any], bool] = lambda _: True) -> Any:
        """The first such payload, heard already or still to come."""

        def found() -> list[Any]:
            return [payload for name, payload in self.heard if name == event and when(payload)]

        with self._news:
            assert self._news.wait_for(lambda: bool(found()), PATIENCE), (
                event,
                [name for name, _ in self.heard],
            )
        return found()[0]

    @property
    def cursors(self) -> list[int]:
        return [payload["cursor"] for _, payload in self.heard]

    def all_of(self, event: str) -> list[Any]:
        return [payload for name, payload in self.heard if name == event]

    def say(self, event: str, words: object) -> None:
        self._client.emit(event, words, namespace=self._namespace)

    def close(self) -> None:
        """Hangs up, also where the server did so first."""
        self._client.disconnect()
        if self._client.eio.ws:
            self._client.eio.ws.shutdown()

    def _keep(self, event: str) -> Callable[[Any], None]:
        def keep(payload: Any) -> None:
            with self._news:
                self.heard.append((event, payload))
                self._news.notify_all()

        return keep


class House:
    """The main mall: visitors at kiosk K1, clerks at any counter; every test takes counters of its own."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._tokens = {(each["role"], each["site"], each["code"]): each["token"] for each in server.links()}

    def token(self, role: str, code: str = "", *, site: str = SITE) -> str:
        return str(self._tokens[role, site, code])

    def new_token(self, role: str, code: str = "") -> tuple[int, str]:
        """Another token for a screen: its id and its secret."""
        return self.server.new_token(role, site=SITE, name=code or None)

    def take(self, service: str) -> Any:
        path = f"/api/v1/sites/{SITE}/tickets"
        answer = self._post(path, self.token("kiosk", "K1"), {"service": service})
        assert answer.status == 201, answer.body
        return answer.json

    def clerk(self, counter: str, deed: str, **body: Any) -> Any:
        path = f"/api/v1/counters/{counter}/{deed}?site={SITE}"
        answer = self._post(path, self.token("counter"), body)
        assert answer.status == 200, answer.body
        return answer.json["ticket"]

    def admin(self, path: str) -> Any:
        """An administrator's deed: the answer, whatever its status."""
        return self._post(f"/api/v1/admin/{path}", self.token("admin", site=""), {})

    def devices(self) -> dict[int, Any]:
        """What the administrator sees of every device, by its id."""
        listed = self.server.request("GET", "/api/v1/admin/devices", token=self.token("admin", site=""))
        return {each["id"]: each for each in listed.json["devices"]}

    def _post(self, path: str, token: str, body: object) -> Any:
        headers = {"Idempotency-Key": uuid4().hex}
        return self.server.request("POST", path, token=token, body=body, headers=headers)
