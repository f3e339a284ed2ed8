"""The kiosks' side of the live link: the catalogue at the start, its figures as they move, and the paper."""

import threading
from collections.abc import Mapping
from typing import Any

from flask_socketio import emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.beckoning import join_own_room
from app.context import Context
from app.domain.events import Event, Kind
from app.domain.mall import Kiosk, Site
from app.domain.printing import BLOCKS, JobState, PrinterState
from app.live import LiveNamespace
from app.queries.hall import site_document
from app.queries.tickets import position_of, ticket_by_id, ticket_document
from app.reports import Reports
from app.store.journal import newest
from app.web.kiosk.catalogue import figures, news

NAMESPACE = "/kiosk"
NEWS_SECONDS = 1.0  # figures of one site go out at most this often

_HOPELESS = frozenset({JobState.NEEDS_STAFF, JobState.EXPIRED, JobState.CANCELLED})
_NEEDS_HANDS = BLOCKS | {PrinterState.ERROR, "agent_lost"}


def room(site: str, kiosk: str | None) -> str:
    """The screens of one kiosk; those whose token names none share a room."""
    return f"kiosk:{site}:{kiosk or ''}"


class KioskNamespace(LiveNamespace):
    """Lets kiosks in and gives them what they offer."""

    def __init__(self, context: Context, reports: Reports) -> None:
        super().__init__(NAMESPACE)
        self._context = context
        self._reports = reports

    def on_connect(self, auth: object = None) -> None:
        """Joins first and reads then, so that nothing falls between the snapshot and the first news."""
        told = auth if isinstance(auth, Mapping) else {}
        bearer = self._context.bearer(told.get("token"))
        site = self._context.mall.site.get(bearer.site or "") if bearer and bearer.role == "kiosk" else None
        if bearer is None or site is None:
            raise Refusal("unauthenticated")
        self._reports.note_page(bearer, told.get("page"))
        join_own_room(bearer)
        join_room(room(site.code, bearer.code))
        with self._context.database.read() as connection:
            cursor = newest(connection, site.code)
        emit(
            "snapshot",
            {"cursor": cursor, "catalogue": offered(self._context, site, site.kiosk.get(bearer.code or ""))},
        )


class KioskTeller:
    """Tells a kiosk of its paper at once, and every kiosk of moved figures a little later.

    The figures of a site are many and nobody waits for them, so they are worked out beside the
    relay, once for all that happened meanwhile.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._told: dict[str, dict[str, dict[str, Any]]] = {}
        self._due: dict[str, int] = {}
        self._anew: set[str] = set()  # sites whose kiosks have to hear everything, names and all
        self._lock = threading.Lock()

    def tell(self, cursor: int, event: Event) -> None:
        if event.kind is Kind.MALL_CHANGED:
            with self._lock:
                self._anew.add(event.site)
        name = _paper_news(event)
        if name is None or event.ticket is None:
            return
        payload = {"cursor": cursor, "ticket": self._ticket(event.ticket)}
        payload["printer"] = event.data.get("printer")
        if name == "print_failed":
            payload["reason"] = event.data.get("reason", "")
        if event.kind is Kind.PAPER_MOVED:
            payload["place"] = event.data["place"]
        self._emit(name, payload, room(event.site, event.data.get("kiosk")))

    def settle(self, site: str, cursor: int) -> None:
        with self._lock:
            waiting = site in self._due
            self._due[site] = cursor
        if not waiting:
            self._context.socketio.start_background_task(self._tell_later, site)

    def _tell_later(self, site: str) -> None:
        if site not in self._anew:
            self._context.socketio.sleep(NEWS_SECONDS)
        with self._lock:
            cursor = self._due.pop(site)
            anew = site in self._anew
            self._anew.discard(site)
        place = self._context.mall.site.get(site)
        if place is None:
            return
        there = {_room_of(site, kiosk): kiosk for kiosk in (*place.kiosks, None)}
        there = {its_room: kiosk for its_room, kiosk in there.items() if self._is_there(its_room)}
        alike = {_offer(kiosk): kiosk for kiosk in there.values()}
        documents = {offer: offered(self._context, place, kiosk) for offer, kiosk in alike.items()}
        for its_room, kiosk in there.items():
            if anew:
                told = {"cursor": cursor, "catalogue": documents[_offer(kiosk)]}
                self._emit("snapshot", told, its_room)
            else:
                self._tell_figures(its_room, documents[_offer(kiosk)], cursor)

    def _tell_figures(self, its_room: str, document: dict[str, Any], cursor: int) -> None:
        moved = news(self._told.get(its_room, {}), document)
        self._told[its_room] = {agency["code"]: figures(agency) for agency in document["agencies"]}
        if moved:
            catalogue = {"now": document["now"], "agencies": moved}
            self._emit("catalogue", {"cursor": cursor, "catalogue": catalogue}, its_room)

    def _ticket(self, ticket_id: int) -> dict[str, Any]:
        mall = self._context.mall
        with self._context.database.read() as connection:
            ticket = ticket_by_id(connection, ticket_id)
            position = position_of(connection, mall, ticket)
        return ticket_document(mall, ticket, position, links=self._context.links)

    def _emit(self, name: str, payload: dict[str, Any], its_room: str) -> None:
        self._context.socketio.emit(name, payload, namespace=NAMESPACE, to=its_room)

    def _is_there(self, its_room: str) -> bool:
        """Whether a kiosk listens; one that went away gets a snapshot when it returns, so it is forgotten."""
        listening = self._context.socketio.server.manager.get_participants(NAMESPACE, its_room)
        if next(iter(listening), None) is not None:
            return True
        self._told.pop(its_room, None)
        return False


def _room_of(site: str, kiosk: Kiosk | None) -> str:
    return room(site, kiosk.code if kiosk else None)


def _offer(kiosk: Kiosk | None) -> frozenset[str] | None:
    """What kiosks must have in common to share a catalogue."""
    return kiosk.services if kiosk else None


def offered(context: Context, site: Site, kiosk: Kiosk | None) -> dict[str, Any]:
    """What this kiosk gives numbers for."""
    with context.database.read() as connection:
        return site_document(
            connection, context.mall, site, now=context.clock(), words=context.words, kiosk=kiosk
        )


def _paper_news(event: Event) -> str | None:
    """The event a kiosk hears; a printer that is merely tried again is no news to a visitor."""
    if event.kind is Kind.TICKET_PRINTED:
        return "printed"
    if event.kind is Kind.PAPER_MOVED:
        return "print_failed"
    if event.kind is not Kind.PRINT_FAILED:
        return None
    hopeless = event.data.get("state") in _HOPELESS or event.data.get("reason") in _NEEDS_HANDS
    return "print_failed" if hopeless else None
