"""Addresses on the pages of a booking and of a number: what is offered, what is kept, and deeds with them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import g, request
from sqlalchemy import Connection

from app.channels.push import BadSubscription, PushChannel, Subscription
from app.context import Context
from app.domain.contacts import channel_of, forgotten_on, plain_address, veiled
from app.domain.delivering import Channel
from app.domain.errors import BadAddress, NoChannel, Refused, TooMany
from app.domain.pairing import neighbourhood
from app.domain.ticket import Ticket
from app.operations.contacts import export_contacts, forget_contact, leave_contact
from app.operations.telling import booking_made, ticket_taken
from app.queries.bookings import Booking
from app.queries.contacts import Contact, contacts_of_booking, contacts_of_ticket
from app.store.transaction import Transaction
from app.vault import Unsealable
from app.web.api.pace import Pace
from config.sentences import day_phrase

VISITOR = "visitor"
MOST_LEFT, LEFT_WITHIN = 30, timedelta(minutes=10)  # of one neighbourhood
LONGEST = 2_000  # signs of what a browser gives for its pushes

Visit = Booking | Ticket
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """What visitors may leave here; `push` is the key that a browser subscribes with, "" for none."""

    mail: bool
    telephone: bool
    push: str

    @property
    def written(self) -> str:
        """Which of its three words a field for it has; "" where there is nothing to write."""
        return {(True, True): "either", (True, False): "mail", (False, True): "telephone"}.get(
            (self.mail, self.telephone), ""
        )


NOTHING = Offer(mail=False, telephone=False, push="")


def offer_of(context: Context, site: str) -> Offer:
    """Nothing for a site of another server: that one keeps its visitors' addresses itself."""
    if not context.database.owns(site):
        return NOTHING
    push = context.channels.get(Channel.PUSH)
    return Offer(
        mail=Channel.MAIL in context.channels,
        telephone=Channel.WEBHOOK in context.channels,
        push=push.public if isinstance(push, PushChannel) else "",
    )


def forgotten(context: Context, day: date) -> str:
    """The day on which an address of a visit on `day` is deleted, as people say it."""
    gone = forgotten_on(day, contact_days=context.mall.rules.contact_days)
    return day_phrase(context.words, g.language, gone)


class ContactBox:
    """Deeds with addresses; how often a neighbourhood may leave one is counted here."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._pace = Pace(MOST_LEFT, LEFT_WITHIN)

    def checked(self, said: str) -> str:
        """What a form says, "" for nothing. Raises BadAddress and NoChannel before anything is done."""
        if said.strip():
            plain_address(self._channel(said), said)
        return said.strip()

    def leave(self, visit: Visit, said: str) -> Contact:
        """Raises BadAddress, NoChannel, ContactLimit and TooMany."""
        return self._leave(visit, self._channel(said), said)

    def leave_if_told(self, find: Callable[[], Visit], said: str) -> None:
        """Beside a booking or a number that stands: what is refused is seen on its page, where none is."""
        if said:
            with suppress(Refused):
                self.leave(find(), said)

    def leave_browser(self, visit: Visit, said: str) -> Contact:
        """`said` is the JSON of a push subscription. Raises as `leave`."""
        if Channel.PUSH not in self._context.channels:
            raise NoChannel
        try:
            Subscription.parsed(said[:LONGEST])
        except BadSubscription:
            raise BadAddress from None
        return self._leave(visit, Channel.PUSH, said)

    def forget(self, visit: Visit, contact: int) -> None:
        """Raises UnknownContact."""
        now = self._context.clock()

        def deed(tx: Transaction) -> None:
            forget_contact(tx, contact, of=contacts_of(tx.connection, visit), actor=VISITOR, now=now)

        self._context.database.write(visit.site, deed)

    def export(self, visit: Visit) -> list[Document]:
        """All that is kept, for whoever holds the page's address. Raises TooMany."""
        context = self._context
        self._keep_pace()

        def deed(tx: Transaction) -> list[Document]:
            mine = contacts_of(tx.connection, visit)
            return export_contacts(tx, context.vault, mine, actor=VISITOR, now=context.clock())

        return context.database.write(visit.site, deed)

    def shown(self, visit: Visit) -> list[Document]:
        """What is kept, veiled: the page may lie open on a table."""
        with self._context.database.read() as connection:
            mine = contacts_of(connection, visit)
        return [{"id": one.id, "channel": one.channel.value, "address": self._veiled(one)} for one in mine]

    def _channel(self, said: str) -> Channel:
        channel = channel_of(said)
        if channel not in self._context.channels:
            raise NoChannel
        return channel

    def _leave(self, visit: Visit, channel: Channel, said: str) -> Contact:
        context, now = self._context, self._context.clock()
        self._keep_pace()
        booked, spoken = isinstance(visit, Booking), g.language  # the deed may run in another thread
        first = booking_made(visit) if isinstance(visit, Booking) else ticket_taken(visit)

        def deed(tx: Transaction) -> Contact:
            return leave_contact(
                tx,
                context.vault,
                channel=channel,
                said=said,
                language=spoken,
                day=visit.day,
                actor=VISITOR,
                now=now,
                booking=visit.id if booked else None,
                ticket=None if booked else visit.id,
                first=first,
            )

        return context.database.write(visit.site, deed)

    def _keep_pace(self) -> None:
        """Raises TooMany for a neighbourhood that asks too often."""
        if until := self._pace.visit(neighbourhood(request.remote_addr or ""), now=self._context.clock()):
            raise TooMany(until=until)

    def _veiled(self, contact: Contact) -> str:
        try:
            return veiled(contact.channel, self._context.vault.open(contact.sealed, place=contact.place))
        except Unsealable:
            return ""


def contacts_of(connection: Connection, visit: Visit) -> Sequence[Contact]:
    look: Callable[[Connection, int], Sequence[Contact]]
    look = contacts_of_booking if isinstance(visit, Booking) else contacts_of_ticket
    return look(connection, visit.id)
