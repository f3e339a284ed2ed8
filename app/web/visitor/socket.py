"""The phones' side of the live link: a ticket when one connects, and again whenever it reads differently."""

import logging
import queue
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flask import request
from flask_socketio import Namespace, emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal

from app.context import Context
from app.domain.errors import UnknownToken
from app.domain.events import Event
from app.domain.mall import Site
from app.domain.opening import service_day
from app.domain.ticket import Ticket
from app.engine import start_thread
from app.queries.positions import positions, tickets_by_id
from app.queries.tickets import position_of, ticket_by_token, ticket_document
from app.store.database import StoreUnavailable
from app.store.journal import newest
from app.web.visitor.phones import Phones

NAMESPACE = "/visitor"
BREATH = 25  # documents between two chances for others to run
RETRY_SECONDS = 1.0

News = tuple[str, int | None]  # a site, and the ticket that something happened to

log = logging.getLogger(__name__)


def room(site: str, ticket: int) -> str:
    """Every phone that follows a ticket."""
    return f"visitor:{site}/{ticket}"


class VisitorNamespace(Namespace):  # type: ignore[misc]
    """Lets in whoever holds a ticket's address."""

    def __init__(self, context: Context, phones: Phones) -> None:
        super().__init__(NAMESPACE)
        self._context = context
        self._phones = phones

    def on_connect(self, auth: object = None) -> None:
        """Joins first and reads then, so that nothing falls between the snapshot and the first change."""
        token = auth.get("token") if isinstance(auth, Mapping) else None
        if not isinstance(token, str):
            raise Refusal("unauthenticated")
        try:
            with self._context.database.read() as connection:
                ticket = ticket_by_token(connection, token)
        except UnknownToken:
            raise Refusal("unauthenticated") from None
        join_room(room(ticket.site, ticket.id))
        self._phones.join(request.sid, site=ticket.site, ticket=ticket.id)  # type: ignore[attr-defined]
        emit("snapshot", self._snapshot(ticket.site, token))

    def on_disconnect(self, _reason: object = None) -> None:
        self._phones.leave(request.sid)  # type: ignore[attr-defined]

    def _snapshot(self, site: str, token: str) -> dict[str, Any]:
        mall = self._context.mall
        with self._context.database.read() as connection:
            cursor = newest(connection, site)
            ticket = ticket_by_token(connection, token)
            position = position_of(connection, mall, ticket)
        return {
            "cursor": cursor,
            "ticket": ticket_document(mall, ticket, position, links=self._context.links),
        }


class VisitorTeller:
    """Tells phones when their ticket reads differently, in a thread of its own: nobody waits for it.

    The tickets that something happened to come first; the places of all others follow, from one
    look at the waiting list of their site.
    """

    def __init__(self, context: Context, phones: Phones) -> None:
        self._context = context
        self._phones = phones
        self._news: queue.Queue[News] = queue.Queue()
        self._touched: dict[str, set[int]] = {}
        self._moved: set[str] = set()
        self._started = False

    def tell(self, _cursor: int, event: Event) -> None:
        if event.ticket is not None:
            self._hear((event.site, event.ticket))

    def settle(self, site: str, _cursor: int) -> None:
        self._hear((site, None))

    def do_one(self) -> bool:
        """Tells the touched tickets of a site, else the places of one site; False when all is told."""
        while not self._news.empty():
            self._note(self._news.get())
        if self._touched:
            site, tickets = self._touched.popitem()
            self._refresh(site, tickets & self._phones.followed(site))
            return True
        if self._moved:
            site = self._moved.pop()
            self._refresh(site, self._phones.followed(site))
            return True
        return False

    def _hear(self, news: News) -> None:
        self._news.put(news)
        if not self._started:
            self._started = True
            start_thread(self._run, name="phones")

    def _run(self) -> None:
        while True:
            news = self._news.get()
            self._note(news)
            try:
                while self.do_one():
                    pass
            except StoreUnavailable as trouble:
                log.warning("The phones of %s wait: %s", news[0], trouble)
                self._context.socketio.sleep(RETRY_SECONDS)
                self._news.put((news[0], None))

    def _note(self, news: News) -> None:
        site, ticket = news
        if ticket is None:
            self._moved.add(site)
        else:
            self._touched.setdefault(site, set()).add(ticket)

    def _refresh(self, code: str, ids: Collection[int]) -> None:
        site = self._context.mall.site.get(code)
        if site is None or not ids:
            return
        for count, payload in enumerate(self._payloads(site, ids), 1):
            ticket = payload["ticket"]
            if self._phones.is_news(ticket):
                to = room(code, ticket["id"])
                self._context.socketio.emit("ticket", payload, namespace=NAMESPACE, to=to)
            if count % BREATH == 0:
                self._context.socketio.sleep(0)

    def _payloads(self, site: Site, ids: Collection[int]) -> Iterator[dict[str, Any]]:
        """The tickets as they read now, with the cursor they go with."""
        context, mall = self._context, self._context.mall
        day = service_day(mall, context.clock())
        with context.database.read() as connection:
            cursor = newest(connection, site.code)
            tickets: list[Ticket] = [
                each for each in tickets_by_id(connection, ids) if each.site == site.code
            ]
            places = positions(connection, mall, site, tickets, day=day)
        for ticket in tickets:
            document = ticket_document(mall, ticket, places[ticket.id], links=context.links)
            yield {"cursor": cursor, "ticket": document}
