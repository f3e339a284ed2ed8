"""Numbers from afar as phones ask for them, by the API and by pages alike: one pace, one way in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request

from app.context import Context
from app.domain.arriving import is_present
from app.domain.errors import TooMany, WrongPresenceCode
from app.domain.pairing import neighbourhood
from app.domain.ticket import Ticket
from app.operations.numbering import Wish
from app.operations.remote import check_in, take_remote
from app.operations.replies import Once, once
from app.queries.tickets import position_of, ticket_by_id, ticket_by_token, ticket_document
from app.store.transaction import Transaction
from app.web.api.pace import Pace
from app.web.api.tickets import change_ticket
from app.web.phone import Given, by_hub, phone_hash, phone_secret

PHONE = "phone"  # the actor of the journal: which one is nobody's business
# Many phones share one address where the operator of a mobile network gives out few.
MOST_TAKEN, TAKEN_WITHIN = 60, timedelta(minutes=10)
MOST_TRIES, TRIES_WITHIN = 5, timedelta(minutes=10)  # of one number's check-in

Document = dict[str, Any]
Deed = Callable[..., Ticket]


class Afar:
    """What phones do with numbers; how often each may is counted here, whichever way they come."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._takes = Pace(MOST_TAKEN, TAKEN_WITHIN)
        self._tries = Pace(MOST_TRIES, TRIES_WITHIN)

    def take(self, site: str, wish: Wish, ask: Once) -> Given:
        """Raises TooMany, and everything that take_remote raises."""
        context, now = self._context, self._context.clock()
        if not by_hub() and (until := self._takes.visit(neighbourhood(request.remote_addr or ""), now=now)):
            raise TooMany(until=until)
        secret = phone_secret(request, secret=context.links.secret, key=ask.key)

        document, replayed = self._issue(site, wish, ask, phone=phone_hash(secret))
        return Given(document, replayed, secret)

    def take_for(self, site: str, wish: Wish, ask: Once) -> tuple[Document, bool]:
        """For somebody who has no phone in this: whoever asks answers for them, and is held to a pace.

        The Ticket, and whether this request had been given it before. Raises what take_remote raises.
        """
        return self._issue(site, wish, ask, phone=None)

    def _issue(self, site: str, wish: Wish, ask: Once, *, phone: bytes | None) -> tuple[Document, bool]:
        context, now = self._context, self._context.clock()

        def deed(tx: Transaction) -> tuple[Document, bool]:
            def issue() -> Document:
                made = take_remote(
                    tx,
                    context.mall,
                    wish,
                    phone=phone,
                    now=now,
                    links=context.links,
                    random=context.random,
                )
                return {"ticket": made.id}

            outcome = once(tx, ask, now=now, deed=issue)
            ticket = ticket_by_id(tx.connection, outcome.value["ticket"])
            position = position_of(tx.connection, context.mall, ticket)
            document = ticket_document(context.mall, ticket, position, links=context.links)
            return document, outcome.replayed

        return context.database.write(site, deed)

    def arrive(self, token: str, said: str) -> Document:
        """The visitor says the code of the screens.

        Raises UnknownToken, WrongPresenceCode, TooMany and WrongState.
        """
        context, now = self._context, self._context.clock()
        ticket = self.ticket(token)
        who = str(ticket.id)
        if ticket.arrived_at is None and (until := self._tries.closed_until(who, now=now)):
            raise TooMany(until=until)  # for the right code too: else it would only be a matter of patience
        if ticket.arrived_at is None and not is_present(context.links.secret, ticket.site, said, now):
            self._tries.visit(who, now=now)
            raise WrongPresenceCode
        return self.receive(token)

    def receive(self, token: str) -> Document:
        """The visitor is here, as somebody says whose word counts. Raises UnknownToken and WrongState."""
        context = self._context

        def deed(tx: Transaction, found: Ticket, *, actor: str, now: Any) -> None:
            check_in(tx, context.mall, found, actor=actor, now=now)

        return change_ticket(context, token, deed)

    def put_off(self, token: str, put_off: Deed, asked: Callable[[str], Once]) -> Document:
        """Once for each key: a press that is sent again moves nobody further back.

        Raises UnknownToken and what `put_off` raises.
        """
        ask = asked(f"ticket:{self.ticket(token).id}")

        def deed(tx: Transaction, ticket: Ticket, *, actor: str, now: Any) -> None:
            def again() -> Document:
                put_off(tx, ticket, actor=actor, now=now)
                return {"ticket": ticket.id}

            once(tx, ask, now=now, deed=again)

        return change_ticket(self._context, token, deed)

    def ticket(self, token: str) -> Ticket:
        """Raises UnknownToken."""
        context = self._context
        with context.database.read() as connection:
            return ticket_by_token(connection, token, mall=context.mall, now=context.clock())
