"""A Socket.IO client that keeps what it hears, in order."""

import queue
from collections.abc import Callable, Iterable
from typing import Any

import socketio
from socketio.exceptions import ConnectionError as Failed

from tests.services.line import Line

PATIENCE = 60.0


class NotLetIn(Exception):
    """The server closed the door and said why."""


class Ear:
    """Connected from the start; raises NotLetIn with the server's word when it is refused."""

    def __init__(
        self, url: str, namespace: str, auth: object, *, events: Iterable[str], cookie: str = ""
    ) -> None:
        self._namespace = namespace
        self._heard: queue.Queue[tuple[str, Any]] = queue.Queue()
        self._client = socketio.Client(reconnection=False, websocket_extra_options={"class_": Line})
        for event in events:
            self._client.on(event, self._keep(event), namespace=namespace)
        refusals: list[str] = []
        self._client.on("connect_error", lambda said: refusals.append(said["message"]), namespace=namespace)
        try:
            self._client.connect(
                url,
                headers={"Cookie": cookie} if cookie else {},
                auth=auth,
                namespaces=[namespace],
                transports=["websocket"],
                wait_timeout=PATIENCE,
            )
        except Failed:
            raise NotLetIn(*refusals) from None

    def next(self, event: str, when: Callable[[Any], bool] = lambda _: True) -> Any:
        """The payload of the next such event; others before it are passed over."""
        while True:
            name, payload = self._heard.get(timeout=PATIENCE)
            if name == event and when(payload):
                return payload

    def say(self, event: str, payload: object) -> None:
        self._client.emit(event, payload, namespace=self._namespace)

    def heard_nothing(self) -> bool:
        return self._heard.empty()

    def close(self) -> None:
        self._client.disconnect()

    def _keep(self, event: str) -> Callable[[Any], None]:
        return lambda payload: self._heard.put((event, payload))
