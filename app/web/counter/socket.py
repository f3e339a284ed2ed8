"""The consoles' side of the live link: a snapshot when one connects, the queue when it has changed."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import request
from flask_socketio import emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.audience import STAFF
from app.beckoning import join_own_room
from app.context import Context
from app.domain.events import ALARMS, Event, Kind
from app.domain.mall import Counter, Mall, Site
from app.domain.staff import Permission
from app.live import Guest, LiveNamespace
from app.queries.alarms import open_alarms
from app.queries.counters import hall_queue
from app.queries.helping import with_help
from app.queries.notices import notice_document
from app.queries.places import places_of
from app.queries.tokens import Bearer
from app.reports import Reports
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
ROOM = "view:"


@dataclass(frozen=True, slots=True)
class View:
    """What a console shows: a counter, to everybody or to clerks of these agencies alone."""

    site: str
    counter: str
    agencies: frozenset[str] | None

    @property
    def room(self) -> str:
        """Every console that shows the same: a clerk may have two windows open."""
        agencies = None if self.agencies is None else sorted(self.agencies)
        return ROOM + json.dumps([self.site, self.counter, agencies])

    @classmethod
    def of(cls, room: str) -> "View":
        """The one that a room is named after."""
        site, counter, agencies = json.loads(room.removeprefix(ROOM))
        return cls(site, counter, None if agencies is None else frozenset(agencies))


def hall(site: str) -> str:
    """Every console of a site."""
    return f"hall:{site}"


class CounterNamespace(LiveNamespace):
    """Lets a console in at one counter."""

    permission = Permission.CALL
    is_work = True

    def __init__(self, context: Context, reports: Reports) -> None:
        super().__init__(NAMESPACE)
        self._context = context
        self._reports = reports
        self._views: dict[str, View] = {}

    def on_connect(self, auth: object = None) -> None:
        """Joins first and reads then, so that nothing falls between the snapshot and the first change."""
        told = auth if isinstance(auth, Mapping) else {}
        bearer, site, counter = self._place(told)
        self._reports.note_page(bearer, told.get("page"))
        join_own_room(bearer)
        join_room(hall(site.code))
        view = View(site.code, counter.code, _agencies(bearer, site.code))
        join_room(view.room)
        emit("snapshot", self._snapshot(site, counter, view.agencies))
        self._views[request.sid] = view  # type: ignore[attr-defined]

    def on_ask(self, _about: object = None) -> None:
        """A console that slept wants to know whether its link still stands, and what is true now.

        It takes silence for a link that is gone, and connects anew.
        """
        view = self._views.get(request.sid)  # type: ignore[attr-defined]
        site = self._context.mall.site.get(view.site) if view else None
        counter = site.counter.get(view.counter) if site and view else None
        if view is None or site is None or counter is None:
            return
        with suppress(StoreUnavailable):
            emit("snapshot", self._snapshot(site, counter, view.agencies))

    def on_disconnect(self, _reason: object = None) -> None:
        self._views.pop(request.sid, None)  # type: ignore[attr-defined]

    def _snapshot(self, site: Site, counter: Counter, agencies: frozenset[str] | None) -> dict[str, Any]:
        context = self._context
        with context.database.read() as connection:
            cursor = newest(connection, site.code)
            queue = hall_queue(connection, context.mall, site, now=context.clock(), counters=(counter,))
            alarms = open_alarms(connection, site.code)
            notice = notice_document(connection, site=site.code)
        document = queue.document(counter, links=context.links, agencies=agencies)
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
        """A person also needs a counter that is theirs by one of their agencies."""
        if not super().admits(holder, site, counter):
            return False
        agencies = _agencies(holder, site)
        return agencies is None or self._is_theirs(agencies, site, counter)

    def keeps(self, session: str, holder: Bearer, guest: Guest) -> bool:
        """Whoever may call for other agencies than before comes in anew, and is shown their queue."""
        view = self._views.get(session)
        if view is not None and view.agencies != _agencies(holder, view.site):
            return False
        return self.has_place(session) and super().keeps(session, holder, guest)

    def has_place(self, session: str) -> bool:
        """Whoever is at a counter that was archived comes in anew, and hears that it is none."""
        view = self._views.get(session)
        site = self._context.mall.site.get(view.site) if view else None
        return view is None or (site is not None and view.counter in site.counter)

    def _is_theirs(self, agencies: frozenset[str], site: str, counter: str) -> bool:
        """Now, with what it helps with for a while; a counter that is not there is nobody's."""
        with self._context.database.read() as connection:
            mall = with_help(connection, self._context.mall, site=site)
            place = mall.site.get(site)
            return place is not None and counter in places_of(connection, mall, place, agencies)


def _agencies(holder: Bearer, site: str) -> frozenset[str] | None:
    """For whom this holder calls there; None: for all."""
    return holder.agencies(Permission.CALL, site)


@dataclass(slots=True)
class Touched:
    """What has changed at a site since its consoles were told last."""

    services: set[str] = field(default_factory=set)
    counters: set[str] = field(default_factory=set)


class QueueTeller:
    """Tells the consoles that share a queue when it has changed; others hear nothing."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._changed: dict[str, Touched] = {}  # by site

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
        touched = self._changed.setdefault(site.code, Touched())
        touched.services.update(self._services(site, event))
        touched.counters.update(site.counter if event.kind is Kind.MALL_CHANGED else [event.counter or ""])

    def settle(self, site: str, cursor: int) -> None:
        """One look at the hall, then one document for each view of the counters that changed."""
        changed = self._changed.get(site)
        if changed and site in self._context.mall.site:
            self._tell_queues(site, changed, cursor)  # a lost database keeps what changed for the next time
        self._changed.pop(site, None)

    def _tell_queues(self, site: str, changed: Touched, cursor: int) -> None:
        with self._context.database.read() as connection:
            mall = with_help(connection, self._context.mall, site=site)
        place = mall.site[site]
        views = [view for view in self._watched(place) if _is_touched(mall, place, view, changed)]
        if not views:
            return
        counters = [place.counter[code] for code in sorted({view.counter for view in views})]
        with self._context.database.read() as connection:
            now = self._context.clock()
            queue = hall_queue(connection, self._context.mall, place, now=now, counters=counters)
        for view in views:
            counter = place.counter[view.counter]
            document = queue.document(counter, links=self._context.links, agencies=view.agencies)
            self._emit("queue_changed", {"cursor": cursor, **document}, to=view.room)

    def _services(self, site: Site, event: Event) -> Iterable[str]:
        """The services that are named, those of the ticket before and after, and all of its counter."""
        mall = self._context.mall
        if event.kind is Kind.MALL_CHANGED:
            return mall.service.keys()
        counter = site.counter.get(event.counter or "")
        own = mall.services_of(site, counter) if counter else frozenset()
        named = (event.data.get("service"), event.data.get("to_service"))
        return own.union((code for code in named if code), event.data.get("services", ()))

    def _watched(self, site: Site) -> list[View]:
        """What consoles show now; a room is there as long as somebody is in it."""
        rooms = self._context.socketio.server.manager.rooms.get(NAMESPACE, {})
        views = [View.of(room) for room in tuple(rooms) if room and room.startswith(ROOM)]
        return [view for view in views if view.site == site.code and view.counter in site.counter]

    def _emit(self, name: str, payload: dict[str, Any], *, to: str) -> None:
        self._context.socketio.emit(name, payload, namespace=NAMESPACE, to=to)


def _is_touched(mall: Mall, site: Site, view: View, changed: Touched) -> bool:
    services = mall.services_of(site, site.counter[view.counter])
    return view.counter in changed.counters or not changed.services.isdisjoint(services)


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
        "urgent": data.get("urgent", False),  # facts of older versions have none
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
