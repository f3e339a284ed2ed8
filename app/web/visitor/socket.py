"""The phones' side of the live link: a ticket when one connects, and again whenever it reads differently."""

import contextlib
import logging
import queue
import time
from collections import deque
from collections.abc import Collection, Mapping
from typing import Any

from flask import request
from flask_socketio import emit, join_room
from socketio.exceptions import ConnectionRefusedError as Refusal
from sqlalchemy import Connection

from app.context import Context
from app.domain.errors import UnknownToken
from app.domain.events import Event, Kind
from app.domain.mall import Site
from app.domain.opening import service_day
from app.domain.ticket import Ticket
from app.engine import start_thread
from app.live import LiveNamespace
from app.queries.notices import public_notice
from app.queries.positions import positions, tickets_by_id
from app.queries.tickets import position_of, ticket_by_token, ticket_document
from app.store.database import StoreUnavailable
from app.store.journal import newest
from app.web.visitor.phones import Phones
from app.web.visitor.rounds import Rounds

NAMESPACE = "/visitor"
NOTICES = frozenset({Kind.NOTICE_POSTED, Kind.NOTICE_ENDED})
CALLS = frozenset({Kind.TICKET_CALLED, Kind.TICKET_RECALLED})

RETRY_SECONDS = 1.0

News = tuple[str, int | None, frozenset[str]]  # site, ticket that something happened to, agencies that moved
NOTHING: News = ("", None, frozenset())
A_CALL: News = ("", None, frozenset({"call"}))  # of nobody in particular: displays are painting

log = logging.getLogger(__name__)


def room(site: str, ticket: int) -> str:
    """Every phone that follows a ticket."""
    return f"visitor:{site}/{ticket}"


def hall(site: str) -> str:
    """Every phone that follows a ticket of a site."""
    return f"visitor:{site}"


class VisitorNamespace(LiveNamespace):
    """Lets in whoever holds a ticket's address."""

    opened_by_token = False

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
                ticket = self._ticket(connection, token)
        except UnknownToken:
            raise Refusal("unauthenticated") from None
        join_room(room(ticket.site, ticket.id))
        join_room(hall(ticket.site))
        phone: str = request.sid  # type: ignore[attr-defined]
        self._phones.join(phone, site=ticket.site, ticket=ticket.id, agency=ticket.agency)
        emit("snapshot", self._snapshot(ticket.site, token))

    def on_disconnect(self, _reason: object = None) -> None:
        self._phones.leave(request.sid)  # type: ignore[attr-defined]

    def _ticket(self, connection: Connection, token: str) -> Ticket:
        context = self._context
        return ticket_by_token(connection, token, mall=context.mall, now=context.clock())

    def _snapshot(self, site: str, token: str) -> dict[str, Any]:
        mall = self._context.mall
        with self._context.database.read() as connection:
            cursor = newest(connection, site)
            ticket = self._ticket(connection, token)
            position = position_of(connection, mall, ticket)
            notice = public_notice(connection, site=site)
        document = ticket_document(mall, ticket, position, links=self._context.links)
        return {"cursor": cursor, "ticket": document, "notice": notice}


class VisitorTeller:
    """Tells phones when their ticket reads differently, in a thread of its own: nobody waits for it."""

    def __init__(self, context: Context, phones: Phones) -> None:
        self._context = context
        self._phones = phones
        self._rounds = Rounds(phones)
        self._moved: dict[str, set[str]] = {}
        self._news: queue.Queue[News] = queue.Queue()
        self._notices: deque[str] = deque()  # sites at which a notice was put up or taken down
        self._started = False

    def tell(self, _cursor: int, event: Event) -> None:
        self._moved.setdefault(event.site, set()).update(self._moved_by(event))
        if event.kind in CALLS:
            self._hear(A_CALL)
        if event.kind in NOTICES:
            self._notices.append(event.site)
            self._hear(NOTHING)
        if event.ticket is not None:
            self._hear((event.site, event.ticket, frozenset()))

    def settle(self, site: str, _cursor: int) -> None:
        self._hear((site, None, frozenset(self._moved.pop(site, ()))))

    def do_one(self) -> bool:
        """Tells some phones; False when there is nothing to tell at this moment."""
        while not self._news.empty():
            self._note(self._news.get())
        if self._notices:
            self._tell_notice(self._notices[0])
            self._notices.popleft()
            return True
        look = self._rounds.next(time.monotonic())
        if look is None:
            return False
        try:
            self._refresh(*look)
        except StoreUnavailable:
            self._rounds.again(look)
            raise
        return True

    def _hear(self, news: News) -> None:
        self._news.put(news)
        if not self._started:
            self._started = True
            start_thread(self._run, name="phones")

    def _run(self) -> None:
        while True:
            with contextlib.suppress(queue.Empty):
                self._note(self._news.get(timeout=self._rounds.rest(time.monotonic())))
            try:
                while self.do_one():
                    self._context.socketio.sleep(0)
            except StoreUnavailable as trouble:
                log.warning("The phones wait: %s", trouble)
                self._context.socketio.sleep(RETRY_SECONDS)
                self._news.put(NOTHING)
            except Exception:  # else no phone would ever hear anything again
                log.exception("Some phones were left out; the others go on")
                self._news.put(NOTHING)

    def _note(self, news: News) -> None:
        if news is A_CALL:
            self._rounds.give_way(moment=time.monotonic())
            return
        site, ticket, agencies = news
        if ticket is not None:
            self._rounds.touch(site, ticket)
        if agencies:
            self._rounds.move(site, agencies, moment=time.monotonic())

    def _moved_by(self, event: Event) -> set[str]:
        """The agencies whose visitors may stand elsewhere now: all that share counters with the ticket's."""
        mall, site = self._context.mall, self._context.mall.site.get(event.site)
        if site is None:
            return set()
        if event.kind is Kind.MALL_CHANGED:
            return set(mall.agency)
        counter = site.counter.get(event.counter or "")
        codes = set(mall.services_of(site, counter)) if counter else set()
        codes.update(code for key in ("service", "to_service") if (code := event.data.get(key)))
        codes.update(event.data.get("services", ()))
        services = [service for code in codes if (service := mall.service_at(site, code))]
        return {agency for service in services for agency in mall.pool(site, service).agencies}

    def _refresh(self, code: str, ids: Collection[int]) -> None:
        site = self._context.mall.site.get(code)
        if site is None:
            return
        cursor, documents = self._look(site, ids)
        for document in documents:
            if self._phones.is_news(document):
                payload = {"cursor": cursor, "ticket": document}
                to = room(code, document["id"])
                self._context.socketio.emit("ticket", payload, namespace=NAMESPACE, to=to)

    def _tell_notice(self, site: str) -> None:
        """As it is now, with its cursor: a phone passes over what is older than its ticket."""
        with self._context.database.read() as connection:
            cursor = newest(connection, site)
            notice = public_notice(connection, site=site)
        payload = {"cursor": cursor, "notice": notice}
        self._context.socketio.emit("notice", payload, namespace=NAMESPACE, to=hall(site))

    def _look(self, site: Site, ids: Collection[int]) -> tuple[int, list[dict[str, Any]]]:
        """The tickets as they read now, and the cursor they go with."""
        context, mall = self._context, self._context.mall
        day = service_day(mall, context.clock())
        with context.database.read() as connection:
            cursor = newest(connection, site.code)
            tickets = [ticket for ticket in tickets_by_id(connection, ids) if ticket.site == site.code]
            places = positions(connection, mall, site, tickets, day=day)
        documents = [
            ticket_document(mall, ticket, places[ticket.id], links=context.links) for ticket in tickets
        ]
        return cursor, documents
