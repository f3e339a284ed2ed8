"""How often one address may ask for what anybody may see: a flood is refused, and the hall goes on."""

import threading
from collections import Counter
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask import Flask, current_app, g, request

from app.audience import ANYONE, audience_of
from app.context import Context
from app.domain.errors import TooMany
from app.domain.pairing import neighbourhood

MOST_ASKED = 600  # of an address in a minute: a hall full of phones behind one router asks less
MINUTE = timedelta(minutes=1)
MOST_KNOWN = 20_000  # addresses in one minute; beyond that the count begins anew
FREE = ("static", "probes")  # what files and monitoring cost is next to nothing


class Crowd:
    """The requests of this minute, by neighbourhood; may be asked from any thread."""

    def __init__(self, most: int = MOST_ASKED) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._minute: datetime | None = None
        self._asked: Counter[str] = Counter()

    def visit(self, who: str, *, now: datetime) -> datetime | None:
        """None if the request is welcome; else from when on the next one is. Either way it is counted."""
        minute = now.replace(second=0, microsecond=0)
        with self._lock:
            if minute != self._minute or len(self._asked) > MOST_KNOWN:
                self._minute, self._asked = minute, Counter()
            self._asked[who] += 1
            return minute + MINUTE if self._asked[who] > self._most else None


def install(app: Flask, context: Context) -> None:
    """Counts requests that come without a token for what anybody may see; raises TooMany for a flood."""
    crowd = Crowd()

    @app.before_request
    def check() -> None:
        if request.endpoint is None or g.bearer is not None or _is_free(request.endpoint):
            return
        if ANYONE not in audience_of(current_app.view_functions[request.endpoint]):
            return
        who = request.remote_addr or ""
        if _is_own(who):
            return
        if until := crowd.visit(neighbourhood(who), now=context.clock()):
            raise TooMany(until=until)


def _is_free(endpoint: str) -> bool:
    first, last = endpoint.split(".", maxsplit=1)[0], endpoint.rsplit(".", 1)[-1]
    return first in FREE or last in FREE


def _is_own(address: str) -> bool:
    """This computer: also a proxy on it that does not say who asks, behind which everybody would be one."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
