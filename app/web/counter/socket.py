"""The consoles' side of the live link: a snapshot when one connects, the queue when it has changed."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from flask import request
from flask_socketio import emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.audience import STAFF
from app.beckoning import join_own_room
from app.context import Context
from app.domain.events import ALARMS, Event, Kind
from app.domain.mall import Counter, Site
from app.domain.reach import serves_one_of
from app.domain.staff import Permission
from app.live import LiveNamespace
from app.queries.alarms import open_alarms
from app.queries.counters import hall_queue
from app.queries.helping import with_help
from app.queries.notices import notice_document
from app.queries.tokens import Bearer
from app.store.database import StoreUnavailable
from app.store.journal import newest

NAMESPACE = "/counter"
ROLES = frozenset({"counter", "admin", STAFF})
NOTICES = frozenset({Kind.NOTICE_POSTED, Kind.NOTICE_ENDED})
# Facts that change nothing of what a console shows.
PAPER = frozenset(
    {
        Kind.TICKET_CONFIRMED,
        Kind.TICKET_PRINTED,
        Kind.TICKET_REPRINTED,
        Kind.PRINT_FAILED,
        Kind.PAPER_MOVED,
        Kind.PRINTER_TESTED,
        Kind.PRINTER_PROBE_ASKED,
        Kind.PRINTER_PROBED,
        *ALARMS,
    }
)
Place = tuple[str, str]  # site, counter


def room(site: str, counter: str) -> str:
    """Every console at a counter: a clerk may have two windows open."""
    return f"counter:{site}/{counter}"


def hall(site: str) -> str:
    """Every console of a site."""
    return f"hall:{site}"


class CounterNamespace(LiveNamespace):
    """Lets a console in at one counter."""

    permission = Permission.CALL
    is_work = True

    def __init__(self, context: Context) -> None:
        super().__init__(NAMESPACE)
        self._context = context
        self._places: dict[str, Place] = {}

    def on_connect(self, auth: object = None) -> None:
        """Joins first and reads then, so that nothing falls between the snapshot and the first change."""
        bearer, site, counter = self._place(auth if isinstance(auth, Mapping) else {})
        join_own_room(bearer)
        join_room(hall(site.code))
        join_room(room(site.code, counter.code))
        emit("snapshot", self._snapshot(site, counter))
        self._places[request.sid] = (site.code, counter.code)  # type: ignore[attr-defined]

    def on_ask(self, _about: object = None) -> None:
        """A console that slept wants to know whether its link still stands, and what is true now.

        It takes silence for a link that is gone, and connects anew.
        """
        site_code, code = self._places.get(request.sid, ("", ""))  # type: ignore[attr-defined]
        site = self._context.mall.site.get(site_code)
        counter = site.counter.get(code) if site else None
        if site is None or counter is None:
            return
        with suppress(StoreUnavailable):
            emit("snapshot", self._snapshot(site, counter))

    def on_disconnect(self, _reason: object = None) -> None:
        self._places.pop(request.sid, None)  # type: ignore[attr-defined]

    def _snapshot(self, site: Site, counter: Counter) -> dict[str, Any]:
        context = self._context
        with context.database.read() as connection:
            cursor = newest(connection, site.code)
            queue = hall_queue(connection, context.mall, site, now=context.clock(), counters=(counter,))
            alarms = open_alarms(connection, site.code)
            notice = notice_document(connection, site=site.code)
        document = queue.document(counter, links=context.links)
        return {"cursor": cursor, **document, "alarms": alarms, "notice": notice}

    def _place(self, told: Mapping[Any, Any]) -> tuple[Bearer, Site, Counter]:
        bearer = self._context.guest(told.get("token"), request.environ)
        if bearer is None or bearer.role not in ROLES:
            raise Refusal("unauthenticated")
        site, code = self._context.mall.site.get(str(told.get("site"))), str(told.get("counter"))
        if site is None or not self.admits(bearer, site.code, code):
            raise Refusal("forbidden")
        counter = site.counter.get(code)
        if counter is None:
            raise Refusal("unknown_counter")
        return bearer, site, counter

    def admits(self, holder: Bearer, site: str, counter: str, /) -> bool:
        """A person also needs a counter that serves one of the agencies that are theirs."""
        if not super().admits(holder, site, counter):
            return False
        agencies = holder.agencies(Permission.CALL, site)
        return agencies is None or self._serves_one_of(agencies, site, counter)

    def _serves_one_of(self, agencies: frozenset[str], site: str, counter: str) -> bool:
        """Now, with what it helps with for a while; a counter that is not there serves nobody."""
        with self._context.database.read() as connection:
            mall = with_help(connection, self._context.mall, site=site)
        place = mall.site.get(site)
        desk = place.counter.get(counter) if place else None
        return place is not None and desk is not None and serves_one_of(mall, place, desk, agencies)


class QueueTeller:
    """Tells the consoles that share a queue when it has changed; others hear nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._changed: dict[str, set[str]] = {}  # site -> services whose queue or counters changed

    def tell(self, cursor: int, event: Event) -> None:
        """Notes which services the fact touches; a printer's trouble and a notice go out at once."""
        site = self._context.mall.site.get(event.site)
        if site is None or event.kind in PAPER:
            return
        if event.kind in NOTICES:
            self._emit("notice", {"cursor": cursor, "notice": _notice(event)}, to=hall(site.code))
            return
        if event.kind is Kind.PRINTER_CHANGED:
            printer = {
                "code": event.data["printer"],
                "state": event.data["state"],
                "reason": event.data["reason"],
            }
            self._emit("printer_changed", {"cursor": cursor, "printer": printer}, to=hall(site.code))
            return
        self._changed.setdefault(site.code, set()).update(self._touched(site, event))

    def settle(self, site: str, cursor: int) -> None:
        """One look at the hall, then one document for each watched counter of the changed services."""
        changed = self._changed.get(site)
        if changed and site in self._context.mall.site:
            self._tell_queues(site, changed, cursor)  # a lost database keeps what changed for the next time
        self._changed.pop(site, None)

    def _tell_queues(self, site: str, changed: set[str], cursor: int) -> None:
        with self._context.database.read() as connection:
            mall = with_help(connection, self._context.mall, site=site)
        place = mall.site[site]
        counters = [
            counter
            for counter in self._watched(place)
            if not changed.isdisjoint(mall.services_of(place, counter))
        ]
        if not counters:
            return
        with self._context.database.read() as connection:
            now = self._context.clock()
            queue = hall_queue(connection, self._context.mall, place, now=now, counters=counters)
        for counter in counters:
            document = queue.document(counter, links=self._context.links)
            self._emit("queue_changed", {"cursor": cursor, **document}, to=room(site, counter.code))

    def _touched(self, site: Site, event: Event) -> Iterable[str]:
        """The services that are named, those of the ticket before and after, and all of its counter."""
        mall = self._context.mall
        if event.kind is Kind.MALL_CHANGED:
            return mall.service.keys()
        counter = site.counter.get(event.counter or "")
        own = mall.services_of(site, counter) if counter else frozenset()
        named = (event.data.get("service"), event.data.get("to_service"))
        return own.union((code for code in named if code), event.data.get("services", ()))

    def _watched(self, site: Site) -> list[Counter]:
        manager = self._context.socketio.server.manager
        return [
            counter
            for counter in site.counters
            if next(iter(manager.get_participants(NAMESPACE, room(site.code, counter.code))), None)
            is not None
        ]

    def _emit(self, name: str, payload: dict[str, Any], *, to: str) -> None:
        self._context.socketio.emit(name, payload, namespace=NAMESPACE, to=to)


def _notice(event: Event) -> dict[str, Any] | None:
    """What was put up, and by whom; None when it was taken down."""
    if event.kind is Kind.NOTICE_ENDED:
        return None
    data = event.data
    since = event.at.isoformat()
    return {
        "id": data["text_id"],
        "en": data["text_en"],
        "since": since,
        "until": data["until"],
        "by": event.actor,
    }


class AlarmTeller:
    """Tells every console of a site which alarms are open, whenever one was raised, seen to or ended."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._changed: set[str] = set()

    def tell(self, _cursor: int, event: Event) -> None:
        """Notes the site; one message follows for all that happened meanwhile."""
        if event.kind in ALARMS:
            self._changed.add(event.site)

    def settle(self, site: str, cursor: int) -> None:
        if site not in self._changed:
            return
        with self._context.database.read() as connection:
            alarms = open_alarms(connection, site)
        self._changed.discard(site)
        payload = {"cursor": cursor, "alarms": alarms}
        self._context.socketio.emit("alarms", payload, namespace=NAMESPACE, to=hall(site))
