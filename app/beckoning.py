"""What an administrator tells one screen over its live link: show your name, load yourself anew."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_socketio import SocketIO, join_room

from app.domain.events import Event, Kind
from app.domain.mall import Mall
from app.queries.tokens import Bearer

NAMES = {Kind.SCREEN_IDENTIFIED: "identify", Kind.SCREEN_RELOADED: "reload"}
DOORS: Mapping[str, str] = {"display": "/display", "kiosk": "/kiosk", "counter": "/counter"}
SHOWN_SECONDS = 15  # long enough to walk through a hall


def own_room(device: int) -> str:
    """The windows of one screen."""
    return f"device:{device}"


def join_own_room(bearer: Bearer) -> None:
    """Whoever comes in by a token can be beckoned; a person who is signed in has no screen."""
    if bearer.session is None:
        join_room(own_room(bearer.id))


class BeckonTeller:
    """Tells a screen at once what was asked of it."""

    def __init__(self, socketio: SocketIO, *, mall_now: Callable[[], Mall]) -> None:
        self._socketio = socketio
        self._mall_now = mall_now

    def tell(self, cursor: int, event: Event) -> None:
        name = NAMES.get(event.kind) if isinstance(event.kind, Kind) else None
        door = DOORS.get(event.data.get("role", ""))
        if name is None or door is None:
            return
        payload = {"cursor": cursor, **self._told(event)}
        self._socketio.emit(name, payload, namespace=door, to=own_room(event.data["device"]))

    def settle(self, _site: str, _cursor: int) -> None:
        """Nothing to sum up."""

    def _told(self, event: Event) -> dict[str, Any]:
        if event.kind is Kind.SCREEN_RELOADED:
            return {}
        site = self._mall_now().site.get(event.site)
        place = " · ".join(part for part in (site.name if site else event.site, event.data["code"]) if part)
        return {"name": event.data["name"], "place": place, "seconds": SHOWN_SECONDS}
