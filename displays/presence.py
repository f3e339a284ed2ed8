"""The code by which phones check in, on every display that has a place for it: a new one every 90 seconds."""

from collections.abc import Callable
from typing import Any

from flask_socketio import SocketIO

from app.context import Context
from app.domain.arriving import presence_code, presence_until
from app.domain.mall import Site

ROUND_SECONDS = 2.0  # late by so much at most; the code before is good for 90 seconds more

Document = dict[str, Any]


def presence_at(context: Context, site: Site) -> Document | None:
    """What the screens of a site show now; None where nobody comes with a number or a booking from afar."""
    rules, now = context.mall.rules, context.clock()
    if not (rules.remote_tickets or rules.bookings):
        return None
    code = presence_code(context.links.secret, site.code, now)
    return {"code": code, "until": presence_until(now).isoformat()}


class PresenceTeller:
    """Tells displays the next code once the one that they show is over."""

    def __init__(self, context: Context, *, namespace: str, room: Callable[[str], str]) -> None:
        self._context = context
        self._namespace = namespace
        self._room = room
        self._told: dict[str, Document | None] = {}

    def do_one(self) -> bool:
        """One round; never due again at once."""
        socketio: SocketIO = self._context.socketio
        for site in self._context.mall.sites:
            presence = presence_at(self._context, site)
            if site.code in self._told and self._told[site.code] == presence:
                continue
            self._told[site.code] = presence
            payload = {"presence": presence}
            socketio.emit("presence", payload, namespace=self._namespace, to=self._room(site.code))
        return False
