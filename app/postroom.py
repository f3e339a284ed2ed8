"""What a message says, made at the moment it is sent: nothing personal lies in the outbox meanwhile.

The outbox has the number of a contact and of a booking or a ticket. Here they become an address and a
text, go through a channel, and are forgotten again.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from app.channels.hook import GatewayChannel
from app.channels.mail import MailChannel
from app.channels.push import PushChannel, key_from
from app.domain.booking import BookingState
from app.domain.delivering import Channel, Declined, Message, Outcome, Retry, Sender
from app.domain.links import Links
from app.domain.mall import Mall
from app.domain.news import News
from app.domain.ticket import Status
from app.letters import Letter, Writer
from app.operations.outbox import Delivery
from app.queries.bookings import find_booking
from app.queries.contacts import Contact, contact_by_id
from app.queries.finding import ticket_at
from app.store.database import Database
from app.vault import Unsealable, Vault, delivery_key, derived
from config.outgoing import Outgoing
from config.words import Words

GONE = Declined("the address was deleted")
OLD = Declined("it is not so any more")
# While its ticket or booking is otherwise, a piece of news is none.
_TICKETS = {
    News.NEAR: {Status.WAITING},
    News.CALLED: {Status.CALLED},
    News.TICKET_TAKEN: {Status.EXPECTED, Status.WAITING, Status.LOOKED, Status.CALLED},
    News.COUNTER_CLOSED: {Status.EXPECTED, Status.WAITING},
}
_BOOKINGS = {News.BOOKING_CANCELLED: BookingState.CANCELLED}


def channels_of(outgoing: Outgoing, *, secret: bytes, public_url: str) -> Mapping[Channel, Sender]:
    """The ways to visitors that this installation has. Browsers are pushed to only by secure pages."""
    channels: dict[Channel, Sender] = {}
    if outgoing.mail is not None:
        channels[Channel.MAIL] = MailChannel(outgoing.mail)
    if outgoing.gateway is not None:
        channels[Channel.WEBHOOK] = GatewayChannel(outgoing.gateway, local=outgoing.local)
    if public_url.startswith("https://"):
        about = f"mailto:{outgoing.mail.sender}" if outgoing.mail else public_url
        key = key_from(derived(secret, "web push", 48))
        channels[Channel.PUSH] = PushChannel(key, about, local=outgoing.local)
    return channels


class PostRoom:
    """Writes and sends the messages of visitors; `channels` are those that this installation has."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[Channel, Sender],
        *,
        vault: Vault,
        links: Links,
        words: Words,
        mall_now: Callable[[], Mall],
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._channels = channels
        self._vault = vault
        self._links = links
        self._words = words
        self._mall_now = mall_now
        self._clock = clock

    def send(self, delivery: Delivery) -> Outcome:
        """No transaction is open while the channel speaks to the world."""
        channel = self._channels.get(delivery.channel)
        if channel is None:
            return Retry("this channel is not set up")
        message = self._message(delivery)
        return message if isinstance(message, Declined) else channel.send(message)

    def _message(self, delivery: Delivery) -> Message | Declined:
        with self._database.read() as connection:
            contact = contact_by_id(connection, int(delivery.target))
            if contact is None:
                return GONE
            letter = self._letter(connection, delivery, contact)
        if letter is None:
            return OLD
        try:
            address = self._vault.open(contact.sealed, place=contact.place)
        except Unsealable:
            return Declined("the address cannot be opened with this installation's secret")
        return Message(
            key=delivery_key(self._links.secret, delivery.id),
            address=address,
            language=delivery.language,
            subject=delivery.subject,
            title=letter.title,
            text=letter.text,
            fields=letter.fields,
            sent_at=self._clock(),
            until=delivery.until,
        )

    def _letter(self, connection: Connection, delivery: Delivery, contact: Contact) -> Letter | None:
        """None where it is not so any more: called and gone, booked and cancelled since."""
        news, body = News(delivery.subject), delivery.body
        writer = Writer(self._mall_now(), self._links, self._words, delivery.language, self._clock())
        if "ticket" in body:
            ticket = ticket_at(connection, delivery.site, body["ticket"])
            if ticket is None or ticket.status not in _TICKETS[news]:
                return None
            letter = writer.of_ticket(news, ticket, body)
        else:
            booking = find_booking(connection, delivery.site, body["booking"])
            if booking is None or booking.state is not _BOOKINGS.get(news, BookingState.BOOKED):
                return None
            if body.get("starts_at") not in (None, booking.starts_at.isoformat()):
                return None  # it was moved since, which is told by a message of its own
            letter = writer.of_booking(news, booking, body)
        return writer.as_mail(letter, contact) if contact.channel is Channel.MAIL else letter
